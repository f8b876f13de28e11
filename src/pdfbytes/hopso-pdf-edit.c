/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The few objects of a document that must change so that a signature is part of it: field and
 * widget, the page's annotations, the form, the catalogue. What is direct stays direct, what is
 * indirect is changed in its own object. One thread at a time. */

#include "hopso-pdf-prepare-private.h"

#include "hopso-pdf-error-private.h"

#define WIDGET_FLAGS    (4 | 128) /* Print, Locked (12.5.3) */
#define SIGNATURE_FLAGS 3         /* SignaturesExist, AppendOnly (12.7.3) */

/* The parts of the document that a signature touches must be objects of their own: what would two
 * changes of one object be? */
static gboolean
claim (HopsoPdfPreparation *self, HopsoPdfObject *object, GError **error)
{
  HopsoPdfReference reference;

  if (!hopso_pdf_object_get_reference (object, &reference) ||
      g_hash_table_add (self->parts, GUINT_TO_POINTER (reference.number)))
    return TRUE;
  return hopso_pdf_fail_damaged (error, "Two parts of the document are one object");
}

static gboolean
claim_reference (HopsoPdfPreparation *self, HopsoPdfReference reference, GError **error)
{
  g_autoptr (HopsoPdfObject) object = hopso_pdf_object_new_reference (reference);

  return claim (self, object, error);
}

static HopsoPdfObject *
new_appearance (HopsoPdfPreparation *self)
{
  HopsoPdfObject *appearance = hopso_pdf_object_new_dictionary ();

  hopso_pdf_set_key (&appearance, "N", hopso_pdf_object_new_reference (self->form));
  return appearance;
}

static HopsoPdfObject *
new_rect (const double rect[4])
{
  HopsoPdfObject *items[4];

  for (guint i = 0; i < 4; i++)
    items[i] = hopso_pdf_object_new_real (rect[i]);
  return hopso_pdf_object_new_array (items, 4);
}

/* A new field that is its own widget. */
static HopsoPdfReference
add_field (HopsoPdfPreparation *self)
{
  g_autoptr (HopsoPdfObject) field = hopso_pdf_object_new_dictionary ();

  hopso_pdf_set_key (&field, "Type", hopso_pdf_object_new_name ("Annot"));
  hopso_pdf_set_key (&field, "Subtype", hopso_pdf_object_new_name ("Widget"));
  hopso_pdf_set_key (&field, "FT", hopso_pdf_object_new_name ("Sig"));
  hopso_pdf_set_key (&field, "T", hopso_pdf_object_new_text (self->field_name));
  hopso_pdf_set_key (&field, "F", hopso_pdf_object_new_integer (WIDGET_FLAGS));
  hopso_pdf_set_key (&field, "Rect", new_rect (self->rect));
  hopso_pdf_set_key (&field, "P", hopso_pdf_object_new_reference (self->page.reference));
  hopso_pdf_set_key (&field, "V", hopso_pdf_object_new_reference (self->signature));
  if (self->form.number != 0)
    hopso_pdf_set_key (&field, "AP", new_appearance (self));
  return hopso_pdf_update_add (self->update, field);
}

/* What is written anew must be a dictionary that says one thing only. */
static gboolean
is_writable (HopsoPdfObject *object, GError **error)
{
  if (hopso_pdf_object_get_kind (object) != HOPSO_PDF_DICTIONARY)
    return hopso_pdf_fail_damaged (error, "An object that must change is no dictionary");
  if (hopso_pdf_object_has_duplicate_keys (object))
    return hopso_pdf_fail_damaged (error, "An object that must change names a key twice");
  return TRUE;
}

