/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Prints a document through GTK: each page is drawn by the PDF process in bands, one after the
 * other, while the print operation waits for it; what shows nothing but paper is left out. What the
 * document's protection does not allow is refused before anything is asked. Main thread. */

#include "hopso-print-job.h"

#include "hopso-pdf-reading.h"
#include "hopso-print-place.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Dots per inch: of a printer that does not say, the most that is of use, and what is left to
 * readers of a document that must not be printed well. */
#define USUAL_DPI 300
#define MOST_DPI  600
#define POOR_DPI  150

struct _HopsoPrintJob
{
  GObject parent_instance;

  HopsoPdfDocument *document;   /* owned */
  GtkPrintOperation *operation; /* owned */
  GCancellable *cancellable;    /* owned */
  GtkCheckButton *fit_button;   /* owned, nullable: in the dialog only */
  GtkCheckButton *turn_button;  /* owned, nullable: in the dialog only */
  GError *error;                /* owned, nullable: the first */
  cairo_t *paper;               /* owned, nullable: while a page is drawn */
  HopsoPrintPlace place;        /* of that page */
  guint page;
  guint band;
  guint n_drawn;
  gboolean is_fitted;
  gboolean is_turned;
  gboolean is_poor;
  gboolean is_done;
};

G_DEFINE_FINAL_TYPE (HopsoPrintJob, hopso_print_job, G_TYPE_OBJECT)

enum
{
  PROGRESS,
  DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* --- drawing --------------------------------------------------------------------------------- */

static void ask_band (HopsoPrintJob *self);

static void
end_page (HopsoPrintJob *self)
{
  int n_pages = 0;

  g_clear_pointer (&self->paper, cairo_destroy);
  /* A cancelled operation does not wait for its page. */
  if (self->is_done)
    return;
  self->n_drawn++;
  g_object_get (self->operation, "n-pages-to-print", &n_pages, NULL);
  g_signal_emit (self, signals[PROGRESS], 0, self->n_drawn, (guint) MAX (n_pages, 1));
  gtk_print_operation_draw_page_finish (self->operation);
}

/* Paper is white by itself. */
static gboolean
is_white (const guint8 *pixels, gsize size)
{
  const guint64 white = G_MAXUINT64;
  gsize i = 0;

  for (; i + sizeof white <= size; i += sizeof white)
    {
      if (memcmp (pixels + i, &white, sizeof white) != 0)
        return FALSE;
    }
  return i == size || memcmp (pixels + i, &white, size - i) == 0;
}

static void
unref_bytes (void *data)
{
  g_bytes_unref (data);
}

static void
paint (HopsoPrintJob *self, GBytes *pixels, gsize stride, const HopsoFramePart *part)
{
  static const cairo_user_data_key_t key;
  double width;
  double height;

  hopso_pdf_document_get_page_size (self->document, self->page, &width, &height);
  const double pixel = hopso_print_place_get_pixel (&self->place, width);
  /* Read only: nobody draws into it. */
  cairo_surface_t *image = cairo_image_surface_create_for_data (
      (unsigned char *) g_bytes_get_data (pixels, NULL), CAIRO_FORMAT_RGB24, (int) part->width,
      (int) part->height, (int) stride);

  /* The paper keeps the picture until the sheet is complete. */
  cairo_surface_set_user_data (image, &key, g_bytes_ref (pixels), unref_bytes);
  cairo_save (self->paper);
  cairo_translate (self->paper, self->place.x, self->place.y + part->y * pixel);
  cairo_scale (self->paper, pixel, pixel);
  cairo_set_source_surface (self->paper, image, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (self->paper), CAIRO_FILTER_NEAREST);
  cairo_paint (self->paper);
  cairo_restore (self->paper);
  cairo_surface_destroy (image);
}

static void
band_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoPrintJob) self = user_data;
  g_autoptr (GError) error = NULL;
  HopsoFramePart part;
  gsize stride;
  g_autoptr (GBytes) pixels =
      hopso_pdf_document_render_finish (HOPSO_PDF_DOCUMENT (source), result, &stride, &error);

  if (pixels == NULL)
    {
      if (self->error == NULL)
        self->error = g_steal_pointer (&error);
      g_cancellable_cancel (self->cancellable);
      gtk_print_operation_cancel (self->operation);
      end_page (self);
      return;
    }
  hopso_print_place_get_band (&self->place, self->band, &part);
  if (!is_white (g_bytes_get_data (pixels, NULL), g_bytes_get_size (pixels)))
    paint (self, pixels, stride, &part);
  if (++self->band < self->place.n_bands)
    ask_band (self);
  else
    end_page (self);
}

