/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <poppler.h>

G_BEGIN_DECLS

GVariant *hopso_render_layers (PopplerDocument *document);
void hopso_render_set_layers (PopplerDocument *document, GVariant *layers);

G_END_DECLS
