/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-local-change.h"
#include "hopso-wire-changes.h"

G_BEGIN_DECLS

/**
 * HopsoSyncStepType:
 * @HOPSO_SYNC_STEP_PUT: keep the record
 * @HOPSO_SYNC_STEP_DELETE: delete the object; erase it when it is to be purged
 * @HOPSO_SYNC_STEP_ADD: add the entry to the outbox
 * @HOPSO_SYNC_STEP_UPDATE: the entry of the outbox is another now
 * @HOPSO_SYNC_STEP_REMOVE: the entry is done with
 */
typedef enum
{
  HOPSO_SYNC_STEP_PUT,
  HOPSO_SYNC_STEP_DELETE,
  HOPSO_SYNC_STEP_ADD,
  HOPSO_SYNC_STEP_UPDATE,
  HOPSO_SYNC_STEP_REMOVE
} HopsoSyncStepType;

/**
 * HopsoSyncStep:
 * @type: what to do
 * @record: (owned) (nullable): with PUT
 * @kind: with DELETE
 * @id: (owned) (nullable): with DELETE
 * @purge: with DELETE
 * @entry: (owned) (nullable): with ADD, UPDATE and REMOVE
 *
 * One step towards agreement with the server.
 */
typedef struct
{
  HopsoSyncStepType type;
  HopsoRecord *record;
  HopsoKindId kind;
  char *id;
  gboolean purge;
  HopsoOutboxEntry *entry;
} HopsoSyncStep;

void hopso_sync_step_free (HopsoSyncStep *self);

/**
 * HopsoSyncOutcome:
 * @HOPSO_SYNC_SENT: the server has the change
 * @HOPSO_SYNC_MERGED: somebody else wrote first; the change goes on top of theirs
 * @HOPSO_SYNC_LOST: the change cannot be made any more; people must know
 */
typedef enum
{
  HOPSO_SYNC_SENT,
  HOPSO_SYNC_MERGED,
  HOPSO_SYNC_LOST
} HopsoSyncOutcome;

GPtrArray *hopso_sync_plan_page (const HopsoWireChanges *changes, GPtrArray *outbox);
GPtrArray *
hopso_sync_plan_sent (const HopsoOutboxEntry *entry, HopsoRecord *reply, GPtrArray *outbox);
GPtrArray *hopso_sync_plan_conflict (const HopsoOutboxEntry *entry,
                                     HopsoRecord *current,
                                     GPtrArray *outbox,
                                     const char *reason,
                                     HopsoSyncOutcome *outcome);
GPtrArray *hopso_sync_plan_refused (const HopsoOutboxEntry *entry,
                                    HopsoRecord *current,
                                    GPtrArray *outbox,
                                    const char *reason);
GPtrArray *hopso_sync_plan_bring_back (const HopsoOutboxEntry *entry,
                                       GPtrArray *outbox,
                                       HopsoSyncOutcome *outcome);
GPtrArray *hopso_sync_plan_leftovers (HopsoKindId kind, GPtrArray *local, GHashTable *seen);

G_END_DECLS
