/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoPanelSwitcher:
 *
 * The titles of a stack's visible pages as buttons, three in a row, so that none is cut in a narrow
 * panel. Property "stack".
 */
#define HOPSO_TYPE_PANEL_SWITCHER (hopso_panel_switcher_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPanelSwitcher, hopso_panel_switcher, HOPSO, PANEL_SWITCHER, AdwBin)

void hopso_panel_switcher_set_stack (HopsoPanelSwitcher *self, GtkStack *stack);

G_END_DECLS
