/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is kept of a document with it, and what is not: places, bookmarks, passwords. */

#include "hopso-bookmark-list.h"
#include "hopso-side-panel.h"
#include "hopso-test-window.h"
#include "reading-world.h"

#include <glib/gi18n.h>

static void
test_a_document_is_known_by_its_content (ReadingWorld *world, gconstpointer data)
{
  g_autoptr (GFile) here = reading_world_write_pages (world, "1.pdf", 9);
  g_autoptr (GFile) there = reading_world_write_pages (world, "bản sao.pdf", 9);

  reading_world_open_file (world, here);
  hopso_page_view_go_to_page (hopso_reader_get_view (reading_world_get_reader (world)), 6);
  reading_world_activate (world, "win.close-tab");
  reading_world_open_file (world, there);
  g_assert_cmpuint (
      hopso_page_view_get_page (hopso_reader_get_view (reading_world_get_reader (world))), ==, 6);
}

/* --- bookmarks ----------------------------------------------------------------------------------
 */

static void
press (ReadingWorld *world, const char *label)
{
  GtkWidget *button = hopso_test_window_find_button (GTK_WIDGET (world->window), label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  hopso_test_window_settle ();
}

static void
switch_bookmark (ReadingWorld *world)
{
  gtk_widget_activate_action (GTK_WIDGET (reading_world_get_reader (world)), "reader.bookmark",
                              NULL);
  hopso_test_window_settle ();
}

static guint
get_n_bookmarks (ReadingWorld *world)
{
  GtkWidget *list =
      hopso_test_window_find (GTK_WIDGET (world->window), GTK_TYPE_LIST_BOX, NULL, NULL);

  return gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0) == NULL   ? 0
         : gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 1) == NULL ? 1
                                                                          : 2;
}

static void
test_bookmarks_are_kept_with_the_document (ReadingWorld *world, gconstpointer data)
{
  g_autoptr (GFile) file = reading_world_write_pages (world, "Nghị quyết.pdf", 8);
  HopsoPageView *view;

  reading_world_open_file (world, file);
  gtk_widget_activate_action (GTK_WIDGET (reading_world_get_reader (world)), "reader.panel", NULL);
  hopso_side_panel_show (hopso_reader_get_side_panel (reading_world_get_reader (world)),
                         "bookmarks");
  view = hopso_reader_get_view (reading_world_get_reader (world));
  hopso_page_view_go_to_page (view, 4);
  switch_bookmark (world);
  g_assert_true (reading_world_says (world, "Đã đánh dấu trang 5."));
  hopso_page_view_go_to_page (view, 1);
  press (world, _ ("Bookmark page"));
  g_assert_cmpuint (get_n_bookmarks (world), ==, 2);
  hopso_test_window_save (GTK_WIDGET (world->window), "reading-bookmarks");
  press (world, _ ("Bookmark page"));
  g_assert_cmpuint (get_n_bookmarks (world), ==, 1);
  press (world, _ ("Undo"));
  g_assert_cmpuint (get_n_bookmarks (world), ==, 2);

  reading_world_activate (world, "win.close-tab");
  reading_world_open_file (world, file);
  g_assert_cmpstr (
      hopso_side_panel_get_shown (hopso_reader_get_side_panel (reading_world_get_reader (world))),
      ==, "bookmarks");
  g_assert_cmpuint (get_n_bookmarks (world), ==, 2);
  g_signal_emit_by_name (
      hopso_test_window_find (GTK_WIDGET (world->window), HOPSO_TYPE_BOOKMARK_LIST, NULL, NULL),
      "go", 4u);
  g_assert_cmpuint (
      hopso_page_view_get_page (hopso_reader_get_view (reading_world_get_reader (world))), ==, 4);
}

/* --- protected documents ------------------------------------------------------------------------
 */

static GFile *
write_protected (ReadingWorld *world)
{
  g_autoptr (GFile) open = reading_world_write_pages (world, "open.pdf", 4);
  g_autoptr (GFile) folder = g_file_new_for_path (world->folder);
  g_autoptr (GFile) file = g_file_get_child (folder, "Mật.pdf");
  const char *arguments[] = {
    g_getenv ("HOPSO_QPDF"), "--encrypt", "mở ra", "chủ", "256", "--", g_file_peek_path (open),
    g_file_peek_path (file), NULL
  };
  int status = -1;

  g_assert_true (g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL,
                               NULL, &status, NULL));
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  return g_steal_pointer (&file);
}

