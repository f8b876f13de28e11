/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoPaperButton:
 *
 * A paper under its agenda item: name, pages and size, whether it is on this machine.
 */
#define HOPSO_TYPE_PAPER_BUTTON (hopso_paper_button_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPaperButton, hopso_paper_button, HOPSO, PAPER_BUTTON, GtkButton)

GtkWidget *hopso_paper_button_new (HopsoWorkspace *workspace, HopsoPaper *paper);

G_END_DECLS
