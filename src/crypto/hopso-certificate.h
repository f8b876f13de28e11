/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  HOPSO_KEY_TYPE_RSA,
  HOPSO_KEY_TYPE_EC,
  HOPSO_KEY_TYPE_OTHER,
} HopsoKeyType;

/**
 * HopsoKeyUsage:
 *
 * RFC 5280, 4.2.1.3. A certificate without the extension allows everything.
 */
typedef enum
{
  HOPSO_KEY_USAGE_DIGITAL_SIGNATURE = 1 << 0,
  HOPSO_KEY_USAGE_NON_REPUDIATION = 1 << 1,
  HOPSO_KEY_USAGE_KEY_ENCIPHERMENT = 1 << 2,
  HOPSO_KEY_USAGE_CERTIFICATE_SIGN = 1 << 3,
  HOPSO_KEY_USAGE_CRL_SIGN = 1 << 4,
  HOPSO_KEY_USAGE_ANY = (1 << 5) - 1,
} HopsoKeyUsage;

/**
 * HopsoNamePart:
 *
 * The parts of a subject's or an issuer's name that people read.
 */
typedef enum
{
  HOPSO_NAME_COMMON_NAME,
  HOPSO_NAME_ORGANISATION,
  HOPSO_NAME_UNIT,
  HOPSO_NAME_TITLE,
  HOPSO_NAME_LOCALITY,
  HOPSO_NAME_EMAIL,
  HOPSO_NAME_USER_ID,
  HOPSO_NAME_SURNAME,
  HOPSO_NAME_GIVEN_NAME,
  HOPSO_NAME_SERIAL_NUMBER,
  HOPSO_NAME_ORGANISATION_ID,
} HopsoNamePart;

#define HOPSO_TYPE_CERTIFICATE (hopso_certificate_get_type ())
G_DECLARE_FINAL_TYPE (HopsoCertificate, hopso_certificate, HOPSO, CERTIFICATE, GObject)

HopsoCertificate *hopso_certificate_new_from_der (GBytes *der, GError **error);
HopsoCertificate *hopso_certificate_new_from_pem (GBytes *pem, GError **error);
GPtrArray *hopso_certificate_dup_all (GBytes *file, GError **error);
GBytes *hopso_certificate_get_der (HopsoCertificate *self);

char *hopso_certificate_dup_subject_part (HopsoCertificate *self, HopsoNamePart part);
char **hopso_certificate_dup_subject_parts (HopsoCertificate *self, HopsoNamePart part);
char *hopso_certificate_dup_subject_common_name (HopsoCertificate *self);
char *hopso_certificate_dup_subject (HopsoCertificate *self);
char *hopso_certificate_dup_issuer_part (HopsoCertificate *self, HopsoNamePart part);
char *hopso_certificate_dup_issuer_common_name (HopsoCertificate *self);
char *hopso_certificate_dup_issuer (HopsoCertificate *self);
char *hopso_certificate_dup_serial_hex (HopsoCertificate *self);
char *hopso_certificate_dup_fingerprint (HopsoCertificate *self);

gint64 hopso_certificate_get_not_before (HopsoCertificate *self);
gint64 hopso_certificate_get_not_after (HopsoCertificate *self);

HopsoKeyType hopso_certificate_get_key_type (HopsoCertificate *self);
guint hopso_certificate_get_key_bits (HopsoCertificate *self);
HopsoKeyUsage hopso_certificate_get_key_usage (HopsoCertificate *self);
gboolean hopso_certificate_is_for_signing (HopsoCertificate *self);
gboolean hopso_certificate_is_for_documents (HopsoCertificate *self);
gboolean hopso_certificate_is_never_revoked (HopsoCertificate *self);
gboolean hopso_certificate_is_ca (HopsoCertificate *self);
gboolean hopso_certificate_is_self_issued (HopsoCertificate *self);
GBytes *hopso_certificate_dup_public_key (HopsoCertificate *self);

char **hopso_certificate_dup_crl_urls (HopsoCertificate *self);
char **hopso_certificate_dup_ocsp_urls (HopsoCertificate *self);
char **hopso_certificate_dup_issuer_urls (HopsoCertificate *self);

gboolean hopso_certificate_equal (HopsoCertificate *a, HopsoCertificate *b);
gboolean hopso_certificate_has_same_key (HopsoCertificate *a, HopsoCertificate *b);
gboolean hopso_certificate_has_rsa_key (HopsoCertificate *self, GBytes *modulus);
gboolean hopso_certificate_has_ec_key (HopsoCertificate *self, GBytes *point);

G_END_DECLS
