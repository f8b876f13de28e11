/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-sign-request.h"
#include "hopso-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoRequestWindow:
 *
 * Where one request stands: who is asked what, what they did, when and why. Its buttons are the
 * actions "requests" and "win".
 */
#define HOPSO_TYPE_REQUEST_WINDOW (hopso_request_window_get_type ())
G_DECLARE_FINAL_TYPE (HopsoRequestWindow, hopso_request_window, HOPSO, REQUEST_WINDOW, AdwWindow)

HopsoRequestWindow *
hopso_request_window_new (HopsoWorkspace *workspace, HopsoClock *clock, HopsoSignRequest *request);

G_END_DECLS
