/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The shared memory of one drawing process. Its size is sealed: a process that could shrink it
 * would kill the application at its next look. Its contents may change while they are copied,
 * which is harmless: any bytes are pixels. Lives on the client's thread. */

#include "hopso-pdf-slot-private.h"

#include "hopso-fd.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#define LEAST_SIZE (4u * 1024u * 1024u)

/* A slot this many times larger than its picture is given back. */
#define WASTE_FACTOR 8

struct _HopsoPdfSlot
{
  int fd; /* owned */
  const guint8 *pixels;
  gsize size;
};

static gsize
round_up (gsize size)
{
  gsize rounded = LEAST_SIZE;

  while (rounded < size)
    rounded *= 2;
  return rounded;
}

static gboolean
fail (GError **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "Making a slot: %s",
               g_strerror (errno));
  return FALSE;
}

static gboolean
fill (HopsoPdfSlot *self, gsize size, GError **error)
{
  void *pixels;

  self->fd = hopso_fd_new_memory ("hopso-page", error);
  if (self->fd < 0)
    return FALSE;
  if (ftruncate (self->fd, (off_t) size) != 0 ||
      fcntl (self->fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
    return fail (error);
  pixels = mmap (NULL, size, PROT_READ, MAP_SHARED, self->fd, 0);
  if (pixels == MAP_FAILED)
    return fail (error);
  self->pixels = pixels;
  self->size = size;
  return TRUE;
}

/**
 * hopso_pdf_slot_new:
 * @size: of the first picture
 *
 * Returns: (transfer full): room for at least @size bytes, or %NULL with @error
 */
HopsoPdfSlot *
hopso_pdf_slot_new (gsize size, GError **error)
{
  g_autoptr (HopsoPdfSlot) self = g_new0 (HopsoPdfSlot, 1);

  if (!fill (self, round_up (size), error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hopso_pdf_slot_free:
 * @self: (transfer full): a slot
 */
void
hopso_pdf_slot_free (HopsoPdfSlot *self)
{
  if (self->pixels != NULL)
    munmap ((void *) self->pixels, self->size);
  hopso_fd_close (self->fd);
  g_free (self);
}

/**
 * hopso_pdf_slot_get_fd:
 *
 * Returns: what the drawing process maps
 */
int
hopso_pdf_slot_get_fd (HopsoPdfSlot *self)
{
  return self->fd;
}

/**
 * hopso_pdf_slot_fits:
 * @size: of the next picture
 *
 * Returns: whether the slot is neither too small nor far too large for it
 */
gboolean
hopso_pdf_slot_fits (HopsoPdfSlot *self, gsize size)
{
  return size <= self->size &&
         (self->size <= 2 * LEAST_SIZE || self->size / WASTE_FACTOR <= round_up (size));
}

/**
 * hopso_pdf_slot_dup_pixels:
 * @size: of the picture; the slot fits it
 *
 * Returns: (transfer full): a copy that no other process can change
 */
GBytes *
hopso_pdf_slot_dup_pixels (HopsoPdfSlot *self, gsize size)
{
  g_assert (size <= self->size);
  return g_bytes_new (self->pixels, size);
}
