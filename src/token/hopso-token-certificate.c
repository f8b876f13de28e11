/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A certificate on a token, and whether one can sign with it. What the token says of it does not
 * change; that it is revoked, somebody with a network finds out and tells it. */

#include "hopso-token-private.h"

struct _HopsoTokenCertificate
{
  GObject parent_instance;

  HopsoCertificate *certificate; /* owned */
  GBytes *id;                    /* owned */
  HopsoTokenKeyState key;
  int is_revoked; /* atomic */
};

/* What the rules ask for at least (TT 15/2025/TT-BKHCN, annex I). */
#define LEAST_RSA_BITS 2048
#define LEAST_EC_BITS  256

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
hopso_token_certificate_new (HopsoCertificate *certificate, GBytes *id, HopsoTokenKeyState key)
{
  HopsoTokenCertificate *self = g_object_new (HOPSO_TYPE_TOKEN_CERTIFICATE, NULL);

  self->certificate = g_object_ref (certificate);
  self->id = g_bytes_ref (id);
  self->key = key;
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
  return self->key == HOPSO_TOKEN_KEY_THERE;
}

static gboolean
is_weak (HopsoCertificate *certificate)
{
  guint least = hopso_certificate_get_key_type (certificate) == HOPSO_KEY_TYPE_RSA ? LEAST_RSA_BITS
                                                                                   : LEAST_EC_BITS;

  return hopso_certificate_get_key_bits (certificate) < least;
}

/**
 * hopso_token_certificate_set_revoked:
 * @is_revoked: whether its authority has taken it back
 */
void
hopso_token_certificate_set_revoked (HopsoTokenCertificate *self, gboolean is_revoked)
{
  g_return_if_fail (HOPSO_IS_TOKEN_CERTIFICATE (self));
  g_atomic_int_set (&self->is_revoked, is_revoked);
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

  if (self->key != HOPSO_TOKEN_KEY_THERE)
    return self->key == HOPSO_TOKEN_KEY_OTHER ? HOPSO_TOKEN_FITNESS_WRONG_KEY
                                              : HOPSO_TOKEN_FITNESS_NO_KEY;
  if (!hopso_certificate_is_for_signing (self->certificate) ||
      hopso_certificate_is_ca (self->certificate))
    return HOPSO_TOKEN_FITNESS_WRONG_USAGE;
  if (is_weak (self->certificate))
    return HOPSO_TOKEN_FITNESS_WEAK_KEY;
  if (g_atomic_int_get (&self->is_revoked))
    return HOPSO_TOKEN_FITNESS_REVOKED;
  if (at_time < hopso_certificate_get_not_before (self->certificate))
    return HOPSO_TOKEN_FITNESS_NOT_YET_VALID;
  if (at_time > hopso_certificate_get_not_after (self->certificate))
    return HOPSO_TOKEN_FITNESS_EXPIRED;
  return HOPSO_TOKEN_FITNESS_OK;
}
