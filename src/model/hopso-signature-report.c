/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a verification found, as facts: one result per signature with its reasons, and what
 * follows for the whole file. The verdict is derived from the reasons, never set. Filled by the
 * verifier, then only read. */

#include "hopso-signature-report.h"

typedef struct
{
  HopsoSignatureReason reason;
  char *detail; /* owned, nullable */
} Finding;

struct _HopsoSignatureResult
{
  GObject parent_instance;

  HopsoSignatureFacts facts; /* its strings are kept by strings */
  GStringChunk *strings;     /* owned */
  GArray *findings;          /* owned; elements Finding */
};

struct _HopsoSignatureReport
{
  GObject parent_instance;

  char *digest; /* owned */
  gint64 checked_at;
  GPtrArray *results; /* owned; elements owned */
  GPtrArray *notes;   /* owned; elements owned */
};

G_DEFINE_FINAL_TYPE (HopsoSignatureResult, hopso_signature_result, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (HopsoSignatureReport, hopso_signature_report, G_TYPE_OBJECT)

static void
clear_finding (gpointer data)
{
  Finding *finding = data;

  g_free (finding->detail);
}

static void
hopso_signature_result_finalize (GObject *object)
{
  HopsoSignatureResult *self = HOPSO_SIGNATURE_RESULT (object);

  g_string_chunk_free (self->strings);
  g_array_unref (self->findings);
  G_OBJECT_CLASS (hopso_signature_result_parent_class)->finalize (object);
}

static void
hopso_signature_result_class_init (HopsoSignatureResultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_signature_result_finalize;
}

static void
hopso_signature_result_init (HopsoSignatureResult *self)
{
  self->strings = g_string_chunk_new (256);
  self->findings = g_array_new (FALSE, FALSE, sizeof (Finding));
  g_array_set_clear_func (self->findings, clear_finding);
}

static const char *
keep (HopsoSignatureResult *self, const char *string)
{
  return string == NULL ? NULL : g_string_chunk_insert (self->strings, string);
}

/**
 * hopso_signature_result_new:
 * @facts: what is known of the signature; copied
 *
 * Returns: (transfer full): a result without reasons, hence valid
 */
HopsoSignatureResult *
hopso_signature_result_new (const HopsoSignatureFacts *facts)
{
  HopsoSignatureResult *self = g_object_new (HOPSO_TYPE_SIGNATURE_RESULT, NULL);

  self->facts = *facts;
  self->facts.field_name = keep (self, facts->field_name);
  self->facts.signer_name = keep (self, facts->signer_name);
  self->facts.signer_title = keep (self, facts->signer_title);
  self->facts.signer_organization = keep (self, facts->signer_organization);
  self->facts.issuer_name = keep (self, facts->issuer_name);
  self->facts.serial = keep (self, facts->serial);
  self->facts.sub_filter = keep (self, facts->sub_filter);
  self->facts.digest_algorithm = keep (self, facts->digest_algorithm);
  self->facts.signature_algorithm = keep (self, facts->signature_algorithm);
  return self;
}

/**
 * hopso_signature_result_get_facts:
 *
 * Returns: (transfer none): what is known of the signature
 */
const HopsoSignatureFacts *
hopso_signature_result_get_facts (HopsoSignatureResult *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGNATURE_RESULT (self), NULL);

  return &self->facts;
}

/**
 * hopso_signature_result_add_reason:
 * @reason: why the signature is not simply valid
 * @detail: (nullable): more for experts, in English, never content of the document
 */
void
hopso_signature_result_add_reason (HopsoSignatureResult *self,
                                   HopsoSignatureReason reason,
                                   const char *detail)
{
  g_return_if_fail (HOPSO_IS_SIGNATURE_RESULT (self));
  g_return_if_fail (reason < HOPSO_N_SIGNATURE_REASONS);

  Finding finding = { reason, g_strdup (detail) };
  g_array_append_val (self->findings, finding);
}

/**
 * hopso_signature_result_get_n_reasons:
 *
 * Returns: how many reasons there are
 */
guint
hopso_signature_result_get_n_reasons (HopsoSignatureResult *self)
{
  return self->findings->len;
}

/**
 * hopso_signature_result_get_reason:
 *
 * Returns: the reason at @position
 */
HopsoSignatureReason
hopso_signature_result_get_reason (HopsoSignatureResult *self, guint position)
{
  g_assert (position < self->findings->len);
  return g_array_index (self->findings, Finding, position).reason;
}

/**
 * hopso_signature_result_get_detail:
 *
 * Returns: (transfer none) (nullable): more for experts about the reason at @position
 */
const char *
hopso_signature_result_get_detail (HopsoSignatureResult *self, guint position)
{
  g_assert (position < self->findings->len);
  return g_array_index (self->findings, Finding, position).detail;
}

/**
 * hopso_signature_result_has_reason:
 *
 * Returns: whether @reason is among the reasons
 */
gboolean
hopso_signature_result_has_reason (HopsoSignatureResult *self, HopsoSignatureReason reason)
{
  for (guint i = 0; i < self->findings->len; i++)
    if (hopso_signature_result_get_reason (self, i) == reason)
      return TRUE;
  return FALSE;
}

