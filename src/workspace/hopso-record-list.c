/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sorted records for a list on the screen. A row that did not change is never announced, so that
 * focus, selection and scroll position survive an update; not a view and not a filter: whoever
 * fills it decides what belongs here. Main thread. */

#include "hopso-record-list.h"

struct _HopsoRecordList
{
  GObject parent_instance;

  HopsoKindId kind;
  HopsoRecordCompare compare;
  GSequence *rows;   /* owned; elements owned */
  GHashTable *iters; /* owned: id (borrowed from the row) → place in rows */
};

static void hopso_record_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HopsoRecordList,
                               hopso_record_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      hopso_record_list_model_init))

static void
hopso_record_list_finalize (GObject *object)
{
  HopsoRecordList *self = HOPSO_RECORD_LIST (object);

  g_hash_table_unref (self->iters);
  g_sequence_free (self->rows);
  G_OBJECT_CLASS (hopso_record_list_parent_class)->finalize (object);
}

static void
hopso_record_list_class_init (HopsoRecordListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_record_list_finalize;
}

static void
hopso_record_list_init (HopsoRecordList *self)
{
  self->rows = g_sequence_new (g_object_unref);
  self->iters = g_hash_table_new (g_str_hash, g_str_equal);
}

static GType
get_item_type (GListModel *model)
{
  return HOPSO_TYPE_RECORD;
}

static guint
get_n_items (GListModel *model)
{
  return (guint) g_sequence_get_length (HOPSO_RECORD_LIST (model)->rows);
}

static gpointer
get_item (GListModel *model, guint position)
{
  HopsoRecordList *self = HOPSO_RECORD_LIST (model);

  if (position >= get_n_items (model))
    return NULL;
  return g_object_ref (g_sequence_get (g_sequence_get_iter_at_pos (self->rows, (int) position)));
}

static void
hopso_record_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* Ids break ties: the order of equal rows must not depend on the order of arrival. */
static int
compare_rows (gconstpointer a, gconstpointer b, gpointer data)
{
  HopsoRecordList *self = data;
  HopsoRecord *one = (HopsoRecord *) a;
  HopsoRecord *two = (HopsoRecord *) b;
  int order = self->compare (one, two);

  return order != 0 ? order : strcmp (hopso_record_get_id (one), hopso_record_get_id (two));
}

static GSequenceIter *
insert_row (HopsoRecordList *self, HopsoRecord *record)
{
  GSequenceIter *iter =
      g_sequence_insert_sorted (self->rows, g_object_ref (record), compare_rows, self);

  g_hash_table_insert (self->iters, (char *) hopso_record_get_id (record), iter);
  return iter;
}

static guint
drop_row (HopsoRecordList *self, GSequenceIter *iter)
{
  guint position = (guint) g_sequence_iter_get_position (iter);

  g_hash_table_remove (self->iters, hopso_record_get_id (g_sequence_get (iter)));
  g_sequence_remove (iter);
  return position;
}

/* Whether the new state of a row may stay where the old one is. */
static gboolean
keeps_place (HopsoRecordList *self, GSequenceIter *iter, HopsoRecord *record)
{
  GSequenceIter *next = g_sequence_iter_next (iter);

  if (!g_sequence_iter_is_begin (iter) &&
      compare_rows (g_sequence_get (g_sequence_iter_prev (iter)), record, self) > 0)
    return FALSE;
  return g_sequence_iter_is_end (next) || compare_rows (record, g_sequence_get (next), self) <= 0;
}

/**
 * hopso_record_list_new:
 * @kind: the kind of its records
 * @compare: (scope forever): their order
 *
 * Returns: (transfer full): an empty list
 */
HopsoRecordList *
hopso_record_list_new (HopsoKindId kind, HopsoRecordCompare compare)
{
  HopsoRecordList *self = g_object_new (HOPSO_TYPE_RECORD_LIST, NULL);

  self->kind = kind;
  self->compare = compare;
  return self;
}

