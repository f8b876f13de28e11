/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The encrypted file system under the store: a VFS over SQLite's default one, with a key for
 * each role of a file, derived from the account key. It works like disk encryption (AES-256-XTS,
 * see hopso-vault-file.c), which hides and does not prove; so each page of the database carries a
 * code of its own. Each vault is a VFS of its own, so keys need no registry. SQLite itself must
 * never meet a wrong key, since it would take the log for empty and remove it: a small sealed file
 * beside the database tells first.
 *
 * Temporary files are refused: whoever opens a connection keeps them in memory
 * (PRAGMA temp_store). A vault must outlive its connections; otherwise any thread. */

#include "hopso-vault-private.h"

#include "hopso-crypto-error.h"
#include "hopso-digest.h"
#include "hopso-file-replace.h"
#include "hopso-kdf.h"
#include "hopso-store-error-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>

#define CHECK_MAGIC  "HopSo vault "
#define CHECK_HEADER CHECK_MAGIC "2\n"
#define CHECK_OLDER  CHECK_MAGIC "1\n" /* pages may be without codes */
#define CHECK_TEXT   "this is the key"
#define CHECK_MAX    4096
#define DIGEST_SIZE  32

static const char *const infos[HOPSO_VAULT_N_ROLES] = {
  [HOPSO_VAULT_DATABASE] = "hopso store database",
  [HOPSO_VAULT_JOURNAL] = "hopso store journal",
  [HOPSO_VAULT_WAL] = "hopso store wal",
};

#define TAGS_INFO "hopso store tags"

static HopsoVault *
get_self (sqlite3_vfs *vfs)
{
  return vfs->pAppData;
}

static int
vault_open (sqlite3_vfs *vfs, sqlite3_filename path, sqlite3_file *file, int flags, int *out_flags)
{
  HopsoVaultRole role;

  if (flags & SQLITE_OPEN_MAIN_DB)
    role = HOPSO_VAULT_DATABASE;
  else if (flags & SQLITE_OPEN_WAL)
    role = HOPSO_VAULT_WAL;
  else if (flags & SQLITE_OPEN_MAIN_JOURNAL)
    role = HOPSO_VAULT_JOURNAL;
  else
    {
      file->pMethods = NULL;
      return SQLITE_CANTOPEN;
    }
  return hopso_vault_file_open (get_self (vfs), path, file, role, flags, out_flags);
}

static int
vault_delete (sqlite3_vfs *vfs, const char *path, int sync_folder)
{
  sqlite3_vfs *below = get_self (vfs)->below;

  return below->xDelete (below, path, sync_folder);
}

static int
vault_access (sqlite3_vfs *vfs, const char *path, int flags, int *result)
{
  sqlite3_vfs *below = get_self (vfs)->below;

  return below->xAccess (below, path, flags, result);
}

static int
vault_full_pathname (sqlite3_vfs *vfs, const char *path, int size, char *out)
{
  sqlite3_vfs *below = get_self (vfs)->below;

  return below->xFullPathname (below, path, size, out);
}

static int
vault_randomness (sqlite3_vfs *vfs, int size, char *out)
{
  sqlite3_vfs *below = get_self (vfs)->below;

  return below->xRandomness (below, size, out);
}

static int
vault_sleep (sqlite3_vfs *vfs, int microseconds)
{
  sqlite3_vfs *below = get_self (vfs)->below;

  return below->xSleep (below, microseconds);
}

static int
vault_current_time (sqlite3_vfs *vfs, double *julian_day)
{
  sqlite3_vfs *below = get_self (vfs)->below;

  return below->xCurrentTime (below, julian_day);
}

static int
vault_current_time_int64 (sqlite3_vfs *vfs, sqlite3_int64 *milliseconds)
{
  sqlite3_vfs *below = get_self (vfs)->below;

  return below->xCurrentTimeInt64 (below, milliseconds);
}

