/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which pictures a HopsoPageView wants: what is seen, then what will be seen next. A page is drawn
 * as a whole up to a size. Beyond, there is a coarse picture of all of it, and what is seen is
 * drawn sharply in tiles, which stay good while people pan; or, on pages where a tile has turned
 * out to cost as much as everything, in one part with some surroundings. Main thread. */

#include "hopso-page-view-private.h"

#include <math.h>

#define MEGABYTE ((gsize) 1024 * 1024)

/* For textures, per scale of the screen: with the rest of the application and its processes, a long
 * book takes less than 220 MB on a small screen. */
#define BUDGET (72 * MEGABYTE)

/* A whole page may take this part of the budget: one as wide as a large screen. */
#define WHOLE_PART     3
#define MAX_WHOLE_EDGE 16000.0
#define COARSE_PIXELS  2.0e6

#define TILE             1024u
#define MAX_TILES        64u
#define PREVIEW_PART     5.0
#define PREVIEW_DELAY_MS 50
#define PART_MARGIN_PX   256.0
#define PREFETCH_PAGES   2

static gsize
get_budget (HopsoPageView *self)
{
  return BUDGET * (gsize) gtk_widget_get_scale_factor (GTK_WIDGET (self));
}

static void
init_scaled (HopsoPdfView *view, guint width, guint height, double factor)
{
  const guint page = view->page;
  const guint rotation = view->rotation;

  hopso_pdf_view_init (view, page, (guint) MAX (1, round (width * factor)),
                       (guint) MAX (1, round (height * factor)));
  view->rotation = rotation;
}

/* The whole page, as sharp as it may be; FALSE when that is not sharp. */
static gboolean
init_whole (HopsoPageView *self, guint page, HopsoPdfView *view)
{
  guint width;
  guint height;
  double pixels;

  hopso_page_layout_get_pixels (self->layout, page, &width, &height);
  hopso_pdf_view_init (view, page, width, height);
  view->rotation = self->rotation;
  pixels = (double) width * height;
  if (pixels * 4 * WHOLE_PART <= (double) get_budget (self) &&
      MAX (width, height) <= MAX_WHOLE_EDGE)
    return TRUE;
  init_scaled (view, width, height,
               MIN (sqrt (COARSE_PIXELS / pixels), MAX_WHOLE_EDGE / MAX (width, height)));
  return FALSE;
}

/* What is seen of a page, in its pixels; with some of the surroundings when @margin says so. */
static gboolean
init_seen (HopsoPageView *self, guint page, double margin, HopsoFramePart *part)
{
  const double scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  const double view_width = gtk_widget_get_width (GTK_WIDGET (self)) * scale;
  const double view_height = gtk_widget_get_height (GTK_WIDGET (self)) * scale;
  HopsoPageBox box;
  double left;
  double top;
  double right;
  double bottom;

  hopso_page_view_get_box (self, page, &box);
  hopso_page_layout_get_pixels (self->layout, page, &part->page_width, &part->page_height);
  left = CLAMP (floor (-box.x * scale - margin), 0, part->page_width);
  top = CLAMP (floor (-box.y * scale - margin), 0, part->page_height);
  right = CLAMP (ceil (-box.x * scale + view_width + margin), 0, part->page_width);
  bottom = CLAMP (ceil (-box.y * scale + view_height + margin), 0, part->page_height);
  part->x = (guint32) left;
  part->y = (guint32) top;
  part->width = (guint32) MAX (right - left, 0);
  part->height = (guint32) MAX (bottom - top, 0);
  return part->width > 0 && part->height > 0;
}

static gboolean
covers (const HopsoPdfView *view, guint rotation, const HopsoFramePart *seen)
{
  const HopsoFramePart *part = &view->part;

  return view->rotation == rotation && part->page_width == seen->page_width &&
         part->page_height == seen->page_height && part->x <= seen->x && part->y <= seen->y &&
         part->x + part->width >= seen->x + seen->width &&
         part->y + part->height >= seen->y + seen->height;
}

/* The tiles that what is seen touches; none when they would be too many. */
static guint
list_tiles (HopsoPageView *self, guint page, const HopsoFramePart *seen, HopsoPdfView *tiles)
{
  const guint right = (seen->x + seen->width - 1) / TILE;
  const guint bottom = (seen->y + seen->height - 1) / TILE;
  guint n = 0;

  for (guint row = seen->y / TILE; row <= bottom; row++)
    {
      for (guint column = seen->x / TILE; column <= right; column++)
        {
          HopsoFramePart part = { seen->page_width, seen->page_height, column * TILE, row * TILE };

          if (n == MAX_TILES)
            return 0;
          part.width = MIN (TILE, part.page_width - part.x);
          part.height = MIN (TILE, part.page_height - part.y);
          tiles[n++] = (HopsoPdfView){ page, self->rotation, part };
        }
    }
  return n;
}

