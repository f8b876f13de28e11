/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-signature-scheme.h"
#include "hopso-validation-material.h"

G_BEGIN_DECLS

/**
 * HopsoCheck:
 *
 * How one check of a signature came out.
 */
typedef enum
{
  HOPSO_CHECK_PASSED,
  HOPSO_CHECK_FAILED,
  HOPSO_CHECK_ABSENT,
  HOPSO_CHECK_UNSUPPORTED,
} HopsoCheck;

/**
 * HopsoCmsFindings:
 * @content_type: the signed content-type is that of the content
 * @message_digest: the signed message-digest is that of the content
 * @certificate_binding: signing-certificate names the signer's certificate
 * @attributes: none stands twice, none outside the signature that must be inside, none contradicts
 *   the rest
 * @signature_value: the value belongs to the certificate's key and the signed attributes
 * @is_weak: the hash or the key must not be relied on any more
 */
typedef struct
{
  HopsoCheck content_type;
  HopsoCheck message_digest;
  HopsoCheck certificate_binding;
  HopsoCheck attributes;
  HopsoCheck signature_value;
  gboolean is_weak;
} HopsoCmsFindings;

#define HOPSO_TYPE_CMS (hopso_cms_get_type ())
G_DECLARE_FINAL_TYPE (HopsoCms, hopso_cms, HOPSO, CMS, GObject)

HopsoCms *hopso_cms_parse (GBytes *bytes, GError **error);
HopsoCms *hopso_cms_parse_enveloping (GBytes *bytes, GBytes **content, GError **error);
gsize hopso_cms_get_padding (HopsoCms *self);
gboolean hopso_cms_is_der (HopsoCms *self);
HopsoCertificate *hopso_cms_get_signer_certificate (HopsoCms *self);
void hopso_cms_find_signer (HopsoCms *self, HopsoValidationMaterial *material);
GPtrArray *hopso_cms_get_certificates (HopsoCms *self);
HopsoHash hopso_cms_get_hash (HopsoCms *self);
gboolean hopso_cms_get_scheme (HopsoCms *self, HopsoSignatureScheme *scheme);
gboolean hopso_cms_has_signed_attributes (HopsoCms *self);
gboolean hopso_cms_get_signing_time (HopsoCms *self, gint64 *unix_seconds);
GBytes *hopso_cms_get_signature_value (HopsoCms *self);
GBytes *hopso_cms_get_timestamp_token (HopsoCms *self);
GPtrArray *hopso_cms_get_timestamp_tokens (HopsoCms *self);
void hopso_cms_add_material (HopsoCms *self, HopsoValidationMaterial *material, guint64 end);
gboolean hopso_cms_verify (HopsoCms *self, GBytes *content_digest, HopsoCmsFindings *findings)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
