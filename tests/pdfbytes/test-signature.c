/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The structure of signatures: each way in which it can lie has its name. */

#include "hopso-test-pdf.h"

#include "hopso-pdf-form.h"
#include "hopso-pdf-signature.h"

#include <string.h>

#define CONTENTS "<308006092a864886f70d010702a0800000>"
#define HOLE     "[000000 000000 000000 000000]"

/* A signed file: field 5, signature dictionary 6; the ranges are true. It was linearized once. */
static HopsoTestPdf *
signed_pdf (const char *dictionary)
{
  HopsoTestPdf *pdf = hopso_test_pdf_new ();
  g_autofree char *range = NULL;
  const char *contents;
  guint64 before, after;

  hopso_test_pdf_add (pdf, 8, "<</Linearized 1/L 999999>>");
  hopso_test_pdf_add (pdf, 1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]>>>>");
  hopso_test_pdf_add (pdf, 2, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>");
  hopso_test_pdf_add (pdf, 3, "<</Type/Page/Parent 2 0 R/Annots[5 0 R]>>");
  hopso_test_pdf_add (pdf, 5,
                      "<</Type/Annot/Subtype/Widget/FT/Sig/T(Chief)/Rect[9 8 7 6]/V 6 0 R>>");
  hopso_test_pdf_add (pdf, 6, dictionary);
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  contents = strstr (pdf->bytes->str, CONTENTS);
  before = (guint64) (contents - pdf->bytes->str);
  after = before + strlen (CONTENTS);
  range = g_strdup_printf ("[000000 %06" G_GUINT64_FORMAT " %06" G_GUINT64_FORMAT
                           " %06" G_GUINT64_FORMAT "]",
                           before, after, pdf->bytes->len - after);
  if (strstr (pdf->bytes->str, HOLE) != NULL)
    hopso_test_pdf_patch (pdf, HOLE, range);
  return pdf;
}

static HopsoTestPdf *
good_pdf (void)
{
  return signed_pdf ("<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached"
                     "/Name(An)/Reason(Agreed)/M(D:20261122140509+07'00')"
                     "/ByteRange" HOLE "/Contents" CONTENTS ">>");
}

static HopsoPdfSignature *
only_signature (HopsoTestPdf *pdf)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = hopso_test_pdf_open (pdf, &error);
  g_autoptr (GPtrArray) signatures = NULL;

  g_assert_no_error (error);
  signatures = hopso_pdf_file_list_signatures (file, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (signatures->len, ==, 1);
  return g_ptr_array_steal_index (signatures, 0);
}

static void
test_a_good_signature_has_no_findings (void)
{
  g_autoptr (HopsoTestPdf) pdf = good_pdf ();
  g_autoptr (HopsoPdfSignature) signature = only_signature (pdf);

  g_assert_cmpuint (signature->findings, ==, 0);
  g_assert_cmpint (signature->coverage, ==, HOPSO_PDF_COVERAGE_FILE);
  g_assert_cmpstr (signature->field_name, ==, "Chief");
  g_assert_cmpstr (signature->sub_filter, ==, "ETSI.CAdES.detached");
  g_assert_cmpstr (signature->reason, ==, "Agreed");
  g_assert_cmpstr (signature->claimed_time, ==, "D:20261122140509+07'00'");
  g_assert_cmpint (signature->page, ==, 0);
  g_assert_cmpfloat (signature->rect[0], ==, 7);
  g_assert_cmpfloat (signature->rect[3], ==, 8);
}

static void
test_contents_are_read_back (void)
{
  g_autoptr (HopsoTestPdf) pdf = good_pdf ();
  g_autoptr (HopsoPdfSignature) signature = only_signature (pdf);
  g_autoptr (HopsoPdfFile) file = hopso_test_pdf_open (pdf, NULL);
  g_autoptr (GBytes) contents = hopso_pdf_signature_dup_contents (signature, file, NULL);

  g_assert_cmpuint (g_bytes_get_size (contents), ==, (strlen (CONTENTS) - 2) / 2);
}

/* Changes the dictionary's text in place, after the ranges were made true. */
static void
test_each_lie_has_its_name (void)
{
  static const struct
  {
    const char *from, *to, *name;
  } rows[] = {
    { "ByteRange", "BiteRange", "range-malformed" },
    { "/ByteRange[000000", "/ByteRange[      ", "range-malformed" },
    { "/ByteRange[000000", "/ByteRange[00.000", "range-malformed" },
    { "/ByteRange[000000", "/ByteRange[000001", "range-start" },
    { "/Contents" CONTENTS, "/Contents(308006092a864886070601070200800000)", "not-plain" },
    { "/Contents<30800609", "/Contents<308006 9", "not-plain" },
    { "/Name(An)", "/Filter 1", "duplicate-keys" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HopsoTestPdf) pdf = good_pdf ();
      g_autoptr (HopsoPdfSignature) signature = NULL;
      g_auto (GStrv) names = NULL;

      hopso_test_pdf_patch (pdf, rows[i].from, rows[i].to);
      signature = only_signature (pdf);
      names = hopso_pdf_signature_dup_finding_names (signature->findings);
      if (!g_strv_contains ((const char *const *) names, rows[i].name))
        g_test_message ("not found: %s", rows[i].name);
      g_assert_true (g_strv_contains ((const char *const *) names, rows[i].name));
      g_assert_cmpint (signature->coverage, ==, HOPSO_PDF_COVERAGE_NONE);
    }
}

/* Writes other ranges: each number is the true one plus something. */
static void
test_each_false_range_has_its_name (void)
{
  static const struct
  {
    gint64 change[4];
    HopsoPdfSignatureFindings finding;
  } rows[] = {
    { { 0, -1, 0, 0 }, HOPSO_PDF_SIGNATURE_GAP },
    { { 0, 1, 0, 0 }, HOPSO_PDF_SIGNATURE_GAP },
    { { 0, 0, 1, -1 }, HOPSO_PDF_SIGNATURE_GAP },
    { { 0, 0, -1, 1 }, HOPSO_PDF_SIGNATURE_GAP },
    { { 0, 0, 0, -1 - 6 }, HOPSO_PDF_SIGNATURE_REVISION },
    { { 0, 0, 0, 1 }, HOPSO_PDF_SIGNATURE_RANGE_ORDER },
    { { 0, 500, 0, 0 }, HOPSO_PDF_SIGNATURE_RANGE_ORDER },
    { { 1, -1, 0, 0 }, HOPSO_PDF_SIGNATURE_RANGE_START },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HopsoTestPdf) pdf = good_pdf ();
      g_autoptr (HopsoPdfSignature) before = only_signature (pdf);
      g_autoptr (HopsoPdfSignature) after = NULL;
      guint64 range[4];
      g_autofree char *text = NULL;

      for (guint j = 0; j < 4; j++)
        range[j] = before->byte_range[j] + (guint64) rows[i].change[j];
      text = g_strdup_printf ("[%06" G_GUINT64_FORMAT " %06" G_GUINT64_FORMAT
                              " %06" G_GUINT64_FORMAT " %06" G_GUINT64_FORMAT "]",
                              range[0], range[1], range[2], range[3]);
      memcpy (strstr (pdf->bytes->str, "/ByteRange") + strlen ("/ByteRange"), text, strlen (text));
      after = only_signature (pdf);
      g_assert_cmpuint (after->findings & rows[i].finding, ==, rows[i].finding);
      g_assert_cmpint (after->coverage, ==, HOPSO_PDF_COVERAGE_NONE);
    }
}

