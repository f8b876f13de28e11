/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "page-world.h"
#include <signal.h>

static void
test_pages_are_shown (void)
{
  PageWorld world = page_world_of_pages (12);

  g_assert_cmpuint (hopso_page_view_get_n_pages (world.view), ==, 12);
  g_assert_cmphex (page_world_get_colour (&world, 0), ==, hopso_test_pages_get_colour (0));
  hopso_page_view_go_to_page (world.view, 7);
  hopso_test_window_wait (page_world_is_sharp, world.view);
  g_assert_cmpuint (hopso_page_view_get_page (world.view), ==, 7);
  g_assert_cmphex (page_world_get_colour (&world, 7), ==, hopso_test_pages_get_colour (7));
  hopso_test_window_save (GTK_WIDGET (world.window), "page-view");
  page_world_clear (&world);
}

static void
test_the_screen_reader_is_told_the_page (void)
{
  PageWorld world = page_world_of_pages (12);
  g_autofree char *wrong = NULL;

  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (world.view)), ==,
                   GTK_ACCESSIBLE_ROLE_DOCUMENT);
  gtk_test_accessible_assert_property (world.view, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Trang 1 trên 12");
  hopso_page_view_go_to_page (world.view, 2);
  gtk_test_accessible_assert_property (world.view, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Trang 3 trên 12");
  page_world_clear (&world);
}

static void
test_every_key_does_its_work (void)
{
  PageWorld world = page_world_of_pages (12);
  const double screenful = gtk_widget_get_height (GTK_WIDGET (world.view)) - 48;
  double before;

  page_world_press (&world, GDK_KEY_Down, 0);
  g_assert_cmpfloat (gtk_adjustment_get_value (world.down), ==, 48);
  page_world_press (&world, GDK_KEY_Up, 0);
  g_assert_cmpfloat (gtk_adjustment_get_value (world.down), ==, 0);
  page_world_press (&world, GDK_KEY_space, 0);
  g_assert_cmpfloat (gtk_adjustment_get_value (world.down), ==, screenful);
  page_world_press (&world, GDK_KEY_space, GDK_SHIFT_MASK);
  g_assert_cmpfloat (gtk_adjustment_get_value (world.down), ==, 0);
  page_world_press (&world, GDK_KEY_Page_Down, 0);
  g_assert_cmpfloat (gtk_adjustment_get_value (world.down), ==, screenful);
  page_world_press (&world, GDK_KEY_End, 0);
  g_assert_cmpuint (hopso_page_view_get_page (world.view), ==, 11);
  page_world_press (&world, GDK_KEY_Left, 0);
  g_assert_cmpuint (hopso_page_view_get_page (world.view), ==, 10);
  page_world_press (&world, GDK_KEY_Home, 0);
  g_assert_cmpuint (hopso_page_view_get_page (world.view), ==, 0);
  page_world_press (&world, GDK_KEY_Right, 0);
  g_assert_cmpuint (hopso_page_view_get_page (world.view), ==, 1);

  before = hopso_page_view_get_zoom (world.view);
  page_world_press (&world, GDK_KEY_plus, 0);
  g_assert_cmpfloat (hopso_page_view_get_zoom (world.view), >, before);
  page_world_press (&world, GDK_KEY_minus, 0);
  g_assert_cmpfloat_with_epsilon (hopso_page_view_get_zoom (world.view), before, 1e-6);
  page_world_press (&world, GDK_KEY_0, 0);
  g_assert_cmpfloat (hopso_page_view_get_zoom (world.view), ==, 1);
  page_world_clear (&world);
}

static void
test_zoom_keeps_what_is_under_the_pointer (void)
{
  PageWorld world = page_world_of_pages (12);
  graphene_rect_t bounds;
  double x;
  double y;

  hopso_page_view_go_to_page (world.view, 5);
  hopso_test_window_settle ();
  hopso_page_view_get_page_bounds (world.view, 5, &bounds);
  x = (220 - bounds.origin.x) / bounds.size.width;
  y = (180 - bounds.origin.y) / bounds.size.height;
  hopso_page_view_zoom_at (world.view, 7, 220, 180);
  hopso_test_window_settle ();
  hopso_page_view_get_page_bounds (world.view, 5, &bounds);
  g_assert_cmpfloat_with_epsilon (bounds.origin.x + x * bounds.size.width, 220, 1);
  g_assert_cmpfloat_with_epsilon (bounds.origin.y + y * bounds.size.height, 180, 1);
  page_world_clear (&world);
}

static void
test_fitting_follows_the_window (void)
{
  PageWorld world = page_world_of_pages (12);
  graphene_rect_t bounds;
  const float height = (float) gtk_widget_get_height (GTK_WIDGET (world.view));

  /* Not more than is comfortable to read, unless somebody says so. */
  g_assert_cmpfloat (hopso_page_view_get_zoom (world.view), ==, 1.5);
  hopso_page_view_set_fit (world.view, HOPSO_PAGE_FIT_WIDTH);
  hopso_test_window_settle ();
  hopso_page_view_get_page_bounds (world.view, 0, &bounds);
  g_assert_cmpfloat_with_epsilon (bounds.size.width, gtk_widget_get_width (GTK_WIDGET (world.view)),
                                  30);
  hopso_page_view_set_fit (world.view, HOPSO_PAGE_FIT_PAGE);
  hopso_test_window_settle ();
  hopso_page_view_get_page_bounds (world.view, 0, &bounds);
  g_assert_cmpfloat (bounds.size.height, <, height);
  g_assert_cmpfloat (bounds.size.height, >, height - 40);
  g_assert_cmpfloat (bounds.origin.y, >, 0);
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <, height);
  hopso_page_view_zoom_in (world.view);
  g_assert_cmpint (hopso_page_view_get_fit (world.view), ==, HOPSO_PAGE_FIT_NONE);
  page_world_clear (&world);
}

