/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sign requests of the workspace that stands in for the real one: acts change the records at
 * once, by the same rules as on the server. */

#include "hopso-test-workspace.h"

#include "hopso-sign-chain.h"
#include "hopso-workspace-requests.h"

static const char *
get_me (HopsoWorkspace *self)
{
  HopsoPerson *me = hopso_workspace_get_person (self);

  return me != NULL ? hopso_record_get_id (HOPSO_RECORD (me)) : NULL;
}

/* --- lists --------------------------------------------------------------------------------------
 */

static gboolean
awaits (HopsoRecord *record, const char *person)
{
  return hopso_sign_request_awaits (HOPSO_SIGN_REQUEST (record), person);
}

static gboolean
was_signed_by (HopsoRecord *record, const char *person)
{
  return hopso_sign_request_was_signed_by (HOPSO_SIGN_REQUEST (record), person);
}

static gboolean
is_by (HopsoRecord *record, const char *person)
{
  return g_strcmp0 (hopso_sign_request_get_requester (HOPSO_SIGN_REQUEST (record)), person) == 0;
}

static gboolean
is_elsewhere (HopsoRecord *record, const char *person)
{
  HopsoSignRequest *request = HOPSO_SIGN_REQUEST (record);

  return hopso_sign_request_is_waiting (request) && !is_by (record, person) &&
         !hopso_sign_request_awaits (request, person) &&
         hopso_sign_request_concerns (request, person);
}

static gboolean
is_over (HopsoRecord *record, const char *person)
{
  HopsoSignRequest *request = HOPSO_SIGN_REQUEST (record);

  return !hopso_sign_request_is_waiting (request) && hopso_sign_request_concerns (request, person);
}

GListModel *
hopso_workspace_list_sign_requests (HopsoWorkspace *self)
{
  return hopso_test_workspace_list_where (self, HOPSO_KIND_SIGN_REQUEST, awaits, get_me (self));
}

GListModel *
hopso_workspace_list_signed_requests (HopsoWorkspace *self)
{
  return hopso_test_workspace_list_where (self, HOPSO_KIND_SIGN_REQUEST, was_signed_by,
                                          get_me (self));
}

GListModel *
hopso_workspace_list_requests_submitted (HopsoWorkspace *self)
{
  return hopso_test_workspace_list_where (self, HOPSO_KIND_SIGN_REQUEST, is_by, get_me (self));
}

GListModel *
hopso_workspace_list_requests_elsewhere (HopsoWorkspace *self)
{
  return hopso_test_workspace_list_where (self, HOPSO_KIND_SIGN_REQUEST, is_elsewhere,
                                          get_me (self));
}

GListModel *
hopso_workspace_list_requests_done (HopsoWorkspace *self)
{
  return hopso_test_workspace_list_where (self, HOPSO_KIND_SIGN_REQUEST, is_over, get_me (self));
}

static gboolean
is_step_of (HopsoRecord *record, const char *request)
{
  return g_strcmp0 (hopso_sign_step_get_request (HOPSO_SIGN_STEP (record)), request) == 0;
}

GListModel *
hopso_workspace_list_sign_steps (HopsoWorkspace *self, const char *request_id)
{
  return hopso_test_workspace_list_where (self, HOPSO_KIND_SIGN_STEP, is_step_of, request_id);
}

static GPtrArray *
collect_steps (HopsoWorkspace *self, const char *request_id)
{
  g_autoptr (GListModel) list = hopso_workspace_list_sign_steps (self, request_id);
  GPtrArray *steps = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    g_ptr_array_add (steps, g_list_model_get_item (list, i));
  return steps;
}

HopsoSignStep *
hopso_workspace_lookup_my_step (HopsoWorkspace *self, const char *request_id)
{
  g_autoptr (GPtrArray) steps = collect_steps (self, request_id);

  return hopso_sign_chain_find_active (steps, get_me (self));
}

/* --- acts ---------------------------------------------------------------------------------------
 */

static gboolean
act (HopsoWorkspace *self, const char *request_id, const HopsoSignAct *what)
{
  HopsoRecord *request = hopso_workspace_lookup_record (self, HOPSO_KIND_SIGN_REQUEST, request_id);
  g_autoptr (GPtrArray) steps = collect_steps (self, request_id);
  HopsoSignVerdict verdict;
  g_autoptr (GPtrArray) changed = hopso_sign_chain_act (request, steps, what, &verdict);

  /* The steps first: whoever hears of the request looks at them. */
  for (guint i = changed != NULL ? changed->len : 0; i > 0; i--)
    hopso_test_workspace_put (self, g_object_ref (changed->pdata[i - 1]));
  return changed != NULL;
}

/* Somebody else signs, returns or withdraws. */
void
hopso_test_workspace_act (HopsoWorkspace *self, const char *request, const char *person, int type)
{
  const HopsoSignAct what = { .type = (HopsoSignActType) type,
                              .person = person,
                              .reason = "Số liệu chưa khớp",
                              .now = g_get_real_time () / G_USEC_PER_SEC };

  g_assert_true (act (self, request, &what));
}

