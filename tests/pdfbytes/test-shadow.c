/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents made so that what is added to them later shows itself in the place of what was signed,
 * and harmless ones that look like them. */

#include "hopso-test-pdf.h"

#include "hopso-pdf-difference.h"

#include <string.h>

#define TEXT      "/Subtype/Widget/FT/Tx/T(number)/Rect[1 1 9 9]"
#define NEW_FIELD "/Subtype/Widget/T(new)/Rect[1 1 9 9]"

static HopsoPdfDifference *
compare (HopsoTestPdf *pdf)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = hopso_test_pdf_open (pdf, &error);
  HopsoPdfDifference *difference;

  g_assert_no_error (error);
  difference = hopso_pdf_file_compare_revision (file, 0, &error);
  g_assert_no_error (error);
  return difference;
}

/* A field whose only widget is a kid: the kid gets its look with the signature, or comes with it,
 * but not without one. */
static void
test_a_split_field_is_signed (void)
{
  static const struct
  {
    const char *field, *widget;
    guint number;
    HopsoPdfChange change;
  } rows[] = {
    { "/V 20 0 R/Kids[6 0 R]", "/AP<</N 21 0 R>>", 6, HOPSO_PDF_CHANGE_SIGNATURES },
    { "/V 20 0 R/Kids[6 0 R 22 0 R]", "", 22, HOPSO_PDF_CHANGE_SIGNATURES },
    { "/Kids[6 0 R]", "/AP<</N 21 0 R>>", 6, HOPSO_PDF_CHANGE_ALTERED },
    { "/Kids[6 0 R 22 0 R]", "", 22, HOPSO_PDF_CHANGE_ALTERED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
      g_autoptr (HopsoPdfDifference) difference = NULL;
      g_autofree char *field = g_strdup_printf ("<</FT/Sig/T(seal)%s>>", rows[i].field);
      g_autofree char *widget =
          g_strdup_printf ("<</Subtype/Widget/Rect[1 1 9 9]/Parent 5 0 R%s>>", rows[i].widget);

      hopso_test_pdf_add (pdf, 1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]>>>>");
      hopso_test_pdf_add (pdf, 5, "<</FT/Sig/T(seal)/Kids[6 0 R]>>");
      hopso_test_pdf_add (pdf, 6, "<</Subtype/Widget/Rect[1 1 9 9]/Parent 5 0 R>>");
      hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
      hopso_test_pdf_add (pdf, 5, field);
      hopso_test_pdf_add (pdf, rows[i].number, widget);
      hopso_test_pdf_add (pdf, 20, "<</Type/Sig>>");
      hopso_test_pdf_add_stream (pdf, 21, "/Subtype/Form/BBox[0 0 8 8]", "look", 4);
      hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
      difference = compare (pdf);
      g_assert_cmpstr (hopso_pdf_change_get_name (difference->change), ==,
                       hopso_pdf_change_get_name (rows[i].change));
    }
}

/* Object 20 cannot be read: it matters only if something refers to it. */
static void
test_unreadable_objects_matter_when_used (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
      g_autoptr (GError) error = NULL;
      g_autoptr (HopsoPdfFile) file = NULL;
      g_autoptr (HopsoPdfDifference) difference = NULL;

      hopso_test_pdf_add (pdf, 5, i == 0 ? "[7 0 R]" : "[20 0 R]");
      hopso_test_pdf_add (pdf, 20, "<</Broken");
      hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
      hopso_test_pdf_add (pdf, 1, "<</Type/Catalog/Pages 2 0 R/DSS<</Certs[30 0 R]>>>>");
      hopso_test_pdf_add_stream (pdf, 30, "", "cert", 4);
      hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
      file = hopso_test_pdf_open (pdf, &error);
      g_assert_no_error (error);
      difference = hopso_pdf_file_compare_revision (file, 0, &error);
      if (i == 0)
        g_assert_cmpint (difference->change, ==, HOPSO_PDF_CHANGE_SIGNATURES);
      else
        g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_DAMAGED);
    }
}

