/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Forgeries that take more than bytes: certifications that are talked away, material for others,
 * time stamps and certificates of others. */

#include "hopso-test-recipe.h"
#include "tampered.h"

#include <string.h>

static void
take (Tampered *f, HopsoTestRecipe *recipe)
{
  g_autoptr (GBytes) bytes = hopso_test_recipe_dup_bytes (recipe);

  g_byte_array_set_size (f->file, 0);
  g_byte_array_append (f->file, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
}

/* The document before it was signed. */
static HopsoTestRecipe *
new_recipe (Tampered *f)
{
  g_autoptr (GBytes) document = signing_world_read (f->world, "in.pdf");

  return hopso_test_recipe_new (signing_world_get_pki (f->world), document);
}

/* --- certifications -------------------------------------------------------------------------- */

#define FILLED \
  { \
    FIELD, "<</Type/Annot/Subtype/Widget/FT/Tx/T(Sum)/V(9000)/Rect[9 700 200 720]/P 3 0 R" \
           "/AP<</N 8 0 R>>>>" \
  }
#define ANNOTATED \
  { PAGE, "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Annots[6 0 R 7 0 R 60 0 R]" \
          "/Resources<</XObject<</O 5 0 R>>>>>>" }, \
  { \
    60, "<</Type/Annot/Subtype/FreeText/Rect[9 9 500 500]/Contents(9000)>>" \
  }

static const struct
{
  const char *name;
  guint level;
  gboolean is_allowed;
  TamperedObject objects[4];
} certifications[] = {
  { "no changes, then filled in", 1, FALSE, { FILLED } },
  { "form filling, then filled in", 2, TRUE, { FILLED } },
  { "form filling, then an annotation", 2, FALSE, { ANNOTATED } },
  { "annotations, then one", 3, TRUE, { ANNOTATED } },
  /* The catalogue does not name it any more (Perms). */
  { "no changes, taken out of the catalogue", 1, FALSE, { { CATALOG, "/Pages 2 0 R" } } },
  { "no changes, taken out, and an annotation",
    1,
    FALSE,
    { { CATALOG, "/Pages 2 0 R" }, ANNOTATED } },
};

static void
test_certification_is_not_talked_away (gconstpointer data)
{
  Tampered *f = (Tampered *) data;

  for (guint i = 0; i < G_N_ELEMENTS (certifications); i++)
    {
      const HopsoPdfSignaturePlan plan = { .certification = certifications[i].level };
      g_autoptr (HopsoTestRecipe) recipe = new_recipe (f);
      g_autoptr (HopsoSignatureReport) report = NULL;

      hopso_test_recipe_sign_plan (recipe, "signer-ec", FALSE, &plan);
      take (f, recipe);
      tampered_save_on (f, certifications[i].objects, G_N_ELEMENTS (certifications[i].objects));
      if (!certifications[i].is_allowed)
        {
          tampered_assert_rejected (f, certifications[i].name);
          continue;
        }
      report = tampered_verify (f, HOPSO_VERIFY_NORMAL);
      g_test_message ("%s", certifications[i].name);
      tampered_describe (report);
      g_assert_cmpint (hopso_signature_report_get_verdict (report), ==, HOPSO_VERDICT_VALID);
    }
}

/* The signature dictionary is written anew with another P: then it is not what was signed. */
static void
test_certification_is_not_lowered (gconstpointer data)
{
  Tampered *f = (Tampered *) data;
  const HopsoPdfSignaturePlan plan = { .certification = 1 };
  g_autoptr (HopsoTestRecipe) recipe = new_recipe (f);
  char *at, *end, *line;

  hopso_test_recipe_sign_plan (recipe, "signer-ec", FALSE, &plan);
  take (f, recipe);
  at = tampered_find_last (f->file, "<</Type /Sig /Filter");
  end = strstr (at, "\nendobj");
  for (line = at - 1; line[-1] != '\n'; line--)
    continue;
  g_autofree char *body = g_strndup (at, (gsize) (end - at));
  char *level = strstr (body, "/P 1");
  g_assert_nonnull (level);
  level[3] = '3';
  const TamperedObject objects[] = {
    { (guint32) g_ascii_strtoull (line, NULL, 10), body },
    ANNOTATED,
  };
  tampered_save_on (f, objects, G_N_ELEMENTS (objects));
  tampered_assert_rejected (f, "certification lowered");
}

/* --- material, stamps, certificates ---------------------------------------------------------- */

/* The store that said that the signer is revoked makes place for one that says nothing of him. */
static void
test_other_material_makes_nothing_valid (gconstpointer data)
{
  Tampered *f = (Tampered *) data;
  g_autoptr (HopsoTestRecipe) recipe = new_recipe (f);
  g_autoptr (HopsoSignatureReport) report = NULL;

  hopso_test_recipe_sign (recipe, "revoked", FALSE);
  hopso_test_recipe_add_material (recipe, HOPSO_TEST_MATERIAL_CRL, "revoked", NULL);
  take (f, recipe);
  report = tampered_verify (f, HOPSO_VERIFY_OFFLINE);
  g_assert_cmpint (hopso_signature_report_get_verdict (report), !=, HOPSO_VERDICT_VALID);

  g_autoptr (HopsoPdfFile) file = hopso_test_recipe_open (recipe);
  g_autoptr (HopsoPdfObject) catalog = hopso_pdf_file_dup_catalog (file, NULL);
  HopsoPdfReference store;
  g_assert_true (hopso_pdf_object_get_reference (hopso_pdf_object_get (catalog, "DSS"), &store));
  const TamperedObject nothing[] = { { store.number, "<</Certs[]>>" } };
  tampered_save_on (f, nothing, 1);
  g_autoptr (HopsoSignatureReport) swapped = tampered_verify (f, HOPSO_VERIFY_OFFLINE);
  g_assert_cmpint (hopso_signature_report_get_verdict (swapped), !=, HOPSO_VERDICT_VALID);

  /* What is true of somebody else. */
  g_autoptr (HopsoTestRecipe) other = new_recipe (f);
  hopso_test_recipe_sign (other, "revoked", FALSE);
  hopso_test_recipe_add_material (other, HOPSO_TEST_MATERIAL_OCSP, "signer-ec", NULL);
  take (f, other);
  g_autoptr (HopsoSignatureReport) borrowed = tampered_verify (f, HOPSO_VERIFY_OFFLINE);
  g_assert_cmpint (hopso_signature_report_get_verdict (borrowed), !=, HOPSO_VERDICT_VALID);
}

/* A token over another signature proves no time of this one. */
static void
test_a_copied_stamp_proves_nothing (gconstpointer data)
{
  Tampered *f = (Tampered *) data;
  g_autoptr (HopsoTestRecipe) honest = new_recipe (f);
  g_autoptr (HopsoTestRecipe) forged = new_recipe (f);
  g_autoptr (HopsoSignatureReport) report = NULL;
  g_autoptr (GBytes) token = NULL;
  HopsoSignatureResult *result;

  hopso_test_recipe_sign (honest, "signer-rsa", TRUE);
  token = hopso_test_recipe_dup_token (honest);
  hopso_test_recipe_set_token (forged, token);
  hopso_test_recipe_sign (forged, "signer-ec", TRUE);
  take (f, forged);
  report = tampered_verify (f, HOPSO_VERIFY_NORMAL);
  result = hopso_signature_report_get_result (report, 0);
  tampered_describe (report);
  g_assert_cmpint (hopso_signature_result_get_facts (result)->proven_time, ==, 0);
}

/* Another certificate for the same key and of the same length, as if the same authority had given
 * the number twice. */
static GBytes *
make_twin (HopsoTestPki *pki, gsize size)
{
  g_autoptr (HopsoCertificate) signer = hopso_test_pki_dup_certificate (pki, "signer-rsa");
  g_autofree char *serial = hopso_certificate_dup_serial_hex (signer);
  g_autofree char *request =
      g_strdup_printf ("req -new -config ca.cnf -utf8 -key signer-rsa.key -out twin.csr -subj '%s'",
                       "/C=VN/O=UBND tỉnh Thanh Hóa/OU=Văn phòng/title=Chánh Văn phòng"
                       "/CN=Nguyễn Văn Đực");
  g_autofree char *command =
      g_strdup_printf ("x509 -req -in twin.csr -CA sub.pem -CAkey sub.key -set_serial 0x%s -days "
                       "900 -extfile ca.cnf -extensions x_signer -out twin.pem",
                       serial);

  hopso_test_pki_run (pki, request);
  /* The authority's ECDSA values differ in length. */
  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (HopsoCertificate) twin = NULL;

      hopso_test_pki_run (pki, command);
      twin = hopso_test_pki_dup_certificate (pki, "twin");
      if (g_bytes_get_size (hopso_certificate_get_der (twin)) == size)
        return g_bytes_ref (hopso_certificate_get_der (twin));
    }
  g_assert_not_reached ();
}

