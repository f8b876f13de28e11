/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The shared memory of the next document's first picture, made while nobody waits for it. It is new
 * memory: no document ever gets what another was drawn in. Lives on the client's thread. */

#include "hopso-pdf-slot-private.h"

/* At first, what a page takes that is as wide as a small screen. */
#define LEAST_PREPARED ((gsize) 11 * 1024 * 1024)
#define MOST_PREPARED  ((gsize) 32 * 1024 * 1024)

/**
 * hopso_pdf_spare_slot_refill:
 *
 * Begins to make a slot when there is none.
 */
void
hopso_pdf_spare_slot_refill (HopsoPdfSpareSlot *self)
{
  if (self->slot != NULL)
    return;
  self->size = CLAMP (self->size, LEAST_PREPARED, MOST_PREPARED);
  self->slot = hopso_pdf_slot_new (self->size, NULL);
  if (self->slot != NULL)
    hopso_pdf_slot_prepare (self->slot, self->size);
}

/**
 * hopso_pdf_spare_slot_take:
 * @size: of the first picture
 *
 * Returns: (transfer full): the slot, whose memory may still be being made, or a new one when it
 * does not fit; or %NULL with @error
 */
HopsoPdfSlot *
hopso_pdf_spare_slot_take (HopsoPdfSpareSlot *self, gsize size, GError **error)
{
  self->size = size;
  if (self->slot != NULL && !hopso_pdf_slot_fits (self->slot, size))
    g_clear_pointer (&self->slot, hopso_pdf_slot_free);
  if (self->slot == NULL)
    return hopso_pdf_slot_new (size, error);
  return g_steal_pointer (&self->slot);
}

/**
 * hopso_pdf_spare_slot_clear:
 *
 * Gives the memory back.
 */
void
hopso_pdf_spare_slot_clear (HopsoPdfSpareSlot *self)
{
  g_clear_pointer (&self->slot, hopso_pdf_slot_free);
}
