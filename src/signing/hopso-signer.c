/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Conducts the signing of a batch: the PIN once, then document after document through copy, place,
 * digest, token, hole and check. Nothing appears under its final name before it has passed its
 * own verification. The conductor lives on the main thread and never waits; files and digests are
 * the work of one thread, PDF is the work of a sandboxed process, keys stay in the token. */

#include "hopso-signer.h"

#include "hopso-cms-builder.h"
#include "hopso-queue-thread.h"
#include "hopso-sign-batch-private.h"
#include "hopso-sign-draft-private.h"
#include "hopso-token-session.h"

struct _HopsoSigner
{
  GObject parent_instance;

  HopsoPdfClient *pdf_client; /* owned */
  HopsoVerifier *verifier;    /* owned */
  HopsoClock *clock;          /* owned */
  HopsoQueueThread *thread;   /* owned */
};

G_DEFINE_FINAL_TYPE (HopsoSigner, hopso_signer, G_TYPE_OBJECT)

/* One batch in progress: the data of its task. */
typedef struct
{
  HopsoSignBatch *batch;      /* owned */
  HopsoTokenSession *session; /* owned, nullable: before the PIN */
  HopsoSignatureScheme scheme;
  guint position;                 /* of the job that runs */
  HopsoSignJob *job;              /* borrowed: from batch */
  HopsoSignDraft *draft;          /* owned, nullable: between jobs */
  HopsoPdfPreparedUpdate *update; /* owned, nullable */
  HopsoCmsBuilder *builder;       /* owned, nullable */
  GBytes *cms;                    /* owned, nullable */
  HopsoSignatureReport *report;   /* owned, nullable */
} Batch;

static void start_next (GTask *task);

static void
clear_job (Batch *batch)
{
  g_clear_pointer (&batch->draft, hopso_sign_draft_free);
  g_clear_pointer (&batch->update, hopso_pdf_prepared_update_free);
  g_clear_object (&batch->builder);
  g_clear_pointer (&batch->cms, g_bytes_unref);
  g_clear_object (&batch->report);
}

static void
batch_free (gpointer data)
{
  Batch *batch = data;

  clear_job (batch);
  if (batch->session != NULL)
    hopso_token_session_close (batch->session);
  g_clear_object (&batch->session);
  g_object_unref (batch->batch);
  g_free (batch);
}

static void
hopso_signer_finalize (GObject *object)
{
  HopsoSigner *self = HOPSO_SIGNER (object);

  hopso_queue_thread_stop (self->thread);
  g_object_unref (self->thread);
  g_object_unref (self->pdf_client);
  g_object_unref (self->verifier);
  g_object_unref (self->clock);
  G_OBJECT_CLASS (hopso_signer_parent_class)->finalize (object);
}

static void
hopso_signer_class_init (HopsoSignerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_signer_finalize;
}

static void
hopso_signer_init (HopsoSigner *self)
{
  self->thread = hopso_queue_thread_new ("hopso-signer");
}

/**
 * hopso_signer_new:
 * @pdf_client: (transfer none): the PDF processes
 * @verifier: (transfer none): looks at every signed file before it is handed out
 * @clock: (transfer none): gives the claimed time
 *
 * Returns: (transfer full): a signer
 */
HopsoSigner *
hopso_signer_new (HopsoPdfClient *pdf_client, HopsoVerifier *verifier, HopsoClock *clock)
{
  HopsoSigner *self = g_object_new (HOPSO_TYPE_SIGNER, NULL);

  self->pdf_client = g_object_ref (pdf_client);
  self->verifier = g_object_ref (verifier);
  self->clock = g_object_ref (clock);
  return self;
}

/* Whether the rest of the batch makes no sense after this failure: the token is gone or refuses,
 * or the person wants to stop. */
static gboolean
stops_batch (const GError *error)
{
  return error->domain == HOPSO_TOKEN_ERROR ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
fail_job (GTask *task, GError *error)
{
  g_autoptr (GTask) owned = task;
  g_autoptr (GError) reason = error;
  Batch *batch = g_task_get_task_data (owned);

  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    hopso_sign_job_set_state (batch->job, HOPSO_SIGN_WAITING);
  else
    hopso_sign_job_fail (batch->job, reason);
  clear_job (batch);
  if (stops_batch (reason))
    g_task_return_error (owned, g_steal_pointer (&reason));
  else
    start_next (g_steal_pointer (&owned));
}

/* Runs a step on the signer's thread; @done is called on the main thread and takes over @task. */
static void
run_step (GTask *task, GTaskThreadFunc step, GAsyncReadyCallback done)
{
  HopsoSigner *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GTask) inner = g_task_new (self, cancellable, done, task);

  g_task_set_source_tag (inner, run_step);
  /* A step that is done is done: a file in its place must not be reported as cancelled. */
  g_task_set_check_cancellable (inner, FALSE);
  g_task_set_task_data (inner, g_task_get_task_data (task), NULL);
  hopso_queue_thread_push (self->thread, inner, step);
}

