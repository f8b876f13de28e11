/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <poppler.h>

G_BEGIN_DECLS

/* What stands in a place without a sound number: no document has it there. */
#define HOPSO_RENDER_MAX_PLACE 100000000

gint32 hopso_render_place (double points);
GVariant *hopso_render_box (const PopplerRectangle *area, double page_height);
GVariant *hopso_render_target (PopplerDocument *document, const PopplerAction *action);
GVariant *hopso_render_dest (PopplerDocument *document, const PopplerDest *dest);
GVariant *hopso_render_no_target (void);

G_END_DECLS
