/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is told of a document: its properties and why it may look otherwise elsewhere. */

#include "hopso-fd.h"
#include "hopso-page-size-words.h"
#include "hopso-pdf-facts.h"
#include "hopso-properties-window.h"
#include "hopso-reader-private.h"
#include "hopso-test-rich.h"
#include "hopso-test-window.h"

#include <string.h>

typedef struct
{
  HopsoPdfClient *client;
  HopsoReader *reader;
  GtkWindow *window;
  GtkWindow *properties; /* borrowed */
  guint wanted;
  const char *words;
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
has_words (GtkWidget *widget, gpointer data)
{
  return strstr (gtk_label_get_text (GTK_LABEL (widget)), data) != NULL;
}

static GtkWidget *
find_words (GtkWidget *root, const char *words)
{
  return hopso_test_window_find (root, GTK_TYPE_LABEL, has_words, (gpointer) words);
}

static gboolean
says (gpointer data)
{
  World *world = data;

  return find_words (GTK_WIDGET (world->properties), world->words) != NULL;
}

static void
wait_for (World *world, const char *words)
{
  world->words = words;
  hopso_test_window_wait (says, world);
}

static void
world_init (World *world, GBytes *bytes, int width)
{
  g_auto (HopsoFd) fd =
      hopso_fd_new_sealed ("test", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);

  *world = (World){ .client = hopso_pdf_client_new () };
  world->reader = HOPSO_READER (hopso_reader_new (NULL));
  g_signal_connect_swapped (world->reader, "shown", G_CALLBACK (shown_cb), world);
  world->window = hopso_test_window_show (GTK_WIDGET (world->reader), width, 700);
  hopso_reader_show (world->reader, world->client, fd, "Báo cáo");
  hopso_test_window_wait (is_shown, world);
}

static void
world_clear (World *world)
{
  gtk_window_destroy (world->window);
  g_object_unref (world->client);
}

static GtkWindow *
find_properties (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (HOPSO_IS_PROPERTIES_WINDOW (window))
        return window;
    }
  return NULL;
}

static void
open_properties (World *world)
{
  g_assert_true (
      hopso_test_window_press (GTK_WIDGET (world->reader), GDK_KEY_Return, GDK_ALT_MASK));
  world->properties = find_properties ();
  g_assert_nonnull (world->properties);
}

static void
test_all_that_is_known_is_told (void)
{
  g_autoptr (GBytes) bytes = hopso_test_rich_new ();
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  World world;

  world_init (&world, bytes, 1000);
  open_properties (&world);
  wait_for (&world, "Rich");
  wait_for (&world, "Đạn");
  wait_for (&world, "by hand");
  wait_for (&world, "3 trang · 71 × 106 mm");
  wait_for (&world, "PDF-1.7");
  wait_for (&world, "PDF/A-2b");
  wait_for (&world, digest);
  hopso_test_window_settle ();
  hopso_test_window_save (GTK_WIDGET (world.properties), "properties");
  GtkWidget *copy = hopso_test_window_find_button (GTK_WIDGET (world.properties), "Sao chép");
  g_assert_true (gtk_widget_get_sensitive (copy));
  g_signal_emit_by_name (copy, "clicked");
  wait_for (&world, "Đã sao chép mã băm");

  GtkWidget *find = hopso_test_window_find_button (GTK_WIDGET (world.properties), "Tìm phông chữ");
  g_signal_emit_by_name (find, "clicked");
  wait_for (&world, "Helvetica");
  wait_for (&world, "không có trong văn bản");
  gtk_window_close (world.properties);
  hopso_test_window_settle ();
  g_assert_null (find_properties ());
  world_clear (&world);
}

/* Answers that come when nobody is there any more. */
static void
test_it_may_close_at_once (void)
{
  g_autoptr (GBytes) bytes = hopso_test_rich_new_book (40);
  World world;

  world_init (&world, bytes, 1000);
  open_properties (&world);
  GtkWidget *find = hopso_test_window_find_button (GTK_WIDGET (world.properties), "Tìm phông chữ");
  g_signal_emit_by_name (find, "clicked");
  gtk_window_close (world.properties);
  hopso_test_window_settle ();
  g_assert_null (find_properties ());
  world_clear (&world);
}

static gboolean
has_doubts (gpointer data)
{
  World *world = data;

  return hopso_doubts_button_get_doubts (world->reader->doubts) == world->wanted;
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
test_doubts_are_told_in_one_place (void)
{
  g_autoptr (GBytes) bytes = hopso_test_rich_new ();
  World world;

  world_init (&world, bytes, 480);
  world.wanted = HOPSO_PDF_DOUBT_FONTS | HOPSO_PDF_DOUBT_LAYERS | HOPSO_PDF_DOUBT_SCRIPTS |
                 HOPSO_PDF_DOUBT_FIELDS;
  hopso_test_window_wait (has_doubts, &world);
  hopso_test_window_settle ();
  GtkWidget *button =
      hopso_test_window_find (GTK_WIDGET (world.reader->doubts), GTK_TYPE_MENU_BUTTON, NULL, NULL);
  g_assert_nonnull (button);
  g_assert_nonnull (hopso_test_window_find_label (button, "4 lưu ý"));
  assert_fits (world.reader->bar, 480);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  hopso_test_window_settle ();
  GtkWidget *popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  g_assert_nonnull (find_words (popover, "PDF/A"));
  hopso_test_window_save (popover, "reader-doubts");
  hopso_test_window_save (GTK_WIDGET (world.window), "reader-doubts-narrow");
  /* They go with their document. */
  hopso_reader_close (world.reader);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (world.reader->doubts)));
  world_clear (&world);
}

static void
test_pages_are_called_by_their_paper (void)
{
  static const struct
  {
    double width;
    double height;
    const char *words;
  } rows[] = { { 595.3, 841.9, "210 × 297 mm (A4)" },
               { 841.9, 595.3, "297 × 210 mm (A4, ngang)" },
               { 842, 1191, "297 × 420 mm (A3)" },
               { 200, 300, "71 × 106 mm" } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *words = hopso_page_size_words (rows[i].width, rows[i].height);

      g_assert_cmpstr (words, ==, rows[i].words);
    }
}

int
main (int argc, char **argv)
{
  hopso_test_window_init (&argc, &argv);
  g_test_add_func ("/reader/properties/all-that-is-known-is-told", test_all_that_is_known_is_told);
  g_test_add_func ("/reader/properties/it-may-close-at-once", test_it_may_close_at_once);
  g_test_add_func ("/reader/properties/doubts-are-told-in-one-place",
                   test_doubts_are_told_in_one_place);
  g_test_add_func ("/reader/properties/pages-are-called-by-their-paper",
                   test_pages_are_called_by_their_paper);
  return hopso_test_window_run ();
}
