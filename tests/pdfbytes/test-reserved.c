/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Number, date and seal after the leader's signature: in the places that were reserved before it,
 * under the seal, and nowhere else. */

#include "hopso-test-pdf.h"

#include "hopso-pdf-difference.h"
#include "hopso-pdf-prepare.h"
#include "hopso-pdf-signature.h"
#include "hopso-pdf-update.h"

#include <string.h>

/* Number 7, date 8 and seal 9 on page 3, a note 10 and a place for the deputy 11 beside them. */
#define NUMBER "<</Parent 6 0 R/Subtype/Widget/FT/Tx/T(Number)/P 3 0 R"
#define DATE   "<</Parent 6 0 R/Subtype/Widget/FT/Tx/T(Date)/Rect[300 700 500 720]/P 3 0 R"
#define SEAL   "<</Parent 6 0 R/Subtype/Widget/FT/Sig/T(Seal)/P 3 0 R"
#define HERE   "/Rect[50 700 250 720]"
#define THERE  "/Rect[300 100 400 200]"
#define NOTE   "<</Subtype/Widget/FT/Tx/T(Note)/Rect[50 600 250 620]/P 3 0 R"
#define PAGE   "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>/Annots["

static GByteArray *
new_form (gboolean is_reserved)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  GByteArray *bytes = g_byte_array_new ();

  hopso_test_pdf_add (pdf, 1, "<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R>>");
  hopso_test_pdf_add (pdf, 2, "<</Type/Pages/Kids[3 0 R 12 0 R]/Count 2/MediaBox[0 0 595 842]>>");
  hopso_test_pdf_add (pdf, 3, PAGE "7 0 R 8 0 R 9 0 R 10 0 R 11 0 R]>>");
  hopso_test_pdf_add (pdf, 5, "<</Fields[6 0 R 10 0 R 11 0 R]/SigFlags 3/DA(/F 12 Tf)>>");
  hopso_test_pdf_add (pdf, 6,
                      is_reserved ? "<</T(HopSo)/Kids[7 0 R 8 0 R 9 0 R]>>"
                                  : "<</T(Other)/Kids[7 0 R 8 0 R 9 0 R]>>");
  hopso_test_pdf_add (pdf, 7, NUMBER HERE ">>");
  hopso_test_pdf_add (pdf, 8, DATE ">>");
  hopso_test_pdf_add (pdf, 9, SEAL THERE ">>");
  hopso_test_pdf_add (pdf, 10, NOTE ">>");
  hopso_test_pdf_add (pdf, 11, "<</Subtype/Widget/FT/Sig/T(Deputy)/Rect[50 100 150 200]/P 3 0 R>>");
  hopso_test_pdf_add (pdf, 12, PAGE "]>>");
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  g_byte_array_append (bytes, (const guint8 *) pdf->bytes->str, (guint) pdf->bytes->len);
  return bytes;
}

static HopsoPdfFile *
open_bytes (GByteArray *bytes)
{
  g_autoptr (GError) error = NULL;
  HopsoPdfFile *file = hopso_test_open_bytes (bytes->data, bytes->len, &error);

  g_assert_no_error (error);
  return file;
}

/* The hole stays empty: what counts here is the structure. */
static void
sign (GByteArray *bytes, const char *field, gboolean is_visible)
{
  g_autoptr (HopsoPdfFile) file = open_bytes (bytes);
  g_autoptr (GBytes) mark_bytes = hopso_test_mark (100, 100);
  g_autoptr (HopsoPdfSource) mark = hopso_pdf_source_new_bytes (mark_bytes);
  HopsoPdfSignaturePlan plan = { .field_name = field, .hole_size = HOPSO_PDF_HOLE_SIZE_MIN };
  g_autoptr (HopsoPdfPrepared) prepared = NULL;
  g_autoptr (GError) error = NULL;

  if (is_visible)
    {
      plan.mark = mark;
      plan.x = plan.y = 10;
      plan.width = plan.height = 100;
    }
  prepared = hopso_pdf_prepare_signature (file, &plan, &error);
  g_assert_no_error (error);
  g_byte_array_append (bytes, g_bytes_get_data (prepared->appended, NULL),
                       (guint) g_bytes_get_size (prepared->appended));
}

