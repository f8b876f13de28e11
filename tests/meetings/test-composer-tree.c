/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An agenda from records in any order: numbers, sums, and where a step or a drop leads. */

#include "hopso-composer-tree.h"

typedef struct
{
  const char *id;
  const char *parent;
  const char *order;
  gint64 minutes;
} Item;

static HopsoComposerTree *
make (const Item *items, gsize n)
{
  g_autoptr (GListStore) store = g_list_store_new (HOPSO_TYPE_AGENDA_ITEM);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (HopsoRecordBuilder) builder =
          hopso_record_builder_new (HOPSO_KIND_AGENDA_ITEM, items[i].id);
      g_autoptr (HopsoRecord) record = NULL;

      hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_MEETING, "m");
      hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_NAME, items[i].id);
      hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_PARENT, items[i].parent);
      hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_ORDER_KEY, items[i].order);
      hopso_record_builder_set_integer (builder, HOPSO_AGENDA_ITEM_DURATION, items[i].minutes);
      record = hopso_record_builder_end (builder);
      g_list_store_append (store, record);
    }
  return hopso_composer_tree_new (G_LIST_MODEL (store));
}

/* 1 a, 2 b (2.1 c, 2.2 d), 3 e */
static const Item agenda[] = {
  { "e", NULL, "z", 40 }, { "d", "b", "m", 25 },  { "a", NULL, "a", 10 },
  { "c", "b", "a", 35 },  { "b", NULL, "m", 99 },
};

static void
assert_order (HopsoComposerTree *tree, const char *ids)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < hopso_composer_tree_get_n_nodes (tree); i++)
    g_string_append (found, hopso_composer_tree_get_id (tree, i));
  g_assert_cmpstr (found->str, ==, ids);
}

static void
test_numbers_and_sums (void)
{
  g_autoptr (HopsoComposerTree) tree = make (agenda, G_N_ELEMENTS (agenda));

  assert_order (tree, "abcde");
  g_assert_cmpstr (hopso_composer_tree_get_node (tree, 3)->number, ==, "2.2");
  g_assert_cmpstr (hopso_composer_tree_get_node (tree, 4)->number, ==, "3");
  g_assert_cmpint (hopso_composer_tree_get_node (tree, 1)->minutes, ==, 60);
  g_assert_cmpint (hopso_composer_tree_get_minutes (tree), ==, 110);
  g_assert_cmpuint (hopso_composer_tree_get_n_tops (tree), ==, 3);
}

static void
test_odd_parents (void)
{
  static const Item items[] = {
    { "a", "gone", "b", 1 }, { "b", "c", "a", 1 },  { "c", "b", "a", 1 },
    { "d", "d", "a", 1 },    { "e", NULL, "a", 1 },
  };
  g_autoptr (HopsoComposerTree) tree = make (items, G_N_ELEMENTS (items));

  /* Nothing is lost and nothing comes twice. */
  assert_order (tree, "eabcd");
}

typedef gboolean (*Way) (HopsoComposerTree *, guint, HopsoComposerPlace *);

static void
assert_way (HopsoComposerTree *tree, Way way, const char *id, const char *parent, const char *after)
{
  HopsoComposerPlace to;

  g_assert_true (way (tree, (guint) hopso_composer_tree_find (tree, id), &to));
  g_assert_cmpstr (to.parent, ==, parent);
  g_assert_cmpstr (to.after, ==, after);
}

static void
assert_no_way (HopsoComposerTree *tree, Way way, const char *id)
{
  HopsoComposerPlace to;

  g_assert_false (way (tree, (guint) hopso_composer_tree_find (tree, id), &to));
}

static void
test_steps (void)
{
  g_autoptr (HopsoComposerTree) tree = make (agenda, G_N_ELEMENTS (agenda));

  assert_way (tree, hopso_composer_tree_go_up, "b", NULL, NULL);
  assert_way (tree, hopso_composer_tree_go_up, "e", NULL, "a");
  assert_way (tree, hopso_composer_tree_go_up, "d", "b", NULL);
  assert_no_way (tree, hopso_composer_tree_go_up, "c");
  assert_way (tree, hopso_composer_tree_go_down, "a", NULL, "b");
  assert_no_way (tree, hopso_composer_tree_go_down, "d");
  assert_way (tree, hopso_composer_tree_go_in, "e", "b", "d");
  assert_way (tree, hopso_composer_tree_go_in, "d", "c", NULL);
  assert_no_way (tree, hopso_composer_tree_go_in, "a");
  assert_way (tree, hopso_composer_tree_go_out, "c", NULL, "b");
  assert_no_way (tree, hopso_composer_tree_go_out, "e");
}

static void
test_no_deeper_than_three (void)
{
  static const Item items[] = {
    { "a", NULL, "a", 0 }, { "b", "a", "a", 0 }, { "c", "b", "a", 0 }, { "d", "b", "b", 0 },
    { "e", NULL, "b", 0 }, { "f", "e", "a", 0 }, { "g", "f", "a", 0 },
  };
  g_autoptr (HopsoComposerTree) tree = make (items, G_N_ELEMENTS (items));

  assert_no_way (tree, hopso_composer_tree_go_in, "d");
  assert_no_way (tree, hopso_composer_tree_go_in, "e");
}

static void
assert_drop (HopsoComposerTree *tree,
             const char *id,
             guint line,
             guint depth,
             const char *parent,
             const char *after)
{
  HopsoComposerPlace to;
  guint real;

  g_assert_true (hopso_composer_tree_drop (tree, (guint) hopso_composer_tree_find (tree, id), line,
                                           depth, &to, &real));
  g_assert_cmpstr (to.parent, ==, parent);
  g_assert_cmpstr (to.after, ==, after);
}

static void
test_drops (void)
{
  g_autoptr (HopsoComposerTree) tree = make (agenda, G_N_ELEMENTS (agenda));
  HopsoComposerPlace to;
  guint real;

  assert_drop (tree, "e", 0, 0, NULL, NULL);
  assert_drop (tree, "e", 1, 0, NULL, "a");
  assert_drop (tree, "a", 5, 0, NULL, "e");
  assert_drop (tree, "a", 5, 1, "e", NULL);
  assert_drop (tree, "a", 3, 1, "b", "c");
  /* Below an item that has parts, the parts come first. */
  assert_drop (tree, "e", 2, 0, "b", NULL);
  assert_drop (tree, "d", 4, 0, NULL, "b");
  /* Where it stands already, or within itself. */
  g_assert_false (hopso_composer_tree_drop (tree, 0, 0, 0, &to, &real));
  g_assert_false (hopso_composer_tree_drop (tree, 1, 3, 0, &to, &real));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meetings/composer-tree/numbers-and-sums", test_numbers_and_sums);
  g_test_add_func ("/meetings/composer-tree/odd-parents", test_odd_parents);
  g_test_add_func ("/meetings/composer-tree/steps", test_steps);
  g_test_add_func ("/meetings/composer-tree/no-deeper-than-three", test_no_deeper_than_three);
  g_test_add_func ("/meetings/composer-tree/drops", test_drops);
  return g_test_run ();
}
