/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-back-off.h"
#include "hopso-live-stream.h"
#include "hopso-sync-engine.h"
#include "hopso-sync-status-private.h"

G_BEGIN_DECLS

struct _HopsoSyncEngine
{
  GObject parent_instance;

  HopsoStore *store;         /* owned */
  HopsoRemote *remote;       /* owned */
  HopsoClock *clock;         /* owned */
  HopsoLiveStream *live;     /* owned */
  HopsoBlobFetcher *fetcher; /* owned */
  GCancellable *cancellable; /* owned, nullable: stopped */
  HopsoSyncStatus *status;   /* owned, nullable: not read yet */
  char *message;             /* owned, nullable */
  HopsoBackOff back_off;
  HopsoSyncState state;
  gint64 offline_since;
  char *uploading;         /* owned, nullable: the paper whose bytes are sent */
  double uploaded;         /* how much of them, from 0 to 1 */
  guint n_rounds;          /* that ended well */
  guint timer;             /* source id: the next round */
  gint64 due;              /* monotonic, microseconds: when the timer goes off */
  gint64 left_alone_until; /* monotonic, microseconds: the server asked for it */
  guint prefetch;          /* source id */
  gboolean is_running;
  gboolean must_run_again;
  gboolean is_urgent; /* a person wants the next round */
};

void hopso_sync_engine_set_state (HopsoSyncEngine *self, HopsoSyncState state, const char *message);

/* Takes @status. */
void hopso_sync_engine_set_status (HopsoSyncEngine *self, HopsoSyncStatus *status);
void hopso_sync_engine_notice (HopsoSyncEngine *self, const char *notice);

/* A HopsoSyncProgress; NULL: nothing is sent any more. */
void hopso_sync_engine_note_upload (const char *paper, double fraction, gpointer data);

/* Begins a round, or another one after the one that runs. */
void hopso_sync_engine_run (HopsoSyncEngine *self);

/* Something says that a round would succeed now: waits that nobody asked for are cut short. */
void hopso_sync_engine_hurry (HopsoSyncEngine *self);
void hopso_sync_engine_read_status (HopsoSyncEngine *self);

G_END_DECLS
