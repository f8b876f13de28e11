/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads a book from its first page to its last, several times, as somebody does who turns pages:
 * the page, the next one in advance, its text and links. Usage: bench-memory FILE WIDTH PASSES;
 * prints "pass MIB" after each pass: what this process and its children have of the machine's
 * memory, shared pages counted in parts. */

#include "hopso-pdf-client.h"
#include "hopso-pdf-reading.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  HopsoPdfDocument *document; /* owned, nullable */
  guint width;
  guint n_waiting;
} Bench;

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
rendered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GBytes) pixels =
      hopso_pdf_document_render_finish (HOPSO_PDF_DOCUMENT (source), result, NULL, NULL);

  ((Bench *) user_data)->n_waiting--;
}

static void
text_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoPdfText) text =
      hopso_pdf_document_page_text_finish (HOPSO_PDF_DOCUMENT (source), result, NULL);

  ((Bench *) user_data)->n_waiting--;
}

static void
wait_for_all (Bench *bench)
{
  while (bench->n_waiting > 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
ask_page (Bench *bench, guint page, HopsoPdfPriority priority)
{
  HopsoPdfView view;
  double width;
  double height;

  if (page >= hopso_pdf_document_get_n_pages (bench->document))
    return;
  hopso_pdf_document_get_page_size (bench->document, page, &width, &height);
  hopso_pdf_view_init (&view, page, bench->width, (guint) (bench->width * height / width));
  bench->n_waiting++;
  hopso_pdf_document_render_async (bench->document, &view, priority, NULL, rendered_cb, bench);
}

static void
read_book (Bench *bench)
{
  for (guint page = 0; page < hopso_pdf_document_get_n_pages (bench->document); page++)
    {
      ask_page (bench, page, HOPSO_PDF_PRIORITY_VISIBLE);
      ask_page (bench, page + 1, HOPSO_PDF_PRIORITY_NEIGHBOUR);
      bench->n_waiting++;
      hopso_pdf_document_page_text_async (bench->document, page, NULL, text_cb, bench);
      wait_for_all (bench);
    }
}

static guint64
read_share (int process)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/smaps_rollup", process);
  g_autofree char *said = NULL;
  const char *line;

  if (!g_file_get_contents (path, &said, NULL, NULL) || (line = strstr (said, "\nPss:")) == NULL)
    return 0;
  return g_ascii_strtoull (line + strlen ("\nPss:"), NULL, 10);
}

static double
measure (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%d/children", getpid ());
  g_autofree char *said = NULL;
  guint64 kibibytes = read_share (getpid ());

  if (!g_file_get_contents (path, &said, NULL, NULL))
    g_error ("%s", path);
  g_auto (GStrv) children = g_strsplit (said, " ", -1);
  for (char **child = children; *child != NULL; child++)
    kibibytes += read_share (atoi (*child));
  return (double) kibibytes / 1024;
}

int
main (int argc, char **argv)
{
  Bench bench = { .n_waiting = 1 };

  if (argc != 4)
    return 2;
  bench.width = (guint) atoi (argv[2]);
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  hopso_pdf_client_open_async (client, open (argv[1], O_RDONLY | O_CLOEXEC), NULL, NULL, opened_cb,
                               &bench);
  wait_for_all (&bench);
  for (int i = 0; i < atoi (argv[3]); i++)
    {
      read_book (&bench);
      printf ("pass %.1f\n", measure ());
    }
  g_object_unref (bench.document);
  return 0;
}
