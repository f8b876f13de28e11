/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The memory of one account: two connections to one encrypted database, each on a thread of its
 * own, so that what people look at never waits behind a long write. Everything that touches the
 * database is a function that runs there inside a transaction. Blobs have their own thread and
 * connection (hopso-blob-cache.c). The object itself is used from one thread, on whose main
 * context it says what changed. */

#include "hopso-store.h"

#include "hopso-blob-cache-private.h"
#include "hopso-change-log-private.h"
#include "hopso-queue-thread.h"
#include "hopso-sqlite-private.h"
#include "hopso-store-files-private.h"
#include "hopso-store-session-private.h"

struct _HopsoStore
{
  GObject parent_instance;

  char *folder;             /* owned */
  char *origin;             /* owned: marks in the log what this object wrote */
  GFileMonitor *monitor;    /* owned, nullable: closed */
  GMainContext *context;    /* owned: where changes are told */
  HopsoQueueThread *writer; /* owned, nullable: closed */
  HopsoQueueThread *reader; /* owned, nullable: closed */

  HopsoStoreFiles files; /* owned; each connection its thread's */
  gboolean must_purge;   /* the writer's: the log still holds what was purged */
};

G_DEFINE_FINAL_TYPE (HopsoStore, hopso_store, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
hopso_store_finalize (GObject *object)
{
  HopsoStore *self = HOPSO_STORE (object);

  hopso_store_close (self);
  hopso_store_files_clear (&self->files);
  g_main_context_unref (self->context);
  g_free (self->origin);
  g_free (self->folder);
  G_OBJECT_CLASS (hopso_store_parent_class)->finalize (object);
}

static void
hopso_store_class_init (HopsoStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_store_finalize;

  /**
   * HopsoStore::changed:
   * @changes: (type HopsoChangeSet): which records came, changed or went
   *
   * After each commit that touched records, before the write's own callback; and after those
   * of another process.
   */
  signals[CHANGED] = g_signal_new ("changed", HOPSO_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, HOPSO_TYPE_CHANGE_SET);
}

static void
hopso_store_init (HopsoStore *self)
{
  self->files = (HopsoStoreFiles) HOPSO_STORE_FILES_INIT;
  self->origin = g_uuid_string_random ();
  self->context = g_main_context_ref_thread_default ();
  self->writer = hopso_queue_thread_new ("store-write");
  self->reader = hopso_queue_thread_new ("store-read");
}

typedef struct
{
  HopsoStore *store;        /* owned, nullable: handed over */
  HopsoSecret *account_key; /* owned */
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_clear_object (&opening->store);
  hopso_secret_unref (opening->account_key);
  g_free (opening);
}

static void
open_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Opening *opening = data;
  GError *error = NULL;

  HopsoStore *self = opening->store;

  if (hopso_store_files_open (&self->files, self->folder, opening->account_key, &error))
    g_task_return_pointer (task, g_steal_pointer (&opening->store), g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * hopso_store_open_async:
 * @folder: the account's folder; made when it is not there
 * @account_key: 32 bytes, the root of all its keys
 *
 * Opens the store of an account, or makes it. Changes will be told on the main context that is
 * the thread's default now.
 */
void
hopso_store_open_async (const char *folder,
                        HopsoSecret *account_key,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  g_task_set_source_tag (task, hopso_store_open_async);
  opening->store = g_object_new (HOPSO_TYPE_STORE, NULL);
  opening->store->folder = g_strdup (folder);
  opening->account_key = hopso_secret_ref (account_key);
  HopsoQueueThread *writer = opening->store->writer;
  g_task_set_task_data (task, opening, opening_free);
  hopso_queue_thread_push (writer, task, open_cb);
}

typedef struct
{
  HopsoStore *store;       /* owned */
  HopsoChangeSet *changes; /* owned */
} Emission;

static void
emission_free (gpointer data)
{
  Emission *emission = data;

  g_object_unref (emission->store);
  hopso_change_set_unref (emission->changes);
  g_free (emission);
}

static gboolean
emit_cb (gpointer data)
{
  Emission *emission = data;

  g_signal_emit (emission->store, signals[CHANGED], 0, emission->changes);
  return G_SOURCE_REMOVE;
}

/* A source of its own: g_main_context_invoke() would run it here if the main loop rests. */
static void
tell_changes (HopsoStore *self, HopsoChangeSet *changes)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Emission *emission = g_new0 (Emission, 1);

  emission->store = g_object_ref (self);
  emission->changes = hopso_change_set_ref (changes);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, emit_cb, emission, emission_free);
  g_source_set_static_name (source, "hopso-store-changed");
  g_source_attach (source, self->context);
}

