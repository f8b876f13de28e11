/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The document security store as it shall be (ISO 32000-2, 12.8.4.3): what is there stays, each
 * new piece becomes a stream of its own, lists and entries grow at their ends. The same is computed
 * for writing the update and for checking it. One thread at a time. */

#include "hopso-pdf-evidence-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-object-private.h"
#include "hopso-pdf-prepare-private.h"
#include "hopso-pdf-update.h"

/* By kind: in the store, and in the entry of a signature. */
static const char *const list_keys[] = { "Certs", "OCSPs", "CRLs" };
static const char *const entry_keys[] = { "Cert", "OCSP", "CRL" };

void
hopso_pdf_evidence_work_clear (HopsoPdfEvidenceWork *self)
{
  g_clear_pointer (&self->store, hopso_pdf_object_unref);
  g_clear_pointer (&self->fresh, g_ptr_array_unref);
}

/* The value of @key, a dictionary that says one thing only; an empty one without it. */
static HopsoPdfObject *
dup_dictionary (HopsoPdfFile *file, HopsoPdfObject *owner, const char *key, GError **error)
{
  g_autoptr (HopsoPdfObject) value = hopso_pdf_file_resolve_key (file, owner, key, error);

  if (value == NULL)
    return NULL;
  if (hopso_pdf_object_is_null (value))
    return hopso_pdf_object_new_dictionary ();
  if (hopso_pdf_object_get_kind (value) == HOPSO_PDF_DICTIONARY &&
      !hopso_pdf_object_has_duplicate_keys (value))
    return g_steal_pointer (&value);
  hopso_pdf_fail_damaged (error, "The store of validation data is damaged");
  return NULL;
}

static gboolean
has_item (HopsoPdfObject *list, HopsoPdfReference reference)
{
  HopsoPdfReference other;

  for (guint i = 0; i < hopso_pdf_object_get_length (list); i++)
    if (hopso_pdf_object_get_reference (hopso_pdf_object_get_item (list, i), &other) &&
        other.number == reference.number)
      return TRUE;
  return FALSE;
}

/* Makes the list at @key name @reference. */
static gboolean
add_to_list (HopsoPdfFile *file,
             HopsoPdfObject **owner,
             const char *key,
             HopsoPdfReference reference,
             GError **error)
{
  g_autoptr (HopsoPdfObject) list = hopso_pdf_file_resolve_key (file, *owner, key, error);
  g_autoptr (HopsoPdfObject) item = hopso_pdf_object_new_reference (reference);

  if (list == NULL)
    return FALSE;
  if (!hopso_pdf_object_is_null (list) && hopso_pdf_object_get_kind (list) != HOPSO_PDF_ARRAY)
    return hopso_pdf_fail_damaged (error, "The store of validation data is damaged");
  if (!has_item (list, reference))
    hopso_pdf_set_key (owner, key, hopso_pdf_object_dup_with_item (list, item));
  return TRUE;
}

static const HopsoPdfMaterial *
find_old (GPtrArray *old, const HopsoPdfEvidencePiece *piece)
{
  for (guint i = 0; i < old->len; i++)
    {
      const HopsoPdfMaterial *material = old->pdata[i];

      if (material->kind == piece->kind && g_bytes_equal (material->bytes, piece->bytes))
        return material;
    }
  return NULL;
}

/* Where each piece is or comes. */
static GArray *
place_pieces (HopsoPdfEvidenceWork *self,
              HopsoPdfFile *file,
              const HopsoPdfEvidencePlan *plan,
              GError **error)
{
  g_autoptr (GPtrArray) old = hopso_pdf_file_list_material (file, error);
  GArray *places;

  if (old == NULL)
    return NULL;
  places = g_array_new (FALSE, FALSE, sizeof (HopsoPdfReference));
  for (guint i = 0; i < plan->pieces->len; i++)
    {
      HopsoPdfEvidencePiece *piece = plan->pieces->pdata[i];
      const HopsoPdfMaterial *material = find_old (old, piece);
      HopsoPdfReference place = { self->first + self->fresh->len, 0 };

      if (material != NULL)
        place = material->reference;
      else
        g_ptr_array_add (self->fresh, piece);
      g_array_append_val (places, place);
    }
  return places;
}

static gboolean
name_pieces (HopsoPdfEvidenceWork *self,
             HopsoPdfFile *file,
             const HopsoPdfEvidencePlan *plan,
             GArray *places,
             GError **error)
{
  g_autoptr (HopsoPdfObject) all = dup_dictionary (file, self->store, "VRI", error);

  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < plan->entries->len; i++)
    {
      const HopsoPdfEvidenceEntry *named = plan->entries->pdata[i];
      g_autoptr (HopsoPdfObject) entry = dup_dictionary (file, all, named->signature, error);

      if (entry == NULL)
        return FALSE;
      for (guint j = 0; j < named->pieces->len; j++)
        {
          guint at = g_array_index (named->pieces, guint, j);
          const HopsoPdfEvidencePiece *piece = plan->pieces->pdata[at];

          if (!add_to_list (file, &entry, entry_keys[piece->kind],
                            g_array_index (places, HopsoPdfReference, at), error))
            return FALSE;
        }
      hopso_pdf_set_key (&all, named->signature, g_steal_pointer (&entry));
    }
  if (plan->entries->len > 0)
    hopso_pdf_set_key (&self->store, "VRI", g_steal_pointer (&all));
  return TRUE;
}

