/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a hand does, as the X server reports it. */

#include "page-world.h"

#include <gdk/x11/gdkx.h>
#include <math.h>

static gboolean
has_facts (gpointer data)
{
  HopsoPageView *view = data;

  return hopso_page_facts_get_text (view->facts, 0) != NULL &&
         hopso_page_facts_get_links (view->facts, 0) != NULL;
}

static PageWorld
world_of_text (void)
{
  g_autoptr (GBytes) bytes = hopso_test_pages_new_text ();
  PageWorld world = page_world_new (bytes);

  hopso_test_window_wait (page_world_is_sharp, world.view);
  hopso_test_window_wait (has_facts, world.view);
  hopso_test_window_settle ();
  return world;
}

static PageWorld
world_of_wide_text (void)
{
  PageWorld world = world_of_text ();

  hopso_page_view_set_fit (world.view, HOPSO_PAGE_FIT_WIDTH);
  hopso_test_window_settle ();
  hopso_test_window_wait (page_world_is_sharp, world.view);
  return world;
}

/* Runs xdotool with the words of @format; "@" stands for the window. */
static void G_GNUC_PRINTF (2, 3) hand (PageWorld *world, const char *format, ...)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (world->window));
  g_autofree char *window =
      g_strdup_printf ("%lu", (unsigned long) gdk_x11_surface_get_xid (surface));
  g_autoptr (GString) command = g_string_new ("xdotool ");
  g_autoptr (GError) error = NULL;
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (command, format, arguments);
  va_end (arguments);
  g_string_replace (command, "@", window, 0);
  g_assert_true (g_spawn_command_line_sync (command->str, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  hopso_test_window_settle ();
}

/* Where a point of the view is in the window. */
static graphene_point_t
in_window (PageWorld *world, float x, float y)
{
  graphene_point_t point;
  double dx;
  double dy;

  g_assert_true (gtk_widget_compute_point (GTK_WIDGET (world->view), GTK_WIDGET (world->window),
                                           &GRAPHENE_POINT_INIT (x, y), &point));
  gtk_native_get_surface_transform (GTK_NATIVE (world->window), &dx, &dy);
  return GRAPHENE_POINT_INIT (point.x + (float) dx, point.y + (float) dy);
}

/* Where a point of the first page is, given as the document does, from below. */
static graphene_point_t
on_page (PageWorld *world, float x, float y)
{
  const HopsoPageArea area = { 0, GRAPHENE_RECT_INIT (x, 400 - y, 0, 0) };
  graphene_rect_t bounds;

  g_assert_true (hopso_page_view_get_area_bounds (world->view, &area, &bounds));
  return in_window (world, bounds.origin.x, bounds.origin.y);
}

/* Whether the view knows that the pointer is at @point of the window. */
static gboolean
is_pointer_at (PageWorld *world, graphene_point_t point)
{
  const graphene_point_t origin = in_window (world, 0, 0);

  return fabs (world->view->pointer_x - (point.x - origin.x)) <= 1 &&
         fabs (world->view->pointer_y - (point.y - origin.y)) <= 1;
}

/* The window manager may move a new window while the pointer is on its way. */
static void
move_to (PageWorld *world, graphene_point_t point)
{
  gboolean has_come = FALSE;

  for (guint i = 0; i < 100 && !has_come; i++)
    {
      if (i > 0)
        hand (world, "mousemove_relative 3 0");
      hand (world, "mousemove --window @ %.0f %.0f", point.x, point.y);
      has_come = is_pointer_at (world, point);
    }
  g_assert_true (has_come);
}

/* Clicks so often; once in a window, since the next click would be counted on. */
static void
click (PageWorld *world, float x, float y, guint n)
{
  move_to (world, on_page (world, x, y));
  hand (world, "click --repeat %u --delay 20 1", n);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(char **) user_data =
      hopso_page_view_read_selection_finish (HOPSO_PAGE_VIEW (source), result, NULL);
}

static gboolean
is_read (gpointer data)
{
  return *(char **) data != NULL;
}

/* What the hand did last may still be on its way. */
static void
assert_selected (PageWorld *world, const char *expected)
{
  g_autofree char *text = NULL;

  for (guint i = 0; i < 100 && g_strcmp0 (text, expected) != 0; i++)
    {
      if (i > 0)
        hopso_test_window_settle ();
      g_clear_pointer (&text, g_free);
      hopso_page_view_read_selection_async (world->view, NULL, read_cb, &text);
      hopso_test_window_wait (is_read, &text);
    }
  g_assert_cmpstr (text, ==, expected);
}

/* What is under the pointer is known when the page's text has been read, and shown at the next
 * movement. Leaves the pointer at @point. */
static void
assert_cursor (PageWorld *world, graphene_point_t point, const char *name)
{
  const char *shown = NULL;

  for (guint i = 0; i < 100 && g_strcmp0 (shown, name) != 0; i++)
    {
      GdkCursor *cursor;

      move_to (world, GRAPHENE_POINT_INIT (point.x + 1, point.y));
      move_to (world, point);
      cursor = gtk_widget_get_cursor (GTK_WIDGET (world->view));
      shown = cursor != NULL ? gdk_cursor_get_name (cursor) : NULL;
    }
  g_assert_cmpstr (shown, ==, name);
}

typedef struct
{
  HopsoPageView *view;
  guint page;
} Turn;

static gboolean
has_turned (gpointer data)
{
  const Turn *turn = data;

  return hopso_page_view_get_page (turn->view) == turn->page;
}

static void
wait_for_page (PageWorld *world, guint page)
{
  Turn turn = { world->view, page };

  hopso_test_window_wait (has_turned, &turn);
}

static gboolean
has_no_selection (gpointer data)
{
  return !hopso_page_view_get_has_selection (data);
}

static void
test_a_drag_selects_text (void)
{
  PageWorld world = world_of_text ();
  const graphene_point_t from = on_page (&world, 41, 364);
  const graphene_point_t to = on_page (&world, 70, 350);

  assert_cursor (&world, from, "text");
  hand (&world, "mousedown 1");
  hand (&world, "mousemove --window @ %.0f %.0f", from.x + 30, from.y + 4);
  move_to (&world, to);
  hand (&world, "mouseup 1");
  assert_selected (&world, "The council meets on Monday to hear the re");

  /* A click beside it takes it back. */
  move_to (&world, on_page (&world, 250, 120));
  hand (&world, "click 1");
  hopso_test_window_wait (has_no_selection, world.view);
  page_world_clear (&world);
}

static void
test_two_and_three_clicks_select_more (void)
{
  PageWorld world = world_of_text ();

  click (&world, 75, 363, 2);
  assert_selected (&world, "council");
  page_world_clear (&world);

  world = world_of_text ();
  click (&world, 75, 363, 3);
  assert_selected (&world, "The council meets on Monday to hear");
  page_world_clear (&world);
}

static void
test_a_click_follows_a_link (void)
{
  PageWorld world = world_of_text ();

  assert_cursor (&world, on_page (&world, 60, 188), "pointer");
  hand (&world, "click 1");
  wait_for_page (&world, 2);
  page_world_clear (&world);
}

/* Until half a second has changed nothing. */
static void
wait_until_still (PageWorld *world)
{
  double zoom = -1;
  double place = -1;

  for (guint i = 0; i < 3; i++)
    {
      const double new_zoom = hopso_page_view_get_zoom (world->view);
      const double new_place = gtk_adjustment_get_value (world->down);

      if (new_zoom != zoom || new_place != place)
        i = 0;
      zoom = new_zoom;
      place = new_place;
      hopso_test_window_settle ();
    }
}

static void
test_the_wheel_zooms_where_the_pointer_is (void)
{
  /* A page that is narrower than the window stays in its middle. */
  PageWorld world = world_of_wide_text ();
  const graphene_point_t point = on_page (&world, 75, 363);
  const double before = hopso_page_view_get_zoom (world.view);
  graphene_point_t after;

  move_to (&world, point);
  hand (&world, "keydown ctrl click --repeat 5 --delay 20 4 keyup ctrl");
  wait_until_still (&world);
  g_assert_cmpfloat (hopso_page_view_get_zoom (world.view), >, 1.4 * before);
  after = on_page (&world, 75, 363);
  g_assert_cmpfloat_with_epsilon (after.x, point.x, 2);
  g_assert_cmpfloat_with_epsilon (after.y, point.y, 2);

  /* Without the key it scrolls; the middle button drags the paper back. */
  hand (&world, "click --repeat 3 --delay 20 5");
  wait_until_still (&world);
  const double scrolled = gtk_adjustment_get_value (world.down);
  g_assert_cmpfloat (on_page (&world, 75, 363).y, <, point.y - 50);
  hand (&world, "mousedown 2");
  hand (&world, "mousemove_relative 0 40");
  hand (&world, "mousemove_relative 0 40");
  hand (&world, "mouseup 2");
  wait_until_still (&world);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (world.down), scrolled - 80, 2);
  page_world_clear (&world);
}

