/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Places for number, date and seal are written before somebody signs, filled under the seal in one
 * revision, and neither written nor filled at another time or in another way. */

#include "hopso-test-pdf.h"

#include "hopso-pdf-difference.h"
#include "hopso-pdf-prepare.h"
#include "hopso-pdf-reserve.h"
#include "hopso-pdf-signature.h"

#include <string.h>

static const HopsoPdfReservation
    letter = { .places = { [HOPSO_PDF_RESERVED_NUMBER] = { .page = 0,
                                                           .x = 100,
                                                           .y = 100,
                                                           .width = 40,
                                                           .height = 15,
                                                           .font_size = 13,
                                                           .is_at_end = TRUE },
                           [HOPSO_PDF_RESERVED_DATE] = { .page = 0,
                                                         .x = 350,
                                                         .y = 100,
                                                         .width = 160,
                                                         .height = 15,
                                                         .font_size = 13,
                                                         .is_italic = TRUE },
                           [HOPSO_PDF_RESERVED_SEAL] = {
                               .page = 0, .x = 300, .y = 450, .width = 102, .height = 102 } } };

static GBytes *
new_letter (const char *page, const char *form)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  g_autofree char *catalog = g_strdup_printf ("<</Type/Catalog/Pages 2 0 R%s>>", form);
  g_autofree char *first = g_strdup_printf (
      "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>/MediaBox[0 0 595 842]%s>>", page);

  hopso_test_pdf_add (pdf, 1, catalog);
  hopso_test_pdf_add (pdf, 3, first);
  hopso_test_pdf_add (pdf, 5, "[6 0 R]");
  hopso_test_pdf_add (pdf, 6, "<</Subtype/Link/Rect[0 0 1 1]>>");
  hopso_test_pdf_add (pdf, 7, "<</Fields[]/DR<</Font<<>>>>/SigFlags 0>>");
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  return hopso_test_pdf_dup_bytes (pdf);
}

static HopsoPdfFile *
open_bytes (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  HopsoPdfFile *file =
      hopso_test_open_bytes (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);

  g_assert_no_error (error);
  return file;
}

static GBytes *
join (GBytes *one, GBytes *other)
{
  GByteArray *whole = g_byte_array_new ();

  g_byte_array_append (whole, g_bytes_get_data (one, NULL), (guint) g_bytes_get_size (one));
  g_byte_array_append (whole, g_bytes_get_data (other, NULL), (guint) g_bytes_get_size (other));
  return g_byte_array_free_to_bytes (whole);
}

static GBytes *
reserve (GBytes *document)
{
  g_autoptr (HopsoPdfFile) file = open_bytes (document);
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (document);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) appended = hopso_pdf_prepare_reservation (file, &letter, &error);

  g_assert_no_error (error);
  g_assert_true (hopso_pdf_check_reservation (source, appended, NULL, &letter, &error));
  g_assert_no_error (error);
  return join (document, appended);
}

/* Adds the revision of a signature; with @values it fills them in. */
static GBytes *
sign (GBytes *document,
      const char *field,
      const HopsoPdfFillPlan *filling,
      guint n_looks,
      GError **error)
{
  g_autoptr (HopsoPdfFile) file = open_bytes (document);
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (document);
  g_autoptr (GBytes) bytes = hopso_test_marks (102, 102, 1 + n_looks);
  g_autoptr (HopsoPdfSource) mark = hopso_pdf_source_new_bytes (bytes);
  HopsoPdfSignaturePlan plan = { .field_name = field,
                                 .x = 400,
                                 .y = 460,
                                 .width = 102,
                                 .height = 102,
                                 .mark = mark,
                                 .hole_size = HOPSO_PDF_HOLE_SIZE_MIN,
                                 .filling = filling };
  g_autoptr (HopsoPdfPrepared) prepared = hopso_pdf_prepare_signature (file, &plan, error);
  g_autoptr (GError) problem = NULL;

  if (prepared == NULL || !hopso_pdf_prepared_keeps_places (prepared, file, &plan, error))
    return NULL;
  hopso_pdf_check_update (source, prepared->appended, &plan, prepared->byte_range,
                          prepared->hole_offset, prepared->hole_size, &problem);
  g_assert_no_error (problem);
  return join (document, prepared->appended);
}

