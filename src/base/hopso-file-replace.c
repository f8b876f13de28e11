/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing a file so that a power cut leaves either the old one or the new one: a file in the same
 * folder that has no name yet, fsync, its name, fsync of the folder. Freed before the commit, it
 * leaves nothing behind; nor does a kill, except where the file system knows no files without
 * names, or in the moment between the link under a temporary name and the rename over an old file.
 * One thread at a time. */

#include "hopso-file-replace.h"

#include "hopso-fd.h"
#include "hopso-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct _HopsoFileReplace
{
  char *path;      /* owned */
  char *temporary; /* owned, nullable: has no name yet, or its own */
  HopsoFd fd;      /* owned */
  gboolean is_done;
};

static gboolean
fail (GError **error, const char *what)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", what, g_strerror (code));
  return FALSE;
}

/* Names it later through /proc, which must be there for that. */
static HopsoFd
open_nameless (const char *folder)
{
  if (g_access ("/proc/self/fd", X_OK) != 0)
    return -1;
  return open (folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

static HopsoFileReplace *
replace_new (const char *path, char *temporary, HopsoFd *fd)
{
  HopsoFileReplace *self = g_new0 (HopsoFileReplace, 1);

  self->path = g_strdup (path);
  self->temporary = temporary;
  self->fd = hopso_fd_steal (fd);
  return self;
}

/**
 * hopso_file_replace_begin:
 * @path: the file that shall appear or be replaced
 * @mode: its permission bits, whatever the umask
 *
 * Returns: (transfer full): the write in progress, or %NULL with @error
 */
HopsoFileReplace *
hopso_file_replace_begin (const char *path, int mode, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *temporary = NULL;
  g_auto (HopsoFd) fd = open_nameless (folder);

  if (fd < 0)
    {
      temporary = g_strdup_printf ("%s/.%s.XXXXXX", folder, name);
      fd = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600);
    }
  if (fd < 0)
    {
      fail (error, "Making a temporary file");
      return NULL;
    }
  if (fchmod (fd, (mode_t) mode) != 0)
    {
      fail (error, "Setting a file's permissions");
      if (temporary != NULL)
        g_unlink (temporary);
      return NULL;
    }
  return replace_new (path, g_steal_pointer (&temporary), &fd);
}

/**
 * hopso_file_replace_get_fd:
 *
 * Returns: the descriptor to write to; it stays @self's
 */
int
hopso_file_replace_get_fd (HopsoFileReplace *self)
{
  return self->fd;
}

/* What is there of a write that was cut off is begun anew. Between the opening and the lock the
 * program that had it may have finished: then the file already has its own name. */
static gboolean
take_part (int fd, const char *temporary, int mode, GError **error)
{
  struct stat opened;
  struct stat named;

  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    return fail (error, "Taking a file that another program writes");
  if (fstat (fd, &opened) != 0 || lstat (temporary, &named) != 0 || opened.st_ino != named.st_ino ||
      opened.st_dev != named.st_dev)
    {
      errno = EWOULDBLOCK;
      return fail (error, "Taking a file that another program wrote");
    }
  if (ftruncate (fd, 0) != 0 || fchmod (fd, (mode_t) mode) != 0)
    return fail (error, "Preparing a file");
  return TRUE;
}

/**
 * hopso_file_replace_begin_part:
 * @path: the file that shall appear or be replaced
 * @mode: its permission bits, whatever the umask
 *
 * As hopso_file_replace_begin(), but the file grows under the name "PATH.part", where people see
 * it: for large ones, of which a write that was cut off shall not leave one after the other.
 *
 * Returns: (transfer full): the write in progress, or %NULL with @error;
 *   %G_IO_ERROR_WOULD_BLOCK when another program is writing it
 */
HopsoFileReplace *
hopso_file_replace_begin_part (const char *path, int mode, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autofree char *temporary = g_strconcat (path, ".part", NULL);
  g_auto (HopsoFd) fd = open (temporary, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    {
      fail (error, "Making a temporary file");
      return NULL;
    }
  if (!take_part (fd, temporary, mode, error))
    return NULL;

  return replace_new (path, g_steal_pointer (&temporary), &fd);
}

/* Gives the file without a name this one, which must be free. */
static gboolean
link_as (HopsoFileReplace *self, const char *path)
{
  g_autofree char *nameless = g_strdup_printf ("/proc/self/fd/%d", self->fd);

  return linkat (AT_FDCWD, nameless, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0;
}

static gboolean
link_as_temporary (HopsoFileReplace *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *name = g_path_get_basename (self->path);
  g_autofree char *temporary = NULL;

  do
    {
      g_free (temporary);
      temporary = g_strdup_printf ("%s/.%s.%08x", folder, name, g_random_int ());
      if (link_as (self, temporary))
        {
          self->temporary = g_steal_pointer (&temporary);
          return TRUE;
        }
    }
  while (errno == EEXIST);
  return FALSE;
}

/* A link is never made over a file; only a rename replaces one. */
static gboolean
place (HopsoFileReplace *self, unsigned int flags)
{
  if (self->temporary == NULL)
    {
      if (link_as (self, self->path))
        return TRUE;
      if (errno != EEXIST || flags == RENAME_NOREPLACE || !link_as_temporary (self))
        return FALSE;
    }
  if (renameat2 (AT_FDCWD, self->temporary, AT_FDCWD, self->path, flags) != 0)
    return FALSE;
  g_clear_pointer (&self->temporary, g_free);
  return TRUE;
}

static gboolean
commit (HopsoFileReplace *self, unsigned int flags, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  g_return_val_if_fail (!self->is_done, FALSE);

  if (fsync (self->fd) != 0)
    return fail (error, "Making a file durable");
  if (!place (self, flags))
    return fail (error, "Putting a file in its place");
  self->is_done = TRUE;
  return hopso_folder_sync (folder, error);
}

/**
 * hopso_file_replace_commit:
 *
 * Makes the new file durable and puts it in the place of the old one, if there was one.
 *
 * Returns: %FALSE with @error; then the old file is as it was
 */
gboolean
hopso_file_replace_commit (HopsoFileReplace *self, GError **error)
{
  return commit (self, 0, error);
}

/**
 * hopso_file_replace_commit_new:
 *
 * As hopso_file_replace_commit(), but never over an existing file.
 *
 * Returns: %FALSE with @error; %G_IO_ERROR_EXISTS when there is one already
 */
gboolean
hopso_file_replace_commit_new (HopsoFileReplace *self, GError **error)
{
  return commit (self, RENAME_NOREPLACE, error);
}

/**
 * hopso_file_replace_free:
 * @self: (transfer full): a write, finished or given up
 */
void
hopso_file_replace_free (HopsoFileReplace *self)
{
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  hopso_fd_close (self->fd);
  g_free (self->temporary);
  g_free (self->path);
  g_free (self);
}

/**
 * hopso_file_replace_bytes:
 * @path: the file
 * @mode: its permission bits
 * @bytes: (array length=size): all that it shall hold
 * @size: how many
 *
 * Returns: %FALSE with @error; then the old file is as it was
 */
gboolean
hopso_file_replace_bytes (const char *path, int mode, const void *bytes, gsize size, GError **error)
{
  g_autoptr (HopsoFileReplace) replace = hopso_file_replace_begin (path, mode, error);

  return replace != NULL && hopso_fd_write_at (replace->fd, 0, bytes, size, error) &&
         hopso_file_replace_commit (replace, error);
}
