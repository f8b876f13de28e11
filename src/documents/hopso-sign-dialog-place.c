/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The left side of the sign dialog: the page that gets the mark, and the mark, which can be dragged
 * and moved by keys. A document is ready to be signed once it has been opened and can be shown:
 * nobody signs what they cannot see. */

#include "hopso-sign-dialog-private.h"

#include "hopso-sign-place-memory.h"
#include "hopso-sign-spot-find.h"
#include "hopso-workspace-requests.h"

#include <glib/gi18n.h>
#include <math.h>

/* Where signatures stand on a page of A4 when nobody has said otherwise: at the right, under the
 * position of whoever signs. */
#define MARK_WIDTH  150.0
#define MARK_HEIGHT 60.0
#define MARK_X      0.56
#define MARK_Y      0.66

#define POINTS_PER_MM (72 / 25.4)

#define SPOTS_KEY "hopso-sign-spots"

/* One document on its way into the dialog. */
typedef struct
{
  HopsoSignDialog *dialog; /* owned */
  HopsoSignJobRow *row;    /* owned */
  HopsoSignJob *job;       /* owned, nullable: not open yet */
  HopsoFd fd;              /* owned */
} Opening;

static void
opening_free (Opening *self)
{
  hopso_fd_close (self->fd);
  g_clear_object (&self->job);
  g_object_unref (self->row);
  g_object_unref (self->dialog);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static gboolean
read_place (const char *text, HopsoSignPlace *place)
{
  double numbers[5];
  g_auto (GStrv) parts = text != NULL ? g_strsplit (text, ",", -1) : NULL;

  if (parts == NULL || g_strv_length (parts) != G_N_ELEMENTS (numbers))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    numbers[i] = g_ascii_strtod (parts[i], NULL);
  if (numbers[0] < 1 || numbers[0] > G_MAXINT || !(numbers[3] > 0) || !(numbers[4] > 0))
    return FALSE;
  *place =
      (HopsoSignPlace){ (guint) numbers[0] - 1, numbers[1], numbers[2], numbers[3], numbers[4] };
  return TRUE;
}

/* The places that the document of a row is made to be signed at; the likeliest first. */
static GArray *
get_spots (HopsoSignJobRow *row)
{
  return g_object_get_data (G_OBJECT (row), SPOTS_KEY);
}

/* As large as the picture is on paper, but no higher than there is room for; the middle stays. */
static void
fit_to_picture (HopsoSignDialog *self, HopsoSignPlace *place)
{
  GdkPaintable *picture = gtk_picture_get_paintable (self->picture);
  double ratio = picture != NULL ? gdk_paintable_get_intrinsic_aspect_ratio (picture) : 0;
  double width = self->picture_mm * POINTS_PER_MM;

  if (ratio <= 0 || width <= 0)
    return;
  double height = MAX (MIN (width / ratio, place->height), 1);
  width = height * ratio;
  place->x = MAX (place->x + (place->width - width) / 2, 0);
  place->y = MAX (place->y + (place->height - height) / 2, 0);
  place->width = width;
  place->height = height;
}

/* Where a mark stands at first: where the request says, else between position and name as the text
 * has them, else where this person signs such documents, else at the end of the last page. */
void
hopso_sign_dialog_choose_place (HopsoSignDialog *self,
                                HopsoSignJobRow *row,
                                HopsoPdfDocument *document,
                                HopsoSignPlace *place)
{
  HopsoSignRequest *request = hopso_sign_job_row_get_request (row);
  guint n_pages = hopso_pdf_document_get_n_pages (document);
  double width, height;

  if (request != NULL && read_place (hopso_sign_request_get_place (request), place) &&
      place->page < n_pages)
    return;
  GArray *spots = get_spots (row);
  if (spots != NULL && spots->len > 0)
    {
      *place = g_array_index (spots, HopsoSignSpot, 0).place;
      fit_to_picture (self, place);
      return;
    }
  if (hopso_sign_place_recall (self->workspace, hopso_sign_job_row_get_paper (row), document,
                               place))
    return;
  hopso_pdf_document_get_page_size (document, n_pages - 1, &width, &height);
  *place = (HopsoSignPlace){ n_pages - 1, width * MARK_X, height * MARK_Y,
                             MIN (MARK_WIDTH, width * 0.4), MIN (MARK_HEIGHT, height * 0.2) };
}

static gboolean
is_at_spot (HopsoSignJobRow *row, const HopsoSignPlace *place)
{
  GArray *spots = get_spots (row);

  for (guint i = 0; spots != NULL && i < spots->len; i++)
    {
      const HopsoSignPlace *spot = &g_array_index (spots, HopsoSignSpot, i).place;

      if (spot->page == place->page &&
          fabs (spot->x + spot->width / 2 - place->x - place->width / 2) < 1 &&
          fabs (spot->y + spot->height / 2 - place->y - place->height / 2) < 1)
        return TRUE;
    }
  return FALSE;
}

/* A person has moved the mark by hand: it stays there when the document is tried again, and is the
 * first guess for the next of its kind. */
void
hopso_sign_dialog_place_chosen (HopsoSignDialog *self,
                                HopsoSignJobRow *row,
                                const HopsoSignPlace *place)
{
  hopso_sign_job_set_place (hopso_sign_job_row_get_job (row), place);
  if (!is_at_spot (row, place))
    hopso_sign_place_remember (self->workspace, hopso_sign_job_row_get_paper (row),
                               hopso_sign_job_row_get_document (row), place);
}

static void
fail (Opening *opening, const GError *error)
{
  if (!g_cancellable_is_cancelled (opening->dialog->cancellable))
    hopso_sign_job_row_set_problem (opening->row, error->message);
}

static void
take_job (Opening *opening, HopsoPdfDocument *document)
{
  HopsoSignDialog *self = opening->dialog;
  HopsoSignPlace place;

  hopso_sign_dialog_choose_place (self, opening->row, document, &place);
  hopso_sign_dialog_place_initial (self, opening->row, &place);
  hopso_sign_job_set_place (opening->job, &place);
  hopso_sign_job_row_set_document (opening->row, document);
  if (hopso_sign_job_row_get_job (opening->row) != NULL)
    hopso_sign_job_row_set_next_job (opening->row, opening->job);
  else
    hopso_sign_job_row_set_job (opening->row, opening->job);
  if (g_ptr_array_index (self->rows, self->shown) == opening->row)
    hopso_sign_dialog_show_row (self, self->shown);
  hopso_sign_dialog_update (self);
}

/* A text that cannot be read has no place in it; the document can still be signed. */
static void
spots_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Opening) opening = user_data;
  HopsoPdfDocument *document = HOPSO_PDF_DOCUMENT (source);
  GArray *spots = hopso_sign_spot_find_finish (document, result, NULL);

  if (spots != NULL)
    g_object_set_data_full (G_OBJECT (opening->row), SPOTS_KEY, spots,
                            (GDestroyNotify) g_array_unref);
  if (!g_cancellable_is_cancelled (opening->dialog->cancellable))
    take_job (opening, document);
}

