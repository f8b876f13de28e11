/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-token-monitor.h"
#include "hopso-verifier.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoTokenDialog:
 *
 * The tokens that are plugged in, as they come and go, and the software that is asked for them.
 */
#define HOPSO_TYPE_TOKEN_DIALOG (hopso_token_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HopsoTokenDialog, hopso_token_dialog, HOPSO, TOKEN_DIALOG, AdwWindow)

GtkWidget *hopso_token_dialog_new (HopsoTokenMonitor *monitor, HopsoVerifier *verifier);
void hopso_token_dialog_add_module (HopsoTokenDialog *self, GFile *file);

G_END_DECLS
