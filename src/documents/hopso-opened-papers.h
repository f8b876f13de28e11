/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-paper.h"
#include "hopso-workspace.h"

G_BEGIN_DECLS

void hopso_opened_papers_add (HopsoWorkspace *workspace, HopsoPaper *paper);
gboolean hopso_opened_papers_has (HopsoWorkspace *workspace, HopsoPaper *paper);

G_END_DECLS
