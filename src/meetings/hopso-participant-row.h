/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoParticipantRow:
 *
 * One person who is invited, and the answer.
 */
#define HOPSO_TYPE_PARTICIPANT_ROW (hopso_participant_row_get_type ())
G_DECLARE_FINAL_TYPE (
    HopsoParticipantRow, hopso_participant_row, HOPSO, PARTICIPANT_ROW, GtkListBoxRow)

GtkWidget *hopso_participant_row_new (HopsoWorkspace *workspace, HopsoParticipant *participant);

G_END_DECLS
