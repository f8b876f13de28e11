/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether the attributes of a signature agree with each other and with the rest of it. What stands
 * twice can be read in two ways, and what must be signed is nobody's word outside the signature
 * (RFC 5652, 11; RFC 5035, 5.4; RFC 6211). */

#include "hopso-cms-asn1-private.h"

static const int signed_only[] = {
  NID_pkcs9_contentType,
  NID_pkcs9_messageDigest,
  NID_pkcs9_signingTime,
  NID_id_smime_aa_signingCertificate,
  NID_id_smime_aa_signingCertificateV2,
};

static gboolean
has (const STACK_OF (X509_ATTRIBUTE) * attributes, int nid)
{
  return X509at_get_attr_by_NID (attributes, nid, -1) >= 0;
}

static gboolean
are_all_different (const STACK_OF (X509_ATTRIBUTE) * attributes)
{
  for (int i = 0; i < sk_X509_ATTRIBUTE_num (attributes); i++)
    {
      const ASN1_OBJECT *type =
          X509_ATTRIBUTE_get0_object (sk_X509_ATTRIBUTE_value (attributes, i));

      if (X509at_get_attr_by_OBJ (attributes, type, i) >= 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
have_one_value (const STACK_OF (X509_ATTRIBUTE) * attributes)
{
  for (gsize i = 0; i < G_N_ELEMENTS (signed_only); i++)
    if (has (attributes, signed_only[i]) &&
        hopso_cms_find_attribute (attributes, signed_only[i]) == NULL)
      return FALSE;
  return TRUE;
}

/* RFC 6211, 2: the same algorithms once more, where they cannot be exchanged. */
static gboolean
protects_algorithms (const HopsoSignerInfo *signer)
{
  g_autoptr (ASN1_OBJECT) type = OBJ_txt2obj ("1.2.840.113549.1.9.52", 1);
  int at = X509at_get_attr_by_OBJ (signer->signed_attributes, type, -1);

  if (at < 0)
    return TRUE;
  X509_ATTRIBUTE *attribute = sk_X509_ATTRIBUTE_value (signer->signed_attributes, at);
  const ASN1_TYPE *value =
      X509_ATTRIBUTE_count (attribute) == 1 ? X509_ATTRIBUTE_get0_type (attribute, 0) : NULL;
  if (value == NULL || value->type != V_ASN1_SEQUENCE)
    return FALSE;
  g_autoptr (HopsoAlgorithmProtection) named =
      ASN1_item_unpack (value->value.sequence, ASN1_ITEM_rptr (HopsoAlgorithmProtection));
  return named != NULL && X509_ALGOR_cmp (named->digest_algorithm, signer->digest_algorithm) == 0 &&
         named->signature_algorithm != NULL &&
         X509_ALGOR_cmp (named->signature_algorithm, signer->signature_algorithm) == 0;
}

HopsoCheck
hopso_cms_check_attributes (const HopsoSignerInfo *signer)
{
  for (gsize i = 0; i < G_N_ELEMENTS (signed_only); i++)
    if (has (signer->unsigned_attributes, signed_only[i]))
      return HOPSO_CHECK_FAILED;
  if (signer->signed_attributes == NULL)
    return HOPSO_CHECK_ABSENT;
  return are_all_different (signer->signed_attributes) &&
                 have_one_value (signer->signed_attributes) && protects_algorithms (signer)
             ? HOPSO_CHECK_PASSED
             : HOPSO_CHECK_FAILED;
}
