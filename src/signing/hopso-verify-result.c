/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a checked and judged signature means for people: facts, reasons in the order of the checks,
 * notes. Here doubts become the indications of ETSI EN 319 102-1, 5.1.3. Pure; any thread. */

#include "hopso-verify-steps-private.h"

#include "hopso-agency-certificate.h"
#include "hopso-algorithm-policy.h"

#include <string.h>

/* The reasons are collected first, so that they come out in order and each once. */
typedef struct
{
  const HopsoCheckedSignature *signature;      /* borrowed */
  GString *details[HOPSO_N_SIGNATURE_REASONS]; /* owned, nullable */
} Reasons;

static void
add (Reasons *self, HopsoSignatureReason reason, const char *detail)
{
  if (self->details[reason] == NULL)
    self->details[reason] = g_string_new (detail);
  else if (detail != NULL && strstr (self->details[reason]->str, detail) == NULL)
    g_string_append_printf (self->details[reason], "%s%s",
                            self->details[reason]->len > 0 ? "; " : "", detail);
}

static void
tell (Reasons *self, HopsoSignatureResult *result)
{
  for (guint i = 0; i < HOPSO_N_SIGNATURE_REASONS; i++)
    if (self->details[i] != NULL)
      {
        const char *detail = self->details[i]->str;

        hopso_signature_result_add_reason (result, i, *detail != '\0' ? detail : NULL);
        g_string_free (self->details[i], TRUE);
      }
}

static gboolean
is_cades (const HopsoCheckedSignature *signature)
{
  return g_strcmp0 (signature->claims.sub_filter, "ETSI.CAdES.detached") == 0;
}

/* The inspector's word, as far as the seal bears it out. */
static HopsoChangesAfter
get_changes (const HopsoCheckedSignature *signature)
{
  HopsoChangesAfter changes = hopso_verify_claims_get_change (&signature->claims);

  if (changes == HOPSO_CHANGES_AFTER_ALTERED || signature->seal == HOPSO_SEAL_GOOD)
    return changes;
  return signature->seal == HOPSO_SEAL_WRONG ? HOPSO_CHANGES_AFTER_ALTERED
                                             : HOPSO_CHANGES_AFTER_UNKNOWN;
}

static const char *
explain_changes (const HopsoCheckedSignature *signature)
{
  static const char *const seals[] = {
    [HOPSO_SEAL_GOOD] = NULL,
    [HOPSO_SEAL_WRONG] = "reserved places were filled without an agency's seal",
    [HOPSO_SEAL_UNKNOWN] = "the seal over the reserved places cannot be judged",
  };

  return signature->claims.explanation != NULL ? signature->claims.explanation
                                               : seals[signature->seal];
}

static void
add_structure (Reasons *self)
{
  const HopsoVerifyClaims *claims = &self->signature->claims;
  HopsoChangesAfter changes = get_changes (self->signature);

  if (self->signature->end == 0 || (claims->findings != NULL && claims->findings[0] != NULL))
    {
      g_autofree char *detail =
          claims->findings != NULL ? g_strjoinv (", ", (char **) claims->findings) : NULL;

      add (self, HOPSO_SIGNATURE_REASON_STRUCTURE, detail);
    }
  if (changes == HOPSO_CHANGES_AFTER_ALTERED)
    add (self, HOPSO_SIGNATURE_REASON_ALTERED, explain_changes (self->signature));
  else if (changes == HOPSO_CHANGES_AFTER_UNKNOWN)
    add (self, HOPSO_SIGNATURE_REASON_CHANGES_UNKNOWN, explain_changes (self->signature));
}

