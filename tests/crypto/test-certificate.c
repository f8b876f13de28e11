/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-certificate.h"
#include "hopso-crypto-error.h"
#include "hopso-test-pki.h"

#include <string.h>

static HopsoTestPki *pki; /* owned by main */

static void
test_tells_who_it_is (void)
{
  g_autoptr (HopsoCertificate) signer = hopso_test_pki_dup_certificate (pki, "signer-rsa");
  g_autofree char *name = hopso_certificate_dup_subject_common_name (signer);
  g_autofree char *organisation =
      hopso_certificate_dup_subject_part (signer, HOPSO_NAME_ORGANISATION);
  g_autofree char *unit = hopso_certificate_dup_subject_part (signer, HOPSO_NAME_UNIT);
  g_autofree char *title = hopso_certificate_dup_subject_part (signer, HOPSO_NAME_TITLE);
  g_autofree char *email = hopso_certificate_dup_subject_part (signer, HOPSO_NAME_EMAIL);
  g_autofree char *issuer = hopso_certificate_dup_issuer_common_name (signer);
  g_autofree char *whole = hopso_certificate_dup_subject (signer);

  g_assert_cmpstr (name, ==, "Nguyễn Văn Đức");
  g_assert_cmpstr (organisation, ==, "UBND tỉnh Thanh Hóa");
  g_assert_cmpstr (unit, ==, "Văn phòng");
  g_assert_cmpstr (title, ==, "Chánh Văn phòng");
  g_assert_null (email);
  g_assert_cmpstr (issuer, ==, "CA cấp dưới");
  g_assert_cmpstr (
      whole, ==, "CN=Nguyễn Văn Đức,title=Chánh Văn phòng,OU=Văn phòng,O=UBND tỉnh Thanh Hóa,C=VN");
}