static void
document_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Opening) opening = user_data;
  HopsoSignDialog *self = opening->dialog;
  HopsoPaper *paper = hopso_sign_job_row_get_paper (opening->row);
  HopsoPerson *person = hopso_workspace_get_person (self->workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfDocument) document =
      hopso_pdf_client_open_finish (HOPSO_PDF_CLIENT (source), result, &error);

  if (document != NULL)
    opening->job = hopso_sign_job_new (opening->fd, hopso_paper_get_name (paper), &error);
  if (opening->job == NULL)
    {
      fail (opening, error);
      return;
    }
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  hopso_sign_job_set_expected_digest (opening->job, hopso_paper_get_digest (paper));
  hopso_sign_spot_find_async (document, person != NULL ? hopso_person_get_name (person) : NULL,
                              person != NULL ? hopso_person_get_position (person) : NULL,
                              self->cancellable, spots_found_cb, g_steal_pointer (&opening));
}

static void
paper_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Opening) opening = user_data;
  HopsoWorkspace *workspace = HOPSO_WORKSPACE (source);
  g_autoptr (GError) error = NULL;

  opening->fd = hopso_workspace_open_paper_finish (workspace, result, &error);
  if (opening->fd < 0)
    {
      fail (opening, error);
      return;
    }
  int fd = opening->fd;
  GCancellable *cancellable = opening->dialog->cancellable;
  hopso_pdf_client_open_async (hopso_workspace_get_pdf_client (workspace), fd, NULL, cancellable,
                               document_opened_cb, g_steal_pointer (&opening));
}

