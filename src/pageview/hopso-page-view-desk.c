/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The geometry of a HopsoPageView: which part of the desk is seen, at which zoom, and what stays
 * where it is when either changes. Main thread. */

#include "hopso-page-view-private.h"

#include <math.h>

#define ZOOM_STEP 1.2

/* A little of the desk above a page that was gone to shows that it begins there. */
#define ABOVE_PAGE 12.0

/* How far one press of an arrow key scrolls. */
#define SCROLL_STEP 48.0

/* The current page is the one at this part of the view's height. */
#define READING_HEIGHT 0.35

static double
get_value (HopsoPageView *self, GtkOrientation orientation)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];

  return adjustment != NULL ? gtk_adjustment_get_value (adjustment) : 0;
}

static double
get_desk_width (HopsoPageView *self)
{
  return MAX (hopso_page_layout_get_width (self->layout), gtk_widget_get_width (GTK_WIDGET (self)));
}

/* Where a page lies in the view, on whole pixels of the screen. */
void
hopso_page_view_get_box (HopsoPageView *self, guint page, HopsoPageBox *box)
{
  const int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  hopso_page_layout_get_box (self->layout, page, get_desk_width (self), box);
  box->x -= get_value (self, GTK_ORIENTATION_HORIZONTAL);
  box->y -= get_value (self, GTK_ORIENTATION_VERTICAL);
  box->x = round (box->x * scale) / scale;
  box->y = round (box->y * scale) / scale;
}

/* The pages of which something is seen. */
gboolean
hopso_page_view_get_shown (HopsoPageView *self, guint *first, guint *last)
{
  const double top = get_value (self, GTK_ORIENTATION_VERTICAL);
  const int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->layout == NULL || height <= 0)
    return FALSE;
  *first = hopso_page_layout_find_page (self->layout, top);
  *last = hopso_page_layout_find_page (self->layout, top + height);
  return TRUE;
}

/* After the pages have moved in the view. */
void
hopso_page_view_moved (HopsoPageView *self)
{
  hopso_page_view_update_pictures (self);
  if (self->layer != NULL || gtk_widget_get_visible (self->retry))
    gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
find_spot (HopsoPageView *self, double x, double y, HopsoPageSpot *spot)
{
  hopso_page_layout_find_spot (self->layout, x + get_value (self, GTK_ORIENTATION_HORIZONTAL),
                               y + get_value (self, GTK_ORIENTATION_VERTICAL),
                               get_desk_width (self), spot);
}

static void
note_spot (HopsoPageView *self)
{
  find_spot (self, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0, 0, &self->spot);
}

/* People have scrolled. */
void
hopso_page_view_scrolled_cb (GtkAdjustment *adjustment, HopsoPageView *self)
{
  const double height = gtk_widget_get_height (GTK_WIDGET (self));
  HopsoPageSpot before = self->spot;

  if (self->is_placing > 0 || self->layout == NULL)
    return;
  note_spot (self);
  if (self->spot.page != before.page || self->spot.y != before.y)
    self->travel =
        self->spot.page > before.page || (self->spot.page == before.page && self->spot.y > before.y)
            ? 1
            : -1;
  hopso_page_view_set_page (
      self, hopso_page_layout_find_page (self->layout, get_value (self, GTK_ORIENTATION_VERTICAL) +
                                                           READING_HEIGHT * height));
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
                            upper, SCROLL_STEP, MAX (page - SCROLL_STEP, SCROLL_STEP), page);
}

/* Scrolls so that a spot of the document lies at a place of the view. */
static void
place (HopsoPageView *self, const HopsoPageSpot *spot, double x, double y)
{
  HopsoPageBox box;

  hopso_page_layout_get_box (self->layout, spot->page, get_desk_width (self), &box);
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

static double
get_fitting_zoom (HopsoPageView *self)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  const int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->fit == HOPSO_PAGE_FIT_WIDTH)
    return hopso_page_layout_fit_width (self->layout, width);
  if (self->fit == HOPSO_PAGE_FIT_PAGE)
    return hopso_page_layout_fit_page (self->layout, self->page, width, height);
  return hopso_page_layout_get_zoom (self->layout);
}

