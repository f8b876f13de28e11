/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the commands share: options, the store, messages, and reading a password from where other
 * processes cannot see it. */

#include "hopso-server-command.h"

#include "hopso-fd.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define MAX_PASSWORD 1024

/**
 * hopso_server_command_parse:
 * @entries: the command's options
 * @summary: what the command does
 *
 * Returns: %FALSE when the command line is wrong, which has been said
 */
gboolean
hopso_server_command_parse (const GOptionEntry *entries,
                            const char *summary,
                            int *argc,
                            char ***argv)
{
  g_autofree char *usage = g_strdup_printf ("— %s", summary);
  g_autoptr (GOptionContext) context = g_option_context_new (usage);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (g_option_context_parse (context, argc, argv, &error))
    return TRUE;
  g_printerr ("hopso-server: %s\n", error->message);
  return FALSE;
}

/**
 * hopso_server_command_open:
 * @folder: (nullable): the folder given with --data
 *
 * Returns: (transfer full): the store, or %NULL with @error
 */
HopsoServerStore *
hopso_server_command_open (const char *folder, GError **error)
{
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();

  if (folder != NULL)
    return hopso_server_store_open (folder, clock, error);
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                       _ ("Say with --data where the server's data are"));
  return NULL;
}

/**
 * hopso_server_command_fail:
 * @error: why
 *
 * Returns: the exit code, after saying why
 */
int
hopso_server_command_fail (const GError *error)
{
  const char *words = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ||
      g_error_matches (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_FULL))
    words = _ ("There is no space left on the disk: ");
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    words = _ ("Another program is writing the same file: ");
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    words = _ ("Given up: ");
  g_printerr ("hopso-server: %s%s\n", words == NULL ? "" : words, error->message);
  return error->domain == G_OPTION_ERROR ? HOPSO_SERVER_EXIT_USAGE : HOPSO_SERVER_EXIT_FAILED;
}

/* The first line, without its end. */
static HopsoSecret *
read_line (int fd, GError **error)
{
  char line[MAX_PASSWORD + 1];
  HopsoSecret *secret = NULL;
  gsize size = 0;
  char byte;
  ssize_t n;

  while ((n = read (fd, &byte, 1)) == 1 && byte != '\n' && size < sizeof line)
    line[size++] = byte;
  if (n < 0 || size == 0 || size == sizeof line)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         _ ("There is no password of 1 to 1024 bytes"));
  else
    secret = hopso_secret_new (line, size);
  hopso_secret_wipe (line, sizeof line);
  return secret;
}

static HopsoSecret *
ask (GError **error)
{
  g_auto (HopsoFd) tty = open ("/dev/tty", O_RDWR | O_CLOEXEC);
  struct termios before;

  if (tty < 0 || tcgetattr (tty, &before) != 0)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _ ("There is no terminal to ask for a password; use --password-file or"
                              " --password-fd"));
      return NULL;
    }

  struct termios silent = before;
  const char *question = _ ("Password: ");
  silent.c_lflag &= ~(tcflag_t) ECHO;
  if (write (tty, question, strlen (question)) < 0)
    g_debug ("The terminal takes no question");
  tcsetattr (tty, TCSAFLUSH, &silent);
  HopsoSecret *secret = read_line (tty, error);
  tcsetattr (tty, TCSAFLUSH, &before);
  if (write (tty, "\n", 1) < 0)
    g_debug ("The terminal takes no line end");
  return secret;
}

/**
 * hopso_server_command_read_password:
 * @file: (nullable): the file in whose first line it stands
 * @fd: the descriptor whose first line it is, -1: none
 *
 * Without both the terminal is asked. Never on the command line, which every process can read.
 *
 * Returns: (transfer full): the password, or %NULL with @error
 */
HopsoSecret *
hopso_server_command_read_password (const char *file, int fd, GError **error)
{
  if (fd >= 0)
    return read_line (fd, error);
  if (file == NULL)
    return ask (error);

  g_auto (HopsoFd) opened = open (file, O_RDONLY | O_CLOEXEC);
  if (opened >= 0)
    return read_line (opened, error);
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", file,
               g_strerror (errno));
  return NULL;
}
