/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws tables: a grid as wide as the text, its head repeated on each page, rows never broken. */

#include "hopso-typeset-pages-private.h"

#define CELL_SIZE 12.0
#define PADDING   3.5

typedef struct
{
  HopsoPages *pages;        /* borrowed */
  HopsoTypesetTable *table; /* borrowed */
  double *widths;           /* owned: one for each column */
} Grid;

static PangoAlignment
get_alignment (HopsoTypesetAlignment alignment)
{
  switch (alignment)
    {
    case HOPSO_TYPESET_START:
      return PANGO_ALIGN_LEFT;
    case HOPSO_TYPESET_END:
      return PANGO_ALIGN_RIGHT;
    case HOPSO_TYPESET_APART:
    case HOPSO_TYPESET_CENTRE:
    default:
      return PANGO_ALIGN_CENTER;
    }
}

static PangoLayout *
create_cell (Grid *grid, guint i, const char *text, gboolean is_head)
{
  HopsoTableColumn *column = g_ptr_array_index (grid->table->columns, i);
  const HopsoTextStyle style = { .size = CELL_SIZE,
                                 .is_bold = is_head,
                                 .alignment = is_head ? PANGO_ALIGN_CENTER
                                                      : get_alignment (column->alignment) };

  return hopso_pages_create_layout (grid->pages->context, text, &style,
                                    MAX (grid->widths[i] - 2 * PADDING, CELL_SIZE));
}

/* The cells of a row, set but not drawn; returns its height. */
static double
set_row (Grid *grid, const char *const *cells, gboolean is_head, GPtrArray *layouts)
{
  double height = 0;

  for (guint i = 0; i < grid->table->columns->len; i++)
    {
      HopsoTableColumn *column = g_ptr_array_index (grid->table->columns, i);
      PangoLayout *layout = create_cell (grid, i, is_head ? column->title : cells[i], is_head);

      g_ptr_array_add (layouts, layout);
      height = MAX (height, hopso_pages_get_height (layout));
    }
  return height + 2 * PADDING;
}

static void
draw_row (Grid *grid, GPtrArray *layouts, double height, gboolean is_head)
{
  cairo_t *cr = grid->pages->cr;
  double x = HOPSO_MARGIN_LEFT;
  double y = grid->pages->y;

  cairo_set_line_width (cr, 0.5);
  for (guint i = 0; i < layouts->len; i++)
    {
      PangoLayout *layout = g_ptr_array_index (layouts, i);
      double slack = height - 2 * PADDING - hopso_pages_get_height (layout);

      cairo_rectangle (cr, x, y, grid->widths[i], height);
      cairo_stroke (cr);
      cairo_move_to (cr, x + PADDING, y + PADDING + (is_head ? slack / 2 : 0));
      pango_cairo_show_layout (cr, layout);
      x += grid->widths[i];
    }
  grid->pages->y += height;
  grid->pages->is_empty = FALSE;
}

static double *
share_width (HopsoTypesetTable *table)
{
  double *widths = g_new0 (double, table->columns->len);
  double sum = 0;

  for (guint i = 0; i < table->columns->len; i++)
    sum += ((HopsoTableColumn *) g_ptr_array_index (table->columns, i))->weight;
  for (guint i = 0; i < table->columns->len; i++)
    widths[i] = HOPSO_TEXT_WIDTH *
                ((HopsoTableColumn *) g_ptr_array_index (table->columns, i))->weight / sum;
  return widths;
}

/* Draws the table below what is there, over as many pages as it needs. */
gboolean
hopso_typeset_draw_table (HopsoPages *pages, HopsoTypesetTable *table, GError **error)
{
  g_autofree double *widths = share_width (table);
  Grid grid = { pages, table, widths };
  g_autoptr (GPtrArray) head = g_ptr_array_new_with_free_func (g_object_unref);
  double head_height = set_row (&grid, NULL, TRUE, head);
  gboolean has_head = FALSE;

  pages->y += HOPSO_PARAGRAPH_GAP;
  for (guint i = 0; i < table->rows->len; i++)
    {
      g_autoptr (GPtrArray) row = g_ptr_array_new_with_free_func (g_object_unref);
      double height = set_row (&grid, g_ptr_array_index (table->rows, i), FALSE, row);

      if (head_height + height > HOPSO_PAGE_HEIGHT - HOPSO_MARGIN_TOP - HOPSO_MARGIN_BOTTOM)
        {
          g_set_error (error, HOPSO_TYPESET_ERROR, HOPSO_TYPESET_ERROR_TOO_LARGE,
                       "Row %u of the table is higher than a page", i + 1);
          return FALSE;
        }
      if (pages->y + (has_head ? 0 : head_height) + height > pages->bottom)
        {
          hopso_pages_break (pages);
          has_head = FALSE;
        }
      if (!has_head)
        draw_row (&grid, head, head_height, TRUE);
      has_head = TRUE;
      draw_row (&grid, row, height, FALSE);
    }
  pages->y += 2;
  return TRUE;
}
