/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <graphene.h>

G_BEGIN_DECLS

gboolean hopso_page_ink_find (GBytes *pixels, guint width, guint height, graphene_rect_t *ink);

G_END_DECLS
