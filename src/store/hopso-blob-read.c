/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A part of a blob, for whoever sends it on piece by piece: however large the blob is, no more of
 * it is in memory than what was asked for. Each chunk is verified by itself; the whole is verified
 * by who receives it. On the thread of the cache. */

#include "hopso-blob-cache-private.h"

#include "hopso-store-error.h"

typedef struct
{
  char *digest; /* owned */
  guint64 offset;
  gsize size;
} Part;

static void
part_free (gpointer data)
{
  Part *part = data;

  g_free (part->digest);
  g_free (part);
}

/* The bytes of @part that lie in chunk @number, of which @size are at @plain. */
static void
take (const Part *part, guint32 number, const guint8 *plain, gsize size, GByteArray *bytes)
{
  guint64 start = (guint64) number * HOPSO_BLOB_CHUNK;
  guint64 from = MAX (part->offset, start);
  guint64 to = MIN (part->offset + part->size, start + size);

  if (from < to)
    g_byte_array_append (bytes, plain + (from - start), (guint) (to - from));
}

static GBytes *
read_part (HopsoBlobFile *file, const Part *part, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_sized_new ((guint) part->size);
  g_autofree guint8 *plain = g_malloc (HOPSO_BLOB_CHUNK);
  guint32 n_chunks = hopso_blob_file_get_n_chunks (file);
  guint64 end = part->offset + part->size;
  gboolean is_done = TRUE;

  for (guint32 i = (guint32) (part->offset / HOPSO_BLOB_CHUNK);
       is_done && i < n_chunks && (guint64) i * HOPSO_BLOB_CHUNK < end; i++)
    {
      gsize size;

      is_done = hopso_blob_file_unseal (file, i, plain, &size, error);
      if (is_done)
        take (part, i, plain, size, bytes);
    }
  hopso_secret_wipe (plain, HOPSO_BLOB_CHUNK);
  return is_done ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}

static void
read_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  HopsoBlobCache *self = source;
  const Part *part = data;
  g_autoptr (HopsoBlobRow) row = NULL;
  g_autoptr (HopsoBlobFile) file = NULL;
  GBytes *bytes = NULL;
  GError *error = NULL;

  if (hopso_blob_rows_find (hopso_blob_cache_get_db (self), part->digest, &row, &error) &&
      (row == NULL || !row->is_whole))
    g_set_error_literal (&error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_ABSENT,
                         "The file is not on this machine");
  if (error == NULL)
    file = hopso_blob_file_open (hopso_blob_cache_get_folder (self), row, &error);
  if (file != NULL)
    bytes = read_part (file, part, &error);
  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

/**
 * hopso_blob_cache_read_async:
 * @digest: SHA-256, lower-case hexadecimal
 * @offset: where to begin
 * @size: how many bytes, a few million at most
 *
 * Decrypts a part of a blob.
 */
void
hopso_blob_cache_read_async (HopsoBlobCache *self,
                             const char *digest,
                             guint64 offset,
                             gsize size,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_BLOB_CACHE (self) && digest != NULL);

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Part *part = g_new0 (Part, 1);

  part->digest = g_strdup (digest);
  part->offset = offset;
  part->size = size;
  g_task_set_source_tag (task, hopso_blob_cache_read_async);
  g_task_set_task_data (task, part, part_free);
  hopso_blob_cache_push (self, task, read_cb);
}

/**
 * hopso_blob_cache_read_finish:
 *
 * Returns: (transfer full): the bytes, fewer at the end of the blob, or %NULL with @error
 */
GBytes *
hopso_blob_cache_read_finish (HopsoBlobCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
measure_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  HopsoBlobCache *self = source;
  g_autoptr (HopsoBlobRow) row = NULL;
  GError *error = NULL;

  if (!hopso_blob_rows_find (hopso_blob_cache_get_db (self), data, &row, &error))
    g_task_return_error (task, error);
  else if (row == NULL || !row->is_whole)
    g_task_return_new_error (task, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_ABSENT,
                             "The file is not on this machine");
  else
    g_task_return_pointer (task, g_memdup2 (&row->size, sizeof row->size), g_free);
}

/**
 * hopso_blob_cache_measure_async:
 * @digest: SHA-256, lower-case hexadecimal
 *
 * Asks how large a blob is.
 */
void
hopso_blob_cache_measure_async (HopsoBlobCache *self,
                                const char *digest,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_BLOB_CACHE (self) && digest != NULL);

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_blob_cache_measure_async);
  g_task_set_task_data (task, g_strdup (digest), g_free);
  hopso_blob_cache_push (self, task, measure_cb);
}

/**
 * hopso_blob_cache_measure_finish:
 * @size: (out): in bytes
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_blob_cache_measure_finish (HopsoBlobCache *self,
                                 GAsyncResult *result,
                                 guint64 *size,
                                 GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  g_autofree guint64 *found = g_task_propagate_pointer (G_TASK (result), error);
  if (found == NULL)
    return FALSE;
  *size = *found;
  return TRUE;
}
