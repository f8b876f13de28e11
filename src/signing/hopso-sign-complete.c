/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The last stretch of a document to its signature: a timestamp over the value if the level asks for
 * one, the hole, what else the level needs, the verification of the file as it lies there, its
 * place. What cannot be had now may come later, if the batch says so. Main thread. */

#include "hopso-sign-run-state-private.h"

#include "hopso-cms.h"
#include "hopso-extension-private.h"
#include "hopso-sign-batch-private.h"

/* What the signature has come to; a timestamp that the client has checked counts although it may
 * not be known today whether its authority was revoked. */
static HopsoSignatureLevel
find_level (HopsoSignRun *self)
{
  HopsoSignatureResult *own = hopso_sign_draft_find_own (self->draft, self->report);
  const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (own);

  return MAX (facts->level,
              self->is_stamped ? HOPSO_SIGNATURE_LEVEL_B_T : HOPSO_SIGNATURE_LEVEL_B_B);
}

/* What the level needs may come later, if the batch says so; remembers why. */
static gboolean
may_wait (HopsoSignRun *self, const GError *error)
{
  if (!hopso_sign_batch_get_timestamp_later (self->batch) || error->domain != HOPSO_SIGNING_ERROR)
    return FALSE;
  if (error->code != HOPSO_SIGNING_ERROR_NO_TIMESTAMP &&
      error->code != HOPSO_SIGNING_ERROR_AUTHORITY && error->code != HOPSO_SIGNING_ERROR_LEVEL)
    return FALSE;
  hopso_sign_job_set_delay (self->job, error);
  return TRUE;
}

static gboolean
check_level (HopsoSignRun *self, GError **error)
{
  const HopsoSignatureLevel wanted = hopso_sign_batch_get_level (self->batch);
  g_autoptr (GError) local = NULL;

  if (find_level (self) >= wanted || hopso_sign_job_get_error (self->job) != NULL)
    return TRUE;
  local = g_error_new (HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_LEVEL,
                       "The signature did not reach %s", hopso_signature_level_get_name (wanted));
  if (may_wait (self, local))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Before the file gets its name: a crash in between must not lose what is due. */
static gboolean
note_due (HopsoSignRun *self, GError **error)
{
  HopsoDueList *list = hopso_sign_batch_get_due_list (self->batch);
  const char *path = hopso_sign_job_get_order (self->job)->output_path;
  g_autofree char *whole = path != NULL ? g_canonicalize_filename (path, NULL) : NULL;

  return list == NULL || whole == NULL || hopso_sign_job_get_error (self->job) == NULL ||
         hopso_due_list_add (list, whole, hopso_signature_report_get_digest (self->report),
                             hopso_sign_batch_get_level (self->batch),
                             hopso_sign_batch_get_tsa_url (self->batch), error);
}

static void
place_step (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  HopsoSignRun *self = source;
  GError *error = NULL;
  HopsoFd fd = -1;

  if (!hopso_sign_draft_absorb (self->draft, &error) ||
      !hopso_sign_draft_check (self->draft, self->report, &error) || !check_level (self, &error) ||
      !note_due (self, &error) || (fd = hopso_sign_draft_finish (self->draft, &error)) < 0)
    g_task_return_error (step, error);
  else
    g_task_return_int (step, fd);
}

static void
placed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HopsoSignRun *self = HOPSO_SIGN_RUN (source);
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  HopsoFd fd = (HopsoFd) g_task_propagate_int (G_TASK (result), &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  hopso_sign_job_take_result (self->job, fd, find_level (self), self->report);
  g_task_return_boolean (task, TRUE);
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoSignRun *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->report = hopso_verifier_verify_finish (HOPSO_VERIFIER (source), result, &error);
  if (self->report == NULL)
    g_task_return_error (task, error);
  else
    hopso_sign_run_step (g_steal_pointer (&task), self->tools->finishing, place_step, placed_cb);
}

/* Takes the task. */
static void
verify (GTask *task)
{
  HopsoSignRun *self = g_task_get_source_object (task);

  const HopsoPdfOriginal original = hopso_sign_draft_get_original (self->draft);

  hopso_sign_job_set_state (self->job, HOPSO_SIGN_CHECKING);
  hopso_verifier_verify_original_async (self->tools->verifier, &original,
                                        HOPSO_VERIFY_OFFLINE | HOPSO_VERIFY_PATIENT,
                                        g_task_get_cancellable (task), verified_cb, task);
}

static void
tried (guint number, gpointer job)
{
  hopso_sign_job_set_try (job, number);
}

static void
extended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoSignRun *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  self->report = hopso_extension_run_finish (HOPSO_VERIFIER (source), result, &error);
  if (self->report != NULL)
    hopso_sign_run_step (g_steal_pointer (&task), self->tools->finishing, place_step, placed_cb);
  else if (may_wait (self, error))
    verify (g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
extend (GTask *task)
{
  HopsoSignRun *self = g_task_get_source_object (task);
  const HopsoExtensionOrder order = {
    .fd = hopso_sign_draft_get_target (self->draft),
    .reader = hopso_sign_draft_get_reader (self->draft),
    .password = hopso_sign_draft_get_original (self->draft).password,
    .level = hopso_sign_batch_get_level (self->batch),
    .has_time = TRUE,
    .tsa_url = hopso_sign_batch_get_tsa_url (self->batch),
    .tried = tried,
    .data = self->job,
  };

  hopso_extension_run_async (self->tools->verifier, self->tools->stamping, &order,
                             g_task_get_cancellable (task), extended_cb, task);
}

static void
filled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HopsoSignRun *self = HOPSO_SIGN_RUN (source);
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, error);
  else if (self->is_stamped &&
           hopso_sign_batch_get_level (self->batch) >= HOPSO_SIGNATURE_LEVEL_B_LT)
    extend (g_steal_pointer (&task));
  else
    verify (g_steal_pointer (&task));
}

