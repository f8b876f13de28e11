/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-sign-request.h"
#include "hopso-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The request that keys are about just now, borrowed; %NULL: none. */
typedef HopsoSignRequest *(*HopsoRequestOfKeys) (GtkWidget *widget, HopsoWorkspace **workspace);

void
hopso_request_keys_add (GtkWidget *widget, GtkShortcutScope scope, HopsoRequestOfKeys get_request);

G_END_DECLS
