/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What to do so that this machine and the server agree: what came from the server × what waits
 * here → steps for one transaction. Decides, and does nothing. Pure.
 *
 * The store shows a record as the server has it with the waiting changes on top. A change that was
 * sent once is repeated unaltered until its answer is known, since the server remembers its key; a
 * merge is a new change with a new key. */

#include "hopso-sync-plan.h"

#include "hopso-sign-chain.h"

/**
 * hopso_sync_step_free:
 * @self: (transfer full): a step
 */
void
hopso_sync_step_free (HopsoSyncStep *self)
{
  g_clear_object (&self->record);
  g_free (self->id);
  g_clear_pointer (&self->entry, hopso_outbox_entry_free);
  g_free (self);
}

static GPtrArray *
new_plan (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_sync_step_free);
}

/* Takes @record. */
static void
add_put (GPtrArray *plan, HopsoRecord *record)
{
  HopsoSyncStep *step = g_new0 (HopsoSyncStep, 1);

  step->type = HOPSO_SYNC_STEP_PUT;
  step->record = record;
  g_ptr_array_add (plan, step);
}

static void
add_delete (GPtrArray *plan, HopsoKindId kind, const char *id, gboolean purge)
{
  HopsoSyncStep *step = g_new0 (HopsoSyncStep, 1);

  step->type = HOPSO_SYNC_STEP_DELETE;
  step->kind = kind;
  step->id = g_strdup (id);
  step->purge = purge;
  g_ptr_array_add (plan, step);
}

/* Takes @entry. */
static void
add_entry_step (GPtrArray *plan, HopsoSyncStepType type, HopsoOutboxEntry *entry)
{
  HopsoSyncStep *step = g_new0 (HopsoSyncStep, 1);

  step->type = type;
  step->entry = entry;
  g_ptr_array_add (plan, step);
}

static gboolean
concerns (const HopsoOutboxEntry *entry, HopsoRecord *record)
{
  return entry->kind == hopso_record_get_kind (record)->id &&
         g_str_equal (entry->record, hopso_record_get_id (record));
}

/* The new version of a paper, as it shows until the server has it. */
static HopsoRecord *
show_version (HopsoRecord *paper, JsonObject *version)
{
  g_autoptr (JsonObject) patch = json_object_new ();

  for (guint i = 0; i < 2; i++)
    {
      const char *name = i == 0 ? "x-digest" : "size";
      JsonNode *node = json_object_get_member (version, name);

      if (node != NULL)
        json_object_set_member (patch, name, json_node_copy (node));
    }
  return hopso_wire_record_apply_patch (paper, patch, NULL);
}

/* @record as the server has it, with what waits in @outbox on top, except @done. */
static HopsoRecord *
overlay (HopsoRecord *record, GPtrArray *outbox, const HopsoOutboxEntry *done)
{
  g_autoptr (HopsoRecord) shown = g_object_ref (record);

  for (guint i = 0; i < outbox->len; i++)
    {
      const HopsoOutboxEntry *entry = outbox->pdata[i];
      g_autoptr (HopsoLocalChange) change = NULL;
      HopsoRecord *next = NULL;

      if ((done != NULL && entry->id == done->id) || !hopso_local_change_is_sendable (entry))
        continue;
      next = hopso_local_effect_show (entry, shown);
      if (next == NULL && concerns (entry, record))
        change = hopso_local_change_read (entry, NULL);
      if (change != NULL && g_str_equal (entry->operation, HOPSO_CHANGE_PATCH))
        next = hopso_wire_record_apply_patch (shown, change->content, NULL);
      else if (change != NULL && g_str_equal (entry->operation, HOPSO_CHANGE_VERSION))
        next = show_version (shown, change->content);
      if (next != NULL)
        {
          g_object_unref (shown);
          shown = next;
        }
    }
  return g_steal_pointer (&shown);
}

/* What the server says of a record now is what a waiting change must leave behind when it is lost,
 * and what one that was made on a record from here stands on. */
