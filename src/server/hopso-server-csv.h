/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HopsoServerCsv:
 *
 * A table whose first line names its columns.
 */
typedef struct _HopsoServerCsv HopsoServerCsv;

HopsoServerCsv *hopso_server_csv_parse (const char *text, gsize size, GError **error);
guint hopso_server_csv_count (const HopsoServerCsv *self);
const char *hopso_server_csv_get (const HopsoServerCsv *self, guint row, const char *column);
void hopso_server_csv_free (HopsoServerCsv *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoServerCsv, hopso_server_csv_free)

G_END_DECLS
