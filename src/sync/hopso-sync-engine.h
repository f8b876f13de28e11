/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-blob-fetcher.h"
#include "hopso-clock.h"
#include "hopso-remote.h"
#include "hopso-store.h"
#include "hopso-sync-refusal.h"
#include "hopso-sync-state.h"

G_BEGIN_DECLS

/**
 * HopsoSyncEngine:
 *
 * Makes store and server agree, for as long as it runs.
 *
 * Properties: "state" (#HopsoSyncState), "offline-since" (gint64), "n-waiting" (guint), "message"
 * (string, nullable, for people), "n-refused" (guint, changes that the server did not take and that
 * the person has not dismissed).
 *
 * Signal "upload-changed" (string, the id of a paper): more of its bytes is at the server, or all.
 *
 * Signal "notice" (string): a change of this person's could not be made; for people.
 */
#define HOPSO_TYPE_SYNC_ENGINE (hopso_sync_engine_get_type ())
G_DECLARE_FINAL_TYPE (HopsoSyncEngine, hopso_sync_engine, HOPSO, SYNC_ENGINE, GObject)

HopsoSyncEngine *hopso_sync_engine_new (HopsoStore *store, HopsoRemote *remote, HopsoClock *clock);
void hopso_sync_engine_start (HopsoSyncEngine *self);
void hopso_sync_engine_stop (HopsoSyncEngine *self);
void hopso_sync_engine_sync_now (HopsoSyncEngine *self);
void hopso_sync_engine_note_local_change (HopsoSyncEngine *self);

HopsoSyncState hopso_sync_engine_get_state (HopsoSyncEngine *self);
gint64 hopso_sync_engine_get_offline_since (HopsoSyncEngine *self);
guint hopso_sync_engine_get_n_waiting (HopsoSyncEngine *self);
const char *hopso_sync_engine_get_message (HopsoSyncEngine *self);
gboolean hopso_sync_engine_is_waiting (HopsoSyncEngine *self, HopsoKindId kind, const char *id);
guint hopso_sync_engine_get_n_rounds (HopsoSyncEngine *self);
GPtrArray *hopso_sync_engine_get_refused (HopsoSyncEngine *self);
void hopso_sync_engine_look_again (HopsoSyncEngine *self);
double hopso_sync_engine_get_next_round (HopsoSyncEngine *self);
const char *hopso_sync_engine_get_upload (HopsoSyncEngine *self, double *fraction);
HopsoBlobFetcher *hopso_sync_engine_get_fetcher (HopsoSyncEngine *self);

G_END_DECLS
