/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What rows, cards and pages say about a meeting as a whole, gathered once from the workspace's
 * lists. It shows nothing. Main thread. */

#include "hopso-meeting-summary.h"

#include "hopso-agenda-item.h"
#include "hopso-change-set.h"
#include "hopso-person-words.h"

#include <glib/gi18n.h>

struct _HopsoMeetingSummary
{
  GObject parent_instance;

  HopsoWorkspace *workspace; /* owned */
  HopsoMeeting *meeting;     /* owned */
  GListModel *agenda;        /* owned */
  GListModel *papers;        /* owned */
};

G_DEFINE_FINAL_TYPE (HopsoMeetingSummary, hopso_meeting_summary, G_TYPE_OBJECT)

static guint changed_signal;

static void
emit_changed (HopsoMeetingSummary *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static void
changed_cb (HopsoMeetingSummary *self, HopsoChangeSet *changes)
{
  if (hopso_change_set_touches (changes, HOPSO_KIND_PARTICIPANT) ||
      hopso_change_set_touches (changes, HOPSO_KIND_PERSON))
    emit_changed (self);
}

static void
paper_changed_cb (HopsoMeetingSummary *self, const char *paper_id)
{
  HopsoPaper *paper = hopso_workspace_lookup_paper (self->workspace, paper_id);

  if (paper != NULL &&
      g_strcmp0 (hopso_paper_get_meeting (paper), hopso_meeting_summary_get_id (self)) == 0)
    emit_changed (self);
}

static void
hopso_meeting_summary_dispose (GObject *object)
{
  HopsoMeetingSummary *self = HOPSO_MEETING_SUMMARY (object);

  g_clear_object (&self->agenda);
  g_clear_object (&self->papers);
  g_clear_object (&self->meeting);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hopso_meeting_summary_parent_class)->dispose (object);
}

