/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-change-set.h"

static const struct
{
  HopsoChangeType first;
  HopsoChangeType second;
  HopsoChangeType folded;
} folds[] = {
  { HOPSO_CHANGE_CREATED, HOPSO_CHANGE_UPDATED, HOPSO_CHANGE_CREATED },
  { HOPSO_CHANGE_CREATED, HOPSO_CHANGE_DESTROYED, HOPSO_CHANGE_DESTROYED },
  { HOPSO_CHANGE_UPDATED, HOPSO_CHANGE_UPDATED, HOPSO_CHANGE_UPDATED },
  { HOPSO_CHANGE_UPDATED, HOPSO_CHANGE_DESTROYED, HOPSO_CHANGE_DESTROYED },
  { HOPSO_CHANGE_DESTROYED, HOPSO_CHANGE_CREATED, HOPSO_CHANGE_UPDATED },
};

static void
test_an_object_is_named_once (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (folds); i++)
    {
      g_autoptr (HopsoChangeSet) set = hopso_change_set_new ();

      hopso_change_set_add (set, HOPSO_KIND_PAPER, "p", folds[i].first);
      hopso_change_set_add (set, HOPSO_KIND_PAPER, "p", folds[i].second);
      g_assert_cmpuint (hopso_change_set_get_size (set), ==, 1);
      g_assert_cmpint (hopso_change_set_get_change (set, 0), ==, folds[i].folded);
    }
}

static void
test_the_same_id_in_two_kinds_is_two_objects (void)
{
  g_autoptr (HopsoChangeSet) set = hopso_change_set_new ();

  hopso_change_set_add (set, HOPSO_KIND_PAPER, "x", HOPSO_CHANGE_CREATED);
  hopso_change_set_add (set, HOPSO_KIND_PERSON, "x", HOPSO_CHANGE_UPDATED);
  g_assert_cmpuint (hopso_change_set_get_size (set), ==, 2);
  g_assert_cmpstr (hopso_change_set_get_id (set, 1), ==, "x");
  g_assert_cmpint (hopso_change_set_get_kind (set, 1), ==, HOPSO_KIND_PERSON);
  g_assert_true (hopso_change_set_touches (set, HOPSO_KIND_PAPER));
  g_assert_false (hopso_change_set_touches (set, HOPSO_KIND_MEETING));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/change-set/an-object-is-named-once", test_an_object_is_named_once);
  g_test_add_func ("/model/change-set/the-same-id-in-two-kinds-is-two-objects",
                   test_the_same_id_in_two_kinds_is_two_objects);
  return g_test_run ();
}