static void
add_value (Reasons *self)
{
  const HopsoCmsFindings *findings = &self->signature->findings;

  if (findings->content_type == HOPSO_CHECK_FAILED)
    add (self, HOPSO_SIGNATURE_REASON_FORMAT, "content type");
  if (findings->attributes == HOPSO_CHECK_FAILED)
    add (self, HOPSO_SIGNATURE_REASON_FORMAT, "attributes that contradict each other");
  if (findings->message_digest == HOPSO_CHECK_FAILED)
    add (self, HOPSO_SIGNATURE_REASON_DIGEST, NULL);
  if (self->signature->signer == NULL)
    {
      add (self, HOPSO_SIGNATURE_REASON_NO_CERTIFICATE, NULL);
      return;
    }
  if (findings->signature_value == HOPSO_CHECK_UNSUPPORTED)
    add (self, HOPSO_SIGNATURE_REASON_UNSUPPORTED, "algorithm");
  else if (findings->signature_value == HOPSO_CHECK_FAILED)
    add (self, HOPSO_SIGNATURE_REASON_VALUE, NULL);
  if (findings->certificate_binding == HOPSO_CHECK_FAILED ||
      findings->certificate_binding == HOPSO_CHECK_UNSUPPORTED)
    add (self, HOPSO_SIGNATURE_REASON_BINDING, NULL);
  else if (findings->certificate_binding == HOPSO_CHECK_ABSENT && is_cades (self->signature))
    add (self, HOPSO_SIGNATURE_REASON_ATTRIBUTES, "the certificate is not bound to the signature");
}

static void
add_weakness (Reasons *self, const char *detail)
{
  add (self,
       self->signature->proven_time != 0 ? HOPSO_SIGNATURE_REASON_ALGORITHM
                                         : HOPSO_SIGNATURE_REASON_ALGORITHM_NO_POE,
       detail);
}

/* EN 319 102-1, 5.5.4: what a signer admits by the claimed time counts; what would help him needs
 * proof. */
static void
add_revoked (Reasons *self, const HopsoTrustDecision *decision, gint64 claimed, const char *detail)
{
  gboolean is_admitted = claimed != 0 && claimed >= decision->revoked_at;

  add (self, is_admitted ? HOPSO_SIGNATURE_REASON_REVOKED : HOPSO_SIGNATURE_REASON_REVOKED_NO_POE,
       detail);
}

static void
add_finding (Reasons *self,
             const HopsoTrustDecision *decision,
             const HopsoTrustFinding *finding,
             gint64 claimed)
{
  static const HopsoSignatureReason reasons[] = {
    [HOPSO_TRUST_DOUBT_NO_PATH] = HOPSO_SIGNATURE_REASON_UNTRUSTED,
    [HOPSO_TRUST_DOUBT_CHAIN] = HOPSO_SIGNATURE_REASON_CHAIN,
    [HOPSO_TRUST_DOUBT_USAGE] = HOPSO_SIGNATURE_REASON_USAGE,
    [HOPSO_TRUST_DOUBT_NOT_YET_VALID] = HOPSO_SIGNATURE_REASON_NOT_YET_VALID,
    [HOPSO_TRUST_DOUBT_EXPIRED] = HOPSO_SIGNATURE_REASON_EXPIRED,
    [HOPSO_TRUST_DOUBT_REVOKED] = HOPSO_SIGNATURE_REASON_REVOKED,
    [HOPSO_TRUST_DOUBT_UNKNOWN] = HOPSO_SIGNATURE_REASON_REVOCATION_UNKNOWN,
    [HOPSO_TRUST_DOUBT_EVIDENCE_NO_POE] = HOPSO_SIGNATURE_REASON_REVOCATION_NO_POE,
    [HOPSO_TRUST_DOUBT_NO_POE] = HOPSO_SIGNATURE_REASON_NO_POE,
    [HOPSO_TRUST_DOUBT_WEAK] = HOPSO_SIGNATURE_REASON_ALGORITHM,
  };
  HopsoSignatureReason reason = reasons[finding->doubt];

  if (finding->doubt == HOPSO_TRUST_DOUBT_WEAK)
    add_weakness (self, finding->detail);
  else if (finding->doubt == HOPSO_TRUST_DOUBT_REVOKED && finding->link == 0)
    add_revoked (self, decision, claimed, finding->detail);
  else if (finding->doubt == HOPSO_TRUST_DOUBT_REVOKED)
    add (self, HOPSO_SIGNATURE_REASON_REVOKED_AUTHORITY, finding->detail);
  else if (finding->doubt == HOPSO_TRUST_DOUBT_NOT_YET_VALID && finding->link > 0)
    add (self, HOPSO_SIGNATURE_REASON_CHAIN, finding->detail);
  else if (finding->doubt == HOPSO_TRUST_DOUBT_EXPIRED && finding->link == 0 &&
           decision->is_known_good)
    add (self, HOPSO_SIGNATURE_REASON_EXPIRED_NOT_REVOKED, finding->detail);
  else
    add (self, reason, finding->detail);
}

