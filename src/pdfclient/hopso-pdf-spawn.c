/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a program of the PDF processes is started: with one end of a pair of sockets and
 * nothing that would make it talk about documents; and how a document is opened for it. Lives on
 * the client's thread. */

#include "hopso-fd.h"
#include "hopso-pdf-bus.h"
#include "hopso-pdf-client-private.h"
#include "hopso-pdf-seed-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>

/**
 * hopso_pdf_reopen:
 * @fd: a file
 * @error: why it cannot be read
 *
 * Returns: @fd's file, open for reading only and with a position of its own, or -1
 */
int
hopso_pdf_reopen (int fd, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  guint64 size;

  /* Opening what is not a file may block, or do something. */
  if (!hopso_fd_get_size (fd, &size, error))
    return -1;
  int reopened = open (path, O_RDONLY | O_CLOEXEC);
  if (reopened < 0)
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "Reading the document: %s",
                 g_strerror (errno));
  return reopened;
}

/**
 * hopso_pdf_spawn:
 * @words: (array zero-terminated=1): the program and what it is told
 * @type: of the sockets
 * @here: (out): our end
 * @error: why there is no process
 *
 * Returns: (transfer full): the process, with the other end
 */
GSubprocess *
hopso_pdf_spawn (const char *const *words, int type, int *here, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  const char *sanitizer = g_getenv ("ASAN_OPTIONS");
  g_auto (HopsoFd) end = -1;
  GSubprocess *process;
  int ends[2];

  if (socketpair (AF_UNIX, type | SOCK_CLOEXEC, 0, ends) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "Making a socket: %s",
                   g_strerror (errno));
      return NULL;
    }
  end = ends[0];
  g_subprocess_launcher_take_fd (launcher, ends[1], HOPSO_PDF_BUS_FD);

  /* A warning about a document must not end the process, and its leaks cannot be looked for. */
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  g_subprocess_launcher_unsetenv (launcher, "G_MESSAGES_DEBUG");
  if (sanitizer != NULL)
    {
      g_autofree char *options = g_strconcat (sanitizer, ":detect_leaks=0", NULL);

      g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS", options, TRUE);
    }
  process = g_subprocess_launcher_spawnv (launcher, words, error);
  if (process != NULL)
    *here = hopso_fd_steal (&end);
  return process;
}
