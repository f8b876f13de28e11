/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-server-session.h"

G_BEGIN_DECLS

/* A client that was away for longer begins anew, in seconds. */
#define HOPSO_SERVER_TOMBSTONE_LIFE (90 * 86400)

gboolean hopso_server_session_prune (HopsoServerSession *self, GError **error);
gboolean
hopso_server_files_prune (const char *folder, GPtrArray *digests, gint64 now, GError **error);

G_END_DECLS
