/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which papers of this person's meetings are on this machine, complete and verified, and which were
 * opened: what the server has not been told yet goes into the outbox, one entry for each meeting.
 * Worked out anew each time from what is true, so that nothing depends on when a program ended.
 * Main thread; the functions of the store run on its own. */

#define G_LOG_DOMAIN "hopso-workspace"

#include "hopso-workspace-private.h"

#include "hopso-local-change.h"
#include "hopso-receipt.h"
#include "hopso-wire-people.h"
#include "hopso-workspace-people.h"

/* One look at everything. */
typedef struct
{
  GHashTable *tellings; /* owned: meeting → Telling */
  GHashTable *own;      /* owned: meeting (borrowed) → whether this person takes part */
  GHashTable *opened;   /* owned: digests that were opened here */
} Look;

/* What the server is to be told of one meeting. */
typedef struct
{
  char *meeting;           /* owned */
  HopsoWireReceipts *said; /* owned */
} Telling;

static void
telling_free (gpointer data)
{
  Telling *telling = data;

  g_free (telling->meeting);
  hopso_wire_receipts_free (telling->said);
  g_free (telling);
}

static void
look_clear (Look *look)
{
  g_clear_pointer (&look->tellings, g_hash_table_unref);
  g_clear_pointer (&look->own, g_hash_table_unref);
  g_clear_pointer (&look->opened, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Look, look_clear)

static Telling *
get_telling (GHashTable *tellings, const char *meeting)
{
  Telling *telling = g_hash_table_lookup (tellings, meeting);

  if (telling != NULL)
    return telling;
  telling = g_new0 (Telling, 1);
  telling->meeting = g_strdup (meeting);
  telling->said = hopso_wire_receipts_new ();
  g_hash_table_insert (tellings, telling->meeting, telling);
  return telling;
}

static gboolean
is_known (const char *const *digests, const char *digest)
{
  return digests != NULL && g_strv_contains (digests, digest);
}

/* Whether it has neither been told in this session nor is known to the server. */
static gboolean
is_new (HopsoWorkspace *self,
        const char *meeting,
        const char *word,
        const char *digest,
        const char *const *known)
{
  return !is_known (known, digest) &&
         g_hash_table_add (self->receipted, g_strjoin (" ", meeting, word, digest, NULL));
}

static void
look_at (HopsoWorkspace *self, HopsoPaper *paper, Look *look)
{
  const char *meeting = hopso_paper_get_meeting (paper);
  const char *digest = hopso_paper_get_digest (paper);
  const char *id = hopso_record_get_id (HOPSO_RECORD (paper));
  g_autofree char *receipt_id =
      hopso_receipt_make_id (meeting, hopso_account_get_person_id (self->account));
  HopsoReceipt *receipt =
      (HopsoReceipt *) hopso_workspace_lookup_record (self, HOPSO_KIND_RECEIPT, receipt_id);
  gboolean is_read = g_hash_table_contains (look->opened, digest);
  gboolean is_here =
      is_read || hopso_workspace_get_paper_state (self, id, NULL) == HOPSO_PAPER_READY;

  if (is_here && is_new (self, meeting, "received", digest,
                         receipt != NULL ? hopso_receipt_get_received (receipt) : NULL))
    hopso_wire_receipts_add (get_telling (look->tellings, meeting)->said->received, digest);
  if (is_read && is_new (self, meeting, "read", digest,
                         receipt != NULL ? hopso_receipt_get_read (receipt) : NULL))
    hopso_wire_receipts_add (get_telling (look->tellings, meeting)->said->read, digest);
}

/* The entry of the meeting that was never sent, if there is one. */
static HopsoOutboxEntry *
find_unsent (GPtrArray *outbox, const char *meeting)
{
  for (guint i = 0; i < outbox->len; i++)
    {
      HopsoOutboxEntry *entry = outbox->pdata[i];

      if (g_str_equal (entry->operation, HOPSO_CHANGE_RECEIPTS) && entry->attempts == 0 &&
          g_str_equal (entry->record, meeting))
        return entry;
    }
  return NULL;
}

static void
add_all (GPtrArray *to, GPtrArray *from)
{
  for (guint i = 0; i < from->len && to->len < HOPSO_WIRE_RECEIPTS_MAX; i++)
    hopso_wire_receipts_add (to, from->pdata[i]);
}

/* An entry that waits takes the new ones in. */
static gboolean
store_telling (HopsoStoreSession *session,
               const Telling *telling,
               GPtrArray *outbox,
               GError **error)
{
  HopsoOutboxEntry *unsent = find_unsent (outbox, telling->meeting);
  g_autoptr (HopsoLocalChange) change =
      unsent != NULL ? hopso_local_change_read (unsent, NULL) : NULL;
  g_autoptr (HopsoWireReceipts) said =
      change != NULL ? hopso_wire_receipts_from_json (change->content, NULL) : NULL;
  g_autoptr (HopsoOutboxEntry) entry = NULL;
  g_autoptr (HopsoRecord) meeting = NULL;
  g_autoptr (JsonObject) content = NULL;

  if (said != NULL)
    {
      add_all (said->received, telling->said->received);
      add_all (said->read, telling->said->read);
      content = hopso_wire_receipts_to_json (said);
      hopso_local_change_rewrite (unsent, change->base, content);
      return hopso_store_session_outbox_update (session, unsent, error);
    }
  meeting = hopso_store_session_get (session, HOPSO_KIND_MEETING, telling->meeting, NULL);
  if (meeting == NULL)
    return TRUE; /* it went meanwhile */
  content = hopso_wire_receipts_to_json (telling->said);
  entry = hopso_local_change_new_act (meeting, HOPSO_CHANGE_RECEIPTS, content);
  return hopso_store_session_outbox_add (session, entry, error);
}

static gpointer
store_tellings (HopsoStoreSession *session, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) outbox = hopso_store_session_outbox_list (session, error);
  GHashTableIter iter;
  gpointer telling;

  if (outbox == NULL)
    return NULL;
  g_hash_table_iter_init (&iter, data);
  while (g_hash_table_iter_next (&iter, NULL, &telling))
    if (!store_telling (session, telling, outbox, error))
      return NULL;
  return GINT_TO_POINTER (TRUE);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoWorkspace) self = user_data;
  g_autoptr (GError) error = NULL;

  if (hopso_store_run_finish (HOPSO_STORE (source), result, &error) == NULL)
    g_message ("What has arrived is told at the next start: %s", error->message);
  else if (self->engine != NULL)
    hopso_sync_engine_note_local_change (self->engine);
}

