/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents in which one thing is not as it should be: each value of each object, one after the
 * other, becomes something else, and everything is done with the document that comes out. Nothing
 * breaks, refusals say why, and what is prepared nevertheless passes its check. */

#include "every-way.h"

#include "hopso-pdf-file-private.h"
#include "hopso-pdf-object-private.h"
#include "hopso-pdf-update-private.h"
#include "hopso-test-soak.h"

#define MAX_DEPTH 5

/* One document and the object of it that is being bent. */
typedef struct
{
  const EveryDocument *document;
  HopsoPdfFile *file; /* owned */
  HopsoPdfReference reference;
  guint step; /* of so many bends, one is tried */
  guint n_bends;
  guint n_tried;
} Bending;

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

/* Writes the object anew behind the document, and does everything with that. Takes @object. */
static void
try_bend (Bending *self, HopsoPdfObject *object)
{
  g_autoptr (HopsoPdfObject) owned = object;
  g_autoptr (HopsoPdfUpdate) update = NULL;
  g_autoptr (GBytes) appended = NULL;
  g_autoptr (HopsoPdfSource) first = NULL;
  g_autoptr (HopsoPdfSource) bent = NULL;

  if (self->n_bends++ % self->step != 0)
    return;
  self->n_tried++;
  update = hopso_pdf_update_new (self->file, NULL);
  hopso_pdf_update_put (update, self->reference, object);
  appended = g_byte_array_free_to_bytes (hopso_pdf_update_finish (update, NULL));
  first = hopso_pdf_source_new_bytes (self->document->bytes);
  bent = hopso_pdf_source_new_appended (first, appended);
  every_way_go (bent, self->document->password, FALSE);
}

/* Where in an object a value stands, from the outermost. */
typedef struct Place
{
  const struct Place *outer; /* NULL: the object itself */
  HopsoPdfObject *holder;
  const char *key; /* NULL: an array */
  guint index;
} Place;

static HopsoPdfObject *
dup_array_with (HopsoPdfObject *array, guint index, HopsoPdfObject *item)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_pdf_object_unref);

  for (guint i = 0; i < hopso_pdf_object_get_length (array); i++)
    g_ptr_array_add (
        items, hopso_pdf_object_ref (i == index ? item : hopso_pdf_object_get_item (array, i)));
  return hopso_pdf_object_take_array (items);
}

/* A stream keeps its bytes. */
static HopsoPdfObject *
dup_holder_with (Bending *self, const Place *place, HopsoPdfObject *value)
{
  HopsoPdfObject *changed;
  g_autoptr (GBytes) data = NULL;

  if (place->key == NULL)
    return dup_array_with (place->holder, place->index, value);
  if (hopso_pdf_object_get_kind (place->holder) != HOPSO_PDF_STREAM)
    return hopso_pdf_object_dup_with (place->holder, place->key, value);
  data = hopso_pdf_file_dup_stream_bytes (self->file, place->holder, NULL);
  changed = hopso_pdf_object_dup_with (hopso_pdf_object_get_stream_dictionary (place->holder),
                                       place->key, value);
  HopsoPdfObject *stream = hopso_pdf_object_new_stream (changed, data);
  hopso_pdf_object_unref (changed);
  return stream;
}

/* The whole object with @value in its place; takes @value. */
static HopsoPdfObject *
put_back (Bending *self, const Place *place, HopsoPdfObject *value)
{
  for (; place != NULL; place = place->outer)
    {
      HopsoPdfObject *holder = dup_holder_with (self, place, value);

      hopso_pdf_object_unref (value);
      value = holder;
    }
  return value;
}

static void
bend (Bending *self, HopsoPdfObject *object, const Place *place, guint depth)
{
  HopsoPdfObject *value;

  for (guint i = 0; (value = new_bend (i, self->reference)) != NULL; i++)
    try_bend (self, put_back (self, place, value));
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

static void
bend_document (Bending *self)
{
  guint32 end = hopso_pdf_file_get_next_number (self->file);

  for (guint32 number = 1; number < end; number++)
    {
      g_autoptr (HopsoPdfObject) object = NULL;

      self->reference = (HopsoPdfReference){ number, 0 };
      object = hopso_pdf_file_dup_object (self->file, self->reference, NULL);
      if (object != NULL && !hopso_pdf_object_is_null (object))
        bend (self, object, NULL, 0);
    }
}

static void
test_one_thing_is_wrong (void)
{
  g_autoptr (GPtrArray) all = every_way_documents ();
  guint n = 0;

  for (guint i = 0; i < all->len; i++)
    {
      const EveryDocument *document = all->pdata[i];
      g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (document->bytes);
      g_autoptr (GError) error = NULL;
      Bending self = { .document = document,
                       .file = hopso_pdf_file_open_protected (source, document->password, &error),
                       .step = hopso_test_soak_rounds (211, 3) };

      g_assert_no_error (error);
      bend_document (&self);
      g_test_message ("%s: %u of %u", document->name, self.n_tried, self.n_bends);
      n += self.n_tried;
      g_object_unref (self.file);
    }
  hopso_test_soak_report ("documents with one thing bent", n, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/pdfbytes/bent/one-thing-is-wrong", test_one_thing_is_wrong);
  return g_test_run ();
}
