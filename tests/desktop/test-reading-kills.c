/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Somebody reads in the real window, and the process that draws is killed at random moments: each
 * page that is gone to is there again, soon, and is the right one; nobody has to press a button. */

#include "hopso-page-view-private.h"
#include "hopso-pdf-client-private.h"
#include "hopso-test-pages.h"
#include "hopso-test-soak.h"
#include "hopso-test-window.h"
#include "reading-world.h"

#include <signal.h>

#define N_PAGES 60

/* Half of the pages are back sooner; a machine that does other things besides gets more. */
#define MOST_MEDIAN_MS 1000.0

/* What somebody does who reads. */
static void
do_something (HopsoPageView *view, GRand *chances)
{
  switch (g_rand_int_range (chances, 0, 6))
    {
    case 0:
      hopso_page_view_go_next (view);
      break;
    case 1:
      hopso_page_view_zoom_in (view);
      break;
    case 2:
      hopso_page_view_zoom_out (view);
      break;
    case 3:
      hopso_page_view_turn_by (view, 1);
      break;
    case 4:
      hopso_page_view_set_mode (view, (HopsoPageMode) g_rand_int_range (chances, 0, 4));
      break;
    default:
      hopso_page_view_go_to_page (view, (guint) g_rand_int_range (chances, 0, N_PAGES));
    }
}

/* Anything from nothing to longer than a page takes. */
static void
go_on_for_a_while (GRand *chances)
{
  const gint64 end = g_get_monotonic_time () + g_rand_int_range (chances, 0, 30000);

  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
}

static gboolean
is_answered (gpointer data)
{
  HopsoPageView *view = data;

  return hopso_page_view_is_sharp (view) || gtk_widget_get_visible (view->retry);
}

static gboolean
is_right (HopsoPageView *view, guint page)
{
  HopsoPdfView shown;
  GdkTexture *texture = hopso_page_pictures_get_page (view->pictures, page, &shown);
  guint32 found;

  if (texture == NULL || gtk_widget_get_visible (view->retry))
    return FALSE;
  const gsize stride = 4 * (gsize) gdk_texture_get_width (texture);
  g_autofree guint8 *pixels = g_malloc (stride * (gsize) gdk_texture_get_height (texture));
  gdk_texture_download (texture, pixels, stride);
  found = *(guint32 *) (void *) (pixels + stride * ((gsize) gdk_texture_get_height (texture) / 2) +
                                 stride / 8 * 4);
  return found == hopso_test_pages_get_colour (page);
}

/* From the kill until a page is seen that only the next process can have drawn. */
static double
kill_once (HopsoPageView *view, GRand *chances, guint *n_killed, guint *n_lost)
{
  const guint page =
      (hopso_page_view_get_page (view) + 10 + (guint) g_rand_int_range (chances, 0, N_PAGES - 20)) %
      N_PAGES;
  int process;

  do_something (view, chances);
  go_on_for_a_while (chances);
  process = hopso_pdf_document_get_process (hopso_page_view_get_document (view));
  if (process > 0 && kill (process, SIGKILL) == 0)
    (*n_killed)++;

  const gint64 begin = g_get_monotonic_time ();
  hopso_page_view_go_to_page (view, page);
  hopso_test_window_wait (is_answered, view);
  const double time = (double) (g_get_monotonic_time () - begin) / 1000;
  if (!is_right (view, page))
    {
      (*n_lost)++;
      hopso_page_view_retry (view);
    }
  return time;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const double one = *(const double *) a;
  const double other = *(const double *) b;

  return (one > other) - (one < other);
}

static void
test_pages_come_back (ReadingWorld *world, gconstpointer data)
{
  g_autoptr (GRand) chances = g_rand_new_with_seed (hopso_test_soak_seed ());
  g_autoptr (GFile) file = reading_world_write_pages (world, "Tờ trình.pdf", N_PAGES);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  const guint n = hopso_test_soak_rounds (12, 200);
  HopsoPageView *view;
  guint n_killed = 0;
  guint n_lost = 0;

  reading_world_open_file (world, file);
  view = hopso_reader_get_view (reading_world_get_reader (world));
  for (guint i = 0; i < n; i++)
    {
      const double time = kill_once (view, chances, &n_killed, &n_lost);

      g_array_append_val (times, time);
    }
  g_array_sort (times, compare);
  const double median = g_array_index (times, double, n / 2);
  g_test_message ("median %.1f ms, most %.1f ms", median, g_array_index (times, double, n - 1));
  hopso_test_soak_report ("a drawing process killed in the window, the page seen again", n_killed,
                          n_lost);
  g_assert_cmpuint (n_killed, >, n / 2);
  g_assert_cmpuint (n_lost, ==, 0);
  g_assert_cmpfloat (median, <, MOST_MEDIAN_MS);
}

int
main (int argc, char **argv)
{
  static const ReadingTest tests[] = {
    { "pages-come-back", test_pages_come_back },
  };

  return reading_world_run (argc, argv, "/desktop/reading-kills/", tests, G_N_ELEMENTS (tests));
}
