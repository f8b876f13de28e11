/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window that tells an official whether a signed file can be relied upon: first the verdict
 * on the whole file and what to do, then one block per signature, and beside it everything about
 * the chosen one, or what it signed beside what is there now. Main thread. */

#include "hopso-verify-dialog-private.h"

#include "hopso-password-prompt.h"

#include "hopso-sign-words.h"
#include "hopso-signature-details.h"
#include "hopso-signature-row.h"
#include "hopso-verdict-words.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (HopsoVerifyDialog, hopso_verify_dialog, ADW_TYPE_WINDOW)

/* --- the chosen signature -------------------------------------------------------------------- */

static HopsoSignatureResult *
get_chosen (HopsoVerifyDialog *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row == NULL || self->report == NULL)
    return NULL;
  return hopso_signature_report_get_result (self->report, (guint) gtk_list_box_row_get_index (row));
}

static gboolean
can_compare (HopsoSignatureResult *result)
{
  const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);

  /* Evidence for later checks is not seen on any page. */
  if (facts->changes == HOPSO_CHANGES_AFTER_SIGNATURES)
    return facts->signed_length > 0 && hopso_verdict_words_has_successor (result);
  return facts->signed_length > 0 && facts->changes != HOPSO_CHANGES_AFTER_NONE;
}

/* Comparing costs processes: it begins when somebody looks. */
static void
compare_cb (HopsoVerifyDialog *self)
{
  HopsoSignatureResult *chosen = get_chosen (self);

  if (chosen == NULL || chosen == self->compared ||
      g_strcmp0 (gtk_stack_get_visible_child_name (self->views), "changes") != 0)
    return;
  g_set_object (&self->compared, chosen);
  const HopsoPdfOriginal original = { self->fd, self->password };
  hopso_change_view_show (self->change_view, &original, chosen);
}

static void
chosen_cb (HopsoVerifyDialog *self)
{
  HopsoSignatureResult *chosen = get_chosen (self);

  if (chosen == NULL)
    return;

  const HopsoChangesAfter changes = hopso_signature_result_get_facts (chosen)->changes;
  const gboolean is_first = can_compare (chosen) && (changes == HOPSO_CHANGES_AFTER_ALTERED ||
                                                     changes == HOPSO_CHANGES_AFTER_UNKNOWN);

  adw_bin_set_child (self->details, hopso_signature_details_new (chosen));
  gtk_widget_set_visible (self->switcher, can_compare (chosen));
  gtk_stack_set_visible_child_name (self->views, is_first ? "changes" : "details");
  compare_cb (self);
}

/* --- the verdict ----------------------------------------------------------------------------- */

static void
set_tone (HopsoVerifyDialog *self, HopsoVerdict verdict)
{
  static const char *const tones[] = {
    [HOPSO_VERDICT_VALID] = "good",
    [HOPSO_VERDICT_INVALID] = "bad",
    [HOPSO_VERDICT_UNDETERMINED] = "attention",
    [HOPSO_VERDICT_UNSIGNED] = "attention",
  };

  for (guint i = 0; i < G_N_ELEMENTS (tones); i++)
    gtk_widget_remove_css_class (self->verdict_box, tones[i]);
  gtk_widget_add_css_class (self->verdict_box, tones[verdict]);
  gtk_image_set_from_icon_name (self->verdict_icon, hopso_sign_words_icon (verdict));
  gtk_stack_set_visible_child_name (self->verdict_stack, "verdict");
}

static void
set_words (HopsoVerifyDialog *self, const char *headline, const char *sentence, const char *advice)
{
  g_autofree char *both =
      advice != NULL ? g_strdup_printf ("%s. %s", sentence, advice) : g_strdup (sentence);

  gtk_label_set_label (self->headline, headline);
  gtk_label_set_label (self->sentence, both);
  gtk_widget_set_visible (GTK_WIDGET (self->sentence), both != NULL);
}

static void
show_list (HopsoVerifyDialog *self)
{
  const guint n = hopso_signature_report_get_n_results (self->report);
  HopsoSignatureResult *telling = hopso_verdict_words_find_telling (self->report);
  g_autofree char *count = g_strdup_printf (ngettext ("%u signature", "%u signatures", n), n);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  gtk_label_set_label (self->count_label, count);
  for (guint i = 0; i < n; i++)
    {
      HopsoSignatureResult *result = hopso_signature_report_get_result (self->report, i);
      GtkWidget *row = hopso_signature_row_new (result);

      gtk_list_box_append (self->list, row);
      if (result == telling)
        gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
    }
  gtk_widget_set_visible (self->side, n > 0);
  if (n == 0)
    gtk_stack_set_visible_child_name (self->views, "unsigned");
}