/* A large part that is there already, or under way, and still shows all that is seen. */
static gboolean
find_large_part (HopsoPageView *self, guint page, const HopsoFramePart *seen, HopsoPdfView *found)
{
  const guint n = hopso_page_pictures_get_n_parts (self->pictures, page);

  for (guint i = 0; i < n; i++)
    {
      if (hopso_page_pictures_get_part (self->pictures, page, i, found) != NULL &&
          covers (found, self->rotation, seen))
        return TRUE;
    }
  return FALSE;
}

/* What is to be drawn sharply of a page that is not drawn as a whole. */
static guint
list_parts (HopsoPageView *self, guint page, HopsoPdfView *parts)
{
  HopsoFramePart seen;
  guint n = 0;

  if (!init_seen (self, page, 0, &seen))
    return 0;
  if (find_large_part (self, page, &seen, &parts[0]))
    return 1;
  if (!hopso_page_pictures_prefers_large_parts (self->pictures, page))
    n = list_tiles (self, page, &seen, parts);
  if (n > 0)
    return n;
  init_seen (self, page, PART_MARGIN_PX, &seen);
  parts[0] = (HopsoPdfView){ page, self->rotation, seen };
  return 1;
}

static gboolean
is_page_sharp (HopsoPageView *self, guint page)
{
  HopsoPdfView parts[MAX_TILES];
  guint n;

  if (init_whole (self, page, &parts[0]))
    return hopso_page_pictures_has (self->pictures, &parts[0]);
  n = list_parts (self, page, parts);
  for (guint i = 0; i < n; i++)
    {
      if (!hopso_page_pictures_has (self->pictures, &parts[i]))
        return FALSE;
    }
  return TRUE;
}

static void
want_page (HopsoPageView *self, guint page)
{
  HopsoPdfView parts[MAX_TILES];
  HopsoPdfView whole;
  HopsoPdfView there;

  if (init_whole (self, page, &whole))
    {
      hopso_page_pictures_want_parts (self->pictures, page, NULL, 0);
      hopso_page_pictures_want (self->pictures, &whole, HOPSO_PDF_PRIORITY_VISIBLE);
      return;
    }
  /* What was drawn for another zoom serves as the coarse whole. */
  if (hopso_page_pictures_get_page (self->pictures, page, &there) == NULL ||
      there.rotation != self->rotation || there.part.width < whole.part.width / 2)
    hopso_page_pictures_want (self->pictures, &whole, HOPSO_PDF_PRIORITY_VISIBLE);
  hopso_page_pictures_want_parts (self->pictures, page, parts, list_parts (self, page, parts));
}

/* A page that people are about to see, as long as there is room for it. */
static void
want_next (HopsoPageView *self, gint64 page, gsize *room)
{
  HopsoPdfView view;
  gsize size;

  if (page < 0 || page >= hopso_page_view_get_n_pages (self) ||
      !init_whole (self, (guint) page, &view))
    return;
  size = (gsize) view.part.width * view.part.height * 4 * (self->is_night ? 2 : 1);
  if (size > *room)
    return;
  *room -= size;
  hopso_page_pictures_want (self->pictures, &view, HOPSO_PDF_PRIORITY_NEIGHBOUR);
}

/* Returns the room that is left. */
static gsize
want_ahead (HopsoPageView *self, guint first, guint last)
{
  const gint64 ahead = self->travel > 0 ? last : first;
  gsize room = get_budget (self) / 2;

  for (int i = 1; i <= PREFETCH_PAGES; i++)
    want_next (self, ahead + i * self->travel, &room);
  return room;
}

/* Ahead of people first, then behind them. */
static void
want_neighbours (HopsoPageView *self, guint first, guint last)
{
  const gint64 behind = self->travel > 0 ? (gint64) first - 1 : (gint64) last + 1;
  gsize room = want_ahead (self, first, last);

  want_next (self, behind, &room);
}

/* Once all that is seen is there. Who scrolls on sees the next page anyway, and not again what has
 * just left: the processes go ahead instead of running after. */
