/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Brings the page of a mark, or one of the pages that were drawn for a form, into an update as a
 * form XObject (ISO 32000-2, 8.10), with everything that it needs and nothing else; what several
 * pages share, such as a font, comes once. They are small PDFs of our own making, but read as
 * strictly as any other. */

#include "hopso-pdf-prepare-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-object-private.h"

#define MAX_OBJECTS   4000
#define MAX_MARK_SIZE ((guint64) 16 << 20)

typedef struct
{
  HopsoPdfUpdate *update;
  HopsoPdfFile *mark;
  GHashTable *numbers; /* borrowed: number in the mark → number in the update */
  GArray *waiting;     /* owned: of HopsoPdfReference in the mark, to be copied yet */
} Import;

static gboolean
has_plain_pages (HopsoPdfFile *file, guint n_pages)
{
  if (hopso_pdf_file_is_encrypted (file))
    return FALSE;
  for (guint i = 0; i < n_pages; i++)
    if (hopso_pdf_file_get_page (file, i, NULL)->rotation != 0)
      return FALSE;
  return TRUE;
}

/* Opens a mark: a whole PDF with exactly so many pages, none of them rotated. */
HopsoPdfFile *
hopso_pdf_open_mark (HopsoPdfSource *mark, guint n_pages, GError **error)
{
  g_autoptr (HopsoPdfFile) file = NULL;
  guint n_found = 0;

  if (hopso_pdf_source_get_size (mark) > MAX_MARK_SIZE)
    {
      hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "The mark is too large");
      return NULL;
    }
  file = hopso_pdf_file_open (mark, error);
  if (file == NULL || !hopso_pdf_file_get_n_pages (file, &n_found, error))
    return NULL;
  if (n_found != n_pages || !has_plain_pages (file, n_pages))
    {
      hopso_pdf_fail (error, HOPSO_PDF_ERROR_UNSUPPORTED, "The mark is not made of plain pages");
      return NULL;
    }
  return g_steal_pointer (&file);
}

static HopsoPdfObject *
dup_mark_page (HopsoPdfFile *mark, guint index, GError **error)
{
  const HopsoPdfPage *page = hopso_pdf_file_get_page (mark, index, error);

  return page != NULL ? hopso_pdf_file_dup_object (mark, page->reference, error) : NULL;
}

/* The one content stream of a page of the mark. */
HopsoPdfObject *
hopso_pdf_mark_dup_content (HopsoPdfFile *mark, guint index, GError **error)
{
  g_autoptr (HopsoPdfObject) page = dup_mark_page (mark, index, error);
  g_autoptr (HopsoPdfObject) content = NULL;
  HopsoPdfObject *only;

  if (page == NULL)
    return NULL;
  content = hopso_pdf_file_resolve_key (mark, page, "Contents", error);
  if (content == NULL)
    return NULL;
  only =
      hopso_pdf_object_get_length (content) == 1 ? hopso_pdf_object_get_item (content, 0) : content;
  only = hopso_pdf_file_resolve (mark, only, error);
  if (only != NULL && hopso_pdf_object_get_kind (only) != HOPSO_PDF_STREAM)
    {
      hopso_pdf_object_unref (only);
      hopso_pdf_fail (error, HOPSO_PDF_ERROR_UNSUPPORTED, "The mark has not one content");
      return NULL;
    }
  return only;
}

static HopsoPdfObject *
new_matrix (guint rotation)
{
  int values[4];
  HopsoPdfObject *items[6];

  hopso_pdf_rotation_matrix (rotation, values);
  for (guint i = 0; i < 6; i++)
    items[i] = hopso_pdf_object_new_integer (i < 4 ? values[i] : 0);
  return hopso_pdf_object_new_array (items, 6);
}

static HopsoPdfObject *
new_box (const double box[4])
{
  HopsoPdfObject *items[4];

  for (guint i = 0; i < 4; i++)
    items[i] = hopso_pdf_object_new_real (box[i]);
  return hopso_pdf_object_new_array (items, 4);
}

