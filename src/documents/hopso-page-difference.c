/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where two pictures of a page differ. The pictures come from the same program at the same size,
 * so that what was not touched is equal to the last bit. Cells that hold a differing pixel and lie
 * as close as the letters of a word become one place. A pure function of the pixels; any thread. */

#include "hopso-page-difference.h"

#include <string.h>

#define CELL 8 /* pixels */
/* Cells this far apart belong together: along a line of text, and from line to line. */
#define REACH_X 2
#define REACH_Y 1
/* More places than anybody walks through are shown as one. */
#define MAX_PLACES 60

/* In cells, or in pixels when it is tight. */
typedef struct
{
  guint left;
  guint top;
  guint right;
  guint bottom;
} CellBox;

typedef struct
{
  guint8 *cells; /* owned: 1 differs, 0 does not, or is taken already */
  guint columns;
  guint rows;
} Grid;

static const guint8 *
get_row (const HopsoPagePixels *pixels, guint y)
{
  return (const guint8 *) g_bytes_get_data (pixels->bytes, NULL) + y * pixels->stride;
}

static void
fill_grid (Grid *grid, const HopsoPagePixels *before, const HopsoPagePixels *after)
{
  for (guint y = 0; y < before->height; y++)
    {
      const guint8 *a = get_row (before, y);
      const guint8 *b = get_row (after, y);

      for (guint column = 0; column < grid->columns; column++)
        {
          const gsize start = (gsize) column * CELL * 4;
          const gsize end = MIN (start + CELL * 4, (gsize) before->width * 4);

          if (memcmp (a + start, b + start, end - start) != 0)
            grid->cells[y / CELL * grid->columns + column] = 1;
        }
    }
}

static void
take_cell (Grid *grid, guint index, GArray *open)
{
  grid->cells[index] = 0;
  g_array_append_val (open, index);
}

static void
take_neighbours (Grid *grid, guint column, guint row, GArray *open)
{
  const guint right = MIN (column + REACH_X, grid->columns - 1);
  const guint bottom = MIN (row + REACH_Y, grid->rows - 1);

  for (guint y = row > REACH_Y ? row - REACH_Y : 0; y <= bottom; y++)
    for (guint x = column > REACH_X ? column - REACH_X : 0; x <= right; x++)
      if (grid->cells[y * grid->columns + x])
        take_cell (grid, y * grid->columns + x, open);
}

/* All cells that hang together with the first one. */
static CellBox
gather (Grid *grid, guint first)
{
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (guint));
  CellBox box = { G_MAXUINT, G_MAXUINT, 0, 0 };

  take_cell (grid, first, open);
  while (open->len > 0)
    {
      const guint index = g_array_index (open, guint, open->len - 1);
      const guint column = index % grid->columns;
      const guint row = index / grid->columns;

      g_array_set_size (open, open->len - 1);
      box.left = MIN (box.left, column);
      box.top = MIN (box.top, row);
      box.right = MAX (box.right, column + 1);
      box.bottom = MAX (box.bottom, row + 1);
      take_neighbours (grid, column, row, open);
    }
  return box;
}

static gboolean
differs (const HopsoPagePixels *before, const HopsoPagePixels *after, guint x, guint y)
{
  return memcmp (get_row (before, y) + (gsize) x * 4, get_row (after, y) + (gsize) x * 4, 4) != 0;
}

/* From cells to the pixels that differ in them: a frame must not cross the letters beside it. */
static void
tighten (CellBox *box, const HopsoPagePixels *before, const HopsoPagePixels *after)
{
  const guint right = MIN (box->right * CELL, before->width);
  const guint bottom = MIN (box->bottom * CELL, before->height);
  CellBox tight = { right, bottom, 0, 0 };

  for (guint y = box->top * CELL; y < bottom; y++)
    for (guint x = box->left * CELL; x < right; x++)
      if (differs (before, after, x, y))
        {
          tight.left = MIN (tight.left, x);
          tight.top = MIN (tight.top, y);
          tight.right = MAX (tight.right, x + 1);
          tight.bottom = MAX (tight.bottom, y + 1);
        }
  *box = tight;
}

static void
add_place (GArray *places, const CellBox *box, const HopsoPagePixels *pixels)
{
  const double width = pixels->width;
  const double height = pixels->height;
  const HopsoPageDifference place = { box->left / width, box->top / height,
                                      (box->right - box->left) / width,
                                      (box->bottom - box->top) / height };

  g_array_append_val (places, place);
}

static void
add_whole (GArray *places)
{
  const HopsoPageDifference whole = { 0, 0, 1, 1 };

  g_array_set_size (places, 0);
  g_array_append_val (places, whole);
}

static gboolean
is_sound (const HopsoPagePixels *pixels)
{
  return pixels->width > 0 && pixels->height > 0 && pixels->stride / 4 >= pixels->width &&
         g_bytes_get_size (pixels->bytes) / pixels->stride >= pixels->height;
}

/**
 * hopso_page_difference_list:
 * @before: a page as it was drawn
 * @after: the same page, drawn later
 *
 * Returns: (transfer full) (element-type HopsoPageDifference): the places that differ, from the
 *   upper to the lower edge; the whole page when the two have not the same size
 */
GArray *
hopso_page_difference_list (const HopsoPagePixels *before, const HopsoPagePixels *after)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (HopsoPageDifference));
  g_autofree guint8 *cells = NULL;
  Grid grid;

  g_return_val_if_fail (is_sound (before) && is_sound (after), places);

  if (before->width != after->width || before->height != after->height)
    {
      add_whole (places);
      return places;
    }
  grid.columns = (before->width + CELL - 1) / CELL;
  grid.rows = (before->height + CELL - 1) / CELL;
  grid.cells = cells = g_new0 (guint8, (gsize) grid.columns * grid.rows);
  fill_grid (&grid, before, after);
  for (guint i = 0; i < grid.columns * grid.rows && places->len <= MAX_PLACES; i++)
    if (cells[i])
      {
        CellBox box = gather (&grid, i);

        tighten (&box, before, after);
        add_place (places, &box, before);
      }
  if (places->len > MAX_PLACES)
    add_whole (places);
  return places;
}
