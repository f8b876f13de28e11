/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a verification found in a whole file, as facts: one result per signature, and what follows
 * for the file. The verdict is derived, never set. Filled by the verifier, then only read. */

#include "hopso-signature-report.h"

struct _HopsoSignatureReport
{
  GObject parent_instance;

  char *digest; /* owned */
  gint64 checked_at;
  GPtrArray *results; /* owned; elements owned */
  GPtrArray *notes;   /* owned; elements owned */
};

G_DEFINE_FINAL_TYPE (HopsoSignatureReport, hopso_signature_report, G_TYPE_OBJECT)

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
      is_signed = is_signed || !hopso_signature_result_get_facts (result)->is_document_timestamp;
    }
  return is_signed || verdict != HOPSO_VERDICT_VALID ? verdict : HOPSO_VERDICT_UNSIGNED;
}

/**
 * hopso_signature_report_get_sub_indication:
 *
 * Returns: (transfer none) (nullable): the sub-indication of the first signature that made the
 *   verdict what it is; none when it is valid or unsigned
 */
const char *
hopso_signature_report_get_sub_indication (HopsoSignatureReport *self)
{
  HopsoVerdict verdict = hopso_signature_report_get_verdict (self);

  for (guint i = 0; i < self->results->len; i++)
    {
      HopsoSignatureResult *result = hopso_signature_report_get_result (self, i);

      if (hopso_signature_result_get_verdict (result) == verdict)
        return hopso_signature_result_get_sub_indication (result);
    }
  return NULL;
}
