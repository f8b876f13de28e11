/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a certificate is meant for beyond the bits of its key usage: the extended purposes of RFC
 * 5280, 4.2.1.12, and the promise that it is never revoked. Any thread. */

#include "hopso-certificate.h"
#include "hopso-openssl-private.h"

/* Purposes under which documents are signed in the field: RFC 9336, its forerunners by Microsoft
 * and Adobe, and what authorities give to people for mail and signing in. */
static const char *const document_purposes[] = {
  "2.5.29.37.0",       "1.3.6.1.5.5.7.3.36", "1.3.6.1.4.1.311.10.3.12", "1.2.840.113583.1.1.5",
  "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.2",  "1.3.6.1.4.1.311.20.2.2",
};

static gboolean
is_document_purpose (const ASN1_OBJECT *purpose)
{
  char oid[80];

  if (OBJ_obj2txt (oid, sizeof oid, purpose, 1) <= 0)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (document_purposes); i++)
    if (g_str_equal (oid, document_purposes[i]))
      return TRUE;
  return FALSE;
}

/**
 * hopso_certificate_is_for_documents:
 *
 * Returns: whether its key may sign and its purposes, if it names any, have to do with documents
 *   and not only with servers, time or revocation
 */
gboolean
hopso_certificate_is_for_documents (HopsoCertificate *self)
{
  int critical = -1;
  gboolean is_meant = FALSE;

  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (self), FALSE);

  EXTENDED_KEY_USAGE *purposes =
      X509_get_ext_d2i (hopso_certificate_get_x509 (self), NID_ext_key_usage, &critical, NULL);
  for (int i = 0; i < sk_ASN1_OBJECT_num (purposes) && !is_meant; i++)
    is_meant = is_document_purpose (sk_ASN1_OBJECT_value (purposes, i));
  EXTENDED_KEY_USAGE_free (purposes);
  return (is_meant || critical == -1) && hopso_certificate_is_for_signing (self);
}

/**
 * hopso_certificate_is_never_revoked:
 *
 * Returns: whether its issuer promises so: a responder without check (RFC 6960, 4.2.2.2.1), or a
 *   short life (ETSI EN 319 412-1, 5.2.2)
 */
gboolean
hopso_certificate_is_never_revoked (HopsoCertificate *self)
{
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (self), FALSE);

  X509 *x509 = hopso_certificate_get_x509 (self);
  g_autoptr (ASN1_OBJECT) short_life = OBJ_txt2obj ("0.4.0.194121.2.1", 1);
  gboolean is_responder = (X509_get_extension_flags (x509) & EXFLAG_XKUSAGE) != 0 &&
                          (X509_get_extended_key_usage (x509) & XKU_OCSP_SIGN) != 0;
  return (is_responder && X509_get_ext_by_NID (x509, NID_id_pkix_OCSP_noCheck, -1) >= 0) ||
         X509_get_ext_by_OBJ (x509, short_life, -1) >= 0;
}
