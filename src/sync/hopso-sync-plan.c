/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What to do so that this machine and the server agree: what came from the server × what waits
 * here → steps for one transaction. Decides, and does nothing. Pure.
 *
 * The store shows a record as the server has it with the waiting changes on top. A change that was
 * sent once is repeated unaltered until its answer is known, since the server remembers its key; a
 * merge is a new change with a new key. */

#include "hopso-sync-plan-private.h"

#include "hopso-meeting.h"
#include "hopso-paper.h"
#include "hopso-sign-chain.h"
#include "hopso-wire-people.h"

/**
 * hopso_sync_plan_page:
 * @changes: one page of what changed at the server
 * @outbox: (element-type HopsoOutboxEntry): what waits here
 *
 * Returns: (transfer full) (element-type HopsoSyncStep): the steps
 */
GPtrArray *
hopso_sync_plan_page (const HopsoWireChanges *changes, GPtrArray *outbox)
{
  GPtrArray *plan = hopso_sync_steps_new ();

  for (guint i = 0; i < changes->created->len; i++)
    hopso_sync_effects_hear (plan, changes->created->pdata[i], outbox);
  for (guint i = 0; i < changes->updated->len; i++)
    hopso_sync_effects_hear (plan, changes->updated->pdata[i], outbox);
  for (guint i = 0; i < changes->destroyed->len; i++)
    {
      const HopsoWireDestroyed *destroyed = changes->destroyed->pdata[i];

      hopso_sync_effects_forget (plan, outbox, destroyed->kind, destroyed->id);
      if (destroyed->purge || !hopso_sync_plan_survives (outbox, destroyed->kind, destroyed->id))
        hopso_sync_steps_delete (plan, destroyed->kind, destroyed->id, destroyed->purge);
      if (destroyed->purge)
        hopso_sync_steps_entry (
            plan, HOPSO_SYNC_STEP_ADD,
            hopso_local_change_new_acknowledgement (destroyed->kind, destroyed->id));
    }
  return plan;
}

/* Changes that were made on the state that @entry made too, and that were never sent, now stand on
 * @reply. */
void
hopso_sync_plan_move_followers (GPtrArray *plan,
                                const HopsoOutboxEntry *entry,
                                HopsoRecord *reply,
                                GPtrArray *outbox)
{
  for (guint i = 0; i < outbox->len; i++)
    {
      const HopsoOutboxEntry *other = outbox->pdata[i];
      g_autoptr (HopsoLocalChange) change = NULL;

      if (other->id == entry->id || other->attempts > 0 ||
          !hopso_sync_steps_concern (other, reply) || !hopso_local_change_is_sendable (other) ||
          hopso_local_change_is (other, HOPSO_CHANGE_CREATE))
        continue;
      change = hopso_local_change_read (other, NULL);
      if (change == NULL || change->base == NULL)
        continue;

      HopsoOutboxEntry *moved = hopso_outbox_entry_copy (other);
      hopso_local_change_rewrite (moved, reply, change->content);
      hopso_sync_steps_entry (plan, HOPSO_SYNC_STEP_UPDATE, moved);
    }
}

/**
 * hopso_sync_plan_sent:
 * @entry: a change that the server took
 * @reply: (nullable): the record as it is now
 * @outbox: (element-type HopsoOutboxEntry): what waits here, @entry among it
 *
 * Returns: (transfer full) (element-type HopsoSyncStep): the steps
 */
GPtrArray *
hopso_sync_plan_sent (const HopsoOutboxEntry *entry, HopsoRecord *reply, GPtrArray *outbox)
{
  GPtrArray *plan = hopso_sync_steps_new ();
  g_autoptr (HopsoLocalChange) change = hopso_local_change_read (entry, NULL);

  /* An answer that was repeated, or came late, tells of a state that may be over. */
  if (change != NULL && change->heard != NULL &&
      (reply != NULL || hopso_local_change_is (entry, HOPSO_CHANGE_DESTROY)))
    reply = change->heard;
  hopso_sync_steps_entry (plan, HOPSO_SYNC_STEP_REMOVE, hopso_outbox_entry_copy (entry));
  hopso_sync_effects_settle (plan, entry, outbox, reply);
  if (reply != NULL)
    {
      hopso_sync_steps_show (plan, reply, outbox, entry);
      hopso_sync_plan_move_followers (plan, entry, reply, outbox);
    }
  return plan;
}

