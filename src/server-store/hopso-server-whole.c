/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a database is what was put there: its pages and indexes, what its rows say of each
 * other, the chain of the audit log. Changes nothing. One thread at a time. */

#include "hopso-server-whole.h"

#include "hopso-server-audit.h"
#include "hopso-server-blobs.h"
#include "hopso-server-schema.h"
#include "hopso-server-session-private.h"
#include "hopso-server-store-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * hopso_server_whole_clear:
 * @self: (transfer full): what was found
 */
void
hopso_server_whole_clear (HopsoServerWhole *self)
{
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_clear_pointer (&self->digests, g_ptr_array_unref);
  g_clear_pointer (&self->last_hash, g_free);
}

static gboolean fail (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
fail (GError **error, const char *format, ...)
{
  va_list values;

  va_start (values, format);
  g_autofree char *why = g_strdup_vprintf (format, values);
  va_end (values);
  g_set_error_literal (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_DAMAGED, why);
  return FALSE;
}

static gboolean
check_pages (HopsoServerSql *sql, GError **error)
{
  g_autoptr (HopsoServerQuery) query =
      hopso_server_sql_query (sql, error, "PRAGMA integrity_check", "");

  if (query == NULL || !hopso_server_query_next (query, error))
    return FALSE;
  return strcmp (hopso_server_query_text (query, 0), "ok") == 0 ||
         fail (error, _ ("The database is damaged: %s"), hopso_server_query_text (query, 0));
}

/* The number that a statement gives must be 0. */
static gboolean
count_none (HopsoServerSql *sql, const char *statement, const char *format, GError **error)
{
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (sql, error, statement, "");

  if (query == NULL || !hopso_server_query_next (query, error))
    return FALSE;

  g_autofree char *number =
      g_strdup_printf ("%" G_GINT64_FORMAT, hopso_server_query_integer (query, 0));
  g_auto (GStrv) around = g_strsplit (format, "{}", 2);
  g_autofree char *why = g_strjoinv (number, around);
  return strcmp (number, "0") == 0 || fail (error, "%s", why);
}

/* Statements of its own would run when ours do. */
static gboolean
check_schema (HopsoServerSql *sql, GError **error)
{
  return count_none (sql,
                     "SELECT count (*) FROM sqlite_schema WHERE type = 'view'"
                     " OR (type = 'trigger' AND name NOT IN ('audit_keeps', 'audit_stays'))"
                     " OR (type = 'table' AND sql LIKE 'CREATE VIRTUAL%')",
                     _ ("The database has {} things in it that hopso-server never put there"),
                     error);
}

static gboolean
check_references (HopsoServerSql *sql, GError **error)
{
  return count_none (sql, "SELECT count (*) FROM pragma_foreign_key_check",
                     _ ("The database has {} rows that refer to nothing"), error);
}

/* Every version of a paper must have its bytes. */
static gboolean
check_versions (HopsoServerSql *sql, GError **error)
{
  return count_none (sql,
                     "SELECT count (*) FROM (SELECT digest FROM paper WHERE digest"
                     " NOT IN (SELECT digest FROM blob)"
                     " UNION SELECT digest FROM paper_version WHERE digest"
                     " NOT IN (SELECT digest FROM blob))",
                     _ ("The database has {} papers without bytes"), error);
}

/**
 * hopso_server_whole_check_database:
 *
 * Returns: whether the database can be worked with; %HOPSO_SERVER_STORE_ERROR_DAMAGED when not
 */
gboolean
hopso_server_whole_check_database (HopsoServerSql *sql, GError **error)
{
  return check_schema (sql, error) && check_pages (sql, error) && check_references (sql, error);
}

static void
note (HopsoServerWhole *found, gboolean is_well, GError **failure)
{
  if (!is_well)
    g_ptr_array_add (found->problems, g_strdup ((*failure)->message));
  g_clear_error (failure);
}

static void
look (HopsoServerSession *session, HopsoServerWhole *found)
{
  g_autoptr (GError) failure = NULL;

  note (found, check_schema (session->sql, &failure), &failure);
  note (found, check_pages (session->sql, &failure), &failure);
  note (found, check_references (session->sql, &failure), &failure);
  note (found, check_versions (session->sql, &failure), &failure);
  note (found,
        hopso_server_session_check_audit (session, &found->n_audited, &found->last_hash, &failure),
        &failure);
  found->digests = hopso_server_session_list_blobs (session, &failure);
  note (found, found->digests != NULL, &failure);
  if (found->digests == NULL)
    found->digests = g_ptr_array_new ();
}

static gboolean
is_damage (const GError *error)
{
  return g_error_matches (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_DAMAGED);
}

/**
 * hopso_server_whole_look:
 * @path: a database's file; a server may be using it
 * @found: (out): what is wrong with it, if anything
 *
 * Looks at one moment of it, from end to end.
 *
 * Returns: %FALSE with @error when there is nothing that could be looked at
 */
gboolean
hopso_server_whole_look (const char *path, HopsoServerWhole *found, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerSql) sql = hopso_server_sql_open (path, TRUE, &failure);
  HopsoServerSession session;

  found->problems = g_ptr_array_new_with_free_func (g_free);
  if (sql != NULL && hopso_server_schema_check (sql, &failure) &&
      hopso_server_sql_run_script (sql, "BEGIN", &failure))
    {
      hopso_server_session_init (&session, sql, 0);
      look (&session, found);
      hopso_server_session_clear (&session);
      return TRUE;
    }
  if (!is_damage (failure))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  found->digests = g_ptr_array_new ();
  note (found, FALSE, &failure);
  return TRUE;
}
