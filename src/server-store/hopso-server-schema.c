/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tables of the server's database. Those of the records come from the model: a new kind is a
 * new table, a new field a new column, made when the database is opened. The others are numbered
 * by user_version. Opening thread. */

#include "hopso-server-schema.h"

#include "hopso-record.h"
#include "hopso-server-store-error.h"

#include <glib/gi18n-lib.h>

/* object: every record that there is or was, by its latest commit.
 * member: which objects belong to a scope; sight: who sees a scope. Both remember until when.
 * audit: only ever grows; each line carries the digest of the one before. */
static const char version_1[] =
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE object (id TEXT PRIMARY KEY, kind TEXT NOT NULL, changed INTEGER NOT NULL,"
    "  gone INTEGER) WITHOUT ROWID;"
    "CREATE INDEX object_changed ON object (changed);"
    "CREATE TABLE member (scope TEXT NOT NULL, object TEXT NOT NULL, since INTEGER NOT NULL,"
    "  gone INTEGER, PRIMARY KEY (scope, object)) WITHOUT ROWID;"
    "CREATE INDEX member_object ON member (object);"
    "CREATE INDEX member_since ON member (since);"
    "CREATE INDEX member_gone ON member (gone) WHERE gone IS NOT NULL;"
    "CREATE TABLE sight (person TEXT NOT NULL, scope TEXT NOT NULL, since INTEGER NOT NULL,"
    "  gone INTEGER, PRIMARY KEY (person, scope)) WITHOUT ROWID;"
    "CREATE INDEX sight_scope ON sight (scope);"
    "CREATE TABLE account (person TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE,"
    "  password TEXT NOT NULL, recovery BLOB) WITHOUT ROWID;"
    "CREATE TABLE device (id TEXT PRIMARY KEY, person TEXT NOT NULL, name TEXT NOT NULL,"
    "  created INTEGER NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE INDEX device_person ON device (person);"
    "CREATE TABLE access_token (hash TEXT PRIMARY KEY, device TEXT NOT NULL"
    "  REFERENCES device (id) ON DELETE CASCADE, expires INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE INDEX access_token_device ON access_token (device);"
    "CREATE TABLE refresh_token (hash TEXT PRIMARY KEY, device TEXT NOT NULL"
    "  REFERENCES device (id) ON DELETE CASCADE, spent INTEGER, spent_key TEXT) WITHOUT ROWID;"
    "CREATE INDEX refresh_token_device ON refresh_token (device);"
    "CREATE TABLE reply (person TEXT NOT NULL, key TEXT NOT NULL, request TEXT NOT NULL,"
    "  status INTEGER NOT NULL, etag TEXT, body BLOB, created INTEGER NOT NULL,"
    "  PRIMARY KEY (person, key)) WITHOUT ROWID;"
    "CREATE INDEX reply_created ON reply (created);"
    "CREATE TABLE blob (digest TEXT PRIMARY KEY, size INTEGER NOT NULL, created INTEGER NOT NULL)"
    "  WITHOUT ROWID;"
    "CREATE TABLE blob_owner (digest TEXT NOT NULL, person TEXT NOT NULL, created INTEGER NOT NULL,"
    "  PRIMARY KEY (digest, person)) WITHOUT ROWID;"
    "CREATE TABLE paper_version (paper TEXT NOT NULL, version INTEGER NOT NULL,"
    "  digest TEXT NOT NULL, size INTEGER NOT NULL, person TEXT, created INTEGER NOT NULL,"
    "  PRIMARY KEY (paper, version)) WITHOUT ROWID;"
    "CREATE INDEX paper_version_digest ON paper_version (digest);"
    "CREATE TABLE audit (number INTEGER PRIMARY KEY, time INTEGER NOT NULL, person TEXT,"
    "  device TEXT, action TEXT NOT NULL, object TEXT, detail TEXT, hash TEXT NOT NULL);"
    "CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit"
    "  BEGIN SELECT RAISE (ABORT, 'the audit log only grows'); END;"
    "CREATE TRIGGER audit_stays BEFORE DELETE ON audit"
    "  BEGIN SELECT RAISE (ABORT, 'the audit log only grows'); END;"
    "INSERT INTO setting (name, value) VALUES ('sequence', '0'),"
    "  ('epoch', lower (hex (randomblob (4))));"
    "PRAGMA user_version = 1;";

/* Accounts can be disabled. */
static const char version_2[] =
    "ALTER TABLE account ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0;"
    "PRAGMA user_version = 2;";

/* mark: how far the sequence of commits was at what time; horizon: up to where tombstones went. */
static const char version_3[] =
    "CREATE TABLE mark (sequence INTEGER PRIMARY KEY, time INTEGER NOT NULL);"
    "INSERT INTO setting (name, value) VALUES ('horizon', '0');"
    "PRAGMA user_version = 3;";

/* Sign requests have steps, which are records of their own; what an older program knows of requests
 * is not enough any more. */
static const char version_4[] = "PRAGMA user_version = 4;";

/* Composing: publications, groups and receipts, restricted papers. An older program would show
 * these to everybody. */
static const char version_5[] = "PRAGMA user_version = 5;";

/* Each account has a calendar for others, by the digest of its secret. */
static const char version_6[] = "ALTER TABLE account ADD COLUMN feed TEXT;"
                                "ALTER TABLE account ADD COLUMN feed_made INTEGER;"
                                "CREATE UNIQUE INDEX account_feed ON account (feed);"
                                "PRAGMA user_version = 6;";

static const struct
{
  const char *table;
  const char *column;
} indexes[] = {
  { "person", "organization" },
  { "meeting", "organization" },
  { "agenda_item", "meeting" },
  { "participant", "meeting" },
  { "participant", "person" },
  { "participant", "substitute" },
  { "paper", "meeting" },
  { "paper", "agenda_item" },
  { "paper", "digest" },
  { "sign_request", "paper" },
  { "sign_request", "signer" },
  { "organization", "parent" },
  { "sign_step", "request" },
  { "access_token", "expires" },
  { "meeting", "revises" },
  { "publication", "meeting" },
  { "person_group", "organization" },
  { "paper", "original" },
  { "receipt", "meeting" },
  { "receipt", "person" },
  { "agenda_item", "parent" },
};

static gboolean
run (HopsoServerSql *sql, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean
run (HopsoServerSql *sql, GError **error, const char *format, ...)
{
  va_list values;

  va_start (values, format);
  g_autofree char *script = g_strdup_vprintf (format, values);
  va_end (values);
  return hopso_server_sql_run_script (sql, script, error);
}

static gboolean
is_text (HopsoFieldType type)
{
  return type == HOPSO_FIELD_STRING || type == HOPSO_FIELD_STRINGS;
}

/* The columns a table has; empty when there is no such table. */
static GHashTable *
list_columns (HopsoServerSql *sql, const char *table, GError **error)
{
  g_autoptr (GHashTable) columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (HopsoServerQuery) query =
      hopso_server_sql_query (sql, error, "SELECT name FROM pragma_table_info (?1)", "s", table);
  g_autoptr (GError) failure = NULL;

  if (query == NULL)
    return NULL;
  while (hopso_server_query_next (query, &failure))
    g_hash_table_add (columns, g_strdup (hopso_server_query_text (query, 0)));
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return g_steal_pointer (&columns);
}

static gboolean
upgrade_kind (HopsoServerSql *sql, const HopsoKind *kind, GError **error)
{
  if (!run (sql, error,
            "CREATE TABLE IF NOT EXISTS \"%s\" (\"id\" TEXT PRIMARY KEY) WITHOUT ROWID;",
            kind->table))
    return FALSE;

  g_autoptr (GHashTable) columns = list_columns (sql, kind->table, error);
  if (columns == NULL)
    return FALSE;
  for (guint i = 0; i < kind->n_fields; i++)
    if (!g_hash_table_contains (columns, kind->fields[i].column) &&
        !run (sql, error, "ALTER TABLE \"%s\" ADD COLUMN \"%s\" %s;", kind->table,
              kind->fields[i].column, is_text (kind->fields[i].type) ? "TEXT" : "INTEGER"))
      return FALSE;
  return TRUE;
}

static gboolean
get_version (HopsoServerSql *sql, gint64 *version, GError **error)
{
  g_autoptr (HopsoServerQuery) query =
      hopso_server_sql_query (sql, error, "PRAGMA user_version", "");

  if (query == NULL || !hopso_server_query_next (query, error))
    return FALSE;
  *version = hopso_server_query_integer (query, 0);
  return TRUE;
}

static gboolean
read_version (HopsoServerSql *sql, gint64 *version, GError **error)
{
  if (!get_version (sql, version, error))
    return FALSE;
  if (*version <= HOPSO_SERVER_SCHEMA_VERSION)
    return TRUE;
  g_set_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_TOO_NEW,
               _ ("The database was written by a newer version of hopso-server (%d, this one knows"
                  " %d); use that one"),
               (int) *version, HOPSO_SERVER_SCHEMA_VERSION);
  return FALSE;
}

/**
 * hopso_server_schema_check:
 *
 * Returns: %FALSE with %HOPSO_SERVER_STORE_ERROR_TOO_NEW when a newer program wrote the database;
 *   nothing is changed
 */
gboolean
hopso_server_schema_check (HopsoServerSql *sql, GError **error)
{
  gint64 version;

  return read_version (sql, &version, error);
}

static gboolean
upgrade (HopsoServerSql *sql, GError **error)
{
  gint64 version;

  if (!read_version (sql, &version, error))
    return FALSE;
  if ((version < 1 && !hopso_server_sql_run_script (sql, version_1, error)) ||
      (version < 2 && !hopso_server_sql_run_script (sql, version_2, error)) ||
      (version < 3 && !hopso_server_sql_run_script (sql, version_3, error)) ||
      (version < 4 && !hopso_server_sql_run_script (sql, version_4, error)) ||
      (version < 5 && !hopso_server_sql_run_script (sql, version_5, error)) ||
      (version < 6 && !hopso_server_sql_run_script (sql, version_6, error)))
    return FALSE;
  for (guint id = 0; id < HOPSO_N_KINDS; id++)
    if (!upgrade_kind (sql, hopso_kind_get (id), error))
      return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (indexes); i++)
    if (!run (sql, error, "CREATE INDEX IF NOT EXISTS \"%s_%s\" ON \"%s\" (\"%s\");",
              indexes[i].table, indexes[i].column, indexes[i].table, indexes[i].column))
      return FALSE;
  return TRUE;
}

/**
 * hopso_server_schema_upgrade:
 *
 * Makes the tables as this version of the program needs them, all or none.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_schema_upgrade (HopsoServerSql *sql, GError **error)
{
  if (!hopso_server_sql_run_script (sql, "PRAGMA foreign_keys=1; BEGIN IMMEDIATE;", error))
    return FALSE;
  if (!upgrade (sql, error) || !hopso_server_sql_run_script (sql, "COMMIT;", error))
    {
      hopso_server_sql_run_script (sql, "ROLLBACK;", NULL);
      return FALSE;
    }
  return TRUE;
}