/* Fetches a row's document, opens it, and makes it ready to be signed. */
void
hopso_sign_dialog_open_row (HopsoSignDialog *self, HopsoSignJobRow *row)
{
  const char *id = hopso_record_get_id (HOPSO_RECORD (hopso_sign_job_row_get_paper (row)));
  HopsoPaper *paper = hopso_workspace_lookup_paper (self->workspace, id);
  Opening *opening;

  /* A new version may have come since: it is another document to the signer. */
  if (paper != NULL)
    hopso_sign_job_row_set_paper (row, paper);
  paper = hopso_sign_job_row_get_paper (row);
  hopso_sign_job_row_set_unopened (row, !hopso_workspace_has_opened_paper (self->workspace, id));
  /* Said before the PIN is asked: what bears a secrecy mark is not signed in this system. */
  if (hopso_paper_is_state_secret (paper))
    {
      hopso_sign_job_row_set_problem (row, _ ("State secrets may not be kept in this system"));
      return;
    }
  opening = g_new0 (Opening, 1);
  opening->dialog = g_object_ref (self);
  opening->row = g_object_ref (row);
  opening->fd = -1;
  hopso_workspace_open_paper_async (self->workspace, hopso_record_get_id (HOPSO_RECORD (paper)),
                                    NULL, NULL, self->cancellable, paper_opened_cb, opening);
}

static HopsoSignJob *
get_shown_job (HopsoSignDialog *self)
{
  if (self->shown >= self->rows->len)
    return NULL;
  return hopso_sign_job_row_get_job (g_ptr_array_index (self->rows, self->shown));
}

/* The layer counts in single precision. */
static gboolean
is_same_place (const HopsoSignPlace *a, const HopsoSignPlace *b)
{
  return a->page == b->page && fabs (a->x - b->x) < 0.1 && fabs (a->y - b->y) < 0.1 &&
         fabs (a->width - b->width) < 0.1 && fabs (a->height - b->height) < 0.1;
}

/* Takes over where the person has dragged the mark to. */
void
hopso_sign_dialog_read_places (HopsoSignDialog *self)
{
  HopsoSignJob *job = get_shown_job (self);
  HopsoSignPlace place;
  graphene_rect_t rect;

  if (job == NULL || self->layer == NULL)
    return;
  hopso_page_layer_get_rect (self->layer, &rect);
  place = (HopsoSignPlace){ hopso_page_layer_get_page (self->layer), rect.origin.x, rect.origin.y,
                            rect.size.width, rect.size.height };
  if (!is_same_place (&place, hopso_sign_job_get_place (job)))
    hopso_sign_dialog_place_chosen (self, g_ptr_array_index (self->rows, self->shown), &place);
}

static void
make_view (HopsoSignDialog *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->view = HOPSO_PAGE_VIEW (hopso_page_view_new ());
  self->layer = HOPSO_PAGE_LAYER (hopso_page_layer_new ());
  hopso_page_view_set_layer (self->view, self->layer);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  gtk_widget_add_css_class (scroller, "sign-preview");
  adw_bin_set_child (self->preview, scroller);
  hopso_sign_dialog_show_mark (self);
}

/* Shows the picture of the signature in the mark. */
void
hopso_sign_dialog_show_mark (HopsoSignDialog *self)
{
  if (self->layer != NULL)
    hopso_page_layer_set_paintable (self->layer, gtk_picture_get_paintable (self->picture));
}

