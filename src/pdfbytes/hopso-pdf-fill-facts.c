/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The fields of a form as who fills them sees them (ISO 32000-2, 12.7.5): kind, flags, value,
 * options, and the places where they are drawn. Nothing is changed here, and nothing decided. One
 * thread at a time. */

#include "hopso-pdf-fill-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-object-private.h"

#include <string.h>

#define MAX_DEPTH   32
#define MAX_OPTIONS 5000
#define MAX_PLACES  50000

typedef struct
{
  HopsoPdfFile *file;
  GHashTable *pages; /* owned: number of an annotation → its page + 1 */
  GPtrArray *fields; /* owned */
  guint n_places;
} Listing;

static void
place_free (gpointer data)
{
  HopsoPdfFillPlace *self = data;

  g_free (self->state_name);
  g_free (self->state);
  g_free (self->export_value);
  g_free (self);
}

/**
 * hopso_pdf_fill_field_free:
 *
 * Frees it.
 */
void
hopso_pdf_fill_field_free (HopsoPdfFillField *self)
{
  g_free (self->name);
  g_free (self->label);
  g_strfreev (self->values);
  g_strfreev (self->options);
  g_strfreev (self->option_words);
  g_ptr_array_unref (self->places);
  hopso_pdf_object_unref (self->dictionary);
  g_free (self);
}

/**
 * hopso_pdf_fill_inherited:
 *
 * Returns: (transfer full): the value of @key in a field or in those above it, resolved; null
 *   without one or when it cannot be read
 */
HopsoPdfObject *
hopso_pdf_fill_inherited (HopsoPdfFile *file, HopsoPdfObject *dictionary, const char *key)
{
  g_autoptr (HopsoPdfObject) node = hopso_pdf_object_ref (dictionary);

  for (guint i = 0; i < MAX_DEPTH && node != NULL; i++)
    {
      HopsoPdfObject *parent;

      if (hopso_pdf_object_has (node, key))
        {
          HopsoPdfObject *value = hopso_pdf_file_resolve_key (file, node, key, NULL);

          return value != NULL ? value : hopso_pdf_object_new_null ();
        }
      parent = hopso_pdf_file_resolve_key (file, node, "Parent", NULL);
      hopso_pdf_object_unref (node);
      node = parent;
    }
  return hopso_pdf_object_new_null ();
}

static gint64
inherited_integer (HopsoPdfFile *file, HopsoPdfObject *dictionary, const char *key)
{
  g_autoptr (HopsoPdfObject) value = hopso_pdf_fill_inherited (file, dictionary, key);
  gint64 number = 0;

  hopso_pdf_object_get_integer (value, &number);
  return number;
}

/* A text, or a name in words. */
static char *
dup_words (HopsoPdfObject *object)
{
  const char *name = hopso_pdf_object_get_name (object);

  if (name != NULL)
    return g_utf8_validate (name, -1, NULL)
               ? g_strdup (name)
               : hopso_pdf_text_decode ((const guint8 *) name, strlen (name));
  return hopso_pdf_object_dup_text (object);
}

static HopsoPdfFillKind
find_kind (const char *type, guint32 flags)
{
  if (g_strcmp0 (type, "Tx") == 0)
    return HOPSO_PDF_FILL_TEXT;
  if (g_strcmp0 (type, "Ch") == 0)
    return HOPSO_PDF_FILL_CHOICE;
  if (g_strcmp0 (type, "Btn") != 0 || (flags & HOPSO_PDF_FILL_PUSH_BUTTON) != 0)
    return HOPSO_PDF_FILL_NONE;
  return (flags & HOPSO_PDF_FILL_RADIO) != 0 ? HOPSO_PDF_FILL_RADIO_BUTTONS : HOPSO_PDF_FILL_CHECK;
}

/* An option is a text, or two: what is stored and what is shown. */
static void
read_options (HopsoPdfFile *file, HopsoPdfFillField *field)
{
  g_autoptr (HopsoPdfObject) list = hopso_pdf_fill_inherited (file, field->dictionary, "Opt");
  g_autoptr (GStrvBuilder) stored = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) shown = g_strv_builder_new ();

  for (guint i = 0; i < MIN (hopso_pdf_object_get_length (list), MAX_OPTIONS); i++)
    {
      g_autoptr (HopsoPdfObject) item =
          hopso_pdf_file_resolve (file, hopso_pdf_object_get_item (list, i), NULL);
      gboolean is_pair = item != NULL && hopso_pdf_object_get_length (item) == 2;
      g_autofree char *value = NULL;
      g_autofree char *words = NULL;

      if (item != NULL)
        value = dup_words (is_pair ? hopso_pdf_object_get_item (item, 0) : item);
      if (is_pair)
        words = dup_words (hopso_pdf_object_get_item (item, 1));
      g_strv_builder_add (stored, value != NULL ? value : "");
      g_strv_builder_add (shown, words != NULL ? words : value != NULL ? value : "");
    }
  field->options = g_strv_builder_end (stored);
  field->option_words = g_strv_builder_end (shown);
}

