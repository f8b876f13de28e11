/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "page-world.h"

#include <math.h>
#include <string.h>

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
  return world;
}

/* A point of the first page, given as the document does, from below, in the view. */
static graphene_point_t
point_of (PageWorld *world, float x, float y)
{
  const HopsoPageArea area = { 0, GRAPHENE_RECT_INIT (x, 400 - y, 0, 0) };
  graphene_rect_t bounds;

  g_assert_true (hopso_page_view_get_area_bounds (world->view, &area, &bounds));
  return bounds.origin;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(char **) user_data =
      hopso_page_view_read_selection_finish (HOPSO_PAGE_VIEW (source), result, &error);
  g_assert_no_error (error);
}

static gboolean
is_read (gpointer data)
{
  return *(char **) data != NULL;
}

static void
assert_selected (PageWorld *world, const char *expected)
{
  g_autofree char *text = NULL;

  hopso_page_view_read_selection_async (world->view, NULL, read_cb, &text);
  hopso_test_window_wait (is_read, &text);
  g_assert_cmpstr (text, ==, expected);
}

static void
drag (PageWorld *world, float x1, float y1, float x2, float y2)
{
  const graphene_point_t from = point_of (world, x1, y1);
  const graphene_point_t to = point_of (world, x2, y2);

  g_assert_true (hopso_page_view_select_begin (world->view, 1, from.x, from.y));
  hopso_page_view_select_drag (world->view, to.x, to.y);
  hopso_page_view_select_end (world->view);
}

static void
test_text_is_selected_at_every_angle (void)
{
  PageWorld world = world_of_text ();

  for (guint rotation = 0; rotation < 360; rotation += 90)
    {
      hopso_page_view_set_rotation (world.view, rotation);
      hopso_page_view_go_to_page (world.view, 0);
      hopso_test_window_wait (page_world_is_sharp, world.view);
      drag (&world, 41, 363, 70, 335);
      g_assert_true (hopso_page_view_get_has_selection (world.view));
      assert_selected (&world, "The council meets on Monday to hear the report of the treasury and "
                               "then votes");
      if (rotation == 0)
        hopso_test_window_save (GTK_WIDGET (world.window), "page-selection");
    }
  page_world_clear (&world);
}

static void
test_clicks_select_words_and_lines (void)
{
  PageWorld world = world_of_text ();
  const graphene_point_t point = point_of (&world, 75, 363);

  g_assert_true (hopso_page_view_is_text_at (world.view, point.x, point.y));
  g_assert_true (hopso_page_view_select_begin (world.view, 2, point.x, point.y));
  hopso_page_view_select_end (world.view);
  assert_selected (&world, "council");
  g_assert_true (hopso_page_view_select_begin (world.view, 3, point.x, point.y));
  hopso_page_view_select_end (world.view);
  assert_selected (&world, "The council meets on Monday to hear");
  g_assert_true (hopso_test_window_press (GTK_WIDGET (world.view), GDK_KEY_Escape, 0));
  g_assert_false (hopso_page_view_get_has_selection (world.view));
  g_assert_false (hopso_test_window_press (GTK_WIDGET (world.view), GDK_KEY_Escape, 0));
  page_world_clear (&world);
}

static void
test_a_column_is_drawn_around_numbers (void)
{
  PageWorld world = world_of_text ();
  const graphene_point_t from = point_of (&world, 190, 255);
  const graphene_point_t to = point_of (&world, 260, 220);

  g_assert_true (hopso_page_view_select_column (world.view, from.x, from.y));
  hopso_page_view_select_drag (world.view, to.x, to.y);
  hopso_page_view_select_end (world.view);
  assert_selected (&world, "100\n250");
  page_world_clear (&world);
}

static gboolean
has_all_text (gpointer data)
{
  HopsoPageView *view = data;

  return hopso_page_facts_get_text (view->facts, 2) != NULL;
}

