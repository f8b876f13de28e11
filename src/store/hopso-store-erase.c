/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The end of a store: when an account leaves this machine. The keys of the blobs go first, with
 * the database. Any thread, when nobody has the store open. */

#include "hopso-store.h"

#include "hopso-vault.h"

#include <errno.h>
#include <glib/gstdio.h>

static gboolean
erase (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_FAILED, "Erasing the store: %s",
               g_strerror (errno));
  return FALSE;
}

static gboolean
erase_all (const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (!erase (folder, name, error))
      return FALSE;
  return TRUE;
}

/* What repairs left: old files set aside, a mark, new files that were never moved in. */
static gboolean
erase_repairs (const char *folder, GError **error)
{
  static const char *const begins[] = { HOPSO_STORE_ASIDE, "store.repair" };
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, begins[0]) || g_str_has_prefix (name, begins[1]))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        if (!erase_all (path, error))
          return FALSE;
        g_rmdir (path);
      }
  return erase (folder, "store.damaged", error);
}

/**
 * hopso_store_erase:
 * @folder: of a store that nobody has open
 *
 * Removes the database with the keys of the blobs, what was set aside of damaged ones, then the
 * blobs. Other files stay.
 *
 * Returns: %FALSE with @error when something could not be removed
 */
gboolean
hopso_store_erase (const char *folder, GError **error)
{
  static const char *const names[] = { HOPSO_VAULT_DATABASE_NAME, HOPSO_VAULT_DATABASE_NAME "-wal",
                                       HOPSO_VAULT_DATABASE_NAME "-shm",
                                       HOPSO_VAULT_DATABASE_NAME "-journal", "vault" };
  g_autofree char *blobs = g_build_filename (folder, "blobs", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (!erase (folder, names[i], error))
      return FALSE;
  if (!erase_repairs (folder, error) || !erase_all (blobs, error))
    return FALSE;
  g_rmdir (blobs);
  return TRUE;
}
