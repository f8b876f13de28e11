/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A handwritten signature as ink on nothing: out of a photograph or scan, whose paper is estimated
 * piece by piece so that shadows do no harm, or out of the strokes of a pen. Cropped, of one
 * colour, as a PNG. Pure; any thread. */

#include "hopso-ink.h"

#include <cairo.h>
#include <math.h>
#include <string.h>

#define CELL       32 /* pixels: the paper is looked at in squares of this size */
#define MAX_SIDE   8192
#define MOST_INK   0.6  /* of the paper: more is no signature */
#define LEAST_INK  24   /* pixels */
#define SOFT       0.14 /* from paper to full ink */
#define MARGIN     6
#define OUT_SIDE   1200
#define DRAW_SCALE 3.0

/* --- the paper ------------------------------------------------------------------------------- */

typedef struct
{
  float *cells; /* owned: how bright the paper is in each square */
  guint n_x;
  guint n_y;
} Paper;

static void
paper_clear (Paper *paper)
{
  g_free (paper->cells);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Paper, paper_clear)

/* Brightness on white, 0 to 255. */
static guint
get_light (const HopsoInkScan *scan, guint x, guint y)
{
  const guint8 *p = scan->pixels + (gsize) y * scan->stride + (gsize) x * 4;
  guint light = (p[0] * 77u + p[1] * 150u + p[2] * 29u) >> 8;

  return (light * p[3] + 255u * (255u - p[3])) / 255u;
}

/* What nine in ten pixels are not brighter than: the paper, unless the square is all ink. */
static float
measure_cell (const HopsoInkScan *scan, guint cell_x, guint cell_y)
{
  guint counts[256] = { 0 };
  guint n = 0, seen = 0;

  for (guint y = cell_y * CELL; y < MIN ((cell_y + 1) * CELL, scan->height); y++)
    for (guint x = cell_x * CELL; x < MIN ((cell_x + 1) * CELL, scan->width); x++, n++)
      counts[get_light (scan, x, y)]++;
  for (guint light = 0; light < 256; light++)
    {
      seen += counts[light];
      if (seen * 10 >= n * 9)
        return (float) light;
    }
  return 255;
}

/* A square that lies under ink takes after its neighbours. */
static void
lift_dark_cells (Paper *paper)
{
  g_autofree float *before = g_memdup2 (paper->cells, sizeof (float) * paper->n_x * paper->n_y);

  for (guint y = 0; y < paper->n_y; y++)
    for (guint x = 0; x < paper->n_x; x++)
      {
        float brightest = 0;

        for (guint j = y > 0 ? y - 1 : 0; j <= MIN (y + 1, paper->n_y - 1); j++)
          for (guint i = x > 0 ? x - 1 : 0; i <= MIN (x + 1, paper->n_x - 1); i++)
            brightest = MAX (brightest, before[j * paper->n_x + i]);
        if (before[y * paper->n_x + x] < 0.85f * brightest)
          paper->cells[y * paper->n_x + x] = brightest;
      }
}

static void
measure_paper (const HopsoInkScan *scan, Paper *paper)
{
  paper->n_x = (scan->width + CELL - 1) / CELL;
  paper->n_y = (scan->height + CELL - 1) / CELL;
  paper->cells = g_new (float, (gsize) paper->n_x * paper->n_y);
  for (guint y = 0; y < paper->n_y; y++)
    for (guint x = 0; x < paper->n_x; x++)
      paper->cells[y * paper->n_x + x] = measure_cell (scan, x, y);
  lift_dark_cells (paper);
}

static float
get_cell (const Paper *paper, int x, int y)
{
  return paper->cells[CLAMP (y, 0, (int) paper->n_y - 1) * (int) paper->n_x +
                      CLAMP (x, 0, (int) paper->n_x - 1)];
}

/* Between the middles of four squares. */
static float
get_paper (const Paper *paper, guint x, guint y)
{
  float fx = ((float) x + 0.5f) / CELL - 0.5f, fy = ((float) y + 0.5f) / CELL - 0.5f;
  int ix = (int) floorf (fx), iy = (int) floorf (fy);
  float dx = fx - (float) ix, dy = fy - (float) iy;
  float top = get_cell (paper, ix, iy) * (1 - dx) + get_cell (paper, ix + 1, iy) * dx;
  float bottom = get_cell (paper, ix, iy + 1) * (1 - dx) + get_cell (paper, ix + 1, iy + 1) * dx;

  return MAX (top * (1 - dy) + bottom * dy, 1.0f);
}

