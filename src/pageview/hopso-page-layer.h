/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoPageLayer:
 *
 * A mark on a page of a #HopsoPageView that people drag and resize: where the picture of a
 * signature goes. Properties: "page" (from 0) and "x", "y", "width", "height" in points from the
 * upper left corner of the page as it is shown, downwards; "paintable", what is seen in it.
 */
#define HOPSO_TYPE_PAGE_LAYER (hopso_page_layer_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPageLayer, hopso_page_layer, HOPSO, PAGE_LAYER, GtkWidget)

GtkWidget *hopso_page_layer_new (void);
void hopso_page_layer_set_page (HopsoPageLayer *self, guint page);
guint hopso_page_layer_get_page (HopsoPageLayer *self);
void hopso_page_layer_set_rect (HopsoPageLayer *self, const graphene_rect_t *rect);
void hopso_page_layer_get_rect (HopsoPageLayer *self, graphene_rect_t *rect);
void hopso_page_layer_set_magnets (HopsoPageLayer *self, const graphene_rect_t *rects, guint n);
void hopso_page_layer_set_is_rigid (HopsoPageLayer *self, gboolean is_rigid);
void hopso_page_layer_set_paintable (HopsoPageLayer *self, GdkPaintable *paintable);
void hopso_page_layer_set_page_size (HopsoPageLayer *self, double width, double height);
void hopso_page_layer_set_rotation (HopsoPageLayer *self, guint rotation);

G_END_DECLS
