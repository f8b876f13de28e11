/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoAgencyActs:
 *
 * What a records clerk does for the agency, as actions: "choose" (the name of a #HopsoSignAction)
 * asks for files, "files" takes their URIs, "paper" the id of a paper. The signed documents become
 * files.
 */
#define HOPSO_TYPE_AGENCY_ACTS (hopso_agency_acts_get_type ())
G_DECLARE_FINAL_TYPE (HopsoAgencyActs, hopso_agency_acts, HOPSO, AGENCY_ACTS, GObject)

HopsoAgencyActs *hopso_agency_acts_new (HopsoWorkspace *workspace, AdwToastOverlay *toasts);
GActionGroup *hopso_agency_acts_get_actions (HopsoAgencyActs *self);

G_END_DECLS
