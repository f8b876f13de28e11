/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Conducts the way of a signed file to a higher level (ETSI EN 319 142-1, 5.4, 5.5 and 6): each
 * step appends one revision and is sound by itself, so that what was reached stays when the next
 * step fails. What is appended is decided by what a verification needed. The conductor lives on the
 * main thread and never waits. */

#include "hopso-extension-private.h"

#include "hopso-fd.h"
#include "hopso-file-growth-private.h"
#include "hopso-signing-error.h"
#include "hopso-verifier-private.h"

/* What comes next. */
typedef enum
{
  TIME,          /* a timestamp for signatures without one */
  EVIDENCE,      /* what verifies them and their timestamps */
  ARCHIVE,       /* a timestamp over all that */
  LAST_EVIDENCE, /* what verifies that one, as far as it is new */
  END,
} Phase;

typedef struct
{
  HopsoTimestampClient *client; /* owned */
  HopsoFileGrowth growth;
  HopsoSignatureLevel level;
  gboolean has_time;
  char *tsa_url; /* owned, nullable */
  HopsoTimestampTried tried;
  gpointer data;
  Phase phase;
  HopsoSignatureReport *report;     /* owned, nullable: before the first verification */
  HopsoGathered *gathered;          /* owned, nullable: likewise */
  GBytes *update;                   /* owned, nullable: evidence */
  HopsoPdfPreparedUpdate *prepared; /* owned, nullable: a timestamp */
  gsize hole_size;                  /* 0: as usual */
  GBytes *token;                    /* owned, nullable */
  GError *error;                    /* owned, nullable: why it ends early */
} Extension;

static void decide (GTask *task);
static void prepare_stamp (GTask *task);

static void
extension_free (gpointer data)
{
  Extension *self = data;

  g_object_unref (self->client);
  g_free (self->tsa_url);
  g_clear_object (&self->report);
  g_clear_pointer (&self->gathered, hopso_gathered_free);
  g_clear_pointer (&self->update, g_bytes_unref);
  g_clear_pointer (&self->prepared, hopso_pdf_prepared_update_free);
  g_clear_pointer (&self->token, g_bytes_unref);
  g_clear_error (&self->error);
  g_free (self);
}

/* Runs a step on the thread; @done is called on the main thread and takes over @task. */
static void
run_step (GTask *task, GTaskThreadFunc step, GAsyncReadyCallback done)
{
  HopsoVerifier *verifier = g_task_get_source_object (task);
  g_autoptr (GTask) inner = g_task_new (verifier, g_task_get_cancellable (task), done, task);

  g_task_set_source_tag (inner, run_step);
  g_task_set_check_cancellable (inner, FALSE);
  g_task_set_task_data (inner, g_task_get_task_data (task), NULL);
  hopso_queue_thread_push (verifier->thread, inner, step);
}

/* --- the end --------------------------------------------------------------------------------- */

static void
roll_back_step (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  Extension *self = data;
  GError *error = NULL;

  if (hopso_file_growth_roll_back (&self->growth, &error))
    g_task_return_boolean (step, TRUE);
  else
    g_task_return_error (step, error);
}

static void
rolled_back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Extension *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    g_task_return_error (task, error);
}

/* Takes both. */
static void
fail (GTask *task, GError *error)
{
  Extension *self = g_task_get_task_data (task);

  self->error = error;
  run_step (task, roll_back_step, rolled_back_cb);
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  HopsoSignatureReport *report =
      hopso_verifier_verify_finish (HOPSO_VERIFIER (source), result, &error);

  if (report == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, report, g_object_unref);
}

static void
gathered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Extension *self = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_object (&self->report);
  g_clear_pointer (&self->gathered, hopso_gathered_free);
  self->gathered = hopso_verifier_steal_gathered (result);
  self->report = hopso_verifier_verify_finish (HOPSO_VERIFIER (source), result, &error);
  if (self->report == NULL)
    fail (g_steal_pointer (&task), error);
  else
    decide (g_steal_pointer (&task));
}

