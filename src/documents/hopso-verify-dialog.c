/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window that tells an official whether a signed file can be relied upon: first the verdict
 * on the whole file and what to do, only then the details. Main thread. */

#include "hopso-verify-dialog.h"

#include "hopso-fd.h"
#include "hopso-sign-words.h"
#include "hopso-signature-row.h"

#include <glib/gi18n.h>

struct _HopsoVerifyDialog
{
  AdwWindow parent_instance;

  HopsoVerifier *verifier;   /* owned, nullable: disposed */
  GCancellable *cancellable; /* owned */
  HopsoFd fd;                /* owned */

  AdwWindowTitle *window_title;
  GtkWidget *verdict_box;
  GtkImage *verdict_icon;
  GtkLabel *headline;
  GtkLabel *sentence;
  GtkWidget *again_button;
  GtkLabel *count_label;
  GtkListBox *list;
  GtkLabel *checked_label;
};

G_DEFINE_FINAL_TYPE (HopsoVerifyDialog, hopso_verify_dialog, ADW_TYPE_WINDOW)

static void
again_cb (HopsoVerifyDialog *self)
{
  hopso_verify_dialog_check (self);
}

static void
hopso_verify_dialog_dispose (GObject *object)
{
  HopsoVerifyDialog *self = HOPSO_VERIFY_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->verifier);
  G_OBJECT_CLASS (hopso_verify_dialog_parent_class)->dispose (object);
}

static void
hopso_verify_dialog_finalize (GObject *object)
{
  HopsoVerifyDialog *self = HOPSO_VERIFY_DIALOG (object);

  hopso_fd_close (self->fd);
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
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/documents/hopso-verify-dialog.ui");
  BIND (window_title);
  BIND (verdict_box);
  BIND (verdict_icon);
  BIND (headline);
  BIND (sentence);
  BIND (again_button);
  BIND (count_label);
  BIND (list);
  BIND (checked_label);
  gtk_widget_class_bind_template_callback (widget_class, again_cb);
}

static void
hopso_verify_dialog_init (HopsoVerifyDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->fd = -1;
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
  adw_window_title_set_subtitle (self->window_title, title);
  return self;
}

static void
set_tone (HopsoVerifyDialog *self, HopsoVerdict verdict)
{
  gtk_widget_remove_css_class (self->verdict_box, "good");
  gtk_widget_remove_css_class (self->verdict_box, "bad");
  gtk_widget_remove_css_class (self->verdict_box, "attention");
  if (verdict == HOPSO_VERDICT_VALID)
    gtk_widget_add_css_class (self->verdict_box, "good");
  else if (verdict == HOPSO_VERDICT_INVALID)
    gtk_widget_add_css_class (self->verdict_box, "bad");
  else
    gtk_widget_add_css_class (self->verdict_box, "attention");
  gtk_image_set_from_icon_name (self->verdict_icon, hopso_sign_words_icon (verdict));
}

static void
clear_list (HopsoVerifyDialog *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
}

static void
show_checked (HopsoVerifyDialog *self, HopsoSignatureReport *report)
{
  g_autoptr (GDateTime) when =
      g_date_time_new_from_unix_local (hopso_signature_report_get_checked_at (report));
  g_autofree char *moment = g_date_time_format (when, "%H:%M · %d/%m/%Y");
  g_autofree char *checked = g_strdup_printf (_ ("Checked at %s."), moment);

  gtk_label_set_label (self->checked_label, checked);
}

/**
 * hopso_verify_dialog_set_report:
 * @report: (transfer none): what was found
 */
void
hopso_verify_dialog_set_report (HopsoVerifyDialog *self, HopsoSignatureReport *report)
{
  g_return_if_fail (HOPSO_IS_VERIFY_DIALOG (self));

  HopsoVerdict verdict = hopso_signature_report_get_verdict (report);
  guint n = hopso_signature_report_get_n_results (report);
  g_autofree char *headline = hopso_sign_words_headline (report);
  g_autofree char *sentence = hopso_sign_words_sentence (report);
  g_autofree char *count = g_strdup_printf (ngettext ("%u signature", "%u signatures", n), n);

  set_tone (self, verdict);
  gtk_label_set_label (self->headline, headline);
  gtk_label_set_label (self->sentence, sentence);
  gtk_label_set_label (self->count_label, count);
  clear_list (self);
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (self->list,
                         hopso_signature_row_new (hopso_signature_report_get_result (report, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
  gtk_widget_set_visible (self->again_button, verdict == HOPSO_VERDICT_UNDETERMINED);
  show_checked (self, report);
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoVerifyDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSignatureReport) report =
      hopso_verifier_verify_finish (HOPSO_VERIFIER (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (report != NULL)
    {
      hopso_verify_dialog_set_report (self, report);
      return;
    }
  set_tone (self, HOPSO_VERDICT_UNDETERMINED);
  gtk_label_set_label (self->headline, _ ("This file cannot be checked"));
  gtk_label_set_label (self->sentence,
                       _ ("It is damaged or not a PDF. Ask the sender for a new copy."));
  gtk_widget_set_visible (self->again_button, TRUE);
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

  gtk_label_set_label (self->headline, _ ("Checking the signatures…"));
  gtk_label_set_label (self->sentence, NULL);
  gtk_image_set_from_icon_name (self->verdict_icon, "content-loading-symbolic");
  gtk_widget_set_visible (self->again_button, FALSE);
  hopso_verifier_verify_async (self->verifier, self->fd, HOPSO_VERIFY_NORMAL, self->cancellable,
                               verified_cb, g_object_ref (self));
}
