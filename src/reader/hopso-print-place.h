/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-document.h"

G_BEGIN_DECLS

/* The most pixels of a page, and of a band of it: a page that would have more is printed at fewer
 * dots per inch. A4 stays at 500, A3 at 350. */
#define HOPSO_PRINT_MAX_PIXELS  (24u * 1024u * 1024u)
#define HOPSO_PRINT_BAND_PIXELS (4u * 1024u * 1024u)

/**
 * HopsoPrintSheet:
 * @width: of the paper as it is turned
 * @height: of the paper as it is turned
 * @left: margin that cannot be printed on, as the others
 * @top: the upper one
 * @right: the right one
 * @bottom: the lower one
 *
 * A sheet of paper, in points.
 */
typedef struct
{
  double width;
  double height;
  double left;
  double top;
  double right;
  double bottom;
} HopsoPrintSheet;

/**
 * HopsoPrintPlace:
 * @x: of the page on the sheet, in points
 * @y: of the page on the sheet, in points
 * @scale: points of the sheet for a point of the page
 * @width_px: of the whole page
 * @height_px: of the whole page
 * @n_bands: into how many it is cut, from top to bottom
 * @band_px: how high each is, but for the last
 *
 * Where a page is printed, and in which pieces it is drawn.
 */
typedef struct
{
  double x;
  double y;
  double scale;
  guint width_px;
  guint height_px;
  guint n_bands;
  guint band_px;
} HopsoPrintPlace;

gboolean hopso_print_place_init (HopsoPrintPlace *self,
                                 const HopsoPrintSheet *sheet,
                                 double width,
                                 double height,
                                 gboolean is_fitted,
                                 double dpi);
void hopso_print_place_get_band (const HopsoPrintPlace *self, guint i, HopsoFramePart *part);
double hopso_print_place_get_pixel (const HopsoPrintPlace *self, double width);

G_END_DECLS