static void
test_direct_annotations_may_stay (void)
{
  static const char *const annotations[] = {
    "<</Subtype/Link/Rect[1 1 9 9]>> 6 0 R 30 0 R",
    "<</Subtype/Link/Rect[1 1 8 8]>> 6 0 R 30 0 R",
    "6 0 R 30 0 R",
    "<</Subtype/Link/Rect[1 1 9 9]>> 6 0 R 30 0 R <</Subtype/Link/Rect[1 1 9 9]>>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (annotations); i++)
    {
      g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
      g_autoptr (HopsoPdfDifference) difference = NULL;
      g_autofree char *page = g_strdup_printf (
          "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>/Annots[%s]>>", annotations[i]);

      hopso_test_pdf_add (pdf, 1, "<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R>>");
      hopso_test_pdf_add (pdf, 3,
                          "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>"
                          "/Annots[<</Subtype/Link/Rect[1 1 9 9]>> 6 0 R]>>");
      hopso_test_pdf_add (pdf, 5, "<</Fields[6 0 R]>>");
      hopso_test_pdf_add (pdf, 6, "<<" TEXT ">>");
      hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
      hopso_test_pdf_add (pdf, 3, page);
      hopso_test_pdf_add (pdf, 5, "<</Fields[6 0 R 30 0 R]>>");
      hopso_test_pdf_add (pdf, 30, "<<" NEW_FIELD "/FT/Sig/V<</Type/Sig>>>>");
      hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
      difference = compare (pdf);
      g_assert_cmpint (difference->change, ==,
                       i == 0 ? HOPSO_PDF_CHANGE_SIGNATURES : HOPSO_PDF_CHANGE_ANNOTATIONS);
    }
}

/* The page uses 10 by way of a dictionary that calls itself a cross-reference. */
static void
test_a_false_cross_reference_hides_nothing (void)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  g_autoptr (HopsoPdfDifference) difference = NULL;

  hopso_test_pdf_add (pdf, 1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]>>>>");
  hopso_test_pdf_add (pdf, 3, "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources 12 0 R>>");
  hopso_test_pdf_add (pdf, 6, "<<" TEXT "/V(1)/AP<</N 10 0 R>>>>");
  hopso_test_pdf_add_stream (pdf, 10, "/Subtype/Form/BBox[0 0 8 8]", "old", 3);
  hopso_test_pdf_add (pdf, 12, "<</XObject 13 0 R>>");
  hopso_test_pdf_add (pdf, 13, "<</Type/XRef/Root 10 0 R>>");
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  hopso_test_pdf_add_stream (pdf, 10, "/Subtype/Form/BBox[0 0 8 8]", "new", 3);
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  difference = compare (pdf);
  g_assert_cmpint (difference->change, ==, HOPSO_PDF_CHANGE_ALTERED);
}

/* A trailer alone can show another document, or less of it. */
static void
test_another_trailer_is_altered (void)
{
  static const char *const trailers[] = {
    "/Root 40 0 R/Size 41",
    "/Root 1 0 R/Size 4",
    "/Root<</Type/Catalog/Pages 41 0 R>>/Size 42",
  };

  for (guint i = 0; i < G_N_ELEMENTS (trailers); i++)
    {
      g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
      g_autoptr (HopsoPdfDifference) difference = NULL;
      guint64 offset;

      hopso_test_pdf_add (pdf, 40, "<</Type/Catalog/Pages 41 0 R>>");
      hopso_test_pdf_add (pdf, 41, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 9 9]>>");
      hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
      offset = pdf->bytes->len;
      hopso_test_pdf_append (pdf,
                             "xref\n0 0\ntrailer\n<<%s/Prev %" G_GINT64_FORMAT
                             ">>\nstartxref\n%" G_GUINT64_FORMAT "\n%%%%EOF\n",
                             trailers[i], pdf->previous, offset);
      difference = compare (pdf);
      g_test_message ("%s: %s", trailers[i], hopso_pdf_change_get_name (difference->change));
      g_assert_cmpint (difference->change, ==, HOPSO_PDF_CHANGE_ALTERED);
    }
}

/* The first revision says that object 6 lies in a stream that is not there; the second brings it.
 */
