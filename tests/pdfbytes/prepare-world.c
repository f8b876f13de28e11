/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signatures prepared, checked and read again, in documents of a few objects. Test support. */

#include "prepare-world.h"

#include "hopso-pdf-difference.h"
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

/* What qpdf says, its status; FALSE without qpdf. */
static gboolean
run_qpdf (const char *const *arguments, int *status, char **said)
{
  g_autofree char *qpdf = g_find_program_in_path ("qpdf");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) line = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) report = NULL;

  if (qpdf == NULL)
    return FALSE;
  g_strv_builder_add (builder, qpdf);
  for (guint i = 0; arguments[i] != NULL; i++)
    g_strv_builder_add (builder, arguments[i]);
  line = g_strv_builder_end (builder);
  process =
      g_subprocess_newv ((const char *const *) line,
                         G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate (process, NULL, NULL, &report, NULL, &error);
  g_assert_no_error (error);
  *status = g_subprocess_get_exit_status (process);
  *said = g_strndup (g_bytes_get_data (report, NULL), g_bytes_get_size (report));
  return TRUE;
}

/* In a folder of this test's own. */
static char *
dup_path (const char *name)
{
  g_assert_cmpint (g_mkdir_with_parents (g_get_user_data_dir (), 0700), ==, 0);
  return g_build_filename (g_get_user_data_dir (), name, NULL);
}

static char *
write_file (const char *name, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  char *path = dup_path (name);

  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                       &error);
  g_assert_no_error (error);
  return path;
}

/* Has qpdf write the document in another way; NULL, and the test skipped, without qpdf. */
GBytes *
prepare_convert (GBytes *original, const char *const *options)
{
  g_autofree char *in = write_file ("in.pdf", original);
  g_autofree char *out = dup_path ("out.pdf");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) line = NULL;
  g_autofree char *said = NULL;
  char *bytes;
  gsize size;
  int status;

  g_strv_builder_addv (builder, (const char **) options);
  g_strv_builder_add_many (builder, "--static-id", in, out, NULL);
  line = g_strv_builder_end (builder);
  if (!run_qpdf ((const char *const *) line, &status, &said))
    {
      g_test_skip ("there is no qpdf");
      return NULL;
    }
  if (status != 0)
    g_test_message ("%s", said);
  g_assert_cmpint (status, ==, 0);
  g_assert_true (g_file_get_contents (out, &bytes, &size, NULL));
  return g_bytes_new_take (bytes, size);
}

void
prepare_assert_qpdf_is_content (GBytes *whole, HopsoSecret *password)
{
  g_autofree char *path = write_file ("prepared.pdf", whole);
  g_autofree char *option =
      g_strconcat ("--password=", password != NULL ? hopso_secret_get_string (password) : "", NULL);
  const char *const arguments[] = { option, "--check", path, NULL };
  g_autofree char *said = NULL;
  int status;

  if (!run_qpdf (arguments, &status, &said))
    return;
  if (status != 0)
    g_test_message ("%s", said);
  g_assert_cmpint (status, ==, 0);
}

HopsoPdfFile *
prepare_open (GBytes *bytes, HopsoSecret *password, GError **error)
{
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (bytes);

  return hopso_pdf_file_open_protected (source, password, error);
}

/* The new signature is the last one, sound, says what was planned, and is all that changed. */
static void
assert_signed (GBytes *whole, const HopsoPdfSignaturePlan *plan, const HopsoPdfPrepared *prepared)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = prepare_open (whole, plan->password, &error);
  g_autoptr (GPtrArray) signatures = NULL;
  g_autoptr (HopsoPdfDifference) difference = NULL;
  HopsoPdfSignature *signature;

  g_assert_no_error (error);
  signatures = hopso_pdf_file_list_signatures (file, &error);
  g_assert_no_error (error);
  signature = signatures->pdata[signatures->len - 1];
  g_assert_cmpuint (signature->findings, ==, 0);
  g_assert_cmpint (signature->coverage, ==, HOPSO_PDF_COVERAGE_FILE);
  g_assert_cmpstr (signature->field_name, ==, prepared->field_name);
  g_assert_cmpstr (signature->reason, ==, plan->reason);
  g_assert_cmpuint (signature->contents.offset + 1, ==, prepared->hole_offset);
  /* Nothing comes before a certification that could forbid it. */
  if (plan->certification != 0)
    return;
  difference =
      hopso_pdf_file_compare_revision (file, hopso_pdf_file_get_n_revisions (file) - 2, &error);
  g_assert_no_error (error);
  if (difference->explanation != NULL)
    g_test_message ("%s", difference->explanation);
  g_assert_cmpint (difference->change, ==, HOPSO_PDF_CHANGE_SIGNATURES);
}

/* Prepares, checks, opens again. */
GBytes *
prepare_sign (GBytes *original, const HopsoPdfSignaturePlan *plan)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (original);
  g_autoptr (HopsoPdfFile) file = hopso_pdf_file_open_protected (source, plan->password, &error);
  g_autoptr (HopsoPdfPrepared) prepared = NULL;
  g_autoptr (HopsoPdfFile) signed_file = NULL;
  g_autoptr (GBytes) whole = NULL;

  g_assert_no_error (error);
  prepared = hopso_pdf_prepare_signature (file, plan, &error);
  g_assert_no_error (error);
  hopso_pdf_check_update (source, prepared->appended, plan, prepared->byte_range,
                          prepared->hole_offset, prepared->hole_size, &error);
  g_assert_no_error (error);
  whole = join (original, prepared->appended);
  signed_file = prepare_open (whole, plan->password, &error);
  g_assert_no_error (error);
  g_assert_cmpint (hopso_pdf_file_get_xref_kind (signed_file), ==,
                   hopso_pdf_file_get_xref_kind (file));
  assert_signed (whole, plan, prepared);
  prepare_assert_qpdf_is_content (whole, plan->password);
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
