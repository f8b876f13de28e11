/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window of the trusted authorities, with real files and real folders. */

#include "hopso-test-folder.h"
#include "hopso-test-pki.h"
#include "hopso-test-window.h"
#include "hopso-trust-dialog.h"

#include <glib/gstdio.h>
#include <string.h>

static HopsoTestPki *pki; /* owned by main */

typedef struct
{
  char *folder;
  char *machine;
  char *own;
  HopsoTrustStore *store;
  GtkWindow *window;
} World;

static void
copy (const char *name, const char *folder)
{
  g_autoptr (GBytes) bytes = hopso_test_pki_read (pki, name);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  g_assert_true (g_file_set_contents (path, text, (gssize) size, NULL));
}

/* With what the administrator installed, if @data says so. */
static void
set_up (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  world->folder = g_dir_make_tmp ("hopso-trust-XXXXXX", &error);
  g_assert_no_error (error);
  world->machine = g_build_filename (world->folder, "machine", NULL);
  world->own = g_build_filename (world->folder, "own", NULL);
  g_assert_cmpint (g_mkdir (world->machine, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (world->own, 0700), ==, 0);
  if (data != NULL)
    {
      copy ("root.pem", world->machine);
      copy ("sub.pem", world->machine);
    }
  world->store = hopso_trust_store_new (world->machine, world->own);
  world->window = hopso_test_window_show (hopso_trust_dialog_new (world->store), 1000, 700);
}

static void
tear_down (World *world, gconstpointer data)
{
  gtk_window_destroy (world->window);
  g_object_unref (world->store);
  hopso_test_folder_remove (world->folder);
  g_free (world->folder);
  g_free (world->machine);
  g_free (world->own);
}

static GtkWidget *
find_question (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_mapped (window))
        return window;
    }
  return NULL;
}

static gboolean
is_asking (gpointer data)
{
  return find_question () != NULL;
}

static gboolean
has_anchors (gpointer data)
{
  World *world = ((gpointer *) data)[0];

  return hopso_trust_store_get_anchors (world->store)->len ==
         GPOINTER_TO_UINT (((gpointer *) data)[1]);
}

static void
wait_for_anchors (World *world, guint n)
{
  gpointer data[] = { world, GUINT_TO_POINTER (n) };

  hopso_test_window_wait (has_anchors, data);
  hopso_test_window_settle ();
}

static GtkWidget *
see (World *world, const char *text)
{
  return hopso_test_window_find_label (GTK_WIDGET (world->window), text);
}

static void
bring (World *world, const char *file)
{
  g_autofree char *path = hopso_test_pki_dup_path (pki, file);
  g_autoptr (GFile) brought = g_file_new_for_path (path);

  hopso_trust_dialog_import (HOPSO_TRUST_DIALOG (world->window), brought);
  hopso_test_window_wait (is_asking, NULL);
  hopso_test_window_settle ();
}

static void
test_empty_says_where_the_roots_are_had (World *world, gconstpointer data)
{
  g_assert_nonnull (see (world, "Chưa có tổ chức chứng thực nào được tin cậy"));
  g_assert_nonnull (hopso_test_window_find_button (GTK_WIDGET (world->window), "Thêm từ tệp…"));
  hopso_test_window_save (GTK_WIDGET (world->window), "trust-empty");
}

static void
test_what_the_administrator_installed_can_be_seen (World *world, gconstpointer data)
{
  g_autoptr (HopsoCertificate) root = hopso_test_pki_dup_certificate (pki, "root");
  g_autofree char *hex = hopso_certificate_dup_fingerprint (root);
  g_autofree char *groups = hopso_fingerprint_dup_groups (hex);

  groups[strlen (groups) / 2] = '\n';
  g_assert_nonnull (see (world, "CA gốc"));
  g_assert_nonnull (see (world, groups));
  g_assert_nonnull (see (world, "Có hiệu lực đến ngày 01/01/2050 · Do quản trị viên cài đặt"));
  g_assert_null (hopso_test_window_find_button (GTK_WIDGET (world->window), "Bỏ…"));
  hopso_test_window_save (GTK_WIDGET (world->window), "trust-list");
}