static void
test_an_awaited_object_stream_is_missed (void)
{
  static const char inner[] = "6 0 (what nobody signed)";
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (HopsoPdfDifference) difference = NULL;
  char *row;

  pdf->offsets[6] = 1;
  hopso_test_pdf_end_with_stream (pdf, 8, HOPSO_TEST_TRAILER);
  row = hopso_test_pdf_find_last (pdf, "\nendstream");
  memcpy (row - 12, "\2\0\0\0\5\0", 6);
  hopso_test_pdf_add_stream (pdf, 5, "/Type/ObjStm/N 1/First 4", inner, strlen (inner));
  hopso_test_pdf_end_with_stream (pdf, 9, HOPSO_TEST_TRAILER);
  file = hopso_test_pdf_open (pdf, &error);
  g_assert_no_error (error);
  difference = hopso_pdf_file_compare_revision (file, 0, NULL);
  g_assert_true (difference == NULL || difference->change == HOPSO_PDF_CHANGE_ALTERED);
}

static void
test_nothing_follows_an_encrypted_document (void)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  g_autoptr (HopsoPdfDifference) difference = NULL;

  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER "/Encrypt<</Filter/Standard>>");
  difference = compare (pdf);
  g_assert_cmpint (difference->change, ==, HOPSO_PDF_CHANGE_NONE);
  g_assert_true (difference->is_permitted);
}

/* A field that was prepared to become another page when it is filled. */
static void
test_a_field_is_no_page (void)
{
  static const char *const rects[] = { "[0 0 100 700]", "[0 0 500 700]" };

  for (guint i = 0; i < G_N_ELEMENTS (rects); i++)
    {
      g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
      g_autoptr (HopsoPdfDifference) difference = NULL;
      g_autofree char *field =
          g_strdup_printf ("<</Subtype/Widget/FT/Tx/T(a)/Rect%s/AP<</N 7 0 R>>", rects[i]);
      g_autofree char *before = g_strconcat (field, "/V(1)>>", NULL);
      g_autofree char *after = g_strconcat (field, "/V(2)>>", NULL);

      hopso_test_pdf_add (pdf, 1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]>>>>");
      hopso_test_pdf_add (pdf, 6, before);
      hopso_test_pdf_add_stream (pdf, 7, "/Subtype/Form/BBox[0 0 8 8]", "old", 3);
      hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
      hopso_test_pdf_add (pdf, 6, after);
      hopso_test_pdf_add_stream (pdf, 7, "/Subtype/Form/BBox[0 0 8 8]", "new", 3);
      hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
      difference = compare (pdf);
      g_assert_cmpint (difference->change, ==,
                       i == 0 ? HOPSO_PDF_CHANGE_FORM : HOPSO_PDF_CHANGE_ALTERED);
    }
}

