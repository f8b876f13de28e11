/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-fd.h"
#include "hopso-secret.h"

G_BEGIN_DECLS

/**
 * HopsoVault:
 *
 * A file system for SQLite whose files are encrypted. Atomically counted.
 */
typedef struct _HopsoVault HopsoVault;

#define HOPSO_VAULT_DATABASE_NAME "store.db"

/* The bytes at the end of each page that are the vault's own. */
#define HOPSO_VAULT_TAG_SIZE 16

HopsoVault *hopso_vault_open (const char *folder, HopsoSecret *account_key, GError **error);
HopsoVault *hopso_vault_open_damaged (const char *folder,
                                      HopsoSecret *account_key,
                                      gboolean believes_all,
                                      GError **error);
const char *hopso_vault_get_vfs_name (HopsoVault *self);
gboolean hopso_vault_has_tags (HopsoVault *self);
gboolean hopso_vault_demand_tags (HopsoVault *self, HopsoSecret *account_key, GError **error);
HopsoFd hopso_vault_lock (HopsoVault *self, GError **error);
HopsoVault *hopso_vault_ref (HopsoVault *self);
void hopso_vault_unref (HopsoVault *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoVault, hopso_vault_unref)

G_END_DECLS
