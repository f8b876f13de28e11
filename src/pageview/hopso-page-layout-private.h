/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-page-layout.h"

G_BEGIN_DECLS

/* Of the desk around all pages, and between two of them. */
#define HOPSO_PAGE_MARGIN 12.0
#define HOPSO_PAGE_GAP    12.0

struct _HopsoPageLayout
{
  guint n_pages;
  double *sizes;    /* owned: width and height in points of each page */
  double *tops;     /* owned: upper edge of each row */
  double widest[2]; /* in points: the greatest width, the greatest height */
  double usual[2];  /* in points: the same without pages that are much larger than most */
  HopsoPageMode mode;
  guint rotation;
  guint current;
  double zoom;
  double width;
  double height;
  double window_width;
  double window_height;
  int scale_factor;
};

double hopso_page_layout_get_points (HopsoPageLayout *self, guint page, guint side);
double hopso_page_layout_get_margin (HopsoPageLayout *self);

G_END_DECLS
