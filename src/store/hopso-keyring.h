/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-secret.h"
#include "hopso-store-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoKeyringItem:
 * @HOPSO_KEYRING_ACCOUNT_KEY: the root of all encryption of the account on this machine
 * @HOPSO_KEYRING_REFRESH_TOKEN: what renews the session with the server
 */
typedef enum
{
  HOPSO_KEYRING_ACCOUNT_KEY,
  HOPSO_KEYRING_REFRESH_TOKEN
} HopsoKeyringItem;

/**
 * HopsoKeyring:
 *
 * Where the secrets of one account are kept between two starts: the Secret Service of the
 * desktop, or files wrapped with a passphrase.
 */
#define HOPSO_TYPE_KEYRING (hopso_keyring_get_type ())
G_DECLARE_FINAL_TYPE (HopsoKeyring, hopso_keyring, HOPSO, KEYRING, GObject)

HopsoKeyring *hopso_keyring_new_desktop (const char *account_id);
HopsoKeyring *hopso_keyring_new_passphrase (const char *folder, HopsoSecret *passphrase);
gboolean hopso_keyring_folder_has_passphrase (const char *folder);

void hopso_keyring_store_async (HopsoKeyring *self,
                                HopsoKeyringItem item,
                                HopsoSecret *secret,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean hopso_keyring_store_finish (HopsoKeyring *self, GAsyncResult *result, GError **error);

void hopso_keyring_lookup_async (HopsoKeyring *self,
                                 HopsoKeyringItem item,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
HopsoSecret *hopso_keyring_lookup_finish (HopsoKeyring *self, GAsyncResult *result, GError **error);

void hopso_keyring_clear_async (HopsoKeyring *self,
                                HopsoKeyringItem item,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean hopso_keyring_clear_finish (HopsoKeyring *self, GAsyncResult *result, GError **error);

G_END_DECLS
