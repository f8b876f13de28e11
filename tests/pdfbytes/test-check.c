/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A process that lies: an honest update is taken apart, one thing in it is changed, and it is put
 * together again with a proper cross-reference and true ranges. Every such lie must be refused. */

#include "hopso-test-pdf.h"

#include "hopso-pdf-prepare.h"

#include <stdlib.h>
#include <string.h>

/* An update in pieces. */
typedef struct
{
  GBytes *original;
  HopsoPdfSource *mark;
  HopsoPdfSignaturePlan plan;
  GPtrArray *objects; /* of char *: "12 0 obj … endobj\n" */
  GArray *sizes;      /* of gsize: how long each is; streams hold zeros */
  char *trailer;      /* owned: its dictionary */
  guint64 previous;
} Update;

static void
update_free (Update *self)
{
  g_bytes_unref (self->original);
  hopso_pdf_source_unref (self->mark);
  g_ptr_array_unref (self->objects);
  g_array_unref (self->sizes);
  g_free (self->trailer);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Update, update_free)

static void
add_object (Update *self, const char *bytes, gsize size)
{
  char *copy = g_malloc (size + 1);

  /* With a zero byte after the last, since numbers are read from its beginning. */
  memcpy (copy, bytes, size);
  copy[size] = '\0';
  g_ptr_array_add (self->objects, copy);
  g_array_append_val (self->sizes, size);
}

static const char *
find (const char *bytes, gsize size, const char *text)
{
  return memmem (bytes, size, text, strlen (text));
}

/* Cuts the appended bytes where objects end; the last piece is the cross-reference. */
static void
take_apart (Update *self, GBytes *appended)
{
  gsize size;
  const char *bytes = g_bytes_get_data (appended, &size);
  const char *end = bytes + size;

  while (g_ascii_isdigit (*bytes))
    {
      const char *next = find (bytes, (gsize) (end - bytes), "\nendobj\n");

      next += strlen ("\nendobj\n");
      add_object (self, bytes, (gsize) (next - bytes));
      bytes = next;
    }
  bytes = find (bytes, (gsize) (end - bytes), "trailer\n") + strlen ("trailer\n");
  self->trailer =
      g_strndup (bytes, (gsize) (find (bytes, (gsize) (end - bytes), "\nstartxref") - bytes));
}

static Update *
new_update (void)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (HopsoPdfPrepared) prepared = NULL;
  g_autoptr (GBytes) mark = hopso_test_mark (150, 50);
  Update *self = g_new0 (Update, 1);

  hopso_test_pdf_add (pdf, 1, "<</Type/Catalog/Pages 2 0 R/AcroForm 6 0 R/Lang(vi)>>");
  hopso_test_pdf_add (pdf, 3,
                      "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>/Annots[5 0 R]>>");
  hopso_test_pdf_add (pdf, 5, "<</Subtype/Link/Rect[0 0 1 1]>>");
  hopso_test_pdf_add (pdf, 6, "<</Fields[7 0 R]/DA(/F 0 Tf)>>");
  hopso_test_pdf_add (pdf, 7, "<</FT/Tx/T(text)/V(value)>>");
  hopso_test_pdf_add (pdf, 8, "<</Title(a)>>");
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER "/Info 8 0 R/ID[<01><02>]");
  self->previous = (guint64) pdf->previous;
  self->original = hopso_test_pdf_dup_bytes (pdf);
  self->mark = hopso_pdf_source_new_bytes (mark);
  self->plan = (HopsoPdfSignaturePlan){ .x = 20,
                                        .y = 30,
                                        .width = 150,
                                        .height = 50,
                                        .mark = self->mark,
                                        .name = "An",
                                        .reason = "Agreed",
                                        .signing_time = 1795350309,
                                        .utc_offset = 420,
                                        .hole_size = 2048 };
  file = hopso_test_pdf_open (pdf, NULL);
  prepared = hopso_pdf_prepare_signature (file, &self->plan, NULL);
  self->objects = g_ptr_array_new_with_free_func (g_free);
  self->sizes = g_array_new (FALSE, FALSE, sizeof (gsize));
  take_apart (self, prepared->appended);
  return self;
}