static void
test_large_zoom_is_sharp_without_drawing_the_whole_page (void)
{
  PageWorld world = page_world_of_pages (3);

  hopso_page_view_set_zoom (world.view, 64);
  hopso_test_window_wait (page_world_is_sharp, world.view);
  g_assert_cmpuint (hopso_page_pictures_get_size (world.view->pictures), <, 64 * 1024 * 1024);
  g_assert_cmphex (page_world_get_colour (&world, 0), ==, hopso_test_pages_get_colour (0));
  page_world_clear (&world);
}

static void
test_the_old_picture_is_shown_until_the_new_one_is_there (void)
{
  PageWorld world = page_world_of_pages (3);

  hopso_page_view_set_zoom (world.view, 2.5);
  g_assert_nonnull (hopso_page_pictures_get_page (world.view->pictures, 0, NULL));
  g_assert_false (hopso_page_view_is_sharp (world.view));
  g_assert_cmphex (page_world_get_colour (&world, 0), ==, hopso_test_pages_get_colour (0));
  hopso_test_window_wait (page_world_is_sharp, world.view);
  page_world_clear (&world);
}

static gboolean
has_wide_page (gpointer data)
{
  graphene_rect_t first;
  graphene_rect_t last;

  hopso_page_view_get_page_bounds (data, 0, &first);
  hopso_page_view_get_page_bounds (data, 59, &last);
  return last.size.width > 1.5 * first.size.width;
}

static void
test_pages_that_are_larger_than_assumed_move_nothing (void)
{
  g_autoptr (GBytes) bytes = hopso_test_pages_new_mixed (60);
  PageWorld world = page_world_new (bytes);

  hopso_page_view_set_zoom (world.view, 1);
  hopso_page_view_go_to_page (world.view, 3);
  hopso_test_window_wait (has_wide_page, world.view);
  hopso_test_window_settle ();
  g_assert_cmpuint (hopso_page_view_get_page (world.view), ==, 3);
  page_world_clear (&world);
}

static gboolean
has_next (gpointer data)
{
  return hopso_page_pictures_get_page (((HopsoPageView *) data)->pictures, 2, NULL) != NULL;
}

