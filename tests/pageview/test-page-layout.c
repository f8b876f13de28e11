/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-page-layout.h"

#include <math.h>

#define N_PAGES 5u

static const double five_pages[] = { 200, 300, 300, 200, 200, 600, 1000, 100, 210, 300 };

/* Everything a layout can be: most tests hold in all of it. */
typedef struct
{
  HopsoPageMode mode;
  guint rotation;
  double zoom;
  int scale_factor;
} Case;

typedef void (*Check) (HopsoPageLayout *layout, const Case *of);

static HopsoPageLayout *
layout_new (const Case *of)
{
  HopsoPageLayout *layout = hopso_page_layout_new (N_PAGES, five_pages);

  hopso_page_layout_set_mode (layout, of->mode);
  hopso_page_layout_set_rotation (layout, of->rotation);
  hopso_page_layout_set_zoom (layout, of->zoom, of->scale_factor);
  hopso_page_layout_set_window (layout, 777, 555);
  return layout;
}

static void
check_all (Check check)
{
  static const double zooms[] = { 0.1, 0.333, 1, 1.0757, 2.01, 33.3, 64 };

  for (int mode = 0; mode <= HOPSO_PAGE_MODE_PRESENTATION; mode++)
    {
      for (guint rotation = 0; rotation < 360; rotation += 90)
        {
          for (gsize i = 0; i < 2 * G_N_ELEMENTS (zooms); i++)
            {
              const Case of = { (HopsoPageMode) mode, rotation, zooms[i / 2], 1 + (int) (i % 2) };
              g_autoptr (HopsoPageLayout) layout = layout_new (&of);

              check (layout, &of);
            }
        }
    }
}

static void
check_pixels (HopsoPageLayout *layout, const Case *of)
{
  for (guint page = 0; page < N_PAGES; page++)
    {
      HopsoPageBox box;
      guint width;
      guint height;

      hopso_page_layout_set_current (layout, page);
      hopso_page_layout_get_box (layout, page, &box);
      hopso_page_layout_get_pixels (layout, page, &width, &height);
      g_assert_cmpfloat_with_epsilon (box.width * of->scale_factor, width, 1e-6);
      g_assert_cmpfloat_with_epsilon (box.height * of->scale_factor, height, 1e-6);
      g_assert_cmpfloat_with_epsilon (box.x * of->scale_factor, round (box.x * of->scale_factor),
                                      1e-6);
      g_assert_cmpfloat_with_epsilon (box.y * of->scale_factor, round (box.y * of->scale_factor),
                                      1e-6);
    }
}

static void
test_pages_are_whole_pixels (void)
{
  check_all (check_pixels);
}

static gboolean
overlap (const HopsoPageBox *a, const HopsoPageBox *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
         b->y < a->y + a->height;
}

static void
check_places (HopsoPageLayout *layout, const Case *of)
{
  for (guint page = 0; page < N_PAGES; page++)
    {
      HopsoPageBox box;

      hopso_page_layout_set_current (layout, page);
      hopso_page_layout_get_box (layout, page, &box);
      g_assert_cmpfloat (box.x, >=, 0);
      g_assert_cmpfloat (box.y, >=, 0);
      g_assert_cmpfloat (box.x + box.width, <=, hopso_page_layout_get_width (layout) + 1e-6);
      g_assert_cmpfloat (box.y + box.height, <=, hopso_page_layout_get_height (layout) + 1e-6);
      for (guint other = 0; other < page && !hopso_page_layout_is_paged (layout); other++)
        {
          HopsoPageBox there;

          hopso_page_layout_get_box (layout, other, &there);
          g_assert_false (overlap (&box, &there));
        }
    }
}

static void
test_pages_lie_on_the_desk_and_not_on_each_other (void)
{
  check_all (check_places);
}

