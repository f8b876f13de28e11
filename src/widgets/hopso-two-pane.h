/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoTwoPane:
 *
 * A side bar and what it leads to: side by side, or one at a time in a narrow window.
 */
#define HOPSO_TYPE_TWO_PANE (hopso_two_pane_get_type ())
G_DECLARE_FINAL_TYPE (HopsoTwoPane, hopso_two_pane, HOPSO, TWO_PANE, GtkWidget)

GtkWidget *hopso_two_pane_new (void);
void hopso_two_pane_set_sidebar (HopsoTwoPane *self, GtkWidget *sidebar);
void hopso_two_pane_set_content (HopsoTwoPane *self, GtkWidget *content);
gboolean hopso_two_pane_get_is_folded (HopsoTwoPane *self);
void hopso_two_pane_show_sidebar (HopsoTwoPane *self);
void hopso_two_pane_show_content (HopsoTwoPane *self);

G_END_DECLS
