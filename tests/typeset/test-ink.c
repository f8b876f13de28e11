/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signatures out of photographs and strokes, and pictures that are none or promise too much. */

#include "hopso-ink.h"

#include <cairo.h>
#include <math.h>
#include <string.h>

#define WIDTH  400
#define HEIGHT 240

typedef struct
{
  const guint8 *data;
  gsize left;
} Reader;

static cairo_status_t
read_cb (void *closure, unsigned char *data, unsigned int length)
{
  Reader *reader = closure;

  if (length > reader->left)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, reader->data, length);
  reader->data += length;
  reader->left -= length;
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
load (GBytes *png)
{
  Reader reader = { NULL, 0 };

  reader.data = g_bytes_get_data (png, &reader.left);
  cairo_surface_t *surface = cairo_image_surface_create_from_png_stream (read_cb, &reader);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  return surface;
}

static guint32
get_pixel (cairo_surface_t *surface, int x, int y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);

  return *(const guint32 *) (gconstpointer) (data +
                                             (gsize) y *
                                                 (gsize) cairo_image_surface_get_stride (surface) +
                                             (gsize) x * 4);
}

/* A sheet that is lit from one corner, with grain; @lamp: how bright the dark corner is. */
static guint8 *
make_paper (double lamp)
{
  guint8 *pixels = g_malloc ((gsize) WIDTH * HEIGHT * 4);
  guint32 grain = 1;

  for (guint y = 0; y < HEIGHT; y++)
    for (guint x = 0; x < WIDTH; x++)
      {
        double shade = lamp + (1 - lamp) * (x + y) / (double) (WIDTH + HEIGHT);
        guint8 *p = pixels + ((gsize) y * WIDTH + x) * 4;

        grain = grain * 1664525u + 1013904223u;
        p[0] = p[1] = p[2] = (guint8) CLAMP (245 * shade + (double) (grain >> 29) - 4, 0, 255);
        p[3] = 255;
      }
  return pixels;
}

/* A stroke of dark ink, as dark as the shade lets it be. */
static void
draw_line (guint8 *pixels, guint y, guint from, guint to)
{
  for (guint row = y; row < y + 5; row++)
    for (guint x = from; x < to; x++)
      {
        guint8 *p = pixels + ((gsize) row * WIDTH + x) * 4;

        p[0] = (guint8) (p[0] * 0.35);
        p[1] = (guint8) (p[1] * 0.35);
        p[2] = (guint8) (p[2] * 0.45);
      }
}

static void
test_ink_is_taken_off_the_paper (gconstpointer data)
{
  g_autofree guint8 *pixels = make_paper (*(const double *) data);
  const HopsoInkScan scan = { pixels, WIDTH, HEIGHT, WIDTH * 4 };
  g_autoptr (GError) error = NULL;

  draw_line (pixels, 100, 60, 300);
  draw_line (pixels, 140, 100, 340);
  g_autoptr (GBytes) png = hopso_ink_extract (&scan, HOPSO_INK_THRESHOLD, HOPSO_INK_BLUE, &error);
  g_assert_no_error (error);
  cairo_surface_t *ink = load (png);

  /* Cropped to both lines with a small margin. */
  g_assert_cmpint (ABS (cairo_image_surface_get_width (ink) - (280 + 12)), <=, 4);
  g_assert_cmpint (ABS (cairo_image_surface_get_height (ink) - (45 + 12)), <=, 4);
  /* The paper is gone, the ink is blue. */
  g_assert_cmpuint (get_pixel (ink, 1, 1), ==, 0);
  g_assert_cmpuint (get_pixel (ink, 150, 28) >> 24, ==, 0);
  guint32 blue = get_pixel (ink, 150, 8);
  g_assert_cmpuint (blue >> 24, >, 200);
  g_assert_cmpuint (blue & 0xff, >, (blue >> 16 & 0xff) + 60);
  g_assert_true (hopso_mark_picture_check (png, &error));
  g_assert_no_error (error);
  cairo_surface_destroy (ink);
}

