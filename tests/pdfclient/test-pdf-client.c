/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-fd.h"
#include "hopso-pdf-client-private.h"
#include "hopso-pdf-reading.h"
#include "hopso-test-pages.h"

#include <signal.h>
#include <string.h>

/* Enough for a page on a busy machine, little for one that never ends. */
#define SHORT_DEADLINE_MS 1500

typedef struct
{
  GAsyncResult *result; /* owned, nullable */
} Waited;

static void
arrived_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ((Waited *) user_data)->result = g_object_ref (result);
}

static GAsyncResult *
wait_for (Waited *waited)
{
  while (waited->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return waited->result;
}

static HopsoPdfDocument *
open_bytes (HopsoPdfClient *client, GBytes *bytes, GError **error)
{
  Waited waited = { NULL };
  g_auto (HopsoFd) fd =
      hopso_fd_new_sealed ("test", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);

  hopso_pdf_client_open_async (client, fd, NULL, NULL, arrived_cb, &waited);
  g_autoptr (GAsyncResult) result = wait_for (&waited);
  return hopso_pdf_client_open_finish (client, result, error);
}

static GBytes *
render (HopsoPdfDocument *document, guint page, guint width, guint height, GError **error)
{
  Waited waited = { NULL };
  HopsoPdfView view;
  gsize stride = 0;

  hopso_pdf_view_init (&view, page, width, height);
  hopso_pdf_document_render_async (document, &view, HOPSO_PDF_PRIORITY_VISIBLE, NULL, arrived_cb,
                                   &waited);
  g_autoptr (GAsyncResult) result = wait_for (&waited);
  GBytes *pixels = hopso_pdf_document_render_finish (document, result, &stride, error);
  if (pixels != NULL)
    {
      g_assert_cmpuint (stride, ==, 4 * width);
      g_assert_cmpuint (g_bytes_get_size (pixels), ==, stride * height);
    }
  return pixels;
}

static guint32
pixel (GBytes *pixels, gsize index)
{
  return ((const guint32 *) g_bytes_get_data (pixels, NULL))[index];
}

static void
test_pages_have_sizes_pictures_and_text (void)
{
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  g_autoptr (GBytes) bytes = hopso_test_pages_new (3);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfDocument) document = open_bytes (client, bytes, &error);
  double width;
  double height;

  g_assert_no_error (error);
  g_assert_cmpuint (hopso_pdf_document_get_n_pages (document), ==, 3);
  hopso_pdf_document_get_page_size (document, 2, &width, &height);
  g_assert_cmpfloat (width, ==, 200);
  g_assert_cmpfloat (height, ==, 300);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GBytes) pixels = render (document, i, 100, 150, &error);
      Waited waited = { NULL };

      g_assert_no_error (error);
      g_assert_cmphex (pixel (pixels, 100 * 75 + 50), ==, hopso_test_pages_get_colour (i));

      hopso_pdf_document_text_async (document, i, NULL, arrived_cb, &waited);
      g_autoptr (GAsyncResult) result = wait_for (&waited);
      g_autofree char *text = hopso_pdf_document_text_finish (document, result, &error);
      g_autofree char *expected = g_strdup_printf ("Page %u", i + 1);
      g_assert_no_error (error);
      g_assert_cmpstr (text, ==, expected);
    }
}

