/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Many files at once: what the table says of each, what is counted, what is saved, and that one can
 * stop. The files are real, and so is everything that judges them. */

#include "hopso-fd.h"
#include "hopso-test-signed.h"
#include "hopso-test-window.h"
#include "hopso-verify-list.h"
#include "hopso-verify-page.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder;            /* owned: with the files */
static HopsoVerifier *verifier; /* owned */

static void
write_bytes (const char *name, GBytes *bytes)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                       &error);
  g_assert_no_error (error);
}

static void
make_world (void)
{
  g_autoptr (HopsoTestPki) pki = hopso_test_pki_new ();
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  g_autoptr (HopsoTrustList) trust = hopso_trust_list_new ();
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
  g_autofree char *root = hopso_test_pki_dup_path (pki, "root.pem");
  g_autoptr (GBytes) text = g_bytes_new_static ("no PDF\n", 7);
  g_autoptr (GError) error = NULL;

  folder = g_dir_make_tmp ("hopso-verify-XXXXXX", &error);
  g_assert_no_error (error);
  g_assert_true (hopso_trust_list_add_pem_file (trust, root, &error));
  for (guint i = 0; i < HOPSO_TEST_N_SIGNED; i++)
    {
      g_autoptr (GBytes) file = hopso_test_signed_new (pki, (HopsoTestSigned) i, NULL);

      write_bytes (hopso_test_signed_get_name ((HopsoTestSigned) i), file);
    }
  write_bytes ("not.pdf", text);
  write_bytes ("not-looked-at.txt", text);
  verifier = hopso_verifier_new (client, NULL, trust, clock);
}

static void
end_world (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
  g_object_unref (verifier);
}

static gboolean
is_finished (gpointer list)
{
  return !hopso_verify_list_is_busy (list) &&
         g_list_model_get_n_items (hopso_verify_list_get_items (list)) > 0;
}

static void
test_a_folder_is_its_pdf_files (void)
{
  g_autoptr (HopsoVerifyList) list = hopso_verify_list_new (verifier);
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  GString *table;

  hopso_verify_list_add (list, file);
  hopso_verify_list_add (list, file);
  hopso_test_window_wait (is_finished, list);
  g_assert_cmpuint (g_list_model_get_n_items (hopso_verify_list_get_items (list)), ==,
                    HOPSO_TEST_N_SIGNED + 1);
  g_assert_cmpuint (hopso_verify_list_count (list, HOPSO_VERDICT_INVALID), ==, 2);
  g_assert_cmpuint (hopso_verify_list_count (list, HOPSO_VERDICT_UNDETERMINED), >=, 1);
  table = hopso_verify_list_to_csv (list);
  g_assert_nonnull (strstr (table->str, "altered.pdf\",\"Không hợp lệ\""));
  g_assert_nonnull (strstr (table->str, "not.pdf\",\"Chưa kiểm tra\""));
  g_assert_null (strstr (table->str, "not-looked-at"));
  g_string_free (table, TRUE);
}

static void
test_what_was_stopped_is_said_so (void)
{
  g_autoptr (HopsoVerifyList) list = hopso_verify_list_new (verifier);
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autoptr (HopsoVerifyItem) first = NULL;

  hopso_verify_list_add (list, file);
  while (g_list_model_get_n_items (hopso_verify_list_get_items (list)) == 0)
    g_main_context_iteration (NULL, TRUE);
  hopso_verify_list_stop (list);
  hopso_test_window_wait (is_finished, list);
  first = g_list_model_get_item (hopso_verify_list_get_items (list), 0);
  g_assert_cmpint (hopso_verify_item_get_state (first), ==, HOPSO_VERIFY_STATE_STOPPED);
}

static gboolean
says_all (gpointer window)
{
  return hopso_test_window_find_label (window, "Bị sửa: trang 1") != NULL &&
         hopso_test_window_find_label (window, "Không đọc được") != NULL &&
         hopso_test_window_find_label (window, "Đang kiểm tra…") == NULL &&
         hopso_test_window_find_label (window, "Đang chờ") == NULL;
}

static void
test_table_tells_what_was_changed_after_signing (void)
{
  GtkWidget *page = hopso_verify_page_new ();
  GtkWindow *window = hopso_test_window_show (page, 1134, 700);
  g_autoptr (GFile) file = g_file_new_for_path (folder);

  hopso_verify_page_set_verifier (HOPSO_VERIFY_PAGE (page), verifier);
  hopso_test_window_settle ();
  g_assert_nonnull (hopso_test_window_find_label (page, "Chọn tệp…"));
  hopso_test_window_save (GTK_WIDGET (window), "verify-empty");
  hopso_verify_page_add (HOPSO_VERIFY_PAGE (page), file);
  hopso_test_window_wait (says_all, window);
  g_assert_nonnull (hopso_test_window_find_label (page, "Không hợp lệ"));
  g_assert_nonnull (hopso_test_window_find_label (page, "Chưa xác định"));
  hopso_test_window_save (GTK_WIDGET (window), "verify-table");
  gtk_window_destroy (window);
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
test_leaving_the_page_ends_its_work (void)
{
  GtkWidget *page = hopso_verify_page_new ();
  GtkWindow *window = hopso_test_window_show (page, 1134, 700);
  g_autoptr (GFile) file = g_file_new_for_path (folder);

  g_object_add_weak_pointer (G_OBJECT (page), (gpointer *) &page);
  hopso_verify_page_set_verifier (HOPSO_VERIFY_PAGE (page), verifier);
  hopso_verify_page_add (HOPSO_VERIFY_PAGE (page), file);
  hopso_test_window_settle ();
  gtk_window_destroy (window);
  hopso_test_window_wait (is_gone, &page);
  hopso_test_window_settle ();
}

int
main (int argc, char **argv)
{
  int status;

  if (!hopso_test_window_init (&argc, &argv))
    return 77;
  make_world ();
  g_test_add_func ("/documents/verify-page/a-folder-is-its-pdf-files",
                   test_a_folder_is_its_pdf_files);
  g_test_add_func ("/documents/verify-page/what-was-stopped-is-said-so",
                   test_what_was_stopped_is_said_so);
  g_test_add_func ("/documents/verify-page/table-tells-what-was-changed-after-signing",
                   test_table_tells_what_was_changed_after_signing);
  g_test_add_func ("/documents/verify-page/leaving-the-page-ends-its-work",
                   test_leaving_the_page_ends_its_work);
  status = hopso_test_window_run ();
  end_world ();
  return status;
}