static void
show_checked (HopsoVerifyDialog *self)
{
  g_autofree char *moment =
      hopso_verdict_words_moment (hopso_signature_report_get_checked_at (self->report));
  g_autoptr (GString) words = g_string_new (NULL);

  g_string_append_printf (words, _ ("Checked at %s."), moment != NULL ? moment : "?");
  for (guint i = 0; i < hopso_signature_report_get_n_notes (self->report); i++)
    g_string_append_printf (words, "\n%s", hopso_signature_report_get_note (self->report, i));
  gtk_label_set_label (self->checked_label, words->str);
}

/**
 * hopso_verify_dialog_set_report:
 * @report: (transfer none): what was found
 */
void
hopso_verify_dialog_set_report (HopsoVerifyDialog *self, HopsoSignatureReport *report)
{
  g_return_if_fail (HOPSO_IS_VERIFY_DIALOG (self));

  const HopsoVerdict verdict = hopso_signature_report_get_verdict (report);
  g_autofree char *headline = hopso_verdict_words_headline (report);
  g_autofree char *sentence = hopso_verdict_words_sentence (report);
  g_autofree char *advice = hopso_verdict_words_advice (report);

  g_set_object (&self->report, report);
  set_tone (self, verdict);
  set_words (self, headline, sentence, advice);
  show_list (self);
  show_checked (self);
  gtk_widget_set_visible (self->again_button, verdict == HOPSO_VERDICT_UNDETERMINED);
  gtk_widget_set_sensitive (self->save_button, TRUE);
}

/* --- checking -------------------------------------------------------------------------------- */

static void
password_taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoVerifyDialog) self = user_data;
  g_autoptr (HopsoSecret) password = hopso_password_prompt_finish (result, NULL);

  if (password == NULL || self->verifier == NULL)
    return;
  hopso_verify_dialog_set_password (self, password);
  hopso_verify_dialog_check (self);
}

/* Cancelled, it can be asked for again by checking again. */
static void
ask_password (HopsoVerifyDialog *self, const char *words)
{
  set_words (self, _ ("The document is protected"), words, NULL);
  hopso_password_prompt_async (words, GTK_WINDOW (self), self->cancellable, password_taken_cb,
                               g_object_ref (self));
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoVerifyDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSignatureReport) report =
      hopso_verifier_verify_finish (HOPSO_VERIFIER (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->verifier == NULL)
    return;
  if (report != NULL)
    {
      hopso_verify_dialog_set_report (self, report);
      return;
    }
  set_tone (self, HOPSO_VERDICT_UNDETERMINED);
  if (g_error_matches (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_ENCRYPTED))
    ask_password (self, _ ("Enter the password of the document to check its signatures."));
  else if (g_error_matches (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_WRONG_PASSWORD))
    ask_password (self, _ ("This is not the document’s password. Enter another one."));
  else
    set_words (self, _ ("This file cannot be checked"),
               _ ("It is damaged or not a PDF. Ask the sender for a new copy."), NULL);
  gtk_stack_set_visible_child_name (self->views, "unsigned");
  gtk_widget_set_visible (self->again_button, TRUE);
}

/**
 * hopso_verify_dialog_set_password:
 * @password: (nullable): of the file, for the next check
 */
void
hopso_verify_dialog_set_password (HopsoVerifyDialog *self, HopsoSecret *password)
{
  g_return_if_fail (HOPSO_IS_VERIFY_DIALOG (self));

  g_clear_pointer (&self->password, hopso_secret_unref);
  self->password = password != NULL ? hopso_secret_ref (password) : NULL;
}

/**
 * hopso_verify_dialog_check:
 *
 * Verifies the file and shows what was found. May be called again.
 */
void
hopso_verify_dialog_check (HopsoVerifyDialog *self)
{
  g_return_if_fail (HOPSO_IS_VERIFY_DIALOG (self));

  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->cancellable, NULL);
  self->cancellable = g_cancellable_new ();
  g_clear_object (&self->report);
  g_clear_object (&self->compared);
  hopso_change_view_clear (self->change_view);
  set_words (self, _ ("Checking the signatures…"), NULL, NULL);
  gtk_stack_set_visible_child_name (self->verdict_stack, "busy");
  gtk_stack_set_visible_child_name (self->views, "busy");
  gtk_widget_set_visible (self->side, FALSE);
  gtk_widget_set_visible (self->switcher, FALSE);
  gtk_widget_set_visible (self->again_button, FALSE);
  gtk_widget_set_sensitive (self->save_button, FALSE);
  const HopsoPdfOriginal original = { self->fd, self->password };
  hopso_verifier_verify_original_async (self->verifier, &original, HOPSO_VERIFY_NORMAL,
                                        self->cancellable, verified_cb, g_object_ref (self));
}

