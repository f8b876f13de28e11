/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-service-list.h"
#include "hopso-trust-anchor.h"
#include "hopso-trust-list.h"

G_BEGIN_DECLS

/**
 * HOPSO_TRUST_FOLDER_VARIABLE:
 *
 * Environment variable that names another folder in the place of the machine's.
 */
#define HOPSO_TRUST_FOLDER_VARIABLE "HOPSO_TRUST_DIR"

/**
 * HopsoTrustStore:
 *
 * The authorities that this machine and this person rely on. Emits "changed".
 */
#define HOPSO_TYPE_TRUST_STORE (hopso_trust_store_get_type ())
G_DECLARE_FINAL_TYPE (HopsoTrustStore, hopso_trust_store, HOPSO, TRUST_STORE, GObject)

HopsoTrustStore *hopso_trust_store_new (const char *machine_folder, const char *own_folder);
HopsoTrustStore *hopso_trust_store_new_configured (void);
void hopso_trust_store_load (HopsoTrustStore *self);
void hopso_trust_store_watch (HopsoTrustStore *self);
GPtrArray *hopso_trust_store_get_anchors (HopsoTrustStore *self);
const char *const *hopso_trust_store_get_faults (HopsoTrustStore *self);
const char *const *hopso_trust_store_get_known_hosts (HopsoTrustStore *self);
const char *hopso_trust_store_get_timestamp_url (HopsoTrustStore *self);
HopsoTrustAnchor *hopso_trust_store_find (HopsoTrustStore *self, const char *fingerprint);
gboolean hopso_trust_store_is_own (HopsoTrustStore *self, HopsoTrustAnchor *anchor);
guint hopso_trust_store_count_trusted (HopsoTrustStore *self, HopsoTrustRole role);
gboolean hopso_trust_store_expects (HopsoTrustStore *self, HopsoTrustRole role);
HopsoTrustList *hopso_trust_store_make_list (HopsoTrustStore *self);
void hopso_trust_store_fill_list (HopsoTrustStore *self, HopsoTrustList *list);

gboolean
hopso_trust_store_add (HopsoTrustStore *self, HopsoCertificate *certificate, GError **error);
gboolean hopso_trust_store_remove (HopsoTrustStore *self, HopsoTrustAnchor *anchor, GError **error);
gboolean hopso_trust_store_import_list (HopsoTrustStore *self,
                                        GBytes *xml,
                                        const char *operator_fingerprint,
                                        GError **error);
gboolean hopso_trust_store_remove_list (HopsoTrustStore *self, const char *path, GError **error);

G_END_DECLS
