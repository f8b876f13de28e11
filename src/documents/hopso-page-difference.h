/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HopsoPagePixels:
 * @bytes: rows of 32-bit pixels
 * @stride: bytes from one row to the next
 * @width: in pixels
 * @height: in pixels
 *
 * A page as it was drawn.
 */
typedef struct
{
  GBytes *bytes; /* borrowed */
  gsize stride;
  guint width;
  guint height;
} HopsoPagePixels;

/**
 * HopsoPageDifference:
 * @x: left edge
 * @y: upper edge
 * @width: of the place
 * @height: of the place
 *
 * A place where two pictures of a page differ, as parts of its width and height.
 */
typedef struct
{
  double x;
  double y;
  double width;
  double height;
} HopsoPageDifference;

GArray *hopso_page_difference_list (const HopsoPagePixels *before, const HopsoPagePixels *after);

G_END_DECLS
