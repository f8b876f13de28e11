/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The checks of one signature on the bytes of the file: what an inspector claims about ranges is
 * looked up again, then CMS, certificate, path. Each thing that does not hold becomes a reason in
 * the result; an error is returned only when the file cannot be read. Never on the main thread,
 * but for the last step, revocation, which only compares. */

#include "hopso-verify-steps-private.h"

#include "hopso-cms.h"
#include "hopso-fd.h"
#include "hopso-revocation.h"

#include <stdio.h>
#include <string.h>

#define MAX_CONTENTS (4 * 1024 * 1024)

/* What an inspector claims of one signature; strings belong to the variant. */
typedef struct
{
  const char *field;
  const char *sub_filter;
  const char *claimed_time;
  const char *change;
  const char *explanation;
  const char **findings; /* owned container */
  guint64 range[4];
  guint64 contents[2];
  gboolean has_range;
  gboolean change_permitted;
  gboolean is_timestamp;
  int page;
} Claims;

void
hopso_checked_signature_free (HopsoCheckedSignature *self)
{
  g_clear_object (&self->result);
  g_clear_pointer (&self->path, g_ptr_array_unref);
  g_free (self);
}

static void
read_claims (GVariant *variant, Claims *claims)
{
  gboolean has_range = g_variant_lookup (variant, "byte-range", "(tttt)", &claims->range[0],
                                         &claims->range[1], &claims->range[2], &claims->range[3]);
  gboolean has_contents =
      g_variant_lookup (variant, "contents", "(tt)", &claims->contents[0], &claims->contents[1]);

  claims->has_range = has_range && has_contents;
  g_variant_lookup (variant, "field", "&s", &claims->field);
  g_variant_lookup (variant, "sub-filter", "&s", &claims->sub_filter);
  g_variant_lookup (variant, "claimed-time", "&s", &claims->claimed_time);
  g_variant_lookup (variant, "change", "&s", &claims->change);
  g_variant_lookup (variant, "change-explanation", "&s", &claims->explanation);
  g_variant_lookup (variant, "change-permitted", "b", &claims->change_permitted);
  g_variant_lookup (variant, "document-timestamp", "b", &claims->is_timestamp);
  g_variant_lookup (variant, "findings", "^a&s", &claims->findings);
  claims->page = -1;
  g_variant_lookup (variant, "page", "i", &claims->page);
}

/* ISO 32000-2 §7.9.4: D:YYYYMMDDHHmmSSOHH'mm; 0 when it is not a date. */
static gint64
parse_pdf_date (const char *text)
{
  int year, month = 1, day = 1, hour = 0, minute = 0, second = 0;
  int zone_hours = 0, zone_minutes = 0, used = 0;
  char sign = 'Z';

  if (text == NULL || sscanf (text, "D:%4d%2d%2d%2d%2d%2d%n", &year, &month, &day, &hour, &minute,
                              &second, &used) < 1)
    return 0;
  if (used > 0)
    sscanf (text + used, "%c%2d'%2d", &sign, &zone_hours, &zone_minutes);

  g_autoptr (GDateTime) time = g_date_time_new_utc (year, month, day, hour, minute, second);
  if (time == NULL)
    return 0;
  gint64 offset = ((gint64) zone_hours * 60 + zone_minutes) * 60;
  if (sign == '+')
    return g_date_time_to_unix (time) - offset;
  return g_date_time_to_unix (time) + (sign == '-' ? offset : 0);
}

static HopsoChangesAfter
read_change (const Claims *claims)
{
  static const struct
  {
    const char *name;
    HopsoChangesAfter change;
  } changes[] = {
    { "none", HOPSO_CHANGES_AFTER_NONE },       { "signatures", HOPSO_CHANGES_AFTER_SIGNATURES },
    { "form", HOPSO_CHANGES_AFTER_ALLOWED },    { "annotations", HOPSO_CHANGES_AFTER_ALLOWED },
    { "altered", HOPSO_CHANGES_AFTER_ALTERED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    if (g_strcmp0 (claims->change, changes[i].name) == 0)
      return claims->change_permitted || i == 0 ? changes[i].change : HOPSO_CHANGES_AFTER_ALTERED;
  return HOPSO_CHANGES_AFTER_UNKNOWN;
}

/* The inspector's ranges, held against the file: they start with it, leave out exactly one
 * hexadecimal string, and do not reach past its end. */
static gboolean
ranges_hold (const HopsoVerifyContext *context, const Claims *claims, GError **error)
{
  const guint64 *range = claims->range;
  char brackets[2];

  if (!claims->has_range || range[0] != 0 || range[1] != claims->contents[0] ||
      claims->contents[1] < 2 || claims->contents[1] > MAX_CONTENTS || range[1] > context->size ||
      claims->contents[1] > context->size - range[1] ||
      range[2] != range[1] + claims->contents[1] || range[3] > context->size - range[2])
    return FALSE;
  return hopso_fd_read_at (context->fd, range[1], &brackets[0], 1, error) &&
         hopso_fd_read_at (context->fd, range[2] - 1, &brackets[1], 1, error) &&
         brackets[0] == '<' && brackets[1] == '>';
}

static GBytes *
read_contents (const HopsoVerifyContext *context, const Claims *claims, GError **error)
{
  gsize n_digits = (gsize) claims->contents[1] - 2;
  g_autofree char *digits = g_malloc (n_digits + 1);
  g_autofree guint8 *bytes = g_malloc (n_digits / 2 + 1);

  if (!hopso_fd_read_at (context->fd, claims->contents[0] + 1, digits, n_digits, error))
    return NULL;
  for (gsize i = 0; i + 1 < n_digits; i += 2)
    {
      int high = g_ascii_xdigit_value (digits[i]);
      int low = g_ascii_xdigit_value (digits[i + 1]);

      if (high < 0 || low < 0)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                               "Contents is not plain hexadecimal");
          return NULL;
        }
      bytes[i / 2] = (guint8) (high << 4 | low);
    }
  return g_bytes_new_take (g_steal_pointer (&bytes), n_digits / 2);
}

