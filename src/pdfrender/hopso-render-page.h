/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <poppler.h>

G_BEGIN_DECLS

GVariant *hopso_render_page_links (PopplerDocument *document, PopplerPage *page);
GVariant *hopso_render_page_pictures (PopplerPage *page);
GVariant *hopso_render_page_fields (PopplerPage *page);

G_END_DECLS
