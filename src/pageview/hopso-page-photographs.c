/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds the photographs on a drawn page, which night leaves alone. Pure.
 *
 * The page is looked at in squares. One that is mostly neither paper nor ink is toned: tinted
 * cells, bars of a chart and photographs are. Toned squares that touch belong together and are
 * judged together: made of many shades, they are a photograph, and all of the rectangle around them
 * is left alone, the sky in it too; made of a few, they are a drawing and are turned over like the
 * text. Paper is the lightness that most of the page has, so that a yellowed scan is no photograph.
 */

#include "hopso-page-night.h"

#include <string.h>

/* So many squares to the width of a page, but not smaller ones than this, in pixels; about as many
 * samples to a square's edge. */
#define COLUMNS    56u
#define LEAST_EDGE 8u
#define SAMPLES    12u

/* A square is toned when half of it is, and has many shades from so many of either kind on, unless
 * one in so many pixels is just like the next, as in drawings. */
#define LEAST_COLOURS 14u
#define LEAST_GREYS   9u
#define SAME_PART     4u

/* Smaller ones, in squares either way, are icons, seals and lines of letters; one square in so many
 * must have many shades. */
#define LEAST_SIDE 3u
#define LEAST_PART 3u

/* How far from the paper's lightness paper may be. */
#define PAPER_SPREAD 20
#define INK          40

enum
{
  PLAIN,
  TONED,
  SHADED, /* toned, with many shades */
  DONE,
};

typedef struct
{
  const guint32 *pixels;
  guint width;
  guint height;
  guint edge; /* of a square */
  guint step; /* between samples */
  guint columns;
  guint rows;
  int paper;
  guint8 *squares; /* owned */
} Sheet;

typedef struct
{
  guint left;
  guint top;
  guint right;
  guint bottom;
  guint n;
  guint n_shaded;
} Patch;

static guint32
get_pixel (const Sheet *sheet, guint x, guint y)
{
  return sheet->pixels[(gsize) y * sheet->width + x];
}

static int
get_lightness (guint32 pixel)
{
  return (int) ((54 * (pixel >> 16 & 0xff) + 183 * (pixel >> 8 & 0xff) + 19 * (pixel & 0xff)) >> 8);
}

/* The lightness that most of the page has. */
static int
find_paper (const Sheet *sheet)
{
  guint counts[32] = { 0 };
  guint most = 0;

  for (guint y = 0; y < sheet->height; y += 2 * sheet->step)
    {
      for (guint x = 0; x < sheet->width; x += 2 * sheet->step)
        counts[get_lightness (get_pixel (sheet, x, y)) / 8]++;
    }
  for (guint i = 1; i < G_N_ELEMENTS (counts); i++)
    {
      if (counts[i] >= counts[most])
        most = i;
    }
  return (int) (8 * most + 4);
}

static gboolean
is_paper (const Sheet *sheet, guint32 pixel)
{
  return ABS (get_lightness (pixel) - sheet->paper) <= PAPER_SPREAD;
}

static guint8
judge_square (const Sheet *sheet, guint column, guint row)
{
  const guint right = MIN ((column + 1) * sheet->edge, sheet->width);
  const guint bottom = MIN ((row + 1) * sheet->edge, sheet->height);
  guint8 colours[512] = { 0 };
  guint8 greys[32] = { 0 };
  guint n_colours = 0;
  guint n_greys = 0;
  guint n_toned = 0;
  guint n_same = 0;
  guint n = 0;

  for (guint y = row * sheet->edge; y < bottom; y += sheet->step)
    {
      for (guint x = column * sheet->edge; x < right; x += sheet->step, n++)
        {
          const guint32 pixel = get_pixel (sheet, x, y);
          guint8 *colour =
              &colours[(pixel >> 21 & 7) << 6 | (pixel >> 13 & 7) << 3 | (pixel >> 5 & 7)];
          guint8 *grey = &greys[get_lightness (pixel) / 8];

          n_toned += !is_paper (sheet, pixel) && get_lightness (pixel) > INK;
          n_same += x + 1 < sheet->width && pixel == get_pixel (sheet, x + 1, y);
          n_colours += *colour == 0;
          n_greys += *grey == 0;
          *colour = 1;
          *grey = 1;
        }
    }
  if (2 * n_toned < n)
    return PLAIN;
  if (SAME_PART * n_same > n)
    return TONED;
  return n_colours >= LEAST_COLOURS || n_greys >= LEAST_GREYS ? SHADED : TONED;
}

/* Takes a square and those that touch it, however far they reach. */
static void
gather (Sheet *sheet, GArray *open, guint column, guint row, Patch *patch)
{
  guint first[] = { column, row };

  g_array_set_size (open, 0);
  g_array_append_vals (open, first, 2);
  while (open->len > 0)
    {
      const guint y = g_array_index (open, guint, open->len - 1);
      const guint x = g_array_index (open, guint, open->len - 2);
      guint8 *square = &sheet->squares[y * sheet->columns + x];
      guint around[] = { x + 1, y, x - 1, y, x, y + 1, x, y - 1 };

      g_array_set_size (open, open->len - 2);
      if (*square != TONED && *square != SHADED)
        continue;
      patch->n++;
      patch->n_shaded += *square == SHADED;
      *square = DONE;
      patch->left = MIN (patch->left, x);
      patch->top = MIN (patch->top, y);
      patch->right = MAX (patch->right, x + 1);
      patch->bottom = MAX (patch->bottom, y + 1);
      for (guint i = 0; i < G_N_ELEMENTS (around); i += 2)
        {
          /* One below nothing is far outside, too. */
          if (around[i] < sheet->columns && around[i + 1] < sheet->rows)
            g_array_append_vals (open, &around[i], 2);
        }
    }
}

