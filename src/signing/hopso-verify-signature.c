/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One signature or document timestamp on the bytes of the file: ranges, digest, value, attributes,
 * binding, and the timestamps that it carries. Formats from before PAdES are read too. What comes
 * along for the verification goes into the bag. Whom to trust is asked elsewhere. Never on the
 * main thread. */

#include "hopso-verify-steps-private.h"

#include "hopso-digest.h"

static void
stamp_free (gpointer data)
{
  HopsoCheckedStamp *stamp = data;

  if (stamp == NULL)
    return;
  g_clear_object (&stamp->token);
  g_clear_pointer (&stamp->decision, hopso_trust_decision_free);
  g_free (stamp);
}

void
hopso_checked_signature_free (HopsoCheckedSignature *self)
{
  hopso_verify_claims_clear (&self->claims);
  g_clear_pointer (&self->variant, g_variant_unref);
  g_free (self->format_error);
  g_clear_object (&self->cms);
  g_clear_object (&self->signer);
  g_free (self->algorithm);
  stamp_free (self->stamp);
  g_ptr_array_unref (self->stamps);
  g_free (self->proven_by);
  g_clear_pointer (&self->decision, hopso_trust_decision_free);
  g_free (self);
}

HopsoCertificate *
hopso_checked_stamp_get_signer (const HopsoCheckedStamp *self)
{
  return self->token != NULL ? hopso_timestamp_get_signer_certificate (self->token) : NULL;
}

static char *
describe_key (HopsoSignatureScheme scheme, HopsoCertificate *signer)
{
  static const char *const names[] = {
    [HOPSO_SIGNATURE_SCHEME_RSA_PKCS1] = "RSASSA-PKCS1-v1_5",
    [HOPSO_SIGNATURE_SCHEME_RSA_PSS] = "RSASSA-PSS",
    [HOPSO_SIGNATURE_SCHEME_ECDSA] = "ECDSA",
    [HOPSO_SIGNATURE_SCHEME_EDDSA] = "EdDSA",
  };

  return g_strdup_printf ("%s %u", names[scheme], hopso_certificate_get_key_bits (signer));
}

static GBytes *
digest_ranges (const HopsoVerifyContext *context,
               const HopsoCheckedSignature *self,
               HopsoHash hash,
               GCancellable *cancellable,
               GError **error)
{
  GBytes *digest = context->pass != NULL
                       ? hopso_digest_pass_lookup (context->pass, hash, self->claims.range)
                       : NULL;

  if (digest != NULL)
    return g_bytes_ref (digest);
  if (!hopso_digest_fd (context->fd, self->claims.range, 2, hash, &digest, cancellable, error))
    return NULL;
  return digest;
}

static HopsoCheckedStamp *
check_token (GBytes *token,
             HopsoValidationMaterial *material,
             GBytes *(*digest) (HopsoHash, gpointer),
             gpointer data,
             GError **error)
{
  HopsoCheckedStamp *stamp = g_new0 (HopsoCheckedStamp, 1);

  stamp->token = hopso_timestamp_parse (token, error);
  if (stamp->token != NULL)
    {
      g_autoptr (GBytes) stamped = digest (hopso_timestamp_get_hash (stamp->token), data);

      hopso_timestamp_find_signer (stamp->token, material);
      stamp->holds =
          stamped != NULL && hopso_timestamp_verify (stamp->token, stamped, &stamp->findings);
    }
  return stamp;
}

static GBytes *
digest_value (HopsoHash hash, gpointer value)
{
  return hopso_digest_bytes (hash, value);
}

static void
check_stamps (HopsoCheckedSignature *self, const HopsoVerifyContext *context)
{
  GPtrArray *tokens = hopso_cms_get_timestamp_tokens (self->cms);

  for (guint i = 0; i < tokens->len; i++)
    {
      HopsoCheckedStamp *stamp = check_token (tokens->pdata[i], context->material, digest_value,
                                              hopso_cms_get_signature_value (self->cms), NULL);

      if (stamp->token != NULL)
        hopso_timestamp_add_material (stamp->token, context->material, self->end + 1);
      g_ptr_array_add (self->stamps, stamp);
    }
}

/* PAdES demands the binding to the certificate (ETSI EN 319 142-1 §6.3); older signatures may
 * lack it, but never contradict it. */
static gboolean
cms_holds (const HopsoCheckedSignature *self)
{
  const HopsoCmsFindings *findings = &self->findings;
  gboolean has_attributes = hopso_cms_has_signed_attributes (self->cms);

  return findings->signature_value == HOPSO_CHECK_PASSED &&
         findings->attributes != HOPSO_CHECK_FAILED &&
         (!has_attributes || (findings->message_digest == HOPSO_CHECK_PASSED &&
                              findings->content_type == HOPSO_CHECK_PASSED)) &&
         (findings->certificate_binding == HOPSO_CHECK_PASSED ||
          findings->certificate_binding == HOPSO_CHECK_ABSENT);
}

