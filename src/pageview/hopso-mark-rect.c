/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a mark on a page changes when it is pulled. Pure arithmetic; no widget is known here. */

#include "hopso-mark-rect.h"

/**
 * hopso_mark_hold:
 *
 * Returns: @value, at most @most and at least @least, which wins
 */
float
hopso_mark_hold (double value, double least, double most)
{
  return (float) MAX (least, MIN (value, most));
}

/**
 * hopso_mark_find_grip:
 * @width: of the mark on the screen
 * @height: of the mark on the screen
 * @x: of the pointer within the mark
 * @y: of the pointer within the mark
 *
 * Returns: a corner when the pointer is near one; small marks keep a middle to be moved by
 */
HopsoMarkGrip
hopso_mark_find_grip (double width, double height, double x, double y)
{
  const double reach_x = MIN (HOPSO_MARK_HANDLE_SIZE, width / 3);
  const double reach_y = MIN (HOPSO_MARK_HANDLE_SIZE, height / 3);
  const gboolean left = x < reach_x;
  const gboolean right = x > width - reach_x;

  if (y < reach_y && (left || right))
    return left ? HOPSO_MARK_GRIP_TOP_LEFT : HOPSO_MARK_GRIP_TOP_RIGHT;
  if (y > height - reach_y && (left || right))
    return left ? HOPSO_MARK_GRIP_BOTTOM_LEFT : HOPSO_MARK_GRIP_BOTTOM_RIGHT;
  return HOPSO_MARK_GRIP_INSIDE;
}

/**
 * hopso_mark_unturn_grip:
 * @grip: where the mark is caught on the screen
 * @rotation: by how many degrees its page is turned clockwise there
 *
 * Returns: where that is when the page is not turned
 */
HopsoMarkGrip
hopso_mark_unturn_grip (HopsoMarkGrip grip, guint rotation)
{
  static const HopsoMarkGrip corners[] = {
    HOPSO_MARK_GRIP_TOP_LEFT,
    HOPSO_MARK_GRIP_TOP_RIGHT,
    HOPSO_MARK_GRIP_BOTTOM_RIGHT,
    HOPSO_MARK_GRIP_BOTTOM_LEFT,
  };

  for (guint i = 0; i < 4; i++)
    {
      if (corners[i] == grip)
        return corners[(i + 4 - rotation / 90 % 4) % 4];
    }
  return grip;
}

/**
 * hopso_mark_unturn_way:
 * @rotation: by how many degrees the page is turned clockwise on the screen
 * @dx: (inout): a way to the right
 * @dy: (inout): a way down
 *
 * Makes a way on the screen the same way on the page.
 */
void
hopso_mark_unturn_way (guint rotation, double *dx, double *dy)
{
  for (guint i = 0; i < rotation / 90 % 4; i++)
    {
      const double x = *dx;

      *dx = *dy;
      *dy = -x;
    }
}

/**
 * hopso_mark_pull:
 * @from: where the mark was
 * @grip: where it is caught
 * @dx: how far it is pulled to the right, in points
 * @dy: how far it is pulled down, in points
 * @page_width: in points, or 0 when it is not known
 * @page_height: in points, or 0 when it is not known
 *
 * Pulled inside, the mark moves; pulled at a corner, it is stretched, and the opposite corner
 * stays. A corner stops at the page's edge.
 *
 * Returns: where the mark is then; a moved one may lie outside the page
 */
graphene_rect_t
hopso_mark_pull (const graphene_rect_t *from,
                 HopsoMarkGrip grip,
                 double dx,
                 double dy,
                 double page_width,
                 double page_height)
{
  const gboolean is_left = grip == HOPSO_MARK_GRIP_TOP_LEFT || grip == HOPSO_MARK_GRIP_BOTTOM_LEFT;
  const gboolean is_top = grip == HOPSO_MARK_GRIP_TOP_LEFT || grip == HOPSO_MARK_GRIP_TOP_RIGHT;
  const double right = (double) from->origin.x + from->size.width;
  const double bottom = (double) from->origin.y + from->size.height;
  const double most_right = page_width > 0 ? page_width : G_MAXFLOAT;
  const double most_bottom = page_height > 0 ? page_height : G_MAXFLOAT;
  graphene_rect_t rect = *from;

  if (grip == HOPSO_MARK_GRIP_NONE)
    return rect;
  if (grip == HOPSO_MARK_GRIP_INSIDE)
    {
      graphene_rect_offset (&rect, (float) dx, (float) dy);
      return rect;
    }
  if (is_left)
    {
      rect.origin.x = hopso_mark_hold (from->origin.x + dx, 0, right - HOPSO_MARK_LEAST_WIDTH);
      rect.size.width = (float) (right - rect.origin.x);
    }
  else
    rect.size.width = hopso_mark_hold (from->size.width + dx, HOPSO_MARK_LEAST_WIDTH,
                                       most_right - from->origin.x);
  if (is_top)
    {
      rect.origin.y = hopso_mark_hold (from->origin.y + dy, 0, bottom - HOPSO_MARK_LEAST_HEIGHT);
      rect.size.height = (float) (bottom - rect.origin.y);
    }
  else
    rect.size.height = hopso_mark_hold (from->size.height + dy, HOPSO_MARK_LEAST_HEIGHT,
                                        most_bottom - from->origin.y);
  return rect;
}

/**
 * hopso_mark_snap:
 * @mark: as it was moved
 * @magnets: (array length=n_magnets): places that are made for a mark
 *
 * Returns: @mark in the middle of the nearest place if it is near one; its size stays
 */
graphene_rect_t
hopso_mark_snap (const graphene_rect_t *mark, const graphene_rect_t *magnets, guint n_magnets)
{
  graphene_rect_t snapped = *mark;
  float nearest = (float) HOPSO_MARK_SNAP;

  for (guint i = 0; i < n_magnets; i++)
    {
      const float dx =
          magnets[i].origin.x + magnets[i].size.width / 2 - (mark->origin.x + mark->size.width / 2);
      const float dy = magnets[i].origin.y + magnets[i].size.height / 2 -
                       (mark->origin.y + mark->size.height / 2);
      const float distance = MAX (ABS (dx), ABS (dy));

      if (distance >= nearest)
        continue;
      nearest = distance;
      snapped.origin.x = mark->origin.x + dx;
      snapped.origin.y = mark->origin.y + dy;
    }
  return snapped;
}
