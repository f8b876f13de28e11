/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-page.h"
#include "hopso-workspace.h"

G_BEGIN_DECLS

/**
 * HopsoMeetingsPage:
 *
 * All meetings, day by day: those to come, or those that were.
 */
#define HOPSO_TYPE_MEETINGS_PAGE (hopso_meetings_page_get_type ())
G_DECLARE_FINAL_TYPE (HopsoMeetingsPage, hopso_meetings_page, HOPSO, MEETINGS_PAGE, HopsoPage)

GtkWidget *hopso_meetings_page_new (HopsoWorkspace *workspace, HopsoClock *clock);
void hopso_meetings_page_search (HopsoMeetingsPage *self);

G_END_DECLS