/* --- the ink --------------------------------------------------------------------------------- */

/* How much ink there is at each pixel, 0 to 255. */
static guint8 *
measure_ink (const HopsoInkScan *scan, double threshold)
{
  g_auto (Paper) paper = { NULL };
  guint8 *ink = g_malloc0 ((gsize) scan->width * scan->height);

  measure_paper (scan, &paper);
  for (guint y = 0; y < scan->height; y++)
    for (guint x = 0; x < scan->width; x++)
      {
        double light = get_light (scan, x, y) / (double) get_paper (&paper, x, y);
        double share = (1 - light - threshold) / SOFT + 0.5;

        ink[(gsize) y * scan->width + x] = (guint8) (CLAMP (share, 0, 1) * 255);
      }
  return ink;
}

/* Grains of the paper and of the camera: ink has neighbours. */
static void
remove_grains (guint8 *ink, guint width, guint height)
{
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        guint n = 0;

        if (ink[(gsize) y * width + x] == 0)
          continue;
        for (guint j = y > 0 ? y - 1 : 0; j <= MIN (y + 1, height - 1); j++)
          for (guint i = x > 0 ? x - 1 : 0; i <= MIN (x + 1, width - 1); i++)
            n += ink[(gsize) j * width + i] > 40;
        if (n < 3)
          ink[(gsize) y * width + x] = 0;
      }
}

typedef struct
{
  guint left, top, right, bottom; /* the last two lie outside */
  gsize n;
} Box;

static Box
find_box (const guint8 *ink, guint width, guint height)
{
  Box box = { width, height, 0, 0, 0 };

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      if (ink[(gsize) y * width + x] > 60)
        {
          box.left = MIN (box.left, x);
          box.top = MIN (box.top, y);
          box.right = MAX (box.right, x + 1);
          box.bottom = MAX (box.bottom, y + 1);
          box.n++;
        }
  return box;
}

static void
widen (Box *box, guint width, guint height)
{
  box->left = box->left > MARGIN ? box->left - MARGIN : 0;
  box->top = box->top > MARGIN ? box->top - MARGIN : 0;
  box->right = MIN (box->right + MARGIN, width);
  box->bottom = MIN (box->bottom + MARGIN, height);
}

/* --- PNG ------------------------------------------------------------------------------------- */

static cairo_status_t
write_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Takes @surface. */
static GBytes *
write_png (cairo_surface_t *surface, GError **error)
{
  g_autoptr (GByteArray) png = g_byte_array_new ();
  cairo_status_t status = cairo_surface_write_to_png_stream (surface, write_cb, png);

  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (g_steal_pointer (&png));
  g_set_error_literal (error, HOPSO_TYPESET_ERROR, HOPSO_TYPESET_ERROR_FAILED,
                       cairo_status_to_string (status));
  return NULL;
}

/* The ink of the box, of one colour. */
static cairo_surface_t *
colour_ink (const guint8 *ink, guint width, const Box *box, guint32 colour)
{
  int w = (int) (box->right - box->left), h = (int) (box->bottom - box->top);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, w, h);
  guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  cairo_surface_flush (surface);
  for (int y = 0; data != NULL && y < h; y++)
    {
      guint32 *line = (guint32 *) (gpointer) (data + (gsize) y * (gsize) stride);

      for (int x = 0; x < w; x++)
        {
          guint32 a = ink[(gsize) (box->top + (guint) y) * width + box->left + (guint) x];
          guint32 r = (colour >> 16 & 0xff) * a / 255, g = (colour >> 8 & 0xff) * a / 255;

          line[x] = a << 24 | r << 16 | g << 8 | (colour & 0xff) * a / 255;
        }
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

/* Takes @surface. */
static cairo_surface_t *
shrink (cairo_surface_t *surface)
{
  int w = cairo_image_surface_get_width (surface), h = cairo_image_surface_get_height (surface);
  double scale = (double) OUT_SIDE / MAX (MAX (w, h), 1);

  if (scale >= 1)
    return surface;
  cairo_surface_t *small = cairo_image_surface_create (
      CAIRO_FORMAT_ARGB32, MAX ((int) (w * scale), 1), MAX ((int) (h * scale), 1));
  cairo_t *cr = cairo_create (small);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_GOOD);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return small;
}

