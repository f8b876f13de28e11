/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Submitting papers for signing, and returning, delegating and withdrawing what was submitted. As
 * with every change, the records and what is to be sent go into the store in one transaction and
 * show at once; what becomes of a request is worked out as the server does it. Main thread; the
 * functions of the store run on its own. */

#include "hopso-workspace-requests.h"

#include "hopso-local-change.h"
#include "hopso-sign-chain.h"
#include "hopso-wire-submission.h"
#include "hopso-workspace-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  HopsoWireSubmission *wire; /* owned */
} Submitting;

typedef struct
{
  HopsoSignActType type;
  const char *operation;  /* borrowed: constant */
  char *request;          /* owned */
  char *person;           /* owned: who acts */
  HopsoWireSignAct *said; /* owned */
  gint64 now;
} Acting;

static void
submitting_free (gpointer data)
{
  Submitting *self = data;

  hopso_wire_submission_free (self->wire);
  g_free (self);
}

static void
acting_free (gpointer data)
{
  Acting *self = data;

  g_free (self->request);
  g_free (self->person);
  hopso_wire_sign_act_free (self->said);
  g_free (self);
}

static void
fail (GTask *task, HopsoWorkspaceError code, const char *message)
{
  g_task_return_new_error (task, HOPSO_WORKSPACE_ERROR, (int) code, "%s", message);
  g_object_unref (task);
}

/* The steps of a request in the store; one from before there were steps has one. */
GPtrArray *
hopso_workspace_read_steps (HopsoStoreSession *session, HopsoRecord *request, GError **error)
{
  GPtrArray *steps = hopso_store_session_list (session, HOPSO_KIND_SIGN_STEP, "request",
                                               hopso_record_get_id (request), error);

  if (steps != NULL && steps->len == 0)
    g_ptr_array_add (steps, hopso_sign_chain_make_step (HOPSO_SIGN_REQUEST (request)));
  return steps;
}

/* For people: why that may not be. */
void
hopso_workspace_set_verdict (GError **error, HopsoSignVerdict verdict)
{
  const char *words = _ ("You are not asked to sign this document");

  if (verdict == HOPSO_SIGN_VERDICT_NOT_YOUR_TURN)
    words = _ ("It is not your turn to sign this document");
  else if (verdict == HOPSO_SIGN_VERDICT_OVER)
    words = _ ("This sign request is over and cannot be changed any more");
  else if (verdict == HOPSO_SIGN_VERDICT_INVALID)
    words = _ ("Say why, or choose somebody who is not asked already");
  g_set_error_literal (error, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_ALLOWED, words);
}

static gpointer
store_act (HopsoStoreSession *session, gpointer data, GError **error)
{
  const Acting *acting = data;
  const HopsoSignAct act = { .type = acting->type,
                             .person = acting->person,
                             .reason = acting->said->reason,
                             .delegate = acting->said->person,
                             .step = acting->said->step,
                             .now = acting->now };
  g_autoptr (HopsoRecord) request =
      hopso_store_session_get (session, HOPSO_KIND_SIGN_REQUEST, acting->request, error);
  g_autoptr (GPtrArray) steps =
      request != NULL ? hopso_workspace_read_steps (session, request, error) : NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (HopsoOutboxEntry) entry = NULL;
  HopsoSignVerdict verdict;

  if (steps == NULL)
    return NULL;
  records = hopso_sign_chain_act (request, steps, &act, &verdict);
  if (records == NULL)
    {
      hopso_workspace_set_verdict (error, verdict);
      return NULL;
    }
  g_autoptr (JsonObject) content = hopso_wire_sign_act_to_json (acting->said);
  entry = hopso_local_change_new_act (request, acting->operation, content);
  if (!hopso_local_change_store_act (session, entry, records, error))
    return NULL;
  return g_steal_pointer (&records);
}

