/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a HopsoPageView shows: which pictures are wanted now and next, and what is drawn until they
 * are there. A page that has ever had a picture is never drawn blank. Main thread. */

#include "hopso-page-view-private.h"

#include <math.h>

/* A page is drawn as a whole up to this many pixels; beyond, a coarse whole and a sharp part. */
#define MAX_WHOLE_PIXELS 12.0e6
#define COARSE_PIXELS    3.0e6
#define MAX_WHOLE_EDGE   16000.0
#define PREVIEW_PART     5.0
#define PREVIEW_DELAY_MS 50
#define DETAIL_MARGIN_PX 256.0
#define PREFETCH_PAGES   2
#define SHADOW_RADIUS    6.0f
#define BUDGET_PER_SCALE ((gsize) 64 * 1024 * 1024)

static void
init_scaled (HopsoPdfView *view, guint page, guint width, guint height, double factor)
{
  hopso_pdf_view_init (view, page, (guint) MAX (1, round (width * factor)),
                       (guint) MAX (1, round (height * factor)));
}

/* The whole page, as sharp as it may be. */
static gboolean
init_whole (HopsoPageView *self, guint page, HopsoPdfView *view)
{
  guint width;
  guint height;
  double pixels;

  hopso_page_layout_get_pixels (self->layout, page, &width, &height);
  pixels = (double) width * height;
  if (pixels <= MAX_WHOLE_PIXELS && MAX (width, height) <= MAX_WHOLE_EDGE)
    {
      hopso_pdf_view_init (view, page, width, height);
      return TRUE;
    }
  init_scaled (view, page, width, height,
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
covers (const HopsoFramePart *a, const HopsoFramePart *b)
{
  return a->page_width == b->page_width && a->page_height == b->page_height && a->x <= b->x &&
         a->y <= b->y && a->x + a->width >= b->x + b->width && a->y + a->height >= b->y + b->height;
}

static gboolean
has_detail (HopsoPageView *self, guint page)
{
  HopsoFramePart there;
  HopsoFramePart seen;

  return !init_seen (self, page, 0, &seen) ||
         (hopso_page_pictures_get_detail (self->pictures, page, &there) != NULL &&
          covers (&there, &seen));
}

static gboolean
has_whole (HopsoPageView *self, const HopsoPdfView *view)
{
  GdkTexture *texture = hopso_page_pictures_get_page (self->pictures, view->page);

  return texture != NULL && (guint) gdk_texture_get_width (texture) == view->part.width &&
         (guint) gdk_texture_get_height (texture) == view->part.height;
}

static gboolean
is_page_sharp (HopsoPageView *self, guint page)
{
  HopsoPdfView view;

  if (init_whole (self, page, &view))
    return has_whole (self, &view);
  return has_detail (self, page);
}

static void
want_page (HopsoPageView *self, guint page)
{
  HopsoPdfView view;
  HopsoPdfView detail = { .page = page };

  if (init_whole (self, page, &view))
    {
      hopso_page_pictures_want (self->pictures, &view, HOPSO_PDF_PRIORITY_VISIBLE);
      return;
    }
  /* What was drawn for another zoom serves as the coarse whole. */
  if (hopso_page_pictures_get_page (self->pictures, page) == NULL)
    hopso_page_pictures_want (self->pictures, &view, HOPSO_PDF_PRIORITY_VISIBLE);
  if (!has_detail (self, page) && init_seen (self, page, DETAIL_MARGIN_PX, &detail.part))
    hopso_page_pictures_want (self->pictures, &detail, HOPSO_PDF_PRIORITY_VISIBLE);
}

/* Pages that people are about to see: ahead of them first, then the one behind. */
static void
want_neighbours (HopsoPageView *self, guint first, guint last)
{
  const gint64 n = hopso_page_view_get_n_pages (self);
  const gint64 edge = self->travel > 0 ? last : first;
  const gint64 back = self->travel > 0 ? (gint64) first - 1 : (gint64) last + 1;
  HopsoPdfView view;

  for (int i = 1; i <= PREFETCH_PAGES; i++)
    {
      const gint64 page = edge + i * self->travel;

      if (page >= 0 && page < n && init_whole (self, (guint) page, &view))
        hopso_page_pictures_want (self->pictures, &view, HOPSO_PDF_PRIORITY_NEIGHBOUR);
    }
  if (back >= 0 && back < n && init_whole (self, (guint) back, &view))
    hopso_page_pictures_want (self->pictures, &view, HOPSO_PDF_PRIORITY_NEIGHBOUR);
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
      init_scaled (&view, page, view.part.width, view.part.height, 1 / PREVIEW_PART);
      hopso_page_pictures_want_preview (self->pictures, &view);
    }
  return G_SOURCE_REMOVE;
}

static const GError *
find_error (HopsoPageView *self, guint first, guint last)
{
  for (guint page = first; page <= last; page++)
    {
      const GError *error = hopso_page_pictures_get_error (self->pictures, page);

      if (error != NULL)
        return error;
    }
  return NULL;
}

static void
update_retry (HopsoPageView *self, guint first, guint last)
{
  const GError *error = find_error (self, first, last);

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

  if (self->pictures == NULL || !hopso_page_view_get_shown (self, &first, &last))
    return;
  hopso_page_pictures_set_budget (
      self->pictures, BUDGET_PER_SCALE * (gsize) gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  hopso_page_pictures_keep_only (
      self->pictures, first > PREFETCH_PAGES ? first - PREFETCH_PAGES : 0, last + PREFETCH_PAGES);
  for (guint page = first; page <= last; page++)
    {
      want_page (self, page);
      is_bare = is_bare || hopso_page_pictures_get_page (self->pictures, page) == NULL;
    }
  if (hopso_page_view_is_sharp (self))
    want_neighbours (self, first, last);
  if (is_bare && self->slow == 0)
    self->slow = g_timeout_add (PREVIEW_DELAY_MS, slow_cb, self);
  update_retry (self, first, last);
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

static void
draw_detail (HopsoPageView *self, GtkSnapshot *snapshot, guint page, const HopsoPageBox *box)
{
  HopsoFramePart part;
  GdkTexture *detail = hopso_page_pictures_get_detail (self->pictures, page, &part);

  if (detail == NULL)
    return;
  const double sx = box->width / part.page_width;
  const double sy = box->height / part.page_height;
  gtk_snapshot_append_texture (
      snapshot, detail,
      &GRAPHENE_RECT_INIT ((float) (box->x + part.x * sx), (float) (box->y + part.y * sy),
                           (float) (part.width * sx), (float) (part.height * sy)));
}

static void
draw_page (HopsoPageView *self, GtkSnapshot *snapshot, guint page)
{
  const GdkRGBA shade = { 0, 0, 0, 0.28f };
  const GdkRGBA paper = { 1, 1, 1, 1 };
  const GdkRGBA bare = { 0.93f, 0.93f, 0.93f, 1 };
  GdkTexture *texture = hopso_page_pictures_get_page (self->pictures, page);
  HopsoPageBox box;
  graphene_rect_t bounds;
  GskRoundedRect outline;

  hopso_page_view_get_box (self, page, &box);
  graphene_rect_init (&bounds, (float) box.x, (float) box.y, (float) box.width, (float) box.height);
  gsk_rounded_rect_init_from_rect (&outline, &bounds, 0);
  gtk_snapshot_append_outset_shadow (snapshot, &outline, &shade, 0, 1, 0, SHADOW_RADIUS);
  gtk_snapshot_append_color (snapshot, texture != NULL ? &paper : &bare, &bounds);
  if (texture != NULL)
    gtk_snapshot_append_texture (snapshot, texture, &bounds);
  gtk_snapshot_push_clip (snapshot, &bounds);
  draw_detail (self, snapshot, page, &box);
  gtk_snapshot_pop (snapshot);
}

/* Light on dark: black becomes a soft white, white a dark grey. */
static void
push_night (GtkSnapshot *snapshot)
{
  graphene_matrix_t matrix;
  graphene_vec4_t offset;

  graphene_matrix_init_scale (&matrix, -0.82f, -0.82f, -0.82f);
  graphene_vec4_init (&offset, 0.93f, 0.93f, 0.93f, 0);
  gtk_snapshot_push_color_matrix (snapshot, &matrix, &offset);
}

/* Draws the pages that are seen. */
void
hopso_page_view_draw (HopsoPageView *self, GtkSnapshot *snapshot)
{
  guint first;
  guint last;

  if (!hopso_page_view_get_shown (self, &first, &last))
    return;
  if (self->is_night)
    push_night (snapshot);
  for (guint page = first; page <= last; page++)
    draw_page (self, snapshot, page);
  if (self->is_night)
    gtk_snapshot_pop (snapshot);
}