static gboolean
check_ink (const Box *box, guint width, guint height, GError **error)
{
  if (box->n >= LEAST_INK && (double) box->n <= MOST_INK * width * height)
    return TRUE;
  g_set_error_literal (error, HOPSO_TYPESET_ERROR, HOPSO_TYPESET_ERROR_BAD_PICTURE,
                       box->n < LEAST_INK ? "There is no ink in the picture"
                                          : "The picture is dark all over");
  return FALSE;
}

/**
 * hopso_ink_extract:
 * @threshold: how much darker than the paper ink is, from %HOPSO_INK_LEAST_THRESHOLD on
 * @colour: of the ink afterwards, 0xRRGGBB
 *
 * Returns: (transfer full): the ink alone, cropped, as a transparent PNG
 */
GBytes *
hopso_ink_extract (const HopsoInkScan *scan, double threshold, guint32 colour, GError **error)
{
  if (scan->width == 0 || scan->height == 0 || scan->width > MAX_SIDE || scan->height > MAX_SIDE ||
      scan->stride / 4 < scan->width)
    {
      g_set_error_literal (error, HOPSO_TYPESET_ERROR, HOPSO_TYPESET_ERROR_BAD_PICTURE,
                           "The picture is empty or too large");
      return NULL;
    }
  threshold = CLAMP (threshold, HOPSO_INK_LEAST_THRESHOLD, HOPSO_INK_MOST_THRESHOLD);
  g_autofree guint8 *ink = measure_ink (scan, threshold);
  remove_grains (ink, scan->width, scan->height);
  Box box = find_box (ink, scan->width, scan->height);
  if (!check_ink (&box, scan->width, scan->height, error))
    return NULL;
  widen (&box, scan->width, scan->height);
  return write_png (shrink (colour_ink (ink, scan->width, &box, colour)), error);
}

/* --- strokes --------------------------------------------------------------------------------- */

static void
draw_strokes (cairo_t *cr, const HopsoInkPoint *points, guint n_points)
{
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < n_points; i++)
    {
      const HopsoInkPoint *from = points[i].begins || i == 0 ? &points[i] : &points[i - 1];

      cairo_set_line_width (cr, MAX ((from->width + points[i].width) / 2, 0.5f));
      cairo_move_to (cr, from->x, from->y);
      cairo_line_to (cr, points[i].x, points[i].y);
      cairo_stroke (cr);
    }
}

/**
 * hopso_ink_draw:
 * @points: (array length=n_points): where the pen went
 * @colour: of the ink, 0xRRGGBB
 *
 * Returns: (transfer full): the strokes, cropped, as a transparent PNG
 */
GBytes *
hopso_ink_draw (const HopsoInkPoint *points, guint n_points, guint32 colour, GError **error)
{
  double left = G_MAXDOUBLE, top = G_MAXDOUBLE, right = -G_MAXDOUBLE, bottom = -G_MAXDOUBLE;

  for (guint i = 0; i < n_points; i++)
    {
      left = MIN (left, points[i].x - points[i].width);
      top = MIN (top, points[i].y - points[i].width);
      right = MAX (right, points[i].x + points[i].width);
      bottom = MAX (bottom, points[i].y + points[i].width);
    }
  /* Written so that what is no number is refused too. */
  if (n_points < 2 || !(right - left > 0 && right - left < MAX_SIDE / DRAW_SCALE) ||
      !(bottom - top > 0 && bottom - top < MAX_SIDE / DRAW_SCALE))
    {
      g_set_error_literal (error, HOPSO_TYPESET_ERROR, HOPSO_TYPESET_ERROR_BAD_PICTURE,
                           "Nothing was drawn");
      return NULL;
    }
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) ceil ((right - left) * DRAW_SCALE),
                                  (int) ceil ((bottom - top) * DRAW_SCALE));
  cairo_t *cr = cairo_create (surface);
  cairo_scale (cr, DRAW_SCALE, DRAW_SCALE);
  cairo_translate (cr, -left, -top);
  cairo_set_source_rgb (cr, (colour >> 16 & 0xff) / 255.0, (colour >> 8 & 0xff) / 255.0,
                        (colour & 0xff) / 255.0);
  draw_strokes (cr, points, n_points);
  cairo_destroy (cr);
  return write_png (shrink (surface), error);
}
