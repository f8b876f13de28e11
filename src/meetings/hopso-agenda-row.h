/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoAgendaRow:
 *
 * One item of an agenda with its papers, or a part of one.
 */
#define HOPSO_TYPE_AGENDA_ROW (hopso_agenda_row_get_type ())
G_DECLARE_FINAL_TYPE (HopsoAgendaRow, hopso_agenda_row, HOPSO, AGENDA_ROW, GtkListBoxRow)

GtkWidget *hopso_agenda_row_new (HopsoWorkspace *workspace, GtkTreeListRow *tree_row);

G_END_DECLS
