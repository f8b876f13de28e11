/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Conducts the signing of a batch: the PIN once, and several documents on their way at a time, so
 * that one is prepared and another one verified while the token works on a third. One document at a
 * time is at the token: a PIN that it refuses is never tried for the next one. Lives on the main
 * thread. */

#include "hopso-signer.h"

#include "hopso-sign-batch-private.h"
#include "hopso-sign-job-private.h"
#include "hopso-sign-rules-private.h"
#include "hopso-sign-run-private.h"

/* One is prepared, one waits for the token, one is there, one is verified. */
#define MAX_RUNS 4

struct _HopsoSigner
{
  GObject parent_instance;

  HopsoSignTools tools; /* owned, all of them */
};

G_DEFINE_FINAL_TYPE (HopsoSigner, hopso_signer, G_TYPE_OBJECT)

/* One batch in progress: the data of its task. */
typedef struct
{
  HopsoSignBatch *batch;      /* owned */
  HopsoTokenSession *session; /* owned, nullable: before the PIN */
  HopsoSignatureScheme scheme;
  guint position;      /* of the next job to begin */
  guint n_runs;        /* that have begun and not ended */
  GQueue waiting;      /* of HopsoSignRun, owned: not yet at the token, the earliest first */
  gboolean is_signing; /* one is at the token */
  gboolean is_opening; /* the PIN is asked for */
  GError *stopped;     /* owned, nullable: why nothing more begins */
} Batch;

static void advance (GTask *task);
static void prepare (GTask *task, HopsoSignRun *run);

static void
batch_free (gpointer data)
{
  Batch *batch = data;

  g_queue_clear_full (&batch->waiting, g_object_unref);
  if (batch->session != NULL)
    hopso_token_session_close (batch->session);
  g_clear_object (&batch->session);
  g_clear_error (&batch->stopped);
  g_object_unref (batch->batch);
  g_free (batch);
}

static void
hopso_signer_finalize (GObject *object)
{
  HopsoSignTools *tools = &HOPSO_SIGNER (object)->tools;

  hopso_queue_thread_stop (tools->copying);
  hopso_queue_thread_stop (tools->finishing);
  g_object_unref (tools->copying);
  g_object_unref (tools->finishing);
  g_object_unref (tools->pdf_client);
  g_object_unref (tools->verifier);
  g_object_unref (tools->clock);
  g_object_unref (tools->stamping);
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
  self->tools.copying = hopso_queue_thread_new ("hopso-sign-in");
  self->tools.finishing = hopso_queue_thread_new ("hopso-sign-out");
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

  self->tools.pdf_client = g_object_ref (pdf_client);
  self->tools.verifier = g_object_ref (verifier);
  self->tools.clock = g_object_ref (clock);
  self->tools.stamping = hopso_timestamp_client_new (verifier);
  return self;
}

/**
 * hopso_signer_get_timestamp_client:
 *
 * Returns: (transfer none): what asks timestamp authorities
 */
HopsoTimestampClient *
hopso_signer_get_timestamp_client (HopsoSigner *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGNER (self), NULL);

  return self->tools.stamping;
}

/* --- the end of a document, of the batch ----------------------------------------------------- */

/* Whether the rest of the batch makes no sense after this failure: the token is gone or refuses,
 * or the person wants to stop. */