static void
read_values (HopsoPdfFile *file, HopsoPdfFillField *field)
{
  g_autoptr (HopsoPdfObject) value = hopso_pdf_fill_inherited (file, field->dictionary, "V");
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  g_autofree char *text = dup_words (value);

  if (text != NULL)
    g_strv_builder_add (texts, text);
  for (guint i = 0; i < MIN (hopso_pdf_object_get_length (value), MAX_OPTIONS); i++)
    {
      g_autofree char *item = dup_words (hopso_pdf_object_get_item (value, i));

      if (item != NULL)
        g_strv_builder_add (texts, item);
    }
  field->values = g_strv_builder_end (texts);
}

/* The first look of a button that is not the one for off. */
static const char *
find_state (HopsoPdfObject *looks)
{
  if (hopso_pdf_object_get_kind (looks) != HOPSO_PDF_DICTIONARY)
    return NULL;
  for (guint i = 0; i < hopso_pdf_object_get_n_keys (looks); i++)
    {
      const char *key = hopso_pdf_object_get_key (looks, i, NULL);

      if (strcmp (key, "Off") != 0)
        return key;
    }
  return NULL;
}

/* A button without a look of its own gets the usual name, or that of its place among others. */
static void
read_button (HopsoPdfFile *file,
             HopsoPdfFillField *field,
             HopsoPdfObject *widget,
             HopsoPdfFillPlace *place)
{
  g_autoptr (HopsoPdfObject) looks = hopso_pdf_file_resolve_key (file, widget, "AP", NULL);
  g_autoptr (HopsoPdfObject) normal = NULL;
  g_autoptr (HopsoPdfObject) pressed = NULL;
  g_autoptr (HopsoPdfObject) name = NULL;
  guint index = field->places->len;
  const char *state = NULL;

  if (looks != NULL)
    {
      normal = hopso_pdf_file_resolve_key (file, looks, "N", NULL);
      pressed = hopso_pdf_file_resolve_key (file, looks, "D", NULL);
    }
  if (normal != NULL)
    state = find_state (normal);
  place->has_look = state != NULL;
  if (state == NULL && pressed != NULL)
    state = find_state (pressed);
  if (state != NULL)
    place->state_name = g_strdup (state);
  else
    place->state_name =
        field->kind == HOPSO_PDF_FILL_CHECK ? g_strdup ("Yes") : g_strdup_printf ("%u", index);
  place->n_looks = place->has_look ? 0 : 2;
  name = hopso_pdf_object_new_name (place->state_name);
  place->state = dup_words (name);
  place->is_on = hopso_pdf_object_is_name (hopso_pdf_object_get (widget, "AS"), place->state_name);
  if (index < g_strv_length (field->options))
    place->export_value = g_strdup (field->options[index]);
}

static void
read_place (HopsoPdfFile *file, HopsoPdfObject *widget, HopsoPdfFillPlace *place)
{
  g_autoptr (HopsoPdfObject) rect = hopso_pdf_file_resolve_key (file, widget, "Rect", NULL);
  g_autoptr (HopsoPdfObject) characteristics =
      hopso_pdf_file_resolve_key (file, widget, "MK", NULL);
  double n[4] = { 0 };
  gint64 rotation = 0, flags = 0;

  for (guint i = 0; i < 4; i++)
    if (rect == NULL || !hopso_pdf_object_get_number (hopso_pdf_object_get_item (rect, i), &n[i]) ||
        !(n[i] > -1e6 && n[i] < 1e6))
      return;
  place->rect[0] = MIN (n[0], n[2]);
  place->rect[1] = MIN (n[1], n[3]);
  place->rect[2] = MAX (n[0], n[2]);
  place->rect[3] = MAX (n[1], n[3]);
  if (characteristics != NULL)
    hopso_pdf_object_get_integer (hopso_pdf_object_get (characteristics, "R"), &rotation);
  place->rotation = (guint) (((rotation % 360) + 360) % 360 / 90 * 90);
  hopso_pdf_object_get_integer (hopso_pdf_object_get (widget, "F"), &flags);
  place->flags = (guint32) (flags & G_MAXUINT32);
}

static gboolean
has_area (const HopsoPdfFillPlace *place)
{
  return place->rect[2] - place->rect[0] >= 1 && place->rect[3] - place->rect[1] >= 1 &&
         place->rect[2] - place->rect[0] <= 14400 && place->rect[3] - place->rect[1] <= 14400;
}

