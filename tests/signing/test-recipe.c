/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files of every level, made by recipe and judged by other programs: qpdf for the structure, pdfsig
 * for signatures, openssl for tokens. What they hold is what other tests build upon. */

#include "hopso-pdf-difference.h"
#include "hopso-pdf-material.h"
#include "hopso-pdf-signature.h"
#include "hopso-test-recipe.h"

#include <string.h>

#define LONG_AGO 1600000000 /* 2020-09-13 */

static HopsoTestPki *pki; /* owned by main */

static char *
ask (HopsoTestRecipe *recipe, const char *command)
{
  g_autofree char *path = hopso_test_pki_dup_path (pki, "recipe.pdf");
  g_autofree char *line = g_strdup_printf ("%s %s 2>&1", command, path);
  const char *argv[] = { "/bin/sh", "-c", line, NULL };
  g_autoptr (GError) error = NULL;
  char *said = NULL;
  int status = 0;

  hopso_test_recipe_write (recipe, path);
  g_spawn_sync (NULL, (char **) argv, NULL, 0, NULL, NULL, &said, NULL, &status, &error);
  g_assert_no_error (error);
  if (status != 0)
    g_error ("%s: %s", command, said);
  return said;
}

static guint
count (const char *text, const char *words)
{
  guint n = 0;

  while ((text = strstr (text, words)) != NULL)
    {
      n++;
      text += strlen (words);
    }
  return n;
}

static void
check_file (HopsoTestRecipe *recipe, guint n_signatures, HopsoPdfChange change)
{
  g_autoptr (HopsoPdfFile) file = hopso_test_recipe_open (recipe);
  g_autoptr (GPtrArray) signatures = hopso_pdf_file_list_signatures (file, NULL);
  g_autoptr (HopsoPdfDifference) difference = NULL;
  g_autofree char *structure = ask (recipe, "qpdf --check");
  HopsoPdfSignature *first;

  g_assert_nonnull (strstr (structure, "No syntax or stream encoding errors"));
  g_assert_cmpuint (signatures->len, ==, n_signatures);
  for (guint i = 0; i < signatures->len; i++)
    g_assert_cmpuint (((HopsoPdfSignature *) signatures->pdata[i])->findings, ==, 0);
  first = signatures->pdata[0];
  difference = hopso_pdf_file_compare_revision (file, first->revision, NULL);
  g_assert_cmpint (difference->change, ==, change);
  g_assert_true (difference->is_permitted);
}

static void
test_every_level (void)
{
  static const struct
  {
    guint n_signatures;
    HopsoPdfChange change;
  } levels[] = {
    [HOPSO_TEST_LEVEL_B] = { 1, HOPSO_PDF_CHANGE_NONE },
    [HOPSO_TEST_LEVEL_T] = { 1, HOPSO_PDF_CHANGE_NONE },
    [HOPSO_TEST_LEVEL_LT] = { 1, HOPSO_PDF_CHANGE_SIGNATURES },
    [HOPSO_TEST_LEVEL_LTA] = { 2, HOPSO_PDF_CHANGE_SIGNATURES },
    [HOPSO_TEST_LEVEL_RENEWED] = { 4, HOPSO_PDF_CHANGE_SIGNATURES },
  };

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      g_autoptr (HopsoTestRecipe) recipe =
          hopso_test_recipe_new_of_level (pki, i % 2 == 0 ? "signer-rsa" : "signer-ec", i);
      g_autofree char *said = NULL;

      check_file (recipe, levels[i].n_signatures, levels[i].change);
      /* It reads no document time stamps and, in this version, no PSS. */
      said = ask (recipe, "pdfsig -nocert");
      g_assert_cmpuint (count (said, "Signature #"), ==, levels[i].n_signatures);
      if (i % 2 == 1)
        g_assert_cmpuint (count (said, "Signature is Valid"), >=, 1);
    }
}

/* Each piece once, by its revision: three certificates above and with the signer, an answer and a
 * list for each that has an issuer, and what the stamp brings. */
static void
test_material_is_read_back (void)
{
  g_autoptr (HopsoTestRecipe) recipe =
      hopso_test_recipe_new_of_level (pki, "signer-ec", HOPSO_TEST_LEVEL_RENEWED);
  g_autoptr (HopsoPdfFile) file = hopso_test_recipe_open (recipe);
  g_autoptr (GPtrArray) pieces = hopso_pdf_file_list_material (file, NULL);
  g_autoptr (HopsoCertificate) signer = hopso_test_pki_dup_certificate (pki, "signer-ec");
  guint counts[3] = { 0 };
  HopsoPdfMaterial *first = pieces->pdata[0];

  for (guint i = 0; i < pieces->len; i++)
    counts[((HopsoPdfMaterial *) pieces->pdata[i])->kind]++;
  g_assert_cmpuint (counts[HOPSO_PDF_MATERIAL_CERTIFICATE], ==, 4 + 3 + 3);
  g_assert_cmpuint (counts[HOPSO_PDF_MATERIAL_OCSP], ==, 3 + 2 + 2);
  g_assert_cmpuint (counts[HOPSO_PDF_MATERIAL_CRL], ==, 2 + 2 + 2);
  g_assert_true (g_bytes_equal (first->bytes, hopso_certificate_get_der (signer)));
  g_assert_cmpuint (first->end, ==, hopso_pdf_file_get_revision_end (file, 2));
}