static void
test_tells_where_to_ask (void)
{
  g_autoptr (HopsoCertificate) signer = hopso_test_pki_dup_certificate (pki, "signer-ec");
  g_auto (GStrv) crls = hopso_certificate_dup_crl_urls (signer);
  g_auto (GStrv) ocsps = hopso_certificate_dup_ocsp_urls (signer);
  g_auto (GStrv) issuers = hopso_certificate_dup_issuer_urls (signer);
  g_autoptr (HopsoCertificate) root = hopso_test_pki_dup_certificate (pki, "root");
  g_auto (GStrv) none = hopso_certificate_dup_crl_urls (root);

  g_assert_true (g_strv_equal ((const char *const *) crls,
                               (const char *const[]){ HOPSO_TEST_PKI_CRL_URL, NULL }));
  g_assert_true (g_strv_equal ((const char *const *) ocsps,
                               (const char *const[]){ "http://ocsp.example.vn/", NULL }));
  g_assert_true (g_strv_equal ((const char *const *) issuers,
                               (const char *const[]){ "http://ca.example.vn/sub.crt", NULL }));
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

static void
test_tells_what_it_may (void)
{
  static const struct
  {
    const char *name;
    gboolean is_for_signing, is_ca, is_self_issued;
    HopsoKeyType type;
    guint bits;
  } expected[] = {
    { "root", FALSE, TRUE, TRUE, HOPSO_KEY_TYPE_RSA, 2048 },
    { "sub", FALSE, TRUE, FALSE, HOPSO_KEY_TYPE_EC, 256 },
    { "signer-rsa", TRUE, FALSE, FALSE, HOPSO_KEY_TYPE_RSA, 2048 },
    { "signer-ec", TRUE, FALSE, FALSE, HOPSO_KEY_TYPE_EC, 256 },
    { "encrypt", FALSE, FALSE, FALSE, HOPSO_KEY_TYPE_EC, 256 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (HopsoCertificate) it = hopso_test_pki_dup_certificate (pki, expected[i].name);

      g_assert_cmpint (hopso_certificate_is_for_signing (it), ==, expected[i].is_for_signing);
      g_assert_cmpint (hopso_certificate_is_ca (it), ==, expected[i].is_ca);
      g_assert_cmpint (hopso_certificate_is_self_issued (it), ==, expected[i].is_self_issued);
      g_assert_cmpint (hopso_certificate_get_key_type (it), ==, expected[i].type);
      g_assert_cmpuint (hopso_certificate_get_key_bits (it), ==, expected[i].bits);
    }
}

static void
test_tells_from_when_to_when (void)
{
  g_autoptr (HopsoCertificate) expired = hopso_test_pki_dup_certificate (pki, "expired");
  g_autoptr (GDateTime) start = g_date_time_new_utc (2020, 1, 1, 0, 0, 0);
  g_autoptr (GDateTime) end = g_date_time_new_utc (2021, 1, 1, 0, 0, 0);

  g_assert_cmpint (hopso_certificate_get_not_before (expired), ==, g_date_time_to_unix (start));
  g_assert_cmpint (hopso_certificate_get_not_after (expired), ==, g_date_time_to_unix (end));
}

static void
test_agrees_with_openssl_on_fingerprints (void)
{
  g_autoptr (HopsoCertificate) signer = hopso_test_pki_dup_certificate (pki, "signer-ec");
  g_autofree char *fingerprint = hopso_certificate_dup_fingerprint (signer);
  g_autofree char *serial = hopso_certificate_dup_serial_hex (signer);

  hopso_test_pki_run (pki, "x509 -in signer-ec.pem -noout -fingerprint -sha256 -serial "
                           "-out facts.txt");
  g_autoptr (GBytes) bytes = hopso_test_pki_read (pki, "facts.txt");
  g_autofree char *facts =
      g_ascii_strdown (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  g_auto (GStrv) parts = g_strsplit (facts, ":", -1);
  g_autofree char *plain = g_strjoinv ("", parts);

  g_assert_nonnull (strstr (plain, fingerprint));
  g_assert_nonnull (strstr (plain, serial));
}

static void
test_knows_keys_apart (void)
{
  g_autoptr (HopsoCertificate) one = hopso_test_pki_dup_certificate (pki, "signer-ec");
  g_autoptr (HopsoCertificate) again = hopso_test_pki_dup_certificate (pki, "signer-ec");
  g_autoptr (HopsoCertificate) other = hopso_test_pki_dup_certificate (pki, "revoked");

  g_assert_true (hopso_certificate_equal (one, again));
  g_assert_true (hopso_certificate_has_same_key (one, again));
  g_assert_false (hopso_certificate_equal (one, other));
  g_assert_false (hopso_certificate_has_same_key (one, other));
}

static void
test_recognises_elliptic_points (void)
{
  g_autoptr (HopsoCertificate) signer = hopso_test_pki_dup_certificate (pki, "signer-ec");
  g_autoptr (HopsoCertificate) other = hopso_test_pki_dup_certificate (pki, "revoked");
  g_autoptr (GBytes) info = hopso_certificate_dup_public_key (signer);
  gsize size = g_bytes_get_size (info);
  guint8 wrapped[67] = { 0x04, 65 };

  memcpy (wrapped + 2, (const guint8 *) g_bytes_get_data (info, NULL) + size - 65, 65);
  g_autoptr (GBytes) token_point = g_bytes_new (wrapped, 67);
  g_autoptr (GBytes) bare_point = g_bytes_new (wrapped + 2, 65);
  g_autoptr (GBytes) short_point = g_bytes_new (wrapped + 3, 64);

  g_assert_true (hopso_certificate_has_ec_key (signer, token_point));
  g_assert_true (hopso_certificate_has_ec_key (signer, bare_point));
  g_assert_false (hopso_certificate_has_ec_key (signer, short_point));
  g_assert_false (hopso_certificate_has_ec_key (other, bare_point));
  g_assert_false (hopso_certificate_has_rsa_key (signer, bare_point));
}

static void
test_recognises_rsa_moduli (void)
{
  g_autoptr (HopsoCertificate) signer = hopso_test_pki_dup_certificate (pki, "signer-rsa");
  g_autoptr (HopsoCertificate) root = hopso_test_pki_dup_certificate (pki, "root");
  g_autoptr (GBytes) info = hopso_certificate_dup_public_key (signer);
  /* The modulus ends where the exponent 65537 begins: five bytes before the end. */
  g_autoptr (GBytes) modulus =
      g_bytes_new_from_bytes (info, g_bytes_get_size (info) - 5 - 256, 256);

  g_assert_true (hopso_certificate_has_rsa_key (signer, modulus));
  g_assert_false (hopso_certificate_has_rsa_key (root, modulus));
}

static void
test_reads_bundles (void)
{
  g_autoptr (GBytes) one = hopso_test_pki_read (pki, "root.pem");
  g_autoptr (GBytes) other = hopso_test_pki_read (pki, "sub.pem");
  g_autofree char *both =
      g_strdup_printf ("%.*s\nsome words\n%.*s", (int) g_bytes_get_size (one),
                       (const char *) g_bytes_get_data (one, NULL), (int) g_bytes_get_size (other),
                       (const char *) g_bytes_get_data (other, NULL));
  g_autoptr (GBytes) bundle = g_bytes_new (both, strlen (both));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = hopso_certificate_dup_all (bundle, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 2);
  g_autofree char *name = hopso_certificate_dup_subject_common_name (all->pdata[1]);
  g_assert_cmpstr (name, ==, "CA cấp dưới");
}

static void
assert_malformed (const guint8 *bytes, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) der = g_bytes_new (bytes, size);
  g_autoptr (HopsoCertificate) certificate = hopso_certificate_new_from_der (der, &error);

  g_assert_null (certificate);
  g_assert_error (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_MALFORMED);
}

static void
test_refuses_what_is_none (void)
{
  g_autoptr (HopsoCertificate) signer = hopso_test_pki_dup_certificate (pki, "signer-ec");
  gsize size;
  const guint8 *der = g_bytes_get_data (hopso_certificate_get_der (signer), &size);
  g_autofree guint8 *longer = g_malloc0 (size + 1);
  g_autoptr (GError) error = NULL;

  memcpy (longer, der, size);
  assert_malformed (longer, size + 1);
  for (gsize cut = 0; cut < size; cut += 7)
    assert_malformed (der, cut);

  g_autoptr (GBytes) text = g_bytes_new_static ("no certificate", 14);
  g_assert_null (hopso_certificate_new_from_pem (text, &error));
  g_assert_error (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_MALFORMED);
}

static void
test_a_file_in_any_form_gives_its_certificates (void)
{
  const struct
  {
    const char *command, *file;
    guint n;
  } forms[] = {
    { "x509 -in root.pem -outform DER -out one.cer", "one.cer", 1 },
    { "crl2pkcs7 -nocrl -certfile root.pem -certfile sub.pem -outform DER -out two.p7b", "two.p7b",
      2 },
    { "crl2pkcs7 -nocrl -certfile root.pem -certfile sub.pem -out two-pem.p7b", "two-pem.p7b", 2 },
    { "crl2pkcs7 -in root.crl.pem -certfile sub.pem -outform DER -out with-list.p7b",
      "with-list.p7b", 1 },
    { "pkcs12 -export -nokeys -passout pass: -in root.pem -out locked.p12", "locked.p12", 0 },
    { "crl2pkcs7 -nocrl -outform DER -out none.p7b", "none.p7b", 0 },
    { "crl -in root.crl.pem -outform DER -out list.crl", "list.crl", 0 },
    { "pkey -in root.key -out key.pem", "key.pem", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (GError) error = NULL;

      hopso_test_pki_run (pki, forms[i].command);
      g_autoptr (GBytes) file = hopso_test_pki_read (pki, forms[i].file);
      g_autoptr (GPtrArray) all = hopso_certificate_dup_all (file, &error);
      g_test_message ("%s", forms[i].file);
      g_assert_cmpuint (all != NULL ? all->len : 0, ==, forms[i].n);
      if (all == NULL)
        g_assert_error (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_MALFORMED);
    }
}

static void
test_a_cut_file_gives_nothing (void)
{
  hopso_test_pki_run (pki, "crl2pkcs7 -nocrl -certfile root.pem -certfile sub.pem -outform DER "
                           "-out whole.p7b");
  g_autoptr (GBytes) whole = hopso_test_pki_read (pki, "whole.p7b");

  for (gsize size = 0; size < g_bytes_get_size (whole); size++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (whole, 0, size);
      g_autoptr (GError) error = NULL;

      g_assert_null (hopso_certificate_dup_all (cut, &error));
      g_assert_error (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_MALFORMED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  pki = hopso_test_pki_new ();
  g_test_add_func ("/crypto/certificate/tells-who-it-is", test_tells_who_it_is);
  g_test_add_func ("/crypto/certificate/tells-where-to-ask", test_tells_where_to_ask);
  g_test_add_func ("/crypto/certificate/tells-what-it-may", test_tells_what_it_may);
  g_test_add_func ("/crypto/certificate/tells-from-when-to-when", test_tells_from_when_to_when);
  g_test_add_func ("/crypto/certificate/agrees-with-openssl-on-fingerprints",
                   test_agrees_with_openssl_on_fingerprints);
  g_test_add_func ("/crypto/certificate/knows-keys-apart", test_knows_keys_apart);
  g_test_add_func ("/crypto/certificate/recognises-elliptic-points",
                   test_recognises_elliptic_points);
  g_test_add_func ("/crypto/certificate/recognises-rsa-moduli", test_recognises_rsa_moduli);
  g_test_add_func ("/crypto/certificate/reads-bundles", test_reads_bundles);
  g_test_add_func ("/crypto/certificate/refuses-what-is-none", test_refuses_what_is_none);
  g_test_add_func ("/crypto/certificate/a-file-in-any-form-gives-its-certificates",
                   test_a_file_in_any_form_gives_its_certificates);
  g_test_add_func ("/crypto/certificate/a-cut-file-gives-nothing", test_a_cut_file_gives_nothing);
  int status = g_test_run ();
  hopso_test_pki_free (pki);
  return status;
}
