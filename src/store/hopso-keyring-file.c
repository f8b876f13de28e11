/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The keyring of a machine without a Secret Service: one file per secret, each wrapped with the
 * passphrase that its owner types at every start. Slow on purpose: on the keyring's thread. */

#include "hopso-keyring-private.h"

#include "hopso-fd.h"
#include "hopso-file-replace.h"
#include "hopso-folder.h"
#include "hopso-recovery.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>

#define MAX_SIZE 65536

static char *
build_path (const char *folder, HopsoKeyringItem item)
{
  return g_build_filename (folder,
                           item == HOPSO_KEYRING_ACCOUNT_KEY ? "account.key" : "session.key", NULL);
}

static gboolean
fail (int code, const char *what, GError **error)
{
  g_set_error (error, HOPSO_STORE_ERROR,
               code == ENOENT   ? HOPSO_STORE_ERROR_ABSENT
               : code == ENOSPC ? HOPSO_STORE_ERROR_FULL
                                : HOPSO_STORE_ERROR_FAILED,
               "%s a secret: %s", what, g_strerror (code));
  return FALSE;
}

/**
 * hopso_keyring_folder_has_passphrase:
 * @folder: of an account
 *
 * Returns: whether the account's secrets are kept in files, and a passphrase must be asked for
 */
gboolean
hopso_keyring_folder_has_passphrase (const char *folder)
{
  g_autofree char *path = build_path (folder, HOPSO_KEYRING_ACCOUNT_KEY);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

gboolean
hopso_keyring_file_store (const char *folder,
                          HopsoSecret *passphrase,
                          HopsoKeyringItem item,
                          HopsoSecret *secret,
                          GError **error)
{
  g_autofree char *path = build_path (folder, item);
  g_autoptr (GBytes) wrapped = hopso_key_wrap (passphrase, secret, error);

  if (wrapped == NULL)
    return FALSE;
  return hopso_folder_make (folder, error) &&
         hopso_file_replace_bytes (path, 0600, g_bytes_get_data (wrapped, NULL),
                                   g_bytes_get_size (wrapped), error);
}

HopsoSecret *
hopso_keyring_file_lookup (const char *folder,
                           HopsoSecret *passphrase,
                           HopsoKeyringItem item,
                           GError **error)
{
  g_autofree char *path = build_path (folder, item);
  g_auto (HopsoFd) fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    {
      fail (errno, "Looking up", error);
      return NULL;
    }

  g_autoptr (GBytes) wrapped = hopso_fd_read_all (fd, MAX_SIZE, error);
  return wrapped != NULL ? hopso_key_unwrap (passphrase, wrapped, error) : NULL;
}

gboolean
hopso_keyring_file_clear (const char *folder, HopsoKeyringItem item, GError **error)
{
  g_autofree char *path = build_path (folder, item);

  return g_unlink (path) == 0 || errno == ENOENT || fail (errno, "Removing", error);
}