/* An answer to an invitation: the latest wins (RFC 5546 §3.2.3). */
static gboolean
latest_wins (const HopsoOutboxEntry *entry)
{
  return entry->kind == HOPSO_KIND_PARTICIPANT && entry->scope == NULL;
}

/* Three-way, field by field. Whether theirs changed a field that the patch changes too, to
 * something else. */
static gboolean
is_contradicted (HopsoRecord *base, HopsoRecord *mine, HopsoRecord *theirs)
{
  const HopsoKind *kind = hopso_record_get_kind (base);

  for (guint i = 0; i < kind->n_fields; i++)
    if (!hopso_record_field_equal (base, mine, i) && !hopso_record_field_equal (base, theirs, i) &&
        !hopso_record_field_equal (mine, theirs, i))
      return TRUE;
  return FALSE;
}

static HopsoSyncOutcome
plan_patch_conflict (GPtrArray *plan,
                     const HopsoOutboxEntry *entry,
                     const HopsoLocalChange *change,
                     HopsoRecord *current)
{
  g_autoptr (HopsoRecord) mine =
      hopso_wire_record_apply_patch (change->base, change->content, NULL);
  g_autoptr (HopsoRecord) merged = hopso_wire_record_apply_patch (current, change->content, NULL);
  g_autoptr (JsonObject) patch = NULL;

  if (mine == NULL || merged == NULL ||
      (!latest_wins (entry) && is_contradicted (change->base, mine, current)))
    return HOPSO_SYNC_LOST;
  patch = hopso_wire_patch_to_json (current, merged);
  if (json_object_get_size (patch) == 0)
    return HOPSO_SYNC_SENT;
  hopso_sync_steps_merged (plan, hopso_outbox_entry_copy (entry), current, patch);
  return HOPSO_SYNC_MERGED;
}

/* The invitation is another now. An answer to a question counts as long as that is the same. */
static HopsoSyncOutcome
plan_substitution_conflict (GPtrArray *plan,
                            const HopsoOutboxEntry *entry,
                            const HopsoLocalChange *change,
                            HopsoRecord *current)
{
  g_autoptr (HopsoWireSubstitution) act = hopso_wire_substitution_from_json (change->content, NULL);

  if (act == NULL || !HOPSO_IS_PARTICIPANT (current) ||
      !hopso_substitution_still_stands (HOPSO_PARTICIPANT (change->base),
                                        HOPSO_PARTICIPANT (current), act->type))
    return HOPSO_SYNC_LOST;
  hopso_sync_steps_merged (plan, hopso_outbox_entry_copy (entry), current, change->content);
  return HOPSO_SYNC_MERGED;
}

/* Somebody changed the paper meanwhile. It is still meant while the bytes are those that were
 * looked at, and nobody has judged them otherwise. */
static HopsoSyncOutcome
plan_review_conflict (GPtrArray *plan,
                      const HopsoOutboxEntry *entry,
                      const HopsoLocalChange *change,
                      HopsoRecord *current)
{
  if (!hopso_record_field_equal (change->base, current, HOPSO_PAPER_DIGEST) ||
      !hopso_record_field_equal (change->base, current, HOPSO_PAPER_REVIEW) ||
      !hopso_record_field_equal (change->base, current, HOPSO_PAPER_REVIEWER))
    return HOPSO_SYNC_LOST;
  hopso_sync_steps_merged (plan, hopso_outbox_entry_copy (entry), current, change->content);
  return HOPSO_SYNC_MERGED;
}

