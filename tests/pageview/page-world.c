/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tests of the view need to see pages in a window. */

#include "page-world.h"

#include "hopso-fd.h"

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(HopsoPdfDocument **) user_data =
      hopso_pdf_client_open_finish (HOPSO_PDF_CLIENT (source), result, &error);
  g_assert_no_error (error);
}

static gboolean
is_set (gpointer data)
{
  return *(gpointer *) data != NULL;
}

gboolean
page_world_is_sharp (gpointer data)
{
  return hopso_page_view_is_sharp (data);
}

PageWorld
page_world_new (GBytes *bytes)
{
  PageWorld world = { .client = hopso_pdf_client_new () };
  g_auto (HopsoFd) fd =
      hopso_fd_new_sealed ("test", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  hopso_pdf_client_open_async (world.client, fd, NULL, NULL, opened_cb, &world.document);
  hopso_test_window_wait (is_set, &world.document);
  world.view = HOPSO_PAGE_VIEW (hopso_page_view_new ());
  hopso_page_view_set_document (world.view, world.document);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (world.view));
  world.window = hopso_test_window_show (scroller, 600, 500);
  world.down = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  return world;
}

PageWorld
page_world_of_pages (guint n_pages)
{
  g_autoptr (GBytes) bytes = hopso_test_pages_new (n_pages);
  PageWorld world = page_world_new (bytes);

  hopso_test_window_wait (page_world_is_sharp, world.view);
  return world;
}

void
page_world_clear (PageWorld *world)
{
  gtk_window_destroy (world->window);
  g_object_unref (world->document);
  g_object_unref (world->client);
}

void
page_world_press (PageWorld *world, guint keyval, GdkModifierType modifiers)
{
  g_assert_true (hopso_test_window_press (GTK_WIDGET (world->view), keyval, modifiers));
}

/* What is seen in the middle of a page, as 0xAARRGGBB. */
guint32
page_world_get_colour (PageWorld *world, guint page)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (world->view));
  const int height = gtk_widget_get_height (GTK_WIDGET (world->view));
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autofree guchar *pixels = g_malloc0 ((gsize) width * (gsize) height * 4);
  graphene_rect_t bounds;
  int x;
  int y;

  hopso_page_view_draw (world->view, snapshot);
  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (snapshot);
  g_autoptr (GdkTexture) texture =
      gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (world->window)), node,
                                   &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gdk_texture_download (texture, pixels, (gsize) width * 4);
  g_assert_true (hopso_page_view_get_page_bounds (world->view, page, &bounds));
  x = CLAMP ((int) (bounds.origin.x + bounds.size.width / 2), 0, width - 1);
  y = CLAMP ((int) (bounds.origin.y + bounds.size.height / 2), 0, height - 1);
  return ((const guint32 *) (gconstpointer) pixels)[y * width + x];
}
