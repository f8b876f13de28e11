/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What who submitted a paper may still put right: by when it is wanted and what the signers are
 * told. Kept and sent like every change. Main thread; the functions of the store run on its own. */

#include "hopso-workspace-requests.h"

#include "hopso-local-change.h"
#include "hopso-workspace-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  char *request; /* owned */
  char *remarks; /* owned, nullable */
  gint64 deadline;
} Wish;

static void
wish_free (gpointer data)
{
  Wish *self = data;

  g_free (self->request);
  g_free (self->remarks);
  g_free (self);
}

static gpointer
store_wish (HopsoStoreSession *session, gpointer data, GError **error)
{
  const Wish *wish = data;
  g_autoptr (GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (HopsoRecord) stored =
      hopso_store_session_get (session, HOPSO_KIND_SIGN_REQUEST, wish->request, error);
  g_autoptr (HopsoRecordBuilder) builder = NULL;

  if (stored == NULL)
    return NULL;
  if (!hopso_sign_request_is_waiting (HOPSO_SIGN_REQUEST (stored)))
    {
      hopso_workspace_set_verdict (error, HOPSO_SIGN_VERDICT_OVER);
      return NULL;
    }
  builder = hopso_record_builder_new_from (stored);
  hopso_record_builder_set_time (builder, HOPSO_SIGN_REQUEST_DEADLINE, wish->deadline);
  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_REMARKS, wish->remarks);
  g_ptr_array_add (changed, hopso_record_builder_end (builder));
  return hopso_local_change_store (session, changed->pdata[0], error) ? g_steal_pointer (&changed)
                                                                      : NULL;
}

/**
 * hopso_workspace_correct_request_async:
 * @request_id: a request that this person submitted and that waits
 * @deadline: by when, seconds since 1970-01-01T00:00:00Z; 0: whenever
 * @remarks: (nullable): for the signers
 *
 * Changes what the signers are told; finished by hopso_workspace_act_finish().
 */
void
hopso_workspace_correct_request_async (HopsoWorkspace *self,
                                       const char *request_id,
                                       gint64 deadline,
                                       const char *remarks,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self));

  GTask *task = g_task_new (self, NULL, callback, user_data);
  Wish *wish = g_new0 (Wish, 1);
  const HopsoStoreJob job = { .func = store_wish,
                              .data = wish,
                              .data_free = wish_free,
                              .result_free = (GDestroyNotify) g_ptr_array_unref };

  g_task_set_source_tag (task, hopso_workspace_correct_request_async);
  wish->request = g_strdup (request_id);
  wish->deadline = deadline;
  wish->remarks = g_strdup (remarks);
  if (self->store != NULL)
    {
      hopso_store_write_async (self->store, &job, NULL, hopso_workspace_written_cb, task);
      return;
    }
  wish_free (wish);
  g_task_return_new_error (task, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_FOUND, "%s",
                           _ ("The account was closed"));
  g_object_unref (task);
}
