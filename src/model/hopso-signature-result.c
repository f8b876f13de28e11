/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a verification found of one signature, as facts: what is known of it, the reasons against
 * it, what is worth telling besides, and what was changed after it. The verdict is derived from
 * the reasons, never set. Filled by the verifier, then only read. */

#include "hopso-signature-report.h"

typedef struct
{
  int kind;     /* a reason or a note */
  char *detail; /* owned, nullable */
} Finding;

struct _HopsoSignatureResult
{
  GObject parent_instance;

  HopsoSignatureFacts facts; /* its strings are kept by strings */
  GStringChunk *strings;     /* owned */
  GArray *reasons;           /* owned; elements Finding */
  GArray *notes;             /* owned; elements Finding */
  GArray *changes;           /* owned; elements HopsoSignatureChange, strings kept by strings */
};

G_DEFINE_FINAL_TYPE (HopsoSignatureResult, hopso_signature_result, G_TYPE_OBJECT)

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
  g_array_unref (self->reasons);
  g_array_unref (self->notes);
  g_array_unref (self->changes);
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
  self->reasons = g_array_new (FALSE, FALSE, sizeof (Finding));
  g_array_set_clear_func (self->reasons, clear_finding);
  self->notes = g_array_new (FALSE, FALSE, sizeof (Finding));
  g_array_set_clear_func (self->notes, clear_finding);
  self->changes = g_array_new (FALSE, FALSE, sizeof (HopsoSignatureChange));
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
  self->facts.proven_by = keep (self, facts->proven_by);
  self->facts.revocation = keep (self, facts->revocation);
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

  Finding finding = { (int) reason, g_strdup (detail) };
  g_array_append_val (self->reasons, finding);
}

/**
 * hopso_signature_result_get_n_reasons:
 *
 * Returns: how many reasons there are
 */
guint
hopso_signature_result_get_n_reasons (HopsoSignatureResult *self)
{
  return self->reasons->len;
}

/**
 * hopso_signature_result_get_reason:
 *
 * Returns: the reason at @position
 */
HopsoSignatureReason
hopso_signature_result_get_reason (HopsoSignatureResult *self, guint position)
{
  g_assert (position < self->reasons->len);
  return (HopsoSignatureReason) g_array_index (self->reasons, Finding, position).kind;
}

/**
 * hopso_signature_result_get_detail:
 *
 * Returns: (transfer none) (nullable): more for experts about the reason at @position
 */
const char *
hopso_signature_result_get_detail (HopsoSignatureResult *self, guint position)
{
  g_assert (position < self->reasons->len);
  return g_array_index (self->reasons, Finding, position).detail;
}

/**
 * hopso_signature_result_has_reason:
 *
 * Returns: whether @reason is among the reasons
 */
gboolean
hopso_signature_result_has_reason (HopsoSignatureResult *self, HopsoSignatureReason reason)
{
  for (guint i = 0; i < self->reasons->len; i++)
    if (hopso_signature_result_get_reason (self, i) == reason)
      return TRUE;
  return FALSE;
}

/**
 * hopso_signature_result_get_verdict:
 *
 * Returns: what follows from the reasons: invalid if one proves it, valid only if there is none
 */
HopsoVerdict
hopso_signature_result_get_verdict (HopsoSignatureResult *self)
{
  for (guint i = 0; i < self->reasons->len; i++)
    if (hopso_signature_reason_get_verdict (hopso_signature_result_get_reason (self, i)) ==
        HOPSO_VERDICT_INVALID)
      return HOPSO_VERDICT_INVALID;
  return self->reasons->len > 0 ? HOPSO_VERDICT_UNDETERMINED : HOPSO_VERDICT_VALID;
}

/**
 * hopso_signature_result_get_sub_indication:
 *
 * Returns: (transfer none) (nullable): the sub-indication of the first reason that made the
 *   verdict what it is; none when it is valid
 */
const char *
hopso_signature_result_get_sub_indication (HopsoSignatureResult *self)
{
  HopsoVerdict verdict = hopso_signature_result_get_verdict (self);

  for (guint i = 0; i < self->reasons->len; i++)
    {
      HopsoSignatureReason reason = hopso_signature_result_get_reason (self, i);

      if (hopso_signature_reason_get_verdict (reason) == verdict)
        return hopso_signature_reason_get_sub_indication (reason);
    }
  return NULL;
}

/**
 * hopso_signature_result_add_note:
 * @note: something worth telling that does not change the verdict
 * @detail: (nullable): more for experts, in English, never content of the document
 */
void
hopso_signature_result_add_note (HopsoSignatureResult *self,
                                 HopsoSignatureNote note,
                                 const char *detail)
{
  g_return_if_fail (HOPSO_IS_SIGNATURE_RESULT (self));
  g_return_if_fail (note < HOPSO_N_SIGNATURE_NOTES);

  Finding finding = { (int) note, g_strdup (detail) };
  g_array_append_val (self->notes, finding);
}

/**
 * hopso_signature_result_get_n_notes:
 *
 * Returns: how many notes there are
 */
guint
hopso_signature_result_get_n_notes (HopsoSignatureResult *self)
{
  return self->notes->len;
}

/**
 * hopso_signature_result_get_note:
 *
 * Returns: the note at @position
 */
HopsoSignatureNote
hopso_signature_result_get_note (HopsoSignatureResult *self, guint position)
{
  g_assert (position < self->notes->len);
  return (HopsoSignatureNote) g_array_index (self->notes, Finding, position).kind;
}

/**
 * hopso_signature_result_get_note_detail:
 *
 * Returns: (transfer none) (nullable): more for experts about the note at @position
 */
const char *
hopso_signature_result_get_note_detail (HopsoSignatureResult *self, guint position)
{
  g_assert (position < self->notes->len);
  return g_array_index (self->notes, Finding, position).detail;
}

/**
 * hopso_signature_result_has_note:
 *
 * Returns: whether @note is among the notes
 */
gboolean
hopso_signature_result_has_note (HopsoSignatureResult *self, HopsoSignatureNote note)
{
  for (guint i = 0; i < self->notes->len; i++)
    if (hopso_signature_result_get_note (self, i) == note)
      return TRUE;
  return FALSE;
}

/**
 * hopso_signature_result_add_change:
 * @change: what was done after the signature; copied
 */
void
hopso_signature_result_add_change (HopsoSignatureResult *self, const HopsoSignatureChange *change)
{
  g_return_if_fail (HOPSO_IS_SIGNATURE_RESULT (self));
  g_return_if_fail (change->kind < HOPSO_N_CHANGES);

  HopsoSignatureChange ours = *change;
  ours.field = keep (self, change->field);
  g_array_append_val (self->changes, ours);
}

/**
 * hopso_signature_result_get_n_changes:
 *
 * Returns: how many changes after the signature are known
 */
guint
hopso_signature_result_get_n_changes (HopsoSignatureResult *self)
{
  return self->changes->len;
}

/**
 * hopso_signature_result_get_change:
 *
 * Returns: (transfer none): the change at @position, in order of making
 */
const HopsoSignatureChange *
hopso_signature_result_get_change (HopsoSignatureResult *self, guint position)
{
  g_assert (position < self->changes->len);
  return &g_array_index (self->changes, HopsoSignatureChange, position);
}
