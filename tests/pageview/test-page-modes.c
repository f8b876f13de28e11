/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "page-world.h"

#include <math.h>

static void
set_mode (PageWorld *world, HopsoPageMode mode)
{
  hopso_page_view_set_mode (world->view, mode);
  hopso_test_window_settle ();
  hopso_test_window_wait (page_world_is_sharp, world->view);
}

static void
test_one_page_is_shown_at_a_time (void)
{
  PageWorld world = page_world_of_pages (5);
  graphene_rect_t bounds;

  hopso_page_view_set_fit (world.view, HOPSO_PAGE_FIT_WIDTH);
  hopso_page_view_go_to_page (world.view, 2);
  set_mode (&world, HOPSO_PAGE_MODE_SINGLE);
  g_assert_cmpuint (hopso_page_view_get_page (world.view), ==, 2);
  g_assert_cmphex (page_world_get_colour (&world, 2), ==, hopso_test_pages_get_colour (2));
  g_assert_false (hopso_page_view_get_page_bounds (world.view, 3, &bounds));

  /* Down to the end of the page, on to the next, and back to the end. */
  page_world_press (&world, GDK_KEY_Page_Down, 0);
  g_assert_cmpuint (hopso_page_view_get_page (world.view), ==, 2);
  page_world_press (&world, GDK_KEY_Page_Down, 0);
  g_assert_cmpuint (hopso_page_view_get_page (world.view), ==, 3);
  g_assert_cmpfloat (gtk_adjustment_get_value (world.down), ==, 0);
  page_world_press (&world, GDK_KEY_Page_Up, 0);
  g_assert_cmpuint (hopso_page_view_get_page (world.view), ==, 2);
  g_assert_cmpfloat (gtk_adjustment_get_value (world.down), >, 0);

  hopso_page_view_go_to_page (world.view, 4);
  page_world_press (&world, GDK_KEY_n, 0);
  g_assert_cmpuint (hopso_page_view_get_page (world.view), ==, 4);
  page_world_clear (&world);
}

static void
test_pages_stand_beside_each_other (void)
{
  PageWorld world = page_world_of_pages (5);
  graphene_rect_t left;
  graphene_rect_t right;

  set_mode (&world, HOPSO_PAGE_MODE_DUAL);
  hopso_page_view_get_page_bounds (world.view, 0, &left);
  hopso_page_view_get_page_bounds (world.view, 1, &right);
  g_assert_cmpfloat (left.origin.y, ==, right.origin.y);
  g_assert_cmpfloat (left.origin.x + left.size.width, <, right.origin.x);
  g_assert_cmpfloat (right.origin.x + right.size.width, <=,
                     gtk_widget_get_width (GTK_WIDGET (world.view)));
  g_assert_cmphex (page_world_get_colour (&world, 1), ==, hopso_test_pages_get_colour (1));
  page_world_press (&world, GDK_KEY_Right, 0);
  g_assert_cmpuint (hopso_page_view_get_page (world.view), ==, 2);

  set_mode (&world, HOPSO_PAGE_MODE_DUAL_COVER);
  hopso_page_view_get_page_bounds (world.view, 1, &left);
  hopso_page_view_get_page_bounds (world.view, 2, &right);
  g_assert_cmpfloat (left.origin.y, ==, right.origin.y);
  hopso_test_window_save (GTK_WIDGET (world.window), "page-dual-cover");
  page_world_clear (&world);
}