static void
test_nothing_is_added_without_comparing (World *world, gconstpointer data)
{
  hopso_test_pki_run (pki, "crl2pkcs7 -nocrl -certfile root.pem -certfile other-root.pem "
                           "-certfile signer-ec.pem -outform DER -out brought.p7b");
  bring (world, "brought.p7b");
  GtkWidget *question = find_question ();
  GtkWidget *verb = hopso_test_window_find_button (question, "Thêm");
  GtkWidget *check = hopso_test_window_find (question, GTK_TYPE_CHECK_BUTTON, NULL, NULL);

  /* The root is here already, and a signer is no authority. */
  g_assert_nonnull (hopso_test_window_find_label (question, "CA khác"));
  g_assert_null (hopso_test_window_find_label (question, "CA gốc"));
  g_assert_false (gtk_widget_is_sensitive (verb));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  g_assert_true (gtk_widget_is_sensitive (verb));
  hopso_test_window_save (question, "trust-add");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), "verb");
  wait_for_anchors (world, 3);
  g_assert_nonnull (see (world, "CA khác"));
  g_assert_nonnull (see (world, "Có 2 tổ chức chứng thực được tin cậy"));
}

static void
test_removing_asks_first (World *world, gconstpointer data)
{
  g_autoptr (HopsoCertificate) other = hopso_test_pki_dup_certificate (pki, "other-root");
  GtkWidget *list =
      hopso_test_window_find (GTK_WIDGET (world->window), GTK_TYPE_LIST_BOX, NULL, NULL);

  g_assert_true (hopso_trust_store_add (world->store, other, NULL));
  hopso_test_window_settle ();
  /* The administrator's stay. */
  gtk_list_box_select_row (GTK_LIST_BOX (list),
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0));
  g_assert_true (hopso_test_window_press (list, GDK_KEY_Delete, 0));
  g_assert_null (find_question ());
  gtk_list_box_select_row (GTK_LIST_BOX (list),
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 2));
  g_assert_true (hopso_test_window_press (list, GDK_KEY_Delete, 0));
  hopso_test_window_wait (is_asking, NULL);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_question ()), "verb");
  wait_for_anchors (world, 2);
  g_assert_null (see (world, "CA khác"));
}

static void
test_what_cannot_be_read_is_told (World *world, gconstpointer data)
{
  copy ("root.key", world->machine);
  g_autofree char *key = g_build_filename (world->machine, "root.key", NULL);
  g_autofree char *pem = g_build_filename (world->machine, "broken.pem", NULL);
  g_assert_cmpint (g_rename (key, pem), ==, 0);
  hopso_trust_store_load (world->store);
  hopso_test_window_settle ();
  g_autofree char *text = g_strdup_printf ("Một số tệp không đọc được và không được tin cậy:\n%s",
                                           hopso_trust_store_get_faults (world->store)[0]);

  g_assert_nonnull (see (world, text));
  hopso_test_window_set_dark (TRUE);
  hopso_test_window_save (GTK_WIDGET (world->window), "trust-fault-dark");
  hopso_test_window_set_dark (FALSE);
}

int
main (int argc, char **argv)
{
  if (!hopso_test_window_init (&argc, &argv))
    return 77;
  pki = hopso_test_pki_new ();
#define ADD(name, machine, func) \
  g_test_add ("/documents/trust/" name, World, machine, set_up, func, tear_down)
  ADD ("empty-says-where-the-roots-are-had", NULL, test_empty_says_where_the_roots_are_had);
  ADD ("what-the-administrator-installed-can-be-seen", "machine",
       test_what_the_administrator_installed_can_be_seen);
  ADD ("nothing-is-added-without-comparing", "machine", test_nothing_is_added_without_comparing);
  ADD ("removing-asks-first", "machine", test_removing_asks_first);
  ADD ("what-cannot-be-read-is-told", "machine", test_what_cannot_be_read_is_told);
  int status = hopso_test_window_run ();
  hopso_test_pki_free (pki);
  return status;
}