/* Emptying the log fails while somebody reads an older state; the next commit tries again. */
static void
after_commit (HopsoStore *self, HopsoStoreSession *session)
{
  for (guint i = 0; i < session->forgotten->len; i++)
    {
      const HopsoBlobRow *row = g_ptr_array_index (session->forgotten, i);

      hopso_blob_cache_note (self->files.blobs, row->digest, FALSE);
      hopso_blob_file_unlink (hopso_blob_cache_get_folder (self->files.blobs), row);
    }
  self->must_purge |= session->must_purge;
  if (self->must_purge &&
      sqlite3_wal_checkpoint_v2 (self->files.write_db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL,
                                 NULL) == SQLITE_OK)
    self->must_purge = FALSE;
  if (hopso_change_set_get_size (session->changes) > 0)
    tell_changes (self, session->changes);
}

typedef struct
{
  HopsoStoreJob job;
  gboolean is_writing;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  if (run->job.data_free != NULL)
    run->job.data_free (run->job.data);
  g_free (run);
}

static gboolean
run_transaction (
    HopsoStore *self, Run *run, HopsoStoreSession *session, gpointer *result, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!hopso_sqlite_exec (session->db, run->is_writing ? "BEGIN IMMEDIATE" : "BEGIN", error))
    return FALSE;
  *result = run->job.func (session, run->job.data, &local);
  if (local == NULL && run->is_writing && hopso_change_set_get_size (session->changes) > 0)
    hopso_change_log_append (session->db, self->origin, session->changes, &local);
  if (local == NULL && hopso_sqlite_exec (session->db, "COMMIT", &local))
    return TRUE;
  sqlite3_exec (session->db, "ROLLBACK", NULL, NULL, NULL);
  if (*result != NULL && run->job.result_free != NULL)
    run->job.result_free (*result);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
run_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  HopsoStore *self = source;
  Run *run = data;
  g_autoptr (HopsoStoreSession) session = hopso_store_session_new (
      run->is_writing ? self->files.write_db : self->files.read_db, run->is_writing);
  gpointer result = NULL;
  GError *error = NULL;

  if (!run_transaction (self, run, session, &result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (run->is_writing)
    after_commit (self, session);
  g_task_return_pointer (task, result, run->job.result_free);
}

static void
push_run (HopsoStore *self, HopsoQueueThread *thread, const HopsoStoreJob *job, GTask *task)
{
  Run *run = g_new0 (Run, 1);

  run->job = *job;
  run->is_writing = thread == self->writer;
  g_task_set_task_data (task, run, run_free);
  if (thread != NULL)
    hopso_queue_thread_push (thread, task, run_cb);
  else
    g_task_return_new_error (task, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_FAILED,
                             "The store is closed");
}

/**
 * hopso_store_read_async:
 * @job: what to do in a transaction that changes nothing
 *
 * Reads the state after the last write that was finished.
 */
void
hopso_store_read_async (HopsoStore *self,
                        const HopsoStoreJob *job,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_STORE (self));
  g_return_if_fail (job != NULL && job->func != NULL);

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hopso_store_read_async);
  push_run (self, self->reader, job, task);
}

