/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws a part of a page into shared memory. Main thread of the drawing process. */

#include "hopso-render-picture.h"

#include "hopso-pdf-bus.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

static gboolean
fail (const char *what, int code, GError **error)
{
  g_set_error (error, HOPSO_PDF_BUS_ERROR, HOPSO_PDF_BUS_ERROR_TOO_LARGE, "%s: %s", what,
               g_strerror (code));
  return FALSE;
}

/* The application gives the same memory again and again: mapping it each time takes as long as
 * drawing a simple page. */
static gboolean
map_slot (HopsoRenderSlot *self, int fd, GError **error)
{
  struct stat about;
  void *pixels;

  if (fstat (fd, &about) != 0)
    return fail ("Looking at a slot", errno, error);
  if (self->pixels != NULL && self->device == about.st_dev && self->inode == about.st_ino &&
      self->size == (gsize) about.st_size)
    return TRUE;

  hopso_render_slot_clear (self);
  pixels = mmap (NULL, (gsize) about.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (pixels == MAP_FAILED)
    return fail ("Mapping a slot", errno, error);
  *self = (HopsoRenderSlot){ pixels, (gsize) about.st_size, about.st_dev, about.st_ino };
  return TRUE;
}

static gboolean
prepare_slot (HopsoRenderSlot *self, int fd, const HopsoFrame *frame, GError **error)
{
  if (!map_slot (self, fd, error))
    return FALSE;
  if (self->size < frame->size)
    {
      g_set_error_literal (error, HOPSO_PDF_BUS_ERROR, HOPSO_PDF_BUS_ERROR_REFUSED,
                           "The slot is smaller than its picture");
      return FALSE;
    }
  /* All of it is written, so it is better fetched at once; where the kernel cannot, it comes page
   * by page. */
  (void) madvise (self->pixels, frame->size, MADV_POPULATE_WRITE);
  return TRUE;
}

/**
 * hopso_render_slot_clear:
 *
 * Forgets the memory.
 */
void
hopso_render_slot_clear (HopsoRenderSlot *self)
{
  if (self->pixels != NULL)
    munmap (self->pixels, self->size);
  *self = (HopsoRenderSlot){ 0 };
}

/* From the page's points to the pixels of the turned page. */
static void
init_matrix (cairo_matrix_t *matrix, PopplerPage *page, guint rotation, const HopsoFramePart *part)
{
  double w;
  double h;
  cairo_matrix_t scale;

  poppler_page_get_size (page, &w, &h);
  if (rotation == 90)
    cairo_matrix_init (matrix, 0, 1, -1, 0, h, 0);
  else if (rotation == 180)
    cairo_matrix_init (matrix, -1, 0, 0, -1, w, h);
  else if (rotation == 270)
    cairo_matrix_init (matrix, 0, -1, 1, 0, 0, w);
  else
    cairo_matrix_init_identity (matrix);
  cairo_matrix_init_scale (&scale, part->page_width / (rotation % 180 == 0 ? w : h),
                           part->page_height / (rotation % 180 == 0 ? h : w));
  cairo_matrix_multiply (matrix, matrix, &scale);
  cairo_matrix_init_translate (&scale, -(double) part->x, -(double) part->y);
  cairo_matrix_multiply (matrix, matrix, &scale);
}

static gboolean
draw (PopplerPage *page, guint rotation, const HopsoFramePart *part, void *pixels)
{
  HopsoFrame frame;
  cairo_matrix_t matrix;
  gboolean is_drawn;

  hopso_frame_init (&frame, part->width, part->height);
  memset (pixels, 0xff, frame.size);
  cairo_surface_t *surface = cairo_image_surface_create_for_data (
      pixels, CAIRO_FORMAT_ARGB32, (int) frame.width, (int) frame.height, (int) frame.stride);
  cairo_t *cr = cairo_create (surface);
  init_matrix (&matrix, page, rotation, part);
  cairo_set_matrix (cr, &matrix);
  poppler_page_render (page, cr);
  is_drawn = cairo_status (cr) == CAIRO_STATUS_SUCCESS;
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  return is_drawn;
}

/**
 * hopso_render_picture_is_possible:
 *
 * Returns: whether the page has a size that can be drawn
 */
gboolean
hopso_render_picture_is_possible (PopplerPage *page)
{
  double width;
  double height;

  poppler_page_get_size (page, &width, &height);
  return hopso_frame_page_is_sound (width, height);
}

/**
 * hopso_render_picture:
 * @slot: the memory of the last picture
 * @fd: the memory of this one; it is refused when it is too small
 * @page: of a possible size
 * @rotation: in degrees, sound
 * @part: sound
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_render_picture (HopsoRenderSlot *slot,
                      int fd,
                      PopplerPage *page,
                      guint rotation,
                      const HopsoFramePart *part,
                      GError **error)
{
  HopsoFrame frame;

  hopso_frame_init (&frame, part->width, part->height);
  if (!prepare_slot (slot, fd, &frame, error))
    return FALSE;
  if (draw (page, rotation, part, slot->pixels))
    return TRUE;
  g_set_error_literal (error, HOPSO_PDF_BUS_ERROR, HOPSO_PDF_BUS_ERROR_DAMAGED,
                       "The page cannot be drawn");
  return FALSE;
}
