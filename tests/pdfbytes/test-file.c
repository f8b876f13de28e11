/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whole files: cross-references of each kind, revisions, pages, and the ways in which they can be
 * wrong or meant to hurt. */

#include "hopso-test-pdf.h"

#include "hopso-fd.h"
#include "hopso-pdf-prepare.h"

#include <gio/gio.h>
#include <string.h>

static HopsoPdfObject *
look_up (HopsoPdfFile *file, guint32 number, GError **error)
{
  return hopso_pdf_file_dup_object (file, (HopsoPdfReference){ number, 0 }, error);
}

static void
test_a_table_opens (void)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;
  const HopsoPdfPage *page;

  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  file = hopso_test_pdf_open (pdf, &error);
  g_assert_no_error (error);
  g_assert_cmpint (hopso_pdf_file_get_xref_kind (file), ==, HOPSO_PDF_XREF_TABLE);
  g_assert_cmpstr (hopso_pdf_file_get_version (file), ==, "1.7");
  g_assert_cmpuint (hopso_pdf_file_get_next_number (file), ==, 5);
  g_assert_cmpuint (hopso_pdf_file_get_n_revisions (file), ==, 1);
  g_assert_cmpuint (hopso_pdf_file_get_revision_end (file, 0), ==, pdf->bytes->len);
  page = hopso_pdf_file_get_page (file, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (page->media_box[3], ==, 842);
  g_assert_null (hopso_pdf_file_get_page (file, 1, &error));
  g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_FIELD);
}

static void
test_a_stream_and_its_object_stream_open (void)
{
  static const char inner[] = "6 0 7 5 (six)[7 8]";
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (HopsoPdfObject) six = NULL;
  g_autoptr (HopsoPdfObject) seven = NULL;
  g_autofree char *text = NULL;
  char *row;

  hopso_test_pdf_add_stream (pdf, 5, "/Type/ObjStm/N 2/First 8", inner, strlen (inner));
  pdf->offsets[6] = pdf->offsets[7] = 1;
  hopso_test_pdf_end_with_stream (pdf, 8, HOPSO_TEST_TRAILER);
  /* Rows are 6 bytes, those of 6 and 7 the last but two: kind 2, stream 5, index. */
  row = hopso_test_pdf_find_last (pdf, "\nendstream");
  memcpy (row - 18, "\2\0\0\0\5\0\2\0\0\0\5\1", 12);
  file = hopso_test_pdf_open (pdf, &error);
  g_assert_no_error (error);
  g_assert_cmpint (hopso_pdf_file_get_xref_kind (file), ==, HOPSO_PDF_XREF_STREAM);
  six = look_up (file, 6, &error);
  g_assert_no_error (error);
  seven = look_up (file, 7, &error);
  text = hopso_pdf_object_dup_text (six);
  g_assert_cmpstr (text, ==, "six");
  g_assert_cmpuint (hopso_pdf_object_get_span (six).size, ==, 0);
  g_assert_cmpuint (hopso_pdf_object_get_length (seven), ==, 2);
}

static void
test_revisions_keep_what_was (void)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (HopsoPdfFile) older = NULL;
  g_autoptr (HopsoPdfObject) now = NULL;
  g_autoptr (HopsoPdfObject) then = NULL;
  gsize end;

  hopso_test_pdf_add (pdf, 5, "(then)");
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  end = pdf->bytes->len;
  hopso_test_pdf_add (pdf, 5, "(now)");
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  file = hopso_test_pdf_open (pdf, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hopso_pdf_file_get_n_revisions (file), ==, 2);
  g_assert_cmpuint (hopso_pdf_file_get_revision_end (file, 0), ==, end);
  g_assert_cmpuint (hopso_pdf_file_get_revision_of (file, 5), ==, 1);
  g_assert_cmpuint (hopso_pdf_file_get_revision_of (file, 1), ==, 0);
  older = hopso_pdf_file_open_revision (file, 0);
  now = look_up (file, 5, &error);
  then = look_up (older, 5, &error);
  g_assert_cmpuint (g_bytes_get_size (hopso_pdf_object_get_string (now)), ==, 3);
  g_assert_cmpuint (g_bytes_get_size (hopso_pdf_object_get_string (then)), ==, 4);
}

