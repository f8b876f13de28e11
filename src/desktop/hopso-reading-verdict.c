/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Brings reading and verifying together: the signatures of what a reader shows are checked in the
 * background, and the verdict is put above its pages and beside them. Unsigned documents stay
 * without a word. Main thread. */

#include "hopso-reading-verdict.h"

#include "hopso-signature-banner.h"
#include "hopso-signature-panel.h"
#include "hopso-verify-dialog.h"

#include <glib/gi18n.h>

#define PANEL "signatures"

struct _HopsoReadingVerdict
{
  GObject parent_instance;

  HopsoReader *reader;          /* borrowed: outlives self */
  HopsoSignaturePanel *panel;   /* owned by the reader's side panel */
  HopsoVerifier *verifier;      /* owned, nullable: nothing was checked */
  HopsoSignatureReport *report; /* owned, nullable: not known */
  GCancellable *cancellable;    /* owned, nullable: nothing is being checked */
  char *title;                  /* owned, nullable: what people call the document */
};

G_DEFINE_FINAL_TYPE (HopsoReadingVerdict, hopso_reading_verdict, G_TYPE_OBJECT)

static void check (HopsoReadingVerdict *self);

/**
 * hopso_reading_verdict_show_details:
 * @self: a verdict
 *
 * Opens the window with everything; what is not known yet is checked there.
 */
void
hopso_reading_verdict_show_details (HopsoReadingVerdict *self)
{
  g_return_if_fail (HOPSO_IS_READING_VERDICT (self));

  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->reader));
  const int fd = hopso_reader_get_fd (self->reader);
  HopsoVerifyDialog *dialog;

  if (self->verifier == NULL || fd < 0 || !GTK_IS_WINDOW (root))
    return;
  dialog = hopso_verify_dialog_new (self->verifier, fd, self->title, NULL);
  if (dialog == NULL)
    return;
  hopso_verify_dialog_set_password (dialog, hopso_reader_get_password (self->reader));
  hopso_verify_dialog_show_over (dialog, GTK_WINDOW (root));
  if (self->report != NULL)
    hopso_verify_dialog_set_report (dialog, self->report);
  else
    hopso_verify_dialog_check (dialog);
}

static void
show_report (HopsoReadingVerdict *self)
{
  HopsoSidePanel *side = hopso_reader_get_side_panel (self->reader);
  GtkWidget *banner;

  hopso_signature_panel_set_report (self->panel, self->report);
  hopso_side_panel_set_page_visible (
      side, PANEL, self->report != NULL && hopso_signature_report_get_n_results (self->report) > 0);
  if (self->report == NULL || hopso_signature_report_get_n_results (self->report) == 0)
    return;
  banner = hopso_signature_banner_new ();
  hopso_signature_banner_set_report (HOPSO_SIGNATURE_BANNER (banner), self->report);
  g_signal_connect_object (banner, "details", G_CALLBACK (hopso_reading_verdict_show_details), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (banner, "again", G_CALLBACK (check), self, G_CONNECT_SWAPPED);
  hopso_reader_set_banner (self->reader, banner);
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoReadingVerdict) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSignatureReport) report =
      hopso_verifier_verify_finish (HOPSO_VERIFIER (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (report == NULL)
    {
      g_debug ("The signatures could not be checked: %s", error->message);
      return;
    }
  g_set_object (&self->report, report);
  show_report (self);
}

static void
check (HopsoReadingVerdict *self)
{
  const int fd = hopso_reader_get_fd (self->reader);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->verifier == NULL || fd < 0)
    return;
  self->cancellable = g_cancellable_new ();
  const HopsoPdfOriginal original = { fd, hopso_reader_get_password (self->reader) };
  hopso_verifier_verify_original_async (self->verifier, &original, HOPSO_VERIFY_NORMAL,
                                        self->cancellable, verified_cb, g_object_ref (self));
}

/**
 * hopso_reading_verdict_check:
 * @self: a verdict
 * @verifier: (transfer none): does the work
 * @title: what people call the document
 *
 * Checks what the reader shows; banner and panel come by themselves.
 */
void
hopso_reading_verdict_check (HopsoReadingVerdict *self, HopsoVerifier *verifier, const char *title)
{
  g_return_if_fail (HOPSO_IS_READING_VERDICT (self));

  hopso_reading_verdict_clear (self);
  g_set_object (&self->verifier, verifier);
  self->title = g_strdup (title);
  check (self);
}

/**
 * hopso_reading_verdict_clear:
 * @self: a verdict
 *
 * The document has gone.
 */
void
hopso_reading_verdict_clear (HopsoReadingVerdict *self)
{
  g_return_if_fail (HOPSO_IS_READING_VERDICT (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->verifier);
  g_clear_pointer (&self->title, g_free);
  if (self->report == NULL)
    return;
  g_clear_object (&self->report);
  hopso_signature_panel_set_report (self->panel, NULL);
  hopso_side_panel_set_page_visible (hopso_reader_get_side_panel (self->reader), PANEL, FALSE);
}

static void
hopso_reading_verdict_dispose (GObject *object)
{
  HopsoReadingVerdict *self = HOPSO_READING_VERDICT (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->verifier);
  g_clear_object (&self->report);
  g_clear_object (&self->panel);
  g_clear_pointer (&self->title, g_free);
  G_OBJECT_CLASS (hopso_reading_verdict_parent_class)->dispose (object);
}

static void
hopso_reading_verdict_class_init (HopsoReadingVerdictClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_reading_verdict_dispose;
}

static void
hopso_reading_verdict_init (HopsoReadingVerdict *self)
{
}

/**
 * hopso_reading_verdict_new:
 * @reader: what is read; must live as long
 *
 * Returns: (transfer full): nothing is known yet
 */
HopsoReadingVerdict *
hopso_reading_verdict_new (HopsoReader *reader)
{
  HopsoReadingVerdict *self = g_object_new (HOPSO_TYPE_READING_VERDICT, NULL);
  HopsoSidePanel *side = hopso_reader_get_side_panel (reader);

  self->reader = reader;
  self->panel = g_object_ref (HOPSO_SIGNATURE_PANEL (hopso_signature_panel_new ()));
  hopso_side_panel_add_page (side, PANEL, _ ("Signatures"), GTK_WIDGET (self->panel));
  hopso_side_panel_set_page_visible (side, PANEL, FALSE);
  g_signal_connect_object (self->panel, "details", G_CALLBACK (hopso_reading_verdict_show_details),
                           self, G_CONNECT_SWAPPED);
  return self;
}
