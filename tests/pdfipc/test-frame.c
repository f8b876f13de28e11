/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-frame.h"

#include <math.h>

static void
test_the_layout_follows_from_the_size (void)
{
  HopsoFrame frame;

  g_assert_true (hopso_frame_init (&frame, 3, 5));
  g_assert_cmpuint (frame.stride, ==, 12);
  g_assert_cmpuint (frame.size, ==, 60);
}

static void
test_no_size_overflows (void)
{
  static const struct
  {
    guint32 width, height;
    gboolean sound;
  } rows[] = {
    { 0, 5, FALSE },
    { 5, 0, FALSE },
    { 1, 1, TRUE },
    { HOPSO_FRAME_MAX_EDGE, 1, TRUE },
    { HOPSO_FRAME_MAX_EDGE + 1, 1, FALSE },
    { 8192, 8192, TRUE },
    { 8192, 8193, FALSE },
    { 65536, 65536, FALSE },
    { G_MAXUINT32, G_MAXUINT32, FALSE },
    { 1u << 30, 4, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      HopsoFrame frame;

      g_assert_cmpint (hopso_frame_init (&frame, rows[i].width, rows[i].height), ==, rows[i].sound);
      g_assert_cmpuint (frame.size, <=, 4 * (gsize) HOPSO_FRAME_MAX_PIXELS);
    }
}

static void
test_a_part_lies_within_its_page (void)
{
  static const struct
  {
    HopsoFramePart part;
    gboolean sound;
  } rows[] = {
    { { 100, 200, 0, 0, 100, 200 }, TRUE },
    { { 100, 200, 50, 100, 50, 100 }, TRUE },
    { { 100, 200, 51, 100, 50, 100 }, FALSE },
    { { 100, 200, 50, 101, 50, 100 }, FALSE },
    { { 100, 200, G_MAXUINT32, 0, 50, 100 }, FALSE },
    { { 100, 200, 0, 0, 0, 100 }, FALSE },
    { { HOPSO_FRAME_MAX_PAGE_EDGE, 10, 0, 0, 10, 10 }, TRUE },
    { { HOPSO_FRAME_MAX_PAGE_EDGE + 1, 10, 0, 0, 10, 10 }, FALSE },
    { { 40000, 100, 0, 0, 40000, 100 }, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (hopso_frame_part_is_sound (&rows[i].part), ==, rows[i].sound);
}

static void
test_rotations_are_quarter_turns (void)
{
  g_assert_true (hopso_frame_rotation_is_sound (0));
  g_assert_true (hopso_frame_rotation_is_sound (270));
  g_assert_false (hopso_frame_rotation_is_sound (45));
  g_assert_false (hopso_frame_rotation_is_sound (360));
}

static void
test_pages_have_a_real_size (void)
{
  g_assert_true (hopso_frame_page_is_sound (595, 842));
  g_assert_true (hopso_frame_page_is_sound (14400, 14400));
  g_assert_false (hopso_frame_page_is_sound (14400.5, 10));
  g_assert_false (hopso_frame_page_is_sound (0, 10));
  g_assert_false (hopso_frame_page_is_sound (-5, 10));
  g_assert_false (hopso_frame_page_is_sound ((double) NAN, 10));
  g_assert_false (hopso_frame_page_is_sound (10, (double) INFINITY));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdfipc/frame/the-layout-follows-from-the-size",
                   test_the_layout_follows_from_the_size);
  g_test_add_func ("/pdfipc/frame/no-size-overflows", test_no_size_overflows);
  g_test_add_func ("/pdfipc/frame/a-part-lies-within-its-page", test_a_part_lies_within_its_page);
  g_test_add_func ("/pdfipc/frame/rotations-are-quarter-turns", test_rotations_are_quarter_turns);
  g_test_add_func ("/pdfipc/frame/pages-have-a-real-size", test_pages_have_a_real_size);
  return g_test_run ();
}
