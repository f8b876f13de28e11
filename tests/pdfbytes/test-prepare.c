/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signatures prepared in documents of every shape: what comes out is one sound revision, passes
 * the application's own check and, where it is installed, qpdf's. */

#include "prepare-world.h"

#include "hopso-pdf-signature.h"

static const PrepareShape shapes[] = {
  { "bare", "", "", { NULL }, NULL, FALSE },
  { "bare-stream", "", "", { NULL }, NULL, TRUE },
  { "annots-direct", "", "/Annots[5 0 R]", { "<</Subtype/Link/Rect[0 0 1 1]>>" }, NULL, FALSE },
  { "annots-indirect", "", "/Annots 5 0 R", { "[]" }, NULL, FALSE },
  { "annots-dangling", "", "/Annots 50 0 R", { NULL }, NULL, FALSE },
  { "form-direct", "/AcroForm<</Fields[]>>", "", { NULL }, NULL, TRUE },
  { "form-indirect", "/AcroForm 5 0 R", "", { "<</Fields 6 0 R/SigFlags 1>>", "[]" }, NULL, FALSE },
  { "form-without-fields", "/AcroForm 5 0 R", "", { "<</DR<<>>>>" }, NULL, FALSE },
  { "name-taken", "/AcroForm<</Fields[5 0 R]>>", "", { "<</T(Signature1)/FT/Tx>>" }, NULL, FALSE },
  { "new-field-by-name", "", "", { NULL }, "Giám đốc", FALSE },
  { "field-merged",
    "/AcroForm<</Fields[5 0 R]/SigFlags 3>>",
    "/Annots[5 0 R]",
    { "<</T(Chief)/FT/Sig/Subtype/Widget/Rect[10 10 90 40]/P 3 0 R>>" },
    "Chief",
    FALSE },
  { "field-split",
    "/AcroForm<</Fields[5 0 R]>>",
    "/Annots[6 0 R]",
    { "<</T(Chief)/FT/Sig/Kids[6 0 R]>>",
      "<</Subtype/Widget/F 4/Parent 5 0 R/Rect[10 10 90 40]>>" },
    "Chief",
    TRUE },
  { "field-dotted",
    "/AcroForm<</Fields[5 0 R]>>",
    "/Annots[6 0 R]",
    { "<</T(Office)/FT/Sig/Kids[6 0 R]>>",
      "<</T(Chief)/Subtype/Widget/Parent 5 0 R/Rect[10 10 90 40]>>" },
    "Office.Chief",
    FALSE },
  { "field-locking",
    "/AcroForm<</Fields[5 0 R]>>",
    "/Annots[5 0 R]",
    { "<</T(Chief)/FT/Sig/Subtype/Widget/Rect[10 10 90 40]"
      "/Lock<</Type/SigFieldLock/Action/Include/Fields[(a)(b)]>>>>" },
    "Chief",
    FALSE },
  { "rotated-and-cropped",
    "",
    "/Rotate 90/MediaBox[0 0 500 400]/CropBox[50 20 480 390]",
    { NULL },
    NULL,
    FALSE },
};

static void
test_shape (gconstpointer data)
{
  const PrepareShape *shape = data;
  g_autoptr (HopsoPdfSource) mark = prepare_new_mark ();
  HopsoPdfSignaturePlan plan = prepare_plan_with_mark (mark);
  HopsoPdfSignaturePlan invisible = prepare_plan_with_mark (NULL);
  g_autoptr (GBytes) original = prepare_make_shape (shape);
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;
  g_autoptr (GBytes) unseen = NULL;

  plan.field_name = invisible.field_name = shape->field_name;
  invisible.width = invisible.height = 0;
  first = prepare_sign (original, &plan);
  unseen = prepare_sign (original, &invisible);
  plan.field_name = NULL;
  second = prepare_sign (first, &plan);
  g_assert_cmpuint (g_bytes_get_size (second), >, g_bytes_get_size (first));
}

