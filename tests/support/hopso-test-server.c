/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Starts the real hopso-server on a port of the kernel's choice, and stops it. The program is
 * $HOPSO_SERVER, the sample's folder $HOPSO_SAMPLE_DIR. */

#include "hopso-test-server.h"

#include "hopso-test-folder.h"
#include "hopso-test-tls.h"

#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

struct _HopsoTestServer
{
  HopsoTestTls *tls; /* owned */
  char *data;        /* owned */
  char *url;         /* owned, nullable: not running */
  char *listen;      /* owned: the same port after a restart */
  GPid pid;          /* 0: not running */
  int stdout_fd;     /* owned, -1: not running */
};

/**
 * hopso_test_server_command:
 * @output: (out) (nullable): what the program printed
 * @...: its command and options; --data comes by itself
 *
 * Returns: the program's exit code
 */
int
hopso_test_server_command (HopsoTestServer *self, char **output, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *data = g_strdup_printf ("--data=%s", self->data);
  g_autoptr (GError) error = NULL;
  const char *word;
  va_list words;
  int status;

  g_ptr_array_add (argv, (char *) g_getenv ("HOPSO_SERVER"));
  va_start (words, output);
  while ((word = va_arg (words, const char *)) != NULL)
    g_ptr_array_add (argv, (char *) word);
  va_end (words);
  g_ptr_array_add (argv, data);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **) argv->pdata, NULL,
                output == NULL ? G_SPAWN_STDOUT_TO_DEV_NULL : G_SPAWN_DEFAULT, NULL, NULL, output,
                NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static HopsoTestServer *
make (void)
{
  HopsoTestServer *self = g_new0 (HopsoTestServer, 1);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (g_getenv ("HOPSO_SERVER"));
  self->tls = hopso_test_tls_new ();
  self->data = g_dir_make_tmp ("hopso-server-XXXXXX", &error);
  g_assert_no_error (error);
  self->listen = g_strdup ("127.0.0.1:0");
  self->stdout_fd = -1;
  return self;
}

/**
 * hopso_test_server_new:
 *
 * Returns: (transfer full): a running server with the small world
 */
HopsoTestServer *
hopso_test_server_new (void)
{
  HopsoTestServer *self = make ();
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
  g_autoptr (GError) error = NULL;

  g_assert_true (hopso_server_store_create (self->data, "Máy chủ thử", "Tỉnh thử", &error));
  g_autoptr (HopsoServerStore) store = hopso_server_store_open (self->data, clock, &error);
  g_assert_no_error (error);
  hopso_test_server_fill (store);
  hopso_server_store_close (store);
  hopso_test_server_start (self);
  return self;
}

/**
 * hopso_test_server_new_sample:
 *
 * Returns: (transfer full): a running server with the sample province; takes some seconds
 */
HopsoTestServer *
hopso_test_server_new_sample (void)
{
  HopsoTestServer *self = make ();
  g_autofree char *password = g_build_filename (self->tls->folder, "password", NULL);

  g_assert_true (g_file_set_contents (password, HOPSO_TEST_PASSWORD "\n", -1, NULL));
  g_assert_cmpint (hopso_test_server_command (self, NULL, "init", "--sample",
                                              "--sample-password-file", password, "--sample-folder",
                                              g_getenv ("HOPSO_SAMPLE_DIR"), NULL),
                   ==, 0);
  hopso_test_server_start (self);
  return self;
}

/* A test that dies takes its server along. */
static void
child_setup (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/* "listening https://127.0.0.1:PORT" */
static void
read_url (HopsoTestServer *self)
{
  static const char word[] = "listening ";
  g_autoptr (GInputStream) stream = g_unix_input_stream_new (self->stdout_fd, FALSE);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (stream);
  g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, word));
  self->url = g_strdup (line + strlen (word));
  g_free (self->listen);
  self->listen = g_strdup (self->url + strlen ("https://"));
}

/**
 * hopso_test_server_start:
 * @self: a server that was stopped or killed
 *
 * Starts it again, at the same address.
 */
