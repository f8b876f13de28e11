/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Places that are kept in a document: what is written passes its own check, is read as it was
 * wanted, is not written twice, and takes the agency's act. Where the places are comes from the
 * document's own bytes. */

#include "fuzz.h"
#include "hopso-pdf-difference.h"
#include "hopso-pdf-reserve.h"
#include "hopso-pdf-signature.h"

#include <math.h>

/* The next of a row of small numbers. */
static guint
next (guint *state, guint n)
{
  *state = *state * 1103515245 + 12345;
  return (*state >> 16) % n;
}

static void
choose (HopsoPdfReservation *reservation, GBytes *bytes)
{
  guint state = g_bytes_hash (bytes);

  for (guint i = 0; i < HOPSO_PDF_N_RESERVED; i++)
    if (i == HOPSO_PDF_RESERVED_SEAL || next (&state, 2) == 0)
      reservation->places[i] = (HopsoPdfReservedPlace){
        .page = next (&state, 8) == 0 ? 1 : 0,
        .x = next (&state, 400),
        .y = next (&state, 400),
        .width = 1 + next (&state, 300),
        .height = 1 + next (&state, 200),
        .font_size = next (&state, 30),
        .is_italic = next (&state, 2) == 0,
        .is_at_end = next (&state, 2) == 0,
        .max_length = next (&state, 3),
      };
}

static void
assert_near (double one, double other)
{
  g_assert_cmpfloat (fabs (one - other), <, 0.1);
}

/* As it was wanted, wherever the page's own corner lies and however it is turned. */
static void
look_at (HopsoPdfFile *file, const HopsoPdfReservation *wanted)
{
  gboolean is_filled[HOPSO_PDF_N_RESERVED];
  HopsoPdfReservation found = { 0 };

  if (!hopso_pdf_file_read_reservation (file, &found, is_filled, NULL))
    return;
  for (guint i = 0; i < HOPSO_PDF_N_RESERVED; i++)
    {
      const HopsoPdfReservedPlace *one = &wanted->places[i], *other = &found.places[i];

      if (other->width <= 0)
        continue;
      g_assert_cmpfloat (one->width, >, 0);
      g_assert_cmpuint (one->page, ==, other->page);
      assert_near (one->x, other->x);
      assert_near (one->y, other->y);
      assert_near (one->width, other->width);
      assert_near (one->height, other->height);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  g_autoptr (GBytes) copy = g_bytes_new (bytes, size);
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (copy);
  g_autoptr (HopsoPdfFile) file = hopso_pdf_file_open (source, NULL);
  HopsoPdfReservation wanted = { 0 };
  g_autoptr (GBytes) appended = NULL;
  g_autoptr (HopsoPdfSource) whole = NULL;
  g_autoptr (HopsoPdfFile) reserved = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GError) error = NULL;

  if (file == NULL)
    return 0;
  choose (&wanted, copy);
  appended = hopso_pdf_prepare_reservation (file, &wanted, NULL);
  if (appended == NULL)
    return 0;
  /* A document that refers to numbers yet to come is seen through only when they are there. */
  if (!hopso_pdf_check_reservation (source, appended, NULL, &wanted, &error))
    {
      g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_DAMAGED);
      return 0;
    }
  whole = hopso_pdf_source_new_appended (source, appended);
  reserved = hopso_pdf_file_open (whole, &error);
  g_assert_no_error (error);
  look_at (reserved, &wanted);
  again = hopso_pdf_prepare_reservation (reserved, &wanted, NULL);
  g_assert_null (again);
  return 0;
}
