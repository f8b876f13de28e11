/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sizes of pictures in shared memory. Pure arithmetic on numbers of which the other side may have
 * chosen any, without overflow; it maps nothing and draws nothing. Usable from any thread. */

#include "hopso-frame.h"

#include <math.h>

/**
 * hopso_frame_init:
 * @self: (out caller-allocates): the layout
 * @width: in pixels
 * @height: in pixels
 *
 * Returns: %FALSE when such a picture is empty or larger than is allowed
 */
gboolean
hopso_frame_init (HopsoFrame *self, guint32 width, guint32 height)
{
  *self = (HopsoFrame){ 0 };
  if (width == 0 || height == 0 || width > HOPSO_FRAME_MAX_EDGE || height > HOPSO_FRAME_MAX_EDGE)
    return FALSE;
  if ((guint64) width * height > HOPSO_FRAME_MAX_PIXELS)
    return FALSE;

  self->width = width;
  self->height = height;
  self->stride = 4u * width;
  self->size = (gsize) self->stride * height;
  return TRUE;
}

/**
 * hopso_frame_part_is_sound:
 * @part: a part of a page
 *
 * Returns: whether @part lies within its page and both are within the limits
 */
gboolean
hopso_frame_part_is_sound (const HopsoFramePart *part)
{
  HopsoFrame frame;

  return part->page_width <= HOPSO_FRAME_MAX_PAGE_EDGE &&
         part->page_height <= HOPSO_FRAME_MAX_PAGE_EDGE &&
         hopso_frame_init (&frame, part->width, part->height) &&
         (guint64) part->x + part->width <= part->page_width &&
         (guint64) part->y + part->height <= part->page_height;
}

/**
 * hopso_frame_rotation_is_sound:
 * @rotation: in degrees
 *
 * Returns: whether @rotation is a number of quarter turns below a whole one
 */
gboolean
hopso_frame_rotation_is_sound (guint32 rotation)
{
  return rotation < 360 && rotation % 90 == 0;
}

/**
 * hopso_frame_page_is_sound:
 * @width: in points
 * @height: in points
 *
 * Returns: whether a page of this size can be drawn
 */
gboolean
hopso_frame_page_is_sound (double width, double height)
{
  return isfinite (width) && isfinite (height) && width > 0 && height > 0 &&
         width <= HOPSO_FRAME_MAX_POINTS && height <= HOPSO_FRAME_MAX_POINTS;
}