static void
test_a_time_stamp_claims_nothing (void)
{
  g_autoptr (GBytes) original = prepare_make_shape (&shapes[0]);
  HopsoPdfSignaturePlan plan = { .sub_filter = "ETSI.RFC3161", .hole_size = 8192 };
  g_autoptr (GBytes) whole = prepare_sign (original, &plan);
  g_autoptr (HopsoPdfFile) file =
      hopso_test_open_bytes (g_bytes_get_data (whole, NULL), g_bytes_get_size (whole), NULL);
  g_autoptr (GPtrArray) signatures = hopso_pdf_file_list_signatures (file, NULL);
  HopsoPdfSignature *signature = signatures->pdata[0];

  g_assert_true (signature->is_document_timestamp);
  g_assert_null (signature->claimed_time);
  g_assert_cmpuint (signature->contents.size, ==, 2 * 8192 + 2);
}

static void
test_the_time_is_written_with_its_zone (void)
{
  g_autoptr (GBytes) original = prepare_make_shape (&shapes[0]);
  HopsoPdfSignaturePlan plan = { .signing_time = 1795350309, .utc_offset = -90 };
  g_autoptr (GBytes) whole = prepare_sign (original, &plan);
  g_autoptr (HopsoPdfFile) file =
      hopso_test_open_bytes (g_bytes_get_data (whole, NULL), g_bytes_get_size (whole), NULL);
  g_autoptr (GPtrArray) signatures = hopso_pdf_file_list_signatures (file, NULL);

  g_assert_cmpstr (((HopsoPdfSignature *) signatures->pdata[0])->claimed_time, ==,
                   "D:20261122105509-01'30'");
}

static void
test_a_certification_comes_first_and_may_be_last (void)
{
  g_autoptr (GBytes) original = prepare_make_shape (&shapes[0]);
  HopsoPdfSignaturePlan plan = { .certification = 1 };
  g_autoptr (GBytes) certified = prepare_sign (original, &plan);
  g_autoptr (HopsoPdfFile) file = hopso_test_open_bytes (g_bytes_get_data (certified, NULL),
                                                         g_bytes_get_size (certified), NULL);
  g_autoptr (GError) again = NULL;
  g_autoptr (GError) approval = NULL;
  HopsoPdfSignaturePlan time_stamp = { .sub_filter = "ETSI.RFC3161" };
  g_autoptr (GBytes) stamped = NULL;

  plan.certification = 2;
  g_assert_null (hopso_pdf_prepare_signature (file, &plan, &again));
  g_assert_error (again, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_FORBIDDEN);
  plan.certification = 0;
  g_assert_null (hopso_pdf_prepare_signature (file, &plan, &approval));
  g_assert_error (approval, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_FORBIDDEN);
  stamped = prepare_sign (certified, &time_stamp);
}

