/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What goes wrong with incremental updates elsewhere, one test for each. Shapes of forms and fields
 * are in test-prepare.c, passwords in test-protected.c, large files in test-large.c. */

#include "prepare-world.h"

#include "hopso-pdf-difference.h"
#include "hopso-pdf-file-private.h"
#include "hopso-pdf-signature.h"

#include <gio/gio.h>
#include <string.h>

#define N_SIGNATURES 25

static const PrepareShape bare = { .catalog = "", .page = "" };
static const PrepareShape packed = { .catalog = "", .page = "", .has_stream = TRUE };

static const char *
find_after (GBytes *whole, GBytes *original, const char *text)
{
  gsize size, from = g_bytes_get_size (original);
  const char *data = g_bytes_get_data (whole, &size);

  return memmem (data + from, size - from, text, strlen (text));
}

static void
test_the_old_file_is_an_untouched_prefix (void)
{
  static const PrepareShape *const kinds[] = { &bare, &packed };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      HopsoPdfSignaturePlan plan = { 0 };
      g_autoptr (GBytes) original = prepare_make_shape (kinds[i]);
      g_autoptr (GBytes) whole = prepare_sign (original, &plan);
      gsize size = g_bytes_get_size (original);

      g_assert_cmpmem (g_bytes_get_data (original, NULL), size, g_bytes_get_data (whole, NULL),
                       size);
      /* prepare_sign() has seen that the kind of cross-reference is the same. */
      g_assert_true ((find_after (whole, original, "\nxref\n") != NULL) == (i == 0));
    }
}

static void
test_the_trailer_is_kept (void)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  HopsoPdfSignaturePlan plan = { 0 };
  g_autoptr (GBytes) original = NULL;
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autofree char *previous = NULL;
  HopsoPdfObject *trailer, *identity;
  gint64 size = 0;

  hopso_test_pdf_add (pdf, 5, "<</Title(a)>>");
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER "/Info 5 0 R/ID[<0102><0304>]/Odd/Key");
  original = hopso_test_pdf_dup_bytes (pdf);
  previous = g_strdup_printf ("/Prev %" G_GINT64_FORMAT, pdf->previous);
  whole = prepare_sign (original, &plan);
  file = prepare_open (whole, NULL, NULL);
  trailer = hopso_pdf_file_get_trailer (file);
  identity = hopso_pdf_object_get (trailer, "ID");
  g_assert_nonnull (find_after (whole, original, previous));
  g_assert_nonnull (find_after (whole, original, "/ID [<0102> <"));
  g_assert_null (find_after (whole, original, "<0304>"));
  g_assert_cmpuint (hopso_pdf_object_get_length (identity), ==, 2);
  g_assert_true (hopso_pdf_object_has (trailer, "Info"));
  g_assert_true (hopso_pdf_object_is_name (hopso_pdf_object_get (trailer, "Odd"), "Key"));
  g_assert_true (hopso_pdf_object_get_integer (hopso_pdf_object_get (trailer, "Size"), &size));
  g_assert_cmpint (size, ==, hopso_pdf_file_get_next_number (file));
}

/* Catalogue, page, signature and field of this bare document, and nothing else; none is freed. */
static void
test_only_what_changed_is_written (void)
{
  HopsoPdfSignaturePlan plan = { 0 };
  g_autoptr (GBytes) original = prepare_make_shape (&bare);
  g_autoptr (GBytes) whole = prepare_sign (original, &plan);
  g_autoptr (HopsoPdfFile) file = prepare_open (whole, NULL, NULL);
  HopsoPdfSection *section = hopso_pdf_file_get_xref (file)->sections->pdata[0];

  g_assert_cmpuint (section->entries->len, ==, 5);
  for (guint i = 0; i < section->entries->len; i++)
    {
      HopsoPdfEntry *entry = &g_array_index (section->entries, HopsoPdfEntry, i);

      g_assert_cmpint (entry->kind, ==, HOPSO_PDF_ENTRY_PLAIN);
      g_assert_true (entry->number == 1 || entry->number == 3 || entry->number >= 5);
    }
}

/* Page and catalogue come out of their object streams, whatever else the file is. */
static void
test_packed_objects_are_written_plainly (void)
{
  static const char *const options[] = { "--object-streams=generate", NULL };
  static const char *const both[] = { "--object-streams=generate", "--linearize", NULL };
  const char *const *const all[] = { options, both };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      HopsoPdfSignaturePlan plan = { 0 };
      g_autoptr (GBytes) plain = prepare_make_shape (&bare);
      g_autoptr (GBytes) original = prepare_convert (plain, all[i]);
      g_autoptr (GBytes) whole = original != NULL ? prepare_sign (original, &plan) : NULL;

      if (whole == NULL)
        return;
      g_assert_nonnull (find_after (whole, original, "/Type /Catalog"));
      g_assert_null (find_after (whole, original, "/ObjStm"));
    }
}

