/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-page.h"
#include "hopso-workspace.h"

G_BEGIN_DECLS

/**
 * HopsoTodayPage:
 *
 * Where must I be now, what must I answer, what must I sign.
 */
#define HOPSO_TYPE_TODAY_PAGE (hopso_today_page_get_type ())
G_DECLARE_FINAL_TYPE (HopsoTodayPage, hopso_today_page, HOPSO, TODAY_PAGE, HopsoPage)

GtkWidget *hopso_today_page_new (HopsoWorkspace *workspace, HopsoClock *clock);

G_END_DECLS
