/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-server-session.h"
#include "hopso-wire-changes.h"

G_BEGIN_DECLS

HopsoWireChanges *hopso_server_session_list_changes (
    HopsoServerSession *self, const char *person, const char *since, guint limit, GError **error);
gboolean
hopso_server_session_get_horizon (HopsoServerSession *self, gint64 *horizon, GError **error);
char *hopso_server_session_dup_state (HopsoServerSession *self, GError **error);

G_END_DECLS