void
hopso_test_server_start (HopsoTestServer *self)
{
  const char *const argv[] = { g_getenv ("HOPSO_SERVER"),
                               "serve",
                               "--data",
                               self->data,
                               "--listen",
                               self->listen,
                               "--tls-cert",
                               self->tls->server_file,
                               "--tls-key",
                               self->tls->server_file,
                               NULL };
  /* The leak checker's tracer dies of the server's ended threads; other sanitizers stay. */
  g_auto (GStrv) environment =
      g_environ_setenv (g_get_environ (), "ASAN_OPTIONS", "detect_leaks=0", TRUE);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (self->pid, ==, 0);
  g_spawn_async_with_pipes (NULL, (char **) argv, environment, G_SPAWN_DO_NOT_REAP_CHILD,
                            child_setup, NULL, &self->pid, NULL, &self->stdout_fd, NULL, &error);
  g_assert_no_error (error);
  read_url (self);
}

static int
end (HopsoTestServer *self, int signal_number)
{
  int status;

  kill (self->pid, signal_number);
  g_assert_cmpint (waitpid (self->pid, &status, 0), ==, self->pid);
  g_spawn_close_pid (self->pid);
  self->pid = 0;
  g_close (self->stdout_fd, NULL);
  self->stdout_fd = -1;
  g_clear_pointer (&self->url, g_free);
  return status;
}

/**
 * hopso_test_server_stop:
 *
 * Tells it to stop, and sees that it does so in good order.
 */
void
hopso_test_server_stop (HopsoTestServer *self)
{
  int status = end (self, SIGTERM);

  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

/**
 * hopso_test_server_kill:
 *
 * Kills it, as a power cut would.
 */
void
hopso_test_server_kill (HopsoTestServer *self)
{
  end (self, SIGKILL);
}

/**
 * hopso_test_server_restart:
 *
 * Stops it and starts it again: what it counts of each person's requests begins anew, so that a
 * long test is not taken for an attack.
 */
void
hopso_test_server_restart (HopsoTestServer *self)
{
  hopso_test_server_stop (self);
  hopso_test_server_start (self);
}

/**
 * hopso_test_server_restore:
 * @backup: the file of a backup
 *
 * Throws the data of a stopped server away and puts the backup in their place.
 */
void
hopso_test_server_restore (HopsoTestServer *self, const char *backup)
{
  const char *const argv[] = { g_getenv ("HOPSO_SERVER"), "restore", backup, self->data, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_assert_cmpint (self->pid, ==, 0);
  hopso_test_folder_remove (self->data);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  g_assert_no_error (error);
}

/**
 * hopso_test_server_get_url:
 *
 * Returns: (transfer none): where it answers, without a slash at the end
 */
const char *
hopso_test_server_get_url (HopsoTestServer *self)
{
  return self->url;
}

/**
 * hopso_test_server_get_ca_file:
 *
 * Returns: (transfer none): the certificate of who vouches for it
 */
const char *
hopso_test_server_get_ca_file (HopsoTestServer *self)
{
  return self->tls->ca_file;
}

/**
 * hopso_test_server_get_tls:
 *
 * Returns: (transfer none): its certificate, and who vouches for it
 */
HopsoTestTls *
hopso_test_server_get_tls (HopsoTestServer *self)
{
  return self->tls;
}

/**
 * hopso_test_server_get_data:
 *
 * Returns: (transfer none): the folder of its data
 */
const char *
hopso_test_server_get_data (HopsoTestServer *self)
{
  return self->data;
}

/**
 * hopso_test_server_get_pid:
 *
 * Returns: its process
 */
GPid
hopso_test_server_get_pid (HopsoTestServer *self)
{
  return self->pid;
}

/**
 * hopso_test_server_free:
 * @self: (transfer full): stopped when it runs; its files go
 */
void
hopso_test_server_free (HopsoTestServer *self)
{
  if (self->pid != 0)
    hopso_test_server_stop (self);
  hopso_test_folder_remove (self->data);
  hopso_test_tls_free (self->tls);
  g_free (self->data);
  g_free (self->listen);
  g_free (self);
}
