/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoSubmitRow:
 *
 * One person who shall sign, and what is asked of them. Signals: "move" (int: by how many places),
 * "take" (#HopsoSubmitRow: it was dropped here), "remove", "changed".
 */
#define HOPSO_TYPE_SUBMIT_ROW (hopso_submit_row_get_type ())
G_DECLARE_FINAL_TYPE (HopsoSubmitRow, hopso_submit_row, HOPSO, SUBMIT_ROW, GtkListBoxRow)

GtkWidget *
hopso_submit_row_new (HopsoWorkspace *workspace, const char *person_id, const char *action);
const char *hopso_submit_row_get_person_id (HopsoSubmitRow *self);
const char *hopso_submit_row_get_title (HopsoSubmitRow *self);
const char *hopso_submit_row_get_action (HopsoSubmitRow *self);
void hopso_submit_row_set_number (HopsoSubmitRow *self, guint number);

G_END_DECLS
