/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-sync-plan.h"

G_BEGIN_DECLS

/* Putting steps into a plan; _put takes its record, _entry its entry. */
GPtrArray *hopso_sync_steps_new (void);
void hopso_sync_steps_put (GPtrArray *plan, HopsoRecord *record);
void hopso_sync_steps_delete (GPtrArray *plan, HopsoKindId kind, const char *id, gboolean purge);
void hopso_sync_steps_entry (GPtrArray *plan, HopsoSyncStepType type, HopsoOutboxEntry *entry);
void hopso_sync_steps_keep (GPtrArray *plan, const HopsoOutboxEntry *entry, const char *reason);

/* The record as it is shown while @outbox waits, or its removal. */
void hopso_sync_steps_show (GPtrArray *plan,
                            HopsoRecord *record,
                            GPtrArray *outbox,
                            const HopsoOutboxEntry *done);

/* Takes @moved, gives it a new key, and puts it on @current. */
void hopso_sync_steps_merged (GPtrArray *plan,
                              HopsoOutboxEntry *moved,
                              HopsoRecord *current,
                              JsonObject *content);

gboolean hopso_sync_steps_concern (const HopsoOutboxEntry *entry, HopsoRecord *record);
/* NULL: it is removed here. */
HopsoRecord *
hopso_sync_steps_overlay (HopsoRecord *record, GPtrArray *outbox, const HopsoOutboxEntry *done);

void hopso_sync_effects_hear (GPtrArray *plan, HopsoRecord *record, GPtrArray *outbox);
void
hopso_sync_effects_forget (GPtrArray *plan, GPtrArray *outbox, HopsoKindId kind, const char *id);
void hopso_sync_effects_take_back (GPtrArray *plan,
                                   const HopsoOutboxEntry *entry,
                                   GPtrArray *outbox,
                                   HopsoRecord *except);
void hopso_sync_effects_settle (GPtrArray *plan,
                                const HopsoOutboxEntry *entry,
                                GPtrArray *outbox,
                                HopsoRecord *except);

void hopso_sync_plan_move_followers (GPtrArray *plan,
                                     const HopsoOutboxEntry *entry,
                                     HopsoRecord *reply,
                                     GPtrArray *outbox);
HopsoSyncOutcome hopso_sync_plan_destroy_conflict (GPtrArray *plan,
                                                   const HopsoOutboxEntry *entry,
                                                   const HopsoLocalChange *change,
                                                   HopsoRecord *current,
                                                   GPtrArray *outbox);
HopsoSyncOutcome hopso_sync_plan_create_conflict (GPtrArray *plan,
                                                  const HopsoOutboxEntry *entry,
                                                  HopsoRecord *current,
                                                  GPtrArray *outbox);
void hopso_sync_plan_refused_record (GPtrArray *plan,
                                     const HopsoOutboxEntry *entry,
                                     HopsoRecord *current,
                                     GPtrArray *outbox,
                                     const char *reason);
void hopso_sync_plan_hold_back (GPtrArray *plan,
                                const HopsoOutboxEntry *entry,
                                GPtrArray *outbox,
                                const char *reason);
gboolean hopso_sync_plan_survives (GPtrArray *outbox, HopsoKindId kind, const char *id);

G_END_DECLS
