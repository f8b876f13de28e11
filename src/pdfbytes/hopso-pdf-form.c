/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The fields of the interactive form (ISO 32000-2, 12.7.4), flattened: a kid with a name of its own
 * is a field, one without is a widget of its parent. One thread at a time. */

#include "hopso-pdf-form.h"

#include "hopso-pdf-error-private.h"

#include <string.h>

#define MAX_DEPTH  32
#define MAX_FIELDS 50000
#define MAX_NAME   4096

typedef struct
{
  HopsoPdfFile *file; /* borrowed */
  GHashTable *seen;   /* owned: numbers of nodes */
  GPtrArray *fields;  /* owned: of HopsoPdfField */
  guint n_nodes;
} Walk;

/* What a node has from above. */
typedef struct
{
  const char *name;
  HopsoPdfObject *type;
  HopsoPdfObject *value;
} Inherited;

static gboolean
walk_field (Walk *walk, HopsoPdfObject *item, const Inherited *above, guint depth, GError **error);

/**
 * hopso_pdf_field_free:
 *
 * Frees it.
 */
void
hopso_pdf_field_free (HopsoPdfField *self)
{
  g_free (self->name);
  g_free (self->type);
  g_clear_pointer (&self->dictionary, hopso_pdf_object_unref);
  g_clear_pointer (&self->value, hopso_pdf_object_unref);
  g_clear_pointer (&self->widgets, g_array_unref);
  g_free (self);
}

static gboolean
append_name (
    HopsoPdfFile *file, HopsoPdfObject *node, const char *above, char **name, GError **error)
{
  g_autoptr (HopsoPdfObject) partial = hopso_pdf_file_resolve_key (file, node, "T", error);
  g_autofree char *text = NULL;

  if (partial == NULL)
    return FALSE;
  text = hopso_pdf_object_dup_text (partial);
  if (text == NULL)
    *name = g_strdup (above);
  else
    *name = *above != '\0' ? g_strconcat (above, ".", text, NULL) : g_strdup (text);
  if (strlen (*name) > MAX_NAME)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "A field's name is too long");
  return TRUE;
}

static HopsoPdfField *
field_new (HopsoPdfObject *item, HopsoPdfObject *node, const Inherited *values)
{
  HopsoPdfField *field = g_new0 (HopsoPdfField, 1);

  field->name = g_strdup (values->name);
  field->type = g_strdup (hopso_pdf_object_get_name (values->type));
  field->dictionary = hopso_pdf_object_ref (node);
  if (!hopso_pdf_object_is_null (values->value))
    field->value = hopso_pdf_object_ref (values->value);
  field->widgets = g_array_new (FALSE, FALSE, sizeof (HopsoPdfReference));
  hopso_pdf_object_get_reference (item, &field->reference);
  return field;
}

static gboolean
has_named_kid (Walk *walk, HopsoPdfObject *kids)
{
  for (guint i = 0; i < hopso_pdf_object_get_length (kids); i++)
    {
      g_autoptr (HopsoPdfObject) kid =
          hopso_pdf_file_resolve (walk->file, hopso_pdf_object_get_item (kids, i), NULL);

      if (kid != NULL && hopso_pdf_object_has (kid, "T"))
        return TRUE;
    }
  return FALSE;
}

static void
add_widgets (HopsoPdfField *field, HopsoPdfObject *kids)
{
  HopsoPdfReference widget;

  if (hopso_pdf_object_is_name (hopso_pdf_object_get (field->dictionary, "Subtype"), "Widget") &&
      field->reference.number != 0)
    g_array_append_val (field->widgets, field->reference);
  for (guint i = 0; i < hopso_pdf_object_get_length (kids); i++)
    if (hopso_pdf_object_get_reference (hopso_pdf_object_get_item (kids, i), &widget))
      g_array_append_val (field->widgets, widget);
}

static gboolean
enter_node (Walk *walk, HopsoPdfObject *item, guint depth, GError **error)
{
  HopsoPdfReference reference;

  if (hopso_pdf_object_get_reference (item, &reference) &&
      !g_hash_table_add (walk->seen, GUINT_TO_POINTER (reference.number)))
    return hopso_pdf_fail_damaged (error, "A field stands in the form twice");
  if (depth > MAX_DEPTH || ++walk->n_nodes > MAX_FIELDS)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "The form is too large");
  return TRUE;
}

static gboolean
walk_kids (Walk *walk, HopsoPdfObject *kids, const Inherited *values, guint depth, GError **error)
{
  for (guint i = 0; i < hopso_pdf_object_get_length (kids); i++)
    if (!walk_field (walk, hopso_pdf_object_get_item (kids, i), values, depth + 1, error))
      return FALSE;
  return TRUE;
}

static gboolean
walk_field (Walk *walk, HopsoPdfObject *item, const Inherited *above, guint depth, GError **error)
{
  g_autoptr (HopsoPdfObject) node = NULL;
  g_autoptr (HopsoPdfObject) kids = NULL;
  g_autoptr (HopsoPdfObject) type = NULL;
  g_autofree char *name = NULL;
  HopsoPdfField *field;

  if (!enter_node (walk, item, depth, error))
    return FALSE;
  node = hopso_pdf_file_resolve (walk->file, item, error);
  if (node == NULL)
    return FALSE;
  if (hopso_pdf_object_get_kind (node) != HOPSO_PDF_DICTIONARY)
    return TRUE;
  kids = hopso_pdf_file_resolve_key (walk->file, node, "Kids", error);
  type = hopso_pdf_file_resolve_key (walk->file, node, "FT", error);
  if (kids == NULL || type == NULL || !append_name (walk->file, node, above->name, &name, error))
    return FALSE;

  Inherited values = { name, hopso_pdf_object_is_null (type) ? above->type : type,
                       hopso_pdf_object_has (node, "V") ? hopso_pdf_object_get (node, "V")
                                                        : above->value };
  if (has_named_kid (walk, kids))
    return walk_kids (walk, kids, &values, depth, error);
  field = field_new (item, node, &values);
  add_widgets (field, kids);
  g_ptr_array_add (walk->fields, field);
  return TRUE;
}

/**
 * hopso_pdf_file_list_fields:
 *
 * Returns: (transfer full) (element-type HopsoPdfField): the terminal fields in the order of the
 *   file, or %NULL with @error
 */
GPtrArray *
hopso_pdf_file_list_fields (HopsoPdfFile *self, GError **error)
{
  g_autoptr (HopsoPdfObject) catalog = hopso_pdf_file_dup_catalog (self, error);
  g_autoptr (HopsoPdfObject) form = NULL;
  g_autoptr (HopsoPdfObject) items = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) fields =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_pdf_field_free);
  Walk walk = { self, seen, fields, 0 };
  Inherited nothing = { "", hopso_pdf_object_new_null (), hopso_pdf_object_new_null () };

  if (catalog == NULL)
    return NULL;
  form = hopso_pdf_file_resolve_key (self, catalog, "AcroForm", error);
  if (form == NULL)
    return NULL;
  items = hopso_pdf_file_resolve_key (self, form, "Fields", error);
  if (items == NULL || !walk_kids (&walk, items, &nothing, 0, error))
    return NULL;
  return g_steal_pointer (&fields);
}
