/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A PDF from anywhere, read once into a sealed memory file: what is shown, verified and copied
 * stays the same whatever happens to the file meanwhile. Its digest is found on the way. Called on
 * the main thread; reading and digesting have a thread of their own, since a long file would stop
 * the window for as long. */

#include "hopso-local-file.h"

#include "hopso-digest.h"
#include "hopso-queue-thread.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_QUARK (hopso - local - file - error - quark, hopso_local_file_error)

#define CHUNK ((gsize) 256 * 1024)

/* ISO 32000-2, 7.5.2 wants the header first; many files have something before it. */
#define HEADER        "%PDF-"
#define HEADER_WITHIN 1024

/* Written before the thread has it, and by the thread alone from then on, but for progress. */
typedef struct
{
  GFile *file;              /* owned */
  HopsoQueueThread *thread; /* owned */
  HopsoDigester *digester;  /* owned */
  char *digest;             /* owned, nullable: not read to the end */
  HopsoFd fd;               /* owned */
  guint64 n_read;
  GFileProgressCallback progress; /* called on the main thread */
  gpointer progress_data;
} Reading;

typedef struct
{
  GTask *task; /* owned */
  goffset done;
  goffset all;
} Progress;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_object (&reading->file);
  g_clear_object (&reading->thread);
  hopso_digester_free (reading->digester);
  g_free (reading->digest);
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

static gboolean
progress_cb (gpointer user_data)
{
  Progress *progress = user_data;
  Reading *reading = g_task_get_task_data (progress->task);

  if (!g_task_get_completed (progress->task))
    reading->progress (progress->done, progress->all, reading->progress_data);
  return G_SOURCE_REMOVE;
}

static void
progress_free (gpointer data)
{
  Progress *progress = data;

  g_object_unref (progress->task);
  g_free (progress);
}

static void
tell_progress (GTask *task, goffset all)
{
  Reading *reading = g_task_get_task_data (task);
  Progress *progress;

  if (reading->progress == NULL || all <= 0)
    return;
  progress = g_new0 (Progress, 1);
  progress->task = g_object_ref (task);
  progress->done = (goffset) reading->n_read;
  progress->all = all;
  g_main_context_invoke_full (g_task_get_context (task), G_PRIORITY_DEFAULT, progress_cb, progress,
                              progress_free);
}

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
    {
      g_autoptr (GBytes) digest = hopso_digester_finish (reading->digester);

      reading->digest = hopso_digest_to_hex (digest);
      g_task_return_boolean (task, TRUE);
    }
}

/* FALSE when that is the end of it. */
static gboolean
take (GTask *task, GBytes *bytes)
{
  Reading *reading = g_task_get_task_data (task);
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);
  g_autoptr (GError) error = NULL;

  if (reading->n_read == 0 && !has_header (bytes))
    fail (task, HOPSO_LOCAL_FILE_ERROR_NOT_PDF,
          _ ("“%s” is not a PDF. Open it with the program it was made with, and save it as PDF "
             "there."));
  else if (reading->n_read + size > (guint64) HOPSO_LOCAL_FILE_MOST)
    fail (task, HOPSO_LOCAL_FILE_ERROR_TOO_LARGE,
          _ ("“%s” is too large to be opened. Ask the sender for it in parts."));
  else if (!hopso_fd_write_at (reading->fd, reading->n_read, data, size, &error))
    fail_with (task, error);
  else
    {
      hopso_digester_update (reading->digester, data, size);
      reading->n_read += size;
      return TRUE;
    }
  return FALSE;
}

/* In chunks, so that it can be cancelled and progress be told. */
static void
read_all (GTask *task, GInputStream *stream, goffset all)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GError) error = NULL;

  for (;;)
    {
      g_autoptr (GBytes) bytes = g_input_stream_read_bytes (stream, CHUNK, cancellable, &error);

      if (bytes == NULL)
        {
          fail_with (task, error);
          return;
        }
      if (g_bytes_get_size (bytes) == 0)
        {
          finish (task);
          return;
        }
      if (!take (task, bytes))
        return;
      tell_progress (task, all);
    }
}

/* Only files are opened: a pipe or a device might never end. */
static void
read_func (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Reading *reading = task_data;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info (
      reading->file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
      G_FILE_QUERY_INFO_NONE, cancellable, &error);

  if (info == NULL)
    {
      fail_with (task, error);
      return;
    }
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      fail (task, HOPSO_LOCAL_FILE_ERROR_NOT_PDF,
            _ ("“%s” is a folder or a device. Choose a PDF document."));
      return;
    }
  stream = g_file_read (reading->file, cancellable, &error);
  if (stream != NULL)
    reading->fd = hopso_fd_new_memory ("hopso-file", &error);
  if (error != NULL)
    fail_with (task, error);
  else
    read_all (task, G_INPUT_STREAM (stream), g_file_info_get_size (info));
}

/**
 * hopso_local_file_read_async:
 * @file: anywhere
 * @progress: (nullable): told of the bytes read and the bytes in all, on the thread of the
 *   caller, while the call lasts
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
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);

  reading->file = g_object_ref (file);
  reading->thread = hopso_queue_thread_new ("hopso-file");
  reading->digester = hopso_digester_new (HOPSO_HASH_SHA256);
  reading->fd = -1;
  reading->progress = progress;
  reading->progress_data = progress_data;
  g_task_set_source_tag (task, hopso_local_file_read_async);
  g_task_set_task_data (task, reading, reading_free);
  hopso_queue_thread_push (reading->thread, task, read_func);
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
    *digest = g_steal_pointer (&reading->digest);
  return hopso_fd_steal (&reading->fd);
}
