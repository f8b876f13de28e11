/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a document carries and can show: attached files and layers, in the panel of a reader. */

#include "hopso-attachment-name.h"
#include "hopso-fd.h"
#include "hopso-reader-private.h"
#include "hopso-test-rich.h"
#include "hopso-test-window.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_names_are_cleaned (void)
{
  static const struct
  {
    const char *said;
    const char *clean;
  } rows[] = {
    { "note.txt", "note.txt" },
    { "Phụ lục số 1.docx", "Phụ lục số 1.docx" },
    { "../../etc/passwd", "passwd" },
    { "C:\\Windows\\run.exe", "run.exe" },
    { "/", "tệp đính kèm" },
    { "", "tệp đính kèm" },
    { "..", "tệp đính kèm" },
    { ".bashrc", "bashrc" },
    { "a\nb\tc\x01.pdf", "abc.pdf" },
    /* Written from right to left, this ends in "exe.pdf". */
    { "hoa don \xe2\x80\xae"
      "fdp.exe",
      "hoa don fdp.exe" },
    { "what?.pdf ", "what.pdf" },
    { "bad \xff.pdf", "bad \xef\xbf\xbd.pdf" },
  };
  g_autoptr (GString) many = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *clean = hopso_attachment_name_clean (rows[i].said);

      g_assert_cmpstr (clean, ==, rows[i].clean);
    }
  for (guint i = 0; i < 300; i++)
    g_string_append (many, "đ");
  g_string_append (many, ".pdf");
  g_autofree char *short_name = hopso_attachment_name_clean (many->str);
  g_assert_cmpuint (strlen (short_name), <=, 200);
  g_assert_true (g_str_has_suffix (short_name, "đ.pdf"));
  g_assert_true (g_utf8_validate (short_name, -1, NULL));
}

typedef struct
{
  HopsoPdfClient *client;
  HopsoReader *reader;
  GtkWindow *window;
  guint n_saved;
} World;

static gboolean
has_parts (gpointer data)
{
  HopsoReader *reader = ((World *) data)->reader;

  return hopso_attachment_list_get_n_items (reader->attachments) == 1 &&
         hopso_layer_list_get_n_items (reader->layers) >= 2;
}

static void
world_init_bytes (World *world, GBytes *bytes)
{
  g_auto (HopsoFd) fd =
      hopso_fd_new_sealed ("test", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);

  *world = (World){ .client = hopso_pdf_client_new () };
  world->reader = HOPSO_READER (hopso_reader_new (NULL));
  world->window = hopso_test_window_show (GTK_WIDGET (world->reader), 1100, 700);
  hopso_reader_show (world->reader, world->client, fd, "Báo cáo");
  hopso_test_window_wait (has_parts, world);
  hopso_test_window_settle ();
}

static void
world_init (World *world)
{
  g_autoptr (GBytes) bytes = hopso_test_rich_new ();

  world_init_bytes (world, bytes);
  g_assert_cmpuint (hopso_layer_list_get_n_items (world->reader->layers), ==, 3);
}

static void
world_clear (World *world)
{
  gtk_window_destroy (world->window);
  g_object_unref (world->client);
}

static void
saved_cb (World *world, guint index)
{
  world->n_saved++;
}

static gboolean
is_saved (gpointer data)
{
  return ((World *) data)->n_saved > 0;
}

static void
test_attached_files_are_listed_and_saved (void)
{
  World world;
  g_autofree char *folder = g_dir_make_tmp ("hopso-parts-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "note.txt", NULL);
  g_autofree char *content = NULL;

  world_init (&world);
  hopso_reader_show_panel (world.reader, "attachments");
  hopso_test_window_settle ();
  GtkWidget *root = GTK_WIDGET (world.reader->attachments);
  g_assert_nonnull (hopso_test_window_find_label (root, "note.txt"));
  g_assert_nonnull (hopso_test_window_find_label (root, "A note"));
  g_assert_nonnull (hopso_test_window_find_label (root, "Văn bản thuần · 11 B"));
  g_assert_nonnull (hopso_test_window_find_button (root, "Lưu…"));
  g_assert_nonnull (hopso_test_window_find_label (GTK_WIDGET (world.reader->side), "Đính kèm 1"));
  hopso_test_window_save (GTK_WIDGET (world.window), "reader-attachments");
  g_signal_connect_swapped (world.reader->attachments, "saved", G_CALLBACK (saved_cb), &world);
  hopso_attachment_list_save (world.reader->attachments, 0, path);
  hopso_test_window_wait (is_saved, &world);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "hello there");
  g_unlink (path);
  g_rmdir (folder);
  world_clear (&world);
}