/* Takes @acting. */
static void
act (HopsoWorkspace *self, Acting *acting, const char *request_id, GTask *task)
{
  const HopsoStoreJob job = { .func = store_act,
                              .data = acting,
                              .data_free = acting_free,
                              .result_free = (GDestroyNotify) g_ptr_array_unref };

  acting->request = g_strdup (request_id);
  acting->person = g_strdup (hopso_account_get_person_id (self->account));
  acting->now = hopso_clock_now (self->clock);
  if (self->store == NULL ||
      hopso_workspace_lookup_record (self, HOPSO_KIND_SIGN_REQUEST, request_id) == NULL)
    {
      acting_free (acting);
      fail (task, HOPSO_WORKSPACE_ERROR_NOT_FOUND,
            _ ("The sign request is not on this machine any more"));
      return;
    }
  hopso_store_write_async (self->store, &job, NULL, hopso_workspace_written_cb, task);
}

static Acting *
new_acting (HopsoSignActType type, const char *operation, const char *reason)
{
  Acting *acting = g_new0 (Acting, 1);

  acting->type = type;
  acting->operation = operation;
  acting->said = g_new0 (HopsoWireSignAct, 1);
  acting->said->reason = g_strdup (reason);
  return acting;
}

/**
 * hopso_workspace_return_request_async:
 * @request_id: a request in which it is this person's turn
 * @reason: why, for who submitted it
 *
 * Gives the paper back unsigned; finished by hopso_workspace_act_finish().
 */
void
hopso_workspace_return_request_async (HopsoWorkspace *self,
                                      const char *request_id,
                                      const char *reason,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self));

  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, hopso_workspace_return_request_async);
  act (self, new_acting (HOPSO_SIGN_ACT_RETURN, HOPSO_CHANGE_RETURN, reason), request_id, task);
}

/**
 * hopso_workspace_withdraw_request_async:
 * @request_id: a request that this person submitted
 * @reason: (nullable): why
 *
 * Takes the request back; finished by hopso_workspace_act_finish().
 */
void
hopso_workspace_withdraw_request_async (HopsoWorkspace *self,
                                        const char *request_id,
                                        const char *reason,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self));

  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, hopso_workspace_withdraw_request_async);
  act (self, new_acting (HOPSO_SIGN_ACT_WITHDRAW, HOPSO_CHANGE_WITHDRAW, reason), request_id, task);
}

/**
 * hopso_workspace_delegate_request_async:
 * @request_id: a request in which it is this person's turn
 * @person_id: who shall sign instead
 * @reason: (nullable): why
 *
 * Hands this person's step on; finished by hopso_workspace_act_finish().
 */
void
hopso_workspace_delegate_request_async (HopsoWorkspace *self,
                                        const char *request_id,
                                        const char *person_id,
                                        const char *reason,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self));

  GTask *task = g_task_new (self, NULL, callback, user_data);
  HopsoSignStep *step = hopso_workspace_lookup_my_step (self, request_id);
  Acting *acting;

  g_task_set_source_tag (task, hopso_workspace_delegate_request_async);
  if (step != NULL && !hopso_workspace_may_delegate_to (self, step, person_id))
    {
      fail (task, HOPSO_WORKSPACE_ERROR_NOT_ALLOWED, _ ("This person may not sign instead of you"));
      return;
    }
  acting = new_acting (HOPSO_SIGN_ACT_DELEGATE, HOPSO_CHANGE_DELEGATE, reason);
  acting->said->person = g_strdup (person_id);
  acting->said->step = g_uuid_string_random ();
  act (self, acting, request_id, task);
}

/**
 * hopso_workspace_act_finish:
 *
 * Returns: whether it is kept and will be sent, else %FALSE with @error
 */
