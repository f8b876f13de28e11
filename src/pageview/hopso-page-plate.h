/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-document.h"

#include <gdk/gdk.h>

G_BEGIN_DECLS

/**
 * HopsoPagePlate:
 * @view: what the picture shows
 * @wanted: what the request under way asks for
 * @priority: of the request under way
 * @asked: when it was made
 * @is_seen: whether it is a part of a page that is on the screen now
 *
 * A picture of a page or a part of one that is there, a request for one that is under way, or both.
 */
typedef struct
{
  HopsoPdfView view;
  HopsoPdfView wanted;
  HopsoPdfPriority priority;
  gint64 asked;
  gboolean is_seen;
  GCancellable *cancellable; /* owned, nullable: of the request under way */

  /*< private >*/
  GBytes *pixels;      /* owned, nullable: as they were drawn */
  GdkTexture *texture; /* owned, nullable */
  gboolean is_night;   /* of the texture */
} HopsoPagePlate;

HopsoPagePlate *hopso_page_plate_new (void);
void hopso_page_plate_free (HopsoPagePlate *self);
void hopso_page_plate_clear (HopsoPagePlate *self);
void hopso_page_plate_cancel (HopsoPagePlate *self);
gboolean hopso_page_plate_is_filled (const HopsoPagePlate *self);
gboolean hopso_page_plate_shows (const HopsoPagePlate *self, const HopsoPdfView *view);
void hopso_page_plate_put (HopsoPagePlate *self, const HopsoPdfView *view, GBytes *pixels);
gsize hopso_page_plate_get_size (const HopsoPagePlate *self);
GBytes *hopso_page_plate_get_pixels (const HopsoPagePlate *self);
void hopso_page_plate_forget_night (HopsoPagePlate *self);
GdkTexture *
hopso_page_plate_get_texture (HopsoPagePlate *self, gboolean is_night, GArray *photographs);

G_END_DECLS
