/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *hopso_refused_row_new (HopsoWorkspace *workspace, const HopsoSyncRefusal *refusal);

G_END_DECLS
