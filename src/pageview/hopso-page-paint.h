/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GdkTexture *hopso_page_paint_new_texture (guint width, guint height, GBytes *pixels);
void hopso_page_paint (GtkWidget *widget,
                       GtkSnapshot *snapshot,
                       GdkTexture *texture,
                       const graphene_rect_t *bounds);

G_END_DECLS
