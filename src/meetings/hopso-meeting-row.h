/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-meeting-summary.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoMeetingRow:
 *
 * One meeting in a list: when, what, where, and the answer to its invitation.
 */
#define HOPSO_TYPE_MEETING_ROW (hopso_meeting_row_get_type ())
G_DECLARE_FINAL_TYPE (HopsoMeetingRow, hopso_meeting_row, HOPSO, MEETING_ROW, GtkListBoxRow)

GtkWidget *
hopso_meeting_row_new (HopsoWorkspace *workspace, HopsoClock *clock, HopsoMeeting *meeting);
HopsoMeeting *hopso_meeting_row_get_meeting (HopsoMeetingRow *self);
void hopso_meeting_row_set_says_day (HopsoMeetingRow *self, gboolean says_day);

G_END_DECLS