static void
test_a_part_is_cut_out_of_the_whole (void)
{
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  g_autoptr (GBytes) bytes = hopso_test_pages_new (1);
  g_autoptr (HopsoPdfDocument) document = open_bytes (client, bytes, NULL);
  const guint turns[] = { 0, 90, 180, 270 };

  for (guint i = 0; i < G_N_ELEMENTS (turns); i++)
    {
      const gboolean upright = turns[i] % 180 == 0;
      const guint w = upright ? 400 : 600;
      const guint h = upright ? 600 : 400;
      HopsoPdfView whole = { 0, turns[i], { w, h, 0, 0, w, h } };
      HopsoPdfView part = { 0, turns[i], { w, h, 30, 20, 100, 80 } };
      Waited waited[2] = { 0 };

      hopso_pdf_document_render_async (document, &whole, HOPSO_PDF_PRIORITY_VISIBLE, NULL,
                                       arrived_cb, &waited[0]);
      hopso_pdf_document_render_async (document, &part, HOPSO_PDF_PRIORITY_VISIBLE, NULL,
                                       arrived_cb, &waited[1]);
      g_autoptr (GAsyncResult) first = wait_for (&waited[0]);
      g_autoptr (GAsyncResult) second = wait_for (&waited[1]);
      g_autoptr (GBytes) big = hopso_pdf_document_render_finish (document, first, NULL, NULL);
      g_autoptr (GBytes) small = hopso_pdf_document_render_finish (document, second, NULL, NULL);
      g_assert_nonnull (big);
      g_assert_nonnull (small);
      for (guint y = 0; y < 80; y++)
        g_assert_cmpmem ((const guint32 *) g_bytes_get_data (small, NULL) + 100 * y, 400,
                         (const guint32 *) g_bytes_get_data (big, NULL) + w * (y + 20) + 30, 400);
    }
}

static void
test_what_makes_no_sense_is_refused (void)
{
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  g_autoptr (GBytes) bytes = hopso_test_pages_new (1);
  g_autoptr (HopsoPdfDocument) document = open_bytes (client, bytes, NULL);
  static const guint rows[][3] = { { 1, 10, 10 }, { 0, 0, 10 }, { 0, 100000, 100000 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (render (document, rows[i][0], rows[i][1], rows[i][2], &error));
      g_assert_error (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_REFUSED);
    }
}

static void
test_what_is_no_pdf_is_damaged (void)
{
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("hello", 5);
  g_autoptr (GError) error = NULL;

  g_assert_null (open_bytes (client, bytes, &error));
  g_assert_error (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_DAMAGED);
}

static void
test_a_missing_program_fails_at_once (void)
{
  g_autofree char *folders = g_strdup (g_getenv ("HOPSO_LIBEXEC_DIR"));
  g_autoptr (GBytes) bytes = hopso_test_pages_new (1);
  g_autoptr (GError) error = NULL;

  g_setenv ("HOPSO_LIBEXEC_DIR", "/nonexistent", TRUE);
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  g_setenv ("HOPSO_LIBEXEC_DIR", folders, TRUE);
  g_assert_null (open_bytes (client, bytes, &error));
  g_assert_error (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_CRASHED);
}

static void
test_a_killed_renderer_is_replaced (void)
{
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  g_autoptr (GBytes) bytes = hopso_test_pages_new (6);
  g_autoptr (HopsoPdfDocument) document = open_bytes (client, bytes, NULL);
  const int first = hopso_pdf_document_get_process (document);
  g_autoptr (GError) error = NULL;
  Waited waited = { NULL };
  HopsoPdfView view;

  /* Stopped, it cannot answer before it dies. */
  g_assert_cmpint (kill (first, SIGSTOP), ==, 0);
  hopso_pdf_view_init (&view, 4, 100, 150);
  hopso_pdf_document_render_async (document, &view, HOPSO_PDF_PRIORITY_VISIBLE, NULL, arrived_cb,
                                   &waited);
  g_assert_cmpint (kill (first, SIGKILL), ==, 0);
  g_autoptr (GAsyncResult) result = wait_for (&waited);
  g_autoptr (GBytes) pixels = hopso_pdf_document_render_finish (document, result, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmphex (pixel (pixels, 0), ==, hopso_test_pages_get_colour (4));
  g_assert_cmpint (hopso_pdf_document_get_process (document), !=, first);
}

/* A page that every process dies of is given up. */
static void
test_a_page_that_kills_is_given_up (void)
{
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  g_autoptr (GBytes) bytes = hopso_test_pages_new_endless ();
  g_autoptr (HopsoPdfDocument) document = open_bytes (client, bytes, NULL);
  g_autoptr (GError) error = NULL;
  Waited waited = { NULL };
  HopsoPdfView view;
  int last = 0;

  hopso_pdf_view_init (&view, 0, 100, 150);
  hopso_pdf_document_render_async (document, &view, HOPSO_PDF_PRIORITY_VISIBLE, NULL, arrived_cb,
                                   &waited);
  while (waited.result == NULL)
    {
      const int process = hopso_pdf_document_get_process (document);

      if (process != 0 && process != last)
        g_assert_cmpint (kill (process, SIGKILL), ==, 0);
      last = process;
      g_main_context_iteration (NULL, TRUE);
    }
  g_autoptr (GAsyncResult) result = waited.result;
  g_assert_null (hopso_pdf_document_render_finish (document, result, NULL, &error));
  g_assert_error (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_CRASHED);

  g_autoptr (GBytes) other = render (document, 1, 100, 150, &error);
  g_assert_nonnull (other);
}

/* Nobody notices. */
static void
test_those_who_wait_survive_a_death (void)
{
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  g_autoptr (GBytes) bytes = hopso_test_pages_new (8);
  g_autoptr (HopsoPdfDocument) document = open_bytes (client, bytes, NULL);
  const int first = hopso_pdf_document_get_process (document);
  Waited waited[8] = { 0 };

  kill (first, SIGSTOP);
  for (guint i = 0; i < 8; i++)
    {
      HopsoPdfView view;

      hopso_pdf_view_init (&view, i, 100, 150);
      hopso_pdf_document_render_async (document, &view, HOPSO_PDF_PRIORITY_VISIBLE, NULL,
                                       arrived_cb, &waited[i]);
    }
  kill (first, SIGKILL);
  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (GAsyncResult) result = wait_for (&waited[i]);
      g_autoptr (GBytes) pixels = hopso_pdf_document_render_finish (document, result, NULL, NULL);

      g_assert_nonnull (pixels);
      g_assert_cmphex (pixel (pixels, 0), ==, hopso_test_pages_get_colour (i));
    }
}

static void
test_the_watchdog_kills_what_hangs (void)
{
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new_with_deadline (SHORT_DEADLINE_MS);
  g_autoptr (GBytes) bytes = hopso_test_pages_new_endless ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfDocument) document = open_bytes (client, bytes, &error);
  const int first = hopso_pdf_document_get_process (document);

  g_assert_no_error (error);
  g_assert_null (render (document, 0, 100, 150, &error));
  g_assert_error (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_TIMED_OUT);
  g_clear_error (&error);

  g_autoptr (GBytes) next = render (document, 1, 100, 150, &error);
  g_assert_no_error (error);
  g_assert_cmphex (pixel (next, 0), ==, 0xff0000ff);
  g_assert_cmpint (hopso_pdf_document_get_process (document), !=, first);
}

