/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-typeset-mark.h"

#include <cairo.h>

G_BEGIN_DECLS

gboolean hopso_typeset_preview_mark (const HopsoTypesetMark *mark, cairo_t *cr, GError **error);

G_END_DECLS
