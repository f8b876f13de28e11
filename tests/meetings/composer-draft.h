/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-workspace.h"

void composer_draft_put (HopsoWorkspace *workspace);
void composer_draft_put_item (HopsoWorkspace *workspace,
                              const char *id,
                              const char *parent,
                              const char *order,
                              const char *name,
                              const char *presenter,
                              const char *minutes);
