/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where bytes come from and what is done to them: sources, filters, predictors, object streams. */

#include "hopso-fd.h"
#include "hopso-test-pdf.h"

#include <gio/gio.h>
#include <string.h>
#include <unistd.h>

static GBytes *
deflate (const void *bytes, gsize size)
{
  g_autoptr (GZlibCompressor) packer = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9);
  guint8 *packed = g_malloc (size + 1024);
  gsize n_read, n_written;
  g_autoptr (GError) error = NULL;

  g_converter_convert (G_CONVERTER (packer), bytes, size, packed, size + 1024,
                       G_CONVERTER_INPUT_AT_END, &n_read, &n_written, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (packed, n_written);
}

/* Decodes a stream with those entries; %NULL with @error when that fails. */
static GBytes *
decode (const char *entries, const void *data, gsize size, GError **error)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (HopsoPdfObject) stream = NULL;

  hopso_test_pdf_add_stream (pdf, 5, entries, data, size);
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  file = hopso_test_pdf_open (pdf, error);
  stream = hopso_pdf_file_dup_object (file, (HopsoPdfReference){ 5, 0 }, error);
  return hopso_pdf_file_decode_stream (file, stream, 1 << 16, error);
}

static guint8
guess (const guint8 *row, const guint8 *above, gsize i, gsize pixel, guint8 filter)
{
  int left = i >= pixel ? row[i - pixel] : 0;
  int up = above != NULL ? above[i] : 0;
  int corner = i >= pixel && above != NULL ? above[i - pixel] : 0;
  int p = left + up - corner;
  int nearest = ABS (p - left) <= ABS (p - up) ? left : up;

  if (ABS (p - corner) < MIN (ABS (p - left), ABS (p - up)))
    nearest = corner;

  int guesses[] = { 0, left, up, (left + up) / 2, nearest };
  return (guint8) guesses[filter];
}

/* Predicts rows of @row_size bytes with each of the five filters in turn, as PNG does. */
static GByteArray *
predict (const guint8 *plain, gsize n_rows, gsize row_size, gsize pixel)
{
  GByteArray *output = g_byte_array_new ();

  for (gsize i = 0; i < n_rows; i++)
    {
      const guint8 *row = plain + i * row_size;
      const guint8 *above = i > 0 ? row - row_size : NULL;
      guint8 filter = (guint8) (i % 5);

      g_byte_array_append (output, &filter, 1);
      for (gsize j = 0; j < row_size; j++)
        {
          guint8 byte = (guint8) (row[j] - guess (row, above, j, pixel, filter));

          g_byte_array_append (output, &byte, 1);
        }
    }
  return output;
}

static void
test_png_predictors_are_undone (void)
{
  static const struct
  {
    const char *parameters;
    gsize row_size, pixel;
  } rows[] = {
    { "/Predictor 12/Columns 12", 12, 1 },
    { "/Predictor 15/Columns 4/Colors 3", 12, 3 },
    { "/Predictor 10/Columns 3/Colors 2/BitsPerComponent 16", 12, 4 },
    { "/Predictor 11/Columns 24/BitsPerComponent 4", 12, 1 },
  };
  guint8 plain[20 * 12];

  for (gsize i = 0; i < sizeof plain; i++)
    plain[i] = (guint8) (i * i * 31 + i / 7);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *entries =
          g_strdup_printf ("/Filter[/FlateDecode]/DecodeParms[<<%s>>]", rows[i].parameters);
      g_autoptr (GByteArray) predicted = predict (plain, 20, rows[i].row_size, rows[i].pixel);
      g_autoptr (GBytes) packed = deflate (predicted->data, predicted->len);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes =
          decode (entries, g_bytes_get_data (packed, NULL), g_bytes_get_size (packed), &error);

      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), plain,
                       sizeof plain);
    }
}

static void
test_plain_streams_come_as_they_are (void)
{
  static const char *const rows[] = { "", "/Filter[]", "/Filter null" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = decode (rows[i], "abc", 3, NULL);

      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "abc", 3);
    }
}

