/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A person's machine on its bad days: the disk is full at each write in turn, the home cannot be
 * written to, the store is damaged, the key to it is gone. Said in words, nothing lost, and works
 * again when the trouble is over. */

#include "hopso-flow.h"

#include "hopso-store-error.h"
#include "hopso-store.h"
#include "hopso-test-call.h"
#include "hopso-test-small-disk.h"
#include "hopso-test-soak.h"

#include <glib/gstdio.h>
#include <string.h>

#define PAGE     4096
#define DISK_KB  16384
#define ROUND_MS 200
#define PART     "/v1/participants/" HOPSO_TEST_PART

static gboolean has_disks;

typedef struct
{
  HopsoTestServer *server;
  HopsoWorkspace *delegate;
  HopsoAccount *account; /* owned */
  char *code;            /* owned */
  char *home;            /* owned: where the small disk is */
  HopsoTestCaller *chair;
  char *etag; /* owned, nullable: of the chair's latest change */
  guint n_tried;
  guint n_refused;
} World;

static void
set_up (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  world->home = g_strdup (g_get_user_data_dir ());
  g_mkdir_with_parents (world->home, 0700);
  if (has_disks)
    g_assert_true (hopso_test_small_disk_mount (world->home, DISK_KB));
  world->server = hopso_test_server_new ();
  world->delegate = hopso_flow_sign_in (world->server, "daibieu", &error);
  g_assert_no_error (error);
  world->chair = hopso_test_caller_new (world->server, "chutri");
  world->code = hopso_workspace_dup_recovery_code (world->delegate);
  world->account = g_object_ref (hopso_workspace_get_account (world->delegate));
  hopso_flow_wait_in_sync (world->delegate);
}

static void
tear_down (World *world, gconstpointer data)
{
  if (world->delegate != NULL)
    hopso_flow_close (world->delegate);
  hopso_test_caller_free (world->chair);
  hopso_test_server_free (world->server);
  g_free (world->etag);
  g_object_unref (world->account);
  if (has_disks)
    hopso_test_small_disk_unmount (world->home);
  g_free (world->code);
  g_free (world->home);
}

static void
assert_full (const GError *error)
{
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_FULL);
  g_assert_true (g_str_has_prefix (error->message, "There is no space left"));
}

typedef gboolean (*Attempt) (World *world);

