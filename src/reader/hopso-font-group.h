/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-document.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoFontGroup:
 *
 * The fonts of a document, which are looked for when somebody asks.
 */
#define HOPSO_TYPE_FONT_GROUP (hopso_font_group_get_type ())
G_DECLARE_FINAL_TYPE (HopsoFontGroup, hopso_font_group, HOPSO, FONT_GROUP, AdwPreferencesGroup)

GtkWidget *hopso_font_group_new (HopsoPdfDocument *document);

G_END_DECLS