static void
again_cb (HopsoVerifyDialog *self)
{
  hopso_verify_dialog_check (self);
}

static gboolean
dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y, HopsoVerifyDialog *self)
{
  return hopso_verify_dialog_take_file (self, g_value_get_object (value));
}

/* --- the window ------------------------------------------------------------------------------ */

static void
hopso_verify_dialog_dispose (GObject *object)
{
  HopsoVerifyDialog *self = HOPSO_VERIFY_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  if (self->change_view != NULL && self->verifier != NULL)
    hopso_change_view_clear (self->change_view);
  g_clear_object (&self->verifier);
  g_clear_object (&self->report);
  g_clear_object (&self->compared);
  G_OBJECT_CLASS (hopso_verify_dialog_parent_class)->dispose (object);
}

static void
hopso_verify_dialog_finalize (GObject *object)
{
  HopsoVerifyDialog *self = HOPSO_VERIFY_DIALOG (object);

  hopso_fd_close (self->fd);
  g_clear_pointer (&self->password, hopso_secret_unref);
  g_free (self->title);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (hopso_verify_dialog_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, HopsoVerifyDialog, name)

static void
hopso_verify_dialog_class_init (HopsoVerifyDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hopso_verify_dialog_dispose;
  object_class->finalize = hopso_verify_dialog_finalize;
  g_type_ensure (HOPSO_TYPE_CHANGE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/documents/hopso-verify-dialog.ui");
  BIND (window_title);
  BIND (save_button);
  BIND (verdict_box);
  BIND (verdict_stack);
  BIND (verdict_icon);
  BIND (headline);
  BIND (sentence);
  BIND (again_button);
  BIND (side);
  BIND (count_label);
  BIND (list);
  BIND (checked_label);
  BIND (views);
  BIND (switcher);
  BIND (change_view);
  BIND (details);
  BIND (toasts);
  gtk_widget_class_bind_template_callback (widget_class, again_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, compare_cb);
  hopso_verify_dialog_install_actions (widget_class);
}

static void
hopso_verify_dialog_init (HopsoVerifyDialog *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->fd = -1;
  g_signal_connect_object (target, "drop", G_CALLBACK (dropped_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/**
 * hopso_verify_dialog_new:
 * @verifier: (transfer none): does the work
 * @fd: the file; opened again
 * @title: what people call it
 *
 * Returns: (transfer floating): a dialog that knows nothing yet, or %NULL with @error when the file
 *   cannot be opened again
 */
HopsoVerifyDialog *
hopso_verify_dialog_new (HopsoVerifier *verifier, int fd, const char *title, GError **error)
{
  g_auto (HopsoFd) own = hopso_fd_reopen_read_only (fd, error);

  if (own < 0)
    return NULL;

  HopsoVerifyDialog *self = g_object_new (HOPSO_TYPE_VERIFY_DIALOG, NULL);
  self->verifier = g_object_ref (verifier);
  self->fd = hopso_fd_steal (&own);
  self->title = g_strdup (title);
  adw_window_title_set_subtitle (self->window_title, title);
  return self;
}

/**
 * hopso_verify_dialog_show_over:
 * @parent: the window it belongs to
 *
 * Shows it as large as @parent: pages stand side by side in it.
 */
void
hopso_verify_dialog_show_over (HopsoVerifyDialog *self, GtkWindow *parent)
{
  g_return_if_fail (HOPSO_IS_VERIFY_DIALOG (self));

  gtk_window_set_transient_for (GTK_WINDOW (self), parent);
  if (gtk_window_is_maximized (parent))
    gtk_window_maximize (GTK_WINDOW (self));
  else if (gtk_widget_get_width (GTK_WIDGET (parent)) > 0)
    gtk_window_set_default_size (GTK_WINDOW (self), gtk_widget_get_width (GTK_WIDGET (parent)),
                                 gtk_widget_get_height (GTK_WIDGET (parent)));
  gtk_window_present (GTK_WINDOW (self));
}
