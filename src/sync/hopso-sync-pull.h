/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-remote.h"
#include "hopso-store.h"

G_BEGIN_DECLS

void hopso_sync_pull_async (HopsoStore *store,
                            HopsoRemote *remote,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean hopso_sync_pull_finish (GAsyncResult *result, GError **error);

G_END_DECLS
