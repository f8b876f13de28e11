/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-adaptive-bin.h"
#include "hopso-answer-box.h"
#include "hopso-change-bar.h"
#include "hopso-chip.h"
#include "hopso-meeting-page.h"
#include "hopso-meeting-summary.h"
#include "hopso-receipt-list.h"

G_BEGIN_DECLS

struct _HopsoMeetingPage
{
  HopsoPage parent_instance;

  HopsoClock *clock;              /* owned */
  HopsoMeetingSummary *summary;   /* owned */
  GListModel *participants;       /* owned */
  GtkSliceListModel *some_people; /* owned */

  GListModel *asked; /* owned */

  HopsoChangeBar *change_bar;
  HopsoReceiptList *receipts;
  GtkButton *online_button;
  GtkListBox *asked_list;
  GtkRevealer *bar;
  GtkBox *bar_box;
  GtkLabel *until_label;
  GtkButton *accept_button;
  GtkButton *decline_button;
  GtkButton *substitute_button;
  GtkLabel *name_label; /* the header bar of a narrow window cuts the name */
  GtkBox *facts_box;
  GtkBox *facts_line;
  GtkBox *answer_line;
  HopsoChip *time_chip;
  HopsoChip *place_chip;
  HopsoChip *chair_chip;
  HopsoChip *state_chip;
  HopsoAnswerBox *answers;
  GtkLabel *description_label;
  HopsoAdaptiveBin *columns_bin;
  GtkBox *columns;
  GtkBox *people_section;
  GtkLabel *agenda_facts;
  GtkButton *download_button;
  GtkListBox *agenda_list;
  GtkWidget *no_agenda;
  GtkLabel *people_count;
  GtkListBox *people_list;
  GtkButton *all_people_button;
  AdwButtonContent *all_people_content;
};

void hopso_meeting_page_show_people (HopsoMeetingPage *self);

/* hopso-meeting-page-lists.c */
void
hopso_meeting_page_fill_lists (HopsoMeetingPage *self, HopsoWorkspace *workspace, const char *id);
void hopso_meeting_page_show_agenda (HopsoMeetingPage *self);

/* hopso-meeting-page-calendar.c */
void hopso_meeting_page_save_calendar (HopsoMeetingPage *self);

/* hopso-meeting-page-online.c */
void hopso_meeting_page_show_online (HopsoMeetingPage *self, HopsoMeeting *meeting);
void hopso_meeting_page_open_online (HopsoMeetingPage *self);

G_END_DECLS
