/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The server's memory on the disk: opens the folder, runs functions in transactions on a thread
 * that writes or on one that reads, and tells after each commit whom it concerns. A write is
 * durable before its caller hears of it. Main thread; the functions run on the store's threads. */

#include "hopso-server-store.h"

#include "hopso-folder.h"
#include "hopso-server-changes.h"
#include "hopso-server-schema.h"
#include "hopso-server-session-private.h"
#include "hopso-server-store-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

/* One run of a job, from the call to its end. */
typedef struct
{
  HopsoServerJob job;
  char *state;          /* owned, nullable: nothing was committed */
  GHashTable *audience; /* owned, nullable: nothing was committed */
  GHashTable *ended;    /* owned, nullable: nothing was committed */
  gboolean is_for_everybody;
} Run;

enum
{
  COMMITTED,
  SIGNED_OUT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HopsoServerStore, hopso_server_store, G_TYPE_OBJECT)

static void
run_free (Run *run)
{
  if (run->job.data_free != NULL)
    run->job.data_free (run->job.data);
  g_clear_pointer (&run->audience, g_hash_table_unref);
  g_clear_pointer (&run->ended, g_hash_table_unref);
  g_free (run->state);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static void
hopso_server_store_finalize (GObject *object)
{
  HopsoServerStore *self = HOPSO_SERVER_STORE (object);

  hopso_server_store_close (self);
  g_object_unref (self->writer);
  g_object_unref (self->reader);
  g_object_unref (self->clock);
  g_free (self->folder);
  g_free (self->name);
  g_free (self->province);
  g_free (self->told);
  G_OBJECT_CLASS (hopso_server_store_parent_class)->finalize (object);
}

static void
hopso_server_store_class_init (HopsoServerStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_server_store_finalize;

  /**
   * HopsoServerStore::committed:
   * @self: the store
   * @state: the state after the commit
   * @audience: (element-type utf8) (nullable): a set of the ids of persons who see something of
   *   it; %NULL: everybody
   *
   * Records changed. Emitted before the caller of the job hears of its end.
   */
  signals[COMMITTED] =
      g_signal_new ("committed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_HASH_TABLE);

  /**
   * HopsoServerStore::signed-out:
   * @self: the store
   * @ended: (element-type utf8) (nullable): a set of the ids of devices and persons whose sessions
   *   are over; %NULL: any may be, because another process changed the database
   *
   * Sessions ended. Emitted before the caller of the job hears of its end.
   */
  signals[SIGNED_OUT] = g_signal_new ("signed-out", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_HASH_TABLE);
}

static void
hopso_server_store_init (HopsoServerStore *self)
{
  self->writer = hopso_queue_thread_new ("server-write");
  self->reader = hopso_queue_thread_new ("server-read");
}

static char *
build_path (const char *folder)
{
  return g_build_filename (folder, "hopso.sqlite", NULL);
}

static gboolean
make_folder (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return hopso_folder_make (path, error);
}

typedef struct
{
  const char *name;
  const char *province;
} Names;

static gpointer
write_names (HopsoServerSession *session, gpointer data, GError **error)
{
  const Names *names = data;

  return hopso_server_session_set_setting (session, "name", names->name, error) &&
                 hopso_server_session_set_setting (session, "province", names->province, error)
             ? (gpointer) names
             : NULL;
}

static gboolean
run_in_transaction (HopsoServerSql *sql, Run *run, gint64 now, gpointer *result, GError **error);

/**
 * hopso_server_store_create:
 * @folder: where nothing is yet
 * @name: what the server shall be called
 * @province: whom it shall serve
 *
 * Makes an empty database, and folders for blobs and uploads.
 *
 * Returns: %FALSE with @error; %HOPSO_SERVER_STORE_ERROR_EXISTS when there is one already
 */
gboolean
hopso_server_store_create (const char *folder,
                           const char *name,
                           const char *province,
                           GError **error)
{
  g_autofree char *path = build_path (folder);
  Names names = { name, province };
  Run run = { .job = { .func = write_names, .data = &names, .is_write = TRUE } };
  gpointer result;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_EXISTS,
                   "There is a server's data already");
      return FALSE;
    }
  if (!make_folder (folder, "blobs", error) || !make_folder (folder, "uploads", error))
    return FALSE;

  g_autoptr (HopsoServerSql) sql = hopso_server_sql_open (path, FALSE, error);
  return sql != NULL && g_chmod (path, 0600) == 0 && hopso_server_schema_upgrade (sql, error) &&
         run_in_transaction (sql, &run, 0, &result, error);
}

