/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-store.h"
#include "hopso-sync-refusal.h"

G_BEGIN_DECLS

HopsoSyncRefusal *hopso_sync_refusal_new (const HopsoOutboxEntry *entry);

gboolean hopso_sync_refusal_discard (HopsoStoreSession *session, gint64 entry, GError **error);
gboolean hopso_sync_refusal_discard_signatures (HopsoStoreSession *session,
                                                const char *paper,
                                                GError **error);

G_END_DECLS
