/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a certificate says in words: the parts of its names, its number, its fingerprint, and the
 * addresses where its issuer answers. All of it comes from outside, is made
 * valid UTF-8, and holds nothing that cannot be seen. */

#include "hopso-certificate.h"
#include "hopso-name.h"
#include "hopso-openssl-private.h"

#include <string.h>

static char *
dup_utf8 (const ASN1_STRING *string)
{
  guint8 *utf8 = NULL;
  int size = ASN1_STRING_to_UTF8 (&utf8, string);

  if (size < 0)
    return NULL;
  g_autofree char *valid = g_utf8_make_valid ((const char *) utf8, size);
  OPENSSL_free (utf8);
  return hopso_name_clean (valid);
}

/* All of them in their order: names run from the general to the special. */
static char **
dup_parts (const X509_NAME *name, HopsoNamePart part)
{
  static const int nids[] = {
    [HOPSO_NAME_COMMON_NAME] = NID_commonName,
    [HOPSO_NAME_ORGANISATION] = NID_organizationName,
    [HOPSO_NAME_UNIT] = NID_organizationalUnitName,
    [HOPSO_NAME_TITLE] = NID_title,
    [HOPSO_NAME_LOCALITY] = NID_localityName,
    [HOPSO_NAME_EMAIL] = NID_pkcs9_emailAddress,
    [HOPSO_NAME_USER_ID] = NID_userId,
    [HOPSO_NAME_SURNAME] = NID_surname,
    [HOPSO_NAME_GIVEN_NAME] = NID_givenName,
    [HOPSO_NAME_SERIAL_NUMBER] = NID_serialNumber,
    [HOPSO_NAME_ORGANISATION_ID] = NID_organizationIdentifier,
  };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  int at = -1;

  while ((at = X509_NAME_get_index_by_NID (name, nids[part], at)) >= 0)
    {
      g_autofree char *text = dup_utf8 (X509_NAME_ENTRY_get_data (X509_NAME_get_entry (name, at)));

      if (text != NULL)
        g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

static char *
dup_part (const X509_NAME *name, HopsoNamePart part)
{
  g_auto (GStrv) parts = dup_parts (name, part);
  guint n = g_strv_length (parts);

  return n > 0 ? g_strdup (parts[n - 1]) : NULL;
}

static char *
dup_whole (const X509_NAME *name)
{
  g_autoptr (BIO) bio = BIO_new (BIO_s_mem ());
  const char *text = NULL;

  if (bio == NULL || X509_NAME_print_ex (
                         bio, name, 0, XN_FLAG_RFC2253 & ~(unsigned long) ASN1_STRFLGS_ESC_MSB) < 0)
    return g_strdup ("");
  long size = BIO_get_mem_data (bio, (char **) &text);
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", text != NULL ? size : 0);
  return hopso_name_clean (valid);
}

/**
 * hopso_certificate_dup_subject_part:
 *
 * Returns: (transfer full) (nullable): that part of the name of whom it certifies
 */
char *
hopso_certificate_dup_subject_part (HopsoCertificate *self, HopsoNamePart part)
{
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (self), NULL);
  return dup_part (X509_get_subject_name (hopso_certificate_get_x509 (self)), part);
}

/**
 * hopso_certificate_dup_subject_parts:
 *
 * Returns: (transfer full) (array zero-terminated=1): every such part, perhaps none
 */
char **
hopso_certificate_dup_subject_parts (HopsoCertificate *self, HopsoNamePart part)
{
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (self), NULL);
  return dup_parts (X509_get_subject_name (hopso_certificate_get_x509 (self)), part);
}

/**
 * hopso_certificate_dup_subject_common_name:
 *
 * Returns: (transfer full) (nullable): the name of whom it certifies
 */
char *
hopso_certificate_dup_subject_common_name (HopsoCertificate *self)
{
  return hopso_certificate_dup_subject_part (self, HOPSO_NAME_COMMON_NAME);
}

/**
 * hopso_certificate_dup_subject:
 *
 * Returns: (transfer full): the whole name, as RFC 4514 writes it
 */
char *
hopso_certificate_dup_subject (HopsoCertificate *self)
{
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (self), NULL);
  return dup_whole (X509_get_subject_name (hopso_certificate_get_x509 (self)));
}

/**
 * hopso_certificate_dup_issuer_part:
 *
 * Returns: (transfer full) (nullable): that part of the issuer's name
 */
char *
hopso_certificate_dup_issuer_part (HopsoCertificate *self, HopsoNamePart part)
{
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (self), NULL);
  return dup_part (X509_get_issuer_name (hopso_certificate_get_x509 (self)), part);
}

