/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Arrays, dictionaries and streams: objects that hold others, and when two objects are equal. Who
 * asks an object for something it cannot have gets null, so that reading stays a straight line.
 * One thread at a time. */

#include "hopso-pdf-object-private.h"

#include <string.h>

/* From this many keys on a dictionary keeps an index, or hostile ones cost quadratic time. */
#define INDEX_FROM 24

HopsoPdfObject *
hopso_pdf_object_take_array (GPtrArray *items)
{
  HopsoPdfObject *self = hopso_pdf_object_alloc (HOPSO_PDF_ARRAY);

  self->array = items;
  return self;
}

/**
 * hopso_pdf_object_new_array:
 * @items: (array length=n_items) (transfer full): what it holds; the objects become the array's
 *
 * Returns: (transfer full): an array
 */
HopsoPdfObject *
hopso_pdf_object_new_array (HopsoPdfObject *const *items, guint n_items)
{
  GPtrArray *array = g_ptr_array_new_full (n_items, (GDestroyNotify) hopso_pdf_object_unref);

  for (guint i = 0; i < n_items; i++)
    g_ptr_array_add (array, items[i]);
  return hopso_pdf_object_take_array (array);
}

/**
 * hopso_pdf_object_new_dictionary:
 *
 * Returns: (transfer full): an empty dictionary, to be filled with hopso_pdf_object_dup_with()
 */
HopsoPdfObject *
hopso_pdf_object_new_dictionary (void)
{
  HopsoPdfObject *self = hopso_pdf_object_alloc (HOPSO_PDF_DICTIONARY);

  self->dictionary.keys = g_ptr_array_new_with_free_func (g_free);
  self->dictionary.values =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_pdf_object_unref);
  return self;
}

static gboolean
find_key (const HopsoPdfDictionary *dictionary, const char *key, guint *position)
{
  if (dictionary->index != NULL)
    {
      gpointer found = g_hash_table_lookup (dictionary->index, key);

      *position = GPOINTER_TO_UINT (found) - 1;
      return found != NULL;
    }
  for (guint i = 0; i < dictionary->keys->len; i++)
    if (strcmp (dictionary->keys->pdata[i], key) == 0)
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}

static void
build_index (HopsoPdfDictionary *dictionary)
{
  dictionary->index = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < dictionary->keys->len; i++)
    g_hash_table_insert (dictionary->index, dictionary->keys->pdata[i], GUINT_TO_POINTER (i + 1));
}

/* Of a key named twice the last value stays, as with most readers, and the fact is kept. */
void
hopso_pdf_object_add_key (HopsoPdfObject *self, char *key, HopsoPdfObject *value)
{
  HopsoPdfDictionary *dictionary = &self->dictionary;
  guint position;

  if (find_key (dictionary, key, &position))
    {
      dictionary->has_duplicates = TRUE;
      hopso_pdf_object_unref (dictionary->values->pdata[position]);
      dictionary->values->pdata[position] = value;
      g_free (key);
      return;
    }
  g_ptr_array_add (dictionary->keys, key);
  g_ptr_array_add (dictionary->values, value);
  if (dictionary->index != NULL)
    g_hash_table_insert (dictionary->index, key, GUINT_TO_POINTER (dictionary->keys->len));
  else if (dictionary->keys->len >= INDEX_FROM)
    build_index (dictionary);
}

HopsoPdfObject *
hopso_pdf_object_take_stream (HopsoPdfObject *dictionary, HopsoPdfSpan span)
{
  HopsoPdfObject *self = hopso_pdf_object_alloc (HOPSO_PDF_STREAM);

  self->stream.dictionary = dictionary;
  self->stream.span = span;
  return self;
}

/**
 * hopso_pdf_object_new_stream:
 * @dictionary: its dictionary; Length is set from @data
 * @data: its bytes, as they are to stand in the file
 *
 * Returns: (transfer full): a stream that is not in a file yet
 */
HopsoPdfObject *
hopso_pdf_object_new_stream (HopsoPdfObject *dictionary, GBytes *data)
{
  g_autoptr (HopsoPdfObject) length =
      hopso_pdf_object_new_integer ((gint64) g_bytes_get_size (data));
  HopsoPdfObject *self = hopso_pdf_object_take_stream (
      hopso_pdf_object_dup_with (dictionary, "Length", length), (HopsoPdfSpan){ 0, 0 });

  self->stream.data = g_bytes_ref (data);
  return self;
}

static const HopsoPdfDictionary *
dictionary_of (HopsoPdfObject *self)
{
  if (self->kind == HOPSO_PDF_DICTIONARY)
    return &self->dictionary;
  if (self->kind == HOPSO_PDF_STREAM)
    return &self->stream.dictionary->dictionary;
  return NULL;
}

/**
 * hopso_pdf_object_get_length:
 *
 * Returns: how many items an array has; 0 for anything else
 */
guint
hopso_pdf_object_get_length (HopsoPdfObject *self)
{
  return self->kind == HOPSO_PDF_ARRAY ? self->array->len : 0;
}

