/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-frame.h"

#include <poppler.h>
#include <sys/types.h>

G_BEGIN_DECLS

/**
 * HopsoRenderSlot:
 *
 * The shared memory that was last drawn into. Zeros at first.
 */
typedef struct
{
  void *pixels; /* owned: a mapping, nullable */
  gsize size;
  dev_t device;
  ino_t inode;
} HopsoRenderSlot;

void hopso_render_slot_clear (HopsoRenderSlot *self);

gboolean hopso_render_picture_is_possible (PopplerPage *page);
gboolean hopso_render_picture (HopsoRenderSlot *slot,
                               int fd,
                               PopplerPage *page,
                               guint rotation,
                               const HopsoFramePart *part,
                               GError **error);

G_END_DECLS