static void
test_one_range_is_not_enough (void)
{
  g_autoptr (HopsoTestPdf) pdf = signed_pdf ("<</Type/Sig/ByteRange[0 10]/Contents" CONTENTS ">>");
  g_autoptr (HopsoPdfSignature) signature = only_signature (pdf);

  g_assert_cmpuint (signature->findings, ==, HOPSO_PDF_SIGNATURE_RANGE_COUNT);
}

static void
test_a_later_revision_leaves_it_covered (void)
{
  g_autoptr (HopsoTestPdf) pdf = good_pdf ();
  g_autoptr (HopsoPdfSignature) signature = NULL;

  hopso_test_pdf_add (pdf, 7, "(later)");
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  signature = only_signature (pdf);
  g_assert_cmpuint (signature->findings, ==, 0);
  g_assert_cmpint (signature->coverage, ==, HOPSO_PDF_COVERAGE_REVISION);
  g_assert_cmpuint (signature->revision, ==, 0);
}

static void
test_bytes_after_the_end_are_a_tail (void)
{
  g_autoptr (HopsoTestPdf) pdf = good_pdf ();
  g_autoptr (HopsoPdfSignature) blank = NULL;
  g_autoptr (HopsoPdfSignature) tail = NULL;

  hopso_test_pdf_append (pdf, "  \n");
  blank = only_signature (pdf);
  g_assert_cmpuint (blank->findings, ==, 0);
  hopso_test_pdf_append (pdf, "9 0 obj");
  tail = only_signature (pdf);
  g_assert_cmpuint (tail->findings, ==, HOPSO_PDF_SIGNATURE_TAIL);
}

