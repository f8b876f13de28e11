/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One X.509 certificate, immutable, from any thread. Nothing here says whether it can be trusted;
 * that is the trust list's word. Its names and addresses are in hopso-certificate-names.c, files
 * with several in hopso-certificate-file.c. */

#include "hopso-certificate.h"

#include "hopso-openssl-private.h"

#include <openssl/core_names.h>
#include <string.h>
#include <time.h>

/* No honest certificate comes near. */
#define MAX_SIZE (1024 * 1024)

struct _HopsoCertificate
{
  GObject parent_instance;

  X509 *x509;  /* owned */
  GBytes *der; /* owned */
  gint64 not_before;
  gint64 not_after;
};

G_DEFINE_FINAL_TYPE (HopsoCertificate, hopso_certificate, G_TYPE_OBJECT)

static void
hopso_certificate_finalize (GObject *object)
{
  HopsoCertificate *self = HOPSO_CERTIFICATE (object);

  X509_free (self->x509);
  g_clear_pointer (&self->der, g_bytes_unref);
  G_OBJECT_CLASS (hopso_certificate_parent_class)->finalize (object);
}

static void
hopso_certificate_class_init (HopsoCertificateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_certificate_finalize;
}

static void
hopso_certificate_init (HopsoCertificate *self)
{
}

X509 *
hopso_certificate_get_x509 (HopsoCertificate *self)
{
  return self->x509;
}

gboolean
hopso_asn1_time_to_unix (const ASN1_TIME *time, gint64 *unix_seconds)
{
  struct tm tm;

  if (time == NULL || ASN1_TIME_to_tm (time, &tm) != 1)
    return FALSE;
  *unix_seconds = timegm (&tm);
  return TRUE;
}

/**
 * hopso_certificate_new_from_der:
 * @der: one certificate, and nothing behind it
 *
 * Returns: (transfer full): the certificate, or %NULL with %HOPSO_CRYPTO_ERROR_MALFORMED
 */
HopsoCertificate *
hopso_certificate_new_from_der (GBytes *der, GError **error)
{
  g_autoptr (HopsoCertificate) self = g_object_new (HOPSO_TYPE_CERTIFICATE, NULL);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (der, &size);
  const guint8 *end = bytes;

  if (size > 0 && size <= MAX_SIZE)
    self->x509 = d2i_X509 (NULL, &end, (long) size);
  if (self->x509 == NULL || end != bytes + size ||
      !hopso_asn1_time_to_unix (X509_get0_notBefore (self->x509), &self->not_before) ||
      !hopso_asn1_time_to_unix (X509_get0_notAfter (self->x509), &self->not_after))
    {
      hopso_crypto_take_error (error, HOPSO_CRYPTO_ERROR_MALFORMED, "this is no certificate");
      return NULL;
    }
  self->der = g_bytes_ref (der);
  return g_steal_pointer (&self);
}

HopsoCertificate *
hopso_certificate_new_from_x509 (X509 *x509)
{
  guint8 *bytes = NULL;
  int size = i2d_X509 (x509, &bytes);
  g_autoptr (GBytes) der = g_bytes_new (bytes, size > 0 ? (gsize) size : 0);

  OPENSSL_free (bytes);
  return hopso_certificate_new_from_der (der, NULL);
}

/**
 * hopso_certificate_new_from_pem:
 * @pem: the text of a PEM file
 *
 * Returns: (transfer full): its first certificate
 */
HopsoCertificate *
hopso_certificate_new_from_pem (GBytes *pem, GError **error)
{
  g_autoptr (GPtrArray) all = hopso_certificate_dup_all (pem, error);

  return all != NULL ? g_object_ref (all->pdata[0]) : NULL;
}

/**
 * hopso_certificate_get_der:
 *
 * Returns: (transfer none): the encoded certificate
 */
GBytes *
hopso_certificate_get_der (HopsoCertificate *self)
{
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (self), NULL);
  return self->der;
}

/**
 * hopso_certificate_get_not_before:
 *
 * Returns: the first second of its validity
 */
gint64
hopso_certificate_get_not_before (HopsoCertificate *self)
{
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (self), 0);
  return self->not_before;
}

/**
 * hopso_certificate_get_not_after:
 *
 * Returns: the last second of its validity
 */
gint64
hopso_certificate_get_not_after (HopsoCertificate *self)
{
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (self), 0);
  return self->not_after;
}

static int
get_key_id (HopsoCertificate *self)
{
  EVP_PKEY *key = X509_get0_pubkey (self->x509);

  return key != NULL ? EVP_PKEY_get_base_id (key) : EVP_PKEY_NONE;
}

/**
 * hopso_certificate_get_key_type:
 *
 * Returns: what kind of key it certifies
 */
HopsoKeyType
hopso_certificate_get_key_type (HopsoCertificate *self)
{
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (self), HOPSO_KEY_TYPE_OTHER);

  switch (get_key_id (self))
    {
    case EVP_PKEY_RSA:
    case EVP_PKEY_RSA_PSS:
      return HOPSO_KEY_TYPE_RSA;
    case EVP_PKEY_EC:
      return HOPSO_KEY_TYPE_EC;
    default:
      return HOPSO_KEY_TYPE_OTHER;
    }
}

/**
 * hopso_certificate_get_key_bits:
 *
 * Returns: the size of its key; 0 if it is of an unknown kind
 */
guint
hopso_certificate_get_key_bits (HopsoCertificate *self)
{
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (self), 0);

  EVP_PKEY *key = X509_get0_pubkey (self->x509);
  return key != NULL ? (guint) EVP_PKEY_get_bits (key) : 0;
}

