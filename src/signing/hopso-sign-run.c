/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One document on its way to its signature: copied and prepared; then its digest at the token; then
 * the hole filled, the file verified as it lies there, and put in its place. Nothing appears under
 * its final name before it has passed its own verification. The conductor lives on the main thread
 * and never waits; files and digests are the work of threads, PDF is the work of a sandboxed
 * process, keys stay in the token. Whose turn it is at the token is decided elsewhere. */

#include "hopso-sign-run-state-private.h"

#include "hopso-sign-batch-private.h"
#include "hopso-sign-rules-private.h"

/* The time that the signature claims must not be that of a person who went to look for the PIN. */
#define MAX_AGE_S 30

G_DEFINE_FINAL_TYPE (HopsoSignRun, hopso_sign_run, G_TYPE_OBJECT)

static void
clear (HopsoSignRun *self)
{
  g_clear_pointer (&self->draft, hopso_sign_draft_free);
  g_clear_pointer (&self->update, hopso_pdf_prepared_update_free);
  g_clear_pointer (&self->digest, g_bytes_unref);
  self->is_prepared = FALSE;
  g_clear_object (&self->builder);
  g_clear_pointer (&self->value, g_bytes_unref);
  g_clear_pointer (&self->cms, g_bytes_unref);
  g_clear_object (&self->report);
}

static void
hopso_sign_run_finalize (GObject *object)
{
  HopsoSignRun *self = HOPSO_SIGN_RUN (object);

  clear (self);
  g_object_unref (self->batch);
  g_object_unref (self->job);
  G_OBJECT_CLASS (hopso_sign_run_parent_class)->finalize (object);
}

static void
hopso_sign_run_class_init (HopsoSignRunClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_sign_run_finalize;
}

static void
hopso_sign_run_init (HopsoSignRun *self)
{
}

/* Begins nothing yet. */
HopsoSignRun *
hopso_sign_run_new (const HopsoSignTools *tools, HopsoSignBatch *batch, HopsoSignJob *job)
{
  HopsoSignRun *self = g_object_new (HOPSO_TYPE_SIGN_RUN, NULL);

  self->tools = tools;
  self->batch = g_object_ref (batch);
  self->job = g_object_ref (job);
  return self;
}

/* Borrowed. */
HopsoSignJob *
hopso_sign_run_get_job (HopsoSignRun *self)
{
  return self->job;
}

/* Whether it can go to the token. */
gboolean
hopso_sign_run_is_prepared (HopsoSignRun *self)
{
  return self->is_prepared;
}

/* Whether what was prepared has waited so long that it must be prepared anew. */
gboolean
hopso_sign_run_is_stale (HopsoSignRun *self)
{
  const gint64 age = hopso_clock_now (self->tools->clock) - self->begun;

  return age < 0 || age > MAX_AGE_S;
}

/* After @error: whether there is hope in a larger place for the signature, all else begun anew. */
gboolean
hopso_sign_run_enlarge (HopsoSignRun *self, const GError *error)
{
  if (!g_error_matches (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_TOO_LARGE) ||
      self->hole_size != 0 || self->cms == NULL)
    return FALSE;
  self->hole_size = 2 * g_bytes_get_size (self->cms);
  return TRUE;
}

GTask *
hopso_sign_run_begin (HopsoSignRun *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_sign_run_begin);
  /* A step that is done is done: a file in its place must not be reported as cancelled. */
  g_task_set_check_cancellable (task, FALSE);
  return task;
}

/* Ends the other stretches: FALSE with @error when there will be no signature. */
gboolean
hopso_sign_run_finish (HopsoSignRun *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Runs a step on a thread; @done is called on the main thread and takes over @task. */
void
hopso_sign_run_step (GTask *task,
                     HopsoQueueThread *thread,
                     GTaskThreadFunc step,
                     GAsyncReadyCallback done)
{
  HopsoSignRun *self = g_task_get_source_object (task);
  g_autoptr (GTask) inner = g_task_new (self, g_task_get_cancellable (task), done, task);

  g_task_set_source_tag (inner, hopso_sign_run_step);
  g_task_set_check_cancellable (inner, FALSE);
  hopso_queue_thread_push (thread, inner, step);
}

/* --- first: the place for the signature ------------------------------------------------------ */

static void
append_step (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  HopsoSignRun *self = source;
  GError *error = NULL;
  GBytes *digest = hopso_sign_draft_append (self->draft, self->update, cancellable, &error);

  if (digest == NULL)
    g_task_return_error (step, error);
  else
    g_task_return_pointer (step, digest, (GDestroyNotify) g_bytes_unref);
}

static void
appended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HopsoSignRun *self = HOPSO_SIGN_RUN (source);
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  self->digest = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->digest == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoSignRun *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) rule = NULL;

  self->update =
      hopso_pdf_client_prepare_signature_finish (HOPSO_PDF_CLIENT (source), result, &error);
  if (self->update != NULL)
    hopso_sign_run_step (g_steal_pointer (&task), self->tools->copying, append_step, appended_cb);
  else if (hopso_sign_rules_explain (error, &rule))
    g_task_return_error (task, g_steal_pointer (&rule));
  else if (error->domain == HOPSO_PDF_CLIENT_ERROR)
    g_task_return_new_error (task, HOPSO_SIGNING_ERROR, hopso_sign_draft_judge (error), "%s",
                             error->message);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