/* One object in one revision. */
static void
write_object (GByteArray *bytes, guint32 number, const char *body)
{
  g_autoptr (HopsoPdfFile) file = open_bytes (bytes);
  g_autoptr (HopsoPdfUpdate) update = hopso_pdf_update_new (file, NULL);
  g_autoptr (GBytes) raw = g_bytes_new (body, strlen (body));
  g_autoptr (GByteArray) appended = NULL;

  hopso_pdf_update_put_raw (update, (HopsoPdfReference){ number, 0 }, raw);
  appended = hopso_pdf_update_finish (update, NULL);
  g_byte_array_append (bytes, appended->data, appended->len);
}

typedef enum
{
  END,
  WRITE, /* an object */
  SIGN,  /* with a mark, in a field or, without one, anywhere */
  SIGN_UNSEEN,
} Action;

/* What somebody does after the leader. */
typedef struct
{
  Action action;
  const char *words; /* nullable: of the object, or the field */
  guint32 number;
} Step;

typedef struct
{
  const char *name;
  gboolean is_reserved;
  Step steps[5];
  HopsoPdfChange change;
  const char *explanation;
} Row;

#define ADD_NUMBER \
  { \
    WRITE, NUMBER HERE "/V(15/UBND-VX)>>", 7 \
  }
#define ADD_DATE \
  { \
    WRITE, DATE "/V(22)>>", 8 \
  }
#define ADD_SEAL \
  { \
    SIGN, "HopSo.Seal" \
  }

static const Row rows[] = {
  { "number-date-and-seal", TRUE, { ADD_NUMBER, ADD_DATE, ADD_SEAL }, HOPSO_PDF_CHANGE_FORM, NULL },
  { "the-seal-alone", TRUE, { ADD_SEAL }, HOPSO_PDF_CHANGE_SIGNATURES, NULL },
  { "an-invisible-signature-more",
    TRUE,
    { ADD_NUMBER, ADD_SEAL, { SIGN_UNSEEN } },
    HOPSO_PDF_CHANGE_FORM,
    NULL },
  { "the-deputy-in-the-place-that-was-there",
    TRUE,
    { { SIGN, "Deputy" }, ADD_NUMBER, ADD_SEAL },
    HOPSO_PDF_CHANGE_FORM,
    NULL },
  { "no-seal", TRUE, { ADD_NUMBER }, HOPSO_PDF_CHANGE_ALTERED, "without the seal" },
  { "number-after-the-seal",
    TRUE,
    { ADD_SEAL, ADD_NUMBER },
    HOPSO_PDF_CHANGE_ALTERED,
    "without the seal" },
  { "another-number-after-the-seal",
    TRUE,
    { ADD_NUMBER, ADD_SEAL, { WRITE, NUMBER HERE "/V(16)>>", 7 } },
    HOPSO_PDF_CHANGE_ALTERED,
    "without the seal" },
  { "number-in-another-place",
    TRUE,
    { { WRITE, NUMBER "/Rect[50 500 250 520]/V(15)>>", 7 }, ADD_SEAL },
    HOPSO_PDF_CHANGE_ALTERED,
    "a field was changed" },
  { "number-on-another-page",
    TRUE,
    { ADD_NUMBER,
      { WRITE, PAGE "8 0 R 9 0 R 10 0 R 11 0 R]>>", 3 },
      { WRITE, PAGE "7 0 R]>>", 12 },
      ADD_SEAL },
    HOPSO_PDF_CHANGE_ALTERED,
    "a reserved place was moved" },
  { "seal-in-another-place",
    TRUE,
    { { WRITE, SEAL "/Rect[10 10 400 400]>>", 9 }, ADD_SEAL },
    HOPSO_PDF_CHANGE_ALTERED,
    "a signature field was changed" },
  { "a-mark-elsewhere",
    TRUE,
    { ADD_NUMBER, ADD_SEAL, { SIGN } },
    HOPSO_PDF_CHANGE_ALTERED,
    "outside of the reserved places" },
  { "a-note-elsewhere",
    TRUE,
    { { WRITE, NOTE "/V(yes)>>", 10 }, ADD_SEAL },
    HOPSO_PDF_CHANGE_ALTERED,
    "outside of the reserved places" },
  { "an-annotation-elsewhere",
    TRUE,
    { { WRITE, PAGE "7 0 R 8 0 R 9 0 R 10 0 R 11 0 R<</Subtype/FreeText/Rect[1 1 9 9]>>]>>", 3 },
      ADD_SEAL },
    HOPSO_PDF_CHANGE_ALTERED,
    "outside of the reserved places" },
  { "a-mark-where-nothing-is-reserved", FALSE, { { SIGN } }, HOPSO_PDF_CHANGE_SIGNATURES, NULL },
};

