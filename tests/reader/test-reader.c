/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fake-workspace.h"
#include "hopso-fd.h"
#include "hopso-reader-private.h"
#include "hopso-test-pages.h"
#include "hopso-test-window.h"

typedef struct
{
  HopsoPdfClient *client;
  HopsoReader *reader;
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

static void
world_init (World *world, int width, int height)
{
  *world = (World){ .client = hopso_pdf_client_new () };
  world->reader = HOPSO_READER (hopso_reader_new (NULL));
  g_signal_connect_swapped (world->reader, "shown", G_CALLBACK (shown_cb), world);
  world->window = hopso_test_window_show (GTK_WIDGET (world->reader), width, height);
}

static void
show (World *world, GBytes *bytes)
{
  g_auto (HopsoFd) fd =
      hopso_fd_new_sealed ("test", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);

  hopso_reader_show (world->reader, world->client, fd, "Tờ trình 15/TTr-SKH");
}

static void
show_pages (World *world, guint n_pages)
{
  g_autoptr (GBytes) bytes = hopso_test_pages_new (n_pages);

  show (world, bytes);
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
click (World *world, const char *text)
{
  GtkWidget *button = hopso_test_window_find_button (GTK_WIDGET (world->window), text);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  hopso_test_window_settle ();
}

static gboolean
is_sharp (gpointer data)
{
  return hopso_page_view_is_sharp (hopso_reader_get_view (((World *) data)->reader));
}

static void
test_a_document_is_shown_with_its_title_and_pages (void)
{
  World world;

  world_init (&world, 1000, 700);
  show_pages (&world, 12);
  hopso_test_window_wait (is_sharp, &world);
  g_assert_nonnull (
      hopso_test_window_find_label (GTK_WIDGET (world.window), "Tờ trình 15/TTr-SKH"));
  g_assert_nonnull (hopso_test_window_find_label (GTK_WIDGET (world.window), "12 trang"));
  g_assert_nonnull (hopso_test_window_find_label (GTK_WIDGET (world.window), "/ 12"));
  g_assert_cmpint (hopso_reader_get_fd (world.reader), >=, 0);
  /* There is nothing to fill in, and no room is kept for it. */
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (world.reader->fill_revealer)), ==, 0);
  hopso_test_window_save (GTK_WIDGET (world.window), "reader");
  world_clear (&world);
}

