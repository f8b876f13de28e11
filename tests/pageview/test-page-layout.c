/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-page-layout.h"

#include <math.h>

static const double three_pages[] = { 200, 300, 400, 300, 200, 600 };

static HopsoPageLayout *
layout_new (double zoom, int scale_factor)
{
  HopsoPageLayout *layout = hopso_page_layout_new (3, three_pages);

  hopso_page_layout_set_zoom (layout, zoom, scale_factor);
  return layout;
}

static void
test_pages_lie_below_each_other_in_the_middle (void)
{
  g_autoptr (HopsoPageLayout) layout = layout_new (1, 1);
  HopsoPageBox a;
  HopsoPageBox b;

  hopso_page_layout_get_box (layout, 0, 1000, &a);
  hopso_page_layout_get_box (layout, 1, 1000, &b);
  g_assert_cmpfloat (a.x, ==, 400);
  g_assert_cmpfloat (b.x, ==, 300);
  g_assert_cmpfloat (b.y, >, a.y + a.height);
  g_assert_cmpfloat (hopso_page_layout_get_height (layout), >, 1200);
}

static void
test_pages_are_whole_pixels (void)
{
  const double zooms[] = { 0.1, 0.333, 1.0757, 2.01, 33.3 };

  for (gsize i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      for (int scale = 1; scale <= 2; scale++)
        {
          g_autoptr (HopsoPageLayout) layout = layout_new (zooms[i], scale);
          HopsoPageBox box;
          guint width;
          guint height;

          hopso_page_layout_get_box (layout, 0, 777, &box);
          hopso_page_layout_get_pixels (layout, 0, &width, &height);
          g_assert_cmpfloat_with_epsilon (box.width * scale, width, 1e-6);
          g_assert_cmpfloat_with_epsilon (box.height * scale, height, 1e-6);
          g_assert_cmpfloat_with_epsilon (box.x * scale, round (box.x * scale), 1e-6);
        }
    }
}

static void
test_a_page_is_found_by_its_height (void)
{
  g_autoptr (HopsoPageLayout) layout = layout_new (1, 1);

  for (guint i = 0; i < 3; i++)
    {
      HopsoPageBox box;

      hopso_page_layout_get_box (layout, i, 0, &box);
      g_assert_cmpuint (hopso_page_layout_find_page (layout, box.y), ==, i);
      g_assert_cmpuint (hopso_page_layout_find_page (layout, box.y + box.height - 1), ==, i);
    }
  g_assert_cmpuint (hopso_page_layout_find_page (layout, -100), ==, 0);
  g_assert_cmpuint (hopso_page_layout_find_page (layout, 1e9), ==, 2);
}

static void
test_a_spot_stays_at_every_zoom (void)
{
  g_autoptr (HopsoPageLayout) layout = layout_new (1, 1);
  HopsoPageSpot spot;
  HopsoPageSpot again;
  HopsoPageBox box;

  hopso_page_layout_find_spot (layout, 450, 500, 1000, &spot);
  g_assert_cmpuint (spot.page, ==, 1);
  hopso_page_layout_set_zoom (layout, 3, 1);
  hopso_page_layout_get_box (layout, 1, 2000, &box);
  hopso_page_layout_find_spot (layout, box.x + spot.x * box.width, box.y + spot.y * box.height,
                               2000, &again);
  g_assert_cmpuint (again.page, ==, 1);
  g_assert_cmpfloat_with_epsilon (again.x, spot.x, 1e-9);
  g_assert_cmpfloat_with_epsilon (again.y, spot.y, 1e-9);
}

static void
test_zoom_is_held_within_its_bounds (void)
{
  g_autoptr (HopsoPageLayout) layout = layout_new (1000, 1);

  g_assert_cmpfloat (hopso_page_layout_get_zoom (layout), ==, HOPSO_PAGE_ZOOM_MAX);
  hopso_page_layout_set_zoom (layout, 0.0001, 1);
  g_assert_cmpfloat (hopso_page_layout_get_zoom (layout), ==, HOPSO_PAGE_ZOOM_MIN);
}

static void
test_fitting_fills_the_view (void)
{
  g_autoptr (HopsoPageLayout) layout = layout_new (1, 1);

  hopso_page_layout_set_zoom (layout, hopso_page_layout_fit_width (layout, 824), 1);
  g_assert_cmpfloat_with_epsilon (hopso_page_layout_get_width (layout), 824, 1);
  g_assert_cmpfloat_with_epsilon (hopso_page_layout_fit_page (layout, 2, 5000, 624), 1, 1e-9);
  g_assert_cmpfloat (hopso_page_layout_fit_width (layout, 1), ==, HOPSO_PAGE_ZOOM_MIN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pageview/layout/pages-lie-below-each-other-in-the-middle",
                   test_pages_lie_below_each_other_in_the_middle);
  g_test_add_func ("/pageview/layout/pages-are-whole-pixels", test_pages_are_whole_pixels);
  g_test_add_func ("/pageview/layout/a-page-is-found-by-its-height",
                   test_a_page_is_found_by_its_height);
  g_test_add_func ("/pageview/layout/a-spot-stays-at-every-zoom", test_a_spot_stays_at_every_zoom);
  g_test_add_func ("/pageview/layout/zoom-is-held-within-its-bounds",
                   test_zoom_is_held_within_its_bounds);
  g_test_add_func ("/pageview/layout/fitting-fills-the-view", test_fitting_fills_the_view);
  return g_test_run ();
}