/* --- the end of one job ---------------------------------------------------------------------- */

static void
finish_cb (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  Batch *batch = data;
  GError *error = NULL;
  HopsoFd fd = -1;

  if (!hopso_sign_draft_check (batch->draft, batch->report, cancellable, &error) ||
      (fd = hopso_sign_draft_finish (batch->draft, &error)) < 0)
    g_task_return_error (step, error);
  else
    g_task_return_int (step, fd);
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Batch *batch = g_task_get_task_data (task);
  GError *error = NULL;
  HopsoFd fd = (HopsoFd) g_task_propagate_int (G_TASK (result), &error);

  if (error != NULL)
    {
      fail_job (g_steal_pointer (&task), error);
      return;
    }
  hopso_sign_job_take_result (batch->job, fd, HOPSO_SIGNATURE_LEVEL_B_B, batch->report);
  clear_job (batch);
  start_next (g_steal_pointer (&task));
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Batch *batch = g_task_get_task_data (task);
  GError *error = NULL;

  batch->report = hopso_verifier_verify_finish (HOPSO_VERIFIER (source), result, &error);
  if (batch->report == NULL)
    fail_job (g_steal_pointer (&task), error);
  else
    run_step (g_steal_pointer (&task), finish_cb, finished_cb);
}

static void
filled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoSigner *self = HOPSO_SIGNER (source);
  Batch *batch = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      fail_job (g_steal_pointer (&task), error);
      return;
    }
  hopso_sign_job_set_state (batch->job, HOPSO_SIGN_CHECKING);
  hopso_verifier_verify_async (self->verifier, hopso_sign_draft_get_reader (batch->draft),
                               HOPSO_VERIFY_OFFLINE | HOPSO_VERIFY_PATIENT, cancellable,
                               verified_cb, g_steal_pointer (&task));
}

/* --- the token ------------------------------------------------------------------------------- */

static void
fill_cb (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  Batch *batch = data;
  GError *error = NULL;

  if (!hopso_sign_draft_fill (batch->draft, batch->cms, &error))
    g_task_return_error (step, error);
  else
    g_task_return_boolean (step, TRUE);
}

static void
signed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Batch *batch = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) value =
      hopso_token_session_sign_finish (HOPSO_TOKEN_SESSION (source), result, &error);

  if (value != NULL)
    batch->cms = hopso_cms_builder_finish (batch->builder, value, &error);
  if (batch->cms == NULL)
    fail_job (g_steal_pointer (&task), error);
  else
    run_step (g_steal_pointer (&task), fill_cb, filled_cb);
}

static void
appended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Batch *batch = g_task_get_task_data (task);
  HopsoTokenCertificate *certificate = hopso_sign_batch_get_certificate (batch->batch);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (GBytes) digest = g_task_propagate_pointer (G_TASK (result), &error);

  if (digest != NULL)
    batch->builder = hopso_cms_builder_new (hopso_token_certificate_get_certificate (certificate),
                                            hopso_sign_batch_get_chain (batch->batch),
                                            HOPSO_HASH_SHA256, batch->scheme, &error);
  if (batch->builder == NULL)
    {
      fail_job (g_steal_pointer (&task), error);
      return;
    }

  hopso_cms_builder_set_message_digest (batch->builder, digest);
  g_autoptr (GBytes) to_be_signed = hopso_cms_builder_dup_to_be_signed (batch->builder);
  hopso_sign_job_set_state (batch->job, HOPSO_SIGN_SIGNING);
  hopso_token_session_sign_async (batch->session, batch->scheme, HOPSO_HASH_SHA256, to_be_signed,
                                  cancellable, signed_cb, g_steal_pointer (&task));
}

/* --- the place for the signature ------------------------------------------------------------- */

static void
append_cb (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  Batch *batch = data;
  GError *error = NULL;
  GBytes *digest = hopso_sign_draft_append (batch->draft, batch->update, cancellable, &error);

  if (digest == NULL)
    g_task_return_error (step, error);
  else
    g_task_return_pointer (step, digest, (GDestroyNotify) g_bytes_unref);
}

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Batch *batch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  batch->update =
      hopso_pdf_client_prepare_signature_finish (HOPSO_PDF_CLIENT (source), result, &error);
  if (batch->update != NULL)
    {
      run_step (g_steal_pointer (&task), append_cb, appended_cb);
      return;
    }
  if (error->domain == HOPSO_PDF_CLIENT_ERROR)
    fail_job (
        g_steal_pointer (&task),
        g_error_new_literal (HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_DOCUMENT, error->message));
  else
    fail_job (g_steal_pointer (&task), g_steal_pointer (&error));
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoSigner *self = HOPSO_SIGNER (source);
  Batch *batch = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      fail_job (g_steal_pointer (&task), error);
      return;
    }
  g_autoptr (GVariant) parameters =
      g_variant_ref_sink (hopso_sign_draft_dup_parameters (batch->draft));
  hopso_pdf_client_prepare_signature_async (self->pdf_client,
                                            hopso_sign_draft_get_reader (batch->draft),
                                            hopso_sign_draft_get_mark (batch->draft), parameters,
                                            cancellable, prepared_cb, g_steal_pointer (&task));
}

