/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the pages of a document lie: in rows of one or two below each other, or one at a time.
 * Finding a page among thousands is a binary search; sizes are worked out anew only when zoom, mode
 * or rotation change. What fits and what lies where in a page is in hopso-page-layout-fit.c. Pure
 * arithmetic; no widget and no picture is known here. */

#include "hopso-page-layout.h"

#include "hopso-page-layout-private.h"

#include <math.h>
#include <stdlib.h>

/* Pages that are wider than this, beside the usual page, are scrolled sideways instead of making
 * all others small: a plan among letters. A sheet on its side is 1.41 times as wide. */
#define TOO_WIDE 1.5

static int
compare_doubles (const void *a, const void *b)
{
  const double x = *(const double *) a;
  const double y = *(const double *) b;

  return x < y ? -1 : x > y;
}

/* The widest page that is not much wider than the usual one; @side is 0 for widths, 1 for heights.
 */
static double
find_usual (guint n_pages, const double *sizes, guint side)
{
  g_autofree double *sorted = g_new (double, n_pages);
  double usual = 0;

  for (guint i = 0; i < n_pages; i++)
    sorted[i] = sizes[2 * (gsize) i + side];
  qsort (sorted, n_pages, sizeof *sorted, compare_doubles);
  for (guint i = 0; i < n_pages && sorted[i] <= TOO_WIDE * sorted[n_pages / 2]; i++)
    usual = sorted[i];
  return usual;
}

/**
 * hopso_page_layout_new:
 * @n_pages: at least one
 * @sizes: width and height in points of each page, one after the other
 *
 * Returns: (transfer full): pages below each other at zoom 1
 */
HopsoPageLayout *
hopso_page_layout_new (guint n_pages, const double *sizes)
{
  HopsoPageLayout *self = g_new0 (HopsoPageLayout, 1);

  g_assert (n_pages > 0);
  self->n_pages = n_pages;
  self->sizes = g_memdup2 (sizes, 2 * (gsize) n_pages * sizeof *sizes);
  self->tops = g_new (double, (gsize) n_pages + 1);
  for (guint i = 0; i < n_pages; i++)
    {
      for (guint side = 0; side < 2; side++)
        self->widest[side] = MAX (self->widest[side], sizes[2 * (gsize) i + side]);
    }
  for (guint side = 0; side < 2; side++)
    self->usual[side] = find_usual (n_pages, sizes, side);
  hopso_page_layout_set_zoom (self, 1, 1);
  return self;
}

/**
 * hopso_page_layout_free:
 * @self: (transfer full): a layout
 */
void
hopso_page_layout_free (HopsoPageLayout *self)
{
  g_free (self->sizes);
  g_free (self->tops);
  g_free (self);
}

/**
 * hopso_page_layout_get_n_pages:
 *
 * Returns: how many there are
 */
guint
hopso_page_layout_get_n_pages (HopsoPageLayout *self)
{
  return self->n_pages;
}

/* 1 when pages lie on their side: widths and heights are exchanged. */
static guint
get_side (HopsoPageLayout *self)
{
  return self->rotation / 90 % 2;
}

double
hopso_page_layout_get_points (HopsoPageLayout *self, guint page, guint side)
{
  return self->sizes[2 * (gsize) page + (get_side (self) ^ side)];
}

/* A length on paper as a whole number of the screen's pixels. */
static double
snap (HopsoPageLayout *self, double points)
{
  return MAX (1, round (points * self->zoom * self->scale_factor)) / self->scale_factor;
}

/* A place on the desk as a whole number of the screen's pixels. */
static double
snap_place (HopsoPageLayout *self, double place)
{
  return floor (place * self->scale_factor) / self->scale_factor;
}

/**
 * hopso_page_layout_is_paged:
 *
 * Returns: whether one page is shown at a time
 */
gboolean
hopso_page_layout_is_paged (HopsoPageLayout *self)
{
  return self->mode == HOPSO_PAGE_MODE_SINGLE || self->mode == HOPSO_PAGE_MODE_PRESENTATION;
}

double
hopso_page_layout_get_margin (HopsoPageLayout *self)
{
  return self->mode == HOPSO_PAGE_MODE_PRESENTATION ? 0 : HOPSO_PAGE_MARGIN;
}

/**
 * hopso_page_layout_get_columns:
 *
 * Returns: how many pages stand beside each other
 */
guint
hopso_page_layout_get_columns (HopsoPageLayout *self)
{
  return self->n_pages > 1 &&
                 (self->mode == HOPSO_PAGE_MODE_DUAL || self->mode == HOPSO_PAGE_MODE_DUAL_COVER)
             ? 2
             : 1;
}

/* How many places are empty before the first page. */
static guint
get_lead (HopsoPageLayout *self)
{
  return hopso_page_layout_get_columns (self) == 2 && self->mode == HOPSO_PAGE_MODE_DUAL_COVER ? 1
                                                                                               : 0;
}

