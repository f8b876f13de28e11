/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finding again what is on this machine: names of meetings, items and papers are looked at in
 * memory, texts in the store's index, which a reader in the background keeps current. Main
 * thread. */

#include "hopso-workspace-find.h"

#include "hopso-agenda-item.h"
#include "hopso-fold.h"
#include "hopso-meeting.h"
#include "hopso-record-meeting.h"
#include "hopso-search.h"
#include "hopso-workspace-private.h"

#include <string.h>

typedef struct
{
  char *words;         /* owned */
  char *meeting;       /* owned, nullable */
  gint64 from;         /* 0: open */
  gint64 until;        /* 0: open */
  guint limit;         /* of texts */
  char **digests;      /* owned, nullable: all */
  GListStore *answers; /* owned */
} Finding;

static void
finding_free (gpointer data)
{
  Finding *finding = data;

  g_free (finding->words);
  g_free (finding->meeting);
  g_strfreev (finding->digests);
  g_object_unref (finding->answers);
  g_free (finding);
}

/* --- which records --------------------------------------------------------------------------- */

/* When its meeting begins; 0 for what belongs to none. */
static gint64
get_start (HopsoWorkspace *self, HopsoRecord *record)
{
  const char *id = hopso_record_get_meeting (record);
  HopsoRecord *meeting =
      id != NULL ? hopso_record_table_lookup (self->table, HOPSO_KIND_MEETING, id) : NULL;

  return meeting != NULL ? hopso_record_get_time (meeting, HOPSO_MEETING_START) : 0;
}

static gboolean
is_in_range (HopsoWorkspace *self, const Finding *finding, HopsoRecord *record)
{
  gint64 start = get_start (self, record);

  return (finding->meeting == NULL ||
          g_strcmp0 (hopso_record_get_meeting (record), finding->meeting) == 0) &&
         (finding->from == 0 || start >= finding->from) &&
         (finding->until == 0 || start < finding->until);
}

/* --- names ----------------------------------------------------------------------------------- */

/* Looks for each word; fills @marks with where they are in @name. */
static gboolean
holds_words (const char *name, GPtrArray *words, HopsoFoldHow how, GArray *marks)
{
  g_autoptr (HopsoFold) folded = hopso_fold_new (name, how);

  for (guint i = 0; i < words->len; i++)
    {
      HopsoSearchMark mark;
      guint from = 0;
      guint start;
      guint end;

      if (!hopso_fold_find (folded, g_ptr_array_index (words, i), &from, &start, &end))
        return FALSE;
      mark.start = (guint) (g_utf8_offset_to_pointer (name, (glong) start) - name);
      mark.end = (guint) (g_utf8_offset_to_pointer (name, (glong) end) - name);
      g_array_append_val (marks, mark);
    }
  return TRUE;
}

static GPtrArray *
fold_words (const char *typed, HopsoFoldHow how)
{
  GPtrArray *words = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_fold_free);
  g_auto (GStrv) parts = g_strsplit_set (typed, " \t\n\"", -1);

  for (char **part = parts; *part != NULL; part++)
    if (**part != '\0')
      g_ptr_array_add (words, hopso_fold_new (*part, how));
  return words;
}

static char *
make_title (HopsoRecord *record)
{
  const char *reference;

  if (HOPSO_IS_MEETING (record))
    return g_strdup (hopso_meeting_get_name (HOPSO_MEETING (record)));
  if (HOPSO_IS_AGENDA_ITEM (record))
    return g_strdup (hopso_agenda_item_get_name (HOPSO_AGENDA_ITEM (record)));
  reference = hopso_paper_get_reference (HOPSO_PAPER (record));
  return g_strconcat (hopso_paper_get_name (HOPSO_PAPER (record)), reference != NULL ? " · " : NULL,
                      reference, NULL);
}

/* The latest meeting first. */
static int
compare_found (gconstpointer a, gconstpointer b, gpointer user_data)
{
  HopsoWorkspace *self = user_data;
  gint64 one = get_start (self, hopso_found_get_record ((HopsoFound *) a));
  gint64 two = get_start (self, hopso_found_get_record ((HopsoFound *) b));

  return one > two ? -1 : one < two;
}

