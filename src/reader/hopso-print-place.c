/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where on the paper a page is printed, and into which bands it is cut so that neither the drawing
 * process nor this one ever holds more of it than is decided here. Pure; any thread. */

#include "hopso-print-place.h"

#include <math.h>

/**
 * hopso_print_place_init:
 * @sheet: the paper
 * @width: of the page, in points
 * @height: of the page, in points
 * @is_fitted: whether it is made as large as the printer can print; else it keeps its size, in the
 *   middle
 * @dpi: how fine, at most
 *
 * Returns: whether there is anything to print
 */
gboolean
hopso_print_place_init (HopsoPrintPlace *self,
                        const HopsoPrintSheet *sheet,
                        double width,
                        double height,
                        gboolean is_fitted,
                        double dpi)
{
  const double free_width = sheet->width - sheet->left - sheet->right;
  const double free_height = sheet->height - sheet->top - sheet->bottom;

  if (!(width > 0 && height > 0 && free_width > 0 && free_height > 0))
    return FALSE;
  self->scale = is_fitted ? MIN (free_width / width, free_height / height) : 1;
  if (is_fitted)
    {
      self->x = sheet->left + (free_width - width * self->scale) / 2;
      self->y = sheet->top + (free_height - height * self->scale) / 2;
    }
  else
    {
      self->x = (sheet->width - width) / 2;
      self->y = (sheet->height - height) / 2;
    }

  const double edges = width * height * self->scale * self->scale / (72.0 * 72.0);
  const double most = MIN (sqrt (HOPSO_PRINT_MAX_PIXELS / edges),
                           HOPSO_FRAME_MAX_EDGE * 72.0 / (MAX (width, height) * self->scale));
  const double fineness = MIN (dpi, most);
  self->width_px = (guint) MAX (1, width * self->scale * fineness / 72);
  self->height_px = (guint) MAX (1, height * self->scale * fineness / 72);
  self->band_px = CLAMP (HOPSO_PRINT_BAND_PIXELS / self->width_px, 1, self->height_px);
  self->n_bands = (self->height_px + self->band_px - 1) / self->band_px;
  return TRUE;
}

/**
 * hopso_print_place_get_band:
 * @i: from 0 at the top
 * @part: (out): which pixels of the page; one row more than the band, under the next one, so that
 *   no light shines through between them
 */
void
hopso_print_place_get_band (const HopsoPrintPlace *self, guint i, HopsoFramePart *part)
{
  const guint y = i * self->band_px;

  *part = (HopsoFramePart){ .page_width = self->width_px,
                            .page_height = self->height_px,
                            .y = y,
                            .width = self->width_px,
                            .height = MIN (self->band_px + 1, self->height_px - y) };
}

/**
 * hopso_print_place_get_pixel:
 * @width: of the page, in points
 *
 * Returns: how large one pixel is on the paper, in points
 */
double
hopso_print_place_get_pixel (const HopsoPrintPlace *self, double width)
{
  return width * self->scale / self->width_px;
}