/* Replaces @from by @to in the first object that holds it, or in the trailer. */
static void
replace (Update *self, const char *from, const char *to)
{
  for (guint i = 0; i < self->objects->len; i++)
    {
      gsize *size = &g_array_index (self->sizes, gsize, i);
      const char *bytes = self->objects->pdata[i];
      const char *at = find (bytes, *size, from);
      GByteArray *changed;

      if (at == NULL)
        continue;
      changed = g_byte_array_new ();
      g_byte_array_append (changed, (const guint8 *) bytes, (guint) (at - bytes));
      g_byte_array_append (changed, (const guint8 *) to, (guint) strlen (to));
      at += strlen (from);
      g_byte_array_append (changed, (const guint8 *) at, (guint) (bytes + *size - at));
      g_free (self->objects->pdata[i]);
      *size = changed->len;
      g_byte_array_append (changed, (const guint8 *) "", 1);
      self->objects->pdata[i] = g_byte_array_free (changed, FALSE);
      return;
    }

  g_auto (GStrv) parts = g_strsplit (self->trailer, from, 2);
  if (parts[1] == NULL)
    g_test_message ("not in the update: %s", from);
  g_assert_nonnull (parts[1]);
  g_free (self->trailer);
  self->trailer = g_strconcat (parts[0], to, parts[1], NULL);
}

static void
append_row (GString *table, const char *object, guint64 offset)
{
  g_string_append_printf (table, "%d 1\n%010" G_GUINT64_FORMAT " 00000 n \n", atoi (object),
                          offset);
}

/* The objects, what else is to stand there, and a proper end. */
static GByteArray *
put_together (Update *self, const char *junk)
{
  guint64 base = g_bytes_get_size (self->original);
  GByteArray *whole = g_byte_array_new ();
  g_autoptr (GString) table = g_string_new ("xref\n");

  for (guint i = 0; i < self->objects->len; i++)
    {
      append_row (table, self->objects->pdata[i], base + whole->len);
      g_byte_array_append (whole, self->objects->pdata[i],
                           (guint) g_array_index (self->sizes, gsize, i));
    }
  g_byte_array_append (whole, (const guint8 *) junk, (guint) strlen (junk));
  g_string_append_printf (table, "trailer\n%s\nstartxref\n%" G_GUINT64_FORMAT "\n%%%%EOF\n",
                          self->trailer, base + whole->len);
  g_byte_array_append (whole, (const guint8 *) table->str, (guint) table->len);
  return whole;
}

/* Behind @text in @whole. */
static gsize
behind (GByteArray *whole, const char *text)
{
  const char *start = (const char *) whole->data;

  return (gsize) (find (start, whole->len, text) - start) + strlen (text);
}

static gboolean
check (Update *self, const char *junk, GError **error)
{
  guint64 base = g_bytes_get_size (self->original);
  GByteArray *whole = put_together (self, junk);
  guint64 hole = base + behind (whole, "/Contents <");
  guint64 range[4] = { 0, hole - 1, hole + 2 * 2048 + 1,
                       base + whole->len - (hole + 2 * 2048 + 1) };
  g_autofree char *digits =
      g_strdup_printf ("%12" G_GUINT64_FORMAT " %12" G_GUINT64_FORMAT " %12" G_GUINT64_FORMAT,
                       range[1], range[2], range[3]);
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (self->original);
  g_autoptr (GBytes) appended = NULL;

  memcpy (whole->data + behind (whole, "/ByteRange [0 "), digits, strlen (digits));
  appended = g_byte_array_free_to_bytes (whole);
  return hopso_pdf_check_update (source, appended, &self->plan, range, hole, 2 * 2048, error);
}

static void
test_the_truth_is_accepted (void)
{
  g_autoptr (Update) update = new_update ();
  g_autoptr (GError) error = NULL;

  check (update, "", &error);
  g_assert_no_error (error);
}

