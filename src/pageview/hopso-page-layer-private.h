/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-mark-rect.h"
#include "hopso-page-layer.h"

G_BEGIN_DECLS

/* More places of a page than these draw no mark to them. */
#define HOPSO_PAGE_LAYER_MAGNETS 8

struct _HopsoPageLayer
{
  GtkWidget parent_instance;

  GdkPaintable *paintable; /* owned, nullable */
  guint page;
  graphene_rect_t rect;    /* in points */
  graphene_rect_t begun;   /* where it was when a drag began */
  graphene_point_t caught; /* where in the view it was caught */
  graphene_rect_t magnets[HOPSO_PAGE_LAYER_MAGNETS];
  guint n_magnets;
  HopsoMarkGrip grip;
  gboolean is_rigid;  /* it keeps its size */
  guint rotation;     /* of the page */
  double scale;       /* logical pixels per point when a drag began */
  double page_width;  /* in points, or 0 while unknown */
  double page_height; /* in points, or 0 while unknown */
};

void hopso_page_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot);

G_END_DECLS
