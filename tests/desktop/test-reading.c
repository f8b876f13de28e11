/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files in the window, before anybody has signed in: one tab for each document, how they come and
 * go, what is said about those that cannot be read, and what is remembered of them. */

#include "hopso-application.h"
#include "hopso-pdf-document-private.h"
#include "hopso-reader.h"
#include "hopso-test-pages.h"
#include "hopso-test-window.h"
#include "hopso-window-private.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

typedef struct
{
  HopsoClock *clock; /* owned */
  HopsoWindow *window;
  char *folder; /* owned */
} World;

static void
set_up (World *world, gconstpointer data)
{
  world->clock = hopso_clock_new_system ();
  world->folder = g_dir_make_tmp ("hopso-reading-XXXXXX", NULL);
  world->window = HOPSO_WINDOW (hopso_window_new (NULL, world->clock));
  hopso_window_start (world->window, NULL);
  hopso_test_window_show (GTK_WIDGET (world->window), 1000, 700);
}

static void
remove_all (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

static void
tear_down (World *world, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (world->window));
  g_clear_object (&world->clock);
  remove_all (world->folder);
  g_free (world->folder);
}

static GFile *
write_file (World *world, const char *name, GBytes *bytes)
{
  g_autofree char *path = g_build_filename (world->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
  return g_file_new_for_path (path);
}

static GFile *
write_pages (World *world, const char *name, guint n_pages)
{
  g_autoptr (GBytes) bytes = hopso_test_pages_new (n_pages);

  return write_file (world, name, bytes);
}

static HopsoReader *
get_reader (World *world)
{
  return hopso_reading_view_get_reader (hopso_reading_tabs_get_current (world->window->reading));
}

static gboolean
is_shown (gpointer data)
{
  return hopso_reader_get_document (get_reader (data)) != NULL;
}

static void
open_file (World *world, GFile *file)
{
  hopso_window_open_file (world->window, file);
  hopso_test_window_wait (is_shown, world);
  hopso_test_window_settle ();
}

static guint
get_n_pages (World *world)
{
  return hopso_page_view_get_n_pages (hopso_reader_get_view (get_reader (world)));
}

static guint
get_n_tabs (World *world)
{
  return hopso_reading_tabs_get_n_tabs (world->window->reading);
}

static void
activate (World *world, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (world->window), action, NULL));
  hopso_test_window_settle ();
}

static gboolean
says (World *world, const char *text)
{
  return hopso_test_window_find_label (GTK_WIDGET (world->window), text) != NULL;
}

static gboolean
is_bar_shown (World *world)
{
  GtkWidget *bar =
      hopso_test_window_find (GTK_WIDGET (world->window), ADW_TYPE_TAB_BAR, NULL, NULL);

  return bar != NULL && gtk_widget_get_visible (bar);
}

static void
test_a_file_opens_before_signing_in (World *world, gconstpointer data)
{
  g_autoptr (GFile) file = write_pages (world, "Tờ trình.pdf", 12);

  open_file (world, file);
  g_assert_true (says (world, "Tờ trình.pdf"));
  g_assert_cmpuint (get_n_pages (world), ==, 12);
  g_assert_false (is_bar_shown (world));
  g_assert_null (
      hopso_test_window_find_button (GTK_WIDGET (world->window), _ ("Check signatures")));
  activate (world, "win.back");
  g_assert_true (says (world, _ ("Sign in to your meetings")));
  activate (world, "win.read-on");
  g_assert_cmpuint (get_n_pages (world), ==, 12);
}

static void
test_each_document_has_one_tab (World *world, gconstpointer data)
{
  g_autoptr (GFile) first = write_pages (world, "Tờ trình 15.pdf", 3);
  g_autoptr (GFile) second = write_pages (world, "Báo cáo 177.pdf", 5);

  open_file (world, first);
  open_file (world, second);
  g_assert_cmpuint (get_n_pages (world), ==, 5);
  g_assert_true (is_bar_shown (world));
  hopso_test_window_save (GTK_WIDGET (world->window), "reading-tabs");
  hopso_window_open_file (world->window, first);
  hopso_test_window_settle ();
  g_assert_cmpuint (get_n_tabs (world), ==, 2);
  g_assert_cmpuint (get_n_pages (world), ==, 3);
}

