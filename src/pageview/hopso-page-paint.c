/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How pictures of pages get into a window. Where cairo draws the window, GTK 4.8 converts every
 * pixel of a texture to floating point and back each time it is drawn, 10 ms for a page; the same
 * memory as a cairo surface is only copied. Where OpenGL draws it, a texture is uploaded once. Main
 * thread. */

#include "hopso-page-paint.h"

#define SURFACE "hopso-surface"

static const cairo_user_data_key_t pixels_key;

/* Shares the memory; alpha, which is that of paper everywhere, is left out of account. */
static cairo_surface_t *
surface_new (int width, int height, GBytes *pixels)
{
  /* Cairo has no word for pixels that are only read. */
  cairo_surface_t *surface = cairo_image_surface_create_for_data (
      (guchar *) g_bytes_get_data (pixels, NULL), CAIRO_FORMAT_RGB24, width, height, width * 4);

  cairo_surface_set_user_data (surface, &pixels_key, g_bytes_ref (pixels),
                               (cairo_destroy_func_t) g_bytes_unref);
  return surface;
}

/**
 * hopso_page_paint_new_texture:
 * @width: in pixels
 * @height: in pixels
 * @pixels: BGRA without gaps between rows, opaque
 *
 * Returns: (transfer full): what hopso_page_paint() takes
 */
GdkTexture *
hopso_page_paint_new_texture (guint width, guint height, GBytes *pixels)
{
  GdkTexture *texture = gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_DEFAULT,
                                                pixels, (gsize) width * 4);

  g_object_set_data_full (G_OBJECT (texture), SURFACE,
                          surface_new ((int) width, (int) height, pixels),
                          (GDestroyNotify) cairo_surface_destroy);
  return texture;
}

static gboolean
is_drawn_by_cairo (GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);

  return native != NULL && GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (native));
}

/**
 * hopso_page_paint:
 * @widget: which is drawn
 * @snapshot: its snapshot
 * @texture: of hopso_page_paint_new_texture()
 * @bounds: where it goes, in the coordinates of @snapshot
 *
 * Appends a picture.
 */
void
hopso_page_paint (GtkWidget *widget,
                  GtkSnapshot *snapshot,
                  GdkTexture *texture,
                  const graphene_rect_t *bounds)
{
  cairo_surface_t *surface = g_object_get_data (G_OBJECT (texture), SURFACE);
  cairo_t *cr;

  if (surface == NULL || !is_drawn_by_cairo (widget))
    {
      gtk_snapshot_append_texture (snapshot, texture, bounds);
      return;
    }
  cr = gtk_snapshot_append_cairo (snapshot, bounds);
  cairo_translate (cr, (double) bounds->origin.x, (double) bounds->origin.y);
  cairo_scale (cr, (double) bounds->size.width / gdk_texture_get_width (texture),
               (double) bounds->size.height / gdk_texture_get_height (texture));
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_rectangle (cr, 0, 0, gdk_texture_get_width (texture), gdk_texture_get_height (texture));
  cairo_fill (cr);
  cairo_destroy (cr);
}