static gboolean
answer (World *world)
{
  static const char *const answers[] = { "accepted", "declined" };
  const char *before = hopso_flow_get_answer (world->delegate, HOPSO_TEST_PART);
  gboolean is_accepted = g_strcmp0 (before, "accepted") == 0;
  g_autofree char *old = g_strdup (before);
  g_autofree char *reason = g_strnfill (3000, 'x');
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_workspace_answer_async (world->delegate, HOPSO_TEST_MEETING, answers[is_accepted], NULL,
                                is_accepted ? reason : NULL, hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  if (hopso_workspace_answer_finish (world->delegate, result, &error))
    return TRUE;
  assert_full (error);
  g_assert_cmpstr (hopso_flow_get_answer (world->delegate, HOPSO_TEST_PART), ==, old);
  return FALSE;
}

static gboolean
open_paper (World *world)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_workspace_open_paper_async (world->delegate, HOPSO_TEST_LONG_PAPER, NULL, NULL, NULL,
                                    hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  g_auto (HopsoFd) fd = hopso_workspace_open_paper_finish (world->delegate, result, &error);
  if (fd < 0)
    assert_full (error);
  return fd >= 0;
}

static void
change_something (World *world)
{
  static const char path[] = "/v1/participants/" HOPSO_TEST_PART_CHAIR;
  g_autofree char *reason = g_strnfill (4000, (char) ('a' + world->n_tried % 26));
  g_autofree char *body =
      g_strdup_printf ("{\"partstat\":\"declined\",\"x-reason\":\"%s\"}", reason);
  g_autoptr (HopsoTestReply) before = hopso_test_caller_get (world->chair, path);
  g_autoptr (HopsoTestReply) reply =
      hopso_test_caller_patch (world->chair, path, body, hopso_test_reply_get (before, "etag"));

  g_assert_cmpuint (reply->status, ==, 200);
  g_free (world->etag);
  world->etag = g_strdup (hopso_test_reply_get (reply, "etag"));
}

static gboolean
knows_the_change (World *world)
{
  HopsoRecord *part = hopso_workspace_lookup_record (world->delegate, HOPSO_KIND_PARTICIPANT,
                                                     HOPSO_TEST_PART_CHAIR);

  return g_strcmp0 (hopso_record_get_etag (part), world->etag) == 0;
}

static gboolean
round_is_over_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Somebody else changes something; synchronisation brings it here, or says why not. A round that
 * fails like the one before is not to be seen, hence the time. */
static gboolean
synchronise (World *world)
{
  gboolean is_over = FALSE;
  const char *message;

  change_something (world);
  hopso_workspace_sync_now (world->delegate);
  g_timeout_add (ROUND_MS, round_is_over_cb, &is_over);
  hopso_flow_wait_until (is_over);
  hopso_flow_wait_until (knows_the_change (world) ||
                         hopso_workspace_get_sync_state (world->delegate) == HOPSO_SYNC_ERROR);
  if (knows_the_change (world))
    return TRUE;
  message = hopso_workspace_get_sync_message (world->delegate);
  g_assert_nonnull (message);
  g_assert_true (g_str_has_prefix (message, "There is no space left"));
  return FALSE;
}

static void
try_with_ever_more_space (World *world, Attempt attempt)
{
  const guint64 step = PAGE * hopso_test_soak_rounds (4, 1);

  for (guint64 space = 0;; space += step)
    {
      hopso_test_small_disk_fill (world->home, space);
      world->n_tried++;
      if (attempt (world))
        break;
      world->n_refused++;
      g_assert_cmpuint (space, <, 8 << 20);
    }
  hopso_test_small_disk_empty (world->home);
  world->n_tried++;
  g_assert_true (attempt (world));
  hopso_workspace_sync_now (world->delegate);
  hopso_flow_wait_in_sync (world->delegate);
}

static void
assert_answer_arrived (World *world)
{
  g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (world->server, "daibieu");
  g_autoptr (HopsoTestReply) reply = hopso_test_caller_get (caller, PART);

  g_assert_cmpstr (hopso_test_reply_get (reply, "partstat"), ==,
                   hopso_flow_get_answer (world->delegate, HOPSO_TEST_PART));
}

static void
test_every_write (World *world, gconstpointer data)
{
  const guint n_rounds = hopso_test_soak_rounds (1, 20);

  if (!has_disks)
    {
      g_test_skip ("this system lets nobody make a small disk");
      return;
    }
  for (guint round = 0; round < n_rounds; round++)
    {
      try_with_ever_more_space (world, answer);
      assert_answer_arrived (world);
      try_with_ever_more_space (world, synchronise);
      try_with_ever_more_space (world, open_paper);
    }
  g_assert_cmpuint (world->n_refused, >, 0);
  hopso_test_soak_report ("writes of a client on a full disk", world->n_tried, 0);

  /* And the store is as whole as before. */
  g_autoptr (GError) error = NULL;
  hopso_flow_close (g_steal_pointer (&world->delegate));
  world->delegate = hopso_flow_open (world->account, &error);
  g_assert_no_error (error);
  g_autofree char *notice = hopso_workspace_dup_opening_notice (world->delegate);
  g_assert_null (notice);
  hopso_flow_wait_in_sync (world->delegate);
  assert_answer_arrived (world);
}

/* For the server a version is what goes on where the current one ends. */
static HopsoFd
make_version (HopsoWorkspace *chair)
{
  static const char more[] = "% signed\n";
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) whole = g_byte_array_new ();

  hopso_workspace_open_paper_async (chair, HOPSO_TEST_SIGN_PAPER, NULL, NULL, NULL,
                                    hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  g_auto (HopsoFd) fd = hopso_workspace_open_paper_finish (chair, result, &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) bytes = hopso_fd_read_all (fd, G_MAXUINT32, &error);
  g_byte_array_append (whole, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  g_byte_array_append (whole, (const guint8 *) more, sizeof more - 1);
  return hopso_fd_new_sealed ("version", whole->data, whole->len, &error);
}

static gboolean
sign (HopsoWorkspace *chair, int fd)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_workspace_add_signed_version_async (chair, HOPSO_TEST_SIGN_PAPER, fd,
                                            HOPSO_TEST_SIGN_REQUEST, NULL, hopso_flow_done_cb,
                                            &pending);
  result = hopso_flow_wait_for (&pending);
  if (hopso_workspace_add_signed_version_finish (chair, result, &error))
    return TRUE;
  assert_full (error);
  return FALSE;
}

static gint64
get_version (HopsoWorkspace *chair)
{
  return hopso_paper_get_version (hopso_workspace_lookup_paper (chair, HOPSO_TEST_SIGN_PAPER));
}

/* A signature is kept whole, with its bytes and what is to be sent, or not at all. */
static void
test_a_signature_without_space (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint64 space = 0;

  if (!has_disks)
    {
      g_test_skip ("this system lets nobody make a small disk");
      return;
    }
  HopsoWorkspace *chair = hopso_flow_sign_in (world->server, "chutri", &error);
  g_assert_no_error (error);
  hopso_flow_wait_in_sync (chair);
  g_autoptr (GListModel) queue = hopso_workspace_list_sign_requests (chair);
  g_auto (HopsoFd) fd = make_version (chair);
  gint64 before = get_version (chair);

  hopso_test_small_disk_fill (world->home, space);
  while (!sign (chair, fd))
    {
      g_assert_cmpint (get_version (chair), ==, before);
      g_assert_cmpuint (g_list_model_get_n_items (queue), ==, 1);
      hopso_test_small_disk_fill (world->home, space += PAGE);
    }
  hopso_test_small_disk_empty (world->home);
  g_assert_cmpuint (space, >, 0);
  hopso_workspace_sync_now (chair);
  hopso_flow_wait_in_sync (chair);
  hopso_flow_wait_until (get_version (chair) == before + 1);
  hopso_flow_close (chair);
}

static void
test_a_home_that_cannot_be_written_to (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!has_disks)
    {
      g_test_skip ("this system lets nobody make a disk read-only");
      return;
    }
  hopso_flow_close (g_steal_pointer (&world->delegate));
  g_assert_true (hopso_test_small_disk_make_read_only (world->home));
  g_assert_null (hopso_flow_open (world->account, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_READ_ONLY);
  g_assert_true (g_str_has_prefix (error->message, "HopSo may not write"));
  hopso_test_small_disk_unmount (world->home);

  g_clear_error (&error);
  world->delegate = hopso_flow_open (world->account, &error);
  g_assert_no_error (error);
  hopso_flow_wait_in_sync (world->delegate);
}

static char *
get_file (World *world, const char *name)
{
  return g_build_filename (hopso_account_get_folder (world->account), name, NULL);
}

/* An answer that the server has not got, and the machine is off. */
static void
answer_offline_and_close (World *world)
{
  hopso_test_server_stop (world->server);
  hopso_flow_answer (world->delegate, HOPSO_TEST_MEETING, "declined");
  hopso_flow_wait_until (hopso_workspace_get_n_waiting (world->delegate) == 1);
  hopso_flow_close (g_steal_pointer (&world->delegate));
}

static void
damage (World *world, const char *name, gsize every)
{
  g_autofree char *path = get_file (world, name);
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  for (gsize at = size / 2; at < size; at += every)
    bytes[at] ^= 1;
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
}

/* What waited is sent, what else there was comes back. */
static void
assert_nothing_lost (World *world)
{
  hopso_test_server_start (world->server);
  hopso_flow_wait_in_sync (world->delegate);
  g_assert_cmpstr (hopso_flow_get_answer (world->delegate, HOPSO_TEST_PART), ==, "declined");
  assert_answer_arrived (world);
  g_assert_nonnull (
      hopso_workspace_lookup_record (world->delegate, HOPSO_KIND_MEETING, HOPSO_TEST_MEETING));
  g_assert_true (open_paper (world));
}

static void
test_a_damaged_store_is_fetched_again (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  answer_offline_and_close (world);
  damage (world, "store.db", PAGE);
  world->delegate = hopso_flow_open (world->account, &error);
  g_assert_no_error (error);
  g_autofree char *notice = hopso_workspace_dup_opening_notice (world->delegate);
  g_test_message ("%s", notice);
  g_assert_true (g_str_has_prefix (notice, "The data on this computer were damaged"));
  g_assert_cmpuint (hopso_workspace_get_n_waiting (world->delegate), <=, 1);
  hopso_flow_wait_until (hopso_workspace_get_n_waiting (world->delegate) == 1);
  assert_nothing_lost (world);
}

/* A paper whose bytes the disk has changed is not shown but fetched once more. */
static void
test_a_damaged_paper_is_fetched_again (World *world, gconstpointer data)
{
  g_autofree char *folder = get_file (world, "blobs");
  g_autoptr (GError) error = NULL;
  const char *name;

  g_assert_true (open_paper (world));
  hopso_flow_close (g_steal_pointer (&world->delegate));
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inside = g_build_filename ("blobs", name, NULL);

      damage (world, inside, 100000);
    }
  world->delegate = hopso_flow_open (world->account, &error);
  g_assert_no_error (error);
  hopso_flow_wait_in_sync (world->delegate);
  g_assert_true (open_paper (world));
}