static char *
to_digits (GBytes *bytes)
{
  GString *digits = g_string_new (NULL);

  for (gsize i = 0; i < g_bytes_get_size (bytes); i++)
    g_string_append_printf (digits, "%02X", ((const guint8 *) g_bytes_get_data (bytes, NULL))[i]);
  return g_string_free (digits, FALSE);
}

static void
test_another_certificate_is_not_the_signers (gconstpointer data)
{
  Tampered *f = (Tampered *) data;
  HopsoTestPki *pki = signing_world_get_pki (f->world);
  g_autoptr (HopsoTestRecipe) recipe = new_recipe (f);
  g_autoptr (HopsoCertificate) signer = hopso_test_pki_dup_certificate (pki, "signer-rsa");
  GBytes *der = hopso_certificate_get_der (signer);
  g_autoptr (GBytes) twin = make_twin (pki, g_bytes_get_size (der));
  g_autofree char *from = to_digits (der);
  g_autofree char *to = to_digits (twin);
  g_autoptr (HopsoSignatureReport) report = NULL;

  hopso_test_recipe_sign (recipe, "signer-rsa", FALSE);
  take (f, recipe);
  memcpy (tampered_find_last (f->file, from), to, strlen (to));
  tampered_assert_rejected (f, "another certificate");
  report = tampered_verify (f, HOPSO_VERIFY_NORMAL);
  g_assert_true (hopso_signature_result_has_reason (hopso_signature_report_get_result (report, 0),
                                                    HOPSO_SIGNATURE_REASON_BINDING));
}

int
main (int argc, char **argv)
{
  Tampered fixture = { 0 };
  int status;

  g_test_init (&argc, &argv, NULL);
  tampered_set_up (&fixture);
#define ADD(name, func) g_test_add_data_func ("/signing/forge/" name, &fixture, func)
  ADD ("certification-is-not-talked-away", test_certification_is_not_talked_away);
  ADD ("certification-is-not-lowered", test_certification_is_not_lowered);
  ADD ("other-material-makes-nothing-valid", test_other_material_makes_nothing_valid);
  ADD ("a-copied-stamp-proves-nothing", test_a_copied_stamp_proves_nothing);
  ADD ("another-certificate-is-not-the-signers", test_another_certificate_is_not_the_signers);
  status = g_test_run ();
  tampered_tear_down (&fixture);
  return status;
}
