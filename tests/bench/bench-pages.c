/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All pages of a document, one after the other as they are turned to, and all at once as the two
 * processes share them; beside a bare loop of poppler-glib. Usage: bench-pages FILE WIDTH PAGES;
 * prints "one MS", "two MS" and "floor MS" per page. */

#include "hopso-pdf-client-private.h"

#include <fcntl.h>
#include <poppler.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct
{
  HopsoPdfDocument *document; /* owned, nullable */
  guint n_waiting;
} Bench;

static void
rendered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GBytes) pixels =
      hopso_pdf_document_render_finish (HOPSO_PDF_DOCUMENT (source), result, NULL, NULL);

  ((Bench *) user_data)->n_waiting--;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Bench *bench = user_data;
  g_autoptr (GError) error = NULL;

  bench->document = hopso_pdf_client_open_finish (HOPSO_PDF_CLIENT (source), result, &error);
  if (bench->document == NULL)
    g_error ("%s", error->message);
  bench->n_waiting--;
}

static void
wait_below (Bench *bench, guint n)
{
  while (bench->n_waiting >= n)
    g_main_context_iteration (NULL, TRUE);
}

/* At most so many pages are asked for at a time. */
static double
time_pages (Bench *bench, guint width, guint n_pages, guint at_once)
{
  const gint64 begin = g_get_monotonic_time ();

  for (guint page = 0; page < n_pages; page++)
    {
      HopsoPdfView view;
      double page_width;
      double page_height;

      hopso_pdf_document_get_page_size (bench->document, page, &page_width, &page_height);
      /* Another height each time, so that nothing comes out of the cache. */
      hopso_pdf_view_init (&view, page, width,
                           (guint) (width * page_height / page_width) + at_once);
      wait_below (bench, at_once);
      bench->n_waiting++;
      hopso_pdf_document_render_async (bench->document, &view, HOPSO_PDF_PRIORITY_VISIBLE, NULL,
                                       rendered_cb, bench);
    }
  wait_below (bench, 1);
  return (double) (g_get_monotonic_time () - begin) / 1000 / n_pages;
}

static double
time_floor (int fd, guint width, guint n_pages)
{
  PopplerDocument *document = poppler_document_new_from_fd (dup (fd), NULL, NULL);
  const gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < n_pages; i++)
    {
      PopplerPage *page = poppler_document_get_page (document, (int) i);
      double page_width;
      double page_height;

      poppler_page_get_size (page, &page_width, &page_height);
      const double scale = width / page_width;
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) width,
                                                             (int) (page_height * scale));
      cairo_t *cr = cairo_create (surface);
      cairo_set_source_rgb (cr, 1, 1, 1);
      cairo_paint (cr);
      cairo_scale (cr, scale, scale);
      poppler_page_render (page, cr);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
      g_object_unref (page);
    }
  const double spent = (double) (g_get_monotonic_time () - begin) / 1000 / n_pages;
  g_object_unref (document);
  return spent;
}

int
main (int argc, char **argv)
{
  Bench bench = { 0 };

  if (argc != 4)
    return 2;

  const guint width = (guint) atoi (argv[2]);
  int fd = open (argv[1], O_RDONLY | O_CLOEXEC);
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  bench.n_waiting = 1;
  hopso_pdf_client_open_async (client, fd, NULL, NULL, opened_cb, &bench);
  wait_below (&bench, 1);

  const guint n_pages =
      MIN ((guint) atoi (argv[3]), hopso_pdf_document_get_n_pages (bench.document));
  time_pages (&bench, width, MIN (n_pages, 4), 2);
  printf ("one %.3f\n", time_pages (&bench, width, n_pages, 1));
  printf ("two %.3f\n", time_pages (&bench, width, n_pages, 3));
  printf ("floor %.3f\n", time_floor (fd, width, n_pages));
  g_object_unref (bench.document);
  return 0;
}