static void
test_closing_the_last_goes_back (World *world, gconstpointer data)
{
  g_autoptr (GFile) first = write_pages (world, "1.pdf", 3);
  g_autoptr (GFile) second = write_pages (world, "2.pdf", 5);

  open_file (world, first);
  open_file (world, second);
  activate (world, "win.close-tab");
  g_assert_cmpuint (get_n_pages (world), ==, 3);
  g_assert_false (is_bar_shown (world));
  activate (world, "win.close-tab");
  g_assert_true (says (world, _ ("Sign in to your meetings")));
  activate (world, "win.reopen-tab");
  hopso_test_window_wait (is_shown, world);
  g_assert_cmpuint (get_n_pages (world), ==, 3);
  activate (world, "win.reopen-tab");
  hopso_test_window_wait (is_shown, world);
  g_assert_cmpuint (get_n_pages (world), ==, 5);
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
test_a_hidden_tab_keeps_nothing (World *world, gconstpointer data)
{
  g_autoptr (GFile) first = write_pages (world, "1.pdf", 3);
  g_autoptr (GFile) second = write_pages (world, "2.pdf", 5);
  HopsoPageView *hidden;

  open_file (world, first);
  hidden = hopso_reader_get_view (get_reader (world));
  hopso_test_window_wait (is_sharp, hidden);
  g_assert_cmpint (hopso_pdf_document_get_process (hopso_page_view_get_document (hidden)), !=, 0);
  open_file (world, second);
  g_assert_false (hopso_page_view_is_sharp (hidden));
  hopso_test_window_wait (is_idle, hopso_page_view_get_document (hidden));
  hopso_window_open_file (world->window, first);
  hopso_test_window_wait (is_sharp, hidden);
}

static void
test_dropped_files_are_opened (World *world, gconstpointer data)
{
  g_autoptr (GFile) first = write_pages (world, "1.pdf", 3);
  g_autoptr (GFile) second = write_pages (world, "2.pdf", 5);
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
  hopso_test_window_wait (is_shown, world);
  g_assert_cmpuint (get_n_tabs (world), ==, 2);
  g_assert_cmpuint (get_n_pages (world), ==, 5);
}

static gboolean
has_said (gpointer data)
{
  gpointer *both = data;

  return says (both[0], both[1]);
}

static void
wait_for_words (World *world, const char *words)
{
  gpointer both[] = { world, (gpointer) words };

  hopso_test_window_wait (has_said, both);
}

static void
test_what_cannot_be_read_is_said (World *world, gconstpointer data)
{
  g_autoptr (GBytes) letters = g_bytes_new_static ("PK\003\004 a letter", 13);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (GFile) letter = write_file (world, "Giấy mời.docx", letters);
  g_autoptr (GFile) empty = write_file (world, "Trống.pdf", nothing);
  g_autoptr (GFile) folder = g_file_new_for_path (world->folder);
  g_autoptr (GFile) gone = g_file_get_child (folder, "Đã xóa.pdf");
  g_autofree char *name = g_path_get_basename (world->folder);
  g_autofree char *is_folder =
      g_strdup_printf (_ ("“%s” is a folder or a device. Choose a PDF document."), name);

  hopso_window_open_file (world->window, letter);
  wait_for_words (world, "“Giấy mời.docx” không phải là tệp PDF. Hãy mở bằng phần mềm đã tạo ra "
                         "tệp rồi lưu thành PDF.");
  hopso_test_window_save (GTK_WIDGET (world->window), "reading-no-pdf");
  hopso_window_open_file (world->window, empty);
  wait_for_words (world, "Tệp “Trống.pdf” trống. Hãy xin người gửi một bản khác.");
  hopso_window_open_file (world->window, gone);
  wait_for_words (world, "Không còn tệp “Đã xóa.pdf”. Có thể tệp đã được chuyển chỗ, đổi tên hoặc "
                         "xóa: hãy tìm trong trình quản lý tệp rồi mở lại.");
  hopso_window_open_file (world->window, folder);
  wait_for_words (world, is_folder);
}

static gboolean
has_seven_pages (gpointer data)
{
  return is_shown (data) && get_n_pages (data) == 7;
}

static void
test_a_file_that_changes_is_offered_anew (World *world, gconstpointer data)
{
  g_autoptr (GFile) file = write_pages (world, "Dự thảo.pdf", 5);
  HopsoPageView *view;

  open_file (world, file);
  view = hopso_reader_get_view (get_reader (world));
  hopso_page_view_go_to_page (view, 3);
  g_object_unref (write_pages (world, "Dự thảo.pdf", 7));
  wait_for_words (world, "Phần mềm khác đã thay đổi tệp này. Đồng chí đang xem nội dung lúc mở "
                         "tệp.");
  g_assert_cmpuint (get_n_pages (world), ==, 5);
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

static void
test_a_document_is_known_by_its_content (World *world, gconstpointer data)
{
  g_autoptr (GFile) here = write_pages (world, "1.pdf", 9);
  g_autoptr (GFile) there = write_pages (world, "bản sao.pdf", 9);

  open_file (world, here);
  hopso_page_view_go_to_page (hopso_reader_get_view (get_reader (world)), 6);
  activate (world, "win.close-tab");
  open_file (world, there);
  g_assert_cmpuint (hopso_page_view_get_page (hopso_reader_get_view (get_reader (world))), ==, 6);
}

/* --- protected documents ------------------------------------------------------------------------
 */

static GFile *
write_protected (World *world)
{
  g_autoptr (GFile) open = write_pages (world, "open.pdf", 4);
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
test_protected_documents_ask (World *world, gconstpointer data)
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
  hopso_test_window_wait (is_shown, world);
  g_assert_cmpuint (get_n_pages (world), ==, 4);
  g_assert_null (find_question (first));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (World *, gconstpointer);
  } tests[] = {
    { "a-file-opens-before-signing-in", test_a_file_opens_before_signing_in },
    { "each-document-has-one-tab", test_each_document_has_one_tab },
    { "closing-the-last-goes-back", test_closing_the_last_goes_back },
    { "a-hidden-tab-keeps-nothing", test_a_hidden_tab_keeps_nothing },
    { "dropped-files-are-opened", test_dropped_files_are_opened },
    { "what-cannot-be-read-is-said", test_what_cannot_be_read_is_said },
    { "a-file-that-changes-is-offered-anew", test_a_file_that_changes_is_offered_anew },
    { "a-document-is-known-by-its-content", test_a_document_is_known_by_its_content },
    { "protected-documents-ask", test_protected_documents_ask },
  };

  if (hopso_test_window_init (&argc, &argv))
    hopso_application_register ();
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/desktop/reading/", tests[i].name, NULL);

      g_test_add (path, World, NULL, set_up, tests[i].test, tear_down);
    }
  return hopso_test_window_run ();
}
