/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The end of a blob's way in: its SHA-256 is right, its last chunk is sealed, and together with
 * others it becomes durable and gets its row, unless it was recalled meanwhile. On the thread of
 * the cache. */

#include "hopso-blob-batch-private.h"
#include "hopso-blob-writer-private.h"
#include "hopso-store-error.h"

#include <string.h>

static gboolean
check_whole (HopsoBlobWriter *self, GError **error)
{
  if (!hopso_blob_writer_check_open (self, error))
    return FALSE;
  if (self->offset != self->row->size)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "The file is not whole");
      return FALSE;
    }

  g_autoptr (GBytes) found = hopso_digester_finish (self->digester);
  g_autofree char *digest = hopso_digest_to_hex (found);
  if (strcmp (digest, self->row->digest) == 0)
    return TRUE;
  g_clear_pointer (&self->file, hopso_blob_file_free);
  if (self->has_row)
    hopso_blob_cache_destroy (self->cache, self->row, NULL);
  else
    hopso_blob_file_unlink (hopso_blob_cache_get_folder (self->cache), self->row);
  hopso_blob_writer_let_go (self);
  g_set_error_literal (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED,
                       "The bytes are not those that were announced");
  return FALSE;
}

gboolean
hopso_blob_writer_sync (HopsoBlobWriter *self, GError **error)
{
  return hopso_blob_file_sync (self->file, error);
}

/* Whether the blob was recalled while it came: its row has gone, or, where it never had one, what
 * named it. */
static gboolean
was_forgotten (HopsoBlobWriter *self, const HopsoBlobRow *found, gboolean *result, GError **error)
{
  gboolean is_used = TRUE;

  if (self->has_row)
    {
      *result = found == NULL || strcmp (found->file, self->row->file) != 0;
      return TRUE;
    }
  if (!hopso_blob_rows_is_used (hopso_blob_cache_get_db (self->cache), self->row->digest, &is_used,
                                error))
    return FALSE;
  *result =
      (self->was_used && !is_used) || !hopso_blob_cache_is_marked (self->cache, self->row->digest);
  return TRUE;
}

/* The row may be gone (recalled) or replaced (stored by somebody else) meanwhile. Inside a
 * transaction of the batch. */
gboolean
hopso_blob_writer_enter (HopsoBlobWriter *self, GError **error)
{
  sqlite3 *db = hopso_blob_cache_get_db (self->cache);
  g_autoptr (HopsoBlobRow) found = NULL;
  gboolean is_forgotten = FALSE;

  if (!hopso_blob_rows_find (db, self->row->digest, &found, error))
    return FALSE;
  if (found != NULL && found->is_whole)
    return TRUE;
  if (!was_forgotten (self, found, &is_forgotten, error))
    return FALSE;
  if (is_forgotten)
    {
      g_set_error_literal (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_ABSENT,
                           "The file was forgotten while it was being stored");
      return FALSE;
    }
  self->row->is_whole = TRUE;
  return hopso_blob_rows_put (db, self->row, error);
}

/* When the row was not entered, or another one is in its place, the file is for nobody. */
void
hopso_blob_writer_end (HopsoBlobWriter *self, gboolean is_entered)
{
  g_clear_pointer (&self->file, hopso_blob_file_free);
  hopso_blob_writer_let_go (self);
  if (!self->row->is_whole && (is_entered || !self->has_row))
    hopso_blob_file_unlink (hopso_blob_cache_get_folder (self->cache), self->row);
  if (is_entered)
    hopso_blob_cache_note (self->cache, self->row->digest, TRUE);
}

static void
commit_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  HopsoBlobWriter *self = source;
  GError *error = NULL;

  if (check_whole (self, &error) && hopso_blob_writer_seal_chunk (self, &error))
    hopso_blob_batch_add (hopso_blob_cache_get_batch (self->cache), task);
  else
    g_task_return_error (task, error);
}

/**
 * hopso_blob_writer_commit_async:
 *
 * Verifies what was taken in and makes it a blob of the cache, durable, together with others that
 * are ready then.
 */
void
hopso_blob_writer_commit_async (HopsoBlobWriter *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_BLOB_WRITER (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hopso_blob_writer_commit_async);
  g_task_set_check_cancellable (task, FALSE);
  hopso_blob_cache_push (self->cache, task, commit_cb);
}

/**
 * hopso_blob_writer_commit_finish:
 *
 * Returns: %FALSE with @error: %G_IO_ERROR_PARTIAL_INPUT when bytes are missing;
 *   %HOPSO_STORE_ERROR_DAMAGED when they are not the right ones, which are thrown away;
 *   %HOPSO_STORE_ERROR_ABSENT when the blob was forgotten meanwhile; %HOPSO_STORE_ERROR_FULL
 */
gboolean
hopso_blob_writer_commit_finish (HopsoBlobWriter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