/**
 * hopso_certificate_dup_issuer_common_name:
 *
 * Returns: (transfer full) (nullable): the issuer's name
 */
char *
hopso_certificate_dup_issuer_common_name (HopsoCertificate *self)
{
  return hopso_certificate_dup_issuer_part (self, HOPSO_NAME_COMMON_NAME);
}

/**
 * hopso_certificate_dup_issuer:
 *
 * Returns: (transfer full): the issuer's whole name, as RFC 4514 writes it
 */
char *
hopso_certificate_dup_issuer (HopsoCertificate *self)
{
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (self), NULL);
  return dup_whole (X509_get_issuer_name (hopso_certificate_get_x509 (self)));
}

/**
 * hopso_certificate_dup_serial_hex:
 *
 * Returns: (transfer full): the serial number in lower-case hexadecimal
 */
char *
hopso_certificate_dup_serial_hex (HopsoCertificate *self)
{
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (self), NULL);

  const ASN1_INTEGER *serial = X509_get0_serialNumber (hopso_certificate_get_x509 (self));
  g_autoptr (GBytes) bytes =
      g_bytes_new (ASN1_STRING_get0_data (serial), (gsize) ASN1_STRING_length (serial));
  return hopso_digest_to_hex (bytes);
}

/**
 * hopso_certificate_dup_fingerprint:
 *
 * Returns: (transfer full): its SHA-256 in lower-case hexadecimal
 */
char *
hopso_certificate_dup_fingerprint (HopsoCertificate *self)
{
  return hopso_sha256_hex (hopso_certificate_get_der (self));
}

/* Only addresses that can be written in ASCII without control letters. */
static void
add_url (GStrvBuilder *urls, const GENERAL_NAME *name)
{
  if (name->type != GEN_URI)
    return;

  const ASN1_IA5STRING *uri = name->d.uniformResourceIdentifier;
  gsize size = (gsize) ASN1_STRING_length (uri);
  g_autofree char *url = g_strndup ((const char *) ASN1_STRING_get0_data (uri), size);

  if (strlen (url) != size || size == 0)
    return;
  for (const char *c = url; *c != '\0'; c++)
    if (!g_ascii_isgraph (*c))
      return;
  g_strv_builder_add (urls, url);
}

/**
 * hopso_certificate_dup_crl_urls:
 *
 * Returns: (transfer full): where its issuer publishes revocations; may be empty
 */
char **
hopso_certificate_dup_crl_urls (HopsoCertificate *self)
{
  g_autoptr (GStrvBuilder) urls = g_strv_builder_new ();

  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (self), NULL);

  CRL_DIST_POINTS *points =
      X509_get_ext_d2i (hopso_certificate_get_x509 (self), NID_crl_distribution_points, NULL, NULL);
  for (int i = 0; i < sk_DIST_POINT_num (points); i++)
    {
      const DIST_POINT_NAME *name = sk_DIST_POINT_value (points, i)->distpoint;

      if (name == NULL || name->type != 0)
        continue;
      for (int j = 0; j < sk_GENERAL_NAME_num (name->name.fullname); j++)
        add_url (urls, sk_GENERAL_NAME_value (name->name.fullname, j));
    }
  CRL_DIST_POINTS_free (points);
  return g_strv_builder_end (urls);
}

static char **
dup_access_urls (HopsoCertificate *self, int method)
{
  g_autoptr (GStrvBuilder) urls = g_strv_builder_new ();
  AUTHORITY_INFO_ACCESS *access =
      X509_get_ext_d2i (hopso_certificate_get_x509 (self), NID_info_access, NULL, NULL);

  for (int i = 0; i < sk_ACCESS_DESCRIPTION_num (access); i++)
    {
      const ACCESS_DESCRIPTION *description = sk_ACCESS_DESCRIPTION_value (access, i);

      if (OBJ_obj2nid (description->method) == method)
        add_url (urls, description->location);
    }
  AUTHORITY_INFO_ACCESS_free (access);
  return g_strv_builder_end (urls);
}

/**
 * hopso_certificate_dup_ocsp_urls:
 *
 * Returns: (transfer full): where its issuer answers about revocation; may be empty
 */
char **
hopso_certificate_dup_ocsp_urls (HopsoCertificate *self)
{
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (self), NULL);
  return dup_access_urls (self, NID_ad_OCSP);
}

/**
 * hopso_certificate_dup_issuer_urls:
 *
 * Returns: (transfer full): where the issuer's own certificate can be had; may be empty
 */
char **
hopso_certificate_dup_issuer_urls (HopsoCertificate *self)
{
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (self), NULL);
  return dup_access_urls (self, NID_ad_ca_issuers);
}
