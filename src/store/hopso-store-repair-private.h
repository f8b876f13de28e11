/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-secret.h"
#include "hopso-store-repair.h"

G_BEGIN_DECLS

gboolean hopso_store_repair_finish (const char *folder, GError **error);
gboolean hopso_store_repair_is_needed (const char *folder);
void hopso_store_repair_mark (const char *folder);
HopsoStoreRepair *
hopso_store_repair_run (const char *folder, HopsoSecret *account_key, GError **error);

G_END_DECLS
