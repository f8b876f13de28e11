/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-meeting-summary.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoMeetingCard:
 *
 * The meeting where one must be now, with the one button that leads into it.
 */
#define HOPSO_TYPE_MEETING_CARD (hopso_meeting_card_get_type ())
G_DECLARE_FINAL_TYPE (HopsoMeetingCard, hopso_meeting_card, HOPSO, MEETING_CARD, GtkListBoxRow)

GtkWidget *
hopso_meeting_card_new (HopsoWorkspace *workspace, HopsoClock *clock, HopsoMeeting *meeting);
void hopso_meeting_card_refresh (HopsoMeetingCard *self);

G_END_DECLS
