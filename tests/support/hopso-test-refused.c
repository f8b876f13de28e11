/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the server did not take, in the workspace that stands in for the real one. */

#include "hopso-test-workspace.h"

static void
free_refusal (gpointer data)
{
  HopsoSyncRefusal *refusal = data;

  g_free (refusal->id);
  g_free (refusal->reason);
  g_free (refusal);
}

guint
hopso_workspace_get_n_refused (HopsoWorkspace *self)
{
  return hopso_workspace_get_refused (self)->len;
}

GPtrArray *
hopso_workspace_get_refused (HopsoWorkspace *self)
{
  GPtrArray *refused = g_object_get_data (G_OBJECT (self), "refused");

  if (refused == NULL)
    {
      refused = g_ptr_array_new_with_free_func (free_refusal);
      g_object_set_data_full (G_OBJECT (self), "refused", refused,
                              (GDestroyNotify) g_ptr_array_unref);
    }
  return refused;
}

/* The server did not take a signed version of the paper. */
void
hopso_test_workspace_refuse (HopsoWorkspace *self, const char *paper, const char *reason)
{
  HopsoSyncRefusal *refusal = g_new0 (HopsoSyncRefusal, 1);

  refusal->entry = (gint64) hopso_workspace_get_refused (self)->len + 1;
  refusal->kind = HOPSO_KIND_PAPER;
  refusal->id = g_strdup (paper);
  refusal->reason = g_strdup (reason);
  refusal->is_signature = TRUE;
  g_ptr_array_add (hopso_workspace_get_refused (self), refusal);
  g_object_notify (G_OBJECT (self), "n-refused");
}

void
hopso_workspace_discard_refused_async (HopsoWorkspace *self,
                                       gint64 entry,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  for (guint i = 0; i < hopso_workspace_get_refused (self)->len; i++)
    if (((HopsoSyncRefusal *) hopso_workspace_get_refused (self)->pdata[i])->entry == entry)
      g_ptr_array_remove_index (hopso_workspace_get_refused (self), i--);
  g_object_notify (G_OBJECT (self), "n-refused");
  g_task_return_boolean (task, TRUE);
}

gboolean
hopso_workspace_discard_refused_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
