/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What later revisions may do to a document, and what makes it altered. */

#include "hopso-test-pdf.h"

#include "hopso-pdf-difference.h"

#include <string.h>

/* The first revision: a form with a text field 6 that has a look 9, an empty signature field 7, a
 * link 8, a form 10 that the page uses twice, a signature field 13 and perhaps its signature 14. */
static HopsoTestPdf *
first_revision (const char *field, const char *signature)
{
  HopsoTestPdf *pdf = hopso_test_pdf_new_minimal ();

  hopso_test_pdf_add (pdf, 1, "<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R/Lang(vi)>>");
  hopso_test_pdf_add (pdf, 3,
                      "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources 12 0 R"
                      "/Annots[6 0 R 7 0 R 8 0 R]>>");
  hopso_test_pdf_add (pdf, 5, "<</Fields[6 0 R 7 0 R 13 0 R]/SigFlags 3/DA(x)>>");
  hopso_test_pdf_add (pdf, 6,
                      "<</Subtype/Widget/FT/Tx/T(number)/V(1)/Rect[1 1 9 9]/AP<</N 9 0 R>>>>");
  hopso_test_pdf_add (pdf, 7, "<</Subtype/Widget/FT/Sig/T(seal)/Rect[1 1 9 9]>>");
  hopso_test_pdf_add (pdf, 8, "<</Subtype/Link/Rect[1 1 9 9]/AP<</N 11 0 R>>>>");
  hopso_test_pdf_add_stream (pdf, 9, "/Subtype/Form/BBox[0 0 8 8]", "old", 3);
  hopso_test_pdf_add_stream (pdf, 10, "/Subtype/Form/BBox[0 0 8 8]", "two", 3);
  hopso_test_pdf_add_stream (pdf, 11, "/Subtype/Form/BBox[0 0 8 8]", "two", 3);
  hopso_test_pdf_add (pdf, 12, "<</XObject<</A 10 0 R/B 10 0 R/C 20 0 R>>>>");
  hopso_test_pdf_add (pdf, 13, field);
  hopso_test_pdf_add (pdf, 14, signature);
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  return pdf;
}

#define EMPTY  "<</FT/Sig/T(chief)>>"
#define SIGNED "<</FT/Sig/T(chief)/V<</Type/Sig>>>>"
#define TRANSFORM(METHOD, PARAMETERS) \
  "/Reference[<</TransformMethod/" METHOD "/TransformParams<<" PARAMETERS ">>>>]"

/* One object written anew in the second revision; a stream when it begins with a letter. */
typedef struct
{
  guint number;
  const char *body;
} Object;

typedef struct
{
  const char *name;
  Object objects[3];
  HopsoPdfChange change;
} Row;

#define PAGE(ANNOTS) \
  "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources 12 0 R/Annots[6 0 R 7 0 R" ANNOTS "]>>"
#define FORM(FIELDS) "<</Fields[6 0 R 7 0 R 13 0 R" FIELDS "]/SigFlags 3/DA(x)>>"
#define ROOT         "/Type/Catalog/Pages 2 0 R/AcroForm 5 0 R"
#define TEXT         "/Subtype/Widget/FT/Tx/T(number)/Rect[1 1 9 9]"
#define SEAL         "/Subtype/Widget/FT/Sig/T(seal)/Rect[1 1 9 9]"
#define NEW_FIELD    "/Subtype/Widget/T(new)/Rect[1 1 9 9]"

