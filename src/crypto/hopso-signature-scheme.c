/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a signature value belongs to a certificate's key. Any thread. */

#include "hopso-signature-scheme.h"

#include "hopso-algorithm-private.h"
#include "hopso-der-private.h"

#include <openssl/rsa.h>

/**
 * hopso_signature_dup_digest_info:
 * @hash: what @digest was made with
 *
 * Returns: (transfer full): the DigestInfo of RFC 8017, 9.2, that RSASSA-PKCS1-v1_5 pads
 */
GBytes *
hopso_signature_dup_digest_info (HopsoHash hash, GBytes *digest)
{
  X509_SIG *info = X509_SIG_new ();
  X509_ALGOR *algorithm;
  ASN1_OCTET_STRING *string;
  guint8 *der = NULL;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (digest, &size);

  g_return_val_if_fail (size == hopso_hash_get_size (hash), NULL);

  X509_SIG_getm (info, &algorithm, &string);
  if (X509_ALGOR_set0 (algorithm, OBJ_nid2obj (EVP_MD_get_type (hopso_hash_get_md (hash))),
                       V_ASN1_NULL, NULL) != 1 ||
      ASN1_STRING_set (string, bytes, (int) size) != 1)
    g_error ("no memory left for a digest");
  int der_size = i2d_X509_SIG (info, &der);
  GBytes *made = g_bytes_new (der, der_size > 0 ? (gsize) der_size : 0);
  OPENSSL_free (der);
  X509_SIG_free (info);
  return made;
}

/**
 * hopso_signature_ecdsa_to_der:
 * @raw: r and s, each as long as the curve's order, as tokens give them
 *
 * Returns: (transfer full): Ecdsa-Sig-Value of RFC 3279, 2.2.3
 */
GBytes *
hopso_signature_ecdsa_to_der (GBytes *raw, GError **error)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (raw, &size);
  g_autoptr (ECDSA_SIG) signature = ECDSA_SIG_new ();
  guint8 *der = NULL;

  if (size == 0 || size % 2 != 0 || size > 2 * 66)
    {
      g_set_error_literal (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_MALFORMED,
                           "the elliptic signature has an impossible size");
      return NULL;
    }

  int half = (int) (size / 2);
  g_autoptr (BIGNUM) r = BN_bin2bn (bytes, half, NULL);
  g_autoptr (BIGNUM) s = BN_bin2bn (bytes + half, half, NULL);
  if (signature != NULL && r != NULL && s != NULL && ECDSA_SIG_set0 (signature, r, s) == 1)
    {
      r = s = NULL; /* the signature owns them now */
      int der_size = i2d_ECDSA_SIG (signature, &der);
      if (der_size > 0)
        {
          GBytes *made = g_bytes_new (der, (gsize) der_size);
          OPENSSL_free (der);
          return made;
        }
    }
  hopso_crypto_take_error (error, HOPSO_CRYPTO_ERROR_FAILED, "the signature cannot be encoded");
  return NULL;
}

/**
 * hopso_signature_dup_bare_value:
 * @contents: an OCTET STRING, as the PDF format adbe.x509.rsa_sha1 has it; zero bytes may follow
 *
 * Returns: (transfer full): the value in it
 */
GBytes *
hopso_signature_dup_bare_value (GBytes *contents, GError **error)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (contents, &size);
  HopsoDer at = { bytes, size }, value;
  guint8 tag;
  gboolean is_good =
      hopso_der_next (&at, &tag, &value, NULL) && tag == V_ASN1_OCTET_STRING && value.size > 0;

  for (gsize i = 0; is_good && i < at.size; i++)
    is_good = at.at[i] == 0;
  if (is_good)
    return g_bytes_new (value.at, value.size);
  g_set_error_literal (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_MALFORMED,
                       "this is no bare signature value");
  return NULL;
}