static void
apply_zoom (HopsoPageView *self, double zoom)
{
  const double before = hopso_page_layout_get_zoom (self->layout);

  hopso_page_layout_set_zoom (self->layout, zoom, gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  if (hopso_page_layout_get_zoom (self->layout) != before)
    g_object_notify (G_OBJECT (self), "zoom");
}

/* Zooms so that what is at @x, @y of the view stays there; by hand, so nothing is fitted. */
void
hopso_page_view_zoom_at (HopsoPageView *self, double zoom, double x, double y)
{
  HopsoPageSpot spot;

  if (self->layout == NULL)
    return;
  if (self->fit != HOPSO_PAGE_FIT_NONE)
    {
      self->fit = HOPSO_PAGE_FIT_NONE;
      g_object_notify (G_OBJECT (self), "fit");
    }
  find_spot (self, x, y, &spot);
  apply_zoom (self, zoom);
  place (self, &spot, x, y);
  hopso_page_view_moved (self);
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
allocate_layer (HopsoPageView *self)
{
  const guint page = hopso_page_layer_get_page (self->layer);
  const double zoom = hopso_page_layout_get_zoom (self->layout);
  graphene_rect_t rect;
  HopsoPageBox box;
  GtkAllocation allocation;
  double width;
  double height;

  if (page >= hopso_page_view_get_n_pages (self))
    return;
  hopso_pdf_document_get_page_size (self->document, page, &width, &height);
  hopso_page_layer_set_page_size (self->layer, width, height);
  hopso_page_layer_get_rect (self->layer, &rect);
  hopso_page_view_get_box (self, page, &box);
  allocation.x = (int) round (box.x + rect.origin.x * zoom);
  allocation.y = (int) round (box.y + rect.origin.y * zoom);
  allocation.width = MAX ((int) round (rect.size.width * zoom), 1);
  allocation.height = MAX ((int) round (rect.size.height * zoom), 1);
  gtk_widget_measure (GTK_WIDGET (self->layer), GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL,
                      NULL);
  gtk_widget_size_allocate (GTK_WIDGET (self->layer), &allocation, -1);
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

/* Gives the pages, the layer and the retry tile their places. */
void
hopso_page_view_lay_out (HopsoPageView *self, int width, int height)
{
  if (self->layout != NULL)
    {
      const HopsoPageSpot spot = self->spot;
      const HopsoPageSpot beginning = { self->page, 0.5, 0 };
      const double before = hopso_page_layout_get_zoom (self->layout);

      apply_zoom (self, get_fitting_zoom (self));
      if (self->fit == HOPSO_PAGE_FIT_PAGE && hopso_page_layout_get_zoom (self->layout) != before)
        place (self, &beginning, width / 2.0, ABOVE_PAGE);
      else
        place (self, &spot, width / 2.0, 0);
      hopso_page_view_update_pictures (self);
      if (self->layer != NULL)
        allocate_layer (self);
    }
  allocate_retry (self, width, height);
}

/**
 * hopso_page_view_go_to_page:
 * @page: from 0; one that is not there is not gone to
 *
 * Shows the beginning of a page.
 */
void
hopso_page_view_go_to_page (HopsoPageView *self, guint page)
{
  HopsoPageSpot spot;

  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  if (page >= hopso_page_view_get_n_pages (self))
    return;
  self->travel = page >= self->page ? 1 : -1;
  spot = (HopsoPageSpot){ page, self->spot.x, 0 };
  hopso_page_view_set_page (self, page);
  if (self->fit == HOPSO_PAGE_FIT_PAGE)
    apply_zoom (self, get_fitting_zoom (self));
  place (self, &spot, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0, ABOVE_PAGE);
  hopso_page_view_moved (self);
}

/**
 * hopso_page_view_get_zoom:
 *
 * Returns: logical pixels per point
 */
double
hopso_page_view_get_zoom (HopsoPageView *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE_VIEW (self), 1);

  return self->layout != NULL ? hopso_page_layout_get_zoom (self->layout) : 1;
}

/**
 * hopso_page_view_set_zoom:
 * @zoom: logical pixels per point
 *
 * Zooms around the middle of the view, and fits no more.
 */
void
hopso_page_view_set_zoom (HopsoPageView *self, double zoom)
{
  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  hopso_page_view_zoom_at (self, zoom, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
                           gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

/**
 * hopso_page_view_zoom_in:
 *
 * One step.
 */
void
hopso_page_view_zoom_in (HopsoPageView *self)
{
  hopso_page_view_set_zoom (self, hopso_page_view_get_zoom (self) * ZOOM_STEP);
}

/**
 * hopso_page_view_zoom_out:
 *
 * One step.
 */
void
hopso_page_view_zoom_out (HopsoPageView *self)
{
  hopso_page_view_set_zoom (self, hopso_page_view_get_zoom (self) / ZOOM_STEP);
}

/**
 * hopso_page_view_get_fit:
 *
 * Returns: what the zoom follows
 */
HopsoPageFit
hopso_page_view_get_fit (HopsoPageView *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE_VIEW (self), HOPSO_PAGE_FIT_NONE);

  return self->fit;
}

/**
 * hopso_page_view_set_fit:
 * @fit: what the zoom is to follow from now on
 */
void
hopso_page_view_set_fit (HopsoPageView *self, HopsoPageFit fit)
{
  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  if (self->fit == fit)
    return;
  self->fit = fit;
  g_object_notify (G_OBJECT (self), "fit");
  if (fit == HOPSO_PAGE_FIT_PAGE)
    hopso_page_view_go_to_page (self, self->page);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}