static HopsoPdfFillPlan *
new_values (const char *number, const char *date)
{
  HopsoPdfFillPlan *plan = hopso_pdf_fill_plan_new ();

  if (number != NULL)
    hopso_pdf_fill_plan_add (plan, "HopSo.Number", (const char *const[]){ number, NULL });
  if (date != NULL)
    hopso_pdf_fill_plan_add (plan, "HopSo.Date", (const char *const[]){ date, NULL });
  return plan;
}

static GBytes *
sign_well (GBytes *document, const char *field, const HopsoPdfFillPlan *filling, guint n_looks)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = sign (document, field, filling, n_looks, &error);

  g_assert_no_error (error);
  return bytes;
}

static void
assert_change (GBytes *document, const char *field, HopsoPdfChange change)
{
  g_autoptr (HopsoPdfFile) file = open_bytes (document);
  g_autoptr (GPtrArray) signatures = hopso_pdf_file_list_signatures (file, NULL);
  gboolean is_found = FALSE;

  for (guint i = 0; i < signatures->len; i++)
    {
      HopsoPdfSignature *signature = signatures->pdata[i];
      g_autoptr (HopsoPdfDifference) difference = NULL;

      if (strcmp (signature->field_name, field) != 0)
        continue;
      difference = hopso_pdf_file_compare_revision (file, signature->revision, NULL);
      g_assert_nonnull (difference);
      g_assert_cmpstr (hopso_pdf_change_get_name (difference->change), ==,
                       hopso_pdf_change_get_name (change));
      is_found = TRUE;
    }
  g_assert_true (is_found);
}

/* What pages and forms may look like before. */
static const struct
{
  const char *name;
  const char *page;
  const char *form;
} shapes[] = {
  { "no-form", "", "" },
  { "annotations-in-an-object", "/Annots 5 0 R", "" },
  { "annotations-in-the-page", "/Annots[6 0 R]", "/AcroForm<</Fields[]>>" },
  { "form-in-an-object", "", "/AcroForm 7 0 R" },
  { "a-turned-page", "/Rotate 90", "" },
  { "a-cropped-page", "/CropBox[10 20 590 830]", "" },
};

static void
test_a_letter_is_issued (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GBytes) plain = new_letter (shapes[i].page, shapes[i].form);
  g_autoptr (GBytes) reserved = reserve (plain);
  g_autoptr (GBytes) approved = sign_well (reserved, NULL, NULL, 0);
  g_autoptr (HopsoPdfFillPlan) values = new_values ("15", "ngày 22 tháng 11 năm 2026");
  g_autoptr (GBytes) issued = sign_well (approved, "HopSo.Seal", values, 2);
  g_autoptr (HopsoPdfFile) file = open_bytes (issued);
  HopsoPdfReservation places;
  gboolean is_filled[HOPSO_PDF_N_RESERVED];

  assert_change (issued, "Signature1", HOPSO_PDF_CHANGE_FORM);
  assert_change (issued, "HopSo.Seal", HOPSO_PDF_CHANGE_NONE);
  g_assert_cmpuint (hopso_pdf_file_get_n_revisions (file), ==, 4);
  g_assert_true (hopso_pdf_file_read_reservation (file, &places, is_filled, NULL));
  for (guint kind = 0; kind <= HOPSO_PDF_RESERVED_SEAL; kind++)
    {
      g_assert_true (is_filled[kind]);
      g_assert_cmpfloat_with_epsilon (places.places[kind].x, letter.places[kind].x, 0.01);
      g_assert_cmpfloat_with_epsilon (places.places[kind].y, letter.places[kind].y, 0.01);
      g_assert_cmpfloat_with_epsilon (places.places[kind].width, letter.places[kind].width, 0.01);
      g_assert_cmpfloat_with_epsilon (places.places[kind].height, letter.places[kind].height, 0.01);
      g_assert_cmpint (places.places[kind].is_italic, ==, letter.places[kind].is_italic);
      g_assert_cmpint (places.places[kind].is_at_end, ==, letter.places[kind].is_at_end);
    }
  g_assert_cmpfloat (places.places[HOPSO_PDF_RESERVED_DATE].font_size, ==, 13);
}

