/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The inspector's two answers, asked as the process asks them: with descriptors and variants. */

#include "hopso-fd.h"
#include "hopso-inspector.h"
#include "hopso-test-pdf.h"

static HopsoFd
new_document (void)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  g_autoptr (GError) error = NULL;
  HopsoFd fd;

  hopso_test_pdf_add (pdf, 1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R 6 0 R]>>>>");
  hopso_test_pdf_add (pdf, 5, "<</FT/Sig/T(Chief)>>");
  hopso_test_pdf_add (pdf, 6, "<</FT/Sig/T(Seal)>>");
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  fd = hopso_fd_new_memory ("document", &error);
  g_assert_no_error (error);
  hopso_fd_write_at (fd, 0, pdf->bytes->str, pdf->bytes->len, &error);
  g_assert_no_error (error);
  return fd;
}

static void
append (int fd, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  guint64 size = 0;

  hopso_fd_get_size (fd, &size, &error);
  hopso_fd_write_at (fd, size, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
}

static GVariant *
inspect (int fd)
{
  g_autoptr (GError) error = NULL;
  GVariant *report = hopso_inspector_inspect (fd, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (g_variant_is_of_type (report, G_VARIANT_TYPE_VARDICT));
  g_assert_false (g_variant_is_floating (report));
  return report;
}

static GVariant *
get_signature (GVariant *report, gsize index)
{
  g_autoptr (GVariant) signatures =
      g_variant_lookup_value (report, "signatures", G_VARIANT_TYPE ("aa{sv}"));

  return g_variant_get_child_value (signatures, index);
}

static void
assert_word (GVariant *dict, const char *key, const char *expected)
{
  const char *word = NULL;

  g_assert_true (g_variant_lookup (dict, key, "&s", &word));
  g_assert_cmpstr (word, ==, expected);
}

/* Prepares and appends; the hole stays empty, the structure is what counts. */
static void
sign (int fd, const HopsoPdfSignaturePlan *plan, int mark_fd)
{
  g_autoptr (GVariant) parameters = g_variant_ref_sink (hopso_pdf_signature_plan_to_variant (plan));
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfPrepared) prepared =
      hopso_inspector_prepare (fd, mark_fd, NULL, parameters, &error);

  g_assert_no_error (error);
  append (fd, prepared->appended);
}

static void
test_an_unsigned_document (void)
{
  g_auto (HopsoFd) fd = new_document ();
  g_autoptr (GVariant) report = inspect (fd);
  g_autofree const char **fields = NULL;
  guint n_pages;

  g_assert_true (g_variant_lookup (report, "n-pages", "u", &n_pages));
  g_assert_cmpuint (n_pages, ==, 1);
  assert_word (report, "version", "1.7");
  assert_word (report, "xref", "table");
  g_assert_true (g_variant_lookup (report, "empty-fields", "^a&s", &fields));
  g_assert_cmpstr (fields[0], ==, "Chief");
  g_assert_cmpstr (fields[1], ==, "Seal");
  g_assert_null (fields[2]);
}

static void
test_signed_twice (void)
{
  g_auto (HopsoFd) fd = new_document ();
  g_autoptr (GBytes) mark_bytes = hopso_test_mark (100, 40);
  g_auto (HopsoFd) mark_fd = hopso_fd_new_sealed ("mark", g_bytes_get_data (mark_bytes, NULL),
                                                  g_bytes_get_size (mark_bytes), NULL);
  HopsoPdfSignaturePlan plan = { .field_name = "Chief", .name = "An", .reason = "Agreed" };
  g_autoptr (GVariant) report = NULL;
  g_autoptr (GVariant) first = NULL;
  g_autoptr (GVariant) second = NULL;
  guint64 range[4];

  sign (fd, &plan, -1);
  plan = (HopsoPdfSignaturePlan){ .width = 100, .height = 40 };
  sign (fd, &plan, mark_fd);
  report = inspect (fd);
  first = get_signature (report, 0);
  second = get_signature (report, 1);
  assert_word (first, "field", "Chief");
  assert_word (first, "reason", "Agreed");
  assert_word (first, "coverage", "revision");
  assert_word (first, "change", "signatures");
  assert_word (second, "coverage", "file");
  assert_word (second, "change", "none");
  assert_word (second, "field", "Signature1");
  g_assert_true (g_variant_lookup (second, "byte-range", "(tttt)", &range[0], &range[1], &range[2],
                                   &range[3]));
  g_assert_cmpuint (range[0], ==, 0);

  /* What the second one did to the document of the first. */
  g_autoptr (GVariant) changes =
      g_variant_lookup_value (first, "changes", G_VARIANT_TYPE ("aa{sv}"));
  g_assert_cmpuint (g_variant_n_children (changes), ==, 1);
  g_autoptr (GVariant) change = g_variant_get_child_value (changes, 0);
  double rect[4];
  int page = -1;
  assert_word (change, "kind", "signature");
  assert_word (change, "field", "Signature1");
  g_assert_true (g_variant_lookup (change, "page", "i", &page));
  g_assert_cmpint (page, ==, 0);
  g_assert_true (
      g_variant_lookup (change, "rect", "(dddd)", &rect[0], &rect[1], &rect[2], &rect[3]));
  g_assert_cmpfloat (rect[2] - rect[0], ==, 100);
  g_autoptr (GVariant) material =
      g_variant_lookup_value (report, "validation-data", G_VARIANT_TYPE ("aa{sv}"));
  g_assert_cmpuint (g_variant_n_children (material), ==, 0);
}

static void
test_a_damaged_document_is_an_error (void)
{
  g_auto (HopsoFd) fd = hopso_fd_new_sealed ("document", "%PDF-1.4 nothing", 16, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (hopso_inspector_inspect (fd, NULL, &error));
  g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_DAMAGED);
}

static void
test_bad_parameters_are_an_error (void)
{
  g_auto (HopsoFd) fd = new_document ();
  g_autoptr (GVariant) parameters = g_variant_ref_sink (g_variant_new_string ("x"));
  g_autoptr (GError) error = NULL;

  g_assert_null (hopso_inspector_prepare (fd, -1, NULL, parameters, &error));
  g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_FIELD);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdfinspect/inspector/an-unsigned-document", test_an_unsigned_document);
  g_test_add_func ("/pdfinspect/inspector/signed-twice", test_signed_twice);
  g_test_add_func ("/pdfinspect/inspector/a-damaged-document-is-an-error",
                   test_a_damaged_document_is_an_error);
  g_test_add_func ("/pdfinspect/inspector/bad-parameters-are-an-error",
                   test_bad_parameters_are_an_error);
  return g_test_run ();
}