gboolean
hopso_workspace_act_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Of a paper that is there, the version that is meant is the one that is here now. */
static gpointer
store_submission (HopsoStoreSession *session, gpointer data, GError **error)
{
  HopsoWireSubmission *wire = ((Submitting *) data)->wire;
  g_autoptr (HopsoOutboxEntry) entry = NULL;
  g_autoptr (GPtrArray) records = NULL;

  records = hopso_sign_chain_begin (wire->request, wire->steps);
  g_set_object (&wire->request, (HopsoRecord *) records->pdata[0]);
  g_ptr_array_set_size (wire->steps, 0);
  for (guint i = 1; i < records->len; i++)
    g_ptr_array_add (wire->steps, g_object_ref (records->pdata[i]));

  g_autoptr (JsonObject) content = hopso_wire_submission_to_json (wire);
  entry = hopso_local_change_new_act (wire->request, HOPSO_CHANGE_SUBMIT, content);
  if (wire->paper != NULL)
    {
      entry->digest = g_strdup (hopso_paper_get_digest (HOPSO_PAPER (wire->paper)));
      g_ptr_array_add (records, g_object_ref (wire->paper));
    }
  if (!hopso_local_change_store_act (session, entry, records, error))
    return NULL;
  return g_steal_pointer (&records);
}

static HopsoRecord *
make_paper (HopsoWorkspace *self, const HopsoSubmission *submission, guint64 size)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_PAPER, id);
  HopsoPerson *me = hopso_workspace_get_person (self);

  hopso_record_builder_set_string (builder, HOPSO_PAPER_NAME, submission->name);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_FILE_NAME, submission->file_name);
  hopso_record_builder_set_integer (builder, HOPSO_PAPER_SIZE, (gint64) size);
  hopso_record_builder_set_integer (builder, HOPSO_PAPER_VERSION, 1);
  hopso_record_builder_set_time (builder, HOPSO_PAPER_DATE, hopso_clock_now (self->clock));
  if (me != NULL)
    hopso_record_builder_set_string (builder, HOPSO_PAPER_ORGANIZATION,
                                     hopso_person_get_organization (me));
  return hopso_record_builder_end (builder);
}

static GPtrArray *
make_steps (const HopsoSubmission *submission)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < submission->n_steps; i++)
    {
      const HopsoSubmissionStep *wish = &submission->steps[i];
      g_autofree char *id = g_uuid_string_random ();
      g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_SIGN_STEP, id);

      hopso_record_builder_set_string (builder, HOPSO_SIGN_STEP_SIGNER, wish->signer);
      hopso_record_builder_set_string (builder, HOPSO_SIGN_STEP_ACTION, wish->action);
      hopso_record_builder_set_string (builder, HOPSO_SIGN_STEP_PLACE, wish->place);
      g_ptr_array_add (steps, hopso_record_builder_end (builder));
    }
  return steps;
}

static HopsoRecord *
make_request (HopsoWorkspace *self, const HopsoSubmission *submission, HopsoRecord *paper)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_SIGN_REQUEST, id);
  gboolean in_any = g_strcmp0 (submission->mode, HOPSO_SIGN_REQUEST_ANY) == 0;

  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_PAPER, hopso_record_get_id (paper));
  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_DIGEST,
                                   hopso_paper_get_digest (HOPSO_PAPER (paper)));
  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_REQUESTER,
                                   hopso_account_get_person_id (self->account));
  hopso_record_builder_set_time (builder, HOPSO_SIGN_REQUEST_DEADLINE, submission->deadline);
  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_REMARKS, submission->remarks);
  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_PLACE, submission->steps[0].place);
  hopso_record_builder_set_time (builder, HOPSO_SIGN_REQUEST_CREATED,
                                 hopso_clock_now (self->clock));
  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_MODE,
                                   in_any ? HOPSO_SIGN_REQUEST_ANY : HOPSO_SIGN_REQUEST_ORDERED);
  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_PREVIOUS, submission->previous);
  return hopso_record_builder_end (builder);
}

/* What the server would refuse for sure is not even kept for sending. */
static const char *
find_fault (HopsoWorkspace *self, GPtrArray *steps, HopsoPaper *paper)
{
  if (!hopso_workspace_may_submit (self))
    return _ ("You may not submit documents for signing");
  if (hopso_paper_is_state_secret (paper))
    return _ ("State secrets may not be kept in this system");
  if (!hopso_sign_chain_is_valid (steps, hopso_paper_get_signatures (paper) > 0))
    return _ ("Name each signer once; the agency signs after an approval");
  for (guint i = 0; i < steps->len; i++)
    {
      HopsoPerson *signer =
          hopso_workspace_lookup_person (self, hopso_sign_step_get_signer (steps->pdata[i]));

      if (signer == NULL ||
          !hopso_sign_policy_may_ask (hopso_workspace_get_sign_policy (self),
                                      hopso_workspace_get_person (self), signer) ||
          !hopso_sign_policy_may_sign (signer, hopso_sign_step_get_action (steps->pdata[i])))
        return _ ("One of the signers may not sign in the way that is asked");
    }
  return NULL;
}

