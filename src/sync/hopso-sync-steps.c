/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The steps of which plans are made, and a record as it is shown with what waits on top. Pure. */

#include "hopso-sync-plan-private.h"

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

GPtrArray *
hopso_sync_steps_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_sync_step_free);
}

/* Takes @record. */
void
hopso_sync_steps_put (GPtrArray *plan, HopsoRecord *record)
{
  HopsoSyncStep *step = g_new0 (HopsoSyncStep, 1);

  step->type = HOPSO_SYNC_STEP_PUT;
  step->record = record;
  g_ptr_array_add (plan, step);
}

void
hopso_sync_steps_delete (GPtrArray *plan, HopsoKindId kind, const char *id, gboolean purge)
{
  HopsoSyncStep *step = g_new0 (HopsoSyncStep, 1);

  step->type = HOPSO_SYNC_STEP_DELETE;
  step->kind = kind;
  step->id = g_strdup (id);
  step->purge = purge;
  g_ptr_array_add (plan, step);
}

/* Takes @entry. */
void
hopso_sync_steps_entry (GPtrArray *plan, HopsoSyncStepType type, HopsoOutboxEntry *entry)
{
  HopsoSyncStep *step = g_new0 (HopsoSyncStep, 1);

  step->type = type;
  step->entry = entry;
  g_ptr_array_add (plan, step);
}

gboolean
hopso_sync_steps_concern (const HopsoOutboxEntry *entry, HopsoRecord *record)
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

/* What @entry makes of @shown, which is taken; NULL: it removes it. */
static HopsoRecord *
show_entry (const HopsoOutboxEntry *entry, HopsoRecord *shown, HopsoRecord *record)
{
  gboolean is_its_own = hopso_sync_steps_concern (entry, record);
  g_autoptr (HopsoRecord) before = shown;
  g_autoptr (HopsoLocalChange) change = NULL;
  HopsoRecord *next = before != NULL ? hopso_local_effect_show (entry, before) : NULL;

  if ((is_its_own && hopso_local_change_is (entry, HOPSO_CHANGE_DESTROY)) ||
      hopso_local_effect_hides (entry, record))
    return NULL;
  if (next == NULL && is_its_own)
    change = hopso_local_change_read (entry, NULL);
  if (change != NULL && before != NULL && hopso_local_change_is (entry, HOPSO_CHANGE_PATCH))
    next = hopso_wire_record_apply_patch (before, change->content, NULL);
  else if (change != NULL && before != NULL && hopso_local_change_is (entry, HOPSO_CHANGE_VERSION))
    next = show_version (before, change->content);
  else if (change != NULL && before == NULL && hopso_local_change_is (entry, HOPSO_CHANGE_CREATE))
    next = g_steal_pointer (&change->base);
  return next != NULL ? next : g_steal_pointer (&before);
}

/* @record as the server has it, with what waits in @outbox on top, except @done. */
HopsoRecord *
hopso_sync_steps_overlay (HopsoRecord *record, GPtrArray *outbox, const HopsoOutboxEntry *done)
{
  HopsoRecord *shown = g_object_ref (record);

  for (guint i = 0; i < outbox->len; i++)
    {
      const HopsoOutboxEntry *entry = outbox->pdata[i];

      if ((done == NULL || entry->id != done->id) && hopso_local_change_is_sendable (entry))
        shown = show_entry (entry, shown, record);
    }
  return shown;
}

void
hopso_sync_steps_show (GPtrArray *plan,
                       HopsoRecord *record,
                       GPtrArray *outbox,
                       const HopsoOutboxEntry *done)
{
  HopsoRecord *shown = hopso_sync_steps_overlay (record, outbox, done);

  if (shown != NULL)
    hopso_sync_steps_put (plan, shown);
  else
    hopso_sync_steps_delete (plan, hopso_record_get_kind (record)->id, hopso_record_get_id (record),
                             FALSE);
}

void
hopso_sync_steps_merged (GPtrArray *plan,
                         HopsoOutboxEntry *moved,
                         HopsoRecord *current,
                         JsonObject *content)
{
  hopso_local_change_rewrite (moved, current, content);
  g_free (moved->key);
  moved->key = g_uuid_string_random ();
  moved->attempts = 0;
  moved->not_before = 0;
  hopso_sync_steps_entry (plan, HOPSO_SYNC_STEP_UPDATE, moved);
}

/* The entry is not sent any more; people see it until they have read why. */
void
hopso_sync_steps_keep (GPtrArray *plan, const HopsoOutboxEntry *entry, const char *reason)
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
  hopso_sync_steps_entry (plan, HOPSO_SYNC_STEP_UPDATE, kept);
}