static void
test_all_pages_are_copied (void)
{
  PageWorld world = world_of_text ();

  page_world_press (&world, GDK_KEY_a, GDK_CONTROL_MASK);
  assert_selected (&world,
                   "The council meets on Monday to hear the report of the treasury and then votes "
                   "on it.\nAfter that the town hall of Green-field is opened to the public.\n"
                   "Alpha\nBeta\nGo to page three\nOutside\n100\n250\nPage 2\nPage 3");
  page_world_clear (&world);
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
has_content (gpointer data)
{
  return gdk_clipboard_get_content (GDK_CLIPBOARD (data)) != NULL;
}

static void
test_the_clipboards_get_it (void)
{
  PageWorld world = world_of_text ();
  GdkClipboard *clipboards[] = {
    gtk_widget_get_clipboard (GTK_WIDGET (world.view)),
    gtk_widget_get_primary_clipboard (GTK_WIDGET (world.view)),
  };
  const graphene_point_t point = point_of (&world, 75, 363);

  g_assert_true (hopso_page_view_select_begin (world.view, 2, point.x, point.y));
  hopso_page_view_select_end (world.view);
  page_world_press (&world, GDK_KEY_c, GDK_CONTROL_MASK);
  for (gsize i = 0; i < G_N_ELEMENTS (clipboards); i++)
    {
      g_autofree char *pasted = NULL;

      hopso_test_window_wait (has_content, clipboards[i]);
      gdk_clipboard_read_text_async (clipboards[i], NULL, pasted_cb, &pasted);
      hopso_test_window_wait (is_read, &pasted);
      g_assert_cmpstr (pasted, ==, "council");
    }
  page_world_clear (&world);
}

static void
test_keys_select_and_move_a_caret (void)
{
  PageWorld world = world_of_text ();

  page_world_press (&world, GDK_KEY_Right, GDK_SHIFT_MASK | GDK_CONTROL_MASK);
  page_world_press (&world, GDK_KEY_Right, GDK_SHIFT_MASK);
  page_world_press (&world, GDK_KEY_Right, GDK_SHIFT_MASK | GDK_CONTROL_MASK);
  assert_selected (&world, "The council");
  page_world_press (&world, GDK_KEY_Down, GDK_SHIFT_MASK);
  page_world_press (&world, GDK_KEY_End, GDK_SHIFT_MASK);
  assert_selected (&world, "The council meets on Monday to hear the report of the treasury and "
                           "then");

  page_world_press (&world, GDK_KEY_F7, 0);
  g_assert_true (hopso_page_view_get_is_caret_mode (world.view));
  page_world_press (&world, GDK_KEY_Right, 0);
  g_assert_false (hopso_page_view_get_has_selection (world.view));
  hopso_test_window_save (GTK_WIDGET (world.window), "page-caret");
  page_world_press (&world, GDK_KEY_End, GDK_SHIFT_MASK);
  assert_selected (&world, "votes on it.");
  page_world_clear (&world);
}

static void
outside_cb (HopsoPageView *view, const HopsoPdfTarget *target, char **said)
{
  *said = g_strdup_printf ("%d %s", (int) target->kind, target->words);
}

static void
test_links_are_followed_and_come_back_from (void)
{
  PageWorld world = world_of_text ();
  const graphene_point_t inside = point_of (&world, 60, 188);
  const graphene_point_t beside = point_of (&world, 200, 188);
  g_autofree char *said = NULL;
  const HopsoPdfLink *link = hopso_page_view_find_link (world.view, inside.x, inside.y);
  g_autofree char *words = NULL;

  g_assert_nonnull (link);
  g_assert_null (hopso_page_view_find_link (world.view, beside.x, beside.y));
  words = hopso_page_view_dup_link_words (link);
  g_assert_cmpstr (words, ==, "Đến trang 3");
  hopso_page_view_follow (world.view, link->target);
  g_assert_cmpuint (hopso_page_view_get_page (world.view), ==, 2);
  page_world_press (&world, GDK_KEY_Left, GDK_ALT_MASK);
  g_assert_cmpuint (hopso_page_view_get_page (world.view), ==, 0);

  /* By keys alone: the first link, the second, which leads outside and is asked about. */
  g_signal_connect (world.view, "outside", G_CALLBACK (outside_cb), &said);
  gtk_widget_grab_focus (GTK_WIDGET (world.view));
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (world.view), GTK_DIR_TAB_FORWARD));
  g_assert_cmpint (world.view->link_index, ==, 0);
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (world.view), GTK_DIR_TAB_FORWARD));
  gtk_test_accessible_assert_property (world.view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Ra ngoài: https://example.org/a");
  hopso_test_window_settle ();
  hopso_test_window_save (GTK_WIDGET (world.window), "page-link");
  page_world_press (&world, GDK_KEY_Return, 0);
  g_assert_cmpstr (said, ==, "1 https://example.org/a");
  page_world_clear (&world);
}

