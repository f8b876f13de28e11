/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The checks before a publication as a list that keeps itself current: whatever changes in the
 * draft, they are run again, once, when the main loop has nothing more urgent. Works with what any
 * workspace tells. Main thread. */

#include "hopso-workspace-compose.h"

#define LIST_DATA "hopso-compose-checks"

typedef struct
{
  HopsoWorkspace *workspace; /* borrowed: the signal goes with it */
  GListStore *store;         /* borrowed: owns this */
  char *meeting;             /* owned */
  guint source;              /* 0: none */
} Checks;

static void
checks_free (gpointer data)
{
  Checks *self = data;

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_weak_pointer (&self->workspace);
  g_free (self->meeting);
  g_free (self);
}

static void
add_all (GPtrArray *records, GListModel *list)
{
  g_autoptr (GListModel) owned = list;

  for (guint i = 0; i < g_list_model_get_n_items (owned); i++)
    g_ptr_array_add (records, g_list_model_get_item (owned, i));
}

static void
add_items (GPtrArray *records, HopsoWorkspace *workspace, GListModel *list, guint depth)
{
  guint first = records->len;

  add_all (records, list);
  for (guint i = first, n = records->len; i < n && depth < 8; i++)
    add_items (
        records, workspace,
        hopso_workspace_list_agenda_children (workspace, hopso_record_get_id (records->pdata[i])),
        depth + 1);
}

static GPtrArray *
list_tree (Checks *self)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);
  HopsoRecord *meeting =
      hopso_workspace_lookup_record (self->workspace, HOPSO_KIND_MEETING, self->meeting);

  if (meeting == NULL)
    return records;
  g_ptr_array_add (records, g_object_ref (meeting));
  add_items (records, self->workspace, hopso_workspace_list_agenda (self->workspace, self->meeting),
             0);
  add_all (records, hopso_workspace_list_participants (self->workspace, self->meeting));
  add_all (records, hopso_workspace_list_papers_of_meeting (self->workspace, self->meeting));
  return records;
}

/* Rows that say the same stay. */
static void
show (Checks *self, GPtrArray *found)
{
  GListModel *list = G_LIST_MODEL (self->store);

  for (guint i = 0; i < found->len; i++)
    {
      g_autoptr (HopsoPublishCheck) shown = g_list_model_get_item (list, i);

      if (shown == NULL || !hopso_publish_check_equal (shown, found->pdata[i]))
        g_list_store_splice (self->store, i, shown != NULL ? 1 : 0, &found->pdata[i], 1);
    }
  if (g_list_model_get_n_items (list) > found->len)
    g_list_store_splice (self->store, found->len, g_list_model_get_n_items (list) - found->len,
                         NULL, 0);
}

static gboolean
run_cb (gpointer user_data)
{
  Checks *self = user_data;
  g_autoptr (GPtrArray) tree = NULL;
  g_autoptr (GPtrArray) found = NULL;

  self->source = 0;
  if (self->workspace == NULL)
    return G_SOURCE_REMOVE;
  tree = list_tree (self);
  found = hopso_publish_check_run (tree, hopso_workspace_get_publish_rules (self->workspace),
                                   g_get_real_time () / G_USEC_PER_SEC);
  show (self, found);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (GListStore *store)
{
  Checks *self = g_object_get_data (G_OBJECT (store), LIST_DATA);

  if (self->source == 0)
    self->source = g_idle_add (run_cb, self);
}

/**
 * hopso_workspace_list_checks:
 * @meeting_id: a draft, or a change of a published meeting
 *
 * Returns: (transfer full) (element-type HopsoPublishCheck): what is looked at before it is
 *   published, kept current for as long as the list is held
 */
GListModel *
hopso_workspace_list_checks (HopsoWorkspace *self, const char *meeting_id)
{
  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self) && meeting_id != NULL, NULL);

  Checks *checks = g_new0 (Checks, 1);
  GListStore *store = g_list_store_new (HOPSO_TYPE_PUBLISH_CHECK);

  g_set_weak_pointer (&checks->workspace, self);
  checks->store = store;
  checks->meeting = g_strdup (meeting_id);
  g_object_set_data_full (G_OBJECT (store), LIST_DATA, checks, checks_free);
  g_signal_connect_object (self, "changed", G_CALLBACK (changed_cb), store, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "steps-changed", G_CALLBACK (changed_cb), store,
                           G_CONNECT_SWAPPED);
  run_cb (checks);
  return G_LIST_MODEL (store);
}