static void
assert_refused (GBytes *document, const HopsoPdfReservation *reservation, HopsoPdfError code)
{
  g_autoptr (HopsoPdfFile) file = open_bytes (document);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) appended = hopso_pdf_prepare_reservation (file, reservation, &error);

  g_assert_error (error, HOPSO_PDF_ERROR, (int) code);
  g_assert_null (appended);
}

static void
test_nothing_is_reserved_too_late (void)
{
  g_autoptr (GBytes) plain = new_letter ("", "");
  g_autoptr (GBytes) approved = sign_well (plain, NULL, NULL, 0);
  g_autoptr (GBytes) reserved = reserve (plain);
  HopsoPdfReservation without = letter, outside = letter;

  assert_refused (approved, &letter, HOPSO_PDF_ERROR_FORBIDDEN);
  assert_refused (reserved, &letter, HOPSO_PDF_ERROR_FIELD);
  without.places[HOPSO_PDF_RESERVED_SEAL].width = 0;
  assert_refused (plain, &without, HOPSO_PDF_ERROR_FIELD);
  outside.places[HOPSO_PDF_RESERVED_NUMBER].x = 590;
  assert_refused (plain, &outside, HOPSO_PDF_ERROR_FIELD);
}

static void
assert_not_signed (GBytes *document,
                   const char *field,
                   const HopsoPdfFillPlan *filling,
                   guint n_looks,
                   HopsoPdfError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = sign (document, field, filling, n_looks, &error);

  g_assert_error (error, HOPSO_PDF_ERROR, (int) code);
}

static void
test_places_are_filled_once_and_under_the_seal (void)
{
  g_autoptr (GBytes) plain = new_letter ("", "");
  g_autoptr (GBytes) reserved = reserve (plain);
  g_autoptr (GBytes) approved = sign_well (reserved, NULL, NULL, 0);
  g_autoptr (HopsoPdfFillPlan) number = new_values ("15", NULL);
  g_autoptr (HopsoPdfFillPlan) other = hopso_pdf_fill_plan_new ();
  g_autoptr (GBytes) issued = sign_well (approved, "HopSo.Seal", number, 1);

  assert_not_signed (plain, "HopSo.Seal", number, 1, HOPSO_PDF_ERROR_FIELD);
  assert_not_signed (approved, "Elsewhere", number, 1, HOPSO_PDF_ERROR_FIELD);
  assert_not_signed (issued, "HopSo.Seal", number, 1, HOPSO_PDF_ERROR_FIELD);
  assert_not_signed (approved, "HopSo.Seal", number, 0, HOPSO_PDF_ERROR_UNSUPPORTED);
  hopso_pdf_fill_plan_add (other, "HopSo.Seal", (const char *const[]){ "x", NULL });
  assert_not_signed (approved, "HopSo.Seal", other, 0, HOPSO_PDF_ERROR_FIELD);
}

/* A mark beside the places would make the leader's signature one of an altered document. */
static void
test_nothing_comes_beside_the_places (void)
{
  g_autoptr (GBytes) plain = new_letter ("", "");
  g_autoptr (GBytes) reserved = reserve (plain);
  g_autoptr (GBytes) approved = sign_well (reserved, NULL, NULL, 0);

  assert_not_signed (approved, NULL, NULL, 0, HOPSO_PDF_ERROR_FORBIDDEN);
}

/* Every byte of the objects counts: wherever one is another, the check sees it; every seventh is
 * tried. After them there are digits of the identity, and an object may be found from the line end
 * before it. */
