/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The server on a disk that is full: each write is tried with less space than it needs, then with
 * a little more, until it works. What is refused is refused in words and half of it is nowhere;
 * what was acknowledged stays; when there is space again everything goes on by itself. */

#include "hopso-test-call.h"
#include "hopso-test-small-disk.h"
#include "hopso-test-soak.h"

#include "hopso-digest.h"

#include <glib/gstdio.h>
#include <string.h>

#define PART    "/v1/participants/" HOPSO_TEST_PART
#define BLOBS   "/v1/blobs/sha256/"
#define PAGE    4096
#define DISK_KB 65536

typedef struct
{
  HopsoTestServer *server;
  HopsoTestCaller *delegate;
  HopsoTestCaller *chair;
  const char *disk;
  guint n_made; /* so that no upload is another one's */
  guint n_refused;
  guint n_tried;
} World;

typedef guint (*Attempt) (World *world);

static guint
answer (World *world)
{
  static const char *const answers[] = { "accepted", "declined" };
  g_autoptr (HopsoTestReply) before = hopso_test_caller_get (world->delegate, PART);
  g_autofree char *body = g_strdup_printf ("{\"partstat\":\"%s\",\"reason\":\"%0*u\"}",
                                           answers[world->n_tried % 2], 1500, world->n_tried);

  g_assert_cmpuint (before->status, ==, 200);
  g_autoptr (HopsoTestReply) reply =
      hopso_test_caller_patch (world->delegate, PART, body, hopso_test_reply_get (before, "etag"));
  if (reply->status != 200)
    hopso_test_reply_assert_problem (reply, 507, "full");

  g_autoptr (HopsoTestReply) after = hopso_test_caller_get (world->delegate, PART);
  gint64 step = json_object_get_int_member_with_default (after->json, "sequence", 0) -
                json_object_get_int_member_with_default (before->json, "sequence", 0);
  g_assert_cmpint (step, ==, reply->status == 200 ? 1 : 0);
  return reply->status;
}

static guint
upload (World *world)
{
  gsize size = 300000;
  guint8 *content = g_malloc0 (size);
  memcpy (content, &world->n_made, sizeof world->n_made);
  g_autoptr (GBytes) bytes = g_bytes_new_take (content, size);
  g_autofree char *digest = hopso_sha256_hex (bytes);
  g_autofree char *path = g_strconcat (BLOBS, digest, NULL);
  g_autoptr (HopsoTestReply) reply =
      hopso_test_caller_send (world->chair, "PUT", path, bytes, NULL);

  if (reply->status == 507)
    hopso_test_reply_assert_problem (reply, 507, "full");
  else if (reply->status == 409)
    {
      /* A part of it is there: the rest goes on behind it. */
      g_autoptr (GBytes) none = g_bytes_new_static ("", 0);
      g_autofree char *all = g_strdup_printf ("bytes */%" G_GSIZE_FORMAT, size);
      const char *at = soup_message_headers_get_one (reply->headers, "Upload-Offset");
      gsize offset = (gsize) g_ascii_strtoull (at, NULL, 10);
      g_autofree char *range = g_strdup_printf (
          "bytes %" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT "/%" G_GSIZE_FORMAT, offset, size - 1, size);
      g_autoptr (GBytes) rest = g_bytes_new_from_bytes (bytes, offset, size - offset);
      g_autoptr (HopsoTestReply) more =
          hopso_test_caller_send (world->chair, "PUT", path, offset == size ? none : rest,
                                  "Content-Range", offset == size ? all : range, NULL);

      g_assert_true (more->status == 201 || more->status == 507);
      world->n_made += more->status == 201;
      return more->status == 201 ? 200 : more->status;
    }
  else
    g_assert_cmpuint (reply->status, ==, 201);
  world->n_made += reply->status == 201;
  return reply->status == 201 ? 200 : reply->status;
}

static guint
sign_in (World *world)
{
  const char *body =
      "{\"login\":\"thuky\",\"password\":\"" HOPSO_TEST_PASSWORD "\",\"device\":\"máy thử\"}";
  g_autoptr (HopsoTestReply) reply =
      hopso_test_caller_post (world->delegate, "/v1/session", body, NULL);

  if (reply->status != 200)
    hopso_test_reply_assert_problem (reply, 507, "full");
  return reply->status;
}

