/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AlgorithmIdentifiers and what they mean. Unknown parameters are refused, never ignored: a PSS
 * signature checked with other parameters than it names proves nothing. */

#include "hopso-algorithm-private.h"

#include <openssl/rsa.h>

typedef RSA_PSS_PARAMS PssParameters;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PssParameters, RSA_PSS_PARAMS_free)

HopsoSignatureAlgorithm
hopso_signature_algorithm (HopsoSignatureScheme scheme, HopsoHash hash)
{
  return (HopsoSignatureAlgorithm){ scheme, hash, hash, (int) hopso_hash_get_size (hash) };
}

/* OpenSSL 3.0 has these names, but does not know what they are made of. */
static const struct
{
  int nid;
  int key_nid;
  HopsoHash hash;
} sha3_signatures[] = {
  { NID_ecdsa_with_SHA3_224, NID_X9_62_id_ecPublicKey, HOPSO_HASH_SHA3_224 },
  { NID_ecdsa_with_SHA3_256, NID_X9_62_id_ecPublicKey, HOPSO_HASH_SHA3_256 },
  { NID_ecdsa_with_SHA3_384, NID_X9_62_id_ecPublicKey, HOPSO_HASH_SHA3_384 },
  { NID_ecdsa_with_SHA3_512, NID_X9_62_id_ecPublicKey, HOPSO_HASH_SHA3_512 },
  { NID_RSA_SHA3_224, NID_rsaEncryption, HOPSO_HASH_SHA3_224 },
  { NID_RSA_SHA3_256, NID_rsaEncryption, HOPSO_HASH_SHA3_256 },
  { NID_RSA_SHA3_384, NID_rsaEncryption, HOPSO_HASH_SHA3_384 },
  { NID_RSA_SHA3_512, NID_rsaEncryption, HOPSO_HASH_SHA3_512 },
};

static gboolean
find_parts (int nid, int *key_nid, HopsoHash *hash)
{
  int hash_nid;

  for (gsize i = 0; i < G_N_ELEMENTS (sha3_signatures); i++)
    if (sha3_signatures[i].nid == nid)
      {
        *key_nid = sha3_signatures[i].key_nid;
        *hash = sha3_signatures[i].hash;
        return TRUE;
      }
  return OBJ_find_sigid_algs (nid, &hash_nid, key_nid) == 1 && hopso_hash_from_nid (hash_nid, hash);
}

static int
find_ecdsa (HopsoHash hash)
{
  int nid = NID_undef;

  for (gsize i = 0; i < G_N_ELEMENTS (sha3_signatures); i++)
    if (sha3_signatures[i].hash == hash && sha3_signatures[i].key_nid == NID_X9_62_id_ecPublicKey)
      return sha3_signatures[i].nid;
  OBJ_find_sigid_by_algs (&nid, EVP_MD_get_type (hopso_hash_get_md (hash)),
                          NID_X9_62_id_ecPublicKey);
  return nid;
}

/* Absent or NULL: both are in use. */
static gboolean
has_no_parameters (const X509_ALGOR *algorithm)
{
  int type;

  X509_ALGOR_get0 (NULL, &type, NULL, algorithm);
  return type == V_ASN1_UNDEF || type == V_ASN1_NULL;
}

static int
get_nid (const X509_ALGOR *algorithm)
{
  const ASN1_OBJECT *object;

  X509_ALGOR_get0 (&object, NULL, NULL, algorithm);
  return OBJ_obj2nid (object);
}

gboolean
hopso_algorithm_read_hash (const X509_ALGOR *algorithm, HopsoHash *hash)
{
  return has_no_parameters (algorithm) && hopso_hash_from_nid (get_nid (algorithm), hash);
}

/* RFC 4055, 3.1 */
static gboolean
read_pss (const X509_ALGOR *algorithm, HopsoHash digest, HopsoSignatureAlgorithm *signature)
{
  const void *value;
  int type;

  X509_ALGOR_get0 (NULL, &type, &value, algorithm);
  if (type != V_ASN1_SEQUENCE)
    return FALSE;
  g_autoptr (PssParameters) pss =
      ASN1_item_unpack ((const ASN1_STRING *) value, ASN1_ITEM_rptr (RSA_PSS_PARAMS));
  if (pss == NULL)
    return FALSE;

  HopsoHash hash = HOPSO_HASH_SHA1, mgf_hash = HOPSO_HASH_SHA1;
  if (pss->hashAlgorithm != NULL && !hopso_algorithm_read_hash (pss->hashAlgorithm, &hash))
    return FALSE;
  if (pss->maskGenAlgorithm != NULL)
    {
      X509_ALGOR *mgf = pss->maskGenAlgorithm;

      if (get_nid (mgf) != NID_mgf1 || mgf->parameter == NULL ||
          mgf->parameter->type != V_ASN1_SEQUENCE)
        return FALSE;
      X509_ALGOR *inner =
          ASN1_item_unpack (mgf->parameter->value.sequence, ASN1_ITEM_rptr (X509_ALGOR));
      gboolean is_known = inner != NULL && hopso_algorithm_read_hash (inner, &mgf_hash);
      X509_ALGOR_free (inner);
      if (!is_known)
        return FALSE;
    }

  long salt_size = pss->saltLength != NULL ? ASN1_INTEGER_get (pss->saltLength) : 20;
  long trailer = pss->trailerField != NULL ? ASN1_INTEGER_get (pss->trailerField) : 1;
  /* ETSI TS 119 312, 7.2: one hash for all. */
  if (hash != digest || mgf_hash != hash || salt_size < 0 || salt_size > 512 || trailer != 1)
    return FALSE;
  *signature =
      (HopsoSignatureAlgorithm){ HOPSO_SIGNATURE_SCHEME_RSA_PSS, hash, mgf_hash, (int) salt_size };
  return TRUE;
}

