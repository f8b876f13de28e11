/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The shared memory of one drawing process. Its size is sealed: a process that could shrink it
 * would kill the application at its next look. Its contents may change while they are copied,
 * which is harmless: any bytes are pixels. Lives on the client's thread. */

#include "hopso-pdf-slot-private.h"

#include "hopso-fd.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define LEAST_SIZE (4u * 1024u * 1024u)

/* A slot this many times larger than its picture is given back. */
#define WASTE_FACTOR 8

#define HUGE_PAGE ((gsize) 2 * 1024 * 1024)

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

typedef struct
{
  HopsoFd fd; /* owned */
  gsize size;
} Preparing;

/* What cannot be made now is made when it is drawn in. */
static gpointer
prepare_func (gpointer data)
{
  Preparing *preparing = data;

  (void) fallocate (preparing->fd, 0, 0, (off_t) preparing->size);
  hopso_fd_close (preparing->fd);
  g_free (preparing);
  return NULL;
}

/**
 * hopso_pdf_slot_prepare:
 * @size: from the beginning
 *
 * Has that memory made by a thread of its own, which ends by itself: for a large picture it takes
 * longer than drawing it.
 */
void
hopso_pdf_slot_prepare (HopsoPdfSlot *self, gsize size)
{
  Preparing *preparing = g_new (Preparing, 1);
  g_autoptr (GThread) thread = NULL;

  *preparing = (Preparing){ fcntl (self->fd, F_DUPFD_CLOEXEC, 0), MIN (size, self->size) };
  thread = g_thread_new ("hopso-slot", prepare_func, preparing);
}

typedef struct
{
  void *start;
  gsize size;
} Mapping;

static void
mapping_free (gpointer data)
{
  Mapping *mapping = data;

  munmap (mapping->start, mapping->size);
  g_free (mapping);
}

/* Memory for a large picture, in large pages where there are any: getting it in small ones takes
 * longer than filling it. */
static GBytes *
dup_large (const void *pixels, gsize size)
{
  guint8 *start = mmap (NULL, size + HUGE_PAGE, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  Mapping *mapping;

  if (start == MAP_FAILED)
    return g_bytes_new (pixels, size);
  guint8 *aligned = start + (HUGE_PAGE - (guintptr) start % HUGE_PAGE) % HUGE_PAGE;
  (void) madvise (aligned, size, MADV_HUGEPAGE);
  memcpy (aligned, pixels, size);
  mapping = g_new (Mapping, 1);
  *mapping = (Mapping){ start, size + HUGE_PAGE };
  return g_bytes_new_with_free_func (aligned, size, mapping_free, mapping);
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
  return size >= HUGE_PAGE ? dup_large (self->pixels, size) : g_bytes_new (self->pixels, size);
}