static HopsoPdfDifference *
compare_from (GByteArray *bytes, const char *field)
{
  g_autoptr (HopsoPdfFile) file = open_bytes (bytes);
  g_autoptr (GPtrArray) signatures = hopso_pdf_file_list_signatures (file, NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < signatures->len; i++)
    {
      HopsoPdfSignature *signature = signatures->pdata[i];

      if (g_str_equal (signature->field_name, field))
        {
          HopsoPdfDifference *difference =
              hopso_pdf_file_compare_revision (file, signature->revision, &error);

          g_assert_no_error (error);
          return difference;
        }
    }
  g_assert_not_reached ();
}

static void
take_step (GByteArray *bytes, const Step *step)
{
  if (step->action == WRITE)
    write_object (bytes, step->number, step->words);
  else
    sign (bytes, step->words, step->action == SIGN);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GByteArray) bytes = new_form (row->is_reserved);
  g_autoptr (HopsoPdfDifference) difference = NULL;

  sign (bytes, "Leader", FALSE);
  for (guint i = 0; row->steps[i].action != END; i++)
    take_step (bytes, &row->steps[i]);
  difference = compare_from (bytes, "Leader");
  for (guint i = 0; i < difference->touches->len; i++)
    {
      HopsoPdfTouch *touch = difference->touches->pdata[i];

      g_test_message ("%s %s %d", hopso_pdf_touch_kind_get_name (touch->kind), touch->field,
                      touch->is_allowed);
    }
  g_test_message ("%s", difference->explanation);
  g_assert_cmpstr (hopso_pdf_change_get_name (difference->change), ==,
                   hopso_pdf_change_get_name (row->change));
  if (row->change != HOPSO_PDF_CHANGE_ALTERED)
    g_assert_true (difference->is_permitted);
  if (row->explanation != NULL)
    g_assert_nonnull (strstr (difference->explanation, row->explanation));
}

/* The seal answers for what is told of the places; after it, nothing is open any more. */
static void
test_places_are_told (void)
{
  g_autoptr (GByteArray) bytes = new_form (TRUE);
  g_autoptr (HopsoPdfDifference) leader = NULL;
  g_autoptr (HopsoPdfDifference) seal = NULL;
  HopsoPdfTouch *number, *stamp;

  sign (bytes, "Leader", FALSE);
  write_object (bytes, 7, NUMBER HERE "/V(15)>>");
  sign (bytes, "HopSo.Seal", TRUE);
  leader = compare_from (bytes, "Leader");
  g_assert_cmpuint (leader->touches->len, ==, 2);
  number = leader->touches->pdata[0];
  stamp = leader->touches->pdata[1];
  g_assert_cmpint (number->kind, ==, HOPSO_PDF_TOUCH_RESERVED_PLACE);
  g_assert_cmpint (stamp->kind, ==, HOPSO_PDF_TOUCH_RESERVED_PLACE);
  g_assert_cmpstr (number->field, ==, "HopSo.Number");
  g_assert_cmpstr (number->seal, ==, "HopSo.Seal");
  g_assert_cmpstr (stamp->seal, ==, "HopSo.Seal");
  g_assert_cmpint (number->page, ==, 0);
  write_object (bytes, 7, NUMBER HERE "/V(16)>>");
  seal = compare_from (bytes, "HopSo.Seal");
  g_assert_cmpint (seal->change, ==, HOPSO_PDF_CHANGE_ALTERED);
  g_assert_nonnull (strstr (seal->explanation, "too late"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/pdfbytes/reserved/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/pdfbytes/reserved/places-are-told", test_places_are_told);
  return g_test_run ();
}
