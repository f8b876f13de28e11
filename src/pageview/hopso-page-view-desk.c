/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The geometry of a HopsoPageView: which part of the desk is seen, at which zoom, and what stays
 * where it is when either changes. Main thread. */

#include "hopso-page-view-private.h"

#include <math.h>

/* A little of the desk above a page that was gone to shows that it begins there. */
#define ABOVE_PAGE 12.0

/* The current page is the one at this part of the view's height. */
#define READING_HEIGHT 0.35

double
hopso_page_view_get_value (HopsoPageView *self, GtkOrientation orientation)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];

  return adjustment != NULL ? gtk_adjustment_get_value (adjustment) : 0;
}

/* Where the desk's corner is in the view, on whole pixels of the screen. */
static double
get_origin (HopsoPageView *self, GtkOrientation orientation)
{
  const int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  return -round (hopso_page_view_get_value (self, orientation) * scale) / scale;
}

/* Where a page lies in the view. */
void
hopso_page_view_get_box (HopsoPageView *self, guint page, HopsoPageBox *box)
{
  hopso_page_layout_get_box (self->layout, page, box);
  box->x += get_origin (self, GTK_ORIENTATION_HORIZONTAL);
  box->y += get_origin (self, GTK_ORIENTATION_VERTICAL);
}

/* The pages of which something is seen. */
gboolean
hopso_page_view_get_shown (HopsoPageView *self, guint *first, guint *last)
{
  const double top = hopso_page_view_get_value (self, GTK_ORIENTATION_VERTICAL);
  const int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->layout == NULL || height <= 0)
    return FALSE;
  hopso_page_layout_find_shown (self->layout, top, top + height, first, last);
  return TRUE;
}

/* After the pages have moved in the view. */
void
hopso_page_view_moved (HopsoPageView *self)
{
  hopso_page_view_update_pictures (self);
  if (self->n_layers > 0 || self->entry != NULL || gtk_widget_get_visible (self->retry))
    gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
hopso_page_view_find_spot (HopsoPageView *self, double x, double y, HopsoPageSpot *spot)
{
  hopso_page_layout_find_spot (
      self->layout, x + hopso_page_view_get_value (self, GTK_ORIENTATION_HORIZONTAL),
      y + hopso_page_view_get_value (self, GTK_ORIENTATION_VERTICAL), spot);
}

static void
note_spot (HopsoPageView *self)
{
  hopso_page_view_find_spot (self, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0, 0, &self->spot);
}

static void
note_travel (HopsoPageView *self, const HopsoPageSpot *before)
{
  const HopsoPageSpot *now = &self->spot;

  if (now->page != before->page || now->y != before->y)
    self->travel =
        now->page > before->page || (now->page == before->page && now->y > before->y) ? 1 : -1;
}

/* People have scrolled. */
void
hopso_page_view_scrolled_cb (GtkAdjustment *adjustment, HopsoPageView *self)
{
  const HopsoPageSpot before = self->spot;
  const double reading = hopso_page_view_get_value (self, GTK_ORIENTATION_VERTICAL) +
                         READING_HEIGHT * gtk_widget_get_height (GTK_WIDGET (self));

  if (self->is_placing > 0 || self->layout == NULL)
    return;
  note_spot (self);
  note_travel (self, &before);
  self->is_passing = TRUE;
  hopso_page_view_set_page (self, hopso_page_layout_find_page (self->layout, reading));
  hopso_page_view_moved (self);
}

static void
configure (HopsoPageView *self, GtkOrientation orientation, double value, double upper)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const double page = orientation == GTK_ORIENTATION_HORIZONTAL ? gtk_widget_get_width (widget)
                                                                : gtk_widget_get_height (widget);

  if (self->adjustments[orientation] == NULL)
    return;
  upper = MAX (upper, page);
  gtk_adjustment_configure (self->adjustments[orientation], CLAMP (value, 0, upper - page), 0,
                            upper, HOPSO_PAGE_SCROLL_STEP,
                            MAX (page - HOPSO_PAGE_SCROLL_STEP, HOPSO_PAGE_SCROLL_STEP), page);
}

