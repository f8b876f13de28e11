/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

gboolean hopso_search_is_accented (const char *words);
char *hopso_search_write_match (const char *words);
gboolean hopso_search_forget (sqlite3 *db, const char *digest, GError **error);

G_END_DECLS
