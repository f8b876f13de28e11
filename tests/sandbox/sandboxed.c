/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A process to be asked: locks itself when its argument is "locked", then starts threads of several
 * kinds, among them GDBus's over the socket 3, says so by one byte to 4 and stays until 4 is
 * closed at the other end. "crowded" has a second thread before it locks. */

#include "hopso-sandbox.h"

#include <gio/gio.h>
#include <string.h>
#include <unistd.h>

static gpointer
wait_thread (gpointer ready)
{
  g_mutex_lock (ready);
  g_mutex_unlock (ready);
  return NULL;
}

static void
pool_func (gpointer data, gpointer user_data)
{
  wait_thread (user_data);
}

static gboolean
lock_down (void)
{
  const char *folders[] = { "/usr/share/zoneinfo", "/nonexistent", NULL };
  const HopsoSandboxPolicy policy = { folders, 1024 * 1024 * 1024 };
  g_autoptr (GError) error = NULL;

  if (hopso_sandbox_enter (&policy, &error))
    return TRUE;
  g_printerr ("%s\n", error->message);
  _exit (error->code == HOPSO_SANDBOX_ERROR_NOT_ALONE ? 3 : 4);
}

int
main (int argc, char **argv)
{
  GMutex busy;
  char byte = 'r';

  g_mutex_init (&busy);
  g_mutex_lock (&busy);
  if (strcmp (argv[1], "crowded") == 0)
    g_thread_unref (g_thread_new ("early", wait_thread, &busy));
  if (strcmp (argv[1], "open") != 0)
    lock_down ();

  /* What the policy leaves still works. */
  g_autofree char *zones = NULL;
  g_assert_true (g_file_get_contents ("/usr/share/zoneinfo/UTC", &zones, NULL, NULL));

  g_autoptr (GThread) plain = g_thread_new ("plain", wait_thread, &busy);
  GThreadPool *pool = g_thread_pool_new (pool_func, &busy, 1, TRUE, NULL);
  g_thread_pool_push (pool, &busy, NULL);
  g_autoptr (GSocket) socket = g_socket_new_from_fd (3, NULL);
  g_autoptr (GSocketConnection) stream = g_socket_connection_factory_create_connection (socket);
  g_autoptr (GDBusConnection) bus =
      g_dbus_connection_new_sync (G_IO_STREAM (stream), NULL, 0, NULL, NULL, NULL);
  g_assert_nonnull (bus);

  g_assert_cmpint (write (4, &byte, 1), ==, 1);
  while (read (4, &byte, 1) > 0)
    continue;
  _exit (0);
}