gboolean
hopso_algorithm_read_signature (const X509_ALGOR *algorithm,
                                HopsoHash digest,
                                HopsoSignatureAlgorithm *signature)
{
  int nid = get_nid (algorithm), key_nid;
  HopsoHash hash;

  if (nid == NID_rsassaPss)
    return read_pss (algorithm, digest, signature);
  if (!has_no_parameters (algorithm))
    return FALSE;
  if (nid == NID_ED25519 || nid == NID_ED448)
    *signature = hopso_signature_algorithm (HOPSO_SIGNATURE_SCHEME_EDDSA, digest);
  else if (nid == NID_rsaEncryption)
    *signature = hopso_signature_algorithm (HOPSO_SIGNATURE_SCHEME_RSA_PKCS1, digest);
  /* Wrong by the letter, but written by many: the key's type in the place of the algorithm. */
  else if (nid == NID_X9_62_id_ecPublicKey)
    *signature = hopso_signature_algorithm (HOPSO_SIGNATURE_SCHEME_ECDSA, digest);
  else if (!find_parts (nid, &key_nid, &hash) || hash != digest)
    return FALSE;
  else if (key_nid == NID_rsaEncryption)
    *signature = hopso_signature_algorithm (HOPSO_SIGNATURE_SCHEME_RSA_PKCS1, hash);
  else if (key_nid == NID_X9_62_id_ecPublicKey)
    *signature = hopso_signature_algorithm (HOPSO_SIGNATURE_SCHEME_ECDSA, hash);
  else
    return FALSE;
  return TRUE;
}

gboolean
hopso_algorithm_write_hash (X509_ALGOR *algorithm, HopsoHash hash)
{
  /* RFC 5754, 2: the parameters are left out. */
  return X509_ALGOR_set0 (algorithm, OBJ_nid2obj (EVP_MD_get_type (hopso_hash_get_md (hash))),
                          V_ASN1_UNDEF, NULL) == 1;
}

static gboolean
write_pss (X509_ALGOR *algorithm, const HopsoSignatureAlgorithm *signature)
{
  g_autoptr (PssParameters) pss = RSA_PSS_PARAMS_new ();
  X509_ALGOR *inner = X509_ALGOR_new ();
  ASN1_STRING *packed = NULL, *parameters = NULL;
  gboolean is_done = FALSE;

  if (pss != NULL && inner != NULL)
    {
      pss->hashAlgorithm = X509_ALGOR_new ();
      pss->maskGenAlgorithm = X509_ALGOR_new ();
      pss->saltLength = ASN1_INTEGER_new ();
      is_done =
          pss->hashAlgorithm != NULL && pss->maskGenAlgorithm != NULL && pss->saltLength != NULL &&
          hopso_algorithm_write_hash (pss->hashAlgorithm, signature->hash) &&
          hopso_algorithm_write_hash (inner, signature->mgf_hash) &&
          ASN1_INTEGER_set (pss->saltLength, signature->salt_size) == 1 &&
          (packed = ASN1_item_pack (inner, ASN1_ITEM_rptr (X509_ALGOR), NULL)) != NULL &&
          X509_ALGOR_set0 (pss->maskGenAlgorithm, OBJ_nid2obj (NID_mgf1), V_ASN1_SEQUENCE,
                           packed) == 1 &&
          (parameters = ASN1_item_pack (pss, ASN1_ITEM_rptr (RSA_PSS_PARAMS), NULL)) != NULL &&
          X509_ALGOR_set0 (algorithm, OBJ_nid2obj (NID_rsassaPss), V_ASN1_SEQUENCE, parameters) ==
              1;
    }
  X509_ALGOR_free (inner);
  return is_done;
}

gboolean
hopso_algorithm_write_signature (X509_ALGOR *algorithm, const HopsoSignatureAlgorithm *signature)
{
  int nid;

  switch (signature->scheme)
    {
    case HOPSO_SIGNATURE_SCHEME_RSA_PSS:
      return write_pss (algorithm, signature);
    case HOPSO_SIGNATURE_SCHEME_RSA_PKCS1:
      /* RFC 3370, 3.2: with NULL as parameters. */
      return X509_ALGOR_set0 (algorithm, OBJ_nid2obj (NID_rsaEncryption), V_ASN1_NULL, NULL) == 1;
    case HOPSO_SIGNATURE_SCHEME_ECDSA:
      nid = find_ecdsa (signature->hash);
      return nid != NID_undef &&
             X509_ALGOR_set0 (algorithm, OBJ_nid2obj (nid), V_ASN1_UNDEF, NULL) == 1;
    case HOPSO_SIGNATURE_SCHEME_EDDSA:
    default:
      return FALSE;
    }
}
