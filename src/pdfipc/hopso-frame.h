/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The widest and highest picture, and the most pixels of one. */
#define HOPSO_FRAME_MAX_EDGE   32767u
#define HOPSO_FRAME_MAX_PIXELS (64u * 1024u * 1024u)

/* The largest page edge in points that is drawn (ISO 32000-1, annex C.2). */
#define HOPSO_FRAME_MAX_POINTS 14400.0

/* A page may be asked for at this many pixels per edge, of which a part is drawn. */
#define HOPSO_FRAME_MAX_PAGE_EDGE 2000000u

/**
 * HopsoFrame:
 * @width: in pixels
 * @height: in pixels
 * @stride: bytes from one row to the next
 * @size: bytes of the whole picture
 *
 * The layout of a picture in shared memory: premultiplied BGRA, rows from the top. It follows from
 * the width and height that the application asked for, so both sides compute it and nothing that
 * the drawing process says can move it.
 */
typedef struct
{
  guint32 width;
  guint32 height;
  guint32 stride;
  gsize size;
} HopsoFrame;

/**
 * HopsoFramePart:
 * @page_width: width of the whole turned page in pixels
 * @page_height: height of the whole turned page in pixels
 * @x: left edge of the part
 * @y: top edge of the part
 * @width: width of the part
 * @height: height of the part
 *
 * Which pixels of a page scaled to a size.
 */
typedef struct
{
  guint32 page_width;
  guint32 page_height;
  guint32 x;
  guint32 y;
  guint32 width;
  guint32 height;
} HopsoFramePart;

gboolean hopso_frame_init (HopsoFrame *self, guint32 width, guint32 height);
gboolean hopso_frame_part_is_sound (const HopsoFramePart *part);
gboolean hopso_frame_rotation_is_sound (guint32 rotation);
gboolean hopso_frame_page_is_sound (double width, double height);

G_END_DECLS
