/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

#include <sqlite3.h>

G_BEGIN_DECLS

GPtrArray *hopso_record_rows_list (
    sqlite3 *db, const HopsoKind *kind, const char *column, const char *value, GError **error);
gboolean hopso_record_rows_put (sqlite3 *db, HopsoRecord *record, GError **error);
gboolean
hopso_record_rows_delete (sqlite3 *db, const HopsoKind *kind, const char *id, GError **error);

G_END_DECLS