static int
vault_last_error (sqlite3_vfs *vfs, int size, char *out)
{
  sqlite3_vfs *below = get_self (vfs)->below;

  return below->xGetLastError (below, size, out);
}

static void
fill_vfs (HopsoVault *self)
{
  self->vfs = (sqlite3_vfs){
    .iVersion = 2,
    .szOsFile = (int) sizeof (HopsoVaultFile) + self->below->szOsFile,
    .mxPathname = self->below->mxPathname,
    .zName = self->name,
    .pAppData = self,
    .xOpen = vault_open,
    .xDelete = vault_delete,
    .xAccess = vault_access,
    .xFullPathname = vault_full_pathname,
    .xRandomness = vault_randomness,
    .xSleep = vault_sleep,
    .xCurrentTime = vault_current_time,
    .xGetLastError = vault_last_error,
    .xCurrentTimeInt64 = vault_current_time_int64,
  };
}

static GBytes *
digest_of (const guint8 *bytes, gsize size)
{
  g_autoptr (GBytes) borrowed = g_bytes_new_static (bytes, size);

  return hopso_digest_bytes (HOPSO_HASH_SHA256, borrowed);
}

/* The key check: header, sealed text, SHA-256 of both. The digest tells damage from a wrong key. */
static HopsoFileReplace *
make_check (const char *path, HopsoSecret *key, GError **error)
{
  g_autoptr (GBytes) text = g_bytes_new_static (CHECK_TEXT, strlen (CHECK_TEXT));
  g_autoptr (GBytes) sealed = hopso_aead_seal (key, text, NULL, error);

  if (sealed == NULL)
    return NULL;

  g_autoptr (GByteArray) whole = g_byte_array_new ();
  g_byte_array_append (whole, (const guint8 *) CHECK_HEADER, strlen (CHECK_HEADER));
  g_byte_array_append (whole, g_bytes_get_data (sealed, NULL), (guint) g_bytes_get_size (sealed));
  g_autoptr (GBytes) digest = digest_of (whole->data, whole->len);
  g_byte_array_append (whole, g_bytes_get_data (digest, NULL), DIGEST_SIZE);

  g_autoptr (HopsoFileReplace) file = hopso_file_replace_begin (path, 0600, error);
  if (file == NULL ||
      !hopso_fd_write_at (hopso_file_replace_get_fd (file), 0, whole->data, whole->len, error))
    return NULL;
  return g_steal_pointer (&file);
}

