/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records that a waiting change shows otherwise beside its own: what the server tells of them
 * meanwhile, and what becomes of them when the change is sent or lost. Pure. */

#include "hopso-sync-plan-private.h"

/* What the server says of a record now is what a waiting change must leave behind when it is lost,
 * and what one that was made on a record from here stands on. */
static void
hear_of (GPtrArray *plan, GPtrArray *outbox, HopsoKindId kind, const char *id, HopsoRecord *record)
{
  for (guint i = 0; i < outbox->len; i++)
    {
      HopsoOutboxEntry *entry = outbox->pdata[i];
      gboolean is_changed = FALSE;

      if (!hopso_local_change_is_sendable (entry))
        continue;
      if (record != NULL && hopso_sync_steps_concern (entry, record) && entry->base_etag == NULL &&
          !hopso_local_change_is (entry, HOPSO_CHANGE_SUBMIT) &&
          !hopso_local_change_is (entry, HOPSO_CHANGE_CREATE))
        {
          g_autoptr (HopsoLocalChange) change = hopso_local_change_read (entry, NULL);

          if (change != NULL && change->content != NULL)
            {
              hopso_local_change_rewrite (entry, record, change->content);
              is_changed = TRUE;
            }
        }
      if (record == NULL && entry->attempts == 0 && entry->kind == kind &&
          g_str_equal (entry->record, id) && hopso_local_change_is (entry, HOPSO_CHANGE_DESTROY))
        {
          hopso_sync_steps_entry (plan, HOPSO_SYNC_STEP_REMOVE, hopso_outbox_entry_copy (entry));
          continue;
        }
      if (record != NULL && hopso_sync_steps_concern (entry, record) &&
          (entry->attempts > 0 || hopso_local_change_is (entry, HOPSO_CHANGE_DESTROY)))
        {
          hopso_local_change_set_heard (entry, record);
          is_changed = TRUE;
        }
      if (hopso_local_effect_hear (entry, kind, id, record) || is_changed)
        hopso_sync_steps_entry (plan, HOPSO_SYNC_STEP_UPDATE, hopso_outbox_entry_copy (entry));
    }
}

void
hopso_sync_effects_hear (GPtrArray *plan, HopsoRecord *record, GPtrArray *outbox)
{
  hear_of (plan, outbox, hopso_record_get_kind (record)->id, hopso_record_get_id (record), record);
  hopso_sync_steps_show (plan, record, outbox, NULL);
}

void
hopso_sync_effects_forget (GPtrArray *plan, GPtrArray *outbox, HopsoKindId kind, const char *id)
{
  hear_of (plan, outbox, kind, id, NULL);
}

/* What was done to a record that was made here and is not to be: it goes with it. */
static void
keep_followers (GPtrArray *plan,
                const HopsoOutboxEntry *entry,
                const HopsoLocalEffect *made,
                GPtrArray *outbox)
{
  for (guint i = 0; i < outbox->len; i++)
    {
      const HopsoOutboxEntry *other = outbox->pdata[i];

      if (other->id != entry->id && other->kind == made->kind &&
          g_str_equal (other->record, made->id) && hopso_local_change_is_sendable (other))
        hopso_sync_steps_keep (plan, other, entry->last_error);
    }
}

/* The records that a change showed otherwise, but @except, are as without it. */
void
hopso_sync_effects_take_back (GPtrArray *plan,
                              const HopsoOutboxEntry *entry,
                              GPtrArray *outbox,
                              HopsoRecord *except)
{
  g_autoptr (GPtrArray) effects = hopso_local_effect_list (entry);

  for (guint i = 0; i < effects->len; i++)
    {
      const HopsoLocalEffect *effect = effects->pdata[i];

      if (except != NULL && hopso_record_get_kind (except)->id == effect->kind &&
          g_str_equal (hopso_record_get_id (except), effect->id))
        continue;
      if (effect->before != NULL)
        hopso_sync_steps_show (plan, effect->before, outbox, entry);
      else
        {
          keep_followers (plan, entry, effect, outbox);
          hopso_sync_steps_delete (plan, effect->kind, effect->id, FALSE);
        }
    }
}

/* A change that the server has: what it told of the records meanwhile counts. */
void
hopso_sync_effects_settle (GPtrArray *plan,
                           const HopsoOutboxEntry *entry,
                           GPtrArray *outbox,
                           HopsoRecord *except)
{
  g_autoptr (GPtrArray) effects = hopso_local_effect_list (entry);

  for (guint i = 0; i < effects->len; i++)
    {
      const HopsoLocalEffect *effect = effects->pdata[i];
      gboolean is_excepted = except != NULL && hopso_record_get_kind (except)->id == effect->kind &&
                             g_str_equal (hopso_record_get_id (except), effect->id);

      if (effect->is_heard && !is_excepted)
        hopso_sync_steps_show (plan, effect->before, outbox, entry);
    }
}