static void
fill_step (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  HopsoSignRun *self = source;
  GError *error = NULL;

  if (!hopso_sign_draft_fill (self->draft, self->cms, &error))
    g_task_return_error (step, error);
  else
    g_task_return_boolean (step, TRUE);
}

/* Takes the task. */
static void
fill (GTask *task)
{
  HopsoSignRun *self = g_task_get_source_object (task);

  hopso_sign_run_step (task, self->tools->finishing, fill_step, filled_cb);
}

/* Whoever only stops waiting keeps the signature; whoever stops the batch does not. */
static void
tell_who_stopped (HopsoSignRun *self, GCancellable *cancellable, GError **error)
{
  if (!g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      (cancellable != NULL && g_cancellable_is_cancelled (cancellable)))
    return;
  g_clear_error (error);
  g_set_error_literal (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_NO_TIMESTAMP,
                       "Nobody waited for the time stamp");
}

/* Stopping the batch stops the waiting, too. */
static GCancellable *
get_waiting (HopsoSignRun *self, GCancellable *cancellable)
{
  GCancellable *waiting = hopso_sign_batch_get_waiting (self->batch);

  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (g_cancellable_cancel), waiting,
                             G_CONNECT_SWAPPED);
  return waiting;
}

static void
stamped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoSignRun *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) token =
      hopso_timestamp_client_stamp_finish (HOPSO_TIMESTAMP_CLIENT (source), result, &error);

  tell_who_stopped (self, g_task_get_cancellable (task), &error);
  if (token != NULL)
    {
      hopso_cms_builder_set_timestamp_token (self->builder, token);
      g_clear_pointer (&self->cms, g_bytes_unref);
      self->cms = hopso_cms_builder_finish (self->builder, self->value, &error);
      self->is_stamped = TRUE;
    }
  if (self->cms != NULL && (token != NULL || may_wait (self, error)))
    fill (g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Has the signature's value stamped (ETSI EN 319 122-1, 5.3). Takes the task. */
static void
stamp (GTask *task)
{
  g_autoptr (GTask) owned = task;
  HopsoSignRun *self = g_task_get_source_object (owned);
  GError *error = NULL;
  g_autoptr (HopsoCms) cms = hopso_cms_parse (self->cms, &error);

  if (cms == NULL)
    {
      g_task_return_error (owned, error);
      return;
    }
  g_autoptr (GBytes) digest =
      hopso_digest_bytes (HOPSO_HASH_SHA256, hopso_cms_get_signature_value (cms));
  const HopsoTimestampWish wish = { hopso_sign_batch_get_tsa_url (self->batch), HOPSO_HASH_SHA256,
                                    digest, tried, self->job };
  hopso_sign_job_set_state (self->job, HOPSO_SIGN_TIMESTAMPING);
  hopso_timestamp_client_stamp_async (self->tools->stamping, &wish,
                                      get_waiting (self, g_task_get_cancellable (owned)),
                                      stamped_cb, g_object_ref (owned));
}

/* Gets the timestamp, writes the signature into its hole, adds what the level needs, verifies the
 * file, puts it in its place; then the job is done. */
void
hopso_sign_run_complete_async (HopsoSignRun *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = hopso_sign_run_begin (self, cancellable, callback, user_data);

  if (hopso_sign_batch_get_level (self->batch) > HOPSO_SIGNATURE_LEVEL_B_B)
    stamp (task);
  else
    fill (task);
}
