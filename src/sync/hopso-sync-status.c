/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the engine wants to know from the store between two rounds: what waits to be sent, and which
 * papers to fetch ahead. The reading is done on the store's thread. */

#include "hopso-sync-status-private.h"

#include "hopso-local-change.h"
#include "hopso-prefetch-plan.h"

void
hopso_sync_status_free (HopsoSyncStatus *self)
{
  g_hash_table_unref (self->waiting);
  g_free (self->trouble);
  g_ptr_array_unref (self->refused);
  g_free (self);
}

static void
note_postponed (HopsoSyncStatus *status, const HopsoOutboxEntry *entry, gint64 now)
{
  gint64 wait = MAX (hopso_local_change_get_wait (entry, now), 1);

  if (status->next_wait == 0 || wait < status->next_wait)
    status->next_wait = wait;
  if (status->trouble == NULL)
    status->trouble = g_strdup (entry->last_error);
}

/* What it shows on other records waits with it. */
static void
note_effects (HopsoSyncStatus *status, const HopsoOutboxEntry *entry)
{
  g_autoptr (GPtrArray) effects = hopso_local_effect_list (entry);

  for (guint i = 0; i < effects->len; i++)
    {
      const HopsoLocalEffect *effect = effects->pdata[i];

      g_hash_table_add (status->waiting,
                        g_strconcat (hopso_kind_get (effect->kind)->name, "/", effect->id, NULL));
    }
}

static gpointer
read_status (HopsoStoreSession *session, gpointer data, GError **error)
{
  const gint64 *now = data;
  g_autoptr (GPtrArray) outbox = hopso_store_session_outbox_list (session, error);
  HopsoSyncStatus *status;

  if (outbox == NULL)
    return NULL;
  status = g_new0 (HopsoSyncStatus, 1);
  status->refused = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_sync_refusal_free);
  status->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < outbox->len; i++)
    {
      const HopsoOutboxEntry *entry = outbox->pdata[i];

      if (!hopso_local_change_is_sendable (entry))
        {
          g_ptr_array_add (status->refused, hopso_sync_refusal_new (entry));
          continue;
        }
      if (entry->not_before > 0)
        note_postponed (status, entry, *now);
      if (g_str_equal (entry->operation, HOPSO_CHANGE_ACKNOWLEDGE) ||
          g_str_equal (entry->operation, HOPSO_CHANGE_RECEIPTS))
        continue;
      status->n_waiting++;
      note_effects (status, entry);
      g_hash_table_add (status->waiting,
                        g_strconcat (hopso_kind_get (entry->kind)->name, "/", entry->record, NULL));
    }
  return status;
}

void
hopso_sync_status_read_async (HopsoStore *store,
                              gint64 now,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  const HopsoStoreJob job = { .func = read_status,
                              .data = g_memdup2 (&now, sizeof now),
                              .data_free = g_free,
                              .result_free = (GDestroyNotify) hopso_sync_status_free };

  hopso_store_read_async (store, &job, cancellable, callback, user_data);
}

HopsoSyncStatus *
hopso_sync_status_read_finish (HopsoStore *store, GAsyncResult *result, GError **error)
{
  return hopso_store_run_finish (store, result, error);
}

static gpointer
list_prefetch (HopsoStoreSession *session, gpointer data, GError **error)
{
  const gint64 *now = data;
  g_autoptr (GPtrArray) meetings =
      hopso_store_session_list (session, HOPSO_KIND_MEETING, NULL, NULL, error);
  g_autoptr (GPtrArray) papers =
      meetings != NULL ? hopso_store_session_list (session, HOPSO_KIND_PAPER, NULL, NULL, error)
                       : NULL;
  g_autoptr (GPtrArray) sign_requests =
      papers != NULL
          ? hopso_store_session_list (session, HOPSO_KIND_SIGN_REQUEST, NULL, NULL, error)
          : NULL;
  const HopsoPrefetchFacts facts = {
    .meetings = meetings, .papers = papers, .sign_requests = sign_requests, .now = *now
  };

  return sign_requests != NULL ? hopso_prefetch_plan (&facts) : NULL;
}

void
hopso_sync_list_prefetch_async (HopsoStore *store,
                                gint64 now,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  const HopsoStoreJob job = { .func = list_prefetch,
                              .data = g_memdup2 (&now, sizeof now),
                              .data_free = g_free,
                              .result_free = (GDestroyNotify) g_ptr_array_unref };

  hopso_store_read_async (store, &job, cancellable, callback, user_data);
}

GPtrArray *
hopso_sync_list_prefetch_finish (HopsoStore *store, GAsyncResult *result, GError **error)
{
  return hopso_store_run_finish (store, result, error);
}
