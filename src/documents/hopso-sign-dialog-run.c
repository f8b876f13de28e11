/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The signing itself, as the dialog sees it: one batch, a result for each document, and each
 * signed document handed to the workspace at once, so that a stop or a pulled token loses none. */

#include "hopso-sign-dialog-private.h"

#include "hopso-dialog-pin.h"
#include "hopso-sign-words.h"
#include "hopso-trust-store.h"

#include <glib/gi18n.h>

/* What could not be kept although it is signed is said on its row, for as long as there is one. */
static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoSignJobRow) row = user_data;
  HopsoSignDialog *self = HOPSO_SIGN_DIALOG (gtk_widget_get_root (GTK_WIDGET (row)));
  g_autoptr (GError) error = NULL;

  if (hopso_workspace_add_signed_version_finish (HOPSO_WORKSPACE (source), result, &error))
    {
      if (self != NULL)
        self->n_stored++;
      return;
    }
  g_warning ("a signed version was not stored: %s", error->message);
  if (self != NULL)
    hopso_sign_job_row_set_problem (row, error->message);
}

/* Before the signed version is stored, so that no crash loses what it lacks. */
static void
note_due (HopsoSignDialog *self, HopsoSignJob *job, const char *paper_id)
{
  HopsoSignatureReport *report = hopso_sign_job_get_report (job);
  g_autoptr (GError) error = NULL;

  if (!hopso_sign_job_is_timestamp_due (job) || report == NULL || self->batch == NULL)
    return;
  if (!hopso_workspace_note_due (self->workspace, paper_id,
                                 hopso_signature_report_get_digest (report),
                                 hopso_sign_batch_get_level (self->batch),
                                 hopso_sign_batch_get_tsa_url (self->batch), &error))
    g_warning ("a timestamp that is due was not noted: %s", error->message);
}

static void
store (HopsoSignDialog *self, HopsoSignJobRow *row)
{
  HopsoSignJob *job = hopso_sign_job_row_get_job (row);
  HopsoSignRequest *request = hopso_sign_job_row_get_request (row);
  HopsoPaper *paper = hopso_sign_job_row_get_paper (row);
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = hopso_sign_job_dup_result (job, &error);

  if (fd < 0)
    {
      g_warning ("a signed document is gone: %s", error->message);
      return;
    }
  note_due (self, job, hopso_record_get_id (HOPSO_RECORD (paper)));
  /* Not cancelled with the dialog: what is signed must be kept. */
  hopso_workspace_add_signed_version_async (
      self->workspace, hopso_record_get_id (HOPSO_RECORD (paper)), fd,
      request != NULL ? hopso_record_get_id (HOPSO_RECORD (request)) : NULL, NULL, stored_cb,
      g_object_ref (row));
}

static void
state_changed_cb (HopsoSignJob *job, GParamSpec *spec, HopsoSignJobRow *row)
{
  HopsoSignDialog *self = HOPSO_SIGN_DIALOG (gtk_widget_get_root (GTK_WIDGET (row)));

  if (hopso_sign_job_get_state (job) == HOPSO_SIGN_DONE)
    {
      self->n_signed++;
      if (hopso_sign_job_row_is_saved (row))
        self->n_stored++;
      else
        store (self, row);
    }
  hopso_sign_dialog_update (self);
}

/* What failed is opened anew, so that one press tries it again. */
static void
prepare_again (HopsoSignDialog *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      HopsoSignJobRow *row = g_ptr_array_index (self->rows, i);
      HopsoSignJob *job = hopso_sign_job_row_get_job (row);

      if (job != NULL && hopso_sign_job_get_state (job) == HOPSO_SIGN_FAILED)
        hopso_sign_dialog_open_row (self, row);
    }
}

static void
signed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoSignDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_through = hopso_signer_sign_finish (HOPSO_SIGNER (source), result, &error);

  g_clear_object (&self->signing);
  g_clear_object (&self->batch);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->was_stopped = !is_through && self->n_signed > 0;
  if (!is_through && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_free (self->pin_problem);
      self->pin_problem = hopso_sign_words_error (error);
    }
  prepare_again (self);
  hopso_sign_dialog_show_row (self, self->shown);
  if (hopso_sign_dialog_count_ready (self) == 0 && hopso_sign_dialog_count_failed (self) == 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->cancel_button));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->pin_row));
}

static void
add_jobs (HopsoSignDialog *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      HopsoSignJobRow *row = g_ptr_array_index (self->rows, i);
      HopsoSignJob *job =
          hopso_sign_dialog_may_sign (self, row) ? hopso_sign_job_row_begin (row) : NULL;

      if (job == NULL)
        continue;
      hopso_sign_dialog_set_deed (self, row, job);
      hopso_sign_job_set_output_path (job, hopso_sign_job_row_get_output (row));
      g_signal_handlers_disconnect_by_func (job, state_changed_cb, row);
      g_signal_connect_object (job, "notify::state", G_CALLBACK (state_changed_cb), row, 0);
      hopso_sign_batch_add_job (self->batch, job);
    }
}

/* Where the administrator has named an authority of time, each signature gets its time stamp. */
static void
ask_for_timestamps (HopsoSignDialog *self)
{
  const char *url =
      hopso_trust_store_get_timestamp_url (hopso_workspace_get_trust_store (self->workspace));

  if (url == NULL || *url == '\0')
    return;
  hopso_sign_batch_set_level (self->batch, HOPSO_SIGNATURE_LEVEL_B_T);
  hopso_sign_batch_set_tsa_url (self->batch, url);
  /* Of files; a paper's is noted with the account. */
  g_autoptr (HopsoDueList) due = hopso_due_list_new_own ();
  hopso_sign_batch_set_due_list (self->batch, due);
}

/* Signs all documents that are ready. */
void
hopso_sign_dialog_start (HopsoSignDialog *self)
{
  g_autoptr (HopsoDialogPin) prompt = hopso_dialog_pin_new (GTK_EDITABLE (self->pin_row));

  /* Out of what is locked from now on; no button, or a second Enter would press it. */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  hopso_sign_dialog_read_places (self);
  hopso_sign_dialog_name_outputs (self);
  g_clear_pointer (&self->pin_problem, g_free);
  self->was_stopped = FALSE;
  self->signing = g_cancellable_new ();
  self->batch = hopso_sign_batch_new (self->token, self->certificate, HOPSO_PIN_PROMPT (prompt));
  ask_for_timestamps (self);
  add_jobs (self);
  hopso_sign_dialog_show_row (self, self->shown);
  hopso_signer_sign_async (hopso_workspace_get_signer (self->workspace), self->batch, self->signing,
                           signed_cb, g_object_ref (self));
}