static void
test_the_next_page_is_drawn_before_it_is_seen (void)
{
  PageWorld world = page_world_of_pages (12);

  hopso_test_window_wait (has_next, world.view);
  hopso_page_view_go_to_page (world.view, 1);
  g_assert_true (hopso_page_view_is_sharp (world.view));
  page_world_clear (&world);
}

/* Ends each process that draws for the document, until the view gives up. */
static gboolean
offers_retry (gpointer data)
{
  PageWorld *world = data;
  static int killed;
  const int process = hopso_pdf_document_get_process (world->document);

  if (process > 0 && process != killed)
    {
      killed = process;
      kill (process, SIGKILL);
    }
  return gtk_widget_get_visible (world->view->retry);
}

static void
test_a_page_that_kills_its_processes_can_be_tried_again (void)
{
  PageWorld world = page_world_of_pages (12);

  kill (hopso_pdf_document_get_process (world.document), SIGSTOP);
  hopso_page_view_set_zoom (world.view, 3.3);
  hopso_test_window_wait (offers_retry, &world);
  hopso_test_window_settle ();
  hopso_test_window_save (GTK_WIDGET (world.window), "page-view-retry");
  g_signal_emit_by_name (hopso_test_window_find_button (GTK_WIDGET (world.window), "Thử lại"),
                         "clicked");
  hopso_test_window_wait (page_world_is_sharp, world.view);
  g_assert_false (gtk_widget_get_visible (world.view->retry));
  page_world_clear (&world);
}

static void
test_a_process_that_dies_once_is_not_noticed (void)
{
  PageWorld world = page_world_of_pages (12);
  const int process = hopso_pdf_document_get_process (world.document);

  kill (process, SIGSTOP);
  hopso_page_view_set_zoom (world.view, 3.3);
  kill (process, SIGKILL);
  hopso_test_window_wait (page_world_is_sharp, world.view);
  g_assert_false (gtk_widget_get_visible (world.view->retry));
  page_world_clear (&world);
}

static void
test_night_is_dark (void)
{
  PageWorld world = page_world_of_pages (1);
  guint32 colour;

  hopso_page_view_set_is_night (world.view, TRUE);
  colour = page_world_get_colour (&world, 0);
  g_assert_cmphex (colour, !=, hopso_test_pages_get_colour (0));
  /* The test's first page is nearly black. */
  g_assert_cmphex ((colour >> 16) & 0xff, >, 0xc0);
  page_world_clear (&world);
}

static void
count_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  (*(guint *) user_data)++;
}

static void
test_a_mark_lies_on_its_page (void)
{
  PageWorld world = page_world_of_pages (3);
  HopsoPageLayer *layer = HOPSO_PAGE_LAYER (hopso_page_layer_new ());
  graphene_rect_t bounds;
  graphene_rect_t place;
  graphene_rect_t rect = GRAPHENE_RECT_INIT (20, 30, 100, 40);

  hopso_page_layer_set_page (layer, 1);
  hopso_page_layer_set_rect (layer, &rect);
  hopso_page_view_set_layer (world.view, layer);
  hopso_page_view_set_fit (world.view, HOPSO_PAGE_FIT_PAGE);
  hopso_page_view_go_to_page (world.view, 1);
  hopso_test_window_settle ();
  hopso_test_window_save (GTK_WIDGET (world.window), "page-layer");

  const double zoom = hopso_page_view_get_zoom (world.view);
  hopso_page_view_get_page_bounds (world.view, 1, &bounds);
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (layer), GTK_WIDGET (world.view), &place));
  g_assert_cmpfloat_with_epsilon (place.origin.x, bounds.origin.x + 20 * zoom, 1);
  g_assert_cmpfloat_with_epsilon (place.origin.y, bounds.origin.y + 30 * zoom, 1);
  g_assert_cmpfloat_with_epsilon (place.size.width, 100 * zoom, 1);
  page_world_clear (&world);
}

