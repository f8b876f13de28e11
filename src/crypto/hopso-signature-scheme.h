/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-certificate.h"
#include "hopso-digest.h"

G_BEGIN_DECLS

/**
 * HopsoSignatureScheme:
 * @HOPSO_SIGNATURE_SCHEME_RSA_PKCS1: RSASSA-PKCS1-v1_5
 * @HOPSO_SIGNATURE_SCHEME_RSA_PSS: RSASSA-PSS, MGF1 with the same hash, salt as long as the hash
 * @HOPSO_SIGNATURE_SCHEME_ECDSA: ECDSA
 * @HOPSO_SIGNATURE_SCHEME_EDDSA: Ed25519 or Ed448; read, but not made: the rules do not know it
 */
typedef enum
{
  HOPSO_SIGNATURE_SCHEME_RSA_PKCS1,
  HOPSO_SIGNATURE_SCHEME_RSA_PSS,
  HOPSO_SIGNATURE_SCHEME_ECDSA,
  HOPSO_SIGNATURE_SCHEME_EDDSA,
} HopsoSignatureScheme;

GBytes *hopso_signature_dup_digest_info (HopsoHash hash, GBytes *digest);
GBytes *hopso_signature_ecdsa_to_der (GBytes *raw, GError **error);
GBytes *hopso_signature_dup_bare_value (GBytes *contents, GError **error);
gboolean hopso_signature_verify (HopsoCertificate *certificate,
                                 HopsoSignatureScheme scheme,
                                 HopsoHash hash,
                                 GBytes *digest,
                                 GBytes *value,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
