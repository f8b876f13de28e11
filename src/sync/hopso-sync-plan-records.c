/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of records that are made, removed or brought back here, when the server has
 * something to say to it. Whoever changed a record wins against whoever removed it: nobody's work
 * is lost, and what comes back says why. Pure. */

#include "hopso-sync-plan-private.h"

static gboolean
waits (const HopsoOutboxEntry *entry, const HopsoOutboxEntry *than)
{
  return entry->id != than->id && hopso_local_change_is_sendable (entry);
}

/* Whether @record names the record that @entry is about. */
static gboolean
names (HopsoRecord *record, const HopsoOutboxEntry *entry)
{
  const HopsoKind *kind = hopso_record_get_kind (record);

  for (guint i = 0; i < kind->n_fields; i++)
    if (kind->fields[i].type == HOPSO_FIELD_STRING &&
        g_strcmp0 (hopso_record_get_string (record, i), entry->record) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_removed_from (GPtrArray *plan, const HopsoOutboxEntry *entry)
{
  for (guint i = 0; i < plan->len; i++)
    {
      const HopsoSyncStep *step = plan->pdata[i];

      if (step->type == HOPSO_SYNC_STEP_REMOVE && step->entry->id == entry->id)
        return TRUE;
    }
  return FALSE;
}

/* @record stays; what it belongs to must not go either. */
static void
keep_its_place (GPtrArray *plan,
                const HopsoOutboxEntry *entry,
                HopsoRecord *record,
                GPtrArray *outbox)
{
  for (guint i = 0; i < outbox->len; i++)
    {
      const HopsoOutboxEntry *other = outbox->pdata[i];
      g_autoptr (HopsoLocalChange) change = NULL;

      if (!waits (other, entry) || other->attempts > 0 || !names (record, other) ||
          !hopso_local_change_is (other, HOPSO_CHANGE_DESTROY) || is_removed_from (plan, other))
        continue;
      change = hopso_local_change_read (other, NULL);
      if (change == NULL || change->base == NULL)
        continue;
      hopso_sync_steps_entry (plan, HOPSO_SYNC_STEP_REMOVE, hopso_outbox_entry_copy (other));
      hopso_sync_steps_show (plan, change->base, outbox, other);
      keep_its_place (plan, entry, change->base, outbox);
    }
}

static gboolean
has_same_fields (HopsoRecord *a, HopsoRecord *b)
{
  for (guint i = 0; i < hopso_record_get_kind (a)->n_fields; i++)
    if (!hopso_record_field_equal (a, b, i))
      return FALSE;
  return TRUE;
}

/* Somebody changed what was removed here: the change wins, unless it changed nothing. */
HopsoSyncOutcome
hopso_sync_plan_destroy_conflict (GPtrArray *plan,
                                  const HopsoOutboxEntry *entry,
                                  const HopsoLocalChange *change,
                                  HopsoRecord *current,
                                  GPtrArray *outbox)
{
  if (has_same_fields (change->base, current))
    {
      hopso_sync_steps_merged (plan, hopso_outbox_entry_copy (entry), current, change->content);
      return HOPSO_SYNC_MERGED;
    }
  keep_its_place (plan, entry, current, outbox);
  return HOPSO_SYNC_LOST;
}

/* It is there already: an earlier try arrived, or somebody brought it back. */
HopsoSyncOutcome
hopso_sync_plan_create_conflict (GPtrArray *plan,
                                 const HopsoOutboxEntry *entry,
                                 HopsoRecord *current,
                                 GPtrArray *outbox)
{
  hopso_sync_plan_move_followers (plan, entry, current, outbox);
  return HOPSO_SYNC_SENT;
}

/**
 * hopso_sync_plan_bring_back:
 * @entry: a change of a record that somebody else has removed meanwhile
 * @outbox: (element-type HopsoOutboxEntry): what waits here, @entry among it
 * @outcome: (out): what becomes of the change
 *
 * Returns: (transfer full) (element-type HopsoSyncStep) (nullable): the steps: the record is made
 *   again, as it was changed; %NULL when that cannot be
 */
GPtrArray *
hopso_sync_plan_bring_back (const HopsoOutboxEntry *entry,
                            GPtrArray *outbox,
                            HopsoSyncOutcome *outcome)
{
  g_autoptr (HopsoLocalChange) change = hopso_local_change_read (entry, NULL);
  g_autoptr (HopsoRecord) wanted =
      change != NULL && change->base != NULL
          ? hopso_wire_record_apply_patch (change->base, change->content, NULL)
          : NULL;
  g_autoptr (HopsoOutboxEntry) create = NULL;
  GPtrArray *plan;

  if (wanted == NULL)
    return NULL;
  plan = hopso_sync_steps_new ();
  create = hopso_local_change_new_create (entry->scope, wanted);
  create->id = entry->id;
  create->created = entry->created;
  create->key = g_uuid_string_random ();
  hopso_sync_steps_entry (plan, HOPSO_SYNC_STEP_UPDATE, g_steal_pointer (&create));
  hopso_sync_steps_show (plan, wanted, outbox, entry);
  *outcome = HOPSO_SYNC_MERGED;
  return plan;
}

/* What was to be made and is not to be: what was done to it goes with it. */
static void
keep_followers (GPtrArray *plan,
                const HopsoOutboxEntry *entry,
                GPtrArray *outbox,
                const char *reason)
{
  for (guint i = 0; i < outbox->len; i++)
    {
      const HopsoOutboxEntry *other = outbox->pdata[i];

      if (waits (other, entry) && other->kind == entry->kind &&
          g_str_equal (other->record, entry->record))
        hopso_sync_steps_keep (plan, other, reason);
    }
}

/* What a refusal of making or removing a record brings along. */
void
hopso_sync_plan_refused_record (GPtrArray *plan,
                                const HopsoOutboxEntry *entry,
                                HopsoRecord *current,
                                GPtrArray *outbox,
                                const char *reason)
{
  if (hopso_local_change_is (entry, HOPSO_CHANGE_DESTROY) && current != NULL)
    keep_its_place (plan, entry, current, outbox);
  else if (hopso_local_change_is (entry, HOPSO_CHANGE_CREATE) && current == NULL)
    keep_followers (plan, entry, outbox, reason);
}

/* What is not as its clerk left it is not published: somebody has to look first. */
void
hopso_sync_plan_hold_back (GPtrArray *plan,
                           const HopsoOutboxEntry *entry,
                           GPtrArray *outbox,
                           const char *reason)
{
  for (guint i = 0; i < outbox->len && entry->scope != NULL; i++)
    {
      const HopsoOutboxEntry *other = outbox->pdata[i];

      if (!waits (other, entry) || g_strcmp0 (other->scope, entry->scope) != 0 ||
          !hopso_local_change_is (other, HOPSO_CHANGE_PUBLISH))
        continue;
      hopso_sync_steps_keep (plan, other, reason);
      hopso_sync_effects_take_back (plan, other, outbox, NULL);
    }
}

/* Whether a change of it waits here that is to survive its removal by somebody else. */
gboolean
hopso_sync_plan_survives (GPtrArray *outbox, HopsoKindId kind, const char *id)
{
  gboolean survives = FALSE;

  for (guint i = 0; i < outbox->len; i++)
    {
      const HopsoOutboxEntry *entry = outbox->pdata[i];

      if (entry->scope != NULL && entry->kind == kind && g_str_equal (entry->record, id) &&
          hopso_local_change_is_sendable (entry))
        survives = hopso_local_change_is (entry, HOPSO_CHANGE_PATCH) ||
                   hopso_local_change_is (entry, HOPSO_CHANGE_CREATE);
    }
  return survives;
}
