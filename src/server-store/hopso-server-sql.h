/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoServerSql:
 *
 * One connection to the server's database. One thread at a time.
 */
typedef struct _HopsoServerSql HopsoServerSql;

HopsoServerSql *hopso_server_sql_open (const char *path, gboolean is_read_only, GError **error);
void hopso_server_sql_close (HopsoServerSql *self);
gboolean hopso_server_sql_run_script (HopsoServerSql *self, const char *script, GError **error);

/* The letters of @types say what follows, in the order of the parameters ?1, ?2, …:
 * 's' const char * (nullable), 'i' gint64, 'b' GBytes * (nullable). */
gboolean hopso_server_sql_run (
    HopsoServerSql *self, GError **error, const char *sql, const char *types, ...);
gboolean hopso_server_sql_pass_error (GError **failure, GError **error);
gint64 hopso_server_sql_count_changed (HopsoServerSql *self);
gboolean hopso_server_sql_copy (HopsoServerSql *self,
                                const char *path,
                                GCancellable *cancellable,
                                GError **error);

/**
 * HopsoServerQuery:
 *
 * A statement that gives rows. Freed before the next one with the same text.
 */
typedef struct _HopsoServerQuery HopsoServerQuery;

HopsoServerQuery *hopso_server_sql_query (
    HopsoServerSql *self, GError **error, const char *sql, const char *types, ...);
void hopso_server_query_bind_text (HopsoServerQuery *self, int parameter, const char *text);
void hopso_server_query_bind_integer (HopsoServerQuery *self, int parameter, gint64 number);
gboolean hopso_server_query_next (HopsoServerQuery *self, GError **error);
gboolean hopso_server_query_finish (HopsoServerQuery *self, GError **error);
const char *hopso_server_query_text (HopsoServerQuery *self, int column);
gint64 hopso_server_query_integer (HopsoServerQuery *self, int column);
GBytes *hopso_server_query_bytes (HopsoServerQuery *self, int column);
void hopso_server_query_free (HopsoServerQuery *self);

GPtrArray *hopso_server_sql_list_steps (HopsoServerSql *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoServerSql, hopso_server_sql_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoServerQuery, hopso_server_query_free)

G_END_DECLS
