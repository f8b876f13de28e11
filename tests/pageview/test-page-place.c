/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-page-history.h"
#include "hopso-page-place.h"

static void
test_a_place_is_kept_in_words (void)
{
  const HopsoPagePlace place = {
    { 11, 0.5, -0.0123 }, 1.75, HOPSO_PAGE_FIT_VISIBLE, HOPSO_PAGE_MODE_DUAL_COVER, 270,
  };
  g_autofree char *words = hopso_page_place_to_string (&place);
  HopsoPagePlace again;

  g_assert_cmpstr (words, ==, "11 0.5000 -0.0123 1.7500 visible dual-cover 270");
  g_assert_true (hopso_page_place_from_string (&again, words));
  g_assert_cmpuint (again.spot.page, ==, 11);
  g_assert_cmpfloat_with_epsilon (again.spot.y, -0.0123, 1e-9);
  g_assert_cmpfloat (again.zoom, ==, 1.75);
  g_assert_cmpint (again.fit, ==, HOPSO_PAGE_FIT_VISIBLE);
  g_assert_cmpint (again.mode, ==, HOPSO_PAGE_MODE_DUAL_COVER);
  g_assert_cmpuint (again.rotation, ==, 270);
}

static void
test_words_that_are_no_place_are_refused (void)
{
  static const char *const wrong[] = {
    NULL,
    "",
    "7",
    "1 0.5 0.5 1 width continuous",
    "1 0.5 0.5 1 width continuous 0 more",
    "-1 0.5 0.5 1 width continuous 0",
    "1 nan 0.5 1 width continuous 0",
    "1 0.5 1e300 1 width continuous 0",
    "1 0.5 0.5 0 width continuous 0",
    "1 0.5 0.5 1 tall continuous 0",
    "1 0.5 0.5 1 width sideways 0",
    "1 0.5 0.5 1 width continuous 45",
    "1 0.5 0.5 1 width continuous 360",
  };
  HopsoPagePlace place;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (hopso_page_place_from_string (&place, wrong[i]));
}

static void
test_a_spot_turns_with_its_page (void)
{
  for (guint from = 0; from < 360; from += 90)
    {
      for (guint to = 0; to < 360; to += 90)
        {
          HopsoPageSpot spot = { 3, 0.25, 0.125 };

          hopso_page_spot_turn (&spot, from, to);
          hopso_page_spot_turn (&spot, to, from);
          g_assert_cmpfloat_with_epsilon (spot.x, 0.25, 1e-9);
          g_assert_cmpfloat_with_epsilon (spot.y, 0.125, 1e-9);
        }
    }

  /* What was at the upper left is at the upper right when turned clockwise. */
  HopsoPageSpot corner = { 0, 0, 0 };
  hopso_page_spot_turn (&corner, 0, 90);
  g_assert_cmpfloat (corner.x, ==, 1);
  g_assert_cmpfloat (corner.y, ==, 0);
}

static void
test_back_and_forward_come_to_where_one_was (void)
{
  g_autoptr (HopsoPageHistory) history = hopso_page_history_new ();
  HopsoPageSpot spot = { 1, 0.5, 0 };

  g_assert_false (hopso_page_history_can_go (history, -1));
  hopso_page_history_leave (history, &spot);
  spot.page = 5;
  hopso_page_history_leave (history, &spot);
  spot.page = 9;
  g_assert_true (hopso_page_history_go (history, -1, &spot));
  g_assert_cmpuint (spot.page, ==, 5);
  g_assert_true (hopso_page_history_go (history, -1, &spot));
  g_assert_cmpuint (spot.page, ==, 1);
  g_assert_false (hopso_page_history_go (history, -1, &spot));
  g_assert_true (hopso_page_history_go (history, 1, &spot));
  g_assert_true (hopso_page_history_go (history, 1, &spot));
  g_assert_cmpuint (spot.page, ==, 9);
  g_assert_false (hopso_page_history_can_go (history, 1));

  g_assert_true (hopso_page_history_go (history, -1, &spot));
  hopso_page_history_leave (history, &spot);
  g_assert_false (hopso_page_history_can_go (history, 1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pageview/place/a-place-is-kept-in-words", test_a_place_is_kept_in_words);
  g_test_add_func ("/pageview/place/words-that-are-no-place-are-refused",
                   test_words_that_are_no_place_are_refused);
  g_test_add_func ("/pageview/place/a-spot-turns-with-its-page", test_a_spot_turns_with_its_page);
  g_test_add_func ("/pageview/place/back-and-forward-come-to-where-one-was",
                   test_back_and_forward_come_to_where_one_was);
  return g_test_run ();
}