static HopsoVerdict
worse (HopsoVerdict a, HopsoVerdict b)
{
  if (a == HOPSO_VERDICT_INVALID || b == HOPSO_VERDICT_INVALID)
    return HOPSO_VERDICT_INVALID;
  if (a == HOPSO_VERDICT_UNDETERMINED || b == HOPSO_VERDICT_UNDETERMINED)
    return HOPSO_VERDICT_UNDETERMINED;
  return HOPSO_VERDICT_VALID;
}

/**
 * hopso_signature_result_get_verdict:
 *
 * Returns: what follows from the reasons: invalid if one proves it, valid only if there is none
 */
HopsoVerdict
hopso_signature_result_get_verdict (HopsoSignatureResult *self)
{
  HopsoVerdict verdict = HOPSO_VERDICT_VALID;

  for (guint i = 0; i < self->findings->len; i++)
    verdict = worse (
        verdict, hopso_signature_reason_get_verdict (hopso_signature_result_get_reason (self, i)));
  return verdict;
}

static void
hopso_signature_report_finalize (GObject *object)
{
  HopsoSignatureReport *self = HOPSO_SIGNATURE_REPORT (object);

  g_free (self->digest);
  g_ptr_array_unref (self->results);
  g_ptr_array_unref (self->notes);
  G_OBJECT_CLASS (hopso_signature_report_parent_class)->finalize (object);
}

static void
hopso_signature_report_class_init (HopsoSignatureReportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_signature_report_finalize;
}

static void
hopso_signature_report_init (HopsoSignatureReport *self)
{
  self->results = g_ptr_array_new_with_free_func (g_object_unref);
  self->notes = g_ptr_array_new_with_free_func (g_free);
}

/**
 * hopso_signature_report_new:
 * @digest: SHA-256 of the file, lower-case hexadecimal
 * @checked_at: when it was checked, seconds since 1970-01-01T00:00:00Z
 *
 * Returns: (transfer full): a report without results, hence of an unsigned file
 */
HopsoSignatureReport *
hopso_signature_report_new (const char *digest, gint64 checked_at)
{
  HopsoSignatureReport *self = g_object_new (HOPSO_TYPE_SIGNATURE_REPORT, NULL);

  self->digest = g_strdup (digest);
  self->checked_at = checked_at;
  return self;
}

/**
 * hopso_signature_report_add:
 * @result: (transfer none): the next signature in order of signing
 */
void
hopso_signature_report_add (HopsoSignatureReport *self, HopsoSignatureResult *result)
{
  g_return_if_fail (HOPSO_IS_SIGNATURE_REPORT (self));

  g_ptr_array_add (self->results, g_object_ref (result));
}

/**
 * hopso_signature_report_add_note:
 * @note: something about the whole file that is odd but no reason, in the person's language
 */
void
hopso_signature_report_add_note (HopsoSignatureReport *self, const char *note)
{
  g_return_if_fail (HOPSO_IS_SIGNATURE_REPORT (self));

  g_ptr_array_add (self->notes, g_strdup (note));
}

/**
 * hopso_signature_report_get_digest:
 *
 * Returns: (transfer none): SHA-256 of the file, lower-case hexadecimal
 */
const char *
hopso_signature_report_get_digest (HopsoSignatureReport *self)
{
  return self->digest;
}

/**
 * hopso_signature_report_get_checked_at:
 *
 * Returns: when it was checked, seconds since 1970-01-01T00:00:00Z
 */
gint64
hopso_signature_report_get_checked_at (HopsoSignatureReport *self)
{
  return self->checked_at;
}

/**
 * hopso_signature_report_get_n_results:
 *
 * Returns: how many signatures there are
 */
guint
hopso_signature_report_get_n_results (HopsoSignatureReport *self)
{
  return self->results->len;
}

/**
 * hopso_signature_report_get_result:
 *
 * Returns: (transfer none): the signature at @position, in order of signing
 */
HopsoSignatureResult *
hopso_signature_report_get_result (HopsoSignatureReport *self, guint position)
{
  g_assert (position < self->results->len);
  return g_ptr_array_index (self->results, position);
}

/**
 * hopso_signature_report_get_n_notes:
 *
 * Returns: how many notes there are
 */
guint
hopso_signature_report_get_n_notes (HopsoSignatureReport *self)
{
  return self->notes->len;
}

/**
 * hopso_signature_report_get_note:
 *
 * Returns: (transfer none): the note at @position
 */
const char *
hopso_signature_report_get_note (HopsoSignatureReport *self, guint position)
{
  g_assert (position < self->notes->len);
  return g_ptr_array_index (self->notes, position);
}

/**
 * hopso_signature_report_get_verdict:
 *
 * Returns: the worst verdict of all signatures; unsigned when no person has signed
 */
HopsoVerdict
hopso_signature_report_get_verdict (HopsoSignatureReport *self)
{
  HopsoVerdict verdict = HOPSO_VERDICT_VALID;
  gboolean is_signed = FALSE;

  for (guint i = 0; i < self->results->len; i++)
    {
      HopsoSignatureResult *result = hopso_signature_report_get_result (self, i);

      verdict = worse (verdict, hopso_signature_result_get_verdict (result));
      is_signed = is_signed || !result->facts.is_document_timestamp;
    }
  return is_signed || verdict != HOPSO_VERDICT_VALID ? verdict : HOPSO_VERDICT_UNSIGNED;
}
