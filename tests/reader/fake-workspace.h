/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-client.h"
#include "hopso-workspace.h"

G_BEGIN_DECLS

/* A workspace with one paper, "paper", that arrives when the test says so. */
HopsoWorkspace *fake_workspace_new (HopsoPdfClient *client, int fd);
void fake_workspace_arrive (HopsoWorkspace *self);
void fake_workspace_fail (HopsoWorkspace *self, const char *words);

G_END_DECLS