/* Other readers do not find startxref there and take whatever looks like an object. */
static void
test_much_blank_after_the_end_is_a_tail (void)
{
  g_autoptr (HopsoTestPdf) pdf = good_pdf ();
  g_autoptr (HopsoPdfSignature) signature = NULL;

  hopso_test_pdf_append (pdf, "%1100s", "");
  signature = only_signature (pdf);
  g_assert_cmpuint (signature->findings, ==, HOPSO_PDF_SIGNATURE_TAIL);
}

/* Poppler begins a file of just that length with what stands behind its first object. */
static void
test_a_linearization_that_comes_true_is_a_tail (void)
{
  g_autoptr (HopsoTestPdf) pdf = good_pdf ();
  g_autoptr (HopsoPdfSignature) before = NULL;
  g_autoptr (HopsoPdfSignature) after = NULL;
  g_autofree char *length = g_strdup_printf ("/L %06" G_GSIZE_FORMAT, pdf->bytes->len + 3);

  hopso_test_pdf_patch (pdf, "/L 999999", length);
  before = only_signature (pdf);
  g_assert_cmpuint (before->findings, ==, 0);
  hopso_test_pdf_append (pdf, "   ");
  after = only_signature (pdf);
  g_assert_cmpuint (after->findings, ==, HOPSO_PDF_SIGNATURE_TAIL);
}

static void
test_a_signature_rewritten_later_is_not_covered (void)
{
  g_autoptr (HopsoTestPdf) pdf = good_pdf ();
  g_autoptr (HopsoPdfSignature) signature = only_signature (pdf);
  g_autoptr (HopsoPdfSignature) moved = NULL;
  g_autofree char *copy = g_strdup_printf (
      "<</Type/Sig/ByteRange[0 %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT
      "]/Contents" CONTENTS ">>",
      signature->byte_range[1], signature->byte_range[2], signature->byte_range[3]);

  hopso_test_pdf_add (pdf, 6, copy);
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  moved = only_signature (pdf);
  g_assert_cmpuint (moved->findings, ==, HOPSO_PDF_SIGNATURE_GAP | HOPSO_PDF_SIGNATURE_REVISION);
}