/* Takes the task. */
static void
verify (GTask *task, HopsoVerifyFlags flags, GAsyncReadyCallback callback)
{
  Extension *self = g_task_get_task_data (task);

  const HopsoPdfOriginal original = { self->growth.reader, self->growth.password };

  hopso_verifier_verify_original_async (g_task_get_source_object (task), &original,
                                        flags | HOPSO_VERIFY_PATIENT, g_task_get_cancellable (task),
                                        callback, task);
}

/* --- evidence -------------------------------------------------------------------------------- */

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    decide (g_steal_pointer (&task));
  else
    fail (g_steal_pointer (&task), error);
}

static void
add_step (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  Extension *self = data;
  GError *error = NULL;

  if (hopso_file_growth_add_evidence (&self->growth, self->update, self->gathered->plan, &error))
    g_task_return_boolean (step, TRUE);
  else
    g_task_return_error (step, error);
}

/* The inspector's word about the document, not ours. */
static GError *
take_refusal (GError *error)
{
  g_autoptr (GError) owned = error;

  if (owned->domain == HOPSO_PDF_CLIENT_ERROR)
    return g_error_new_literal (HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_DOCUMENT, owned->message);
  return g_steal_pointer (&owned);
}

static void
evidence_prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Extension *self = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_pointer (&self->update, g_bytes_unref);
  self->update =
      hopso_pdf_client_prepare_evidence_finish (HOPSO_PDF_CLIENT (source), result, &error);
  if (self->update != NULL)
    run_step (g_steal_pointer (&task), add_step, added_cb);
  else
    fail (g_steal_pointer (&task), take_refusal (error));
}

/* Takes the task. */
static void
add_evidence (GTask *task)
{
  HopsoVerifier *verifier = g_task_get_source_object (task);
  Extension *self = g_task_get_task_data (task);

  const HopsoPdfOriginal original = { self->growth.reader, self->growth.password };

  hopso_pdf_client_prepare_evidence_async (
      verifier->pdf_client, &original, hopso_pdf_evidence_plan_to_variant (self->gathered->plan),
      g_task_get_cancellable (task), evidence_prepared_cb, task);
}

/* --- a document timestamp -------------------------------------------------------------------- */

static HopsoPdfSignaturePlan
make_plan (const Extension *self)
{
  return (HopsoPdfSignaturePlan){ .sub_filter = "ETSI.RFC3161",
                                  .hole_size = self->hole_size,
                                  .password = self->growth.password };
}

static void
retry_with_larger_hole (GTask *task)
{
  Extension *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->hole_size = 2 * g_bytes_get_size (self->token);
  if (hopso_file_growth_roll_back (&self->growth, &error))
    prepare_stamp (task);
  else
    fail (task, error);
}

static void
filled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Extension *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    verify (g_steal_pointer (&task), HOPSO_VERIFY_GATHER, gathered_cb);
  else if (g_error_matches (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_TOO_LARGE) &&
           self->hole_size == 0)
    {
      g_error_free (error);
      retry_with_larger_hole (g_steal_pointer (&task));
    }
  else
    fail (g_steal_pointer (&task), error);
}

static void
fill_step (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  Extension *self = data;
  GError *error = NULL;

  if (hopso_file_growth_fill_hole (&self->growth, self->token, &error))
    g_task_return_boolean (step, TRUE);
  else
    g_task_return_error (step, error);
}

static void
stamped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Extension *self = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_pointer (&self->token, g_bytes_unref);
  self->token =
      hopso_timestamp_client_stamp_finish (HOPSO_TIMESTAMP_CLIENT (source), result, &error);
  if (self->token != NULL)
    run_step (g_steal_pointer (&task), fill_step, filled_cb);
  else
    fail (g_steal_pointer (&task), error);
}

static void
holed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Extension *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) digest = g_task_propagate_pointer (G_TASK (result), &error);
  const HopsoTimestampWish wish = { self->tsa_url, HOPSO_HASH_SHA256, digest, self->tried,
                                    self->data };

  if (digest == NULL)
    fail (g_steal_pointer (&task), error);
  else
    hopso_timestamp_client_stamp_async (self->client, &wish, g_task_get_cancellable (task),
                                        stamped_cb, g_object_ref (task));
}

