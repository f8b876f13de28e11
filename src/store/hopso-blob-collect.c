/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How blobs go: forgotten one by one, or collected when nothing names them any more. A blob that
 * was stored today may be waiting for its record, so it is left alone. On the thread of the
 * cache. */

#include "hopso-blob-cache-private.h"

#include "hopso-sqlite-private.h"
#include "hopso-store-error.h"

#include <glib/gstdio.h>

#define DAY (24 * 60 * 60)

/* On a full disk not even the deletion of the row has room; then the file makes it. */
static gboolean
destroy_on_any_disk (HopsoBlobCache *self, const HopsoBlobRow *row, GError **error)
{
  GError *local = NULL;

  if (hopso_blob_cache_destroy (self, row, &local))
    return TRUE;
  if (!g_error_matches (local, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_FULL))
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  g_error_free (local);
  hopso_blob_file_unlink (hopso_blob_cache_get_folder (self), row);
  return hopso_blob_cache_destroy (self, row, error);
}

static void
forget_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  HopsoBlobCache *self = source;
  g_autoptr (HopsoBlobRow) row = NULL;
  GError *error = NULL;

  hopso_blob_cache_unmark (self, data);
  if (hopso_blob_rows_find (hopso_blob_cache_get_db (self), data, &row, &error) &&
      (row == NULL || destroy_on_any_disk (self, row, &error)))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * hopso_blob_cache_forget_async:
 * @digest: SHA-256, lower-case hexadecimal; one that is not here is no error
 *
 * Destroys the blob's key, then its file, whether whole or not.
 */
void
hopso_blob_cache_forget_async (HopsoBlobCache *self,
                               const char *digest,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_BLOB_CACHE (self));
  g_return_if_fail (digest != NULL);

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hopso_blob_cache_forget_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_strdup (digest), g_free);
  hopso_blob_cache_push (self, task, forget_cb);
}

/**
 * hopso_blob_cache_forget_finish:
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_blob_cache_forget_finish (HopsoBlobCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Deletes the row if nothing names its blob, seen and done in one transaction. */
static gboolean
delete_unused (HopsoBlobCache *self, const HopsoBlobRow *row, gboolean *is_gone, GError **error)
{
  sqlite3 *db = hopso_blob_cache_get_db (self);
  gboolean is_used = TRUE;
  gboolean is_done;

  if (!hopso_blob_cache_begin (self, error))
    return FALSE;
  is_done = hopso_blob_rows_is_used (db, row->digest, &is_used, error) &&
            (is_used || hopso_blob_rows_delete (db, row, error));
  *is_gone = !is_used;
  return hopso_blob_cache_end (self, is_done, error);
}

static gboolean
collect_rows (HopsoBlobCache *self, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) rows = hopso_blob_rows_list (hopso_blob_cache_get_db (self), error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const HopsoBlobRow *row = g_ptr_array_index (rows, i);
      g_autofree char *path =
          g_build_filename (hopso_blob_cache_get_folder (self), row->file, NULL);
      gboolean is_gone = FALSE;

      if (row->is_whole && !g_file_test (path, G_FILE_TEST_EXISTS))
        {
          if (!hopso_blob_cache_destroy (self, row, error))
            return FALSE;
        }
      else if (row->created < now - DAY && !delete_unused (self, row, &is_gone, error))
        return FALSE;
      if (is_gone)
        hopso_blob_cache_clean_up (self, row);
    }
  return TRUE;
}

static gboolean
has_row (HopsoBlobCache *self, const char *name, gboolean *result, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare_text (
      hopso_blob_cache_get_db (self), "SELECT 1 FROM blob WHERE file = ?", name, NULL, error);

  return statement != NULL && hopso_sqlite_step (statement, result, error);
}

/* Another process may be importing: its file gets a row before its lock goes, so the lock is
 * asked for first. */
static gboolean
collect_files (HopsoBlobCache *self, GError **error)
{
  const char *folder = hopso_blob_cache_get_folder (self);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  const char *name;

  if (dir == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      gboolean is_known = TRUE;

      if (!hopso_blob_file_is_free (path))
        continue;
      if (!has_row (self, name, &is_known, error))
        return FALSE;
      if (!is_known)
        g_unlink (path);
    }
  return TRUE;
}

static void
collect_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const gint64 *now = data;
  GError *error = NULL;

  if (collect_rows (source, *now, &error) && collect_files (source, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * hopso_blob_cache_collect_async:
 * @now: Unix seconds
 *
 * Removes what nothing names: blobs older than a day, files without a row.
 */
void
hopso_blob_cache_collect_async (HopsoBlobCache *self,
                                gint64 now,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_BLOB_CACHE (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hopso_blob_cache_collect_async);
  g_task_set_task_data (task, g_memdup2 (&now, sizeof now), g_free);
  hopso_blob_cache_push (self, task, collect_cb);
}

/**
 * hopso_blob_cache_collect_finish:
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_blob_cache_collect_finish (HopsoBlobCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
