/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A document on the wall: the same page on both, and how it begins and ends. */

#include "hopso-fd.h"
#include "hopso-presentation.h"
#include "hopso-reader-private.h"
#include "hopso-test-pages.h"
#include "hopso-test-window.h"

typedef struct
{
  HopsoPdfClient *client; /* owned */
  HopsoReader *reader;
  GtkWindow *window;
} World;

static gboolean
is_shown (gpointer data)
{
  return hopso_reader_get_document (((World *) data)->reader) != NULL;
}

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data);
}

static void
set_up (World *world, gconstpointer data)
{
  g_autoptr (GBytes) bytes = hopso_test_pages_new (6);
  g_auto (HopsoFd) fd =
      hopso_fd_new_sealed ("test", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);

  world->client = hopso_pdf_client_new ();
  world->reader = HOPSO_READER (hopso_reader_new (NULL));
  world->window = hopso_test_window_show (GTK_WIDGET (world->reader), 1000, 700);
  hopso_reader_show (world->reader, world->client, fd, "Tờ trình");
  hopso_test_window_wait (is_shown, world);
  hopso_test_window_settle ();
  hopso_page_view_go_to_page (world->reader->view, 1);
  gtk_widget_activate_action (GTK_WIDGET (world->reader), "reader.present", NULL);
  g_assert_nonnull (world->reader->presentation);
  hopso_test_window_wait (is_mapped, world->reader->presentation);
}

static void
tear_down (World *world, gconstpointer data)
{
  gtk_window_destroy (world->window);
  g_object_unref (world->client);
}

static HopsoPageView *
get_wall (World *world)
{
  return hopso_presentation_get_view (world->reader->presentation);
}

static void
test_both_show_the_same_page (World *world, gconstpointer data)
{
  HopsoPageView *wall = get_wall (world);

  g_assert_cmpint (hopso_page_view_get_mode (wall), ==, HOPSO_PAGE_MODE_PRESENTATION);
  g_assert_cmpuint (hopso_page_view_get_page (wall), ==, 1);
  hopso_page_view_go_to_page (world->reader->view, 4);
  g_assert_cmpuint (hopso_page_view_get_page (wall), ==, 4);
}

static void
test_it_ends_with_its_document (World *world, gconstpointer data)
{
  HopsoPresentation *presentation = world->reader->presentation;

  g_object_add_weak_pointer (G_OBJECT (presentation), (gpointer *) &presentation);
  gtk_widget_activate_action (GTK_WIDGET (world->reader), "reader.present", NULL);
  g_assert_null (world->reader->presentation);
  g_assert_null (presentation);

  gtk_widget_activate_action (GTK_WIDGET (world->reader), "reader.present", NULL);
  g_assert_nonnull (world->reader->presentation);
}

static void
test_another_version_takes_its_place (World *world, gconstpointer data)
{
  g_autoptr (GBytes) bytes = hopso_test_pages_new (3);
  g_auto (HopsoFd) fd =
      hopso_fd_new_sealed ("test", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  HopsoPageView *wall = get_wall (world);

  hopso_page_view_go_to_page (world->reader->view, 5);
  hopso_reader_show (world->reader, world->client, fd, "Tờ trình");
  g_assert_cmpuint (hopso_page_view_get_n_pages (wall), ==, 6);
  hopso_test_window_wait (is_shown, world);
  g_assert_cmpuint (hopso_page_view_get_n_pages (wall), ==, 3);
}

int
main (int argc, char **argv)
{
  hopso_test_window_init (&argc, &argv);
  g_test_add ("/presentation/both-show-the-same-page", World, NULL, set_up,
              test_both_show_the_same_page, tear_down);
  g_test_add ("/presentation/it-ends-with-its-document", World, NULL, set_up,
              test_it_ends_with_its_document, tear_down);
  g_test_add ("/presentation/another-version-takes-its-place", World, NULL, set_up,
              test_another_version_takes_its_place, tear_down);
  return hopso_test_window_run ();
}