static void
test_a_presentation_fills_the_screen (void)
{
  PageWorld world = page_world_of_pages (5);
  graphene_rect_t bounds;

  set_mode (&world, HOPSO_PAGE_MODE_PRESENTATION);
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (world.view), "presentation"));
  hopso_page_view_get_page_bounds (world.view, 0, &bounds);
  g_assert_cmpfloat_with_epsilon (bounds.size.height,
                                  gtk_widget_get_height (GTK_WIDGET (world.view)), 1.5);
  page_world_press (&world, GDK_KEY_space, 0);
  g_assert_cmpuint (hopso_page_view_get_page (world.view), ==, 1);
  page_world_press (&world, GDK_KEY_Down, 0);
  g_assert_cmpuint (hopso_page_view_get_page (world.view), ==, 2);
  page_world_press (&world, GDK_KEY_Page_Up, 0);
  g_assert_cmpuint (hopso_page_view_get_page (world.view), ==, 1);
  hopso_test_window_wait (page_world_is_sharp, world.view);
  hopso_test_window_save (GTK_WIDGET (world.window), "page-presentation");

  /* A closer look, and back to the whole page by turning. */
  hopso_page_view_double_at (world.view, 100, 100);
  g_assert_cmpint (hopso_page_view_get_fit (world.view), ==, HOPSO_PAGE_FIT_NONE);
  hopso_page_view_double_at (world.view, 100, 100);
  g_assert_cmpint (hopso_page_view_get_fit (world.view), ==, HOPSO_PAGE_FIT_PAGE);
  page_world_clear (&world);
}

static void
test_pages_are_turned_on_the_screen (void)
{
  PageWorld world = page_world_of_pages (5);
  graphene_rect_t bounds;

  hopso_page_view_set_fit (world.view, HOPSO_PAGE_FIT_PAGE);
  hopso_page_view_go_to_page (world.view, 3);
  hopso_test_window_settle ();
  hopso_page_view_turn_by (world.view, 1);
  hopso_test_window_settle ();
  g_assert_cmpuint (hopso_page_view_get_rotation (world.view), ==, 90);
  g_assert_cmpuint (hopso_page_view_get_page (world.view), ==, 3);
  /* What was drawn upright is shown turned at once. */
  g_assert_cmphex (page_world_get_colour (&world, 3), ==, hopso_test_pages_get_colour (3));
  hopso_test_window_wait (page_world_is_sharp, world.view);
  hopso_page_view_get_page_bounds (world.view, 3, &bounds);
  g_assert_cmpfloat (bounds.size.width, >, bounds.size.height);
  g_assert_cmphex (page_world_get_colour (&world, 3), ==, hopso_test_pages_get_colour (3));
  hopso_test_window_save (GTK_WIDGET (world.window), "page-turned");
  hopso_page_view_turn_by (world.view, -2);
  g_assert_cmpuint (hopso_page_view_get_rotation (world.view), ==, 270);
  page_world_clear (&world);
}

static void
test_what_is_printed_fills_the_width (void)
{
  PageWorld world = page_world_of_pages (1);
  graphene_rect_t ink;
  graphene_rect_t bounds;

  hopso_page_view_set_fit (world.view, HOPSO_PAGE_FIT_VISIBLE);
  hopso_test_window_settle ();
  hopso_test_window_wait (page_world_is_sharp, world.view);
  g_assert_true (hopso_page_pictures_find_ink (world.view->pictures, 0, &ink));
  g_assert_cmpfloat (ink.size.width, <, 0.5);
  g_assert_cmpfloat_with_epsilon (hopso_page_view_get_zoom (world.view) * 200 * ink.size.width,
                                  gtk_widget_get_width (GTK_WIDGET (world.view)), 60);
  /* And is seen, though it stands at the left. */
  hopso_page_view_get_page_bounds (world.view, 0, &bounds);
  g_assert_cmpfloat (bounds.origin.x + ink.origin.x * bounds.size.width, >, 0);
  g_assert_cmpfloat (bounds.origin.x + (ink.origin.x + ink.size.width) * bounds.size.width, <,
                     gtk_widget_get_width (GTK_WIDGET (world.view)));
  page_world_clear (&world);
}

