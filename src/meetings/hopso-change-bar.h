/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoChangeBar:
 *
 * Says in what a meeting differs from what the person has seen, until they have.
 *
 * Signal "seen": the person has, and marks may go.
 */
#define HOPSO_TYPE_CHANGE_BAR (hopso_change_bar_get_type ())
G_DECLARE_FINAL_TYPE (HopsoChangeBar, hopso_change_bar, HOPSO, CHANGE_BAR, AdwBin)

void hopso_change_bar_set_meeting (HopsoChangeBar *self,
                                   HopsoWorkspace *workspace,
                                   HopsoClock *clock,
                                   const char *meeting_id);
void hopso_change_bar_set_narrow (HopsoChangeBar *self, gboolean is_narrow);

G_END_DECLS
