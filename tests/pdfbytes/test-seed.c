/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the author of a field asks of whoever signs in it (ISO 32000-2, 12.7.5.5): each kind of wish
 * kept and not kept, as a wish and as a must. */

#include "prepare-world.h"

#include <string.h>

typedef struct
{
  const char *seed; /* what the dictionary holds */
  const char *reason;
  const char *certificate;
  guint certification;
  gboolean is_kept;
} Row;

static GBytes *
new_document (const char *seed)
{
  g_autofree char *field = g_strdup_printf ("<</T(a)/FT/Sig/SV<</Type/SV%s>>>>", seed);
  const PrepareShape shape = { .catalog = "/AcroForm<</Fields[5 0 R]>>",
                               .page = "",
                               .objects = { field } };

  return prepare_make_shape (&shape);
}

static void
try_row (const Row *row)
{
  g_autoptr (GBytes) bytes = new_document (row->seed);
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (bytes);
  g_autoptr (HopsoPdfFile) file = hopso_pdf_file_open (source, NULL);
  g_autoptr (GBytes) certificate =
      row->certificate != NULL ? g_bytes_new (row->certificate, strlen (row->certificate)) : NULL;
  const HopsoPdfSignaturePlan meant = { .field_name = "a",
                                        .reason = row->reason,
                                        .certification = row->certification,
                                        .certificate = certificate,
                                        .hole_size = HOPSO_PDF_HOLE_SIZE_MIN };
  g_autoptr (GVariant) variant = g_variant_ref_sink (hopso_pdf_signature_plan_to_variant (&meant));
  g_auto (HopsoPdfSignaturePlan) plan = { 0 };
  g_autoptr (HopsoPdfPrepared) prepared = NULL;
  g_autoptr (GError) error = NULL;

  /* As it comes to the process. */
  g_assert_true (hopso_pdf_signature_plan_read (&plan, variant, NULL));
  prepared = hopso_pdf_prepare_signature (file, &plan, &error);
  g_test_message ("%s", row->seed);
  if (!row->is_kept)
    {
      g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_FORBIDDEN);
      return;
    }
  g_assert_no_error (error);
  hopso_pdf_check_update (source, prepared->appended, &meant, prepared->byte_range,
                          prepared->hole_offset, prepared->hole_size, &error);
  g_assert_no_error (error);
}

static void
try_rows (const Row *rows, guint n)
{
  for (guint i = 0; i < n; i++)
    try_row (&rows[i]);
}

static void
test_kinds (void)
{
  static const Row rows[] = {
    { "/Ff 1/Filter/Adobe.PPKLite", .is_kept = TRUE },
    { "/Ff 1/Filter/Other", .is_kept = FALSE },
    { "/Ff 1", .is_kept = TRUE },
    { "/Ff 0/Filter/Other", .is_kept = TRUE },
    { "/Ff 2/SubFilter[/adbe.pkcs7.detached/ETSI.CAdES.detached]", .is_kept = TRUE },
    { "/Ff 2/SubFilter[/adbe.pkcs7.detached]", .is_kept = FALSE },
    { "/Ff 2/SubFilter(ETSI.CAdES.detached)", .is_kept = FALSE },
    { "/SubFilter[/adbe.pkcs7.detached]", .is_kept = TRUE },
    { "/Ff 64/DigestMethod[(SHA1)(SHA256)]", .is_kept = TRUE },
    { "/Ff 64/DigestMethod[(SHA512)]", .is_kept = FALSE },
    { "/Ff 64/DigestMethod[/SHA256]", .is_kept = FALSE },
    { "/Ff 16/LegalAttestation[(a)]", .is_kept = FALSE },
    { "/Ff 32/AddRevInfo true", .is_kept = FALSE },
    { "/Ff/A", .is_kept = TRUE },
  };

  try_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_reasons (void)
{
  static const Row rows[] = {
    { "/Ff 8/Reasons[(yes)(no)]", .reason = "no", .is_kept = TRUE },
    { "/Ff 8/Reasons[(yes)]", .reason = "no", .is_kept = FALSE },
    { "/Ff 8/Reasons[(yes)]", .reason = NULL, .is_kept = FALSE },
    { "/Ff 8/Reasons[(.)]", .reason = NULL, .is_kept = TRUE },
    { "/Ff 8/Reasons[(.)]", .reason = "yes", .is_kept = FALSE },
    { "/Ff 8/Reasons[]", .reason = NULL, .is_kept = TRUE },
    { "/Ff 8/Reasons[]", .reason = "yes", .is_kept = FALSE },
    { "/Ff 8", .reason = NULL, .is_kept = TRUE },
    { "/Ff 8/Reasons[/yes]", .reason = "yes", .is_kept = FALSE },
    { "/Reasons[(yes)]", .reason = "no", .is_kept = TRUE },
  };

  try_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_certifications (void)
{
  static const Row rows[] = {
    { "/MDP<</P 0>>", .certification = 0, .is_kept = TRUE },
    { "/MDP<</P 0>>", .certification = 2, .is_kept = FALSE },
    { "/MDP<</P 2>>", .certification = 2, .is_kept = TRUE },
    { "/MDP<</P 2>>", .certification = 0, .is_kept = FALSE },
    { "/MDP<</P/A>>", .certification = 0, .is_kept = TRUE },
    { "/MDP[]", .certification = 2, .is_kept = TRUE },
  };

  try_rows (rows, G_N_ELEMENTS (rows));
}

/* One of those that the field carries can be told from another; any other must is not judged. */
static void
test_certificates (void)
{
  static const Row rows[] = {
    { "/Cert<</Ff 1/Subject[(one)(two)]>>", .certificate = "two", .is_kept = TRUE },
    { "/Cert<</Ff 1/Subject[<74776f>]>>", .certificate = "two", .is_kept = TRUE },
    { "/Cert<</Ff 1/Subject[(one)]>>", .certificate = "two", .is_kept = FALSE },
    { "/Cert<</Ff 1/Subject[/two]>>", .certificate = "two", .is_kept = FALSE },
    { "/Cert<</Ff 1/Subject[(two)]>>", .certificate = NULL, .is_kept = FALSE },
    { "/Cert<</Ff 1>>", .certificate = "two", .is_kept = FALSE },
    { "/Cert<</Ff 2/Issuer[(two)]>>", .certificate = "two", .is_kept = FALSE },
    { "/Cert<</Ff 3/Subject[(two)]/Issuer[(one)]>>", .certificate = "two", .is_kept = FALSE },
    { "/Cert<</Ff 4/OID[(1.2)]>>", .certificate = "two", .is_kept = FALSE },
    { "/Cert<</Ff 8/SubjectDN[<</CN(An)>>]>>", .certificate = "two", .is_kept = FALSE },
    { "/Cert<</Ff 32/KeyUsage[(1)]>>", .certificate = "two", .is_kept = FALSE },
    { "/Cert<</Subject[(one)]>>", .certificate = "two", .is_kept = TRUE },
    { "/Cert null", .certificate = "two", .is_kept = TRUE },
  };

  try_rows (rows, G_N_ELEMENTS (rows));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(name, function) g_test_add_func ("/pdfbytes/seed/" name, function)
  ADD ("kinds", test_kinds);
  ADD ("reasons", test_reasons);
  ADD ("certifications", test_certifications);
  ADD ("certificates", test_certificates);
  return g_test_run ();
}
