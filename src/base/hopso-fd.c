/* SPDX-License-Identifier: GPL-3.0-or-later */

/* File descriptors with an owner, and the few whole operations on them that the rooms share:
 * positioned reads and writes that never stop half-way, and anonymous memory files that can be
 * sealed before they are shown to another process. Usable from any thread. */

#include "hopso-fd.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
fail_with_errno (GError **error, int code, const char *what)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", what, g_strerror (code));
  return FALSE;
}

/**
 * hopso_fd_close:
 * @fd: a descriptor, or -1
 *
 * Closes @fd. After an interrupted close the descriptor is gone on Linux, so it is not retried.
 */
void
hopso_fd_close (HopsoFd fd)
{
  if (fd >= 0)
    close (fd);
}

/**
 * hopso_fd_steal:
 * @fd: where a descriptor is kept
 *
 * Returns: the descriptor, now the caller's; @fd holds -1
 */
HopsoFd
hopso_fd_steal (HopsoFd *fd)
{
  HopsoFd stolen = *fd;

  *fd = -1;
  return stolen;
}

/**
 * hopso_fd_new_memory:
 * @name: what it is, for /proc; never a document's name
 *
 * Returns: an empty, growable memory file that may be sealed later, or -1 with @error
 */
HopsoFd
hopso_fd_new_memory (const char *name, GError **error)
{
  int fd = memfd_create (name, MFD_CLOEXEC | MFD_ALLOW_SEALING);

  if (fd < 0)
    fail_with_errno (error, errno, "Making a memory file");
  return fd;
}

/**
 * hopso_fd_new_sealed:
 * @name: what it is, for /proc; never a document's name
 * @bytes: (array length=size): what it holds
 * @size: how many
 *
 * Returns: a memory file that nobody can change any more, or -1 with @error
 */
HopsoFd
hopso_fd_new_sealed (const char *name, const void *bytes, gsize size, GError **error)
{
  g_auto (HopsoFd) fd = hopso_fd_new_memory (name, error);

  if (fd < 0 || !hopso_fd_write_at (fd, 0, bytes, size, error) || !hopso_fd_seal (fd, error))
    return -1;
  return hopso_fd_steal (&fd);
}

/**
 * hopso_fd_dup:
 * @fd: a descriptor
 *
 * Returns: another descriptor of the same open file, closed on exec, or -1 with @error
 */
HopsoFd
hopso_fd_dup (int fd, GError **error)
{
  int copy = fcntl (fd, F_DUPFD_CLOEXEC, 3);

  if (copy < 0)
    fail_with_errno (error, errno, "Duplicating a descriptor");
  return copy;
}

/**
 * hopso_fd_reopen_read_only:
 * @fd: a regular or memory file
 *
 * Opens the same file once more, so that whoever gets the new descriptor can only read.
 *
 * Returns: the new descriptor, or -1 with @error
 */
HopsoFd
hopso_fd_reopen_read_only (int fd, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  int again = open (path, O_RDONLY | O_CLOEXEC);

  if (again < 0)
    fail_with_errno (error, errno, "Opening a file for reading");
  return again;
}

/**
 * hopso_fd_seal:
 * @fd: a memory file that allows sealing
 *
 * Forbids writing, growing and shrinking for ever, for every process that holds it.
 *
 * Returns: %FALSE with @error when the file cannot be sealed
 */
gboolean
hopso_fd_seal (int fd, GError **error)
{
  if (fcntl (fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0)
    return fail_with_errno (error, errno, "Sealing a memory file");
  return TRUE;
}

/**
 * hopso_fd_get_size:
 * @fd: a regular or memory file
 * @size: (out): its size in bytes
 *
 * Returns: %FALSE with @error when @fd is not a file with a size
 */
gboolean
hopso_fd_get_size (int fd, guint64 *size, GError **error)
{
  struct stat status;

  if (fstat (fd, &status) != 0)
    return fail_with_errno (error, errno, "Reading a file's size");
  if (!S_ISREG (status.st_mode))
    return fail_with_errno (error, EINVAL, "Not a regular file");
  *size = (guint64) status.st_size;
  return TRUE;
}

/**
 * hopso_fd_read_at:
 * @fd: a file
 * @offset: where, in bytes from its start
 * @buffer: (out caller-allocates) (array length=size): where to
 * @size: how many; fewer is an error
 *
 * Returns: %FALSE with @error; %G_IO_ERROR_PARTIAL_INPUT when the file ends too early
 */
gboolean
hopso_fd_read_at (int fd, guint64 offset, void *buffer, gsize size, GError **error)
{
  guint8 *at = buffer;

  while (size > 0)
    {
      ssize_t n = pread (fd, at, MIN (size, (gsize) 1 << 30), (off_t) offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail_with_errno (error, errno, "Reading a file");
      if (n == 0)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "The file is cut off");
          return FALSE;
        }
      at += n;
      offset += (guint64) n;
      size -= (gsize) n;
    }
  return TRUE;
}

/**
 * hopso_fd_write_at:
 * @fd: a file open for writing
 * @offset: where, in bytes from its start
 * @bytes: (array length=size): what
 * @size: how many
 *
 * Returns: %FALSE with @error, and then an unknown part is written
 */
gboolean
hopso_fd_write_at (int fd, guint64 offset, const void *bytes, gsize size, GError **error)
{
  const guint8 *at = bytes;

  while (size > 0)
    {
      ssize_t n = pwrite (fd, at, MIN (size, (gsize) 1 << 30), (off_t) offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return fail_with_errno (error, n == 0 ? EIO : errno, "Writing a file");
      at += n;
      offset += (guint64) n;
      size -= (gsize) n;
    }
  return TRUE;
}

/**
 * hopso_fd_read_all:
 * @fd: a file
 * @max_size: the most that is accepted, in bytes
 *
 * Returns: (transfer full): the whole file, or %NULL with @error
 */
GBytes *
hopso_fd_read_all (int fd, gsize max_size, GError **error)
{
  guint64 size = 0;

  if (!hopso_fd_get_size (fd, &size, error))
    return NULL;
  if (size > max_size)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                   "The file is larger than %" G_GSIZE_FORMAT " bytes", max_size);
      return NULL;
    }

  g_autofree guint8 *bytes = g_try_malloc (MAX (size, 1));
  if (bytes == NULL)
    {
      fail_with_errno (error, ENOMEM, "Reading a file");
      return NULL;
    }
  if (!hopso_fd_read_at (fd, 0, bytes, (gsize) size, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&bytes), (gsize) size);
}
