/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Marks: which PDFs can be one, what comes along with them, and what they look like on a page that
 * is cropped and rotated. */

#include "hopso-test-pdf.h"

#include "hopso-pdf-prepare.h"
#include "hopso-pdf-signature.h"

#include <math.h>

/* A mark in which things are as indirect as they can be. */
static HopsoTestPdf *
odd_mark (const char *page, const char *contents)
{
  HopsoTestPdf *mark = hopso_test_pdf_new ();

  hopso_test_pdf_add (mark, 1, "<</Type/Catalog/Pages 2 0 R>>");
  hopso_test_pdf_add (mark, 2,
                      "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 90 30]/Resources 6 0 R>>");
  hopso_test_pdf_add (mark, 3, page);
  hopso_test_pdf_add (mark, 4, contents);
  hopso_test_pdf_add (mark, 5, "6");
  hopso_test_pdf_add (mark, 6, "<</XObject<</A 7 0 R/B 7 0 R>>/ProcSet[/PDF [8 0 R true]]>>");
  hopso_test_pdf_add_stream (mark, 7, "/Subtype/Form/BBox[0 0 1 1]/Self 7 0 R", "q Q", 3);
  hopso_test_pdf_add (mark, 8, "[(words) 1.50 <00ff> null /N#20ame]");
  hopso_test_pdf_end_with_table (mark, HOPSO_TEST_TRAILER);
  return mark;
}

#define PAGE     "<</Type/Page/Parent 2 0 R/Contents[4 0 R]/Resources 6 0 R/Group<</S/Transparency>>>>"
#define CONTENTS "<</Length 5 0 R>>\nstream\n/A Do \nendstream"

static HopsoPdfPrepared *
prepare (HopsoTestPdf *document, HopsoTestPdf *mark, GBytes **original, GError **error)
{
  g_autoptr (GBytes) mark_bytes = hopso_test_pdf_dup_bytes (mark);
  g_autoptr (HopsoPdfSource) mark_source = hopso_pdf_source_new_bytes (mark_bytes);
  g_autoptr (HopsoPdfSource) source = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (HopsoPdfPrepared) prepared = NULL;
  HopsoPdfSignaturePlan plan = { .x = 20, .y = 30, .width = 90, .height = 30, .mark = mark_source };

  *original = hopso_test_pdf_dup_bytes (document);
  source = hopso_pdf_source_new_bytes (*original);
  file = hopso_pdf_file_open (source, error);
  g_assert_nonnull (file);
  prepared = hopso_pdf_prepare_signature (file, &plan, error);
  if (prepared == NULL ||
      !hopso_pdf_check_update (source, prepared->appended, &plan, prepared->byte_range,
                               prepared->hole_offset, prepared->hole_size, error))
    return NULL;
  return g_steal_pointer (&prepared);
}

static HopsoPdfFile *
open_signed (GBytes *original, HopsoPdfPrepared *prepared)
{
  g_autoptr (HopsoPdfSource) first = hopso_pdf_source_new_bytes (original);
  g_autoptr (HopsoPdfSource) whole = hopso_pdf_source_new_appended (first, prepared->appended);

  return hopso_pdf_file_open (whole, NULL);
}

static HopsoPdfObject *
dup_appearance (HopsoPdfFile *file)
{
  g_autoptr (GPtrArray) signatures = hopso_pdf_file_list_signatures (file, NULL);
  HopsoPdfSignature *signature = signatures->pdata[0];
  HopsoPdfReference field = { signature->reference.number + 1, 0 };
  g_autoptr (HopsoPdfObject) widget = hopso_pdf_file_dup_object (file, field, NULL);

  return hopso_pdf_file_resolve_key (file, hopso_pdf_object_get (widget, "AP"), "N", NULL);
}

static void
test_everything_comes_along_once (void)
{
  g_autoptr (HopsoTestPdf) document = hopso_test_pdf_new_minimal ();
  g_autoptr (HopsoTestPdf) mark = odd_mark (PAGE, CONTENTS);
  g_autoptr (GBytes) original = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfPrepared) prepared = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (HopsoPdfObject) form = NULL;
  g_autoptr (GBytes) content = NULL;
  HopsoPdfObject *forms;

  hopso_test_pdf_end_with_table (document, HOPSO_TEST_TRAILER);
  prepared = prepare (document, mark, &original, &error);
  g_assert_no_error (error);
  file = open_signed (original, prepared);
  form = dup_appearance (file);
  content = hopso_pdf_file_decode_stream (file, form, 100, &error);
  g_assert_cmpmem (g_bytes_get_data (content, NULL), g_bytes_get_size (content), "/A Do ", 6);
  g_assert_true (hopso_pdf_object_has (form, "Group"));
  forms = hopso_pdf_object_get (hopso_pdf_object_get (form, "Resources"), "XObject");
  g_assert_true (hopso_pdf_object_equal (hopso_pdf_object_get (forms, "A"),
                                         hopso_pdf_object_get (forms, "B")));
}