static char *
describe_key (HopsoCms *cms, HopsoCertificate *signer)
{
  static const char *const names[] = {
    [HOPSO_SIGNATURE_SCHEME_RSA_PKCS1] = "RSASSA-PKCS1-v1_5",
    [HOPSO_SIGNATURE_SCHEME_RSA_PSS] = "RSASSA-PSS",
    [HOPSO_SIGNATURE_SCHEME_ECDSA] = "ECDSA",
    [HOPSO_SIGNATURE_SCHEME_EDDSA] = "EdDSA",
  };
  HopsoSignatureScheme scheme;

  if (!hopso_cms_get_scheme (cms, &scheme))
    return NULL;
  return g_strdup_printf ("%s %u", names[scheme], hopso_certificate_get_key_bits (signer));
}

static HopsoSignatureResult *
make_result (const HopsoVerifyContext *context,
             const Claims *claims,
             guint number,
             HopsoCms *cms,
             gboolean is_intact)
{
  HopsoCertificate *signer = cms != NULL ? hopso_cms_get_signer_certificate (cms) : NULL;
  HopsoSignatureFacts facts = {
    .field_name = claims->field,
    .sub_filter = claims->sub_filter,
    .claimed_time = parse_pdf_date (claims->claimed_time),
    .revision = number,
    .page = claims->page < 0 ? 0 : (guint) claims->page + 1,
    .covers_whole_file = claims->has_range && claims->range[2] + claims->range[3] == context->size,
    .is_document_timestamp = claims->is_timestamp,
    .is_intact = is_intact,
    .changes = read_change (claims),
  };

  if (signer == NULL)
    return hopso_signature_result_new (&facts);

  g_autofree char *name = hopso_certificate_dup_subject_common_name (signer);
  g_autofree char *title = hopso_certificate_dup_subject_part (signer, HOPSO_NAME_TITLE);
  g_autofree char *unit = hopso_certificate_dup_subject_part (signer, HOPSO_NAME_UNIT);
  g_autofree char *organization =
      hopso_certificate_dup_subject_part (signer, HOPSO_NAME_ORGANISATION);
  g_autofree char *issuer = hopso_certificate_dup_issuer_common_name (signer);
  g_autofree char *serial = hopso_certificate_dup_serial_hex (signer);
  g_autofree char *key = describe_key (cms, signer);

  facts.signer_name = name;
  facts.signer_title = title;
  facts.signer_organization = unit != NULL ? unit : organization;
  facts.issuer_name = issuer;
  facts.serial = serial;
  facts.digest_algorithm = hopso_hash_get_name (hopso_cms_get_hash (cms));
  facts.signature_algorithm = key;
  facts.not_before = hopso_certificate_get_not_before (signer);
  facts.not_after = hopso_certificate_get_not_after (signer);
  return hopso_signature_result_new (&facts);
}

static void
judge_structure (HopsoSignatureResult *result, const Claims *claims, gboolean ranges_ok)
{
  HopsoChangesAfter changes = hopso_signature_result_get_facts (result)->changes;

  if (!ranges_ok || (claims->findings != NULL && claims->findings[0] != NULL))
    {
      g_autofree char *detail =
          claims->findings != NULL ? g_strjoinv (", ", (char **) claims->findings) : NULL;

      hopso_signature_result_add_reason (result, HOPSO_SIGNATURE_REASON_STRUCTURE, detail);
    }
  if (changes == HOPSO_CHANGES_AFTER_ALTERED)
    hopso_signature_result_add_reason (result, HOPSO_SIGNATURE_REASON_ALTERED, claims->explanation);
  else if (changes == HOPSO_CHANGES_AFTER_UNKNOWN)
    hopso_signature_result_add_reason (result, HOPSO_SIGNATURE_REASON_CHANGES_UNKNOWN,
                                       claims->explanation);
}