/* Somebody changed the meeting meanwhile. What was meant still is as long as it is where it was. */
static HopsoSyncOutcome
plan_course_conflict (GPtrArray *plan,
                      const HopsoOutboxEntry *entry,
                      const HopsoLocalChange *change,
                      HopsoRecord *current)
{
  if (!hopso_record_field_equal (change->base, current, HOPSO_MEETING_STATE) ||
      !hopso_record_field_equal (change->base, current, HOPSO_MEETING_VERSION))
    return HOPSO_SYNC_LOST;
  hopso_sync_steps_merged (plan, hopso_outbox_entry_copy (entry), current, change->content);
  return HOPSO_SYNC_MERGED;
}

/* Something else happened to the request. Whoever may still do what they did, has done it. */
static HopsoSyncOutcome
plan_act_conflict (GPtrArray *plan,
                   const HopsoOutboxEntry *entry,
                   const HopsoLocalChange *change,
                   HopsoRecord *current)
{
  g_autoptr (GPtrArray) effects = hopso_local_effect_list (entry);
  gboolean is_due = FALSE;

  if (!HOPSO_IS_SIGN_REQUEST (current) ||
      !hopso_sign_request_is_waiting (HOPSO_SIGN_REQUEST (current)))
    return HOPSO_SYNC_LOST;
  is_due = g_str_equal (entry->operation, HOPSO_CHANGE_WITHDRAW);
  for (guint i = 0; i < effects->len && !is_due; i++)
    {
      const HopsoLocalEffect *effect = effects->pdata[i];

      if (effect->patch != NULL && json_object_has_member (effect->patch, "x-acted"))
        is_due = hopso_sign_request_awaits (HOPSO_SIGN_REQUEST (current),
                                            hopso_sign_step_get_signer ((gpointer) effect->before));
    }
  if (!is_due)
    return HOPSO_SYNC_LOST;
  hopso_sync_steps_merged (plan, hopso_outbox_entry_copy (entry), current, change->content);
  return HOPSO_SYNC_MERGED;
}

/* A signature belongs to the bytes that were signed: it is kept, and its signer asked again. */
static HopsoSyncOutcome
plan_version_conflict (GPtrArray *plan,
                       const HopsoOutboxEntry *entry,
                       const HopsoLocalChange *change,
                       HopsoRecord *current)
{
  int digest = hopso_kind_find_field (hopso_record_get_kind (current), "x-digest");

  if (hopso_record_field_equal (change->base, current, (guint) digest))
    {
      hopso_sync_steps_merged (plan, hopso_outbox_entry_copy (entry), current, change->content);
      return HOPSO_SYNC_MERGED;
    }
  if (g_strcmp0 (hopso_record_get_string (current, (guint) digest), entry->digest) == 0)
    return HOPSO_SYNC_SENT;
  return HOPSO_SYNC_LOST;
}

/**
 * hopso_sync_plan_conflict:
 * @entry: a change that came too late
 * @current: the record as it is at the server
 * @outbox: (element-type HopsoOutboxEntry): what waits here, @entry among it
 * @reason: what people are told when it is lost
 * @outcome: (out): what becomes of the change
 *
 * Returns: (transfer full) (element-type HopsoSyncStep): the steps
 */