static gboolean
write_check (const char *path, HopsoSecret *key, GError **error)
{
  g_autoptr (HopsoFileReplace) file = make_check (path, key, error);
  g_autoptr (GError) local = NULL;

  if (file == NULL)
    return FALSE;
  if (hopso_file_replace_commit_new (file, &local) ||
      g_error_matches (local, G_IO_ERROR, G_IO_ERROR_EXISTS))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
check_header (const guint8 *bytes, gsize size, gboolean *is_older, GError **error)
{
  gsize magic_size = strlen (CHECK_MAGIC), header_size = strlen (CHECK_HEADER);

  if (size < header_size + HOPSO_AEAD_OVERHEAD + DIGEST_SIZE ||
      memcmp (bytes, CHECK_MAGIC, magic_size) != 0)
    {
      g_set_error_literal (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED,
                           "The check of the key is not readable");
      return FALSE;
    }

  g_autoptr (GBytes) expected = digest_of (bytes, size - DIGEST_SIZE);
  g_autoptr (GBytes) found = g_bytes_new (bytes + size - DIGEST_SIZE, DIGEST_SIZE);
  if (!g_bytes_equal (expected, found))
    {
      g_set_error_literal (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED,
                           "The check of the key is damaged");
      return FALSE;
    }
  *is_older = memcmp (bytes, CHECK_OLDER, header_size) == 0;
  if (!*is_older && memcmp (bytes, CHECK_HEADER, header_size) != 0)
    {
      hopso_store_error_set (error, HOPSO_STORE_ERROR_TOO_NEW,
                             "The store was encrypted by a later version");
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_check (HopsoVault *self, int fd, HopsoSecret *key, GError **error)
{
  gboolean is_older;
  g_autoptr (GBytes) whole = hopso_fd_read_all (fd, CHECK_MAX, error);

  if (whole == NULL)
    return FALSE;

  gsize size;
  const guint8 *bytes = g_bytes_get_data (whole, &size);
  if (!check_header (bytes, size, &is_older, error))
    return FALSE;
  self->has_tags = !is_older;

  gsize header_size = strlen (CHECK_HEADER);
  g_autoptr (GBytes) sealed = g_bytes_new (bytes + header_size, size - header_size - DIGEST_SIZE);
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) text = hopso_aead_open (key, sealed, NULL, &local);
  if (text != NULL)
    return TRUE;
  if (g_error_matches (local, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_AUTHENTICATION))
    g_set_error_literal (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_WRONG_KEY,
                         "This key does not open the store");
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static HopsoSecret *
derive_check_key (HopsoSecret *account_key)
{
  return hopso_hkdf_sha256 (account_key, "hopso store check", HOPSO_AEAD_KEY_SIZE);
}

static gboolean
check_key (HopsoVault *self, const char *folder, HopsoSecret *account_key, GError **error)
{
  g_autoptr (HopsoSecret) key = derive_check_key (account_key);
  g_autofree char *database = g_build_filename (folder, HOPSO_VAULT_DATABASE_NAME, NULL);
  /* Asked first: another process may just be making both. */
  gboolean has_database = g_file_test (database, G_FILE_TEST_EXISTS);
  g_auto (HopsoFd) fd = open (self->check_path, O_RDONLY | O_CLOEXEC);

  if (fd < 0 && errno == ENOENT)
    {
      if (has_database)
        {
          g_set_error_literal (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED,
                               "The check of the key is missing");
          return FALSE;
        }
      if (!write_check (self->check_path, key, error))
        return FALSE;
      fd = open (self->check_path, O_RDONLY | O_CLOEXEC);
    }
  if (fd < 0)
    {
      g_set_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_FAILED,
                   "Opening the check of the key: %s", g_strerror (errno));
      return FALSE;
    }
  return read_check (self, fd, key, error);
}

static gboolean
make_ciphers (HopsoVault *self, HopsoSecret *account_key, GError **error)
{
  for (guint i = 0; i < HOPSO_VAULT_N_ROLES; i++)
    {
      g_autoptr (HopsoSecret) key = hopso_hkdf_sha256 (account_key, infos[i], HOPSO_XTS_KEY_SIZE);

      self->ciphers[i] = hopso_xts_new (key, error);
      if (self->ciphers[i] == NULL)
        return FALSE;
    }

  g_autoptr (HopsoSecret) tag_key = hopso_hkdf_sha256 (account_key, TAGS_INFO, HOPSO_MAC_KEY_SIZE);
  self->tags = hopso_mac_new (tag_key, error);
  return self->tags != NULL;
}

static HopsoVault *
make_vault (const char *folder)
{
  static gint count;
  HopsoVault *self = g_new0 (HopsoVault, 1);

  g_atomic_ref_count_init (&self->count);
  self->name = g_strdup_printf ("hopso-vault-%d", g_atomic_int_add (&count, 1));
  self->check_path = g_build_filename (folder, "vault", NULL);
  self->below = sqlite3_vfs_find (NULL);
  return self;
}

static gboolean
register_vfs (HopsoVault *self, GError **error)
{
  fill_vfs (self);
  if (self->below != NULL && sqlite3_vfs_register (&self->vfs, 0) == SQLITE_OK)
    return TRUE;
  g_set_error_literal (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_FAILED,
                       "SQLite offers no file system");
  return FALSE;
}

/**
 * hopso_vault_open:
 * @folder: where the database is or shall be
 * @account_key: the root of the keys
 *
 * Makes the key check when the folder holds no database yet.
 *
 * Returns: (transfer full): a vault, or %NULL with %HOPSO_STORE_ERROR_WRONG_KEY,
 *   %HOPSO_STORE_ERROR_DAMAGED, %HOPSO_STORE_ERROR_TOO_NEW or another error
 */
HopsoVault *
hopso_vault_open (const char *folder, HopsoSecret *account_key, GError **error)
{
  g_autoptr (HopsoVault) self = make_vault (folder);

  if (!check_key (self, folder, account_key, error) || !make_ciphers (self, account_key, error) ||
      !register_vfs (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hopso_vault_open_damaged:
 * @folder: where a database is
 * @account_key: what is believed to be its key
 * @believes_all: whether pages with a wrong code are read as they are
 *
 * For reading alone what is left of a damaged database, whatever has become of the key check.
 *
 * Returns: (transfer full): a vault, or %NULL with @error
 */
HopsoVault *
hopso_vault_open_damaged (const char *folder,
                          HopsoSecret *account_key,
                          gboolean believes_all,
                          GError **error)
{
  g_autoptr (HopsoVault) self = make_vault (folder);

  self->believes_all = believes_all;
  if (!make_ciphers (self, account_key, error) || !register_vfs (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hopso_vault_get_vfs_name:
 *
 * Returns: (transfer none): the name to open connections with
 */
const char *
hopso_vault_get_vfs_name (HopsoVault *self)
{
  return self->name;
}

/**
 * hopso_vault_has_tags:
 *
 * Returns: whether each page of the database must carry its code
 */
gboolean
hopso_vault_has_tags (HopsoVault *self)
{
  return self->has_tags;
}

/**
 * hopso_vault_demand_tags:
 *
 * From now on, a page without its code is a damaged one; an older version of this application,
 * which would write such, does not open the vault any more. Files that are open stay as they are.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_vault_demand_tags (HopsoVault *self, HopsoSecret *account_key, GError **error)
{
  g_autoptr (HopsoSecret) key = derive_check_key (account_key);
  g_autoptr (HopsoFileReplace) file = make_check (self->check_path, key, error);

  if (file == NULL || !hopso_file_replace_commit (file, error))
    return FALSE;
  self->has_tags = TRUE;
  return TRUE;
}

/**
 * hopso_vault_lock:
 *
 * Waits until no other process holds the vault's lock: for what SQLite does not serialise, such
 * as making the database. Never on the main thread.
 *
 * Returns: a descriptor that holds the lock until it is closed, or -1 with @error
 */
HopsoFd
hopso_vault_lock (HopsoVault *self, GError **error)
{
  g_auto (HopsoFd) fd = open (self->check_path, O_RDONLY | O_CLOEXEC);

  if (fd >= 0)
    {
      int result;

      do
        result = flock (fd, LOCK_EX);
      while (result != 0 && errno == EINTR);
      if (result == 0)
        return hopso_fd_steal (&fd);
    }
  g_set_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_FAILED, "Locking the vault: %s",
               g_strerror (errno));
  return -1;
}

/**
 * hopso_vault_ref:
 *
 * Returns: (transfer full): @self
 */
HopsoVault *
hopso_vault_ref (HopsoVault *self)
{
  g_atomic_ref_count_inc (&self->count);
  return self;
}

/**
 * hopso_vault_unref:
 * @self: (transfer full): a vault; with the last reference no connection may be open
 */
void
hopso_vault_unref (HopsoVault *self)
{
  if (!g_atomic_ref_count_dec (&self->count))
    return;
  if (self->vfs.pAppData != NULL)
    sqlite3_vfs_unregister (&self->vfs);
  for (guint i = 0; i < HOPSO_VAULT_N_ROLES; i++)
    g_clear_pointer (&self->ciphers[i], hopso_xts_free);
  g_clear_pointer (&self->tags, hopso_mac_free);
  g_free (self->check_path);
  g_free (self->name);
  g_free (self);
}
