/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fetches what changed at the server, page by page, each page and the state it leads to in one
 * transaction. When the state is too old, everything is fetched anew: until that is complete the
 * old state stays, and a mark, so that a crash begins it again; what waits to be sent is never
 * touched. Main thread. */

#define G_LOG_DOMAIN "hopso-sync"

#include "hopso-sync-pull.h"

#include "hopso-sync-apply-private.h"
#include "hopso-sync-plan.h"

#include <glib/gi18n-lib.h>

#define ANEW_SETTING "sync/anew"

typedef struct
{
  HopsoStore *store;   /* owned */
  HopsoRemote *remote; /* owned */
  char *since;         /* owned, nullable: from nothing */
  GHashTable *seen;    /* owned, nullable: not anew. Handed to the store's thread and back */
} Pull;

/* What the store's thread needs for one page. */
typedef struct
{
  HopsoWireChanges *changes; /* owned */
  GHashTable *seen;          /* owned, nullable */
} Page;

typedef struct
{
  char *state; /* owned, nullable */
  gboolean is_anew;
} Start;

static void
pull_free (Pull *pull)
{
  g_clear_object (&pull->store);
  g_clear_object (&pull->remote);
  g_free (pull->since);
  g_clear_pointer (&pull->seen, g_hash_table_unref);
  g_free (pull);
}

static void
page_free (gpointer data)
{
  Page *page = data;

  hopso_wire_changes_free (page->changes);
  g_clear_pointer (&page->seen, g_hash_table_unref);
  g_free (page);
}

static void
start_free (gpointer data)
{
  Start *start = data;

  g_free (start->state);
  g_free (start);
}

static void ask (GTask *task);

static void
note_seen (GHashTable *seen, GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    g_hash_table_add (seen, g_strconcat (hopso_record_get_kind (records->pdata[i])->name, "/",
                                         hopso_record_get_id (records->pdata[i]), NULL));
}

/* What was made here and waits to be sent is not to be seen at the server yet. */
static gboolean
note_made (HopsoStoreSession *session, GHashTable *seen, GError **error)
{
  g_autoptr (GPtrArray) outbox = hopso_store_session_outbox_list (session, error);

  for (guint i = 0; outbox != NULL && i < outbox->len; i++)
    {
      g_autoptr (GPtrArray) effects = hopso_local_effect_list (outbox->pdata[i]);

      for (guint n = 0; n < effects->len && hopso_local_change_is_sendable (outbox->pdata[i]); n++)
        {
          const HopsoLocalEffect *effect = effects->pdata[n];

          if (effect->before == NULL)
            g_hash_table_add (
                seen, g_strconcat (hopso_kind_get (effect->kind)->name, "/", effect->id, NULL));
        }
    }
  return outbox != NULL;
}