/**
 * hopso_record_list_put:
 * @record: a record: takes the place of the one with the same id, or comes in
 */
void
hopso_record_list_put (HopsoRecordList *self, HopsoRecord *record)
{
  g_return_if_fail (HOPSO_IS_RECORD_LIST (self));
  g_return_if_fail (hopso_record_get_kind (record)->id == self->kind);

  GSequenceIter *iter = g_hash_table_lookup (self->iters, hopso_record_get_id (record));
  if (iter != NULL && hopso_record_equal (g_sequence_get (iter), record))
    return;
  if (iter != NULL && keeps_place (self, iter, record))
    {
      g_hash_table_remove (self->iters, hopso_record_get_id (record));
      g_sequence_set (iter, g_object_ref (record));
      g_hash_table_insert (self->iters, (char *) hopso_record_get_id (record), iter);
      g_list_model_items_changed (G_LIST_MODEL (self), (guint) g_sequence_iter_get_position (iter),
                                  1, 1);
      return;
    }
  hopso_record_list_remove (self, hopso_record_get_id (record));
  iter = insert_row (self, record);
  g_list_model_items_changed (G_LIST_MODEL (self), (guint) g_sequence_iter_get_position (iter), 0,
                              1);
}

/**
 * hopso_record_list_remove:
 * @id: the id of a record that no longer belongs here; unknown ones are fine
 */
void
hopso_record_list_remove (HopsoRecordList *self, const char *id)
{
  g_return_if_fail (HOPSO_IS_RECORD_LIST (self));

  GSequenceIter *iter = g_hash_table_lookup (self->iters, id);
  if (iter != NULL)
    g_list_model_items_changed (G_LIST_MODEL (self), drop_row (self, iter), 1, 0);
}

static void
remove_strangers (HopsoRecordList *self, GPtrArray *records)
{
  g_autoptr (GHashTable) staying = g_hash_table_new (g_str_hash, g_str_equal);
  GSequenceIter *iter = g_sequence_get_begin_iter (self->rows);

  for (guint i = 0; i < records->len; i++)
    g_hash_table_add (staying, (char *) hopso_record_get_id (records->pdata[i]));
  while (!g_sequence_iter_is_end (iter))
    {
      GSequenceIter *here = iter;

      iter = g_sequence_iter_next (iter);
      if (!g_hash_table_contains (staying, hopso_record_get_id (g_sequence_get (here))))
        g_list_model_items_changed (G_LIST_MODEL (self), drop_row (self, here), 1, 0);
    }
}

/**
 * hopso_record_list_fill:
 * @records: (element-type HopsoRecord): all that belongs here, in any order
 *
 * Makes the list hold exactly @records. An empty list is filled in one step; in another only the
 * rows that differ are touched.
 */
void
hopso_record_list_fill (HopsoRecordList *self, GPtrArray *records)
{
  g_return_if_fail (HOPSO_IS_RECORD_LIST (self));

  if (!g_sequence_is_empty (self->rows))
    {
      remove_strangers (self, records);
      for (guint i = 0; i < records->len; i++)
        hopso_record_list_put (self, records->pdata[i]);
      return;
    }
  for (guint i = 0; i < records->len; i++)
    if (!g_hash_table_contains (self->iters, hopso_record_get_id (records->pdata[i])))
      insert_row (self, records->pdata[i]);
  if (!g_sequence_is_empty (self->rows))
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, get_n_items (G_LIST_MODEL (self)));
}

/**
 * hopso_record_list_lookup:
 * @id: the id of a record
 *
 * Returns: (transfer none) (nullable): the record, when it is in the list
 */
HopsoRecord *
hopso_record_list_lookup (HopsoRecordList *self, const char *id)
{
  g_return_val_if_fail (HOPSO_IS_RECORD_LIST (self), NULL);

  GSequenceIter *iter = g_hash_table_lookup (self->iters, id);
  return iter != NULL ? g_sequence_get (iter) : NULL;
}
