/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The store of validation data: what is written into documents of every build, that what was there
 * stays, and that an update from a process that lies is refused, each lie put together as a proper
 * revision. */

#include "hopso-test-pdf.h"

#include "hopso-pdf-difference.h"
#include "hopso-pdf-evidence.h"
#include "hopso-pdf-update.h"

#include <string.h>

#define KEY   "00112233445566778899AABBCCDDEEFF00112233"
#define OTHER "00112233445566778899AABBCCDDEEFF00112234"

typedef enum
{
  TABLE,
  STREAM,
  HYBRID,
} Kind;

typedef enum
{
  WITHOUT,  /* no store yet */
  DIRECT,   /* in the catalogue */
  INDIRECT, /* every part in an object of its own */
} Store;

static void
add_store (HopsoTestPdf *pdf, Store store)
{
  if (store == WITHOUT)
    return;
  hopso_test_pdf_add_stream (pdf, 5, "", "old certificate", 15);
  hopso_test_pdf_add_stream (pdf, 6, "", "old list", 8);
  if (store == DIRECT)
    {
      hopso_test_pdf_add (pdf, 1,
                          "<</Type/Catalog/Pages 2 0 R/DSS<</Certs[5 0 R]/CRLs[6 0 R]"
                          "/VRI<</" KEY "<</CRL[6 0 R]/TU(D:20260101)>>>>>>>>");
      return;
    }
  hopso_test_pdf_add (pdf, 1, "<</Type/Catalog/Pages 2 0 R/DSS 7 0 R>>");
  hopso_test_pdf_add (pdf, 7, "<</Certs 8 0 R/CRLs[6 0 R]/VRI 9 0 R/Own(kept)>>");
  hopso_test_pdf_add (pdf, 8, "[5 0 R]");
  hopso_test_pdf_add (pdf, 9, "<</" KEY " 10 0 R>>");
  hopso_test_pdf_add (pdf, 10, "<</Type/VRI/CRL[6 0 R]/TU(D:20260101)>>");
}

static GBytes *
new_document (Kind kind, Store store)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
  gint64 hidden;

  add_store (pdf, store);
  if (kind == TABLE)
    hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  else
    hopso_test_pdf_end_with_stream (pdf, 11, HOPSO_TEST_TRAILER);
  if (kind == HYBRID)
    {
      hidden = pdf->previous;
      hopso_test_pdf_add (pdf, 12, "<</Title(a)>>");
      g_autofree char *trailer =
          g_strdup_printf (HOPSO_TEST_TRAILER "/Info 12 0 R/XRefStm %" G_GINT64_FORMAT, hidden);
      pdf->previous = -1;
      hopso_test_pdf_end_with_table (pdf, trailer);
    }
  return hopso_test_pdf_dup_bytes (pdf);
}

static guint
add (HopsoPdfEvidencePlan *plan, HopsoPdfMaterialKind kind, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return hopso_pdf_evidence_plan_add (plan, kind, bytes);
}

/* One piece that may be there already and three that are not. */
static HopsoPdfEvidencePlan *
new_plan (void)
{
  g_autoptr (HopsoPdfEvidencePlan) plan = hopso_pdf_evidence_plan_new ();
  g_autoptr (GError) error = NULL;
  HopsoPdfEvidencePlan *read;

  hopso_pdf_evidence_plan_name (plan, KEY,
                                add (plan, HOPSO_PDF_MATERIAL_CERTIFICATE, "old certificate"));
  hopso_pdf_evidence_plan_name (plan, KEY,
                                add (plan, HOPSO_PDF_MATERIAL_CERTIFICATE, "certificate"));
  hopso_pdf_evidence_plan_name (plan, OTHER, add (plan, HOPSO_PDF_MATERIAL_OCSP, "answer"));
  hopso_pdf_evidence_plan_name (plan, OTHER, add (plan, HOPSO_PDF_MATERIAL_CRL, "list"));
  /* As it comes to the process. */
  g_autoptr (GVariant) variant = g_variant_ref_sink (hopso_pdf_evidence_plan_to_variant (plan));
  read = hopso_pdf_evidence_plan_read (variant, &error);
  g_assert_no_error (error);
  return read;
}

static HopsoPdfFile *
open_bytes (GBytes *bytes)
{
  gsize size;
  const void *start = g_bytes_get_data (bytes, &size);
  g_autoptr (GError) error = NULL;
  HopsoPdfFile *file = hopso_test_open_bytes (start, size, &error);

  g_assert_no_error (error);
  return file;
}

static GBytes *
join (GBytes *original, GBytes *appended)
{
  g_autoptr (GByteArray) whole = g_byte_array_new ();

  g_byte_array_append (whole, g_bytes_get_data (original, NULL),
                       (guint) g_bytes_get_size (original));
  g_byte_array_append (whole, g_bytes_get_data (appended, NULL),
                       (guint) g_bytes_get_size (appended));
  return g_byte_array_free_to_bytes (g_steal_pointer (&whole));
}