static gboolean
add_place (Listing *listing, HopsoPdfFillField *field, HopsoPdfReference reference, GError **error)
{
  g_autoptr (HopsoPdfObject) widget = hopso_pdf_file_dup_object (listing->file, reference, error);
  HopsoPdfFillPlace *place;

  if (widget == NULL)
    return FALSE;
  if (hopso_pdf_object_get_kind (widget) != HOPSO_PDF_DICTIONARY)
    return TRUE;
  if (++listing->n_places > MAX_PLACES)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "The form is too large");
  place = g_new0 (HopsoPdfFillPlace, 1);
  place->reference = reference;
  place->page = (int) GPOINTER_TO_UINT (
                    g_hash_table_lookup (listing->pages, GUINT_TO_POINTER (reference.number))) -
                1;
  read_place (listing->file, widget, place);
  if (field->kind == HOPSO_PDF_FILL_CHECK || field->kind == HOPSO_PDF_FILL_RADIO_BUTTONS)
    read_button (listing->file, field, widget, place);
  else
    {
      place->n_looks = 1;
      place->has_look = hopso_pdf_object_has (widget, "AP");
    }
  if (!has_area (place))
    place->n_looks = 0;
  g_ptr_array_add (field->places, place);
  return TRUE;
}

static gboolean
add_field (Listing *listing, const HopsoPdfField *source, GError **error)
{
  HopsoPdfFillField *field = g_new0 (HopsoPdfFillField, 1);
  g_autoptr (HopsoPdfObject) label = NULL;
  gint64 max_length;

  g_ptr_array_add (listing->fields, field);
  field->name = g_strdup (source->name);
  field->dictionary = hopso_pdf_object_ref (source->dictionary);
  field->reference = source->reference;
  field->places = g_ptr_array_new_with_free_func (place_free);
  label = hopso_pdf_file_resolve_key (listing->file, source->dictionary, "TU", NULL);
  field->label = label != NULL ? hopso_pdf_object_dup_text (label) : NULL;
  field->flags = (guint32) (inherited_integer (listing->file, source->dictionary, "Ff") &
                            (gint64) G_MAXUINT32);
  field->kind = find_kind (source->type, field->flags);
  max_length = inherited_integer (listing->file, source->dictionary, "MaxLen");
  field->max_length = (guint) CLAMP (max_length, 0, HOPSO_PDF_FILL_MAX_TEXT);
  read_options (listing->file, field);
  read_values (listing->file, field);
  for (guint i = 0; i < source->widgets->len; i++)
    if (!add_place (listing, field, g_array_index (source->widgets, HopsoPdfReference, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
list_annotations (Listing *listing, GError **error)
{
  guint n_pages = 0;

  if (!hopso_pdf_file_get_n_pages (listing->file, &n_pages, error))
    return FALSE;
  for (guint i = 0; i < n_pages; i++)
    {
      const HopsoPdfPage *page = hopso_pdf_file_get_page (listing->file, i, NULL);
      g_autoptr (HopsoPdfObject) dictionary =
          hopso_pdf_file_dup_object (listing->file, page->reference, NULL);
      g_autoptr (HopsoPdfObject) items = NULL;
      HopsoPdfReference reference;

      if (dictionary != NULL)
        items = hopso_pdf_file_resolve_key (listing->file, dictionary, "Annots", NULL);
      for (guint j = 0; items != NULL && j < hopso_pdf_object_get_length (items); j++)
        if (hopso_pdf_object_get_reference (hopso_pdf_object_get_item (items, j), &reference) &&
            !g_hash_table_contains (listing->pages, GUINT_TO_POINTER (reference.number)))
          g_hash_table_insert (listing->pages, GUINT_TO_POINTER (reference.number),
                               GUINT_TO_POINTER (i + 1));
    }
  return TRUE;
}

/**
 * hopso_pdf_file_list_fill_fields:
 *
 * Returns: (transfer full) (element-type HopsoPdfFillField): the fields of the form, those that
 *   cannot be filled among them, or %NULL with @error
 */
GPtrArray *
hopso_pdf_file_list_fill_fields (HopsoPdfFile *self, GError **error)
{
  g_autoptr (GPtrArray) sources = hopso_pdf_file_list_fields (self, error);
  g_autoptr (GHashTable) pages = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) fields =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_pdf_fill_field_free);
  Listing listing = { self, pages, fields, 0 };

  if (sources == NULL || !list_annotations (&listing, error))
    return NULL;
  for (guint i = 0; i < sources->len; i++)
    if (!add_field (&listing, sources->pdata[i], error))
      return NULL;
  return g_steal_pointer (&fields);
}
