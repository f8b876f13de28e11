/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-meeting.h"
#include "hopso-record-list.h"

/* What a view does with the announcements: it keeps its own copy by them alone. */
typedef struct
{
  GPtrArray *rows; /* owned; elements owned */
  guint n_announcements;
  guint n_touched;
} Mirror;

static int
by_start (HopsoRecord *a, HopsoRecord *b)
{
  gint64 one = hopso_record_get_time (a, HOPSO_MEETING_START);
  gint64 two = hopso_record_get_time (b, HOPSO_MEETING_START);

  return one < two ? -1 : one > two;
}

static HopsoRecord *
make_meeting (const char *id, gint64 start, const char *name)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_MEETING, id);

  hopso_record_builder_set_time (builder, HOPSO_MEETING_START, start);
  hopso_record_builder_set_string (builder, HOPSO_MEETING_NAME, name);
  return hopso_record_builder_end (builder);
}

static void
put (HopsoRecordList *list, const char *id, gint64 start, const char *name)
{
  g_autoptr (HopsoRecord) record = make_meeting (id, start, name);

  hopso_record_list_put (list, record);
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, Mirror *mirror)
{
  mirror->n_announcements++;
  mirror->n_touched += removed + added;
  if (removed > 0)
    g_ptr_array_remove_range (mirror->rows, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (mirror->rows, (int) (position + i),
                        g_list_model_get_item (model, position + i));
}

static void
assert_ids (HopsoRecordList *list, Mirror *mirror, const char *ids)
{
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autoptr (GString) mirrored = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (HopsoRecord) record = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_string_append (seen, hopso_record_get_id (record));
    }
  for (guint i = 0; i < mirror->rows->len; i++)
    g_string_append (mirrored, hopso_record_get_id (mirror->rows->pdata[i]));
  g_assert_cmpstr (seen->str, ==, ids);
  g_assert_cmpstr (mirrored->str, ==, ids);
}

static HopsoRecordList *
make_list (Mirror *mirror)
{
  HopsoRecordList *list = hopso_record_list_new (HOPSO_KIND_MEETING, by_start);

  *mirror = (Mirror){ .rows = g_ptr_array_new_with_free_func (g_object_unref) };
  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), mirror);
  return list;
}

static void
test_keeps_records_sorted (void)
{
  Mirror mirror;
  g_autoptr (HopsoRecordList) list = make_list (&mirror);

  put (list, "b", 20, "B");
  put (list, "a", 10, "A");
  put (list, "c", 30, "C");
  put (list, "d", 20, "D");
  assert_ids (list, &mirror, "abdc");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 4));
  g_assert_nonnull (hopso_record_list_lookup (list, "d"));
  g_assert_null (hopso_record_list_lookup (list, "e"));
  g_ptr_array_unref (mirror.rows);
}

static void
test_announces_only_what_differs (void)
{
  Mirror mirror;
  g_autoptr (HopsoRecordList) list = make_list (&mirror);

  put (list, "a", 10, "A");
  put (list, "b", 20, "B");
  mirror.n_announcements = mirror.n_touched = 0;
  put (list, "a", 10, "A");
  g_assert_cmpuint (mirror.n_announcements, ==, 0);
  put (list, "a", 10, "A, moved to room 2");
  g_assert_cmpuint (mirror.n_announcements, ==, 1);
  g_assert_cmpuint (mirror.n_touched, ==, 2);
  assert_ids (list, &mirror, "ab");
  g_assert_cmpstr (hopso_record_get_string (mirror.rows->pdata[0], HOPSO_MEETING_NAME), ==,
                   "A, moved to room 2");
  g_ptr_array_unref (mirror.rows);
}

static void
test_moves_a_row_whose_key_changed (void)
{
  Mirror mirror;
  g_autoptr (HopsoRecordList) list = make_list (&mirror);

  put (list, "a", 10, "A");
  put (list, "b", 20, "B");
  put (list, "c", 30, "C");
  put (list, "a", 25, "A");
  assert_ids (list, &mirror, "bac");
  put (list, "c", 1, "C");
  assert_ids (list, &mirror, "cba");
  g_ptr_array_unref (mirror.rows);
}

static void
test_removes_rows (void)
{
  Mirror mirror;
  g_autoptr (HopsoRecordList) list = make_list (&mirror);

  put (list, "a", 10, "A");
  put (list, "b", 20, "B");
  hopso_record_list_remove (list, "a");
  hopso_record_list_remove (list, "a");
  hopso_record_list_remove (list, "never seen");
  assert_ids (list, &mirror, "b");
  g_assert_cmpuint (mirror.n_announcements, ==, 3);
  g_ptr_array_unref (mirror.rows);
}

static void
test_fills_in_one_step_and_refills_by_difference (void)
{
  Mirror mirror;
  g_autoptr (HopsoRecordList) list = make_list (&mirror);
  g_autoptr (GPtrArray) first = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) second = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (first, make_meeting ("c", 30, "C"));
  g_ptr_array_add (first, make_meeting ("a", 10, "A"));
  g_ptr_array_add (first, make_meeting ("b", 20, "B"));
  hopso_record_list_fill (list, first);
  assert_ids (list, &mirror, "abc");
  g_assert_cmpuint (mirror.n_announcements, ==, 1);

  g_ptr_array_add (second, make_meeting ("d", 15, "D"));
  g_ptr_array_add (second, make_meeting ("a", 10, "A"));
  g_ptr_array_add (second, make_meeting ("c", 30, "C"));
  mirror.n_touched = 0;
  hopso_record_list_fill (list, second);
  assert_ids (list, &mirror, "adc");
  g_assert_cmpuint (mirror.n_touched, ==, 2);
  g_ptr_array_unref (mirror.rows);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workspace/record-list/keeps-records-sorted", test_keeps_records_sorted);
  g_test_add_func ("/workspace/record-list/announces-only-what-differs",
                   test_announces_only_what_differs);
  g_test_add_func ("/workspace/record-list/moves-a-row-whose-key-changed",
                   test_moves_a_row_whose_key_changed);
  g_test_add_func ("/workspace/record-list/removes-rows", test_removes_rows);
  g_test_add_func ("/workspace/record-list/fills-in-one-step-and-refills-by-difference",
                   test_fills_in_one_step_and_refills_by_difference);
  return g_test_run ();
}
