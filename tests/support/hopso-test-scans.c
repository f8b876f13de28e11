/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents as scanners make them: nothing but pictures of 200 dots per inch, with letters, noise
 * and a seal. */

#include "hopso-test-scans.h"

#include "hopso-test-pages.h"

#include <gtk/gtk.h>

#define WIDTH   1654
#define HEIGHT  2339
#define N_KINDS 3u

static void
draw_letters (cairo_t *cr, guint kind)
{
  cairo_set_source_rgb (cr, 0.1, 0.1, 0.12);
  cairo_set_font_size (cr, 34);
  for (guint i = 0; i < 42; i++)
    {
      g_autofree char *words =
          g_strdup_printf ("%u.%u  The council hears the report of the treasury and votes on it %u",
                           kind + 1, i + 1, i * 37 % 101);

      cairo_move_to (cr, 150, 180 + 48.0 * i);
      cairo_show_text (cr, words);
    }
  cairo_set_source_rgba (cr, 0.8, 0.1, 0.1, 0.7);
  cairo_set_line_width (cr, 9);
  cairo_arc (cr, 1200, 1900, 170, 0, 6.3);
  cairo_stroke (cr);
}

/* What the glass and the paper add. */
static void
add_noise (cairo_surface_t *surface)
{
  guchar *pixels = cairo_image_surface_get_data (surface);
  const gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  guint32 seed = 7;

  cairo_surface_flush (surface);
  for (guint y = 0; y < HEIGHT; y++)
    {
      for (guint x = 0; x < 4 * WIDTH; x++)
        {
          seed = seed * 1664525 + 1013904223;
          pixels[y * stride + x] =
              (guchar) MAX ((int) pixels[y * stride + x] - (int) (seed >> 28), 0);
        }
    }
  cairo_surface_mark_dirty (surface);
}

static GBytes *
jpeg_new (guint kind)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GError) error = NULL;
  char *data;
  gsize size;

  cairo_set_source_rgb (cr, 0.98, 0.97, 0.95);
  cairo_paint (cr);
  draw_letters (cr, kind);
  cairo_destroy (cr);
  add_noise (surface);
  pixbuf = gdk_pixbuf_get_from_surface (surface, 0, 0, WIDTH, HEIGHT);
  cairo_surface_destroy (surface);
  gdk_pixbuf_save_to_buffer (pixbuf, &data, &size, "jpeg", &error, "quality", "80", NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (data, size);
}

/**
 * hopso_test_scans_new:
 * @n_pages: at least one
 *
 * Returns: (transfer full): a document of scanned pages
 */
GBytes *
hopso_test_scans_new (guint n_pages)
{
  GBytes *jpegs[N_KINDS];
  GBytes *document;

  for (guint i = 0; i < N_KINDS; i++)
    jpegs[i] = jpeg_new (i);
  document = hopso_test_pages_new_pictures (n_pages, jpegs, N_KINDS, WIDTH, HEIGHT);
  for (guint i = 0; i < N_KINDS; i++)
    g_bytes_unref (jpegs[i]);
  return document;
}
