/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The inspecting process as the application uses it. */

#include "hopso-fd.h"
#include "hopso-inspector.h"
#include "hopso-pdf-client.h"
#include "hopso-test-pages.h"

static void
arrived_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static HopsoFd
make_document (GBytes *bytes)
{
  return hopso_fd_new_sealed ("test", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                              NULL);
}

static GVariant *
inspect (HopsoPdfClient *client, int fd, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  hopso_pdf_client_inspect_async (client, &(HopsoPdfOriginal){ fd, NULL }, NULL, arrived_cb,
                                  &result);
  wait_for (&result);
  return hopso_pdf_client_inspect_finish (client, result, error);
}

static void
test_structure_is_reported (void)
{
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  g_autoptr (GBytes) bytes = hopso_test_pages_new (3);
  g_auto (HopsoFd) fd = make_document (bytes);
  g_autoptr (GError) error = NULL;

  /* The second one is answered by the process that was started in advance. */
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GVariant) report = inspect (client, fd, &error);
      guint n_pages = 0;

      g_assert_no_error (error);
      g_assert_true (g_variant_lookup (report, "n-pages", "u", &n_pages));
      g_assert_cmpuint (n_pages, ==, 3);
    }
}

/* They grow from one process and must not share what wakes them. */
static void
test_many_at_once_all_answer (void)
{
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new_inspecting (3);
  g_autoptr (GBytes) bytes = hopso_test_pages_new (2);
  g_auto (HopsoFd) fd = make_document (bytes);
  GAsyncResult *results[24] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    hopso_pdf_client_inspect_async (client, &(HopsoPdfOriginal){ fd, NULL }, NULL, arrived_cb,
                                    &results[i]);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GAsyncResult) result = wait_for (&results[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (GVariant) report = hopso_pdf_client_inspect_finish (client, result, &error);

      g_assert_no_error (error);
      g_assert_nonnull (report);
    }
}

static void
test_what_is_no_pdf_is_an_error (void)
{
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("hello", 5);
  g_auto (HopsoFd) fd = make_document (bytes);
  g_autoptr (GError) error = NULL;

  g_assert_null (inspect (client, fd, &error));
  g_assert_error (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_DAMAGED);
}

static void
test_a_prepared_signature_is_what_was_planned (void)
{
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  g_autoptr (GBytes) bytes = hopso_test_pages_new (2);
  g_autoptr (GBytes) mark = hopso_test_pages_new (1);
  g_auto (HopsoFd) fd = make_document (bytes);
  g_auto (HopsoFd) mark_fd = make_document (mark);
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (bytes);
  g_autoptr (HopsoPdfSource) mark_source = hopso_pdf_source_new_bytes (mark);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const HopsoPdfSignaturePlan plan = {
    .page = 1,
    .x = 20,
    .y = 30,
    .width = 100,
    .height = 40,
    .mark = mark_source,
    .name = "Nguyễn Văn A",
    .signing_time = 1795190000,
  };

  hopso_pdf_client_prepare_signature_async (client, &(HopsoPdfOriginal){ fd, NULL }, mark_fd,
                                            hopso_pdf_signature_plan_to_variant (&plan), NULL,
                                            arrived_cb, &result);
  wait_for (&result);
  g_autoptr (HopsoPdfPreparedUpdate) update =
      hopso_pdf_client_prepare_signature_finish (client, result, &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) appended = hopso_fd_read_all (update->fd, 1 << 24, &error);
  g_assert_no_error (error);
  g_assert_true (hopso_pdf_check_update (source, appended, &plan, update->byte_range,
                                         update->hole_offset, update->hole_size, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdfinspect/process/structure-is-reported", test_structure_is_reported);
  g_test_add_func ("/pdfinspect/process/many-at-once-all-answer", test_many_at_once_all_answer);
  g_test_add_func ("/pdfinspect/process/what-is-no-pdf-is-an-error",
                   test_what_is_no_pdf_is_an_error);
  g_test_add_func ("/pdfinspect/process/a-prepared-signature-is-what-was-planned",
                   test_a_prepared_signature_is_what_was_planned);
  return g_test_run ();
}
