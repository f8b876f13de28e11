/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which entry of the outbox goes out next: the oldest that waits for nothing. The changes of one
 * record keep their order, and so do those of a meeting that is composed, whatever record they are
 * about: what a change names is there before it. Inside a transaction of the store. */

#include "hopso-sync-pick-private.h"

#include "hopso-local-change.h"
#include "hopso-sign-request.h"

static char *
name_record (const HopsoOutboxEntry *entry)
{
  return g_strconcat (hopso_kind_get (entry->kind)->name, "/", entry->record, NULL);
}

/* Changes of a meeting that is composed are sent in their order. */
static char *
name_scope (const HopsoOutboxEntry *entry)
{
  return entry->scope != NULL ? g_strconcat ("scope/", entry->scope, NULL) : NULL;
}

/* What must not be sent before @entry is: later changes of its record and of its meeting, and what
 * is done to a paper that is not there before its request. */
void
hopso_sync_pick_hold (GHashTable *names, const HopsoOutboxEntry *entry)
{
  g_autoptr (HopsoLocalChange) change = NULL;

  g_hash_table_add (names, name_record (entry));
  if (entry->scope != NULL)
    g_hash_table_add (names, name_scope (entry));
  if (g_str_equal (entry->operation, HOPSO_CHANGE_SUBMIT))
    change = hopso_local_change_read (entry, NULL);
  if (change != NULL && change->base != NULL)
    g_hash_table_add (names,
                      g_strconcat (hopso_kind_get (HOPSO_KIND_PAPER)->name, "/",
                                   hopso_sign_request_get_paper (HOPSO_SIGN_REQUEST (change->base)),
                                   NULL));
}

static gboolean
is_held (GHashTable *names, const HopsoOutboxEntry *entry)
{
  g_autofree char *record = name_record (entry);
  g_autofree char *scope = name_scope (entry);

  return g_hash_table_contains (names, record) ||
         (scope != NULL && g_hash_table_contains (names, scope));
}

/* A change of a record that was made here, and of which the server has not told yet. */
static gboolean
has_no_base (const HopsoOutboxEntry *entry)
{
  return entry->base_etag == NULL && !g_str_equal (entry->operation, HOPSO_CHANGE_SUBMIT) &&
         !g_str_equal (entry->operation, HOPSO_CHANGE_CREATE) &&
         !g_str_equal (entry->operation, HOPSO_CHANGE_ACKNOWLEDGE);
}

void
hopso_sync_choice_free (gpointer data)
{
  HopsoSyncChoice *choice = data;

  g_hash_table_unref (choice->blocked);
  g_free (choice);
}

/* Picks the oldest entry that may go out, and notes that it was sent: from here on it may have
 * arrived, and is repeated unaltered. */
gpointer
hopso_sync_pick (HopsoStoreSession *session, gpointer data, GError **error)
{
  HopsoSyncChoice *choice = data;
  g_autoptr (GPtrArray) outbox = hopso_store_session_outbox_list (session, error);
  g_autoptr (GHashTable) passed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; outbox != NULL && i < outbox->len; i++)
    {
      HopsoOutboxEntry *entry = outbox->pdata[i];

      if (!hopso_local_change_is_sendable (entry) || is_held (choice->blocked, entry) ||
          is_held (passed, entry))
        continue;
      if (has_no_base (entry))
        {
          if (entry->scope != NULL)
            hopso_sync_pick_hold (passed, entry);
          continue;
        }
      if (!choice->is_urgent && hopso_local_change_get_wait (entry, choice->now) > 0)
        {
          hopso_sync_pick_hold (passed, entry);
          continue;
        }
      entry->attempts++;
      if (!hopso_store_session_outbox_update (session, entry, error))
        return NULL;
      return hopso_outbox_entry_copy (entry);
    }
  return NULL;
}
