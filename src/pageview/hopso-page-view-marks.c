/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What lies on the pages of a HopsoPageView while somebody reads: what was found, what is selected,
 * the caret, the link that has the focus. Nothing of it touches the pictures. Main thread. */

#include "hopso-page-view-private.h"

#define CARET_WIDTH 2.0f

static const GdkRGBA selected = { 0.11f, 0.44f, 0.85f, 0.32f };
static const GdkRGBA found = { 1.0f, 0.80f, 0.10f, 0.45f };
static const GdkRGBA current = { 1.0f, 0.47f, 0.0f, 0.55f };
static const GdkRGBA edge = { 0.60f, 0.25f, 0.0f, 1 };
static const GdkRGBA accent = { 0.11f, 0.44f, 0.85f, 1 };

static gboolean
place_box (HopsoPageView *self, guint page, const HopsoPdfBox *box, graphene_rect_t *bounds)
{
  HopsoPageArea area = { page };

  graphene_rect_init (&area.rect, (float) box->x1, (float) box->y1, (float) (box->x2 - box->x1),
                      (float) (box->y2 - box->y1));
  return hopso_page_view_get_area_bounds (self, &area, bounds);
}

static void
draw_areas (
    HopsoPageView *self, GtkSnapshot *snapshot, guint page, GArray *areas, const GdkRGBA *colour)
{
  for (guint i = 0; i < areas->len; i++)
    {
      graphene_rect_t bounds;

      if (place_box (self, page, &g_array_index (areas, HopsoPdfBox, i), &bounds))
        gtk_snapshot_append_color (snapshot, colour, &bounds);
    }
}

static void
draw_frame (GtkSnapshot *snapshot,
            const graphene_rect_t *bounds,
            const GdkRGBA *colour,
            float width)
{
  const float widths[] = { width, width, width, width };
  const GdkRGBA colours[] = { *colour, *colour, *colour, *colour };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, bounds, 2);
  gsk_rounded_rect_shrink (&outline, -width, -width, -width, -width);
  gtk_snapshot_append_border (snapshot, &outline, widths, colours);
}

static gboolean
is_same (const HopsoPageRange *a, const HopsoPageRange *b)
{
  return a->page == b->page && a->start == b->start && a->end == b->end;
}

