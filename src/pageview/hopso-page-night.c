/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A page for the night: paper becomes dark, ink light, red ink stays red and photographs stay as
 * they are. Works on pixels alone, so that scans are treated like everything else. Pure.
 *
 * Lightness is turned over and colour kept: each channel gets 1 − 2 × lightness added, which makes
 * white black and black white and moves nothing within the colour wheel. Then all is pressed into a
 * range that does not glare.
 *
 * A photograph is known by its squares of 16×16 pixels: text, lines and tinted cells are made of a
 * few colours, most of them paper; a photograph is made of many. Squares with many shades count,
 * and so does a square between two of them. Alone, a square is a letter on a pattern or a seal, and
 * is turned over with its surroundings. */

#include "hopso-page-night.h"

#include <string.h>

#define SQUARE HOPSO_PAGE_NIGHT_SQUARE

/* What black and white become. */
#define DARKEST  28
#define LIGHTEST 232

/* A square belongs to a photograph when at least this part of its pixels, in sixteenths, is neither
 * paper nor ink, and they have so many different colours. */
#define LEAST_TONES   10u
#define LEAST_COLOURS 14u

/* Colours are compared by the upper three bits of each channel. */
#define N_COLOURS 512u

typedef struct
{
  const guint32 *from;
  guint32 *to;
  guint width;
  guint height;
  guint columns;
  guint rows;
  guint8 *squares; /* owned: 1 where there is a photograph */
} Night;

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
  return (guint32) (DARKEST + CLAMP (channel, 0, 255) * (LIGHTEST - DARKEST) / 255);
}

static guint32
turn_over (guint32 pixel)
{
  const int by = 255 - 2 * get_lightness (pixel);

  return (pixel & 0xff000000u) | press (get_channel (pixel, 16) + by) << 16 |
         press (get_channel (pixel, 8) + by) << 8 | press (get_channel (pixel, 0) + by);
}

static gboolean
is_tone (guint32 pixel)
{
  const int lightness = get_lightness (pixel);

  return lightness > 24 && lightness < 232;
}

static gboolean
is_photograph (const Night *self, guint column, guint row)
{
  const guint right = MIN ((column + 1) * SQUARE, self->width);
  const guint bottom = MIN ((row + 1) * SQUARE, self->height);
  guint8 seen[N_COLOURS] = { 0 };
  guint n_colours = 0;
  guint n_tones = 0;
  guint n = 0;

  for (guint y = row * SQUARE; y < bottom; y++)
    {
      const guint32 *line = self->from + (gsize) y * self->width;

      for (guint x = column * SQUARE; x < right; x++, n++)
        {
          const guint32 pixel = line[x];
          const guint colour = (pixel >> 21 & 7) << 6 | (pixel >> 13 & 7) << 3 | (pixel >> 5 & 7);

          n_tones += is_tone (pixel);
          n_colours += !seen[colour];
          seen[colour] = 1;
        }
    }
  return n_tones * 16 >= LEAST_TONES * n && n_colours >= LEAST_COLOURS;
}

static gboolean
get_square (const Night *self, guint column, guint row)
{
  return column < self->columns && row < self->rows &&
         self->squares[(gsize) row * self->columns + column] == 1;
}

/* The sky and the walls of a photograph have few shades: what lies between two squares of it in a
 * row belongs to it. Runs of less than two squares do not count. */
static void
close_gaps (Night *self)
{
  for (guint row = 0; row < self->rows; row++)
    {
      guint8 *line = self->squares + (gsize) row * self->columns;
      guint last = G_MAXUINT;

      for (guint column = 0; column < self->columns; column++)
        {
          if (line[column] == 0)
            continue;
          if (last != G_MAXUINT && column - last <= 6)
            memset (line + last, 1, column - last);
          last = column;
        }
    }
  for (guint row = 0; row < self->rows; row++)
    {
      for (guint column = 0; column < self->columns; column++)
        {
          const guint n = (guint) get_square (self, column - 1, row) +
                          (guint) get_square (self, column + 1, row) +
                          (guint) get_square (self, column, row - 1) +
                          (guint) get_square (self, column, row + 1);

          if (get_square (self, column, row) && n < 2)
            self->squares[(gsize) row * self->columns + column] = 2;
        }
    }
}

static void
turn_squares (Night *self)
{
  for (guint y = 0; y < self->height; y++)
    {
      const guint32 *from = self->from + (gsize) y * self->width;
      guint32 *to = self->to + (gsize) y * self->width;

      for (guint column = 0; column < self->columns; column++)
        {
          const guint left = column * SQUARE;
          const guint right = MIN (left + SQUARE, self->width);

          if (get_square (self, column, y / SQUARE))
            memcpy (to + left, from + left, (right - left) * sizeof *to);
          else
            for (guint x = left; x < right; x++)
              to[x] = turn_over (from[x]);
        }
    }
}

/**
 * hopso_page_night_new:
 * @pixels: premultiplied BGRA without gaps between rows
 * @width: in pixels
 * @height: in pixels
 *
 * Returns: (transfer full): the same page for the night
 */
GBytes *
hopso_page_night_new (GBytes *pixels, guint width, guint height)
{
  gsize size;
  const void *from = g_bytes_get_data (pixels, &size);
  Night night = {
    .from = from,
    .width = width,
    .height = height,
    .columns = (width + SQUARE - 1) / SQUARE,
    .rows = (height + SQUARE - 1) / SQUARE,
  };

  g_assert (size == (gsize) width * height * sizeof (guint32));
  g_autofree guint8 *squares = g_malloc0 ((gsize) night.columns * night.rows);
  night.to = g_malloc (size);
  night.squares = squares;
  for (guint row = 0; row < night.rows; row++)
    {
      for (guint column = 0; column < night.columns; column++)
        squares[(gsize) row * night.columns + column] = is_photograph (&night, column, row);
    }
  close_gaps (&night);
  turn_squares (&night);
  return g_bytes_new_take (night.to, size);
}