static void
test_a_place_is_come_back_to (void)
{
  PageWorld world = page_world_of_pages (30);
  HopsoPagePlace place;
  HopsoPagePlace again;
  g_autofree char *words = NULL;

  hopso_page_view_set_rotation (world.view, 180);
  hopso_page_view_set_zoom (world.view, 2.25);
  hopso_page_view_go_to_page (world.view, 17);
  hopso_page_view_scroll_by (world.view, 0, 123);
  hopso_page_view_get_place (world.view, &place);
  words = hopso_page_place_to_string (&place);

  hopso_page_view_set_mode (world.view, HOPSO_PAGE_MODE_DUAL);
  hopso_page_view_set_rotation (world.view, 0);
  hopso_page_view_set_fit (world.view, HOPSO_PAGE_FIT_PAGE);
  hopso_page_view_go_to_page (world.view, 0);
  hopso_test_window_settle ();

  g_assert_true (hopso_page_place_from_string (&again, words));
  hopso_page_view_set_place (world.view, &again);
  hopso_test_window_settle ();
  hopso_page_view_get_place (world.view, &again);
  g_assert_cmpuint (again.spot.page, ==, 17);
  g_assert_cmpfloat_with_epsilon (again.spot.y, place.spot.y, 0.01);
  g_assert_cmpfloat_with_epsilon (again.zoom, 2.25, 1e-6);
  g_assert_cmpint (again.mode, ==, HOPSO_PAGE_MODE_CONTINUOUS);
  g_assert_cmpuint (again.rotation, ==, 180);
  page_world_clear (&world);
}

static void
test_a_jump_can_be_taken_back (void)
{
  PageWorld world = page_world_of_pages (30);
  const HopsoPageArea area = { 20, GRAPHENE_RECT_INIT (20, 250, 30, 10) };
  graphene_rect_t bounds;
  gboolean can_go_back;

  hopso_page_view_go_to_page (world.view, 3);
  hopso_page_view_jump (world.view, 12, 150);
  g_assert_cmpuint (hopso_page_view_get_page (world.view), ==, 12);
  g_object_get (world.view, "can-go-back", &can_go_back, NULL);
  g_assert_true (can_go_back);
  page_world_press (&world, GDK_KEY_Left, GDK_ALT_MASK);
  g_assert_cmpuint (hopso_page_view_get_page (world.view), ==, 3);
  page_world_press (&world, GDK_KEY_Right, GDK_ALT_MASK);
  g_assert_cmpuint (hopso_page_view_get_page (world.view), ==, 12);

  hopso_page_view_reveal (world.view, &area);
  hopso_test_window_settle ();
  g_assert_true (hopso_page_view_get_area_bounds (world.view, &area, &bounds));
  g_assert_cmpfloat (bounds.origin.y, >, 0);
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <,
                     gtk_widget_get_height (GTK_WIDGET (world.view)));
  page_world_clear (&world);
}

/* On the screen the mark goes where its page goes, and where the pointer pulls it. */
static void
test_a_mark_turns_with_its_page (void)
{
  PageWorld world = page_world_of_pages (3);
  HopsoPageLayer *layer = HOPSO_PAGE_LAYER (hopso_page_layer_new ());
  const graphene_rect_t rect = GRAPHENE_RECT_INIT (20, 30, 100, 40);
  const HopsoPageArea area = { 1, rect };
  graphene_rect_t bounds;
  graphene_rect_t place;
  graphene_rect_t moved;

  hopso_page_layer_set_page (layer, 1);
  hopso_page_layer_set_rect (layer, &rect);
  hopso_page_view_set_layer (world.view, layer);
  for (int mode = 0; mode <= HOPSO_PAGE_MODE_PRESENTATION; mode++)
    {
      hopso_page_view_set_mode (world.view, (HopsoPageMode) mode);
      hopso_page_view_turn_by (world.view, 1);
      hopso_page_view_go_to_page (world.view, 1);
      hopso_test_window_settle ();
      g_assert_true (
          gtk_widget_compute_bounds (GTK_WIDGET (layer), GTK_WIDGET (world.view), &place));
      g_assert_true (hopso_page_view_get_area_bounds (world.view, &area, &bounds));
      g_assert_cmpfloat_with_epsilon (place.origin.x, bounds.origin.x, 1);
      g_assert_cmpfloat_with_epsilon (place.origin.y, bounds.origin.y, 1);
      g_assert_cmpfloat_with_epsilon (place.size.width, bounds.size.width, 1);
    }
  /* Turned once more than four times: what is to the right on the screen is up on the page. */
  g_assert_cmpuint (hopso_page_view_get_rotation (world.view), ==, 90);
  g_assert_true (hopso_test_window_press (GTK_WIDGET (layer), GDK_KEY_Right, 0));
  hopso_page_layer_get_rect (layer, &moved);
  g_assert_cmpfloat (moved.origin.x, ==, 20);
  g_assert_cmpfloat (moved.origin.y, ==, 28);
  hopso_test_window_save (GTK_WIDGET (world.window), "page-layer-turned");

  hopso_page_view_set_mode (world.view, HOPSO_PAGE_MODE_SINGLE);
  hopso_page_view_go_to_page (world.view, 0);
  hopso_test_window_settle ();
  g_assert_false (gtk_widget_get_child_visible (GTK_WIDGET (layer)));
  page_world_clear (&world);
}