/* What a document, a field or a plan does not allow. */
static void
test_what_cannot_be_is_refused (void)
{
  static const struct
  {
    const char *field; /* object 5 */
    HopsoPdfSignaturePlan plan;
    HopsoPdfError code;
  } rows[] = {
    { "<</T(a)/FT/Tx>>", { .field_name = "a" }, HOPSO_PDF_ERROR_FIELD },
    { "<</T(a)/FT/Sig/V 4 0 R>>", { .field_name = "a" }, HOPSO_PDF_ERROR_FIELD },
    { "<</T(a)/FT/Sig/Kids[<</T(b)>>]>>", { .field_name = "a" }, HOPSO_PDF_ERROR_FIELD },
    { "<</T(a)/FT/Sig>>", { .field_name = "a.b" }, HOPSO_PDF_ERROR_FIELD },
    { "<</T(a)/FT/Sig>>", { .field_name = "" }, HOPSO_PDF_ERROR_FIELD },
    { "<</T(a)/FT/Sig/T(b)>>", { .field_name = "b" }, HOPSO_PDF_ERROR_DAMAGED },
    { "<</T(a)/FT/Sig>>", { .page = 9, .width = 10 }, HOPSO_PDF_ERROR_FIELD },
    { "<</T(a)/FT/Sig>>", { .hole_size = 10 }, HOPSO_PDF_ERROR_FIELD },
    { "<</T(a)/FT/Sig>>", { .sub_filter = "a/b" }, HOPSO_PDF_ERROR_FIELD },
    { "<</T(a)/FT/Sig>>", { .reason = "\xff" }, HOPSO_PDF_ERROR_FIELD },
    { "<</T(a)/FT/Sig>>", { .certification = 4 }, HOPSO_PDF_ERROR_FIELD },
    { "<</T(a)/FT/Sig/V 6 0 R>>", { 0 }, HOPSO_PDF_ERROR_DAMAGED },
    { "<</T(a)/FT/Sig/Kids[6 0 R]>>", { 0 }, HOPSO_PDF_ERROR_DAMAGED },
    { "<</T(a)/FT/Sig/SV<</Ff 2/SubFilter[/adbe.pkcs7.detached]>>>>",
      { .field_name = "a" },
      HOPSO_PDF_ERROR_FORBIDDEN },
    { "<</T(a)/FT/Sig/SV<</Ff 8/Reasons[(yes)]>>>>",
      { .field_name = "a", .reason = "no" },
      HOPSO_PDF_ERROR_FORBIDDEN },
    { "<</T(a)/FT/Sig/SV<</MDP<</P 1>>>>>>", { .field_name = "a" }, HOPSO_PDF_ERROR_FORBIDDEN },
    { "<</T(a)/FT/Sig/SV<</Cert<</Ff 1>>>>>>", { .field_name = "a" }, HOPSO_PDF_ERROR_FORBIDDEN },
    { "<</T(a)/FT/Sig/SV<</Ff 64/DigestMethod[(SHA1)]>>>>",
      { .field_name = "a" },
      HOPSO_PDF_ERROR_FORBIDDEN },
    { "<</T(a)/FT/Sig/SV<</Ff 64/DigestMethod[(SHA512)]>>>>",
      { .field_name = "a" },
      HOPSO_PDF_ERROR_FORBIDDEN },
    { "<</T(a)/FT/Sig/Lock<</Action/Some>>>>", { .field_name = "a" }, HOPSO_PDF_ERROR_UNSUPPORTED },
    { "<</T(a)/FT/Sig/Lock<</Action/Include/Fields[/b]>>>>",
      { .field_name = "a" },
      HOPSO_PDF_ERROR_UNSUPPORTED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      PrepareShape shape = { .catalog = "/AcroForm<</Fields[5 0 R]>>",
                             .page = "",
                             .objects = { rows[i].field } };
      g_autoptr (GBytes) bytes = prepare_make_shape (&shape);
      g_autoptr (HopsoPdfFile) file =
          hopso_test_open_bytes (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
      g_autoptr (GError) error = NULL;

      g_test_message ("row %u", i);
      g_assert_null (hopso_pdf_prepare_signature (file, &rows[i].plan, &error));
      g_assert_error (error, HOPSO_PDF_ERROR, (int) rows[i].code);
    }
}

static void
test_a_seed_value_that_fits_is_kept (void)
{
  PrepareShape shape = { .catalog = "/AcroForm<</Fields[5 0 R]>>",
                         .page = "",
                         .objects = { "<</T(a)/FT/Sig/SV<</Ff 75/Filter/Adobe.PPKLite"
                                      "/SubFilter[/ETSI.CAdES.detached]/Reasons[(yes)]"
                                      "/DigestMethod[(SHA256)]/MDP<</P 0>>>>>>" } };
  g_autoptr (GBytes) original = prepare_make_shape (&shape);
  HopsoPdfSignaturePlan plan = { .field_name = "a", .reason = "yes" };
  g_autoptr (GBytes) whole = prepare_sign (original, &plan);

  g_assert_nonnull (whole);
}

static void
assert_ground_is_refused (const char *entries, const char *tail, HopsoPdfError code)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  HopsoPdfSignaturePlan plan = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;

  hopso_test_pdf_end_with_table (pdf, entries);
  hopso_test_pdf_append (pdf, "%s", tail);
  file = hopso_test_pdf_open (pdf, &error);
  g_assert_no_error (error);
  g_assert_null (hopso_pdf_prepare_signature (file, &plan, &error));
  g_assert_error (error, HOPSO_PDF_ERROR, (int) code);
}

static void
test_unsound_ground_is_refused (void)
{
  assert_ground_is_refused (HOPSO_TEST_TRAILER "/Encrypt<<>>", "", HOPSO_PDF_ERROR_UNSUPPORTED);
  assert_ground_is_refused (HOPSO_TEST_TRAILER, "tail", HOPSO_PDF_ERROR_DAMAGED);
  assert_ground_is_refused (HOPSO_TEST_TRAILER "/A 1/A 2", "", HOPSO_PDF_ERROR_DAMAGED);
}

static void
test_white_space_and_missing_line_ends_are_kept (void)
{
  static const char *const tails[] = { "", "  ", "\r\n\r\n", " \n " };

  for (guint i = 0; i < G_N_ELEMENTS (tails); i++)
    {
      g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
      HopsoPdfSignaturePlan plan = { 0 };
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GBytes) whole = NULL;

      hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
      g_string_truncate (pdf->bytes, pdf->bytes->len - 1);
      hopso_test_pdf_append (pdf, "%s", tails[i]);
      bytes = hopso_test_pdf_dup_bytes (pdf);
      whole = prepare_sign (bytes, &plan);
    }
}