static void
hopso_meeting_summary_class_init (HopsoMeetingSummaryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_meeting_summary_dispose;
  changed_signal = g_signal_new ("changed", HOPSO_TYPE_MEETING_SUMMARY, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
hopso_meeting_summary_init (HopsoMeetingSummary *self)
{
}

/**
 * hopso_meeting_summary_new:
 * @workspace: where the meeting is
 * @meeting: the meeting as it is known now
 *
 * Returns: (transfer full): its numbers
 */
HopsoMeetingSummary *
hopso_meeting_summary_new (HopsoWorkspace *workspace, HopsoMeeting *meeting)
{
  HopsoMeetingSummary *self = g_object_new (HOPSO_TYPE_MEETING_SUMMARY, NULL);
  const char *id = hopso_record_get_id (HOPSO_RECORD (meeting));

  self->workspace = g_object_ref (workspace);
  self->meeting = g_object_ref (meeting);
  self->agenda = hopso_workspace_list_agenda (workspace, id);
  self->papers = hopso_workspace_list_papers_of_meeting (workspace, id);
  g_signal_connect_object (self->agenda, "items-changed", G_CALLBACK (emit_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->papers, "items-changed", G_CALLBACK (emit_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "paper-changed", G_CALLBACK (paper_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * hopso_meeting_summary_get_workspace:
 * @self: a summary
 *
 * Returns: (transfer none): where the meeting is
 */
HopsoWorkspace *
hopso_meeting_summary_get_workspace (HopsoMeetingSummary *self)
{
  g_return_val_if_fail (HOPSO_IS_MEETING_SUMMARY (self), NULL);

  return self->workspace;
}

/**
 * hopso_meeting_summary_get_meeting:
 * @self: a summary
 *
 * Returns: (transfer none): the meeting
 */
HopsoMeeting *
hopso_meeting_summary_get_meeting (HopsoMeetingSummary *self)
{
  g_return_val_if_fail (HOPSO_IS_MEETING_SUMMARY (self), NULL);

  return self->meeting;
}

/**
 * hopso_meeting_summary_get_id:
 * @self: a summary
 *
 * Returns: (transfer none): the meeting's id
 */
const char *
hopso_meeting_summary_get_id (HopsoMeetingSummary *self)
{
  g_return_val_if_fail (HOPSO_IS_MEETING_SUMMARY (self), NULL);

  return hopso_record_get_id (HOPSO_RECORD (self->meeting));
}

/**
 * hopso_meeting_summary_get_chair:
 * @self: a summary
 *
 * Returns: (transfer none) (nullable): who presides
 */
HopsoPerson *
hopso_meeting_summary_get_chair (HopsoMeetingSummary *self)
{
  const char *id;

  g_return_val_if_fail (HOPSO_IS_MEETING_SUMMARY (self), NULL);

  id = hopso_meeting_get_chair (self->meeting);
  return id != NULL ? hopso_workspace_lookup_person (self->workspace, id) : NULL;
}

/**
 * hopso_meeting_summary_dup_chair_title:
 * @self: a summary
 *
 * Returns: (transfer full) (nullable): position and unit of whoever presides
 */
char *
hopso_meeting_summary_dup_chair_title (HopsoMeetingSummary *self)
{
  HopsoPerson *chair = hopso_meeting_summary_get_chair (self);
  const char *unit = chair != NULL ? hopso_person_get_organization (chair) : NULL;

  return hopso_person_words_title (
      chair, unit != NULL ? hopso_workspace_lookup_organization (self->workspace, unit) : NULL);
}

/**
 * hopso_meeting_summary_get_mine:
 * @self: a summary
 *
 * Returns: (transfer none) (nullable): the person's own invitation, until the next change
 */
HopsoParticipant *
hopso_meeting_summary_get_mine (HopsoMeetingSummary *self)
{
  g_return_val_if_fail (HOPSO_IS_MEETING_SUMMARY (self), NULL);

  return hopso_workspace_lookup_my_participation (self->workspace,
                                                  hopso_meeting_summary_get_id (self));
}

/**
 * hopso_meeting_summary_name_person:
 * @self: a summary
 * @person_id: (nullable): of a person
 *
 * Returns: (transfer none): a name
 */
const char *
hopso_meeting_summary_name_person (HopsoMeetingSummary *self, const char *person_id)
{
  HopsoPerson *person;

  g_return_val_if_fail (HOPSO_IS_MEETING_SUMMARY (self), NULL);

  person = hopso_workspace_lookup_person (self->workspace, person_id);
  return person != NULL ? hopso_person_get_name (person) : _ ("Unknown person");
}

/**
 * hopso_meeting_summary_get_partstat:
 * @self: a summary
 *
 * Returns: (transfer none) (nullable): the person's own answer; %NULL when not invited
 */
const char *
hopso_meeting_summary_get_partstat (HopsoMeetingSummary *self)
{
  HopsoParticipant *mine;

  g_return_val_if_fail (HOPSO_IS_MEETING_SUMMARY (self), NULL);

  mine = hopso_workspace_lookup_my_participation (self->workspace,
                                                  hopso_meeting_summary_get_id (self));
  return mine != NULL ? hopso_participant_get_partstat (mine) : NULL;
}

/**
 * hopso_meeting_summary_get_n_items:
 * @self: a summary
 *
 * Returns: how many items its agenda has, parts not counted
 */
guint
hopso_meeting_summary_get_n_items (HopsoMeetingSummary *self)
{
  g_return_val_if_fail (HOPSO_IS_MEETING_SUMMARY (self), 0);

  return g_list_model_get_n_items (self->agenda);
}

/* The id of the top-level item under discussion: of a part, the item it belongs to. */
static const char *
find_current (HopsoMeetingSummary *self)
{
  const char *id = hopso_meeting_get_current_item (self->meeting);
  HopsoRecord *item = NULL;

  if (id != NULL)
    item = hopso_workspace_lookup_record (self->workspace, HOPSO_KIND_AGENDA_ITEM, id);
  if (item != NULL && hopso_agenda_item_get_parent (HOPSO_AGENDA_ITEM (item)) != NULL)
    return hopso_agenda_item_get_parent (HOPSO_AGENDA_ITEM (item));
  return id;
}

/**
 * hopso_meeting_summary_get_current_item:
 * @self: a summary
 *
 * Returns: the place of the item under discussion, from 1; 0 when none is
 */
guint
hopso_meeting_summary_get_current_item (HopsoMeetingSummary *self)
{
  const char *current;

  g_return_val_if_fail (HOPSO_IS_MEETING_SUMMARY (self), 0);

  current = find_current (self);
  for (guint i = 0; i < g_list_model_get_n_items (self->agenda); i++)
    {
      g_autoptr (HopsoRecord) item = g_list_model_get_item (self->agenda, i);

      if (current != NULL && g_strcmp0 (hopso_record_get_id (item), current) == 0)
        return i + 1;
    }
  return 0;
}

/**
 * hopso_meeting_summary_get_n_papers:
 * @self: a summary
 *
 * Returns: how many papers it has
 */
guint
hopso_meeting_summary_get_n_papers (HopsoMeetingSummary *self)
{
  g_return_val_if_fail (HOPSO_IS_MEETING_SUMMARY (self), 0);

  return g_list_model_get_n_items (self->papers);
}

/**
 * hopso_meeting_summary_get_n_ready_papers:
 * @self: a summary
 *
 * Returns: how many papers open without a network
 */
guint
hopso_meeting_summary_get_n_ready_papers (HopsoMeetingSummary *self)
{
  guint n_ready = 0;

  g_return_val_if_fail (HOPSO_IS_MEETING_SUMMARY (self), 0);

  for (guint i = 0; i < g_list_model_get_n_items (self->papers); i++)
    {
      g_autoptr (HopsoRecord) paper = g_list_model_get_item (self->papers, i);

      if (hopso_workspace_get_paper_state (self->workspace, hopso_record_get_id (paper), NULL) ==
          HOPSO_PAPER_READY)
        n_ready++;
    }
  return n_ready;
}

/**
 * hopso_meeting_summary_get_size:
 * @self: a summary
 *
 * Returns: the size of all papers together, in bytes
 */
guint64
hopso_meeting_summary_get_size (HopsoMeetingSummary *self)
{
  guint64 size = 0;

  g_return_val_if_fail (HOPSO_IS_MEETING_SUMMARY (self), 0);

  for (guint i = 0; i < g_list_model_get_n_items (self->papers); i++)
    {
      g_autoptr (HopsoPaper) paper = g_list_model_get_item (self->papers, i);

      size += (guint64) MAX (hopso_paper_get_size (paper), 0);
    }
  return size;
}
