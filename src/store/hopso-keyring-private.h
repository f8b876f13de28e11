/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-keyring.h"

G_BEGIN_DECLS

/* The Secret Service. Each takes the task over and returns it. */
void hopso_keyring_desktop_store (GTask *task,
                                  const char *account_id,
                                  HopsoKeyringItem item,
                                  HopsoSecret *secret);
void hopso_keyring_desktop_lookup (GTask *task, const char *account_id, HopsoKeyringItem item);
void hopso_keyring_desktop_clear (GTask *task, const char *account_id, HopsoKeyringItem item);

/* Files wrapped with a passphrase. Slow. */
gboolean hopso_keyring_file_store (const char *folder,
                                   HopsoSecret *passphrase,
                                   HopsoKeyringItem item,
                                   HopsoSecret *secret,
                                   GError **error);
HopsoSecret *hopso_keyring_file_lookup (const char *folder,
                                        HopsoSecret *passphrase,
                                        HopsoKeyringItem item,
                                        GError **error);
gboolean hopso_keyring_file_clear (const char *folder, HopsoKeyringItem item, GError **error);

G_END_DECLS
