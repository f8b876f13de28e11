/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Prints a store of a given version, with something in each table, as SQL: what a machine may have
 * on its disk that runs an older HopSo. Usage: print-schema VERSION >
 * ../fixtures/store/schema-N.sql
 */

#include "hopso-schema-private.h"
#include "hopso-search-tokenizer-private.h"
#include "hopso-sqlite-private.h"

#include <stdio.h>
#include <stdlib.h>

/* What each version brought, to be taken back again. */
static const char *const undo[] = {
  [2] = "DROP TABLE change_log",
  [3] = "DROP TABLE search_exact; DROP TABLE search_folded; DROP TABLE search_page;"
        "DROP TABLE search_document",
  [4] = "DROP TABLE step; ALTER TABLE outbox DROP COLUMN scope",
};

static const char content[] =
    "INSERT INTO meeting (id, etag, name) VALUES ('m1', '5', 'Phiên họp thường kỳ');"
    "INSERT INTO paper (id, etag, meeting, name, digest) VALUES ('p1', '6', 'm1', 'Tờ trình',"
    " 'aa');"
    "INSERT INTO sync_state (id, state) VALUES (1, 'epoch-7');"
    "INSERT INTO setting (\"key\", value) VALUES ('place', 'page 9');"
    "INSERT INTO outbox (\"key\", kind, record, operation, body, base_etag, digest, created)"
    " VALUES ('k1', 'papers', 'p1', 'patch', '{\"name\":\"Tờ trình mới\"}', '6', NULL, 1790000000),"
    " ('k2', 'papers', 'p1', 'version', NULL, '6', 'bb', 1790000001);"
    "INSERT INTO blob (digest, size, file, \"key\", is_whole, created) VALUES ('bb', 10,"
    " '00000000-0000-4000-8000-000000000001',"
    " x'0101010101010101010101010101010101010101010101010101010101010101', 1, 1790000000);";

static void
check (gboolean is_done, GError **error)
{
  if (!is_done)
    g_error ("%s", (*error)->message);
}

static void
print_texts (sqlite3 *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare (db, sql, &error);
  gboolean has_row;

  check (statement != NULL, &error);
  for (;;)
    {
      check (hopso_sqlite_step (statement, &has_row, &error), &error);
      if (!has_row)
        return;
      printf ("%s;\n", (const char *) sqlite3_column_text (statement, 0));
    }
}

/* The tables behind a search index are made by it. */
#define OURS \
  "name NOT LIKE 'sqlite%' AND name NOT GLOB 'search_exact_*'" \
  " AND name NOT GLOB 'search_folded_*'"

static void
print_rows (sqlite3 *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3_stmt) tables = hopso_sqlite_prepare (
      db,
      "SELECT 'SELECT ''INSERT INTO \"' || t.name || '\" VALUES ('' || ' ||"
      " (SELECT group_concat ('quote (\"' || c.name || '\")', ' || '', '' || ')"
      "  FROM pragma_table_info (t.name) c) || ' || '')'' FROM \"' || t.name || '\"'"
      " FROM sqlite_schema t WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND " OURS
      " ORDER BY rowid",
      &error);
  gboolean has_row = TRUE;

  check (tables != NULL, &error);
  while (hopso_sqlite_step (tables, &has_row, &error) && has_row)
    print_texts (db, (const char *) sqlite3_column_text (tables, 0));
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3) db = NULL;
  int version = argc > 1 ? atoi (argv[1]) : HOPSO_SCHEMA_VERSION;

  g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
  check (hopso_search_tokenizer_register (db, &error), &error);
  check (hopso_schema_prepare (db, &error), &error);
  for (int later = HOPSO_SCHEMA_VERSION; later > version; later--)
    check (hopso_sqlite_exec (db, undo[later], &error), &error);
  check (hopso_sqlite_exec (db, content, &error), &error);
  printf ("-- SPDX-License-Identifier: GPL-3.0-or-later\n"
          "-- A store of version %d, printed by tests/store/print-schema.c.\n",
          version);
  print_texts (db,
               "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND " OURS " ORDER BY rowid");
  print_rows (db);
  printf ("PRAGMA user_version = %d;\n", version);
  return 0;
}
