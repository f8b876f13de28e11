/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bytes of a PDF behind one door. A descriptor is read with pread through a window, so that a
 * file of gigabytes costs no more memory than a small one and nothing is mapped; a file that
 * shrinks meanwhile gives an error, not a signal. It does not own the descriptor. A source belongs
 * to one thread at a time. */

#include "hopso-pdf-source.h"

#include "hopso-fd.h"
#include "hopso-pdf-error-private.h"

#include <string.h>

#define WINDOW_SIZE ((gsize) 64 << 10)

struct _HopsoPdfSource
{
  guint ref_count;
  guint64 size;

  int fd;                /* borrowed: outlives self; -1 for memory */
  guint8 *window;        /* owned, nullable */
  guint64 window_offset; /* where the window starts */
  gsize window_size;     /* how much of it is filled */

  GBytes *bytes;         /* owned, nullable: everything, or what follows @first */
  HopsoPdfSource *first; /* owned, nullable */
};

static HopsoPdfSource *
source_new (guint64 size)
{
  HopsoPdfSource *self = g_new0 (HopsoPdfSource, 1);

  self->ref_count = 1;
  self->fd = -1;
  self->size = size;
  return self;
}

/**
 * hopso_pdf_source_new_fd:
 * @fd: a regular or memory file; borrowed, must stay open and unchanged as long as the source
 *
 * Returns: (transfer full): the file as a source, or %NULL with @error
 */
HopsoPdfSource *
hopso_pdf_source_new_fd (int fd, GError **error)
{
  guint64 size = 0;

  if (!hopso_fd_get_size (fd, &size, error))
    return NULL;

  HopsoPdfSource *self = source_new (size);
  self->fd = fd;
  self->window = g_malloc (WINDOW_SIZE);
  return self;
}

/**
 * hopso_pdf_source_new_bytes:
 * @bytes: a whole PDF in memory
 *
 * Returns: (transfer full): it as a source
 */
HopsoPdfSource *
hopso_pdf_source_new_bytes (GBytes *bytes)
{
  HopsoPdfSource *self = source_new (g_bytes_get_size (bytes));

  self->bytes = g_bytes_ref (bytes);
  return self;
}

/**
 * hopso_pdf_source_new_appended:
 * @first: a source
 * @more: bytes after it
 *
 * Returns: (transfer full): both as one source, without copying
 */
HopsoPdfSource *
hopso_pdf_source_new_appended (HopsoPdfSource *first, GBytes *more)
{
  HopsoPdfSource *self = source_new (first->size + g_bytes_get_size (more));

  self->first = hopso_pdf_source_ref (first);
  self->bytes = g_bytes_ref (more);
  return self;
}

/**
 * hopso_pdf_source_ref:
 *
 * Returns: (transfer full): @self, counted once more
 */
HopsoPdfSource *
hopso_pdf_source_ref (HopsoPdfSource *self)
{
  self->ref_count++;
  return self;
}

/**
 * hopso_pdf_source_unref:
 *
 * Drops one count, and the source with the last one.
 */
void
hopso_pdf_source_unref (HopsoPdfSource *self)
{
  if (--self->ref_count > 0)
    return;
  g_free (self->window);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->first, hopso_pdf_source_unref);
  g_free (self);
}

/**
 * hopso_pdf_source_get_size:
 *
 * Returns: how many bytes there are
 */
guint64
hopso_pdf_source_get_size (HopsoPdfSource *self)
{
  return self->size;
}

static gboolean
window_holds (HopsoPdfSource *self, guint64 offset)
{
  return offset >= self->window_offset && offset - self->window_offset < self->window_size;
}

/* Moves the window so that @offset lies in it, with a little before it: searches run backwards. */
static gboolean
move_window (HopsoPdfSource *self, guint64 offset, GError **error)
{
  guint64 start = offset - MIN (offset, 256);
  gsize size = (gsize) MIN (self->size - start, WINDOW_SIZE);

  self->window_size = 0;
  if (!hopso_fd_read_at (self->fd, start, self->window, size, error))
    return FALSE;
  self->window_offset = start;
  self->window_size = size;
  return TRUE;
}

/**
 * hopso_pdf_source_peek:
 * @offset: where
 * @available: (out): how many bytes may be read there, at least 1
 *
 * Looks at bytes without copying them. What is returned holds until the source is used again.
 *
 * Returns: (transfer none): the bytes at @offset, or %NULL: at the end of the source without
 *   @error, else with it
 */
const guint8 *
hopso_pdf_source_peek (HopsoPdfSource *self, guint64 offset, gsize *available, GError **error)
{
  guint64 first_size = self->first != NULL ? self->first->size : 0;

  *available = 0;
  if (offset >= self->size)
    return NULL;
  if (offset < first_size)
    return hopso_pdf_source_peek (self->first, offset, available, error);
  if (self->bytes != NULL)
    {
      gsize size;
      const guint8 *bytes = g_bytes_get_data (self->bytes, &size);

      *available = size - (gsize) (offset - first_size);
      return bytes + (offset - first_size);
    }
  if (!window_holds (self, offset) && !move_window (self, offset, error))
    return NULL;
  *available = self->window_size - (gsize) (offset - self->window_offset);
  return self->window + (offset - self->window_offset);
}

/**
 * hopso_pdf_source_read:
 * @offset: where
 * @buffer: (out caller-allocates) (array length=size): where to
 * @size: how many; fewer is an error
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_pdf_source_read (
    HopsoPdfSource *self, guint64 offset, void *buffer, gsize size, GError **error)
{
  guint8 *at = buffer;

  if (offset > self->size || size > self->size - offset)
    return hopso_pdf_fail_damaged (error, "The file is cut off");
  if (self->fd >= 0 && size > WINDOW_SIZE)
    return hopso_fd_read_at (self->fd, offset, buffer, size, error);
  while (size > 0)
    {
      gsize available;
      const guint8 *bytes = hopso_pdf_source_peek (self, offset, &available, error);

      if (bytes == NULL)
        return FALSE;
      available = MIN (available, size);
      memcpy (at, bytes, available);
      at += available;
      offset += available;
      size -= available;
    }
  return TRUE;
}

/**
 * hopso_pdf_source_dup_bytes:
 * @offset: where
 * @size: how many; fewer is an error
 *
 * Returns: (transfer full): a copy of them, or %NULL with @error
 */
GBytes *
hopso_pdf_source_dup_bytes (HopsoPdfSource *self, guint64 offset, gsize size, GError **error)
{
  if (offset > self->size || size > self->size - offset)
    {
      hopso_pdf_fail_damaged (error, "The file is cut off");
      return NULL;
    }

  g_autofree guint8 *copy = g_try_malloc (MAX (size, 1));
  if (copy == NULL)
    {
      hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "Not enough memory");
      return NULL;
    }
  if (!hopso_pdf_source_read (self, offset, copy, size, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&copy), size);
}
