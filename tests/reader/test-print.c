/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Real printing, into files: what comes out is opened again and looked at. */

#include "hopso-fd.h"
#include "hopso-pdf-client.h"
#include "hopso-print-job.h"
#include "hopso-print-place.h"
#include "hopso-test-pages.h"
#include "hopso-test-window.h"

#include <fcntl.h>
#include <glib/gstdio.h>

/* --- where a page goes ----------------------------------------------------------------------- */

static const HopsoPrintSheet a4 = { 595, 842, 18, 18, 18, 18 };
static const HopsoPrintSheet a3 = { 842, 1191, 0, 0, 0, 0 };

static void
test_a_page_is_fitted_or_keeps_its_size (void)
{
  HopsoPrintPlace place;

  g_assert_true (hopso_print_place_init (&place, &a4, 200, 400, TRUE, 300));
  g_assert_cmpfloat_with_epsilon (place.scale, 806.0 / 400, 1e-9);
  g_assert_cmpfloat_with_epsilon (place.y, 18, 1e-9);
  g_assert_cmpfloat_with_epsilon (place.x, (595 - 200 * place.scale) / 2, 1e-9);
  g_assert_true (hopso_print_place_init (&place, &a4, 200, 400, FALSE, 300));
  g_assert_cmpfloat (place.scale, ==, 1);
  g_assert_cmpfloat (place.x, ==, 197.5);
  g_assert_cmpuint (place.width_px, ==, 833);
  g_assert_false (hopso_print_place_init (&place, &a4, 0, 400, TRUE, 300));
}

static void
test_a_page_is_cut_into_bands_of_bounded_size (void)
{
  HopsoPrintPlace place;
  HopsoFramePart part;
  guint y = 0;

  g_assert_true (hopso_print_place_init (&place, &a3, 842, 1191, TRUE, 600));
  g_assert_cmpuint (place.n_bands, >, 3);
  g_assert_cmpuint (place.width_px * place.height_px, <=, HOPSO_PRINT_MAX_PIXELS);
  g_assert_cmpuint (place.width_px * place.height_px, >, HOPSO_PRINT_MAX_PIXELS / 10 * 9);
  for (guint i = 0; i < place.n_bands; i++)
    {
      hopso_print_place_get_band (&place, i, &part);
      g_assert_true (hopso_frame_part_is_sound (&part));
      g_assert_cmpuint (part.width * part.height, <=, HOPSO_PRINT_BAND_PIXELS + part.width);
      g_assert_cmpuint (part.y, ==, y);
      y += i + 1 < place.n_bands ? part.height - 1 : part.height;
    }
  g_assert_cmpuint (y, ==, place.height_px);
  /* A ribbon is not higher than a picture may be. */
  g_assert_true (hopso_print_place_init (&place, &a3, 10, 14400, FALSE, 600));
  g_assert_cmpuint (place.height_px, <=, HOPSO_FRAME_MAX_EDGE);
}

/* --- the world ------------------------------------------------------------------------------- */

typedef struct
{
  HopsoPdfClient *client;
  HopsoPdfDocument *document;
  HopsoPrintJob *job;
  GAsyncResult *result;
  GError *error;
  char *path;
  guint n_progress;
  gboolean is_done;
} World;

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ((World *) user_data)->result = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  return ((World *) data)->result != NULL;
}

static gboolean
is_done (gpointer data)
{
  return ((World *) data)->is_done;
}

static void
wait_for_result (World *world)
{
  hopso_test_window_wait (has_result, world);
}

static HopsoPdfDocument *
open_fd (World *world, int fd)
{
  g_autoptr (GError) error = NULL;
  HopsoPdfDocument *document;

  hopso_pdf_client_open_async (world->client, fd, NULL, NULL, result_cb, world);
  wait_for_result (world);
  document = hopso_pdf_client_open_finish (world->client, world->result, &error);
  g_assert_no_error (error);
  g_clear_object (&world->result);
  return document;
}

static void
progress_cb (World *world, guint n_drawn, guint n_pages)
{
  world->n_progress++;
  g_assert_cmpuint (n_drawn, <=, n_pages);
}

static void
done_cb (World *world, const GError *error)
{
  g_assert_false (world->is_done);
  world->is_done = TRUE;
  world->error = error != NULL ? g_error_copy (error) : NULL;
}

