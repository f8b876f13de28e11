/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the composer's widgets share: the draft's records as live lists, the agenda as a tree, and
 * the steps by which it is changed. It keeps nothing that is not in the store: a step goes there,
 * and what comes back is shown, whoever made it. Main thread. */

#include "hopso-composition-private.h"

#include "hopso-change-set.h"
#include "hopso-workspace-compose.h"

#include <gtk/gtk.h>

G_DEFINE_FINAL_TYPE (HopsoComposition, hopso_composition, G_TYPE_OBJECT)

enum
{
  SIGNAL_MEETING_CHANGED,
  SIGNAL_AGENDA_CHANGED,
  SIGNAL_PAPERS_CHANGED,
  SIGNAL_PEOPLE_CHANGED,
  SIGNAL_STEPS_CHANGED,
  SIGNAL_NOTICE,
  SIGNAL_FILE_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- what is there -------------------------------------------------------------------------------
 */

/* A record that moves within its list is taken out and put in again: what is told is told once,
 * when the lists are as they shall be. */
enum
{
  STALE_AGENDA = 1 << 0,
  STALE_PAPERS = 1 << 1,
  STALE_PEOPLE = 1 << 2
};

static void
tell_stale (HopsoComposition *self)
{
  const guint stale = self->stale;

  g_clear_handle_id (&self->source, g_source_remove);
  self->stale = 0;
  if (stale & STALE_AGENDA)
    {
      hopso_composer_tree_free (self->tree);
      self->tree = hopso_composer_tree_new (self->items);
      g_signal_emit (self, signals[SIGNAL_AGENDA_CHANGED], 0);
    }
  if (stale & STALE_PAPERS)
    g_signal_emit (self, signals[SIGNAL_PAPERS_CHANGED], 0);
  if (stale & STALE_PEOPLE)
    g_signal_emit (self, signals[SIGNAL_PEOPLE_CHANGED], 0);
}

static gboolean
stale_cb (gpointer user_data)
{
  HopsoComposition *self = HOPSO_COMPOSITION (user_data);

  self->source = 0;
  tell_stale (self);
  return G_SOURCE_REMOVE;
}

static void
add_stale (HopsoComposition *self, guint what)
{
  self->stale |= what;
  if (self->source == 0)
    self->source = g_idle_add (stale_cb, self);
}

static void
items_changed_cb (HopsoComposition *self)
{
  add_stale (self, STALE_AGENDA);
}

static void
papers_changed_cb (HopsoComposition *self)
{
  add_stale (self, STALE_PAPERS);
}

static void
people_changed_cb (HopsoComposition *self)
{
  add_stale (self, STALE_PEOPLE);
}

static void
changed_cb (HopsoComposition *self, HopsoChangeSet *changes)
{
  tell_stale (self);
  if (hopso_change_set_touches (changes, HOPSO_KIND_MEETING))
    g_signal_emit (self, signals[SIGNAL_MEETING_CHANGED], 0);
}

static void
steps_changed_cb (HopsoComposition *self, const char *meeting_id)
{
  if (g_strcmp0 (meeting_id, self->id) == 0)
    g_signal_emit (self, signals[SIGNAL_STEPS_CHANGED], 0);
}

/* There is something else to undo, or it was saved at another time. */
void
hopso_composition_steps_changed (HopsoComposition *self)
{
  g_signal_emit (self, signals[SIGNAL_STEPS_CHANGED], 0);
}

static void
hopso_composition_dispose (GObject *object)
{
  HopsoComposition *self = HOPSO_COMPOSITION (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->tree, hopso_composer_tree_free);
  g_clear_object (&self->items);
  g_clear_object (&self->papers);
  g_clear_object (&self->people);
  g_clear_object (&self->clock);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hopso_composition_parent_class)->dispose (object);
}

static void
hopso_composition_finalize (GObject *object)
{
  g_free (HOPSO_COMPOSITION (object)->id);
  G_OBJECT_CLASS (hopso_composition_parent_class)->finalize (object);
}

