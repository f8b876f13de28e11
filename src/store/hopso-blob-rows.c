/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of blobs: their keys, the names of their files, and whether anything still names
 * them. On the thread of the connection. */

#include "hopso-blob-rows-private.h"

#include "hopso-cipher.h"
#include "hopso-random.h"
#include "hopso-search-private.h"
#include "hopso-sqlite-private.h"
#include "hopso-store-error-private.h"

/* A new row with a fresh key and file name, not yet in the database. */
HopsoBlobRow *
hopso_blob_row_new (const char *digest, guint64 size, GError **error)
{
  g_autoptr (HopsoBlobRow) row = g_new0 (HopsoBlobRow, 1);

  row->digest = g_strdup (digest);
  row->size = size;
  row->file = g_uuid_string_random ();
  row->key = hopso_random_secret (HOPSO_AEAD_KEY_SIZE, error);
  row->created = g_get_real_time () / G_USEC_PER_SEC;
  return row->key != NULL ? g_steal_pointer (&row) : NULL;
}

void
hopso_blob_row_free (HopsoBlobRow *row)
{
  g_free (row->digest);
  g_free (row->file);
  g_clear_pointer (&row->key, hopso_secret_unref);
  g_free (row);
}

/* What a flipped bit makes of a row must not become a path or a size. */
static gboolean
is_sane (const HopsoBlobRow *row, sqlite3_stmt *statement)
{
  return row->digest != NULL && row->file != NULL && g_uuid_string_is_valid (row->file) &&
         sqlite3_column_int64 (statement, 1) >= 0 &&
         sqlite3_column_bytes (statement, 3) == HOPSO_AEAD_KEY_SIZE;
}

/* Copies the row that is a statement over HOPSO_BLOB_COLUMNS. */
HopsoBlobRow *
hopso_blob_rows_read (sqlite3_stmt *statement, GError **error)
{
  g_autoptr (HopsoBlobRow) row = g_new0 (HopsoBlobRow, 1);

  if (!hopso_sqlite_dup_text (statement, 0, &row->digest, error) ||
      !hopso_sqlite_dup_text (statement, 2, &row->file, error))
    return NULL;
  if (!is_sane (row, statement))
    {
      hopso_store_error_set (error, HOPSO_STORE_ERROR_DAMAGED,
                             "The store's database holds a blob that is damaged");
      return NULL;
    }
  row->size = (guint64) sqlite3_column_int64 (statement, 1);
  row->key = hopso_secret_new (sqlite3_column_blob (statement, 3), HOPSO_AEAD_KEY_SIZE);
  row->is_whole = sqlite3_column_int (statement, 4) != 0;
  row->created = sqlite3_column_int64 (statement, 5);
  return g_steal_pointer (&row);
}

/* Sets @row to the blob's row, or to NULL when there is none. */
gboolean
hopso_blob_rows_find (sqlite3 *db, const char *digest, HopsoBlobRow **row, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare_text (
      db, "SELECT " HOPSO_BLOB_COLUMNS " FROM blob WHERE digest = ?", digest, NULL, error);
  gboolean has_row;

  *row = NULL;
  if (statement == NULL || !hopso_sqlite_step (statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  *row = hopso_blob_rows_read (statement, error);
  return *row != NULL;
}

/* All rows. */
GPtrArray *
hopso_blob_rows_list (sqlite3 *db, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_blob_row_free);
  g_autoptr (sqlite3_stmt) statement =
      hopso_sqlite_prepare (db, "SELECT " HOPSO_BLOB_COLUMNS " FROM blob", error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  while (has_row)
    {
      if (!hopso_sqlite_step (statement, &has_row, error))
        return NULL;
      if (has_row)
        {
          HopsoBlobRow *row = hopso_blob_rows_read (statement, error);

          if (row == NULL)
            return NULL;
          g_ptr_array_add (rows, row);
        }
    }
  return g_steal_pointer (&rows);
}

/* Writes @row in the place of another with its digest. */
gboolean
hopso_blob_rows_put (sqlite3 *db, const HopsoBlobRow *row, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare_text (
      db,
      "INSERT OR REPLACE INTO blob (digest, file, size, \"key\", is_whole, created) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      row->digest, row->file, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 3, (sqlite3_int64) row->size);
  sqlite3_bind_blob (statement, 4, hopso_secret_get_bytes (row->key, NULL), HOPSO_AEAD_KEY_SIZE,
                     SQLITE_TRANSIENT);
  sqlite3_bind_int (statement, 5, row->is_whole);
  sqlite3_bind_int64 (statement, 6, row->created);
  return hopso_sqlite_run (statement, error);
}

static gboolean
delete_row_and_text (sqlite3 *db, const HopsoBlobRow *row, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare_text (
      db, "DELETE FROM blob WHERE digest = ? AND file = ?", row->digest, row->file, error);

  return statement != NULL && hopso_sqlite_run (statement, error) &&
         (sqlite3_changes (db) == 0 || hopso_search_forget (db, row->digest, error));
}

/* Destroys the key of this very file, and the text that was read from it; another file with the
 * digest is left alone. */
gboolean
hopso_blob_rows_delete (sqlite3 *db, const HopsoBlobRow *row, GError **error)
{
  if (!hopso_sqlite_exec (db, "SAVEPOINT blob_row", error))
    return FALSE;
  if (delete_row_and_text (db, row, error) && hopso_sqlite_exec (db, "RELEASE blob_row", error))
    return TRUE;
  /* A release that found no room on the disk has left the transaction open. */
  sqlite3_exec (db, "ROLLBACK TO blob_row; RELEASE blob_row", NULL, NULL, NULL);
  return FALSE;
}

/* Whether a paper, something in the outbox or a step that can be taken back names the blob. */
gboolean
hopso_blob_rows_is_used (sqlite3 *db, const char *digest, gboolean *is_used, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare_text (
      db,
      "SELECT 1 FROM paper WHERE digest = ?1 "
      "UNION ALL SELECT 1 FROM outbox WHERE digest = ?1 OR instr (body, ?1) > 0 "
      "UNION ALL SELECT 1 FROM step WHERE instr (body, ?1) > 0",
      digest, NULL, error);

  return statement != NULL && hopso_sqlite_step (statement, is_used, error);
}
