/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a file's descriptor to its first page in pixels: through the sandboxed processes, and by a
 * bare program of poppler-glib that is started for it (bench-bare), in turns. Usage: bench-open
 * FILE WIDTH TIMES; prints "ours MS" and "floor MS" each time. */

#include "hopso-pdf-client.h"

#include <fcntl.h>
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

/* The same by a program that is started for it. */
static double
time_floor (const char *bare, const char *path, const char *width)
{
  const gint64 begin = g_get_monotonic_time ();
  const char *command[] = { bare, path, width, NULL };
  g_autoptr (GError) error = NULL;
  int status = 0;

  if (!g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL,
                     &status, &error) ||
      !g_spawn_check_wait_status (status, &error))
    g_error ("%s", error->message);
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
  g_autofree char *folder = g_path_get_dirname (argv[0]);
  g_autofree char *program = g_build_filename (folder, "bench-bare", NULL);

  if (fd < 0)
    g_error ("%s: %s", argv[1], g_strerror (errno));
  bench.width = (guint) atoi (argv[2]);
  bench.client = hopso_pdf_client_new ();
  rest ();
  for (int i = -1; i < n_times; i++)
    {
      double ours = time_ours (&bench, fd);

      rest ();

      double bare = time_floor (program, argv[1], argv[2]);

      if (i >= 0)
        printf ("ours %.3f\nfloor %.3f\n", ours, bare);
    }
  g_object_unref (bench.client);
  close (fd);
  return 0;
}
