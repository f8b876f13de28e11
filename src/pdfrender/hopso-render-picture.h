/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-frame.h"

#include <poppler.h>

G_BEGIN_DECLS

gboolean hopso_render_picture_is_possible (PopplerPage *page);
gboolean hopso_render_picture (
    PopplerPage *page, guint rotation, const HopsoFramePart *part, int slot, GError **error);

G_END_DECLS
