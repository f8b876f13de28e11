/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keeps places free for number, date and seal before somebody signs (data/pdf/reserved-places.ini).
 * What a document becomes is computed once, and whoever writes the update and whoever checks it
 * compare with that, object by object. One thread at a time. */

#include "hopso-pdf-reserve-private.h"

#include "hopso-pdf-check-private.h"
#include "hopso-pdf-error-private.h"

#include "hopso-reserved-places-table.h"

#include <string.h>

#define PLACE_TYPE "a(sudddddbbu)"

/**
 * hopso_pdf_reserved_kind_get_name:
 *
 * Returns: (transfer none): the whole name of the field
 */
const char *
hopso_pdf_reserved_kind_get_name (HopsoPdfReservedKind kind)
{
  if (kind == HOPSO_PDF_RESERVED_SIGNATURE)
    return reserved_signature[0];
  return kind == HOPSO_PDF_RESERVED_SEAL ? reserved_seal[0] : reserved_text[kind];
}

/**
 * hopso_pdf_reservation_to_variant:
 *
 * Returns: (transfer none): the places as a floating a(sudddddbbu): name, page, left and upper
 * edge, width, height, size of the font, whether italic, whether at the right edge, most characters
 */
GVariant *
hopso_pdf_reservation_to_variant (const HopsoPdfReservation *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (PLACE_TYPE));
  for (guint i = 0; i < HOPSO_PDF_N_RESERVED; i++)
    {
      const HopsoPdfReservedPlace *place = &self->places[i];

      if (place->width > 0)
        g_variant_builder_add (
            &builder, "(sudddddbbu)", hopso_pdf_reserved_kind_get_name ((HopsoPdfReservedKind) i),
            place->page, place->x, place->y, place->width, place->height, place->font_size,
            place->is_italic, place->is_at_end, place->max_length);
    }
  return g_variant_builder_end (&builder);
}

/**
 * hopso_pdf_reservation_read:
 * @self: (out caller-allocates): the places
 * @places: what hopso_pdf_reservation_to_variant() writes
 *
 * Returns: %FALSE with @error when it is something else
 */
gboolean
hopso_pdf_reservation_read (HopsoPdfReservation *self, GVariant *places, GError **error)
{
  GVariantIter iter;
  HopsoPdfReservedPlace place = { 0 };
  const char *name;

  memset (self, 0, sizeof *self);
  if (!g_variant_is_of_type (places, G_VARIANT_TYPE (PLACE_TYPE)))
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "The places are malformed");
  g_variant_iter_init (&iter, places);
  while (g_variant_iter_next (&iter, "(&sudddddbbu)", &name, &place.page, &place.x, &place.y,
                              &place.width, &place.height, &place.font_size, &place.is_italic,
                              &place.is_at_end, &place.max_length))
    {
      guint kind = 0;

      while (kind < HOPSO_PDF_N_RESERVED &&
             strcmp (name, hopso_pdf_reserved_kind_get_name ((HopsoPdfReservedKind) kind)) != 0)
        kind++;
      if (kind == HOPSO_PDF_N_RESERVED)
        return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "No place is called %s", name);
      self->places[kind] = place;
    }
  return TRUE;
}

/* --- writing and checking -------------------------------------------------------------------- */

/**
 * hopso_pdf_prepare_reservation:
 * @file: the document, at its newest revision
 * @reservation: the places
 *
 * Makes the incremental update that keeps places for number, date and seal.
 *
 * Returns: (transfer full): what to append, or %NULL with @error
 */
