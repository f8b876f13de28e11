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

gboolean hopso_sync_steps_concern (const HopsoOutboxEntry *entry, HopsoRecord *record);
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

G_END_DECLS