static void
hopso_composition_class_init (HopsoCompositionClass *klass)
{
  static const char *const names[] = { "meeting-changed", "agenda-changed", "papers-changed",
                                       "people-changed", "steps-changed" };

  G_OBJECT_CLASS (klass)->dispose = hopso_composition_dispose;
  G_OBJECT_CLASS (klass)->finalize = hopso_composition_finalize;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    signals[i] = g_signal_new (names[i], HOPSO_TYPE_COMPOSITION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_NOTICE] = g_signal_new ("notice", HOPSO_TYPE_COMPOSITION, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_FILE_WANTED] =
      g_signal_new ("file-wanted", HOPSO_TYPE_COMPOSITION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hopso_composition_init (HopsoComposition *self)
{
}

/* The agenda's list of the workspace is its first level only. */
static gboolean
is_of_meeting (gpointer item, gpointer user_data)
{
  return g_strcmp0 (hopso_agenda_item_get_meeting (item), user_data) == 0;
}

static GListModel *
list_items (HopsoWorkspace *workspace, const char *meeting_id)
{
  GtkFilter *filter =
      GTK_FILTER (gtk_custom_filter_new (is_of_meeting, g_strdup (meeting_id), g_free));

  return G_LIST_MODEL (gtk_filter_list_model_new (
      hopso_workspace_list_records (workspace, HOPSO_KIND_AGENDA_ITEM), filter));
}

/**
 * hopso_composition_new:
 * @workspace: where the draft is
 * @clock: tells the time
 * @meeting_id: of the draft
 *
 * Returns: (transfer full): what its widgets share
 */
HopsoComposition *
hopso_composition_new (HopsoWorkspace *workspace, HopsoClock *clock, const char *meeting_id)
{
  HopsoComposition *self = g_object_new (HOPSO_TYPE_COMPOSITION, NULL);

  self->workspace = g_object_ref (workspace);
  self->clock = g_object_ref (clock);
  self->id = g_strdup (meeting_id);
  self->items = list_items (workspace, meeting_id);
  self->papers = hopso_workspace_list_papers_of_meeting (workspace, meeting_id);
  self->people = hopso_workspace_list_participants (workspace, meeting_id);
  self->tree = hopso_composer_tree_new (self->items);
  g_signal_connect_object (self->items, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->papers, "items-changed", G_CALLBACK (papers_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->people, "items-changed", G_CALLBACK (people_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "steps-changed", G_CALLBACK (steps_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * hopso_composition_get_workspace:
 *
 * Returns: (transfer none): where the draft is
 */
HopsoWorkspace *
hopso_composition_get_workspace (HopsoComposition *self)
{
  g_return_val_if_fail (HOPSO_IS_COMPOSITION (self), NULL);

  return self->workspace;
}

/**
 * hopso_composition_get_clock:
 *
 * Returns: (transfer none): what tells the time
 */
HopsoClock *
hopso_composition_get_clock (HopsoComposition *self)
{
  g_return_val_if_fail (HOPSO_IS_COMPOSITION (self), NULL);

  return self->clock;
}

/**
 * hopso_composition_get_id:
 *
 * Returns: (transfer none): the id of the draft
 */
const char *
hopso_composition_get_id (HopsoComposition *self)
{
  g_return_val_if_fail (HOPSO_IS_COMPOSITION (self), NULL);

  return self->id;
}

/**
 * hopso_composition_get_meeting:
 *
 * Returns: (transfer none) (nullable): the draft as it is now; %NULL: it is gone
 */
HopsoMeeting *
hopso_composition_get_meeting (HopsoComposition *self)
{
  g_return_val_if_fail (HOPSO_IS_COMPOSITION (self), NULL);

  return (HopsoMeeting *) hopso_workspace_lookup_record (self->workspace, HOPSO_KIND_MEETING,
                                                         self->id);
}

/**
 * hopso_composition_get_tree:
 *
 * Returns: (transfer none): the agenda, until "agenda-changed"
 */
HopsoComposerTree *
hopso_composition_get_tree (HopsoComposition *self)
{
  g_return_val_if_fail (HOPSO_IS_COMPOSITION (self), NULL);

  return self->tree;
}

/**
 * hopso_composition_get_papers:
 *
 * Returns: (transfer none): of all its items, live
 */
GListModel *
hopso_composition_get_papers (HopsoComposition *self)
{
  g_return_val_if_fail (HOPSO_IS_COMPOSITION (self), NULL);

  return self->papers;
}

/**
 * hopso_composition_get_people:
 *
 * Returns: (transfer none): the #HopsoParticipant, live
 */
GListModel *
hopso_composition_get_people (HopsoComposition *self)
{
  g_return_val_if_fail (HOPSO_IS_COMPOSITION (self), NULL);

  return self->people;
}

/**
 * hopso_composition_get_saved:
 *
 * Returns: when the last step of this composition was written to the store; 0: none was
 */
gint64
hopso_composition_get_saved (HopsoComposition *self)
{
  g_return_val_if_fail (HOPSO_IS_COMPOSITION (self), 0);

  return self->saved;
}

/**
 * hopso_composition_tell:
 * @words: for people: what was not possible, or what somebody else has done
 */
void
hopso_composition_tell (HopsoComposition *self, const char *words)
{
  g_return_if_fail (HOPSO_IS_COMPOSITION (self));

  g_signal_emit (self, signals[SIGNAL_NOTICE], 0, words);
}

/**
 * hopso_composition_ask_for_file:
 * @paper_id: a paper
 *
 * Asks whoever takes in files for one that takes the paper's place.
 */
void
hopso_composition_ask_for_file (HopsoComposition *self, const char *paper_id)
{
  g_return_if_fail (HOPSO_IS_COMPOSITION (self));

  g_signal_emit (self, signals[SIGNAL_FILE_WANTED], 0, paper_id);
}
