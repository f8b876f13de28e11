/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signatures prepared, checked and read again, in documents of a few objects. Test support. */

#include "prepare-world.h"

#include "hopso-pdf-signature.h"

#include <gio/gio.h>

HopsoPdfSignaturePlan
prepare_plan_with_mark (HopsoPdfSource *mark)
{
  return (HopsoPdfSignaturePlan){
    .x = 20,
    .y = 30,
    .width = 150,
    .height = 50,
    .mark = mark,
    .name = "Nguyễn Văn Đẵng",
    .reason = "Tôi đồng ý (100%)",
    .location = "Hà Nội",
    .signing_time = 1795350309,
    .utc_offset = 420,
  };
}

HopsoPdfSource *
prepare_new_mark (void)
{
  g_autoptr (GBytes) bytes = hopso_test_mark (150, 50);

  return hopso_pdf_source_new_bytes (bytes);
}

static GBytes *
join (GBytes *original, GBytes *appended)
{
  GByteArray *whole = g_byte_array_new ();

  g_byte_array_append (whole, g_bytes_get_data (original, NULL),
                       (guint) g_bytes_get_size (original));
  g_byte_array_append (whole, g_bytes_get_data (appended, NULL),
                       (guint) g_bytes_get_size (appended));
  return g_byte_array_free_to_bytes (whole);
}

void
prepare_assert_qpdf_is_content (GBytes *whole)
{
  g_autofree char *qpdf = g_find_program_in_path ("qpdf");
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) report = NULL;
  g_autofree char *path = NULL;

  if (qpdf == NULL)
    return;
  path = g_build_filename (g_get_tmp_dir (), "prepared.pdf", NULL);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (whole, NULL),
                                      (gssize) g_bytes_get_size (whole), &error));
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE,
                              &error, qpdf, "--check", path, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate (process, NULL, NULL, &report, NULL, &error);
  g_assert_no_error (error);
  if (g_subprocess_get_exit_status (process) != 0)
    g_test_message ("%s", (const char *) g_bytes_get_data (report, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
}

/* Prepares, checks, opens again; the new signature is the last one and covers the file. */
GBytes *
prepare_sign (GBytes *original, const HopsoPdfSignaturePlan *plan)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (original);
  g_autoptr (HopsoPdfFile) file = hopso_pdf_file_open (source, &error);
  g_autoptr (HopsoPdfPrepared) prepared = NULL;
  g_autoptr (HopsoPdfFile) signed_file = NULL;
  g_autoptr (GPtrArray) signatures = NULL;
  g_autoptr (GBytes) whole = NULL;
  HopsoPdfSignature *signature;

  g_assert_no_error (error);
  prepared = hopso_pdf_prepare_signature (file, plan, &error);
  g_assert_no_error (error);
  hopso_pdf_check_update (source, prepared->appended, plan, prepared->byte_range,
                          prepared->hole_offset, prepared->hole_size, &error);
  g_assert_no_error (error);
  whole = join (original, prepared->appended);
  signed_file =
      hopso_test_open_bytes (g_bytes_get_data (whole, NULL), g_bytes_get_size (whole), &error);
  g_assert_no_error (error);
  g_assert_cmpint (hopso_pdf_file_get_xref_kind (signed_file), ==,
                   hopso_pdf_file_get_xref_kind (file));
  signatures = hopso_pdf_file_list_signatures (signed_file, &error);
  g_assert_no_error (error);
  signature = signatures->pdata[signatures->len - 1];
  g_assert_cmpuint (signature->findings, ==, 0);
  g_assert_cmpint (signature->coverage, ==, HOPSO_PDF_COVERAGE_FILE);
  g_assert_cmpstr (signature->field_name, ==, prepared->field_name);
  g_assert_cmpstr (signature->reason, ==, plan->reason);
  g_assert_cmpuint (signature->contents.offset + 1, ==, prepared->hole_offset);
  prepare_assert_qpdf_is_content (whole);
  return g_steal_pointer (&whole);
}

GBytes *
prepare_make_shape (const PrepareShape *shape)
{
  HopsoTestPdf *pdf = hopso_test_pdf_new_minimal ();
  g_autofree char *catalog = g_strdup_printf ("<</Type/Catalog/Pages 2 0 R%s>>", shape->catalog);
  g_autofree char *page =
      g_strdup_printf ("<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>%s>>", shape->page);
  guint n = 0;
  GBytes *bytes;

  hopso_test_pdf_add (pdf, 1, catalog);
  hopso_test_pdf_add (pdf, 3, page);
  for (; n < G_N_ELEMENTS (shape->objects) && shape->objects[n] != NULL; n++)
    hopso_test_pdf_add (pdf, 5 + n, shape->objects[n]);
  if (shape->has_stream)
    hopso_test_pdf_end_with_stream (pdf, 5 + n, HOPSO_TEST_TRAILER);
  else
    hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER "/ID[<0102><0304>]");
  bytes = hopso_test_pdf_dup_bytes (pdf);
  hopso_test_pdf_free (pdf);
  return bytes;
}
