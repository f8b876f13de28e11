/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean hopso_composer_start_is_allowed (HopsoWorkspace *workspace);
void hopso_composer_start (GtkWidget *widget, HopsoWorkspace *workspace, HopsoClock *clock);

G_END_DECLS