static gboolean
copy_key (HopsoPdfFile *mark,
          HopsoPdfObject *from,
          const char *key,
          HopsoPdfObject **dictionary,
          GError **error)
{
  g_autoptr (HopsoPdfObject) value = hopso_pdf_file_resolve_key (mark, from, key, error);

  if (value == NULL)
    return FALSE;
  if (!hopso_pdf_object_is_null (value))
    hopso_pdf_set_key (dictionary, key, g_steal_pointer (&value));
  return TRUE;
}

/**
 * hopso_pdf_mark_dup_form_dictionary:
 * @mark: an open mark
 * @index: its page
 * @rotation: of the page that it will stand on
 *
 * Returns: (transfer full): the dictionary of the form XObject that the mark becomes, still with
 *   the mark's own references and without Length; %NULL with @error
 */
HopsoPdfObject *
hopso_pdf_mark_dup_form_dictionary (HopsoPdfFile *mark, guint index, guint rotation, GError **error)
{
  g_autoptr (HopsoPdfObject) page = dup_mark_page (mark, index, error);
  g_autoptr (HopsoPdfObject) content = NULL;
  g_autoptr (HopsoPdfObject) dictionary = hopso_pdf_object_new_dictionary ();

  if (page == NULL)
    return NULL;
  content = hopso_pdf_mark_dup_content (mark, index, error);
  if (content == NULL)
    return NULL;
  hopso_pdf_set_key (&dictionary, "Type", hopso_pdf_object_new_name ("XObject"));
  hopso_pdf_set_key (&dictionary, "Subtype", hopso_pdf_object_new_name ("Form"));
  hopso_pdf_set_key (&dictionary, "BBox",
                     new_box (hopso_pdf_file_get_page (mark, index, error)->crop_box));
  if (rotation != 0)
    hopso_pdf_set_key (&dictionary, "Matrix", new_matrix (rotation));
  if (!copy_key (mark, page, "Resources", &dictionary, error) ||
      !copy_key (mark, page, "Group", &dictionary, error) ||
      !copy_key (mark, content, "Filter", &dictionary, error) ||
      !copy_key (mark, content, "DecodeParms", &dictionary, error))
    return NULL;
  if (!hopso_pdf_object_has (dictionary, "Resources"))
    {
      hopso_pdf_fail (error, HOPSO_PDF_ERROR_UNSUPPORTED, "The mark's page inherits what it needs");
      return NULL;
    }
  return g_steal_pointer (&dictionary);
}

static HopsoPdfObject *translate (Import *import, HopsoPdfObject *object);

static HopsoPdfObject *
translate_reference (Import *import, HopsoPdfReference old)
{
  gpointer known = g_hash_table_lookup (import->numbers, GUINT_TO_POINTER (old.number));
  HopsoPdfReference fresh = { GPOINTER_TO_UINT (known), 0 };

  if (known == NULL)
    {
      fresh = hopso_pdf_update_reserve (import->update);
      g_hash_table_insert (import->numbers, GUINT_TO_POINTER (old.number),
                           GUINT_TO_POINTER (fresh.number));
      g_array_append_val (import->waiting, old);
    }
  return hopso_pdf_object_new_reference (fresh);
}