static void
find_names (HopsoWorkspace *self, Finding *finding, HopsoKindId kind)
{
  HopsoFoldHow how = hopso_fold_choose (finding->words);
  g_autoptr (GPtrArray) words = fold_words (finding->words, how);
  g_autoptr (GListStore) found = g_list_store_new (HOPSO_TYPE_FOUND);
  GHashTableIter iter;
  gpointer record;

  hopso_record_table_iterate (self->table, kind, &iter);
  while (words->len > 0 && g_hash_table_iter_next (&iter, NULL, &record))
    {
      g_autofree char *title = make_title (record);
      g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (HopsoSearchMark));

      if (title != NULL && is_in_range (self, finding, record) &&
          holds_words (title, words, how, marks))
        {
          g_autoptr (HopsoFound) answer =
              hopso_found_new (record, HOPSO_FOUND_NO_PAGE, title, marks);
          g_list_store_insert_sorted (found, answer, compare_found, self);
        }
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (found)); i++)
    {
      g_autoptr (HopsoFound) answer = g_list_model_get_item (G_LIST_MODEL (found), i);
      g_list_store_append (finding->answers, answer);
    }
}

/* --- texts ----------------------------------------------------------------------------------- */

/* The papers to look into, when it is not all. */
static char **
list_digests (HopsoWorkspace *self, const Finding *finding)
{
  g_autoptr (GPtrArray) digests = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer paper;

  if (finding->meeting == NULL && finding->from == 0 && finding->until == 0)
    return NULL;
  hopso_record_table_iterate (self->table, HOPSO_KIND_PAPER, &iter);
  while (g_hash_table_iter_next (&iter, NULL, &paper))
    if (is_in_range (self, finding, paper))
      g_ptr_array_add (digests, g_strdup (hopso_paper_get_digest (paper)));
  g_ptr_array_add (digests, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&digests), FALSE);
}

static gpointer
find_texts (HopsoStoreSession *session, gpointer data, GError **error)
{
  const Finding *finding = data;
  HopsoSearchQuery query = { .words = finding->words,
                             .digests = (const char *const *) finding->digests,
                             .limit = finding->limit };

  return hopso_store_session_search (session, &query, error);
}

/* The papers with these bytes; a page stands once for each. */
static void
add_pages (HopsoWorkspace *self, Finding *finding, const HopsoSearchHit *hit)
{
  GHashTableIter iter;
  gpointer paper;

  hopso_record_table_iterate (self->table, HOPSO_KIND_PAPER, &iter);
  while (g_hash_table_iter_next (&iter, NULL, &paper))
    if (g_strcmp0 (hopso_paper_get_digest (paper), hit->digest) == 0 &&
        is_in_range (self, finding, paper))
      {
        g_autoptr (HopsoFound) answer =
            hopso_found_new (paper, (int) hit->page, hit->snippet, hit->marks);
        g_list_store_append (finding->answers, answer);
      }
}

static void
texts_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoWorkspace *self = g_task_get_source_object (task);
  Finding *finding = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) hits = hopso_store_run_finish (HOPSO_STORE (source), result, &error);

  if (hits == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < hits->len; i++)
    add_pages (self, finding, g_ptr_array_index (hits, i));
  g_task_return_pointer (task, g_object_ref (finding->answers), g_object_unref);
}

/**
 * hopso_workspace_find_async:
 * @query: what is looked for, and where
 *
 * Looks for words in what is on this machine; needs no network.
 */
