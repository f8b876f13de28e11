/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a store is whole: SQLite's own checks through the vault, everything that waits to be
 * sent still has its bytes, and every blob still decrypts to the digest it is known by. Changes
 * nothing. Reads all there is, so it takes its time, on the thread that reads. */

#include "hopso-store.h"

#include "hopso-blob-cache-private.h"
#include "hopso-sqlite-private.h"
#include "hopso-store-session-private.h"

#include <string.h>

static gboolean
fail (GError **error, const char *what)
{
  g_set_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED, "The store is damaged: %s",
               what);
  return FALSE;
}

static gboolean
check_pages (sqlite3 *db, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare (db, "PRAGMA integrity_check", error);
  g_autofree char *verdict = NULL;
  gboolean has_row;

  if (statement == NULL || !hopso_sqlite_step (statement, &has_row, error) ||
      !hopso_sqlite_dup_text (statement, 0, &verdict, error))
    return FALSE;
  return g_strcmp0 (verdict, "ok") == 0 || fail (error, verdict);
}

static gboolean
check_none (sqlite3 *db, const char *sql, const char *what, GError **error)
{
  gint64 n;

  return hopso_sqlite_get_number (db, sql, &n, error) && (n == 0 || fail (error, what));
}

static gboolean
check_rows (sqlite3 *db, GError **error)
{
  return check_none (db, "SELECT count (*) FROM pragma_foreign_key_check",
                     "a row names another that is not there", error) &&
         check_none (db,
                     "SELECT count (*) FROM outbox WHERE digest IS NOT NULL AND digest NOT IN"
                     " (SELECT digest FROM blob WHERE is_whole)",
                     "what waits to be sent lacks its bytes", error);
}

static gboolean
check_blob (const char *folder, const HopsoBlobRow *row, GError **error)
{
  g_autoptr (HopsoBlobFile) file = hopso_blob_file_open (folder, row, error);
  g_autoptr (HopsoDigester) digester = hopso_digester_new (HOPSO_HASH_SHA256);
  g_autofree guint8 *plain = g_malloc (HOPSO_BLOB_CHUNK);
  gboolean is_readable = TRUE;

  if (file == NULL)
    return FALSE;
  for (guint32 i = 0; is_readable && i < hopso_blob_file_get_n_chunks (file); i++)
    {
      gsize size;

      is_readable = hopso_blob_file_unseal (file, i, plain, &size, error);
      if (is_readable)
        hopso_digester_update (digester, plain, size);
    }
  hopso_secret_wipe (plain, HOPSO_BLOB_CHUNK);
  if (!is_readable)
    return FALSE;

  g_autoptr (GBytes) found = hopso_digester_finish (digester);
  g_autofree char *digest = hopso_digest_to_hex (found);
  return strcmp (digest, row->digest) == 0 || fail (error, "a file is not what it was");
}

/* Files in the folder that no row names. */
static guint
count_files_without_row (const char *folder, GPtrArray *rows)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;
  const char *name;

  for (guint i = 0; i < rows->len; i++)
    g_hash_table_add (known, ((const HopsoBlobRow *) rows->pdata[i])->file);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    n += g_hash_table_contains (known, name) ? 0 : 1;
  return n;
}

static gboolean
check_blobs (sqlite3 *db, const char *folder, guint *n_loose, GError **error)
{
  g_autoptr (GPtrArray) rows = hopso_blob_rows_list (db, error);

  if (rows == NULL)
    return FALSE;
  *n_loose = count_files_without_row (folder, rows);
  for (guint i = 0; i < rows->len; i++)
    {
      const HopsoBlobRow *row = rows->pdata[i];
      gboolean is_used;

      if ((row->is_whole && !check_blob (folder, row, error)) ||
          !hopso_blob_rows_is_used (db, row->digest, &is_used, error))
        return FALSE;
      *n_loose += is_used ? 0 : 1;
    }
  return TRUE;
}

static gpointer
check (HopsoStoreSession *session, gpointer data, GError **error)
{
  guint n_loose;

  if (check_pages (session->db, error) && check_rows (session->db, error) &&
      check_blobs (session->db, data, &n_loose, error))
    return GUINT_TO_POINTER (n_loose + 1);
  return NULL;
}

/**
 * hopso_store_check_async:
 *
 * Reads everything that is stored and looks whether it is whole; ends with
 * hopso_store_check_finish().
 */
void
hopso_store_check_async (HopsoStore *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  HopsoStoreJob job = { .func = check, .data_free = g_free };

  g_return_if_fail (HOPSO_IS_STORE (self));

  job.data = g_strdup (hopso_blob_cache_get_folder (hopso_store_get_blobs (self)));
  hopso_store_read_async (self, &job, cancellable, callback, user_data);
}

/**
 * hopso_store_check_finish:
 * @n_loose: (out) (optional): blobs and files that nothing names, for
 *   hopso_blob_cache_collect_async()
 *
 * Returns: whether it is whole; %FALSE with @error: %HOPSO_STORE_ERROR_DAMAGED or another
 */
gboolean
hopso_store_check_finish (HopsoStore *self, GAsyncResult *result, guint *n_loose, GError **error)
{
  guint found = GPOINTER_TO_UINT (hopso_store_run_finish (self, result, error));

  if (n_loose != NULL)
    *n_loose = MAX (found, 1) - 1;
  return found > 0;
}
