/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An agency issues a document: number and date come into their reserved places in the very revision
 * that its seal signs (data/pdf/reserved-places.ini). Whoever writes that revision and whoever
 * checks it ask here what may come. One thread at a time. */

#include "hopso-pdf-prepare-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-reserve.h"

#include <string.h>

/* Lets go of everything. */
void
hopso_pdf_marks_clear (HopsoPdfMarks *self)
{
  hopso_pdf_fill_work_clear (&self->work);
  g_clear_object (&self->file);
  g_clear_pointer (&self->numbers, g_hash_table_unref);
}

static gboolean
check_value (const HopsoPdfFillValue *value,
             const HopsoPdfReservation *places,
             const gboolean is_filled[HOPSO_PDF_N_RESERVED],
             GError **error)
{
  for (guint i = 0; i < HOPSO_PDF_RESERVED_SEAL; i++)
    {
      if (strcmp (value->name, hopso_pdf_reserved_kind_get_name ((HopsoPdfReservedKind) i)) != 0)
        continue;
      if (places->places[i].width <= 0)
        break;
      if (is_filled[i])
        return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FORBIDDEN, "%s: is filled in already",
                               value->name);
      return TRUE;
    }
  return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "%s: is no reserved place", value->name);
}

/* Nothing but number and date, where they were reserved and are empty, and only under the seal. */
static gboolean
check_rules (HopsoPdfFile *file, const HopsoPdfSignaturePlan *plan, GError **error)
{
  gboolean is_filled[HOPSO_PDF_N_RESERVED];
  HopsoPdfReservation places;

  if (g_strcmp0 (plan->field_name, hopso_pdf_reserved_kind_get_name (HOPSO_PDF_RESERVED_SEAL)) != 0)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD,
                           "Number and date come with the seal only, in its reserved place");
  if (!hopso_pdf_file_read_reservation (file, &places, is_filled, error))
    return FALSE;
  if (places.places[HOPSO_PDF_RESERVED_SEAL].width <= 0)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "No place is reserved for the seal");
  for (guint i = 0; i < plan->filling->values->len; i++)
    if (!check_value (plan->filling->values->pdata[i], &places, is_filled, error))
      return FALSE;
  return TRUE;
}

/**
 * hopso_pdf_marks_begin:
 * @self: empty
 * @file: the document as it is
 *
 * Finds out what comes with the signature and opens what it looks like.
 *
 * Returns: %FALSE with @error when it may not come, or the marks are not those
 */
gboolean
hopso_pdf_marks_begin (HopsoPdfMarks *self,
                       HopsoPdfFile *file,
                       const HopsoPdfSignaturePlan *plan,
                       GError **error)
{
  self->numbers = g_hash_table_new (NULL, NULL);
  self->work.n_looks = hopso_pdf_plan_is_visible (plan) ? 1 : 0;
  if (plan->filling != NULL &&
      (!check_rules (file, plan, error) ||
       !hopso_pdf_fill_work_begin (&self->work, file, plan->filling, error)))
    return FALSE;
  if (self->work.n_looks == 0)
    return TRUE;
  if (plan->mark == NULL)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "The values are not drawn");
  self->file = hopso_pdf_open_mark (plan->mark, self->work.n_looks, error);
  if (self->file == NULL)
    g_prefix_error (error, "The mark: ");
  return self->file != NULL;
}

/**
 * hopso_pdf_write_filling:
 * @self: with its marks and what else it changes
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_pdf_write_filling (HopsoPdfPreparation *self, GError **error)
{
  const HopsoPdfImport import = { self->update, self->marks.file, self->marks.numbers };
  GArray *changes = self->marks.work.changes;

  for (guint i = 0; changes != NULL && i < changes->len; i++)
    {
      const HopsoPdfFillChange *change = &g_array_index (changes, HopsoPdfFillChange, i);

      if (!g_hash_table_add (self->parts, GUINT_TO_POINTER (change->reference.number)))
        return hopso_pdf_fail_damaged (error, "Two parts of the document are one object");
      if (!hopso_pdf_fill_write_change (&import, self->file, change, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * hopso_pdf_prepared_keeps_places:
 * @file: the document as it is
 * @plan: what was prepared
 *
 * Where places are reserved, whoever signed counts on nothing coming elsewhere: an update that our
 * own verification would call an alteration is to be thrown away.
 *
 * Returns: %FALSE with @error when it is one
 */
gboolean
hopso_pdf_prepared_keeps_places (const HopsoPdfPrepared *self,
                                 HopsoPdfFile *file,
                                 const HopsoPdfSignaturePlan *plan,
                                 GError **error)
{
  gboolean is_filled[HOPSO_PDF_N_RESERVED];
  HopsoPdfReservation places;

  if (!hopso_pdf_plan_is_visible (plan) && plan->filling == NULL)
    return TRUE;
  if (!hopso_pdf_file_read_reservation (file, &places, is_filled, error))
    return FALSE;
  return places.places[HOPSO_PDF_RESERVED_SEAL].width <= 0 ||
         hopso_pdf_fill_check_signatures (file, self->appended, error);
}
