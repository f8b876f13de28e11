/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-token-certificate.h"
#include "hopso-token.h"

G_BEGIN_DECLS

/**
 * HopsoTokenUri:
 *
 * A PKCS#11 URI (RFC 7512) that names one certificate, as far as we can tell certificates apart.
 */
typedef struct _HopsoTokenUri HopsoTokenUri;

HopsoTokenUri *hopso_token_uri_parse (const char *text, GError **error);
gboolean hopso_token_uri_matches (const HopsoTokenUri *self,
                                  HopsoToken *token,
                                  HopsoTokenCertificate *certificate);
const char *hopso_token_uri_get_module (const HopsoTokenUri *self);
const char *hopso_token_uri_get_pin_file (const HopsoTokenUri *self);
void hopso_token_uri_free (HopsoTokenUri *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoTokenUri, hopso_token_uri_free)

G_END_DECLS
