/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A page for the night: paper becomes dark, ink light, red ink stays red; photographs, which were
 * found before, stay as they are. Works on pixels alone, so that scans are treated like everything
 * else. Pure.
 *
 * Lightness is turned over and colour kept: each channel gets 1 − 2 × lightness added, which makes
 * white black and black white and moves nothing within the colour wheel. Then all is pressed into a
 * range that does not glare. */

#include "hopso-page-night.h"

#include <math.h>
#include <string.h>

/* What black and white become. */
#define DARKEST  28
#define LIGHTEST 232

typedef struct
{
  guint left;
  guint top;
  guint right;
  guint bottom;
} Place;

static int
get_channel (guint32 pixel, guint shift)
{
  return (int) ((pixel >> shift) & 0xff);
}

/* Of 255, as people see it. */
static int
get_lightness (guint32 pixel)
{
  return (54 * get_channel (pixel, 16) + 183 * get_channel (pixel, 8) +
          19 * get_channel (pixel, 0)) >>
         8;
}

static guint32
press (int channel)
{
  return (guint32) (DARKEST + ((CLAMP (channel, 0, 255) * (LIGHTEST - DARKEST) + 128) >> 8));
}

static guint32
turn_over (guint32 pixel)
{
  const int by = 255 - 2 * get_lightness (pixel);

  return (pixel & 0xff000000u) | press (get_channel (pixel, 16) + by) << 16 |
         press (get_channel (pixel, 8) + by) << 8 | press (get_channel (pixel, 0) + by);
}

/* Most of a page is of one colour, which need not be worked out again and again. */
static void
turn_row (const guint32 *from, guint32 *to, guint n)
{
  guint32 last = 0xffffffffu;
  guint32 turned = turn_over (last);

  for (guint i = 0; i < n; i++)
    {
      if (from[i] != last)
        {
          last = from[i];
          turned = turn_over (last);
        }
      to[i] = turned;
    }
}

/* A photograph in the pixels of a part of the page; FALSE when it is elsewhere. */
static gboolean
find_place (const graphene_rect_t *photograph, const HopsoFramePart *part, Place *place)
{
  const double left = round ((double) photograph->origin.x * part->page_width) - part->x;
  const double top = round ((double) photograph->origin.y * part->page_height) - part->y;
  const double right = left + round ((double) photograph->size.width * part->page_width);
  const double bottom = top + round ((double) photograph->size.height * part->page_height);

  place->left = (guint) CLAMP (left, 0, part->width);
  place->top = (guint) CLAMP (top, 0, part->height);
  place->right = (guint) CLAMP (right, 0, part->width);
  place->bottom = (guint) CLAMP (bottom, 0, part->height);
  return place->left < place->right && place->top < place->bottom;
}

static void
leave_alone (const guint32 *from, guint32 *to, guint width, const Place *place)
{
  for (guint y = place->top; y < place->bottom; y++)
    {
      const gsize begin = (gsize) y * width + place->left;

      memcpy (to + begin, from + begin, (place->right - place->left) * sizeof *to);
    }
}

/**
 * hopso_page_night_new:
 * @pixels: premultiplied BGRA without gaps between rows
 * @part: which part of the page it is
 * @photographs: (nullable) (element-type graphene_rect_t): what to leave alone, in parts of the
 *   page from 0 to 1
 *
 * Returns: (transfer full): the same for the night
 */
GBytes *
hopso_page_night_new (GBytes *pixels, const HopsoFramePart *part, GArray *photographs)
{
  gsize size;
  const guint32 *from = g_bytes_get_data (pixels, &size);
  guint32 *to = g_malloc (size);

  g_assert (size == (gsize) part->width * part->height * sizeof *to);
  for (guint y = 0; y < part->height; y++)
    turn_row (from + (gsize) y * part->width, to + (gsize) y * part->width, part->width);
  for (guint i = 0; photographs != NULL && i < photographs->len; i++)
    {
      Place place;

      if (find_place (&g_array_index (photographs, graphene_rect_t, i), part, &place))
        leave_alone (from, to, part->width, &place);
    }
  return g_bytes_new_take (to, size);
}