/* Takes a request to @signers into the workspace, one after the other; steps are ID-1, ID-2, … */
void
hopso_test_workspace_request (HopsoWorkspace *self,
                              const char *id,
                              const char *paper,
                              const char *requester,
                              const char *const *signers)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_SIGN_REQUEST, id);
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) begun = NULL;
  g_autoptr (HopsoRecord) request = NULL;

  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_PAPER, paper);
  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_REQUESTER, requester);
  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_MODE, HOPSO_SIGN_REQUEST_ORDERED);
  hopso_record_builder_set_time (builder, HOPSO_SIGN_REQUEST_CREATED, 1795390000);
  request = hopso_record_builder_end (builder);
  for (guint i = 0; signers[i] != NULL; i++)
    {
      g_autofree char *step_id = g_strdup_printf ("%s-%u", id, i + 1);
      g_autoptr (HopsoRecordBuilder) step =
          hopso_record_builder_new (HOPSO_KIND_SIGN_STEP, step_id);

      hopso_record_builder_set_string (step, HOPSO_SIGN_STEP_SIGNER, signers[i]);
      hopso_record_builder_set_string (step, HOPSO_SIGN_STEP_ACTION,
                                       signers[i + 1] != NULL ? HOPSO_SIGN_ASK_INITIAL
                                                              : HOPSO_SIGN_ASK_APPROVE);
      g_ptr_array_add (steps, hopso_record_builder_end (step));
    }
  begun = hopso_sign_chain_begin (request, steps);
  for (guint i = begun->len; i > 0; i--)
    hopso_test_workspace_put (self, g_object_ref (begun->pdata[i - 1]));
}

static void
act_async (HopsoWorkspace *self,
           const char *id,
           const HopsoSignAct *what,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  if (act (self, id, what))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_ALLOWED,
                             "không được phép");
}

void
hopso_workspace_return_request_async (HopsoWorkspace *self,
                                      const char *request_id,
                                      const char *reason,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  const HopsoSignAct what = {
    .type = HOPSO_SIGN_ACT_RETURN, .person = get_me (self), .reason = reason, .now = 1795397200
  };

  act_async (self, request_id, &what, callback, user_data);
}

void
hopso_workspace_delegate_request_async (HopsoWorkspace *self,
                                        const char *request_id,
                                        const char *person_id,
                                        const char *reason,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  const HopsoSignAct what = { .type = HOPSO_SIGN_ACT_DELEGATE,
                              .person = get_me (self),
                              .delegate = person_id,
                              .step = "delegated-step",
                              .now = 1795397200 };

  act_async (self, request_id, &what, callback, user_data);
}

void
hopso_workspace_withdraw_request_async (HopsoWorkspace *self,
                                        const char *request_id,
                                        const char *reason,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  const HopsoSignAct what = {
    .type = HOPSO_SIGN_ACT_WITHDRAW, .person = get_me (self), .reason = reason, .now = 1795397200
  };

  act_async (self, request_id, &what, callback, user_data);
}

gboolean
hopso_workspace_act_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
hopso_workspace_submit_async (HopsoWorkspace *self,
                              const HopsoSubmission *submission,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GPtrArray) signers = g_ptr_array_new ();

  for (guint i = 0; i < submission->n_steps; i++)
    g_ptr_array_add (signers, (gpointer) submission->steps[i].signer);
  g_ptr_array_add (signers, NULL);
  hopso_test_workspace_request (self, "submitted", submission->paper_id, get_me (self),
                                (const char *const *) signers->pdata);
  g_task_return_pointer (task, g_strdup ("submitted"), g_free);
}

char *
hopso_workspace_submit_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
hopso_workspace_correct_request_async (HopsoWorkspace *self,
                                       const char *request_id,
                                       gint64 deadline,
                                       const char *remarks,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  HopsoRecord *request = hopso_workspace_lookup_record (self, HOPSO_KIND_SIGN_REQUEST, request_id);
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (request);

  hopso_record_builder_set_time (builder, HOPSO_SIGN_REQUEST_DEADLINE, deadline);
  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_REMARKS, remarks);
  hopso_test_workspace_put (self, hopso_record_builder_end (builder));
  g_task_return_boolean (task, TRUE);
}

void
hopso_workspace_replace_paper_async (HopsoWorkspace *self,
                                     const char *paper_id,
                                     int fd,
                                     const char *file_name,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (HopsoRecordBuilder) builder =
      hopso_record_builder_new_from (HOPSO_RECORD (hopso_workspace_lookup_paper (self, paper_id)));

  hopso_record_builder_set_string (builder, HOPSO_PAPER_FILE_NAME, file_name);
  hopso_test_workspace_put (self, hopso_record_builder_end (builder));
  g_task_return_boolean (task, TRUE);
}

/* --- rules --------------------------------------------------------------------------------------
 */

const HopsoSignPolicy *
hopso_workspace_get_sign_policy (HopsoWorkspace *self)
{
  HopsoSignPolicy *policy = g_object_get_data (G_OBJECT (self), "policy");

  if (policy == NULL)
    {
      policy = hopso_sign_policy_new ();
      g_object_set_data_full (G_OBJECT (self), "policy", policy,
                              (GDestroyNotify) hopso_sign_policy_free);
    }
  return policy;
}

gboolean
hopso_workspace_may_submit (HopsoWorkspace *self)
{
  return TRUE;
}

gboolean
hopso_workspace_may_delegate_to (HopsoWorkspace *self, HopsoSignStep *step, const char *person_id)
{
  return g_strcmp0 (hopso_sign_step_get_signer (step), person_id) != 0;
}

void
hopso_workspace_note_opened_paper (HopsoWorkspace *self, const char *paper_id)
{
  g_object_set_data (G_OBJECT (self), g_intern_string (paper_id), GUINT_TO_POINTER (1));
}

gboolean
hopso_workspace_has_opened_paper (HopsoWorkspace *self, const char *paper_id)
{
  return g_object_get_data (G_OBJECT (self), paper_id) != NULL;
}
