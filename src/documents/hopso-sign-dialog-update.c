/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the sign dialog says and allows at each moment: before, while and after it signs. Sizes stay
 * the same throughout, only words and icons change. Main thread. */

#include "hopso-sign-dialog-private.h"

#include "hopso-sign-words.h"
#include "hopso-workspace-requests.h"

#include <glib/gi18n.h>

static gboolean
forbids_unopened (HopsoSignDialog *self)
{
  const HopsoSignPolicy *policy = hopso_workspace_get_sign_policy (self->workspace);

  return policy != NULL && policy->forbids_unopened;
}

/* Whether the rules let the document be signed as it is; that it has not been opened may forbid
 * it. */
gboolean
hopso_sign_dialog_may_sign (HopsoSignDialog *self, HopsoSignJobRow *row)
{
  return hopso_sign_job_row_is_ready (row) && hopso_sign_dialog_is_said (self, row) &&
         (!hopso_sign_job_row_get_unopened (row) || !forbids_unopened (self));
}

/* How many documents can be signed now. */
guint
hopso_sign_dialog_count_ready (HopsoSignDialog *self)
{
  guint n = 0;

  for (guint i = 0; i < self->rows->len; i++)
    if (hopso_sign_dialog_may_sign (self, g_ptr_array_index (self->rows, i)))
      n++;
  return n;
}

/* How many documents were tried in vain. */
guint
hopso_sign_dialog_count_failed (HopsoSignDialog *self)
{
  guint n = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      HopsoSignJob *job = hopso_sign_job_row_get_job (g_ptr_array_index (self->rows, i));

      if (job != NULL && hopso_sign_job_get_state (job) == HOPSO_SIGN_FAILED)
        n++;
    }
  return n;
}

/* Whether all that could be signed is signed. */
static gboolean
is_over (HopsoSignDialog *self)
{
  return self->signing == NULL && self->n_signed > 0 && hopso_sign_dialog_count_ready (self) == 0;
}

/* The token takes the PIN before it signs the first document. */
static gboolean
is_pin_accepted (HopsoSignDialog *self)
{
  if (self->signing == NULL)
    return is_over (self);
  for (guint i = 0; i < self->rows->len; i++)
    {
      HopsoSignJob *job = hopso_sign_job_row_get_job (g_ptr_array_index (self->rows, i));
      HopsoSignState state = job != NULL ? hopso_sign_job_get_state (job) : HOPSO_SIGN_WAITING;

      if (state != HOPSO_SIGN_WAITING && state != HOPSO_SIGN_FAILED)
        return TRUE;
    }
  return FALSE;
}

static void
update_pin_rows (HopsoSignDialog *self, gboolean has_pad)
{
  gboolean is_entered = self->signing == NULL && !is_over (self) && !has_pad;
  gboolean is_accepted = is_pin_accepted (self);
  const char *title = has_pad ? _ ("Enter the PIN on the reader") : _ ("The token checks the PIN");

  gtk_widget_set_visible (GTK_WIDGET (self->pin_row), is_entered);
  gtk_widget_set_visible (GTK_WIDGET (self->accepted_row), !is_entered);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->accepted_row),
                                 is_accepted ? _ ("The PIN was accepted") : title);
  adw_action_row_set_subtitle (self->accepted_row, is_over (self)
                                                       ? _ ("It has been wiped")
                                                       : _ ("It is wiped when signing ends"));
  gtk_image_set_from_icon_name (self->accepted_icon,
                                is_accepted ? "emblem-ok-symbolic" : "dialog-password-symbolic");
  if (is_accepted)
    gtk_widget_add_css_class (GTK_WIDGET (self->accepted_icon), "good-text");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->accepted_icon), "good-text");
}

static void
set_attention (GtkWidget *label, GtkImage *icon, gboolean is_serious, const char *calm_icon)
{
  gtk_image_set_from_icon_name (icon, is_serious ? "dialog-warning-symbolic" : calm_icon);
  gtk_widget_set_visible (GTK_WIDGET (icon), is_serious || calm_icon != NULL);
  if (is_serious)
    {
      gtk_widget_add_css_class (label, "attention-text");
      gtk_widget_remove_css_class (label, "dim-label");
      gtk_widget_add_css_class (GTK_WIDGET (icon), "attention-text");
    }
  else
    {
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_remove_css_class (label, "attention-text");
      gtk_widget_remove_css_class (GTK_WIDGET (icon), "attention-text");
    }
}

