/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

/**
 * HopsoSyncRefusal:
 * @entry: its number, by which it is discarded
 * @kind: of the record that was to be changed
 * @id: (owned): of the record
 * @reason: (owned): why, and what to do, for people
 * @is_signature: whether it is a signed version, whose bytes are kept
 *
 * A change of this person's that the server did not take. A plain struct.
 */
typedef struct
{
  gint64 entry;
  HopsoKindId kind;
  char *id;
  char *reason;
  gboolean is_signature;
} HopsoSyncRefusal;

void hopso_sync_refusal_free (HopsoSyncRefusal *self);

G_END_DECLS
