/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-typeset-mark.h"

G_BEGIN_DECLS

/* The colours that the decree wants: a person's signature is blue, a seal red (Decree 30/2020,
 * Annex I, II.7d and II.8a). */
#define HOPSO_INK_BLUE 0x1a3fa0
#define HOPSO_INK_RED  0xc8102e

/* How much darker than the paper ink is, as a share; what people choose from, and the start. */
#define HOPSO_INK_LEAST_THRESHOLD 0.04
#define HOPSO_INK_MOST_THRESHOLD  0.60
#define HOPSO_INK_THRESHOLD       0.20

/**
 * HopsoInkScan:
 * @pixels: red, green, blue and alpha of each, not premultiplied
 * @width: of a line, in pixels
 * @height: how many lines
 * @stride: from line to line, in bytes
 *
 * A photograph or scan of a signature on paper.
 */
typedef struct
{
  const guint8 *pixels; /* borrowed */
  guint width;
  guint height;
  gsize stride;
} HopsoInkScan;

/**
 * HopsoInkPoint:
 * @x: from the left
 * @y: from the top
 * @width: of the stroke there
 * @begins: whether a new stroke begins here
 *
 * Where a pen went.
 */
typedef struct
{
  float x;
  float y;
  float width;
  gboolean begins;
} HopsoInkPoint;

GBytes *
hopso_ink_extract (const HopsoInkScan *scan, double threshold, guint32 colour, GError **error);
GBytes *
hopso_ink_draw (const HopsoInkPoint *points, guint n_points, guint32 colour, GError **error);

gboolean hopso_picture_read_size (GBytes *file, guint *width, guint *height, GError **error);
gboolean hopso_mark_picture_check (GBytes *png, GError **error);

G_END_DECLS
