/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-composing.h"
#include "hopso-workspace-compose.h"
#include "hopso-workspace-private.h"

G_BEGIN_DECLS

/* The records are in the lists, or out of them, when this returns. */
void hopso_workspace_show_step (HopsoWorkspace *self, const HopsoStep *done);
void hopso_workspace_forget_step_names (HopsoWorkspace *self, const char *meeting);

G_END_DECLS
