/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-sign-preview.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoMarkPaintable:
 *
 * What a signature puts on the page, as the paper will have it; a place that is still empty is
 * tinted.
 */
#define HOPSO_TYPE_MARK_PAINTABLE (hopso_mark_paintable_get_type ())
G_DECLARE_FINAL_TYPE (HopsoMarkPaintable, hopso_mark_paintable, HOPSO, MARK_PAINTABLE, GObject)

GdkPaintable *hopso_mark_paintable_new (const HopsoSignMark *mark);

G_END_DECLS