static gboolean
scheme_fits_key (HopsoSignatureScheme scheme, EVP_PKEY *key)
{
  int id = EVP_PKEY_get_base_id (key);

  switch (scheme)
    {
    case HOPSO_SIGNATURE_SCHEME_RSA_PKCS1:
      return id == EVP_PKEY_RSA;
    case HOPSO_SIGNATURE_SCHEME_RSA_PSS:
      return id == EVP_PKEY_RSA || id == EVP_PKEY_RSA_PSS;
    case HOPSO_SIGNATURE_SCHEME_ECDSA:
      return id == EVP_PKEY_EC;
    case HOPSO_SIGNATURE_SCHEME_EDDSA:
      return id == EVP_PKEY_ED25519 || id == EVP_PKEY_ED448;
    default:
      return FALSE;
    }
}

static gboolean
check_eddsa (EVP_PKEY *key, GBytes *message, GBytes *value)
{
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();

  return context != NULL && EVP_DigestVerifyInit (context, NULL, NULL, NULL, key) == 1 &&
         EVP_DigestVerify (context, g_bytes_get_data (value, NULL), g_bytes_get_size (value),
                           g_bytes_get_data (message, NULL), g_bytes_get_size (message)) == 1;
}

static gboolean
set_padding (EVP_PKEY_CTX *context, const HopsoSignatureAlgorithm *algorithm)
{
  if (algorithm->scheme == HOPSO_SIGNATURE_SCHEME_RSA_PKCS1)
    return EVP_PKEY_CTX_set_rsa_padding (context, RSA_PKCS1_PADDING) == 1;
  if (algorithm->scheme == HOPSO_SIGNATURE_SCHEME_RSA_PSS)
    return EVP_PKEY_CTX_set_rsa_padding (context, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen (context, algorithm->salt_size) == 1 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md (context, hopso_hash_get_md (algorithm->mgf_hash)) == 1;
  return TRUE;
}

gboolean
hopso_signature_check (HopsoCertificate *certificate,
                       const HopsoSignatureAlgorithm *algorithm,
                       GBytes *message,
                       GBytes *value)
{
  EVP_PKEY *key = X509_get0_pubkey (hopso_certificate_get_x509 (certificate));

  if (key == NULL || !scheme_fits_key (algorithm->scheme, key))
    return FALSE;
  if (algorithm->scheme == HOPSO_SIGNATURE_SCHEME_EDDSA)
    return check_eddsa (key, message, value);
  if (g_bytes_get_size (message) != hopso_hash_get_size (algorithm->hash))
    return FALSE;

  g_autoptr (EVP_PKEY_CTX) context = EVP_PKEY_CTX_new (key, NULL);
  return context != NULL && EVP_PKEY_verify_init (context) == 1 &&
         set_padding (context, algorithm) &&
         EVP_PKEY_CTX_set_signature_md (context, hopso_hash_get_md (algorithm->hash)) == 1 &&
         EVP_PKEY_verify (context, g_bytes_get_data (value, NULL), g_bytes_get_size (value),
                          g_bytes_get_data (message, NULL), g_bytes_get_size (message)) == 1;
}

/**
 * hopso_signature_verify:
 * @certificate: of the signer
 * @scheme: how it was signed
 * @hash: what @digest was made with
 * @digest: of the signed bytes; with EdDSA the bytes themselves
 * @value: the signature; ECDSA in DER
 *
 * Returns: whether the value is good; if not, @error is %HOPSO_CRYPTO_ERROR_MISMATCH
 */
gboolean
hopso_signature_verify (HopsoCertificate *certificate,
                        HopsoSignatureScheme scheme,
                        HopsoHash hash,
                        GBytes *digest,
                        GBytes *value,
                        GError **error)
{
  HopsoSignatureAlgorithm algorithm = hopso_signature_algorithm (scheme, hash);

  if (hopso_signature_check (certificate, &algorithm, digest, value))
    return TRUE;
  hopso_crypto_take_error (error, HOPSO_CRYPTO_ERROR_MISMATCH,
                           "the signature value does not belong to the certificate");
  return FALSE;
}
