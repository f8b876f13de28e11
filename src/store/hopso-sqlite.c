/* SPDX-License-Identifier: GPL-3.0-or-later */

/* SQLite with GError: opening a connection the way the store wants it, statements that close
 * themselves, codes turned into the room's errors. Text that comes out is checked: the disk may
 * have changed it. A connection belongs to one thread at a time. */

#include "hopso-sqlite-private.h"

#include "hopso-search-tokenizer-private.h"
#include "hopso-store-error-private.h"
#include "hopso-store-repair-private.h"
#include "hopso-vault.h"

#include <string.h>

#define BUSY_MILLISECONDS 5000

/* In KiB: what a search of some thousand pages looks at. A page that is not there is read and
 * decrypted each time. */
#define READER_CACHE "16384"

static HopsoStoreError
classify (sqlite3 *db, int code)
{
  int reason = db != NULL ? sqlite3_system_errno (db) : 0;

  switch (code & 0xff)
    {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return HOPSO_STORE_ERROR_DAMAGED;
    case SQLITE_FULL:
      return HOPSO_STORE_ERROR_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return HOPSO_STORE_ERROR_BUSY;
    case SQLITE_IOERR:
      if (code == SQLITE_IOERR_DATA)
        return HOPSO_STORE_ERROR_DAMAGED;
      return hopso_store_error_from_errno (reason);
    case SQLITE_READONLY:
      return HOPSO_STORE_ERROR_READ_ONLY;
    case SQLITE_CANTOPEN:
      return hopso_store_error_from_errno (reason);
    default:
      return HOPSO_STORE_ERROR_FAILED;
    }
}

/* The next opening of the store makes it anew. */
static void
mark_damaged (sqlite3 *db)
{
  const char *path = db != NULL ? sqlite3_db_filename (db, "main") : NULL;
  g_autofree char *folder = path != NULL && *path != '\0' ? g_path_get_dirname (path) : NULL;

  if (folder != NULL)
    hopso_store_repair_mark (folder);
}

/* Turns @code, the last result of @db, into an error. Returns FALSE for the caller to return. */
gboolean
hopso_sqlite_fail (sqlite3 *db, int code, GError **error)
{
  /* Opening gives the short code, whatever was asked for. */
  int detail = db != NULL ? sqlite3_extended_errcode (db) : code;

  if ((detail & 0xff) == (code & 0xff))
    code = detail;
  if (classify (db, code) == HOPSO_STORE_ERROR_DAMAGED)
    mark_damaged (db);
  hopso_store_error_set (error, classify (db, code), "The store's database: %s (%d)",
                         db != NULL ? sqlite3_errmsg (db) : sqlite3_errstr (code), code);
  return FALSE;
}

/* What holds for each connection: durable commits, nothing temporary on the disk, deleted bytes
 * overwritten, and distrust of what the file says about itself. */
static gboolean
configure (sqlite3 *db, gboolean is_reader, GError **error)
{
  sqlite3_busy_timeout (db, BUSY_MILLISECONDS);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  return hopso_sqlite_exec (db,
                            "PRAGMA temp_store = MEMORY;"
                            "PRAGMA page_size = 4096;"
                            "PRAGMA secure_delete = ON;"
                            "PRAGMA cell_size_check = ON;"
                            "PRAGMA foreign_keys = ON;"
                            "PRAGMA journal_mode = WAL;"
                            "PRAGMA synchronous = FULL;",
                            error) &&
         (!is_reader ||
          hopso_sqlite_exec (db, "PRAGMA query_only = ON; PRAGMA cache_size = -" READER_CACHE,
                             error));
}

