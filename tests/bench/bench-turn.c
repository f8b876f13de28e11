/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Turning the pages of a document in a window of 1366×768, one page at a time. Usage: bench-turn
 * FILE TURNS [PASSES]. Prints "turn MS" for each of so many turns to the next page, which has been
 * drawn in advance: from the key to the texture; then reads the whole book so many times and prints
 * "pass MIB" after each: what this process and all below it have of the machine's memory, shared
 * pages counted in parts. */

#include "hopso-page-view-private.h"
#include "hopso-pdf-client.h"

#include <adwaita.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* People look at a page before they turn it: the next one is drawn meanwhile. */
#define LOOK_MS 150

static HopsoPdfDocument *document;

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  document = hopso_pdf_client_open_finish (HOPSO_PDF_CLIENT (source), result, &error);
  if (document == NULL)
    g_error ("%s", error->message);
}

static void
wait_until_sharp (HopsoPageView *view)
{
  while (!hopso_page_view_is_sharp (view))
    g_main_context_iteration (NULL, TRUE);
}

static void
look (void)
{
  const gint64 end = g_get_monotonic_time () + LOOK_MS * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static HopsoPageView *
show (void)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  HopsoPageView *view = HOPSO_PAGE_VIEW (hopso_page_view_new ());

  hopso_page_view_set_document (view, document);
  hopso_page_view_set_fit (view, HOPSO_PAGE_FIT_WIDTH);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (view));
  adw_window_set_content (ADW_WINDOW (window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  gtk_window_present (GTK_WINDOW (window));
  wait_until_sharp (view);
  return view;
}

static void
time_turns (HopsoPageView *view, int n_turns)
{
  for (int i = 0; i < n_turns; i++)
    {
      look ();
      const gint64 begin = g_get_monotonic_time ();
      if (!hopso_page_view_go_next (view))
        return;
      wait_until_sharp (view);
      printf ("turn %.3f\n", (double) (g_get_monotonic_time () - begin) / 1000);
    }
}

/* --- memory ------------------------------------------------------------------------------------
 */

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

static guint64
read_all_shares (int process)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/children", process, process);
  g_autofree char *said = NULL;
  guint64 kibibytes = read_share (process);

  if (!g_file_get_contents (path, &said, NULL, NULL))
    return kibibytes;
  g_auto (GStrv) numbers = g_strsplit (g_strstrip (said), " ", -1);
  for (char **number = numbers; *number != NULL; number++)
    {
      if (**number != '\0')
        kibibytes += read_all_shares (atoi (*number));
    }
  return kibibytes;
}

static void
read_book (HopsoPageView *view)
{
  hopso_page_view_go_to_page (view, 0);
  do
    wait_until_sharp (view);
  while (hopso_page_view_go_next (view));
  look ();
}

int
main (int argc, char **argv)
{
  if (argc < 3 || !gtk_init_check ())
    return 2;
  adw_init ();
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  hopso_pdf_client_open_async (client, open (argv[1], O_RDONLY | O_CLOEXEC), NULL, NULL, opened_cb,
                               NULL);
  while (document == NULL)
    g_main_context_iteration (NULL, TRUE);

  HopsoPageView *view = show ();
  time_turns (view, atoi (argv[2]));
  for (int i = 0; argc > 3 && i < atoi (argv[3]); i++)
    {
      read_book (view);
      printf ("pass %.1f\n", (double) read_all_shares (getpid ()) / 1024);
    }
  return 0;
}
