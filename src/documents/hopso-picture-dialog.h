/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoPictureDialog:
 *
 * Makes the picture of a signature, or of a seal. Signal "taken" (GBytes: a transparent PNG,
 * double: how wide it is on paper, in millimetres), then it closes.
 */
#define HOPSO_TYPE_PICTURE_DIALOG (hopso_picture_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPictureDialog, hopso_picture_dialog, HOPSO, PICTURE_DIALOG, AdwWindow)

GtkWidget *hopso_picture_dialog_new (gboolean is_seal, double width_mm);
void hopso_picture_dialog_open (HopsoPictureDialog *self, GFile *file);

G_END_DECLS