static void
test_the_tools_move_and_zoom (void)
{
  World world;
  HopsoPageView *view;

  world_init (&world, 1000, 700);
  show_pages (&world, 12);
  view = hopso_reader_get_view (world.reader);
  gtk_widget_activate_action (GTK_WIDGET (world.reader), "reader.next", NULL);
  g_assert_cmpuint (hopso_page_view_get_page (view), ==, 1);
  g_assert_cmpstr (gtk_editable_get_text (world.reader->page_entry), ==, "2");

  gtk_editable_set_text (world.reader->page_entry, "9");
  g_signal_emit_by_name (world.reader->page_entry, "activate");
  g_assert_cmpuint (hopso_page_view_get_page (view), ==, 8);
  gtk_editable_set_text (world.reader->page_entry, "99");
  g_signal_emit_by_name (world.reader->page_entry, "activate");
  g_assert_cmpuint (hopso_page_view_get_page (view), ==, 8);
  g_assert_cmpstr (gtk_editable_get_text (world.reader->page_entry), ==, "9");

  click (&world, "Vừa chiều rộng");
  g_assert_cmpint (hopso_page_view_get_fit (view), ==, HOPSO_PAGE_FIT_WIDTH);
  g_assert_true (gtk_toggle_button_get_active (world.reader->fit_width_button));
  click (&world, "Vừa trang");
  g_assert_cmpint (hopso_page_view_get_fit (view), ==, HOPSO_PAGE_FIT_PAGE);
  g_assert_false (gtk_toggle_button_get_active (world.reader->fit_width_button));
  gtk_widget_activate_action (GTK_WIDGET (world.reader), "reader.zoom-in", NULL);
  g_assert_cmpint (hopso_page_view_get_fit (view), ==, HOPSO_PAGE_FIT_NONE);
  hopso_page_view_set_zoom (view, 1.5);
  g_assert_cmpstr (gtk_label_get_text (world.reader->zoom_label), ==, "150 %");
  world_clear (&world);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_signing_and_checking_are_asked_of_others (void)
{
  World world;
  guint n_sign = 0;
  guint n_verify = 0;

  world_init (&world, 1000, 700);
  g_signal_connect_swapped (world.reader, "sign", G_CALLBACK (count_cb), &n_sign);
  g_signal_connect_swapped (world.reader, "verify", G_CALLBACK (count_cb), &n_verify);
  show_pages (&world, 1);
  g_assert_null (hopso_test_window_find_button (GTK_WIDGET (world.window), "Ký số…"));
  hopso_reader_set_can_sign (world.reader, TRUE);
  click (&world, "Ký số…");
  click (&world, "Kiểm tra chữ ký");
  g_assert_cmpuint (n_sign, ==, 1);
  g_assert_cmpuint (n_verify, ==, 1);
  world_clear (&world);
}

static void
test_a_banner_is_shown_and_goes_with_its_document (void)
{
  World world;

  world_init (&world, 1000, 700);
  show_pages (&world, 3);
  hopso_reader_set_banner (world.reader, gtk_label_new ("Hợp lệ."));
  hopso_test_window_settle ();
  g_assert_nonnull (hopso_test_window_find_label (GTK_WIDGET (world.window), "Hợp lệ."));
  world.is_shown = FALSE;
  show_pages (&world, 2);
  g_assert_null (hopso_test_window_find_label (GTK_WIDGET (world.window), "Hợp lệ."));
  world_clear (&world);
}

static gboolean
has_problem (gpointer data)
{
  return g_str_equal (gtk_stack_get_visible_child_name (((World *) data)->reader->stack),
                      "problem");
}

static void
test_what_cannot_be_opened_is_explained (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("hello", 5);
  World world;

  world_init (&world, 1000, 700);
  show (&world, bytes);
  hopso_test_window_wait (has_problem, &world);
  hopso_test_window_settle ();
  g_assert_nonnull (
      hopso_test_window_find_label (GTK_WIDGET (world.window), "Không mở được văn bản"));
  g_assert_nonnull (hopso_test_window_find_button (GTK_WIDGET (world.window), "Thử lại"));
  hopso_test_window_save (GTK_WIDGET (world.window), "reader-problem");
  world_clear (&world);
}

static void
test_a_paper_is_fetched_and_opens_where_it_was_left (void)
{
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  g_autoptr (GBytes) bytes = hopso_test_pages_new (12);
  g_auto (HopsoFd) fd =
      hopso_fd_new_sealed ("test", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  g_autoptr (HopsoWorkspace) workspace = fake_workspace_new (client, fd);
  World world = { .reader = HOPSO_READER (hopso_reader_new (workspace)) };
  HopsoPageView *view = hopso_reader_get_view (world.reader);

  g_signal_connect_swapped (world.reader, "shown", G_CALLBACK (shown_cb), &world);
  world.window = hopso_test_window_show (GTK_WIDGET (world.reader), 1000, 700);
  hopso_reader_open (world.reader, "paper");
  g_assert_nonnull (hopso_test_window_find_label (GTK_WIDGET (world.window), "15/TTr-SKH"));
  fake_workspace_arrive (workspace);
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (world.reader->progress), ==, 0.5);
  hopso_test_window_wait (is_shown, &world);
  g_assert_nonnull (
      hopso_test_window_find_label (GTK_WIDGET (world.window), "Điều chỉnh kế hoạch · 12 trang"));
  hopso_page_view_go_to_page (view, 7);
  hopso_reader_close (world.reader);
  g_assert_cmpint (hopso_reader_get_fd (world.reader), ==, -1);

  world.is_shown = FALSE;
  hopso_reader_open (world.reader, "paper");
  fake_workspace_arrive (workspace);
  hopso_test_window_wait (is_shown, &world);
  hopso_test_window_settle ();
  g_assert_cmpuint (hopso_page_view_get_page (view), ==, 7);
  gtk_window_destroy (world.window);
}

static void
test_a_paper_that_did_not_come_can_be_fetched_again (void)
{
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  g_autoptr (GBytes) bytes = hopso_test_pages_new (2);
  g_auto (HopsoFd) fd =
      hopso_fd_new_sealed ("test", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  g_autoptr (HopsoWorkspace) workspace = fake_workspace_new (client, fd);
  World world = { .reader = HOPSO_READER (hopso_reader_new (workspace)) };

  g_signal_connect_swapped (world.reader, "shown", G_CALLBACK (shown_cb), &world);
  world.window = hopso_test_window_show (GTK_WIDGET (world.reader), 1000, 700);
  hopso_reader_open (world.reader, "paper");
  fake_workspace_fail (workspace, "Không có mạng");
  hopso_test_window_wait (has_problem, &world);
  hopso_test_window_settle ();
  g_assert_nonnull (hopso_test_window_find_label (GTK_WIDGET (world.window), "Không có mạng"));
  click (&world, "Thử lại");
  fake_workspace_arrive (workspace);
  hopso_test_window_wait (is_shown, &world);
  gtk_window_destroy (world.window);
}

static void
test_it_fits_into_a_narrow_window (void)
{
  World world;

  world_init (&world, 480, 700);
  show_pages (&world, 12);
  hopso_reader_set_can_sign (world.reader, TRUE);
  hopso_test_window_wait (is_sharp, &world);
  hopso_test_window_save (GTK_WIDGET (world.window), "reader-narrow");
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (world.window)), <=, 480);
  /* No strip without anything on it. */
  g_assert_true (gtk_widget_get_visible (world.reader->tools));
  hopso_reader_set_workspace (world.reader, NULL);
  hopso_reader_set_can_sign (world.reader, FALSE);
  g_assert_false (gtk_widget_get_visible (world.reader->tools));
  world_clear (&world);
}

