/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Prepares the filling of a form as an incremental update: fields get values, widgets get looks
 * that were drawn elsewhere, nothing else changes. Once somebody signed, the outcome is compared
 * with what was signed before it is handed out. One thread at a time. */

#include "hopso-pdf-fill-private.h"

#include "hopso-pdf-difference.h"
#include "hopso-pdf-error-private.h"
#include "hopso-pdf-file-private.h"
#include "hopso-pdf-object-private.h"
#include "hopso-pdf-prepare-private.h"

typedef struct
{
  HopsoPdfFile *file;
  HopsoPdfUpdate *update; /* owned */
  HopsoPdfFile *looks;    /* owned, nullable */
  GHashTable *numbers;    /* owned: number in @looks → number in @update */
} Filling;

static void
filling_clear (Filling *self)
{
  g_clear_pointer (&self->update, hopso_pdf_update_free);
  g_clear_object (&self->looks);
  g_clear_pointer (&self->numbers, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filling, filling_clear)

static gboolean
begin (Filling *self, const HopsoPdfFillWork *work, const HopsoPdfFillPlan *plan, GError **error)
{
  self->update = hopso_pdf_update_new (self->file, error);
  if (self->update == NULL)
    return FALSE;
  self->numbers = g_hash_table_new (NULL, NULL);
  if (work->n_looks == 0)
    return TRUE;
  if (plan->looks == NULL)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "The values are not drawn");
  self->looks = hopso_pdf_open_mark (plan->looks, work->n_looks, error);
  return self->looks != NULL;
}

/* One object of the form becomes what it shall be, its looks come into the update. */
gboolean
hopso_pdf_fill_write_change (const HopsoPdfImport *import,
                             HopsoPdfFile *file,
                             const HopsoPdfFillChange *change,
                             GError **error)
{
  g_autoptr (HopsoPdfObject) before = hopso_pdf_file_dup_object (file, change->reference, error);
  g_autoptr (HopsoPdfObject) after = NULL;
  HopsoPdfReference looks[2] = { { 0, 0 }, { 0, 0 } };

  if (before == NULL)
    return FALSE;
  if (hopso_pdf_object_get_kind (before) != HOPSO_PDF_DICTIONARY ||
      hopso_pdf_object_has_duplicate_keys (before))
    return hopso_pdf_fail_damaged (error, "A field names a key twice");
  for (guint i = 0; change->place != NULL && i < change->place->n_looks; i++)
    if (!hopso_pdf_import_mark (import, change->first_look + i, change->place->rotation, &looks[i],
                                error))
      return FALSE;
  after = hopso_pdf_fill_change_apply (change, before, looks);
  hopso_pdf_update_put (import->update, change->reference, after);
  return TRUE;
}

/* The form stands in the catalogue or in an object of its own. */
static gboolean
write_form (Filling *self, const HopsoPdfFillWork *work, GError **error)
{
  g_autoptr (HopsoPdfObject) catalog = hopso_pdf_file_dup_catalog (self->file, error);
  g_autoptr (HopsoPdfObject) before = NULL;
  g_autoptr (HopsoPdfObject) after = NULL;
  HopsoPdfReference place;

  if (catalog == NULL)
    return FALSE;
  before = hopso_pdf_file_resolve_key (self->file, catalog, "AcroForm", error);
  if (before == NULL)
    return FALSE;
  after = hopso_pdf_fill_form_apply (work, before);
  if (hopso_pdf_object_equal (before, after))
    return TRUE;
  if (hopso_pdf_object_has_duplicate_keys (before) || hopso_pdf_object_has_duplicate_keys (catalog))
    return hopso_pdf_fail_damaged (error, "The form names a key twice");
  if (hopso_pdf_object_get_reference (hopso_pdf_object_get (catalog, "AcroForm"), &place))
    {
      hopso_pdf_update_put (self->update, place, after);
      return TRUE;
    }
  hopso_pdf_set_key (&catalog, "AcroForm", g_steal_pointer (&after));
  hopso_pdf_object_get_reference (
      hopso_pdf_object_get (hopso_pdf_file_get_trailer (self->file), "Root"), &place);
  hopso_pdf_update_put (self->update, place, catalog);
  return TRUE;
}

static void
renew_identity (Filling *self, const HopsoPdfFillPlan *plan)
{
  g_autoptr (GVariant) values = g_variant_ref_sink (hopso_pdf_fill_plan_to_variant (plan));
  g_autofree char *seed = g_variant_print (values, FALSE);

  hopso_pdf_update_renew_identity (self->update, seed);
}

static gboolean
is_permitted (HopsoPdfFile *file, guint revision)
{
  g_autoptr (HopsoPdfDifference) difference =
      hopso_pdf_file_compare_revision (file, revision, NULL);

  return difference != NULL && difference->is_permitted &&
         difference->change <= HOPSO_PDF_CHANGE_FORM;
}

/* What was in order must stay so: a filling that our own verification would call an alteration is
 * not handed out. */
gboolean
hopso_pdf_fill_check_signatures (HopsoPdfFile *file, GBytes *appended, GError **error)
{
  g_autoptr (HopsoPdfFile) whole = hopso_pdf_file_open_continued (file, appended, NULL, error);
  g_autoptr (GPtrArray) signatures = NULL;

  if (whole == NULL)
    return FALSE;
  signatures = hopso_pdf_file_list_signatures (file, error);
  if (signatures == NULL)
    return FALSE;
  for (guint i = 0; i < signatures->len; i++)
    {
      const HopsoPdfSignature *signature = signatures->pdata[i];

      if (is_permitted (file, signature->revision) && !is_permitted (whole, signature->revision))
        return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FORBIDDEN,
                               "The signature in %s would see a change that it does not allow",
                               signature->field_name);
    }
  return TRUE;
}

/**
 * hopso_pdf_prepare_filling:
 * @file: the document, at its newest revision
 * @plan: what to fill in, with its looks
 *
 * Makes the incremental update that fills a form.
 *
 * Returns: (transfer full): what to append, or %NULL with @error
 */
GBytes *
hopso_pdf_prepare_filling (HopsoPdfFile *file, const HopsoPdfFillPlan *plan, GError **error)
{
  g_auto (HopsoPdfFillWork) work = { NULL };
  g_auto (Filling) self = { .file = file };
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GBytes) appended = NULL;

  if (!hopso_pdf_file_check_right (file, HOPSO_PDF_RIGHT_FILL, error) ||
      !hopso_pdf_fill_work_begin (&work, file, plan, error) || !begin (&self, &work, plan, error))
    return NULL;

  HopsoPdfImport import = { self.update, self.looks, self.numbers };
  for (guint i = 0; i < work.changes->len; i++)
    if (!hopso_pdf_fill_write_change (&import, file,
                                      &g_array_index (work.changes, HopsoPdfFillChange, i), error))
      return NULL;
  if (!write_form (&self, &work, error))
    return NULL;
  renew_identity (&self, plan);
  fields = hopso_pdf_file_list_fields (file, error);
  if (fields == NULL ||
      !hopso_pdf_check_ahead (file, fields, (HopsoPdfReference){ 0, 0 },
                              hopso_pdf_update_get_next_number (self.update), error))
    return NULL;
  bytes = hopso_pdf_update_finish (self.update, error);
  if (bytes == NULL)
    return NULL;
  appended = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  if (work.is_signed && !hopso_pdf_fill_check_signatures (file, appended, error))
    return NULL;
  return g_steal_pointer (&appended);
}