static void
test_a_mark_is_moved_by_keys_and_stays_on_the_page (void)
{
  PageWorld world = page_world_of_pages (3);
  HopsoPageLayer *layer = HOPSO_PAGE_LAYER (hopso_page_layer_new ());
  graphene_rect_t rect = GRAPHENE_RECT_INIT (50, 60, 100, 40);
  guint n_notified = 0;
  double x;
  double width;

  hopso_page_layer_set_rect (layer, &rect);
  hopso_page_view_set_layer (world.view, layer);
  hopso_test_window_settle ();
  g_signal_connect (layer, "notify::x", G_CALLBACK (count_cb), &n_notified);
  g_assert_true (hopso_test_window_press (GTK_WIDGET (layer), GDK_KEY_Right, 0));
  g_object_get (layer, "x", &x, "width", &width, NULL);
  g_assert_cmpfloat (x, ==, 52);
  g_assert_cmpfloat (width, ==, 100);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_true (hopso_test_window_press (GTK_WIDGET (layer), GDK_KEY_Right, GDK_SHIFT_MASK));
  g_object_get (layer, "x", &x, "width", &width, NULL);
  g_assert_cmpfloat (x, ==, 52);
  g_assert_cmpfloat (width, ==, 102);

  /* The page is 200 points wide. */
  g_object_set (layer, "x", 5000.0, NULL);
  g_object_get (layer, "x", &x, NULL);
  g_assert_cmpfloat (x, ==, 98);
  gtk_test_accessible_assert_role (layer, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (
      layer, GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Vị trí chữ ký: trang 1, cách lề trái 98 điểm, cách lề trên 60 điểm, rộng 102, cao 40");
  page_world_clear (&world);
}

static void
test_the_view_may_go_while_pages_are_drawn (void)
{
  g_autoptr (GBytes) bytes = hopso_test_pages_new (30);
  PageWorld world = page_world_new (bytes);
  HopsoPageView *view = world.view;

  hopso_page_view_set_zoom (world.view, 3);
  g_object_add_weak_pointer (G_OBJECT (view), (gpointer *) &view);
  page_world_clear (&world);
  hopso_test_window_settle ();
  g_assert_null (view);
}

int
main (int argc, char **argv)
{
  hopso_test_window_init (&argc, &argv);
  g_test_add_func ("/pageview/view/pages-are-shown", test_pages_are_shown);
  g_test_add_func ("/pageview/view/the-screen-reader-is-told-the-page",
                   test_the_screen_reader_is_told_the_page);
  g_test_add_func ("/pageview/view/every-key-does-its-work", test_every_key_does_its_work);
  g_test_add_func ("/pageview/view/zoom-keeps-what-is-under-the-pointer",
                   test_zoom_keeps_what_is_under_the_pointer);
  g_test_add_func ("/pageview/view/fitting-follows-the-window", test_fitting_follows_the_window);
  g_test_add_func ("/pageview/view/large-zoom-is-sharp-without-drawing-the-whole-page",
                   test_large_zoom_is_sharp_without_drawing_the_whole_page);
  g_test_add_func ("/pageview/view/the-old-picture-is-shown-until-the-new-one-is-there",
                   test_the_old_picture_is_shown_until_the_new_one_is_there);
  g_test_add_func ("/pageview/view/pages-that-are-larger-than-assumed-move-nothing",
                   test_pages_that_are_larger_than_assumed_move_nothing);
  g_test_add_func ("/pageview/view/the-next-page-is-drawn-before-it-is-seen",
                   test_the_next_page_is_drawn_before_it_is_seen);
  g_test_add_func ("/pageview/view/a-page-that-kills-its-processes-can-be-tried-again",
                   test_a_page_that_kills_its_processes_can_be_tried_again);
  g_test_add_func ("/pageview/view/a-process-that-dies-once-is-not-noticed",
                   test_a_process_that_dies_once_is_not_noticed);
  g_test_add_func ("/pageview/view/night-is-dark", test_night_is_dark);
  g_test_add_func ("/pageview/view/a-mark-lies-on-its-page", test_a_mark_lies_on_its_page);
  g_test_add_func ("/pageview/view/a-mark-is-moved-by-keys-and-stays-on-the-page",
                   test_a_mark_is_moved_by_keys_and_stays_on_the_page);
  g_test_add_func ("/pageview/view/the-view-may-go-while-pages-are-drawn",
                   test_the_view_may_go_while_pages_are_drawn);
  return hopso_test_window_run ();
}