/**
 * hopso_store_write_async:
 * @job: what to do in a transaction; undone when it sets its error
 *
 * Writes are done one after another, in the order of the calls. When this finishes without an
 * error, the change is on the disk; when with one, even a cancellation, it is not.
 */
void
hopso_store_write_async (HopsoStore *self,
                         const HopsoStoreJob *job,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_STORE (self));
  g_return_if_fail (job != NULL && job->func != NULL);

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hopso_store_write_async);
  g_task_set_check_cancellable (task, FALSE);
  push_run (self, self->writer, job, task);
}

/**
 * hopso_store_run_finish:
 *
 * Returns: (transfer full) (nullable): what the function gave; %NULL with @error when it or the
 *   transaction failed
 */
gpointer
hopso_store_run_finish (HopsoStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
read_log (HopsoStoreSession *session, gpointer data, GError **error)
{
  HopsoStore *self = data;
  g_autoptr (HopsoChangeSet) changes =
      hopso_change_log_read (session->db, self->origin, &self->files.last_change, error);

  if (changes != NULL && hopso_change_set_get_size (changes) > 0)
    tell_changes (self, changes);
  return NULL;
}

/* Each write, ours too, grows the log file; the monitor itself keeps the events apart. */
static void
log_touched_cb (
    GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, HopsoStore *self)
{
  HopsoStoreJob job = { .func = read_log, .data = self };

  hopso_store_read_async (self, &job, NULL, NULL, NULL);
}

static void
watch_others (HopsoStore *self)
{
  g_autofree char *path = g_build_filename (self->folder, HOPSO_VAULT_DATABASE_NAME "-wal", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, &error);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (log_touched_cb), self, 0);
  else
    g_info ("Changes of other processes will be seen late: %s", error->message);
}

/**
 * hopso_store_open_finish:
 *
 * From now on, changes of other processes are watched, too.
 *
 * Returns: (transfer full): the store, or %NULL with @error: %HOPSO_STORE_ERROR_WRONG_KEY,
 *   %HOPSO_STORE_ERROR_DAMAGED, %HOPSO_STORE_ERROR_TOO_NEW, %HOPSO_STORE_ERROR_BUSY,
 *   %HOPSO_STORE_ERROR_FULL or another
 */
HopsoStore *
hopso_store_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  HopsoStore *self = g_task_propagate_pointer (G_TASK (result), error);
  if (self != NULL)
    watch_others (self);
  return self;
}

/**
 * hopso_store_get_blobs:
 *
 * Returns: (transfer none): the files that belong to the records
 */
HopsoBlobCache *
hopso_store_get_blobs (HopsoStore *self)
{
  return self->files.blobs;
}

/**
 * hopso_store_get_repair:
 *
 * Returns: (transfer none) (nullable): what became of it when it was found damaged at its opening;
 *   %NULL: it was whole
 */
const HopsoStoreRepair *
hopso_store_get_repair (HopsoStore *self)
{
  return self->files.repair;
}

/**
 * hopso_store_get_folder:
 *
 * Returns: (transfer none): where it lies
 */
const char *
hopso_store_get_folder (HopsoStore *self)
{
  return self->folder;
}

/**
 * hopso_store_close:
 *
 * Does what is queued, then closes the files; blocks meanwhile. Later calls fail. The last
 * reference does it too, but an operation that has just ended may hold it for a moment.
 */
void
hopso_store_close (HopsoStore *self)
{
  g_return_if_fail (HOPSO_IS_STORE (self));

  g_clear_object (&self->monitor);
  if (self->writer != NULL)
    hopso_queue_thread_stop (self->writer);
  if (self->reader != NULL)
    hopso_queue_thread_stop (self->reader);
  g_clear_object (&self->writer);
  g_clear_object (&self->reader);
  hopso_store_files_close (&self->files);
}