static gboolean
check (GBytes *original, GBytes *appended, const HopsoPdfEvidencePlan *plan, GError **error)
{
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (original);

  return hopso_pdf_check_evidence (source, appended, plan, NULL, error);
}

static GBytes *
prepare (GBytes *original, const HopsoPdfEvidencePlan *plan)
{
  g_autoptr (HopsoPdfFile) file = open_bytes (original);
  g_autoptr (GError) error = NULL;
  GBytes *appended = hopso_pdf_prepare_evidence (file, plan, &error);

  g_assert_no_error (error);
  check (original, appended, plan, &error);
  g_assert_no_error (error);
  return appended;
}

static gboolean
holds (GPtrArray *pieces, HopsoPdfMaterialKind kind, const char *text)
{
  for (guint i = 0; i < pieces->len; i++)
    {
      const HopsoPdfMaterial *piece = pieces->pdata[i];

      if (piece->kind == kind && g_bytes_get_size (piece->bytes) == strlen (text) &&
          memcmp (g_bytes_get_data (piece->bytes, NULL), text, strlen (text)) == 0)
        return TRUE;
    }
  return FALSE;
}

static HopsoPdfObject *
get_entry (HopsoPdfFile *file, const char *key)
{
  g_autoptr (HopsoPdfObject) catalog = hopso_pdf_file_dup_catalog (file, NULL);
  g_autoptr (HopsoPdfObject) store = hopso_pdf_file_resolve_key (file, catalog, "DSS", NULL);
  g_autoptr (HopsoPdfObject) all = hopso_pdf_file_resolve_key (file, store, "VRI", NULL);

  return hopso_pdf_file_resolve_key (file, all, key, NULL);
}

static void
test_pieces_come_and_old_ones_stay (gconstpointer data)
{
  Kind kind = GPOINTER_TO_UINT (data) / 3;
  Store store = GPOINTER_TO_UINT (data) % 3;
  g_autoptr (GBytes) original = new_document (kind, store);
  g_autoptr (HopsoPdfEvidencePlan) plan = new_plan ();
  g_autoptr (GBytes) appended = prepare (original, plan);
  g_autoptr (GBytes) whole = join (original, appended);
  g_autoptr (HopsoPdfFile) file = open_bytes (whole);
  g_autoptr (GPtrArray) pieces = hopso_pdf_file_list_material (file, NULL);
  g_autoptr (HopsoPdfObject) entry = get_entry (file, KEY);
  g_autoptr (HopsoPdfObject) other = get_entry (file, OTHER);
  g_autoptr (HopsoPdfDifference) difference = NULL;

  g_assert_cmpint (hopso_pdf_file_get_xref_kind (file), ==,
                   kind == STREAM ? HOPSO_PDF_XREF_STREAM : HOPSO_PDF_XREF_TABLE);
  g_assert_cmpuint (pieces->len, ==, store == WITHOUT ? 4 : 5);
  g_assert_true (holds (pieces, HOPSO_PDF_MATERIAL_CERTIFICATE, "old certificate"));
  g_assert_true (holds (pieces, HOPSO_PDF_MATERIAL_CERTIFICATE, "certificate"));
  g_assert_true (holds (pieces, HOPSO_PDF_MATERIAL_OCSP, "answer"));
  g_assert_true (holds (pieces, HOPSO_PDF_MATERIAL_CRL, "list"));
  g_assert_true (store == WITHOUT || holds (pieces, HOPSO_PDF_MATERIAL_CRL, "old list"));
  g_assert_cmpuint (hopso_pdf_object_get_length (hopso_pdf_object_get (entry, "Cert")), ==, 2);
  g_assert_cmpuint (hopso_pdf_object_get_length (hopso_pdf_object_get (entry, "CRL")), ==,
                    store == WITHOUT ? 0 : 1);
  g_assert_true (store == WITHOUT || hopso_pdf_object_has (entry, "TU"));
  g_assert_cmpuint (hopso_pdf_object_get_length (hopso_pdf_object_get (other, "OCSP")), ==, 1);
  difference =
      hopso_pdf_file_compare_revision (file, hopso_pdf_file_get_n_revisions (file) - 2, NULL);
  g_assert_cmpint (difference->change, ==, HOPSO_PDF_CHANGE_SIGNATURES);
}

/* The second time nothing is written twice. */
static void
test_what_is_there_is_not_written_again (void)
{
  g_autoptr (GBytes) original = new_document (TABLE, INDIRECT);
  g_autoptr (HopsoPdfEvidencePlan) plan = new_plan ();
  g_autoptr (GBytes) first = prepare (original, plan);
  g_autoptr (GBytes) once = join (original, first);
  add (plan, HOPSO_PDF_MATERIAL_OCSP, "later answer");
  g_autoptr (GBytes) second = prepare (once, plan);
  g_autoptr (GBytes) twice = join (once, second);
  g_autoptr (HopsoPdfFile) file = open_bytes (twice);
  g_autoptr (GPtrArray) pieces = hopso_pdf_file_list_material (file, NULL);

  g_assert_cmpuint (pieces->len, ==, 6);
  g_assert_cmpuint (g_bytes_get_size (second), <, g_bytes_get_size (first));
}