static void
store_submission_of (HopsoWorkspace *self, GTask *task)
{
  const HopsoStoreJob job = { .func = store_submission,
                              .data = g_task_get_task_data (task),
                              .result_free = (GDestroyNotify) g_ptr_array_unref };

  if (self->store == NULL)
    fail (task, HOPSO_WORKSPACE_ERROR_NOT_FOUND, _ ("The account was closed"));
  else
    hopso_store_write_async (self->store, &job, NULL, hopso_workspace_written_cb, task);
}

static void
set_string (HopsoRecord **record, guint field, const char *value)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (*record);

  hopso_record_builder_set_string (builder, field, value);
  g_object_unref (*record);
  *record = hopso_record_builder_end (builder);
}

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Submitting *submitting = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *digest =
      hopso_blob_cache_import_finish (HOPSO_BLOB_CACHE (source), result, &error);

  if (digest == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  set_string (&submitting->wire->paper, HOPSO_PAPER_DIGEST, digest);
  set_string (&submitting->wire->request, HOPSO_SIGN_REQUEST_DIGEST, digest);
  store_submission_of (g_task_get_source_object (task), task);
}

/* The paper that is meant, or a new one; NULL with @error. */
static HopsoRecord *
find_paper (HopsoWorkspace *self, const HopsoSubmission *submission, GError **error)
{
  HopsoPaper *paper = hopso_workspace_lookup_paper (self, submission->paper_id);
  guint64 size = 0;

  if (submission->paper_id == NULL)
    return hopso_fd_get_size (submission->fd, &size, error) ? make_paper (self, submission, size)
                                                            : NULL;
  if (paper == NULL)
    g_set_error_literal (error, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_FOUND,
                         _ ("The paper is not on this machine any more"));
  return paper != NULL ? g_object_ref (HOPSO_RECORD (paper)) : NULL;
}

/**
 * hopso_workspace_submit_async:
 * @submission: what is submitted; read at once, but for its file
 *
 * Submits a paper for signing.
 */
void
hopso_workspace_submit_async (HopsoWorkspace *self,
                              const HopsoSubmission *submission,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self));

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Submitting *submitting = g_new0 (Submitting, 1);
  GError *error = NULL;
  g_autoptr (HopsoRecord) paper = find_paper (self, submission, &error);
  const char *fault;

  g_task_set_source_tag (task, hopso_workspace_submit_async);
  g_task_set_task_data (task, submitting, submitting_free);
  if (paper == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  submitting->wire = g_new0 (HopsoWireSubmission, 1);
  submitting->wire->steps = make_steps (submission);
  fault = find_fault (self, submitting->wire->steps, HOPSO_PAPER (paper));
  if (fault != NULL || self->store == NULL)
    {
      fail (task, HOPSO_WORKSPACE_ERROR_NOT_ALLOWED,
            fault != NULL ? fault : _ ("The account was closed"));
      return;
    }
  submitting->wire->request = make_request (self, submission, paper);
  if (submission->paper_id != NULL)
    {
      store_submission_of (self, task);
      return;
    }
  submitting->wire->paper = g_steal_pointer (&paper);
  hopso_blob_cache_import_async (hopso_store_get_blobs (self->store), submission->fd, cancellable,
                                 imported_cb, task);
}

/**
 * hopso_workspace_submit_finish:
 *
 * Returns: (transfer full): the id of the request, which is kept and will be sent, else %NULL with
 *   @error
 */
char *
hopso_workspace_submit_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  const Submitting *submitting = g_task_get_task_data (G_TASK (result));
  return g_task_propagate_boolean (G_TASK (result), error)
             ? g_strdup (hopso_record_get_id (submitting->wire->request))
             : NULL;
}
