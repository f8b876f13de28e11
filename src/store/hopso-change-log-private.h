/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-change-set.h"

#include <sqlite3.h>

G_BEGIN_DECLS

gboolean
hopso_change_log_append (sqlite3 *db, const char *origin, HopsoChangeSet *changes, GError **error);
gboolean hopso_change_log_get_last (sqlite3 *db, gint64 *last, GError **error);
HopsoChangeSet *
hopso_change_log_read (sqlite3 *db, const char *origin, gint64 *last, GError **error);

G_END_DECLS