static void
hear (GPtrArray *plan, GPtrArray *outbox, HopsoKindId kind, const char *id, HopsoRecord *record)
{
  for (guint i = 0; i < outbox->len; i++)
    {
      HopsoOutboxEntry *entry = outbox->pdata[i];
      gboolean is_changed = FALSE;

      if (!hopso_local_change_is_sendable (entry))
        continue;
      if (record != NULL && concerns (entry, record) && entry->base_etag == NULL &&
          !g_str_equal (entry->operation, HOPSO_CHANGE_SUBMIT))
        {
          g_autoptr (HopsoLocalChange) change = hopso_local_change_read (entry, NULL);

          if (change != NULL && change->content != NULL)
            {
              hopso_local_change_rewrite (entry, record, change->content);
              is_changed = TRUE;
            }
        }
      if (hopso_local_effect_hear (entry, kind, id, record) || is_changed)
        add_entry_step (plan, HOPSO_SYNC_STEP_UPDATE, hopso_outbox_entry_copy (entry));
    }
}

static void
add_heard (GPtrArray *plan, HopsoRecord *record, GPtrArray *outbox)
{
  hear (plan, outbox, hopso_record_get_kind (record)->id, hopso_record_get_id (record), record);
  add_put (plan, overlay (record, outbox, NULL));
}

/* The records that a change showed otherwise, but @except, are as without it. */
static void
take_back (GPtrArray *plan, const HopsoOutboxEntry *entry, GPtrArray *outbox, HopsoRecord *except)
{
  g_autoptr (GPtrArray) effects = hopso_local_effect_list (entry);

  for (guint i = 0; i < effects->len; i++)
    {
      const HopsoLocalEffect *effect = effects->pdata[i];

      if (except != NULL && hopso_record_get_kind (except)->id == effect->kind &&
          g_str_equal (hopso_record_get_id (except), effect->id))
        continue;
      if (effect->before != NULL)
        add_put (plan, overlay (effect->before, outbox, entry));
      else
        add_delete (plan, effect->kind, effect->id, FALSE);
    }
}

/* A change that the server has: what it told of the records meanwhile counts. */
static void
settle (GPtrArray *plan, const HopsoOutboxEntry *entry, GPtrArray *outbox, HopsoRecord *except)
{
  g_autoptr (GPtrArray) effects = hopso_local_effect_list (entry);

  for (guint i = 0; i < effects->len; i++)
    {
      const HopsoLocalEffect *effect = effects->pdata[i];
      gboolean is_excepted = except != NULL && hopso_record_get_kind (except)->id == effect->kind &&
                             g_str_equal (hopso_record_get_id (except), effect->id);

      if (effect->is_heard && !is_excepted)
        add_put (plan, overlay (effect->before, outbox, entry));
    }
}

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
  GPtrArray *plan = new_plan ();

  for (guint i = 0; i < changes->created->len; i++)
    add_heard (plan, changes->created->pdata[i], outbox);
  for (guint i = 0; i < changes->updated->len; i++)
    add_heard (plan, changes->updated->pdata[i], outbox);
  for (guint i = 0; i < changes->destroyed->len; i++)
    {
      const HopsoWireDestroyed *destroyed = changes->destroyed->pdata[i];

      hear (plan, outbox, destroyed->kind, destroyed->id, NULL);
      add_delete (plan, destroyed->kind, destroyed->id, destroyed->purge);
      if (destroyed->purge)
        add_entry_step (plan, HOPSO_SYNC_STEP_ADD,
                        hopso_local_change_new_acknowledgement (destroyed->kind, destroyed->id));
    }
  return plan;
}

/* Changes that were made on the state that @entry made too, and that were never sent, now stand on
 * @reply. */
