/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening the files of a store: vault, both connections, blobs; and, when they turn out to be
 * damaged, doing what can be done about it. Opening thread. */

#include "hopso-store-files-private.h"

#include "hopso-blob-cache-private.h"
#include "hopso-change-log-private.h"
#include "hopso-folder.h"
#include "hopso-page-upgrade-private.h"
#include "hopso-schema-private.h"
#include "hopso-sqlite-private.h"
#include "hopso-store-error-private.h"
#include "hopso-store-repair-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

static void
close_files (HopsoStoreFiles *self)
{
  if (self->blobs != NULL)
    hopso_blob_cache_close (self->blobs);
  g_clear_pointer (&self->read_db, sqlite3_close);
  g_clear_pointer (&self->write_db, sqlite3_close);
  g_clear_pointer (&self->vault, hopso_vault_unref);
}

/* The vault's lock keeps two processes from making the same database at once. */
static gboolean
open_files (HopsoStoreFiles *self, const char *folder, HopsoSecret *account_key, GError **error)
{
  g_autofree char *path = g_build_filename (folder, HOPSO_VAULT_DATABASE_NAME, NULL);

  self->vault = hopso_vault_open (folder, account_key, error);
  if (self->vault == NULL)
    return FALSE;

  const char *vfs_name = hopso_vault_get_vfs_name (self->vault);
  g_auto (HopsoFd) lock = hopso_vault_lock (self->vault, error);
  if (lock < 0)
    return FALSE;
  self->write_db = hopso_sqlite_open (path, vfs_name, FALSE, error);
  if (self->write_db == NULL || !hopso_schema_prepare (self->write_db, error) ||
      !hopso_page_upgrade (self->write_db, self->vault, account_key, error))
    return FALSE;
  self->read_db = hopso_sqlite_open (path, vfs_name, TRUE, error);
  if (self->read_db == NULL ||
      !hopso_change_log_get_last (self->read_db, &self->last_change, error))
    return FALSE;
  self->blobs = hopso_blob_cache_new (self->vault, folder, error);
  return self->blobs != NULL;
}

static gboolean
make_folder (const char *path, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (!hopso_folder_make (path, &cause))
    {
      hopso_store_error_set (error, hopso_store_error_classify (cause), "The store's folder: %s",
                             cause->message);
      return FALSE;
    }
  /* SQLite would only say that it cannot open its log. */
  if (access (path, W_OK) == 0)
    return TRUE;
  hopso_store_error_set (error, hopso_store_error_from_errno (errno), "The store's folder: %s",
                         g_strerror (errno));
  return FALSE;
}

static gboolean
is_damage (const GError *error)
{
  return g_error_matches (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED);
}

/* Every process that has the store open shares the lock of its folder; who moves its files away
 * must be alone. */
static gboolean
lock_folder (HopsoStoreFiles *self, const char *folder, gboolean is_alone, GError **error)
{
  if (self->lock < 0)
    self->lock = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (self->lock >= 0 && flock (self->lock, is_alone ? LOCK_EX | LOCK_NB : LOCK_SH) == 0)
    return TRUE;
  hopso_store_error_set (
      error, errno == EWOULDBLOCK ? HOPSO_STORE_ERROR_BUSY : hopso_store_error_from_errno (errno),
      "Locking the store's folder: %s", g_strerror (errno));
  return FALSE;
}

static gboolean
repair (HopsoStoreFiles *self, const char *folder, HopsoSecret *account_key, GError **error)
{
  close_files (self);
  g_clear_object (&self->blobs);
  if (!lock_folder (self, folder, TRUE, error))
    return FALSE;
  self->repair = hopso_store_repair_run (folder, account_key, error);
  if (self->repair == NULL)
    return FALSE;
  g_message ("The store was damaged and has been made anew; changes kept: %u%s",
             self->repair->n_kept, self->repair->is_complete ? "" : "; some may be lost");
  return lock_folder (self, folder, FALSE, error) && open_files (self, folder, account_key, error);
}

/* Damage that was met while the store was open is repaired before anybody believes the rest; a
 * wrong key must not be taken for damage. */
static gboolean
is_repair_due (const char *folder, HopsoSecret *account_key)
{
  g_autoptr (GError) error = NULL;

  if (!hopso_store_repair_is_needed (folder))
    return FALSE;

  g_autoptr (HopsoVault) vault = hopso_vault_open (folder, account_key, &error);
  return vault != NULL || is_damage (error);
}

/**
 * hopso_store_files_open:
 * @folder: the store's; made when it is missing
 * @account_key: its key
 *
 * Returns: %FALSE with %HOPSO_STORE_ERROR
 */
gboolean
hopso_store_files_open (HopsoStoreFiles *self,
                        const char *folder,
                        HopsoSecret *account_key,
                        GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!make_folder (folder, error))
    return FALSE;
  if (lock_folder (self, folder, TRUE, NULL))
    {
      if (!hopso_store_repair_finish (folder, error))
        return FALSE;
      if (is_repair_due (folder, account_key))
        return repair (self, folder, account_key, error);
    }
  if (!lock_folder (self, folder, FALSE, error))
    return FALSE;
  if (open_files (self, folder, account_key, &local))
    return TRUE;
  if (is_damage (local))
    return repair (self, folder, account_key, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * hopso_store_files_close:
 *
 * May be called twice. Who holds the blobs learns that they are closed.
 */
void
hopso_store_files_close (HopsoStoreFiles *self)
{
  close_files (self);
  hopso_fd_close (self->lock);
  self->lock = -1;
}

/**
 * hopso_store_files_clear:
 * @self: (transfer full): closed files
 */
void
hopso_store_files_clear (HopsoStoreFiles *self)
{
  g_clear_object (&self->blobs);
  g_clear_pointer (&self->repair, g_free);
}
