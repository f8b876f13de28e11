/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading what can be read from a damaged database: from the first row until one cannot be read,
 * and from the last one back. Only what the server does not have: what waits to be sent, the keys
 * of files, and settings. The database is not changed, not even its log. Opening thread. */

#include "hopso-salvage-private.h"

#include "hopso-blob-rows-private.h"
#include "hopso-outbox-private.h"
#include "hopso-sqlite-private.h"
#include "hopso-store-session-private.h"

typedef gpointer (*ReadFunc) (sqlite3_stmt *statement, GError **error);

/* Adds each row to @rows that was not read before, as its first column tells. */
static gboolean
read_rows (HopsoSalvage *self, sqlite3 *db, const char *sql, ReadFunc read, GPtrArray *rows)
{
  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare (db, sql, NULL);
  int code = SQLITE_ERROR;
  gboolean is_complete = statement != NULL;

  while (statement != NULL && (code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      g_autofree char *name = NULL;
      gboolean is_readable = hopso_sqlite_dup_text (statement, 0, &name, NULL) && name != NULL;

      if (is_readable && g_hash_table_contains (self->seen, name))
        continue;

      gpointer row = is_readable ? read (statement, NULL) : NULL;
      if (row != NULL)
        {
          g_hash_table_add (self->seen, g_steal_pointer (&name));
          g_ptr_array_add (rows, row);
        }
      else
        is_complete = FALSE;
    }
  return is_complete && code == SQLITE_DONE;
}

/* @forward and @backward give the same rows in either order. */
static gboolean
read_both_ways (HopsoSalvage *self,
                sqlite3 *db,
                const char *forward,
                const char *backward,
                ReadFunc read,
                GPtrArray *rows)
{
  if (read_rows (self, db, forward, read, rows))
    return TRUE;
  read_rows (self, db, backward, read, rows);
  return FALSE;
}

static gint
compare_entries (gconstpointer a, gconstpointer b)
{
  const HopsoOutboxEntry *one = *(HopsoOutboxEntry *const *) a;
  const HopsoOutboxEntry *other = *(HopsoOutboxEntry *const *) b;

  return one->id < other->id ? -1 : one->id > other->id;
}

static void
read_settings (HopsoSalvage *self, sqlite3 *db)
{
  g_autoptr (sqlite3_stmt) statement =
      hopso_sqlite_prepare (db, "SELECT \"key\", value FROM setting", NULL);

  while (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    {
      char *name = NULL;
      char *value = NULL;

      if (hopso_sqlite_dup_text (statement, 0, &name, NULL) &&
          hopso_sqlite_dup_text (statement, 1, &value, NULL) && name != NULL && value != NULL &&
          !g_hash_table_contains (self->settings, name))
        g_hash_table_insert (self->settings, g_steal_pointer (&name), g_steal_pointer (&value));
      g_free (name);
      g_free (value);
    }
}

static gpointer
read_entry (sqlite3_stmt *statement, GError **error)
{
  return hopso_outbox_read_entry (statement, error);
}

static gpointer
read_blob (sqlite3_stmt *statement, GError **error)
{
  return hopso_blob_rows_read (statement, error);
}

/**
 * hopso_salvage_init:
 * @self: (out): nothing yet
 */
void
hopso_salvage_init (HopsoSalvage *self)
{
  *self = (HopsoSalvage){ 0 };
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->outbox = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_outbox_entry_free);
  self->blobs = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_blob_row_free);
  self->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* A schema that is damaged in one place shall not hide all other tables. */
static sqlite3 *
open_database (const char *path, const char *vfs_name)
{
  g_autoptr (sqlite3) db = NULL;

  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, vfs_name) !=
      SQLITE_OK)
    return NULL;
  sqlite3_extended_result_codes (db, 1);
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_exec (db,
                "PRAGMA query_only = ON; PRAGMA cell_size_check = ON;"
                "PRAGMA writable_schema = ON",
                NULL, NULL, NULL);
  return g_steal_pointer (&db);
}

/* A store that was never opened by this version has no column for the scope. */
static gboolean
read_outbox (HopsoSalvage *self, sqlite3 *db)
{
  g_autoptr (sqlite3_stmt) scopes =
      hopso_sqlite_prepare (db, "SELECT scope FROM outbox LIMIT 1", NULL);

  return scopes != NULL
             ? read_both_ways (self, db, "SELECT " HOPSO_OUTBOX_COLUMNS " FROM outbox ORDER BY id",
                               "SELECT " HOPSO_OUTBOX_COLUMNS " FROM outbox ORDER BY id DESC",
                               read_entry, self->outbox)
             : read_both_ways (
                   self, db, "SELECT " HOPSO_OUTBOX_OLD_COLUMNS ", NULL FROM outbox ORDER BY id",
                   "SELECT " HOPSO_OUTBOX_OLD_COLUMNS ", NULL FROM outbox ORDER BY id DESC",
                   read_entry, self->outbox);
}

/**
 * hopso_salvage_read:
 * @path: a database that may be damaged
 * @vfs_name: the vault's
 *
 * Adds what it can read and was not read before.
 */
void
hopso_salvage_read (HopsoSalvage *self, const char *path, const char *vfs_name)
{
  g_autoptr (sqlite3) db = open_database (path, vfs_name);

  if (db == NULL)
    return;
  self->is_complete = read_outbox (self, db);
  g_ptr_array_sort (self->outbox, compare_entries);
  read_both_ways (self, db, "SELECT " HOPSO_BLOB_COLUMNS " FROM blob NOT INDEXED ORDER BY rowid",
                  "SELECT " HOPSO_BLOB_COLUMNS " FROM blob NOT INDEXED ORDER BY rowid DESC",
                  read_blob, self->blobs);
  read_settings (self, db);
}

static gboolean
write_settings (const HopsoSalvage *self, HopsoStoreSession *session, GError **error)
{
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  g_hash_table_iter_init (&iter, self->settings);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (!hopso_store_session_set_setting (session, name, value, error))
      return FALSE;
  return TRUE;
}

static gboolean
write_all (const HopsoSalvage *self, HopsoStoreSession *session, GError **error)
{
  for (guint i = 0; i < self->outbox->len; i++)
    if (!hopso_store_session_outbox_add (session, self->outbox->pdata[i], error))
      return FALSE;
  for (guint i = 0; i < self->blobs->len; i++)
    if (!hopso_blob_rows_put (session->db, self->blobs->pdata[i], error))
      return FALSE;
  return write_settings (self, session, error);
}

/**
 * hopso_salvage_write:
 * @db: a new database with the store's tables
 *
 * Returns: %FALSE with @error; then nothing of it is there
 */
gboolean
hopso_salvage_write (const HopsoSalvage *self, sqlite3 *db, GError **error)
{
  g_autoptr (HopsoStoreSession) session = hopso_store_session_new (db, TRUE);

  if (!hopso_sqlite_exec (db, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (write_all (self, session, error) && hopso_sqlite_exec (db, "COMMIT", error))
    return TRUE;
  sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

/**
 * hopso_salvage_clear:
 * @self: (transfer full): what was read
 */
void
hopso_salvage_clear (HopsoSalvage *self)
{
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_clear_pointer (&self->outbox, g_ptr_array_unref);
  g_clear_pointer (&self->blobs, g_ptr_array_unref);
  g_clear_pointer (&self->settings, g_hash_table_unref);
}