static void
move_followers (GPtrArray *plan,
                const HopsoOutboxEntry *entry,
                HopsoRecord *reply,
                GPtrArray *outbox)
{
  for (guint i = 0; i < outbox->len; i++)
    {
      const HopsoOutboxEntry *other = outbox->pdata[i];
      g_autoptr (HopsoLocalChange) change = NULL;

      if (other->id == entry->id || other->attempts > 0 || !concerns (other, reply) ||
          !hopso_local_change_is_sendable (other))
        continue;
      change = hopso_local_change_read (other, NULL);
      if (change == NULL || change->base == NULL)
        continue;

      HopsoOutboxEntry *moved = hopso_outbox_entry_copy (other);
      hopso_local_change_rewrite (moved, reply, change->content);
      add_entry_step (plan, HOPSO_SYNC_STEP_UPDATE, moved);
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
  GPtrArray *plan = new_plan ();

  add_entry_step (plan, HOPSO_SYNC_STEP_REMOVE, hopso_outbox_entry_copy (entry));
  settle (plan, entry, outbox, reply);
  if (reply != NULL)
    {
      add_put (plan, overlay (reply, outbox, entry));
      move_followers (plan, entry, reply, outbox);
    }
  return plan;
}

/* An answer to an invitation: the latest wins (RFC 5546 §3.2.3). */
static gboolean
latest_wins (HopsoKindId kind)
{
  return kind == HOPSO_KIND_PARTICIPANT;
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

/* Takes @moved, gives it a new key, and puts it on @current. */
static void
add_merged (GPtrArray *plan, HopsoOutboxEntry *moved, HopsoRecord *current, JsonObject *content)
{
  hopso_local_change_rewrite (moved, current, content);
  g_free (moved->key);
  moved->key = g_uuid_string_random ();
  moved->attempts = 0;
  moved->not_before = 0;
  add_entry_step (plan, HOPSO_SYNC_STEP_UPDATE, moved);
}

/* The entry is not sent any more; people see it until they have read why. */
static void
add_kept (GPtrArray *plan, const HopsoOutboxEntry *entry, const char *reason)
{
  gboolean is_version = g_str_equal (entry->operation, HOPSO_CHANGE_VERSION);
  HopsoOutboxEntry *kept = hopso_outbox_entry_copy (entry);

  g_free (kept->operation);
  kept->operation = g_strdup (is_version ? HOPSO_CHANGE_KEPT : HOPSO_CHANGE_REFUSED);
  if (reason != NULL)
    {
      g_free (kept->last_error);
      kept->last_error = g_strdup (reason);
    }
  add_entry_step (plan, HOPSO_SYNC_STEP_UPDATE, kept);
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
      (!latest_wins (entry->kind) && is_contradicted (change->base, mine, current)))
    return HOPSO_SYNC_LOST;
  patch = hopso_wire_patch_to_json (current, merged);
  if (json_object_get_size (patch) == 0)
    return HOPSO_SYNC_SENT;
  add_merged (plan, hopso_outbox_entry_copy (entry), current, patch);
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
  add_merged (plan, hopso_outbox_entry_copy (entry), current, change->content);
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
      add_merged (plan, hopso_outbox_entry_copy (entry), current, change->content);
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
  GPtrArray *plan = new_plan ();
  g_autoptr (HopsoLocalChange) change = hopso_local_change_read (entry, NULL);

  if (change == NULL || change->base == NULL)
    *outcome = HOPSO_SYNC_LOST;
  else if (g_str_equal (entry->operation, HOPSO_CHANGE_VERSION))
    *outcome = plan_version_conflict (plan, entry, change, current);
  else if (hopso_local_change_is_act (entry))
    *outcome = plan_act_conflict (plan, entry, change, current);
  else
    *outcome = plan_patch_conflict (plan, entry, change, current);
  if (*outcome == HOPSO_SYNC_LOST)
    {
      add_kept (plan, entry, reason);
      take_back (plan, entry, outbox, current);
    }
  else if (*outcome == HOPSO_SYNC_SENT)
    add_entry_step (plan, HOPSO_SYNC_STEP_REMOVE, hopso_outbox_entry_copy (entry));
  add_put (plan, overlay (current, outbox, *outcome == HOPSO_SYNC_MERGED ? NULL : entry));
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
  GPtrArray *plan = new_plan ();

  if (g_str_equal (entry->operation, HOPSO_CHANGE_ACKNOWLEDGE))
    {
      add_entry_step (plan, HOPSO_SYNC_STEP_REMOVE, hopso_outbox_entry_copy (entry));
      return plan;
    }
  add_kept (plan, entry, reason);
  take_back (plan, entry, outbox, current);
  if (current != NULL)
    add_put (plan, overlay (current, outbox, entry));
  else
    add_delete (plan, entry->kind, entry->record, FALSE);
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
  GPtrArray *plan = new_plan ();

  for (guint i = 0; i < local->len; i++)
    {
      const char *id = hopso_record_get_id (local->pdata[i]);
      g_autofree char *name = g_strconcat (hopso_kind_get (kind)->name, "/", id, NULL);

      if (!g_hash_table_contains (seen, name))
        add_delete (plan, kind, id, kind == HOPSO_KIND_PAPER);
    }
  return plan;
}
