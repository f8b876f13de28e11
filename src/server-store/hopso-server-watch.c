/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The part of the store that looks for what other processes write, such as an administrator's
 * command beside the running server. Not a lock, and not told whom a change concerns. Main
 * thread, but for the looking. */

#include "hopso-server-changes.h"
#include "hopso-server-store-private.h"

/* SQLite counts the commits of others for each connection (PRAGMA data_version). Only this
 * connection writes in this process, so what it has not seen was another process's. */
static void
look_for_others (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  HopsoServerStore *self = source;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoServerQuery) query =
      hopso_server_sql_query (self->writing, &error, "PRAGMA data_version", "");
  gint64 before = self->data_version;

  if (query != NULL && hopso_server_query_next (query, &error))
    self->data_version = hopso_server_query_integer (query, 0);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, before != 0 && before != self->data_version);
}

static gpointer
read_state (HopsoServerSession *session, gpointer data, GError **error)
{
  return hopso_server_session_dup_state (session, error);
}

static void
state_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HopsoServerStore *self = HOPSO_SERVER_STORE (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *state = hopso_server_store_run_finish (self, result, &error);

  if (state == NULL)
    g_warning ("Looking for other processes' changes: %s", error->message);
  else if (g_strcmp0 (state, self->told) != 0)
    hopso_server_store_tell_state (self, state, NULL);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HopsoServerStore *self = HOPSO_SERVER_STORE (source);
  HopsoServerJob job = { .func = read_state, .result_free = g_free };
  g_autoptr (GError) error = NULL;

  self->is_looking = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      if (error != NULL)
        g_warning ("Looking for other processes' changes: %s", error->message);
      return;
    }
  if (self->writing == NULL)
    return; /* closed meanwhile */
  hopso_server_store_tell_ended (self, NULL);
  hopso_server_store_run_async (self, &job, NULL, state_read_cb, NULL);
}

static gboolean
watch_cb (gpointer user_data)
{
  HopsoServerStore *self = user_data;

  /* While the writer is busy one question is enough. */
  if (!self->is_looking)
    {
      g_autoptr (GTask) task = g_task_new (self, NULL, looked_cb, NULL);

      self->is_looking = TRUE;
      g_task_set_source_tag (task, watch_cb);
      hopso_queue_thread_push (self->writer, task, look_for_others);
    }
  return G_SOURCE_CONTINUE;
}

/**
 * hopso_server_store_watch:
 *
 * From now on what other processes write, such as an administrator's command, is told within a
 * second: to everybody, for it is not known whom it concerns.
 */
void
hopso_server_store_watch (HopsoServerStore *self)
{
  g_return_if_fail (self->watch == 0);

  self->watch = g_timeout_add_seconds (1, watch_cb, self);
  watch_cb (self);
}