static HopsoPdfObject *
translate_array (Import *import, HopsoPdfObject *array)
{
  guint n = hopso_pdf_object_get_length (array);
  GPtrArray *items = g_ptr_array_new_full (n, (GDestroyNotify) hopso_pdf_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (items, translate (import, hopso_pdf_object_get_item (array, i)));
  return hopso_pdf_object_take_array (items);
}

static HopsoPdfObject *
translate_dictionary (Import *import, HopsoPdfObject *dictionary)
{
  HopsoPdfObject *copy = hopso_pdf_object_new_dictionary ();

  for (guint i = 0; i < hopso_pdf_object_get_n_keys (dictionary); i++)
    {
      HopsoPdfObject *value;
      const char *key = hopso_pdf_object_get_key (dictionary, i, &value);

      hopso_pdf_object_add_key (copy, g_strdup (key), translate (import, value));
    }
  return copy;
}

/* A direct object with the update's numbers instead of the mark's. */
static HopsoPdfObject *
translate (Import *import, HopsoPdfObject *object)
{
  HopsoPdfReference reference;

  if (hopso_pdf_object_get_reference (object, &reference))
    return translate_reference (import, reference);
  if (hopso_pdf_object_get_kind (object) == HOPSO_PDF_ARRAY)
    return translate_array (import, object);
  if (hopso_pdf_object_get_kind (object) == HOPSO_PDF_DICTIONARY)
    return translate_dictionary (import, object);
  return hopso_pdf_object_ref (object);
}

static HopsoPdfObject *
translate_stream (Import *import,
                  HopsoPdfObject *dictionary,
                  HopsoPdfObject *stream,
                  GError **error)
{
  g_autoptr (GBytes) data = hopso_pdf_file_dup_stream_bytes (import->mark, stream, error);
  g_autoptr (HopsoPdfObject) bare = NULL;
  g_autoptr (HopsoPdfObject) copy = NULL;

  if (data == NULL)
    return NULL;
  /* Length is written anew; as a reference it would drag an object along. */
  bare = hopso_pdf_object_dup_with (dictionary, "Length", NULL);
  copy = translate_dictionary (import, bare);
  return hopso_pdf_object_new_stream (copy, data);
}

static gboolean
copy_waiting (Import *import, GError **error)
{
  for (guint i = 0; i < import->waiting->len; i++)
    {
      HopsoPdfReference old = g_array_index (import->waiting, HopsoPdfReference, i);
      g_autoptr (HopsoPdfObject) object = hopso_pdf_file_dup_object (import->mark, old, error);
      g_autoptr (HopsoPdfObject) copy = NULL;
      gpointer number = g_hash_table_lookup (import->numbers, GUINT_TO_POINTER (old.number));

      if (object == NULL)
        return FALSE;
      if (import->waiting->len > MAX_OBJECTS)
        return hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "The mark is too large");
      if (hopso_pdf_object_get_kind (object) == HOPSO_PDF_STREAM)
        copy = translate_stream (import, hopso_pdf_object_get_stream_dictionary (object), object,
                                 error);
      else
        copy = translate (import, object);
      if (copy == NULL)
        return FALSE;
      hopso_pdf_update_put (import->update, (HopsoPdfReference){ GPOINTER_TO_UINT (number), 0 },
                            copy);
    }
  return TRUE;
}

/**
 * hopso_pdf_import_mark:
 * @self: where to and from where
 * @index: a page of the mark
 * @rotation: of the page that it will stand on
 * @form: (out): the form XObject
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_pdf_import_mark (const HopsoPdfImport *self,
                       guint index,
                       guint rotation,
                       HopsoPdfReference *form,
                       GError **error)
{
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (HopsoPdfReference));
  g_autoptr (HopsoPdfObject) content = hopso_pdf_mark_dup_content (self->mark, index, error);
  g_autoptr (HopsoPdfObject) dictionary = NULL;
  g_autoptr (HopsoPdfObject) stream = NULL;
  Import import = { self->update, self->mark, self->numbers, waiting };

  if (content == NULL)
    return FALSE;
  dictionary = hopso_pdf_mark_dup_form_dictionary (self->mark, index, rotation, error);
  if (dictionary == NULL)
    return FALSE;
  stream = translate_stream (&import, dictionary, content, error);
  if (stream == NULL)
    return FALSE;
  *form = hopso_pdf_update_add (self->update, stream);
  return copy_waiting (&import, error);
}
