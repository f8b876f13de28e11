/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A file made on this machine, such as a signed document, into the cache: it is encrypted and
 * durable before a row names it, and the row is there before any record does. On the thread of
 * the cache. */

#include "hopso-blob-cache-private.h"

#include "hopso-store-error.h"

#include <errno.h>
#include <fcntl.h>

static gboolean
encrypt_chunks (
    int fd, HopsoBlobFile *file, HopsoBlobRow *row, GCancellable *cancellable, GError **error)
{
  g_autoptr (HopsoDigester) digester = hopso_digester_new (HOPSO_HASH_SHA256);
  g_autofree guint8 *plain = g_malloc (HOPSO_BLOB_CHUNK);
  guint32 n_chunks = hopso_blob_file_get_n_chunks (file);
  gboolean is_done = TRUE;

  for (guint32 i = 0; i < n_chunks && is_done; i++)
    {
      guint64 offset = (guint64) i * HOPSO_BLOB_CHUNK;
      gsize size = (gsize) MIN (row->size - offset, HOPSO_BLOB_CHUNK);

      is_done = !g_cancellable_set_error_if_cancelled (cancellable, error) &&
                hopso_fd_read_at (fd, offset, plain, size, error) &&
                hopso_blob_file_seal (file, i, plain, size, error);
      if (is_done)
        hopso_digester_update (digester, plain, size);
    }
  hopso_secret_wipe (plain, HOPSO_BLOB_CHUNK);

  g_autoptr (GBytes) digest = hopso_digester_finish (digester);
  g_free (row->digest);
  row->digest = hopso_digest_to_hex (digest);
  return is_done;
}

/* Sets @old to the row whose place was taken; when the blob is here already, to @row itself. */
static gboolean
enter_row (HopsoBlobCache *cache, HopsoBlobRow *row, HopsoBlobRow **old, GError **error)
{
  sqlite3 *db = hopso_blob_cache_get_db (cache);
  gboolean is_done;

  if (!hopso_blob_cache_begin (cache, error))
    return FALSE;
  is_done = hopso_blob_rows_find (db, row->digest, old, error);
  if (is_done && (*old == NULL || !(*old)->is_whole))
    {
      row->is_whole = TRUE;
      is_done = hopso_blob_rows_put (db, row, error);
    }
  return hopso_blob_cache_end (cache, is_done, error);
}

static gboolean
import_row (
    HopsoBlobCache *cache, int fd, HopsoBlobRow *row, GCancellable *cancellable, GError **error)
{
  const char *folder = hopso_blob_cache_get_folder (cache);
  g_autoptr (HopsoBlobFile) file = hopso_blob_file_open_for_writing (folder, row, error);
  g_autoptr (HopsoBlobRow) old = NULL;

  if (file == NULL)
    return FALSE;
  if (!encrypt_chunks (fd, file, row, cancellable, error) || !hopso_blob_file_sync (file, error) ||
      !enter_row (cache, row, &old, error))
    {
      hopso_blob_file_unlink (folder, row);
      return FALSE;
    }
  if (old != NULL)
    hopso_blob_file_unlink (folder, old->is_whole ? row : old);
  hopso_blob_cache_note (cache, row->digest, TRUE);
  return TRUE;
}

static char *
import (HopsoBlobCache *cache, int fd, GCancellable *cancellable, GError **error)
{
  guint64 size;

  if (!hopso_fd_get_size (fd, &size, error))
    return NULL;
  if (size > HOPSO_BLOB_MAX_SIZE)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                           "The file is too large to be stored");
      return NULL;
    }

  g_autoptr (HopsoBlobRow) row = hopso_blob_row_new ("", size, error);
  if (row == NULL || !import_row (cache, fd, row, cancellable, error))
    return NULL;
  return g_steal_pointer (&row->digest);
}

static void
import_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  char *digest = import (source, GPOINTER_TO_INT (data) - 1, cancellable, &error);

  if (digest != NULL)
    g_task_return_pointer (task, digest, g_free);
  else
    g_task_return_error (task, error);
}

static void
close_copy (gpointer data)
{
  hopso_fd_close (GPOINTER_TO_INT (data) - 1);
}

/**
 * hopso_blob_cache_import_async:
 * @fd: (transfer none): a file that is not written meanwhile
 *
 * Stores a file that was made on this machine.
 */
void
hopso_blob_cache_import_async (HopsoBlobCache *self,
                               int fd,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_BLOB_CACHE (self));
  g_return_if_fail (fd >= 0);

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  int copy = fcntl (fd, F_DUPFD_CLOEXEC, 3);
  g_task_set_source_tag (task, hopso_blob_cache_import_async);
  if (copy < 0)
    {
      g_task_return_new_error (task, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_FAILED,
                               "Importing a file: %s", g_strerror (errno));
      return;
    }
  g_task_set_task_data (task, GINT_TO_POINTER (copy + 1), close_copy);
  hopso_blob_cache_push (self, task, import_cb);
}

/**
 * hopso_blob_cache_import_finish:
 *
 * Returns: (transfer full): the digest by which it is known now, or %NULL with @error
 */
char *
hopso_blob_cache_import_finish (HopsoBlobCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