static void
test_paper_alone_is_no_signature (void)
{
  g_autofree guint8 *pixels = make_paper (0.5);
  const HopsoInkScan scan = { pixels, WIDTH, HEIGHT, WIDTH * 4 };
  g_autoptr (GError) error = NULL;

  g_assert_null (hopso_ink_extract (&scan, HOPSO_INK_THRESHOLD, HOPSO_INK_BLUE, &error));
  g_assert_error (error, HOPSO_TYPESET_ERROR, HOPSO_TYPESET_ERROR_BAD_PICTURE);
}

static void
test_a_scan_of_nothing_is_refused (void)
{
  const guint8 pixel[] = { 0, 0, 0, 255 };
  const HopsoInkScan scans[] = {
    { pixel, 0, 0, 0 }, { pixel, 1, 1, 1 }, { pixel, 100000, 1, 400000 }, { pixel, 1, 1, 4 }
  };

  for (gsize i = 0; i < G_N_ELEMENTS (scans); i++)
    g_assert_null (hopso_ink_extract (&scans[i], HOPSO_INK_THRESHOLD, HOPSO_INK_BLUE, NULL));
}

static void
test_strokes_become_a_picture (void)
{
  const HopsoInkPoint points[] = {
    { 10, 10, 3, TRUE }, { 110, 10, 3, FALSE }, { 60, 40, 3, TRUE }, { 61, 60, 3, FALSE }
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = hopso_ink_draw (points, 4, HOPSO_INK_BLUE, &error);

  g_assert_no_error (error);
  g_assert_true (hopso_mark_picture_check (png, &error));
  cairo_surface_t *ink = load (png);
  g_assert_cmpint (cairo_image_surface_get_width (ink), ==, 318);
  /* The first stroke, and nothing from its end to the second. */
  g_assert_cmpuint (get_pixel (ink, 150, 9) >> 24, ==, 255);
  g_assert_cmpuint (get_pixel (ink, 240, 60) >> 24, ==, 0);
  cairo_surface_destroy (ink);
  g_assert_null (hopso_ink_draw (points, 0, HOPSO_INK_BLUE, NULL));
  g_assert_null (hopso_ink_draw (points, 1, HOPSO_INK_BLUE, NULL));
  const HopsoInkPoint wild[] = { { NAN, 0, 1, TRUE }, { INFINITY, 3, 1, FALSE } };
  g_assert_null (hopso_ink_draw (wild, 2, HOPSO_INK_BLUE, NULL));
}

/* --- files ----------------------------------------------------------------------------------- */

static GByteArray *
make_png (guint32 width, guint32 height)
{
  GByteArray *png = g_byte_array_new ();
  const guint8 head[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n',
                          0,    0,   0,   13,  'I',  'H',  'D',  'R' };
  guint32 sides[] = { GUINT32_TO_BE (width), GUINT32_TO_BE (height) };
  const guint8 rest[] = { 8, 6, 0, 0, 0, 0, 0, 0, 0 };

  g_byte_array_append (png, head, sizeof head);
  g_byte_array_append (png, (const guint8 *) sides, sizeof sides);
  g_byte_array_append (png, rest, sizeof rest);
  return png;
}

static gboolean
read_size (GByteArray *file, guint *width, guint *height)
{
  g_autoptr (GBytes) bytes = g_bytes_new (file->data, file->len);

  return hopso_picture_read_size (bytes, width, height, NULL);
}

static void
test_headers_are_read_before_pixels (void)
{
  static const struct
  {
    guint32 width, height;
    gboolean is_good;
  } sizes[] = { { 400, 200, TRUE },         { 8192, 2000, TRUE }, { 8193, 100, FALSE },
                { 8000, 8000, FALSE },      { 0, 100, FALSE },    { 4, 4, FALSE },
                { 100, G_MAXUINT32, FALSE } };
  guint width, height;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GByteArray) png = make_png (sizes[i].width, sizes[i].height);

      g_assert_cmpint (read_size (png, &width, &height), ==, sizes[i].is_good);
    }
  const guint8 jpeg[] = { 0xff, 0xd8, 0xff, 0xe0, 0,    6,    'J',  'F',  'I', 'F', 0xff, 0xff,
                          0xc2, 0,    11,   8,    0x01, 0x2c, 0x02, 0x58, 1,   1,   0x11, 0 };
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_byte_array_append (file, jpeg, sizeof jpeg);
  g_assert_true (read_size (file, &width, &height));
  g_assert_cmpuint (width, ==, 600);
  g_assert_cmpuint (height, ==, 300);
}

