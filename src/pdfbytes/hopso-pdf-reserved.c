/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Places for number, date and seal that were reserved before somebody signed
 * (data/pdf/reserved-places.ini): what may come in them, and that nothing to be seen comes anywhere
 * else then. Whose certificate the seal has is not known here. One thread at a time. */

#include "hopso-pdf-difference-private.h"

#include "hopso-reserved-places-table.h"

#include <string.h>

/* One of them, as it was reserved. */
typedef struct
{
  HopsoPdfReference widget;
  int page;
} HopsoPdfPlace;

const char *
hopso_pdf_get_seal_name (void)
{
  return reserved_seal[0];
}

static gboolean
is_reserved_name (const char *name)
{
  return g_strv_contains (reserved_text, name) || g_strv_contains (reserved_seal, name);
}

/* The type that the table gives to a name. */
static const char *
get_type_of (const char *name)
{
  if (g_strv_contains (reserved_text, name))
    return "Tx";
  return g_strv_contains (reserved_seal, name) ? "Sig" : "";
}

static int
find_page_before (HopsoPdfComparison *self, HopsoPdfReference widget)
{
  guint n_pages = 0;

  if (!hopso_pdf_file_get_n_pages (self->before, &n_pages, NULL))
    return -1;
  for (guint i = 0; i < n_pages; i++)
    {
      const HopsoPdfPage *page = hopso_pdf_file_get_page (self->before, i, NULL);
      g_autoptr (HopsoPdfObject) dictionary =
          hopso_pdf_file_dup_object (self->before, page->reference, NULL);
      g_autoptr (HopsoPdfObject) annotations = NULL;
      HopsoPdfReference reference;

      if (dictionary != NULL)
        annotations = hopso_pdf_file_resolve_key (self->before, dictionary, "Annots", NULL);
      for (guint j = 0; annotations != NULL && j < hopso_pdf_object_get_length (annotations); j++)
        if (hopso_pdf_object_get_reference (hopso_pdf_object_get_item (annotations, j),
                                            &reference) &&
            reference.number == widget.number)
          return (int) i;
    }
  return -1;
}

static gboolean
has_area (HopsoPdfComparison *self, HopsoPdfReference widget)
{
  g_autoptr (HopsoPdfObject) dictionary = hopso_pdf_file_dup_object (self->before, widget, NULL);
  g_autoptr (HopsoPdfObject) rect = NULL;
  double edges[4];

  if (dictionary != NULL)
    rect = hopso_pdf_file_resolve_key (self->before, dictionary, "Rect", NULL);
  for (guint i = 0; i < 4; i++)
    if (rect == NULL ||
        !hopso_pdf_object_get_number (hopso_pdf_object_get_item (rect, i), &edges[i]))
      return FALSE;
  return edges[0] != edges[2] && edges[1] != edges[3];
}

static gboolean
is_empty (const HopsoPdfField *field)
{
  GBytes *text = field->value != NULL ? hopso_pdf_object_get_string (field->value) : NULL;

  return field->value == NULL || (text != NULL && g_bytes_get_size (text) == 0);
}

static void
load_place (HopsoPdfComparison *self, const HopsoPdfField *field)
{
  HopsoPdfPlace place;

  if (!is_reserved_name (field->name) || !is_empty (field) || field->widgets->len != 1 ||
      g_strcmp0 (field->type, get_type_of (field->name)) != 0)
    return;
  place.widget = g_array_index (field->widgets, HopsoPdfReference, 0);
  place.page = find_page_before (self, place.widget);
  if (place.page >= 0 && has_area (self, place.widget))
    g_hash_table_insert (self->reserved, g_strdup (field->name), g_memdup2 (&place, sizeof place));
}

/**
 * hopso_pdf_comparison_load_reserved:
 *
 * Finds what the older revision reserved.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_pdf_comparison_load_reserved (HopsoPdfComparison *self, GError **error)
{
  g_autoptr (GPtrArray) fields = hopso_pdf_file_list_fields (self->before, error);

  if (fields == NULL)
    return FALSE;
  self->reserved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < fields->len; i++)
    load_place (self, fields->pdata[i]);
  return TRUE;
}

gboolean
hopso_pdf_comparison_is_reserved (HopsoPdfComparison *self, HopsoPdfObject *item)
{
  return g_hash_table_contains (self->reserved, hopso_pdf_comparison_get_name_of (self, item));
}

/* Whether more may come under a seal: whoever signs before it knows what, and all else that can be
 * seen is not it. */
