/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a file's descriptor to its first page in pixels: through the sandboxed processes, and by a
 * bare loop of poppler-glib in this process, in turns. Usage: bench-open FILE WIDTH TIMES; prints
 * "ours MS" and "floor MS" each time. */

#include "hopso-pdf-client.h"

#include <fcntl.h>
#include <poppler.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct
{
  HopsoPdfClient *client;     /* owned */
  HopsoPdfDocument *document; /* owned, nullable */
  guint width;
  gboolean is_done;
} Bench;

static void
rendered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Bench *bench = user_data;
  g_autoptr (GError) error = NULL;
  gsize stride = 0;
  g_autoptr (GBytes) pixels =
      hopso_pdf_document_render_finish (HOPSO_PDF_DOCUMENT (source), result, &stride, &error);

  if (pixels == NULL)
    g_error ("%s", error->message);
  bench->is_done = TRUE;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Bench *bench = user_data;
  g_autoptr (GError) error = NULL;
  HopsoPdfView view;
  double width, height;

  bench->document = hopso_pdf_client_open_finish (bench->client, result, &error);
  if (bench->document == NULL)
    g_error ("%s", error->message);
  hopso_pdf_document_get_page_size (bench->document, 0, &width, &height);
  hopso_pdf_view_init (&view, 0, bench->width, (guint) (bench->width * height / width + 0.5));
  hopso_pdf_document_render_async (bench->document, &view, HOPSO_PDF_PRIORITY_VISIBLE, NULL,
                                   rendered_cb, bench);
}

static double
time_ours (Bench *bench, int fd)
{
  gint64 begin = g_get_monotonic_time ();

  bench->is_done = FALSE;
  hopso_pdf_client_open_async (bench->client, fd, NULL, NULL, opened_cb, bench);
  while (!bench->is_done)
    g_main_context_iteration (NULL, TRUE);

  double spent = (double) (g_get_monotonic_time () - begin) / 1000;

  g_clear_object (&bench->document);
  return spent;
}

static double
time_floor (int fd, guint width)
{
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  /* The document closes its descriptor. */
  PopplerDocument *document = poppler_document_new_from_fd (dup (fd), NULL, &error);

  if (document == NULL)
    g_error ("%s", error->message);

  PopplerPage *page = poppler_document_get_page (document, 0);
  double page_width, page_height;

  poppler_page_get_size (page, &page_width, &page_height);

  double scale = width / page_width;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) width,
                                                         (int) (page_height * scale + 0.5));
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  poppler_page_render (page, cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  g_object_unref (page);
  g_object_unref (document);
  return (double) (g_get_monotonic_time () - begin) / 1000;
}

/* People do not open papers as fast as they can: the next process is ready by then. */
static void
rest (void)
{
  gint64 end = g_get_monotonic_time () + 300 * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

int
main (int argc, char **argv)
{
  Bench bench = { 0 };

  if (argc != 4)
    return 2;

  int fd = open (argv[1], O_RDONLY | O_CLOEXEC);
  int n_times = atoi (argv[3]);

  if (fd < 0)
    g_error ("%s: %s", argv[1], g_strerror (errno));
  bench.width = (guint) atoi (argv[2]);
  bench.client = hopso_pdf_client_new ();
  rest ();
  for (int i = -1; i < n_times; i++)
    {
      double ours = time_ours (&bench, fd);

      rest ();

      double bare = time_floor (fd, bench.width);

      if (i >= 0)
        printf ("ours %.3f\nfloor %.3f\n", ours, bare);
    }
  g_object_unref (bench.client);
  close (fd);
  return 0;
}