static void
world_init_bytes (World *world, GBytes *bytes)
{
  g_auto (HopsoFd) fd =
      hopso_fd_new_sealed ("test", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);

  *world = (World){ .client = hopso_pdf_client_new () };
  world->path = g_build_filename (g_get_tmp_dir (), "hopso-print-XXXXXX", NULL);
  g_close (g_mkstemp (world->path), NULL);
  world->document = open_fd (world, fd);
  world->job = hopso_print_job_new (world->document, "Tờ trình", 1);
  gtk_print_operation_set_export_filename (hopso_print_job_get_operation (world->job), world->path);
  g_signal_connect_swapped (world->job, "progress", G_CALLBACK (progress_cb), world);
  g_signal_connect_swapped (world->job, "done", G_CALLBACK (done_cb), world);
}

static void
world_init (World *world, guint n_pages)
{
  g_autoptr (GBytes) bytes = hopso_test_pages_new_mixed (n_pages);

  world_init_bytes (world, bytes);
}

static void
world_clear (World *world)
{
  g_unlink (world->path);
  g_free (world->path);
  g_clear_error (&world->error);
  g_object_unref (world->job);
  g_object_unref (world->document);
  g_object_unref (world->client);
}

static gboolean
prepare (World *world, GError **error)
{
  gboolean is_allowed;

  hopso_print_job_prepare_async (world->job, NULL, result_cb, world);
  wait_for_result (world);
  is_allowed = hopso_print_job_prepare_finish (world->job, world->result, error);
  g_clear_object (&world->result);
  return is_allowed;
}

/* What was printed. */
static HopsoPdfDocument *
print (World *world, GtkPrintOperationAction action)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (prepare (world, &error));
  g_assert_no_error (error);
  hopso_print_job_run (world->job, action, NULL);
  hopso_test_window_wait (is_done, world);
  g_assert_no_error (world->error);

  g_auto (HopsoFd) fd = g_open (world->path, O_RDONLY | O_CLOEXEC, 0);
  g_assert_cmpint (fd, >=, 0);
  return open_fd (world, fd);
}

/* The colour at a place of a page, from 0 to 1. */
static guint32
get_colour (World *world, HopsoPdfDocument *document, guint page, double x, double y)
{
  g_autoptr (GError) error = NULL;
  HopsoPdfView view;
  gsize stride;

  hopso_pdf_view_init (&view, page, 300, 400);
  hopso_pdf_document_render_async (document, &view, HOPSO_PDF_PRIORITY_VISIBLE, NULL, result_cb,
                                   world);
  wait_for_result (world);
  g_autoptr (GBytes) pixels =
      hopso_pdf_document_render_finish (document, world->result, &stride, &error);
  g_assert_no_error (error);
  g_clear_object (&world->result);
  const guint8 *row = g_bytes_get_data (pixels, NULL);
  return ((const guint32 *) (const void *) (row + stride * (gsize) (y * 400)))[(gsize) (x * 300)] &
         0xffffff;
}

/* --- what comes out -------------------------------------------------------------------------- */

static void
test_every_page_comes_out_as_it_was (void)
{
  World world;
  double width;
  double height;

  world_init (&world, 4);
  g_autoptr (HopsoPdfDocument) printed = print (&world, GTK_PRINT_OPERATION_ACTION_EXPORT);
  g_assert_cmpuint (hopso_pdf_document_get_n_pages (printed), ==, 4);
  g_assert_cmpuint (world.n_progress, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      g_assert_cmphex (get_colour (&world, printed, i, i < 3 ? 0.5 : 0.3, 0.5), ==,
                       hopso_test_pages_get_colour (i) & 0xffffff);
      g_assert_cmphex (get_colour (&world, printed, i, 0.005, 0.005), ==, 0xffffff);
    }
  hopso_pdf_document_load_sizes_async (printed, NULL, result_cb, &world);
  wait_for_result (&world);
  g_clear_object (&world.result);
  hopso_pdf_document_get_page_size (printed, 0, &width, &height);
  g_assert_cmpfloat (height, >, width);
  /* The wide page turned its sheet. */
  hopso_pdf_document_get_page_size (printed, 3, &width, &height);
  g_assert_cmpfloat (width, >, height);
  world_clear (&world);
}

