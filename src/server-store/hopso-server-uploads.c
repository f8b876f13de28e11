/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Uploads that are not whole yet: one file per person and digest under uploads/, whose size says
 * how much has arrived. Two people who upload the same bytes do not learn of each other. One
 * thread at a time. */

#include "hopso-server-blobs.h"

#include "hopso-digest.h"
#include "hopso-server-store-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* Seconds that an unfinished upload is kept, and how many a person may have. */
#define UPLOAD_LIFE    (7 * 86400)
#define MAX_PER_PERSON 64

static char *
build_path (const HopsoServerUpload *upload)
{
  g_autofree char *name = g_strdup_printf ("%s.%s", upload->person, upload->digest);

  return g_build_filename (upload->folder, "uploads", name, NULL);
}

static gboolean
fail (GError **error, const char *what)
{
  int code = errno;

  g_set_error (error, HOPSO_SERVER_STORE_ERROR,
               code == ENOSPC || code == EDQUOT ? HOPSO_SERVER_STORE_ERROR_FULL
                                                : HOPSO_SERVER_STORE_ERROR_FAILED,
               "%s: %s", what, g_strerror (code));
  return FALSE;
}

/**
 * hopso_server_upload_get_offset:
 * @offset: (out): how many bytes have arrived
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_upload_get_offset (const HopsoServerUpload *upload, guint64 *offset, GError **error)
{
  g_autofree char *path = build_path (upload);
  GStatBuf status;

  *offset = 0;
  if (g_stat (path, &status) == 0)
    *offset = (guint64) status.st_size;
  else if (errno != ENOENT)
    return fail (error, "Looking at an upload");
  return TRUE;
}

static guint
count_uploads (const HopsoServerUpload *upload)
{
  g_autofree char *path = g_build_filename (upload->folder, "uploads", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, upload->person))
      n++;
  return n;
}

static HopsoFd
open_to_append (const HopsoServerUpload *upload, guint64 first, GError **error)
{
  g_autofree char *path = build_path (upload);

  if (first == 0 && count_uploads (upload) >= MAX_PER_PERSON)
    {
      g_set_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_EXISTS,
                   "Too many unfinished uploads");
      return -1;
    }

  HopsoFd fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    fail (error, "Opening an upload");
  return fd;
}

/**
 * hopso_server_upload_append:
 * @first: where @part begins
 * @part: the next bytes
 * @offset: (out): how many bytes have arrived, also with %HOPSO_SERVER_STORE_ERROR_OFFSET
 *
 * Returns: %FALSE with @error; %HOPSO_SERVER_STORE_ERROR_OFFSET when @part does not begin where the
 *   one before ended, or goes beyond the whole
 */
gboolean
hopso_server_upload_append (
    const HopsoServerUpload *upload, guint64 first, GBytes *part, guint64 *offset, GError **error)
{
  gsize size;
  const void *bytes = g_bytes_get_data (part, &size);

  if (!hopso_server_upload_get_offset (upload, offset, error))
    return FALSE;
  if (first != *offset || upload->size > HOPSO_SERVER_MAX_BLOB || first > upload->size ||
      size > upload->size - first)
    {
      g_set_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_OFFSET,
                   "%" G_GUINT64_FORMAT " bytes have arrived", *offset);
      return FALSE;
    }

  g_auto (HopsoFd) fd = open_to_append (upload, first, error);
  if (fd < 0 || !hopso_fd_write_at (fd, first, bytes, size, error))
    return FALSE;
  *offset = first + size;
  return TRUE;
}

/**
 * hopso_server_upload_finish:
 *
 * Checks the whole and keeps it as a durable blob. The upload is gone when it was kept or was not
 * what it should be; where there was no space it stays, and may be finished again.
 *
 * Returns: %FALSE with @error; %HOPSO_SERVER_STORE_ERROR_DIGEST when it is not what it should be
 */
gboolean
hopso_server_upload_finish (const HopsoServerUpload *upload, GError **error)
{
  g_autofree char *path = build_path (upload);
  g_auto (HopsoFd) fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  const guint64 range[2] = { 0, upload->size };
  g_autoptr (GBytes) digest = NULL;
  guint64 size;

  if (fd < 0)
    return fail (error, "Opening an upload");
  if (!hopso_digest_fd (fd, range, 1, HOPSO_HASH_SHA256, &digest, NULL, error))
    return FALSE;

  g_autofree char *found = hopso_digest_to_hex (digest);
  gboolean is_right = strcmp (found, upload->digest) == 0;
  g_autofree char *kept =
      is_right ? hopso_server_blob_import (upload->folder, fd, &size, error) : NULL;
  if (kept != NULL || !is_right)
    g_unlink (path);
  if (!is_right)
    g_set_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_DIGEST,
                 "The bytes have another digest");
  return kept != NULL;
}

/**
 * hopso_server_uploads_prune:
 * @folder: the store's folder
 * @now: seconds since 1970-01-01T00:00:00Z
 *
 * Throws away uploads that nobody went on with for a week.
 */
void
hopso_server_uploads_prune (const char *folder, gint64 now)
{
  g_autofree char *path = g_build_filename (folder, "uploads", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      GStatBuf status;

      if (g_stat (file, &status) == 0 && status.st_mtime < now - UPLOAD_LIFE)
        g_unlink (file);
    }
}