static void
want_others (HopsoPageView *self, guint first, guint last)
{
  if (hopso_page_view_is_sharp (self))
    {
      for (guint page = first; page <= last; page++)
        hopso_page_facts_want (self->facts, page);
      want_neighbours (self, first, last);
    }
  else if (self->is_passing)
    {
      if (self->travel > 0)
        hopso_page_pictures_leave (self->pictures, first, last + PREFETCH_PAGES);
      else
        hopso_page_pictures_leave (self->pictures,
                                   first > PREFETCH_PAGES ? first - PREFETCH_PAGES : 0, last);
      want_ahead (self, first, last);
    }
}

static gboolean
slow_cb (gpointer user_data)
{
  HopsoPageView *self = user_data;
  guint first;
  guint last;

  self->slow = 0;
  if (!hopso_page_view_get_shown (self, &first, &last))
    return G_SOURCE_REMOVE;
  for (guint page = first; page <= last; page++)
    {
      HopsoPdfView view;

      init_whole (self, page, &view);
      init_scaled (&view, view.part.width, view.part.height, 1 / PREVIEW_PART);
      hopso_page_pictures_want_preview (self->pictures, &view);
    }
  return G_SOURCE_REMOVE;
}

static void
update_retry (HopsoPageView *self, guint first, guint last)
{
  const GError *error = NULL;

  for (guint page = first; page <= last && error == NULL; page++)
    error = hopso_page_pictures_get_error (self->pictures, page);
  if (error != NULL)
    gtk_label_set_text (self->retry_label, hopso_pdf_client_error_get_words (error));
  gtk_widget_set_visible (self->retry, error != NULL);
}

/* Asks for what is seen now and will be next, and for nothing else. */
void
hopso_page_view_update_pictures (HopsoPageView *self)
{
  gboolean is_bare = FALSE;
  guint first;
  guint last;

  if (self->pictures == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      !hopso_page_view_get_shown (self, &first, &last))
    return;
  hopso_page_pictures_set_budget (self->pictures, get_budget (self));
  hopso_page_pictures_set_shown (self->pictures, first, last);
  hopso_page_pictures_keep_only (
      self->pictures, first > PREFETCH_PAGES ? first - PREFETCH_PAGES : 0, last + PREFETCH_PAGES);
  for (guint page = first; page <= last; page++)
    {
      want_page (self, page);
      is_bare = is_bare || hopso_page_pictures_get_page (self->pictures, page, NULL) == NULL;
    }
  want_others (self, first, last);
  if (is_bare && self->slow == 0)
    self->slow = g_timeout_add (PREVIEW_DELAY_MS, slow_cb, self);
  update_retry (self, first, last);
}

/**
 * hopso_page_view_expect:
 *
 * Has the page that will probably be seen first drawn while the view has no place yet: at a zoom
 * that does not depend on how wide the view will be.
 */
void
hopso_page_view_expect (HopsoPageView *self)
{
  HopsoPdfView view;

  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  if (self->pictures == NULL || gtk_widget_get_width (GTK_WIDGET (self)) > 0 ||
      (self->fit != HOPSO_PAGE_FIT_READING && self->fit != HOPSO_PAGE_FIT_NONE))
    return;
  if (self->fit == HOPSO_PAGE_FIT_READING)
    hopso_page_view_apply_zoom (self, HOPSO_PAGE_READING_ZOOM);
  if (init_whole (self, self->page, &view))
    hopso_pdf_document_render_async (self->document, &view, HOPSO_PDF_PRIORITY_VISIBLE, NULL, NULL,
                                     NULL);
}

/* Nobody sees them: they are drawn again when somebody does. */
void
hopso_page_view_drop_pictures (HopsoPageView *self)
{
  g_clear_handle_id (&self->slow, g_source_remove);
  if (self->pictures == NULL)
    return;
  hopso_page_pictures_drop_all (self->pictures);
  hopso_pdf_document_rest (self->document);
}

/**
 * hopso_page_view_is_sharp:
 *
 * Returns: whether all that is seen is shown as sharp as the screen allows
 */
gboolean
hopso_page_view_is_sharp (HopsoPageView *self)
{
  guint first;
  guint last;

  g_return_val_if_fail (HOPSO_IS_PAGE_VIEW (self), FALSE);

  if (self->pictures == NULL || !hopso_page_view_get_shown (self, &first, &last))
    return FALSE;
  for (guint page = first; page <= last; page++)
    {
      if (!is_page_sharp (self, page))
        return FALSE;
    }
  return TRUE;
}
