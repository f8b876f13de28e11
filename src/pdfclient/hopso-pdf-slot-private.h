/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoPdfSlot:
 *
 * Memory that one drawing process writes its pictures into, kept from picture to picture, since
 * fresh memory costs more than drawing a page of text. A slot is never shown to two documents'
 * processes: the first could go on writing.
 */
typedef struct _HopsoPdfSlot HopsoPdfSlot;

HopsoPdfSlot *hopso_pdf_slot_new (gsize size, GError **error);
void hopso_pdf_slot_free (HopsoPdfSlot *self);
int hopso_pdf_slot_get_fd (HopsoPdfSlot *self);
gboolean hopso_pdf_slot_fits (HopsoPdfSlot *self, gsize size);
GBytes *hopso_pdf_slot_dup_pixels (HopsoPdfSlot *self, gsize size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPdfSlot, hopso_pdf_slot_free)

G_END_DECLS
