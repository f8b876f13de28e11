/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-store.h"

G_BEGIN_DECLS

/**
 * HopsoIndexer:
 *
 * Reads the papers on this machine, one after another, and puts their texts into the store, where
 * they are found by words. Works in the background; a paper that was left in the middle is gone
 * on with.
 *
 * Signal "changed": it has begun, gone on with or ended a paper, or rests.
 */
#define HOPSO_TYPE_INDEXER (hopso_indexer_get_type ())
G_DECLARE_FINAL_TYPE (HopsoIndexer, hopso_indexer, HOPSO, INDEXER, GObject)

HopsoIndexer *hopso_indexer_new (HopsoStore *store);
void hopso_indexer_wake (HopsoIndexer *self);
void hopso_indexer_stop (HopsoIndexer *self);
gboolean hopso_indexer_is_busy (HopsoIndexer *self);

G_END_DECLS