static gboolean
has_reservation (HopsoPdfComparison *self)
{
  return g_hash_table_contains (self->reserved, hopso_pdf_get_seal_name ());
}

/* --- the seal -------------------------------------------------------------------------------- */

static gboolean
find_seal (HopsoPdfComparison *self, GError **error)
{
  g_autoptr (GPtrArray) signatures = NULL;

  if (self->seal_revision != 0 || !has_reservation (self))
    return TRUE;
  signatures = hopso_pdf_file_list_signatures (self->after, error);
  if (signatures == NULL)
    return FALSE;
  for (guint i = 0; i < signatures->len; i++)
    {
      HopsoPdfSignature *signature = signatures->pdata[i];

      if (g_str_equal (signature->field_name, hopso_pdf_get_seal_name ()) &&
          signature->findings == 0 && !signature->is_document_timestamp)
        self->seal_revision = signature->revision + 1;
    }
  return TRUE;
}

/* Whether what stands in the place now was there when the seal was put. */
static gboolean
is_sealed (HopsoPdfComparison *self, const HopsoPdfField *field)
{
  HopsoPdfReference widget = g_array_index (field->widgets, HopsoPdfReference, 0);

  return self->seal_revision != 0 &&
         hopso_pdf_file_get_revision_of (self->after, field->reference.number) <
             self->seal_revision &&
         hopso_pdf_file_get_revision_of (self->after, widget.number) < self->seal_revision;
}

static const HopsoPdfField *
find_field (HopsoPdfComparison *self, const char *name)
{
  for (guint i = 0; i < self->fields->len; i++)
    if (g_str_equal (((HopsoPdfField *) self->fields->pdata[i])->name, name))
      return self->fields->pdata[i];
  return NULL;
}

/* Where it was reserved, and nowhere else. Its rectangle was compared with the field. */
static gboolean
is_in_place (HopsoPdfComparison *self, const HopsoPdfPlace *place, const HopsoPdfField *field)
{
  return field->widgets->len == 1 &&
         g_array_index (field->widgets, HopsoPdfReference, 0).number == place->widget.number &&
         hopso_pdf_comparison_find_page (self, place->widget.number) == place->page;
}

static gboolean
touch_place (HopsoPdfComparison *self, const HopsoPdfPlace *place, const char *name, GError **error)
{
  const HopsoPdfField *field = find_field (self, name);

  if (!find_seal (self, error))
    return FALSE;
  if (field == NULL || !is_in_place (self, place, field))
    return hopso_pdf_comparison_alter (self, "a reserved place was moved");
  if (!is_sealed (self, field))
    return hopso_pdf_comparison_alter (self, "a reserved place was filled without the seal");
  hopso_pdf_comparison_touch (self, HOPSO_PDF_TOUCH_RESERVED_PLACE);
  return TRUE;
}

/**
 * hopso_pdf_comparison_touch_field:
 * @kind: what happened to it
 * @item: the field
 * @is_new_mark: whether it shows something where nothing was to come
 *
 * Notes it, as far as reservations allow it.
 *
 * Returns: %FALSE when they do not, or with @error
 */
gboolean
hopso_pdf_comparison_touch_field (HopsoPdfComparison *self,
                                  HopsoPdfTouchKind kind,
                                  HopsoPdfObject *item,
                                  gboolean is_new_mark,
                                  GError **error)
{
  const char *name = hopso_pdf_comparison_get_name_of (self, item);
  const HopsoPdfPlace *place = g_hash_table_lookup (self->reserved, name);

  if (place != NULL)
    return touch_place (self, place, name, error);
  if (kind == HOPSO_PDF_TOUCH_FORM_VALUE && is_reserved_name (name))
    return hopso_pdf_comparison_alter (self, "a reserved place was filled too late");
  if (has_reservation (self) && is_new_mark)
    return hopso_pdf_comparison_alter (self, "something came outside of the reserved places");
  hopso_pdf_comparison_touch (self, kind);
  return TRUE;
}

/* An annotation that came, changed or went. */
gboolean
hopso_pdf_comparison_touch_annotation (HopsoPdfComparison *self)
{
  if (has_reservation (self))
    return hopso_pdf_comparison_alter (self, "an annotation came outside of the reserved places");
  hopso_pdf_comparison_touch (self, HOPSO_PDF_TOUCH_ANNOTATION);
  return TRUE;
}
