/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is done with a damaged store: a new one is made beside it and gets what could be read of
 * what the server does not know; only when it is whole and durable the old files are set aside,
 * not deleted, and it takes their place. A crash at any moment leaves the old store, or the new
 * one, or a move that is finished when the store is opened the next time. Nobody else may have
 * the store open. On the opening thread. */

#include "hopso-store-repair-private.h"

#include "hopso-folder.h"
#include "hopso-salvage-private.h"
#include "hopso-schema-private.h"
#include "hopso-sqlite-private.h"
#include "hopso-store-error-private.h"

#include <errno.h>
#include <glib/gstdio.h>

/* The new store while it grows, and when it is whole. */
#define GROWING "store.repairing"
#define WHOLE   "store.repaired"

/* What a folder of old files is called, with the time behind it. */
#define ASIDE HOPSO_STORE_ASIDE

/* Somebody met damage while the store was open. */
#define MARK "store.damaged"

static const char *const files[] = { HOPSO_VAULT_DATABASE_NAME "-wal",
                                     HOPSO_VAULT_DATABASE_NAME "-shm",
                                     HOPSO_VAULT_DATABASE_NAME "-journal",
                                     HOPSO_VAULT_DATABASE_NAME, "vault" };

static gboolean
fail (GError **error, const char *what)
{
  int code = errno;

  hopso_store_error_set (error, hopso_store_error_from_errno (code), "%s: %s", what,
                         g_strerror (code));
  return FALSE;
}

static gboolean
exists (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Moves a file if it is there. */
static gboolean
move (const char *from, const char *to, const char *name, GError **error)
{
  g_autofree char *source = g_build_filename (from, name, NULL);
  g_autofree char *target = g_build_filename (to, name, NULL);

  return g_rename (source, target) == 0 || errno == ENOENT || fail (error, "Moving a store's file");
}

static gboolean
sync_folder (const char *folder, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (hopso_folder_sync (folder, &cause))
    return TRUE;
  hopso_store_error_set (error, hopso_store_error_classify (cause), "%s", cause->message);
  return FALSE;
}

/* "damaged-20261122T101500Z" in the folder, and another name if that is taken. */
static char *
make_aside (const char *folder, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *when = g_date_time_format (now, "%Y%m%dT%H%M%SZ");

  for (guint i = 1;; i++)
    {
      g_autofree char *name =
          i == 1 ? g_strdup_printf (ASIDE "%s", when) : g_strdup_printf (ASIDE "%s-%u", when, i);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_mkdir (path, 0700) == 0)
        return g_steal_pointer (&path);
      if (errno != EEXIST)
        {
          fail (error, "Setting a damaged store aside");
          return NULL;
        }
    }
}

static gboolean
set_aside (const char *folder, GError **error)
{
  g_autofree char *aside = make_aside (folder, error);

  if (aside == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    if (!move (folder, aside, files[i], error))
      return FALSE;
  return TRUE;
}

/**
 * hopso_store_set_aside:
 * @folder: of a store that nobody has open, and whose key is lost
 *
 * Makes room for a new store with another key. The old files are moved, not deleted.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_store_set_aside (const char *folder, GError **error)
{
  return !exists (folder, HOPSO_VAULT_DATABASE_NAME) || set_aside (folder, error);
}

static void
remove_growing (const char *folder)
{
  g_autofree char *growing = g_build_filename (folder, GROWING, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (growing, files[i], NULL);
      g_unlink (path);
    }
  g_rmdir (growing);
}

/**
 * hopso_store_repair_finish:
 * @folder: the store's
 *
 * Puts a new store that is whole in the place of the old one, if there is one. The database goes
 * before the key check: as long as it is not in its place, what is there is the old one's.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_store_repair_finish (const char *folder, GError **error)
{
  g_autofree char *whole = g_build_filename (folder, WHOLE, NULL);
  g_autofree char *mark = g_build_filename (folder, MARK, NULL);

  remove_growing (folder);
  if (!g_file_test (whole, G_FILE_TEST_IS_DIR))
    return TRUE;
  if (exists (whole, HOPSO_VAULT_DATABASE_NAME) && !set_aside (folder, error))
    return FALSE;
  if (!move (whole, folder, HOPSO_VAULT_DATABASE_NAME, error) ||
      !move (whole, folder, "vault", error) || !sync_folder (folder, error))
    return FALSE;
  g_unlink (mark);
  return g_rmdir (whole) == 0 || fail (error, "Ending a repair");
}

/**
 * hopso_store_repair_is_needed:
 *
 * Returns: whether damage was met since the last repair
 */
gboolean
hopso_store_repair_is_needed (const char *folder)
{
  return exists (folder, MARK);
}

/**
 * hopso_store_repair_mark:
 *
 * Damage was met: the next one who opens the store repairs it.
 */
void
hopso_store_repair_mark (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, MARK, NULL);

  if (!g_file_set_contents_full (path, "", 0, G_FILE_SET_CONTENTS_NONE, 0600, NULL))
    g_message ("A damaged store could not be marked");
}

