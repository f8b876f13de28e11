/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-store.h"
#include "hopso-sync-discard.h"

G_BEGIN_DECLS

/* What waits in the outbox, for people and for the timer. */
typedef struct
{
  guint n_waiting;
  gint64 next_wait;    /* seconds, 0: nothing is postponed */
  char *trouble;       /* owned, nullable: why the first one is, for people */
  GHashTable *waiting; /* owned: a set of "kind/id" */
  GPtrArray *refused;  /* owned: HopsoSyncRefusal */
} HopsoSyncStatus;

void hopso_sync_status_read_async (HopsoStore *store,
                                   gint64 now,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
HopsoSyncStatus *
hopso_sync_status_read_finish (HopsoStore *store, GAsyncResult *result, GError **error);
void hopso_sync_status_free (HopsoSyncStatus *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoSyncStatus, hopso_sync_status_free)

/* The papers to fetch before anybody asks, most urgent first. */
void hopso_sync_list_prefetch_async (HopsoStore *store,
                                     gint64 now,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
GPtrArray *
hopso_sync_list_prefetch_finish (HopsoStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
