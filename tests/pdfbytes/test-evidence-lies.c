/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Evidence from a process that lies: each lie is put together as a proper revision, and refused. */

#include "evidence-world.h"

#include "hopso-pdf-update.h"

#include <string.h>

/* An update as it should be, to be bent. */
typedef struct
{
  HopsoPdfFile *file;     /* owned: before */
  HopsoPdfFile *honest;   /* owned: after the honest update */
  HopsoPdfUpdate *update; /* owned */
  guint32 first;          /* certificate, answer, list, store */
} Lie;

static void
put_stream (Lie *self, guint32 number, const char *entries_key, const char *text)
{
  g_autoptr (HopsoPdfObject) dictionary = hopso_pdf_object_new_dictionary ();
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  if (entries_key != NULL)
    {
      g_autoptr (HopsoPdfObject) name = hopso_pdf_object_new_name ("XObject");
      HopsoPdfObject *longer = hopso_pdf_object_dup_with (dictionary, entries_key, name);

      hopso_pdf_object_unref (dictionary);
      dictionary = longer;
    }
  g_autoptr (HopsoPdfObject) stream = hopso_pdf_object_new_stream (dictionary, bytes);
  hopso_pdf_update_put (self->update, (HopsoPdfReference){ number, 0 }, stream);
}

/* The object of @number with @key set to the name or number that @value reads as. */
static void
put_changed (Lie *self, guint32 number, const char *key, HopsoPdfObject *value)
{
  const HopsoPdfReference reference = { number, 0 };
  g_autoptr (HopsoPdfObject) owned = value;
  g_autoptr (HopsoPdfObject) old = hopso_pdf_file_dup_object (self->honest, reference, NULL);
  g_autoptr (HopsoPdfObject) changed = hopso_pdf_object_dup_with (old, key, owned);

  hopso_pdf_update_put (self->update, reference, changed);
}

static void
lie_nothing (Lie *self)
{
}

static void
lie_other_bytes (Lie *self)
{
  put_stream (self, self->first, NULL, "certificatf");
}

static void
lie_longer_bytes (Lie *self)
{
  put_stream (self, self->first, NULL, "certificates");
}

static void
lie_typed_stream (Lie *self)
{
  put_stream (self, self->first, "Type", "certificate");
}

static void
lie_exchanged (Lie *self)
{
  put_stream (self, self->first, NULL, "answer");
  put_stream (self, self->first + 1, NULL, "certificate");
}

static void
lie_page (Lie *self)
{
  put_changed (self, 3, "Rotate", hopso_pdf_object_new_integer (180));
}

static void
lie_catalogue (Lie *self)
{
  put_changed (self, 1, "Lang", hopso_pdf_object_new_text ("vi"));
}

static void
lie_store_key (Lie *self)
{
  put_changed (self, self->first + 3, "AA", hopso_pdf_object_new_name ("Open"));
}

static void
lie_store_without_list (Lie *self)
{
  put_changed (self, self->first + 3, "CRLs", hopso_pdf_object_new_null ());
}

static void
lie_old_piece (Lie *self)
{
  put_stream (self, 4, NULL, "1 0 0 rg 100 100 200 50 re f");
}

static void
lie_one_more (Lie *self)
{
  g_autoptr (HopsoPdfObject) more = hopso_pdf_object_new_text ("more");

  hopso_pdf_update_add (self->update, more);
}

static void
lie_page_as_store (Lie *self)
{
  put_changed (self, 1, "DSS", hopso_pdf_object_new_reference ((HopsoPdfReference){ 3, 0 }));
}

/* All objects of the honest update, as they are. */
static void
begin_lie (Lie *self, GBytes *original, GBytes *whole)
{
  static const char *const pieces[] = { "old certificate", "certificate", "answer", "list" };
  const HopsoPdfReference root = { 1, 0 };
  g_autoptr (HopsoPdfObject) catalog = NULL;
  g_autoptr (HopsoPdfObject) store = NULL;
  HopsoPdfReference place;

  self->file = evidence_open (original);
  self->honest = evidence_open (whole);
  self->update = hopso_pdf_update_new (self->file, NULL);
  self->first = hopso_pdf_file_get_next_number (self->file) + 1;
  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    hopso_pdf_update_reserve (self->update);
  hopso_pdf_update_reserve (self->update);
  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    put_stream (self, self->first - 1 + i, NULL, pieces[i]);
  catalog = hopso_pdf_file_dup_object (self->honest, root, NULL);
  g_assert_true (hopso_pdf_object_get_reference (hopso_pdf_object_get (catalog, "DSS"), &place));
  g_assert_cmpuint (place.number, ==, self->first + 3);
  store = hopso_pdf_file_dup_object (self->honest, place, NULL);
  hopso_pdf_update_put (self->update, place, store);
  hopso_pdf_update_put (self->update, root, catalog);
}

static const struct
{
  const char *name;
  void (*lie) (Lie *self);
} lies[] = {
  { "nothing", lie_nothing },
  { "other-bytes", lie_other_bytes },
  { "longer-bytes", lie_longer_bytes },
  { "typed-stream", lie_typed_stream },
  { "exchanged", lie_exchanged },
  { "page", lie_page },
  { "catalogue", lie_catalogue },
  { "store-key", lie_store_key },
  { "store-without-list", lie_store_without_list },
  { "old-piece", lie_old_piece },
  { "one-more", lie_one_more },
  { "page-as-store", lie_page_as_store },
};

static void
test_lie_is_refused (gconstpointer data)
{
  guint at = GPOINTER_TO_UINT (data);
  g_autoptr (GBytes) original = evidence_new_document (TABLE, WITHOUT);
  g_autoptr (HopsoPdfEvidencePlan) plan = evidence_new_plan ();
  g_autoptr (GBytes) honest = evidence_prepare (original, plan);
  g_autoptr (GBytes) whole = evidence_join (original, honest);
  g_autoptr (GError) error = NULL;
  Lie lie;

  begin_lie (&lie, original, whole);
  lies[at].lie (&lie);
  hopso_pdf_update_renew_identity (lie.update, "lie");
  g_autoptr (GByteArray) bytes = hopso_pdf_update_finish (lie.update, &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) appended = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  if (at == 0)
    {
      evidence_check (original, appended, plan, &error);
      g_assert_no_error (error);
    }
  else
    {
      g_assert_false (evidence_check (original, appended, plan, &error));
      g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_NOT_AS_PLANNED);
    }
  hopso_pdf_update_free (lie.update);
  g_object_unref (lie.file);
  g_object_unref (lie.honest);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autofree char *path = g_strdup_printf ("/pdfbytes/evidence/lie/%s", lies[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_lie_is_refused);
    }
  return g_test_run ();
}