static gboolean
is_supported (const char *sub_filter)
{
  return g_strcmp0 (sub_filter, "ETSI.CAdES.detached") == 0 ||
         g_strcmp0 (sub_filter, "adbe.pkcs7.detached") == 0;
}

/* PAdES demands the binding to the certificate (ETSI EN 319 142-1 §6.3); older signatures may
 * lack it, but never contradict it. */
static gboolean
binding_holds (const HopsoCmsFindings *findings, const char *sub_filter)
{
  if (findings->certificate_binding == HOPSO_CHECK_ABSENT)
    return g_strcmp0 (sub_filter, "ETSI.CAdES.detached") != 0;
  return findings->certificate_binding == HOPSO_CHECK_PASSED;
}

static void
judge_cms (HopsoSignatureResult *result, HopsoCms *cms, const HopsoCmsFindings *findings)
{
  const char *sub_filter = hopso_signature_result_get_facts (result)->sub_filter;
  gboolean has_attributes = hopso_cms_has_signed_attributes (cms);

  if (has_attributes && findings->content_type != HOPSO_CHECK_PASSED)
    hopso_signature_result_add_reason (result, HOPSO_SIGNATURE_REASON_FORMAT, "content type");
  if (has_attributes && findings->message_digest != HOPSO_CHECK_PASSED)
    hopso_signature_result_add_reason (result, HOPSO_SIGNATURE_REASON_DIGEST, NULL);
  if (findings->signature_value == HOPSO_CHECK_UNSUPPORTED)
    hopso_signature_result_add_reason (result, HOPSO_SIGNATURE_REASON_UNSUPPORTED, "algorithm");
  else if (findings->signature_value == HOPSO_CHECK_FAILED)
    hopso_signature_result_add_reason (result, HOPSO_SIGNATURE_REASON_VALUE, NULL);
  if (hopso_cms_get_signer_certificate (cms) != NULL && !binding_holds (findings, sub_filter))
    hopso_signature_result_add_reason (result, HOPSO_SIGNATURE_REASON_BINDING, NULL);
  if (findings->is_weak)
    hopso_signature_result_add_reason (result, HOPSO_SIGNATURE_REASON_ALGORITHM, NULL);
}

static void
judge_path_error (HopsoSignatureResult *result, const GError *error)
{
  HopsoSignatureReason reason = HOPSO_SIGNATURE_REASON_UNTRUSTED;

  if (g_error_matches (error, HOPSO_TRUST_ERROR, HOPSO_TRUST_ERROR_EXPIRED))
    reason = HOPSO_SIGNATURE_REASON_EXPIRED;
  else if (g_error_matches (error, HOPSO_TRUST_ERROR, HOPSO_TRUST_ERROR_NOT_YET_VALID))
    reason = HOPSO_SIGNATURE_REASON_NOT_YET_VALID;
  else if (g_error_matches (error, HOPSO_TRUST_ERROR, HOPSO_TRUST_ERROR_WEAK))
    reason = HOPSO_SIGNATURE_REASON_ALGORITHM;
  hopso_signature_result_add_reason (result, reason, error->message);
}

static void
judge_certificate (HopsoCheckedSignature *self, const HopsoVerifyContext *context, HopsoCms *cms)
{
  HopsoCertificate *signer = hopso_cms_get_signer_certificate (cms);
  g_autoptr (GError) error = NULL;

  if (signer == NULL)
    {
      hopso_signature_result_add_reason (self->result, HOPSO_SIGNATURE_REASON_UNTRUSTED,
                                         "the signer's certificate is not in the file");
      return;
    }
  if (!hopso_certificate_is_for_signing (signer))
    hopso_signature_result_add_reason (self->result, HOPSO_SIGNATURE_REASON_USAGE, NULL);
  self->path = hopso_trust_list_dup_path (context->trust, signer, hopso_cms_get_certificates (cms),
                                          context->now, &error);
  if (self->path == NULL)
    judge_path_error (self->result, error);
}

static HopsoCms *
parse_and_verify (const HopsoVerifyContext *context,
                  const Claims *claims,
                  HopsoCmsFindings *findings,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GBytes) contents = read_contents (context, claims, error);
  g_autoptr (HopsoCms) cms = contents != NULL ? hopso_cms_parse (contents, error) : NULL;
  g_autoptr (GBytes) digest = NULL;

  if (cms == NULL || !hopso_digest_fd (context->fd, claims->range, 2, hopso_cms_get_hash (cms),
                                       &digest, cancellable, error))
    return NULL;
  /* The findings say in detail what the answer says in one word. */
  if (!hopso_cms_verify (cms, digest, findings))
    g_debug ("a signature does not verify");
  return g_steal_pointer (&cms);
}