static void
test_the_wheel_turns_pages (void)
{
  PageWorld world = world_of_text ();

  hopso_page_view_set_mode (world.view, HOPSO_PAGE_MODE_PRESENTATION);
  hopso_test_window_settle ();
  move_to (&world, in_window (&world, 250, 400));
  /* After the pointer has come in, the first notch tells the toolkit only where the wheel is; the
   * next ones, if it was not lost, are too soon to turn once more. */
  hand (&world, "click --repeat 2 --delay 20 5");
  wait_for_page (&world, 1);
  hand (&world, "sleep 0.4 click 4");
  wait_for_page (&world, 0);
  hand (&world, "click 1");
  wait_for_page (&world, 1);
  hand (&world, "click 3");
  wait_for_page (&world, 0);
  page_world_clear (&world);
}

static void
test_two_clicks_beside_text_look_closer (void)
{
  PageWorld world = world_of_text ();
  const double before = hopso_page_view_get_zoom (world.view);

  click (&world, 150, 120, 2);
  g_assert_cmpfloat_with_epsilon (hopso_page_view_get_zoom (world.view), 2 * before, 1e-6);
  hopso_page_view_double_at (world.view, 100, 100);
  hopso_test_window_settle ();
  g_assert_cmpfloat_with_epsilon (hopso_page_view_get_zoom (world.view), before, 1e-6);
  page_world_clear (&world);
}

