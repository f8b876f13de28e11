/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-outbox.h"
#include "hopso-sync-push.h"

G_BEGIN_DECLS

/* One push. */
typedef struct
{
  HopsoStore *store;       /* owned */
  HopsoRemote *remote;     /* owned */
  HopsoClock *clock;       /* owned */
  HopsoOutboxEntry *entry; /* owned, nullable: the one being sent */
  GHashTable *blocked;     /* owned: a set of "kind/id": their order must be kept */
  char *notice;            /* owned, nullable: what could not be done, for people */
  char *refusal;           /* owned, nullable: why the server does not take the entry */
  guint n_merges;
  HopsoSyncProgress progress;
  gpointer progress_data;
  gboolean is_urgent;
} Push;

/* Sends push->entry; @record is that of the reply, or %NULL where there is none. */
void hopso_sync_send_async (Push *push,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean hopso_sync_send_finish (GAsyncResult *result, HopsoRecord **record, GError **error);

G_END_DECLS
