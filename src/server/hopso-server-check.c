/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "hopso-server check": whether database, blobs and audit log are what was put there. Prints the
 * digest of the audit log's last line, which an administrator may keep elsewhere: a log that was
 * cut off at its end shows only by that. */

#include "hopso-server-audit.h"
#include "hopso-server-blobs.h"
#include "hopso-server-command.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What one transaction found out. */
typedef struct
{
  GPtrArray *digests; /* owned, nullable */
  gint64 n_audited;
  char *last_hash; /* owned, nullable */
} Findings;

static void
findings_clear (Findings *findings)
{
  g_clear_pointer (&findings->digests, g_ptr_array_unref);
  g_clear_pointer (&findings->last_hash, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Findings, findings_clear)

static gboolean
check_database (HopsoServerSql *sql, GError **error)
{
  g_autoptr (HopsoServerQuery) query =
      hopso_server_sql_query (sql, error, "PRAGMA integrity_check", "");

  if (query == NULL || !hopso_server_query_next (query, error))
    return FALSE;
  if (strcmp (hopso_server_query_text (query, 0), "ok") == 0)
    return TRUE;
  g_set_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_DAMAGED,
               _ ("The database is damaged: %s"), hopso_server_query_text (query, 0));
  return FALSE;
}

/* Every version of a paper must have its bytes. */
static gboolean
check_versions (HopsoServerSql *sql, GError **error)
{
  g_autoptr (HopsoServerQuery) query =
      hopso_server_sql_query (sql, error,
                              "SELECT count (*) FROM (SELECT digest FROM paper WHERE digest"
                              " NOT IN (SELECT digest FROM blob)"
                              " UNION SELECT digest FROM paper_version WHERE digest"
                              " NOT IN (SELECT digest FROM blob))",
                              "");

  if (query == NULL || !hopso_server_query_next (query, error))
    return FALSE;

  int n_missing = (int) hopso_server_query_integer (query, 0);
  if (n_missing == 0)
    return TRUE;
  g_set_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_DAMAGED,
               ngettext ("The bytes of %d paper are missing", "The bytes of %d papers are missing",
                         (gulong) n_missing),
               n_missing);
  return FALSE;
}

static gpointer
look (HopsoServerSession *session, gpointer data, GError **error)
{
  Findings *findings = data;
  HopsoServerSql *sql = hopso_server_session_get_sql (session);

  if (!check_database (sql, error) || !check_versions (sql, error) ||
      !hopso_server_session_check_audit (session, &findings->n_audited, &findings->last_hash,
                                         error))
    return NULL;
  findings->digests = hopso_server_session_list_blobs (session, error);
  return findings->digests;
}

static gboolean
check_blobs (const char *folder, GPtrArray *digests)
{
  gboolean are_whole = TRUE;

  for (guint i = 0; i < digests->len; i++)
    {
      g_autoptr (GError) error = NULL;

      if (hopso_server_blob_check (folder, digests->pdata[i], &error))
        continue;
      g_printerr ("hopso-server: %s: %s\n", (char *) digests->pdata[i], error->message);
      are_whole = FALSE;
    }
  return are_whole;
}

/**
 * hopso_server_command_check:
 *
 * Returns: the exit code
 */
int
hopso_server_command_check (int argc, char **argv)
{
  g_autofree char *data = NULL;
  g_auto (Findings) findings = { 0 };
  g_autoptr (GError) error = NULL;
  HopsoServerJob job = { .func = look, .data = &findings };
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_ ("Folder of the server's data"), N_ ("DIR") },
    { NULL },
  };

  if (!hopso_server_command_parse (entries, _ ("look whether the data are whole"), &argc, &argv))
    return HOPSO_SERVER_EXIT_USAGE;

  g_autoptr (HopsoServerStore) store = hopso_server_command_open (data, &error);
  if (store == NULL)
    return hopso_server_command_fail (error);
  if (hopso_server_store_run (store, &job, &error) == NULL)
    {
      g_printerr ("hopso-server: %s\n", error->message);
      return HOPSO_SERVER_EXIT_NO;
    }
  if (!check_blobs (data, findings.digests))
    return HOPSO_SERVER_EXIT_NO;
  g_print (_ ("Whole. Blobs: %u. Lines of the audit log: %d, the last of which is %s\n"),
           findings.digests->len, (int) findings.n_audited,
           findings.last_hash == NULL ? "-" : findings.last_hash);
  return HOPSO_SERVER_EXIT_DONE;
}