static void
test_a_page_may_keep_its_size (void)
{
  World world;
  double width;
  double height;
  double paper_width;
  double paper_height;

  world_init (&world, 2);
  hopso_print_job_set_is_fitted (world.job, FALSE);
  hopso_print_job_set_is_turned (world.job, FALSE);
  g_autoptr (HopsoPdfDocument) printed = print (&world, GTK_PRINT_OPERATION_ACTION_EXPORT);
  hopso_pdf_document_get_page_size (world.document, 0, &width, &height);
  hopso_pdf_document_get_page_size (printed, 0, &paper_width, &paper_height);
  g_assert_cmpfloat (width, <, paper_width / 2);
  g_assert_cmphex (get_colour (&world, printed, 0, 0.5, 0.5), ==,
                   hopso_test_pages_get_colour (0) & 0xffffff);
  g_assert_cmphex (get_colour (&world, printed, 0, 0.5 - 0.55 * width / paper_width, 0.5), ==,
                   0xffffff);
  world_clear (&world);
}

/* --- what does not --------------------------------------------------------------------------- */

static void
stop_cb (HopsoPrintJob *job)
{
  hopso_print_job_cancel (job);
}

static void
test_it_can_be_stopped (void)
{
  g_autoptr (GError) error = NULL;
  World world;

  world_init (&world, 30);
  g_signal_connect (world.job, "progress", G_CALLBACK (stop_cb), NULL);
  g_assert_true (prepare (&world, &error));
  hopso_print_job_run (world.job, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL);
  hopso_test_window_wait (is_done, &world);
  g_assert_error (world.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (world.n_progress, <, 30);
  world_clear (&world);
}

/* What qpdf makes of a document when printing is forbidden. */
static GBytes *
protect (GBytes *bytes, const char *printing)
{
  g_autofree char *plain = g_build_filename (g_get_tmp_dir (), "hopso-plain-XXXXXX", NULL);
  g_autofree char *made = NULL;
  g_autofree char *option = g_strdup_printf ("--print=%s", printing);
  g_autoptr (GError) error = NULL;
  char *content = NULL;
  gsize size = 0;

  g_close (g_mkstemp (plain), NULL);
  made = g_strconcat (plain, ".pdf", NULL);
  g_file_set_contents (plain, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                       &error);
  g_assert_no_error (error);
  g_autoptr (GSubprocess) qpdf =
      g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "qpdf", "--encrypt", "", "owner", "256",
                        option, "--", plain, made, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait (qpdf, NULL, NULL));
  g_file_get_contents (made, &content, &size, &error);
  g_assert_no_error (error);
  g_unlink (plain);
  g_unlink (made);
  return g_bytes_new_take (content, size);
}

static void
test_what_must_not_be_printed_is_refused (void)
{
  g_autoptr (GBytes) bytes = hopso_test_pages_new (2);
  g_autoptr (GBytes) forbidden = protect (bytes, "none");
  g_autoptr (GBytes) allowed = protect (bytes, "low");
  g_autoptr (GError) error = NULL;
  World world;

  world_init_bytes (&world, forbidden);
  g_assert_false (prepare (&world, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  world_clear (&world);
  world_init_bytes (&world, allowed);
  g_autoptr (HopsoPdfDocument) printed = print (&world, GTK_PRINT_OPERATION_ACTION_EXPORT);
  g_assert_cmpuint (hopso_pdf_document_get_n_pages (printed), ==, 2);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  hopso_test_window_init (&argc, &argv);
  g_test_add_func ("/reader/print/a-page-is-fitted-or-keeps-its-size",
                   test_a_page_is_fitted_or_keeps_its_size);
  g_test_add_func ("/reader/print/a-page-is-cut-into-bands-of-bounded-size",
                   test_a_page_is_cut_into_bands_of_bounded_size);
  g_test_add_func ("/reader/print/every-page-comes-out-as-it-was",
                   test_every_page_comes_out_as_it_was);
  g_test_add_func ("/reader/print/a-page-may-keep-its-size", test_a_page_may_keep_its_size);
  g_test_add_func ("/reader/print/it-can-be-stopped", test_it_can_be_stopped);
  g_test_add_func ("/reader/print/what-must-not-be-printed-is-refused",
                   test_what_must_not_be_printed_is_refused);
  return hopso_test_window_run ();
}
