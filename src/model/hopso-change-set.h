/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

/**
 * HopsoChangeSet:
 *
 * Which objects came, changed or went in one transaction; what they hold is asked of the store.
 * Built by one thread, then only read. Atomically counted.
 */
typedef struct _HopsoChangeSet HopsoChangeSet;

/**
 * HopsoChangeType:
 * @HOPSO_CHANGE_CREATED: it was not there before
 * @HOPSO_CHANGE_UPDATED: it was there, and differs
 * @HOPSO_CHANGE_DESTROYED: it is gone
 */
typedef enum
{
  HOPSO_CHANGE_CREATED,
  HOPSO_CHANGE_UPDATED,
  HOPSO_CHANGE_DESTROYED
} HopsoChangeType;

#define HOPSO_TYPE_CHANGE_SET (hopso_change_set_get_type ())
GType hopso_change_set_get_type (void);
HopsoChangeSet *hopso_change_set_new (void);
HopsoChangeSet *hopso_change_set_ref (HopsoChangeSet *self);
void hopso_change_set_unref (HopsoChangeSet *self);
void
hopso_change_set_add (HopsoChangeSet *self, HopsoKindId kind, const char *id, HopsoChangeType type);
guint hopso_change_set_get_size (HopsoChangeSet *self);
HopsoKindId hopso_change_set_get_kind (HopsoChangeSet *self, guint position);
const char *hopso_change_set_get_id (HopsoChangeSet *self, guint position);
HopsoChangeType hopso_change_set_get_change (HopsoChangeSet *self, guint position);
gboolean hopso_change_set_touches (HopsoChangeSet *self, HopsoKindId kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoChangeSet, hopso_change_set_unref)

G_END_DECLS
