/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <poppler.h>

G_BEGIN_DECLS

GVariant *hopso_render_outline (PopplerDocument *document);
char **hopso_render_labels (PopplerDocument *document, guint first, guint count);
GVariant *hopso_render_attachments (PopplerDocument *document);
gboolean hopso_render_save_attachment (
    PopplerDocument *document, guint index, int fd, guint64 *size, GError **error);
GVariant *hopso_render_properties (PopplerDocument *document, int fd);

/**
 * HopsoRenderFonts:
 *
 * How far the fonts of a document have been looked for. Zeros at first.
 */
typedef struct
{
  PopplerFontInfo *info; /* owned, nullable */
  guint next;
} HopsoRenderFonts;

GVariant *
hopso_render_fonts (HopsoRenderFonts *self, PopplerDocument *document, guint first, guint count);
void hopso_render_fonts_clear (HopsoRenderFonts *self);

G_END_DECLS
