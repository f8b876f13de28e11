/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every record of the account in memory, so that a row finds the names it shows without waiting: a
 * province's persons and an official's meetings of some years are a few megabytes. The lists over
 * it are kept current for as long as somebody holds them. Main thread. */

#include "hopso-record-table.h"

typedef struct
{
  HopsoRecordList *list; /* borrowed: tells when it goes */
  HopsoRecordQuery query;
  char *value; /* owned, nullable */
} LiveList;

struct _HopsoRecordTable
{
  GObject parent_instance;

  GHashTable *records[HOPSO_N_KINDS]; /* owned: id (borrowed from the record) → record (owned) */
  GPtrArray *lists;                   /* owned: of LiveList */
};

G_DEFINE_FINAL_TYPE (HopsoRecordTable, hopso_record_table, G_TYPE_OBJECT)

static void
live_list_free (gpointer data)
{
  LiveList *live = data;

  g_free (live->value);
  g_free (live);
}

static void
list_gone_cb (gpointer data, GObject *where_it_was)
{
  HopsoRecordTable *self = data;

  for (guint i = 0; i < self->lists->len; i++)
    if (((LiveList *) self->lists->pdata[i])->list == (gpointer) where_it_was)
      {
        g_ptr_array_remove_index_fast (self->lists, i);
        return;
      }
}

static void
hopso_record_table_finalize (GObject *object)
{
  HopsoRecordTable *self = HOPSO_RECORD_TABLE (object);

  for (guint i = 0; i < self->lists->len; i++)
    g_object_weak_unref (G_OBJECT (((LiveList *) self->lists->pdata[i])->list), list_gone_cb, self);
  g_ptr_array_unref (self->lists);
  for (guint i = 0; i < HOPSO_N_KINDS; i++)
    g_hash_table_unref (self->records[i]);
  G_OBJECT_CLASS (hopso_record_table_parent_class)->finalize (object);
}

static void
hopso_record_table_class_init (HopsoRecordTableClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_record_table_finalize;
}

static void
hopso_record_table_init (HopsoRecordTable *self)
{
  for (guint i = 0; i < HOPSO_N_KINDS; i++)
    self->records[i] = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->lists = g_ptr_array_new_with_free_func (live_list_free);
}

/**
 * hopso_record_table_new:
 *
 * Returns: (transfer full): an empty table
 */
HopsoRecordTable *
hopso_record_table_new (void)
{
  return g_object_new (HOPSO_TYPE_RECORD_TABLE, NULL);
}

static gboolean
belongs (const LiveList *live, HopsoRecord *record)
{
  return live->query.accepts == NULL || live->query.accepts (record, live->value);
}

/**
 * hopso_record_table_put:
 * @record: takes the place of the one with its kind and id, or comes in
 */
void
hopso_record_table_put (HopsoRecordTable *self, HopsoRecord *record)
{
  g_return_if_fail (HOPSO_IS_RECORD_TABLE (self));

  HopsoKindId kind = hopso_record_get_kind (record)->id;
  const char *id = hopso_record_get_id (record);

  g_hash_table_replace (self->records[kind], (char *) id, g_object_ref (record));
  for (guint i = 0; i < self->lists->len; i++)
    {
      const LiveList *live = self->lists->pdata[i];

      if (live->query.kind != kind)
        continue;
      if (belongs (live, record))
        hopso_record_list_put (live->list, record);
      else
        hopso_record_list_remove (live->list, id);
    }
}

/**
 * hopso_record_table_remove:
 * @kind: of a record
 * @id: of the record; one that is not there is no change
 */
void
hopso_record_table_remove (HopsoRecordTable *self, HopsoKindId kind, const char *id)
{
  g_return_if_fail (HOPSO_IS_RECORD_TABLE (self));

  g_hash_table_remove (self->records[kind], id);
  for (guint i = 0; i < self->lists->len; i++)
    {
      const LiveList *live = self->lists->pdata[i];

      if (live->query.kind == kind)
        hopso_record_list_remove (live->list, id);
    }
}

/**
 * hopso_record_table_lookup:
 * @kind: of a record
 * @id: (nullable): of the record
 *
 * Returns: (transfer none) (nullable): the record, when it is there
 */
HopsoRecord *
hopso_record_table_lookup (HopsoRecordTable *self, HopsoKindId kind, const char *id)
{
  g_return_val_if_fail (HOPSO_IS_RECORD_TABLE (self), NULL);

  return id != NULL ? g_hash_table_lookup (self->records[kind], id) : NULL;
}

/**
 * hopso_record_table_iterate:
 * @kind: a kind of records
 * @iter: (out caller-allocates): its values are the records
 */
void
hopso_record_table_iterate (HopsoRecordTable *self, HopsoKindId kind, GHashTableIter *iter)
{
  g_hash_table_iter_init (iter, self->records[kind]);
}

/**
 * hopso_record_table_list:
 * @query: which records, in which order
 *
 * Returns: (transfer full): a list that stays current for as long as somebody holds it
 */
GListModel *
hopso_record_table_list (HopsoRecordTable *self, const HopsoRecordQuery *query)
{
  g_return_val_if_fail (HOPSO_IS_RECORD_TABLE (self), NULL);

  g_autoptr (GPtrArray) matching = g_ptr_array_new ();
  LiveList *live = g_new0 (LiveList, 1);
  GHashTableIter iter;
  gpointer record;

  live->query = *query;
  live->value = g_strdup (query->value);
  live->query.value = live->value;
  live->list = hopso_record_list_new (query->kind, query->compare);
  g_object_weak_ref (G_OBJECT (live->list), list_gone_cb, self);
  g_ptr_array_add (self->lists, live);
  hopso_record_table_iterate (self, query->kind, &iter);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    if (belongs (live, record))
      g_ptr_array_add (matching, record);
  hopso_record_list_fill (live->list, matching);
  return G_LIST_MODEL (live->list);
}