static void
ask_band (HopsoPrintJob *self)
{
  HopsoPdfView view = { .page = self->page };

  hopso_print_place_get_band (&self->place, self->band, &view.part);
  hopso_pdf_document_render_async (self->document, &view, HOPSO_PDF_PRIORITY_PAPER,
                                   self->cancellable, band_cb, g_object_ref (self));
}

static void
read_sheet (GtkPageSetup *setup, HopsoPrintSheet *sheet)
{
  sheet->width = gtk_page_setup_get_paper_width (setup, GTK_UNIT_POINTS);
  sheet->height = gtk_page_setup_get_paper_height (setup, GTK_UNIT_POINTS);
  sheet->left = gtk_page_setup_get_left_margin (setup, GTK_UNIT_POINTS);
  sheet->top = gtk_page_setup_get_top_margin (setup, GTK_UNIT_POINTS);
  sheet->right = gtk_page_setup_get_right_margin (setup, GTK_UNIT_POINTS);
  sheet->bottom = gtk_page_setup_get_bottom_margin (setup, GTK_UNIT_POINTS);
}

/* As fine as the printer, as far as that is of use. */
static double
get_dpi (HopsoPrintJob *self)
{
  GtkPrintSettings *settings = gtk_print_operation_get_print_settings (self->operation);
  const int said = settings != NULL && gtk_print_settings_has_key (settings, "resolution")
                       ? gtk_print_settings_get_resolution (settings)
                       : USUAL_DPI;

  return self->is_poor ? POOR_DPI : CLAMP (said, POOR_DPI, MOST_DPI);
}

static void
draw_page_cb (HopsoPrintJob *self, GtkPrintContext *context, int page)
{
  HopsoPrintSheet sheet;
  double width;
  double height;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->page = (guint) page;
  self->band = 0;
  read_sheet (gtk_print_context_get_page_setup (context), &sheet);
  hopso_pdf_document_get_page_size (self->document, self->page, &width, &height);
  if (!hopso_print_place_init (&self->place, &sheet, width, height, self->is_fitted,
                               get_dpi (self)))
    return;
  self->paper = cairo_reference (gtk_print_context_get_cairo_context (context));
  gtk_print_operation_set_defer_drawing (self->operation);
  ask_band (self);
}

/* --- what is asked of people -------------------------------------------------------------------
 */

/* The sheet lies as the page does. */
static void
setup_cb (HopsoPrintJob *self, GtkPrintContext *context, int page, GtkPageSetup *setup)
{
  double width;
  double height;

  if (!self->is_turned)
    return;
  hopso_pdf_document_get_page_size (self->document, (guint) page, &width, &height);
  const gboolean is_wide = width > height;
  const gboolean is_paper_wide =
      gtk_paper_size_get_width (gtk_page_setup_get_paper_size (setup), GTK_UNIT_POINTS) >
      gtk_paper_size_get_height (gtk_page_setup_get_paper_size (setup), GTK_UNIT_POINTS);
  gtk_page_setup_set_orientation (setup, is_wide != is_paper_wide ? GTK_PAGE_ORIENTATION_LANDSCAPE
                                                                  : GTK_PAGE_ORIENTATION_PORTRAIT);
}

static GtkCheckButton *
add_check (GtkBox *box, const char *words, gboolean is_active, GtkCheckButton *group)
{
  GtkCheckButton *button = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (words));

  gtk_check_button_set_group (button, group);
  gtk_check_button_set_active (button, is_active);
  gtk_box_append (box, GTK_WIDGET (button));
  return button;
}

