/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is done with a paper of a draft: renamed, replaced, restricted, approved, moved, removed.
 * Main thread. */

#include "hopso-composer-paper-acts.h"

#include "hopso-composer-access.h"
#include "hopso-composer-ask.h"

#include <glib/gi18n.h>

/* One act on its way through a question. */
typedef struct
{
  GtkWidget *widget;             /* weak pointer, nullable: the row is gone */
  HopsoComposition *composition; /* owned */
  char *paper;                   /* owned: its id */
} Act;

static void
act_free (Act *self)
{
  g_clear_weak_pointer (&self->widget);
  g_object_unref (self->composition);
  g_free (self->paper);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Act, act_free)

static Act *
act_new (GtkWidget *widget, HopsoComposition *composition, HopsoPaper *paper)
{
  Act *self = g_new0 (Act, 1);

  g_set_weak_pointer (&self->widget, widget);
  self->composition = g_object_ref (composition);
  self->paper = g_strdup (hopso_record_get_id (HOPSO_RECORD (paper)));
  return self;
}

static HopsoRecord *
get_paper (Act *self)
{
  return HOPSO_RECORD (hopso_workspace_lookup_paper (
      hopso_composition_get_workspace (self->composition), self->paper));
}

/* --- the name ------------------------------------------------------------------------------------
 */

static void
renamed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Act) self = user_data;
  g_autofree char *name = hopso_composer_ask_finish (result);

  if (name != NULL && get_paper (self) != NULL)
    hopso_composition_set_string (self->composition, get_paper (self), HOPSO_PAPER_NAME, name,
                                  _ ("Rename a paper"));
}

static void
rename_paper (GtkWidget *widget, HopsoComposition *composition, HopsoPaper *paper)
{
  const HopsoComposerQuestion question = {
    .heading = _ ("Rename the paper"),
    .body = hopso_paper_get_file_name (paper),
    .verb = _ ("_Rename"),
    .title = _ ("Name"),
    .text = hopso_paper_get_name (paper),
    .is_required = TRUE,
  };

  hopso_composer_ask_async (&question, widget, renamed_cb, act_new (widget, composition, paper));
}

/* --- order ---------------------------------------------------------------------------------------
 */

/* The place of a paper among those of its item. */
static guint
find_position (HopsoComposition *composition, HopsoPaper *paper, guint *n_papers)
{
  GListModel *papers = hopso_composition_get_papers (composition);
  guint position = 0;

  *n_papers = 0;
  for (guint i = 0; i < g_list_model_get_n_items (papers); i++)
    {
      g_autoptr (HopsoPaper) other = g_list_model_get_item (papers, i);

      if (g_strcmp0 (hopso_paper_get_agenda_item (other), hopso_paper_get_agenda_item (paper)) != 0)
        continue;
      (*n_papers)++;
      if (g_strcmp0 (hopso_paper_get_order_key (other), hopso_paper_get_order_key (paper)) < 0)
        position++;
    }
  return position;
}

/* Beyond the first or the last place it goes to the item above or below. */
static void
move_paper (HopsoComposition *composition, HopsoPaper *paper, int step)
{
  HopsoComposerTree *tree = hopso_composition_get_tree (composition);
  const char *id = hopso_record_get_id (HOPSO_RECORD (paper));
  guint n_papers;
  const int position = (int) find_position (composition, paper, &n_papers) + step;
  const int item = hopso_composer_tree_find (tree, hopso_paper_get_agenda_item (paper)) + step;

  if (position >= 0 && position < (int) n_papers)
    hopso_composition_move_paper (composition, id, hopso_paper_get_agenda_item (paper), position);
  else if (item >= 0 && item < (int) hopso_composer_tree_get_n_nodes (tree))
    hopso_composition_move_paper (composition, id, hopso_composer_tree_get_id (tree, (guint) item),
                                  step > 0 ? 0 : -1);
}

/* --- which --------------------------------------------------------------------------------------
 */

static void
remove_paper (HopsoComposition *composition, HopsoPaper *paper)
{
  g_autofree char *name = g_strdup_printf (_ ("Remove “%s”"), hopso_paper_get_name (paper));

  hopso_composition_remove (composition, HOPSO_RECORD (paper), name);
}

/**
 * hopso_composer_paper_act:
 * @widget: where it was asked for
 * @composition: the draft
 * @paper: one of its papers
 * @action: the name of an action, such as "paper.rename"
 */
void
hopso_composer_paper_act (GtkWidget *widget,
                          HopsoComposition *composition,
                          HopsoPaper *paper,
                          const char *action)
{
  if (g_str_equal (action, "paper.rename"))
    rename_paper (widget, composition, paper);
  else if (g_str_equal (action, "paper.replace"))
    hopso_composition_ask_for_file (composition, hopso_record_get_id (HOPSO_RECORD (paper)));
  else if (g_str_equal (action, "paper.access"))
    hopso_composer_access_show (widget, composition, paper);
  else if (g_str_equal (action, "paper.up"))
    move_paper (composition, paper, -1);
  else if (g_str_equal (action, "paper.down"))
    move_paper (composition, paper, 1);
  else if (g_str_equal (action, "paper.remove"))
    remove_paper (composition, paper);
  else if (g_str_equal (action, "paper.retry"))
    hopso_workspace_sync_now (hopso_composition_get_workspace (composition));
}
