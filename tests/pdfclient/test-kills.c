/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A drawing process is killed at random moments while pages are drawn: every picture still comes,
 * of the right page, and soon. */

#include "hopso-fd.h"
#include "hopso-pdf-client-private.h"
#include "hopso-pdf-find.h"
#include "hopso-test-pages.h"
#include "hopso-test-soak.h"

#include <signal.h>

#define N_PAGES 40

/* Half of the pages are back sooner; a machine that does other things besides gets more. */
#define MOST_MEDIAN_MS 1000.0

typedef struct
{
  HopsoPdfClient *client;
  HopsoPdfDocument *document;
  guint32 found; /* the picture's first pixel */
  gboolean is_done;
  gboolean is_lost;
} World;

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  World *world = user_data;

  world->document = hopso_pdf_client_open_finish (HOPSO_PDF_CLIENT (source), result, NULL);
  world->is_done = TRUE;
}

static void
rendered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  World *world = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pixels =
      hopso_pdf_document_render_finish (world->document, result, NULL, &error);

  world->is_done = TRUE;
  world->is_lost = pixels == NULL;
  if (pixels != NULL)
    world->found = *(const guint32 *) g_bytes_get_data (pixels, NULL);
  else
    g_test_message ("%s", error->message);
}

static void
begin_page (World *world, guint page)
{
  HopsoPdfView view;

  hopso_pdf_view_init (&view, page, 400, 600);
  world->is_done = FALSE;
  hopso_pdf_document_render_async (world->document, &view, HOPSO_PDF_PRIORITY_VISIBLE, NULL,
                                   rendered_cb, world);
}

static void
wait_for_page (World *world)
{
  while (!world->is_done)
    g_main_context_iteration (NULL, TRUE);
}

/* Anything from nothing to longer than a page takes. */
static void
go_on_for_a_while (GRand *chances)
{
  const gint64 end = g_get_monotonic_time () + g_rand_int_range (chances, 0, 20000);

  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
}

/* From the kill until there is a page that no process but the next one can have drawn. */
static double
kill_once (World *world, GRand *chances, guint *n_killed, guint *n_lost)
{
  const guint page = (guint) g_rand_int_range (chances, 0, N_PAGES);
  int process;

  begin_page (world, page);
  go_on_for_a_while (chances);
  process = hopso_pdf_document_get_process (world->document);
  if (process > 0 && kill (process, SIGKILL) == 0)
    (*n_killed)++;
  const gint64 begin = g_get_monotonic_time ();
  wait_for_page (world);
  if (world->is_lost || world->found != hopso_test_pages_get_colour (page))
    (*n_lost)++;
  begin_page (world, page);
  wait_for_page (world);
  if (world->is_lost || world->found != hopso_test_pages_get_colour (page))
    (*n_lost)++;
  return (double) (g_get_monotonic_time () - begin) / 1000;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const double one = *(const double *) a;
  const double other = *(const double *) b;

  return (one > other) - (one < other);
}

static void
test_pages_come_back (void)
{
  g_autoptr (GRand) chances = g_rand_new_with_seed (hopso_test_soak_seed ());
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  g_autoptr (GBytes) bytes = hopso_test_pages_new (N_PAGES);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_auto (HopsoFd) fd =
      hopso_fd_new_sealed ("test", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  World world = { .client = client };
  const guint n = hopso_test_soak_rounds (10, 200);
  guint n_killed = 0;
  guint n_lost = 0;

  hopso_pdf_client_set_cache_budget (client, 0);
  hopso_pdf_client_open_async (client, fd, NULL, NULL, opened_cb, &world);
  wait_for_page (&world);
  for (guint i = 0; i < n; i++)
    {
      const double time = kill_once (&world, chances, &n_killed, &n_lost);

      g_array_append_val (times, time);
    }
  g_array_sort (times, compare);
  const double median = g_array_index (times, double, n / 2);
  g_test_message ("median %.1f ms, most %.1f ms", median, g_array_index (times, double, n - 1));
  hopso_test_soak_report ("a drawing process killed, the page drawn again", n_killed, n_lost);
  g_assert_cmpuint (n_killed, >, n / 2);
  g_assert_cmpuint (n_lost, ==, 0);
  g_assert_cmpfloat (median, <, MOST_MEDIAN_MS);

  /* What is left of it works as before. */
  g_autoptr (HopsoPdfFind) find = hopso_pdf_find_new (world.document, "page", 0);
  while (!hopso_pdf_find_is_done (find))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (hopso_pdf_find_get_n_hits (find), ==, N_PAGES);
  g_object_unref (world.document);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdfclient/kills/pages-come-back", test_pages_come_back);
  return g_test_run ();
}
