/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The server's memory on the disk: opens the folder, runs functions in transactions on a thread
 * that writes or on one that reads, and tells after each commit whom it concerns. A write is
 * durable before its caller hears of it. Main thread; the functions run on the store's threads. */

#include "hopso-server-store.h"

#include "hopso-folder.h"
#include "hopso-server-changes.h"
#include "hopso-server-run-private.h"
#include "hopso-server-schema.h"
#include "hopso-server-session-private.h"
#include "hopso-server-store-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

/* As many writes share a flush to the disk. */
#define MAX_TOGETHER 64u

enum
{
  COMMITTED,
  SIGNED_OUT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HopsoServerStore, hopso_server_store, G_TYPE_OBJECT)

static void
hopso_server_store_finalize (GObject *object)
{
  HopsoServerStore *self = HOPSO_SERVER_STORE (object);

  hopso_server_store_close (self);
  g_object_unref (self->writer);
  g_object_unref (self->reader);
  g_async_queue_unref (self->waiting);
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
  self->waiting = g_async_queue_new_full (g_object_unref);
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

static void tell (HopsoServerStore *self, const HopsoServerRun *run);

/* At once, on the calling thread. @self is told, unless it is not there yet. */
static gpointer
run_now (const HopsoServerJob *job,
         HopsoServerSql *sql,
         gint64 now,
         HopsoServerStore *self,
         GError **error)
{
  g_autoptr (HopsoServerRun) run = hopso_server_run_new (job);

  hopso_server_run_all (&run, 1, sql, now);
  if (run->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&run->error));
      return NULL;
    }
  if (self != NULL)
    tell (self, run);
  return g_steal_pointer (&run->result);
}

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
  const HopsoServerJob job = { .func = write_names, .data = &names, .is_write = TRUE };

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
         run_now (&job, sql, 0, NULL, error) != NULL;
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
tell (HopsoServerStore *self, const HopsoServerRun *run)
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
  HopsoServerSql *sql = job->is_write ? self->writing : self->reading;

  return run_now (job, sql, hopso_clock_now (self->clock), self, error);
}

static void
return_run (GTask *task, HopsoServerRun *run)
{
  if (run->error != NULL)
    g_task_return_error (task, g_steal_pointer (&run->error));
  else
    g_task_return_pointer (task, g_steal_pointer (&run->result), run->job.result_free);
}

static void
read_on_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  HopsoServerStore *self = source;
  HopsoServerRun *run = task_data;

  hopso_server_run_all (&run, 1, self->reading, hopso_clock_now (self->clock));
  return_run (task, run);
}

/* All that gathered while the disk was busy with those before, at most so many. */
static GPtrArray *
take_waiting (HopsoServerStore *self)
{
  GPtrArray *tasks = g_ptr_array_new_with_free_func (g_object_unref);

  while (tasks->len < MAX_TOGETHER)
    {
      GTask *task = g_async_queue_try_pop (self->waiting);

      if (task == NULL)
        break;
      if (g_task_return_error_if_cancelled (task))
        g_object_unref (task);
      else
        g_ptr_array_add (tasks, task);
    }
  return tasks;
}

/* Called once for each write; the first ones do the work of the others. */
static void
write_on_thread (GTask *call, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  HopsoServerStore *self = source;
  g_autoptr (GPtrArray) tasks = take_waiting (self);
  HopsoServerRun *runs[MAX_TOGETHER];

  for (guint i = 0; i < tasks->len; i++)
    runs[i] = g_task_get_task_data (tasks->pdata[i]);
  if (tasks->len > 0)
    hopso_server_run_all (runs, tasks->len, self->writing, hopso_clock_now (self->clock));
  for (guint i = 0; i < tasks->len; i++)
    return_run (tasks->pdata[i], runs[i]);
  g_task_return_boolean (call, TRUE);
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

  g_return_if_fail (self->writing != NULL);

  g_task_set_source_tag (task, hopso_server_store_run_async);
  g_task_set_task_data (task, hopso_server_run_new (job), (GDestroyNotify) hopso_server_run_free);
  /* A commit that happened is told of, whatever the cancellable says by then. */
  g_task_set_check_cancellable (task, FALSE);
  if (!job->is_write)
    {
      hopso_queue_thread_push (self->reader, task, read_on_thread);
      return;
    }

  g_autoptr (GTask) call = g_task_new (self, NULL, NULL, NULL);
  g_task_set_source_tag (call, write_on_thread);
  g_async_queue_push (self->waiting, g_steal_pointer (&task));
  hopso_queue_thread_push (self->writer, call, write_on_thread);
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
