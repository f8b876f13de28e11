/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a CMS signature holds: content type, digest, attributes, binding to the certificate, and
 * the value itself, each by itself. Whether its signer can be trusted is not asked here. Any
 * thread. */

#include "hopso-cms.h"

#include "hopso-algorithm-policy.h"
#include "hopso-cms-private.h"

#include <openssl/err.h>

static HopsoCheck
check_content_type (HopsoCms *self)
{
  const ASN1_TYPE *type =
      hopso_cms_find_attribute (self->signer->signed_attributes, NID_pkcs9_contentType);

  return type != NULL && type->type == V_ASN1_OBJECT &&
                 OBJ_cmp (type->value.object, self->info->data->encapsulated->type) == 0
             ? HOPSO_CHECK_PASSED
             : HOPSO_CHECK_FAILED;
}

static HopsoCheck
check_message_digest (HopsoCms *self, GBytes *content_digest)
{
  const ASN1_TYPE *digest =
      hopso_cms_find_attribute (self->signer->signed_attributes, NID_pkcs9_messageDigest);

  if (digest == NULL || digest->type != V_ASN1_OCTET_STRING)
    return HOPSO_CHECK_FAILED;
  g_autoptr (GBytes) signed_digest = hopso_cms_string_to_bytes (digest->value.octet_string);
  return hopso_digest_equal (signed_digest, content_digest) ? HOPSO_CHECK_PASSED
                                                            : HOPSO_CHECK_FAILED;
}

static HopsoCheck
check_signature_value (HopsoCms *self, GBytes *content_digest)
{
  g_autoptr (GBytes) message = NULL;

  if (!self->knows_algorithm)
    return HOPSO_CHECK_UNSUPPORTED;
  if (self->signer_certificate == NULL)
    return HOPSO_CHECK_ABSENT;
  if (self->algorithm.scheme == HOPSO_SIGNATURE_SCHEME_EDDSA)
    {
      /* RFC 8419, 3: it signs the bytes themselves; without attributes we do not have them. */
      if (self->signed_attributes == NULL)
        return HOPSO_CHECK_UNSUPPORTED;
      message = g_bytes_ref (self->signed_attributes);
    }
  else if (self->signed_attributes != NULL)
    message = hopso_digest_bytes (self->hash, self->signed_attributes);
  else
    message = g_bytes_ref (content_digest);

  return hopso_signature_check (self->signer_certificate, &self->algorithm, message,
                                self->signature_value)
             ? HOPSO_CHECK_PASSED
             : HOPSO_CHECK_FAILED;
}

static gboolean
is_weak (HopsoCms *self)
{
  return hopso_algorithm_policy_get_hash_end (self->hash) != G_MAXINT64 ||
         (self->signer_certificate != NULL &&
          hopso_algorithm_policy_get_key_end (self->signer_certificate) != G_MAXINT64);
}

/**
 * hopso_cms_verify:
 * @content_digest: what hopso_cms_get_hash() makes of the signed content
 * @findings: (out): each check by itself
 *
 * Returns: whether the content is the signed one and the value the certificate's. A missing
 *   binding alone does not fail it, nor does weakness: see @findings
 */
gboolean
hopso_cms_verify (HopsoCms *self, GBytes *content_digest, HopsoCmsFindings *findings)
{
  g_return_val_if_fail (HOPSO_IS_CMS (self), FALSE);

  *findings = (HopsoCmsFindings){ HOPSO_CHECK_ABSENT, HOPSO_CHECK_ABSENT,
                                  HOPSO_CHECK_ABSENT, hopso_cms_check_attributes (self->signer),
                                  HOPSO_CHECK_ABSENT, is_weak (self) };
  if (self->signed_attributes != NULL)
    {
      findings->content_type = check_content_type (self);
      findings->message_digest = check_message_digest (self, content_digest);
      findings->certificate_binding =
          hopso_cms_check_binding (self->signer->signed_attributes, self->signer_certificate);
    }
  findings->signature_value = check_signature_value (self, content_digest);
  ERR_clear_error ();

  HopsoCheck least = self->signed_attributes != NULL ? HOPSO_CHECK_PASSED : HOPSO_CHECK_ABSENT;
  return findings->signature_value == HOPSO_CHECK_PASSED && findings->content_type == least &&
         findings->message_digest == least && findings->attributes != HOPSO_CHECK_FAILED &&
         (findings->certificate_binding == HOPSO_CHECK_PASSED ||
          findings->certificate_binding == HOPSO_CHECK_ABSENT);
}