static GHashTable *
list_opened (HopsoWorkspace *self)
{
  const char *text = hopso_workspace_get_setting (self, HOPSO_WORKSPACE_OPENED_SETTING);
  g_auto (GStrv) digests = g_strsplit (text != NULL ? text : "", " ", -1);
  GHashTable *opened = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; digests[i] != NULL; i++)
    g_hash_table_add (opened, g_strdup (digests[i]));
  return opened;
}

static gboolean
is_own (HopsoWorkspace *self, Look *look, const char *meeting)
{
  gpointer answer;

  if (meeting == NULL)
    return FALSE;
  if (!g_hash_table_lookup_extended (look->own, meeting, NULL, &answer))
    {
      answer = GINT_TO_POINTER (hopso_workspace_takes_part (self, meeting));
      g_hash_table_insert (look->own, (char *) meeting, answer);
    }
  return GPOINTER_TO_INT (answer);
}

/* What is new of @digest, or of all papers when it is %NULL. Nothing is told before the server's
 * own records of it are known. */
void
hopso_workspace_tell_receipts (HopsoWorkspace *self, const char *digest)
{
  g_auto (Look) look = { 0 };
  HopsoStoreJob job = { .func = store_tellings, .data_free = (GDestroyNotify) g_hash_table_unref };
  GHashTableIter iter;
  gpointer paper;

  if (self->store == NULL || self->engine == NULL || !self->knows_world)
    return;
  look.tellings = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, telling_free);
  look.own = g_hash_table_new (g_str_hash, g_str_equal);
  look.opened = list_opened (self);
  hopso_record_table_iterate (self->table, HOPSO_KIND_PAPER, &iter);
  while (g_hash_table_iter_next (&iter, NULL, &paper))
    if ((digest == NULL || g_strcmp0 (hopso_paper_get_digest (paper), digest) == 0) &&
        is_own (self, &look, hopso_paper_get_meeting (paper)))
      look_at (self, paper, &look);
  if (g_hash_table_size (look.tellings) == 0)
    return;
  job.data = g_steal_pointer (&look.tellings);
  hopso_store_write_async (self->store, &job, NULL, stored_cb, g_object_ref (self));
}