/* The store, and where it is or comes: behind the pieces. */
static gboolean
find_store (HopsoPdfEvidenceWork *self, HopsoPdfFile *file, GError **error)
{
  g_autoptr (HopsoPdfObject) catalog = hopso_pdf_file_dup_catalog (file, error);
  HopsoPdfObject *type;

  if (catalog == NULL)
    return FALSE;
  if (!hopso_pdf_object_get_reference (
          hopso_pdf_object_get (hopso_pdf_file_get_trailer (file), "Root"), &self->root) ||
      hopso_pdf_object_has_duplicate_keys (catalog))
    return hopso_pdf_fail_damaged (error, "The catalogue is damaged");
  self->store = dup_dictionary (file, catalog, "DSS", error);
  if (self->store == NULL)
    return FALSE;
  self->is_placed =
      hopso_pdf_object_get_reference (hopso_pdf_object_get (catalog, "DSS"), &self->place);
  type = hopso_pdf_object_get (self->store, "Type");
  if ((self->is_placed && self->place.number == self->root.number) ||
      (!hopso_pdf_object_is_null (type) && !hopso_pdf_object_is_name (type, "DSS")))
    return hopso_pdf_fail_damaged (error, "The store of validation data is something else");
  if (hopso_pdf_object_is_null (type))
    hopso_pdf_set_key (&self->store, "Type", hopso_pdf_object_new_name ("DSS"));
  return TRUE;
}

/**
 * hopso_pdf_evidence_work_begin:
 * @file: the document before the update
 *
 * Returns: %FALSE with @error when its store cannot be extended
 */
gboolean
hopso_pdf_evidence_work_begin (HopsoPdfEvidenceWork *self,
                               HopsoPdfFile *file,
                               const HopsoPdfEvidencePlan *plan,
                               GError **error)
{
  g_autoptr (GArray) places = NULL;

  self->first = hopso_pdf_file_get_next_number (file);
  self->fresh = g_ptr_array_new ();
  if (!find_store (self, file, error))
    return FALSE;
  places = place_pieces (self, file, plan, error);
  if (places == NULL)
    return FALSE;
  for (guint i = 0; i < plan->pieces->len; i++)
    {
      const HopsoPdfEvidencePiece *piece = plan->pieces->pdata[i];

      if (!add_to_list (file, &self->store, list_keys[piece->kind],
                        g_array_index (places, HopsoPdfReference, i), error))
        return FALSE;
    }
  if (!self->is_placed)
    self->place = (HopsoPdfReference){ self->first + self->fresh->len, 0 };
  return name_pieces (self, file, plan, places, error);
}

static gboolean
write_pieces (const HopsoPdfEvidenceWork *work, HopsoPdfUpdate *update)
{
  g_autoptr (HopsoPdfObject) empty = hopso_pdf_object_new_dictionary ();

  for (guint i = 0; i < work->fresh->len; i++)
    {
      const HopsoPdfEvidencePiece *piece = work->fresh->pdata[i];
      g_autoptr (HopsoPdfObject) stream = hopso_pdf_object_new_stream (empty, piece->bytes);

      if (hopso_pdf_update_add (update, stream).number != work->first + i)
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_store (const HopsoPdfEvidenceWork *work,
             HopsoPdfFile *file,
             HopsoPdfUpdate *update,
             GError **error)
{
  g_autoptr (HopsoPdfObject) catalog = NULL;

  if (work->is_placed)
    {
      hopso_pdf_update_put (update, work->place, work->store);
      return TRUE;
    }
  catalog = hopso_pdf_file_dup_catalog (file, error);
  if (catalog == NULL)
    return FALSE;
  hopso_pdf_update_add (update, work->store);
  hopso_pdf_set_key (&catalog, "DSS", hopso_pdf_object_new_reference (work->place));
  hopso_pdf_update_put (update, work->root, catalog);
  return TRUE;
}

/**
 * hopso_pdf_prepare_evidence:
 * @file: the document, at its newest revision
 * @plan: what its store shall hold
 *
 * Makes the incremental update that extends the document security store.
 *
 * Returns: (transfer full): what to append, or %NULL with @error
 */
GBytes *
hopso_pdf_prepare_evidence (HopsoPdfFile *file, const HopsoPdfEvidencePlan *plan, GError **error)
{
  g_auto (HopsoPdfEvidenceWork) work = { NULL };
  g_autoptr (HopsoPdfUpdate) update = hopso_pdf_update_new (file, error);
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (GByteArray) bytes = NULL;
  g_autofree char *seed = NULL;

  if (update == NULL || !hopso_pdf_evidence_work_begin (&work, file, plan, error))
    return NULL;
  if (!write_pieces (&work, update))
    {
      hopso_pdf_fail_damaged (error, "The document counts its objects wrongly");
      return NULL;
    }
  if (!write_store (&work, file, update, error))
    return NULL;
  seed = g_strdup_printf ("evidence %u", work.fresh->len);
  hopso_pdf_update_renew_identity (update, seed);
  fields = hopso_pdf_file_list_fields (file, error);
  if (fields == NULL || !hopso_pdf_check_ahead (file, fields, (HopsoPdfReference){ 0, 0 },
                                                hopso_pdf_update_get_next_number (update), error))
    return NULL;
  bytes = hopso_pdf_update_finish (update, error);
  return bytes != NULL ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}