static void
test_a_hybrid_shows_what_its_table_hides (void)
{
  static const char rows[] = "\1\0\0\0\0\0";
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (HopsoPdfObject) hidden = NULL;
  g_autofree char *trailer = NULL;
  guint64 offset, stream_offset;
  char row[6];

  hopso_test_pdf_add (pdf, 6, "(hidden)");
  offset = pdf->offsets[6];
  pdf->offsets[6] = 0;
  memcpy (row, rows, sizeof row);
  row[3] = (char) (offset >> 8);
  row[4] = (char) (offset & 0xff);
  hopso_test_pdf_add_stream (pdf, 7, "/Type/XRef/W[1 4 1]/Index[6 1]/Size 8", row, sizeof row);
  stream_offset = pdf->offsets[7];
  trailer = g_strdup_printf (HOPSO_TEST_TRAILER "/XRefStm %" G_GUINT64_FORMAT, stream_offset);
  hopso_test_pdf_end_with_table (pdf, trailer);
  file = hopso_test_pdf_open (pdf, &error);
  g_assert_no_error (error);
  g_assert_cmpint (hopso_pdf_file_get_xref_kind (file), ==, HOPSO_PDF_XREF_TABLE);
  hidden = look_up (file, 6, &error);
  g_assert_no_error (error);
  g_assert_cmpint (hopso_pdf_object_get_kind (hidden), ==, HOPSO_PDF_STRING);
}

static void
test_damage_is_named (void)
{
  static const struct
  {
    const char *from, *to;
  } rows[] = {
    { "%PDF-1.7", "%PDX-1.7" },
    { "startxref", "startxxxx" },
    { "xref\n0 1", "xxxx\n0 1" },
    { "00000 n \n", "00000 n  " },
    { "00000 n \n", "00000 x \n" },
    { "00000 n \n", "0000a n \n" },
    { "0 1\n", "0 9\n" },
    { "trailer\n<<", "trailer\n[[" },
    { "/Root 1 0 R", "/Root 9 0 R" },
    { "/Root 1 0 R", "/Root 4 0 R" },
    { "/Size 5", "/Sizf 5" },
    { "/Size 5", "/Size 0" },
    { "1 0 obj", "2 0 obj" },
    { "1 0 obj", "1 1 obj" },
    { "/Pages 2 0 R>>\nendobj", "/Pages 2 0 R>>\nendxxx" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
      g_autoptr (GError) error = NULL;
      g_autoptr (HopsoPdfFile) file = NULL;

      hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
      hopso_test_pdf_patch (pdf, rows[i].from, rows[i].to);
      file = hopso_test_pdf_open (pdf, &error);
      if (file != NULL)
        g_test_message ("accepted: %s", rows[i].to);
      g_assert_null (file);
      g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_DAMAGED);
    }
}

static void
test_a_loop_of_references_ends (void)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (HopsoPdfObject) start = hopso_pdf_object_new_reference ((HopsoPdfReference){ 5, 0 });

  hopso_test_pdf_add (pdf, 5, "6 0 R");
  hopso_test_pdf_add (pdf, 6, "5 0 R");
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  file = hopso_test_pdf_open (pdf, &error);
  g_assert_null (hopso_pdf_file_resolve (file, start, &error));
  g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_DAMAGED);
}

static void
test_a_stream_that_needs_itself_ends (void)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;

  hopso_test_pdf_add (pdf, 5, "<</Length 5 0 R>>\nstream\nx\nendstream");
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  file = hopso_test_pdf_open (pdf, &error);
  g_assert_null (look_up (file, 5, &error));
  g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_DAMAGED);
}

static void
test_previous_sections_lie_before (void)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;

  pdf->previous = (gint64) pdf->bytes->len;
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  file = hopso_test_pdf_open (pdf, &error);
  g_assert_null (file);
  g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_DAMAGED);
}

static void
test_an_old_revision_cannot_know_the_new (void)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;

  pdf->offsets[5] = 2000;
  pdf->size = 6;
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  while (pdf->bytes->len < 2000)
    hopso_test_pdf_append (pdf, "%%\n");
  hopso_test_pdf_add (pdf, 5, "(later)");
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  file = hopso_test_pdf_open (pdf, &error);
  g_assert_null (file);
  g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_DAMAGED);
}

