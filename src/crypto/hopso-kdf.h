/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-secret.h"

G_BEGIN_DECLS

HopsoSecret *hopso_hkdf_sha256 (HopsoSecret *key, const char *info, gsize size);
HopsoSecret *hopso_scrypt (HopsoSecret *password,
                           GBytes *salt,
                           guint log2_n,
                           guint r,
                           guint p,
                           gsize size,
                           GError **error);
char *hopso_scrypt_hash_password (HopsoSecret *password, GError **error);
gboolean hopso_scrypt_verify_hash (const char *hash, HopsoSecret *password, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
