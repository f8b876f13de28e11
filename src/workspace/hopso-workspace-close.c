/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The end of a workspace: closing, which loses nothing, and signing out, which may erase the
 * account from this machine: first its keys, then what they opened. Main thread. */

#define G_LOG_DOMAIN "hopso-workspace"

#include "hopso-workspace-private.h"

static void
close_parts (HopsoWorkspace *self)
{
  hopso_workspace_stop_housekeeping (self);
  hopso_workspace_stop_due (self);
  hopso_workspace_stop_indexing (self);
  if (self->engine != NULL)
    hopso_sync_engine_stop (self->engine);
  if (self->remote != NULL)
    {
      hopso_http_remote_set_token_loader (self->remote, NULL, NULL);
      hopso_http_remote_close (self->remote);
    }
  g_clear_object (&self->engine);
  if (self->store != NULL)
    hopso_store_close (self->store);
  g_clear_object (&self->store);
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  close_parts (HOPSO_WORKSPACE (source));
  g_task_return_boolean (task, TRUE);
}

/**
 * hopso_workspace_close_async:
 *
 * Ends the sync, waits until the session is kept for the next start, and closes the store. The
 * lists stay as they are.
 */
void
hopso_workspace_close_async (HopsoWorkspace *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self));
  g_return_if_fail (self->closing == NULL);

  GTask *task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, hopso_workspace_close_async);
  if (self->engine != NULL)
    hopso_sync_engine_stop (self->engine);
  self->closing = g_task_new (self, NULL, closed_cb, task);
  if (self->n_saving > 0)
    return;

  g_autoptr (GTask) closing = g_steal_pointer (&self->closing);
  g_task_return_boolean (closing, TRUE);
}

/**
 * hopso_workspace_close_finish:
 *
 * Ends the call.
 */
void
hopso_workspace_close_finish (HopsoWorkspace *self, GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, self));

  g_task_propagate_boolean (G_TASK (result), NULL);
}

/* One sign-out on its way: from here on nothing stops it. */
typedef struct
{
  gboolean forget;
  GError *error; /* owned, nullable: the first that happened */
} Leaving;

static void
leaving_free (gpointer data)
{
  Leaving *leaving = data;

  g_clear_error (&leaving->error);
  g_free (leaving);
}

/* Takes @error. Forgetting goes on whatever fails: as much as possible must go. */
static void
note_error (Leaving *leaving, GError *error)
{
  if (leaving->error == NULL)
    leaving->error = error;
  else
    g_clear_error (&error);
}

static void
end (GTask *task)
{
  Leaving *leaving = g_task_get_task_data (task);

  if (leaving->error != NULL)
    g_task_return_error (task, g_steal_pointer (&leaving->error));
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
key_cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  HopsoWorkspace *self = g_task_get_source_object (task);
  Leaving *leaving = g_task_get_task_data (task);
  const char *folder = hopso_account_get_folder (self->account);
  GError *error = NULL;

  if (!hopso_keyring_clear_finish (HOPSO_KEYRING (source), result, &error))
    note_error (leaving, g_steal_pointer (&error));
  if (!hopso_store_erase (folder, &error))
    note_error (leaving, g_steal_pointer (&error));
  if (!hopso_account_erase (self->account, &error))
    note_error (leaving, error);
  end (task);
}

static void
token_cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  HopsoWorkspace *self = g_task_get_source_object (task);
  Leaving *leaving = g_task_get_task_data (task);
  GError *error = NULL;

  if (!hopso_keyring_clear_finish (HOPSO_KEYRING (source), result, &error))
    note_error (leaving, error);
  if (leaving->forget)
    hopso_keyring_clear_async (self->keyring, HOPSO_KEYRING_ACCOUNT_KEY, NULL, key_cleared_cb,
                               task);
  else
    end (task);
}

/* The server may be out of reach: its session ends by itself. */
static void
left_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  HopsoWorkspace *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!hopso_http_remote_sign_out_finish (HOPSO_HTTP_REMOTE (source), result, &error))
    g_debug ("The server was not told: %s", error->message);
  close_parts (self);
  hopso_keyring_clear_async (self->keyring, HOPSO_KEYRING_REFRESH_TOKEN, NULL, token_cleared_cb,
                             task);
}

/**
 * hopso_workspace_sign_out_async:
 * @forget: whether everything of the account is erased from this machine, changes that were not
 *   sent among it
 *
 * Ends the session, and closes the workspace.
 */
void
hopso_workspace_sign_out_async (HopsoWorkspace *self,
                                gboolean forget,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self));
  g_return_if_fail (self->engine != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Leaving *leaving = g_new0 (Leaving, 1);

  leaving->forget = forget;
  g_task_set_source_tag (task, hopso_workspace_sign_out_async);
  g_task_set_task_data (task, leaving, leaving_free);
  hopso_sync_engine_stop (self->engine);
  hopso_http_remote_sign_out_async (self->remote, cancellable, left_cb, task);
}

/**
 * hopso_workspace_sign_out_finish:
 *
 * Returns: whether nothing is left that should be gone, else %FALSE with @error
 */
gboolean
hopso_workspace_sign_out_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
