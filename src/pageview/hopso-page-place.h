/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * HopsoPageMode:
 * @HOPSO_PAGE_MODE_CONTINUOUS: all pages below each other
 * @HOPSO_PAGE_MODE_SINGLE: one page at a time
 * @HOPSO_PAGE_MODE_DUAL: pairs of pages below each other
 * @HOPSO_PAGE_MODE_DUAL_COVER: the same, but the first page alone, as in a book
 * @HOPSO_PAGE_MODE_PRESENTATION: one page at a time on black, as large as it fits, without margins
 */
typedef enum
{
  HOPSO_PAGE_MODE_CONTINUOUS,
  HOPSO_PAGE_MODE_SINGLE,
  HOPSO_PAGE_MODE_DUAL,
  HOPSO_PAGE_MODE_DUAL_COVER,
  HOPSO_PAGE_MODE_PRESENTATION,
} HopsoPageMode;

#define HOPSO_TYPE_PAGE_MODE (hopso_page_mode_get_type ())
GType hopso_page_mode_get_type (void);

/**
 * HopsoPageFit:
 * @HOPSO_PAGE_FIT_NONE: the zoom stays as it was set
 * @HOPSO_PAGE_FIT_WIDTH: pages are as wide as the view; much wider ones are scrolled
 * @HOPSO_PAGE_FIT_PAGE: the page is seen whole
 * @HOPSO_PAGE_FIT_READING: as wide as the view, but never above %HOPSO_PAGE_READING_ZOOM
 * @HOPSO_PAGE_FIT_VISIBLE: what is printed on the page, without its margins, is as wide as the view
 */
typedef enum
{
  HOPSO_PAGE_FIT_NONE,
  HOPSO_PAGE_FIT_WIDTH,
  HOPSO_PAGE_FIT_PAGE,
  HOPSO_PAGE_FIT_READING,
  HOPSO_PAGE_FIT_VISIBLE,
} HopsoPageFit;

#define HOPSO_TYPE_PAGE_FIT (hopso_page_fit_get_type ())
GType hopso_page_fit_get_type (void);

/* A paper is read best when its lines are taken in at one glance: at 150 % the usual 14 points are
 * letters of 21 pixels, large at arm's length, and 1366×768 shows half a page of A4. The width of
 * the same screen would make it 224 %, a third of a page. */
#define HOPSO_PAGE_READING_ZOOM 1.5

/**
 * HopsoPageSpot:
 * @page: counted from 0
 * @x: from 0 at the page's left edge to 1 at its right one; may lie outside
 * @y: from 0 at the page's upper edge to 1 at its lower one; may lie outside
 *
 * A place in the document that stays the same at every zoom. The page is taken as it is shown,
 * turned by the view.
 */
typedef struct
{
  guint page;
  double x;
  double y;
} HopsoPageSpot;

/**
 * HopsoPagePlace:
 * @spot: what is in the upper middle of the view
 * @zoom: logical pixels per point; of no importance when something is fitted
 * @fit: what the zoom follows
 * @mode: how pages are laid out
 * @rotation: by how many degrees the view turns pages clockwise: 0, 90, 180 or 270
 *
 * How a document was left: a value that can be kept and come back to.
 */
typedef struct
{
  HopsoPageSpot spot;
  double zoom;
  HopsoPageFit fit;
  HopsoPageMode mode;
  guint rotation;
} HopsoPagePlace;

char *hopso_page_place_to_string (const HopsoPagePlace *self);
gboolean hopso_page_place_from_string (HopsoPagePlace *self, const char *text);

void hopso_page_spot_turn (HopsoPageSpot *self, guint from, guint to);

G_END_DECLS
