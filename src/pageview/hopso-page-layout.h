/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-page-place.h"

#include <glib.h>
#include <graphene.h>

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
 * HopsoPageLayout:
 *
 * Pages on a desk, of which a window shows a part. Zoom 1 is one logical pixel per point; pages are
 * as large as a whole number of the screen's pixels. In the modes that show one page at a time only
 * the current one lies on the desk.
 */
typedef struct _HopsoPageLayout HopsoPageLayout;

HopsoPageLayout *hopso_page_layout_new (guint n_pages, const double *sizes);
void hopso_page_layout_free (HopsoPageLayout *self);
guint hopso_page_layout_get_n_pages (HopsoPageLayout *self);
void
hopso_page_layout_get_page_size (HopsoPageLayout *self, guint page, double *width, double *height);

void hopso_page_layout_set_mode (HopsoPageLayout *self, HopsoPageMode mode);
HopsoPageMode hopso_page_layout_get_mode (HopsoPageLayout *self);
gboolean hopso_page_layout_is_paged (HopsoPageLayout *self);
guint hopso_page_layout_get_columns (HopsoPageLayout *self);
void hopso_page_layout_set_rotation (HopsoPageLayout *self, guint rotation);
guint hopso_page_layout_get_rotation (HopsoPageLayout *self);
void hopso_page_layout_set_zoom (HopsoPageLayout *self, double zoom, int scale_factor);
double hopso_page_layout_get_zoom (HopsoPageLayout *self);
void hopso_page_layout_set_window (HopsoPageLayout *self, double width, double height);
void hopso_page_layout_set_current (HopsoPageLayout *self, guint page);

double hopso_page_layout_get_width (HopsoPageLayout *self);
double hopso_page_layout_get_height (HopsoPageLayout *self);
void hopso_page_layout_get_box (HopsoPageLayout *self, guint page, HopsoPageBox *box);
void
hopso_page_layout_get_pixels (HopsoPageLayout *self, guint page, guint *width_px, guint *height_px);
void hopso_page_layout_get_row (HopsoPageLayout *self, guint page, guint *first, guint *last);
guint hopso_page_layout_find_page (HopsoPageLayout *self, double y);
void hopso_page_layout_find_shown (
    HopsoPageLayout *self, double top, double bottom, guint *first, guint *last);
void hopso_page_layout_find_spot (HopsoPageLayout *self, double x, double y, HopsoPageSpot *spot);
guint hopso_page_layout_get_turned (HopsoPageLayout *self, guint page, int by);
double hopso_page_layout_fit_width (HopsoPageLayout *self);
double hopso_page_layout_fit_page (HopsoPageLayout *self, guint page);
double hopso_page_layout_fit_part (HopsoPageLayout *self, guint page, double left, double right);

void hopso_page_layout_place_rect (HopsoPageLayout *self,
                                   guint page,
                                   const graphene_rect_t *rect,
                                   graphene_rect_t *bounds);
void hopso_page_layout_find_point (
    HopsoPageLayout *self, double x, double y, guint *page, graphene_point_t *point);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPageLayout, hopso_page_layout_free)

G_END_DECLS
