/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Going from one page of a HopsoPageView to another, coming back, and being put where a document
 * was left. Main thread. */

#include "hopso-page-view-private.h"

#define ABOVE_PAGE 12.0

/* What is revealed is shown at this part of the view's height. */
#define REVEAL_HEIGHT 0.3

/* From one page to the next or the one before; FALSE at either end. */
gboolean
hopso_page_view_turn (HopsoPageView *self, int by, gboolean is_to_end)
{
  guint page;

  if (self->layout == NULL)
    return FALSE;
  page = hopso_page_layout_get_turned (self->layout, self->page, by);
  if (page == self->page)
    return FALSE;
  self->travel = by;
  if (is_to_end)
    hopso_page_view_show_page (self, page, 1,
                               gtk_widget_get_height (GTK_WIDGET (self)) - ABOVE_PAGE);
  else
    hopso_page_view_show_page (self, page, 0, ABOVE_PAGE);
  return TRUE;
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
  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  if (page >= hopso_page_view_get_n_pages (self))
    return;
  self->travel = page >= self->page ? 1 : -1;
  hopso_page_view_show_page (self, page, 0, ABOVE_PAGE);
}

/**
 * hopso_page_view_go_next:
 *
 * Shows the next page, or pair of pages.
 *
 * Returns: whether there is one
 */
gboolean
hopso_page_view_go_next (HopsoPageView *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE_VIEW (self), FALSE);

  return hopso_page_view_turn (self, 1, FALSE);
}

/**
 * hopso_page_view_go_previous:
 *
 * Shows the page before, or the pair of pages.
 *
 * Returns: whether there is one
 */
gboolean
hopso_page_view_go_previous (HopsoPageView *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE_VIEW (self), FALSE);

  return hopso_page_view_turn (self, -1, FALSE);
}

/**
 * hopso_page_view_jump:
 * @page: from 0; one that is not there is not gone to
 * @y: in points from the page's upper edge, when it is not turned; or NAN for its beginning
 *
 * Goes there as by a link: hopso_page_view_go_back() comes back from it.
 */
void
hopso_page_view_jump (HopsoPageView *self, guint page, double y)
{
  HopsoPageSpot spot = { page, 0.5, 0 };
  double width;
  double height;

  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  if (page >= hopso_page_view_get_n_pages (self))
    return;
  hopso_page_history_leave (self->history, &self->spot);
  hopso_page_view_notify_history (self);
  self->travel = 1;
  hopso_pdf_document_get_page_size (self->document, page, &width, &height);
  if (y > 0 && y < height)
    spot.y = y / height;
  hopso_page_spot_turn (&spot, 0, self->rotation);
  hopso_page_view_show_page (self, page, CLAMP (spot.y, 0, 1), ABOVE_PAGE);
}

static void
go_through_history (HopsoPageView *self, int by)
{
  HopsoPageSpot spot = self->spot;

  if (self->layout == NULL || !hopso_page_history_go (self->history, by, &spot))
    return;
  hopso_page_view_notify_history (self);
  if (spot.page < hopso_page_view_get_n_pages (self))
    hopso_page_view_show_page (self, spot.page, spot.y, 0);
}

/**
 * hopso_page_view_go_back:
 *
 * To where the last jump was made from.
 */
void
hopso_page_view_go_back (HopsoPageView *self)
{
  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  go_through_history (self, -1);
}

/**
 * hopso_page_view_go_forward:
 *
 * Takes hopso_page_view_go_back() back.
 */
void
hopso_page_view_go_forward (HopsoPageView *self)
{
  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  go_through_history (self, 1);
}

/**
 * hopso_page_view_get_place:
 * @place: (out caller-allocates): what is seen now
 */
void
hopso_page_view_get_place (HopsoPageView *self, HopsoPagePlace *place)
{
  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  *place = (HopsoPagePlace){
    .spot = self->spot,
    .zoom = hopso_page_view_get_zoom (self),
    .fit = self->fit,
    .mode = self->mode,
    .rotation = self->rotation,
  };
}

/**
 * hopso_page_view_set_place:
 * @place: how a document was left
 *
 * Shows the document so again. A page that is not there any more becomes the last one.
 */
void
hopso_page_view_set_place (HopsoPageView *self, const HopsoPagePlace *place)
{
  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  if (self->layout == NULL)
    return;
  hopso_page_view_set_rotation (self, place->rotation);
  hopso_page_view_set_mode (self, place->mode);
  hopso_page_view_set_fit (self, place->fit);
  if (place->fit == HOPSO_PAGE_FIT_NONE)
    hopso_page_view_apply_zoom (self, place->zoom);
  self->spot = place->spot;
  self->spot.page = MIN (place->spot.page, hopso_page_view_get_n_pages (self) - 1);
  hopso_page_view_set_page (self, self->spot.page);
  hopso_page_view_place (self, &self->spot, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0, 0);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  hopso_page_view_moved (self);
}

