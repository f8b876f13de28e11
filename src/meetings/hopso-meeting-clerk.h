/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoMeetingClerk:
 *
 * What a clerk does with a meeting that is published: change, postpone, cancel, copy.
 */
#define HOPSO_TYPE_MEETING_CLERK (hopso_meeting_clerk_get_type ())
G_DECLARE_FINAL_TYPE (HopsoMeetingClerk, hopso_meeting_clerk, HOPSO, MEETING_CLERK, GtkWidget)

GtkWidget *
hopso_meeting_clerk_new (HopsoWorkspace *workspace, HopsoClock *clock, const char *meeting_id);

G_END_DECLS
