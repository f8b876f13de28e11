/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A certificate on a token, and whether one can sign with it. Immutable. */

#include "hopso-token-private.h"

struct _HopsoTokenCertificate
{
  GObject parent_instance;

  HopsoCertificate *certificate; /* owned */
  GBytes *id;                    /* owned */
  gboolean has_key;
};

G_DEFINE_FINAL_TYPE (HopsoTokenCertificate, hopso_token_certificate, G_TYPE_OBJECT)

static void
hopso_token_certificate_finalize (GObject *object)
{
  HopsoTokenCertificate *self = HOPSO_TOKEN_CERTIFICATE (object);

  g_object_unref (self->certificate);
  g_bytes_unref (self->id);
  G_OBJECT_CLASS (hopso_token_certificate_parent_class)->finalize (object);
}

static void
hopso_token_certificate_class_init (HopsoTokenCertificateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_token_certificate_finalize;
}

static void
hopso_token_certificate_init (HopsoTokenCertificate *self)
{
}

HopsoTokenCertificate *
hopso_token_certificate_new (HopsoCertificate *certificate, GBytes *id, gboolean has_key)
{
  HopsoTokenCertificate *self = g_object_new (HOPSO_TYPE_TOKEN_CERTIFICATE, NULL);

  self->certificate = g_object_ref (certificate);
  self->id = g_bytes_ref (id);
  self->has_key = has_key;
  return self;
}

/**
 * hopso_token_certificate_get_certificate:
 *
 * Returns: (transfer none): the certificate
 */
HopsoCertificate *
hopso_token_certificate_get_certificate (HopsoTokenCertificate *self)
{
  g_return_val_if_fail (HOPSO_IS_TOKEN_CERTIFICATE (self), NULL);
  return self->certificate;
}

/**
 * hopso_token_certificate_get_id:
 *
 * Returns: (transfer none): the CKA_ID that it shares with its key
 */
GBytes *
hopso_token_certificate_get_id (HopsoTokenCertificate *self)
{
  g_return_val_if_fail (HOPSO_IS_TOKEN_CERTIFICATE (self), NULL);
  return self->id;
}

/**
 * hopso_token_certificate_has_key:
 *
 * Returns: whether the token seems to have its private key; many show it only after the PIN
 */
gboolean
hopso_token_certificate_has_key (HopsoTokenCertificate *self)
{
  g_return_val_if_fail (HOPSO_IS_TOKEN_CERTIFICATE (self), FALSE);
  return self->has_key;
}

/**
 * hopso_token_certificate_get_fitness:
 * @at_time: when it is to sign
 *
 * Returns: whether one can sign with it then
 */
HopsoTokenFitness
hopso_token_certificate_get_fitness (HopsoTokenCertificate *self, gint64 at_time)
{
  g_return_val_if_fail (HOPSO_IS_TOKEN_CERTIFICATE (self), HOPSO_TOKEN_FITNESS_NO_KEY);

  if (!self->has_key)
    return HOPSO_TOKEN_FITNESS_NO_KEY;
  if (!hopso_certificate_is_for_signing (self->certificate) ||
      hopso_certificate_is_ca (self->certificate))
    return HOPSO_TOKEN_FITNESS_WRONG_USAGE;
  if (at_time < hopso_certificate_get_not_before (self->certificate))
    return HOPSO_TOKEN_FITNESS_NOT_YET_VALID;
  if (at_time > hopso_certificate_get_not_after (self->certificate))
    return HOPSO_TOKEN_FITNESS_EXPIRED;
  return HOPSO_TOKEN_FITNESS_OK;
}
