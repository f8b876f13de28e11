/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "paper-tools.h"

#include <cairo.h>
#include <string.h>

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* A black square of 40 × 40 pixels on nothing. */
static GBytes *
new_picture (void)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 40, 40);
  cairo_t *cr = cairo_create (surface);

  cairo_paint (cr);
  cairo_destroy (cr);
  g_assert_cmpint (cairo_surface_write_to_png_stream (surface, append_cb, bytes), ==,
                   CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}

static void
test_lines (void)
{
  g_autoptr (GError) error = NULL;
  const char *lines[] = { "Sao y; Sở Y tế", "2026-11-22T14:05:09+07:00", "Đặng Thị Ẵm", NULL };
  const char *options[] = { "PDF", NULL };
  HopsoTypesetMark mark = { .width_pt = 200, .height_pt = 60, .lines = lines };
  g_autoptr (GBytes) pdf = hopso_typeset_mark (&mark, &error);

  g_assert_no_error (error);
  pdf_assert_sound (pdf);
  g_autofree char *text = pdf_text (pdf);
  g_autofree char *information = pdf_run (pdf, "HOPSO_PDFINFO", options);

  g_assert_nonnull (strstr (text, "Sao y; Sở Y tế 2026-11-22T14:05:09+07:00 Đặng Thị Ẵm"));
  g_assert_nonnull (strstr (information, "200 x 60 pts"));
  g_assert_nonnull (strstr (information, "Pages:           1\n"));
}

/* A square in a wide mark: in the middle, as high as the mark, and nothing beside it. */
static void
test_picture (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = new_picture ();
  HopsoTypesetMark mark = { .width_pt = 180, .height_pt = 60, .picture_png = png };
  g_autoptr (GBytes) pdf = hopso_typeset_mark (&mark, &error);

  g_assert_no_error (error);
  pdf_assert_sound (pdf);
  g_autoptr (Picture) picture = pdf_draw (pdf, 0, 72);

  g_assert_cmpint (picture->width, ==, 180);
  g_assert_cmpint (picture->height, ==, 60);
  g_assert_true (picture_is_empty (picture, 72, 60, 0, 0, 59, 60));
  g_assert_true (picture_is_empty (picture, 72, 60, 121, 0, 59, 60));
  for (int x = 62; x < 118; x++)
    g_assert_cmpint (picture->pixels[30 * 180 + x], ==, 0);
  g_assert_cmpint (picture->pixels[2 * 180 + 90], ==, 0);
  g_assert_cmpint (picture->pixels[57 * 180 + 90], ==, 0);
}

static void
test_picture_and_lines (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = new_picture ();
  const char *lines[] = { "Người ký: Trần Quốc Đạt", "Cơ quan: UBND tỉnh An Hòa", NULL };
  HopsoTypesetMark mark = { .width_pt = 200, .height_pt = 60, .picture_png = png, .lines = lines };
  g_autoptr (GBytes) pdf = hopso_typeset_mark (&mark, &error);

  g_assert_no_error (error);
  g_autofree char *text = pdf_text (pdf);
  g_autoptr (Picture) picture = pdf_draw (pdf, 0, 72);

  g_assert_nonnull (strstr (text, "Người ký: Trần Quốc Đạt"));
  g_assert_cmpint (picture->pixels[30 * 200 + 45], ==, 0);
  g_assert_false (picture_is_empty (picture, 72, 60, 96, 0, 104, 60));
}