static void
test_a_linearized_file_is_signed (void)
{
  static const char *const options[] = { "--linearize", "--object-streams=disable", NULL };
  HopsoPdfSignaturePlan plan = { 0 };
  g_autoptr (GBytes) plain = prepare_make_shape (&bare);
  g_autoptr (GBytes) original = prepare_convert (plain, options);
  g_autoptr (GBytes) once = original != NULL ? prepare_sign (original, &plan) : NULL;
  g_autoptr (GBytes) twice = once != NULL ? prepare_sign (once, &plan) : NULL;

  if (original != NULL)
    g_assert_nonnull (twice);
}

/* What others would repair, each in their own way, is not signed. */
static void
test_what_must_be_repaired_is_refused (void)
{
  static const struct
  {
    const char *from;
    const char *to;
  } rows[] = {
    { "startxref\n", "startxrex\n" }, { "xref\n0 1", "xref\n9 1" }, { "00000 n \n", "00000 n\n " },
    { "/Size 5", "/Size 4" },         { "trailer", "trailor" },     { "3 0 obj", "9 0 obj" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
      HopsoPdfSignaturePlan plan = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (HopsoPdfFile) file = NULL;
      g_autoptr (HopsoPdfPrepared) prepared = NULL;

      g_test_message ("%s", rows[i].to);
      hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
      hopso_test_pdf_patch (pdf, rows[i].from, rows[i].to);
      file = hopso_test_pdf_open (pdf, &error);
      if (file != NULL)
        prepared = hopso_pdf_prepare_signature (file, &plan, &error);
      g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_DAMAGED);
    }
}

static void
test_the_hole_is_all_that_is_not_covered (void)
{
  HopsoPdfSignaturePlan plan = { 0 };
  g_autoptr (GBytes) original = prepare_make_shape (&bare);
  g_autoptr (GBytes) whole = prepare_sign (original, &plan);
  g_autoptr (HopsoPdfFile) file = prepare_open (whole, NULL, NULL);
  g_autoptr (GPtrArray) signatures = hopso_pdf_file_list_signatures (file, NULL);
  HopsoPdfSignature *signature = signatures->pdata[0];
  const char *data = g_bytes_get_data (whole, NULL);

  g_assert_cmpuint (signature->contents.size, ==, 2 * HOPSO_PDF_HOLE_SIZE_DEFAULT + 2);
  g_assert_cmpuint (signature->byte_range[1], ==, signature->contents.offset);
  g_assert_cmpuint (signature->byte_range[2], ==,
                    signature->contents.offset + signature->contents.size);
  g_assert_cmpuint (signature->byte_range[2] + signature->byte_range[3], ==,
                    g_bytes_get_size (whole));
  g_assert_cmpint (data[signature->byte_range[1]], ==, '<');
  g_assert_cmpint (data[signature->byte_range[2] - 1], ==, '>');
}

static void
test_what_pages_inherit_stays_above (void)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  HopsoPdfSignaturePlan plan = { 0 };
  g_autoptr (GBytes) original = NULL;
  g_autoptr (GBytes) whole = NULL;

  hopso_test_pdf_add (pdf, 2,
                      "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 300 200]/Rotate 90"
                      "/Resources<<>>>>");
  hopso_test_pdf_add (pdf, 3, "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>");
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  original = hopso_test_pdf_dup_bytes (pdf);
  whole = prepare_sign (original, &plan);
  g_assert_null (find_after (whole, original, "/MediaBox"));
  g_assert_null (find_after (whole, original, "/Rotate"));
  g_assert_null (find_after (whole, original, "/Resources"));
}

static void
test_the_form_says_that_it_is_signed (void)
{
  const PrepareShape shape = { .catalog = "/AcroForm<</Fields[]/SigFlags 4>>", .page = "" };
  HopsoPdfSignaturePlan plan = { 0 };
  g_autoptr (GBytes) original = prepare_make_shape (&shape);
  g_autoptr (GBytes) whole = prepare_sign (original, &plan);

  g_assert_nonnull (find_after (whole, original, "/SigFlags 7"));
  g_assert_null (find_after (whole, original, "/NeedAppearances"));
  /* Print, Locked */
  g_assert_nonnull (find_after (whole, original, "/F 132"));
}