void
hopso_workspace_find_async (HopsoWorkspace *self,
                            const HopsoFindQuery *query,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self));
  g_return_if_fail (query != NULL && query->words != NULL);

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  HopsoStoreJob job = { .func = find_texts, .result_free = (GDestroyNotify) g_ptr_array_unref };
  Finding *finding = g_new0 (Finding, 1);

  g_task_set_source_tag (task, hopso_workspace_find_async);
  g_task_set_task_data (task, finding, finding_free);
  finding->words = g_utf8_make_valid (query->words, -1);
  finding->meeting = g_strdup (query->meeting);
  finding->from = query->from;
  finding->until = query->until;
  finding->limit = query->limit;
  finding->answers = g_list_store_new (HOPSO_TYPE_FOUND);
  if (query->scope & HOPSO_FIND_MEETINGS)
    find_names (self, finding, HOPSO_KIND_MEETING);
  if (query->scope & HOPSO_FIND_AGENDA)
    find_names (self, finding, HOPSO_KIND_AGENDA_ITEM);
  if (query->scope & HOPSO_FIND_PAPERS)
    find_names (self, finding, HOPSO_KIND_PAPER);
  if (!(query->scope & HOPSO_FIND_TEXTS) || self->store == NULL)
    {
      g_task_return_pointer (task, g_object_ref (finding->answers), g_object_unref);
      return;
    }
  finding->digests = list_digests (self, finding);
  job.data = finding;
  hopso_store_read_async (self->store, &job, cancellable, texts_found_cb, g_steal_pointer (&task));
}

/**
 * hopso_workspace_find_finish:
 *
 * Returns: (transfer full): a list of #HopsoFound: names first, the latest meeting's first of all;
 *   then pages, the best first. %NULL with @error
 */
GListModel *
hopso_workspace_find_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- the index ------------------------------------------------------------------------------- */

static void
indexer_changed_cb (HopsoIndexer *indexer, HopsoWorkspace *self)
{
  g_signal_emit_by_name (self, "index-changed");
}

/**
 * hopso_workspace_start_indexing:
 *
 * From now on papers are read into the index in the background as they come. "index-changed"
 * tells that it goes on, or rests.
 */
void
hopso_workspace_start_indexing (HopsoWorkspace *self)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self));

  if (self->indexer != NULL || self->store == NULL)
    return;
  self->indexer = hopso_indexer_new (self->store);
  g_signal_connect_object (self->indexer, "changed", G_CALLBACK (indexer_changed_cb), self, 0);
  hopso_indexer_wake (self->indexer);
}

/* Before the store is closed. */
void
hopso_workspace_stop_indexing (HopsoWorkspace *self)
{
  if (self->indexer != NULL)
    hopso_indexer_stop (self->indexer);
  g_clear_object (&self->indexer);
}

static gpointer
read_progress (HopsoStoreSession *session, gpointer data, GError **error)
{
  g_autofree HopsoSearchProgress *progress = g_new0 (HopsoSearchProgress, 1);

  return hopso_store_session_search_get_progress (session, progress, error)
             ? g_steal_pointer (&progress)
             : NULL;
}

static void
progress_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  HopsoSearchProgress *progress = hopso_store_run_finish (HOPSO_STORE (source), result, &error);

  if (progress != NULL)
    g_task_return_pointer (task, progress, g_free);
  else
    g_task_return_error (task, error);
}

/**
 * hopso_workspace_get_index_state_async:
 *
 * Asks how many papers can be found by their text.
 */
void
hopso_workspace_get_index_state_async (HopsoWorkspace *self,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self));

  const HopsoStoreJob job = { .func = read_progress, .result_free = g_free };
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, hopso_workspace_get_index_state_async);
  if (self->store != NULL)
    hopso_store_read_async (self->store, &job, NULL, progress_read_cb, g_steal_pointer (&task));
  else
    g_task_return_pointer (task, g_new0 (HopsoSearchProgress, 1), g_free);
}

/**
 * hopso_workspace_get_index_state_finish:
 * @state: (out caller-allocates): how far the index is
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_workspace_get_index_state_finish (HopsoWorkspace *self,
                                        GAsyncResult *result,
                                        HopsoIndexState *state,
                                        GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  g_autofree HopsoSearchProgress *progress = g_task_propagate_pointer (G_TASK (result), error);

  if (progress == NULL)
    return FALSE;
  state->n_papers = progress->n_papers;
  state->n_read = progress->n_done;
  state->is_busy = self->indexer != NULL && hopso_indexer_is_busy (self->indexer);
  return TRUE;
}