static GtkGesture *
find_pinch (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_ZOOM (controller))
        return GTK_GESTURE (controller);
    }
  return NULL;
}

/* Two fingers are no X server's business here: the gesture itself says what they did. */
static void
test_a_pinch_zooms (void)
{
  PageWorld world = world_of_wide_text ();
  const double before = hopso_page_view_get_zoom (world.view);
  const graphene_point_t point = on_page (&world, 75, 363);
  GtkGesture *pinch = find_pinch (GTK_WIDGET (world.view));
  graphene_point_t after;

  move_to (&world, point);
  g_signal_emit_by_name (pinch, "begin", NULL);
  g_signal_emit_by_name (pinch, "scale-changed", 1.5);
  g_signal_emit_by_name (pinch, "scale-changed", 2.5);
  g_assert_cmpfloat_with_epsilon (hopso_page_view_get_zoom (world.view), 2.5 * before, 1e-6);
  hopso_test_window_settle ();
  after = on_page (&world, 75, 363);
  g_assert_cmpfloat_with_epsilon (after.x, point.x, 2);
  page_world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_autofree char *xdotool = g_find_program_in_path ("xdotool");

  hopso_test_window_init (&argc, &argv);
  if (xdotool == NULL || !GDK_IS_X11_DISPLAY (gdk_display_get_default ()))
    {
      g_print ("1..0 # SKIP there is no hand here\n");
      return 0;
    }
  /* However busy the machine is. */
  g_object_set (gtk_settings_get_default (), "gtk-double-click-time", 10000, NULL);
  g_test_add_func ("/pageview/input/a-drag-selects-text", test_a_drag_selects_text);
  g_test_add_func ("/pageview/input/two-and-three-clicks-select-more",
                   test_two_and_three_clicks_select_more);
  g_test_add_func ("/pageview/input/a-click-follows-a-link", test_a_click_follows_a_link);
  g_test_add_func ("/pageview/input/the-wheel-zooms-where-the-pointer-is",
                   test_the_wheel_zooms_where_the_pointer_is);
  g_test_add_func ("/pageview/input/the-wheel-turns-pages", test_the_wheel_turns_pages);
  g_test_add_func ("/pageview/input/two-clicks-beside-text-look-closer",
                   test_two_clicks_beside_text_look_closer);
  g_test_add_func ("/pageview/input/a-pinch-zooms", test_a_pinch_zooms);
  return hopso_test_window_run ();
}
