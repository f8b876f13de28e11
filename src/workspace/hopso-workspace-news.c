/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the store says has changed is read again and shown; what of it happened elsewhere and a
 * person wants to hear of is gathered until the sync has come to its end, so that a long absence is
 * told as one. What is news decides the model. Main thread; the functions of the store run on its
 * own. */

#define G_LOG_DOMAIN "hopso-workspace"

#include "hopso-workspace-private.h"

#include "hopso-workspace-people.h"

/* What a change set names, read again. */
typedef struct
{
  HopsoWorkspace *workspace; /* owned */
  HopsoChangeSet *changes;   /* owned */
} Reread;

static gpointer
read_changed (HopsoStoreSession *session, gpointer data, GError **error)
{
  HopsoChangeSet *changes = data;
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < hopso_change_set_get_size (changes); i++)
    {
      GError *local_error = NULL;
      HopsoRecord *record;

      if (hopso_change_set_get_change (changes, i) == HOPSO_CHANGE_DESTROYED)
        continue;
      record = hopso_store_session_get (session, hopso_change_set_get_kind (changes, i),
                                        hopso_change_set_get_id (changes, i), &local_error);
      if (record != NULL)
        g_ptr_array_add (records, record);
      else if (!g_error_matches (local_error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_ABSENT))
        {
          g_propagate_error (error, local_error);
          return NULL;
        }
      g_clear_error (&local_error);
    }
  return g_steal_pointer (&records);
}

static void
drop (gpointer record)
{
  g_clear_object ((HopsoRecord **) &record);
}

/* What is in memory of the same records; %NULL where there is none. */
static GPtrArray *
recall (HopsoWorkspace *self, GPtrArray *records)
{
  GPtrArray *before = g_ptr_array_new_with_free_func (drop);

  for (guint i = 0; i < records->len; i++)
    {
      HopsoRecord *record =
          hopso_workspace_lookup_record (self, hopso_record_get_kind (records->pdata[i])->id,
                                         hopso_record_get_id (records->pdata[i]));

      g_ptr_array_add (before, record != NULL ? g_object_ref (record) : NULL);
    }
  return before;
}

static void
note_news (HopsoWorkspace *self, HopsoRecord *before, HopsoRecord *after)
{
  const char *meeting_id = hopso_news_get_meeting_id (after);
  HopsoNewsReader reader = { .person = hopso_account_get_person_id (self->account) };
  HopsoNewsType type;

  if (meeting_id == NULL && !HOPSO_IS_SIGN_REQUEST (after))
    return;
  if (meeting_id != NULL)
    {
      reader.meeting =
          (HopsoMeeting *) hopso_workspace_lookup_record (self, HOPSO_KIND_MEETING, meeting_id);
      reader.takes_part = hopso_workspace_takes_part (self, meeting_id);
    }
  type = hopso_news_judge (&reader, before, after);
  if (type != HOPSO_NEWS_NONE)
    g_ptr_array_add (self->news, hopso_news_new (type, meeting_id, hopso_record_get_id (after)));
}

static void
take (HopsoWorkspace *self, HopsoChangeSet *changes, GPtrArray *records)
{
  g_autoptr (GPtrArray) before = recall (self, records);

  for (guint i = 0; i < hopso_change_set_get_size (changes); i++)
    if (hopso_change_set_get_change (changes, i) == HOPSO_CHANGE_DESTROYED)
      hopso_workspace_drop_record (self, hopso_change_set_get_kind (changes, i),
                                   hopso_change_set_get_id (changes, i));
  for (guint i = 0; i < records->len; i++)
    hopso_workspace_take_record (self, records->pdata[i]);
  for (guint i = 0; i < records->len && self->knows_world; i++)
    note_news (self, before->pdata[i], records->pdata[i]);
  g_signal_emit_by_name (self, "changed", changes);
}

static void
reread_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Reread *reread = user_data;
  g_autoptr (HopsoWorkspace) self = reread->workspace;
  g_autoptr (HopsoChangeSet) changes = reread->changes;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = hopso_store_run_finish (HOPSO_STORE (source), result, &error);

  self->n_rereads--;
  if (records == NULL || self->table == NULL)
    {
      if (error != NULL)
        g_warning ("Changed records could not be read: %s", error->message);
      return;
    }
  take (self, changes, records);
  hopso_workspace_tell_news (self);
}

void
hopso_workspace_reread (HopsoWorkspace *self, HopsoChangeSet *changes)
{
  Reread *reread = g_new0 (Reread, 1);
  const HopsoStoreJob job = { .func = read_changed,
                              .data = hopso_change_set_ref (changes),
                              .data_free = (GDestroyNotify) hopso_change_set_unref,
                              .result_free = (GDestroyNotify) g_ptr_array_unref };

  reread->workspace = g_object_ref (self);
  reread->changes = hopso_change_set_ref (changes);
  self->n_rereads++;
  hopso_store_read_async (self->store, &job, NULL, reread_cb, reread);
}

/* At the end of a sync, when everything is in the lists. */
void
hopso_workspace_tell_news (HopsoWorkspace *self)
{
  g_autoptr (GPtrArray) news = NULL;

  if (self->engine == NULL || self->n_rereads > 0 ||
      hopso_sync_engine_get_state (self->engine) != HOPSO_SYNC_IDLE)
    return;
  self->knows_world = TRUE;
  hopso_workspace_tell_receipts (self, NULL);
  if (self->news->len == 0)
    return;
  news = g_steal_pointer (&self->news);
  self->news = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_news_free);
  hopso_news_condense (news);
  g_signal_emit_by_name (self, "news", news);
}
