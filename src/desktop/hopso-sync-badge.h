/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoSyncBadge:
 *
 * How this machine stands with the server, always in sight; pressed, it says more.
 */
#define HOPSO_TYPE_SYNC_BADGE (hopso_sync_badge_get_type ())
G_DECLARE_FINAL_TYPE (HopsoSyncBadge, hopso_sync_badge, HOPSO, SYNC_BADGE, GtkWidget)

void
hopso_sync_badge_set_workspace (HopsoSyncBadge *self, HopsoWorkspace *workspace, HopsoClock *clock);

G_END_DECLS
