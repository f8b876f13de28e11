/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, sqlite3_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

sqlite3 *
hopso_sqlite_open (const char *path, const char *vfs_name, gboolean is_reader, GError **error);
gboolean hopso_sqlite_fail (sqlite3 *db, int code, GError **error);
gboolean hopso_sqlite_exec (sqlite3 *db, const char *sql, GError **error);
sqlite3_stmt *hopso_sqlite_prepare (sqlite3 *db, const char *sql, GError **error);
sqlite3_stmt *hopso_sqlite_prepare_text (
    sqlite3 *db, const char *sql, const char *first, const char *second, GError **error);
void hopso_sqlite_bind_text (sqlite3_stmt *statement, int index, const char *text);
gboolean hopso_sqlite_step (sqlite3_stmt *statement, gboolean *has_row, GError **error);
gboolean hopso_sqlite_run (sqlite3_stmt *statement, GError **error);
gboolean hopso_sqlite_dup_text (sqlite3_stmt *statement, int column, char **text, GError **error);
gboolean hopso_sqlite_get_number (sqlite3 *db, const char *sql, gint64 *number, GError **error);

G_END_DECLS
