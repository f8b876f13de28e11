/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-workspace.h"

G_BEGIN_DECLS

GBytes *hopso_mark_store_dup (HopsoWorkspace *workspace, gboolean is_seal, double *width_mm);
gboolean hopso_mark_store_keep (
    HopsoWorkspace *workspace, gboolean is_seal, GBytes *png, double width_mm, GError **error);

G_END_DECLS