GBytes *
hopso_pdf_prepare_reservation (HopsoPdfFile *file,
                               const HopsoPdfReservation *reservation,
                               GError **error)
{
  g_auto (HopsoPdfReserveWork) work = { NULL };
  g_autoptr (HopsoPdfUpdate) update = NULL;
  g_autoptr (GVariant) seed = NULL;
  g_autofree char *words_of_seed = NULL;
  GByteArray *bytes;

  if (!hopso_pdf_reserve_work_begin (&work, file, reservation, error))
    return NULL;
  update = hopso_pdf_update_new (file, error);
  if (update == NULL)
    return NULL;
  while (hopso_pdf_update_get_next_number (update) < work.next)
    hopso_pdf_update_reserve (update);
  for (guint i = 0; i < work.changes->len; i++)
    {
      const HopsoPdfReserveChange *change = &g_array_index (work.changes, HopsoPdfReserveChange, i);

      hopso_pdf_update_put (update, change->reference, change->object);
    }
  seed = g_variant_ref_sink (hopso_pdf_reservation_to_variant (reservation));
  words_of_seed = g_variant_print (seed, FALSE);
  hopso_pdf_update_renew_identity (update, words_of_seed);
  bytes = hopso_pdf_update_finish (update, error);
  return bytes != NULL ? g_byte_array_free_to_bytes (bytes) : NULL;
}

static gboolean
check_change (HopsoPdfCheck *self, const HopsoPdfReserveChange *change, GError **error)
{
  g_autoptr (HopsoPdfObject) reference = hopso_pdf_object_new_reference (change->reference);
  g_autoptr (HopsoPdfObject) after =
      hopso_pdf_file_dup_object (self->after, change->reference, error);

  if (after == NULL || !hopso_pdf_check_explain (self, reference, error))
    return FALSE;
  return hopso_pdf_object_equal (after, change->object) ||
         hopso_pdf_fail_lie (error, "The places are not as they should be");
}

/**
 * hopso_pdf_check_reservation:
 * @original: the document as it is
 * @appended: what is to be put after it
 * @password: (nullable): of a protected document
 * @reservation: what was asked for
 *
 * Holds an update against what it must be, trusting nobody.
 *
 * Returns: %FALSE with HOPSO_PDF_ERROR_NOT_AS_PLANNED, or another error of the document itself
 */
gboolean
hopso_pdf_check_reservation (HopsoPdfSource *original,
                             GBytes *appended,
                             HopsoSecret *password,
                             const HopsoPdfReservation *reservation,
                             GError **error)
{
  g_auto (HopsoPdfCheck) self = { NULL };
  g_auto (HopsoPdfReserveWork) work = { NULL };

  if (!hopso_pdf_check_open (&self, original, appended, password, error) ||
      !hopso_pdf_check_layout (&self, error) ||
      !hopso_pdf_reserve_work_begin (&work, self.before, reservation, error))
    return FALSE;
  for (guint i = 0; i < work.changes->len; i++)
    if (!check_change (&self, &g_array_index (work.changes, HopsoPdfReserveChange, i), error))
      return FALSE;
  return hopso_pdf_check_explained (&self, error);
}

/**
 * hopso_pdf_reserve:
 * @document: of our own making
 * @reservation: the places
 *
 * Returns: (transfer full): the document with its places kept, or %NULL with @error
 */
GBytes *
hopso_pdf_reserve (GBytes *document, const HopsoPdfReservation *reservation, GError **error)
{
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (document);
  g_autoptr (HopsoPdfFile) file = hopso_pdf_file_open (source, error);
  g_autoptr (GBytes) appended = NULL;
  GByteArray *whole;

  if (file == NULL)
    return NULL;
  appended = hopso_pdf_prepare_reservation (file, reservation, error);
  if (appended == NULL)
    return NULL;
  whole =
      g_byte_array_sized_new ((guint) (g_bytes_get_size (document) + g_bytes_get_size (appended)));
  g_byte_array_append (whole, g_bytes_get_data (document, NULL),
                       (guint) g_bytes_get_size (document));
  g_byte_array_append (whole, g_bytes_get_data (appended, NULL),
                       (guint) g_bytes_get_size (appended));
  return g_byte_array_free_to_bytes (whole);
}
