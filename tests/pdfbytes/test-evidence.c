/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The store of validation data: what is written into documents of every build, that what was there
 * stays, and that nothing else comes. */

#include "evidence-world.h"

#include "hopso-pdf-difference.h"

#include <string.h>

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
  g_autoptr (GBytes) original = evidence_new_document (kind, store);
  g_autoptr (HopsoPdfEvidencePlan) plan = evidence_new_plan ();
  g_autoptr (GBytes) appended = evidence_prepare (original, plan);
  g_autoptr (GBytes) whole = evidence_join (original, appended);
  g_autoptr (HopsoPdfFile) file = evidence_open (whole);
  g_autoptr (GPtrArray) pieces = hopso_pdf_file_list_material (file, NULL);
  g_autoptr (HopsoPdfObject) entry = get_entry (file, KEY);
  g_autoptr (HopsoPdfObject) other = get_entry (file, OTHER);
  g_autoptr (HopsoPdfDifference) difference = NULL;

  g_assert_cmpint (hopso_pdf_file_get_xref_kind (file), ==,
                   kind == STREAM ? HOPSO_PDF_XREF_STREAM : HOPSO_PDF_XREF_TABLE);
  g_assert_cmpuint (pieces->len, ==, store == WITHOUT ? 4 : 5);
  g_assert_true (evidence_holds (pieces, HOPSO_PDF_MATERIAL_CERTIFICATE, "old certificate"));
  g_assert_true (evidence_holds (pieces, HOPSO_PDF_MATERIAL_CERTIFICATE, "certificate"));
  g_assert_true (evidence_holds (pieces, HOPSO_PDF_MATERIAL_OCSP, "answer"));
  g_assert_true (evidence_holds (pieces, HOPSO_PDF_MATERIAL_CRL, "list"));
  g_assert_true (store == WITHOUT || evidence_holds (pieces, HOPSO_PDF_MATERIAL_CRL, "old list"));
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
  g_autoptr (GBytes) original = evidence_new_document (TABLE, INDIRECT);
  g_autoptr (HopsoPdfEvidencePlan) plan = evidence_new_plan ();
  g_autoptr (GBytes) first = evidence_prepare (original, plan);
  g_autoptr (GBytes) once = evidence_join (original, first);
  evidence_add (plan, HOPSO_PDF_MATERIAL_OCSP, "later answer");
  g_autoptr (GBytes) second = evidence_prepare (once, plan);
  g_autoptr (GBytes) twice = evidence_join (once, second);
  g_autoptr (HopsoPdfFile) file = evidence_open (twice);
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
      g_autoptr (HopsoPdfEvidencePlan) plan = evidence_new_plan ();
      g_autoptr (HopsoPdfFile) file = NULL;
      g_autoptr (GError) error = NULL;

      hopso_test_pdf_add (pdf, 1, catalog);
      hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
      file = hopso_test_pdf_open (pdf, NULL);
      g_assert_null (hopso_pdf_prepare_evidence (file, plan, &error));
      g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_DAMAGED);
    }
}

/* Whatever bit is flipped, what is accepted says the same. */
static void
test_flipped_bits_change_nothing (void)
{
  g_autoptr (GBytes) original = evidence_new_document (TABLE, DIRECT);
  g_autoptr (HopsoPdfEvidencePlan) plan = evidence_new_plan ();
  g_autoptr (GBytes) appended = evidence_prepare (original, plan);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (appended, &size);
  guint n_accepted = 0;

  for (gsize i = 0; i < size * 8; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (bytes, size);
      g_autoptr (GBytes) flipped = NULL;

      copy[i / 8] ^= (guint8) (1u << (i % 8));
      flipped = g_bytes_new (copy, size);
      if (!evidence_check (original, flipped, plan, NULL))
        continue;
      n_accepted++;
      g_autoptr (GBytes) whole = evidence_join (original, flipped);
      g_autoptr (HopsoPdfFile) file = evidence_open (whole);
      g_autoptr (GPtrArray) pieces = hopso_pdf_file_list_material (file, NULL);
      g_assert_cmpuint (pieces->len, ==, 5);
      g_assert_true (evidence_holds (pieces, HOPSO_PDF_MATERIAL_CERTIFICATE, "certificate"));
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
  g_test_add_func ("/pdfbytes/evidence/twice", test_what_is_there_is_not_written_again);
  g_test_add_func ("/pdfbytes/evidence/something-else", test_no_store_is_made_of_something_else);
  g_test_add_func ("/pdfbytes/evidence/flipped-bits", test_flipped_bits_change_nothing);
  g_test_add_func ("/pdfbytes/evidence/malformed-plan", test_malformed_plans_are_refused);
  return g_test_run ();
}
