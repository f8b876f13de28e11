/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-page-ink.h"
#include "hopso-page-night.h"

#define WIDTH  640u
#define HEIGHT 480u

static guint32 *
sheet_new (guint32 colour)
{
  guint32 *pixels = g_new (guint32, WIDTH * HEIGHT);

  for (guint i = 0; i < WIDTH * HEIGHT; i++)
    pixels[i] = colour;
  return pixels;
}

static void
fill (guint32 *pixels, guint x, guint y, guint width, guint height, guint32 colour)
{
  for (guint row = y; row < y + height; row++)
    {
      for (guint column = x; column < x + width; column++)
        pixels[row * WIDTH + column] = colour;
    }
}

/* Many shades, as from a camera. */
static void
fill_photograph (guint32 *pixels, guint x, guint y, guint width, guint height)
{
  for (guint row = y; row < y + height; row++)
    {
      for (guint column = x; column < x + width; column++)
        pixels[row * WIDTH + column] = 0xff000000u | (40 + (column * 13 + row * 7) % 180) << 16 |
                                       (50 + (column * 5 + row * 17) % 170) << 8 |
                                       (60 + (column * 11 + row * 3) % 150);
    }
}

static GBytes *
night_of (guint32 *pixels)
{
  g_autoptr (GBytes) day = g_bytes_new_take (pixels, WIDTH * HEIGHT * sizeof *pixels);

  const HopsoFramePart part = { WIDTH, HEIGHT, 0, 0, WIDTH, HEIGHT };
  g_autoptr (GArray) photographs = hopso_page_night_find_photographs (day, WIDTH, HEIGHT);

  return hopso_page_night_new (day, &part, photographs);
}

static guint32
get (GBytes *bytes, guint x, guint y)
{
  return ((const guint32 *) g_bytes_get_data (bytes, NULL))[y * WIDTH + x];
}

static int
channel (guint32 pixel, guint shift)
{
  return (int) ((pixel >> shift) & 0xff);
}

static void
test_paper_is_dark_and_ink_light (void)
{
  guint32 *pixels = sheet_new (0xffffffffu);
  g_autoptr (GBytes) night = NULL;

  fill (pixels, 20, 20, 30, 3, 0xff000000u);
  night = night_of (pixels);
  g_assert_cmpint (channel (get (night, 5, 5), 8), <, 48);
  g_assert_cmpint (channel (get (night, 30, 21), 8), >, 208);
  g_assert_cmphex (get (night, 30, 21) >> 24, ==, 0xff);
}

static void
test_colours_stay_the_colours_they_are (void)
{
  guint32 *pixels = sheet_new (0xffffffffu);
  g_autoptr (GBytes) night = NULL;
  guint32 red;
  guint32 blue;

  fill (pixels, 20, 20, 60, 4, 0xffc01010u);
  fill (pixels, 20, 60, 60, 4, 0xff1030a0u);
  night = night_of (pixels);
  red = get (night, 40, 21);
  blue = get (night, 40, 61);
  g_assert_cmpint (channel (red, 16), >, channel (red, 8) + 60);
  g_assert_cmpint (channel (red, 16), >, channel (red, 0) + 60);
  g_assert_cmpint (channel (blue, 0), >, channel (blue, 16) + 30);
  /* Dark blue ink on white becomes light blue on dark: it can still be read. */
  g_assert_cmpint (channel (blue, 8), >, 128);
}