static void
test_two_fields_cannot_share_one (void)
{
  g_autoptr (HopsoTestPdf) pdf = good_pdf ();
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (GPtrArray) signatures = NULL;

  hopso_test_pdf_add (pdf, 1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R 7 0 R]>>>>");
  hopso_test_pdf_add (pdf, 7, "<</FT/Sig/T(Deputy)/V 6 0 R>>");
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  file = hopso_test_pdf_open (pdf, NULL);
  signatures = hopso_pdf_file_list_signatures (file, NULL);
  g_assert_cmpuint (signatures->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpuint (((HopsoPdfSignature *) signatures->pdata[i])->findings, ==,
                      HOPSO_PDF_SIGNATURE_SHARED);
}

/* Written anew in a second revision: the field 5, the page 3, objects from 7 on. */
static void
test_each_oddity_has_its_name (void)
{
#define WIDGET "<</Type/Annot/Subtype/Widget/FT/Sig/T(Chief)/Rect[9 8 7 6]/V 6 0 R"
  static const struct
  {
    struct
    {
      guint number;
      const char *body;
    } objects[4];
    const char *oddity;
    HopsoPdfSignatureFindings findings;
  } rows[] = {
    { { { 5, WIDGET ">>" } }, NULL, 0 },
    { { { 5, "<</FT/Sig/T(Chief)/V 6 0 R/Kids[7 0 R]>>" },
        { 7, "<</Subtype/Widget/Rect[9 8 7 6]/Parent 5 0 R>>" },
        { 3, "<</Type/Page/Parent 2 0 R/Annots[7 0 R]>>" } },
      "split-field",
      0 },
    { { { 5, "<</FT/Sig/T(Chief)/V 6 0 R/Kids[7 0 R 9 0 R]>>" },
        { 7, "<</Subtype/Widget/Rect[9 8 7 6]/Parent 5 0 R>>" },
        { 9, "<</Subtype/Widget/Rect[9 8 7 6]/Parent 5 0 R>>" },
        { 3, "<</Type/Page/Parent 2 0 R/Annots[7 0 R 9 0 R]>>" } },
      "several-widgets",
      0 },
    { { { 3, "<</Type/Page/Parent 2 0 R>>" } }, "no-page", 0 },
    { { { 5, WIDGET "/F 2>>" } }, "hidden", 0 },
    { { { 5, WIDGET "/F 32>>" } }, "hidden", 0 },
    { { { 1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[7 0 R]>>>>" },
        { 7, "<</T(Office)/Kids[5 0 R]>>" } },
      "dotted-name",
      0 },
    { { { 5, "<</Subtype/Widget/FT/Tx/T(Chief)/Rect[9 8 7 6]/V 6 0 R>>" } },
      NULL,
      HOPSO_PDF_SIGNATURE_FIELD_TYPE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HopsoTestPdf) pdf = good_pdf ();
      g_autoptr (HopsoPdfSignature) signature = NULL;
      g_auto (GStrv) names = NULL;

      for (guint j = 0; j < G_N_ELEMENTS (rows[i].objects) && rows[i].objects[j].number != 0; j++)
        hopso_test_pdf_add (pdf, rows[i].objects[j].number, rows[i].objects[j].body);
      hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
      signature = only_signature (pdf);
      names = hopso_pdf_signature_dup_oddity_names (signature->oddities);
      g_test_message ("row %u: %s", i, names[0]);
      g_assert_cmpuint (signature->findings, ==, rows[i].findings);
      if (rows[i].oddity == NULL)
        g_assert_null (names[0]);
      else
        g_assert_true (g_strv_contains ((const char *const *) names, rows[i].oddity));
    }
}

/* A value of two bytes, and then something. */
static void
test_padding_is_noticed (void)
{
  g_autoptr (HopsoTestPdf) pdf = good_pdf ();
  g_autoptr (HopsoPdfSignature) signature = NULL;

  hopso_test_pdf_patch (pdf, "<308006092a86", "<300206002a86");
  signature = only_signature (pdf);
  g_assert_cmpuint (signature->oddities, ==, HOPSO_PDF_SIGNATURE_PADDING);
  hopso_test_pdf_patch (pdf, "<300206002a864886f70d010702a0800000>",
                        "<3002060000000000000000000000000000>");
  hopso_pdf_signature_free (g_steal_pointer (&signature));
  signature = only_signature (pdf);
  g_assert_cmpuint (signature->oddities, ==, 0);
}

/* Only an object of its own is covered as itself. */
static void
test_a_direct_dictionary_is_found (void)
{
  g_autoptr (HopsoTestPdf) pdf = good_pdf ();
  g_autoptr (HopsoPdfSignature) signature = NULL;

  hopso_test_pdf_add (pdf, 5,
                      "<</Subtype/Widget/FT/Sig/T(Chief)/V<</Type/Sig/ByteRange[0 1 2 3]/Contents"
                      "<00>>>>>");
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  signature = only_signature (pdf);
  g_assert_cmpuint (signature->findings & HOPSO_PDF_SIGNATURE_DIRECT, !=, 0);
  g_assert_cmpint (signature->coverage, ==, HOPSO_PDF_COVERAGE_NONE);
}

static void
test_fields_have_whole_names (void)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (GPtrArray) fields = NULL;
  HopsoPdfField *one, *two;

  hopso_test_pdf_add (pdf, 1, "<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R>>");
  hopso_test_pdf_add (pdf, 5, "<</Fields 6 0 R>>");
  hopso_test_pdf_add (pdf, 6, "[7 0 R]");
  hopso_test_pdf_add (pdf, 7, "<</T(office)/FT/Sig/Kids[8 0 R 9 0 R]>>");
  hopso_test_pdf_add (pdf, 8, "<</T(chief)/Kids[10 0 R 11 0 R]>>");
  hopso_test_pdf_add (pdf, 9, "<</T(seal)/FT/Tx/Subtype/Widget/V(x)>>");
  hopso_test_pdf_add (pdf, 10, "<</Subtype/Widget/Parent 8 0 R>>");
  hopso_test_pdf_add (pdf, 11, "<</Subtype/Widget/Parent 8 0 R>>");
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  file = hopso_test_pdf_open (pdf, NULL);
  fields = hopso_pdf_file_list_fields (file, NULL);
  g_assert_cmpuint (fields->len, ==, 2);
  one = fields->pdata[0];
  two = fields->pdata[1];
  g_assert_cmpstr (one->name, ==, "office.chief");
  g_assert_cmpstr (one->type, ==, "Sig");
  g_assert_cmpuint (one->widgets->len, ==, 2);
  g_assert_cmpstr (two->name, ==, "office.seal");
  g_assert_cmpstr (two->type, ==, "Tx");
  g_assert_cmpuint (two->widgets->len, ==, 1);
}

static void
test_a_form_with_a_loop_is_damage (void)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (GError) error = NULL;

  hopso_test_pdf_add (pdf, 1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]>>>>");
  hopso_test_pdf_add (pdf, 5, "<</T(a)/Kids[6 0 R]>>");
  hopso_test_pdf_add (pdf, 6, "<</T(b)/Kids[5 0 R]>>");
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  file = hopso_test_pdf_open (pdf, NULL);
  g_assert_null (hopso_pdf_file_list_fields (file, &error));
  g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_DAMAGED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/pdfbytes/signature/" name, function)
  ADD ("a-good-signature-has-no-findings", test_a_good_signature_has_no_findings);
  ADD ("contents-are-read-back", test_contents_are_read_back);
  ADD ("each-lie-has-its-name", test_each_lie_has_its_name);
  ADD ("each-false-range-has-its-name", test_each_false_range_has_its_name);
  ADD ("one-range-is-not-enough", test_one_range_is_not_enough);
  ADD ("a-later-revision-leaves-it-covered", test_a_later_revision_leaves_it_covered);
  ADD ("bytes-after-the-end-are-a-tail", test_bytes_after_the_end_are_a_tail);
  ADD ("much-blank-after-the-end-is-a-tail", test_much_blank_after_the_end_is_a_tail);
  ADD ("a-linearization-that-comes-true-is-a-tail", test_a_linearization_that_comes_true_is_a_tail);
  ADD ("a-signature-rewritten-later-is-not-covered",
       test_a_signature_rewritten_later_is_not_covered);
  ADD ("two-fields-cannot-share-one", test_two_fields_cannot_share_one);
  ADD ("each-oddity-has-its-name", test_each_oddity_has_its_name);
  ADD ("padding-is-noticed", test_padding_is_noticed);
  ADD ("a-direct-dictionary-is-found", test_a_direct_dictionary_is_found);
  ADD ("fields-have-whole-names", test_fields_have_whole_names);
  ADD ("a-form-with-a-loop-is-damage", test_a_form_with_a_loop_is_damage);
  return g_test_run ();
}
