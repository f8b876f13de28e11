/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Objects in which one thing is not as it should be. Test support. */

#include "bend.h"

#include "hopso-pdf-object-private.h"

#define MAX_DEPTH 5

typedef struct
{
  HopsoPdfFile *file;
  HopsoPdfReference reference;
  BendFunc func;
  gpointer data;
} Bending;

/* Where in an object a value stands, from the outermost. */
typedef struct Place
{
  const struct Place *outer; /* NULL: the object itself */
  HopsoPdfObject *holder;
  const char *key; /* NULL: an array */
  guint index;
} Place;

/* What stands where something else should; @self leads back to the object itself. */
static HopsoPdfObject *
new_bend (guint i, HopsoPdfReference self)
{
  const HopsoPdfReference nowhere = { 4711, 0 };
  const HopsoPdfReference page = { 3, 0 };
  HopsoPdfObject *items[2];

  switch (i)
    {
    case 0:
      return hopso_pdf_object_new_null ();
    case 1:
      return hopso_pdf_object_new_integer (-1);
    case 2:
      return hopso_pdf_object_new_integer (3);
    case 3:
      return hopso_pdf_object_new_integer (G_MAXINT64);
    case 4:
      return hopso_pdf_object_new_real (1.5);
    case 5:
      return hopso_pdf_object_new_name ("Bent");
    case 6:
      return hopso_pdf_object_new_text ("Sig");
    case 7:
      return hopso_pdf_object_new_array (NULL, 0);
    case 8:
      items[0] = hopso_pdf_object_new_reference (self);
      items[1] = hopso_pdf_object_new_boolean (TRUE);
      return hopso_pdf_object_new_array (items, 2);
    case 9:
      return hopso_pdf_object_new_dictionary ();
    case 10:
      return hopso_pdf_object_new_reference (nowhere);
    case 11:
      return hopso_pdf_object_new_reference (self);
    case 12:
      return hopso_pdf_object_new_reference (page);
    default:
      return NULL;
    }
}

static HopsoPdfObject *
dup_array_with (HopsoPdfObject *array, guint index, HopsoPdfObject *item)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_pdf_object_unref);

  for (guint i = 0; i < hopso_pdf_object_get_length (array); i++)
    g_ptr_array_add (
        items, hopso_pdf_object_ref (i == index ? item : hopso_pdf_object_get_item (array, i)));
  return hopso_pdf_object_take_array (items);
}

/* A stream keeps its bytes; takes @dictionary. */
static HopsoPdfObject *
as_stream (Bending *self, HopsoPdfObject *stream, HopsoPdfObject *dictionary)
{
  g_autoptr (GBytes) data = hopso_pdf_object_get_stream_data (stream);
  HopsoPdfObject *changed;

  data = data != NULL ? g_bytes_ref (data)
                      : hopso_pdf_file_dup_stream_bytes (self->file, stream, NULL);
  changed = hopso_pdf_object_new_stream (dictionary, data);
  hopso_pdf_object_unref (dictionary);
  return changed;
}

static gboolean
is_stream (HopsoPdfObject *object)
{
  return hopso_pdf_object_get_kind (object) == HOPSO_PDF_STREAM;
}

static HopsoPdfObject *
dup_holder_with (Bending *self, const Place *place, HopsoPdfObject *value)
{
  if (place->key == NULL)
    return dup_array_with (place->holder, place->index, value);
  if (!is_stream (place->holder))
    return hopso_pdf_object_dup_with (place->holder, place->key, value);
  return as_stream (self, place->holder,
                    hopso_pdf_object_dup_with (
                        hopso_pdf_object_get_stream_dictionary (place->holder), place->key, value));
}

/* Hands out the whole object with @value in its place; takes @value. */
static void
try_value (Bending *self, const Place *place, HopsoPdfObject *value)
{
  g_autoptr (HopsoPdfObject) whole = value;
  const char *key = NULL;

  for (; place != NULL; place = place->outer)
    {
      HopsoPdfObject *holder = dup_holder_with (self, place, whole);

      hopso_pdf_object_unref (whole);
      whole = holder;
      key = place->key;
    }
  self->func (whole, key, self->data);
}

/* The dictionary's own keys again, and one that nobody asked for. */
static HopsoPdfObject *
dup_dictionary_and (HopsoPdfObject *dictionary, const char *key)
{
  HopsoPdfObject *copy = hopso_pdf_object_new_dictionary ();

  for (guint i = 0; i < hopso_pdf_object_get_n_keys (dictionary); i++)
    {
      HopsoPdfObject *value;
      const char *name = hopso_pdf_object_get_key (dictionary, i, &value);

      hopso_pdf_object_add_key (copy, g_strdup (name), hopso_pdf_object_ref (value));
    }
  hopso_pdf_object_add_key (copy, g_strdup (key), hopso_pdf_object_new_integer (1));
  return copy;
}

static void
grow (Bending *self, HopsoPdfObject *object, const Place *place)
{
  guint n = hopso_pdf_object_get_n_keys (object);
  HopsoPdfObject *source =
      is_stream (object) ? hopso_pdf_object_get_stream_dictionary (object) : object;

  if (hopso_pdf_object_get_kind (object) == HOPSO_PDF_ARRAY)
    {
      g_autoptr (HopsoPdfObject) item = hopso_pdf_object_new_integer (1);

      try_value (self, place, hopso_pdf_object_dup_with_item (object, item));
    }
  for (guint i = 0; i <= n && (n > 0 || hopso_pdf_object_get_kind (object) == HOPSO_PDF_DICTIONARY);
       i++)
    {
      HopsoPdfObject *value;
      const char *key = i < n ? hopso_pdf_object_get_key (object, i, &value) : "Added";
      HopsoPdfObject *grown = dup_dictionary_and (source, key);

      try_value (self, place, is_stream (object) ? as_stream (self, object, grown) : grown);
    }
}

static void
bend (Bending *self, HopsoPdfObject *object, const Place *place, guint depth)
{
  HopsoPdfObject *value;

  for (guint i = 0; (value = new_bend (i, self->reference)) != NULL; i++)
    try_value (self, place, value);
  grow (self, object, place);
  if (depth == MAX_DEPTH)
    return;
  for (guint i = 0; i < hopso_pdf_object_get_length (object); i++)
    {
      const Place inner = { place, object, NULL, i };

      bend (self, hopso_pdf_object_get_item (object, i), &inner, depth + 1);
    }
  for (guint i = 0; i < hopso_pdf_object_get_n_keys (object); i++)
    {
      HopsoPdfObject *held;
      const Place inner = { place, object, hopso_pdf_object_get_key (object, i, &held), 0 };

      bend (self, held, &inner, depth + 1);
    }
}

/* One thing after the other is not as it should be. */
void
bend_object (HopsoPdfFile *file,
             HopsoPdfReference self,
             HopsoPdfObject *object,
             BendFunc func,
             gpointer data)
{
  Bending bending = { file, self, func, data };

  bend (&bending, object, NULL, 0);
}
