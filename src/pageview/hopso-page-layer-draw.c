/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a HopsoPageLayer looks: a tinted frame with handles around a picture. Main thread. */

#include "hopso-page-layer-private.h"

#define FRAME_WIDTH 2.0f

static void
draw_handle (GtkSnapshot *snapshot, double x, double y, const GdkRGBA *colour)
{
  const GdkRGBA inside = { 1, 1, 1, 1 };
  GskRoundedRect outline;
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (
      (float) (x - HOPSO_MARK_HANDLE_SIZE / 2), (float) (y - HOPSO_MARK_HANDLE_SIZE / 2),
      (float) HOPSO_MARK_HANDLE_SIZE, (float) HOPSO_MARK_HANDLE_SIZE);
  const float widths[] = { FRAME_WIDTH, FRAME_WIDTH, FRAME_WIDTH, FRAME_WIDTH };
  const GdkRGBA colours[] = { *colour, *colour, *colour, *colour };

  gtk_snapshot_append_color (snapshot, &inside, &bounds);
  gsk_rounded_rect_init_from_rect (&outline, &bounds, 0);
  gtk_snapshot_append_border (snapshot, &outline, widths, colours);
}

/* Turned as its page is. */
static void
draw_paintable (HopsoPageLayer *self, GtkSnapshot *snapshot, float width, float height)
{
  const gboolean is_on_side = self->rotation % 180 != 0;
  const float across = is_on_side ? height : width;
  const float along = is_on_side ? width : height;

  if (self->paintable == NULL)
    return;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (width / 2, height / 2));
  gtk_snapshot_rotate (snapshot, (float) self->rotation);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (-across / 2, -along / 2));
  gdk_paintable_snapshot (self->paintable, snapshot, across, along);
  gtk_snapshot_restore (snapshot);
}

/* The widget's virtual function. */
void
hopso_page_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HopsoPageLayer *self = HOPSO_PAGE_LAYER (widget);
  const float width = (float) gtk_widget_get_width (widget);
  const float height = (float) gtk_widget_get_height (widget);
  const GdkRGBA frame = { 0.11f, 0.44f, 0.85f, 1 };
  const GdkRGBA focused = { 0.05f, 0.28f, 0.62f, 1 };
  const GdkRGBA tint = { 0.11f, 0.44f, 0.85f, 0.10f };
  const GdkRGBA colour = gtk_widget_has_focus (widget) ? focused : frame;
  const float widths[] = { FRAME_WIDTH, FRAME_WIDTH, FRAME_WIDTH, FRAME_WIDTH };
  const GdkRGBA colours[] = { colour, colour, colour, colour };
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, width, height);
  GskRoundedRect outline;

  /* What cannot be moved any more shows no frame to take hold of. */
  if (!gtk_widget_is_sensitive (widget))
    {
      draw_paintable (self, snapshot, width, height);
      return;
    }
  gtk_snapshot_append_color (snapshot, &tint, &bounds);
  draw_paintable (self, snapshot, width, height);
  gsk_rounded_rect_init_from_rect (&outline, &bounds, 0);
  gtk_snapshot_append_border (snapshot, &outline, widths, colours);
  if (self->is_rigid)
    return;
  draw_handle (snapshot, 0, 0, &colour);
  draw_handle (snapshot, width, 0, &colour);
  draw_handle (snapshot, 0, height, &colour);
  draw_handle (snapshot, width, height, &colour);
}
