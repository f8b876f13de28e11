/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signatures that the openssl program would not make, put together byte by byte and signed with
 * its keys: algorithms that its CMS does not know, and attributes that contradict each other. */

#include "cms-by-hand.h"
#include "hopso-cms.h"

#include <string.h>

static HopsoTestPki *pki; /* owned by main */

static const Way rsa = { "signer-rsa", "300d06092a864886f70d0101010500", SHA256, HOPSO_HASH_SHA256,
                         RAW " -digest sha256" };

static gboolean
verify (const Way *way, Form form, HopsoCmsFindings *findings)
{
  g_autoptr (GBytes) bytes = cms_by_hand_make (pki, way, form);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoCms) cms = hopso_cms_parse (bytes, &error);
  g_autoptr (GBytes) content = g_bytes_new_static (CMS_CONTENT, strlen (CMS_CONTENT));

  g_assert_no_error (error);
  g_autoptr (GBytes) digest = hopso_digest_bytes (hopso_cms_get_hash (cms), content);
  return hopso_cms_verify (cms, digest, findings);
}

static const struct
{
  const char *key;
  Way way;
} algorithms[] = {
  { "ed25519", { "k", "300506032b6570", SHA512, HOPSO_HASH_SHA512, RAW } },
  { "ed448", { "k", "300506032b6571", "300b060960864801650304020c", HOPSO_HASH_SHAKE256, RAW } },
  { "ec -pkeyopt ec_paramgen_curve:brainpoolP256r1",
    { "k", "300a06082a8648ce3d040302", SHA256, HOPSO_HASH_SHA256, RAW " -digest sha256" } },
  { "ec -pkeyopt ec_paramgen_curve:brainpoolP512r1",
    { "k", "300a06082a8648ce3d040304", SHA512, HOPSO_HASH_SHA512, RAW " -digest sha512" } },
  { "ec -pkeyopt ec_paramgen_curve:P-521",
    { "k", "300b060960864801650304030c", "300b060960864801650304020a", HOPSO_HASH_SHA3_512,
      RAW " -digest sha3-512" } },
  { "rsa:3072",
    { "k", "300b060960864801650304030e", "300b0609608648016503040208", HOPSO_HASH_SHA3_256,
      RAW " -digest sha3-256" } },
  { "rsa:2048",
    { "k",
      "304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d0101"
      "08300d06096086480165030402010500a203020120",
      SHA256, HOPSO_HASH_SHA256,
      RAW " -digest sha256 -pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:32" } },
};

static void
test_every_algorithm (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    {
      g_autofree char *command = g_strdup_printf (
          "req -x509 -config ca.cnf -nodes -subj /CN=k -addext basicConstraints=CA:FALSE -keyout "
          "k.key -out k.pem -newkey %s",
          algorithms[i].key);
      HopsoCmsFindings findings;

      hopso_test_pki_run (pki, command);
      g_test_message ("%s", algorithms[i].key);
      g_assert_true (verify (&algorithms[i].way, HONEST, &findings));
      g_assert_false (findings.is_weak);
      g_assert_cmpint (findings.certificate_binding, ==, HOPSO_CHECK_PASSED);
      g_assert_cmpint (findings.attributes, ==, HOPSO_CHECK_PASSED);
    }
}

/* RFC 4055, 3.1: what the parameters say is what is checked, and the trailer has one form only. */
static void
test_parameters_of_pss (void)
{
  static const struct
  {
    const char *title, *algorithm;
    HopsoCheck value;
  } rows[] = {
    { "another salt",
      "304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d0101"
      "08300d06096086480165030402010500a203020114",
      HOPSO_CHECK_FAILED },
    { "another hash than the digest's",
      "304106092a864886f70d01010a3034a00f300d06096086480165030402030500a11c301a06092a864886f70d0101"
      "08300d06096086480165030402030500a203020120",
      HOPSO_CHECK_UNSUPPORTED },
    { "another mask",
      "304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d0101"
      "08300d06096086480165030402030500a203020120",
      HOPSO_CHECK_UNSUPPORTED },
    { "another trailer",
      "304606092a864886f70d01010a3039a00f300d06096086480165030402010500a11c301a06092a864886f70d0101"
      "08300d06096086480165030402010500a203020120a303020102",
      HOPSO_CHECK_UNSUPPORTED },
    { "no parameters", "300b06092a864886f70d01010a", HOPSO_CHECK_UNSUPPORTED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Way way = { "signer-rsa", rows[i].algorithm, SHA256, HOPSO_HASH_SHA256,
                  RAW " -digest sha256 -pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:32" };
      HopsoCmsFindings findings;

      g_test_message ("%s", rows[i].title);
      g_assert_false (verify (&way, HONEST, &findings));
      g_assert_cmpint (findings.signature_value, ==, rows[i].value);
    }
}

static const struct
{
  const char *title;
  Form form;
  gboolean holds;
  HopsoCheck attributes, binding, content_type;
} forms[] = {
  { "honest", HONEST, TRUE, HOPSO_CHECK_PASSED, HOPSO_CHECK_PASSED, HOPSO_CHECK_PASSED },
  { "digest twice", DIGEST_TWICE, FALSE, HOPSO_CHECK_FAILED, HOPSO_CHECK_PASSED,
    HOPSO_CHECK_PASSED },
  { "another content type", TYPE_OF_SOMETHING_ELSE, FALSE, HOPSO_CHECK_PASSED, HOPSO_CHECK_PASSED,
    HOPSO_CHECK_FAILED },
  { "no content type", NO_TYPE, FALSE, HOPSO_CHECK_PASSED, HOPSO_CHECK_PASSED, HOPSO_CHECK_FAILED },
  { "digest unsigned", DIGEST_UNSIGNED, FALSE, HOPSO_CHECK_FAILED, HOPSO_CHECK_PASSED,
    HOPSO_CHECK_PASSED },
  { "binding unsigned", BINDING_UNSIGNED, FALSE, HOPSO_CHECK_FAILED, HOPSO_CHECK_ABSENT,
    HOPSO_CHECK_PASSED },
  { "bound to another", BINDING_TO_ANOTHER, FALSE, HOPSO_CHECK_PASSED, HOPSO_CHECK_FAILED,
    HOPSO_CHECK_PASSED },
  { "bound in both ways", BINDING_OF_TWO_KINDS, TRUE, HOPSO_CHECK_PASSED, HOPSO_CHECK_PASSED,
    HOPSO_CHECK_PASSED },
  { "the ways contradict", BINDING_CONTRADICTS, FALSE, HOPSO_CHECK_PASSED, HOPSO_CHECK_FAILED,
    HOPSO_CHECK_PASSED },
  { "issuer and serial", ISSUER_RIGHT, TRUE, HOPSO_CHECK_PASSED, HOPSO_CHECK_PASSED,
    HOPSO_CHECK_PASSED },
  { "another issuer", ISSUER_WRONG, FALSE, HOPSO_CHECK_PASSED, HOPSO_CHECK_FAILED,
    HOPSO_CHECK_PASSED },
  { "algorithms protected", PROTECTED, TRUE, HOPSO_CHECK_PASSED, HOPSO_CHECK_PASSED,
    HOPSO_CHECK_PASSED },
  { "other algorithms protected", PROTECTED_OTHERWISE, FALSE, HOPSO_CHECK_FAILED,
    HOPSO_CHECK_PASSED, HOPSO_CHECK_PASSED },
};

static void
test_attributes_must_agree (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      HopsoCmsFindings findings;

      g_test_message ("%s", forms[i].title);
      g_assert_cmpint (verify (&rsa, forms[i].form, &findings), ==, forms[i].holds);
      g_assert_cmpint (findings.attributes, ==, forms[i].attributes);
      g_assert_cmpint (findings.certificate_binding, ==, forms[i].binding);
      g_assert_cmpint (findings.content_type, ==, forms[i].content_type);
      g_assert_cmpint (findings.signature_value, ==, HOPSO_CHECK_PASSED);
    }
}