static gboolean
is_photograph (const Patch *patch)
{
  const guint width = patch->right - patch->left;
  const guint height = patch->bottom - patch->top;

  return MIN (width, height) >= LEAST_SIDE && LEAST_PART * patch->n_shaded >= patch->n &&
         2 * patch->n >= width * height;
}

/* Whether a line of pixels, across or down, is nothing but paper. */
static gboolean
is_margin (const Sheet *sheet, const Patch *edges, gboolean is_row, guint at)
{
  const guint begin = is_row ? edges->left : edges->top;
  const guint end = is_row ? edges->right : edges->bottom;
  guint n = 0;

  for (guint i = begin; i < end; i++)
    n += is_paper (sheet, is_row ? get_pixel (sheet, i, at) : get_pixel (sheet, at, i));
  return 20 * n >= 19 * (end - begin);
}

/* Squares reach over the edge of a photograph: the paper around it is turned over. */
static void
trim (const Sheet *sheet, Patch *edges)
{
  guint most = sheet->edge;

  edges->left *= sheet->edge;
  edges->top *= sheet->edge;
  edges->right = MIN (edges->right * sheet->edge, sheet->width);
  edges->bottom = MIN (edges->bottom * sheet->edge, sheet->height);
  for (guint i = 0; i < most && is_margin (sheet, edges, TRUE, edges->top); i++)
    edges->top++;
  for (guint i = 0; i < most && is_margin (sheet, edges, TRUE, edges->bottom - 1); i++)
    edges->bottom--;
  for (guint i = 0; i < most && is_margin (sheet, edges, FALSE, edges->left); i++)
    edges->left++;
  for (guint i = 0; i < most && is_margin (sheet, edges, FALSE, edges->right - 1); i++)
    edges->right--;
}

/* Squares at the edge that are mostly paper do not count as toned: it may go on a little there. */
static void
extend (const Sheet *sheet, Patch *edges)
{
  const guint most = sheet->edge;

  for (guint i = 0; i < most && edges->top > 0 && !is_margin (sheet, edges, TRUE, edges->top - 1);
       i++)
    edges->top--;
  for (guint i = 0;
       i < most && edges->bottom < sheet->height && !is_margin (sheet, edges, TRUE, edges->bottom);
       i++)
    edges->bottom++;
  for (guint i = 0;
       i < most && edges->left > 0 && !is_margin (sheet, edges, FALSE, edges->left - 1); i++)
    edges->left--;
  for (guint i = 0;
       i < most && edges->right < sheet->width && !is_margin (sheet, edges, FALSE, edges->right);
       i++)
    edges->right++;
}

static void
add_photograph (const Sheet *sheet, GArray *photographs, Patch *patch)
{
  graphene_rect_t rect;

  trim (sheet, patch);
  extend (sheet, patch);
  graphene_rect_init (&rect, (float) patch->left / (float) sheet->width,
                      (float) patch->top / (float) sheet->height,
                      (float) (patch->right - patch->left) / (float) sheet->width,
                      (float) (patch->bottom - patch->top) / (float) sheet->height);
  g_array_append_val (photographs, rect);
}

static void
judge_patches (Sheet *sheet, GArray *photographs)
{
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint row = 0; row < sheet->rows; row++)
    {
      for (guint column = 0; column < sheet->columns; column++)
        {
          Patch patch = { column, row, column, row, 0, 0 };

          gather (sheet, open, column, row, &patch);
          if (patch.n > 0 && is_photograph (&patch))
            add_photograph (sheet, photographs, &patch);
        }
    }
}

/**
 * hopso_page_night_find_photographs:
 * @pixels: BGRA of a whole page without gaps between rows
 * @width: in pixels
 * @height: in pixels
 *
 * Returns: (transfer full) (element-type graphene_rect_t): where photographs are, in parts of the
 *   page from 0 to 1
 */
GArray *
hopso_page_night_find_photographs (GBytes *pixels, guint width, guint height)
{
  GArray *photographs = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));
  gsize size;
  Sheet sheet = {
    .pixels = g_bytes_get_data (pixels, &size),
    .width = width,
    .height = height,
    .edge = MAX (width / COLUMNS, LEAST_EDGE),
  };

  g_assert (size == (gsize) width * height * sizeof (guint32));
  sheet.step = MAX (sheet.edge / SAMPLES, 1);
  sheet.columns = (width + sheet.edge - 1) / sheet.edge;
  sheet.rows = (height + sheet.edge - 1) / sheet.edge;
  sheet.paper = find_paper (&sheet);
  g_autofree guint8 *squares = g_malloc ((gsize) sheet.columns * sheet.rows);
  sheet.squares = squares;
  for (guint row = 0; row < sheet.rows; row++)
    {
      for (guint column = 0; column < sheet.columns; column++)
        squares[(gsize) row * sheet.columns + column] = judge_square (&sheet, column, row);
    }
  judge_patches (&sheet, photographs);
  return photographs;
}