static gboolean
fill (const char *folder, HopsoSecret *account_key, const HopsoSalvage *salvage, GError **error)
{
  g_autofree char *path = g_build_filename (folder, HOPSO_VAULT_DATABASE_NAME, NULL);
  g_autoptr (HopsoVault) vault = hopso_vault_open (folder, account_key, error);

  if (vault == NULL)
    return FALSE;

  g_autoptr (sqlite3) db = hopso_sqlite_open (path, hopso_vault_get_vfs_name (vault), FALSE, error);
  gint64 is_busy;
  return db != NULL && hopso_schema_prepare (db, error) &&
         hopso_salvage_write (salvage, db, error) &&
         hopso_sqlite_get_number (db, "PRAGMA wal_checkpoint (TRUNCATE)", &is_busy, error);
}

/* First what is certain; then, from pages that are damaged, what still makes sense. */
static void
read_old (const char *folder, HopsoSecret *account_key, HopsoSalvage *salvage)
{
  g_autofree char *path = g_build_filename (folder, HOPSO_VAULT_DATABASE_NAME, NULL);

  for (guint pass = 0; pass < 2 && !salvage->is_complete; pass++)
    {
      g_autoptr (HopsoVault) vault =
          hopso_vault_open_damaged (folder, account_key, pass == 1, NULL);

      if (vault != NULL)
        hopso_salvage_read (salvage, path, hopso_vault_get_vfs_name (vault));
    }
}

/**
 * hopso_store_repair_run:
 * @folder: of a store that nobody has open
 * @account_key: its key
 *
 * Returns: (transfer full): what became of it, or %NULL with @error, when all is as it was
 */
HopsoStoreRepair *
hopso_store_repair_run (const char *folder, HopsoSecret *account_key, GError **error)
{
  g_autofree char *growing = g_build_filename (folder, GROWING, NULL);
  g_autofree char *whole = g_build_filename (folder, WHOLE, NULL);
  g_auto (HopsoSalvage) salvage = { 0 };

  hopso_salvage_init (&salvage);
  remove_growing (folder);
  read_old (folder, account_key, &salvage);
  if (g_mkdir (growing, 0700) != 0)
    {
      fail (error, "Making a folder for a new store");
      return NULL;
    }
  if (!fill (growing, account_key, &salvage, error) || !sync_folder (growing, error))
    {
      remove_growing (folder);
      return NULL;
    }
  if (g_rename (growing, whole) != 0)
    {
      fail (error, "Ending a repair");
      return NULL;
    }
  if (!hopso_store_repair_finish (folder, error))
    return NULL;

  HopsoStoreRepair *repair = g_new0 (HopsoStoreRepair, 1);
  repair->n_kept = salvage.outbox->len;
  repair->is_complete = salvage.is_complete;
  return repair;
}
