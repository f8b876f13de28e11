/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-file.h"

G_BEGIN_DECLS

/**
 * HopsoPdfReservedKind:
 * @HOPSO_PDF_RESERVED_NUMBER: the number
 * @HOPSO_PDF_RESERVED_DATE: the date
 * @HOPSO_PDF_RESERVED_SEAL: the agency's signature with its seal
 * @HOPSO_PDF_RESERVED_SIGNATURE: the signature of whoever approves
 *
 * What a place is kept for (data/pdf/reserved-places.ini).
 */
typedef enum
{
  HOPSO_PDF_RESERVED_NUMBER,
  HOPSO_PDF_RESERVED_DATE,
  HOPSO_PDF_RESERVED_SEAL,
  HOPSO_PDF_RESERVED_SIGNATURE,
} HopsoPdfReservedKind;

#define HOPSO_PDF_N_RESERVED 4

/* What the date's field takes when the rest is printed: "22", "22/11". */
#define HOPSO_PDF_RESERVED_DAY           2
#define HOPSO_PDF_RESERVED_DAY_AND_MONTH 5

/**
 * HopsoPdfReservedPlace:
 * @page: on which page, from 0
 * @x: left edge, in points from the left edge of the page as people see it
 * @y: upper edge, in points from the upper edge of that page, downwards
 * @width: in points; 0 keeps no place
 * @height: in points
 * @font_size: of the text, in points; 0 the usual one
 * @is_italic: whether the text is italic
 * @is_at_end: whether the text stands at the right edge of the place instead of the left one
 * @max_length: most characters of the text, 0 any number; two in the place of the date mean that
 *   month and year are printed and only the day comes
 */
typedef struct
{
  guint page;
  double x;
  double y;
  double width;
  double height;
  double font_size;
  gboolean is_italic;
  gboolean is_at_end;
  guint max_length;
} HopsoPdfReservedPlace;

/**
 * HopsoPdfReservation:
 * @places: by #HopsoPdfReservedKind; there is always one for the seal
 *
 * Places that are kept free before somebody signs.
 */
typedef struct
{
  HopsoPdfReservedPlace places[HOPSO_PDF_N_RESERVED];
} HopsoPdfReservation;

const char *hopso_pdf_reserved_kind_get_name (HopsoPdfReservedKind kind);

GVariant *hopso_pdf_reservation_to_variant (const HopsoPdfReservation *self);
gboolean hopso_pdf_reservation_read (HopsoPdfReservation *self, GVariant *places, GError **error);

GBytes *hopso_pdf_prepare_reservation (HopsoPdfFile *file,
                                       const HopsoPdfReservation *reservation,
                                       GError **error);
gboolean hopso_pdf_check_reservation (HopsoPdfSource *original,
                                      GBytes *appended,
                                      HopsoSecret *password,
                                      const HopsoPdfReservation *reservation,
                                      GError **error);
GBytes *
hopso_pdf_reserve (GBytes *document, const HopsoPdfReservation *reservation, GError **error);

gboolean hopso_pdf_file_read_reservation (HopsoPdfFile *self,
                                          HopsoPdfReservation *reservation,
                                          gboolean is_filled[HOPSO_PDF_N_RESERVED],
                                          GError **error);

G_END_DECLS
