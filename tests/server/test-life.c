/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From init to the end: what a kill leaves, what a check finds. */

#include "hopso-test-call.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#define PART "/v1/participants/" HOPSO_TEST_PART

static void
answer (HopsoTestCaller *caller, const char *partstat)
{
  g_autoptr (HopsoTestReply) before = hopso_test_caller_get (caller, PART);
  g_autofree char *body = g_strdup_printf ("{\"partstat\":\"%s\"}", partstat);
  g_autoptr (HopsoTestReply) reply =
      hopso_test_caller_patch (caller, PART, body, hopso_test_reply_get (before, "etag"));

  g_assert_cmpuint (reply->status, ==, 200);
}

static char *
get_state (HopsoTestCaller *caller)
{
  g_autoptr (HopsoTestReply) reply = hopso_test_caller_get (caller, "/v1/changes");

  return g_strdup (hopso_test_reply_get (reply, "newState"));
}

/* Whatever was acknowledged before a power cut is there after it, and the data are whole. */
static void
test_a_kill_keeps_what_was_acknowledged (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) delegate = hopso_test_caller_new (server, "daibieu");
  static const char *const answers[] = { "accepted", "declined" };

  for (guint round = 0; round < 4; round++)
    {
      g_autofree char *output = NULL;

      answer (delegate, answers[round % 2]);
      g_autofree char *state = get_state (delegate);
      hopso_test_server_kill (server);
      hopso_test_server_start (server);

      g_autoptr (HopsoTestReply) after = hopso_test_caller_get (delegate, PART);
      g_autofree char *state_after = get_state (delegate);
      g_assert_cmpstr (hopso_test_reply_get (after, "partstat"), ==, answers[round % 2]);
      g_assert_cmpint (json_object_get_int_member (after->json, "sequence"), ==, round + 1);
      g_assert_cmpstr (state_after, ==, state);
      g_assert_cmpint (hopso_test_server_command (server, &output, "check", NULL), ==, 0);
    }
}

static void
test_init_does_not_overwrite (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();

  g_assert_cmpint (hopso_test_server_command (server, NULL, "init", NULL), ==, 3);
}

/* One bit of one file, and the check says which. */
static void
test_a_check_finds_damage (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) delegate = hopso_test_caller_new (server, "daibieu");
  g_autoptr (HopsoTestReply) paper =
      hopso_test_caller_get (delegate, "/v1/papers/" HOPSO_TEST_PAPER);
  const char *digest = hopso_test_reply_get (paper, "x-digest");
  g_autofree char *shelf = g_strndup (digest, 2);
  g_autofree char *path =
      g_build_filename (hopso_test_server_get_data (server), "blobs", shelf, digest, NULL);
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_cmpint (hopso_test_server_command (server, NULL, "check", NULL), ==, 0);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  bytes[size / 2] ^= 1;
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
  g_assert_cmpint (hopso_test_server_command (server, NULL, "check", NULL), ==, 1);
}

static void
test_the_sample_signs_in (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new_sample ();
  g_autoptr (HopsoTestCaller) chair = hopso_test_caller_new (server, "chutich");
  g_autoptr (HopsoTestReply) all = hopso_test_caller_get (chair, "/v1/changes?limit=1000");
  JsonObject *created = json_object_get_object_member (all->json, "created");

  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (created, "meetings")), >,
                    0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (created, "papers")), >, 0);
  g_assert_cmpint (hopso_test_server_command (server, NULL, "check", NULL), ==, 0);
}

static char *
leave (HopsoTestServer *server, const char *folder, const char *name)
{
  const struct utimbuf long_ago = { 0, 1000000000 };
  char *path = g_build_filename (hopso_test_server_get_data (server), folder, name, NULL);
  g_autofree char *above = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (above, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "left by a crash", -1, NULL));
  g_assert_cmpint (utime (path, &long_ago), ==, 0);
  return path;
}

static void
wait_until_gone (const char *path)
{
  gint64 deadline = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  while (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (1000);
    }
}

/* Bytes that nothing names, a blob cut off while it was written, an upload given up. */
static void
test_what_a_crash_left_is_collected_at_the_start (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autofree char *digest = g_strnfill (64, 'a');
  g_autofree char *person = g_strconcat (HOPSO_TEST_CHAIR ".", digest, NULL);

  hopso_test_server_kill (server);
  g_autofree char *blob = leave (server, "blobs/aa", digest);
  g_autofree char *half = leave (server, "blobs/aa", ".aaaa.XYZ123");
  g_autofree char *upload = leave (server, "uploads", person);
  hopso_test_server_start (server);
  wait_until_gone (blob);
  wait_until_gone (half);
  wait_until_gone (upload);
  g_assert_cmpint (hopso_test_server_command (server, NULL, "check", NULL), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/life/a-kill-keeps-what-was-acknowledged",
                   test_a_kill_keeps_what_was_acknowledged);
  g_test_add_func ("/server/life/what-a-crash-left-is-collected-at-the-start",
                   test_what_a_crash_left_is_collected_at_the_start);
  g_test_add_func ("/server/life/init-does-not-overwrite", test_init_does_not_overwrite);
  g_test_add_func ("/server/life/a-check-finds-damage", test_a_check_finds_damage);
  g_test_add_func ("/server/life/the-sample-signs-in", test_the_sample_signs_in);
  return g_test_run ();
}