/* Of the hits, which are in the order of the document, the first of a page. */
static guint
find_first_hit (HopsoPageView *self, guint page)
{
  guint low = 0;
  guint high = self->hits->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (g_array_index (self->hits, HopsoPageRange, middle).page < page)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
draw_hits (HopsoPageView *self, GtkSnapshot *snapshot, guint page, HopsoPageText *text)
{
  for (guint i = find_first_hit (self, page); i < self->hits->len; i++)
    {
      const HopsoPageRange *hit = &g_array_index (self->hits, HopsoPageRange, i);
      const gboolean is_current = self->has_current_hit && is_same (hit, &self->current_hit);
      g_autoptr (GArray) areas = NULL;

      if (hit->page != page)
        break;
      areas = hopso_page_text_list_areas (text, hit->start, hit->end);
      draw_areas (self, snapshot, page, areas, is_current ? &current : &found);
      for (guint j = 0; is_current && j < areas->len; j++)
        {
          graphene_rect_t bounds;

          if (place_box (self, page, &g_array_index (areas, HopsoPdfBox, j), &bounds))
            draw_frame (snapshot, &bounds, &edge, 1);
        }
    }
}

static void
draw_caret (HopsoPageView *self, GtkSnapshot *snapshot, guint page, HopsoPageText *text)
{
  HopsoPdfBox box;
  graphene_rect_t bounds;

  if (!self->is_caret_mode || !self->has_caret || self->selection.focus.page != page)
    return;
  hopso_page_text_get_caret (text, self->selection.focus.offset, &box);
  if (!place_box (self, page, &box, &bounds))
    return;
  bounds.size.width = MAX (bounds.size.width, CARET_WIDTH);
  bounds.size.height = MAX (bounds.size.height, CARET_WIDTH);
  gtk_snapshot_append_color (snapshot, &accent, &bounds);
}

static void
draw_focus (HopsoPageView *self, GtkSnapshot *snapshot, guint page)
{
  GPtrArray *links = hopso_page_facts_get_links (self->facts, page);
  graphene_rect_t bounds;

  if (links == NULL || self->link_index < 0 || self->link_page != page ||
      (guint) self->link_index >= links->len)
    return;
  if (place_box (self, page, &((HopsoPdfLink *) links->pdata[self->link_index])->box, &bounds))
    draw_frame (snapshot, &bounds, &accent, 2);
}

/* Draws what lies on a page. */
void
hopso_page_view_draw_marks (HopsoPageView *self, GtkSnapshot *snapshot, guint page)
{
  HopsoPageText *text = hopso_page_facts_get_text (self->facts, page);

  hopso_page_view_draw_fields (self, snapshot, page);
  if (text != NULL)
    {
      g_autoptr (GArray) areas = hopso_page_selection_list_areas (&self->selection, page, text);

      draw_hits (self, snapshot, page, text);
      draw_areas (self, snapshot, page, areas, &selected);
      draw_caret (self, snapshot, page, text);
    }
  draw_focus (self, snapshot, page);
}

/**
 * hopso_page_view_set_hits:
 * @hits: (array length=n_hits) (nullable): what was found, in the order of the document
 * @n_hits: how many
 *
 * Highlights what was found on all pages, whenever they are seen.
 */
void
hopso_page_view_set_hits (HopsoPageView *self, const HopsoPageRange *hits, guint n_hits)
{
  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  g_array_set_size (self->hits, 0);
  if (n_hits > 0)
    g_array_append_vals (self->hits, hits, n_hits);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * hopso_page_view_set_current_hit:
 * @hit: (nullable): the one of them that is looked at
 *
 * Highlights it above the others and shows it.
 */
void
hopso_page_view_set_current_hit (HopsoPageView *self, const HopsoPageRange *hit)
{
  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  self->has_current_hit = hit != NULL;
  if (hit != NULL)
    {
      self->current_hit = *hit;
      hopso_page_view_reveal_range (self, hit);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
try_to_reveal (HopsoPageView *self, const HopsoPageRange *range)
{
  HopsoPageText *text = hopso_page_facts_get_text (self->facts, range->page);
  g_autoptr (GArray) areas = NULL;
  HopsoPdfBox box;
  HopsoPageArea area = { range->page };

  if (text == NULL)
    return FALSE;
  areas = hopso_page_text_list_areas (text, range->start, range->end);
  if (areas->len > 0)
    box = g_array_index (areas, HopsoPdfBox, 0);
  else
    hopso_page_text_get_caret (text, range->start, &box);
  graphene_rect_init (&area.rect, (float) box.x1, (float) box.y1, (float) (box.x2 - box.x1),
                      (float) (box.y2 - box.y1));
  hopso_page_view_reveal (self, &area);
  return TRUE;
}

/**
 * hopso_page_view_reveal_range:
 * @range: of the text of a page
 *
 * Scrolls until it is seen; at first to its page, while its text is not known.
 */
void
hopso_page_view_reveal_range (HopsoPageView *self, const HopsoPageRange *range)
{
  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  if (range->page >= hopso_page_view_get_n_pages (self))
    return;
  hopso_page_facts_want (self->facts, range->page);
  self->is_reveal_awaited = !try_to_reveal (self, range);
  if (!self->is_reveal_awaited)
    return;
  self->awaited = *range;
  hopso_page_view_go_to_page (self, range->page);
}

/* More is known of a page. */
void
hopso_page_view_facts_changed_cb (HopsoPageFacts *facts, guint page, HopsoPageView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->is_reveal_awaited && self->awaited.page == page)
    self->is_reveal_awaited = !try_to_reveal (self, &self->awaited);
}
