/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Printing from a HopsoReader: the question, how far it is, and what went wrong. What was chosen is
 * chosen the next time too, while the reader lives. Main thread. */

#include "hopso-reader-private.h"

#include "hopso-alert.h"
#include "hopso-print-job.h"

#include <glib/gi18n-lib.h>

/* Shorter work needs no word. */
#define PATIENCE_MS 600

/* One printing of a reader. */
typedef struct
{
  HopsoReader *reader; /* owned */
  HopsoPrintJob *job;  /* owned */
  GtkWidget *dialog;   /* owned, nullable: until it takes long */
  GtkProgressBar *bar; /* borrowed: of the dialog */
  guint late;          /* source, or 0 */
  guint n_drawn;
  guint n_pages;
} Printing;

static void
printing_free (gpointer data)
{
  Printing *self = data;

  g_clear_handle_id (&self->late, g_source_remove);
  if (self->dialog != NULL)
    gtk_window_destroy (GTK_WINDOW (self->dialog));
  g_clear_object (&self->dialog);
  g_signal_handlers_disconnect_by_data (self->job, self);
  g_object_unref (self->job);
  g_object_unref (self->reader);
  g_free (self);
}

static GtkWindow *
get_window (HopsoReader *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  hopso_alert_ask_finish (HOPSO_ALERT (source), result, NULL);
}

static void
tell (HopsoReader *self, const GError *error)
{
  const gboolean is_refused = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  const char *words = error->domain == HOPSO_PDF_CLIENT_ERROR
                          ? hopso_pdf_client_error_get_words (error)
                          : error->message;
  g_autoptr (HopsoAlert) alert = hopso_alert_new (
      is_refused ? _ ("This document must not be printed") : _ ("The document was not printed"),
      words, _ ("Go on reading"));

  hopso_alert_ask_async (alert, get_window (self), NULL, read_cb, NULL);
}

/* --- how far it is --------------------------------------------------------------------------- */

static void
show_progress (Printing *self)
{
  if (self->dialog == NULL)
    return;

  g_autofree char *words = g_strdup_printf (_ ("Page %u of %u"), self->n_drawn, self->n_pages);
  gtk_progress_bar_set_text (self->bar, words);
  gtk_progress_bar_set_fraction (self->bar, (double) self->n_drawn / MAX (self->n_pages, 1));
}

static void
cancel_cb (Printing *self)
{
  hopso_print_job_cancel (self->job);
}

static gboolean
late_cb (gpointer user_data)
{
  Printing *self = user_data;
  GtkWidget *dialog = adw_message_dialog_new (get_window (self->reader), _ ("Printing"), NULL);

  self->late = 0;
  self->dialog = g_object_ref (dialog);
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_progress_bar_set_show_text (self->bar, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Printing"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), GTK_WIDGET (self->bar));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("Stop printing"));
  g_signal_connect_swapped (dialog, "response", G_CALLBACK (cancel_cb), self);
  show_progress (self);
  gtk_window_present (GTK_WINDOW (dialog));
  return G_SOURCE_REMOVE;
}

static void
progress_cb (Printing *self, guint n_drawn, guint n_pages)
{
  self->n_drawn = n_drawn;
  self->n_pages = n_pages;
  if (self->late == 0 && self->dialog == NULL)
    self->late = g_timeout_add (PATIENCE_MS, late_cb, self);
  show_progress (self);
}

static void
done_cb (Printing *self, const GError *error)
{
  GtkPrintOperation *operation = hopso_print_job_get_operation (self->job);
  GtkPrintSettings *settings = gtk_print_operation_get_print_settings (operation);

  if (error == NULL && settings != NULL)
    g_object_set_data_full (G_OBJECT (self->reader), "print-settings", g_object_ref (settings),
                            g_object_unref);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
      get_window (self->reader) != NULL)
    tell (self->reader, error);
  printing_free (self);
}

/* --- the beginning --------------------------------------------------------------------------- */

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoReader) reader = user_data;
  HopsoPrintJob *job = HOPSO_PRINT_JOB (source);
  g_autoptr (GError) error = NULL;

  if (!hopso_print_job_prepare_finish (job, result, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && get_window (reader) != NULL)
        tell (reader, error);
      return;
    }
  if (get_window (reader) == NULL)
    return;

  Printing *self = g_new0 (Printing, 1);
  self->reader = g_object_ref (reader);
  self->job = g_object_ref (job);
  g_signal_connect_swapped (job, "progress", G_CALLBACK (progress_cb), self);
  g_signal_connect_swapped (job, "done", G_CALLBACK (done_cb), self);
  hopso_print_job_run (job, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, get_window (reader));
}

static GtkPrintSettings *
create_settings (HopsoReader *self)
{
  GtkPrintSettings *last = g_object_get_data (G_OBJECT (self), "print-settings");
  GtkPrintSettings *settings =
      last != NULL ? gtk_print_settings_copy (last) : gtk_print_settings_new ();
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);
  g_autofree char *name = g_strdup (adw_window_title_get_title (self->title));

  /* A number such as 15/TTr-SKH is no name of a file. */
  g_strdelimit (name, "/\\", '-');
  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_BASENAME, name);
  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_DIR,
                          documents != NULL ? documents : g_get_home_dir ());
  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_URI, NULL);
  /* Those of another document. */
  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_PAGE_RANGES, NULL);
  gtk_print_settings_set_print_pages (settings, GTK_PRINT_PAGES_ALL);
  return settings;
}

static void
print_document (HopsoReader *self, HopsoPdfDocument *document)
{
  g_autoptr (HopsoPrintJob) job = hopso_print_job_new (
      document, adw_window_title_get_title (self->title), hopso_page_view_get_page (self->view));
  g_autoptr (GtkPrintSettings) settings = create_settings (self);
  gtk_print_operation_set_print_settings (hopso_print_job_get_operation (job), settings);
  hopso_print_job_prepare_async (job, NULL, prepared_cb, g_object_ref (self));
}

static void
filled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HopsoReader *self = HOPSO_READER (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfDocument) document = hopso_reader_open_filled_finish (self, result, &error);

  if (document != NULL)
    print_document (self, document);
  else if (get_window (self) != NULL)
    tell (self, error);
}

/* What people have filled in is on the paper, saved or not. */
static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HopsoReader *self = HOPSO_READER (widget);

  if (hopso_page_view_get_document (self->view) != NULL)
    hopso_reader_open_filled_async (self, filled_cb, NULL);
}

/* The action and its key, for the widget's class. */
void
hopso_reader_install_print (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "reader.print", NULL, print_action);
  gtk_widget_class_add_binding_action (class, GDK_KEY_p, GDK_CONTROL_MASK, "reader.print", NULL);
}