/* Brings the mark into the middle of the preview, once the page has its size there. */
static gboolean
scroll_to_mark_cb (GtkWidget *view, GdkFrameClock *clock, gpointer user_data)
{
  HopsoSignDialog *self = HOPSO_SIGN_DIALOG (user_data);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  guint page = hopso_page_layer_get_page (self->layer);
  double width, height;
  graphene_rect_t bounds, mark;

  if (!gtk_widget_get_mapped (view) || gtk_widget_get_height (view) == 0 ||
      !hopso_page_view_get_page_bounds (self->view, page, &bounds) || bounds.size.height <= 0)
    return G_SOURCE_CONTINUE;
  hopso_pdf_document_get_page_size (hopso_page_view_get_document (self->view), page, &width,
                                    &height);
  hopso_page_layer_get_rect (self->layer, &mark);
  double scale = bounds.size.height / height;
  double middle = bounds.origin.y + (mark.origin.y + mark.size.height / 2) * scale;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + middle -
                                            gtk_widget_get_height (view) / 2.0);
  return G_SOURCE_REMOVE;
}

static void
show_magnets (HopsoSignDialog *self, HopsoSignJobRow *row, guint page)
{
  GArray *spots = get_spots (row);
  g_autoptr (GArray) rects = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));

  for (guint i = 0; spots != NULL && i < spots->len; i++)
    {
      const HopsoSignPlace *place = &g_array_index (spots, HopsoSignSpot, i).place;
      const graphene_rect_t rect = GRAPHENE_RECT_INIT ((float) place->x, (float) place->y,
                                                       (float) place->width, (float) place->height);

      if (place->page == page)
        g_array_append_val (rects, rect);
    }
  hopso_page_layer_set_magnets (self->layer, (const graphene_rect_t *) (gpointer) rects->data,
                                rects->len);
}

static void
show_place (HopsoSignDialog *self, HopsoSignJobRow *row)
{
  const HopsoSignPlace *place = hopso_sign_job_get_place (hopso_sign_job_row_get_job (row));
  graphene_rect_t rect = GRAPHENE_RECT_INIT ((float) place->x, (float) place->y,
                                             (float) place->width, (float) place->height);
  gboolean is_waiting = self->signing == NULL && hopso_sign_job_row_is_ready (row);
  g_autofree char *caption = g_strdup_printf (
      is_waiting ? _ ("%s, page %u. Drag the frame to move it.") : _ ("%s, page %u"),
      hopso_paper_get_name (hopso_sign_job_row_get_paper (row)), place->page + 1);

  if (self->view == NULL)
    make_view (self);
  hopso_page_layer_set_page (self->layer, place->page);
  show_magnets (self, row, place->page);
  gtk_widget_set_sensitive (GTK_WIDGET (self->layer), is_waiting);
  hopso_page_layer_set_rect (self->layer, &rect);
  if (hopso_page_view_get_document (self->view) != hopso_sign_job_row_get_document (row))
    {
      hopso_page_view_set_document (self->view, hopso_sign_job_row_get_document (row));
      hopso_page_view_set_fit (self->view, HOPSO_PAGE_FIT_WIDTH);
      hopso_page_view_go_to_page (self->view, place->page);
      gtk_widget_add_tick_callback (GTK_WIDGET (self->view), scroll_to_mark_cb, self, NULL);
    }
  gtk_label_set_label (self->place_label, caption);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->place_label), caption);
}

/* Shows the document at @position; where the mark of the former one stands is kept. */
void
hopso_sign_dialog_show_row (HopsoSignDialog *self, guint position)
{
  if (position >= self->rows->len)
    return;
  if (position != self->shown)
    hopso_sign_dialog_read_places (self);
  self->shown = position;
  if (get_shown_job (self) != NULL)
    show_place (self, g_ptr_array_index (self->rows, position));
  hopso_sign_dialog_update (self);
}