static gboolean
delete_leftovers (HopsoStoreSession *session, GHashTable *seen, GError **error)
{
  if (!note_made (session, seen, error))
    return FALSE;
  for (HopsoKindId kind = 0; kind < HOPSO_N_KINDS; kind++)
    {
      g_autoptr (GPtrArray) local = hopso_store_session_list (session, kind, NULL, NULL, error);
      g_autoptr (GPtrArray) plan =
          local != NULL ? hopso_sync_plan_leftovers (kind, local, seen) : NULL;

      if (plan == NULL || !hopso_sync_apply (session, plan, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
keep_state (HopsoStoreSession *session, Page *page, GError **error)
{
  if (page->seen == NULL)
    return hopso_store_session_set_state (session, page->changes->new_state, error);
  note_seen (page->seen, page->changes->created);
  note_seen (page->seen, page->changes->updated);
  if (page->changes->has_more)
    return TRUE;
  return delete_leftovers (session, page->seen, error) &&
         hopso_store_session_set_state (session, page->changes->new_state, error) &&
         hopso_store_session_set_setting (session, ANEW_SETTING, NULL, error);
}

static gpointer
apply_page (HopsoStoreSession *session, gpointer data, GError **error)
{
  Page *page = data;
  g_autoptr (GPtrArray) outbox = hopso_store_session_outbox_list (session, error);
  g_autoptr (GPtrArray) plan = NULL;

  if (outbox == NULL)
    return NULL;
  plan = hopso_sync_plan_page (page->changes, outbox);
  if (!hopso_sync_apply (session, plan, error) || !keep_state (session, page, error))
    return NULL;
  return GINT_TO_POINTER (TRUE);
}

static void
fail (GTask *task, GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  hopso_store_run_finish (HOPSO_STORE (source), result, &error);
  if (error != NULL)
    {
      fail (task, error);
      return;
    }
  if (((Pull *) g_task_get_task_data (task))->since != NULL)
    {
      ask (task);
      return;
    }
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/* Takes @changes. */
static void
apply (GTask *task, HopsoWireChanges *changes)
{
  Pull *pull = g_task_get_task_data (task);
  Page *page = g_new0 (Page, 1);
  const HopsoStoreJob job = { .func = apply_page, .data = page, .data_free = page_free };

  page->changes = changes;
  page->seen = pull->seen != NULL ? g_hash_table_ref (pull->seen) : NULL;
  g_free (pull->since);
  pull->since = changes->has_more ? g_strdup (changes->new_state) : NULL;
  hopso_store_write_async (pull->store, &job, g_task_get_cancellable (task), applied_cb, task);
}

static gpointer
mark_anew (HopsoStoreSession *session, gpointer data, GError **error)
{
  hopso_store_session_set_setting (session, ANEW_SETTING, "yes", error);
  return NULL;
}

static void
marked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Pull *pull = g_task_get_task_data (task);
  GError *error = NULL;

  hopso_store_run_finish (HOPSO_STORE (source), result, &error);
  if (error != NULL)
    {
      fail (task, error);
      return;
    }
  g_clear_pointer (&pull->since, g_free);
  pull->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  ask (task);
}

static void
begin_anew (GTask *task)
{
  Pull *pull = g_task_get_task_data (task);
  const HopsoStoreJob job = { .func = mark_anew };

  g_info ("The server does not know our state any more: fetching everything");
  hopso_store_write_async (pull->store, &job, g_task_get_cancellable (task), marked_cb, task);
}

static void
changes_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Pull *pull = g_task_get_task_data (task);
  GError *error = NULL;
  HopsoWireChanges *changes =
      hopso_remote_get_changes_finish (HOPSO_REMOTE (source), result, &error);

  if (g_error_matches (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_GONE) && pull->since != NULL &&
      pull->seen == NULL)
    {
      g_clear_error (&error);
      begin_anew (task);
    }
  else if (changes == NULL)
    fail (task, error);
  else if (changes->has_more && g_strcmp0 (changes->new_state, pull->since) == 0)
    {
      hopso_wire_changes_free (changes);
      fail (task, g_error_new_literal (HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_SERVER,
                                       _ ("The server’s list of changes does not end")));
    }
  else
    apply (task, changes);
}

static void
ask (GTask *task)
{
  Pull *pull = g_task_get_task_data (task);

  hopso_remote_get_changes_async (pull->remote, pull->since, g_task_get_cancellable (task),
                                  changes_cb, task);
}

/* Records without a state are what a fetch that never ended left behind, or an older schema. */
static gboolean
has_records (HopsoStoreSession *session, GError **error)
{
  g_autoptr (GPtrArray) persons =
      hopso_store_session_list (session, HOPSO_KIND_PERSON, NULL, NULL, error);

  return persons != NULL && persons->len > 0;
}

static gpointer
read_start (HopsoStoreSession *session, gpointer data, GError **error)
{
  Start *start = g_new0 (Start, 1);
  GError *local_error = NULL;
  g_autofree char *anew = NULL;

  start->state = hopso_store_session_get_state (session, &local_error);
  if (local_error == NULL)
    anew = hopso_store_session_get_setting (session, ANEW_SETTING, &local_error);
  start->is_anew = anew != NULL;
  if (local_error == NULL && start->state == NULL && !start->is_anew)
    start->is_anew = has_records (session, &local_error);
  if (local_error == NULL)
    return start;
  g_propagate_error (error, local_error);
  start_free (start);
  return NULL;
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Pull *pull = g_task_get_task_data (task);
  GError *error = NULL;
  Start *start = hopso_store_run_finish (HOPSO_STORE (source), result, &error);

  if (start == NULL)
    {
      fail (task, error);
      return;
    }
  pull->since = g_steal_pointer (&start->state);
  if (start->is_anew)
    begin_anew (task);
  else
    ask (task);
  start_free (start);
}

/**
 * hopso_sync_pull_async:
 * @store: where the records are kept
 * @remote: where they come from
 *
 * Fetches everything that changed since the last time.
 */
void
hopso_sync_pull_async (HopsoStore *store,
                       HopsoRemote *remote,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Pull *pull = g_new0 (Pull, 1);
  const HopsoStoreJob job = { .func = read_start, .result_free = start_free };

  pull->store = g_object_ref (store);
  pull->remote = g_object_ref (remote);
  g_task_set_source_tag (task, hopso_sync_pull_async);
  g_task_set_task_data (task, pull, (GDestroyNotify) pull_free);
  hopso_store_read_async (store, &job, cancellable, started_cb, task);
}

/**
 * hopso_sync_pull_finish:
 *
 * Returns: whether this machine knows all that the server knows, else %FALSE with @error; pages
 *   that came before the error are kept
 */
gboolean
hopso_sync_pull_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
