/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-form-draft.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoFillBar:
 *
 * Above the pages of a form: how it is filled, what has to be known about it, how much of it is not
 * saved, and the buttons to save. They activate "reader.fill-…".
 */
#define HOPSO_TYPE_FILL_BAR (hopso_fill_bar_get_type ())
G_DECLARE_FINAL_TYPE (HopsoFillBar, hopso_fill_bar, HOPSO, FILL_BAR, GtkBox)

void hopso_fill_bar_set_draft (HopsoFillBar *self, HopsoFormDraft *draft, gboolean has_file);
void hopso_fill_bar_set_busy (HopsoFillBar *self, gboolean is_busy);
void hopso_fill_bar_set_is_narrow (HopsoFillBar *self, gboolean is_narrow);
void hopso_fill_bar_tell (HopsoFillBar *self, const char *words);

G_END_DECLS