/* The value of a field stands on the line that the document left free. */
static void
test_stands_on_the_line (void)
{
  g_autoptr (GError) error = NULL;
  HopsoTypesetReport report;
  g_autoptr (HopsoTypesetDocument) document = hopso_typeset_document_new (HOPSO_TYPESET_NAMED);
  const char *lines[] = { "H", NULL };
  HopsoTypesetMark mark = { .lines = lines, .alignment = HOPSO_TYPESET_START };

  hopso_typeset_document_set_agency (document, NULL, "ỦY BAN NHÂN DÂN");
  hopso_typeset_document_set_number (document, NULL, "BC-UBND");
  hopso_typeset_document_set_name (document, "BÁO CÁO", NULL);
  hopso_typeset_document_add_paragraph (document, "Xong");
  g_autoptr (GBytes) page = hopso_typeset_document_write_bytes (document, &report, &error);
  g_assert_no_error (error);
  mark.width_pt = report.number.width;
  mark.height_pt = report.number.height;
  mark.font_size = report.number.font_size;
  g_autoptr (GBytes) stamp = hopso_typeset_mark (&mark, &error);
  g_assert_no_error (error);

  g_autoptr (Picture) paper = pdf_draw (page, 0, 288);
  g_autoptr (Picture) value = pdf_draw (stamp, 0, 288);
  int base[2] = { 0, 0 };

  for (int y = 0; y < value->height; y++)
    for (int x = 0; x < value->width; x++)
      if (value->pixels[y * value->width + x] < 0x80)
        base[0] = y;
  int top = (int) ((841.8898 - report.number.y - report.number.height) * 4 + 0.5);
  int right = (int) ((report.number.x + report.number.width) * 4);
  /* "B" of the symbol has the same base line as "H". */
  for (int y = top; y < top + value->height; y++)
    for (int x = right + 4 * 6; x < right + 4 * 12; x++)
      if (paper->pixels[y * paper->width + x] < 0x80)
        base[1] = y - top;
  g_assert_cmpint (base[0], >, 20);
  g_assert_cmpint (ABS (base[0] - base[1]), <=, 2);
}

static void
test_shrinks_unless_told (void)
{
  g_autoptr (GError) error = NULL;
  const char *lines[] = { "Ký bởi: Nguyễn Đức Thắng, Ủy ban nhân dân tỉnh An Hòa", NULL };
  HopsoTypesetMark mark = { .width_pt = 150, .height_pt = 20, .lines = lines };
  g_autoptr (GBytes) pdf = hopso_typeset_mark (&mark, &error);

  g_assert_no_error (error);
  g_assert_nonnull (pdf);
  mark.font_size = 13;
  g_assert_null (hopso_typeset_mark (&mark, &error));
  g_assert_error (error, HOPSO_TYPESET_ERROR, HOPSO_TYPESET_ERROR_TOO_LARGE);
}

static void
test_bad_pictures (void)
{
  g_autoptr (GBytes) png = new_picture ();
  gsize size;
  const guint8 *data = g_bytes_get_data (png, &size);
  g_autofree guint8 *huge = g_memdup2 (data, size);
  g_autofree guint8 *noise = g_malloc0 (100);

  memset (huge + 16, 0x7f, 8);
  GBytes *bad[] = { g_bytes_new (noise, 100), g_bytes_new (data, 20), g_bytes_new (data, size - 30),
                    g_bytes_new (huge, size), g_bytes_new (NULL, 0) };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      HopsoTypesetMark mark = { .width_pt = 50, .height_pt = 20, .picture_png = bad[i] };

      g_assert_null (hopso_typeset_mark (&mark, &error));
      g_assert_error (error, HOPSO_TYPESET_ERROR, HOPSO_TYPESET_ERROR_BAD_PICTURE);
      g_bytes_unref (bad[i]);
    }
}

static void
test_same_bytes (void)
{
  const char *lines[] = { "Trần Quốc Đạt", NULL };
  g_autoptr (GBytes) png = new_picture ();
  HopsoTypesetMark mark = {
    .width_pt = 150, .height_pt = 50, .picture_png = png, .lines = lines, .colour = 0x0000c0
  };
  g_autoptr (GBytes) one = hopso_typeset_mark (&mark, NULL);
  g_autoptr (GBytes) two = hopso_typeset_mark (&mark, NULL);

  g_assert_nonnull (one);
  g_assert_true (g_bytes_equal (one, two));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/typeset/mark/lines", test_lines);
  g_test_add_func ("/typeset/mark/picture-keeps-its-proportions", test_picture);
  g_test_add_func ("/typeset/mark/picture-and-lines", test_picture_and_lines);
  g_test_add_func ("/typeset/mark/stands-on-the-line-left-free", test_stands_on_the_line);
  g_test_add_func ("/typeset/mark/shrinks-unless-a-size-is-given", test_shrinks_unless_told);
  g_test_add_func ("/typeset/mark/refuses-bad-pictures", test_bad_pictures);
  g_test_add_func ("/typeset/mark/is-reproducible", test_same_bytes);
  return g_test_run ();
}