static HopsoWorkspace *
sign_in_with_code (World *world, const char *code, gboolean starts_anew, GError **error)
{
  g_autoptr (HopsoSecret) password = hopso_secret_new_from_string (HOPSO_TEST_PASSWORD);
  g_autoptr (HopsoSecret) passphrase = hopso_secret_new_from_string ("at home");
  g_autoptr (HopsoSecret) typed = code != NULL ? hopso_secret_new_from_string (code) : NULL;
  const HopsoSignIn sign_in = { .server_url = hopso_test_server_get_url (world->server),
                                .login = "daibieu",
                                .password = password,
                                .passphrase = passphrase,
                                .recovery_code = typed,
                                .starts_anew = starts_anew };

  return hopso_flow_sign_in_with (&sign_in, error);
}

/* The item of the keyring is deleted, or its file damaged: the printed code brings it back. */
static void
test_a_key_that_is_gone_comes_back (World *world, gconstpointer data)
{
  gboolean is_damaged = data != NULL;
  const int reason =
      is_damaged ? HOPSO_WORKSPACE_ERROR_WRONG_KEY : HOPSO_WORKSPACE_ERROR_NEEDS_RECOVERY;
  g_autofree char *path = get_file (world, "account.key");
  g_autoptr (GError) error = NULL;

  answer_offline_and_close (world);
  if (is_damaged)
    damage (world, "account.key", 1000);
  else
    g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_null (hopso_flow_open (world->account, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, HOPSO_WORKSPACE_ERROR, reason);
  g_clear_error (&error);

  hopso_test_server_start (world->server);
  world->delegate = sign_in_with_code (world, world->code, FALSE, &error);
  g_assert_no_error (error);
  hopso_flow_wait_in_sync (world->delegate);
  g_assert_cmpstr (hopso_flow_get_answer (world->delegate, HOPSO_TEST_PART), ==, "declined");
  assert_answer_arrived (world);
  hopso_flow_close (g_steal_pointer (&world->delegate));
  world->delegate = hopso_flow_open (world->account, &error);
  g_assert_no_error (error);
}

/* Key and code are lost: a new key, and what the old one locked is set aside. */
static void
test_a_new_key_makes_a_new_store (World *world, gconstpointer data)
{
  g_autofree char *path = get_file (world, "account.key");
  g_autoptr (GError) error = NULL;

  hopso_flow_close (g_steal_pointer (&world->delegate));
  g_assert_cmpint (g_unlink (path), ==, 0);
  world->delegate = sign_in_with_code (world, NULL, TRUE, &error);
  g_assert_no_error (error);
  g_autofree char *code = hopso_workspace_dup_recovery_code (world->delegate);
  g_assert_nonnull (code);
  g_assert_cmpstr (code, !=, world->code);
  hopso_flow_wait_in_sync (world->delegate);
  g_assert_nonnull (
      hopso_workspace_lookup_record (world->delegate, HOPSO_KIND_MEETING, HOPSO_TEST_MEETING));
}

#define ADD(path, func, data) g_test_add ("/flow/space/" path, World, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  has_disks = hopso_test_small_disk_enter ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("every-write", test_every_write, NULL);
  ADD ("a-signature-without-space", test_a_signature_without_space, NULL);
  ADD ("a-home-that-cannot-be-written-to", test_a_home_that_cannot_be_written_to, NULL);
  ADD ("a-damaged-store-is-fetched-again", test_a_damaged_store_is_fetched_again, NULL);
  ADD ("a-damaged-paper-is-fetched-again", test_a_damaged_paper_is_fetched_again, NULL);
  ADD ("a-key-that-is-gone-comes-back", test_a_key_that_is_gone_comes_back, NULL);
  ADD ("a-key-that-is-damaged-comes-back", test_a_key_that_is_gone_comes_back, "damaged");
  ADD ("a-new-key-makes-a-new-store", test_a_new_key_makes_a_new_store, NULL);
  return g_test_run ();
}
