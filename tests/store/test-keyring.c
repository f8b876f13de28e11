/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Against a real gnome-keyring-daemon on a bus of its own, with folders of its own. */

#include "hopso-keyring.h"
#include "store-runner.h"

#include <libsecret/secret.h>
#include <string.h>

static const char *program;

typedef struct
{
  const char *folder;  /* borrowed: the daemon's home */
  GSubprocess *daemon; /* owned */
} Desktop;

static gboolean
store (HopsoKeyring *keyring, HopsoKeyringItem item, const char *text, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HopsoSecret) secret = hopso_secret_new_from_string (text);

  hopso_keyring_store_async (keyring, item, secret, NULL, runner_ready_cb, &result);
  return hopso_keyring_store_finish (keyring, runner_wait (&result), error);
}

static HopsoSecret *
lookup (HopsoKeyring *keyring, HopsoKeyringItem item, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  hopso_keyring_lookup_async (keyring, item, NULL, runner_ready_cb, &result);
  return hopso_keyring_lookup_finish (keyring, runner_wait (&result), error);
}

static void
clear (HopsoKeyring *keyring, HopsoKeyringItem item)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_keyring_clear_async (keyring, item, NULL, runner_ready_cb, &result);
  g_assert_true (hopso_keyring_clear_finish (keyring, runner_wait (&result), &error));
  g_assert_no_error (error);
}

static void
assert_holds (HopsoKeyring *keyring, HopsoKeyringItem item, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) secret = lookup (keyring, item, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (hopso_secret_get_string (secret), ==, text);
}

static void
assert_fails (HopsoKeyring *keyring, HopsoKeyringItem item, HopsoStoreError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (lookup (keyring, item, &error));
  g_assert_error (error, HOPSO_STORE_ERROR, (int) code);
}

/* What both kinds of keyring do. */
static void
check_keyring (HopsoKeyring *keyring)
{
  g_autoptr (GError) error = NULL;

  assert_fails (keyring, HOPSO_KEYRING_ACCOUNT_KEY, HOPSO_STORE_ERROR_ABSENT);
  store (keyring, HOPSO_KEYRING_ACCOUNT_KEY, "khóa\001\377 gốc", &error);
  g_assert_no_error (error);
  store (keyring, HOPSO_KEYRING_REFRESH_TOKEN, "refresh-token-1", &error);
  g_assert_no_error (error);
  store (keyring, HOPSO_KEYRING_REFRESH_TOKEN, "refresh-token-2", &error);
  g_assert_no_error (error);
  assert_holds (keyring, HOPSO_KEYRING_ACCOUNT_KEY, "khóa\001\377 gốc");
  assert_holds (keyring, HOPSO_KEYRING_REFRESH_TOKEN, "refresh-token-2");
  clear (keyring, HOPSO_KEYRING_REFRESH_TOKEN);
  clear (keyring, HOPSO_KEYRING_REFRESH_TOKEN);
  assert_fails (keyring, HOPSO_KEYRING_REFRESH_TOKEN, HOPSO_STORE_ERROR_ABSENT);
  assert_holds (keyring, HOPSO_KEYRING_ACCOUNT_KEY, "khóa\001\377 gốc");
}

static void
appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer data)
{
  gboolean *is_there = data;

  *is_there = TRUE;
}

static void
start_daemon (Desktop *desktop)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                 G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  gboolean is_there = FALSE;

  /* What warns us must not kill it. */
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  g_subprocess_launcher_setenv (launcher, "HOME", desktop->folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", desktop->folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_CONFIG_HOME", desktop->folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_CACHE_HOME", desktop->folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_RUNTIME_DIR", desktop->folder, TRUE);
  desktop->daemon =
      g_subprocess_launcher_spawn (launcher, &error, "gnome-keyring-daemon", "--foreground",
                                   "--unlock", "--components=secrets", NULL);
  g_assert_no_error (error);

  GOutputStream *password = g_subprocess_get_stdin_pipe (desktop->daemon);
  g_output_stream_write_all (password, "mat khau", 8, NULL, NULL, &error);
  g_output_stream_close (password, NULL, &error);
  g_assert_no_error (error);
  guint watch =
      g_bus_watch_name (G_BUS_TYPE_SESSION, "org.freedesktop.secrets",
                        G_BUS_NAME_WATCHER_FLAGS_NONE, appeared_cb, NULL, &is_there, NULL);
  while (!is_there)
    g_main_context_iteration (NULL, TRUE);
  g_bus_unwatch_name (watch);
}

