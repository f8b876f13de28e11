/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-sign-request.h"
#include "hopso-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoSubmitWindow:
 *
 * Submits a paper or a local PDF for signatures. Signal "submitted", when it is on its way.
 */
#define HOPSO_TYPE_SUBMIT_WINDOW (hopso_submit_window_get_type ())
G_DECLARE_FINAL_TYPE (HopsoSubmitWindow, hopso_submit_window, HOPSO, SUBMIT_WINDOW, AdwWindow)

HopsoSubmitWindow *hopso_submit_window_new (HopsoWorkspace *workspace,
                                            HopsoClock *clock,
                                            HopsoPaper *paper,
                                            GFile *file);
void hopso_submit_window_take_over (HopsoSubmitWindow *self, HopsoSignRequest *request);
void
hopso_submit_window_add_signer (HopsoSubmitWindow *self, const char *person_id, const char *action);

G_END_DECLS