static GObject *
create_choices_cb (HopsoPrintJob *self)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));

  gtk_widget_set_margin_top (GTK_WIDGET (box), 18);
  gtk_widget_set_margin_start (GTK_WIDGET (box), 18);
  gtk_widget_set_margin_end (GTK_WIDGET (box), 18);
  g_set_object (&self->fit_button,
                add_check (box, _ ("As large as the paper allows"), self->is_fitted, NULL));
  add_check (box, _ ("In the size of the document"), !self->is_fitted, self->fit_button);
  g_set_object (&self->turn_button,
                add_check (box, _ ("Turn wide pages by themselves"), self->is_turned, NULL));
  gtk_widget_set_margin_top (GTK_WIDGET (self->turn_button), 12);
  return G_OBJECT (box);
}

static void
apply_choices_cb (HopsoPrintJob *self)
{
  self->is_fitted = gtk_check_button_get_active (self->fit_button);
  self->is_turned = gtk_check_button_get_active (self->turn_button);
}

static void
done_cb (HopsoPrintJob *self, GtkPrintOperationResult result)
{
  g_autoptr (HopsoPrintJob) alive = g_object_ref (self);
  g_autoptr (GError) error = g_steal_pointer (&self->error);

  self->is_done = TRUE;
  if (error == NULL && result == GTK_PRINT_OPERATION_RESULT_ERROR)
    gtk_print_operation_get_error (self->operation, &error);
  else if (error == NULL && result == GTK_PRINT_OPERATION_RESULT_CANCEL)
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Printing was cancelled");
  g_signal_emit (alive, signals[DONE], 0, error);
}

/* --- before it begins --------------------------------------------------------------------------
 */

static void
properties_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoPrintJob *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (HopsoPdfProperties) properties =
      hopso_pdf_document_properties_finish (HOPSO_PDF_DOCUMENT (source), result, &error);

  if (properties == NULL)
    g_task_return_error (task, error);
  else if ((properties->permissions & HOPSO_PDF_MAY_PRINT) == 0)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "%s",
                             _ ("Whoever protected this document does not allow it to be printed. "
                                "Ask the sender for a copy that may be printed."));
  else
    {
      self->is_poor = (properties->permissions & HOPSO_PDF_MAY_PRINT_WELL) == 0;
      g_task_return_boolean (task, TRUE);
    }
}

static void
sizes_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoPdfDocument *document = HOPSO_PDF_DOCUMENT (source);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  if (!hopso_pdf_document_load_sizes_finish (document, result, &error))
    g_task_return_error (task, error);
  else
    hopso_pdf_document_properties_async (document, cancellable, properties_cb,
                                         g_steal_pointer (&task));
}

/**
 * hopso_print_job_prepare_async:
 * @cancellable: (nullable): when it is not wanted any more
 * @callback: when it is known
 * @user_data: for @callback
 *
 * Finds out how large the pages are and whether they may be printed.
 */
void
hopso_print_job_prepare_async (HopsoPrintJob *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_PRINT_JOB (self));

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hopso_print_job_prepare_async);
  hopso_pdf_document_load_sizes_async (self->document, cancellable, sizes_cb, task);
}

/**
 * hopso_print_job_prepare_finish:
 * @result: what the callback was given
 * @error: %G_IO_ERROR_PERMISSION_DENIED with words for people, or why it is not known
 *
 * Returns: whether it may be printed
 */