static void
hole_step (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  Extension *self = data;
  const HopsoPdfSignaturePlan plan = make_plan (self);
  GError *error = NULL;
  GBytes *digest =
      hopso_file_growth_add_hole (&self->growth, self->prepared, &plan, cancellable, &error);

  if (digest != NULL)
    g_task_return_pointer (step, digest, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (step, error);
}

static void
stamp_prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Extension *self = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_pointer (&self->prepared, hopso_pdf_prepared_update_free);
  self->prepared =
      hopso_pdf_client_prepare_signature_finish (HOPSO_PDF_CLIENT (source), result, &error);
  if (self->prepared != NULL)
    run_step (g_steal_pointer (&task), hole_step, holed_cb);
  else
    fail (g_steal_pointer (&task), take_refusal (error));
}

/* Takes the task. */
static void
prepare_stamp (GTask *task)
{
  HopsoVerifier *verifier = g_task_get_source_object (task);
  Extension *self = g_task_get_task_data (task);
  const HopsoPdfSignaturePlan plan = make_plan (self);

  const HopsoPdfOriginal original = { self->growth.reader, self->growth.password };

  hopso_pdf_client_prepare_signature_async (verifier->pdf_client, &original, -1,
                                            hopso_pdf_signature_plan_to_variant (&plan),
                                            g_task_get_cancellable (task), stamp_prepared_cb, task);
}

/* --- decisions ------------------------------------------------------------------------------- */

gboolean
hopso_extension_concerns (HopsoSignatureResult *result)
{
  const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);

  return !facts->is_document_timestamp && facts->is_intact &&
         facts->level != HOPSO_SIGNATURE_LEVEL_NONE;
}

static gboolean
lacks_time (HopsoSignatureReport *report)
{
  for (guint i = 0; i < hopso_signature_report_get_n_results (report); i++)
    {
      HopsoSignatureResult *result = hopso_signature_report_get_result (report, i);

      if (hopso_extension_concerns (result) &&
          hopso_signature_result_get_facts (result)->proven_time == 0)
        return TRUE;
    }
  return FALSE;
}

/* Takes the task. Each phase is left before its work begins, and may have none. */
static void
decide (GTask *task)
{
  Extension *self = g_task_get_task_data (task);
  gboolean has_news = self->gathered != NULL && self->gathered->n_new > 0;

  switch (self->phase++)
    {
    case TIME:
      if (!self->has_time && lacks_time (self->report))
        prepare_stamp (task);
      else
        decide (task);
      break;
    case EVIDENCE:
      if (self->level >= HOPSO_SIGNATURE_LEVEL_B_LT && has_news)
        add_evidence (task);
      else
        decide (task);
      break;
    case ARCHIVE:
      if (self->level >= HOPSO_SIGNATURE_LEVEL_B_LTA)
        prepare_stamp (task);
      else
        decide (task);
      break;
    case LAST_EVIDENCE:
      if (self->level >= HOPSO_SIGNATURE_LEVEL_B_LTA && has_news)
        add_evidence (task);
      else
        decide (task);
      break;
    case END:
    default:
      verify (task, HOPSO_VERIFY_OFFLINE, verified_cb);
      break;
    }
}

void
hopso_extension_run_async (HopsoVerifier *verifier,
                           HopsoTimestampClient *client,
                           const HopsoExtensionOrder *order,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (verifier, cancellable, callback, user_data);
  Extension *self = g_new0 (Extension, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, hopso_extension_run_async);
  self->client = g_object_ref (client);
  self->growth.fd = order->fd;
  self->growth.reader = order->reader;
  self->growth.password = order->password;
  self->level = order->level;
  self->has_time = order->has_time;
  self->tsa_url = g_strdup (order->tsa_url);
  self->tried = order->tried;
  self->data = order->data;
  g_task_set_task_data (task, self, extension_free);
  if (!hopso_fd_get_size (order->reader, &self->growth.size, &error))
    g_task_return_error (task, error);
  else
    verify (g_steal_pointer (&task), HOPSO_VERIFY_GATHER, gathered_cb);
}

HopsoSignatureReport *
hopso_extension_run_finish (HopsoVerifier *verifier, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, verifier), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
