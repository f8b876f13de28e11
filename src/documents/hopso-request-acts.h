/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoRequestActs:
 *
 * What can be done with sign requests, as actions of a window: "show", "return", "delegate" and
 * "withdraw" take a request's id, "submit" a paper's, "again" that of a request that is over,
 * "submit-file" a URI, "choose-file" nothing.
 */
#define HOPSO_TYPE_REQUEST_ACTS (hopso_request_acts_get_type ())
G_DECLARE_FINAL_TYPE (HopsoRequestActs, hopso_request_acts, HOPSO, REQUEST_ACTS, GObject)

HopsoRequestActs *
hopso_request_acts_new (HopsoWorkspace *workspace, HopsoClock *clock, AdwToastOverlay *toasts);
GActionGroup *hopso_request_acts_get_actions (HopsoRequestActs *self);

G_END_DECLS
