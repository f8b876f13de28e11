/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The folder in which one conversion happens: for its owner alone, in memory where the session has
 * a folder there with room enough, and gone afterwards. What was left by an application that was
 * killed is removed by the next one: a folder in use is locked. Any thread; blocks. */

#include "hopso-office-folder.h"

#include "hopso-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define NAME "hopso-convert"

/* A profile, fonts, and what is unpacked. */
#define NEEDED_BESIDES (G_GUINT64_CONSTANT (256) * 1024 * 1024)
#define NEEDED_FACTOR  8
#define MAX_DEPTH      32

/* nftw() hands its callback nothing of ours. */
static __thread guint64 measured;

static gboolean
fail (GError **error, const char *step)
{
  const int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", step, g_strerror (code));
  return FALSE;
}

/**
 * hopso_office_folder_dup_parent:
 * @size: of the file, in bytes
 *
 * Returns: (transfer full): the folder in which conversions have theirs
 */
char *
hopso_office_folder_dup_parent (guint64 size)
{
  const char *in_memory = g_get_user_runtime_dir ();
  struct statvfs room;

  if (statvfs (in_memory, &room) == 0 &&
      (guint64) room.f_bavail * room.f_frsize >= NEEDED_BESIDES + NEEDED_FACTOR * size)
    return g_build_filename (in_memory, NAME, NULL);
  return g_build_filename (g_get_user_cache_dir (), NAME, NULL);
}

static int
remove_cb (const char *path, const struct stat *status, int kind, struct FTW *where)
{
  return remove (path);
}

static void
remove_tree (const char *path)
{
  nftw (path, remove_cb, MAX_DEPTH, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

static HopsoFd
open_locked (const char *path)
{
  g_auto (HopsoFd) fd = open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

  return fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0 ? hopso_fd_steal (&fd) : -1;
}

static void
remove_left_over (const char *parent)
{
  g_autoptr (GDir) folder = g_dir_open (parent, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (parent, name, NULL);
      g_auto (HopsoFd) fd = open_locked (path);

      if (fd >= 0)
        remove_tree (path);
    }
}

/**
 * hopso_office_folder_make:
 * @self: without a folder
 * @size: of the file that will be converted
 * @error: why there is none
 *
 * Returns: whether there is one
 */
gboolean
hopso_office_folder_make (HopsoOfficeFolder *self, guint64 size, GError **error)
{
  g_autofree char *parent = hopso_office_folder_dup_parent (size);
  g_autofree char *path = g_build_filename (parent, "XXXXXX", NULL);

  if (!hopso_folder_make (parent, error))
    return FALSE;
  remove_left_over (parent);
  if (g_mkdtemp_full (path, 0700) == NULL)
    return fail (error, "Making a folder");
  self->path = g_steal_pointer (&path);
  self->fd = open_locked (self->path);
  return self->fd >= 0 || fail (error, "Locking a folder");
}

/**
 * hopso_office_folder_write:
 * @self: a folder
 * @name: of a file, perhaps in folders that are made
 * @bytes: what it holds
 * @error: why it could not be written
 *
 * Returns: whether the file is there
 */
gboolean
hopso_office_folder_write (HopsoOfficeFolder *self, const char *name, GBytes *bytes, GError **error)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_auto (HopsoFd) fd = -1;

  if (!hopso_folder_make (folder, error))
    return FALSE;
  fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail (error, "Making a file");
  return hopso_fd_write_at (fd, 0, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
}

static int
measure_cb (const char *path, const struct stat *status, int kind, struct FTW *where)
{
  if (kind == FTW_F)
    measured += (guint64) status->st_blocks * 512;
  return 0;
}

/**
 * hopso_office_folder_measure:
 * @self: a folder
 *
 * Returns: what its files take, in bytes
 */
guint64
hopso_office_folder_measure (HopsoOfficeFolder *self)
{
  measured = 0;
  nftw (self->path, measure_cb, MAX_DEPTH, FTW_PHYS | FTW_MOUNT);
  return measured;
}

/**
 * hopso_office_folder_clear:
 * @self: a folder, or none
 *
 * Removes it.
 */
void
hopso_office_folder_clear (HopsoOfficeFolder *self)
{
  if (self->path != NULL)
    remove_tree (self->path);
  g_clear_pointer (&self->path, g_free);
  hopso_fd_close (hopso_fd_steal (&self->fd));
}