static void
test_room_is_measured (void)
{
  const HopsoPdfSignaturePlan plan = { .hole_size = 200000 };
  g_autoptr (HopsoTestRecipe) recipe = hopso_test_recipe_new (pki, NULL);

  hopso_test_recipe_sign (recipe, "signer-ec", FALSE);
  hopso_test_recipe_sign_plan (recipe, "signer-ec", FALSE, &plan);
  g_autoptr (HopsoPdfFile) file = hopso_test_recipe_open (recipe);
  g_autoptr (GPtrArray) signatures = hopso_pdf_file_list_signatures (file, NULL);
  g_assert_cmpuint (((HopsoPdfSignature *) signatures->pdata[0])->oddities, ==, 0);
  g_assert_cmpuint (((HopsoPdfSignature *) signatures->pdata[1])->oddities, ==,
                    HOPSO_PDF_SIGNATURE_OVERSIZE);
}

/* The token that is left from the last stamp is over the last signed bytes, at the time asked for.
 */
static void
test_time_is_what_is_asked_for (void)
{
  g_autoptr (HopsoTestRecipe) recipe = hopso_test_recipe_new (pki, NULL);
  g_autoptr (GBytes) text = NULL;

  hopso_test_pki_set_time (pki, LONG_AGO);
  hopso_test_recipe_sign (recipe, "expired", TRUE);
  hopso_test_recipe_add_material (recipe, HOPSO_TEST_MATERIAL_OCSP | HOPSO_TEST_MATERIAL_CRL,
                                  "expired", "tsa", NULL);
  hopso_test_recipe_stamp_document (recipe);
  hopso_test_pki_set_time (pki, 0);
  check_file (recipe, 2, HOPSO_PDF_CHANGE_SIGNATURES);
  hopso_test_pki_run (pki, "ts -verify -data recipe.in -in recipe.tst -token_in -CAfile root.pem "
                           "-untrusted sub.pem");
  hopso_test_pki_run (pki, "ts -reply -in recipe.tst -token_in -text -out recipe.txt");
  text = hopso_test_pki_read (pki, "recipe.txt");
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (text, NULL), (gssize) g_bytes_get_size (text),
                                  "Time stamp: Sep 13 12:26:40 2020 GMT"));
}

/* What the signature dictionary itself gives. */
static void
check_certificates (HopsoTestRecipe *recipe, guint n)
{
  g_autoptr (HopsoPdfFile) file = hopso_test_recipe_open (recipe);
  g_autoptr (GPtrArray) signatures = hopso_pdf_file_list_signatures (file, NULL);
  g_autoptr (GPtrArray) certificates =
      hopso_pdf_signature_dup_certificates (signatures->pdata[0], file);
  g_autoptr (HopsoCertificate) signer = hopso_test_pki_dup_certificate (pki, "signer-rsa");

  g_assert_cmpuint (certificates->len, ==, n);
  if (n > 0)
    g_assert_true (g_bytes_equal (certificates->pdata[0], hopso_certificate_get_der (signer)));
}

static void
test_legacy_kinds (void)
{
  static const char *const kinds[] = { "adbe.pkcs7.detached", "adbe.pkcs7.sha1",
                                       "adbe.x509.rsa_sha1" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (HopsoTestRecipe) recipe = hopso_test_recipe_new (pki, NULL);
      g_autofree char *said = NULL;

      hopso_test_recipe_sign_legacy (recipe, "signer-rsa", kinds[i]);
      check_file (recipe, 1, HOPSO_PDF_CHANGE_NONE);
      check_certificates (recipe, i == 2 ? 1 : 0);
      said = ask (recipe, "pdfsig -nocert");
      /* It does not read the oldest kind. */
      if (i == 2)
        continue;
      g_assert_nonnull (strstr (said, kinds[i]));
      g_assert_cmpuint (count (said, "Signature is Valid"), ==, 1);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  pki = hopso_test_pki_new ();
  g_test_add_func ("/signing/recipe/every-level", test_every_level);
  g_test_add_func ("/signing/recipe/material-is-read-back", test_material_is_read_back);
  g_test_add_func ("/signing/recipe/room-is-measured", test_room_is_measured);
  g_test_add_func ("/signing/recipe/time-is-what-is-asked-for", test_time_is_what_is_asked_for);
  g_test_add_func ("/signing/recipe/legacy-kinds", test_legacy_kinds);
  status = g_test_run ();
  hopso_test_pki_free (pki);
  return status;
}
