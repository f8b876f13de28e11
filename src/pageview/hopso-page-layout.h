/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HOPSO_PAGE_ZOOM_MIN 0.1
#define HOPSO_PAGE_ZOOM_MAX 64.0

/**
 * HopsoPageBox:
 *
 * Where a page lies on the desk, in logical pixels from the desk's upper left corner.
 */
typedef struct
{
  double x;
  double y;
  double width;
  double height;
} HopsoPageBox;

/**
 * HopsoPageSpot:
 * @page: counted from 0
 * @x: from 0 at the page's left edge to 1 at its right one; may lie outside
 * @y: from 0 at the page's upper edge to 1 at its lower one; may lie outside
 *
 * A place in the document that stays the same at every zoom.
 */
typedef struct
{
  guint page;
  double x;
  double y;
} HopsoPageSpot;

/**
 * HopsoPageLayout:
 *
 * Pages below each other on a desk. Zoom 1 is one logical pixel per point; pages are as large as a
 * whole number of the screen's pixels.
 */
typedef struct _HopsoPageLayout HopsoPageLayout;

HopsoPageLayout *hopso_page_layout_new (guint n_pages, const double *sizes);
void hopso_page_layout_free (HopsoPageLayout *self);
guint hopso_page_layout_get_n_pages (HopsoPageLayout *self);
void hopso_page_layout_set_zoom (HopsoPageLayout *self, double zoom, int scale_factor);
double hopso_page_layout_get_zoom (HopsoPageLayout *self);
double hopso_page_layout_get_width (HopsoPageLayout *self);
double hopso_page_layout_get_height (HopsoPageLayout *self);
void
hopso_page_layout_get_box (HopsoPageLayout *self, guint page, double desk_width, HopsoPageBox *box);
void
hopso_page_layout_get_pixels (HopsoPageLayout *self, guint page, guint *width_px, guint *height_px);
guint hopso_page_layout_find_page (HopsoPageLayout *self, double y);
void hopso_page_layout_find_spot (
    HopsoPageLayout *self, double x, double y, double desk_width, HopsoPageSpot *spot);
double hopso_page_layout_fit_width (HopsoPageLayout *self, double width);
double hopso_page_layout_fit_page (HopsoPageLayout *self, guint page, double width, double height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPageLayout, hopso_page_layout_free)

G_END_DECLS