/* One thing changed in an update: page, form, field, signature, appearance, trailer. */
static const struct
{
  const char *from, *to;
} lies[] = {
  /* The page. */
  { "/Contents 4 0 R", "/Contents 9 0 R" },
  { "/Parent 2 0 R", "/Parent 2 0 R /MediaBox [0 0 10 10]" },
  { "/Resources <<>>", "/Resources <</Font <<>>>>" },
  { "/Annots [5 0 R ", "/Annots [" },
  { "/Annots [5 0 R ", "/Annots [5 0 R 5 0 R " },
  { "/Annots [5 0 R ", "/Annots [5 0 R 9 0 R " },
  { "/Type /Page/", "/Type /Page/AA <<>>/" },
  { "/Type /Page/", "/Type /Page/Type /Page/" },
  /* The form. */
  { "/Fields [7 0 R ", "/Fields [" },
  { "/Fields [7 0 R ", "/NeedAppearances true /Fields [7 0 R " },
  { "/SigFlags 3", "/SigFlags 1" },
  { "/SigFlags 3", "/SigFlags 7" },
  { "/DA (/F 0 Tf)", "/DA (/F 9 Tf)" },
  { "/DA (/F 0 Tf)", "/XFA (x)" },
  /* The field. */
  { "/T (Signature1)", "/T (text)" },
  { "/T (Signature1)", "/T (Signature1) /A <</S /JavaScript>>" },
  { "/T (Signature1)", "/T (Signature1) /TU (Somebody else)" },
  { "/F 132", "/F 134" },
  { "/Rect [20 ", "/Rect [10 " },
  { "/P 3 0 R", "/P 2 0 R" },
  { "/FT /Sig", "/FT /Tx" },
  { "/Subtype /Widget", "/Subtype /Stamp" },
  { "/AP <</N ", "/AP <</D 4 0 R /N " },
  { "/AP <</N ", "/AP <</R " },
  /* The signature. */
  { "/Reason (Agreed)", "/Reason (Refused)" },
  { "/Name (An)", "/Name (Binh)" },
  { "/Name (An)", "/Name (An) /Name (An)" },
  { "/Name (An)\n", "" },
  { "/Name (An)", "/Name (An) /Location (Hue)" },
  { "/M (D:2026", "/M (D:2025" },
  { "/SubFilter /ETSI.CAdES.detached", "/SubFilter /adbe.pkcs7.detached" },
  { "/Filter /Adobe.PPKLite", "/Filter /Other" },
  { "/Type /Sig", "/Type /DocTimeStamp" },
  { "/Type /Sig", "/Type /Sig /Cert (x)" },
  { "/Name (An)", "/Name (An) /Reference [<</TransformMethod /DocMDP>>]" },
  /* The appearance. */
  { "/BBox [0 0 150 50]", "/BBox [0 0 10 50]" },
  { "/Subtype /Form", "/Subtype /Form /Matrix [2 0 0 2 0 0]" },
  { "/Subtype /Form", "/Subtype /Form /Subtype /Form" },
  { "/Resources <</E", "/Resources <</XObject <</X 4 0 R>>/E" },
  { "/Type /Font/", "/Type /Font/Extra 1/" },
  { "/FontName /", "/FontName /X" },
  { "/CIDSystemInfo", "/CIDSystemInfa" },
  /* The trailer. */
  { "/Root 1 0 R", "/Root 2 0 R" },
  { "/Info 8 0 R", "/Info 7 0 R" },
  { "/Info 8 0 R", "" },
  { "/Info 8 0 R", "/Info 8 0 R /Extra 1" },
  { "/Info 8 0 R", "/Info 8 0 R /XRefStm 10" },
  { "/Info 8 0 R", "/Info 8 0 R /Info 8 0 R" },
  { "/ID [<01>", "/ID [<02>" },
  { "/Size ", "/Size 1" },
};

static void
test_each_lie_is_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr (Update) update = new_update ();
      g_autoptr (GError) error = NULL;

      replace (update, lies[i].from, lies[i].to);
      if (check (update, "", &error))
        g_test_message ("accepted: %s → %s", lies[i].from, lies[i].to);
      g_assert_nonnull (error);
      g_assert_true (error->domain == HOPSO_PDF_ERROR);
    }
}

static void
test_extra_objects_are_refused (void)
{
  static const char *const rows[] = {
    "90 0 obj\n(nobody asked)\nendobj\n",
    "2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>\nendobj\n",
    "4 0 obj\n<</Length 1>>\nstream\nf\nendstream\nendobj\n",
    "5 0 obj\n<</Subtype/Link/Rect[0 0 9 9]>>\nendobj\n",
    "7 0 obj\n<</FT/Tx/T(text)/V(other)>>\nendobj\n",
    "8 0 obj\n<</Title(b)>>\nendobj\n",
    "1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm 6 0 R/Lang(en)>>\nendobj\n",
    "1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm 6 0 R/Lang(vi)/OpenAction 8 0 R>>\nendobj\n",
    "1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm 6 0 R/Lang(vi)/Perms<<>>>>\nendobj\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Update) update = new_update ();
      g_autoptr (GError) error = NULL;

      add_object (update, rows[i], strlen (rows[i]));
      if (check (update, "", &error))
        g_test_message ("accepted: %s", rows[i]);
      g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_NOT_AS_PLANNED);
    }
}

static void
test_an_unchanged_catalogue_may_be_written_again (void)
{
  static const char same[] =
      "1 0 obj\n<</Lang(vi)/Type/Catalog/Pages 2 0 R/AcroForm 6 0 R>>\nendobj\n";
  g_autoptr (Update) update = new_update ();
  g_autoptr (GError) error = NULL;

  add_object (update, same, strlen (same));
  check (update, "", &error);
  g_assert_no_error (error);
}

static void
test_bytes_between_objects_are_refused (void)
{
  static const char *const rows[] = { "% a comment\n", "\n\n", "90 0 obj\n1\nendobj\n", "xref\n" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Update) update = new_update ();
      g_autoptr (GError) error = NULL;

      check (update, rows[i], &error);
      g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_NOT_AS_PLANNED);
    }
}

