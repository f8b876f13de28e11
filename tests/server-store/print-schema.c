/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Prints a server's database of a given version, with something in it, as SQL: what a server may
 * have on its disk that is updated later. Usage: print-schema N >
 * ../fixtures/server-store/schema-N.sql, once for each new version. */

#include "hopso-server-schema.h"
#include "hopso-server-store.h"
#include "hopso-test-store.h"

#include <stdio.h>
#include <stdlib.h>

/* What each version brought, to be taken back again. */
static const char *const undo[] = {
  [2] = "ALTER TABLE account DROP COLUMN disabled",
  [3] = "DROP TABLE mark; DELETE FROM setting WHERE name = 'horizon'",
  [4] = "DROP TABLE sign_step",
  [5] = "DROP TABLE publication; DROP TABLE person_group; DROP TABLE receipt",
  [6] = "DROP INDEX account_feed; ALTER TABLE account DROP COLUMN feed;"
        "ALTER TABLE account DROP COLUMN feed_made",
};

static void
print_texts (HopsoServerSql *sql, const char *statement)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (sql, &error, statement, "");

  while (query != NULL && hopso_server_query_next (query, &error))
    printf ("%s;\n", hopso_server_query_text (query, 0));
  if (error != NULL)
    g_error ("%s", error->message);
}

#define TABLES "type = 'table' AND name NOT LIKE 'sqlite%'"

/* Each table's rows are printed by a statement that is made here. */
static void
print_rows (HopsoServerSql *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) statements = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HopsoServerQuery) tables = hopso_server_sql_query (
      sql, &error,
      "SELECT 'SELECT ''INSERT INTO \"' || t.name || '\" VALUES ('' || ' ||"
      " (SELECT group_concat ('quote (\"' || c.name || '\")', ' || '', '' || ')"
      "  FROM pragma_table_info (t.name) c) || ' || '')'' FROM \"' || t.name || '\"'"
      " FROM sqlite_schema t WHERE " TABLES " ORDER BY rowid",
      "");

  while (tables != NULL && hopso_server_query_next (tables, &error))
    g_ptr_array_add (statements, g_strdup (hopso_server_query_text (tables, 0)));
  if (error != NULL)
    g_error ("%s", error->message);
  for (guint i = 0; i < statements->len; i++)
    print_texts (sql, statements->pdata[i]);
}

int
main (int argc, char **argv)
{
  int version = argc > 1 ? atoi (argv[1]) : HOPSO_SERVER_SCHEMA_VERSION;
  HopsoTestStore *store = hopso_test_store_new ();
  g_autofree char *path = g_build_filename (store->folder, "hopso.sqlite", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoServerSql) sql = hopso_server_sql_open (path, FALSE, &error);

  for (int later = HOPSO_SERVER_SCHEMA_VERSION; error == NULL && later > version; later--)
    hopso_server_sql_run_script (sql, undo[later], &error);
  if (error != NULL)
    g_error ("%s", error->message);
  printf ("-- SPDX-License-Identifier: GPL-3.0-or-later\n"
          "-- A server's database of version %d, printed by tests/server-store/print-schema.c.\n",
          version);
  print_texts (sql, "SELECT sql FROM sqlite_schema WHERE " TABLES " ORDER BY rowid");
  print_rows (sql);
  print_texts (sql, "SELECT sql FROM sqlite_schema WHERE type IN ('index', 'trigger')"
                    " AND sql IS NOT NULL ORDER BY rowid");
  printf ("PRAGMA user_version = %d;\n", version);
  hopso_test_store_free (store);
  return 0;
}
