/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A PDF from anywhere, read once into a sealed memory file: what is shown, verified and copied
 * stays the same whatever happens to the file meanwhile. Its digest is found on the way. Main
 * thread; the reading itself is GIO's. */

#include "hopso-local-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_QUARK (hopso - local - file - error - quark, hopso_local_file_error)

#define CHUNK ((gsize) 256 * 1024)

/* ISO 32000-2, 7.5.2 wants the header first; many files have something before it. */
#define HEADER        "%PDF-"
#define HEADER_WITHIN 1024

typedef struct
{
  GFile *file;          /* owned */
  GInputStream *stream; /* owned, nullable: not open */
  GChecksum *checksum;  /* owned */
  HopsoFd fd;           /* owned */
  guint64 n_read;
  goffset size; /* as the file system tells it */
  GFileProgressCallback progress;
  gpointer progress_data;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_object (&reading->file);
  g_clear_object (&reading->stream);
  g_checksum_free (reading->checksum);
  hopso_fd_close (reading->fd);
  g_free (reading);
}

/**
 * hopso_local_file_dup_name:
 * @file: anywhere
 *
 * Returns: (transfer full): its name, for people
 */
char *
hopso_local_file_dup_name (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return name != NULL ? g_filename_display_name (name) : g_strdup ("");
}

static void
fail (GTask *task, HopsoLocalFileError code, const char *format)
{
  Reading *reading = g_task_get_task_data (task);
  g_autofree char *name = hopso_local_file_dup_name (reading->file);
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
  g_autofree char *words = g_strjoinv (name, parts);

  g_task_return_error (task, g_error_new_literal (HOPSO_LOCAL_FILE_ERROR, (int) code, words));
}

/* What the system says, as what people can do about it. */
static void
fail_with (GTask *task, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_error_copy (error));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    fail (task, HOPSO_LOCAL_FILE_ERROR_GONE,
          _ ("There is no file “%s” any more. It may have been moved, renamed or deleted: look for "
             "it in the file manager and open it again."));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    fail (task, HOPSO_LOCAL_FILE_ERROR_NOT_ALLOWED,
          _ ("You are not allowed to read “%s”. Ask the owner of the file for a copy."));
  else
    fail (task, HOPSO_LOCAL_FILE_ERROR_BROKEN,
          _ ("“%s” could not be read. Check the disk, the USB drive or the network, then try "
             "again."));
}

static gboolean
has_header (GBytes *bytes)
{
  gsize size;
  const char *start = g_bytes_get_data (bytes, &size);

  return memmem (start, MIN (size, HEADER_WITHIN), HEADER, strlen (HEADER)) != NULL;
}

static void read_more (GTask *task);

static void
finish (GTask *task)
{
  Reading *reading = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (reading->n_read == 0)
    fail (task, HOPSO_LOCAL_FILE_ERROR_NOT_PDF,
          _ ("“%s” is empty. Ask the sender for another copy."));
  else if (!hopso_fd_seal (reading->fd, &error))
    fail_with (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* FALSE when that is the end of it. */
static gboolean
take (GTask *task, GBytes *bytes)
{
  Reading *reading = g_task_get_task_data (task);
  const gsize size = g_bytes_get_size (bytes);
  g_autoptr (GError) error = NULL;

  if (reading->n_read == 0 && !has_header (bytes))
    fail (task, HOPSO_LOCAL_FILE_ERROR_NOT_PDF,
          _ ("“%s” is not a PDF. Open it with the program it was made with, and save it as PDF "
             "there."));
  else if (reading->n_read + size > (guint64) HOPSO_LOCAL_FILE_MOST)
    fail (task, HOPSO_LOCAL_FILE_ERROR_TOO_LARGE,
          _ ("“%s” is too large to be opened. Ask the sender for it in parts."));
  else if (!hopso_fd_write_at (reading->fd, reading->n_read, g_bytes_get_data (bytes, NULL), size,
                               &error))
    fail_with (task, error);
  else
    {
      g_checksum_update (reading->checksum, g_bytes_get_data (bytes, NULL), (gssize) size);
      reading->n_read += size;
      if (reading->progress != NULL && reading->size > 0)
        reading->progress ((goffset) reading->n_read, reading->size, reading->progress_data);
      return TRUE;
    }
  return FALSE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (bytes == NULL)
    fail_with (task, error);
  else if (g_bytes_get_size (bytes) == 0)
    finish (task);
  else if (take (task, bytes))
    read_more (g_steal_pointer (&task));
}

static void
read_more (GTask *task)
{
  Reading *reading = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (reading->stream, CHUNK, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), read_cb, task);
}

static void
open_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  reading->stream = G_INPUT_STREAM (g_file_read_finish (G_FILE (source), result, &error));
  if (reading->stream != NULL)
    reading->fd = hopso_fd_new_memory ("hopso-file", &error);
  if (error != NULL)
    fail_with (task, error);
  else
    read_more (g_steal_pointer (&task));
}

/* Only files are opened: a pipe or a device might never end. */
static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (info == NULL)
    {
      fail_with (task, error);
      return;
    }
  reading->size = g_file_info_get_size (info);
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    fail (task, HOPSO_LOCAL_FILE_ERROR_NOT_PDF,
          _ ("“%s” is a folder or a device. Choose a PDF document."));
  else
    {
      GCancellable *cancellable = g_task_get_cancellable (task);

      g_file_read_async (reading->file, G_PRIORITY_DEFAULT, cancellable, open_cb,
                         g_steal_pointer (&task));
    }
}

/**
 * hopso_local_file_read_async:
 * @file: anywhere
 * @progress: (nullable): told of the bytes read and the bytes in all, while the call lasts
 * @progress_data: for @progress
 * @cancellable: (nullable): ends it
 * @callback: called when it is here
 * @user_data: for @callback
 *
 * Reads a PDF.
 */
void
hopso_local_file_read_async (GFile *file,
                             GFileProgressCallback progress,
                             gpointer progress_data,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);

  reading->file = g_object_ref (file);
  reading->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  reading->fd = -1;
  reading->progress = progress;
  reading->progress_data = progress_data;
  g_task_set_source_tag (task, hopso_local_file_read_async);
  g_task_set_task_data (task, reading, reading_free);
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                           G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, cancellable, looked_cb,
                           task);
}

/**
 * hopso_local_file_read_finish:
 * @result: from the callback
 * @digest: (out) (optional) (transfer full): SHA-256 of what was read, hexadecimal
 * @error: set when it could not be read
 *
 * Returns: (transfer full): a sealed memory file, or -1
 */
HopsoFd
hopso_local_file_read_finish (GAsyncResult *result, char **digest, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), -1);

  GTask *task = G_TASK (result);
  Reading *reading = g_task_get_task_data (task);

  if (!g_task_propagate_boolean (task, error))
    return -1;
  if (digest != NULL)
    *digest = g_strdup (g_checksum_get_string (reading->checksum));
  return hopso_fd_steal (&reading->fd);
}
