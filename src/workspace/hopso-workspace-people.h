/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-substitution.h"
#include "hopso-workspace.h"

G_BEGIN_DECLS

/* What people say to an invitation beside their own answer. */
void hopso_workspace_substitute_async (HopsoWorkspace *self,
                                       const char *participant_id,
                                       HopsoSubstitutionActType type,
                                       const char *substitute_id,
                                       const char *reason,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
void hopso_workspace_answer_for_async (HopsoWorkspace *self,
                                       const char *participant_id,
                                       const char *partstat,
                                       const char *reason,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);

/* Whose turn it is. */
gboolean hopso_workspace_prepares (HopsoWorkspace *self, HopsoMeeting *meeting);
gboolean hopso_workspace_presides (HopsoWorkspace *self, HopsoMeeting *meeting);
gboolean hopso_workspace_takes_part (HopsoWorkspace *self, const char *meeting_id);
gboolean hopso_workspace_is_asked (HopsoWorkspace *self, HopsoParticipant *participant);
GListModel *hopso_workspace_list_substitutions (HopsoWorkspace *self);

G_END_DECLS
