/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-certificate.h"

G_BEGIN_DECLS

/**
 * HopsoTokenFitness:
 *
 * Whether a certificate of a token can sign now, and if not, why.
 */
typedef enum
{
  HOPSO_TOKEN_FITNESS_OK,
  HOPSO_TOKEN_FITNESS_EXPIRED,
  HOPSO_TOKEN_FITNESS_NOT_YET_VALID,
  HOPSO_TOKEN_FITNESS_NO_KEY,
  HOPSO_TOKEN_FITNESS_WRONG_USAGE,
  HOPSO_TOKEN_FITNESS_WRONG_KEY,
  HOPSO_TOKEN_FITNESS_WEAK_KEY,
  HOPSO_TOKEN_FITNESS_REVOKED,
} HopsoTokenFitness;

#define HOPSO_TYPE_TOKEN_CERTIFICATE (hopso_token_certificate_get_type ())
G_DECLARE_FINAL_TYPE (
    HopsoTokenCertificate, hopso_token_certificate, HOPSO, TOKEN_CERTIFICATE, GObject)

HopsoCertificate *hopso_token_certificate_get_certificate (HopsoTokenCertificate *self);
GBytes *hopso_token_certificate_get_id (HopsoTokenCertificate *self);
gboolean hopso_token_certificate_has_key (HopsoTokenCertificate *self);
void hopso_token_certificate_set_revoked (HopsoTokenCertificate *self, gboolean is_revoked);
HopsoTokenFitness hopso_token_certificate_get_fitness (HopsoTokenCertificate *self, gint64 at_time);

G_END_DECLS
