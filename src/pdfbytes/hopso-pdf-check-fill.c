/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The application's own check of an update that fills a form, made by a process it need not trust.
 * The new bytes are parsed again; each object of theirs must be a field or a widget of the plan
 * that became what the plan makes of it, or belong to the looks that the application drew itself.
 * One thread at a time. */

#include "hopso-pdf-check-private.h"
#include "hopso-pdf-fill-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-object-private.h"
#include "hopso-pdf-same-private.h"

#include <string.h>

/* Finds the form XObjects of a place in its appearance. */
static gboolean
find_looks (const HopsoPdfFillPlace *place, HopsoPdfObject *after, HopsoPdfReference looks[2])
{
  HopsoPdfObject *normal = hopso_pdf_object_get (hopso_pdf_object_get (after, "AP"), "N");

  if (place->n_looks == 1)
    return hopso_pdf_object_get_reference (normal, &looks[0]);
  return hopso_pdf_object_get_reference (hopso_pdf_object_get (normal, place->state_name),
                                         &looks[0]) &&
         hopso_pdf_object_get_reference (hopso_pdf_object_get (normal, "Off"), &looks[1]);
}

static gboolean
check_change (HopsoPdfCheck *self,
              const HopsoPdfFillChange *change,
              const HopsoPdfSame *same,
              GError **error)
{
  g_autoptr (HopsoPdfObject) before =
      hopso_pdf_file_dup_object (self->before, change->reference, error);
  g_autoptr (HopsoPdfObject) reference = hopso_pdf_object_new_reference (change->reference);
  g_autoptr (HopsoPdfObject) after = NULL;
  g_autoptr (HopsoPdfObject) expected = NULL;
  HopsoPdfReference looks[2] = { { 0, 0 }, { 0, 0 } };
  guint n_looks = change->place != NULL ? change->place->n_looks : 0;

  if (before == NULL || !hopso_pdf_check_explain (self, reference, error))
    return FALSE;
  after = hopso_pdf_file_dup_object (self->after, change->reference, error);
  if (after == NULL)
    return FALSE;
  if (n_looks > 0 && !find_looks (change->place, after, looks))
    return hopso_pdf_fail_lie (error, "A field is not drawn as it should be");
  for (guint i = 0; i < n_looks; i++)
    if (!hopso_pdf_same_graph (same, looks[i], change->first_look + i, change->place->rotation))
      return hopso_pdf_fail_lie (error, "A field is not drawn as it should be");
  expected = hopso_pdf_fill_change_apply (change, before, looks);
  if (hopso_pdf_object_get_kind (after) != HOPSO_PDF_DICTIONARY ||
      hopso_pdf_object_has_duplicate_keys (after) || !hopso_pdf_object_equal (after, expected))
    return hopso_pdf_fail_lie (error, "A field is not as it should be");
  return TRUE;
}

/* Where nothing of the form changes, neither it nor the catalogue is in the update. */
static gboolean
check_form (HopsoPdfCheck *self, const HopsoPdfFillWork *work, GError **error)
{
  static const char *const changing[] = { "AcroForm", NULL };
  g_autoptr (HopsoPdfObject) before = hopso_pdf_file_dup_catalog (self->before, error);
  g_autoptr (HopsoPdfObject) after = NULL;
  g_autoptr (HopsoPdfObject) old = NULL;
  g_autoptr (HopsoPdfObject) new = NULL;
  g_autoptr (HopsoPdfObject) expected = NULL;
  HopsoPdfObject *root = hopso_pdf_object_get (hopso_pdf_file_get_trailer (self->after), "Root");
  HopsoPdfObject *place;

  if (before == NULL)
    return FALSE;
  after = hopso_pdf_file_dup_catalog (self->after, error);
  if (after == NULL)
    return FALSE;
  old = hopso_pdf_file_resolve_key (self->before, before, "AcroForm", error);
  if (old == NULL)
    return FALSE;
  new = hopso_pdf_file_resolve_key (self->after, after, "AcroForm", error);
  if (new == NULL)
    return FALSE;
  expected = hopso_pdf_fill_form_apply (work, old);
  if (!hopso_pdf_object_equal (new, expected) || !hopso_pdf_same_except (before, after, changing))
    return hopso_pdf_fail_lie (error, "The form is not as it was");
  if (hopso_pdf_object_equal (old, expected))
    return hopso_pdf_object_equal (before, after) ||
           hopso_pdf_fail_lie (error, "The catalogue is not as it was");
  place = hopso_pdf_object_get (before, "AcroForm");
  if (hopso_pdf_object_has_duplicate_keys (new) || hopso_pdf_object_has_duplicate_keys (after) ||
      (hopso_pdf_object_get_kind (place) == HOPSO_PDF_REFERENCE &&
       !hopso_pdf_object_equal (before, after)))
    return hopso_pdf_fail_lie (error, "The catalogue is not as it was");
  return hopso_pdf_check_explain (
      self, hopso_pdf_object_get_kind (place) == HOPSO_PDF_REFERENCE ? place : root, error);
}

static gboolean
check_changes (HopsoPdfCheck *self,
               const HopsoPdfFillWork *work,
               const HopsoPdfFillPlan *plan,
               GError **error)
{
  g_autoptr (HopsoPdfFile) looks = NULL;
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);

  if (work->n_looks > 0 && plan->looks == NULL)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "The values are not drawn");
  if (work->n_looks > 0)
    {
      looks = hopso_pdf_open_mark (plan->looks, work->n_looks, error);
      if (looks == NULL)
        return FALSE;
    }

  HopsoPdfSame same = { self->after, looks, self->first_new, self->explained, numbers };
  for (guint i = 0; i < work->changes->len; i++)
    if (!check_change (self, &g_array_index (work->changes, HopsoPdfFillChange, i), &same, error))
      return FALSE;
  return TRUE;
}

/**
 * hopso_pdf_check_filled_marks:
 * @self: with its marks
 *
 * Returns: %FALSE with @error unless number and date became what the plan of the seal says
 */
gboolean
hopso_pdf_check_filled_marks (HopsoPdfCheck *self, GError **error)
{
  const HopsoPdfSame same = { self->after, self->marks.file, self->first_new, self->explained,
                              self->marks.numbers };
  GArray *changes = self->marks.work.changes;

  for (guint i = 0; changes != NULL && i < changes->len; i++)
    if (!check_change (self, &g_array_index (changes, HopsoPdfFillChange, i), &same, error))
      return FALSE;
  return TRUE;
}

/**
 * hopso_pdf_check_filling:
 * @original: the document as it is
 * @appended: what is to be put after it
 * @plan: what was asked for, with the looks that were drawn for it
 *
 * Holds an update against the plan it was made for and against what the document allows, trusting
 * nobody.
 *
 * Returns: %FALSE with HOPSO_PDF_ERROR_NOT_AS_PLANNED, or another error of the document itself
 */
gboolean
hopso_pdf_check_filling (HopsoPdfSource *original,
                         GBytes *appended,
                         const HopsoPdfFillPlan *plan,
                         GError **error)
{
  g_auto (HopsoPdfCheck) self = { NULL };
  g_auto (HopsoPdfFillWork) work = { NULL };

  return hopso_pdf_check_open (&self, original, appended, NULL, error) &&
         hopso_pdf_file_check_right (self.before, HOPSO_PDF_RIGHT_FILL, error) &&
         hopso_pdf_check_layout (&self, error) &&
         hopso_pdf_fill_work_begin (&work, self.before, plan, error) &&
         check_changes (&self, &work, plan, error) && check_form (&self, &work, error) &&
         hopso_pdf_check_explained (&self, error);
}
