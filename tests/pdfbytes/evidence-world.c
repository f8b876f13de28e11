/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tests of the store of validation data work on. */

#include "evidence-world.h"

#include <string.h>

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

GBytes *
evidence_new_document (Kind kind, Store store)
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

guint
evidence_add (HopsoPdfEvidencePlan *plan, HopsoPdfMaterialKind kind, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return hopso_pdf_evidence_plan_add (plan, kind, bytes);
}

/* One piece that may be there already and three that are not. */
HopsoPdfEvidencePlan *
evidence_new_plan (void)
{
  g_autoptr (HopsoPdfEvidencePlan) plan = hopso_pdf_evidence_plan_new ();
  g_autoptr (GError) error = NULL;
  HopsoPdfEvidencePlan *read;

  hopso_pdf_evidence_plan_name (
      plan, KEY, evidence_add (plan, HOPSO_PDF_MATERIAL_CERTIFICATE, "old certificate"));
  hopso_pdf_evidence_plan_name (plan, KEY,
                                evidence_add (plan, HOPSO_PDF_MATERIAL_CERTIFICATE, "certificate"));
  hopso_pdf_evidence_plan_name (plan, OTHER,
                                evidence_add (plan, HOPSO_PDF_MATERIAL_OCSP, "answer"));
  hopso_pdf_evidence_plan_name (plan, OTHER, evidence_add (plan, HOPSO_PDF_MATERIAL_CRL, "list"));
  /* As it comes to the process. */
  g_autoptr (GVariant) variant = g_variant_ref_sink (hopso_pdf_evidence_plan_to_variant (plan));
  read = hopso_pdf_evidence_plan_read (variant, &error);
  g_assert_no_error (error);
  return read;
}

HopsoPdfFile *
evidence_open (GBytes *bytes)
{
  gsize size;
  const void *start = g_bytes_get_data (bytes, &size);
  g_autoptr (GError) error = NULL;
  HopsoPdfFile *file = hopso_test_open_bytes (start, size, &error);

  g_assert_no_error (error);
  return file;
}

GBytes *
evidence_join (GBytes *original, GBytes *appended)
{
  g_autoptr (GByteArray) whole = g_byte_array_new ();

  g_byte_array_append (whole, g_bytes_get_data (original, NULL),
                       (guint) g_bytes_get_size (original));
  g_byte_array_append (whole, g_bytes_get_data (appended, NULL),
                       (guint) g_bytes_get_size (appended));
  return g_byte_array_free_to_bytes (g_steal_pointer (&whole));
}

gboolean
evidence_check (GBytes *original,
                GBytes *appended,
                const HopsoPdfEvidencePlan *plan,
                GError **error)
{
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (original);

  return hopso_pdf_check_evidence (source, appended, plan, NULL, error);
}

GBytes *
evidence_prepare (GBytes *original, const HopsoPdfEvidencePlan *plan)
{
  g_autoptr (HopsoPdfFile) file = evidence_open (original);
  g_autoptr (GError) error = NULL;
  GBytes *appended = hopso_pdf_prepare_evidence (file, plan, &error);

  g_assert_no_error (error);
  evidence_check (original, appended, plan, &error);
  g_assert_no_error (error);
  return appended;
}

gboolean
evidence_holds (GPtrArray *pieces, HopsoPdfMaterialKind kind, const char *text)
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
