/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the pages of a document lie: one below the other, each in the middle. Pure arithmetic; no
 * widget and no picture is known here. */

#include "hopso-page-layout.h"

#include <math.h>

#define MARGIN 12.0
#define GAP    12.0

struct _HopsoPageLayout
{
  guint n_pages;
  double *sizes;   /* owned: width and height in points of each page */
  double *offsets; /* owned: upper edge of each page */
  double widest;   /* in points */
  double zoom;
  double width;
  double height;
  int scale_factor;
};

/**
 * hopso_page_layout_new:
 * @n_pages: at least one
 * @sizes: width and height in points of each page, one after the other
 *
 * Returns: (transfer full): a layout at zoom 1
 */
HopsoPageLayout *
hopso_page_layout_new (guint n_pages, const double *sizes)
{
  HopsoPageLayout *self = g_new0 (HopsoPageLayout, 1);

  g_assert (n_pages > 0);
  self->n_pages = n_pages;
  self->sizes = g_new (double, 2 * (gsize) n_pages);
  self->offsets = g_new (double, n_pages);
  for (gsize i = 0; i < 2 * (gsize) n_pages; i++)
    self->sizes[i] = sizes[i];
  for (guint i = 0; i < n_pages; i++)
    self->widest = MAX (self->widest, sizes[2 * i]);
  hopso_page_layout_set_zoom (self, 1, 1);
  return self;
}

/**
 * hopso_page_layout_free:
 * @self: (transfer full): a layout
 */
void
hopso_page_layout_free (HopsoPageLayout *self)
{
  g_free (self->sizes);
  g_free (self->offsets);
  g_free (self);
}

/**
 * hopso_page_layout_get_n_pages:
 *
 * Returns: how many there are
 */
guint
hopso_page_layout_get_n_pages (HopsoPageLayout *self)
{
  return self->n_pages;
}

/* A length on paper as a whole number of the screen's pixels. */
static double
snap (HopsoPageLayout *self, double points)
{
  return MAX (1, round (points * self->zoom * self->scale_factor)) / self->scale_factor;
}

/**
 * hopso_page_layout_set_zoom:
 * @zoom: logical pixels per point
 * @scale_factor: of the screen
 *
 * Lays the pages out anew.
 */
void
hopso_page_layout_set_zoom (HopsoPageLayout *self, double zoom, int scale_factor)
{
  double y = MARGIN;

  self->zoom = CLAMP (zoom, HOPSO_PAGE_ZOOM_MIN, HOPSO_PAGE_ZOOM_MAX);
  self->scale_factor = MAX (scale_factor, 1);
  for (guint i = 0; i < self->n_pages; i++)
    {
      self->offsets[i] = y;
      y += snap (self, self->sizes[2 * i + 1]) + GAP;
    }
  self->height = y - GAP + MARGIN;
  self->width = snap (self, self->widest) + 2 * MARGIN;
}

/**
 * hopso_page_layout_get_zoom:
 *
 * Returns: logical pixels per point
 */
double
hopso_page_layout_get_zoom (HopsoPageLayout *self)
{
  return self->zoom;
}

/**
 * hopso_page_layout_get_width:
 *
 * Returns: of the desk that all pages need
 */
double
hopso_page_layout_get_width (HopsoPageLayout *self)
{
  return self->width;
}

/**
 * hopso_page_layout_get_height:
 *
 * Returns: of the desk that all pages need
 */
double
hopso_page_layout_get_height (HopsoPageLayout *self)
{
  return self->height;
}

/**
 * hopso_page_layout_get_box:
 * @page: counted from 0
 * @desk_width: of the whole desk, at least hopso_page_layout_get_width()
 * @box: (out): where the page lies
 */
void
hopso_page_layout_get_box (HopsoPageLayout *self, guint page, double desk_width, HopsoPageBox *box)
{
  g_assert (page < self->n_pages);
  box->width = snap (self, self->sizes[2 * page]);
  box->height = snap (self, self->sizes[2 * page + 1]);
  box->y = self->offsets[page];
  box->x = floor ((MAX (desk_width, self->width) - box->width) / 2 * self->scale_factor) /
           self->scale_factor;
}

/**
 * hopso_page_layout_get_pixels:
 * @page: counted from 0
 * @width_px: (out): in the screen's pixels
 * @height_px: (out): in the screen's pixels
 */
void
hopso_page_layout_get_pixels (HopsoPageLayout *self, guint page, guint *width_px, guint *height_px)
{
  g_assert (page < self->n_pages);
  *width_px = (guint) round (snap (self, self->sizes[2 * page]) * self->scale_factor);
  *height_px = (guint) round (snap (self, self->sizes[2 * page + 1]) * self->scale_factor);
}

/**
 * hopso_page_layout_find_page:
 * @y: on the desk
 *
 * Returns: the last page that begins at or above @y, the gap above it included; the first page
 * when there is none
 */
guint
hopso_page_layout_find_page (HopsoPageLayout *self, double y)
{
  guint low = 0;
  guint high = self->n_pages;

  while (high - low > 1)
    {
      const guint middle = low + (high - low) / 2;

      if (self->offsets[middle] - GAP <= y)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/**
 * hopso_page_layout_find_spot:
 * @x: on the desk
 * @y: on the desk
 * @desk_width: of the whole desk
 * @spot: (out): the place in the document
 */
void
hopso_page_layout_find_spot (
    HopsoPageLayout *self, double x, double y, double desk_width, HopsoPageSpot *spot)
{
  HopsoPageBox box;

  spot->page = hopso_page_layout_find_page (self, y);
  hopso_page_layout_get_box (self, spot->page, desk_width, &box);
  spot->x = (x - box.x) / box.width;
  spot->y = (y - box.y) / box.height;
}

/**
 * hopso_page_layout_fit_width:
 * @width: that there is
 *
 * Returns: the zoom at which the widest page just fits
 */
double
hopso_page_layout_fit_width (HopsoPageLayout *self, double width)
{
  return CLAMP ((width - 2 * MARGIN) / self->widest, HOPSO_PAGE_ZOOM_MIN, HOPSO_PAGE_ZOOM_MAX);
}

/**
 * hopso_page_layout_fit_page:
 * @page: counted from 0
 * @width: that there is
 * @height: that there is
 *
 * Returns: the zoom at which the whole page just fits
 */
double
hopso_page_layout_fit_page (HopsoPageLayout *self, guint page, double width, double height)
{
  g_assert (page < self->n_pages);
  return CLAMP (MIN ((width - 2 * MARGIN) / self->sizes[2 * page],
                     (height - 2 * MARGIN) / self->sizes[2 * page + 1]),
                HOPSO_PAGE_ZOOM_MIN, HOPSO_PAGE_ZOOM_MAX);
}