static void
copy_cb (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  Batch *batch = data;
  GError *error = NULL;

  if (!hopso_sign_draft_copy (batch->draft, cancellable, &error))
    g_task_return_error (step, error);
  else
    g_task_return_boolean (step, TRUE);
}

/* --- the batch ------------------------------------------------------------------------------- */

static void
end_batch (GTask *task)
{
  g_autoptr (GTask) owned = task;
  Batch *batch = g_task_get_task_data (owned);

  hopso_token_session_close (batch->session);
  g_clear_object (&batch->session);
  g_task_return_boolean (owned, TRUE);
}

static void
start_next (GTask *task)
{
  g_autoptr (GTask) owned = task;
  HopsoSigner *self = g_task_get_source_object (owned);
  Batch *batch = g_task_get_task_data (owned);
  HopsoTokenCertificate *certificate = hopso_sign_batch_get_certificate (batch->batch);

  if (g_task_return_error_if_cancelled (owned))
    return;
  g_autoptr (HopsoSignJob) job =
      g_list_model_get_item (hopso_sign_batch_get_jobs (batch->batch), batch->position);
  if (job == NULL)
    {
      end_batch (g_steal_pointer (&owned));
      return;
    }

  batch->position++;
  batch->job = job;
  batch->draft = hopso_sign_draft_new (hopso_sign_job_get_order (job),
                                       hopso_token_certificate_get_certificate (certificate),
                                       hopso_clock_now (self->clock));
  hopso_sign_job_set_state (job, HOPSO_SIGN_PREPARING);
  run_step (g_steal_pointer (&owned), copy_cb, copied_cb);
}

static void
session_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Batch *batch = g_task_get_task_data (task);
  GError *error = NULL;

  batch->session = hopso_token_open_session_finish (HOPSO_TOKEN (source), result, &error);
  if (batch->session == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  batch->scheme = hopso_token_session_get_preferred_scheme (batch->session);
  if (batch->scheme == HOPSO_SIGNATURE_SCHEME_RSA_PSS && hopso_sign_batch_get_pkcs1 (batch->batch))
    batch->scheme = HOPSO_SIGNATURE_SCHEME_RSA_PKCS1;
  start_next (g_steal_pointer (&task));
}

/**
 * hopso_signer_sign_async:
 * @batch: (transfer none): what to sign; its jobs tell how far they have come
 * @cancellable: (nullable): stops before the next document; what is signed stays signed
 * @callback: called when all jobs are done or failed, or the batch had to stop
 * @user_data: for @callback
 *
 * Asks for the PIN once and signs one document after the other (PAdES B-B,
 * ETSI EN 319 142-1 §6.3). A document that cannot be signed does not stop the others; a wrong PIN
 * or a token that is pulled out stops the batch.
 */
void
hopso_signer_sign_async (HopsoSigner *self,
                         HopsoSignBatch *batch,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_SIGNER (self));
  g_return_if_fail (HOPSO_IS_SIGN_BATCH (batch));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Batch *data = g_new0 (Batch, 1);
  HopsoTokenCertificate *certificate = hopso_sign_batch_get_certificate (batch);

  g_task_set_source_tag (task, hopso_signer_sign_async);
  data->batch = g_object_ref (batch);
  g_task_set_task_data (task, data, batch_free);
  if (hopso_token_certificate_get_fitness (certificate, hopso_clock_now (self->clock)) !=
      HOPSO_TOKEN_FITNESS_OK)
    {
      g_task_return_new_error (task, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_CERTIFICATE,
                               "This certificate cannot sign");
      return;
    }
  if (hopso_sign_batch_get_level (batch) > HOPSO_SIGNATURE_LEVEL_B_B)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                               "Timestamps cannot be had yet");
      return;
    }
  hopso_token_open_session_async (hopso_sign_batch_get_token (batch), certificate,
                                  hopso_sign_batch_get_prompt (batch), cancellable,
                                  session_opened_cb, g_steal_pointer (&task));
}

/**
 * hopso_signer_sign_finish:
 *
 * Returns: %TRUE when the batch went through, each job with its own result; %FALSE with @error
 *   when it stopped, and then jobs that were not begun are still waiting
 */
gboolean
hopso_signer_sign_finish (HopsoSigner *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
