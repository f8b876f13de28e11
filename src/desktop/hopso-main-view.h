/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-reading-tabs.h"
#include "hopso-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoMainView:
 *
 * What a person sees who is signed in: side bar, header bar, pages.
 */
#define HOPSO_TYPE_MAIN_VIEW (hopso_main_view_get_type ())
G_DECLARE_FINAL_TYPE (HopsoMainView, hopso_main_view, HOPSO, MAIN_VIEW, AdwBin)

GtkWidget *hopso_main_view_new (HopsoWorkspace *workspace, HopsoClock *clock);
void hopso_main_view_set_reading (HopsoMainView *self, HopsoReadingTabs *reading);
HopsoWorkspace *hopso_main_view_get_workspace (HopsoMainView *self);
void hopso_main_view_show_section (HopsoMainView *self, const char *name);
void hopso_main_view_open_meeting (HopsoMainView *self, const char *meeting_id);
gboolean hopso_main_view_go_back (HopsoMainView *self);
void hopso_main_view_search (HopsoMainView *self);

G_END_DECLS
