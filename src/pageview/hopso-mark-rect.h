/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <graphene.h>

G_BEGIN_DECLS

/* Handles are drawn this large around the corners, in logical pixels. */
#define HOPSO_MARK_HANDLE_SIZE 12.0

/* In points. */
#define HOPSO_MARK_LEAST_WIDTH  24.0
#define HOPSO_MARK_LEAST_HEIGHT 12.0

/**
 * HopsoMarkGrip:
 *
 * Where a mark is caught.
 */
typedef enum
{
  HOPSO_MARK_GRIP_NONE,
  HOPSO_MARK_GRIP_INSIDE,
  HOPSO_MARK_GRIP_TOP_LEFT,
  HOPSO_MARK_GRIP_TOP_RIGHT,
  HOPSO_MARK_GRIP_BOTTOM_LEFT,
  HOPSO_MARK_GRIP_BOTTOM_RIGHT,
} HopsoMarkGrip;

float hopso_mark_hold (double value, double least, double most);
HopsoMarkGrip hopso_mark_find_grip (double width, double height, double x, double y);
HopsoMarkGrip hopso_mark_unturn_grip (HopsoMarkGrip grip, guint rotation);
void hopso_mark_unturn_way (guint rotation, double *dx, double *dy);
graphene_rect_t hopso_mark_pull (const graphene_rect_t *from,
                                 HopsoMarkGrip grip,
                                 double dx,
                                 double dy,
                                 double page_width,
                                 double page_height);

/* A mark that is moved as near as this to a place made for it goes there, in points. */
#define HOPSO_MARK_SNAP 14.0

graphene_rect_t
hopso_mark_snap (const graphene_rect_t *mark, const graphene_rect_t *magnets, guint n_magnets);

G_END_DECLS
