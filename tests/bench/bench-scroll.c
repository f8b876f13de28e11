/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Scrolling through a document in a window, from its beginning to its end at so many pixels per
 * frame. Usage: bench-scroll FILE|PAGES PIXELS; with a number, a document of that many scanned
 * pages is made. Prints p50, p95 and max in milliseconds: "frame", from one frame to the next;
 * "stall", how long the main loop was away; "work", what it did meanwhile; and "grey", how many
 * hundredths of the paper that was seen had no picture at all, "coarse", how many had one of other
 * pixels, and "all", how many frames there were. */

#include "hopso-fd.h"
#include "hopso-page-view-private.h"
#include "hopso-pdf-client.h"
#include "hopso-test-frames.h"
#include "hopso-test-scans.h"

#include <adwaita.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct
{
  HopsoPdfDocument *document; /* owned, nullable */
  HopsoPageView *view;        /* borrowed: in the window */
  double speed;
  guint n_frames;
  double seen; /* paper, in pixels of all frames */
  double grey; /* of that, without a picture */
  double coarse;
  gboolean is_over;
} Bench;

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Bench *bench = user_data;
  g_autoptr (GError) error = NULL;

  bench->document = hopso_pdf_client_open_finish (HOPSO_PDF_CLIENT (source), result, &error);
  if (bench->document == NULL)
    g_error ("%s", error->message);
}

/* Pages are as wide as each other here, so their heights are enough. */
static void
look (Bench *bench)
{
  const double height = gtk_widget_get_height (GTK_WIDGET (bench->view));
  guint first;
  guint last;

  if (!hopso_page_view_get_shown (bench->view, &first, &last))
    return;
  for (guint page = first; page <= last; page++)
    {
      HopsoPageBox box;
      HopsoPdfView view;
      guint width;
      guint page_height;

      hopso_page_view_get_box (bench->view, page, &box);
      hopso_page_layout_get_pixels (bench->view->layout, page, &width, &page_height);
      const double seen = MAX (0, MIN (box.y + box.height, height) - MAX (box.y, 0));
      bench->seen += seen;
      if (hopso_page_pictures_get_page (bench->view->pictures, page, &view) == NULL)
        bench->grey += seen;
      else if (view.part.width != width)
        bench->coarse += seen;
    }
}

static gboolean
frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  Bench *bench = user_data;
  const double before = hopso_page_view_get_value (bench->view, GTK_ORIENTATION_VERTICAL);

  bench->n_frames++;
  look (bench);
  hopso_page_view_scroll_by (bench->view, 0, bench->speed);
  bench->is_over = hopso_page_view_get_value (bench->view, GTK_ORIENTATION_VERTICAL) == before;
  return bench->is_over ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static int
open_document (const char *name)
{
  g_autoptr (GBytes) bytes = NULL;
  char *end;
  const unsigned long n_pages = strtoul (name, &end, 10);

  if (*end != '\0')
    return open (name, O_RDONLY | O_CLOEXEC);
  bytes = hopso_test_scans_new ((guint) n_pages);
  return hopso_fd_new_sealed ("scans", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                              NULL);
}

static void
print (const char *name, const HopsoTestFigures *figures)
{
  printf ("%s %.1f %.1f %.1f\n", name, figures->p50, figures->p95, figures->max);
}

static void
show (Bench *bench)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  bench->view = HOPSO_PAGE_VIEW (hopso_page_view_new ());
  hopso_page_view_set_document (bench->view, bench->document);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (bench->view));
  adw_window_set_content (ADW_WINDOW (window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  gtk_window_present (GTK_WINDOW (window));
  while (!hopso_page_view_is_sharp (bench->view))
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  Bench bench = { 0 };
  HopsoTestFigures figures;

  if (argc != 3 || !gtk_init_check ())
    return 2;
  adw_init ();
  g_auto (HopsoFd) fd = open_document (argv[1]);
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  bench.speed = atof (argv[2]);
  hopso_pdf_client_open_async (client, fd, NULL, NULL, opened_cb, &bench);
  while (bench.document == NULL)
    g_main_context_iteration (NULL, TRUE);
  show (&bench);

  HopsoTestFrames *frames = hopso_test_frames_new (GTK_WIDGET (bench.view));
  gtk_widget_add_tick_callback (GTK_WIDGET (bench.view), frame_cb, &bench, NULL);
  while (!bench.is_over)
    g_main_context_iteration (NULL, TRUE);
  hopso_test_frames_get_intervals (frames, &figures);
  print ("frame", &figures);
  hopso_test_frames_get_stalls (frames, &figures);
  print ("stall", &figures);
  hopso_test_frames_get_work (frames, &figures);
  print ("work", &figures);
  printf ("grey %.2f\ncoarse %.2f\nall %u\n", 100 * bench.grey / bench.seen,
          100 * bench.coarse / bench.seen, bench.n_frames);
  hopso_test_frames_free (frames);
  g_object_unref (bench.document);
  return 0;
}
