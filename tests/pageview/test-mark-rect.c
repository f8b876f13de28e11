/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-mark-rect.h"

static const graphene_rect_t mark = GRAPHENE_RECT_INIT (100, 200, 150, 60);

static void
assert_rect (const graphene_rect_t *rect, float x, float y, float width, float height)
{
  g_assert_cmpfloat (rect->origin.x, ==, x);
  g_assert_cmpfloat (rect->origin.y, ==, y);
  g_assert_cmpfloat (rect->size.width, ==, width);
  g_assert_cmpfloat (rect->size.height, ==, height);
}

static void
test_corners_are_caught_at_the_corners (void)
{
  g_assert_cmpint (hopso_mark_find_grip (150, 60, 3, 3), ==, HOPSO_MARK_GRIP_TOP_LEFT);
  g_assert_cmpint (hopso_mark_find_grip (150, 60, 148, 3), ==, HOPSO_MARK_GRIP_TOP_RIGHT);
  g_assert_cmpint (hopso_mark_find_grip (150, 60, 3, 58), ==, HOPSO_MARK_GRIP_BOTTOM_LEFT);
  g_assert_cmpint (hopso_mark_find_grip (150, 60, 148, 58), ==, HOPSO_MARK_GRIP_BOTTOM_RIGHT);
  g_assert_cmpint (hopso_mark_find_grip (150, 60, 75, 3), ==, HOPSO_MARK_GRIP_INSIDE);
  g_assert_cmpint (hopso_mark_find_grip (9, 9, 4.5, 4.5), ==, HOPSO_MARK_GRIP_INSIDE);
}

static void
test_the_opposite_corner_stays (void)
{
  static const struct
  {
    HopsoMarkGrip grip;
    float x, y, width, height;
  } rows[] = {
    { HOPSO_MARK_GRIP_INSIDE, 110, 220, 150, 60 },
    { HOPSO_MARK_GRIP_TOP_LEFT, 110, 220, 140, 40 },
    { HOPSO_MARK_GRIP_TOP_RIGHT, 100, 220, 160, 40 },
    { HOPSO_MARK_GRIP_BOTTOM_LEFT, 110, 200, 140, 80 },
    { HOPSO_MARK_GRIP_BOTTOM_RIGHT, 100, 200, 160, 80 },
    { HOPSO_MARK_GRIP_NONE, 100, 200, 150, 60 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const graphene_rect_t rect = hopso_mark_pull (&mark, rows[i].grip, 10, 20, 595, 842);

      assert_rect (&rect, rows[i].x, rows[i].y, rows[i].width, rows[i].height);
    }
}

static void
test_a_corner_stops_at_the_edge_and_at_the_least_size (void)
{
  graphene_rect_t rect;

  rect = hopso_mark_pull (&mark, HOPSO_MARK_GRIP_BOTTOM_RIGHT, 9999, 9999, 595, 842);
  assert_rect (&rect, 100, 200, 495, 642);
  rect = hopso_mark_pull (&mark, HOPSO_MARK_GRIP_TOP_LEFT, -9999, -9999, 595, 842);
  assert_rect (&rect, 0, 0, 250, 260);
  rect = hopso_mark_pull (&mark, HOPSO_MARK_GRIP_TOP_LEFT, 9999, 9999, 595, 842);
  assert_rect (&rect, 226, 248, 24, 12);
  rect = hopso_mark_pull (&mark, HOPSO_MARK_GRIP_BOTTOM_RIGHT, -9999, -9999, 595, 842);
  assert_rect (&rect, 100, 200, 24, 12);
}

static void
test_a_place_draws_the_mark_when_it_is_near (void)
{
  const graphene_rect_t magnets[] = { GRAPHENE_RECT_INIT (350, 500, 150, 72),
                                      GRAPHENE_RECT_INIT (100, 500, 150, 72) };
  const graphene_rect_t near = GRAPHENE_RECT_INIT (345, 515, 140, 60);
  const graphene_rect_t far = GRAPHENE_RECT_INIT (345, 525, 140, 60);
  graphene_rect_t snapped = hopso_mark_snap (&near, magnets, 2);

  g_assert_cmpfloat_with_epsilon (snapped.origin.x, 355, 0.001);
  g_assert_cmpfloat_with_epsilon (snapped.origin.y, 506, 0.001);
  g_assert_cmpfloat_with_epsilon (snapped.size.width, 140, 0.001);
  snapped = hopso_mark_snap (&far, magnets, 2);
  g_assert_true (graphene_rect_equal (&snapped, &far));
  snapped = hopso_mark_snap (&near, NULL, 0);
  g_assert_true (graphene_rect_equal (&snapped, &near));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pageview/mark/corners-are-caught-at-the-corners",
                   test_corners_are_caught_at_the_corners);
  g_test_add_func ("/pageview/mark/the-opposite-corner-stays", test_the_opposite_corner_stays);
  g_test_add_func ("/pageview/mark/a-corner-stops-at-the-edge-and-at-the-least-size",
                   test_a_corner_stops_at_the_edge_and_at_the_least_size);
  g_test_add_func ("/pageview/mark/a-place-draws-the-mark-when-it-is-near",
                   test_a_place_draws_the_mark_when_it_is_near);
  return g_test_run ();
}
