/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The left side of the sign dialog: the page that gets the mark, and the mark, which can be dragged
 * and moved by keys; of an agency's signature all that will be printed, as it will be. Main thread.
 */

#include "hopso-sign-dialog-private.h"

#include "hopso-mark-paintable.h"
#include "hopso-sign-place-memory.h"
#include "hopso-sign-spot.h"

#include <glib/gi18n.h>
#include <math.h>

/* Where signatures stand on a page of A4 when nobody has said otherwise: at the right, under the
 * position of whoever signs. */
#define MARK_WIDTH  150.0
#define MARK_HEIGHT 60.0
#define MARK_X      0.56
#define MARK_Y      0.66

#define POINTS_PER_MM (72 / 25.4)

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
  return g_object_get_data (G_OBJECT (row), HOPSO_SIGN_SPOTS);
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

/* Where the signature's own mark stands: of an agency's where the rule has put it. */
static const HopsoSignPlace *
get_place (HopsoSignJobRow *row)
{
  const HopsoSignPreview *preview = hopso_sign_job_row_get_preview (row);

  if (hopso_deed_facts_are_asked (hopso_sign_job_row_get_deed (row)) && preview != NULL &&
      preview->marks->len > 0)
    return &((const HopsoSignMark *) preview->marks->pdata[0])->place;
  return hopso_sign_job_get_place (hopso_sign_job_row_get_job (row));
}

/* Takes over where the person has dragged the mark to. */
void
hopso_sign_dialog_read_places (HopsoSignDialog *self)
{
  HopsoSignJob *job = get_shown_job (self);
  HopsoSignPlace place;
  graphene_rect_t rect;

  if (job == NULL || self->layer == NULL || !self->is_movable)
    return;
  hopso_page_layer_get_rect (self->layer, &rect);
  place = (HopsoSignPlace){ hopso_page_layer_get_page (self->layer), rect.origin.x, rect.origin.y,
                            rect.size.width, rect.size.height };
  HopsoSignJobRow *row = g_ptr_array_index (self->rows, self->shown);
  if (is_same_place (&place, get_place (row)))
    return;
  if (hopso_deed_facts_are_asked (hopso_sign_job_row_get_deed (row)))
    {
      hopso_sign_job_set_place (job, &place);
      hopso_sign_dialog_look (self, row);
    }
  else
    hopso_sign_dialog_place_chosen (self, row, &place);
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

/* Shows in the mark what will be seen of the signature. */
void
hopso_sign_dialog_show_mark (HopsoSignDialog *self)
{
  HopsoSignJobRow *row =
      self->shown < self->rows->len ? g_ptr_array_index (self->rows, self->shown) : NULL;
  const HopsoSignPreview *preview = row != NULL ? hopso_sign_job_row_get_preview (row) : NULL;
  g_autoptr (GdkPaintable) paintable = NULL;

  if (self->layer == NULL)
    return;
  if (row != NULL && hopso_deed_facts_are_asked (hopso_sign_job_row_get_deed (row)))
    {
      if (preview != NULL && preview->marks->len > 0)
        paintable = hopso_mark_paintable_new (preview->marks->pdata[0]);
      hopso_page_layer_set_paintable (self->layer, paintable);
    }
  else
    hopso_page_layer_set_paintable (self->layer, gtk_picture_get_paintable (self->picture));
}

static void
take_extras_off (HopsoSignDialog *self)
{
  for (guint i = 0; i < self->extras->len; i++)
    hopso_page_view_remove_layer (self->view, g_ptr_array_index (self->extras, i));
  g_ptr_array_set_size (self->extras, 0);
}

/* What else will be printed: number and date. */
static void
show_extras (HopsoSignDialog *self, const HopsoSignPreview *preview)
{
  take_extras_off (self);
  for (guint i = 1; preview != NULL && i < preview->marks->len; i++)
    {
      const HopsoSignMark *mark = preview->marks->pdata[i];
      const graphene_rect_t rect =
          GRAPHENE_RECT_INIT ((float) mark->place.x, (float) mark->place.y,
                              (float) mark->place.width, (float) mark->place.height);
      HopsoPageLayer *layer = HOPSO_PAGE_LAYER (hopso_page_layer_new ());
      g_autoptr (GdkPaintable) paintable = hopso_mark_paintable_new (mark);

      gtk_widget_set_sensitive (GTK_WIDGET (layer), FALSE);
      hopso_page_layer_set_page (layer, mark->place.page);
      hopso_page_layer_set_rect (layer, &rect);
      hopso_page_layer_set_paintable (layer, paintable);
      hopso_page_view_add_layer (self->view, layer);
      g_ptr_array_add (self->extras, layer);
    }
}

/* Brings what is typed into sight. */
void
hopso_sign_dialog_reveal_extra (HopsoSignDialog *self)
{
  if (self->extras->len > 0)
    hopso_page_view_go_to_page (self->view,
                                hopso_page_layer_get_page (g_ptr_array_index (self->extras, 0)));
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

/* An agency's mark is where the rule has it, but for a seal and a stamp that have no place kept;
 * those keep their size. */
static gboolean
is_movable (HopsoSignDialog *self, HopsoSignJobRow *row)
{
  const HopsoDeedFacts *deed = hopso_sign_job_row_get_deed (row);
  const HopsoSignPreview *preview = hopso_sign_job_row_get_preview (row);

  if (self->signing != NULL || !hopso_sign_job_row_is_ready (row))
    return FALSE;
  if (!hopso_deed_facts_are_asked (deed))
    return TRUE;
  return preview != NULL && preview->marks->len > 0 && !preview->keeps_seal &&
         (deed->action == HOPSO_SIGN_ACTION_ISSUE || deed->action == HOPSO_SIGN_ACTION_INCOMING);
}

static void
show_caption (HopsoSignDialog *self, HopsoSignJobRow *row, guint page)
{
  g_autofree char *caption = g_strdup_printf (
      self->is_movable ? _ ("%s, page %u. Drag the frame to move it.") : _ ("%s, page %u"),
      hopso_paper_get_name (hopso_sign_job_row_get_paper (row)), page + 1);

  gtk_label_set_label (self->place_label, caption);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->place_label), caption);
}

