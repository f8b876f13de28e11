/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-trust-store.h"

G_BEGIN_DECLS

#define HOPSO_TRUST_LISTS_FOLDER    "lists"
#define HOPSO_TRUST_LIST_SUFFIX     ".xml"
#define HOPSO_TRUST_OPERATOR_SUFFIX ".operator"
#define HOPSO_TRUST_MAX_LIST_SIZE   (16 * 1024 * 1024)

const char *hopso_trust_store_get_own_folder (HopsoTrustStore *self);

GBytes *hopso_trust_store_read (const char *path, gsize max_size, GError **error);

/* The list in that file, if it is still what was imported under the fingerprint beside it. */
HopsoServiceList *hopso_trust_store_open_list (const char *path, GError **error);

/* Has @store read its folders again whenever something in them changes. */
typedef struct _HopsoTrustWatch HopsoTrustWatch;

HopsoTrustWatch *
hopso_trust_watch_new (HopsoTrustStore *store, const char *machine_folder, const char *own_folder);
void hopso_trust_watch_free (HopsoTrustWatch *self);

G_END_DECLS