static gpointer
read_names (HopsoServerSession *session, gpointer data, GError **error)
{
  HopsoServerStore *self = data;

  self->name = hopso_server_session_dup_setting (session, "name", error);
  if (self->name == NULL)
    return NULL;
  self->province = hopso_server_session_dup_setting (session, "province", error);
  return self->province;
}

/**
 * hopso_server_store_open:
 * @folder: made by hopso_server_store_create()
 * @clock: what time it is
 *
 * Returns: (transfer full): the store, or %NULL with %HOPSO_SERVER_STORE_ERROR
 */
HopsoServerStore *
hopso_server_store_open (const char *folder, HopsoClock *clock, GError **error)
{
  g_autoptr (HopsoServerStore) self = g_object_new (HOPSO_TYPE_SERVER_STORE, NULL);
  g_autofree char *path = build_path (folder);
  HopsoServerJob job = { .func = read_names, .data = self };

  self->folder = g_strdup (folder);
  self->clock = g_object_ref (clock);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_NOT_FOUND,
                   _ ("There is no server's data here; make it with “hopso-server init”"));
      return NULL;
    }
  self->writing = hopso_server_sql_open (path, FALSE, error);
  if (self->writing == NULL || !hopso_server_schema_upgrade (self->writing, error))
    return NULL;
  self->reading = hopso_server_sql_open (path, TRUE, error);
  if (self->reading == NULL || hopso_server_store_run (self, &job, error) == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hopso_server_store_close:
 *
 * Runs what is queued, then closes the database. May be called twice.
 */
void
hopso_server_store_close (HopsoServerStore *self)
{
  g_clear_handle_id (&self->watch, g_source_remove);
  hopso_queue_thread_stop (self->writer);
  hopso_queue_thread_stop (self->reader);
  g_clear_pointer (&self->writing, hopso_server_sql_close);
  g_clear_pointer (&self->reading, hopso_server_sql_close);
}

/**
 * hopso_server_store_get_name:
 *
 * Returns: (transfer none): what the server is called
 */
const char *
hopso_server_store_get_name (HopsoServerStore *self)
{
  return self->name;
}

/**
 * hopso_server_store_get_province:
 *
 * Returns: (transfer none): whom it serves
 */
const char *
hopso_server_store_get_province (HopsoServerStore *self)
{
  return self->province;
}

/**
 * hopso_server_store_get_folder:
 *
 * Returns: (transfer none): where its data lie
 */
const char *
hopso_server_store_get_folder (HopsoServerStore *self)
{
  return self->folder;
}

/**
 * hopso_server_store_get_clock:
 *
 * Returns: (transfer none): what time it is
 */
HopsoClock *
hopso_server_store_get_clock (HopsoServerStore *self)
{
  return self->clock;
}

/* Everything between BEGIN and COMMIT. */
static gboolean
work (HopsoServerSession *session, Run *run, gpointer *result, GError **error)
{
  g_autoptr (GError) failure = NULL;

  *result = run->job.func (session, run->job.data, &failure);
  if (failure == NULL && run->job.is_write)
    hopso_server_session_refresh_sight (session, &failure);
  if (failure == NULL && session->sequence > 0)
    run->state = hopso_server_session_dup_state (session, &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
run_in_transaction (HopsoServerSql *sql, Run *run, gint64 now, gpointer *result, GError **error)
{
  HopsoServerSession session;
  const char *begin = run->job.is_write ? "BEGIN IMMEDIATE" : "BEGIN";

  *result = NULL;
  if (!hopso_server_sql_run (sql, error, begin, ""))
    return FALSE;
  hopso_server_session_init (&session, sql, now);

  gboolean is_done =
      work (&session, run, result, error) && hopso_server_sql_run (sql, error, "COMMIT", "");
  if (!is_done)
    {
      hopso_server_sql_run (sql, NULL, "ROLLBACK", "");
      if (*result != NULL && run->job.result_free != NULL)
        run->job.result_free (*result);
      *result = NULL;
      g_clear_pointer (&run->state, g_free);
    }
  if (run->state != NULL)
    run->audience = g_steal_pointer (&session.audience);
  if (is_done && g_hash_table_size (session.ended) > 0)
    run->ended = g_steal_pointer (&session.ended);
  run->is_for_everybody = session.is_for_everybody;
  hopso_server_session_clear (&session);
  return is_done;
}

void
hopso_server_store_tell_state (HopsoServerStore *self, const char *state, GHashTable *audience)
{
  g_free (self->told);
  self->told = g_strdup (state);
  g_signal_emit (self, signals[COMMITTED], 0, state, audience);
}

void
hopso_server_store_tell_ended (HopsoServerStore *self, GHashTable *ended)
{
  g_signal_emit (self, signals[SIGNED_OUT], 0, ended);
}

static void
tell (HopsoServerStore *self, const Run *run)
{
  if (run->ended != NULL)
    hopso_server_store_tell_ended (self, run->ended);
  if (run->state != NULL)
    hopso_server_store_tell_state (self, run->state, run->is_for_everybody ? NULL : run->audience);
}

/**
 * hopso_server_store_run:
 * @job: the work
 *
 * Does the work at once on the calling thread; only while nothing runs asynchronously, as in a
 * command.
 *
 * Returns: (transfer full) (nullable): the work's result; %NULL with @error when it failed
 */
gpointer
hopso_server_store_run (HopsoServerStore *self, const HopsoServerJob *job, GError **error)
{
  Run run = { .job = *job };
  HopsoServerSql *sql = job->is_write ? self->writing : self->reading;
  gpointer result;

  if (run_in_transaction (sql, &run, hopso_clock_now (self->clock), &result, error))
    tell (self, &run);
  if (job->data_free != NULL)
    job->data_free (job->data);
  g_clear_pointer (&run.audience, g_hash_table_unref);
  g_clear_pointer (&run.ended, g_hash_table_unref);
  g_free (run.state);
  return result;
}

static void
run_on_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  HopsoServerStore *self = source;
  Run *run = task_data;
  HopsoServerSql *sql = run->job.is_write ? self->writing : self->reading;
  g_autoptr (GError) error = NULL;
  gpointer result;

  if (run_in_transaction (sql, run, hopso_clock_now (self->clock), &result, &error))
    g_task_return_pointer (task, result, run->job.result_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * hopso_server_store_run_async:
 * @job: the work
 * @cancellable: (nullable): gives up work that has not begun
 * @callback: called when it is done, and durable when it is a write
 * @user_data: for @callback
 */
void
hopso_server_store_run_async (HopsoServerStore *self,
                              const HopsoServerJob *job,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Run *run = g_new0 (Run, 1);

  g_return_if_fail (self->writing != NULL);

  run->job = *job;
  g_task_set_source_tag (task, hopso_server_store_run_async);
  g_task_set_task_data (task, run, (GDestroyNotify) run_free);
  /* A commit that happened is told of, whatever the cancellable says by then. */
  g_task_set_check_cancellable (task, FALSE);
  hopso_queue_thread_push (job->is_write ? self->writer : self->reader, task, run_on_thread);
}

/**
 * hopso_server_store_run_finish:
 *
 * Returns: (transfer full) (nullable): the work's result; %NULL with @error when it failed
 */
gpointer
hopso_server_store_run_finish (HopsoServerStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  tell (self, g_task_get_task_data (G_TASK (result)));
  return g_task_propagate_pointer (G_TASK (result), error);
}