static void
add_trust (Reasons *self, const HopsoTrustDecision *decision, gint64 claimed)
{
  if (decision == NULL && self->signature->signer != NULL)
    add (self, HOPSO_SIGNATURE_REASON_TIMED_OUT, "nothing was decided about it");
  for (guint i = 0; decision != NULL && i < decision->findings->len; i++)
    add_finding (self, decision, &g_array_index (decision->findings, HopsoTrustFinding, i),
                 claimed);
}

/* A timestamp over something else is no mere lack of proof. */
static void
add_stamp (Reasons *self, HopsoSignatureResult *result, const HopsoCheckedStamp *stamp)
{
  if (stamp->token == NULL || stamp->findings.imprint != HOPSO_CHECK_PASSED ||
      stamp->findings.cms.message_digest == HOPSO_CHECK_FAILED ||
      stamp->findings.cms.signature_value == HOPSO_CHECK_FAILED)
    add (self, HOPSO_SIGNATURE_REASON_TIMESTAMP,
         stamp->token == NULL                            ? "it cannot be read"
         : stamp->findings.imprint != HOPSO_CHECK_PASSED ? "it is over something else"
                                                         : "it was damaged");
  else if (stamp->is_out_of_order)
    add (self, HOPSO_SIGNATURE_REASON_TIMESTAMP_ORDER, "it is later than what proves it");
  else if (!stamp->holds)
    hopso_signature_result_add_note (result, HOPSO_SIGNATURE_NOTE_TIMESTAMP_UNTRUSTED,
                                     stamp->findings.purpose == HOPSO_CHECK_PASSED
                                         ? "its certificate is not bound to it"
                                         : "its certificate is not for time stamps");
  else if (stamp->decision != NULL && !hopso_trust_decision_is_good (stamp->decision))
    hopso_signature_result_add_note (
        result, HOPSO_SIGNATURE_NOTE_TIMESTAMP_UNTRUSTED,
        g_array_index (stamp->decision->findings, HopsoTrustFinding, 0).detail);
  else if (hopso_timestamp_get_strength_end (stamp->token) < stamp->existed_at)
    hopso_signature_result_add_note (result, HOPSO_SIGNATURE_NOTE_TIMESTAMP_UNTRUSTED,
                                     "its algorithm is too weak");
}

static void
add_document_stamp (Reasons *self)
{
  const HopsoCheckedStamp *stamp = self->signature->stamp;

  if (stamp->token == NULL)
    return;
  add_value (self);
  if (stamp->findings.imprint != HOPSO_CHECK_PASSED)
    add (self, HOPSO_SIGNATURE_REASON_DIGEST, NULL);
  if (stamp->findings.purpose == HOPSO_CHECK_FAILED)
    add (self, HOPSO_SIGNATURE_REASON_USAGE, "its certificate is not for time stamps");
  if (stamp->findings.cms.certificate_binding == HOPSO_CHECK_ABSENT)
    add (self, HOPSO_SIGNATURE_REASON_ATTRIBUTES, "the certificate is not bound to the time stamp");
  if (stamp->is_out_of_order)
    add (self, HOPSO_SIGNATURE_REASON_TIMESTAMP_ORDER, "it is later than what proves it");
  if (hopso_timestamp_get_strength_end (stamp->token) < stamp->existed_at)
    add_weakness (self, "the hash of the time stamp");
  add_trust (self, stamp->decision, hopso_timestamp_get_time (stamp->token));
}