static void
test_many_sign_one_after_the_other (void)
{
  g_autoptr (GBytes) whole = prepare_make_shape (&packed);
  g_autoptr (HopsoPdfSource) mark = prepare_new_mark ();
  HopsoPdfSignaturePlan plan = prepare_plan_with_mark (mark);
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (GPtrArray) signatures = NULL;

  for (guint i = 0; i < N_SIGNATURES + 1; i++)
    {
      GBytes *longer = prepare_sign (whole, &plan);

      g_bytes_unref (whole);
      whole = longer;
    }
  file = prepare_open (whole, NULL, NULL);
  signatures = hopso_pdf_file_list_signatures (file, NULL);
  g_assert_cmpuint (signatures->len, ==, N_SIGNATURES + 1);
  for (guint i = 0; i < signatures->len; i++)
    {
      HopsoPdfSignature *signature = signatures->pdata[i];
      g_autoptr (HopsoPdfDifference) difference =
          hopso_pdf_file_compare_revision (file, signature->revision, NULL);

      g_assert_cmpuint (signature->findings, ==, 0);
      g_assert_cmpint (difference->change, ==,
                       i < N_SIGNATURES ? HOPSO_PDF_CHANGE_SIGNATURES : HOPSO_PDF_CHANGE_NONE);
    }
}

/* --- where the mark is seen ------------------------------------------------------------------ */

static int
read_number (const char **at)
{
  char *end = NULL;
  guint64 value = g_ascii_strtoull (*at, &end, 10);

  *at = end;
  return (int) value;
}

/* Left, top, right and bottom of the mark's blue on the first page as poppler draws it; the page's
 * own content is brighter. */
static void
assert_blue_box (GBytes *whole, const int expected[4])
{
  g_autofree char *tool = g_find_program_in_path ("pdftoppm");
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) picture = NULL;
  int box[4] = { G_MAXINT, G_MAXINT, -1, -1 };
  const char *at;
  int width, height;

  if (tool == NULL)
    {
      g_test_skip ("there is no pdftoppm");
      return;
    }
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL,
                              tool, "-r", "72", "-cropbox", "-", NULL);
  g_assert_true (g_subprocess_communicate (process, whole, NULL, &picture, NULL, NULL));
  at = g_bytes_get_data (picture, NULL);
  g_assert_true (g_str_has_prefix (at, "P6"));
  at += 2;
  width = read_number (&at);
  height = read_number (&at);
  read_number (&at);
  at++;
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++, at += 3)
      if ((guint8) at[2] > (guint8) at[0] + 40 && (guint8) at[2] < 250)
        {
          box[0] = MIN (box[0], x);
          box[1] = MIN (box[1], y);
          box[2] = MAX (box[2], x + 1);
          box[3] = MAX (box[3], y + 1);
        }
  for (guint i = 0; i < 4; i++)
    g_assert_cmpint (ABS (box[i] - expected[i]), <=, 2);
}

static void
test_a_mark_is_seen_upright_in_its_place (gconstpointer data)
{
  /* The mark's frame is drawn one point within it. */
  const int expected[4] = { 20, 30, 170, 80 };
  g_autofree char *page = g_strdup_printf (
      "/Rotate %d/MediaBox[-40 10 500 400]/CropBox[50 20 480 390]", GPOINTER_TO_INT (data));
  const PrepareShape shape = { .catalog = "", .page = page };
  g_autoptr (HopsoPdfSource) mark = prepare_new_mark ();
  HopsoPdfSignaturePlan plan = prepare_plan_with_mark (mark);
  g_autoptr (GBytes) original = prepare_make_shape (&shape);
  g_autoptr (GBytes) whole = prepare_sign (original, &plan);

  assert_blue_box (whole, expected);
}

int
main (int argc, char **argv)
{
  static const int rotations[] = { 0, 90, 180, 270, -90 };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(name, function) g_test_add_func ("/pdfbytes/pitfalls/" name, function)
  ADD ("the-old-file-is-an-untouched-prefix", test_the_old_file_is_an_untouched_prefix);
  ADD ("the-trailer-is-kept", test_the_trailer_is_kept);
  ADD ("only-what-changed-is-written", test_only_what_changed_is_written);
  ADD ("packed-objects-are-written-plainly", test_packed_objects_are_written_plainly);
  ADD ("a-linearized-file-is-signed", test_a_linearized_file_is_signed);
  ADD ("what-must-be-repaired-is-refused", test_what_must_be_repaired_is_refused);
  ADD ("the-hole-is-all-that-is-not-covered", test_the_hole_is_all_that_is_not_covered);
  ADD ("what-pages-inherit-stays-above", test_what_pages_inherit_stays_above);
  ADD ("the-form-says-that-it-is-signed", test_the_form_says_that_it_is_signed);
  ADD ("many-sign-one-after-the-other", test_many_sign_one_after_the_other);
  for (guint i = 0; i < G_N_ELEMENTS (rotations); i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/pdfbytes/pitfalls/a-mark-is-seen-upright/%d", rotations[i]);

      g_test_add_data_func (path, GINT_TO_POINTER (rotations[i]),
                            test_a_mark_is_seen_upright_in_its_place);
    }
  return g_test_run ();
}