GPtrArray *
hopso_sync_plan_conflict (const HopsoOutboxEntry *entry,
                          HopsoRecord *current,
                          GPtrArray *outbox,
                          const char *reason,
                          HopsoSyncOutcome *outcome)
{
  GPtrArray *plan = hopso_sync_steps_new ();
  g_autoptr (HopsoLocalChange) change = hopso_local_change_read (entry, NULL);

  if (change == NULL || change->base == NULL)
    *outcome = HOPSO_SYNC_LOST;
  else if (g_str_equal (entry->operation, HOPSO_CHANGE_VERSION))
    *outcome = plan_version_conflict (plan, entry, change, current);
  else if (hopso_local_change_is (entry, HOPSO_CHANGE_CREATE))
    *outcome = hopso_sync_plan_create_conflict (plan, entry, current, outbox);
  else if (hopso_local_change_is (entry, HOPSO_CHANGE_DESTROY))
    *outcome = hopso_sync_plan_destroy_conflict (plan, entry, change, current, outbox);
  else if (g_str_equal (entry->operation, HOPSO_CHANGE_SUBSTITUTE))
    *outcome = plan_substitution_conflict (plan, entry, change, current);
  else if (hopso_local_change_is (entry, HOPSO_CHANGE_REVIEW))
    *outcome = plan_review_conflict (plan, entry, change, current);
  else if (hopso_local_change_is_course (entry))
    *outcome = plan_course_conflict (plan, entry, change, current);
  else if (hopso_local_change_is_act (entry))
    *outcome = plan_act_conflict (plan, entry, change, current);
  else
    *outcome = plan_patch_conflict (plan, entry, change, current);
  if (*outcome == HOPSO_SYNC_LOST)
    {
      hopso_sync_steps_keep (plan, entry, reason);
      hopso_sync_effects_take_back (plan, entry, outbox, current);
      hopso_sync_plan_hold_back (plan, entry, outbox, reason);
    }
  else if (*outcome == HOPSO_SYNC_SENT)
    hopso_sync_steps_entry (plan, HOPSO_SYNC_STEP_REMOVE, hopso_outbox_entry_copy (entry));
  hopso_sync_steps_show (plan, current, outbox, *outcome == HOPSO_SYNC_MERGED ? NULL : entry);
  return plan;
}

/**
 * hopso_sync_plan_refused:
 * @entry: a change that the server will never take
 * @current: (nullable): the record as it is at the server; %NULL: it is not to be seen any more
 * @outbox: (element-type HopsoOutboxEntry): what waits here, @entry among it
 * @reason: why, for people
 *
 * Returns: (transfer full) (element-type HopsoSyncStep): the steps: the change is taken back, and
 *   kept with the reason; a signed version keeps its bytes
 */
GPtrArray *
hopso_sync_plan_refused (const HopsoOutboxEntry *entry,
                         HopsoRecord *current,
                         GPtrArray *outbox,
                         const char *reason)
{
  GPtrArray *plan = hopso_sync_steps_new ();

  if (g_str_equal (entry->operation, HOPSO_CHANGE_ACKNOWLEDGE) ||
      g_str_equal (entry->operation, HOPSO_CHANGE_RECEIPTS) ||
      (hopso_local_change_is (entry, HOPSO_CHANGE_DESTROY) && current == NULL))
    {
      hopso_sync_steps_entry (plan, HOPSO_SYNC_STEP_REMOVE, hopso_outbox_entry_copy (entry));
      return plan;
    }
  hopso_sync_steps_keep (plan, entry, reason);
  hopso_sync_effects_take_back (plan, entry, outbox, current);
  hopso_sync_plan_refused_record (plan, entry, current, outbox, reason);
  hopso_sync_plan_hold_back (plan, entry, outbox, reason);
  if (current != NULL)
    hopso_sync_steps_show (plan, current, outbox, entry);
  else
    hopso_sync_steps_delete (plan, entry->kind, entry->record, FALSE);
  return plan;
}

/**
 * hopso_sync_plan_leftovers:
 * @kind: a kind of records
 * @local: (element-type HopsoRecord): those on this machine
 * @seen: (element-type utf8): a set of "kind/id" of everything that the server sent
 *
 * After everything was fetched anew: what the server does not show any more goes; papers are
 * erased, since their recall may have been missed.
 *
 * Returns: (transfer full) (element-type HopsoSyncStep): the steps
 */
GPtrArray *
hopso_sync_plan_leftovers (HopsoKindId kind, GPtrArray *local, GHashTable *seen)
{
  GPtrArray *plan = hopso_sync_steps_new ();

  for (guint i = 0; i < local->len; i++)
    {
      const char *id = hopso_record_get_id (local->pdata[i]);
      g_autofree char *name = g_strconcat (hopso_kind_get (kind)->name, "/", id, NULL);

      if (!g_hash_table_contains (seen, name))
        hopso_sync_steps_delete (plan, kind, id, kind == HOPSO_KIND_PAPER);
    }
  return plan;
}
