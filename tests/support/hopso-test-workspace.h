/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-workspace.h"

G_BEGIN_DECLS

HopsoWorkspace *hopso_test_workspace_new (const char *person_id);
void hopso_test_workspace_put (HopsoWorkspace *self, HopsoRecord *record);
void hopso_test_workspace_set_paper_state (HopsoWorkspace *self,
                                           const char *paper_id,
                                           HopsoPaperState state,
                                           double fraction);
void hopso_test_workspace_set_sync (HopsoWorkspace *self,
                                    HopsoSyncState state,
                                    gint64 offline_since,
                                    guint n_waiting);
void hopso_test_workspace_refuse (HopsoWorkspace *self, const char *paper, const char *reason);
void hopso_test_workspace_set_found (HopsoWorkspace *self, GListModel *found);
void hopso_test_workspace_fail_answers (HopsoWorkspace *self, const char *message);

G_END_DECLS
