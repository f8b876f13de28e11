/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-meeting.h"
#include "hopso-page.h"
#include "hopso-workspace.h"

G_BEGIN_DECLS

/**
 * HopsoMeetingPage:
 *
 * One meeting: its invitation, facts, agenda with papers, and who takes part.
 */
#define HOPSO_TYPE_MEETING_PAGE (hopso_meeting_page_get_type ())
G_DECLARE_FINAL_TYPE (HopsoMeetingPage, hopso_meeting_page, HOPSO, MEETING_PAGE, HopsoPage)

GtkWidget *
hopso_meeting_page_new (HopsoWorkspace *workspace, HopsoClock *clock, HopsoMeeting *meeting);
const char *hopso_meeting_page_get_meeting_id (HopsoMeetingPage *self);

G_END_DECLS
