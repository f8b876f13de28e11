/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The structures of a CMS signature as ASN.1 templates: OpenSSL's machinery reads and writes them,
 * what they mean is said elsewhere in the room. Writing sorts sets, as DER wants. */

#include "hopso-cms-asn1-private.h"

/* RFC 5652, 10.2.4 and 5.3 */
ASN1_SEQUENCE (HopsoIssuerAndSerial) = {
  ASN1_SIMPLE (HopsoIssuerAndSerial, issuer, X509_NAME),
  ASN1_SIMPLE (HopsoIssuerAndSerial, serial, ASN1_INTEGER),
} ASN1_SEQUENCE_END (HopsoIssuerAndSerial)
IMPLEMENT_ASN1_FUNCTIONS (HopsoIssuerAndSerial)

ASN1_CHOICE (HopsoSignerId) = {
  ASN1_SIMPLE (HopsoSignerId, d.issuer_and_serial, HopsoIssuerAndSerial),
  ASN1_IMP (HopsoSignerId, d.key_id, ASN1_OCTET_STRING, 0),
} static_ASN1_CHOICE_END (HopsoSignerId)

ASN1_SEQUENCE (HopsoSignerInfo) = {
  ASN1_SIMPLE (HopsoSignerInfo, version, ASN1_INTEGER),
  ASN1_SIMPLE (HopsoSignerInfo, signer_id, HopsoSignerId),
  ASN1_SIMPLE (HopsoSignerInfo, digest_algorithm, X509_ALGOR),
  ASN1_IMP_SET_OF_OPT (HopsoSignerInfo, signed_attributes, X509_ATTRIBUTE, 0),
  ASN1_SIMPLE (HopsoSignerInfo, signature_algorithm, X509_ALGOR),
  ASN1_SIMPLE (HopsoSignerInfo, signature, ASN1_OCTET_STRING),
  ASN1_IMP_SET_OF_OPT (HopsoSignerInfo, unsigned_attributes, X509_ATTRIBUTE, 1),
} ASN1_SEQUENCE_END (HopsoSignerInfo)
IMPLEMENT_ASN1_FUNCTIONS (HopsoSignerInfo)

/* 5.2 */
ASN1_SEQUENCE (HopsoEncapsulated) = {
  ASN1_SIMPLE (HopsoEncapsulated, type, ASN1_OBJECT),
  ASN1_EXP_OPT (HopsoEncapsulated, content, ASN1_OCTET_STRING, 0),
} static_ASN1_SEQUENCE_END (HopsoEncapsulated)

/* 5.1. Certificates and revocation lists stay bytes: some may be of kinds that we do not know. */
ASN1_SEQUENCE (HopsoSignedData) = {
  ASN1_SIMPLE (HopsoSignedData, version, ASN1_INTEGER),
  ASN1_SET_OF (HopsoSignedData, digest_algorithms, X509_ALGOR),
  ASN1_SIMPLE (HopsoSignedData, encapsulated, HopsoEncapsulated),
  ASN1_IMP_SET_OF_OPT (HopsoSignedData, certificates, ASN1_ANY, 0),
  ASN1_IMP_SET_OF_OPT (HopsoSignedData, revocations, ASN1_ANY, 1),
  ASN1_SET_OF (HopsoSignedData, signer_infos, HopsoSignerInfo),
} static_ASN1_SEQUENCE_END (HopsoSignedData)

/* 3 */
ASN1_SEQUENCE (HopsoContentInfo) = {
  ASN1_SIMPLE (HopsoContentInfo, type, ASN1_OBJECT),
  ASN1_EXP (HopsoContentInfo, data, HopsoSignedData, 0),
} ASN1_SEQUENCE_END (HopsoContentInfo)
IMPLEMENT_ASN1_FUNCTIONS (HopsoContentInfo)

/* RFC 5035, 4 and 5.4.1 */
ASN1_SEQUENCE (HopsoIssuerSerial) = {
  ASN1_SEQUENCE_OF (HopsoIssuerSerial, issuer, GENERAL_NAME),
  ASN1_SIMPLE (HopsoIssuerSerial, serial, ASN1_INTEGER),
} ASN1_SEQUENCE_END (HopsoIssuerSerial)
IMPLEMENT_ASN1_FUNCTIONS (HopsoIssuerSerial)

ASN1_SEQUENCE (HopsoEssCertId) = {
  ASN1_OPT (HopsoEssCertId, hash_algorithm, X509_ALGOR),
  ASN1_SIMPLE (HopsoEssCertId, hash, ASN1_OCTET_STRING),
  ASN1_OPT (HopsoEssCertId, issuer_serial, HopsoIssuerSerial),
} ASN1_SEQUENCE_END (HopsoEssCertId)
IMPLEMENT_ASN1_FUNCTIONS (HopsoEssCertId)

ASN1_SEQUENCE (HopsoSigningCertificate) = {
  ASN1_SEQUENCE_OF (HopsoSigningCertificate, certificates, HopsoEssCertId),
  ASN1_SEQUENCE_OF_OPT (HopsoSigningCertificate, policies, ASN1_ANY),
} ASN1_SEQUENCE_END (HopsoSigningCertificate)
IMPLEMENT_ASN1_FUNCTIONS (HopsoSigningCertificate)

/* RFC 6211, 2 */
ASN1_SEQUENCE (HopsoAlgorithmProtection) = {
  ASN1_SIMPLE (HopsoAlgorithmProtection, digest_algorithm, X509_ALGOR),
  ASN1_IMP_OPT (HopsoAlgorithmProtection, signature_algorithm, X509_ALGOR, 1),
  ASN1_IMP_OPT (HopsoAlgorithmProtection, mac_algorithm, X509_ALGOR, 2),
} ASN1_SEQUENCE_END (HopsoAlgorithmProtection)
IMPLEMENT_ASN1_FUNCTIONS (HopsoAlgorithmProtection)

/* 5.4: what is signed carries the tag of a SET, not the [0] that it has in the message. */
ASN1_ITEM_TEMPLATE (HopsoSignedAttributes) =
    ASN1_EX_TEMPLATE_TYPE (ASN1_TFLG_SET_OF, 0, attributes, X509_ATTRIBUTE)
static_ASN1_ITEM_TEMPLATE_END (HopsoSignedAttributes)

const ASN1_ITEM *
hopso_signed_attributes_item (void)
{
  return ASN1_ITEM_rptr (HopsoSignedAttributes);
}

/* RFC 5652, 11 allows one instance with one value for each type that we look for. */
ASN1_TYPE *
hopso_cms_find_attribute (const STACK_OF (X509_ATTRIBUTE) * attributes, int nid)
{
  X509_ATTRIBUTE *found = NULL;

  for (int i = 0; i < sk_X509_ATTRIBUTE_num (attributes); i++)
    {
      X509_ATTRIBUTE *attribute = sk_X509_ATTRIBUTE_value (attributes, i);

      if (OBJ_obj2nid (X509_ATTRIBUTE_get0_object (attribute)) != nid)
        continue;
      if (found != NULL)
        return NULL;
      found = attribute;
    }
  if (found == NULL || X509_ATTRIBUTE_count (found) != 1)
    return NULL;
  return X509_ATTRIBUTE_get0_type (found, 0);
}
