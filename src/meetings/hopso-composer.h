/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-page.h"
#include "hopso-workspace.h"

G_BEGIN_DECLS

/**
 * HopsoComposer:
 *
 * A meeting while it is prepared, with a header bar of its own: it fills the window. Signal:
 * "left", the person goes back, or the draft is gone.
 */
#define HOPSO_TYPE_COMPOSER (hopso_composer_get_type ())
G_DECLARE_FINAL_TYPE (HopsoComposer, hopso_composer, HOPSO, COMPOSER, HopsoPage)

GtkWidget *
hopso_composer_new (HopsoWorkspace *workspace, HopsoClock *clock, const char *meeting_id);
void hopso_composer_set_badge (HopsoComposer *self, GtkWidget *badge);

G_END_DECLS