static gboolean
stops_batch (const GError *error)
{
  return error->domain == HOPSO_TOKEN_ERROR ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Takes the run. It was not signed, and that is not its own fault. */
static void
give_back (Batch *batch, HopsoSignRun *run)
{
  hopso_sign_job_set_state (hopso_sign_run_get_job (run), HOPSO_SIGN_WAITING);
  batch->n_runs--;
  g_object_unref (run);
}

/* Takes run and error. */
static void
fail_run (Batch *batch, HopsoSignRun *run, GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    hopso_sign_job_set_state (hopso_sign_run_get_job (run), HOPSO_SIGN_WAITING);
  else
    hopso_sign_job_fail (hopso_sign_run_get_job (run), error);
  batch->n_runs--;
  g_object_unref (run);
  if (stops_batch (error) && batch->stopped == NULL)
    batch->stopped = error;
  else
    g_error_free (error);
}

static void
end_batch (GTask *task)
{
  g_autoptr (GTask) owned = task;
  Batch *batch = g_task_get_task_data (owned);

  if (batch->session != NULL)
    hopso_token_session_close (batch->session);
  g_clear_object (&batch->session);
  if (batch->stopped != NULL)
    g_task_return_error (owned, g_steal_pointer (&batch->stopped));
  else
    g_task_return_boolean (owned, TRUE);
}

/* --- documents ------------------------------------------------------------------------------- */

static void
completed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HopsoSignRun *run = HOPSO_SIGN_RUN (source);
  GTask *task = user_data;
  Batch *batch = g_task_get_task_data (task);
  GError *error = NULL;

  if (hopso_sign_run_finish (run, result, &error))
    {
      batch->n_runs--;
      g_object_unref (run);
    }
  else if (hopso_sign_run_enlarge (run, error))
    {
      g_error_free (error);
      g_queue_push_head (&batch->waiting, run);
      prepare (task, run);
    }
  else
    fail_run (batch, run, error);
  advance (task);
}

/* A token may list PSS and refuse it when it comes to it; then this document and all that follow
 * are signed in the older way, unless that is forbidden. A key that authenticates each time has not
 * used up its PIN: it is asked for after the way is settled. */
static gboolean
falls_back (Batch *batch, const GError *error)
{
  return g_error_matches (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_UNSUPPORTED) &&
         batch->scheme == HOPSO_SIGNATURE_SCHEME_RSA_PSS &&
         hopso_sign_batch_get_padding (batch->batch) != HOPSO_SIGN_PADDING_PSS_ONLY &&
         hopso_token_session_supports (batch->session, HOPSO_SIGNATURE_SCHEME_RSA_PKCS1);
}

static void
signed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HopsoSignRun *run = HOPSO_SIGN_RUN (source);
  GTask *task = user_data;
  Batch *batch = g_task_get_task_data (task);
  GError *error = NULL;

  batch->is_signing = FALSE;
  if (hopso_sign_run_finish (run, result, &error))
    hopso_sign_run_complete_async (run, g_task_get_cancellable (task), completed_cb,
                                   g_object_ref (task));
  else if (falls_back (batch, error))
    {
      g_error_free (error);
      batch->scheme = HOPSO_SIGNATURE_SCHEME_RSA_PKCS1;
      g_queue_push_head (&batch->waiting, run);
    }
  else
    fail_run (batch, run, error);
  advance (task);
}

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HopsoSignRun *run = HOPSO_SIGN_RUN (source);
  GTask *task = user_data;
  Batch *batch = g_task_get_task_data (task);
  GError *error = NULL;

  if (!hopso_sign_run_prepare_finish (run, result, &error))
    {
      g_queue_remove (&batch->waiting, run);
      fail_run (batch, run, error);
    }
  advance (task);
}

static void
prepare (GTask *task, HopsoSignRun *run)
{
  hopso_sign_run_prepare_async (run, g_task_get_cancellable (task), prepared_cb,
                                g_object_ref (task));
}

static void
begin_runs (GTask *task)
{
  HopsoSigner *self = g_task_get_source_object (task);
  Batch *batch = g_task_get_task_data (task);
  GListModel *jobs = hopso_sign_batch_get_jobs (batch->batch);

  while (batch->n_runs < MAX_RUNS && batch->position < g_list_model_get_n_items (jobs))
    {
      g_autoptr (HopsoSignJob) job = g_list_model_get_item (jobs, batch->position);
      HopsoSignRun *run = hopso_sign_run_new (&self->tools, batch->batch, job);

      batch->position++;
      batch->n_runs++;
      g_queue_push_tail (&batch->waiting, run);
      prepare (task, run);
    }
}

