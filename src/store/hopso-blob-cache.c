/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The encrypted files beside the database. Their keys lie in the database, one each, so that a
 * deleted row is a destroyed file. What is opened is decrypted into a sealed memory file and held
 * against its SHA-256 first; a damaged one is forgotten, so that it comes again from the server.
 * The work is done on a thread with a connection of its own; which blobs are here is also known
 * in memory, for hopso_blob_cache_has(). */

#include "hopso-blob-cache-private.h"

#include "hopso-folder.h"
#include "hopso-queue-thread.h"
#include "hopso-sqlite-private.h"
#include "hopso-store-error.h"

struct _HopsoBlobCache
{
  GObject parent_instance;

  char *folder;             /* owned */
  HopsoVault *vault;        /* owned, nullable: closed */
  HopsoQueueThread *thread; /* owned, nullable: closed */
  sqlite3 *db;              /* owned, nullable: closed; the thread's */
  HopsoBlobBatch *batch;    /* owned, nullable: closed */
  GMutex lock;
  GHashTable *digests; /* owned; guarded by lock: what is here as a whole */
  GHashTable *marks;   /* owned; guarded by lock: what is being written without a row */
};

G_DEFINE_FINAL_TYPE (HopsoBlobCache, hopso_blob_cache, G_TYPE_OBJECT)

static void
hopso_blob_cache_finalize (GObject *object)
{
  HopsoBlobCache *self = HOPSO_BLOB_CACHE (object);

  hopso_blob_cache_close (self);
  g_hash_table_unref (self->digests);
  g_hash_table_unref (self->marks);
  g_mutex_clear (&self->lock);
  g_free (self->folder);
  G_OBJECT_CLASS (hopso_blob_cache_parent_class)->finalize (object);
}

static void
hopso_blob_cache_class_init (HopsoBlobCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_blob_cache_finalize;
}

static void
hopso_blob_cache_init (HopsoBlobCache *self)
{
  g_mutex_init (&self->lock);
  self->digests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->marks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static gboolean
load (HopsoBlobCache *self, const char *path, GError **error)
{
  self->db = hopso_sqlite_open (path, hopso_vault_get_vfs_name (self->vault), FALSE, error);
  if (self->db == NULL)
    return FALSE;

  g_autoptr (GPtrArray) rows = hopso_blob_rows_list (self->db, error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const HopsoBlobRow *row = g_ptr_array_index (rows, i);

      if (row->is_whole)
        hopso_blob_cache_note (self, row->digest, TRUE);
    }
  return TRUE;
}

/* The cache of the store in @folder, whose database is there already. */
HopsoBlobCache *
hopso_blob_cache_new (HopsoVault *vault, const char *folder, GError **error)
{
  g_autoptr (HopsoBlobCache) self = g_object_new (HOPSO_TYPE_BLOB_CACHE, NULL);
  g_autofree char *path = g_build_filename (folder, HOPSO_VAULT_DATABASE_NAME, NULL);

  self->folder = g_build_filename (folder, "blobs", NULL);
  self->vault = hopso_vault_ref (vault);
  if (!hopso_folder_make (self->folder, error) || !load (self, path, error))
    return NULL;
  self->batch = hopso_blob_batch_new (self, self->folder, error);
  if (self->batch == NULL)
    return NULL;
  self->thread = hopso_queue_thread_new ("store-blobs");
  return g_steal_pointer (&self);
}

/* Does what is queued, then lets go of the database. */
void
hopso_blob_cache_close (HopsoBlobCache *self)
{
  if (self->batch != NULL)
    hopso_blob_batch_stop (self->batch);
  if (self->thread != NULL)
    hopso_queue_thread_stop (self->thread);
  g_clear_object (&self->thread);
  g_clear_pointer (&self->batch, hopso_blob_batch_free);
  g_clear_pointer (&self->db, sqlite3_close);
  g_clear_pointer (&self->vault, hopso_vault_unref);
}

/* Remembers whether the blob is here; on any thread. */
void
hopso_blob_cache_note (HopsoBlobCache *self, const char *digest, gboolean is_there)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (is_there)
    g_hash_table_add (self->digests, g_strdup (digest));
  else
    g_hash_table_remove (self->digests, digest);
}

gboolean
hopso_blob_cache_mark (HopsoBlobCache *self, const char *digest)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_hash_table_add (self->marks, g_strdup (digest));
}

gboolean
hopso_blob_cache_is_marked (HopsoBlobCache *self, const char *digest)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_hash_table_contains (self->marks, digest);
}

void
hopso_blob_cache_unmark (HopsoBlobCache *self, const char *digest)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_hash_table_remove (self->marks, digest);
}

/* Runs @func on the cache's thread, or fails @task when the cache is closed. */
void
hopso_blob_cache_push (HopsoBlobCache *self, GTask *task, GTaskThreadFunc func)
{
  if (self->thread != NULL)
    hopso_queue_thread_push (self->thread, task, func);
  else
    g_task_return_new_error (task, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_FAILED,
                             "The store is closed");
}

/* A writer may outlive the open cache. */
void
hopso_blob_cache_count_writers (HopsoBlobCache *self, int more)
{
  if (self->batch != NULL)
    hopso_blob_batch_count (self->batch, more);
}

HopsoBlobBatch *
hopso_blob_cache_get_batch (HopsoBlobCache *self)
{
  return self->batch;
}

sqlite3 *
hopso_blob_cache_get_db (HopsoBlobCache *self)
{
  return self->db;
}

const char *
hopso_blob_cache_get_folder (HopsoBlobCache *self)
{
  return self->folder;
}