static void
assert_pages_are_damaged (const char *kids)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new ();
  g_autofree char *node = g_strdup_printf ("<</Type/Pages/Kids[%s]/Count 1>>", kids);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;
  guint n_pages;

  hopso_test_pdf_add (pdf, 1, "<</Type/Catalog/Pages 2 0 R>>");
  hopso_test_pdf_add (pdf, 2, node);
  hopso_test_pdf_add (pdf, 3, "<</Type/Page/Parent 2 0 R>>");
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  file = hopso_test_pdf_open (pdf, &error);
  g_assert_no_error (error);
  g_assert_false (hopso_pdf_file_get_n_pages (file, &n_pages, &error));
  g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_DAMAGED);
}

static void
test_odd_page_trees_are_damage (void)
{
  assert_pages_are_damaged ("2 0 R");
  assert_pages_are_damaged ("3 0 R 3 0 R");
  assert_pages_are_damaged ("<</Type/Page>>");
  assert_pages_are_damaged ("9 0 R");
}

static void
test_pages_inherit (void)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;
  const HopsoPdfPage *page;

  hopso_test_pdf_add (pdf, 1, "<</Type/Catalog/Pages 2 0 R>>");
  hopso_test_pdf_add (pdf, 2,
                      "<</Type/Pages/Kids[3 0 R 4 0 R]/Rotate -90/MediaBox[600 800 0 0]"
                      "/CropBox[10 20 9999 700]>>");
  hopso_test_pdf_add (pdf, 3, "<</Type/Page/Parent 2 0 R>>");
  hopso_test_pdf_add (pdf, 4, "<</Type/Page/Parent 2 0 R/Rotate 450/MediaBox 5 0 R>>");
  hopso_test_pdf_add (pdf, 5, "[0 0 100.5 100]");
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  file = hopso_test_pdf_open (pdf, &error);
  page = hopso_pdf_file_get_page (file, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->rotation, ==, 270);
  g_assert_cmpfloat (page->crop_box[0], ==, 10);
  g_assert_cmpfloat (page->crop_box[2], ==, 600);
  page = hopso_pdf_file_get_page (file, 1, &error);
  g_assert_cmpuint (page->rotation, ==, 90);
  g_assert_cmpfloat (page->crop_box[2], ==, 100.5);
  g_assert_cmpfloat (page->crop_box[3], ==, 100);
}

static void
test_a_bomb_stays_small (void)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  g_autofree guint8 *zeros = g_malloc0 (8 << 20);
  g_autoptr (GConverter) packer =
      G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9));
  g_autofree guint8 *packed = g_malloc (1 << 20);
  gsize n_read, n_written;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (HopsoPdfObject) stream = NULL;

  g_converter_convert (packer, zeros, 8 << 20, packed, 1 << 20, G_CONVERTER_INPUT_AT_END, &n_read,
                       &n_written, &error);
  g_assert_no_error (error);
  hopso_test_pdf_add_stream (pdf, 5, "/Filter/FlateDecode", packed, n_written);
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  file = hopso_test_pdf_open (pdf, &error);
  stream = look_up (file, 5, &error);
  g_assert_null (hopso_pdf_file_decode_stream (file, stream, 1 << 20, &error));
  g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_TOO_COMPLEX);
}

/* Every cut and every changed byte of a small file: an error or a file, never worse. */
static void
test_any_cut_or_flip_ends (void)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();

  hopso_test_pdf_end_with_stream (pdf, 5, HOPSO_TEST_TRAILER);
  for (gsize i = 0; i < pdf->bytes->len; i++)
    {
      g_autofree char *copy = g_memdup2 (pdf->bytes->str, pdf->bytes->len);
      g_autoptr (HopsoPdfFile) cut = hopso_test_open_bytes (copy, i, NULL);
      g_autoptr (HopsoPdfFile) flipped = NULL;
      guint n_pages;

      copy[i] = (char) (copy[i] ^ 0x11);
      flipped = hopso_test_open_bytes (copy, pdf->bytes->len, NULL);
      if (flipped != NULL)
        hopso_pdf_file_get_n_pages (flipped, &n_pages, NULL);
    }
}