static guint
get_row_number (HopsoPageLayout *self, guint page)
{
  return (page + get_lead (self)) / hopso_page_layout_get_columns (self);
}

static guint
get_n_rows (HopsoPageLayout *self)
{
  return get_row_number (self, self->n_pages - 1) + 1;
}

static void
get_row_pages (HopsoPageLayout *self, guint row, guint *first, guint *last)
{
  const guint columns = hopso_page_layout_get_columns (self);
  const guint lead = get_lead (self);

  *first = MAX (row * columns, lead) - lead;
  *last = MIN (row * columns + columns - 1 - lead, self->n_pages - 1);
}

/**
 * hopso_page_layout_get_row:
 * @page: counted from 0
 * @first: (out): page beside it
 * @last: (out): page beside it
 *
 * Which pages are beside each other.
 */
void
hopso_page_layout_get_row (HopsoPageLayout *self, guint page, guint *first, guint *last)
{
  g_assert (page < self->n_pages);
  get_row_pages (self, get_row_number (self, page), first, last);
}

static double
get_row_height (HopsoPageLayout *self, guint row)
{
  guint first;
  guint last;
  double height = 0;

  get_row_pages (self, row, &first, &last);
  for (guint page = first; page <= last; page++)
    height = MAX (height, snap (self, hopso_page_layout_get_points (self, page, 1)));
  return height;
}

static void
lay_out (HopsoPageLayout *self)
{
  const guint columns = hopso_page_layout_get_columns (self);
  const guint n_rows = get_n_rows (self);
  double y = HOPSO_PAGE_MARGIN;

  for (guint row = 0; row < n_rows; row++)
    {
      self->tops[row] = y;
      y += get_row_height (self, row) + HOPSO_PAGE_GAP;
    }
  self->tops[n_rows] = y;
  self->height = y - HOPSO_PAGE_GAP + HOPSO_PAGE_MARGIN;
  self->width = columns * snap (self, self->widest[get_side (self)]) +
                (columns - 1) * HOPSO_PAGE_GAP + 2 * HOPSO_PAGE_MARGIN;
}

/**
 * hopso_page_layout_set_mode:
 * @mode: how pages are to lie
 */
void
hopso_page_layout_set_mode (HopsoPageLayout *self, HopsoPageMode mode)
{
  self->mode = mode;
  lay_out (self);
}

/**
 * hopso_page_layout_get_mode:
 *
 * Returns: how pages lie
 */
HopsoPageMode
hopso_page_layout_get_mode (HopsoPageLayout *self)
{
  return self->mode;
}

/**
 * hopso_page_layout_set_rotation:
 * @rotation: by how many degrees all pages are turned clockwise: 0, 90, 180 or 270
 */
void
hopso_page_layout_set_rotation (HopsoPageLayout *self, guint rotation)
{
  g_assert (rotation < 360 && rotation % 90 == 0);
  self->rotation = rotation;
  lay_out (self);
}

/**
 * hopso_page_layout_get_rotation:
 *
 * Returns: by how many degrees all pages are turned clockwise
 */
guint
hopso_page_layout_get_rotation (HopsoPageLayout *self)
{
  return self->rotation;
}

/**
 * hopso_page_layout_set_zoom:
 * @zoom: logical pixels per point
 * @scale_factor: of the screen
 *
 * Lays the pages out anew.
 */
void
hopso_page_layout_set_zoom (HopsoPageLayout *self, double zoom, int scale_factor)
{
  self->zoom = CLAMP (zoom, HOPSO_PAGE_ZOOM_MIN, HOPSO_PAGE_ZOOM_MAX);
  self->scale_factor = MAX (scale_factor, 1);
  lay_out (self);
}

/**
 * hopso_page_layout_get_zoom:
 *
 * Returns: logical pixels per point
 */
double
hopso_page_layout_get_zoom (HopsoPageLayout *self)
{
  return self->zoom;
}

/**
 * hopso_page_layout_set_window:
 * @width: of what is seen of the desk at a time
 * @height: of what is seen of the desk at a time
 *
 * The desk is at least as large as this.
 */
void
hopso_page_layout_set_window (HopsoPageLayout *self, double width, double height)
{
  self->window_width = width;
  self->window_height = height;
}

/**
 * hopso_page_layout_set_current:
 * @page: counted from 0
 *
 * Says which page lies on the desk when there is one at a time.
 */
void
hopso_page_layout_set_current (HopsoPageLayout *self, guint page)
{
  g_assert (page < self->n_pages);
  self->current = page;
}

