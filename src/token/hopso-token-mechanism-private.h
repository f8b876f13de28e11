/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-token.h"

G_BEGIN_DECLS

/* How a token is to make one signature. */
typedef struct
{
  guint64 type;      /* CKM_… */
  guint64 pss_hash;  /* CKM_… of the hash; 0: no PSS */
  guint64 pss_mask;  /* CKG_… */
  guint64 salt_size; /* PSS only */
  GBytes *input;     /* owned: what C_Sign gets */
} HopsoTokenMechanism;

gboolean hopso_token_mechanism_init (HopsoTokenMechanism *self,
                                     HopsoToken *token,
                                     HopsoCertificate *certificate,
                                     HopsoSignatureScheme scheme,
                                     HopsoHash hash,
                                     GBytes *to_be_signed,
                                     GError **error);
void hopso_token_mechanism_clear (HopsoTokenMechanism *self);
gboolean hopso_token_mechanism_is_supported (HopsoToken *token,
                                             HopsoCertificate *certificate,
                                             HopsoSignatureScheme scheme);

/* Whether @value has the size of a signature: one of another was cut off, or is none (RFC 8017,
 * 8.1.1 and 8.2.1; for ECDSA r and s, each as long as the order). */
gboolean hopso_token_mechanism_gives (HopsoCertificate *certificate, GBytes *value);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HopsoTokenMechanism, hopso_token_mechanism_clear)

G_END_DECLS
