/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoInkPad:
 *
 * A sheet on which a person writes with mouse, finger or pen. Signal "changed".
 */
#define HOPSO_TYPE_INK_PAD (hopso_ink_pad_get_type ())
G_DECLARE_FINAL_TYPE (HopsoInkPad, hopso_ink_pad, HOPSO, INK_PAD, GtkWidget)

void hopso_ink_pad_begin (HopsoInkPad *self, double x, double y, double pressure);
void hopso_ink_pad_move (HopsoInkPad *self, double x, double y, double pressure);
gboolean hopso_ink_pad_undo (HopsoInkPad *self);
void hopso_ink_pad_clear (HopsoInkPad *self);
guint hopso_ink_pad_count_strokes (HopsoInkPad *self);
GBytes *hopso_ink_pad_dup_png (HopsoInkPad *self);

G_END_DECLS
