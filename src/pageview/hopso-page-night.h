/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes *hopso_page_night_new (GBytes *pixels, guint width, guint height);

/* Pixels to an edge of the squares that are judged as paper or as part of a photograph. */
#define HOPSO_PAGE_NIGHT_SQUARE 16u

G_END_DECLS