static void
test_large_pages_are_drawn_in_tiles (void)
{
  PageWorld world = page_world_of_pages (2);
  const gsize budget = (gsize) 72 * 1024 * 1024;
  HopsoPdfView view;
  guint n;

  hopso_page_view_set_zoom (world.view, 30);
  hopso_test_window_wait (page_world_is_sharp, world.view);
  n = hopso_page_pictures_get_n_parts (world.view->pictures, 0);
  g_assert_cmpuint (n, >, 0);
  g_assert_nonnull (hopso_page_pictures_get_part (world.view->pictures, 0, 0, &view));
  g_assert_cmpuint (view.part.x % 1024, ==, 0);
  g_assert_cmpuint (view.part.width, <=, 1024);

  /* Panning over all of it keeps within the budget. */
  for (guint i = 0; i < 12; i++)
    {
      hopso_page_view_scroll_by (world.view, 450, 660);
      hopso_test_window_wait (page_world_is_sharp, world.view);
      g_assert_cmpuint (hopso_page_pictures_get_size (world.view->pictures), <=, budget);
    }
  page_world_clear (&world);
}

/* Far down a long document at the largest zoom a mark still lies where its page is. */
static void
test_far_away_nothing_is_rounded (void)
{
  PageWorld world = page_world_of_pages (3000);
  const HopsoPageArea corner = { 2990, GRAPHENE_RECT_INIT (0, 0, 1, 1) };
  graphene_rect_t page;
  graphene_rect_t bounds;

  hopso_page_view_set_zoom (world.view, 64);
  hopso_page_view_go_to_page (world.view, 2990);
  hopso_test_window_wait (page_world_is_sharp, world.view);
  g_assert_true (hopso_page_view_get_page_bounds (world.view, 2990, &page));
  g_assert_true (hopso_page_view_get_area_bounds (world.view, &corner, &bounds));
  g_assert_cmpfloat (bounds.origin.x, ==, page.origin.x);
  g_assert_cmpfloat (bounds.origin.y, ==, page.origin.y);
  g_assert_cmpfloat_with_epsilon (bounds.size.width, 64, 0.01);
  g_assert_cmphex (page_world_get_colour (&world, 2990), ==, hopso_test_pages_get_colour (2990));
  page_world_clear (&world);
}

int
main (int argc, char **argv)
{
  hopso_test_window_init (&argc, &argv);
  g_test_add_func ("/pageview/modes/one-page-is-shown-at-a-time", test_one_page_is_shown_at_a_time);
  g_test_add_func ("/pageview/modes/pages-stand-beside-each-other",
                   test_pages_stand_beside_each_other);
  g_test_add_func ("/pageview/modes/a-presentation-fills-the-screen",
                   test_a_presentation_fills_the_screen);
  g_test_add_func ("/pageview/modes/pages-are-turned-on-the-screen",
                   test_pages_are_turned_on_the_screen);
  g_test_add_func ("/pageview/modes/what-is-printed-fills-the-width",
                   test_what_is_printed_fills_the_width);
  g_test_add_func ("/pageview/modes/a-place-is-come-back-to", test_a_place_is_come_back_to);
  g_test_add_func ("/pageview/modes/a-jump-can-be-taken-back", test_a_jump_can_be_taken_back);
  g_test_add_func ("/pageview/modes/a-mark-turns-with-its-page", test_a_mark_turns_with_its_page);
  g_test_add_func ("/pageview/modes/far-away-nothing-is-rounded", test_far_away_nothing_is_rounded);
  g_test_add_func ("/pageview/modes/large-pages-are-drawn-in-tiles",
                   test_large_pages_are_drawn_in_tiles);
  return hopso_test_window_run ();
}