static void
show_document (HopsoSignDialog *self, HopsoSignJobRow *row, guint page)
{
  if (hopso_page_view_get_document (self->view) == hopso_sign_job_row_get_document (row))
    return;
  hopso_page_view_set_document (self->view, hopso_sign_job_row_get_document (row));
  hopso_page_view_set_fit (self->view, HOPSO_PAGE_FIT_WIDTH);
  hopso_page_view_go_to_page (self->view, page);
  gtk_widget_add_tick_callback (GTK_WIDGET (self->view), scroll_to_mark_cb, self, NULL);
}

static void
show_place (HopsoSignDialog *self, HopsoSignJobRow *row)
{
  const HopsoSignPlace *place = get_place (row);
  const graphene_rect_t rect = GRAPHENE_RECT_INIT ((float) place->x, (float) place->y,
                                                   (float) place->width, (float) place->height);
  gboolean is_asked = hopso_deed_facts_are_asked (hopso_sign_job_row_get_deed (row));

  if (self->view == NULL)
    make_view (self);
  self->is_movable = is_movable (self, row);
  gtk_widget_set_visible (GTK_WIDGET (self->layer), place->width > 0);
  hopso_page_layer_set_page (self->layer, place->page);
  show_magnets (self, row, place->page);
  gtk_widget_set_sensitive (GTK_WIDGET (self->layer), self->is_movable);
  hopso_page_layer_set_is_rigid (self->layer, is_asked);
  if (place->width > 0)
    hopso_page_layer_set_rect (self->layer, &rect);
  hopso_sign_dialog_show_mark (self);
  show_extras (self, is_asked ? hopso_sign_job_row_get_preview (row) : NULL);
  show_document (self, row, place->page);
  show_caption (self, row, place->page);
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
  hopso_sign_dialog_show_deed (self);
  if (get_shown_job (self) != NULL)
    show_place (self, g_ptr_array_index (self->rows, position));
  hopso_sign_dialog_update (self);
}