static void
test_what_cannot_be_decoded_is_said (void)
{
  static const struct
  {
    const char *entries;
    HopsoPdfError code;
  } rows[] = {
    { "/Filter/LZWDecode", HOPSO_PDF_ERROR_UNSUPPORTED },
    { "/Filter[/FlateDecode/FlateDecode]", HOPSO_PDF_ERROR_UNSUPPORTED },
    { "/F(elsewhere)", HOPSO_PDF_ERROR_UNSUPPORTED },
    { "/Filter/FlateDecode/DecodeParms<</Predictor 2>>", HOPSO_PDF_ERROR_UNSUPPORTED },
    { "/Filter/FlateDecode/DecodeParms<</Predictor 99>>", HOPSO_PDF_ERROR_DAMAGED },
    { "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 0>>", HOPSO_PDF_ERROR_DAMAGED },
    { "/Filter/FlateDecode/DecodeParms<</Predictor 12/Colors (x)>>", HOPSO_PDF_ERROR_DAMAGED },
    { "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 7>>", HOPSO_PDF_ERROR_DAMAGED },
    { "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 9>>", HOPSO_PDF_ERROR_DAMAGED },
    { "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 16777216/Colors 32>>",
      HOPSO_PDF_ERROR_DAMAGED },
  };
  g_autoptr (GBytes) packed = deflate ("\x07 wrong filter..", 10);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", rows[i].entries);
      g_assert_null (decode (rows[i].entries, g_bytes_get_data (packed, NULL),
                             g_bytes_get_size (packed), &error));
      g_assert_error (error, HOPSO_PDF_ERROR, (int) rows[i].code);
    }
}

static void
test_damaged_flate_is_damage (void)
{
  g_autoptr (GBytes) packed = deflate ("some words that are packed", 26);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (packed, &size);
  g_autofree guint8 *copy = g_memdup2 (bytes, size);
  g_autoptr (GError) cut = NULL;
  g_autoptr (GError) changed = NULL;
  g_autoptr (GError) large = NULL;
  g_autofree guint8 *zeros = g_malloc0 (1 << 17);

  g_assert_null (decode ("/Filter/FlateDecode", bytes, size - 5, &cut));
  g_assert_error (cut, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_DAMAGED);
  copy[2] ^= 0xff;
  g_assert_null (decode ("/Filter/FlateDecode", copy, size, &changed));
  g_assert_error (changed, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_DAMAGED);
  g_assert_null (decode ("", zeros, 1 << 17, &large));
  g_assert_error (large, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_TOO_COMPLEX);
}

/* A file whose object 6 is in object stream 5. */
static HopsoPdfObject *
read_packed (const char *entries, const char *inner, GError **error)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  g_autoptr (HopsoPdfFile) file = NULL;

  hopso_test_pdf_add_stream (pdf, 5, entries, inner, strlen (inner));
  pdf->offsets[6] = 1;
  hopso_test_pdf_end_with_stream (pdf, 7, HOPSO_TEST_TRAILER);
  /* Rows are 6 bytes; that of 6 is the last but one. */
  memcpy (hopso_test_pdf_find_last (pdf, "\nendstream") - 12, "\2\0\0\0\5\0", 6);
  file = hopso_test_pdf_open (pdf, error);
  g_assert_nonnull (file);
  return hopso_pdf_file_dup_object (file, (HopsoPdfReference){ 6, 0 }, error);
}

static void
test_object_streams_are_read_strictly (void)
{
  static const struct
  {
    const char *entries, *inner;
  } rows[] = {
    { "/Type/ObjStm/N 1/First 4", "8 0 (other)" }, { "/Type/ObjStm/N 0/First 4", "6 0 (six)" },
    { "/Type/ObjStm/N 2/First 4", "6 0 (six)" },   { "/Type/ObjStm/N 1/First 99", "6 0 (six)" },
    { "/Type/ObjStm/N 1/First -4", "6 0 (six)" },  { "/Type/ObjStm/N 1/First 4", "6 9 (six)" },
    { "/Type/ObjStm/N 1/First 4", "0 0 (six)" },   { "/Type/ObjStm/N 1/First 4", "6 0 (six" },
    { "/Type/ObjStm/N (x)/First 4", "6 0 (six)" }, { "/Type/Other/N 1/First 4", "6 0 (six)" },
  };
  g_autoptr (GError) none = NULL;
  g_autoptr (HopsoPdfObject) good = read_packed ("/Type/ObjStm/N 1/First 4", "6 0 (six)", &none);

  g_assert_no_error (none);
  g_assert_cmpint (hopso_pdf_object_get_kind (good), ==, HOPSO_PDF_STRING);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s %s", rows[i].entries, rows[i].inner);
      g_assert_null (read_packed (rows[i].entries, rows[i].inner, &error));
      g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_DAMAGED);
    }
}