/**
 * hopso_certificate_get_key_usage:
 *
 * Returns: what its key may do
 */
HopsoKeyUsage
hopso_certificate_get_key_usage (HopsoCertificate *self)
{
  static const struct
  {
    guint32 theirs;
    HopsoKeyUsage ours;
  } usages[] = {
    { KU_DIGITAL_SIGNATURE, HOPSO_KEY_USAGE_DIGITAL_SIGNATURE },
    { KU_NON_REPUDIATION, HOPSO_KEY_USAGE_NON_REPUDIATION },
    { KU_KEY_ENCIPHERMENT, HOPSO_KEY_USAGE_KEY_ENCIPHERMENT },
    { KU_KEY_CERT_SIGN, HOPSO_KEY_USAGE_CERTIFICATE_SIGN },
    { KU_CRL_SIGN, HOPSO_KEY_USAGE_CRL_SIGN },
  };
  guint usage = 0;

  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (self), 0);

  guint32 bits = X509_get_key_usage (self->x509);
  for (gsize i = 0; i < G_N_ELEMENTS (usages); i++)
    if (bits & usages[i].theirs)
      usage |= usages[i].ours;
  return (HopsoKeyUsage) usage;
}

/**
 * hopso_certificate_is_for_signing:
 *
 * Returns: whether its key may sign documents
 */
gboolean
hopso_certificate_is_for_signing (HopsoCertificate *self)
{
  return (hopso_certificate_get_key_usage (self) &
          (HOPSO_KEY_USAGE_DIGITAL_SIGNATURE | HOPSO_KEY_USAGE_NON_REPUDIATION)) != 0;
}

/**
 * hopso_certificate_is_ca:
 *
 * Returns: whether its basic constraints make it an authority
 */
gboolean
hopso_certificate_is_ca (HopsoCertificate *self)
{
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (self), FALSE);
  return (X509_get_extension_flags (self->x509) & EXFLAG_CA) != 0;
}

/**
 * hopso_certificate_is_self_issued:
 *
 * Returns: whether it names itself as its issuer
 */
gboolean
hopso_certificate_is_self_issued (HopsoCertificate *self)
{
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (self), FALSE);
  return X509_NAME_cmp (X509_get_subject_name (self->x509), X509_get_issuer_name (self->x509)) == 0;
}

/**
 * hopso_certificate_dup_public_key:
 *
 * Returns: (transfer full): the SubjectPublicKeyInfo in DER
 */
GBytes *
hopso_certificate_dup_public_key (HopsoCertificate *self)
{
  guint8 *bytes = NULL;

  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (self), NULL);

  int size = i2d_X509_PUBKEY (X509_get_X509_PUBKEY (self->x509), &bytes);
  GBytes *key = g_bytes_new (bytes, size > 0 ? (gsize) size : 0);
  OPENSSL_free (bytes);
  return key;
}

/**
 * hopso_certificate_equal:
 *
 * Returns: whether both are the same, byte for byte
 */
gboolean
hopso_certificate_equal (HopsoCertificate *a, HopsoCertificate *b)
{
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (a) && HOPSO_IS_CERTIFICATE (b), FALSE);
  return g_bytes_equal (a->der, b->der);
}

/**
 * hopso_certificate_has_same_key:
 *
 * Returns: whether both certify the same key
 */
gboolean
hopso_certificate_has_same_key (HopsoCertificate *a, HopsoCertificate *b)
{
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (a) && HOPSO_IS_CERTIFICATE (b), FALSE);

  EVP_PKEY *one = X509_get0_pubkey (a->x509), *other = X509_get0_pubkey (b->x509);
  return one != NULL && other != NULL && EVP_PKEY_eq (one, other) == 1;
}

/**
 * hopso_certificate_has_rsa_key:
 * @modulus: an unsigned number, big end first
 *
 * Returns: whether it certifies the RSA key of that modulus
 */
gboolean
hopso_certificate_has_rsa_key (HopsoCertificate *self, GBytes *modulus)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (modulus, &size);

  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (self), FALSE);

  if (hopso_certificate_get_key_type (self) != HOPSO_KEY_TYPE_RSA || size > G_MAXUINT16)
    return FALSE;

  BIGNUM *n = NULL;
  if (EVP_PKEY_get_bn_param (X509_get0_pubkey (self->x509), OSSL_PKEY_PARAM_RSA_N, &n) != 1)
    return FALSE;
  g_autoptr (BIGNUM) ours = n;
  g_autoptr (BIGNUM) theirs = BN_bin2bn (bytes, (int) size, NULL);
  return theirs != NULL && BN_cmp (ours, theirs) == 0;
}

/**
 * hopso_certificate_has_ec_key:
 * @point: the uncompressed point, bare or as tokens give it: inside an OCTET STRING
 *
 * Returns: whether it certifies the elliptic key of that point
 */
gboolean
hopso_certificate_has_ec_key (HopsoCertificate *self, GBytes *point)
{
  guint8 ours[256];
  gsize size, ours_size = 0;
  const guint8 *bytes = g_bytes_get_data (point, &size);

  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (self), FALSE);

  if (hopso_certificate_get_key_type (self) != HOPSO_KEY_TYPE_EC ||
      EVP_PKEY_get_octet_string_param (X509_get0_pubkey (self->x509), OSSL_PKEY_PARAM_PUB_KEY, ours,
                                       sizeof ours, &ours_size) != 1)
    return FALSE;
  if (size < ours_size || memcmp (bytes + size - ours_size, ours, ours_size) != 0)
    return FALSE;
  gsize header = size - ours_size;
  return header == 0 ||
         (bytes[0] == 0x04 && (header == 2 || header == 3) && bytes[header - 1] == ours_size);
}
