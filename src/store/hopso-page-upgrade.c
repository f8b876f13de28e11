/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Gives the pages of an older database their codes: SQLite writes all of them anew, as one
 * transaction in its log, so that a crash leaves the old pages or the new ones. Only while nobody
 * else has the database open, since an older program would go on writing pages without codes; if
 * somebody has, it waits for another day. Under the vault's lock, on the opening thread. */

#include "hopso-page-upgrade-private.h"

#include "hopso-sqlite-private.h"
#include "hopso-store-error.h"

#define BUSY_MILLISECONDS 5000

/* SQLite leaves the log's mode only when this connection is the only one. */
static gboolean
is_alone (sqlite3 *db, gboolean *is_alone, GError **error)
{
  sqlite3_busy_timeout (db, 0);
  int code = sqlite3_exec (db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
  sqlite3_busy_timeout (db, BUSY_MILLISECONDS);
  *is_alone = code == SQLITE_OK;
  if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED)
    return TRUE;
  if (code != SQLITE_OK)
    return hopso_sqlite_fail (db, code, error);
  return hopso_sqlite_exec (db, "PRAGMA journal_mode = WAL", error);
}

/**
 * hopso_page_upgrade:
 * @db: the only connection of this process
 * @vault: whose lock this thread holds
 * @account_key: the vault's
 *
 * Returns: %FALSE with @error; the database is as it was, or has its codes
 */
gboolean
hopso_page_upgrade (sqlite3 *db, HopsoVault *vault, HopsoSecret *account_key, GError **error)
{
  int n_reserved = HOPSO_VAULT_TAG_SIZE;
  gboolean may_write;
  gint64 is_busy;

  if (hopso_vault_has_tags (vault))
    return TRUE;
  if (!is_alone (db, &may_write, error))
    return FALSE;
  if (!may_write)
    return TRUE;
  sqlite3_file_control (db, "main", SQLITE_FCNTL_RESERVE_BYTES, &n_reserved);
  if (!hopso_sqlite_exec (db, "VACUUM", error) ||
      !hopso_sqlite_get_number (db, "PRAGMA wal_checkpoint (TRUNCATE)", &is_busy, error))
    return FALSE;
  return is_busy != 0 || hopso_vault_demand_tags (vault, account_key, error);
}