static void
test_it_may_close_while_it_opens (void)
{
  g_autoptr (GBytes) bytes = hopso_test_pages_new (2);
  World world;
  HopsoReader *reader;

  world_init (&world, 1000, 700);
  reader = world.reader;
  g_object_add_weak_pointer (G_OBJECT (reader), (gpointer *) &reader);
  show (&world, bytes);
  world_clear (&world);
  while (reader != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* --- the search and the panel -------------------------------------------------------------------
 */

static void
type_words (World *world, const char *words)
{
  GtkWidget *entry = GTK_WIDGET (hopso_test_window_find (GTK_WIDGET (world->reader->find_bar),
                                                         GTK_TYPE_SEARCH_ENTRY, NULL, NULL));

  gtk_editable_set_text (GTK_EDITABLE (entry), words);
  g_signal_emit_by_name (entry, "search-changed");
}

static gboolean
is_found (gpointer data)
{
  World *world = data;
  HopsoPdfFind *find = hopso_find_bar_get_find (world->reader->find_bar);

  return find != NULL && hopso_pdf_find_is_done (find);
}

static void
find_words (World *world, const char *words)
{
  type_words (world, words);
  hopso_test_window_wait (is_found, world);
  hopso_test_window_settle ();
}

static gboolean
says (World *world, const char *text)
{
  return hopso_test_window_find_label (GTK_WIDGET (world->window), text) != NULL;
}

static void
test_it_finds_words_and_walks_through_the_places (void)
{
  World world;

  world_init (&world, 1000, 700);
  show_pages (&world, 12);
  gtk_widget_activate_action (GTK_WIDGET (world.reader), "reader.find", NULL);
  find_words (&world, "PAGE 1");
  g_assert_true (says (&world, "1 / 4"));
  hopso_reader_find (world.reader, "page 1");
  hopso_test_window_wait (is_found, &world);
  hopso_find_bar_choose (world.reader->find_bar, 2);
  hopso_test_window_settle ();
  g_assert_true (says (&world, "3 / 4"));
  g_assert_cmpuint (hopso_page_view_get_page (world.reader->view), ==, 10);
  find_words (&world, "không có");
  g_assert_true (says (&world, "Không thấy"));
  g_assert_true (hopso_reader_step_back (world.reader));
  g_assert_false (hopso_reader_step_back (world.reader));
  g_assert_null (hopso_find_bar_get_find (world.reader->find_bar));
  world_clear (&world);
}

static void
test_the_panel_lists_what_was_found (void)
{
  World world;

  world_init (&world, 1100, 700);
  show_pages (&world, 12);
  gtk_widget_activate_action (GTK_WIDGET (world.reader), "reader.panel", NULL);
  hopso_test_window_settle ();
  g_assert_true (gtk_toggle_button_get_active (world.reader->panel_button));
  hopso_side_panel_show (world.reader->side, "contents");
  hopso_test_window_settle ();
  g_assert_true (says (&world, "Văn bản này không có mục lục."));
  gtk_widget_activate_action (GTK_WIDGET (world.reader), "reader.find", NULL);
  find_words (&world, "page 12");
  g_assert_cmpstr (hopso_side_panel_get_shown (world.reader->side), ==, "hits");
  g_assert_true (says (&world, "Trang 12"));
  hopso_test_window_wait (is_sharp, &world);
  hopso_test_window_save (GTK_WIDGET (world.window), "reader-found");
  g_signal_emit_by_name (world.reader->side, "hit-activated", 0u);
  hopso_test_window_settle ();
  g_assert_cmpuint (hopso_page_view_get_page (world.reader->view), ==, 11);
  hopso_side_panel_show (world.reader->side, "pages");
  hopso_test_window_settle ();
  hopso_test_window_save (GTK_WIDGET (world.window), "reader-panel");
  world_clear (&world);
}

static void
test_the_menu_changes_the_view (void)
{
  World world;

  world_init (&world, 1000, 700);
  show_pages (&world, 4);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (world.reader), "view.mode", "s", "dual"));
  g_assert_cmpint (hopso_page_view_get_mode (world.reader->view), ==, HOPSO_PAGE_MODE_DUAL);
  gtk_widget_activate_action (GTK_WIDGET (world.reader), "reader.turn-right", NULL);
  g_assert_cmpuint (hopso_page_view_get_rotation (world.reader->view), ==, 90);
  gtk_widget_activate_action (GTK_WIDGET (world.reader), "reader.turn-left", NULL);
  g_assert_cmpuint (hopso_page_view_get_rotation (world.reader->view), ==, 0);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  hopso_test_window_init (&argc, &argv);
  g_test_add_func ("/reader/a-document-is-shown-with-its-title-and-pages",
                   test_a_document_is_shown_with_its_title_and_pages);
  g_test_add_func ("/reader/the-tools-move-and-zoom", test_the_tools_move_and_zoom);
  g_test_add_func ("/reader/signing-and-checking-are-asked-of-others",
                   test_signing_and_checking_are_asked_of_others);
  g_test_add_func ("/reader/a-banner-is-shown-and-goes-with-its-document",
                   test_a_banner_is_shown_and_goes_with_its_document);
  g_test_add_func ("/reader/what-cannot-be-opened-is-explained",
                   test_what_cannot_be_opened_is_explained);
  g_test_add_func ("/reader/a-paper-is-fetched-and-opens-where-it-was-left",
                   test_a_paper_is_fetched_and_opens_where_it_was_left);
  g_test_add_func ("/reader/a-paper-that-did-not-come-can-be-fetched-again",
                   test_a_paper_that_did_not_come_can_be_fetched_again);
  g_test_add_func ("/reader/it-fits-into-a-narrow-window", test_it_fits_into_a_narrow_window);
  g_test_add_func ("/reader/it-finds-words-and-walks-through-the-places",
                   test_it_finds_words_and_walks_through_the_places);
  g_test_add_func ("/reader/the-panel-lists-what-was-found", test_the_panel_lists_what_was_found);
  g_test_add_func ("/reader/the-menu-changes-the-view", test_the_menu_changes_the_view);
  g_test_add_func ("/reader/it-may-close-while-it-opens", test_it_may_close_while_it_opens);
  return hopso_test_window_run ();
}
