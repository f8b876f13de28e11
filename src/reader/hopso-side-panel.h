/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-page-view.h"
#include "hopso-pdf-find.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoSidePanel:
 *
 * Beside the pages: all of them small, the table of contents, the places that were found, and what
 * others add.
 * Signal "hit-activated" (guint): one of these was chosen.
 */
#define HOPSO_TYPE_SIDE_PANEL (hopso_side_panel_get_type ())
G_DECLARE_FINAL_TYPE (HopsoSidePanel, hopso_side_panel, HOPSO, SIDE_PANEL, AdwBin)

GtkWidget *hopso_side_panel_new (void);
void hopso_side_panel_set_view (HopsoSidePanel *self, HopsoPageView *view);
void hopso_side_panel_set_document (HopsoSidePanel *self, HopsoPdfDocument *document);
void hopso_side_panel_set_find (HopsoSidePanel *self, HopsoPdfFind *find);
void hopso_side_panel_show (HopsoSidePanel *self, const char *name);
const char *hopso_side_panel_get_shown (HopsoSidePanel *self);
void hopso_side_panel_add_page (HopsoSidePanel *self,
                                const char *name,
                                const char *title,
                                GtkWidget *child);
void hopso_side_panel_set_page_title (HopsoSidePanel *self, const char *name, const char *title);
void
hopso_side_panel_set_page_visible (HopsoSidePanel *self, const char *name, gboolean is_visible);

G_END_DECLS
