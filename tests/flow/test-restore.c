/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The server's disk is lost and a backup takes its place: people whose machines know more than it
 * sign in once more, fetch everything anew, and what they had not sent yet arrives. */

#include "hopso-flow.h"

#include <glib/gstdio.h>

typedef struct
{
  HopsoTestServer *server;
  HopsoWorkspace *delegate;
  HopsoWorkspace *chair;
  char *folder; /* owned */
  char *backup; /* owned */
} World;

static HopsoWorkspace *
sign_in (World *world, const char *login)
{
  g_autoptr (GError) error = NULL;
  HopsoWorkspace *workspace = hopso_flow_sign_in (world->server, login, &error);

  g_assert_no_error (error);
  return workspace;
}

static void
answer (World *world, const char *partstat)
{
  hopso_flow_answer (world->delegate, HOPSO_TEST_MEETING, partstat);
}

static gboolean
sees_answer (HopsoWorkspace *seen_by, const char *partstat)
{
  return g_strcmp0 (hopso_flow_get_answer (seen_by, HOPSO_TEST_PART), partstat) == 0;
}

/* The backup knows no answer of the delegate's yet. */
static void
set_up (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  world->folder = g_dir_make_tmp ("hopso-restore-XXXXXX", &error);
  g_assert_no_error (error);
  world->backup = g_build_filename (world->folder, "backup.tar", NULL);
  world->server = hopso_test_server_new ();
  world->delegate = sign_in (world, "daibieu");
  world->chair = sign_in (world, "chutri");
  hopso_flow_wait_in_sync (world->delegate);
  hopso_flow_wait_in_sync (world->chair);
  g_assert_true (sees_answer (world->chair, "needs-action"));
  g_assert_cmpint (hopso_test_server_command (world->server, NULL, "backup", world->backup, NULL),
                   ==, 0);
}

static void
tear_down (World *world, gconstpointer data)
{
  hopso_flow_close (world->delegate);
  hopso_flow_close (world->chair);
  hopso_test_server_free (world->server);
  g_unlink (world->backup);
  g_rmdir (world->folder);
  g_free (world->folder);
  g_free (world->backup);
}

static void
sign_in_again (World *world, HopsoWorkspace **workspace, const char *login)
{
  hopso_flow_wait_until (hopso_workspace_get_sync_state (*workspace) == HOPSO_SYNC_SIGNED_OUT);
  hopso_flow_close (*workspace);
  *workspace = sign_in (world, login);
}

static void
lose_the_disk (World *world)
{
  hopso_test_server_restore (world->server, world->backup);
  hopso_test_server_start (world->server);
}

static void
test_what_waits_is_sent_to_the_restored_server (World *world, gconstpointer data)
{
  answer (world, "accepted");
  hopso_flow_wait_until (sees_answer (world->chair, "accepted"));
  hopso_flow_wait_in_sync (world->delegate);
  hopso_test_server_stop (world->server);
  answer (world, "declined");
  hopso_flow_wait_until (hopso_workspace_get_n_waiting (world->delegate) == 1);
  lose_the_disk (world);

  /* The chair's machine forgets what the server forgot. */
  sign_in_again (world, &world->chair, "chutri");
  hopso_flow_wait_until (sees_answer (world->chair, "needs-action"));

  /* The delegate's keeps what waits, also while nobody is signed in. */
  hopso_flow_wait_until (hopso_workspace_get_sync_state (world->delegate) == HOPSO_SYNC_SIGNED_OUT);
  g_assert_cmpuint (hopso_workspace_get_n_waiting (world->delegate), ==, 1);
  g_assert_true (sees_answer (world->delegate, "declined"));
  sign_in_again (world, &world->delegate, "daibieu");
  hopso_flow_wait_in_sync (world->delegate);
  g_assert_true (sees_answer (world->delegate, "declined"));
  hopso_flow_wait_until (sees_answer (world->chair, "declined"));
}

/* Entity tags of the lost history must not fit what the restored server wrote since. */
static void
test_a_new_history_is_not_taken_for_the_old (World *world, gconstpointer data)
{
  hopso_test_server_stop (world->server);
  lose_the_disk (world);
  sign_in_again (world, &world->delegate, "daibieu");
  hopso_flow_wait_in_sync (world->delegate);
  answer (world, "declined");
  hopso_flow_wait_in_sync (world->delegate);

  /* The chair was away all the time, and as far along as the server is now. */
  sign_in_again (world, &world->chair, "chutri");
  hopso_flow_wait_in_sync (world->chair);
  hopso_flow_wait_until (sees_answer (world->chair, "declined"));
  g_assert_nonnull (
      hopso_workspace_lookup_record (world->chair, HOPSO_KIND_MEETING, HOPSO_TEST_MEETING));
}

#define ADD(path, func) g_test_add ("/flow/restore/" path, World, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("what-waits-is-sent-to-the-restored-server", test_what_waits_is_sent_to_the_restored_server);
  ADD ("a-new-history-is-not-taken-for-the-old", test_a_new_history_is_not_taken_for_the_old);
  return g_test_run ();
}
