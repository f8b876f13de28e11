/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A blob on its way in, usually a download. The row with its key is there before the first byte,
 * but for small ones, which are sooner fetched anew than remembered; chunks are sealed as they fill
 * up, the last one at the commit, when the SHA-256 is right and the file durable. So what is left
 * by a kill is either whole, or the sealed chunks, with which the next writer goes on after reading
 * them again. The state is touched on the thread of the cache alone, except by the getters, between
 * two operations. */

#include "hopso-blob-writer-private.h"

#include "hopso-store-error.h"

#include <string.h>

#define SMALL (256 * 1024)

G_DEFINE_FINAL_TYPE (HopsoBlobWriter, hopso_blob_writer, G_TYPE_OBJECT)

void
hopso_blob_writer_let_go (HopsoBlobWriter *self)
{
  if (self->is_marked)
    hopso_blob_cache_unmark (self->cache, self->row->digest);
  self->is_marked = FALSE;
  if (self->is_counted)
    hopso_blob_cache_count_writers (self->cache, -1);
  self->is_counted = FALSE;
}

static void
hopso_blob_writer_finalize (GObject *object)
{
  HopsoBlobWriter *self = HOPSO_BLOB_WRITER (object);

  hopso_blob_writer_let_go (self);
  if (self->file != NULL && !self->has_row)
    hopso_blob_file_unlink (hopso_blob_cache_get_folder (self->cache), self->row);
  g_clear_pointer (&self->file, hopso_blob_file_free);
  g_clear_pointer (&self->row, hopso_blob_row_free);
  hopso_digester_free (self->digester);
  hopso_secret_wipe (self->chunk, HOPSO_BLOB_CHUNK);
  g_free (self->chunk);
  g_clear_object (&self->cache);
  G_OBJECT_CLASS (hopso_blob_writer_parent_class)->finalize (object);
}

static void
hopso_blob_writer_class_init (HopsoBlobWriterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_blob_writer_finalize;
}

static void
hopso_blob_writer_init (HopsoBlobWriter *self)
{
  self->digester = hopso_digester_new (HOPSO_HASH_SHA256);
  self->chunk = g_malloc (HOPSO_BLOB_CHUNK);
}

/* Whether @row, if there is one, is of a blob that is yet to come. */
static gboolean
check_missing (HopsoBlobCache *cache, const HopsoBlobRow *row, GError **error)
{
  if (row == NULL || !row->is_whole)
    return TRUE;
  /* Perhaps from another process. */
  hopso_blob_cache_note (cache, row->digest, TRUE);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "The file is on this machine already");
  return FALSE;
}

/* The row to write to: what an earlier writer left, or a new one. */
static gboolean
find_or_make_row (HopsoBlobWriter *self, const char *digest, guint64 size, GError **error)
{
  sqlite3 *db = hopso_blob_cache_get_db (self->cache);

  if (!hopso_blob_rows_find (db, digest, &self->row, error) ||
      !check_missing (self->cache, self->row, error))
    return FALSE;
  self->has_row = self->row != NULL && self->row->size == size;
  if (self->has_row)
    return TRUE;
  g_clear_pointer (&self->row, hopso_blob_row_free);
  self->row = hopso_blob_row_new (digest, size, error);
  return self->row != NULL && hopso_blob_rows_is_used (db, digest, &self->was_used, error);
}

/* So that the next writer goes on here, and nobody else begins. */
static gboolean
claim (HopsoBlobWriter *self, GError **error)
{
  if (self->has_row)
    return TRUE;
  if (self->row->size > SMALL)
    {
      self->has_row = hopso_blob_rows_put (hopso_blob_cache_get_db (self->cache), self->row, error);
      return self->has_row;
    }
  self->is_marked = hopso_blob_cache_mark (self->cache, self->row->digest);
  if (!self->is_marked)
    g_set_error_literal (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_BUSY,
                         "The file is being stored already");
  return self->is_marked;
}

/* A row is made in one transaction with the look whether there is one. */
static gboolean
take_place (HopsoBlobWriter *self, const char *digest, guint64 size, GError **error)
{
  gboolean is_done;

  if (size <= SMALL)
    return find_or_make_row (self, digest, size, error) && claim (self, error);
  if (!hopso_blob_cache_begin (self->cache, error))
    return FALSE;
  is_done = find_or_make_row (self, digest, size, error) && claim (self, error);
  return hopso_blob_cache_end (self->cache, is_done, error);
}

/* Takes in what an earlier writer sealed, up to the first chunk that is not as it was. */
static gboolean
resume (HopsoBlobWriter *self, GError **error)
{
  guint32 n_sealed;

  if (!hopso_blob_file_count_sealed (self->file, &n_sealed, error))
    return FALSE;
  for (; self->n_sealed < n_sealed; self->n_sealed++)
    {
      gsize size;

      if (!hopso_blob_file_unseal (self->file, self->n_sealed, self->chunk, &size, NULL))
        break;
      hopso_digester_update (self->digester, self->chunk, size);
      self->offset += size;
    }
  return hopso_blob_file_cut (self->file, self->n_sealed, error);
}

static HopsoBlobWriter *
begin (HopsoBlobCache *cache, const char *digest, guint64 size, GError **error)
{
  g_autoptr (HopsoBlobWriter) self = g_object_new (HOPSO_TYPE_BLOB_WRITER, NULL);

  if (size > HOPSO_BLOB_MAX_SIZE)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                           "The file is too large to be stored");
      return NULL;
    }
  self->cache = g_object_ref (cache);
  if (!take_place (self, digest, size, error))
    return NULL;
  self->file =
      hopso_blob_file_open_for_writing (hopso_blob_cache_get_folder (cache), self->row, error);
  if (self->file == NULL || !resume (self, error))
    return NULL;
  hopso_blob_cache_count_writers (self->cache, 1);
  self->is_counted = TRUE;
  return g_steal_pointer (&self);
}

