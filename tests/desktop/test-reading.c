/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files in the window, before anybody has signed in: one tab for each document, how they come and
 * go, and what is said about those that cannot be read. */

#include "hopso-pdf-document-private.h"
#include "hopso-test-window.h"
#include "reading-world.h"

#include <glib/gi18n.h>

static void
test_a_file_opens_before_signing_in (ReadingWorld *world, gconstpointer data)
{
  g_autoptr (GFile) file = reading_world_write_pages (world, "Tờ trình.pdf", 12);

  reading_world_open_file (world, file);
  g_assert_true (reading_world_says (world, "Tờ trình.pdf"));
  g_assert_cmpuint (reading_world_get_n_pages (world), ==, 12);
  g_assert_false (reading_world_is_bar_shown (world));
  g_assert_null (
      hopso_test_window_find_button (GTK_WIDGET (world->window), _ ("Check signatures")));
  reading_world_activate (world, "win.back");
  g_assert_true (reading_world_says (world, _ ("Sign in to your meetings")));
  reading_world_activate (world, "win.read-on");
  g_assert_cmpuint (reading_world_get_n_pages (world), ==, 12);
}

static void
test_each_document_has_one_tab (ReadingWorld *world, gconstpointer data)
{
  g_autoptr (GFile) first = reading_world_write_pages (world, "Tờ trình 15.pdf", 3);
  g_autoptr (GFile) second = reading_world_write_pages (world, "Báo cáo 177.pdf", 5);

  reading_world_open_file (world, first);
  reading_world_open_file (world, second);
  g_assert_cmpuint (reading_world_get_n_pages (world), ==, 5);
  g_assert_true (reading_world_is_bar_shown (world));
  hopso_test_window_save (GTK_WIDGET (world->window), "reading-tabs");
  hopso_window_open_file (world->window, first);
  hopso_test_window_settle ();
  g_assert_cmpuint (reading_world_get_n_tabs (world), ==, 2);
  g_assert_cmpuint (reading_world_get_n_pages (world), ==, 3);
}

static void
test_closing_the_last_goes_back (ReadingWorld *world, gconstpointer data)
{
  g_autoptr (GFile) first = reading_world_write_pages (world, "1.pdf", 3);
  g_autoptr (GFile) second = reading_world_write_pages (world, "2.pdf", 5);

  reading_world_open_file (world, first);
  reading_world_open_file (world, second);
  reading_world_activate (world, "win.close-tab");
  g_assert_cmpuint (reading_world_get_n_pages (world), ==, 3);
  g_assert_false (reading_world_is_bar_shown (world));
  reading_world_activate (world, "win.close-tab");
  g_assert_true (reading_world_says (world, _ ("Sign in to your meetings")));
  reading_world_activate (world, "win.reopen-tab");
  hopso_test_window_wait (reading_world_is_shown, world);
  g_assert_cmpuint (reading_world_get_n_pages (world), ==, 3);
  reading_world_activate (world, "win.reopen-tab");
  hopso_test_window_wait (reading_world_is_shown, world);
  g_assert_cmpuint (reading_world_get_n_pages (world), ==, 5);
}

static gboolean
is_sharp (gpointer data)
{
  return hopso_page_view_is_sharp (data);
}

static gboolean
is_idle (gpointer data)
{
  return hopso_pdf_document_get_process (data) == 0;
}

/* Neither pictures nor processes. */
static void
test_a_hidden_tab_keeps_nothing (ReadingWorld *world, gconstpointer data)
{
  g_autoptr (GFile) first = reading_world_write_pages (world, "1.pdf", 3);
  g_autoptr (GFile) second = reading_world_write_pages (world, "2.pdf", 5);
  HopsoPageView *hidden;

  reading_world_open_file (world, first);
  hidden = hopso_reader_get_view (reading_world_get_reader (world));
  hopso_test_window_wait (is_sharp, hidden);
  g_assert_cmpint (hopso_pdf_document_get_process (hopso_page_view_get_document (hidden)), !=, 0);
  reading_world_open_file (world, second);
  g_assert_false (hopso_page_view_is_sharp (hidden));
  hopso_test_window_wait (is_idle, hopso_page_view_get_document (hidden));
  hopso_window_open_file (world->window, first);
  hopso_test_window_wait (is_sharp, hidden);
}