static void
update_pin (HopsoSignDialog *self)
{
  HopsoPinState state =
      self->token != NULL ? hopso_token_get_pin_state (self->token) : HOPSO_PIN_STATE_OK;
  gboolean has_pad = self->token != NULL && hopso_token_has_pin_pad (self->token);
  gboolean is_serious = self->signing == NULL && !is_over (self) &&
                        (state != HOPSO_PIN_STATE_OK || self->pin_problem != NULL);
  g_autofree char *words = NULL;

  /* What just went wrong, and then how near the lock is: the last try is said in any case. */
  if (!is_serious)
    words = hopso_sign_words_pin (HOPSO_PIN_STATE_OK, has_pad, self->rows->len);
  else if (self->pin_problem == NULL || state == HOPSO_PIN_STATE_FINAL_TRY ||
           state == HOPSO_PIN_STATE_LOCKED)
    words = hopso_sign_words_pin (state, has_pad, self->rows->len);
  else
    words = g_strdup (self->pin_problem);
  gtk_label_set_label (self->pin_label, words);
  set_attention (GTK_WIDGET (self->pin_label), self->pin_icon, is_serious,
                 "dialog-password-symbolic");
  update_pin_rows (self, has_pad);
}

/* The numbers of the documents that have not been opened, or %NULL. */
static char *
list_unopened (HopsoSignDialog *self)
{
  GString *numbers = g_string_new (NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      HopsoSignJobRow *row = g_ptr_array_index (self->rows, i);

      if (!hopso_sign_job_row_is_ready (row) || !hopso_sign_job_row_get_unopened (row))
        continue;
      g_string_append_printf (numbers, "%s%u", numbers->len > 0 ? ", " : "",
                              hopso_sign_job_row_get_number (row));
    }
  return g_string_free (numbers, numbers->len == 0);
}

static char *
describe_ready (HopsoSignDialog *self, guint n_ready, const char *unopened)
{
  if (unopened != NULL && forbids_unopened (self))
    return g_strdup_printf (
        _ ("The rules forbid signing what has not been opened: no. %s. Open it first."), unopened);
  if (unopened != NULL)
    return g_strdup_printf (_ ("Not opened yet: no. %s. A signature cannot be taken back."),
                            unopened);
  if (n_ready == 0)
    return g_strdup (_ ("There is nothing to sign here."));
  if (n_ready == 1)
    return g_strdup (_ ("The document has been opened. A signature cannot be taken back."));
  return g_strdup_printf (
      _ ("All %u documents have been opened. A signature cannot be taken back."), n_ready);
}

/* Where everything that was signed went. */
static char *
describe_whole (HopsoSignDialog *self)
{
  HopsoSignJobRow *first = g_ptr_array_index (self->rows, 0);
  const char *output = hopso_sign_job_row_get_output (first);
  g_autofree char *name = output != NULL ? g_filename_display_basename (output) : NULL;

  if (name == NULL)
    return g_strdup (_ ("All done. The signed documents are sent as soon as there is a network."));
  if (self->rows->len == 1)
    return g_strdup_printf (_ ("All done. The signed file is called “%s”."), name);
  return g_strdup_printf (_ ("All done. The signed files are in the folder “%s”."),
                          adw_action_row_get_subtitle (self->output_row));
}

static char *
describe_end (HopsoSignDialog *self, guint n_failed)
{
  guint n_left = self->rows->len - self->n_signed;

  if (n_failed > 0)
    return g_strdup_printf (_ ("%u of %u signed. Each document that was not signed says why."),
                            self->n_signed, self->rows->len);
  if (n_left > 0)
    return g_strdup_printf (_ ("Stopped: %u of %u signed. The others are unchanged."),
                            self->n_signed, self->rows->len);
  return describe_whole (self);
}

