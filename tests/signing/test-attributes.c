/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The signature itself, attribute by attribute, as openssl prints it: what PAdES demands stands
 * there (ETSI EN 319 142-1 §6.3), and nothing else does. */

#include "hopso-certificate.h"
#include "hopso-digest.h"
#include "signing-world.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *certificate;
  HopsoSignPadding padding;
  const char *algorithm;
} Kind;

static const Kind kinds[] = {
  { "rsa-pss", "signer-rsa", HOPSO_SIGN_PADDING_PSS_ONLY, "rsassaPss" },
  { "rsa-pkcs1", "signer-rsa", HOPSO_SIGN_PADDING_PKCS1, "rsaEncryption" },
  { "ecdsa", "signer-ec", HOPSO_SIGN_PADDING_PSS, "ecdsa-with-SHA256" },
};

#define PRINT "openssl cms -cmsout -print -inform DER -in out.pdf.sig0 "

static char *
run (SigningWorld *world, const char *command)
{
  char *said = NULL;

  g_assert_true (signing_world_run (world, &said, command));
  return said;
}

static void
sign (SigningWorld *world, const Kind *kind)
{
  g_autoptr (HopsoSignBatch) batch = signing_world_make_batch (world, kind->certificate, NULL);
  g_autoptr (HopsoSignJob) job = signing_world_make_job (world, "in.pdf", "out.pdf");
  g_autoptr (GError) error = NULL;

  hopso_sign_batch_set_padding (batch, kind->padding);
  hopso_sign_batch_add_job (batch, job);
  g_assert_true (signing_world_sign (world, batch, &error));
  g_assert_cmpint (hopso_sign_job_get_state (job), ==, HOPSO_SIGN_DONE);
  g_assert_true (signing_world_run (world, NULL, "pdfsig -dump out.pdf >dump 2>&1"));
}

/* One signer, three signed attributes: no signing time, which stands in the PDF, and no S/MIME
 * capabilities; nothing unsigned at this level. */
static void
check_signer (SigningWorld *world, const Kind *kind)
{
  g_autofree char *expected = g_strdup_printf ("        version: 1\n"
                                               "          algorithm: sha256\n"
                                               "        signedAttrs:\n"
                                               "            object: contentType\n"
                                               "            object: messageDigest\n"
                                               "            object: "
                                               "id-smime-aa-signingCertificateV2\n"
                                               "          algorithm: %s\n"
                                               "        unsignedAttrs:\n"
                                               "          <ABSENT>\n",
                                               kind->algorithm);
  g_autofree char *said =
      run (world, PRINT "| sed -n '/signerInfos:/,$p' | grep -oE '^ {8}(version: .*|signedAttrs:|"
                        "unsignedAttrs:)|^ {10,12}(object: [^ ]+|<[A-Z]+>)|^ {10}algorithm: "
                        "[^ ]+'");

  g_assert_cmpstr (said, ==, expected);
}

/* No content, one digest algorithm, the signer's certificate and its authority's. */
static void
check_around (SigningWorld *world)
{
  g_autofree char *head =
      run (world, PRINT "| sed '/certificates:/,$d' | grep -oE '(contentType|version|algorithm|"
                        "eContentType|eContent): [^ ]+'");
  g_autofree char *n = run (world, PRINT "| grep -c 'd.certificate:'");

  g_assert_cmpstr (head, ==,
                   "contentType: pkcs7-signedData\nversion: 1\nalgorithm: sha256\n"
                   "eContentType: pkcs7-data\neContent: <ABSENT>\n");
  g_assert_cmpstr (n, ==, "2\n");
}

/* DER: written anew it is the same, byte for byte; behind it only zeros fill the place. */
static void
check_encoding (SigningWorld *world)
{
  g_assert_true (signing_world_run (
      world, NULL,
      "openssl cms -cmsout -inform DER -in out.pdf.sig0 -outform DER -out again && "
      "cmp -n $(stat -c %s again) again out.pdf.sig0 && "
      "test -z \"$(tail -c +$(($(stat -c %s again) + 1)) out.pdf.sig0 | tr -d '\\000')\""));
}

/* The binding to the certificate: its SHA-256, whose name is left out as the default. */
static void
check_binding (SigningWorld *world, const Kind *kind)
{
  g_autoptr (HopsoCertificate) certificate =
      hopso_test_pki_dup_certificate (signing_world_get_pki (world), kind->certificate);
  GBytes *der = hopso_certificate_get_der (certificate);
  g_autofree char *digest = hopso_sha256_hex (der);
  g_autofree char *upper = g_ascii_strup (digest, -1);
  g_autofree char *said =
      run (world, "openssl asn1parse -inform DER -in out.pdf.sig0 | grep -A5 signingCertificateV2");

  g_assert_nonnull (strstr (said, upper));
}

static void
test_attributes (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (SigningWorld) world = signing_world_new ();

  signing_world_typeset (world, "in.pdf");
  sign (world, kind);
  check_signer (world, kind);
  check_around (world);
  check_encoding (world);
  check_binding (world, kind);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strconcat ("/signing/attributes/", kinds[i].name, NULL);

      g_test_add_data_func (path, &kinds[i], test_attributes);
    }
  return g_test_run ();
}
