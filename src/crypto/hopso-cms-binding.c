/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The signed attribute that names the signer's certificate by its digest (RFC 5035), so that no
 * other certificate of the same key can be slipped under the signature. Version 1 with SHA-1 is
 * read, only version 2 with SHA-256 is written. */

#include "hopso-cms-asn1-private.h"

#include "hopso-algorithm-private.h"

static GBytes *
dup_fingerprint (HopsoCertificate *certificate, HopsoHash hash)
{
  return hopso_digest_bytes (hash, hopso_certificate_get_der (certificate));
}

static gboolean
names_issuer (const HopsoIssuerSerial *named, X509 *x509)
{
  if (ASN1_INTEGER_cmp (named->serial, X509_get0_serialNumber (x509)) != 0)
    return FALSE;
  for (int i = 0; i < sk_GENERAL_NAME_num (named->issuer); i++)
    {
      const GENERAL_NAME *name = sk_GENERAL_NAME_value (named->issuer, i);

      if (name->type == GEN_DIRNAME &&
          X509_NAME_cmp (name->d.directoryName, X509_get_issuer_name (x509)) == 0)
        return TRUE;
    }
  return FALSE;
}

static HopsoCheck
check_id (const HopsoEssCertId *id, HopsoHash hash, HopsoCertificate *certificate)
{
  g_autoptr (GBytes) fingerprint = dup_fingerprint (certificate, hash);
  g_autoptr (GBytes) named =
      g_bytes_new (ASN1_STRING_get0_data (id->hash), (gsize) ASN1_STRING_length (id->hash));

  return hopso_digest_equal (fingerprint, named) &&
                 (id->issuer_serial == NULL ||
                  names_issuer (id->issuer_serial, hopso_certificate_get_x509 (certificate)))
             ? HOPSO_CHECK_PASSED
             : HOPSO_CHECK_FAILED;
}

static gboolean
has_attribute (const STACK_OF (X509_ATTRIBUTE) * attributes, int nid)
{
  return X509at_get_attr_by_NID (attributes, nid, -1) >= 0;
}

static HopsoCheck
check_version (const STACK_OF (X509_ATTRIBUTE) * attributes,
               int nid,
               HopsoHash hash,
               HopsoCertificate *certificate)
{
  if (!has_attribute (attributes, nid))
    return HOPSO_CHECK_ABSENT;
  if (certificate == NULL)
    return HOPSO_CHECK_FAILED;

  const ASN1_TYPE *value = hopso_cms_find_attribute (attributes, nid);
  g_autoptr (HopsoSigningCertificate) names =
      value != NULL && value->type == V_ASN1_SEQUENCE
          ? ASN1_item_unpack (value->value.sequence, ASN1_ITEM_rptr (HopsoSigningCertificate))
          : NULL;
  /* The first is the signer's, others of the chain may follow. */
  const HopsoEssCertId *first =
      names != NULL ? sk_HopsoEssCertId_value (names->certificates, 0) : NULL;
  if (first == NULL)
    return HOPSO_CHECK_FAILED;
  if (first->hash_algorithm != NULL && (nid == NID_id_smime_aa_signingCertificate ||
                                        !hopso_algorithm_read_hash (first->hash_algorithm, &hash)))
    return HOPSO_CHECK_UNSUPPORTED;
  return check_id (first, hash, certificate);
}

/* Where both versions are there, both must name it. */
HopsoCheck
hopso_cms_check_binding (const STACK_OF (X509_ATTRIBUTE) * attributes,
                         HopsoCertificate *certificate)
{
  HopsoCheck newer = check_version (attributes, NID_id_smime_aa_signingCertificateV2,
                                    HOPSO_HASH_SHA256, certificate);
  HopsoCheck older =
      check_version (attributes, NID_id_smime_aa_signingCertificate, HOPSO_HASH_SHA1, certificate);

  if (newer == HOPSO_CHECK_ABSENT || newer == HOPSO_CHECK_PASSED)
    return older == HOPSO_CHECK_ABSENT ? newer : older;
  return newer;
}

static gboolean
set_issuer_serial (HopsoEssCertId *id, X509 *x509)
{
  GENERAL_NAME *issuer = GENERAL_NAME_new ();

  id->issuer_serial = HopsoIssuerSerial_new ();
  if (issuer == NULL || id->issuer_serial == NULL)
    {
      GENERAL_NAME_free (issuer);
      return FALSE;
    }
  issuer->type = GEN_DIRNAME;
  issuer->d.directoryName = X509_NAME_dup (X509_get_issuer_name (x509));
  if (sk_GENERAL_NAME_push (id->issuer_serial->issuer, issuer) <= 0)
    {
      GENERAL_NAME_free (issuer);
      return FALSE;
    }
  ASN1_INTEGER_free (id->issuer_serial->serial);
  id->issuer_serial->serial = ASN1_INTEGER_dup (X509_get0_serialNumber (x509));
  return issuer->d.directoryName != NULL && id->issuer_serial->serial != NULL;
}

ASN1_STRING *
hopso_cms_pack_binding (HopsoCertificate *certificate)
{
  g_autoptr (HopsoSigningCertificate) names = HopsoSigningCertificate_new ();
  g_autoptr (HopsoEssCertId) id = HopsoEssCertId_new ();
  g_autoptr (GBytes) fingerprint = dup_fingerprint (certificate, HOPSO_HASH_SHA256);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (fingerprint, &size);

  /* SHA-256 is the default and left out, as DER demands. */
  if (names == NULL || id == NULL || ASN1_STRING_set (id->hash, bytes, (int) size) != 1 ||
      !set_issuer_serial (id, hopso_certificate_get_x509 (certificate)) ||
      sk_HopsoEssCertId_push (names->certificates, id) <= 0)
    return NULL;
  id = NULL; /* the list owns it now */
  return ASN1_item_pack (names, ASN1_ITEM_rptr (HopsoSigningCertificate), NULL);
}