/* Readers that know streams find objects through XRefStm; the update must leave that to its own
 * section, and never point there again. */
static void
test_a_hybrid_gets_a_table (void)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  HopsoPdfSignaturePlan plan = { 0 };
  g_autoptr (GBytes) original = NULL;
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (HopsoPdfObject) hidden = NULL;
  char row[6] = { 1, 0, 0, 0, 0, 0 };
  g_autofree char *trailer = NULL;

  hopso_test_pdf_add (pdf, 6, "(hidden)");
  row[3] = (char) (pdf->offsets[6] >> 8);
  row[4] = (char) (pdf->offsets[6] & 0xff);
  pdf->offsets[6] = 0;
  hopso_test_pdf_add_stream (pdf, 7, "/Type/XRef/W[1 4 1]/Index[6 1]/Size 8", row, sizeof row);
  trailer = g_strdup_printf (HOPSO_TEST_TRAILER "/XRefStm %" G_GUINT64_FORMAT, pdf->offsets[7]);
  hopso_test_pdf_end_with_table (pdf, trailer);
  original = hopso_test_pdf_dup_bytes (pdf);
  whole = prepare_sign (original, &plan);
  file = hopso_test_open_bytes (g_bytes_get_data (whole, NULL), g_bytes_get_size (whole), NULL);
  g_assert_false (hopso_pdf_object_has (hopso_pdf_file_get_trailer (file), "XRefStm"));
  hidden = hopso_pdf_file_dup_object (file, (HopsoPdfReference){ 6, 0 }, NULL);
  g_assert_cmpint (hopso_pdf_object_get_kind (hidden), ==, HOPSO_PDF_STRING);
}

static void
test_a_plan_survives_as_a_variant (void)
{
  HopsoPdfSignaturePlan plan = prepare_plan_with_mark (NULL);
  static const char *const locked[] = { "a", "b.c", NULL };
  g_auto (HopsoPdfSignaturePlan) copy = { 0 };
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GVariant) other = NULL;

  plan.page = 7;
  plan.field_name = "Chief";
  plan.certification = 2;
  plan.hole_size = 40000;
  plan.lock = HOPSO_PDF_LOCK_EXCLUDE;
  plan.locked_fields = locked;
  variant = g_variant_ref_sink (hopso_pdf_signature_plan_to_variant (&plan));
  g_assert_true (hopso_pdf_signature_plan_read (&copy, variant, NULL));
  other = g_variant_ref_sink (hopso_pdf_signature_plan_to_variant (&copy));
  g_assert_true (g_variant_equal (variant, other));
  g_assert_cmpstr (copy.location, ==, "Hà Nội");
  g_assert_cmpstr (copy.locked_fields[1], ==, "b.c");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree char *path = g_strconcat ("/pdfbytes/prepare/shape/", shapes[i].name, NULL);

      g_test_add_data_func (path, &shapes[i], test_shape);
    }
#define ADD(name, function) g_test_add_func ("/pdfbytes/prepare/" name, function)
  ADD ("a-time-stamp-claims-nothing", test_a_time_stamp_claims_nothing);
  ADD ("the-time-is-written-with-its-zone", test_the_time_is_written_with_its_zone);
  ADD ("a-certification-comes-first-and-may-be-last",
       test_a_certification_comes_first_and_may_be_last);
  ADD ("what-cannot-be-is-refused", test_what_cannot_be_is_refused);
  ADD ("a-seed-value-that-fits-is-kept", test_a_seed_value_that_fits_is_kept);
  ADD ("unsound-ground-is-refused", test_unsound_ground_is_refused);
  ADD ("white-space-and-missing-line-ends-are-kept",
       test_white_space_and_missing_line_ends_are_kept);
  ADD ("a-hybrid-gets-a-table", test_a_hybrid_gets_a_table);
  ADD ("a-plan-survives-as-a-variant", test_a_plan_survives_as_a_variant);
  return g_test_run ();
}
