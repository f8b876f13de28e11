/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-fd.h"
#include "hopso-reader-private.h"
#include "hopso-test-rich.h"
#include "hopso-test-scans.h"
#include "hopso-test-window.h"
#include "hopso-text-page-private.h"

#include <string.h>

typedef struct
{
  HopsoPdfClient *client;
  HopsoReader *reader;
  HopsoPageView *view;
  HopsoTextPage *page;
  GtkTextView *text;
  GtkWindow *window;
  gboolean is_shown;
} World;

static void
shown_cb (World *world)
{
  world->is_shown = TRUE;
}

static gboolean
is_shown (gpointer data)
{
  return ((World *) data)->is_shown;
}

static gboolean
is_read (gpointer data)
{
  return hopso_text_page_is_read (((World *) data)->page);
}

static void
world_init (World *world, GBytes *bytes, int width, int height)
{
  g_auto (HopsoFd) fd =
      hopso_fd_new_sealed ("test", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);

  *world = (World){ .client = hopso_pdf_client_new () };
  world->reader = HOPSO_READER (hopso_reader_new (NULL));
  world->view = hopso_reader_get_view (world->reader);
  world->page = world->reader->text_page;
  world->text = world->page->text;
  g_signal_connect_swapped (world->reader, "shown", G_CALLBACK (shown_cb), world);
  world->window = hopso_test_window_show (GTK_WIDGET (world->reader), width, height);
  hopso_reader_show (world->reader, world->client, fd, "Báo cáo 177/BC-STC");
  hopso_test_window_wait (is_shown, world);
  hopso_test_window_settle ();
}

static void
world_clear (World *world)
{
  gtk_window_destroy (world->window);
  g_object_unref (world->client);
}

static void
read_text (World *world)
{
  gtk_widget_activate_action (GTK_WIDGET (world->reader), "reader.text", NULL);
  hopso_test_window_wait (is_read, world);
  hopso_test_window_settle ();
}

static void
assert_says (World *world, const char *words)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (world->text);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  g_autofree char *text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  if (strstr (text, words) == NULL)
    g_error ("“%s” is not in “%s”", words, text);
}

static void
assert_is_on (World *world, guint page, const char *words)
{
  hopso_test_window_wait (is_read, world);
  hopso_test_window_settle ();
  g_assert_cmpuint (hopso_page_view_get_page (world->view), ==, page);
  assert_says (world, words);
}

/* The keys that come before the text view's own. */
static gboolean
press_first (GtkWidget *widget, guint keyval, GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean is_done = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !is_done; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) &&
          gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0u, modifiers, &is_done);
    }
  return is_done;
}

static void
press (World *world, guint keyval, GdkModifierType modifiers)
{
  if (!press_first (GTK_WIDGET (world->text), keyval, modifiers))
    g_assert_true (hopso_test_window_press (GTK_WIDGET (world->page), keyval, modifiers));
}

static void
test_the_page_is_read_as_text (void)
{
  g_autoptr (GBytes) bytes = hopso_test_rich_new_book (12);
  World world;

  world_init (&world, bytes, 1000, 700);
  hopso_page_view_go_to_page (world.view, 6);
  read_text (&world);
  assert_is_on (&world, 6, "Trang 7\n");
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (world.text)));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (world.text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Trang 7 trên 12");
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (world.page), GTK_ACCESSIBLE_ROLE_REGION);
  g_assert_nonnull (hopso_test_window_find_label (GTK_WIDGET (world.page), "Trang 7 trên 12"));
  hopso_test_window_save (GTK_WIDGET (world.window), "reader-text");
  world_clear (&world);
}

static void
test_pages_are_turned_by_keys_and_kept (void)
{
  g_autoptr (GBytes) bytes = hopso_test_rich_new_book (12);
  World world;

  world_init (&world, bytes, 1000, 700);
  read_text (&world);
  press (&world, GDK_KEY_Page_Down, GDK_CONTROL_MASK);
  assert_is_on (&world, 1, "Trang 2\n");
  /* The page is short: it ends in sight. */
  press (&world, GDK_KEY_Page_Down, 0);
  assert_is_on (&world, 2, "Trang 3\n");
  press (&world, GDK_KEY_space, 0);
  assert_is_on (&world, 3, "Trang 4\n");
  press (&world, GDK_KEY_Page_Up, 0);
  assert_is_on (&world, 2, "Trang 3\n");
  hopso_page_view_go_to_page (world.view, 11);
  assert_is_on (&world, 11, "Trang 12\n");
  gtk_widget_activate_action (GTK_WIDGET (world.reader), "reader.previous", NULL);
  assert_is_on (&world, 10, "Trang 11\n");
  gtk_widget_activate_action (GTK_WIDGET (world.reader), "reader.text", NULL);
  hopso_test_window_settle ();
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (world.view)));
  g_assert_cmpuint (hopso_page_view_get_page (world.view), ==, 10);
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (world.view)));
  world_clear (&world);
}

