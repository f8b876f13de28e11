/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-workspace.h"

G_BEGIN_DECLS

HopsoWorkspace *hopso_test_workspace_new (const char *person_id);
void hopso_test_workspace_put (HopsoWorkspace *self, HopsoRecord *record);
void hopso_test_workspace_remove (HopsoWorkspace *self, HopsoKindId kind, const char *id);
void hopso_test_workspace_forbid_undo (HopsoWorkspace *self, const char *message);
void hopso_test_workspace_set_upload (HopsoWorkspace *self,
                                      const char *paper_id,
                                      int state,
                                      double fraction);
GListModel *hopso_test_workspace_list_where (HopsoWorkspace *self,
                                             HopsoKindId kind,
                                             gboolean (*accepts) (HopsoRecord *, const char *),
                                             const char *value);
void hopso_test_workspace_set_waiting (HopsoWorkspace *self, const char *id);
void
hopso_test_workspace_act (HopsoWorkspace *self, const char *request, const char *person, int type);
void hopso_test_workspace_request (HopsoWorkspace *self,
                                   const char *id,
                                   const char *paper,
                                   const char *requester,
                                   const char *const *signers);
void hopso_test_workspace_set_paper_state (HopsoWorkspace *self,
                                           const char *paper_id,
                                           HopsoPaperState state,
                                           double fraction);
void hopso_test_workspace_set_file (HopsoWorkspace *self, const char *paper_id, const char *path);
void hopso_test_workspace_set_tool (HopsoWorkspace *self, const char *name, gpointer tool);
int hopso_test_workspace_dup_signed (HopsoWorkspace *self, const char *paper_id);
void hopso_test_workspace_set_sync (HopsoWorkspace *self,
                                    HopsoSyncState state,
                                    gint64 offline_since,
                                    guint n_waiting);
void hopso_test_workspace_refuse (HopsoWorkspace *self, const char *paper, const char *reason);
void hopso_test_workspace_set_found (HopsoWorkspace *self, GListModel *found);
void hopso_test_workspace_fail_answers (HopsoWorkspace *self, const char *message);

G_END_DECLS