static const Row rows[] = {
  { "same-again", { { 2, "<</Count 1/Type/Pages/Kids[3 0 R]/MediaBox[0 0 595 842]>>" } }, 0 },
  { "stray", { { 30, "(nobody looks)" } }, 0 },
  { "metadata", { { 1, "<<" ROOT "/Lang(vi)/Metadata 30 0 R>>" }, { 30, "meta" } }, 0 },
  { "seal-signed",
    { { 7, "<<" SEAL "/V 30 0 R/AP<</N 31 0 R>>>>" }, { 30, "<</Type/Sig>>" }, { 31, "look" } },
    HOPSO_PDF_CHANGE_SIGNATURES },
  { "new-field-signed",
    { { 5, FORM (" 30 0 R") },
      { 30, "<<" NEW_FIELD "/FT/Sig/V<</Type/Sig>>>>" },
      { 3, PAGE (" 8 0 R 30 0 R") } },
    HOPSO_PDF_CHANGE_SIGNATURES },
  { "security-store",
    { { 1, "<<" ROOT "/Lang(vi)/DSS<</Certs[30 0 R]>>>>" }, { 30, "cert" } },
    HOPSO_PDF_CHANGE_SIGNATURES },
  { "extension", { { 1, "<<" ROOT "/Lang(vi)/Extensions<</A<</ExtensionLevel 1>>>>>>" } }, 0 },
  { "new-empty-field",
    { { 5, FORM (" 30 0 R") }, { 30, "<<" NEW_FIELD "/FT/Sig>>" }, { 3, PAGE (" 8 0 R 30 0 R") } },
    HOPSO_PDF_CHANGE_FORM },
  { "text-filled",
    { { 6, "<<" TEXT "/V(2)/AP<</N 30 0 R>>>>" }, { 30, "new" } },
    HOPSO_PDF_CHANGE_FORM },
  { "look-written-anew", { { 9, "new" } }, HOPSO_PDF_CHANGE_FORM },
  { "link-changed", { { 8, "<</Subtype/Link/Rect[1 1 5 5]>>" } }, HOPSO_PDF_CHANGE_ANNOTATIONS },
  { "link-look-written-anew", { { 11, "new" } }, HOPSO_PDF_CHANGE_ANNOTATIONS },
  { "link-removed", { { 3, PAGE ("") } }, HOPSO_PDF_CHANGE_ANNOTATIONS },
  { "note-added",
    { { 3, PAGE (" 8 0 R 30 0 R") }, { 30, "<</Subtype/Text/Rect[1 1 9 9]>>" } },
    HOPSO_PDF_CHANGE_ANNOTATIONS },
  { "content", { { 4, "new" } }, HOPSO_PDF_CHANGE_ALTERED },
  { "page-size",
    { { 2, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 5 5]>>" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "page-added",
    { { 2, "<</Type/Pages/Kids[3 0 R 30 0 R]/Count 2>>" }, { 30, "<</Type/Page/Parent 2 0 R>>" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "page-key",
    { { 3, "<</Type/Page/Parent 2 0 R/Contents[4 0 R 30 0 R]/Resources 12 0 R"
           "/Annots[6 0 R 7 0 R 8 0 R]>>" },
      { 30, "new" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "resource", { { 10, "new" } }, HOPSO_PDF_CHANGE_ALTERED },
  { "missing-resource-appears", { { 20, "new" } }, HOPSO_PDF_CHANGE_ALTERED },
  /* What stands below belongs to a change that is allowed, and to the page as well. */
  { "missing-resource-hangs-on-the-security-store",
    { { 1, "<<" ROOT "/Lang(vi)/DSS<</Certs[20 0 R]>>>>" }, { 20, "new" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "missing-resource-is-a-signature",
    { { 7, "<<" SEAL "/V 20 0 R>>" }, { 20, "<</Type/Sig>>" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "missing-resource-is-a-field",
    { { 5, FORM (" 20 0 R") }, { 20, "<<" NEW_FIELD "/FT/Sig/V<</Type/Sig>>>>" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "empty-seal-gets-a-look",
    { { 7, "<<" SEAL "/AP<</N 30 0 R>>>>" }, { 30, "look" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "empty-seal-gets-a-ground",
    { { 7, "<<" SEAL "/MK<</BG[1 1 1]>>>>" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "empty-seal-grows",
    { { 7, "<</Subtype/Widget/FT/Sig/T(seal)/Rect[0 0 595 842]>>" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "seal-signed-as-large-as-the-page",
    { { 7, "<</Subtype/Widget/FT/Sig/T(seal)/Rect[0 0 500 700]/V 30 0 R/AP<</N 31 0 R>>>>" },
      { 30, "<</Type/Sig>>" },
      { 31, "look" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "seal-holds-no-signature", { { 7, "<<" SEAL "/V(me)>>" } }, HOPSO_PDF_CHANGE_ALTERED },
  { "new-empty-field-with-a-look",
    { { 5, FORM (" 30 0 R") }, { 30, "<<" NEW_FIELD "/FT/Sig/AP<</N 31 0 R>>>>" }, { 31, "look" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "new-empty-field-with-kids",
    { { 5, FORM (" 30 0 R") },
      { 30, "<</FT/Sig/T(new)/Kids[31 0 R]>>" },
      { 31, "<</Subtype/Widget/Rect[1 1 9 9]/Parent 30 0 R>>" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "new-field-hides-a-text-field",
    { { 5, FORM (" 30 0 R") },
      { 30, "<</FT/Sig/T(new)/V<</Type/Sig>>/Kids[31 0 R]>>" },
      { 31, "<<" NEW_FIELD "/FT/Tx/V(more)/Parent 30 0 R>>" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "new-field-with-a-widget-signed",
    { { 5, FORM (" 30 0 R") },
      { 30, "<</FT/Sig/T(new)/V<</Type/Sig>>/Kids[31 0 R]>>" },
      { 31, "<</Subtype/Widget/Rect[1 1 9 9]/Parent 30 0 R>>" } },
    HOPSO_PDF_CHANGE_SIGNATURES },
  { "time-stamp",
    { { 5, FORM (" 30 0 R") },
      { 30, "<</Subtype/Widget/T(new)/FT/Sig/Rect[0 0 0 0]/AP<</N 31 0 R>>"
            "/V<</Type/DocTimeStamp>>>>" },
      { 31, "look" } },
    HOPSO_PDF_CHANGE_SIGNATURES },
  { "time-stamp-with-a-look",
    { { 5, FORM (" 30 0 R") },
      { 30, "<<" NEW_FIELD "/FT/Sig/AP<</N 31 0 R>>/V<</Type/DocTimeStamp>>>>" },
      { 31, "look" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "fields-are-drawn-anew",
    { { 5, "<</Fields[6 0 R 7 0 R 13 0 R]/SigFlags 3/DA(x)/NeedAppearances true>>" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "look-becomes-the-content",
    { { 6, "<<" TEXT "/V(2)/AP<</N 4 0 R>>>>" }, { 4, "new" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "look-becomes-a-shared-form",
    { { 6, "<<" TEXT "/V(2)/AP<</N 10 0 R>>>>" }, { 10, "new" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "field-renamed",
    { { 6, "<</Subtype/Widget/FT/Tx/T(other)/V(1)/Rect[1 1 9 9]/AP<</N 9 0 R>>>>" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "field-moved",
    { { 6, "<</Subtype/Widget/FT/Tx/T(number)/V(1)/Rect[2 1 9 9]/AP<</N 9 0 R>>>>" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "field-with-action",
    { { 6, "<<" TEXT "/V(1)/AP<</N 9 0 R>>/AA<<>>>>" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "field-removed",
    { { 5, "<</Fields[7 0 R 13 0 R]/SigFlags 3/DA(x)>>" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "text-field-added",
    { { 5, FORM (" 30 0 R") }, { 30, "<<" NEW_FIELD "/FT/Tx>>" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "new-field-with-action",
    { { 5, FORM (" 30 0 R") }, { 30, "<<" NEW_FIELD "/FT/Sig/A<</S/JavaScript>>>>" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "link-becomes-a-field", { { 5, FORM (" 8 0 R") } }, HOPSO_PDF_CHANGE_ALTERED },
  { "widget-without-field",
    { { 3, PAGE (" 8 0 R 30 0 R") }, { 30, "<</Subtype/Widget/Rect[1 1 9 9]>>" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "form-words",
    { { 5, "<</Fields[6 0 R 7 0 R 13 0 R]/SigFlags 3/DA(y)>>" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "flags-taken-back",
    { { 5, "<</Fields[6 0 R 7 0 R 13 0 R]/SigFlags 0/DA(x)>>" } },
    HOPSO_PDF_CHANGE_ALTERED },
  { "open-action", { { 1, "<<" ROOT "/Lang(vi)/OpenAction<<>>>>" } }, HOPSO_PDF_CHANGE_ALTERED },
  { "language", { { 1, "<<" ROOT "/Lang(en)>>" } }, HOPSO_PDF_CHANGE_ALTERED },
  { "key-twice", { { 1, "<<" ROOT "/Lang(vi)/Lang(vi)>>" } }, HOPSO_PDF_CHANGE_ALTERED },
};

static void
add_object (HopsoTestPdf *pdf, const Object *object)
{
  if (g_ascii_isalpha (*object->body))
    hopso_test_pdf_add_stream (pdf, object->number, "/Subtype/Form/BBox[0 0 8 8]", object->body,
                               strlen (object->body));
  else
    hopso_test_pdf_add (pdf, object->number, object->body);
}

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

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (HopsoTestPdf) pdf = first_revision (EMPTY, "null");
  g_autoptr (HopsoPdfDifference) difference = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (row->objects) && row->objects[i].number != 0; i++)
    add_object (pdf, &row->objects[i]);
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  difference = compare (pdf);
  g_test_message ("%s", difference->explanation != NULL ? difference->explanation : "");
  g_assert_cmpstr (hopso_pdf_change_get_name (difference->change), ==,
                   hopso_pdf_change_get_name (row->change));
  g_assert_cmpint (difference->explanation != NULL, ==, row->change == HOPSO_PDF_CHANGE_ALTERED);
}

static void
test_filled_fields_are_named (void)
{
  g_autoptr (HopsoTestPdf) pdf = first_revision (EMPTY, "null");
  g_autoptr (HopsoPdfDifference) difference = NULL;

  hopso_test_pdf_add (pdf, 6, "<<" TEXT "/V(2)/AP<</N 9 0 R>>>>");
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  difference = compare (pdf);
  g_assert_cmpuint (difference->changed_fields->len, ==, 1);
  g_assert_cmpstr (difference->changed_fields->pdata[0], ==, "number");
}

/* Everything is told with its kind and place, not only the first thing. */
static void
test_all_of_it_is_told (void)
{
  static const struct
  {
    HopsoPdfTouchKind kind;
    int page;
    const char *field;
    gboolean is_allowed;
  } expected[] = {
    { HOPSO_PDF_TOUCH_FORM_VALUE, 0, "number", TRUE },
    { HOPSO_PDF_TOUCH_SIGNATURE, 0, "seal", TRUE },
    { HOPSO_PDF_TOUCH_FORM_VALUE, -1, "chief", FALSE },
    { HOPSO_PDF_TOUCH_OTHER, -1, NULL, FALSE }, /* the language */
    { HOPSO_PDF_TOUCH_ANNOTATION, 0, NULL, FALSE },
    { HOPSO_PDF_TOUCH_CONTENT, 0, NULL, FALSE },
  };
  static const Object objects[] = { { 6, "<<" TEXT "/V(2)/AP<</N 9 0 R>>>>" },
                                    { 7, "<<" SEAL "/V 30 0 R>>" },
                                    { 30, "<</Type/Sig>>" },
                                    { 13, "<</FT/Sig/T(chief)/V<</Type/Sig/Reason(x)>>>>" },
                                    { 1, "<<" ROOT "/Lang(en)>>" },
                                    { 3, PAGE (" 8 0 R 31 0 R") },
                                    { 31, "<</Subtype/Text/Rect[1 1 9 9]>>" },
                                    { 4, "new" } };
  g_autoptr (HopsoTestPdf) pdf = first_revision (SIGNED, "null");
  g_autoptr (HopsoPdfDifference) difference = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    add_object (pdf, &objects[i]);
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  difference = compare (pdf);
  g_assert_cmpint (difference->change, ==, HOPSO_PDF_CHANGE_ALTERED);
  for (guint i = 0; i < difference->touches->len; i++)
    {
      HopsoPdfTouch *touch = difference->touches->pdata[i];

      g_test_message ("%s, page %d, field %s, %d", hopso_pdf_touch_kind_get_name (touch->kind),
                      touch->page, touch->field, touch->is_allowed);
    }
  g_assert_cmpuint (difference->touches->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      HopsoPdfTouch *touch = difference->touches->pdata[i];

      g_assert_cmpint (touch->kind, ==, expected[i].kind);
      g_assert_cmpint (touch->page, ==, expected[i].page);
      g_assert_cmpstr (touch->field, ==, expected[i].field);
      g_assert_cmpint (touch->is_allowed, ==, expected[i].is_allowed);
    }
  g_assert_cmpfloat (((HopsoPdfTouch *) difference->touches->pdata[0])->rect[3], ==, 9);
}

static void
test_touches_are_counted (void)
{
  g_autoptr (HopsoTestPdf) pdf = first_revision (EMPTY, "null");
  g_autoptr (HopsoPdfDifference) difference = NULL;
  g_autoptr (GString) annotations = g_string_new ("");

  for (guint i = 0; i < 2 * HOPSO_PDF_MAX_TOUCHES; i++)
    g_string_append_printf (annotations, "<</Subtype/Text/Rect[%u 1 900 9]>>", i);
  g_autofree char *page = g_strdup_printf ("<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources 12 "
                                           "0 R/Annots[6 0 R 7 0 R 8 0 R %s]>>",
                                           annotations->str);
  hopso_test_pdf_add (pdf, 3, page);
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  difference = compare (pdf);
  g_assert_cmpint (difference->change, ==, HOPSO_PDF_CHANGE_ANNOTATIONS);
  g_assert_cmpuint (difference->touches->len, ==, HOPSO_PDF_MAX_TOUCHES);
}

static void
test_a_signed_field_stays (void)
{
  g_autoptr (HopsoTestPdf) pdf = first_revision (SIGNED, "null");
  g_autoptr (HopsoPdfDifference) difference = NULL;

  hopso_test_pdf_add (pdf, 13, "<</FT/Sig/T(chief)/V<</Type/Sig/Reason(x)>>>>");
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  difference = compare (pdf);
  g_assert_cmpint (difference->change, ==, HOPSO_PDF_CHANGE_ALTERED);
}

static void
test_a_freed_object_is_missed (void)
{
  g_autoptr (HopsoTestPdf) pdf = first_revision (EMPTY, "null");
  g_autoptr (HopsoPdfDifference) difference = NULL;
  guint64 offset = pdf->bytes->len;

  hopso_test_pdf_append (pdf,
                         "xref\n10 1\n0000000000 00001 f \ntrailer\n<<" HOPSO_TEST_TRAILER
                         "/Size 20/Prev %" G_GINT64_FORMAT ">>\nstartxref\n%" G_GUINT64_FORMAT
                         "\n%%%%EOF\n",
                         pdf->previous, offset);
  difference = compare (pdf);
  g_assert_cmpint (difference->change, ==, HOPSO_PDF_CHANGE_ALTERED);
}

/* What certifications and locks of the first revision say to a filled field, a note, a signature.
 */
static void
test_permissions_are_kept (void)
{
  static const struct
  {
    const char *references;
    gboolean form, note, signature;
  } cases[] = {
    { "", TRUE, FALSE, TRUE },
    { TRANSFORM ("DocMDP", "/P 1"), FALSE, FALSE, FALSE },
    { TRANSFORM ("DocMDP", "/P 2"), TRUE, FALSE, TRUE },
    { TRANSFORM ("DocMDP", "/P 3"), TRUE, TRUE, TRUE },
    { TRANSFORM ("FieldMDP", "/Action/All"), FALSE, FALSE, FALSE },
    { TRANSFORM ("FieldMDP", "/Action/Include/Fields[(number)]"), FALSE, FALSE, TRUE },
    { TRANSFORM ("FieldMDP", "/Action/Exclude/Fields[(number)]"), TRUE, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      static const Object changes[][2] = {
        { { 6, "<<" TEXT "/V(2)/AP<</N 9 0 R>>>>" }, { 0, NULL } },
        { { 3, PAGE (" 8 0 R 30 0 R") }, { 30, "<</Subtype/Text/Rect[1 1 9 9]>>" } },
        { { 7, "<<" SEAL "/V 30 0 R>>" }, { 30, "<</Type/Sig>>" } },
      };
      gboolean expected[] = { cases[i].form, cases[i].note, cases[i].signature };

      for (guint j = 0; j < G_N_ELEMENTS (changes); j++)
        {
          g_autofree char *dictionary = g_strdup_printf ("<</Type/Sig%s>>", cases[i].references);
          g_autoptr (HopsoTestPdf) pdf =
              first_revision ("<</FT/Sig/T(chief)/V 14 0 R>>", dictionary);
          g_autoptr (HopsoPdfDifference) difference = NULL;

          for (guint k = 0; k < 2 && changes[j][k].number != 0; k++)
            add_object (pdf, &changes[j][k]);
          hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
          difference = compare (pdf);
          g_assert_cmpint (difference->is_permitted, ==, expected[j]);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/pdfbytes/difference/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
#define ADD(name, function) g_test_add_func ("/pdfbytes/difference/" name, function)
  ADD ("filled-fields-are-named", test_filled_fields_are_named);
  ADD ("all-of-it-is-told", test_all_of_it_is_told);
  ADD ("touches-are-counted", test_touches_are_counted);
  ADD ("a-signed-field-stays", test_a_signed_field_stays);
  ADD ("a-freed-object-is-missed", test_a_freed_object_is_missed);
  ADD ("permissions-are-kept", test_permissions_are_kept);
  return g_test_run ();
}