prepare (GTask *task)
{
  g_autoptr (GTask) owned = task;
  HopsoSignRun *self = g_task_get_source_object (owned);
  GCancellable *cancellable = g_task_get_cancellable (owned);
  g_autoptr (GVariant) parameters =
      g_variant_ref_sink (hopso_sign_draft_dup_parameters (self->draft));

  const HopsoPdfOriginal original = hopso_sign_draft_get_original (self->draft);

  hopso_pdf_client_prepare_signature_async (self->tools->pdf_client, &original,
                                            hopso_sign_draft_get_mark (self->draft), parameters,
                                            cancellable, prepared_cb, g_steal_pointer (&owned));
}

static void
looked_at_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (HopsoSignatureReport) report =
      hopso_verifier_verify_finish (HOPSO_VERIFIER (source), result, &error);

  if (report == NULL || !hopso_sign_rules_allow_document (report, &error))
    g_task_return_error (task, error);
  else
    prepare (g_steal_pointer (&task));
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HopsoSignRun *self = HOPSO_SIGN_RUN (source);
  g_autoptr (GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  const HopsoPdfOriginal original = hopso_sign_draft_get_original (self->draft);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, error);
  else if (hopso_sign_rules_need_report (hopso_sign_job_get_action (self->job)))
    hopso_verifier_verify_original_async (self->tools->verifier, &original,
                                          HOPSO_VERIFY_OFFLINE | HOPSO_VERIFY_PATIENT, cancellable,
                                          looked_at_cb, g_steal_pointer (&task));
  else
    prepare (g_steal_pointer (&task));
}

static void
copy_step (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  HopsoSignRun *self = source;
  GError *error = NULL;

  if (!hopso_sign_draft_copy (self->draft, cancellable, &error))
    g_task_return_error (step, error);
  else
    g_task_return_boolean (step, TRUE);
}

/* Copies the document, has the place for the signature prepared, checks it, digests it all. May be
 * called again, which begins anew. */
void
hopso_sign_run_prepare_async (HopsoSignRun *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  HopsoTokenCertificate *certificate = hopso_sign_batch_get_certificate (self->batch);

  clear (self);
  self->is_stamped = FALSE;
  hopso_sign_job_set_delay (self->job, NULL);
  self->begun = hopso_clock_now (self->tools->clock);
  self->draft =
      hopso_sign_draft_new (hopso_sign_job_get_order (self->job),
                            hopso_token_certificate_get_certificate (certificate), self->begun);
  hopso_sign_draft_set_hole_size (self->draft, self->hole_size);
  hopso_sign_job_set_state (self->job, HOPSO_SIGN_PREPARING);
  hopso_sign_run_step (hopso_sign_run_begin (self, cancellable, callback, user_data),
                       self->tools->copying, copy_step, copied_cb);
}

/* FALSE with @error when the document cannot be signed. */
gboolean
hopso_sign_run_prepare_finish (HopsoSignRun *self, GAsyncResult *result, GError **error)
{
  self->is_prepared = g_task_propagate_boolean (G_TASK (result), error);
  return self->is_prepared;
}

/* --- second: the token ----------------------------------------------------------------------- */

static void
signed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoSignRun *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->value = hopso_token_session_sign_finish (HOPSO_TOKEN_SESSION (source), result, &error);
  if (self->value != NULL)
    self->cms = hopso_cms_builder_finish (self->builder, self->value, &error);
  if (self->cms == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* Has the token sign what was prepared. */
void
hopso_sign_run_sign_async (HopsoSignRun *self,
                           HopsoTokenSession *session,
                           HopsoSignatureScheme scheme,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = hopso_sign_run_begin (self, cancellable, callback, user_data);
  HopsoTokenCertificate *certificate = hopso_sign_batch_get_certificate (self->batch);
  GError *error = NULL;

  self->builder = hopso_cms_builder_new (hopso_token_certificate_get_certificate (certificate),
                                         hopso_sign_batch_get_chain (self->batch),
                                         HOPSO_HASH_SHA256, scheme, &error);
  if (self->builder == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  hopso_cms_builder_set_message_digest (self->builder, self->digest);
  g_autoptr (GBytes) to_be_signed = hopso_cms_builder_dup_to_be_signed (self->builder);
  hopso_sign_job_set_state (self->job, HOPSO_SIGN_SIGNING);
  hopso_token_session_sign_async (session, scheme, HOPSO_HASH_SHA256, to_be_signed, cancellable,
                                  signed_cb, g_steal_pointer (&task));
}