/* Opens the database at @path, which the writer creates, through the VFS @vfs_name. */
sqlite3 *
hopso_sqlite_open (const char *path, const char *vfs_name, gboolean is_reader, GError **error)
{
  g_autoptr (sqlite3) db = NULL;
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (is_reader ? 0 : SQLITE_OPEN_CREATE);
  int n_reserved = HOPSO_VAULT_TAG_SIZE;
  int code = sqlite3_open_v2 (path, &db, flags, vfs_name);

  if (code != SQLITE_OK)
    {
      hopso_sqlite_fail (db, code, error);
      return NULL;
    }
  sqlite3_extended_result_codes (db, 1);
  /* Counts when the database is made, or written anew. */
  sqlite3_file_control (db, "main", SQLITE_FCNTL_RESERVE_BYTES, &n_reserved);
  if (!hopso_search_tokenizer_register (db, error) || !configure (db, is_reader, error))
    return NULL;
  return g_steal_pointer (&db);
}

/* Runs @sql, which may be several statements whose rows do not matter. */
gboolean
hopso_sqlite_exec (sqlite3 *db, const char *sql, GError **error)
{
  int code = sqlite3_exec (db, sql, NULL, NULL, NULL);

  return code == SQLITE_OK || hopso_sqlite_fail (db, code, error);
}

/* Prepares one statement. */
sqlite3_stmt *
hopso_sqlite_prepare (sqlite3 *db, const char *sql, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int code = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);

  if (code != SQLITE_OK)
    {
      hopso_sqlite_fail (db, code, error);
      return NULL;
    }
  return g_steal_pointer (&statement);
}

/* Prepares one statement and binds one or, if @second is not NULL, two texts. */
sqlite3_stmt *
hopso_sqlite_prepare_text (
    sqlite3 *db, const char *sql, const char *first, const char *second, GError **error)
{
  sqlite3_stmt *statement = hopso_sqlite_prepare (db, sql, error);

  if (statement != NULL)
    {
      hopso_sqlite_bind_text (statement, 1, first);
      if (second != NULL)
        hopso_sqlite_bind_text (statement, 2, second);
    }
  return statement;
}

/* Binds a copy of @text, or NULL. */
void
hopso_sqlite_bind_text (sqlite3_stmt *statement, int index, const char *text)
{
  int code = text != NULL ? sqlite3_bind_text (statement, index, text, -1, SQLITE_TRANSIENT)
                          : sqlite3_bind_null (statement, index);

  g_assert (code == SQLITE_OK);
}

/* Goes to the next row, if there is one. */
gboolean
hopso_sqlite_step (sqlite3_stmt *statement, gboolean *has_row, GError **error)
{
  int code = sqlite3_step (statement);

  *has_row = code == SQLITE_ROW;
  return code == SQLITE_ROW || code == SQLITE_DONE ||
         hopso_sqlite_fail (sqlite3_db_handle (statement), code, error);
}

/* Runs a statement that gives no rows, or whose rows do not matter. */
gboolean
hopso_sqlite_run (sqlite3_stmt *statement, GError **error)
{
  gboolean has_row = TRUE;

  while (has_row)
    if (!hopso_sqlite_step (statement, &has_row, error))
      return FALSE;
  return TRUE;
}

/* Copies a text, or NULL; what is not UTF-8 was not written by us. */
gboolean
hopso_sqlite_dup_text (sqlite3_stmt *statement, int column, char **text, GError **error)
{
  const char *found = (const char *) sqlite3_column_text (statement, column);
  int size = sqlite3_column_bytes (statement, column);

  *text = NULL;
  if (found == NULL)
    return TRUE;
  if (!g_utf8_validate_len (found, (gsize) size, NULL))
    {
      hopso_store_error_set (error, HOPSO_STORE_ERROR_DAMAGED,
                             "The store's database holds a text that is damaged");
      return FALSE;
    }
  *text = g_strndup (found, (gsize) size);
  return TRUE;
}

/* The first number that @sql gives. */
gboolean
hopso_sqlite_get_number (sqlite3 *db, const char *sql, gint64 *number, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare (db, sql, error);
  gboolean has_row;

  if (statement == NULL || !hopso_sqlite_step (statement, &has_row, error))
    return FALSE;
  *number = has_row ? sqlite3_column_int64 (statement, 0) : 0;
  return TRUE;
}