static void
test_photographs_are_left_alone (void)
{
  guint32 *pixels = sheet_new (0xffffffffu);
  guint32 before;
  g_autoptr (GBytes) night = NULL;

  fill_photograph (pixels, 160, 80, 320, 240);
  /* Its sky. */
  fill (pixels, 200, 80, 150, 60, 0xff90b0e0u);
  fill (pixels, 20, 20, 200, 3, 0xff000000u);
  before = pixels[180 * WIDTH + 300];
  night = night_of (pixels);
  g_assert_cmphex (get (night, 300, 180), ==, before);
  g_assert_cmphex (get (night, 250, 90), ==, 0xff90b0e0u);
  /* To its very edge. */
  g_assert_cmphex (get (night, 160, 200) & 0xff000000u, ==, 0xff000000u);
  g_assert_cmpint (channel (get (night, 158, 200), 8), <, 48);
  g_assert_cmpint (channel (get (night, 481, 200), 8), <, 48);
  g_assert_cmpint (channel (get (night, 300, 78), 8), <, 48);
  g_assert_cmpint (channel (get (night, 30, 21), 8), >, 208);
}

/* Grey and noisy all over, with letters: not a photograph. */
static void
test_scans_are_turned_over (void)
{
  guint32 *pixels = sheet_new (0);
  g_autoptr (GBytes) night = NULL;
  guint32 seed = 1;

  for (guint i = 0; i < WIDTH * HEIGHT; i++)
    {
      seed = seed * 1664525 + 1013904223;
      pixels[i] = 0xff000000u | (206 + (seed >> 28)) << 16 | (202 + (seed >> 28)) << 8 |
                  (190 + (seed >> 28));
    }
  for (guint i = 0; i < 20; i++)
    fill (pixels, 40, 20 + 22 * i, 500, 3, 0xff302c28u);
  night = night_of (pixels);
  g_assert_cmpint (channel (get (night, 600, 400), 8), <, 110);
  g_assert_cmpint (channel (get (night, 100, 21), 8), >, 150);
}

static void
test_tinted_cells_are_paper (void)
{
  guint32 *pixels = sheet_new (0xfffff2ccu);
  g_autoptr (GBytes) night = NULL;

  fill (pixels, 20, 20, 60, 2, 0xff000000u);
  night = night_of (pixels);
  g_assert_cmpint (channel (get (night, 5, 5), 8), <, 80);
}

static void
test_what_is_printed_is_found (void)
{
  guint32 *pixels = sheet_new (0xfffffefeu);
  g_autoptr (GBytes) bytes = NULL;
  graphene_rect_t ink;

  fill (pixels, 128, 120, 256, 240, 0xff202020u);
  bytes = g_bytes_new_take (pixels, WIDTH * HEIGHT * sizeof *pixels);
  g_assert_true (hopso_page_ink_find (bytes, WIDTH, HEIGHT, &ink));
  g_assert_cmpfloat_with_epsilon (ink.origin.x, 0.2, 0.01);
  g_assert_cmpfloat_with_epsilon (ink.origin.y, 0.25, 0.01);
  g_assert_cmpfloat_with_epsilon (ink.size.width, 0.4, 0.01);
  g_assert_cmpfloat_with_epsilon (ink.size.height, 0.5, 0.01);
}

static void
test_an_empty_page_has_nothing_printed (void)
{
  g_autoptr (GBytes) bytes =
      g_bytes_new_take (sheet_new (0xffffffffu), WIDTH * HEIGHT * sizeof (guint32));
  graphene_rect_t ink;

  g_assert_false (hopso_page_ink_find (bytes, WIDTH, HEIGHT, &ink));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pageview/night/paper-is-dark-and-ink-light", test_paper_is_dark_and_ink_light);
  g_test_add_func ("/pageview/night/colours-stay-the-colours-they-are",
                   test_colours_stay_the_colours_they_are);
  g_test_add_func ("/pageview/night/photographs-are-left-alone", test_photographs_are_left_alone);
  g_test_add_func ("/pageview/night/scans-are-turned-over", test_scans_are_turned_over);
  g_test_add_func ("/pageview/night/tinted-cells-are-paper", test_tinted_cells_are_paper);
  g_test_add_func ("/pageview/ink/what-is-printed-is-found", test_what_is_printed_is_found);
  g_test_add_func ("/pageview/ink/an-empty-page-has-nothing-printed",
                   test_an_empty_page_has_nothing_printed);
  return g_test_run ();
}
