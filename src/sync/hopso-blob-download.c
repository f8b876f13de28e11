/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One blob from the server into the cache: goes on where the last try stopped, writes as it reads,
 * and is there only when its digest is right. Main thread; the cache writes on its own. */

#include "hopso-blob-download.h"

#include <glib/gi18n-lib.h>

#define CHUNK_SIZE (256 * 1024)

typedef struct
{
  HopsoRemote *remote;     /* owned */
  HopsoBlobCache *blobs;   /* owned */
  HopsoBlobWriter *writer; /* owned, nullable: not begun */
  GInputStream *stream;    /* owned, nullable: not begun */
  GFileProgressCallback progress;
  gpointer progress_data;
  guint64 size;
  guint64 skip; /* bytes that are here already and that the server sends again */
} Transfer;

static void
transfer_free (Transfer *transfer)
{
  g_clear_object (&transfer->remote);
  g_clear_object (&transfer->blobs);
  g_clear_object (&transfer->writer);
  g_clear_object (&transfer->stream);
  g_free (transfer);
}

static void read_chunk (GTask *task);

static void
committed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (hopso_blob_writer_commit_finish (HOPSO_BLOB_WRITER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
finish (GTask *task)
{
  Transfer *transfer = g_task_get_task_data (task);

  /* The connection is for others while this blob is made durable. */
  g_clear_object (&transfer->stream);
  if (hopso_blob_writer_get_offset (transfer->writer) == transfer->size)
    {
      hopso_blob_writer_commit_async (transfer->writer, g_task_get_cancellable (task), committed_cb,
                                      task);
      return;
    }
  g_task_return_new_error (task, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_OFFLINE,
                           _ ("The connection broke before the whole file had come"));
  g_object_unref (task);
}

static void
appended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Transfer *transfer = g_task_get_task_data (task);
  HopsoBlobWriter *writer = HOPSO_BLOB_WRITER (source);
  GError *error = NULL;

  if (!hopso_blob_writer_append_finish (writer, result, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  if (transfer->progress != NULL)
    transfer->progress ((goffset) hopso_blob_writer_get_offset (writer), (goffset) transfer->size,
                        transfer->progress_data);
  read_chunk (task);
}

/* Takes @task and @bytes. */
static void
take_chunk (GTask *task, GBytes *bytes)
{
  Transfer *transfer = g_task_get_task_data (task);
  gsize size = g_bytes_get_size (bytes);
  gsize skipped = (gsize) MIN (transfer->skip, size);
  g_autoptr (GBytes) fresh = g_bytes_new_from_bytes (bytes, skipped, size - skipped);

  g_bytes_unref (bytes);
  transfer->skip -= skipped;
  if (g_bytes_get_size (fresh) == 0)
    {
      read_chunk (task);
      return;
    }
  if (g_bytes_get_size (fresh) > transfer->size - hopso_blob_writer_get_offset (transfer->writer))
    {
      g_task_return_new_error (task, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_REJECTED,
                               _ ("The file is larger than the server said"));
      g_object_unref (task);
      return;
    }
  hopso_blob_writer_append_async (transfer->writer, fresh, g_task_get_cancellable (task),
                                  appended_cb, task);
}

static void
chunk_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  GBytes *bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (bytes == NULL)
    {
      g_task_return_error (task, hopso_remote_error_translate (error));
      g_object_unref (task);
    }
  else if (g_bytes_get_size (bytes) == 0)
    {
      g_bytes_unref (bytes);
      finish (task);
    }
  else
    take_chunk (task, bytes);
}

static void
read_chunk (GTask *task)
{
  Transfer *transfer = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (transfer->stream, CHUNK_SIZE, G_PRIORITY_LOW,
                                   g_task_get_cancellable (task), chunk_cb, task);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Transfer *transfer = g_task_get_task_data (task);
  guint64 offset = 0;
  GError *error = NULL;

  transfer->stream = hopso_remote_get_blob_finish (HOPSO_REMOTE (source), result, &offset, &error);
  if (transfer->stream == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  transfer->skip = hopso_blob_writer_get_offset (transfer->writer) - offset;
  read_chunk (task);
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Transfer *transfer = g_task_get_task_data (task);
  GError *error = NULL;

  transfer->writer =
      hopso_blob_cache_begin_write_finish (HOPSO_BLOB_CACHE (source), result, &error);
  if (transfer->writer == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
    }
  else if (hopso_blob_writer_get_offset (transfer->writer) >= transfer->size)
    finish (task);
  else
    hopso_remote_get_blob_async (transfer->remote, hopso_blob_writer_get_digest (transfer->writer),
                                 hopso_blob_writer_get_offset (transfer->writer),
                                 g_task_get_cancellable (task), opened_cb, task);
}

/**
 * hopso_blob_download_async:
 * @download: what to fetch
 * @progress: (nullable): told after each piece
 *
 * Fetches one blob into the cache.
 */
void
hopso_blob_download_async (const HopsoBlobDownload *download,
                           GFileProgressCallback progress,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Transfer *transfer = g_new0 (Transfer, 1);

  transfer->remote = g_object_ref (download->remote);
  transfer->blobs = g_object_ref (download->blobs);
  transfer->size = download->size;
  transfer->progress = progress;
  transfer->progress_data = progress_data;
  g_task_set_source_tag (task, hopso_blob_download_async);
  g_task_set_task_data (task, transfer, (GDestroyNotify) transfer_free);
  hopso_blob_cache_begin_write_async (download->blobs, download->digest, download->size,
                                      cancellable, begun_cb, task);
}

/**
 * hopso_blob_download_finish:
 *
 * Returns: whether the blob is in the cache now, verified, else %FALSE with @error
 */
gboolean
hopso_blob_download_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
