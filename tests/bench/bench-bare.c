/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a program without any of our precautions does to show a page: starts, opens the file by
 * poppler-glib, draws its first page, ends. Usage: bench-bare FILE WIDTH. */

#include <fcntl.h>
#include <poppler.h>
#include <stdlib.h>

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (argc != 3)
    return 2;
  PopplerDocument *document =
      poppler_document_new_from_fd (open (argv[1], O_RDONLY | O_CLOEXEC), NULL, &error);
  if (document == NULL)
    g_error ("%s", error->message);

  PopplerPage *page = poppler_document_get_page (document, 0);
  double width;
  double height;
  poppler_page_get_size (page, &width, &height);
  const double scale = atoi (argv[2]) / width;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, atoi (argv[2]),
                                                         (int) (height * scale + 0.5));
  cairo_t *cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  poppler_page_render (page, cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return 0;
}
