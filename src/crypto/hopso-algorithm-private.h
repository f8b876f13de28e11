/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-openssl-private.h"
#include "hopso-signature-scheme.h"

G_BEGIN_DECLS

/* What one signature value was made with. */
typedef struct
{
  HopsoSignatureScheme scheme;
  HopsoHash hash;
  HopsoHash mgf_hash; /* PSS only */
  int salt_size;      /* PSS only */
} HopsoSignatureAlgorithm;

HopsoSignatureAlgorithm hopso_signature_algorithm (HopsoSignatureScheme scheme, HopsoHash hash);

/* %FALSE where we do not know the algorithm or its parameters, or where it contradicts @digest. */
gboolean hopso_algorithm_read_hash (const X509_ALGOR *algorithm, HopsoHash *hash);
gboolean hopso_algorithm_read_signature (const X509_ALGOR *algorithm,
                                         HopsoHash digest,
                                         HopsoSignatureAlgorithm *signature);

gboolean hopso_algorithm_write_hash (X509_ALGOR *algorithm, HopsoHash hash);
gboolean
hopso_algorithm_write_signature (X509_ALGOR *algorithm, const HopsoSignatureAlgorithm *signature);

/* @message is the digest; with EdDSA the signed bytes themselves. */
gboolean hopso_signature_check (HopsoCertificate *certificate,
                                const HopsoSignatureAlgorithm *algorithm,
                                GBytes *message,
                                GBytes *value);

G_END_DECLS
