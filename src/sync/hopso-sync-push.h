/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-remote.h"
#include "hopso-store.h"

G_BEGIN_DECLS

/**
 * HopsoSyncProgress:
 *
 * Called on the main thread with the id of a paper whose bytes are sent, and how much of them has
 * arrived, from 0 to 1.
 */
typedef void (*HopsoSyncProgress) (const char *paper, double fraction, gpointer data);

/**
 * HopsoSyncPush:
 * @store: where the outbox is
 * @remote: where it is sent
 * @clock: what time it is
 * @is_urgent: whether a person wants it: what was postponed goes too
 * @progress: (nullable): how the upload of papers goes on
 * @progress_data: given to it
 *
 * Who takes part in a push.
 */
typedef struct
{
  HopsoStore *store;
  HopsoRemote *remote;
  HopsoClock *clock;
  gboolean is_urgent;
  HopsoSyncProgress progress;
  gpointer progress_data;
} HopsoSyncPush;

void hopso_sync_push_async (const HopsoSyncPush *push,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean hopso_sync_push_finish (GAsyncResult *result, char **notice, GError **error);

G_END_DECLS
