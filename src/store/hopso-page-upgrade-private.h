/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-vault.h"

#include <sqlite3.h>

G_BEGIN_DECLS

gboolean
hopso_page_upgrade (sqlite3 *db, HopsoVault *vault, HopsoSecret *account_key, GError **error);

G_END_DECLS
