/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing in where a desktop keeps secrets: no passphrase is asked. The keyring is a real
 * gnome-keyring-daemon on a bus of its own; whoever runs the test has theirs left alone. */

#include "hopso-flow.h"
#include "hopso-keyring.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <libsecret/secret.h>
#include <unistd.h>

#define OWN_SESSION "HOPSO_TEST_OWN_SESSION"

typedef struct
{
  GSubprocess *daemon; /* owned */
  HopsoTestServer *server;
} World;

static void
appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static GSubprocessLauncher *
prepare_daemon (void)
{
  static const char *const folders[] = { "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME",
                                         "XDG_CACHE_HOME", "XDG_RUNTIME_DIR" };
  GSubprocessLauncher *launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                 G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *folder = g_build_filename (g_get_user_runtime_dir (), "keyring", NULL);

  g_assert_no_errno (g_mkdir_with_parents (folder, 0700));
  /* What warns us must not kill it. */
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    g_subprocess_launcher_setenv (launcher, folders[i], folder, TRUE);
  return launcher;
}

static void
start_daemon (World *world)
{
  g_autoptr (GSubprocessLauncher) launcher = prepare_daemon ();
  g_autoptr (GError) error = NULL;
  gboolean is_there = FALSE;
  GOutputStream *password;
  guint watch;

  world->daemon =
      g_subprocess_launcher_spawn (launcher, &error, "gnome-keyring-daemon", "--foreground",
                                   "--unlock", "--components=secrets", NULL);
  g_assert_no_error (error);
  password = g_subprocess_get_stdin_pipe (world->daemon);
  g_output_stream_write_all (password, "mat khau", 8, NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (password, NULL, &error);
  g_assert_no_error (error);
  watch = g_bus_watch_name (G_BUS_TYPE_SESSION, "org.freedesktop.secrets",
                            G_BUS_NAME_WATCHER_FLAGS_NONE, appeared_cb, NULL, &is_there, NULL);
  hopso_flow_wait_until (is_there);
  g_bus_unwatch_name (watch);
}

static void
set_up (World *world, gconstpointer data)
{
  start_daemon (world);
  world->server = hopso_test_server_new ();
}

static void
tear_down (World *world, gconstpointer data)
{
  hopso_test_server_free (world->server);
  secret_service_disconnect ();
  g_subprocess_force_exit (world->daemon);
  g_subprocess_wait (world->daemon, NULL, NULL);
  g_object_unref (world->daemon);
}

static HopsoWorkspace *
sign_in (const World *world)
{
  g_autoptr (HopsoSecret) password = hopso_secret_new_from_string (HOPSO_TEST_PASSWORD);
  const HopsoSignIn sign_in = { .server_url = hopso_test_server_get_url (world->server),
                                .login = "daibieu",
                                .password = password,
                                .ca_file = hopso_test_server_get_ca_file (world->server) };
  g_autoptr (GError) error = NULL;
  HopsoWorkspace *workspace = hopso_flow_sign_in_with (&sign_in, &error);

  g_assert_no_error (error);
  hopso_flow_wait_in_sync (workspace);
  return workspace;
}

static HopsoWorkspace *
open_without_passphrase (HopsoAccount *account)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HopsoWorkspace *workspace;

  hopso_workspace_open_async (account, NULL, NULL, hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  workspace = hopso_workspace_open_finish (result, &error);
  g_assert_no_error (error);
  return workspace;
}

static gboolean
is_kept (HopsoAccount *account, HopsoKeyringItem item)
{
  g_autoptr (HopsoKeyring) keyring = hopso_keyring_new_desktop (hopso_account_get_id (account));
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) secret = NULL;

  hopso_keyring_lookup_async (keyring, item, NULL, hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  secret = hopso_keyring_lookup_finish (keyring, result, &error);
  if (secret == NULL)
    g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_ABSENT);
  return secret != NULL;
}

static void
sign_out (HopsoWorkspace *workspace)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_workspace_sign_out_async (workspace, TRUE, NULL, hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  g_assert_true (hopso_workspace_sign_out_finish (workspace, result, &error));
  g_assert_no_error (error);
}

static void
test_the_desktop_keeps_the_key (World *world, gconstpointer data)
{
  HopsoWorkspace *workspace = sign_in (world);
  g_autoptr (HopsoAccount) account = g_object_ref (hopso_workspace_get_account (workspace));
  const char *folder = hopso_account_get_folder (account);

  g_assert_false (hopso_keyring_folder_has_passphrase (folder));
  g_assert_true (is_kept (account, HOPSO_KEYRING_ACCOUNT_KEY));
  g_assert_true (is_kept (account, HOPSO_KEYRING_REFRESH_TOKEN));
  hopso_flow_close (workspace);

  hopso_test_server_stop (world->server);
  workspace = open_without_passphrase (account);
  g_assert_nonnull (
      hopso_workspace_lookup_record (workspace, HOPSO_KIND_MEETING, HOPSO_TEST_MEETING));
  hopso_flow_wait_until (hopso_workspace_get_sync_state (workspace) == HOPSO_SYNC_OFFLINE);
  hopso_test_server_start (world->server);
  hopso_workspace_sync_now (workspace);
  hopso_flow_wait_in_sync (workspace);

  sign_out (workspace);
  hopso_flow_close (workspace);
  g_assert_false (is_kept (account, HOPSO_KEYRING_ACCOUNT_KEY));
  g_assert_false (is_kept (account, HOPSO_KEYRING_REFRESH_TOKEN));
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

/* Begins again on a bus of its own. */
static int
enter_session (int argc, char **argv)
{
  g_autoptr (GPtrArray) line = g_ptr_array_new ();

  g_ptr_array_add (line, (gpointer) "dbus-run-session");
  g_ptr_array_add (line, (gpointer) "--");
  for (int i = 0; i < argc; i++)
    g_ptr_array_add (line, argv[i]);
  g_ptr_array_add (line, NULL);
  g_setenv (OWN_SESSION, "1", TRUE);
  execvp (line->pdata[0], (char **) line->pdata);
  g_printerr ("dbus-run-session: %s\n", g_strerror (errno));
  return 1;
}

int
main (int argc, char **argv)
{
  if (g_getenv (OWN_SESSION) == NULL)
    return enter_session (argc, argv);

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/flow/secret-service/the-desktop-keeps-the-key", World, NULL, set_up,
              test_the_desktop_keeps_the_key, tear_down);
  return g_test_run ();
}
