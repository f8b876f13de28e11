/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoAdaptiveBin:
 *
 * A container that says when it became narrow, so that what is inside can be laid out otherwise.
 */
#define HOPSO_TYPE_ADAPTIVE_BIN (hopso_adaptive_bin_get_type ())
G_DECLARE_FINAL_TYPE (HopsoAdaptiveBin, hopso_adaptive_bin, HOPSO, ADAPTIVE_BIN, GtkWidget)

GtkWidget *hopso_adaptive_bin_new (int minimum_width, int narrow_below);
void hopso_adaptive_bin_set_child (HopsoAdaptiveBin *self, GtkWidget *child);
gboolean hopso_adaptive_bin_get_is_narrow (HopsoAdaptiveBin *self);

G_END_DECLS