/* How many bytes this process has read so far. */
static guint64
count_read (void)
{
  g_autofree char *text = NULL;
  guint64 n = 0;

  if (g_file_get_contents ("/proc/self/io", &text, NULL, NULL))
    n = g_ascii_strtoull (text + strlen ("rchar: "), NULL, 10);
  return n;
}

/* A scan of 256 MB, most of it one picture that nobody has to look at. */
static void
test_a_large_file_is_read_in_places (void)
{
  static const guint64 picture_size = (guint64) 256 << 20;
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  g_autoptr (HopsoTestPdf) end = hopso_test_pdf_new ();
  g_auto (HopsoFd) fd = hopso_fd_new_memory ("large", NULL);
  HopsoPdfSignaturePlan plan = { 0 };
  g_autoptr (HopsoPdfSource) source = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (HopsoPdfPrepared) prepared = NULL;
  g_autoptr (GError) error = NULL;
  guint64 before, picture = pdf->bytes->len;

  hopso_test_pdf_append (pdf, "5 0 obj\n<</Length %" G_GUINT64_FORMAT ">>\nstream\n", picture_size);
  g_string_truncate (end->bytes, 0);
  hopso_test_pdf_append (end, "\nendstream\nendobj\nxref\n0 6\n0000000000 65535 f \n");
  pdf->offsets[5] = picture;
  for (guint i = 1; i <= 5; i++)
    hopso_test_pdf_append (end, "%010" G_GUINT64_FORMAT " 00000 n \n", pdf->offsets[i]);
  hopso_test_pdf_append (end,
                         "trailer\n<<" HOPSO_TEST_TRAILER "/Size 6>>\nstartxref\n%" G_GUINT64_FORMAT
                         "\n%%%%EOF\n",
                         pdf->bytes->len + picture_size + strlen ("\nendstream\nendobj\n"));
  hopso_fd_write_at (fd, 0, pdf->bytes->str, pdf->bytes->len, &error);
  hopso_fd_write_at (fd, pdf->bytes->len + picture_size, end->bytes->str, end->bytes->len, &error);
  g_assert_no_error (error);
  before = count_read ();
  source = hopso_pdf_source_new_fd (fd, &error);
  file = hopso_pdf_file_open (source, &error);
  g_assert_no_error (error);
  prepared = hopso_pdf_prepare_signature (file, &plan, &error);
  g_assert_no_error (error);
  g_assert_true (hopso_pdf_check_update (source, prepared->appended, &plan, prepared->byte_range,
                                         prepared->hole_offset, prepared->hole_size, &error));
  g_assert_cmpuint (count_read () - before, <, 8 << 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdfbytes/file/a-table-opens", test_a_table_opens);
  g_test_add_func ("/pdfbytes/file/a-stream-and-its-object-stream-open",
                   test_a_stream_and_its_object_stream_open);
  g_test_add_func ("/pdfbytes/file/revisions-keep-what-was", test_revisions_keep_what_was);
  g_test_add_func ("/pdfbytes/file/a-hybrid-shows-what-its-table-hides",
                   test_a_hybrid_shows_what_its_table_hides);
  g_test_add_func ("/pdfbytes/file/damage-is-named", test_damage_is_named);
  g_test_add_func ("/pdfbytes/file/a-loop-of-references-ends", test_a_loop_of_references_ends);
  g_test_add_func ("/pdfbytes/file/a-stream-that-needs-itself-ends",
                   test_a_stream_that_needs_itself_ends);
  g_test_add_func ("/pdfbytes/file/previous-sections-lie-before",
                   test_previous_sections_lie_before);
  g_test_add_func ("/pdfbytes/file/an-old-revision-cannot-know-the-new",
                   test_an_old_revision_cannot_know_the_new);
  g_test_add_func ("/pdfbytes/file/odd-page-trees-are-damage", test_odd_page_trees_are_damage);
  g_test_add_func ("/pdfbytes/file/pages-inherit", test_pages_inherit);
  g_test_add_func ("/pdfbytes/file/a-bomb-stays-small", test_a_bomb_stays_small);
  g_test_add_func ("/pdfbytes/file/a-large-file-is-read-in-places",
                   test_a_large_file_is_read_in_places);
  g_test_add_func ("/pdfbytes/file/any-cut-or-flip-ends", test_any_cut_or_flip_ends);
  return g_test_run ();
}