static void
test_another_update_is_refused (void)
{
  g_autoptr (GBytes) plain = new_letter ("/Annots 5 0 R", "/AcroForm 7 0 R");
  g_autoptr (HopsoPdfFile) file = open_bytes (plain);
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (plain);
  g_autoptr (GBytes) honest = hopso_pdf_prepare_reservation (file, &letter, NULL);
  HopsoPdfReservation wider = letter;
  gsize size;
  const char *bytes = g_bytes_get_data (honest, &size);
  const char *table = memmem (bytes, size, "\nxref\n", 6);
  guint n_accepted = 0;

  g_assert_nonnull (table);
  wider.places[HOPSO_PDF_RESERVED_NUMBER].width += 100;
  g_assert_false (hopso_pdf_check_reservation (source, honest, NULL, &wider, NULL));
  for (gsize i = 0; i < size; i += 7)
    {
      g_autofree char *copy = g_memdup2 (bytes, size);
      g_autoptr (GBytes) changed = NULL;

      copy[i] ^= 1;
      changed = g_bytes_new_take (g_steal_pointer (&copy), size);
      if (hopso_pdf_check_reservation (source, changed, NULL, &letter, NULL))
        {
          n_accepted++;
          g_assert_true (bytes + i > table);
        }
    }
  g_assert_cmpuint (n_accepted, <, size / 14);
}

/* What the inspector prepares for an issue is held against what was asked: other values, another
 * field, a bit in a look. */
static void
test_another_issue_is_refused (void)
{
  g_autoptr (GBytes) plain = new_letter ("", "");
  g_autoptr (GBytes) reserved = reserve (plain);
  g_autoptr (GBytes) approved = sign_well (reserved, NULL, NULL, 0);
  g_autoptr (HopsoPdfFile) file = open_bytes (approved);
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (approved);
  g_autoptr (GBytes) bytes = hopso_test_marks (102, 102, 3);
  g_autoptr (HopsoPdfSource) mark = hopso_pdf_source_new_bytes (bytes);
  g_autoptr (HopsoPdfFillPlan) values = new_values ("15", "22");
  HopsoPdfSignaturePlan plan = { .field_name = "HopSo.Seal",
                                 .width = 102,
                                 .height = 102,
                                 .mark = mark,
                                 .hole_size = HOPSO_PDF_HOLE_SIZE_MIN,
                                 .filling = values };
  g_autoptr (HopsoPdfPrepared) prepared = hopso_pdf_prepare_signature (file, &plan, NULL);
  const struct
  {
    const char *number, *date;
  } others[] = { { "16", "22" }, { "15", "23" }, { "15", NULL }, { NULL, "22" }, { NULL, NULL } };
  gsize size;
  const char *honest;

  g_assert_nonnull (prepared);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (HopsoPdfFillPlan) other = new_values (others[i].number, others[i].date);
      g_autoptr (GError) error = NULL;

      plan.filling = others[i].number != NULL || others[i].date != NULL ? other : NULL;
      g_assert_false (hopso_pdf_check_update (source, prepared->appended, &plan,
                                              prepared->byte_range, prepared->hole_offset,
                                              prepared->hole_size, &error));
    }
  plan.filling = values;
  honest = g_bytes_get_data (prepared->appended, &size);
  for (gsize i = 0; i < size; i += 997)
    {
      g_autofree char *copy = g_memdup2 (honest, size);
      g_autoptr (GBytes) changed = NULL;

      copy[i] ^= 1;
      changed = g_bytes_new_take (g_steal_pointer (&copy), size);
      if (hopso_pdf_check_update (source, changed, &plan, prepared->byte_range,
                                  prepared->hole_offset, prepared->hole_size, NULL))
        g_assert_true (honest + i > (const char *) memmem (honest, size, "\nxref\n", 6));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree char *path =
          g_strconcat ("/pdfbytes/reserve/a-letter-is-issued/", shapes[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_a_letter_is_issued);
    }
  g_test_add_func ("/pdfbytes/reserve/nothing-is-reserved-too-late",
                   test_nothing_is_reserved_too_late);
  g_test_add_func ("/pdfbytes/reserve/places-are-filled-once-and-under-the-seal",
                   test_places_are_filled_once_and_under_the_seal);
  g_test_add_func ("/pdfbytes/reserve/nothing-comes-beside-the-places",
                   test_nothing_comes_beside_the_places);
  g_test_add_func ("/pdfbytes/reserve/another-update-is-refused", test_another_update_is_refused);
  g_test_add_func ("/pdfbytes/reserve/another-issue-is-refused", test_another_issue_is_refused);
  return g_test_run ();
}