static gboolean
is_named (GtkWidget *widget, gpointer data)
{
  GtkWidget *label = gtk_widget_get_next_sibling (widget);

  return GTK_IS_LABEL (label) && g_str_equal (gtk_label_get_text (GTK_LABEL (label)), data);
}

static GtkCheckButton *
find_layer (World *world, const char *title)
{
  return GTK_CHECK_BUTTON (hopso_test_window_find (
      GTK_WIDGET (world->reader->layers), GTK_TYPE_CHECK_BUTTON, is_named, (gpointer) title));
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static gboolean
is_sharp (gpointer data)
{
  return hopso_page_view_is_sharp (((World *) data)->reader->view);
}

static void
test_layers_are_shown_hidden_and_put_back (void)
{
  World world;
  guint n_changes = 0;

  world_init (&world);
  hopso_page_view_go_to_page (world.reader->view, 1);
  g_signal_connect_swapped (hopso_reader_get_document (world.reader), "layers-changed",
                            G_CALLBACK (count_cb), &n_changes);
  hopso_reader_show_panel (world.reader, "layers");
  hopso_test_window_settle ();
  g_assert_true (gtk_check_button_get_active (find_layer (&world, "Left")));
  g_assert_false (gtk_check_button_get_active (find_layer (&world, "Right")));
  g_assert_null (find_layer (&world, "Halves"));
  GtkWidget *reset =
      hopso_test_window_find_button (GTK_WIDGET (world.reader->layers), "Như tác giả quy định");
  g_assert_false (gtk_widget_get_sensitive (reset));
  gtk_check_button_set_active (find_layer (&world, "Right"), TRUE);
  g_assert_cmpuint (n_changes, ==, 1);
  hopso_test_window_wait (is_sharp, &world);
  hopso_test_window_settle ();
  hopso_test_window_save (GTK_WIDGET (world.window), "reader-layers");
  g_assert_true (gtk_widget_get_sensitive (reset));
  g_signal_emit_by_name (reset, "clicked");
  g_assert_cmpuint (n_changes, ==, 2);
  g_assert_false (gtk_check_button_get_active (find_layer (&world, "Right")));
  g_assert_false (gtk_widget_get_sensitive (reset));
  world_clear (&world);
}

/* Nothing moves, so that the table of offsets stays right. */
static GBytes *
lock_left (void)
{
  static const char before[] = "/Order[[(Halves)30 0 R 31 0 R]]/OFF[31 0 R]";
  static const char after[] = "/Order[30 0 R 31 0 R]/Locked[30 0 R]       ";
  g_autoptr (GBytes) bytes = hopso_test_rich_new ();
  char *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  char *place = memmem (copy, g_bytes_get_size (bytes), before, strlen (before));

  G_STATIC_ASSERT (sizeof before == sizeof after);
  g_assert_nonnull (place);
  memcpy (place, after, strlen (after));
  return g_bytes_new_take (copy, g_bytes_get_size (bytes));
}

static gboolean
is_left_locked (gpointer data)
{
  GtkCheckButton *left = find_layer (data, "Left");

  return left != NULL && !gtk_widget_is_sensitive (GTK_WIDGET (left));
}

static void
test_locked_layers_stay (void)
{
  g_autoptr (GBytes) bytes = lock_left ();
  World world;
  guint n_changes = 0;

  world_init_bytes (&world, bytes);
  hopso_page_view_go_to_page (world.reader->view, 1);
  g_signal_connect_swapped (hopso_reader_get_document (world.reader), "layers-changed",
                            G_CALLBACK (count_cb), &n_changes);
  hopso_reader_show_panel (world.reader, "layers");
  hopso_test_window_wait (is_left_locked, &world);
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (find_layer (&world, "Right"))));
  hopso_test_window_save (GTK_WIDGET (world.window), "reader-layer-locked");
  gtk_check_button_set_active (find_layer (&world, "Left"), FALSE);
  g_assert_cmpuint (n_changes, ==, 0);
  g_assert_true (gtk_check_button_get_active (find_layer (&world, "Left")));
  gtk_check_button_set_active (find_layer (&world, "Right"), FALSE);
  g_assert_cmpuint (n_changes, ==, 1);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  hopso_test_window_init (&argc, &argv);
  g_test_add_func ("/reader/parts/names-are-cleaned", test_names_are_cleaned);
  g_test_add_func ("/reader/parts/attached-files-are-listed-and-saved",
                   test_attached_files_are_listed_and_saved);
  g_test_add_func ("/reader/parts/layers-are-shown-hidden-and-put-back",
                   test_layers_are_shown_hidden_and_put_back);
  g_test_add_func ("/reader/parts/locked-layers-stay", test_locked_layers_stay);
  return hopso_test_window_run ();
}