static void
add_person (Reasons *self, HopsoSignatureResult *result)
{
  const HopsoCheckedSignature *signature = self->signature;

  add_value (self);
  if (hopso_algorithm_policy_get_hash_end (signature->hash) < signature->existed_at)
    add_weakness (self, hopso_hash_get_name (signature->hash));
  add_trust (self, signature->decision, signature->claims.claimed_time);
  for (guint i = 0; i < signature->stamps->len; i++)
    add_stamp (self, result, signature->stamps->pdata[i]);
}

static void
note_since (HopsoSignatureResult *result, const HopsoCheckedSignature *signature, gint64 now)
{
  HopsoTrustDecision *decision = signature->decision;

  if (signature->proven_time == 0 || decision == NULL)
    return;
  gint64 end = hopso_certificate_get_not_after (signature->signer);
  if (signature->existed_at <= end && end < now)
    hopso_signature_result_add_note (result, HOPSO_SIGNATURE_NOTE_EXPIRED_SINCE, NULL);
  if (decision->revoked_at > signature->existed_at)
    hopso_signature_result_add_note (result, HOPSO_SIGNATURE_NOTE_REVOKED_SINCE, NULL);
  if (signature->existed_at <= hopso_algorithm_policy_get_hash_end (signature->hash) &&
      hopso_algorithm_policy_get_hash_end (signature->hash) < now)
    hopso_signature_result_add_note (result, HOPSO_SIGNATURE_NOTE_WEAK_ALGORITHM,
                                     hopso_hash_get_name (signature->hash));
}

static void
note_form (HopsoSignatureResult *result, const HopsoCheckedSignature *signature)
{
  const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);
  gint64 stated;

  if (facts->is_legacy)
    hopso_signature_result_add_note (result, HOPSO_SIGNATURE_NOTE_LEGACY, facts->sub_filter);
  if (facts->claimed_ahead > HOPSO_VERIFY_CLOCK_SKEW)
    hopso_signature_result_add_note (result, HOPSO_SIGNATURE_NOTE_CLAIMED_AHEAD, NULL);
  if (signature->cms == NULL)
    return;
  if (hopso_cms_get_signing_time (signature->cms, &stated) && facts->claimed_time != 0 &&
      ABS (stated - facts->claimed_time) > HOPSO_VERIFY_CLOCK_SKEW)
    hopso_signature_result_add_note (result, HOPSO_SIGNATURE_NOTE_TIMES_DIFFER, NULL);
  if (!hopso_cms_is_der (signature->cms))
    hopso_signature_result_add_note (result, HOPSO_SIGNATURE_NOTE_NOT_DER, NULL);
  if (signature->findings.certificate_binding == HOPSO_CHECK_ABSENT && !is_cades (signature))
    hopso_signature_result_add_note (result, HOPSO_SIGNATURE_NOTE_NO_BINDING, NULL);
}

/* ETSI EN 319 142-1 §6: by what is there and holds, not by what somebody says of it. */
static HopsoSignatureLevel
find_level (const HopsoCheckedSignature *signature)
{
  const HopsoTrustDecision *decision = signature->decision;

  if (!is_cades (signature) || !signature->is_intact ||
      signature->findings.certificate_binding != HOPSO_CHECK_PASSED)
    return HOPSO_SIGNATURE_LEVEL_NONE;
  if (signature->proven_time == 0)
    return HOPSO_SIGNATURE_LEVEL_B_B;
  if (decision == NULL || !decision->is_embedded || !signature->is_proof_embedded)
    return HOPSO_SIGNATURE_LEVEL_B_T;
  return decision->is_covered ? HOPSO_SIGNATURE_LEVEL_B_LTA : HOPSO_SIGNATURE_LEVEL_B_LT;
}

