/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-agenda-item.h"
#include "hopso-composing.h"
#include "hopso-local-change.h"
#include "hopso-meeting.h"
#include "hopso-paper.h"

G_BEGIN_DECLS

/* One clerk's machine: a real store in a folder of its own. */
typedef struct
{
  char *folder; /* owned */
  HopsoStore *store;
} Machine;

#define DRAFT "3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a0d00"

void machine_set_up (Machine *self);
void machine_tear_down (Machine *self);
void machine_reopen (Machine *self);

/* Carries out @func in a transaction; NULL with @error. */
gpointer machine_write (Machine *self, HopsoStoreFunc func, gpointer data, GError **error);

char *make_id (guint number);
HopsoRecord *make_meeting (const char *name);
HopsoRecord *make_item (guint number, const char *parent, const char *name);
HopsoRecord *make_paper (guint number, const char *item, const char *name);
HopsoRecord *with_string (HopsoRecord *record, guint field, const char *value);

gboolean machine_do (Machine *self, HopsoStep *step, GError **error);
gboolean machine_put (Machine *self, HopsoRecord *record, GError **error);
gboolean machine_remove (Machine *self, HopsoRecord *record, GError **error);
gboolean machine_undo (Machine *self, GError **error);
gboolean machine_redo (Machine *self, GError **error);
HopsoRecord *machine_get (Machine *self, HopsoKindId kind, const char *id);

/* All that is there, one line for each record, without entity tags. */
char *machine_describe (Machine *self);

/* "create agendaItems 1": what waits, in order. */
char *machine_describe_outbox (Machine *self);

G_END_DECLS