static gboolean
take_cms (HopsoCheckedSignature *self, const HopsoVerifyContext *context, GBytes *digest)
{
  HopsoSignatureScheme scheme;

  hopso_cms_find_signer (self->cms, context->material);
  HopsoCertificate *signer = hopso_cms_get_signer_certificate (self->cms);

  /* The findings say in detail what the answer says in one word. */
  if (!hopso_cms_verify (self->cms, digest, &self->findings))
    g_debug ("a signature does not verify");
  self->hash = hopso_cms_get_hash (self->cms);
  self->signer = signer != NULL ? g_object_ref (signer) : NULL;
  if (signer != NULL && hopso_cms_get_scheme (self->cms, &scheme))
    self->algorithm = describe_key (scheme, signer);
  self->is_intact = cms_holds (self);
  /* One byte further: what stands in the gap is covered by what comes after it, not by itself. */
  hopso_cms_add_material (self->cms, context->material, self->end + 1);
  check_stamps (self, context);
  return TRUE;
}

static gboolean
check_detached (HopsoCheckedSignature *self,
                const HopsoVerifyContext *context,
                GBytes *contents,
                GCancellable *cancellable,
                GError **error)
{
  self->cms = hopso_cms_parse (contents, error);
  if (self->cms == NULL)
    return FALSE;
  g_autoptr (GBytes) digest =
      digest_ranges (context, self, hopso_cms_get_hash (self->cms), cancellable, error);
  return digest != NULL && take_cms (self, context, digest);
}

/* ISO 32000-1 §12.8.3.3.1: the content inside is the SHA-1 of the ranges. */
static gboolean
check_enveloping (HopsoCheckedSignature *self,
                  const HopsoVerifyContext *context,
                  GBytes *contents,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GBytes) content = NULL;

  self->cms = hopso_cms_parse_enveloping (contents, &content, error);
  if (self->cms == NULL)
    return FALSE;
  g_autoptr (GBytes) sha1 = digest_ranges (context, self, HOPSO_HASH_SHA1, cancellable, error);
  if (sha1 == NULL)
    return FALSE;
  g_autoptr (GBytes) digest = hopso_digest_bytes (hopso_cms_get_hash (self->cms), content);
  take_cms (self, context, digest);
  self->hash = HOPSO_HASH_SHA1;
  if (!hopso_digest_equal (sha1, content))
    {
      self->findings.message_digest = HOPSO_CHECK_FAILED;
      self->is_intact = FALSE;
    }
  return TRUE;
}

static GPtrArray *
read_certificates (const HopsoCheckedSignature *self)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);
  gsize n =
      self->claims.certificates != NULL ? g_variant_n_children (self->claims.certificates) : 0;

  for (gsize i = 0; i < n && i < 20; i++)
    {
      g_autoptr (GVariant) bytes = g_variant_get_child_value (self->claims.certificates, i);
      g_autoptr (GBytes) der = g_variant_get_data_as_bytes (bytes);
      HopsoCertificate *certificate = hopso_certificate_new_from_der (der, NULL);

      if (certificate != NULL)
        g_ptr_array_add (all, certificate);
    }
  return all;
}

/* ISO 32000-1 §12.8.3.2: the value alone; its certificates stand in the dictionary. Later writers
 * used longer hashes under the same name. */
static gboolean
check_bare (HopsoCheckedSignature *self,
            const HopsoVerifyContext *context,
            GBytes *contents,
            GCancellable *cancellable,
            GError **error)
{
  static const HopsoHash hashes[] = { HOPSO_HASH_SHA1, HOPSO_HASH_SHA256, HOPSO_HASH_SHA384,
                                      HOPSO_HASH_SHA512 };
  g_autoptr (GBytes) value = hopso_signature_dup_bare_value (contents, error);
  g_autoptr (GPtrArray) certificates = read_certificates (self);

  if (value == NULL)
    return FALSE;
  self->findings = (HopsoCmsFindings){ HOPSO_CHECK_ABSENT, HOPSO_CHECK_ABSENT, HOPSO_CHECK_ABSENT,
                                       HOPSO_CHECK_ABSENT, HOPSO_CHECK_FAILED, TRUE };
  if (certificates->len == 0)
    return TRUE;
  self->signer = g_object_ref (certificates->pdata[0]);
  self->algorithm = describe_key (HOPSO_SIGNATURE_SCHEME_RSA_PKCS1, self->signer);
  for (guint i = 0; i < certificates->len; i++)
    hopso_validation_material_add_embedded (context->material, HOPSO_MATERIAL_CERTIFICATE,
                                            hopso_certificate_get_der (certificates->pdata[i]),
                                            HOPSO_MATERIAL_CMS, self->end + 1);
  for (guint i = 0; i < G_N_ELEMENTS (hashes) && !self->is_intact; i++)
    {
      g_autoptr (GBytes) digest = digest_ranges (context, self, hashes[i], cancellable, error);

      if (digest == NULL)
        return FALSE;
      self->hash = hashes[i];
      self->is_intact = hopso_signature_verify (self->signer, HOPSO_SIGNATURE_SCHEME_RSA_PKCS1,
                                                hashes[i], digest, value, NULL);
    }
  if (self->is_intact)
    self->findings.signature_value = HOPSO_CHECK_PASSED;
  return TRUE;
}

