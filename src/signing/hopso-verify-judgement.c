/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Times first, then trust (ETSI EN 319 102-1, 5.5 and 5.6): document timestamps from the last to
 * the first, each proven by those after it; what they cover existed then. Then each signature with
 * its own timestamps. A timestamp is held to the same rules as a signature and proves nothing
 * until it has passed. Pure; any thread. */

#include "hopso-verify-steps-private.h"

/* One judgement of one file. */
typedef struct
{
  GPtrArray *signatures;             /* borrowed */
  HopsoTrustJudge *judge;            /* borrowed */
  HopsoValidationMaterial *material; /* borrowed */
  GPtrArray *wants;                  /* owned */
  gint64 now;
  GCancellable *limit; /* borrowed, nullable */
} Judgement;

static void
take_wants (Judgement *self, HopsoTrustDecision *decision)
{
  for (guint i = 0; i < decision->wants->len; i++)
    {
      HopsoValidationWant *want = decision->wants->pdata[i];
      gboolean is_known = FALSE;

      for (guint j = 0; j < self->wants->len && !is_known; j++)
        is_known = hopso_validation_want_equal (self->wants->pdata[j], want);
      if (is_known)
        continue;
      HopsoValidationWant *copy =
          hopso_validation_want_new (want->kind, want->certificate, want->issuer);
      copy->newer_than = want->newer_than;
      copy->is_proven = want->is_proven;
      g_ptr_array_add (self->wants, copy);
    }
}

/* %NULL when the time is up. */
static HopsoTrustDecision *
decide (Judgement *self, const HopsoTrustQuestion *question)
{
  if (g_cancellable_is_cancelled (self->limit))
    return NULL;
  HopsoTrustDecision *decision = hopso_trust_judge_decide (self->judge, question);
  take_wants (self, decision);
  return decision;
}

static gboolean
is_trusted_stamp (const HopsoCheckedStamp *stamp)
{
  return stamp->holds && !stamp->is_out_of_order && stamp->decision != NULL &&
         hopso_trust_decision_is_good (stamp->decision) &&
         hopso_timestamp_get_strength_end (stamp->token) >= stamp->existed_at;
}

static void
judge_stamp (Judgement *self, HopsoCheckedStamp *stamp, gint64 existed_at, guint64 covered)
{
  HopsoCertificate *signer = hopso_checked_stamp_get_signer (stamp);

  g_clear_pointer (&stamp->decision, hopso_trust_decision_free);
  stamp->existed_at = existed_at;
  if (stamp->token == NULL || signer == NULL)
    return;
  gint64 time = hopso_timestamp_get_time (stamp->token);
  const HopsoTrustQuestion question = { signer, HOPSO_CERTIFICATE_STAMPS_TIME, existed_at, time,
                                        covered };

  stamp->is_out_of_order = time > existed_at + HOPSO_VERIFY_CLOCK_SKEW;
  stamp->decision = decide (self, &question);
}

static HopsoCheckedSignature *
get_signature (Judgement *self, guint position)
{
  return self->signatures->pdata[position];
}

/* The trusted document timestamp that is the earliest (or covers most) among those over @end. */
static HopsoCheckedSignature *
find_proof (Judgement *self, guint64 end, gboolean is_widest)
{
  HopsoCheckedSignature *found = NULL;

  for (guint i = 0; i < self->signatures->len; i++)
    {
      HopsoCheckedSignature *other = get_signature (self, i);

      if (other->stamp == NULL || other->end <= end || !is_trusted_stamp (other->stamp))
        continue;
      if (found == NULL || (is_widest ? other->end > found->end
                                      : hopso_timestamp_get_time (other->stamp->token) <
                                            hopso_timestamp_get_time (found->stamp->token)))
        found = other;
    }
  return found;
}

static void
set_proof (HopsoCheckedSignature *self, HopsoCheckedStamp *stamp)
{
  HopsoCertificate *signer = hopso_checked_stamp_get_signer (stamp);

  self->proven_time = hopso_timestamp_get_time (stamp->token);
  self->existed_at = MIN (self->existed_at, self->proven_time);
  g_free (self->proven_by);
  self->proven_by = hopso_certificate_dup_subject_common_name (signer);
}

