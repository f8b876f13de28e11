/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signature schemes in the words of PKCS#11. We hash ourselves wherever the token lets us: only a
 * digest goes over the slow wire, and some tokens do not hash for ECDSA at all. Tokens that insist
 * on hashing get the bytes. */

#include "hopso-token-mechanism-private.h"

#include "hopso-pkcs11-private.h"
#include "hopso-token-error-private.h"
#include "hopso-token-private.h"

static const struct
{
  HopsoHash hash;
  guint64 mechanism, mask, rsa_pkcs, rsa_pss;
} hashes[] = {
  { HOPSO_HASH_SHA224, CKM_SHA224, CKG_MGF1_SHA224, CKM_SHA224_RSA_PKCS, CKM_SHA224_RSA_PKCS_PSS },
  { HOPSO_HASH_SHA256, CKM_SHA256, CKG_MGF1_SHA256, CKM_SHA256_RSA_PKCS, CKM_SHA256_RSA_PKCS_PSS },
  { HOPSO_HASH_SHA384, CKM_SHA384, CKG_MGF1_SHA384, CKM_SHA384_RSA_PKCS, CKM_SHA384_RSA_PKCS_PSS },
  { HOPSO_HASH_SHA512, CKM_SHA512, CKG_MGF1_SHA512, CKM_SHA512_RSA_PKCS, CKM_SHA512_RSA_PKCS_PSS },
};

static gssize
find_hash (HopsoHash hash)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hashes); i++)
    if (hashes[i].hash == hash)
      return (gssize) i;
  return -1;
}

void
hopso_token_mechanism_clear (HopsoTokenMechanism *self)
{
  g_clear_pointer (&self->input, g_bytes_unref);
}

/* With SHA-256, which every token that hashes at all knows. */
static guint64
hashing_mechanism (HopsoSignatureScheme scheme)
{
  return scheme == HOPSO_SIGNATURE_SCHEME_RSA_PSS ? CKM_SHA256_RSA_PKCS_PSS : CKM_SHA256_RSA_PKCS;
}

static guint64
bare_mechanism (HopsoSignatureScheme scheme)
{
  switch (scheme)
    {
    case HOPSO_SIGNATURE_SCHEME_RSA_PKCS1:
      return CKM_RSA_PKCS;
    case HOPSO_SIGNATURE_SCHEME_RSA_PSS:
      return CKM_RSA_PKCS_PSS;
    case HOPSO_SIGNATURE_SCHEME_ECDSA:
      return CKM_ECDSA;
    case HOPSO_SIGNATURE_SCHEME_EDDSA:
    default:
      return CK_UNAVAILABLE_INFORMATION;
    }
}

gboolean
hopso_token_mechanism_is_supported (HopsoToken *token,
                                    HopsoCertificate *certificate,
                                    HopsoSignatureScheme scheme)
{
  gboolean is_ec = scheme == HOPSO_SIGNATURE_SCHEME_ECDSA;
  HopsoKeyType type = is_ec ? HOPSO_KEY_TYPE_EC : HOPSO_KEY_TYPE_RSA;

  return hopso_certificate_get_key_type (certificate) == type &&
         (hopso_token_has_mechanism (token, bare_mechanism (scheme)) ||
          (!is_ec && hopso_token_has_mechanism (token, hashing_mechanism (scheme))));
}

/* Only the leftmost bits that the curve can take count (FIPS 186-5, 6.4.1), and some tokens refuse
 * more. */
static GBytes *
shorten (GBytes *digest, HopsoCertificate *certificate)
{
  gsize room = (hopso_certificate_get_key_bits (certificate) + 7) / 8;

  return g_bytes_new_from_bytes (digest, 0, MIN (room, g_bytes_get_size (digest)));
}

static GBytes *
dup_bare_input (HopsoCertificate *certificate,
                HopsoSignatureScheme scheme,
                HopsoHash hash,
                GBytes *to_be_signed)
{
  g_autoptr (GBytes) digest = hopso_digest_bytes (hash, to_be_signed);

  if (scheme == HOPSO_SIGNATURE_SCHEME_RSA_PKCS1)
    return hopso_signature_dup_digest_info (hash, digest);
  if (scheme == HOPSO_SIGNATURE_SCHEME_ECDSA)
    return shorten (digest, certificate);
  return g_steal_pointer (&digest);
}

gboolean
hopso_token_mechanism_init (HopsoTokenMechanism *self,
                            HopsoToken *token,
                            HopsoCertificate *certificate,
                            HopsoSignatureScheme scheme,
                            HopsoHash hash,
                            GBytes *to_be_signed,
                            GError **error)
{
  gssize i = find_hash (hash);
  gboolean is_pss = scheme == HOPSO_SIGNATURE_SCHEME_RSA_PSS;
  gboolean is_bare = hopso_token_has_mechanism (token, bare_mechanism (scheme));

  if (!hopso_token_mechanism_is_supported (token, certificate, scheme) ||
      (i < 0 && (is_pss || !is_bare)))
    {
      hopso_token_set_error_from_rv (error, CKR_MECHANISM_INVALID);
      return FALSE;
    }
  if (is_bare)
    {
      self->type = bare_mechanism (scheme);
      self->input = dup_bare_input (certificate, scheme, hash, to_be_signed);
    }
  else
    {
      self->type = is_pss ? hashes[i].rsa_pss : hashes[i].rsa_pkcs;
      self->input = g_bytes_ref (to_be_signed);
    }
  if (is_pss)
    {
      self->pss_hash = hashes[i].mechanism;
      self->pss_mask = hashes[i].mask;
      self->salt_size = hopso_hash_get_size (hash);
    }
  return TRUE;
}

gboolean
hopso_token_mechanism_gives (HopsoCertificate *certificate, GBytes *value)
{
  gsize n = (hopso_certificate_get_key_bits (certificate) + 7) / 8;

  if (hopso_certificate_get_key_type (certificate) == HOPSO_KEY_TYPE_EC)
    n *= 2;
  return g_bytes_get_size (value) == n;
}
