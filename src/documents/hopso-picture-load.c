/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Decodes a person's own scan or photograph. Only PNG and JPEG by their content, and only of sizes
 * that were checked first: then libpng or libjpeg does it, on a thread, and what is kept is no
 * larger than a signature needs. */

#include "hopso-picture-load.h"

#include <gdk/gdk.h>

#define KEPT_SIDE 1600

/**
 * hopso_picture_free:
 * @self: (transfer full): a picture
 */
void
hopso_picture_free (HopsoPicture *self)
{
  g_free (self->pixels);
  g_free (self);
}

/* Takes @surface. */
static HopsoPicture *
take_surface (cairo_surface_t *surface)
{
  HopsoPicture *picture = g_new0 (HopsoPicture, 1);
  const guint8 *data = cairo_image_surface_get_data (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);

  picture->width = (guint) cairo_image_surface_get_width (surface);
  picture->height = (guint) cairo_image_surface_get_height (surface);
  picture->pixels = g_malloc ((gsize) picture->width * picture->height * 4);
  for (guint y = 0; y < picture->height; y++)
    for (guint x = 0; x < picture->width; x++)
      {
        guint32 p = *(const guint32 *) (gconstpointer) (data + y * stride + (gsize) x * 4);
        guint32 a = p >> 24;
        guint8 *to = picture->pixels + ((gsize) y * picture->width + x) * 4;

        to[0] = (guint8) (a > 0 ? MIN ((p >> 16 & 0xff) * 255 / a, 255) : 0);
        to[1] = (guint8) (a > 0 ? MIN ((p >> 8 & 0xff) * 255 / a, 255) : 0);
        to[2] = (guint8) (a > 0 ? MIN ((p & 0xff) * 255 / a, 255) : 0);
        to[3] = (guint8) a;
      }
  cairo_surface_destroy (surface);
  return picture;
}

static cairo_surface_t *
shrink (GdkTexture *texture)
{
  int width = gdk_texture_get_width (texture), height = gdk_texture_get_height (texture);
  double scale = MIN (1.0, (double) KEPT_SIDE / MAX (width, height));
  cairo_surface_t *whole = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_surface_t *small = cairo_image_surface_create (
      CAIRO_FORMAT_ARGB32, MAX ((int) (width * scale), 1), MAX ((int) (height * scale), 1));
  cairo_t *cr = cairo_create (small);

  gdk_texture_download (texture, cairo_image_surface_get_data (whole),
                        (gsize) cairo_image_surface_get_stride (whole));
  cairo_surface_mark_dirty (whole);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, whole, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_GOOD);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (whole);
  cairo_surface_flush (small);
  return small;
}

static void
load (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  guint width, height;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  if (hopso_picture_read_size (data, &width, &height, &error))
    texture = gdk_texture_new_from_bytes (data, &error);
  if (texture == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, take_surface (shrink (texture)),
                           (GDestroyNotify) hopso_picture_free);
}

/**
 * hopso_picture_load_async:
 * @file: what is to be a PNG or JPEG
 */
void
hopso_picture_load_async (GBytes *file,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_picture_load_async);
  g_task_set_task_data (task, g_bytes_ref (file), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, load);
}

/**
 * hopso_picture_load_finish:
 *
 * Returns: (transfer full): the picture
 */
HopsoPicture *
hopso_picture_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
