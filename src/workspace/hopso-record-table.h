/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record-list.h"

G_BEGIN_DECLS

/**
 * HopsoRecordQuery:
 * @kind: the kind of records
 * @accepts: (nullable): whether a record belongs into the list; all of the kind do without
 * @value: (nullable): given to @accepts; copied
 * @compare: their order
 *
 * Which records a list holds.
 */
typedef struct
{
  HopsoKindId kind;
  gboolean (*accepts) (HopsoRecord *record, const char *value);
  const char *value;
  HopsoRecordCompare compare;
} HopsoRecordQuery;

/**
 * HopsoRecordTable:
 *
 * The records of one account in memory, and the lists over them.
 */
#define HOPSO_TYPE_RECORD_TABLE (hopso_record_table_get_type ())
G_DECLARE_FINAL_TYPE (HopsoRecordTable, hopso_record_table, HOPSO, RECORD_TABLE, GObject)

HopsoRecordTable *hopso_record_table_new (void);
void hopso_record_table_put (HopsoRecordTable *self, HopsoRecord *record);
void hopso_record_table_remove (HopsoRecordTable *self, HopsoKindId kind, const char *id);
HopsoRecord *hopso_record_table_lookup (HopsoRecordTable *self, HopsoKindId kind, const char *id);
void hopso_record_table_iterate (HopsoRecordTable *self, HopsoKindId kind, GHashTableIter *iter);
GListModel *hopso_record_table_list (HopsoRecordTable *self, const HopsoRecordQuery *query);

G_END_DECLS