static void
update_foot (HopsoSignDialog *self, guint n_ready)
{
  guint n_failed = hopso_sign_dialog_count_failed (self);
  g_autofree char *unopened = self->signing == NULL ? list_unopened (self) : NULL;
  g_autofree char *foot = NULL;
  gboolean has_tried = self->signing == NULL && self->n_signed + n_failed > 0;

  if (self->signing != NULL)
    foot = g_strdup_printf (_ ("%u of %u done. What is signed stays signed if you stop."),
                            self->n_signed, self->rows->len);
  else if (has_tried || self->was_stopped)
    foot = describe_end (self, n_failed);
  else
    foot = describe_ready (self, n_ready, unopened);
  gtk_label_set_label (self->foot_label, foot);
  set_attention (GTK_WIDGET (self->foot_label), self->foot_icon,
                 (!has_tried && unopened != NULL) || (has_tried && n_failed > 0), NULL);
}

/* Whether a document waits for its time stamp, which may take minutes. */
static gboolean
is_timestamping (HopsoSignDialog *self)
{
  for (guint i = 0; self->signing != NULL && i < self->rows->len; i++)
    {
      HopsoSignJob *job = hopso_sign_job_row_get_job (g_ptr_array_index (self->rows, i));

      if (job != NULL && hopso_sign_job_get_state (job) == HOPSO_SIGN_TIMESTAMPING)
        return TRUE;
    }
  return FALSE;
}

static char *
dup_verb (HopsoSignDialog *self, guint n)
{
  return hopso_deed_words_verb (hopso_sign_dialog_get_action (self), n);
}

static void
update_buttons (HopsoSignDialog *self, guint n_ready)
{
  guint n_failed = hopso_sign_dialog_count_failed (self);
  guint n = MAX (n_ready, 1);
  g_autofree char *verb = NULL;

  if (self->signing == NULL && n_failed > 0 && n_failed == n_ready)
    verb = g_strdup_printf (ngettext ("Try %u document again", "Try %u documents again", n), n);
  else
    verb = dup_verb (self, n);
  /* The words on the button stay while it signs. */
  if (self->signing == NULL)
    adw_button_content_set_label (self->sign_content, verb);
  gtk_button_set_label (self->cancel_button, self->signing != NULL ? _ ("_Stop")
                                             : self->n_signed > 0  ? _ ("_Close")
                                                                   : _ ("_Cancel"));
  gtk_widget_set_visible (GTK_WIDGET (self->later_button), is_timestamping (self));
  gtk_widget_set_visible (self->sign_button, !is_over (self));
}

static gboolean
can_sign (HopsoSignDialog *self, guint n_ready)
{
  HopsoPinState state;

  if (self->signing != NULL || self->certificate == NULL || n_ready == 0)
    return FALSE;
  state = hopso_token_get_pin_state (self->token);
  if (state == HOPSO_PIN_STATE_LOCKED || state == HOPSO_PIN_STATE_NOT_SET)
    return FALSE;
  return hopso_token_has_pin_pad (self->token) ||
         *gtk_editable_get_text (GTK_EDITABLE (self->pin_row)) != '\0';
}

/* Brings everything that depends on something else up to date. */
void
hopso_sign_dialog_update (HopsoSignDialog *self)
{
  g_autofree char *title = dup_verb (self, self->rows->len);
  guint n_ready;

  hopso_sign_dialog_update_needs (self);
  n_ready = hopso_sign_dialog_count_ready (self);

  adw_window_title_set_title (self->window_title, title);
  adw_window_title_set_subtitle (self->window_title, self->token != NULL
                                                         ? hopso_token_get_label (self->token)
                                                         : _ ("No token plugged in"));
  for (guint i = 0; i < self->rows->len; i++)
    hopso_sign_job_row_set_running (g_ptr_array_index (self->rows, i), self->signing != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->picture),
                          gtk_picture_get_paintable (self->picture) != NULL);
  update_pin (self);
  update_foot (self, n_ready);
  update_buttons (self, n_ready);
  gtk_widget_set_visible (self->switch_box, self->rows->len > 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "signing.previous", self->shown > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "signing.next",
                                 self->shown + 1 < self->rows->len);
  gtk_widget_set_sensitive (self->picture_button, self->signing == NULL && !is_over (self));
  gtk_widget_set_sensitive (self->output_button, self->signing == NULL && !is_over (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->deed_box), self->signing == NULL && !is_over (self));
  gtk_widget_set_sensitive (self->certificate_button, self->signing == NULL && !is_over (self));
  gtk_widget_set_sensitive (self->sign_button, can_sign (self, n_ready));
}
