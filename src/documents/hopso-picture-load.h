/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-ink.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoPicture:
 * @pixels: red, green, blue and alpha of each, not premultiplied
 * @width: in pixels
 * @height: in pixels
 *
 * A picture that was decoded, no larger than it must be to show a signature.
 */
typedef struct
{
  guint8 *pixels;
  guint width;
  guint height;
} HopsoPicture;

void hopso_picture_free (HopsoPicture *self);
void hopso_picture_load_async (GBytes *file,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
HopsoPicture *hopso_picture_load_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPicture, hopso_picture_free)

G_END_DECLS
