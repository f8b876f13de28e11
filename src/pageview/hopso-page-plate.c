/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One picture and the wish for one. The drawn pixels are kept beside the texture that is made of
 * them, so that day and night can be exchanged at once; by day both are the same memory. Main
 * thread. */

#include "hopso-page-plate.h"

#include "hopso-page-night.h"
#include "hopso-page-paint.h"

/**
 * hopso_page_plate_new:
 *
 * Returns: (transfer full): without picture or wish
 */
HopsoPagePlate *
hopso_page_plate_new (void)
{
  return g_new0 (HopsoPagePlate, 1);
}

/**
 * hopso_page_plate_free:
 * @self: (transfer full): a plate; what is under way is cancelled
 */
void
hopso_page_plate_free (HopsoPagePlate *self)
{
  hopso_page_plate_cancel (self);
  hopso_page_plate_clear (self);
  g_free (self);
}

/**
 * hopso_page_plate_clear:
 *
 * Drops the picture.
 */
void
hopso_page_plate_clear (HopsoPagePlate *self)
{
  g_clear_object (&self->texture);
  g_clear_pointer (&self->pixels, g_bytes_unref);
}

/**
 * hopso_page_plate_cancel:
 *
 * Drops the wish.
 */
void
hopso_page_plate_cancel (HopsoPagePlate *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/**
 * hopso_page_plate_is_filled:
 *
 * Returns: whether there is a picture
 */
gboolean
hopso_page_plate_is_filled (const HopsoPagePlate *self)
{
  return self->pixels != NULL;
}

/**
 * hopso_page_plate_shows:
 *
 * Returns: whether there is a picture of exactly @view
 */
gboolean
hopso_page_plate_shows (const HopsoPagePlate *self, const HopsoPdfView *view)
{
  return self->pixels != NULL && hopso_pdf_view_equal (&self->view, view);
}

/**
 * hopso_page_plate_put:
 * @view: what the picture shows
 * @pixels: premultiplied BGRA
 *
 * Takes another picture.
 */
void
hopso_page_plate_put (HopsoPagePlate *self, const HopsoPdfView *view, GBytes *pixels)
{
  g_bytes_ref (pixels);
  hopso_page_plate_clear (self);
  self->pixels = pixels;
  self->view = *view;
}

/**
 * hopso_page_plate_get_size:
 *
 * Returns: in bytes
 */
gsize
hopso_page_plate_get_size (const HopsoPagePlate *self)
{
  const gsize size = self->pixels != NULL ? g_bytes_get_size (self->pixels) : 0;

  return self->texture != NULL && self->is_night ? 2 * size : size;
}

/**
 * hopso_page_plate_get_pixels:
 *
 * Returns: (transfer none) (nullable): as drawn
 */
GBytes *
hopso_page_plate_get_pixels (const HopsoPagePlate *self)
{
  return self->pixels;
}

/**
 * hopso_page_plate_forget_night:
 *
 * Where photographs are has become known: a texture for the night is made anew.
 */
void
hopso_page_plate_forget_night (HopsoPagePlate *self)
{
  if (self->is_night)
    g_clear_object (&self->texture);
}

/**
 * hopso_page_plate_get_texture:
 * @is_night: whether it is to be light on dark
 * @photographs: (nullable) (element-type graphene_rect_t): what night leaves alone
 *
 * Returns: (transfer none) (nullable): the picture
 */
GdkTexture *
hopso_page_plate_get_texture (HopsoPagePlate *self, gboolean is_night, GArray *photographs)
{
  const HopsoFramePart *part = &self->view.part;
  g_autoptr (GBytes) pixels = NULL;

  if (self->pixels == NULL || (self->texture != NULL && self->is_night == is_night))
    return self->texture;
  g_clear_object (&self->texture);
  pixels = is_night ? hopso_page_night_new (self->pixels, part, photographs)
                    : g_bytes_ref (self->pixels);
  self->texture = hopso_page_paint_new_texture (part->width, part->height, pixels);
  self->is_night = is_night;
  return self->texture;
}