/* The one dialog that says this, or NULL. */
static GtkWidget *
find_question (const char *words)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (toplevel) && gtk_widget_get_mapped (toplevel) &&
          hopso_test_window_find_label (toplevel, words) != NULL)
        return toplevel;
    }
  return NULL;
}

static gboolean
is_asked (gpointer words)
{
  return find_question (words) != NULL;
}

static gboolean
is_not_asked (gpointer words)
{
  return find_question (words) == NULL;
}

static void
answer (const char *words, const char *password)
{
  GtkWidget *dialog;
  GtkWidget *entry;

  hopso_test_window_wait (is_asked, (gpointer) words);
  dialog = find_question (words);
  entry = hopso_test_window_find (dialog, GTK_TYPE_PASSWORD_ENTRY, NULL, NULL);
  if (password == NULL)
    {
      gtk_window_close (GTK_WINDOW (dialog));
      hopso_test_window_wait (is_not_asked, (gpointer) words);
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (entry), password);
  g_signal_emit_by_name (gtk_window_get_default_widget (GTK_WINDOW (dialog)), "clicked");
}

static void
test_protected_documents_ask (ReadingWorld *world, gconstpointer data)
{
  static const char first[] = "Văn bản được bảo vệ. Hãy nhập mật khẩu của văn bản.";
  static const char wrong[] = "Mật khẩu của văn bản không đúng. Hãy nhập mật khẩu khác.";
  g_autoptr (GFile) file = write_protected (world);

  hopso_window_open_file (world->window, file);
  answer (first, "sai");
  hopso_test_window_wait (is_asked, (gpointer) wrong);
  answer (wrong, NULL);
  hopso_test_window_save (GTK_WIDGET (world->window), "reading-protected");
  g_signal_emit_by_name (
      hopso_test_window_find_button (GTK_WIDGET (world->window), _ ("Enter the password…")),
      "clicked");
  answer (first, "mở ra");
  hopso_test_window_wait (reading_world_is_shown, world);
  g_assert_cmpuint (reading_world_get_n_pages (world), ==, 4);
  g_assert_null (find_question (first));
}

/* --- what was begun before there was a window ---------------------------------------------------
 */

static gboolean
is_done (gpointer opening)
{
  return hopso_file_opening_is_done (opening);
}

static HopsoFileOpening *
open_unseen (ReadingWorld *world, GFile *file)
{
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  HopsoFileOpening *opening = hopso_file_opening_new (client, file);

  gtk_widget_set_visible (GTK_WIDGET (world->window), FALSE);
  hopso_test_window_wait (is_done, opening);
  hopso_window_open_begun (world->window, opening);
  return opening;
}

static void
test_what_was_begun_is_there_at_once (ReadingWorld *world, gconstpointer data)
{
  g_autoptr (GFile) file = reading_world_write_pages (world, "1.pdf", 9);
  g_autoptr (HopsoFileOpening) opening = open_unseen (world, file);

  g_assert_cmpuint (reading_world_get_n_pages (world), ==, 9);
  g_assert_true (g_file_equal (hopso_reader_get_file (reading_world_get_reader (world)), file));
  gtk_window_present (GTK_WINDOW (world->window));
  reading_world_wait_for_words (world, "150 %");
}

static void
test_nobody_is_asked_before_there_is_a_window (ReadingWorld *world, gconstpointer data)
{
  static const char words[] = "Văn bản được bảo vệ. Hãy nhập mật khẩu của văn bản.";
  g_autoptr (GFile) file = write_protected (world);
  g_autoptr (HopsoFileOpening) opening = open_unseen (world, file);

  g_assert_null (find_question (words));
  gtk_window_present (GTK_WINDOW (world->window));
  answer (words, "mở ra");
  hopso_test_window_wait (reading_world_is_shown, world);
  g_assert_cmpuint (reading_world_get_n_pages (world), ==, 4);
}

int
main (int argc, char **argv)
{
  static const ReadingTest tests[] = {
    { "a-document-is-known-by-its-content", test_a_document_is_known_by_its_content },
    { "bookmarks-are-kept-with-the-document", test_bookmarks_are_kept_with_the_document },
    { "protected-documents-ask", test_protected_documents_ask },
    { "what-was-begun-is-there-at-once", test_what_was_begun_is_there_at_once },
    { "nobody-is-asked-before-there-is-a-window", test_nobody_is_asked_before_there_is_a_window },
  };

  return reading_world_run (argc, argv, "/desktop/reading-kept/", tests, G_N_ELEMENTS (tests));
}
