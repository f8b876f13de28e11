/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-page.h"
#include "hopso-workspace.h"

G_BEGIN_DECLS

/**
 * HopsoFindPage:
 *
 * Finds meetings, agenda items and papers by their names, and papers by their texts, without a
 * network. Opens what is chosen by the actions "win.open-meeting" and "win.open-found".
 */
#define HOPSO_TYPE_FIND_PAGE (hopso_find_page_get_type ())
G_DECLARE_FINAL_TYPE (HopsoFindPage, hopso_find_page, HOPSO, FIND_PAGE, HopsoPage)

GtkWidget *hopso_find_page_new (HopsoWorkspace *workspace, HopsoClock *clock);
void hopso_find_page_search (HopsoFindPage *self);

G_END_DECLS
