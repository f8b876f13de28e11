/* SPDX-License-Identifier: GPL-3.0-or-later */

/* kill-driver as a child of a test, which dies with it. Test support. */

#include "kill-client.h"

#include <gio/gunixinputstream.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void
child_setup (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

void
kill_client_start (KillClient *client)
{
  char *argv[] = { (char *) g_getenv ("HOPSO_KILL_DRIVER"), NULL };
  /* Folders of a test's own are known to this process alone. */
  g_auto (GStrv) environment =
      g_environ_setenv (g_get_environ (), "XDG_DATA_HOME", g_get_user_data_dir (), TRUE);
  g_autoptr (GError) error = NULL;
  int output;

  g_spawn_async_with_pipes (NULL, argv, environment, G_SPAWN_DO_NOT_REAP_CHILD, child_setup, NULL,
                            &client->pid, &client->input, &output, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (GInputStream) stream = g_unix_input_stream_new (output, TRUE);
  client->said = g_data_input_stream_new (stream);
}

char *
kill_client_read (KillClient *client)
{
  return g_data_input_stream_read_line (client->said, NULL, NULL, NULL);
}

/* Until a line begins with @mark; FALSE when the client is dead. */
gboolean
kill_client_read_until (KillClient *client, char mark)
{
  for (;;)
    {
      g_autofree char *line = kill_client_read (client);

      if (line == NULL)
        return FALSE;
      if (line[0] == mark)
        return TRUE;
    }
}

void
kill_client_ask (KillClient *client, const char *line)
{
  g_autofree char *text = g_strconcat (line, "\n", NULL);

  g_assert_cmpint (write (client->input, text, strlen (text)), ==, (gssize) strlen (text));
}

int
kill_client_wait (KillClient *client)
{
  int status;

  g_close (client->input, NULL);
  g_assert_cmpint (waitpid (client->pid, &status, 0), ==, client->pid);
  g_spawn_close_pid (client->pid);
  g_clear_object (&client->said);
  return status;
}

/* Lets it end by itself. */
void
kill_client_end (KillClient *client)
{
  int status;

  g_close (client->input, NULL);
  client->input = -1;
  g_assert_false (kill_client_read_until (client, '\0'));
  g_assert_cmpint (waitpid (client->pid, &status, 0), ==, client->pid);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  g_spawn_close_pid (client->pid);
  g_clear_object (&client->said);
}