static void
test_another_mark_is_refused (void)
{
  g_autoptr (Update) update = new_update ();
  g_autoptr (GBytes) other = hopso_test_mark (140, 50);
  g_autoptr (GError) error = NULL;

  hopso_pdf_source_unref (update->mark);
  update->mark = hopso_pdf_source_new_bytes (other);
  update->plan.mark = update->mark;
  check (update, "", &error);
  g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_NOT_AS_PLANNED);
}

static void
test_another_plan_is_refused (void)
{
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (Update) update = new_update ();
      g_autoptr (GError) error = NULL;

      update->plan.field_name = i == 0 ? "Chief" : NULL;
      update->plan.x += i == 1 ? 5 : 0;
      update->plan.certification = i == 2 ? 2 : 0;
      update->plan.hole_size += i == 3 ? 1 : 0;
      update->plan.signing_time += i == 4 ? 1 : 0;
      check (update, "", &error);
      g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_NOT_AS_PLANNED);
    }
}

/* Hole and ranges as they are told, against honest bytes. */
static void
test_false_numbers_are_refused (void)
{
  static const struct
  {
    gint64 range[4], hole, size;
  } rows[] = {
    { { 1, 0, 0, 0 }, 0, 0 },        { { 0, -1, 0, 0 }, 0, 0 },      { { 0, 0, 1, 0 }, 0, 0 },
    { { 0, 0, 0, -1 }, 0, 0 },       { { 0, 0, 0, 1 }, 0, 0 },       { { 0, 0, 0, 0 }, 2, 0 },
    { { 0, 0, 0, 0 }, 0, -2 },       { { 0, 1, 0, 0 }, 1, -1 },      { { 0, 0, -2, 2 }, 0, -2 },
    { { 0, 0, 0, 0 }, -9999999, 0 }, { { 0, 0, 0, 0 }, 9999999, 0 }, { { 0, 0, 0, 0 }, 0, 9999999 },
  };
  g_autoptr (Update) update = new_update ();
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (update->original);
  g_autoptr (HopsoPdfFile) file = hopso_pdf_file_open (source, NULL);
  g_autoptr (HopsoPdfPrepared) prepared = hopso_pdf_prepare_signature (file, &update->plan, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint64 range[4];
      g_autoptr (GError) error = NULL;

      for (guint j = 0; j < 4; j++)
        range[j] = prepared->byte_range[j] + (guint64) rows[i].range[j];
      hopso_pdf_check_update (source, prepared->appended, &update->plan, range,
                              prepared->hole_offset + (guint64) rows[i].hole,
                              prepared->hole_size + (gsize) rows[i].size, &error);
      g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_NOT_AS_PLANNED);
    }
}

static void
test_a_filled_hole_is_refused (void)
{
  g_autoptr (Update) update = new_update ();
  g_autoptr (GError) error = NULL;

  replace (update, "/Contents <00", "/Contents <01");
  check (update, "", &error);
  g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_NOT_AS_PLANNED);
}

/* Any changed byte of the update: refused, or harmless because it says the same. */
static void
test_flipped_bytes_never_crash (void)
{
  g_autoptr (Update) update = new_update ();
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (update->original);
  g_autoptr (HopsoPdfFile) file = hopso_pdf_file_open (source, NULL);
  g_autoptr (HopsoPdfPrepared) prepared = hopso_pdf_prepare_signature (file, &update->plan, NULL);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (prepared->appended, &size);
  guint n_accepted = 0;

  for (gsize i = 0; i < size; i += 7)
    {
      guint8 *copy = g_memdup2 (bytes, size);
      g_autoptr (GBytes) changed = NULL;

      copy[i] ^= 0x04;
      changed = g_bytes_new_take (copy, size);
      n_accepted += hopso_pdf_check_update (source, changed, &update->plan, prepared->byte_range,
                                            prepared->hole_offset, prepared->hole_size, NULL);
    }
  /* The second part of ID may be anything. */
  g_assert_cmpuint (n_accepted, <, 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/pdfbytes/check/" name, function)
  ADD ("the-truth-is-accepted", test_the_truth_is_accepted);
  ADD ("each-lie-is-refused", test_each_lie_is_refused);
  ADD ("extra-objects-are-refused", test_extra_objects_are_refused);
  ADD ("an-unchanged-catalogue-may-be-written-again",
       test_an_unchanged_catalogue_may_be_written_again);
  ADD ("bytes-between-objects-are-refused", test_bytes_between_objects_are_refused);
  ADD ("another-mark-is-refused", test_another_mark_is_refused);
  ADD ("another-plan-is-refused", test_another_plan_is_refused);
  ADD ("false-numbers-are-refused", test_false_numbers_are_refused);
  ADD ("a-filled-hole-is-refused", test_a_filled_hole_is_refused);
  ADD ("flipped-bytes-never-crash", test_flipped_bytes_never_crash);
  return g_test_run ();
}
