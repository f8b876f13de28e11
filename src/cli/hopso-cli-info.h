/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-cli-pdf.h"

G_BEGIN_DECLS

/**
 * HopsoCliInfo:
 *
 * Tells one thing about a document: into @builder, as a member of an object, or in words when
 * there is none.
 */
typedef gboolean (*HopsoCliInfo) (HopsoCliPdf *pdf, JsonBuilder *builder, GError **error);

gboolean hopso_cli_info_attachments (HopsoCliPdf *pdf, JsonBuilder *builder, GError **error);
gboolean hopso_cli_info_fields (HopsoCliPdf *pdf, JsonBuilder *builder, GError **error);
gboolean hopso_cli_info_fonts (HopsoCliPdf *pdf, JsonBuilder *builder, GError **error);
gboolean hopso_cli_info_layers (HopsoCliPdf *pdf, JsonBuilder *builder, GError **error);
gboolean hopso_cli_info_links (HopsoCliPdf *pdf, JsonBuilder *builder, GError **error);
gboolean hopso_cli_info_outline (HopsoCliPdf *pdf, JsonBuilder *builder, GError **error);
gboolean hopso_cli_info_sizes (HopsoCliPdf *pdf, JsonBuilder *builder, GError **error);

void hopso_cli_info_add_words (JsonBuilder *builder, const char *name, const char *words);
void hopso_cli_info_add_flag (JsonBuilder *builder, const char *name, gboolean is_so);
void hopso_cli_info_add_int (JsonBuilder *builder, const char *name, gint64 number);

G_END_DECLS
