/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoRecordCompare:
 *
 * Returns: less than, equal to or greater than 0, as @a belongs before, beside or after @b
 */
typedef int (*HopsoRecordCompare) (HopsoRecord *a, HopsoRecord *b);

/**
 * HopsoRecordList:
 *
 * A #GListModel of records of one kind, sorted, of which an update touches only the rows that
 * differ.
 */
#define HOPSO_TYPE_RECORD_LIST (hopso_record_list_get_type ())
G_DECLARE_FINAL_TYPE (HopsoRecordList, hopso_record_list, HOPSO, RECORD_LIST, GObject)

HopsoRecordList *hopso_record_list_new (HopsoKindId kind, HopsoRecordCompare compare);
void hopso_record_list_fill (HopsoRecordList *self, GPtrArray *records);
void hopso_record_list_put (HopsoRecordList *self, HopsoRecord *record);
void hopso_record_list_remove (HopsoRecordList *self, const char *id);
HopsoRecord *hopso_record_list_lookup (HopsoRecordList *self, const char *id);

G_END_DECLS
