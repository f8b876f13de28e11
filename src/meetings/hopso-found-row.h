/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-found.h"
#include "hopso-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoFoundRow:
 *
 * One answer to a search in a list.
 */
#define HOPSO_TYPE_FOUND_ROW (hopso_found_row_get_type ())
G_DECLARE_FINAL_TYPE (HopsoFoundRow, hopso_found_row, HOPSO, FOUND_ROW, GtkListBoxRow)

GtkWidget *hopso_found_row_new (HopsoWorkspace *workspace, HopsoClock *clock, HopsoFound *found);
HopsoFound *hopso_found_row_get_found (HopsoFoundRow *self);

G_END_DECLS