typedef struct
{
  char *digest; /* owned */
  guint64 size;
} Beginning;

static void
beginning_free (gpointer data)
{
  Beginning *beginning = data;

  g_free (beginning->digest);
  g_free (beginning);
}

static void
begin_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Beginning *beginning = data;
  GError *error = NULL;
  HopsoBlobWriter *writer = begin (source, beginning->digest, beginning->size, &error);

  if (writer != NULL)
    g_task_return_pointer (task, writer, g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * hopso_blob_cache_begin_write_async:
 * @digest: SHA-256, lower-case hexadecimal, that the whole must have
 * @size: bytes of the whole, at most %HOPSO_BLOB_MAX_SIZE
 *
 * Begins to store a blob, or goes on where an earlier writer stopped.
 */
void
hopso_blob_cache_begin_write_async (HopsoBlobCache *self,
                                    const char *digest,
                                    guint64 size,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_BLOB_CACHE (self));
  g_return_if_fail (digest != NULL);

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Beginning *beginning = g_new0 (Beginning, 1);
  g_task_set_source_tag (task, hopso_blob_cache_begin_write_async);
  beginning->digest = g_strdup (digest);
  beginning->size = size;
  g_task_set_task_data (task, beginning, beginning_free);
  hopso_blob_cache_push (self, task, begin_cb);
}

/**
 * hopso_blob_cache_begin_write_finish:
 *
 * Returns: (transfer full): a writer, or %NULL with @error: %HOPSO_STORE_ERROR_BUSY when there is
 *   one already, %G_IO_ERROR_EXISTS when the blob is here as a whole,
 *   %G_IO_ERROR_MESSAGE_TOO_LARGE, %HOPSO_STORE_ERROR_FULL
 */
HopsoBlobWriter *
hopso_blob_cache_begin_write_finish (HopsoBlobCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * hopso_blob_writer_get_offset:
 *
 * Returns: how many bytes were taken in: where a download goes on
 */
guint64
hopso_blob_writer_get_offset (HopsoBlobWriter *self)
{
  g_return_val_if_fail (HOPSO_IS_BLOB_WRITER (self), 0);

  return self->offset;
}

/**
 * hopso_blob_writer_get_size:
 *
 * Returns: how many bytes the whole has
 */
guint64
hopso_blob_writer_get_size (HopsoBlobWriter *self)
{
  g_return_val_if_fail (HOPSO_IS_BLOB_WRITER (self), 0);

  return self->row->size;
}

/**
 * hopso_blob_writer_get_digest:
 *
 * Returns: (transfer none): the SHA-256 that the whole must have
 */
const char *
hopso_blob_writer_get_digest (HopsoBlobWriter *self)
{
  g_return_val_if_fail (HOPSO_IS_BLOB_WRITER (self), NULL);

  return self->row->digest;
}

static gboolean
is_last_chunk (HopsoBlobWriter *self)
{
  return self->n_sealed + 1 == hopso_blob_file_get_n_chunks (self->file);
}

gboolean
hopso_blob_writer_seal_chunk (HopsoBlobWriter *self, GError **error)
{
  if (!hopso_blob_file_seal (self->file, self->n_sealed, self->chunk, self->filled, error))
    {
      g_clear_pointer (&self->file, hopso_blob_file_free);
      return FALSE;
    }
  self->n_sealed++;
  self->filled = 0;
  return TRUE;
}

gboolean
hopso_blob_writer_check_open (HopsoBlobWriter *self, GError **error)
{
  if (self->file != NULL)
    return TRUE;
  g_set_error_literal (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_FAILED,
                       "Storing this file has ended");
  return FALSE;
}

static gboolean
append (HopsoBlobWriter *self, const guint8 *bytes, gsize size, GError **error)
{
  if (!hopso_blob_writer_check_open (self, error))
    return FALSE;
  if (size > self->row->size - self->offset)
    {
      g_set_error_literal (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED,
                           "More bytes came than were announced");
      return FALSE;
    }
  hopso_digester_update (self->digester, bytes, size);
  while (size > 0)
    {
      gsize count = MIN (size, HOPSO_BLOB_CHUNK - self->filled);

      memcpy (self->chunk + self->filled, bytes, count);
      self->filled += count;
      self->offset += count;
      bytes += count;
      size -= count;
      if (self->filled == HOPSO_BLOB_CHUNK && !is_last_chunk (self) &&
          !hopso_blob_writer_seal_chunk (self, error))
        return FALSE;
    }
  return TRUE;
}

static void
append_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (data, &size);

  if (append (source, bytes, size, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * hopso_blob_writer_append_async:
 * @bytes: what comes next
 */
void
hopso_blob_writer_append_async (HopsoBlobWriter *self,
                                GBytes *bytes,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_BLOB_WRITER (self));
  g_return_if_fail (bytes != NULL);

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hopso_blob_writer_append_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_bytes_ref (bytes), (GDestroyNotify) g_bytes_unref);
  hopso_blob_cache_push (self->cache, task, append_cb);
}

/**
 * hopso_blob_writer_append_finish:
 *
 * Returns: %FALSE with @error: %HOPSO_STORE_ERROR_FULL, after which a new writer may go on when
 *   there is room again; %HOPSO_STORE_ERROR_DAMAGED when there are too many bytes
 */
gboolean
hopso_blob_writer_append_finish (HopsoBlobWriter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
