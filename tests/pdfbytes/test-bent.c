/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents in which one thing is not as it should be: each value of each object, one after the
 * other, becomes something else, and everything is done with the document that comes out. Nothing
 * breaks, refusals say why, and what is prepared nevertheless passes its check. */

#include "bend.h"
#include "every-way.h"

#include "hopso-pdf-update-private.h"
#include "hopso-test-soak.h"

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

/* Writes the object anew behind the document, and does everything with that. */
static void
try_bend (HopsoPdfObject *object, const char *key, gpointer data)
{
  Bending *self = data;
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
  every_way_go (bent, self->document->password);
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
        bend_object (self->file, self->reference, object, try_bend, self);
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
                       .step = hopso_test_soak_rounds (503, 17) };

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
