/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tables of the store, made and brought up to date when it is opened. Tables of records
 * follow the model: a new kind or field becomes a table or column by itself, and since the server
 * is never asked again for what was passed over, the sync state is then forgotten. All other
 * tables are written down in data/store/schema-<n>.sql, one file per PRAGMA user_version.
 * A database that knows more than we do is refused, never cut down. */

#include "hopso-schema-private.h"

#include "hopso-sqlite-private.h"
#include "hopso-store-data.h"
#include "hopso-store-error-private.h"

#include <gio/gio.h>

static const char *const other_tables[] = { "sync_state",
                                            "setting",
                                            "outbox",
                                            "blob",
                                            "change_log",
                                            "search_document",
                                            "search_page",
                                            "search_exact",
                                            "search_exact_config",
                                            "search_exact_data",
                                            "search_exact_docsize",
                                            "search_exact_idx",
                                            "search_folded",
                                            "search_folded_config",
                                            "search_folded_data",
                                            "search_folded_docsize",
                                            "search_folded_idx",
                                            "step",
                                            NULL };

static gboolean
fail_too_new (GError **error)
{
  hopso_store_error_set (error, HOPSO_STORE_ERROR_TOO_NEW,
                         "The store was written by a later version of this application");
  return FALSE;
}

static gboolean
is_known_table (const char *name)
{
  for (guint k = 0; k < HOPSO_N_KINDS; k++)
    if (g_strcmp0 (hopso_kind_get (k)->table, name) == 0)
      return TRUE;
  return g_strv_contains (other_tables, name);
}

static gboolean
check_tables (sqlite3 *db, GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
      hopso_sqlite_prepare (db,
                            "SELECT name FROM sqlite_schema WHERE type = 'table' "
                            "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
                            error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  while (hopso_sqlite_step (statement, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      if (!is_known_table ((const char *) sqlite3_column_text (statement, 0)))
        return fail_too_new (error);
    }
  return FALSE;
}

static const char *
column_type (HopsoFieldType type)
{
  switch (type)
    {
    case HOPSO_FIELD_STRING:
      return "TEXT";
    case HOPSO_FIELD_STRINGS:
      return "BLOB";
    case HOPSO_FIELD_INTEGER:
    case HOPSO_FIELD_BOOLEAN:
    case HOPSO_FIELD_TIME:
      return "INTEGER NOT NULL DEFAULT 0";
    default:
      g_assert_not_reached ();
    }
}

static gboolean
create_table (sqlite3 *db, const HopsoKind *kind, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "CREATE TABLE \"%s\" (\"id\" TEXT PRIMARY KEY NOT NULL, \"etag\" TEXT)", kind->table);

  return hopso_sqlite_exec (db, sql, error);
}

static GHashTable *
list_columns (sqlite3 *db, const HopsoKind *kind, GError **error)
{
  g_autoptr (GHashTable) columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare_text (
      db, "SELECT name FROM pragma_table_info (?)", kind->table, NULL, error);
  gboolean has_row = statement != NULL;

  while (has_row)
    {
      char *name;

      if (!hopso_sqlite_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      if (!hopso_sqlite_dup_text (statement, 0, &name, error))
        return NULL;
      g_hash_table_add (columns, name);
    }
  return statement != NULL ? g_steal_pointer (&columns) : NULL;
}

/* Makes the table of @kind, or adds what it lacks. */
static gboolean
follow_model (sqlite3 *db, const HopsoKind *kind, gboolean *grew, GError **error)
{
  g_autoptr (GHashTable) columns = list_columns (db, kind, error);

  if (columns == NULL)
    return FALSE;
  if (g_hash_table_size (columns) == 0 && !create_table (db, kind, error))
    return FALSE;

  g_hash_table_remove (columns, "id");
  g_hash_table_remove (columns, "etag");
  for (guint i = 0; i < kind->n_fields; i++)
    if (!g_hash_table_remove (columns, kind->fields[i].column))
      {
        g_autofree char *sql =
            g_strdup_printf ("ALTER TABLE \"%s\" ADD COLUMN \"%s\" %s", kind->table,
                             kind->fields[i].column, column_type (kind->fields[i].type));

        *grew = TRUE;
        if (!hopso_sqlite_exec (db, sql, error))
          return FALSE;
      }
  return g_hash_table_size (columns) == 0 || fail_too_new (error);
}

static gboolean
run_script (sqlite3 *db, gint64 version, GError **error)
{
  g_autofree char *path =
      g_strdup_printf ("/vn/hopso/HopSo/store/schema-%" G_GINT64_FORMAT ".sql", version);
  g_autofree char *pragma = g_strdup_printf ("PRAGMA user_version = %" G_GINT64_FORMAT, version);
  g_autoptr (GBytes) script = g_resource_lookup_data (hopso_store_data_get_resource (), path,
                                                      G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  return script != NULL && hopso_sqlite_exec (db, g_bytes_get_data (script, NULL), error) &&
         hopso_sqlite_exec (db, pragma, error);
}

static gboolean
prepare_in_transaction (sqlite3 *db, GError **error)
{
  gint64 version;
  gboolean grew = FALSE;

  if (!hopso_sqlite_get_number (db, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version > HOPSO_SCHEMA_VERSION)
    return fail_too_new (error);
  if (!check_tables (db, error))
    return FALSE;
  for (guint k = 0; k < HOPSO_N_KINDS; k++)
    if (!follow_model (db, hopso_kind_get (k), &grew, error))
      return FALSE;
  for (gint64 next = version + 1; next <= HOPSO_SCHEMA_VERSION; next++)
    if (!run_script (db, next, error))
      return FALSE;
  return !grew || hopso_sqlite_exec (db, "DELETE FROM sync_state", error);
}

/* Makes or updates all tables, or changes nothing. */
gboolean
hopso_schema_prepare (sqlite3 *db, GError **error)
{
  if (!hopso_sqlite_exec (db, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (prepare_in_transaction (db, error) && hopso_sqlite_exec (db, "COMMIT", error))
    return TRUE;
  sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  g_prefix_error (error, "Bringing the store's tables up to date: ");
  return FALSE;
}