/* Scrolls so that a spot of the document lies at a place of the view. */
void
hopso_page_view_place (HopsoPageView *self, const HopsoPageSpot *spot, double x, double y)
{
  HopsoPageBox box;

  hopso_page_layout_set_current (self->layout, spot->page);
  hopso_page_layout_get_box (self->layout, spot->page, &box);
  self->is_placing++;
  configure (self, GTK_ORIENTATION_HORIZONTAL, box.x + spot->x * box.width - x,
             hopso_page_layout_get_width (self->layout));
  configure (self, GTK_ORIENTATION_VERTICAL, box.y + spot->y * box.height - y,
             hopso_page_layout_get_height (self->layout));
  self->is_placing--;
  if (gtk_widget_get_width (GTK_WIDGET (self)) > 0 && self->adjustments[1] != NULL)
    note_spot (self);
  else
    self->spot = *spot;
}

/* The zoom that is wished for; while nothing is known of what is printed, the width. */
double
hopso_page_view_get_fitting_zoom (HopsoPageView *self)
{
  graphene_rect_t ink;

  switch (self->fit)
    {
    case HOPSO_PAGE_FIT_WIDTH:
      return hopso_page_layout_fit_width (self->layout);
    case HOPSO_PAGE_FIT_PAGE:
      return hopso_page_layout_fit_page (self->layout, self->page);
    case HOPSO_PAGE_FIT_READING:
      return MIN (hopso_page_layout_fit_width (self->layout), HOPSO_PAGE_READING_ZOOM);
    case HOPSO_PAGE_FIT_VISIBLE:
      if (hopso_page_pictures_find_ink (self->pictures, self->page, &ink))
        return hopso_page_layout_fit_part (self->layout, self->page, ink.origin.x,
                                           ink.origin.x + ink.size.width);
      return hopso_page_layout_fit_width (self->layout);
    case HOPSO_PAGE_FIT_NONE:
    default:
      return hopso_page_layout_get_zoom (self->layout);
    }
}

