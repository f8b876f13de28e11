/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What of a page is printed on: everything but the empty margins. Taken from its picture, so that
 * it is right for scans too. Pure. */

#include "hopso-page-ink.h"

/* Paper is what has the colour of the corner, more or less; dust is not ink. */
#define SAME_PAPER 24
#define DUST_PART  500u

typedef struct
{
  const guint32 *pixels;
  guint width;
  guint height;
  guint32 paper;
} Sheet;

static gboolean
is_ink (const Sheet *sheet, guint x, guint y)
{
  const guint32 pixel = sheet->pixels[(gsize) y * sheet->width + x];

  for (guint shift = 0; shift < 24; shift += 8)
    {
      const int a = (int) ((pixel >> shift) & 0xff);
      const int b = (int) ((sheet->paper >> shift) & 0xff);

      if (ABS (a - b) > SAME_PAPER)
        return TRUE;
    }
  return FALSE;
}

static gboolean
row_has_ink (const Sheet *sheet, guint y)
{
  guint n = 0;

  for (guint x = 0; x < sheet->width; x++)
    n += is_ink (sheet, x, y);
  return n > sheet->width / DUST_PART;
}

static gboolean
column_has_ink (const Sheet *sheet, guint x, guint top, guint bottom)
{
  guint n = 0;

  for (guint y = top; y < bottom; y++)
    n += is_ink (sheet, x, y);
  return n > sheet->height / DUST_PART;
}

/**
 * hopso_page_ink_find:
 * @pixels: BGRA without gaps between rows
 * @width: in pixels
 * @height: in pixels
 * @ink: (out): as parts of the page, from 0 to 1
 *
 * Returns: whether anything is printed on the page
 */
gboolean
hopso_page_ink_find (GBytes *pixels, guint width, guint height, graphene_rect_t *ink)
{
  gsize size;
  const guint32 *data = g_bytes_get_data (pixels, &size);
  guint top = 0;
  guint bottom = height;
  guint left = 0;
  guint right = width;

  g_assert (size == (gsize) width * height * sizeof *data && size > 0);
  const Sheet sheet = { data, width, height, data[0] };
  while (top < bottom && !row_has_ink (&sheet, top))
    top++;
  while (bottom > top && !row_has_ink (&sheet, bottom - 1))
    bottom--;
  while (left < right && !column_has_ink (&sheet, left, top, bottom))
    left++;
  while (right > left && !column_has_ink (&sheet, right - 1, top, bottom))
    right--;
  if (top >= bottom || left >= right)
    return FALSE;
  graphene_rect_init (ink, (float) left / (float) width, (float) top / (float) height,
                      (float) (right - left) / (float) width,
                      (float) (bottom - top) / (float) height);
  return TRUE;
}
