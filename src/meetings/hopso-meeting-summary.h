/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-meeting.h"
#include "hopso-workspace.h"

G_BEGIN_DECLS

/**
 * HopsoMeetingSummary:
 *
 * The numbers of one meeting, kept current: items, papers, where it stands, the person's answer.
 *
 * Signal "changed": one of them is another now.
 */
#define HOPSO_TYPE_MEETING_SUMMARY (hopso_meeting_summary_get_type ())
G_DECLARE_FINAL_TYPE (HopsoMeetingSummary, hopso_meeting_summary, HOPSO, MEETING_SUMMARY, GObject)

HopsoMeetingSummary *hopso_meeting_summary_new (HopsoWorkspace *workspace, HopsoMeeting *meeting);
HopsoWorkspace *hopso_meeting_summary_get_workspace (HopsoMeetingSummary *self);
HopsoMeeting *hopso_meeting_summary_get_meeting (HopsoMeetingSummary *self);
const char *hopso_meeting_summary_get_id (HopsoMeetingSummary *self);
HopsoPerson *hopso_meeting_summary_get_chair (HopsoMeetingSummary *self);
char *hopso_meeting_summary_dup_chair_title (HopsoMeetingSummary *self);
HopsoParticipant *hopso_meeting_summary_get_mine (HopsoMeetingSummary *self);
const char *hopso_meeting_summary_name_person (HopsoMeetingSummary *self, const char *person_id);
const char *hopso_meeting_summary_get_partstat (HopsoMeetingSummary *self);
guint hopso_meeting_summary_get_n_items (HopsoMeetingSummary *self);
guint hopso_meeting_summary_get_current_item (HopsoMeetingSummary *self);
guint hopso_meeting_summary_get_n_papers (HopsoMeetingSummary *self);
guint hopso_meeting_summary_get_n_ready_papers (HopsoMeetingSummary *self);
guint64 hopso_meeting_summary_get_size (HopsoMeetingSummary *self);

G_END_DECLS