/* The existing field gets its value, its widget the flags and the appearance. */
static gboolean
fill_field (HopsoPdfPreparation *self, GError **error)
{
  HopsoPdfReference widget = { 0, 0 };
  g_autoptr (HopsoPdfObject) field = hopso_pdf_object_ref (self->field->dictionary);
  g_autoptr (HopsoPdfObject) drawn = NULL;
  gint64 flags = 0;

  if (self->field->widgets->len == 1)
    widget = g_array_index (self->field->widgets, HopsoPdfReference, 0);
  if (!is_writable (field, error) || !claim_reference (self, self->field->reference, error))
    return FALSE;
  hopso_pdf_set_key (&field, "V", hopso_pdf_object_new_reference (self->signature));
  hopso_pdf_update_put (self->update, self->field->reference, field);
  if (widget.number == 0)
    return TRUE;
  if (widget.number != self->field->reference.number && !claim_reference (self, widget, error))
    return FALSE;
  drawn = hopso_pdf_update_dup_object (self->update, widget, error);
  if (drawn == NULL || !is_writable (drawn, error))
    return FALSE;
  hopso_pdf_object_get_integer (hopso_pdf_object_get (drawn, "F"), &flags);
  hopso_pdf_set_key (&drawn, "F", hopso_pdf_object_new_integer (flags | WIDGET_FLAGS));
  if (self->form.number != 0)
    hopso_pdf_set_key (&drawn, "AP", new_appearance (self));
  hopso_pdf_update_put (self->update, widget, drawn);
  return TRUE;
}

/* Adds @item to the array at @key of @owner: within it if it is direct or missing, else in its own
 * object. Says whether @owner changed. */
static gboolean
add_to_array (HopsoPdfPreparation *self,
              HopsoPdfObject **owner,
              const char *key,
              HopsoPdfReference item,
              gboolean *has_changed,
              GError **error)
{
  HopsoPdfObject *old = hopso_pdf_object_get (*owner, key);
  g_autoptr (HopsoPdfObject) array = hopso_pdf_file_resolve (self->file, old, error);
  g_autoptr (HopsoPdfObject) reference = hopso_pdf_object_new_reference (item);
  HopsoPdfReference place = { 0, 0 };
  HopsoPdfObject *longer;

  if (array == NULL || !claim (self, old, error))
    return FALSE;
  if (!hopso_pdf_object_is_null (array) && hopso_pdf_object_get_kind (array) != HOPSO_PDF_ARRAY)
    return hopso_pdf_fail_damaged (error, "Something else stands where a list should be");
  longer = hopso_pdf_object_dup_with_item (array, reference);
  *has_changed = !hopso_pdf_object_get_reference (old, &place) || hopso_pdf_object_is_null (array);
  if (*has_changed)
    hopso_pdf_set_key (owner, key, longer);
  else
    {
      hopso_pdf_update_put (self->update, place, longer);
      hopso_pdf_object_unref (longer);
    }
  return TRUE;
}

static gboolean
add_to_page (HopsoPdfPreparation *self, HopsoPdfReference widget, GError **error)
{
  g_autoptr (HopsoPdfObject) page =
      hopso_pdf_file_dup_object (self->file, self->page.reference, error);
  gboolean has_changed = FALSE;

  if (page == NULL || !is_writable (page, error) ||
      !claim_reference (self, self->page.reference, error) ||
      !add_to_array (self, &page, "Annots", widget, &has_changed, error))
    return FALSE;
  if (has_changed)
    hopso_pdf_update_put (self->update, self->page.reference, page);
  return TRUE;
}

/* Changes the form; with a new field when @field has a number. */
static gboolean
change_form (HopsoPdfPreparation *self,
             HopsoPdfObject **form,
             HopsoPdfReference field,
             gboolean *has_changed,
             GError **error)
{
  gint64 flags = 0;

  *has_changed = FALSE;
  if (!hopso_pdf_object_is_null (*form) && !is_writable (*form, error))
    return FALSE;
  if (field.number != 0 && !add_to_array (self, form, "Fields", field, has_changed, error))
    return FALSE;
  if (field.number == 0 && !claim (self, hopso_pdf_object_get (*form, "Fields"), error))
    return FALSE;
  hopso_pdf_object_get_integer (hopso_pdf_object_get (*form, "SigFlags"), &flags);
  if ((flags & SIGNATURE_FLAGS) == SIGNATURE_FLAGS)
    return TRUE;
  hopso_pdf_set_key (form, "SigFlags", hopso_pdf_object_new_integer (flags | SIGNATURE_FLAGS));
  *has_changed = TRUE;
  return TRUE;
}

