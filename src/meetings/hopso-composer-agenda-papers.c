/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The papers of the agenda's rows: one list of the meeting, sorted to their items. Main thread. */

#include "hopso-composer-agenda-private.h"

static GHashTable *
sort_papers (HopsoComposerAgenda *self)
{
  GListModel *papers = hopso_composition_get_papers (self->composition);
  GHashTable *by_item =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < g_list_model_get_n_items (papers); i++)
    {
      g_autoptr (HopsoPaper) paper = g_list_model_get_item (papers, i);
      const char *item = hopso_paper_get_agenda_item (paper);
      GPtrArray *some = item != NULL ? g_hash_table_lookup (by_item, item) : NULL;

      if (item != NULL && some == NULL)
        {
          some = g_ptr_array_new_with_free_func (g_object_unref);
          g_hash_table_insert (by_item, (gpointer) item, some);
        }
      if (some != NULL)
        g_ptr_array_add (some, g_steal_pointer (&paper));
    }
  return by_item;
}

static int
compare_papers (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (hopso_paper_get_order_key (*(HopsoPaper *const *) a),
                    hopso_paper_get_order_key (*(HopsoPaper *const *) b));
}

/* Each row shows the papers of its item. */
void
hopso_composer_agenda_follow_papers (HopsoComposerAgenda *self)
{
  g_autoptr (GHashTable) papers = sort_papers (self);
  HopsoComposerRow *row;

  for (int i = 0; (row = hopso_composer_agenda_get_row (self, i)) != NULL; i++)
    {
      GPtrArray *some = g_hash_table_lookup (papers, hopso_composer_row_get_id (row));

      if (some != NULL)
        g_ptr_array_sort (some, compare_papers);
      hopso_composer_row_set_papers (row, some);
    }
}
