/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The lists on the page of a meeting: its agenda as a tree, who is invited, what this person is
 * asked, what is new, and who has received what. Main thread. */

#include "hopso-meeting-page-private.h"

#include "hopso-agenda-row.h"
#include "hopso-asked-row.h"
#include "hopso-participant-row.h"

#define N_PEOPLE_AT_FIRST 8

/* Never %NULL: parts may arrive later than their item. */
static GListModel *
list_parts (gpointer item, gpointer user_data)
{
  HopsoMeetingPage *self = HOPSO_MEETING_PAGE (user_data);

  return hopso_workspace_list_agenda_children (hopso_meeting_summary_get_workspace (self->summary),
                                               hopso_record_get_id (item));
}

static GtkWidget *
make_agenda_row (gpointer item, gpointer user_data)
{
  HopsoMeetingPage *self = HOPSO_MEETING_PAGE (user_data);
  GtkWidget *row = hopso_agenda_row_new (hopso_meeting_summary_get_workspace (self->summary), item);

  g_object_bind_property (self, "is-narrow", row, "is-narrow", G_BINDING_SYNC_CREATE);
  return row;
}

static GtkWidget *
make_person_row (gpointer item, gpointer user_data)
{
  HopsoMeetingPage *self = HOPSO_MEETING_PAGE (user_data);

  return hopso_participant_row_new (hopso_meeting_summary_get_workspace (self->summary), item);
}

static GtkWidget *
make_asked_row (gpointer item, gpointer user_data)
{
  HopsoMeetingPage *self = HOPSO_MEETING_PAGE (user_data);
  GtkWidget *row = hopso_asked_row_new (hopso_meeting_summary_get_workspace (self->summary),
                                        self->clock, item, FALSE);

  g_object_bind_property (self, "is-narrow", row, "is-narrow", G_BINDING_SYNC_CREATE);
  return row;
}

static void
show_asked (HopsoMeetingPage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->asked_list),
                          g_list_model_get_n_items (self->asked) > 0);
}

/* Anew: rows say in what they differ from what the person has seen. */
void
hopso_meeting_page_show_agenda (HopsoMeetingPage *self)
{
  g_autoptr (GtkTreeListModel) tree = gtk_tree_list_model_new (
      hopso_workspace_list_agenda (hopso_meeting_summary_get_workspace (self->summary),
                                   hopso_meeting_summary_get_id (self->summary)),
      FALSE, TRUE, list_parts, self, NULL);

  gtk_list_box_bind_model (self->agenda_list, G_LIST_MODEL (tree), make_agenda_row, self, NULL);
}

void
hopso_meeting_page_fill_lists (HopsoMeetingPage *self, HopsoWorkspace *workspace, const char *id)
{
  self->participants = hopso_workspace_list_participants (workspace, id);
  self->some_people =
      gtk_slice_list_model_new (g_object_ref (self->participants), 0, N_PEOPLE_AT_FIRST);
  hopso_meeting_page_show_agenda (self);
  gtk_list_box_bind_model (self->people_list, G_LIST_MODEL (self->some_people), make_person_row,
                           self, NULL);
  g_signal_connect_object (self->participants, "items-changed",
                           G_CALLBACK (hopso_meeting_page_show_people), self, G_CONNECT_SWAPPED);
  self->asked = hopso_asked_list (workspace, id);
  gtk_list_box_bind_model (self->asked_list, self->asked, make_asked_row, self, NULL);
  g_signal_connect_object (self->asked, "items-changed", G_CALLBACK (show_asked), self,
                           G_CONNECT_SWAPPED);
  show_asked (self);
  hopso_change_bar_set_meeting (self->change_bar, workspace, self->clock, id);
  g_signal_connect_object (self->change_bar, "seen", G_CALLBACK (hopso_meeting_page_show_agenda),
                           self, G_CONNECT_SWAPPED);
  hopso_receipt_list_set_meeting (self->receipts, workspace, id);
}
