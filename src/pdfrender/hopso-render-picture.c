/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws a part of a page into shared memory. Main thread of the drawing process. */

#include "hopso-render-picture.h"

#include "hopso-fd.h"
#include "hopso-pdf-bus.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

static void *
map_slot (int fd, const HopsoFrame *frame, GError **error)
{
  guint64 size = 0;
  void *pixels;

  if (!hopso_fd_get_size (fd, &size, error))
    return NULL;
  if (size < frame->size)
    {
      g_set_error_literal (error, HOPSO_PDF_BUS_ERROR, HOPSO_PDF_BUS_ERROR_REFUSED,
                           "The slot is smaller than its picture");
      return NULL;
    }
  /* All of it is written, so its pages are better fetched at once. */
  pixels = mmap (NULL, frame->size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
  if (pixels == MAP_FAILED)
    {
      g_set_error (error, HOPSO_PDF_BUS_ERROR, HOPSO_PDF_BUS_ERROR_TOO_LARGE, "Mapping a slot: %s",
                   g_strerror (errno));
      return NULL;
    }
  return pixels;
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
 * @rotation: in degrees, sound
 * @part: sound
 * @slot: the memory, large enough or it is refused
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_render_picture (
    PopplerPage *page, guint rotation, const HopsoFramePart *part, int slot, GError **error)
{
  HopsoFrame frame;
  void *pixels;
  gboolean is_drawn;

  hopso_frame_init (&frame, part->width, part->height);
  pixels = map_slot (slot, &frame, error);
  if (pixels == NULL)
    return FALSE;
  is_drawn = draw (page, rotation, part, pixels);
  munmap (pixels, frame.size);
  if (!is_drawn)
    g_set_error_literal (error, HOPSO_PDF_BUS_ERROR, HOPSO_PDF_BUS_ERROR_DAMAGED,
                         "The page cannot be drawn");
  return is_drawn;
}
