/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-page-copies.h"

#include <string.h>

/* A picture of one colour. */
static GBytes *
make_picture (const HopsoPdfView *view, guint32 colour)
{
  const gsize n = (gsize) view->part.width * view->part.height;
  guint32 *pixels = g_new (guint32, n);

  for (gsize i = 0; i < n; i++)
    pixels[i] = colour;
  return g_bytes_new_take (pixels, n * sizeof *pixels);
}

static void
keep (HopsoPageCopies *copies, guint page, guint width, guint height, guint32 colour)
{
  HopsoPdfView view;

  hopso_pdf_view_init (&view, page, width, height);
  g_autoptr (GBytes) pixels = make_picture (&view, colour);
  hopso_page_copies_keep (copies, &view, pixels);
}

static void
assert_colour (HopsoPagePlate *plate, guint32 colour)
{
  const HopsoFramePart *part = &plate->view.part;
  const guint32 *pixels = g_bytes_get_data (hopso_page_plate_get_pixels (plate), NULL);

  g_assert_cmpuint (g_bytes_get_size (hopso_page_plate_get_pixels (plate)), ==,
                    (gsize) part->width * part->height * 4);
  for (gsize i = 0; i < (gsize) part->width * part->height; i++)
    g_assert_cmphex (pixels[i], ==, colour);
}

static void
test_keeps_a_page_small (void)
{
  static const guint widths[] = { 1, 2, 3, 239, 240, 241, 479, 480, 481, 1366, 1920 };
  HopsoPageCopies *copies = hopso_page_copies_new ();

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      keep (copies, i, widths[i], 2 * widths[i] - 1, 0xff203040 + i);
      HopsoPagePlate *plate = hopso_page_copies_lookup (copies, i);
      g_assert_nonnull (plate);
      g_assert_cmpuint (plate->view.page, ==, i);
      g_assert_cmpuint (plate->view.part.width, <=, 240);
      g_assert_cmpuint (plate->view.part.width, >=, MIN (widths[i], 120));
      assert_colour (plate, 0xff203040 + i);
    }
  g_assert_null (hopso_page_copies_lookup (copies, G_N_ELEMENTS (widths)));
  hopso_page_copies_free (copies);
}

static void
test_mixes_what_is_beside (void)
{
  HopsoPageCopies *copies = hopso_page_copies_new ();
  HopsoPdfView view;

  hopso_pdf_view_init (&view, 0, 480, 2);
  g_autoptr (GBytes) pixels = make_picture (&view, 0xff000000);
  for (gsize i = 0; i < 480 * 2; i += 2)
    ((guint32 *) g_bytes_get_data (pixels, NULL))[i] = 0xff8040c0;
  hopso_page_copies_keep (copies, &view, pixels);
  assert_colour (hopso_page_copies_lookup (copies, 0), 0xff402060);
  hopso_page_copies_free (copies);
}

static void
test_drops_the_oldest (void)
{
  HopsoPageCopies *copies = hopso_page_copies_new ();

  for (guint page = 0; page < 200; page++)
    keep (copies, page, 240, 340, page);
  g_assert_null (hopso_page_copies_lookup (copies, 0));
  g_assert_nonnull (hopso_page_copies_lookup (copies, 199));
  g_assert_nonnull (hopso_page_copies_lookup (copies, 199 - 20));
  hopso_page_copies_forget (copies);
  g_assert_null (hopso_page_copies_lookup (copies, 199));
  keep (copies, 7, 240, 340, 1);
  keep (copies, 7, 240, 340, 2);
  assert_colour (hopso_page_copies_lookup (copies, 7), 2);
  hopso_page_copies_free (copies);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pageview/copies/keeps-a-page-small", test_keeps_a_page_small);
  g_test_add_func ("/pageview/copies/mixes-what-is-beside", test_mixes_what_is_beside);
  g_test_add_func ("/pageview/copies/drops-the-oldest", test_drops_the_oldest);
  return g_test_run ();
}