/**
 * hopso_pdf_object_get_item:
 * @index: which, from 0
 *
 * Returns: (transfer none): an item of an array; null when there is none
 */
HopsoPdfObject *
hopso_pdf_object_get_item (HopsoPdfObject *self, guint index)
{
  if (index >= hopso_pdf_object_get_length (self))
    return hopso_pdf_object_new_null ();
  return self->array->pdata[index];
}

/**
 * hopso_pdf_object_dup_with_item:
 * @self: an array; anything else counts as an empty one
 * @item: what to add
 *
 * Returns: (transfer full): a longer array
 */
HopsoPdfObject *
hopso_pdf_object_dup_with_item (HopsoPdfObject *self, HopsoPdfObject *item)
{
  guint n = hopso_pdf_object_get_length (self);
  GPtrArray *items = g_ptr_array_new_full (n + 1, (GDestroyNotify) hopso_pdf_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (items, hopso_pdf_object_ref (self->array->pdata[i]));
  g_ptr_array_add (items, hopso_pdf_object_ref (item));
  return hopso_pdf_object_take_array (items);
}

/**
 * hopso_pdf_object_get:
 * @key: a name, without the slash
 *
 * Returns: (transfer none): the value in a dictionary or a stream's dictionary; null without one
 */
HopsoPdfObject *
hopso_pdf_object_get (HopsoPdfObject *self, const char *key)
{
  const HopsoPdfDictionary *dictionary = dictionary_of (self);
  guint position;

  if (dictionary == NULL || !find_key (dictionary, key, &position))
    return hopso_pdf_object_new_null ();
  return dictionary->values->pdata[position];
}

/**
 * hopso_pdf_object_has:
 * @key: a name, without the slash
 *
 * Returns: whether the dictionary has a value for @key that is not null
 */
gboolean
hopso_pdf_object_has (HopsoPdfObject *self, const char *key)
{
  return !hopso_pdf_object_is_null (hopso_pdf_object_get (self, key));
}

/**
 * hopso_pdf_object_get_n_keys:
 *
 * Returns: how many keys a dictionary or a stream's dictionary has
 */
guint
hopso_pdf_object_get_n_keys (HopsoPdfObject *self)
{
  const HopsoPdfDictionary *dictionary = dictionary_of (self);

  return dictionary != NULL ? dictionary->keys->len : 0;
}

/**
 * hopso_pdf_object_get_key:
 * @index: which, below hopso_pdf_object_get_n_keys()
 * @value: (out) (optional) (transfer none): its value
 *
 * Returns: the key, in the order of the file
 */
const char *
hopso_pdf_object_get_key (HopsoPdfObject *self, guint index, HopsoPdfObject **value)
{
  const HopsoPdfDictionary *dictionary = dictionary_of (self);

  g_return_val_if_fail (dictionary != NULL && index < dictionary->keys->len, NULL);
  if (value != NULL)
    *value = dictionary->values->pdata[index];
  return dictionary->keys->pdata[index];
}

/**
 * hopso_pdf_object_has_duplicate_keys:
 *
 * Returns: whether this dictionary itself (not one within it) names a key twice
 */
gboolean
hopso_pdf_object_has_duplicate_keys (HopsoPdfObject *self)
{
  const HopsoPdfDictionary *dictionary = dictionary_of (self);

  return dictionary != NULL && dictionary->has_duplicates;
}

static HopsoPdfObject *
dup_dictionary_with (HopsoPdfObject *self, const char *key, HopsoPdfObject *value)
{
  HopsoPdfObject *copy = hopso_pdf_object_new_dictionary ();
  gboolean is_placed = value == NULL || hopso_pdf_object_is_null (value);

  for (guint i = 0; i < hopso_pdf_object_get_n_keys (self); i++)
    {
      HopsoPdfObject *old;
      const char *name = hopso_pdf_object_get_key (self, i, &old);

      if (strcmp (name, key) != 0)
        hopso_pdf_object_add_key (copy, g_strdup (name), hopso_pdf_object_ref (old));
      else if (!is_placed)
        {
          hopso_pdf_object_add_key (copy, g_strdup (name), hopso_pdf_object_ref (value));
          is_placed = TRUE;
        }
    }
  if (!is_placed)
    hopso_pdf_object_add_key (copy, g_strdup (key), hopso_pdf_object_ref (value));
  return copy;
}

/**
 * hopso_pdf_object_dup_with:
 * @self: a dictionary or a stream
 * @key: a name, without the slash
 * @value: (nullable): what it is to have; %NULL or null takes the key away
 *
 * Returns: (transfer full): the same with that one change
 */
HopsoPdfObject *
hopso_pdf_object_dup_with (HopsoPdfObject *self, const char *key, HopsoPdfObject *value)
{
  HopsoPdfObject *copy;

  if (self->kind != HOPSO_PDF_STREAM)
    return dup_dictionary_with (self, key, value);
  copy = hopso_pdf_object_take_stream (dup_dictionary_with (self, key, value), self->stream.span);
  if (self->stream.data != NULL)
    copy->stream.data = g_bytes_ref (self->stream.data);
  copy->stream.owner = self->stream.owner;
  return copy;
}

/* Puts the changed dictionary in place of the old one; @value becomes the dictionary's. */
void
hopso_pdf_set_key (HopsoPdfObject **dictionary, const char *key, HopsoPdfObject *value)
{
  HopsoPdfObject *changed = hopso_pdf_object_dup_with (*dictionary, key, value);

  hopso_pdf_object_unref (*dictionary);
  hopso_pdf_object_unref (value);
  *dictionary = changed;
}

/**
 * hopso_pdf_object_get_stream_dictionary:
 *
 * Returns: (transfer none): the dictionary of a stream, else null
 */
HopsoPdfObject *
hopso_pdf_object_get_stream_dictionary (HopsoPdfObject *self)
{
  return self->kind == HOPSO_PDF_STREAM ? self->stream.dictionary : hopso_pdf_object_new_null ();
}

/* In a protected document: which object the data are encrypted as. */
void
hopso_pdf_object_set_stream_owner (HopsoPdfObject *self, HopsoPdfReference owner)
{
  g_assert (self->kind == HOPSO_PDF_STREAM && self->ref_count == 1);
  self->stream.owner = owner;
}

HopsoPdfReference
hopso_pdf_object_get_stream_owner (HopsoPdfObject *self)
{
  return self->kind == HOPSO_PDF_STREAM ? self->stream.owner : (HopsoPdfReference){ 0, 0 };
}

/**
 * hopso_pdf_object_get_stream_span:
 *
 * Returns: where a stream's data stand in its file
 */
HopsoPdfSpan
hopso_pdf_object_get_stream_span (HopsoPdfObject *self)
{
  return self->kind == HOPSO_PDF_STREAM ? self->stream.span : (HopsoPdfSpan){ 0, 0 };
}

GBytes *
hopso_pdf_object_get_stream_data (HopsoPdfObject *self)
{
  return self->kind == HOPSO_PDF_STREAM ? self->stream.data : NULL;
}

static gboolean
arrays_equal (GPtrArray *one, GPtrArray *other)
{
  if (one->len != other->len)
    return FALSE;
  for (guint i = 0; i < one->len; i++)
    if (!hopso_pdf_object_equal (one->pdata[i], other->pdata[i]))
      return FALSE;
  return TRUE;
}

/* A key with the value null is the same as no key (7.3.7). */
static gboolean
holds_all_of (HopsoPdfObject *one, HopsoPdfObject *other)
{
  for (guint i = 0; i < hopso_pdf_object_get_n_keys (other); i++)
    {
      HopsoPdfObject *value;
      const char *key = hopso_pdf_object_get_key (other, i, &value);

      if (!hopso_pdf_object_equal (hopso_pdf_object_get (one, key), value))
        return FALSE;
    }
  return TRUE;
}

static gboolean
streams_equal (HopsoPdfObject *one, HopsoPdfObject *other)
{
  if (!hopso_pdf_object_equal (one->stream.dictionary, other->stream.dictionary))
    return FALSE;
  if (one->stream.data != NULL && other->stream.data != NULL)
    return g_bytes_equal (one->stream.data, other->stream.data);
  return one->stream.data == other->stream.data &&
         one->stream.span.offset == other->stream.span.offset &&
         one->stream.span.size == other->stream.span.size;
}

/**
 * hopso_pdf_object_equal:
 *
 * Compares what two objects say: numbers by value, strings by bytes, dictionaries whatever their
 * order, references by number, streams by the place of their data.
 *
 * Returns: whether they are the same
 */
gboolean
hopso_pdf_object_equal (HopsoPdfObject *self, HopsoPdfObject *other)
{
  double one, two;

  if (self == other)
    return TRUE;
  if (hopso_pdf_object_get_number (self, &one))
    return hopso_pdf_object_get_number (other, &two) && !(one < two) && !(one > two);
  if (self->kind != other->kind)
    return FALSE;
  switch (self->kind)
    {
    case HOPSO_PDF_BOOLEAN:
      return self->boolean == other->boolean;
    case HOPSO_PDF_STRING:
      return g_bytes_equal (self->string.bytes, other->string.bytes);
    case HOPSO_PDF_NAME:
      return strcmp (self->name, other->name) == 0;
    case HOPSO_PDF_ARRAY:
      return arrays_equal (self->array, other->array);
    case HOPSO_PDF_DICTIONARY:
      return holds_all_of (self, other) && holds_all_of (other, self);
    case HOPSO_PDF_STREAM:
      return streams_equal (self, other);
    case HOPSO_PDF_REFERENCE:
      return self->reference.number == other->reference.number &&
             self->reference.generation == other->reference.generation;
    case HOPSO_PDF_NULL:
    case HOPSO_PDF_INTEGER:
    case HOPSO_PDF_REAL:
    default:
      return TRUE;
    }
}
