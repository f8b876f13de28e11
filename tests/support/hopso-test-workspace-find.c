/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The stand-in's search: it finds what a test puts in, whatever is asked. */

#include "hopso-test-workspace.h"

#include "hopso-workspace-find.h"

/* What every search finds from now on. */
void
hopso_test_workspace_set_found (HopsoWorkspace *self, GListModel *found)
{
  g_object_set_data_full (G_OBJECT (self), "found", g_object_ref (found), g_object_unref);
  g_signal_emit_by_name (self, "index-changed");
}

void
hopso_workspace_find_async (HopsoWorkspace *self,
                            const HopsoFindQuery *query,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GListModel *found = g_object_get_data (G_OBJECT (self), "found");
  g_autoptr (GListModel) nothing = G_LIST_MODEL (g_list_store_new (HOPSO_TYPE_FOUND));

  g_task_return_pointer (task, g_object_ref (found != NULL ? found : nothing), g_object_unref);
}

GListModel *
hopso_workspace_find_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
hopso_workspace_start_indexing (HopsoWorkspace *self)
{
}

void
hopso_workspace_get_index_state_async (HopsoWorkspace *self,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_return_boolean (task, TRUE);
}

/* Forty papers, of which twelve have been read. */
gboolean
hopso_workspace_get_index_state_finish (HopsoWorkspace *self,
                                        GAsyncResult *result,
                                        HopsoIndexState *state,
                                        GError **error)
{
  *state = (HopsoIndexState){ .n_papers = 40, .n_read = 12, .is_busy = TRUE };
  return g_task_propagate_boolean (G_TASK (result), error);
}