static void
check_points (HopsoPageLayout *layout, const Case *of)
{
  for (guint page = 0; page < N_PAGES; page++)
    {
      const graphene_rect_t rect = GRAPHENE_RECT_INIT (
          (float) five_pages[2 * page] / 4, (float) five_pages[2 * page + 1] / 3, 20, 10);
      const graphene_point_t wanted = {
        rect.origin.x + rect.size.width / 2,
        rect.origin.y + rect.size.height / 2,
      };
      HopsoPageBox box;
      graphene_rect_t bounds;
      graphene_point_t found;
      guint found_page;

      hopso_page_layout_set_current (layout, page);
      hopso_page_layout_get_box (layout, page, &box);
      hopso_page_layout_place_rect (layout, page, &rect, &bounds);
      hopso_page_layout_find_point (layout, box.x + bounds.origin.x + bounds.size.width / 2,
                                    box.y + bounds.origin.y + bounds.size.height / 2, &found_page,
                                    &found);
      g_assert_cmpuint (found_page, ==, page);
      g_assert_true (graphene_point_near (&found, &wanted, 0.1f));
    }
}

static void
test_a_point_of_a_page_is_found_where_it_lies (void)
{
  check_all (check_points);
}

static void
check_heights (HopsoPageLayout *layout, const Case *of)
{
  for (guint page = 0; page < N_PAGES; page++)
    {
      HopsoPageBox box;
      guint first;
      guint last;
      guint found;

      hopso_page_layout_set_current (layout, page);
      hopso_page_layout_get_box (layout, page, &box);
      hopso_page_layout_get_row (layout, page, &first, &last);
      g_assert_cmpuint (first, <=, page);
      g_assert_cmpuint (last, >=, page);
      found = hopso_page_layout_find_page (layout, box.y + box.height / 2);
      g_assert_cmpuint (found, ==, hopso_page_layout_is_paged (layout) ? page : first);
    }
  hopso_page_layout_set_current (layout, 0);
  g_assert_cmpuint (hopso_page_layout_find_page (layout, -100), ==, 0);
  hopso_page_layout_set_current (layout, N_PAGES - 1);
  g_assert_cmpuint (hopso_page_layout_find_page (layout, 1e9), >=, N_PAGES - 2);
}

static void
test_a_page_is_found_by_its_height (void)
{
  check_all (check_heights);
}

static void
check_spots (HopsoPageLayout *layout, const Case *of)
{
  HopsoPageSpot spot;
  HopsoPageSpot again;
  HopsoPageBox box;

  hopso_page_layout_set_current (layout, 3);
  hopso_page_layout_get_box (layout, 3, &box);
  hopso_page_layout_find_spot (layout, box.x + box.width / 3, box.y + box.height / 4, &spot);
  g_assert_cmpuint (spot.page, ==, 3);
  hopso_page_layout_set_zoom (layout, 3, 1);
  hopso_page_layout_get_box (layout, 3, &box);
  hopso_page_layout_find_spot (layout, box.x + spot.x * box.width, box.y + spot.y * box.height,
                               &again);
  g_assert_cmpuint (again.page, ==, 3);
  g_assert_cmpfloat_with_epsilon (again.x, spot.x, 1e-9);
  g_assert_cmpfloat_with_epsilon (again.y, spot.y, 1e-9);
}

static void
test_a_spot_stays_at_every_zoom (void)
{
  check_all (check_spots);
}

