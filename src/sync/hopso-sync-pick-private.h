/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-outbox.h"

G_BEGIN_DECLS

/* What is known when the next entry is chosen. */
typedef struct
{
  GHashTable *blocked; /* owned: the push does not touch it meanwhile */
  gint64 now;
  gboolean is_urgent;
} HopsoSyncChoice;

void hopso_sync_choice_free (gpointer data);

/* Adds the names of what must not be sent before @entry is. */
void hopso_sync_pick_hold (GHashTable *names, const HopsoOutboxEntry *entry);

/* A HopsoStoreFunc with a HopsoSyncChoice: the entry, NULL: none. */
gpointer hopso_sync_pick (HopsoStoreSession *session, gpointer data, GError **error);

G_END_DECLS