static gboolean
is_in_sight (HopsoPageView *self, const graphene_rect_t *bounds)
{
  const graphene_rect_t sight =
      GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (GTK_WIDGET (self)),
                          (float) gtk_widget_get_height (GTK_WIDGET (self)));

  return graphene_rect_contains_rect (&sight, bounds);
}

/**
 * hopso_page_view_reveal:
 * @area: a place of a page
 *
 * Scrolls until it is seen; not at all, if it is.
 */
void
hopso_page_view_reveal (HopsoPageView *self, const HopsoPageArea *area)
{
  const int height = gtk_widget_get_height (GTK_WIDGET (self));
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  graphene_rect_t bounds;
  guint first;
  guint last;

  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  if (area->page >= hopso_page_view_get_n_pages (self))
    return;
  if (!hopso_page_view_get_shown (self, &first, &last) || area->page < first || area->page > last)
    hopso_page_view_show_page (self, area->page, 0, ABOVE_PAGE);
  if (!hopso_page_view_get_area_bounds (self, area, &bounds) || is_in_sight (self, &bounds))
    return;
  hopso_page_view_scroll_by (self,
                             bounds.origin.x < 0 ||
                                     bounds.origin.x + bounds.size.width > (float) width
                                 ? bounds.origin.x + bounds.size.width / 2 - width / 2.0
                                 : 0,
                             bounds.origin.y - REVEAL_HEIGHT * height);
  hopso_page_view_set_page (self, area->page);
}

/**
 * hopso_page_view_get_page_bounds:
 * @page: from 0
 * @bounds: (out): where it lies in the view, which may be outside of what is seen
 *
 * Returns: whether there is such a page; with one page at a time, whether it is that
 */
gboolean
hopso_page_view_get_page_bounds (HopsoPageView *self, guint page, graphene_rect_t *bounds)
{
  HopsoPageBox box;

  g_return_val_if_fail (HOPSO_IS_PAGE_VIEW (self), FALSE);

  if (page >= hopso_page_view_get_n_pages (self) ||
      (hopso_page_layout_is_paged (self->layout) && page != self->page))
    return FALSE;
  hopso_page_view_get_box (self, page, &box);
  graphene_rect_init (bounds, (float) box.x, (float) box.y, (float) box.width, (float) box.height);
  return TRUE;
}

/**
 * hopso_page_view_get_area_bounds:
 * @area: a place of a page
 * @bounds: (out): where it lies in the view, which may be outside of what is seen
 *
 * Returns: as hopso_page_view_get_page_bounds()
 */
gboolean
hopso_page_view_get_area_bounds (HopsoPageView *self,
                                 const HopsoPageArea *area,
                                 graphene_rect_t *bounds)
{
  graphene_rect_t page;

  g_return_val_if_fail (HOPSO_IS_PAGE_VIEW (self), FALSE);

  if (!hopso_page_view_get_page_bounds (self, area->page, &page))
    return FALSE;
  hopso_page_layout_place_rect (self->layout, area->page, &area->rect, bounds);
  bounds->origin.x += page.origin.x;
  bounds->origin.y += page.origin.y;
  return TRUE;
}

/**
 * hopso_page_view_find_point:
 * @x: in the view
 * @y: in the view
 * @page: (out): which page is there or nearest
 * @point: (out): where on it, in points from the upper left corner of the page when it is not
 *   turned
 *
 * Returns: whether there is anything, and the place is on the page and not beside it
 */
gboolean
hopso_page_view_find_point (
    HopsoPageView *self, double x, double y, guint *page, graphene_point_t *point)
{
  graphene_rect_t bounds;

  g_return_val_if_fail (HOPSO_IS_PAGE_VIEW (self), FALSE);

  if (self->layout == NULL)
    return FALSE;
  hopso_page_layout_find_point (
      self->layout, x + hopso_page_view_get_value (self, GTK_ORIENTATION_HORIZONTAL),
      y + hopso_page_view_get_value (self, GTK_ORIENTATION_VERTICAL), page, point);
  return hopso_page_view_get_page_bounds (self, *page, &bounds) &&
         graphene_rect_contains_point (&bounds, &GRAPHENE_POINT_INIT ((float) x, (float) y));
}