static HopsoSignatureResult *
make_facts (const HopsoVerifyContext *context, const HopsoCheckedSignature *signature)
{
  const HopsoVerifyClaims *claims = &signature->claims;
  const HopsoTrustDecision *decision =
      signature->stamp != NULL ? signature->stamp->decision : signature->decision;
  HopsoSignatureFacts facts = {
    .field_name = claims->field,
    .sub_filter = claims->sub_filter,
    .claimed_time = claims->claimed_time,
    .proven_time = signature->proven_time,
    .proven_by = signature->proven_by,
    .revision = signature->number,
    .page = claims->page < 0 ? 0 : (guint) claims->page + 1,
    .covers_whole_file = signature->end != 0 && signature->end == context->size,
    .is_document_timestamp = claims->is_timestamp,
    .is_intact = signature->is_intact,
    .is_of_agency = signature->signer != NULL && hopso_certificate_is_of_agency (signature->signer),
    .changes = get_changes (signature),
    .level = find_level (signature),
    .is_legacy = claims->sub_filter != NULL && g_str_has_prefix (claims->sub_filter, "adbe."),
    .signed_length = signature->end,
    .revocation = decision != NULL ? decision->revocation : NULL,
  };

  if (facts.proven_time != 0 && !facts.is_document_timestamp)
    facts.claimed_ahead = MAX (0, facts.claimed_time - facts.proven_time);
  if (signature->signer == NULL)
    return hopso_signature_result_new (&facts);

  HopsoCertificate *signer = signature->signer;
  g_autofree char *name = hopso_certificate_dup_subject_common_name (signer);
  g_autofree char *title = hopso_certificate_dup_subject_part (signer, HOPSO_NAME_TITLE);
  g_autofree char *unit = hopso_certificate_dup_subject_part (signer, HOPSO_NAME_UNIT);
  g_autofree char *organization =
      hopso_certificate_dup_subject_part (signer, HOPSO_NAME_ORGANISATION);
  g_autofree char *issuer = hopso_certificate_dup_issuer_common_name (signer);
  g_autofree char *serial = hopso_certificate_dup_serial_hex (signer);

  facts.signer_name = name;
  facts.signer_title = title;
  facts.signer_organization = unit != NULL ? unit : organization;
  facts.issuer_name = issuer;
  facts.serial = serial;
  facts.digest_algorithm = hopso_hash_get_name (signature->hash);
  facts.signature_algorithm = signature->algorithm;
  facts.not_before = hopso_certificate_get_not_before (signer);
  facts.not_after = hopso_certificate_get_not_after (signer);
  return hopso_signature_result_new (&facts);
}

HopsoSignatureResult *
hopso_verify_make_result (const HopsoVerifyContext *context, const HopsoCheckedSignature *signature)
{
  HopsoSignatureResult *result = make_facts (context, signature);
  Reasons reasons = { signature, { NULL } };

  hopso_verify_claims_tell (&signature->claims, signature->seal != HOPSO_SEAL_WRONG, result);
  if (signature->was_in_time)
    add_structure (&reasons);
  if (!signature->was_in_time)
    add (&reasons, HOPSO_SIGNATURE_REASON_TIMED_OUT, NULL);
  else if (!signature->is_supported)
    add (&reasons, HOPSO_SIGNATURE_REASON_UNSUPPORTED, signature->claims.sub_filter);
  else if (signature->format_error != NULL)
    add (&reasons, HOPSO_SIGNATURE_REASON_FORMAT, signature->format_error);
  else if (signature->stamp != NULL)
    add_document_stamp (&reasons);
  else if (signature->end != 0)
    add_person (&reasons, result);
  note_form (result, signature);
  note_since (result, signature, context->now);
  tell (&reasons, result);
  return result;
}
