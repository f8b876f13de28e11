/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Folders that are still there after a power cut: a name is durable only when the folder that
 * holds it was written out. Any thread; blocks. */

#include "hopso-folder.h"

#include "hopso-fd.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
fail (GError **error, const char *what)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", what, g_strerror (code));
  return FALSE;
}

/**
 * hopso_folder_sync:
 * @path: a folder
 *
 * Makes the names in it durable.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_folder_sync (const char *path, GError **error)
{
  g_auto (HopsoFd) fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  return (fd >= 0 && fsync (fd) == 0) || fail (error, "Making a folder durable");
}

/**
 * hopso_folder_make:
 * @path: a folder
 *
 * Makes it for its owner alone, and those above it that are missing. One that is there already is
 * left as it is.
 *
 * Returns: %FALSE with @error; what is there otherwise is durable
 */
gboolean
hopso_folder_make (const char *path, GError **error)
{
  g_autofree char *above = g_path_get_dirname (path);
  gboolean is_made = mkdir (path, 0700) == 0;

  if (!is_made && errno == ENOENT && g_strcmp0 (above, path) != 0)
    {
      if (!hopso_folder_make (above, error))
        return FALSE;
      is_made = mkdir (path, 0700) == 0;
    }
  if (is_made)
    return hopso_folder_sync (above, error);
  if (errno != EEXIST)
    return fail (error, "Making a folder");
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;
  errno = ENOTDIR;
  return fail (error, "Making a folder");
}
