/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HopsoOfficeKind:
 * @suffix: of its files' names
 * @container: what such a file is inside: z a ZIP archive, c a compound file, r text
 * @filter: words for the export
 * @is_table: whether it is a spreadsheet
 */
typedef struct
{
  const char *suffix;
  char container;
  const char *filter;
  gboolean is_table;
} HopsoOfficeKind;

const HopsoOfficeKind *hopso_office_kind_find (const char *file_name);
gboolean hopso_office_file_check (const HopsoOfficeKind *kind, GBytes *bytes, GError **error);

G_END_DECLS
