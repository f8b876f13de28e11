/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-trust-list.h"

G_BEGIN_DECLS

/**
 * HOPSO_TRUST_FOLDER_VARIABLE:
 *
 * Environment variable that names another folder in the place of the machine's.
 */
#define HOPSO_TRUST_FOLDER_VARIABLE "HOPSO_TRUST_DIR"

HopsoTrustList *hopso_trust_list_load_configured (GError **error);
gboolean hopso_trust_list_load_folder (HopsoTrustList *self, const char *folder, GError **error);

G_END_DECLS
