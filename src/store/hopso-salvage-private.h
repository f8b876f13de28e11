/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-vault.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * HopsoSalvage:
 *
 * What could be read from a damaged database of what is nowhere else.
 */
typedef struct
{
  GHashTable *seen;     /* owned: of the rows that were read */
  GPtrArray *outbox;    /* owned: HopsoOutboxEntry, oldest first */
  GPtrArray *blobs;     /* owned: HopsoBlobRow */
  GHashTable *settings; /* owned: name → value */
  gboolean is_complete; /* whether all that waits to be sent is in it */
} HopsoSalvage;

void hopso_salvage_init (HopsoSalvage *self);
void hopso_salvage_read (HopsoSalvage *self, const char *path, const char *vfs_name);
gboolean hopso_salvage_write (const HopsoSalvage *self, sqlite3 *db, GError **error);
void hopso_salvage_clear (HopsoSalvage *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HopsoSalvage, hopso_salvage_clear)

G_END_DECLS