static void
test_dropped_files_are_opened (ReadingWorld *world, gconstpointer data)
{
  g_autoptr (GFile) first = reading_world_write_pages (world, "1.pdf", 3);
  g_autoptr (GFile) second = reading_world_write_pages (world, "2.pdf", 5);
  GSList last = { second, NULL };
  GSList files = { first, &last };
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GListModel) controllers =
      gtk_widget_observe_controllers (GTK_WIDGET (world->window->stack));
  gboolean is_taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_boxed (&value, &files);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "drop", &value, 10.0, 10.0, &is_taken);
    }
  g_assert_true (is_taken);
  hopso_test_window_wait (reading_world_is_shown, world);
  g_assert_cmpuint (reading_world_get_n_tabs (world), ==, 2);
  g_assert_cmpuint (reading_world_get_n_pages (world), ==, 5);
}

static void
test_what_cannot_be_read_is_said (ReadingWorld *world, gconstpointer data)
{
  g_autoptr (GBytes) letters = g_bytes_new_static ("PK\003\004 a letter", 13);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (GFile) letter = reading_world_write_file (world, "Giấy mời.docx", letters);
  g_autoptr (GFile) empty = reading_world_write_file (world, "Trống.pdf", nothing);
  g_autoptr (GFile) folder = g_file_new_for_path (world->folder);
  g_autoptr (GFile) gone = g_file_get_child (folder, "Đã xóa.pdf");
  g_autofree char *name = g_path_get_basename (world->folder);
  g_autofree char *is_folder =
      g_strdup_printf (_ ("“%s” is a folder or a device. Choose a PDF document."), name);

  hopso_window_open_file (world->window, letter);
  reading_world_wait_for_words (
      world, "“Giấy mời.docx” không phải là tệp PDF. Hãy mở bằng phần mềm đã tạo ra "
             "tệp rồi lưu thành PDF.");
  hopso_test_window_save (GTK_WIDGET (world->window), "reading-no-pdf");
  hopso_window_open_file (world->window, empty);
  reading_world_wait_for_words (world, "Tệp “Trống.pdf” trống. Hãy xin người gửi một bản khác.");
  hopso_window_open_file (world->window, gone);
  reading_world_wait_for_words (
      world, "Không còn tệp “Đã xóa.pdf”. Có thể tệp đã được chuyển chỗ, đổi tên hoặc "
             "xóa: hãy tìm trong trình quản lý tệp rồi mở lại.");
  hopso_window_open_file (world->window, folder);
  reading_world_wait_for_words (world, is_folder);
}

static gboolean
has_seven_pages (gpointer data)
{
  return reading_world_is_shown (data) && reading_world_get_n_pages (data) == 7;
}

static void
test_a_file_that_changes_is_offered_anew (ReadingWorld *world, gconstpointer data)
{
  g_autoptr (GFile) file = reading_world_write_pages (world, "Dự thảo.pdf", 5);
  HopsoPageView *view;

  reading_world_open_file (world, file);
  view = hopso_reader_get_view (reading_world_get_reader (world));
  hopso_page_view_go_to_page (view, 3);
  g_object_unref (reading_world_write_pages (world, "Dự thảo.pdf", 7));
  reading_world_wait_for_words (
      world, "Phần mềm khác đã thay đổi tệp này. Đồng chí đang xem nội dung lúc mở "
             "tệp.");
  g_assert_cmpuint (reading_world_get_n_pages (world), ==, 5);
  hopso_test_window_save (GTK_WIDGET (world->window), "reading-changed");
  g_signal_emit_by_name (
      hopso_test_window_find_button (GTK_WIDGET (world->window), _ ("Open the new one")),
      "clicked");
  hopso_test_window_wait (has_seven_pages, world);
  hopso_test_window_settle ();
  g_assert_cmpuint (hopso_page_view_get_page (view), ==, 3);
  g_assert_null (
      hopso_test_window_find_button (GTK_WIDGET (world->window), _ ("Open the new one")));
}

int
main (int argc, char **argv)
{
  static const ReadingTest tests[] = {
    { "a-file-opens-before-signing-in", test_a_file_opens_before_signing_in },
    { "each-document-has-one-tab", test_each_document_has_one_tab },
    { "closing-the-last-goes-back", test_closing_the_last_goes_back },
    { "a-hidden-tab-keeps-nothing", test_a_hidden_tab_keeps_nothing },
    { "dropped-files-are-opened", test_dropped_files_are_opened },
    { "what-cannot-be-read-is-said", test_what_cannot_be_read_is_said },
    { "a-file-that-changes-is-offered-anew", test_a_file_that_changes_is_offered_anew },
  };

  return reading_world_run (argc, argv, "/desktop/reading/", tests, G_N_ELEMENTS (tests));
}