static void
test_what_was_found_is_lit_and_shown (void)
{
  PageWorld world = world_of_text ();
  const HopsoPageRange hits[] = { { 0, 4, 11 }, { 0, 16, 18 }, { 2, 0, 4 } };
  guint32 before;
  graphene_rect_t bounds;

  hopso_page_view_set_hits (world.view, hits, G_N_ELEMENTS (hits));
  hopso_page_view_set_current_hit (world.view, &hits[0]);
  hopso_test_window_settle ();
  hopso_test_window_save (GTK_WIDGET (world.window), "page-hits");

  /* Its text is read first. */
  hopso_page_view_set_zoom (world.view, 6);
  hopso_page_view_set_current_hit (world.view, &hits[2]);
  hopso_test_window_wait (has_all_text, world.view);
  hopso_test_window_settle ();
  g_assert_cmpuint (hopso_page_view_get_page (world.view), ==, 2);
  const HopsoPageArea area = { 2, GRAPHENE_RECT_INIT (40, 30, 5, 5) };
  g_assert_true (hopso_page_view_get_area_bounds (world.view, &area, &bounds));
  g_assert_cmpfloat (bounds.origin.x, >, 0);
  g_assert_cmpfloat (bounds.origin.y, >, 0);
  g_assert_cmpfloat (bounds.origin.x, <, gtk_widget_get_width (GTK_WIDGET (world.view)));
  before = page_world_get_colour (&world, 2);
  hopso_page_view_set_hits (world.view, NULL, 0);
  g_assert_cmphex (page_world_get_colour (&world, 2), ==, before);
  page_world_clear (&world);
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* In which order a table is read is a matter of taste. */
static GStrv
sorted_words (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \n\f\t-", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GStrv sorted;

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*words[i] != '\0')
        g_strv_builder_add (builder, words[i]);
    }
  sorted = g_strv_builder_end (builder);
  qsort (sorted, g_strv_length (sorted), sizeof *sorted, compare_words);
  return sorted;
}

/* The words that are copied from a page are those that pdftotext finds on it. */
static void
test_words_are_those_of_pdftotext (void)
{
  g_autoptr (GBytes) bytes = hopso_test_pages_new_text ();
  g_autofree char *file = NULL;
  g_autofree char *words = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  const int fd = g_file_open_tmp ("hopso-text-XXXXXX.pdf", &file, &error);
  PageWorld world;

  g_assert_no_error (error);
  close (fd);
  g_assert_true (g_file_set_contents (file, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
  const char *argv[] = { "pdftotext", "-raw", file, "-", NULL };
  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &words, NULL,
                     NULL, NULL))
    {
      g_test_skip ("pdftotext is not here");
      return;
    }
  unlink (file);
  world = world_of_text ();
  hopso_page_view_select_all (world.view);
  hopso_page_view_read_selection_async (world.view, NULL, read_cb, &text);
  hopso_test_window_wait (is_read, &text);

  g_auto (GStrv) theirs = sorted_words (words);
  g_auto (GStrv) ours = sorted_words (text);
  g_assert_cmpuint (g_strv_length (theirs), >, 30);
  g_assert_true (g_strv_equal ((const char *const *) theirs, (const char *const *) ours));
  page_world_clear (&world);
}

int
main (int argc, char **argv)
{
  hopso_test_window_init (&argc, &argv);
  g_test_add_func ("/pageview/reading/text-is-selected-at-every-angle",
                   test_text_is_selected_at_every_angle);
  g_test_add_func ("/pageview/reading/clicks-select-words-and-lines",
                   test_clicks_select_words_and_lines);
  g_test_add_func ("/pageview/reading/a-column-is-drawn-around-numbers",
                   test_a_column_is_drawn_around_numbers);
  g_test_add_func ("/pageview/reading/all-pages-are-copied", test_all_pages_are_copied);
  g_test_add_func ("/pageview/reading/the-clipboards-get-it", test_the_clipboards_get_it);
  g_test_add_func ("/pageview/reading/keys-select-and-move-a-caret",
                   test_keys_select_and_move_a_caret);
  g_test_add_func ("/pageview/reading/links-are-followed-and-come-back-from",
                   test_links_are_followed_and_come_back_from);
  g_test_add_func ("/pageview/reading/what-was-found-is-lit-and-shown",
                   test_what_was_found_is_lit_and_shown);
  g_test_add_func ("/pageview/reading/words-are-those-of-pdftotext",
                   test_words_are_those_of_pdftotext);
  return hopso_test_window_run ();
}
