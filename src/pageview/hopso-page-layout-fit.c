/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A layout's answers about one page: at which zoom it fits, which page comes next, and what lies
 * where on it. Points within a page are those of the page as it is shown when the view does not
 * turn it, from its upper left corner. Pure arithmetic. */

#include "hopso-page-layout-private.h"

#include <math.h>

/**
 * hopso_page_layout_get_page_size:
 * @page: counted from 0
 * @width: (out): in points, of the page as the view turns it
 * @height: (out): in points, of the page as the view turns it
 */
void
hopso_page_layout_get_page_size (HopsoPageLayout *self, guint page, double *width, double *height)
{
  g_assert (page < self->n_pages);
  *width = hopso_page_layout_get_points (self, page, 0);
  *height = hopso_page_layout_get_points (self, page, 1);
}

static double
hold_zoom (double zoom)
{
  return CLAMP (zoom, HOPSO_PAGE_ZOOM_MIN, HOPSO_PAGE_ZOOM_MAX);
}

/* What of the window is left for paper, in a row. */
static double
get_room (HopsoPageLayout *self)
{
  return self->window_width - 2 * hopso_page_layout_get_margin (self) -
         (hopso_page_layout_get_columns (self) - 1) * HOPSO_PAGE_GAP;
}

/**
 * hopso_page_layout_fit_width:
 *
 * Returns: the zoom at which the widest page just fits, not counting those that are much wider than
 * most; when there is one page at a time, that page
 */
double
hopso_page_layout_fit_width (HopsoPageLayout *self)
{
  const double points = hopso_page_layout_is_paged (self)
                            ? hopso_page_layout_get_points (self, self->current, 0)
                            : self->usual[self->rotation / 90 % 2];

  return hold_zoom (get_room (self) / (points * hopso_page_layout_get_columns (self)));
}

/**
 * hopso_page_layout_fit_page:
 * @page: counted from 0
 *
 * Returns: the zoom at which the page, with what is beside it, just fits
 */
double
hopso_page_layout_fit_page (HopsoPageLayout *self, guint page)
{
  double width = 0;
  double height = 0;
  guint first;
  guint last;

  hopso_page_layout_get_row (self, page, &first, &last);
  for (guint i = first; i <= last; i++)
    {
      width = MAX (width, hopso_page_layout_get_points (self, i, 0));
      height = MAX (height, hopso_page_layout_get_points (self, i, 1));
    }
  return hold_zoom (MIN (get_room (self) / (width * hopso_page_layout_get_columns (self)),
                         (self->window_height - 2 * hopso_page_layout_get_margin (self)) / height));
}

/**
 * hopso_page_layout_fit_part:
 * @page: counted from 0
 * @left: from 0 at the page's left edge to 1 at its right one
 * @right: more than @left
 *
 * Returns: the zoom at which this part of the page is as wide as the window
 */
double
hopso_page_layout_fit_part (HopsoPageLayout *self, guint page, double left, double right)
{
  const double points = hopso_page_layout_get_points (self, page, 0) * (right - left);

  return hold_zoom (get_room (self) / MAX (points * hopso_page_layout_get_columns (self), 1));
}

/**
 * hopso_page_layout_get_turned:
 * @page: counted from 0
 * @by: 1 for the next, -1 for the one before
 *
 * Returns: the page that turning leads to, which is @page at either end
 */
guint
hopso_page_layout_get_turned (HopsoPageLayout *self, guint page, int by)
{
  guint first;
  guint last;

  hopso_page_layout_get_row (self, page, &first, &last);
  if (by > 0)
    return last + 1 < self->n_pages ? last + 1 : page;
  if (first == 0)
    return page;
  hopso_page_layout_get_row (self, first - 1, &first, &last);
  return first;
}

/**
 * hopso_page_layout_place_rect:
 * @page: counted from 0
 * @rect: in points within the page
 * @bounds: (out): in logical pixels from the page's upper left corner, as the view turns it: on a
 *   long desk they would be too large to be exact
 */
void
hopso_page_layout_place_rect (HopsoPageLayout *self,
                              guint page,
                              const graphene_rect_t *rect,
                              graphene_rect_t *bounds)
{
  const double width = self->sizes[2 * (gsize) page];
  const double height = self->sizes[2 * (gsize) page + 1];
  HopsoPageSpot from = { page, rect->origin.x / width, rect->origin.y / height };
  HopsoPageSpot to = { page, (rect->origin.x + rect->size.width) / width,
                       (rect->origin.y + rect->size.height) / height };
  HopsoPageBox box;

  hopso_page_spot_turn (&from, 0, self->rotation);
  hopso_page_spot_turn (&to, 0, self->rotation);
  hopso_page_layout_get_box (self, page, &box);
  graphene_rect_init (
      bounds, (float) (MIN (from.x, to.x) * box.width), (float) (MIN (from.y, to.y) * box.height),
      (float) (fabs (to.x - from.x) * box.width), (float) (fabs (to.y - from.y) * box.height));
}

/**
 * hopso_page_layout_find_point:
 * @x: on the desk
 * @y: on the desk
 * @page: (out): which page is there or nearest
 * @point: (out): in points within the page; may lie outside of it
 */
void
hopso_page_layout_find_point (
    HopsoPageLayout *self, double x, double y, guint *page, graphene_point_t *point)
{
  HopsoPageSpot spot;

  hopso_page_layout_find_spot (self, x, y, &spot);
  hopso_page_spot_turn (&spot, self->rotation, 0);
  *page = spot.page;
  graphene_point_init (point, (float) (spot.x * self->sizes[2 * (gsize) spot.page]),
                       (float) (spot.y * self->sizes[2 * (gsize) spot.page + 1]));
}
