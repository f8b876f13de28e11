/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws a HopsoPageView: paper with its shadow, the best picture of each page that is there, sharp
 * parts above it. A page that has ever had a picture is never drawn blank. Main thread. */

#include "hopso-page-paint.h"
#include "hopso-page-view-private.h"

#define SHADOW_RADIUS 6.0f

/* A picture that was drawn before the view was turned is turned like its page until there is a
 * better one. */
static void
draw_turned (HopsoPageView *self,
             GtkSnapshot *snapshot,
             GdkTexture *texture,
             guint quarters,
             const graphene_rect_t *bounds)
{
  const gboolean is_on_side = quarters % 2 == 1;
  const float width = is_on_side ? bounds->size.height : bounds->size.width;
  const float height = is_on_side ? bounds->size.width : bounds->size.height;

  if (quarters == 0)
    {
      hopso_page_paint (GTK_WIDGET (self), snapshot, texture, bounds);
      return;
    }
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (bounds->origin.x + bounds->size.width / 2,
                                                bounds->origin.y + bounds->size.height / 2));
  gtk_snapshot_rotate (snapshot, 90.0f * (float) quarters);
  hopso_page_paint (GTK_WIDGET (self), snapshot, texture,
                    &GRAPHENE_RECT_INIT (-width / 2, -height / 2, width, height));
  gtk_snapshot_restore (snapshot);
}

static void
draw_part (HopsoPageView *self,
           GtkSnapshot *snapshot,
           guint page,
           guint index,
           const HopsoPageBox *box,
           gboolean is_exact)
{
  HopsoPdfView view;
  GdkTexture *texture = hopso_page_pictures_get_part (self->pictures, page, index, &view);
  const HopsoFramePart *part = &view.part;
  guint width;
  guint height;

  if (texture == NULL || view.rotation != self->rotation)
    return;
  hopso_page_layout_get_pixels (self->layout, page, &width, &height);
  if ((part->page_width == width && part->page_height == height) != is_exact)
    return;
  /* A tile far down a page is near in the view: only the sum fits into the renderer's numbers. */
  const double sx = box->width / part->page_width;
  const double sy = box->height / part->page_height;
  hopso_page_paint (GTK_WIDGET (self), snapshot, texture,
                    &GRAPHENE_RECT_INIT ((float) (box->x + part->x * sx),
                                         (float) (box->y + part->y * sy),
                                         (float) (part->width * sx), (float) (part->height * sy)));
}

/* Those of another size first, so that the sharp ones lie on top. */
static void
draw_parts (HopsoPageView *self, GtkSnapshot *snapshot, guint page, const HopsoPageBox *box)
{
  const guint n = hopso_page_pictures_get_n_parts (self->pictures, page);

  for (guint i = 0; i < n; i++)
    draw_part (self, snapshot, page, i, box, FALSE);
  for (guint i = 0; i < n; i++)
    draw_part (self, snapshot, page, i, box, TRUE);
}

static void
draw_sheet (HopsoPageView *self,
            GtkSnapshot *snapshot,
            const graphene_rect_t *bounds,
            gboolean is_drawn)
{
  const GdkRGBA shade = { 0, 0, 0, 0.28f };
  const GdkRGBA paper = { 1, 1, 1, 1 };
  const GdkRGBA bare = { 0.93f, 0.93f, 0.93f, 1 };
  const GdkRGBA dark = { 0.11f, 0.11f, 0.11f, 1 };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, bounds, 0);
  if (self->mode != HOPSO_PAGE_MODE_PRESENTATION)
    gtk_snapshot_append_outset_shadow (snapshot, &outline, &shade, 0, 1, 0, SHADOW_RADIUS);
  gtk_snapshot_append_color (snapshot, self->is_night ? &dark : is_drawn ? &paper : &bare, bounds);
}

/* By night no shadow shows where a page ends. */
static void
draw_edge (HopsoPageView *self, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  const GdkRGBA edge = { 1, 1, 1, 0.16f };
  const float widths[] = { 1, 1, 1, 1 };
  const GdkRGBA colours[] = { edge, edge, edge, edge };
  GskRoundedRect outline;

  if (!self->is_night || self->mode == HOPSO_PAGE_MODE_PRESENTATION)
    return;
  gsk_rounded_rect_init_from_rect (&outline, bounds, 0);
  gtk_snapshot_append_border (snapshot, &outline, widths, colours);
}

static void
draw_page (HopsoPageView *self, GtkSnapshot *snapshot, guint page)
{
  HopsoPdfView view;
  GdkTexture *texture = hopso_page_pictures_get_page (self->pictures, page, &view);
  HopsoPageBox box;
  graphene_rect_t bounds;

  hopso_page_view_get_box (self, page, &box);
  graphene_rect_init (&bounds, (float) box.x, (float) box.y, (float) box.width, (float) box.height);
  draw_sheet (self, snapshot, &bounds, texture != NULL);
  if (texture != NULL)
    draw_turned (self, snapshot, texture, (self->rotation / 90 + 4 - view.rotation / 90) % 4,
                 &bounds);
  draw_parts (self, snapshot, page, &box);
  draw_edge (self, snapshot, &bounds);
  hopso_page_view_draw_marks (self, snapshot, page);
}

/* Draws the pages that are seen. */
void
hopso_page_view_draw (HopsoPageView *self, GtkSnapshot *snapshot)
{
  guint first;
  guint last;

  if (!hopso_page_view_get_shown (self, &first, &last))
    return;
  for (guint page = first; page <= last; page++)
    draw_page (self, snapshot, page);
}