static char *
dup_line_of_cursor (World *world)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (world->text);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_iter_at_mark (buffer, &start, gtk_text_buffer_get_insert (buffer));
  end = start;
  gtk_text_iter_set_line_offset (&start, 0);
  gtk_text_iter_forward_to_line_end (&end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/* From the second line of a page to the same line of its text; from its third line back. */
static void
test_one_stays_where_one_was (void)
{
  g_autoptr (GBytes) bytes = hopso_test_rich_new_book (12);
  HopsoPagePlace place;
  World world;

  world_init (&world, bytes, 1000, 300);
  hopso_page_view_get_place (world.view, &place);
  place.fit = HOPSO_PAGE_FIT_NONE;
  place.zoom = 4;
  place.spot = (HopsoPageSpot){ 6, 0.5, 52.0 / 400 };
  hopso_page_view_set_place (world.view, &place);
  hopso_test_window_settle ();
  read_text (&world);
  g_autofree char *line = dup_line_of_cursor (&world);
  g_assert_cmpstr (line, ==, "Không có gì");

  GtkTextBuffer *buffer = gtk_text_view_get_buffer (world.text);
  GtkTextIter there;
  gtk_text_buffer_get_end_iter (buffer, &there);
  gtk_text_iter_backward_chars (&there, 4);
  gtk_text_buffer_place_cursor (buffer, &there);
  gtk_widget_activate_action (GTK_WIDGET (world.reader), "reader.text", NULL);
  hopso_test_window_settle ();
  hopso_page_view_get_place (world.view, &place);
  g_assert_cmpuint (place.spot.page, ==, 6);
  g_assert_cmpfloat (place.spot.y, >, 60.0 / 400);
  g_assert_cmpfloat (place.spot.y, <, 90.0 / 400);
  world_clear (&world);
}

static gboolean
is_done (gpointer data)
{
  HopsoPdfFind *find = hopso_find_bar_get_find (((World *) data)->reader->find_bar);

  return find != NULL && hopso_pdf_find_is_done (find);
}

static gboolean
has_tag (World *world, const char *name)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (world->text);
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), name);
  GtkTextIter place;

  gtk_text_buffer_get_start_iter (buffer, &place);
  return gtk_text_iter_starts_tag (&place, tag) ||
         gtk_text_iter_forward_to_tag_toggle (&place, tag);
}

static void
test_words_are_found_in_the_text (void)
{
  g_autoptr (GBytes) bytes = hopso_test_rich_new_book (24);
  World world;

  world_init (&world, bytes, 1000, 700);
  read_text (&world);
  hopso_reader_find (world.reader, "duong nguyen");
  hopso_test_window_wait (is_done, &world);
  hopso_test_window_settle ();
  hopso_find_bar_choose (world.reader->find_bar, 1);
  assert_is_on (&world, 10, "Con đường Nguyễn Huệ");
  g_assert_true (has_tag (&world, "current"));
  g_assert_false (has_tag (&world, "hit"));
  hopso_test_window_save (GTK_WIDGET (world.window), "reader-text-found");
  g_assert_true (hopso_reader_step_back (world.reader));
  g_assert_false (has_tag (&world, "current"));
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (world.text)));
  world_clear (&world);
}

/* Nothing sticks out of a narrow window. */
static void
assert_fits (GtkWidget *widget, int width)
{
  int least;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, width);
}

static void
test_letters_and_lines_grow (void)
{
  g_autoptr (GBytes) bytes = hopso_test_rich_new_book (2);
  World world;

  world_init (&world, bytes, 480, 700);
  read_text (&world);
  g_assert_false (gtk_widget_get_visible (world.reader->fit_tools));
  press (&world, GDK_KEY_plus, GDK_CONTROL_MASK);
  gtk_widget_activate_action (GTK_WIDGET (world.reader), "reader.zoom-in", NULL);
  g_assert_cmpuint (hopso_text_page_get_size (world.page), ==, 175);
  g_assert_cmpstr (gtk_label_get_text (world.reader->zoom_label), ==, "175 %");
  gtk_widget_activate_action (GTK_WIDGET (world.reader), "text.spacing", "s", "widest");
  g_assert_cmpint (hopso_text_page_get_spacing (world.page), ==, HOPSO_TEXT_SPACING_WIDEST);
  hopso_test_window_set_dark (TRUE);
  hopso_test_window_settle ();
  hopso_test_window_save (GTK_WIDGET (world.window), "reader-text-narrow-dark");
  hopso_test_window_set_dark (FALSE);
  assert_fits (world.reader->bar, 480);
  assert_fits (world.reader->tools, 480);
  press (&world, GDK_KEY_0, GDK_CONTROL_MASK);
  g_assert_cmpuint (hopso_text_page_get_size (world.page), ==, HOPSO_TEXT_SIZE_USUAL);
  world_clear (&world);
}

static void
test_a_page_without_text_says_so (void)
{
  g_autoptr (GBytes) bytes = hopso_test_scans_new (1);
  World world;

  world_init (&world, bytes, 1000, 700);
  read_text (&world);
  g_assert_nonnull (
      hopso_test_window_find_label (GTK_WIDGET (world.page), "Trang này không có chữ"));
  hopso_test_window_save (GTK_WIDGET (world.window), "reader-text-scan");
  GtkWidget *button = hopso_test_window_find_button (GTK_WIDGET (world.page), "Xem trang");
  g_signal_emit_by_name (button, "clicked");
  g_assert_false (hopso_text_page_get_is_active (world.page));
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  hopso_test_window_init (&argc, &argv);
  g_test_add_func ("/reader/text/the-page-is-read-as-text", test_the_page_is_read_as_text);
  g_test_add_func ("/reader/text/pages-are-turned-by-keys-and-kept",
                   test_pages_are_turned_by_keys_and_kept);
  g_test_add_func ("/reader/text/one-stays-where-one-was", test_one_stays_where_one_was);
  g_test_add_func ("/reader/text/words-are-found-in-the-text", test_words_are_found_in_the_text);
  g_test_add_func ("/reader/text/letters-and-lines-grow", test_letters_and_lines_grow);
  g_test_add_func ("/reader/text/a-page-without-text-says-so", test_a_page_without_text_says_so);
  return hopso_test_window_run ();
}