static void
test_packed_objects_of_encrypted_files_stay_closed (void)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (GError) error = NULL;

  hopso_test_pdf_add_stream (pdf, 5, "/Type/ObjStm/N 1/First 4", "6 0 (six)", 9);
  pdf->offsets[6] = 1;
  hopso_test_pdf_end_with_stream (pdf, 7, HOPSO_TEST_TRAILER "/Encrypt<<>>");
  memcpy (hopso_test_pdf_find_last (pdf, "\nendstream") - 12, "\2\0\0\0\5\0", 6);
  file = hopso_test_pdf_open (pdf, &error);
  g_assert_no_error (error);
  g_assert_true (hopso_pdf_file_is_encrypted (file));
  g_assert_null (hopso_pdf_file_dup_object (file, (HopsoPdfReference){ 6, 0 }, &error));
  g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_UNSUPPORTED);
}

/* The same bytes by descriptor, in memory and in two parts, looked at everywhere. */
static void
test_all_sources_say_the_same (void)
{
  gsize size = 200000;
  guint8 *bytes = g_malloc (size);
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GBytes) head = NULL;
  g_autoptr (GBytes) tail = NULL;
  g_auto (HopsoFd) fd = -1;
  HopsoPdfSource *sources[3];
  g_autoptr (HopsoPdfSource) first = NULL;

  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) (i * 7 + i / 251);
  fd = hopso_fd_new_sealed ("test", bytes, size, NULL);
  whole = g_bytes_new_take (bytes, size);
  head = g_bytes_new_from_bytes (whole, 0, 70001);
  tail = g_bytes_new_from_bytes (whole, 70001, size - 70001);
  first = hopso_pdf_source_new_bytes (head);
  sources[0] = hopso_pdf_source_new_fd (fd, NULL);
  sources[1] = hopso_pdf_source_new_bytes (whole);
  sources[2] = hopso_pdf_source_new_appended (first, tail);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GBytes) piece = hopso_pdf_source_dup_bytes (sources[i], 69000, 2000, NULL);
      g_autoptr (GBytes) all = hopso_pdf_source_dup_bytes (sources[i], 0, size, NULL);
      g_autoptr (GError) error = NULL;
      gsize available;
      guint8 byte;

      g_assert_cmpuint (hopso_pdf_source_get_size (sources[i]), ==, size);
      g_assert_true (g_bytes_equal (all, whole));
      g_assert_cmpmem (g_bytes_get_data (piece, NULL), 2000, bytes + 69000, 2000);
      for (gsize j = 0; j < size; j += 997)
        g_assert_cmpuint (*hopso_pdf_source_peek (sources[i], size - 1 - j, &available, NULL), ==,
                          bytes[size - 1 - j]);
      g_assert_null (hopso_pdf_source_peek (sources[i], size, &available, &error));
      g_assert_no_error (error);
      g_assert_null (hopso_pdf_source_dup_bytes (sources[i], size - 1, 2, &error));
      g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_DAMAGED);
      g_clear_error (&error);
      g_assert_false (hopso_pdf_source_read (sources[i], G_MAXUINT64, &byte, 1, &error));
      g_assert_nonnull (error);
      hopso_pdf_source_unref (sources[i]);
    }
}

static void
test_a_file_that_shrinks_is_an_error (void)
{
  g_auto (HopsoFd) fd = hopso_fd_new_memory ("test", NULL);
  g_autoptr (HopsoPdfSource) source = NULL;
  g_autoptr (GError) error = NULL;
  gsize available;

  hopso_fd_write_at (fd, 0, "words", 5, NULL);
  source = hopso_pdf_source_new_fd (fd, NULL);
  g_assert_cmpint (ftruncate (fd, 2), ==, 0);
  g_assert_null (hopso_pdf_source_peek (source, 1, &available, &error));
  g_assert_nonnull (error);
  g_assert_null (hopso_pdf_source_new_fd (-1, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/pdfbytes/stream/" name, function)
  ADD ("png-predictors-are-undone", test_png_predictors_are_undone);
  ADD ("plain-streams-come-as-they-are", test_plain_streams_come_as_they_are);
  ADD ("what-cannot-be-decoded-is-said", test_what_cannot_be_decoded_is_said);
  ADD ("damaged-flate-is-damage", test_damaged_flate_is_damage);
  ADD ("object-streams-are-read-strictly", test_object_streams_are_read_strictly);
  ADD ("packed-objects-of-encrypted-files-stay-closed",
       test_packed_objects_of_encrypted_files_stay_closed);
  ADD ("all-sources-say-the-same", test_all_sources_say_the_same);
  ADD ("a-file-that-shrinks-is-an-error", test_a_file_that_shrinks_is_an_error);
  return g_test_run ();
}