/* What lay below comes up, though nothing was written but the order; new ones may come anywhere. */
static void
test_annotations_keep_their_order (void)
{
  static const struct
  {
    const char *annotations;
    HopsoPdfChange change;
  } rows[] = {
    { "6 0 R 7 0 R 8 0 R", HOPSO_PDF_CHANGE_NONE },
    { "6 0 R 9 0 R 7 0 R 8 0 R", HOPSO_PDF_CHANGE_ANNOTATIONS },
    { "9 0 R 6 0 R 7 0 R 8 0 R", HOPSO_PDF_CHANGE_ANNOTATIONS },
    { "6 0 R 8 0 R", HOPSO_PDF_CHANGE_ANNOTATIONS },
    { "7 0 R 6 0 R 8 0 R", HOPSO_PDF_CHANGE_ALTERED },
    { "6 0 R 8 0 R 7 0 R", HOPSO_PDF_CHANGE_ALTERED },
    { "8 0 R 6 0 R 9 0 R", HOPSO_PDF_CHANGE_ALTERED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
      g_autoptr (HopsoPdfDifference) difference = NULL;
      g_autofree char *page =
          g_strdup_printf ("<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>/Annots[%s]>>",
                           rows[i].annotations);

      hopso_test_pdf_add (pdf, 3,
                          "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>"
                          "/Annots[6 0 R 7 0 R 8 0 R]>>");
      for (guint j = 6; j <= 8; j++)
        hopso_test_pdf_add (pdf, j, "<</Subtype/Square/Rect[1 1 9 9]>>");
      hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
      hopso_test_pdf_add (pdf, 3, page);
      hopso_test_pdf_add (pdf, 9, "<</Subtype/Text/Rect[1 1 9 9]>>");
      hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
      difference = compare (pdf);
      g_test_message ("%s", rows[i].annotations);
      g_assert_cmpstr (hopso_pdf_change_get_name (difference->change), ==,
                       hopso_pdf_change_get_name (rows[i].change));
    }
}

/* Fields may be drawn with the fonts of the form: a font that was there says what it said, however
 * far away from the form it says so; new ones may come. */
static void
test_fonts_of_the_form_stay (void)
{
  static const struct
  {
    guint number;
    const char *body;
    HopsoPdfChange change;
  } rows[] = {
    { 5, "<</Fields[6 0 R]/DR<</Font<</F 10 0 R/G 14 0 R>>>>>>", HOPSO_PDF_CHANGE_NONE },
    { 5, "<</Fields[6 0 R]/DR<</Font<</F 14 0 R>>>>>>", HOPSO_PDF_CHANGE_ALTERED },
    { 5, "<</Fields[6 0 R]/DR<</Font<<>>>>>>", HOPSO_PDF_CHANGE_ALTERED },
    { 10, "<</Type/Font/BaseFont/X/FontDescriptor 11 0 R/Encoding 14 0 R>>",
      HOPSO_PDF_CHANGE_ALTERED },
    { 11, "<</Type/FontDescriptor/FontFile2 12 0 R/Flags 4>>", HOPSO_PDF_CHANGE_ALTERED },
    { 12, "<</Length 3>>\nstream\nnew\nendstream", HOPSO_PDF_CHANGE_ALTERED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
      g_autoptr (HopsoPdfDifference) difference = NULL;

      hopso_test_pdf_add (pdf, 1, "<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R>>");
      hopso_test_pdf_add (pdf, 5, "<</Fields[6 0 R]/DR<</Font<</F 10 0 R>>>>>>");
      hopso_test_pdf_add (pdf, 6, "<<" TEXT "/V(1)/DA(/F 9 Tf)>>");
      hopso_test_pdf_add (pdf, 10, "<</Type/Font/BaseFont/X/FontDescriptor 11 0 R>>");
      hopso_test_pdf_add (pdf, 11, "<</Type/FontDescriptor/FontFile2 12 0 R>>");
      hopso_test_pdf_add_stream (pdf, 12, "", "old", 3);
      hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
      hopso_test_pdf_add (pdf, rows[i].number, rows[i].body);
      hopso_test_pdf_add (pdf, 14, "<</Differences[65/B]>>");
      hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
      difference = compare (pdf);
      g_test_message ("%u %s: %s, %s", rows[i].number, rows[i].body,
                      hopso_pdf_change_get_name (difference->change), difference->explanation);
      g_assert_cmpstr (hopso_pdf_change_get_name (difference->change), ==,
                       hopso_pdf_change_get_name (rows[i].change));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/pdfbytes/shadow/" name, function)
  ADD ("a-split-field-is-signed", test_a_split_field_is_signed);
  ADD ("unreadable-objects-matter-when-used", test_unreadable_objects_matter_when_used);
  ADD ("direct-annotations-may-stay", test_direct_annotations_may_stay);
  ADD ("a-false-cross-reference-hides-nothing", test_a_false_cross_reference_hides_nothing);
  ADD ("another-trailer-is-altered", test_another_trailer_is_altered);
  ADD ("an-awaited-object-stream-is-missed", test_an_awaited_object_stream_is_missed);
  ADD ("nothing-follows-an-encrypted-document", test_nothing_follows_an_encrypted_document);
  g_test_add_func ("/pdfbytes/shadow/a-field-is-no-page", test_a_field_is_no_page);
  g_test_add_func ("/pdfbytes/shadow/annotations-keep-their-order",
                   test_annotations_keep_their_order);
  g_test_add_func ("/pdfbytes/shadow/fonts-of-the-form-stay", test_fonts_of_the_form_stay);
  return g_test_run ();
}
