/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-sign-request.h"
#include "hopso-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoRequestBar:
 *
 * What the reader is asked about the document in sight, and the answers other than signing it.
 */
#define HOPSO_TYPE_REQUEST_BAR (hopso_request_bar_get_type ())
G_DECLARE_FINAL_TYPE (HopsoRequestBar, hopso_request_bar, HOPSO, REQUEST_BAR, AdwBin)

GtkWidget *hopso_request_bar_new (void);
void hopso_request_bar_set_request (HopsoRequestBar *self,
                                    HopsoWorkspace *workspace,
                                    HopsoSignRequest *request);

G_END_DECLS