/* A certification is named in the catalogue as well (12.8.6). */
static gboolean
add_permission (HopsoPdfPreparation *self, HopsoPdfObject **catalog, GError **error)
{
  g_autoptr (HopsoPdfObject) old =
      hopso_pdf_file_resolve_key (self->file, *catalog, "Perms", error);
  HopsoPdfObject *permissions;

  if (old == NULL)
    return FALSE;
  permissions = hopso_pdf_object_get_kind (old) == HOPSO_PDF_DICTIONARY
                    ? hopso_pdf_object_ref (old)
                    : hopso_pdf_object_new_dictionary ();
  hopso_pdf_set_key (&permissions, "DocMDP", hopso_pdf_object_new_reference (self->signature));
  hopso_pdf_set_key (catalog, "Perms", permissions);
  return TRUE;
}

static gboolean
change_catalog (HopsoPdfPreparation *self, HopsoPdfReference field, GError **error)
{
  g_autoptr (HopsoPdfObject) catalog = hopso_pdf_file_dup_catalog (self->file, error);
  g_autoptr (HopsoPdfObject) form = NULL;
  HopsoPdfObject *root = hopso_pdf_object_get (hopso_pdf_file_get_trailer (self->file), "Root");
  HopsoPdfReference number = { 0, 0 }, place = { 0, 0 };
  gboolean has_changed = FALSE, is_catalog_changed = self->plan->certification != 0;

  if (catalog == NULL || !is_writable (catalog, error) || !claim (self, root, error) ||
      !claim (self, hopso_pdf_object_get (catalog, "AcroForm"), error))
    return FALSE;
  form = hopso_pdf_file_resolve_key (self->file, catalog, "AcroForm", error);
  if (form == NULL)
    return FALSE;
  if (hopso_pdf_object_is_null (form))
    {
      place = hopso_pdf_update_reserve (self->update);
      hopso_pdf_set_key (&catalog, "AcroForm", hopso_pdf_object_new_reference (place));
      is_catalog_changed = TRUE;
    }
  else
    hopso_pdf_object_get_reference (hopso_pdf_object_get (catalog, "AcroForm"), &place);
  if (!change_form (self, &form, field, &has_changed, error))
    return FALSE;
  if (has_changed && place.number != 0)
    hopso_pdf_update_put (self->update, place, form);
  if (has_changed && place.number == 0)
    {
      hopso_pdf_set_key (&catalog, "AcroForm", hopso_pdf_object_ref (form));
      is_catalog_changed = TRUE;
    }
  if (self->plan->certification != 0 && !add_permission (self, &catalog, error))
    return FALSE;
  hopso_pdf_object_get_reference (root, &number);
  if (is_catalog_changed)
    hopso_pdf_update_put (self->update, number, catalog);
  return TRUE;
}

/**
 * hopso_pdf_edit_document:
 * @self: with its signature and appearance
 *
 * Returns: %FALSE with @error when the field, the page, the form or the catalogue cannot take them
 */
gboolean
hopso_pdf_edit_document (HopsoPdfPreparation *self, GError **error)
{
  HopsoPdfReference field = { 0, 0 };

  self->parts = g_hash_table_new (NULL, NULL);
  if (self->field != NULL)
    return fill_field (self, error) && change_catalog (self, field, error);
  field = add_field (self);
  return add_to_page (self, field, error) && change_catalog (self, field, error);
}
