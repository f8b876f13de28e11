/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-reading-view.h"

G_BEGIN_DECLS

/**
 * HopsoReadingTabs:
 *
 * The documents that are open, one in sight. Property "n-tabs". Signal "changed": what is open, in
 * sight, or in which order is another now.
 */
#define HOPSO_TYPE_READING_TABS (hopso_reading_tabs_get_type ())
G_DECLARE_FINAL_TYPE (HopsoReadingTabs, hopso_reading_tabs, HOPSO, READING_TABS, AdwBin)

GtkWidget *hopso_reading_tabs_new (void);
void hopso_reading_tabs_set_workspace (HopsoReadingTabs *self, HopsoWorkspace *workspace);
guint hopso_reading_tabs_get_n_tabs (HopsoReadingTabs *self);
HopsoReadingView *hopso_reading_tabs_get_current (HopsoReadingTabs *self);
void hopso_reading_tabs_open_paper (HopsoReadingTabs *self,
                                    const char *paper_id,
                                    int page,
                                    const char *words);
void hopso_reading_tabs_open_file (HopsoReadingTabs *self, GFile *file);
void hopso_reading_tabs_open_begun (HopsoReadingTabs *self, HopsoFileOpening *opening);
gboolean hopso_reading_tabs_add (HopsoReadingTabs *self, const char *key);
void hopso_reading_tabs_close_current (HopsoReadingTabs *self);
HopsoReadingView *hopso_reading_tabs_get_nth (HopsoReadingTabs *self, guint position);
void hopso_reading_tabs_show_nth (HopsoReadingTabs *self, guint position);
gboolean hopso_reading_tabs_reopen (HopsoReadingTabs *self);

char *hopso_reading_tabs_to_string (HopsoReadingTabs *self, gboolean is_in_sight);
gboolean
hopso_reading_tabs_restore (HopsoReadingTabs *self, HopsoWorkspace *workspace, const char *text);

G_END_DECLS