void
hopso_page_view_apply_zoom (HopsoPageView *self, double zoom)
{
  const double before = hopso_page_layout_get_zoom (self->layout);

  hopso_page_layout_set_zoom (self->layout, zoom, gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  if (hopso_page_layout_get_zoom (self->layout) != before)
    g_object_notify (G_OBJECT (self), "zoom");
}

/* As by arrow keys. */
void
hopso_page_view_scroll_by (HopsoPageView *self, double x, double y)
{
  const double by[] = { x, y };

  for (guint i = 0; i < 2; i++)
    {
      if (self->adjustments[i] != NULL && by[i] != 0)
        gtk_adjustment_set_value (self->adjustments[i],
                                  gtk_adjustment_get_value (self->adjustments[i]) + by[i]);
    }
}

static void
allocate_layer (HopsoPageView *self, HopsoPageLayer *layer)
{
  const guint page = hopso_page_layer_get_page (layer);
  graphene_rect_t rect;
  graphene_rect_t bounds;
  HopsoPageBox box;
  GtkAllocation allocation;
  double width;
  double height;
  guint first;
  guint last;

  if (page >= hopso_page_view_get_n_pages (self) ||
      !hopso_page_view_get_shown (self, &first, &last))
    return;
  hopso_pdf_document_get_page_size (self->document, page, &width, &height);
  hopso_page_layer_set_page_size (layer, width, height);
  hopso_page_layer_set_rotation (layer, self->rotation);
  gtk_widget_set_child_visible (GTK_WIDGET (layer),
                                !hopso_page_layout_is_paged (self->layout) || page == first);
  hopso_page_layer_get_rect (layer, &rect);
  hopso_page_layout_place_rect (self->layout, page, &rect, &bounds);
  hopso_page_view_get_box (self, page, &box);
  allocation.x = (int) round (box.x + bounds.origin.x);
  allocation.y = (int) round (box.y + bounds.origin.y);
  allocation.width = MAX ((int) round (bounds.size.width), 1);
  allocation.height = MAX ((int) round (bounds.size.height), 1);
  gtk_widget_measure (GTK_WIDGET (layer), GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (GTK_WIDGET (layer), &allocation, -1);
}

static void
allocate_layers (HopsoPageView *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  for (; self->n_layers > 0 && child != NULL; child = gtk_widget_get_next_sibling (child))
    if (HOPSO_IS_PAGE_LAYER (child))
      allocate_layer (self, HOPSO_PAGE_LAYER (child));
}

/* In the middle of what is seen of the first page that failed. */
static void
allocate_retry (HopsoPageView *self, int width, int height)
{
  GtkAllocation allocation = { 0 };

  if (!gtk_widget_get_visible (self->retry))
    return;
  gtk_widget_measure (self->retry, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &allocation.width, NULL,
                      NULL);
  allocation.width = MIN (allocation.width, width);
  gtk_widget_measure (self->retry, GTK_ORIENTATION_VERTICAL, allocation.width, NULL,
                      &allocation.height, NULL, NULL);
  allocation.x = (width - allocation.width) / 2;
  allocation.y = MAX ((height - allocation.height) / 2, 0);
  gtk_widget_size_allocate (self->retry, &allocation, -1);
}

/* What is printed is in the middle, even when its margins differ. */
static void
look_at_ink (HopsoPageView *self, HopsoPageSpot *spot)
{
  graphene_rect_t ink;

  if (self->fit == HOPSO_PAGE_FIT_VISIBLE && hopso_page_layout_get_columns (self->layout) == 1 &&
      hopso_page_pictures_find_ink (self->pictures, self->page, &ink))
    spot->x = ink.origin.x + ink.size.width / 2;
}

/* Gives the pages, the layers and the retry tile their places. */
void
hopso_page_view_lay_out (HopsoPageView *self, int width, int height)
{
  if (self->layout != NULL)
    {
      HopsoPageSpot spot = self->spot;
      const HopsoPageSpot beginning = { self->page, 0.5, 0 };
      const double before = hopso_page_layout_get_zoom (self->layout);

      hopso_page_layout_set_window (self->layout, width, height);
      hopso_page_view_apply_zoom (self, hopso_page_view_get_fitting_zoom (self));
      if (self->fit == HOPSO_PAGE_FIT_PAGE && hopso_page_layout_get_zoom (self->layout) != before)
        hopso_page_view_place (self, &beginning, width / 2.0, ABOVE_PAGE);
      else
        {
          look_at_ink (self, &spot);
          hopso_page_view_place (self, &spot, width / 2.0, 0);
        }
      hopso_page_view_update_pictures (self);
      allocate_layers (self);
      hopso_page_view_allocate_entry (self);
    }
  allocate_retry (self, width, height);
}

/* Shows a page from @y of its height on, with so much seen above it; sideways nothing moves as long
 * as something of the page is seen. */
void
hopso_page_view_show_page (HopsoPageView *self, guint page, double y, double below)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (self));
  HopsoPageSpot spot = { page, 0.5, y };
  HopsoPageBox box;
  double x;

  self->is_passing = FALSE;
  hopso_page_layout_set_current (self->layout, page);
  hopso_page_view_set_page (self, page);
  if (self->fit == HOPSO_PAGE_FIT_PAGE || hopso_page_layout_is_paged (self->layout))
    hopso_page_view_apply_zoom (self, hopso_page_view_get_fitting_zoom (self));
  hopso_page_view_get_box (self, page, &box);
  x = box.x + box.width / 2;
  if (box.x + box.width <= 0 || box.x >= width)
    x = width / 2;
  hopso_page_view_place (self, &spot, x, below);
  hopso_page_view_moved (self);
}