static void
begin_signature (Judgement *self, HopsoCheckedSignature *signature)
{
  HopsoCheckedSignature *proof = find_proof (self, signature->end, FALSE);
  HopsoCheckedSignature *widest = find_proof (self, signature->end, TRUE);

  signature->existed_at = self->now;
  signature->proven_time = 0;
  signature->is_proof_embedded = FALSE;
  g_clear_pointer (&signature->proven_by, g_free);
  signature->covered = widest != NULL ? widest->end : 0;
  if (proof != NULL)
    {
      set_proof (signature, proof->stamp);
      signature->is_proof_embedded = TRUE;
    }
}

static void
judge_document_stamp (Judgement *self, HopsoCheckedSignature *signature)
{
  begin_signature (self, signature);
  judge_stamp (self, signature->stamp, signature->existed_at, signature->covered);
  if (!is_trusted_stamp (signature->stamp))
    return;
  hopso_validation_material_prove (self->material, signature->end,
                                   hopso_timestamp_get_time (signature->stamp->token));
  set_proof (signature, signature->stamp);
}

static void
judge_person (Judgement *self, HopsoCheckedSignature *signature)
{
  begin_signature (self, signature);
  gint64 existed_at = signature->existed_at;

  for (guint i = 0; i < signature->stamps->len; i++)
    {
      HopsoCheckedStamp *stamp = signature->stamps->pdata[i];

      judge_stamp (self, stamp, existed_at, signature->covered);
      if (!is_trusted_stamp (stamp) ||
          (signature->proven_time != 0 &&
           hopso_timestamp_get_time (stamp->token) >= signature->proven_time))
        continue;
      set_proof (signature, stamp);
      signature->is_proof_embedded = stamp->decision->is_embedded;
    }
  g_clear_pointer (&signature->decision, hopso_trust_decision_free);
  if (signature->signer == NULL)
    return;
  const HopsoTrustQuestion question = { signature->signer, HOPSO_CERTIFICATE_SIGNS_DOCUMENTS,
                                        signature->existed_at, signature->claims.claimed_time,
                                        signature->covered };
  signature->decision = decide (self, &question);
}

static int
compare_ends (gconstpointer a, gconstpointer b)
{
  const HopsoCheckedSignature *one = *(HopsoCheckedSignature *const *) a;
  const HopsoCheckedSignature *other = *(HopsoCheckedSignature *const *) b;

  return one->end < other->end ? 1 : one->end > other->end ? -1 : 0;
}

/* From the last to the first. */
static GPtrArray *
list_document_stamps (Judgement *self)
{
  GPtrArray *stamps = g_ptr_array_new ();

  for (guint i = 0; i < self->signatures->len; i++)
    {
      HopsoCheckedSignature *signature = get_signature (self, i);

      if (signature->stamp == NULL)
        continue;
      /* A proof of an earlier round may have fallen. */
      g_clear_pointer (&signature->stamp->decision, hopso_trust_decision_free);
      g_ptr_array_add (stamps, signature);
    }
  g_ptr_array_sort (stamps, compare_ends);
  return stamps;
}

GPtrArray *
hopso_verify_judge (GPtrArray *signatures,
                    HopsoTrustJudge *judge,
                    HopsoValidationMaterial *material,
                    gint64 now,
                    GCancellable *limit)
{
  Judgement self = { signatures, judge, material, NULL, now, limit };
  g_autoptr (GPtrArray) stamps = list_document_stamps (&self);

  self.wants = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_validation_want_free);
  hopso_validation_material_forget_proofs (material);
  for (guint i = 0; i < stamps->len; i++)
    judge_document_stamp (&self, stamps->pdata[i]);
  for (guint i = 0; i < signatures->len; i++)
    if (get_signature (&self, i)->stamp == NULL)
      judge_person (&self, get_signature (&self, i));
  return self.wants;
}
