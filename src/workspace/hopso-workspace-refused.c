/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the server did not take of this person's changes: listed until the person has seen it. Main
 * thread; the outbox is written on the store's own. */

#include "hopso-workspace-private.h"

#include "hopso-sync-discard.h"

/**
 * hopso_workspace_get_n_refused:
 *
 * Returns: how many changes the server did not take
 */
guint
hopso_workspace_get_n_refused (HopsoWorkspace *self)
{
  GPtrArray *refused = hopso_workspace_get_refused (self);

  return refused != NULL ? refused->len : 0;
}

/**
 * hopso_workspace_get_refused:
 *
 * Returns: (transfer none) (element-type HopsoSyncRefusal) (nullable): what the server did not
 * take, good until "n-refused" changes; %NULL when that is not known yet
 */
GPtrArray *
hopso_workspace_get_refused (HopsoWorkspace *self)
{
  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self), NULL);

  return self->engine != NULL ? hopso_sync_engine_get_refused (self->engine) : NULL;
}

static gpointer
discard (HopsoStoreSession *session, gpointer data, GError **error)
{
  const gint64 *entry = data;

  return hopso_sync_refusal_discard (session, *entry, error) ? data : NULL;
}

static void
discarded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoWorkspace *self = g_task_get_source_object (task);
  GError *error = NULL;

  hopso_store_run_finish (HOPSO_STORE (source), result, &error);
  if (self->engine != NULL)
    hopso_sync_engine_look_again (self->engine);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * hopso_workspace_discard_refused_async:
 * @entry: the number of a refusal
 *
 * Forgets it, and with it the bytes of a signed version that nothing else names.
 */
void
hopso_workspace_discard_refused_async (HopsoWorkspace *self,
                                       gint64 entry,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self) && self->store != NULL);

  GTask *task = g_task_new (self, NULL, callback, user_data);
  const HopsoStoreJob job = { .func = discard,
                              .data = g_memdup2 (&entry, sizeof entry),
                              .data_free = g_free };

  g_task_set_source_tag (task, hopso_workspace_discard_refused_async);
  hopso_store_write_async (self->store, &job, NULL, discarded_cb, task);
}

/**
 * hopso_workspace_discard_refused_finish:
 *
 * Returns: whether it is forgotten, else %FALSE with @error
 */
gboolean
hopso_workspace_discard_refused_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
