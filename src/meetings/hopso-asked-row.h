/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-workspace-people.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoAskedRow:
 *
 * Asks a person to come instead of another, or a chair to approve who comes.
 */
#define HOPSO_TYPE_ASKED_ROW (hopso_asked_row_get_type ())
G_DECLARE_FINAL_TYPE (HopsoAskedRow, hopso_asked_row, HOPSO, ASKED_ROW, GtkListBoxRow)

GtkWidget *hopso_asked_row_new (HopsoWorkspace *workspace,
                                HopsoClock *clock,
                                HopsoParticipant *participant,
                                gboolean names_meeting);
GListModel *hopso_asked_list (HopsoWorkspace *workspace, const char *meeting_id);

G_END_DECLS