gboolean
hopso_print_job_prepare_finish (HopsoPrintJob *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * hopso_print_job_run:
 * @action: with a dialog, without one, or into a file
 * @parent: (nullable): of the dialog
 *
 * Begins to print, after hopso_print_job_prepare_async(). It ends with the signal "done".
 */
void
hopso_print_job_run (HopsoPrintJob *self, GtkPrintOperationAction action, GtkWindow *parent)
{
  g_return_if_fail (HOPSO_IS_PRINT_JOB (self));

  gtk_print_operation_run (self->operation, action, parent, NULL);
}

/**
 * hopso_print_job_cancel:
 *
 * Ends it after the band that is being drawn.
 */
void
hopso_print_job_cancel (HopsoPrintJob *self)
{
  g_return_if_fail (HOPSO_IS_PRINT_JOB (self));

  g_cancellable_cancel (self->cancellable);
  gtk_print_operation_cancel (self->operation);
}

/* --- the object ------------------------------------------------------------------------------ */

/**
 * hopso_print_job_new:
 * @document: what is printed
 * @title: what the printer's queue calls it
 * @current_page: counted from 0
 *
 * Returns: (transfer full): a job that has not begun
 */
HopsoPrintJob *
hopso_print_job_new (HopsoPdfDocument *document, const char *title, guint current_page)
{
  HopsoPrintJob *self = g_object_new (HOPSO_TYPE_PRINT_JOB, NULL);

  self->document = g_object_ref (document);
  gtk_print_operation_set_job_name (self->operation, title);
  gtk_print_operation_set_current_page (self->operation, (int) current_page);
  gtk_print_operation_set_n_pages (self->operation,
                                   (int) hopso_pdf_document_get_n_pages (document));
  return self;
}

/**
 * hopso_print_job_get_operation:
 *
 * Returns: (transfer none): for settings and files
 */
GtkPrintOperation *
hopso_print_job_get_operation (HopsoPrintJob *self)
{
  g_return_val_if_fail (HOPSO_IS_PRINT_JOB (self), NULL);

  return self->operation;
}

/**
 * hopso_print_job_set_is_fitted:
 * @is_fitted: whether pages are made as large as the paper allows; else they keep their size
 */
void
hopso_print_job_set_is_fitted (HopsoPrintJob *self, gboolean is_fitted)
{
  g_return_if_fail (HOPSO_IS_PRINT_JOB (self));

  self->is_fitted = is_fitted;
}

/**
 * hopso_print_job_set_is_turned:
 * @is_turned: whether the paper is turned for pages that are wider than high
 */
void
hopso_print_job_set_is_turned (HopsoPrintJob *self, gboolean is_turned)
{
  g_return_if_fail (HOPSO_IS_PRINT_JOB (self));

  self->is_turned = is_turned;
}

static void
hopso_print_job_dispose (GObject *object)
{
  HopsoPrintJob *self = HOPSO_PRINT_JOB (object);

  g_clear_pointer (&self->paper, cairo_destroy);
  g_clear_object (&self->document);
  g_clear_object (&self->operation);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->fit_button);
  g_clear_object (&self->turn_button);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (hopso_print_job_parent_class)->dispose (object);
}

static void
hopso_print_job_class_init (HopsoPrintJobClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_print_job_dispose;

  /**
   * HopsoPrintJob::progress:
   * @n_drawn: pages
   * @n_pages: of so many
   */
  signals[PROGRESS] = g_signal_new ("progress", HOPSO_TYPE_PRINT_JOB, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);

  /**
   * HopsoPrintJob::done:
   * @error: (nullable): why it was not printed
   */
  signals[DONE] = g_signal_new ("done", HOPSO_TYPE_PRINT_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
hopso_print_job_init (HopsoPrintJob *self)
{
  const GConnectFlags swapped = G_CONNECT_SWAPPED;

  self->is_fitted = TRUE;
  self->is_turned = TRUE;
  self->cancellable = g_cancellable_new ();
  self->operation = gtk_print_operation_new ();
  gtk_print_operation_set_allow_async (self->operation, TRUE);
  gtk_print_operation_set_use_full_page (self->operation, TRUE);
  gtk_print_operation_set_unit (self->operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (self->operation, TRUE);
  gtk_print_operation_set_custom_tab_label (self->operation, _ ("Pages on paper"));
  g_signal_connect_object (self->operation, "request-page-setup", G_CALLBACK (setup_cb), self,
                           swapped);
  g_signal_connect_object (self->operation, "draw-page", G_CALLBACK (draw_page_cb), self, swapped);
  g_signal_connect_object (self->operation, "create-custom-widget", G_CALLBACK (create_choices_cb),
                           self, swapped);
  g_signal_connect_object (self->operation, "custom-widget-apply", G_CALLBACK (apply_choices_cb),
                           self, swapped);
  g_signal_connect_object (self->operation, "done", G_CALLBACK (done_cb), self, swapped);
}