static void
test_one_signer_and_no_content (void)
{
  static const Form refused[] = { CONTENT_INSIDE, TWO_SIGNERS };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GBytes) bytes = cms_by_hand_make (pki, &rsa, refused[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (hopso_cms_parse (bytes, &error));
      g_assert_nonnull (error);
    }
}

static guint
count (HopsoValidationMaterial *material, HopsoMaterialKind kind)
{
  guint n = 0;

  for (guint i = 0; i < hopso_validation_material_get_n (material); i++)
    {
      const HopsoMaterialPiece *piece = hopso_validation_material_get (material, i);

      g_assert_cmpint (piece->source, ==, HOPSO_MATERIAL_CMS);
      g_assert_cmpuint (piece->end, ==, 7);
      n += piece->kind == kind;
    }
  return n;
}

static void
test_what_comes_along (void)
{
  static const struct
  {
    Form form;
    guint certificates, lists, answers;
  } rows[] = {
    { HONEST, 1, 0, 0 },
    { WITH_ARCHIVE, 1, 1, 1 },
    { WITH_VALUES, 2, 1, 1 },
    { WITH_LISTS, 1, 1, 0 },
  };

  hopso_test_pki_run (pki, "crl -in sub.crl -inform DER -outform DER -out list.der");
  hopso_test_pki_run (pki, "ocsp -index sub.index -CA sub.pem -rsigner sub.pem -rkey sub.key "
                           "-issuer sub.pem -cert signer-rsa.pem -ndays 1 -respout answer.der");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = cms_by_hand_make (pki, &rsa, rows[i].form);
      g_autoptr (GError) error = NULL;
      g_autoptr (HopsoCms) cms = hopso_cms_parse (bytes, &error);
      g_autoptr (HopsoValidationMaterial) material = hopso_validation_material_new ();

      g_assert_no_error (error);
      hopso_cms_add_material (cms, material, 7);
      g_assert_cmpuint (count (material, HOPSO_MATERIAL_CERTIFICATE), ==, rows[i].certificates);
      g_assert_cmpuint (count (material, HOPSO_MATERIAL_CRL), ==, rows[i].lists);
      g_assert_cmpuint (count (material, HOPSO_MATERIAL_OCSP), ==, rows[i].answers);
      /* A bare answer comes out in its envelope again. */
      for (guint j = 0; j < hopso_validation_material_get_n (material); j++)
        {
          const HopsoMaterialPiece *piece = hopso_validation_material_get (material, j);
          g_autoptr (GBytes) answer = hopso_test_pki_read (pki, "answer.der");

          if (piece->kind == HOPSO_MATERIAL_OCSP)
            g_assert_true (g_bytes_equal (piece->der, answer));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  pki = hopso_test_pki_new ();
  g_test_add_func ("/crypto/cms-forms/every-algorithm", test_every_algorithm);
  g_test_add_func ("/crypto/cms-forms/parameters-of-pss", test_parameters_of_pss);
  g_test_add_func ("/crypto/cms-forms/attributes-must-agree", test_attributes_must_agree);
  g_test_add_func ("/crypto/cms-forms/one-signer-and-no-content", test_one_signer_and_no_content);
  g_test_add_func ("/crypto/cms-forms/what-comes-along", test_what_comes_along);
  int status = g_test_run ();
  hopso_test_pki_free (pki);
  return status;
}