/* Nobody's session may have to be renewed while there is no space. */
static void
sign_everybody_in (World *world)
{
  g_clear_pointer (&world->delegate, hopso_test_caller_free);
  g_clear_pointer (&world->chair, hopso_test_caller_free);
  world->delegate = hopso_test_caller_new (world->server, "daibieu");
  world->chair = hopso_test_caller_new (world->server, "chutri");
}

/* From nothing to enough, a page at a time. */
static void
try_with_ever_more_space (World *world, Attempt attempt)
{
  guint64 space = 0;

  sign_everybody_in (world);
  for (;; space += PAGE)
    {
      hopso_test_small_disk_fill (world->disk, space);
      world->n_tried++;
      if (attempt (world) == 200)
        break;
      world->n_refused++;
      g_assert_cmpuint (space, <, 4 << 20);
    }
  hopso_test_small_disk_empty (world->disk);
  world->n_tried++;
  g_assert_cmpuint (attempt (world), ==, 200);
}

static void
test_every_write (void)
{
  static const Attempt attempts[] = { answer, upload, sign_in };
  const guint n_rounds = hopso_test_soak_rounds (1, 30);
  World world = { .disk = g_get_tmp_dir () };

  world.server = hopso_test_server_new ();
  for (guint round = 0; round < n_rounds; round++)
    for (gsize i = 0; i < G_N_ELEMENTS (attempts); i++)
      {
        try_with_ever_more_space (&world, attempts[i]);
        g_assert_cmpint (hopso_test_server_command (world.server, NULL, "check", NULL), ==, 0);
        hopso_test_server_restart (world.server);
      }
  g_assert_cmpuint (world.n_refused, >, 0);
  hopso_test_soak_report ("writes of the server on a full disk", world.n_tried, 0);

  /* A kill on a full disk loses nothing either. */
  hopso_test_small_disk_fill (world.disk, 0);
  g_autoptr (HopsoTestReply) before = hopso_test_caller_get (world.delegate, PART);
  hopso_test_server_kill (world.server);
  hopso_test_small_disk_empty (world.disk);
  hopso_test_server_start (world.server);
  g_autoptr (HopsoTestReply) after = hopso_test_caller_get (world.delegate, PART);
  g_assert_cmpint (json_object_get_int_member_with_default (after->json, "sequence", 0), ==,
                   json_object_get_int_member_with_default (before->json, "sequence", 0));
  hopso_test_caller_free (world.delegate);
  hopso_test_caller_free (world.chair);
  hopso_test_server_free (world.server);
}

/* A backup that has no space leaves nothing, and the server goes on. */
static void
test_a_backup_without_space (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, "chutri");
  const char *disk = g_get_tmp_dir ();
  g_autofree char *file = g_build_filename (disk, "backup.tar", NULL);
  g_autofree char *part = g_strconcat (file, ".part", NULL);
  const guint n_rounds = hopso_test_soak_rounds (6, 200);

  for (guint i = 0; i < n_rounds; i++)
    {
      hopso_test_small_disk_fill (disk, (guint64) i * (1200000 / n_rounds));
      g_assert_cmpint (hopso_test_server_command (server, NULL, "backup", file, NULL), ==, 3);
      g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
      g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
    }
  hopso_test_small_disk_empty (disk);
  g_assert_cmpint (hopso_test_server_command (server, NULL, "backup", file, NULL), ==, 0);
  g_unlink (file);
}

static void
test_nothing (void)
{
  g_test_skip ("this system lets nobody make a small disk");
}

int
main (int argc, char **argv)
{
  char folder[] = "/tmp/hopso-small-XXXXXX";
  gboolean has_disk = hopso_test_small_disk_enter () && g_mkdtemp (folder) != NULL &&
                      hopso_test_small_disk_mount (folder, DISK_KB);

  if (has_disk)
    g_setenv ("TMPDIR", folder, TRUE);
  g_test_init (&argc, &argv, NULL);
  if (has_disk)
    {
      g_test_add_func ("/server/space/every-write", test_every_write);
      g_test_add_func ("/server/space/a-backup-without-space", test_a_backup_without_space);
    }
  else
    g_test_add_func ("/server/space/nothing", test_nothing);

  int result = g_test_run ();
  if (has_disk)
    hopso_test_small_disk_unmount (folder);
  g_rmdir (folder);
  return result;
}