static void
test_odd_marks_are_refused (void)
{
  static const struct
  {
    const char *page, *contents;
    HopsoPdfError code;
  } rows[] = {
    { "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Rotate 90>>", CONTENTS,
      HOPSO_PDF_ERROR_UNSUPPORTED },
    { "<</Type/Pages/Parent 2 0 R/Kids[]>>", CONTENTS, HOPSO_PDF_ERROR_UNSUPPORTED },
    { "<</Type/Page/Parent 2 0 R/Contents[4 0 R 7 0 R]>>", CONTENTS, HOPSO_PDF_ERROR_UNSUPPORTED },
    { "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>", CONTENTS, HOPSO_PDF_ERROR_UNSUPPORTED },
    { "<</Type/Page/Parent 2 0 R>>", CONTENTS, HOPSO_PDF_ERROR_UNSUPPORTED },
    { "<</Type/Page/Parent 2 0 R/Contents 5 0 R>>", CONTENTS, HOPSO_PDF_ERROR_UNSUPPORTED },
    { PAGE, "<</Length 99999>>\nstream\nx\nendstream", HOPSO_PDF_ERROR_DAMAGED },
    { "(page)", CONTENTS, HOPSO_PDF_ERROR_DAMAGED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HopsoTestPdf) document = hopso_test_pdf_new_minimal ();
      g_autoptr (HopsoTestPdf) mark = odd_mark (rows[i].page, rows[i].contents);
      g_autoptr (GBytes) original = NULL;
      g_autoptr (GError) error = NULL;

      hopso_test_pdf_end_with_table (document, HOPSO_TEST_TRAILER);
      g_test_message ("%s", rows[i].page);
      g_assert_null (prepare (document, mark, &original, &error));
      g_assert_true (error->domain == HOPSO_PDF_ERROR);
      g_assert_cmpint (error->code, ==, (int) rows[i].code);
    }
}

/* A mark at 20, 30 from the upper left of what people see, 90 wide and 30 high. */
static void
test_marks_stay_in_place_on_turned_pages (void)
{
  static const struct
  {
    const char *rotation;
    double rect[4];
    int matrix[4];
  } rows[] = {
    { "0", { 70, 330, 160, 360 }, { 1, 0, 0, 1 } },
    { "90", { 80, 40, 110, 130 }, { 0, 1, -1, 0 } },
    { "180", { 370, 50, 460, 80 }, { -1, 0, 0, -1 } },
    { "-90", { 420, 280, 450, 370 }, { 0, -1, 1, 0 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HopsoTestPdf) document = hopso_test_pdf_new_minimal ();
      g_autoptr (HopsoTestPdf) mark = odd_mark (PAGE, CONTENTS);
      g_autofree char *page = g_strdup_printf (
          "<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 400]/CropBox[50 20 480 390]/Rotate %s>>",
          rows[i].rotation);
      g_autoptr (GBytes) original = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (HopsoPdfPrepared) prepared = NULL;
      g_autoptr (HopsoPdfFile) file = NULL;
      g_autoptr (GPtrArray) signatures = NULL;
      g_autoptr (HopsoPdfObject) form = NULL;

      hopso_test_pdf_add (document, 3, page);
      hopso_test_pdf_end_with_table (document, HOPSO_TEST_TRAILER);
      prepared = prepare (document, mark, &original, &error);
      g_assert_no_error (error);
      file = open_signed (original, prepared);
      signatures = hopso_pdf_file_list_signatures (file, NULL);
      form = dup_appearance (file);
      for (guint j = 0; j < 4; j++)
        {
          double number = j % 3 == 0 ? 1 : 0;
          HopsoPdfObject *matrix = hopso_pdf_object_get (form, "Matrix");

          hopso_pdf_object_get_number (hopso_pdf_object_get_item (matrix, j), &number);
          g_assert_cmpfloat (number, ==, rows[i].matrix[j]);
          g_assert_cmpfloat (((HopsoPdfSignature *) signatures->pdata[0])->rect[j], ==,
                             rows[i].rect[j]);
        }
    }
}

static void
test_places_outside_of_the_page_are_refused (void)
{
  static const double rows[][4] = { { 590, 0, 90, 30 }, { 0, 830, 90, 30 }, { -9, 0, 90, 30 },
                                    { 0, 0, 9000, 30 }, { 0, 0, 0.5, 30 },  { 0, 0, 90, 0 },
                                    { NAN, 0, 90, 30 } };
  g_autoptr (HopsoTestPdf) document = hopso_test_pdf_new_minimal ();
  g_autoptr (GBytes) mark_bytes = hopso_test_mark (90, 30);
  g_autoptr (HopsoPdfSource) mark = hopso_pdf_source_new_bytes (mark_bytes);
  g_autoptr (HopsoPdfFile) file = NULL;

  hopso_test_pdf_end_with_table (document, HOPSO_TEST_TRAILER);
  file = hopso_test_pdf_open (document, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      HopsoPdfSignaturePlan plan = {
        .x = rows[i][0], .y = rows[i][1], .width = rows[i][2], .height = rows[i][3], .mark = mark
      };
      g_autoptr (GError) error = NULL;

      g_assert_null (hopso_pdf_prepare_signature (file, &plan, &error));
      g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_FIELD);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdfbytes/mark/everything-comes-along-once", test_everything_comes_along_once);
  g_test_add_func ("/pdfbytes/mark/odd-marks-are-refused", test_odd_marks_are_refused);
  g_test_add_func ("/pdfbytes/mark/marks-stay-in-place-on-turned-pages",
                   test_marks_stay_in_place_on_turned_pages);
  g_test_add_func ("/pdfbytes/mark/places-outside-of-the-page-are-refused",
                   test_places_outside_of_the_page_are_refused);
  return g_test_run ();
}