static void
test_no_store_is_made_of_something_else (void)
{
  static const char *const stores[] = { "2 0 R",
                                        "1 0 R",
                                        "[]",
                                        "<</Certs<<>>>>",
                                        "<</VRI[]>>",
                                        "<</VRI<</" KEY "(a)>>>>",
                                        "<</Certs[]/Certs[]>>" };

  for (guint i = 0; i < G_N_ELEMENTS (stores); i++)
    {
      g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();
      g_autofree char *catalog =
          g_strdup_printf ("<</Type/Catalog/Pages 2 0 R/DSS %s>>", stores[i]);
      g_autoptr (HopsoPdfEvidencePlan) plan = new_plan ();
      g_autoptr (HopsoPdfFile) file = NULL;
      g_autoptr (GError) error = NULL;

      hopso_test_pdf_add (pdf, 1, catalog);
      hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
      file = hopso_test_pdf_open (pdf, NULL);
      g_assert_null (hopso_pdf_prepare_evidence (file, plan, &error));
      g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_DAMAGED);
    }
}

/* --- lies ------------------------------------------------------------------------------------ */

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

  self->file = open_bytes (original);
  self->honest = open_bytes (whole);
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
  g_autoptr (GBytes) original = new_document (TABLE, WITHOUT);
  g_autoptr (HopsoPdfEvidencePlan) plan = new_plan ();
  g_autoptr (GBytes) honest = prepare (original, plan);
  g_autoptr (GBytes) whole = join (original, honest);
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
      check (original, appended, plan, &error);
      g_assert_no_error (error);
    }
  else
    {
      g_assert_false (check (original, appended, plan, &error));
      g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_NOT_AS_PLANNED);
    }
  hopso_pdf_update_free (lie.update);
  g_object_unref (lie.file);
  g_object_unref (lie.honest);
}

/* Whatever bit is flipped, what is accepted says the same. */
static void
test_flipped_bits_change_nothing (void)
{
  g_autoptr (GBytes) original = new_document (TABLE, DIRECT);
  g_autoptr (HopsoPdfEvidencePlan) plan = new_plan ();
  g_autoptr (GBytes) appended = prepare (original, plan);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (appended, &size);
  guint n_accepted = 0;

  for (gsize i = 0; i < size * 8; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (bytes, size);
      g_autoptr (GBytes) flipped = NULL;

      copy[i / 8] ^= (guint8) (1u << (i % 8));
      flipped = g_bytes_new (copy, size);
      if (!check (original, flipped, plan, NULL))
        continue;
      n_accepted++;
      g_autoptr (GBytes) whole = join (original, flipped);
      g_autoptr (HopsoPdfFile) file = open_bytes (whole);
      g_autoptr (GPtrArray) pieces = hopso_pdf_file_list_material (file, NULL);
      g_assert_cmpuint (pieces->len, ==, 5);
      g_assert_true (holds (pieces, HOPSO_PDF_MATERIAL_CERTIFICATE, "certificate"));
    }
  /* The second part of the identity, and white space. */
  g_test_message ("%u of %" G_GSIZE_FORMAT " accepted", n_accepted, size * 8);
  g_assert_cmpuint (n_accepted, <, size * 2);
}

static void
test_malformed_plans_are_refused (void)
{
  static const char *const plans[] = {
    "(@a(uay) [(3, [0x01])], @a(sau) [])",
    "(@a(uay) [(0, [0x01]), (0, [0x01])], @a(sau) [])",
    "(@a(uay) [(0, [0x01])], @a(sau) [('short', [0])])",
    "(@a(uay) [(0, [0x01])], @a(sau) [('" KEY "', [1])])",
    "(@a(uay) [(0, [0x01])], @a(sau) [('00112233445566778899aabbccddeeff00112233', [0])])",
    "'text'",
  };

  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_parsed (plans[i]));
      g_autoptr (GError) error = NULL;

      g_assert_null (hopso_pdf_evidence_plan_read (variant, &error));
      g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_FIELD);
    }
}

int
main (int argc, char **argv)
{
  static const char *const kinds[] = { "table", "stream", "hybrid" };
  static const char *const stores[] = { "none", "direct", "indirect" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < 9; i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/pdfbytes/evidence/%s/%s", kinds[i / 3], stores[i % 3]);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_pieces_come_and_old_ones_stay);
    }
  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autofree char *path = g_strdup_printf ("/pdfbytes/evidence/lie/%s", lies[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_lie_is_refused);
    }
  g_test_add_func ("/pdfbytes/evidence/twice", test_what_is_there_is_not_written_again);
  g_test_add_func ("/pdfbytes/evidence/something-else", test_no_store_is_made_of_something_else);
  g_test_add_func ("/pdfbytes/evidence/flipped-bits", test_flipped_bits_change_nothing);
  g_test_add_func ("/pdfbytes/evidence/malformed-plan", test_malformed_plans_are_refused);
  return g_test_run ();
}
