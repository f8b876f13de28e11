/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-paper.h"
#include "hopso-pdf-document.h"
#include "hopso-sign-job.h"
#include "hopso-workspace.h"

G_BEGIN_DECLS

void hopso_sign_place_remember (HopsoWorkspace *workspace,
                                HopsoPaper *paper,
                                HopsoPdfDocument *document,
                                const HopsoSignPlace *place);
gboolean hopso_sign_place_recall (HopsoWorkspace *workspace,
                                  HopsoPaper *paper,
                                  HopsoPdfDocument *document,
                                  HopsoSignPlace *place);

G_END_DECLS
