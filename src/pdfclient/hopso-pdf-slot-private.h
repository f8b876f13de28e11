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
void hopso_pdf_slot_prepare (HopsoPdfSlot *self, gsize size);
int hopso_pdf_slot_get_fd (HopsoPdfSlot *self);
gboolean hopso_pdf_slot_fits (HopsoPdfSlot *self, gsize size);
GBytes *hopso_pdf_slot_dup_pixels (HopsoPdfSlot *self, gsize size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPdfSlot, hopso_pdf_slot_free)

/**
 * HopsoPdfSpareSlot:
 * @slot: (nullable): made in advance
 * @size: of the pictures that are expected; 0 before the first
 *
 * The slot of the next document. Zeros at first.
 */
typedef struct
{
  HopsoPdfSlot *slot; /* owned, nullable */
  gsize size;
} HopsoPdfSpareSlot;

void hopso_pdf_spare_slot_refill (HopsoPdfSpareSlot *self);
HopsoPdfSlot *hopso_pdf_spare_slot_take (HopsoPdfSpareSlot *self, gsize size, GError **error);
void hopso_pdf_spare_slot_clear (HopsoPdfSpareSlot *self);

G_END_DECLS