static void
test_pages_stand_in_pairs (void)
{
  static const struct
  {
    HopsoPageMode mode;
    guint page;
    guint first;
    guint last;
  } rows[] = {
    { HOPSO_PAGE_MODE_CONTINUOUS, 1, 1, 1 }, { HOPSO_PAGE_MODE_SINGLE, 1, 1, 1 },
    { HOPSO_PAGE_MODE_DUAL, 0, 0, 1 },       { HOPSO_PAGE_MODE_DUAL, 3, 2, 3 },
    { HOPSO_PAGE_MODE_DUAL, 4, 4, 4 },       { HOPSO_PAGE_MODE_DUAL_COVER, 0, 0, 0 },
    { HOPSO_PAGE_MODE_DUAL_COVER, 1, 1, 2 }, { HOPSO_PAGE_MODE_DUAL_COVER, 4, 3, 4 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const Case of = { rows[i].mode, 0, 1, 1 };
      g_autoptr (HopsoPageLayout) layout = layout_new (&of);
      guint first;
      guint last;

      hopso_page_layout_get_row (layout, rows[i].page, &first, &last);
      g_assert_cmpuint (first, ==, rows[i].first);
      g_assert_cmpuint (last, ==, rows[i].last);
    }
}

static void
test_a_cover_stands_at_the_right (void)
{
  const Case of = { HOPSO_PAGE_MODE_DUAL_COVER, 0, 1, 1 };
  g_autoptr (HopsoPageLayout) layout = layout_new (&of);
  HopsoPageBox cover;
  HopsoPageBox left;
  HopsoPageBox right;

  hopso_page_layout_get_box (layout, 0, &cover);
  hopso_page_layout_get_box (layout, 1, &left);
  hopso_page_layout_get_box (layout, 2, &right);
  g_assert_cmpfloat (cover.x, ==, right.x);
  g_assert_cmpfloat (left.x + left.width, <, right.x);
}

static void
test_turning_goes_by_pairs (void)
{
  static const struct
  {
    HopsoPageMode mode;
    guint from;
    int by;
    guint to;
  } turns[] = {
    { HOPSO_PAGE_MODE_CONTINUOUS, 0, 1, 1 }, { HOPSO_PAGE_MODE_CONTINUOUS, 0, -1, 0 },
    { HOPSO_PAGE_MODE_SINGLE, 4, 1, 4 },     { HOPSO_PAGE_MODE_SINGLE, 4, -1, 3 },
    { HOPSO_PAGE_MODE_DUAL, 0, 1, 2 },       { HOPSO_PAGE_MODE_DUAL, 3, 1, 4 },
    { HOPSO_PAGE_MODE_DUAL, 3, -1, 0 },      { HOPSO_PAGE_MODE_DUAL_COVER, 0, 1, 1 },
    { HOPSO_PAGE_MODE_DUAL_COVER, 2, 1, 3 }, { HOPSO_PAGE_MODE_DUAL_COVER, 3, 1, 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (turns); i++)
    {
      const Case of = { turns[i].mode, 0, 1, 1 };
      g_autoptr (HopsoPageLayout) layout = layout_new (&of);

      g_assert_cmpuint (hopso_page_layout_get_turned (layout, turns[i].from, turns[i].by), ==,
                        turns[i].to);
    }
}

static void
test_zoom_is_held_within_its_bounds (void)
{
  const Case of = { HOPSO_PAGE_MODE_CONTINUOUS, 0, 1000, 1 };
  g_autoptr (HopsoPageLayout) layout = layout_new (&of);

  g_assert_cmpfloat (hopso_page_layout_get_zoom (layout), ==, HOPSO_PAGE_ZOOM_MAX);
  hopso_page_layout_set_zoom (layout, 0.0001, 1);
  g_assert_cmpfloat (hopso_page_layout_get_zoom (layout), ==, HOPSO_PAGE_ZOOM_MIN);
}

/* One page of 1000 points among others of about 200: it does not make the others small. */
static void
test_fitting_fills_the_window (void)
{
  static const struct
  {
    HopsoPageMode mode;
    guint rotation;
    double width;
  } fits[] = {
    { HOPSO_PAGE_MODE_CONTINUOUS, 0, (777 - 24) / 300.0 },
    { HOPSO_PAGE_MODE_CONTINUOUS, 90, (777 - 24) / 300.0 },
    { HOPSO_PAGE_MODE_SINGLE, 0, (777 - 24) / 200.0 },
    { HOPSO_PAGE_MODE_SINGLE, 270, (777 - 24) / 600.0 },
    { HOPSO_PAGE_MODE_DUAL, 0, (777 - 36) / 600.0 },
    { HOPSO_PAGE_MODE_PRESENTATION, 0, 777 / 200.0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fits); i++)
    {
      const Case of = { fits[i].mode, fits[i].rotation, 1, 1 };
      g_autoptr (HopsoPageLayout) layout = layout_new (&of);

      hopso_page_layout_set_current (layout, 2);
      g_assert_cmpfloat_with_epsilon (hopso_page_layout_fit_width (layout), fits[i].width, 1e-9);
      hopso_page_layout_set_window (layout, 1, 1);
      g_assert_cmpfloat (hopso_page_layout_fit_width (layout), ==, HOPSO_PAGE_ZOOM_MIN);
    }
}

static void
test_a_page_that_is_shown_whole_is_seen_whole (void)
{
  for (int mode = 0; mode <= HOPSO_PAGE_MODE_PRESENTATION; mode++)
    {
      for (guint page = 0; page < N_PAGES; page++)
        {
          const Case of = { (HopsoPageMode) mode, 90 * page % 360, 1, 1 };
          g_autoptr (HopsoPageLayout) layout = layout_new (&of);
          HopsoPageBox box;

          hopso_page_layout_set_current (layout, page);
          hopso_page_layout_set_zoom (layout, hopso_page_layout_fit_page (layout, page), 1);
          hopso_page_layout_get_box (layout, page, &box);
          g_assert_cmpfloat (box.width, <=, 777);
          g_assert_cmpfloat (box.height, <=, 555);
        }
    }
}

/* Layouts of the longest documents are found in, and laid out anew, in no time that is felt. */
static void
test_a_hundred_thousand_pages_are_no_burden (void)
{
  const guint n = 100000;
  g_autofree double *sizes = g_new (double, 2 * n);
  g_autoptr (HopsoPageLayout) layout = NULL;
  HopsoPageBox box;
  gint64 begin;

  for (guint i = 0; i < 2 * n; i++)
    sizes[i] = 595 + i % 7;
  layout = hopso_page_layout_new (n, sizes);
  hopso_page_layout_get_box (layout, n - 1, &box);
  g_assert_cmpuint (hopso_page_layout_find_page (layout, box.y + 1), ==, n - 1);
  begin = g_get_monotonic_time ();
  for (guint i = 0; i < n; i++)
    hopso_page_layout_find_page (layout, box.y * i / n);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 10 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pageview/layout/pages-are-whole-pixels", test_pages_are_whole_pixels);
  g_test_add_func ("/pageview/layout/pages-lie-on-the-desk-and-not-on-each-other",
                   test_pages_lie_on_the_desk_and_not_on_each_other);
  g_test_add_func ("/pageview/layout/a-point-of-a-page-is-found-where-it-lies",
                   test_a_point_of_a_page_is_found_where_it_lies);
  g_test_add_func ("/pageview/layout/a-page-is-found-by-its-height",
                   test_a_page_is_found_by_its_height);
  g_test_add_func ("/pageview/layout/a-spot-stays-at-every-zoom", test_a_spot_stays_at_every_zoom);
  g_test_add_func ("/pageview/layout/pages-stand-in-pairs", test_pages_stand_in_pairs);
  g_test_add_func ("/pageview/layout/a-cover-stands-at-the-right",
                   test_a_cover_stands_at_the_right);
  g_test_add_func ("/pageview/layout/turning-goes-by-pairs", test_turning_goes_by_pairs);
  g_test_add_func ("/pageview/layout/zoom-is-held-within-its-bounds",
                   test_zoom_is_held_within_its_bounds);
  g_test_add_func ("/pageview/layout/fitting-fills-the-window", test_fitting_fills_the_window);
  g_test_add_func ("/pageview/layout/a-page-that-is-shown-whole-is-seen-whole",
                   test_a_page_that_is_shown_whole_is_seen_whole);
  g_test_add_func ("/pageview/layout/a-hundred-thousand-pages-are-no-burden",
                   test_a_hundred_thousand_pages_are_no_burden);
  return g_test_run ();
}