static void
test_a_cancelled_request_is_not_drawn (void)
{
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  g_autoptr (GBytes) bytes = hopso_test_pages_new (3);
  g_autoptr (HopsoPdfDocument) document = open_bytes (client, bytes, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Waited waited[3] = { 0 };
  HopsoPdfView views[3];

  for (guint i = 0; i < 3; i++)
    {
      hopso_pdf_view_init (&views[i], i, 100, 150);
      hopso_pdf_document_render_async (document, &views[i], HOPSO_PDF_PRIORITY_NEIGHBOUR,
                                       i == 1 ? cancellable : NULL, arrived_cb, &waited[i]);
    }
  g_cancellable_cancel (cancellable);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GAsyncResult) result = wait_for (&waited[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) pixels = hopso_pdf_document_render_finish (document, result, NULL, &error);

      if (i == 1)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        g_assert_no_error (error);
    }
  g_assert_null (hopso_pdf_document_get_cached (document, &views[1]));
}

static void
test_a_drawn_page_is_cached (void)
{
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  g_autoptr (GBytes) bytes = hopso_test_pages_new (1);
  g_autoptr (HopsoPdfDocument) document = open_bytes (client, bytes, NULL);
  g_autoptr (GBytes) pixels = render (document, 0, 100, 150, NULL);
  HopsoPdfView view;

  hopso_pdf_view_init (&view, 0, 100, 150);
  g_autoptr (GBytes) cached = hopso_pdf_document_get_cached (document, &view);
  g_assert_true (cached == pixels);
  g_assert_cmpuint (hopso_page_cache_get_size (hopso_pdf_client_get_cache (client)), ==,
                    100 * 150 * 4);
  g_clear_object (&document);
  g_assert_cmpuint (hopso_page_cache_get_size (hopso_pdf_client_get_cache (client)), ==, 0);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_sizes_of_a_long_document_come_later (void)
{
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  g_autoptr (GBytes) bytes = hopso_test_pages_new_mixed (300);
  g_autoptr (HopsoPdfDocument) document = open_bytes (client, bytes, NULL);
  g_autoptr (GError) error = NULL;
  Waited waited[2] = { 0 };
  guint n_changed = 0;
  double width;
  double height;

  hopso_pdf_document_get_page_size (document, 299, &width, &height);
  g_assert_cmpfloat (width, ==, 200);
  g_signal_connect_swapped (document, "sizes-changed", G_CALLBACK (count_cb), &n_changed);
  for (guint i = 0; i < 2; i++)
    hopso_pdf_document_load_sizes_async (document, NULL, arrived_cb, &waited[i]);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = wait_for (&waited[i]);

      g_assert_true (hopso_pdf_document_load_sizes_finish (document, result, &error));
      g_assert_no_error (error);
    }
  hopso_pdf_document_get_page_size (document, 299, &width, &height);
  g_assert_cmpfloat (width, ==, 400);
  g_assert_cmpfloat (height, ==, 300);
  g_assert_cmpuint (n_changed, ==, 1);
}