static void
stop_daemon (Desktop *desktop)
{
  secret_service_disconnect ();
  g_subprocess_force_exit (desktop->daemon);
  g_subprocess_wait (desktop->daemon, NULL, NULL);
  g_object_unref (desktop->daemon);
}

/* Child: no bus at all, or one without the service. */
static int
look_for_keyring (void)
{
  g_autoptr (HopsoKeyring) keyring = hopso_keyring_new_desktop ("a1");
  g_autoptr (GError) error = NULL;

  assert_fails (keyring, HOPSO_KEYRING_ACCOUNT_KEY, HOPSO_STORE_ERROR_NO_KEYRING);
  g_assert_false (store (keyring, HOPSO_KEYRING_ACCOUNT_KEY, "x", &error));
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_NO_KEYRING);
  return 0;
}

static void
check_child_on_bus (const char *address)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GSubprocess) child = NULL;

  g_subprocess_launcher_setenv (launcher, "DBUS_SESSION_BUS_ADDRESS", address, TRUE);
  child = g_subprocess_launcher_spawn (launcher, &error, program, "--look", NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (child, NULL, &error);
  g_assert_no_error (error);
}

/* A bus that starts nothing by itself. */
static void
test_no_service_is_told (void)
{
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);

  g_test_dbus_up (bus);
  check_child_on_bus (g_test_dbus_get_bus_address (bus));
  check_child_on_bus ("unix:path=/nonexistent/bus");
  g_test_dbus_down (bus);
}

/* Child, on the bus of a session of its own. */
static int
use_desktop (const char *folder)
{
  g_autoptr (HopsoKeyring) keyring = hopso_keyring_new_desktop ("a1");
  g_autoptr (HopsoKeyring) again = hopso_keyring_new_desktop ("a1");
  g_autoptr (HopsoKeyring) other = hopso_keyring_new_desktop ("a2");
  Desktop desktop = { .folder = folder };

  start_daemon (&desktop);
  check_keyring (keyring);
  assert_holds (again, HOPSO_KEYRING_ACCOUNT_KEY, "khóa\001\377 gốc");
  assert_fails (other, HOPSO_KEYRING_ACCOUNT_KEY, HOPSO_STORE_ERROR_ABSENT);
  g_assert_false (world_folder_holds (desktop.folder, "gốc"));
  stop_daemon (&desktop);
  return 0;
}

static void
test_secret_service_keeps_secrets (void)
{
  g_autoptr (GError) error = NULL;
  World world;

  world_set_up (&world);
  g_autoptr (GSubprocess) child =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, "dbus-run-session", "--",
                        program, "--desktop", world.folder, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (child, NULL, &error);
  g_assert_no_error (error);
  world_tear_down (&world);
}

static void
test_passphrase_keeps_secrets (void)
{
  g_autoptr (HopsoSecret) right = hopso_secret_new_from_string ("cụm mật khẩu dài");
  g_autoptr (HopsoSecret) wrong = hopso_secret_new_from_string ("cụm mật khẩu khác");
  World world;

  world_set_up (&world);
  g_assert_false (hopso_keyring_folder_has_passphrase (world.folder));
  g_autoptr (HopsoKeyring) keyring = hopso_keyring_new_passphrase (world.folder, right);
  g_autoptr (HopsoKeyring) guess = hopso_keyring_new_passphrase (world.folder, wrong);
  check_keyring (keyring);
  g_assert_true (hopso_keyring_folder_has_passphrase (world.folder));
  assert_fails (guess, HOPSO_KEYRING_ACCOUNT_KEY, HOPSO_STORE_ERROR_WRONG_KEY);
  g_assert_false (world_folder_holds (world.folder, "gốc"));

  g_autofree char *path = g_build_filename (world.folder, "account.key", NULL);
  g_assert_true (g_file_set_contents (path, "rubbish", -1, NULL));
  assert_fails (keyring, HOPSO_KEYRING_ACCOUNT_KEY, HOPSO_STORE_ERROR_DAMAGED);
  world_tear_down (&world);
}

int
main (int argc, char **argv)
{
  program = argv[0];
  if (argc == 2 && strcmp (argv[1], "--look") == 0)
    return look_for_keyring ();
  if (argc == 3 && strcmp (argv[1], "--desktop") == 0)
    return use_desktop (argv[2]);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/keyring/no-service-is-told", test_no_service_is_told);
  g_test_add_func ("/store/keyring/secret-service-keeps-secrets",
                   test_secret_service_keeps_secrets);
  g_test_add_func ("/store/keyring/passphrase-keeps-secrets", test_passphrase_keeps_secrets);
  return g_test_run ();
}