/* In the order of the batch, whichever is prepared first. */
static void
use_token (GTask *task)
{
  Batch *batch = g_task_get_task_data (task);
  HopsoSignRun *run = g_queue_peek_head (&batch->waiting);

  if (batch->session == NULL || batch->is_signing || run == NULL ||
      !hopso_sign_run_is_prepared (run))
    return;
  if (hopso_sign_run_is_stale (run))
    {
      prepare (task, run);
      return;
    }
  g_queue_pop_head (&batch->waiting);
  batch->is_signing = TRUE;
  hopso_sign_run_sign_async (run, batch->session, batch->scheme, g_task_get_cancellable (task),
                             signed_cb, g_object_ref (task));
}

/* What still works comes later. */
static void
give_back_prepared (Batch *batch)
{
  GList *link = batch->waiting.head;

  while (link != NULL)
    {
      HopsoSignRun *run = link->data;
      GList *next = link->next;

      if (hopso_sign_run_is_prepared (run))
        {
          g_queue_delete_link (&batch->waiting, link);
          give_back (batch, run);
        }
      link = next;
    }
}

/* Whatever has happened: begins what can begin. Takes the task. */
static void
advance (GTask *task)
{
  g_autoptr (GTask) owned = task;
  Batch *batch = g_task_get_task_data (owned);

  if (batch->stopped == NULL)
    g_cancellable_set_error_if_cancelled (g_task_get_cancellable (owned), &batch->stopped);
  if (batch->stopped == NULL)
    {
      begin_runs (owned);
      use_token (owned);
    }
  else
    give_back_prepared (batch);
  if (batch->n_runs == 0 && !batch->is_opening)
    end_batch (g_steal_pointer (&owned));
}

/* A token that cannot do what it must refuses by itself. */
static HopsoSignatureScheme
choose_scheme (Batch *batch)
{
  HopsoSignatureScheme scheme = hopso_token_session_get_preferred_scheme (batch->session);
  HopsoSignPadding padding = hopso_sign_batch_get_padding (batch->batch);

  if (scheme == HOPSO_SIGNATURE_SCHEME_RSA_PSS && padding == HOPSO_SIGN_PADDING_PKCS1)
    return HOPSO_SIGNATURE_SCHEME_RSA_PKCS1;
  if (scheme == HOPSO_SIGNATURE_SCHEME_RSA_PKCS1 && padding == HOPSO_SIGN_PADDING_PSS_ONLY)
    return HOPSO_SIGNATURE_SCHEME_RSA_PSS;
  return scheme;
}

static void
session_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Batch *batch = g_task_get_task_data (task);
  GError *error = NULL;

  batch->is_opening = FALSE;
  batch->session = hopso_token_open_session_finish (HOPSO_TOKEN (source), result, &error);
  if (batch->session != NULL)
    {
      batch->scheme = hopso_token_session_get_preferred_scheme (batch->session);
      batch->scheme = choose_scheme (batch);
    }
  else
    {
      g_clear_error (&batch->stopped);
      batch->stopped = error;
    }
  advance (task);
}

/**
 * hopso_signer_sign_async:
 * @batch: (transfer none): what to sign; its jobs tell how far they have come
 * @cancellable: (nullable): stops before the next document; what is signed stays signed
 * @callback: called when all jobs are done or failed, or the batch had to stop
 * @user_data: for @callback
 *
 * Asks for the PIN once and signs all documents at the level of the batch (PAdES,
 * ETSI EN 319 142-1 §6). A document
 * that cannot be signed does not stop the others; a wrong PIN or a token that is pulled out stops
 * the batch.
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
  GError *error = NULL;

  g_task_set_source_tag (task, hopso_signer_sign_async);
  data->batch = g_object_ref (batch);
  g_task_set_task_data (task, data, batch_free);
  if (hopso_token_certificate_get_fitness (certificate, hopso_clock_now (self->tools.clock)) !=
      HOPSO_TOKEN_FITNESS_OK)
    {
      g_task_return_new_error (task, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_CERTIFICATE,
                               "This certificate cannot sign");
      return;
    }
  if (!hopso_sign_rules_allow_batch (batch, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  /* The first documents are prepared while the person types. */
  data->is_opening = TRUE;
  hopso_token_open_session_async (hopso_sign_batch_get_token (batch), certificate,
                                  hopso_sign_batch_get_prompt (batch), cancellable,
                                  session_opened_cb, g_object_ref (task));
  advance (g_steal_pointer (&task));
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