/* Along one axis. */
static double
get_paged_extent (HopsoPageLayout *self, guint page, guint side)
{
  const double window = side == 0 ? self->window_width : self->window_height;

  return MAX (window, snap (self, hopso_page_layout_get_points (self, page, side)) +
                          2 * hopso_page_layout_get_margin (self));
}

/**
 * hopso_page_layout_get_width:
 *
 * Returns: of the desk
 */
double
hopso_page_layout_get_width (HopsoPageLayout *self)
{
  if (hopso_page_layout_is_paged (self))
    return get_paged_extent (self, self->current, 0);
  return MAX (self->width, self->window_width);
}

/**
 * hopso_page_layout_get_height:
 *
 * Returns: of the desk
 */
double
hopso_page_layout_get_height (HopsoPageLayout *self)
{
  if (hopso_page_layout_is_paged (self))
    return get_paged_extent (self, self->current, 1);
  return MAX (self->height, self->window_height);
}

static gboolean
is_on_left (HopsoPageLayout *self, guint page)
{
  return (page + get_lead (self)) % 2 == 0;
}

/**
 * hopso_page_layout_get_box:
 * @page: counted from 0
 * @box: (out): where the page lies; when there is one at a time, where it would lie
 */
void
hopso_page_layout_get_box (HopsoPageLayout *self, guint page, HopsoPageBox *box)
{
  const guint row = get_row_number (self, page);
  const double middle = MAX (self->width, self->window_width) / 2;

  g_assert (page < self->n_pages);
  box->width = snap (self, hopso_page_layout_get_points (self, page, 0));
  box->height = snap (self, hopso_page_layout_get_points (self, page, 1));
  if (hopso_page_layout_is_paged (self))
    {
      box->x = (get_paged_extent (self, page, 0) - box->width) / 2;
      box->y = (get_paged_extent (self, page, 1) - box->height) / 2;
    }
  else
    {
      if (hopso_page_layout_get_columns (self) == 1)
        box->x = middle - box->width / 2;
      else if (is_on_left (self, page))
        box->x = middle - HOPSO_PAGE_GAP / 2 - box->width;
      else
        box->x = middle + HOPSO_PAGE_GAP / 2;
      box->y = self->tops[row] + (get_row_height (self, row) - box->height) / 2;
    }
  box->x = snap_place (self, box->x);
  box->y = snap_place (self, box->y);
}

/**
 * hopso_page_layout_get_pixels:
 * @page: counted from 0
 * @width_px: (out): in the screen's pixels
 * @height_px: (out): in the screen's pixels
 */
void
hopso_page_layout_get_pixels (HopsoPageLayout *self, guint page, guint *width_px, guint *height_px)
{
  g_assert (page < self->n_pages);
  *width_px = (guint) round (snap (self, hopso_page_layout_get_points (self, page, 0)) *
                             self->scale_factor);
  *height_px = (guint) round (snap (self, hopso_page_layout_get_points (self, page, 1)) *
                              self->scale_factor);
}

static guint
find_row (HopsoPageLayout *self, double y)
{
  guint low = 0;
  guint high = get_n_rows (self);

  while (high - low > 1)
    {
      const guint middle = low + (high - low) / 2;

      if (self->tops[middle] - HOPSO_PAGE_GAP <= y)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/**
 * hopso_page_layout_find_page:
 * @y: on the desk
 *
 * Returns: the first page of the last row that begins at or above @y, the gap above it included;
 * the first page when there is none
 */
guint
hopso_page_layout_find_page (HopsoPageLayout *self, double y)
{
  guint first;
  guint last;

  hopso_page_layout_find_shown (self, y, y, &first, &last);
  return first;
}

/**
 * hopso_page_layout_find_shown:
 * @top: of what is seen, on the desk
 * @bottom: of what is seen, on the desk
 * @first: (out): page of which something is seen
 * @last: (out): page of which something is seen
 */
void
hopso_page_layout_find_shown (
    HopsoPageLayout *self, double top, double bottom, guint *first, guint *last)
{
  guint other;

  *first = self->current;
  *last = self->current;
  if (hopso_page_layout_is_paged (self))
    return;
  get_row_pages (self, find_row (self, top), first, &other);
  get_row_pages (self, find_row (self, bottom), &other, last);
}

/**
 * hopso_page_layout_find_spot:
 * @x: on the desk
 * @y: on the desk
 * @spot: (out): the place in the document
 */
void
hopso_page_layout_find_spot (HopsoPageLayout *self, double x, double y, HopsoPageSpot *spot)
{
  HopsoPageBox box;
  guint first;
  guint last;

  hopso_page_layout_find_shown (self, y, y, &first, &last);
  hopso_page_layout_get_box (self, last, &box);
  spot->page = first < last && x < box.x ? first : last;
  hopso_page_layout_get_box (self, spot->page, &box);
  spot->x = (x - box.x) / box.width;
  spot->y = (y - box.y) / box.height;
}