/* Everything about one signature that its file and the trusted certificates can tell. */
HopsoCheckedSignature *
hopso_verify_signature (const HopsoVerifyContext *context,
                        GVariant *variant,
                        guint number,
                        GCancellable *cancellable,
                        GError **error)
{
  Claims claims = { 0 };
  HopsoCmsFindings findings = { HOPSO_CHECK_FAILED, HOPSO_CHECK_FAILED, HOPSO_CHECK_FAILED,
                                HOPSO_CHECK_FAILED, FALSE };
  g_autoptr (GError) local = NULL;
  g_autoptr (HopsoCms) cms = NULL;

  read_claims (variant, &claims);
  g_autofree const char **owned_findings = claims.findings;
  gboolean supported = is_supported (claims.sub_filter) && !claims.is_timestamp;
  gboolean ranges_ok = ranges_hold (context, &claims, &local);
  g_clear_error (&local);
  if (ranges_ok && supported)
    cms = parse_and_verify (context, &claims, &findings, cancellable, &local);
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  gboolean is_intact =
      cms != NULL && findings.signature_value == HOPSO_CHECK_PASSED &&
      (findings.message_digest == HOPSO_CHECK_PASSED || !hopso_cms_has_signed_attributes (cms)) &&
      binding_holds (&findings, claims.sub_filter);
  HopsoCheckedSignature *self = g_new0 (HopsoCheckedSignature, 1);
  self->result = make_result (context, &claims, number, cms, is_intact);
  self->claimed_time = parse_pdf_date (claims.claimed_time);
  judge_structure (self->result, &claims, ranges_ok);
  if (!supported)
    hopso_signature_result_add_reason (self->result, HOPSO_SIGNATURE_REASON_UNSUPPORTED,
                                       claims.sub_filter);
  else if (cms == NULL && ranges_ok)
    hopso_signature_result_add_reason (self->result, HOPSO_SIGNATURE_REASON_FORMAT,
                                       local != NULL ? local->message : NULL);
  if (cms != NULL)
    {
      judge_cms (self->result, cms, &findings);
      judge_certificate (self, context, cms);
    }
  return self;
}

static const char *
describe_doubt (HopsoRevocationDoubt doubt)
{
  static const char *const words[] = {
    [HOPSO_REVOCATION_DOUBT_NONE] = "no revocation list",
    [HOPSO_REVOCATION_DOUBT_MALFORMED] = "the revocation list cannot be read",
    [HOPSO_REVOCATION_DOUBT_WRONG_ISSUER] = "the revocation list is another authority's",
    [HOPSO_REVOCATION_DOUBT_BAD_SIGNATURE] = "the revocation list's signature is wrong",
    [HOPSO_REVOCATION_DOUBT_STALE] = "the revocation list is too old",
    [HOPSO_REVOCATION_DOUBT_OUT_OF_SCOPE] = "the revocation list is for other certificates",
  };

  return (guint) doubt < G_N_ELEMENTS (words) ? words[doubt] : words[0];
}

/* Takes one link's revocation list into the result; without a list the answer is unknown. A
 * revocation after the claimed time leaves the question open: nothing proves that time. */
void
hopso_verify_revocation (HopsoCheckedSignature *self, guint link, GBytes *crl, gint64 now)
{
  HopsoCertificate *certificate = g_ptr_array_index (self->path, link);
  HopsoCertificate *issuer = g_ptr_array_index (self->path, link + 1);
  HopsoRevocationFinding finding = { HOPSO_REVOCATION_DOUBT_NONE, 0, 0, 0, -1 };
  HopsoRevocationStatus status = HOPSO_REVOCATION_UNKNOWN;

  if (crl != NULL)
    status = hopso_revocation_check_crl (crl, certificate, issuer, now, &finding);
  if (status == HOPSO_REVOCATION_UNKNOWN)
    hopso_signature_result_add_reason (self->result, HOPSO_SIGNATURE_REASON_REVOCATION_UNKNOWN,
                                       describe_doubt (finding.doubt));
  else if (status == HOPSO_REVOCATION_REVOKED && self->claimed_time != 0 &&
           finding.revoked_at > self->claimed_time)
    hopso_signature_result_add_reason (self->result, HOPSO_SIGNATURE_REASON_REVOCATION_UNKNOWN,
                                       "revoked later; nothing proves the signature to be older");
  else if (status == HOPSO_REVOCATION_REVOKED)
    hopso_signature_result_add_reason (self->result, HOPSO_SIGNATURE_REASON_REVOKED, NULL);
}
