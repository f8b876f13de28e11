/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-token.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoPinDialog:
 *
 * Changes the PIN of one token. Emits "changed" when the new one is in force, then closes.
 */
#define HOPSO_TYPE_PIN_DIALOG (hopso_pin_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPinDialog, hopso_pin_dialog, HOPSO, PIN_DIALOG, AdwWindow)

GtkWidget *hopso_pin_dialog_new (HopsoToken *token);

G_END_DECLS
