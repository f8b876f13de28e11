/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-file-opening.h"
#include "hopso-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoWindow:
 *
 * The one window: signing in, then the work, then a document that is read.
 */
#define HOPSO_TYPE_WINDOW (hopso_window_get_type ())
G_DECLARE_FINAL_TYPE (HopsoWindow, hopso_window, HOPSO, WINDOW, AdwApplicationWindow)

GtkWidget *hopso_window_new (GtkApplication *application, HopsoClock *clock);
void hopso_window_start (HopsoWindow *self, HopsoAccount *account);
void hopso_window_set_workspace (HopsoWindow *self, HopsoWorkspace *workspace);
void hopso_window_open_begun (HopsoWindow *self, HopsoFileOpening *opening);
void hopso_window_open_file (HopsoWindow *self, GFile *file);
HopsoWorkspace *hopso_window_get_workspace (HopsoWindow *self);
void hopso_window_show_meeting (HopsoWindow *self, const char *meeting_id);
void hopso_window_show_section (HopsoWindow *self, const char *section);

G_END_DECLS
