/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Evidence from a process that lies: whatever is appended to a document of ours, what the check
 * accepts holds the pieces that were planned and nothing else. */

#include "fuzz.h"
#include "hopso-pdf-difference.h"
#include "hopso-pdf-evidence.h"

#include <string.h>

#define KEY "00112233445566778899AABBCCDDEEFF00112233"

static const char original[] =
    "%PDF-1.4\n"
    "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    "2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n"
    "xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n"
    "0000000105 00000 n \ntrailer\n<</Root 1 0 R/Size 4>>\nstartxref\n166\n%%EOF\n";

static HopsoPdfEvidencePlan *
new_plan (void)
{
  HopsoPdfEvidencePlan *plan = hopso_pdf_evidence_plan_new ();
  g_autoptr (GBytes) certificate = g_bytes_new_static ("certificate", 11);
  g_autoptr (GBytes) answer = g_bytes_new_static ("answer", 6);

  hopso_pdf_evidence_plan_name (
      plan, KEY, hopso_pdf_evidence_plan_add (plan, HOPSO_PDF_MATERIAL_CERTIFICATE, certificate));
  hopso_pdf_evidence_plan_name (
      plan, KEY, hopso_pdf_evidence_plan_add (plan, HOPSO_PDF_MATERIAL_OCSP, answer));
  return plan;
}

static void
look_at_accepted (HopsoPdfSource *source, GBytes *appended)
{
  g_autoptr (HopsoPdfSource) whole = hopso_pdf_source_new_appended (source, appended);
  g_autoptr (HopsoPdfFile) file = hopso_pdf_file_open (whole, NULL);
  g_autoptr (HopsoPdfDifference) difference = NULL;
  g_autoptr (GPtrArray) pieces = NULL;

  g_assert_nonnull (file);
  g_assert_cmpuint (hopso_pdf_file_get_n_revisions (file), ==, 2);
  difference = hopso_pdf_file_compare_revision (file, 0, NULL);
  g_assert_cmpint (difference->change, ==, HOPSO_PDF_CHANGE_SIGNATURES);
  pieces = hopso_pdf_file_list_material (file, NULL);
  g_assert_cmpuint (pieces->len, ==, 2);
  g_assert_cmpmem ("certificate", 11,
                   g_bytes_get_data (((HopsoPdfMaterial *) pieces->pdata[0])->bytes, NULL),
                   g_bytes_get_size (((HopsoPdfMaterial *) pieces->pdata[0])->bytes));
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  g_autoptr (HopsoPdfEvidencePlan) plan = new_plan ();
  g_autoptr (GBytes) document = g_bytes_new_static (original, strlen (original));
  g_autoptr (GBytes) appended = g_bytes_new (bytes, size);
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (document);

  if (hopso_pdf_check_evidence (source, appended, plan, NULL, NULL))
    look_at_accepted (source, appended);
  return 0;
}
