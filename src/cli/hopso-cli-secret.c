/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Passwords and PINs for commands: from a file, from a descriptor that a script opened, or typed on
 * the terminal without echo. Never from the command line, which every process can read. */

#include "hopso-cli.h"

#include "hopso-fd.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#define MAX_SIZE 1024

typedef struct
{
  char bytes[MAX_SIZE];
  gsize size;
} Line;

static void
wipe_line (Line *line)
{
  hopso_secret_wipe (line, sizeof *line);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Line, wipe_line)

static gboolean
fail_with_errno (GError **error, int code, const char *what)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", what, g_strerror (code));
  return FALSE;
}

static gboolean
fail_too_long (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                       _ ("The password is too long"));
  return FALSE;
}

/* One byte at a time: nothing after the line is taken away from whoever reads on. */
static gboolean
read_first_line (int fd, Line *line, GError **error)
{
  for (;;)
    {
      char byte;
      ssize_t n = read (fd, &byte, 1);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail_with_errno (error, errno, _ ("Reading the password"));
      if (n == 0 || byte == '\n' || byte == '\r')
        return TRUE;
      if (line->size == MAX_SIZE)
        return fail_too_long (error);
      line->bytes[line->size++] = byte;
    }
}

/* Takes the last character of UTF-8 back, all its bytes. */
static void
erase_last (Line *line)
{
  while (line->size > 0 && (line->bytes[--line->size] & 0xc0) == 0x80)
    ;
}

static gboolean
read_keys (int tty, Line *line, GError **error)
{
  for (;;)
    {
      char key = 0;
      ssize_t n = read (tty, &key, 1);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail_with_errno (error, errno, _ ("Reading the password"));
      if (n == 0 || key == '\n' || key == '\r' || key == '\x04')
        return TRUE;
      if (key == '\x03')
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
          return FALSE;
        }
      if (key == '\x7f' || key == '\b')
        erase_last (line);
      else if (key == '\x15')
        line->size = 0;
      else if (line->size == MAX_SIZE)
        return fail_too_long (error);
      else
        line->bytes[line->size++] = key;
    }
}

static gboolean
prompt_on_terminal (const char *prompt, Line *line, GError **error)
{
  g_auto (HopsoFd) tty = open ("/dev/tty", O_RDWR | O_CLOEXEC);
  struct termios before;

  if (tty < 0 || tcgetattr (tty, &before) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                           _ ("There is no terminal to ask on: give the password in a file"));
      return FALSE;
    }

  /* Keys come raw, Ctrl+C among them: the terminal must get its echo back whatever happens. */
  struct termios quiet = before;
  quiet.c_lflag &= ~(tcflag_t) (ECHO | ICANON | ISIG);
  quiet.c_cc[VMIN] = 1;
  quiet.c_cc[VTIME] = 0;
  if (tcsetattr (tty, TCSAFLUSH, &quiet) != 0)
    return fail_with_errno (error, errno, _ ("Reading the password"));
  dprintf (tty, "%s ", prompt);
  gboolean done = read_keys (tty, line, error);
  dprintf (tty, "\n");
  tcsetattr (tty, TCSAFLUSH, &before);
  return done;
}

/**
 * hopso_cli_read_secret:
 * @prompt: what is asked on the terminal
 * @file: (nullable): a file whose first line it is
 * @fd: a descriptor whose next line it is, or -1
 *
 * Returns: (transfer full): the secret, from the file, else from the descriptor, else typed; or
 *   %NULL with @error
 */
HopsoSecret *
hopso_cli_read_secret (const char *prompt, const char *file, int fd, GError **error)
{
  g_auto (Line) line = { .size = 0 };

  if (file != NULL)
    {
      g_auto (HopsoFd) opened = open (file, O_RDONLY | O_CLOEXEC);

      if (opened < 0)
        {
          fail_with_errno (error, errno, file);
          return NULL;
        }
      if (!read_first_line (opened, &line, error))
        return NULL;
    }
  else if (fd >= 0 ? !read_first_line (fd, &line, error)
                   : !prompt_on_terminal (prompt, &line, error))
    return NULL;
  return hopso_secret_new (line.bytes, line.size);
}

/**
 * hopso_cli_read_password:
 * @file: (nullable): a file whose first line it is
 * @fd: a descriptor whose next line it is, or -1
 * @password: (out) (nullable): of a document; %NULL: none was given
 *
 * Returns: %FALSE with @error when it was given and cannot be read
 */
gboolean
hopso_cli_read_password (const char *file, int fd, HopsoSecret **password, GError **error)
{
  *password = NULL;
  if (file == NULL && fd < 0)
    return TRUE;
  *password = hopso_cli_read_secret (_ ("Password of the document: "), file, fd, error);
  return *password != NULL;
}