static void
test_a_client_may_go_while_it_works (void)
{
  HopsoPdfClient *client = hopso_pdf_client_new ();
  g_autoptr (GBytes) bytes = hopso_test_pages_new (1);
  HopsoPdfDocument *document = open_bytes (client, bytes, NULL);
  Waited waited = { NULL };
  HopsoPdfView view;

  hopso_pdf_view_init (&view, 0, 100, 150);
  hopso_pdf_document_render_async (document, &view, HOPSO_PDF_PRIORITY_VISIBLE, NULL, arrived_cb,
                                   &waited);
  g_object_unref (document);
  g_object_unref (client);
  g_autoptr (GAsyncResult) result = wait_for (&waited);
  g_autoptr (GBytes) pixels = g_task_propagate_pointer (G_TASK (result), NULL);
  g_assert_nonnull (pixels);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdfclient/pages-have-sizes-pictures-and-text",
                   test_pages_have_sizes_pictures_and_text);
  g_test_add_func ("/pdfclient/a-part-is-cut-out-of-the-whole",
                   test_a_part_is_cut_out_of_the_whole);
  g_test_add_func ("/pdfclient/what-makes-no-sense-is-refused",
                   test_what_makes_no_sense_is_refused);
  g_test_add_func ("/pdfclient/what-is-no-pdf-is-damaged", test_what_is_no_pdf_is_damaged);
  g_test_add_func ("/pdfclient/a-missing-program-fails-at-once",
                   test_a_missing_program_fails_at_once);
  g_test_add_func ("/pdfclient/a-killed-renderer-is-replaced", test_a_killed_renderer_is_replaced);
  g_test_add_func ("/pdfclient/a-page-that-kills-is-given-up", test_a_page_that_kills_is_given_up);
  g_test_add_func ("/pdfclient/those-who-wait-survive-a-death",
                   test_those_who_wait_survive_a_death);
  g_test_add_func ("/pdfclient/the-watchdog-kills-what-hangs", test_the_watchdog_kills_what_hangs);
  g_test_add_func ("/pdfclient/a-cancelled-request-is-not-drawn",
                   test_a_cancelled_request_is_not_drawn);
  g_test_add_func ("/pdfclient/a-drawn-page-is-cached", test_a_drawn_page_is_cached);
  g_test_add_func ("/pdfclient/sizes-of-a-long-document-come-later",
                   test_sizes_of_a_long_document_come_later);
  g_test_add_func ("/pdfclient/a-client-may-go-while-it-works",
                   test_a_client_may_go_while_it_works);
  return g_test_run ();
}