/* What a document timestamp is over. */
typedef struct
{
  HopsoCheckedSignature *signature;  /* borrowed */
  const HopsoVerifyContext *context; /* borrowed */
  GCancellable *cancellable;         /* borrowed, nullable */
} Stamped;

static GBytes *
digest_document (HopsoHash hash, gpointer data)
{
  Stamped *stamped = data;

  return digest_ranges (stamped->context, stamped->signature, hash, stamped->cancellable, NULL);
}

static gboolean
check_timestamp (HopsoCheckedSignature *self,
                 const HopsoVerifyContext *context,
                 GBytes *contents,
                 GCancellable *cancellable,
                 GError **error)
{
  Stamped stamped = { self, context, cancellable };

  self->stamp = check_token (contents, context->material, digest_document, &stamped, error);
  if (self->stamp->token == NULL)
    return FALSE;
  HopsoCertificate *signer = hopso_checked_stamp_get_signer (self->stamp);
  self->signer = signer != NULL ? g_object_ref (signer) : NULL;
  self->findings = self->stamp->findings.cms;
  self->hash = hopso_timestamp_get_hash (self->stamp->token);
  self->is_intact = self->stamp->holds;
  hopso_timestamp_add_material (self->stamp->token, context->material, self->end + 1);
  return TRUE;
}

typedef gboolean (*Check) (HopsoCheckedSignature *self,
                           const HopsoVerifyContext *context,
                           GBytes *contents,
                           GCancellable *cancellable,
                           GError **error);

static Check
find_check (const HopsoVerifyClaims *claims)
{
  static const struct
  {
    const char *sub_filter;
    gboolean is_timestamp;
    Check check;
  } checks[] = {
    { "ETSI.CAdES.detached", FALSE, check_detached },
    { "adbe.pkcs7.detached", FALSE, check_detached },
    { "adbe.pkcs7.sha1", FALSE, check_enveloping },
    { "adbe.x509.rsa_sha1", FALSE, check_bare },
    { "ETSI.RFC3161", TRUE, check_timestamp },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    if (g_strcmp0 (claims->sub_filter, checks[i].sub_filter) == 0 &&
        claims->is_timestamp == checks[i].is_timestamp)
      return checks[i].check;
  return NULL;
}

static HopsoCheckedSignature *
checked_signature_new (GVariant *variant, guint number)
{
  HopsoCheckedSignature *self = g_new0 (HopsoCheckedSignature, 1);

  self->variant = g_variant_ref (variant);
  self->number = number;
  self->stamps = g_ptr_array_new_with_free_func (stamp_free);
  hopso_verify_claims_read (&self->claims, variant);
  self->is_supported = find_check (&self->claims) != NULL;
  return self;
}

HopsoCheckedSignature *
hopso_verify_signature (const HopsoVerifyContext *context,
                        GVariant *variant,
                        guint number,
                        GCancellable *cancellable)
{
  HopsoCheckedSignature *self = checked_signature_new (variant, number);
  Check check = find_check (&self->claims);
  g_autoptr (GError) error = NULL;

  self->was_in_time = TRUE;
  if (!hopso_verify_claims_ranges_hold (&self->claims, context->fd, context->size))
    return self;
  self->end = self->claims.range[2] + self->claims.range[3];
  if (check == NULL)
    return self;
  g_autoptr (GBytes) contents =
      hopso_verify_claims_read_contents (&self->claims, context->fd, &error);
  if (contents == NULL || !check (self, context, contents, cancellable, &error))
    {
      self->format_error = g_strdup (error != NULL ? error->message : "it cannot be read");
      self->is_intact = FALSE;
    }
  if (g_cancellable_is_cancelled (cancellable))
    {
      hopso_checked_signature_free (self);
      return NULL;
    }
  return self;
}

HopsoCheckedSignature *
hopso_verify_skip_signature (GVariant *variant, guint number)
{
  return checked_signature_new (variant, number);
}
