/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <poppler.h>

G_BEGIN_DECLS

/**
 * HopsoRenderText:
 * @text: valid UTF-8, in reading order
 * @boxes: (element-type gint32): four numbers for each character of @text
 *
 * The text of a page, and where each of its characters stands.
 */
typedef struct
{
  GString *text; /* owned */
  GArray *boxes; /* owned */
} HopsoRenderText;

HopsoRenderText *hopso_render_text_new (PopplerPage *page);
void hopso_render_text_free (HopsoRenderText *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoRenderText, hopso_render_text_free)

G_END_DECLS