gboolean
hopso_blob_cache_begin (HopsoBlobCache *self, GError **error)
{
  return hopso_sqlite_exec (self->db, "BEGIN IMMEDIATE", error);
}

/* Commits when all went well so far, otherwise rolls back and leaves @error as it is. */
gboolean
hopso_blob_cache_end (HopsoBlobCache *self, gboolean is_done, GError **error)
{
  if (is_done && hopso_sqlite_exec (self->db, "COMMIT", error))
    return TRUE;
  sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

/* Follows the deletion of @row: its key leaves the log too, its file the folder. */
void
hopso_blob_cache_clean_up (HopsoBlobCache *self, const HopsoBlobRow *row)
{
  sqlite3_wal_checkpoint_v2 (self->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  hopso_blob_cache_note (self, row->digest, FALSE);
  hopso_blob_file_unlink (self->folder, row);
}

/* Destroys key and file of @row. */
gboolean
hopso_blob_cache_destroy (HopsoBlobCache *self, const HopsoBlobRow *row, GError **error)
{
  if (!hopso_blob_rows_delete (self->db, row, error))
    return FALSE;
  hopso_blob_cache_clean_up (self, row);
  return TRUE;
}

/**
 * hopso_blob_cache_has:
 * @digest: SHA-256, lower-case hexadecimal
 *
 * Never waits for the disk. What another process has just stored or forgotten it does not know.
 *
 * Returns: whether the blob is here as a whole
 */
gboolean
hopso_blob_cache_has (HopsoBlobCache *self, const char *digest)
{
  g_return_val_if_fail (HOPSO_IS_BLOB_CACHE (self), FALSE);
  g_return_val_if_fail (digest != NULL, FALSE);

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  return g_hash_table_contains (self->digests, digest);
}

static gboolean
copy_chunks (HopsoBlobFile *file, int fd, char **digest, GCancellable *cancellable, GError **error)
{
  g_autoptr (HopsoDigester) digester = hopso_digester_new (HOPSO_HASH_SHA256);
  g_autofree guint8 *plain = g_malloc (HOPSO_BLOB_CHUNK);
  guint32 n_chunks = hopso_blob_file_get_n_chunks (file);
  gboolean is_done = TRUE;

  for (guint32 i = 0; i < n_chunks && is_done; i++)
    {
      gsize size;

      is_done = !g_cancellable_set_error_if_cancelled (cancellable, error) &&
                hopso_blob_file_unseal (file, i, plain, &size, error);
      if (is_done)
        {
          hopso_digester_update (digester, plain, size);
          is_done = hopso_fd_write_at (fd, (guint64) i * HOPSO_BLOB_CHUNK, plain, size, error);
        }
    }
  hopso_secret_wipe (plain, HOPSO_BLOB_CHUNK);

  g_autoptr (GBytes) found = hopso_digester_finish (digester);
  *digest = hopso_digest_to_hex (found);
  return is_done;
}

/* The plain bytes of a whole blob in a sealed memory file, or -1. */
static HopsoFd
decrypt (HopsoBlobCache *self, const HopsoBlobRow *row, GCancellable *cancellable, GError **error)
{
  g_autoptr (HopsoBlobFile) file = hopso_blob_file_open (self->folder, row, error);
  g_auto (HopsoFd) fd = file != NULL ? hopso_fd_new_memory ("hopso-blob", error) : -1;
  g_autofree char *digest = NULL;

  if (fd < 0 || !copy_chunks (file, fd, &digest, cancellable, error))
    return -1;
  if (g_strcmp0 (digest, row->digest) != 0)
    {
      g_set_error_literal (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED,
                           "A stored file is not what it should be");
      return -1;
    }
  if (!hopso_fd_seal (fd, error))
    return -1;
  return hopso_fd_steal (&fd);
}

/* A descriptor as a task's result: closed when nobody fetches it. */
static void
close_result (gpointer result)
{
  hopso_fd_close (GPOINTER_TO_INT (result) - 1);
}

static void
open_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  HopsoBlobCache *self = source;
  g_autoptr (HopsoBlobRow) row = NULL;
  g_autoptr (GError) error = NULL;
  HopsoFd fd = -1;

  if (hopso_blob_rows_find (self->db, data, &row, &error))
    {
      if (row != NULL && row->is_whole)
        fd = decrypt (self, row, cancellable, &error);
      else
        g_set_error_literal (&error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_ABSENT,
                             "The file is not on this machine");
      hopso_blob_cache_note (self, data, row != NULL && row->is_whole);
      if (g_error_matches (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED))
        hopso_blob_cache_destroy (self, row, NULL);
    }
  if (fd >= 0)
    g_task_return_pointer (task, GINT_TO_POINTER (fd + 1), close_result);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * hopso_blob_cache_open_async:
 * @digest: SHA-256, lower-case hexadecimal
 *
 * Decrypts a blob and verifies it.
 */
void
hopso_blob_cache_open_async (HopsoBlobCache *self,
                             const char *digest,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_BLOB_CACHE (self));
  g_return_if_fail (digest != NULL);

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hopso_blob_cache_open_async);
  g_task_set_task_data (task, g_strdup (digest), g_free);
  hopso_blob_cache_push (self, task, open_cb);
}

/**
 * hopso_blob_cache_open_finish:
 *
 * Returns: a sealed memory file, or -1 with @error: %HOPSO_STORE_ERROR_ABSENT, or
 *   %HOPSO_STORE_ERROR_DAMAGED and then the blob is forgotten and may be fetched again
 */
HopsoFd
hopso_blob_cache_open_finish (HopsoBlobCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return GPOINTER_TO_INT (g_task_propagate_pointer (G_TASK (result), error)) - 1;
}
