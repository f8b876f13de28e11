/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A document that was laid out keeps places for signature, number, date and seal where the layout
 * left them free, so that it can be issued after it is signed. Any thread. */

#include "hopso-kept-places.h"

#include "hopso-pdf-reserve.h"

#define PAGE_HEIGHT (297 * 72 / 25.4)

static HopsoPdfReservedPlace
read_place (const HopsoTypesetRect *rect)
{
  return (HopsoPdfReservedPlace){
    .page = rect->page,
    .x = rect->x,
    .y = PAGE_HEIGHT - rect->y - rect->height,
    .width = rect->width,
    .height = rect->height,
    .font_size = rect->font_size,
    .is_italic = rect->is_italic,
  };
}

/**
 * hopso_kept_places_write:
 * @document: what was laid out
 * @report: where its places are
 *
 * Returns: (transfer full): the document with its places kept, the same one when it left none for
 *   all of number, date and seal or is signed by two, or %NULL with @error
 */
GBytes *
hopso_kept_places_write (GBytes *document, const HopsoTypesetReport *report, GError **error)
{
  HopsoPdfReservation reservation = { 0 };

  if (report->number.width <= 0 || report->date.width <= 0 || report->seal.width <= 0 ||
      report->second_signature.width > 0)
    return g_bytes_ref (document);
  reservation.places[HOPSO_PDF_RESERVED_NUMBER] = read_place (&report->number);
  reservation.places[HOPSO_PDF_RESERVED_NUMBER].is_at_end = TRUE;
  reservation.places[HOPSO_PDF_RESERVED_DATE] = read_place (&report->date);
  reservation.places[HOPSO_PDF_RESERVED_SEAL] = read_place (&report->seal);
  reservation.places[HOPSO_PDF_RESERVED_SIGNATURE] = read_place (&report->signature);
  return hopso_pdf_reserve (document, &reservation, error);
}