/* Whatever is cut off or changed: an answer, and no byte beyond the end is read. */
static void
test_broken_headers_are_survived (void)
{
  const guint8 jpeg[] = { 0xff, 0xd8, 0xff, 0xe0, 0,    6, 'J',  'F',  'I', 'F',
                          0xff, 0xdb, 0,    4,    1,    2, 0xff, 0xc0, 0,   11,
                          8,    0x01, 0x2c, 0x02, 0x58, 1, 1,    0x11, 0 };
  guint width, height;

  for (gsize size = 0; size <= sizeof jpeg; size++)
    for (guint change = 0; change < 256; change += 17)
      {
        g_autoptr (GByteArray) file = g_byte_array_new ();

        g_byte_array_append (file, jpeg, (guint) size);
        if (size > 2)
          file->data[size - 1] = (guint8) change;
        read_size (file, &width, &height);
      }
}

static cairo_status_t
write_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
test_a_picture_must_let_the_paper_through (void)
{
  const HopsoInkPoint points[] = { { 0, 0, 60, TRUE }, { 60, 0, 60, FALSE } };
  g_autoptr (GBytes) seal = hopso_ink_draw (points, 2, HOPSO_INK_RED, NULL);
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (seal, 0, g_bytes_get_size (seal) / 2);
  g_autoptr (GByteArray) solid_png = g_byte_array_new ();
  cairo_surface_t *solid = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 40, 40);

  g_assert_true (hopso_mark_picture_check (seal, NULL));
  g_assert_false (hopso_mark_picture_check (half, NULL));
  cairo_surface_write_to_png_stream (solid, write_cb, solid_png);
  cairo_surface_destroy (solid);
  g_autoptr (GBytes) bytes = g_bytes_new (solid_png->data, solid_png->len);
  g_assert_false (hopso_mark_picture_check (bytes, NULL));
}

int
main (int argc, char **argv)
{
  static const double lamps[] = { 1.0, 0.7, 0.45 };

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/typeset/ink/even-light", &lamps[0], test_ink_is_taken_off_the_paper);
  g_test_add_data_func ("/typeset/ink/uneven-light", &lamps[1], test_ink_is_taken_off_the_paper);
  g_test_add_data_func ("/typeset/ink/shadow", &lamps[2], test_ink_is_taken_off_the_paper);
  g_test_add_func ("/typeset/ink/paper-alone-is-none", test_paper_alone_is_no_signature);
  g_test_add_func ("/typeset/ink/a-scan-of-nothing-is-refused", test_a_scan_of_nothing_is_refused);
  g_test_add_func ("/typeset/ink/strokes-become-a-picture", test_strokes_become_a_picture);
  g_test_add_func ("/typeset/ink/headers-are-read-before-pixels",
                   test_headers_are_read_before_pixels);
  g_test_add_func ("/typeset/ink/broken-headers-are-survived", test_broken_headers_are_survived);
  g_test_add_func ("/typeset/ink/a-picture-must-let-the-paper-through",
                   test_a_picture_must_let_the_paper_through);
  return g_test_run ();
}
