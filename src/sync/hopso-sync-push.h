/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-remote.h"
#include "hopso-store.h"

G_BEGIN_DECLS

/**
 * HopsoSyncPush:
 * @store: where the outbox is
 * @remote: where it is sent
 * @clock: what time it is
 * @is_urgent: whether a person wants it: what was postponed goes too
 *
 * Who takes part in a push.
 */
typedef struct
{
  HopsoStore *store;
  HopsoRemote *remote;
  HopsoClock *clock;
  gboolean is_urgent;
} HopsoSyncPush;

void hopso_sync_push_async (const HopsoSyncPush *push,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean hopso_sync_push_finish (GAsyncResult *result, char **notice, GError **error);

G_END_DECLS
