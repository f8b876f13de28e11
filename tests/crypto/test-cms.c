/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the openssl program signs, and what attackers and careless writers make of it. */

#include "hopso-cms.h"
#include "hopso-crypto-error.h"
#include "hopso-test-pki.h"

#include <string.h>

static HopsoTestPki *pki; /* owned by main */

#define CONTENT "Nghị quyết số 01"
#define SIGN    "cms -sign -binary -in content -outform DER -out read.der "
#define RSA     "-signer signer-rsa.pem -inkey signer-rsa.key "
#define EC      "-signer signer-ec.pem -inkey signer-ec.key "

static void
set_up_content (void)
{
  g_autoptr (GBytes) content = g_bytes_new_static (CONTENT, strlen (CONTENT));

  hopso_test_pki_write (pki, "content", content);
}

static GBytes *
make (const char *how)
{
  g_autofree char *command = g_strconcat (SIGN, how, NULL);

  hopso_test_pki_run (pki, command);
  return hopso_test_pki_read (pki, "read.der");
}

static HopsoCms *
parse (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  HopsoCms *cms = hopso_cms_parse (bytes, &error);

  g_assert_no_error (error);
  return cms;
}

static gboolean
verify (HopsoCms *cms, const char *content, HopsoCmsFindings *findings)
{
  g_autoptr (GBytes) bytes = g_bytes_new (content, strlen (content));
  g_autoptr (GBytes) digest = hopso_digest_bytes (hopso_cms_get_hash (cms), bytes);

  return hopso_cms_verify (cms, digest, findings);
}

static const struct
{
  const char *title, *how;
  HopsoCheck binding;
  gboolean has_attributes, is_weak;
} honest[] = {
  { "cades-rsa", "-cades " RSA, HOPSO_CHECK_PASSED, TRUE, FALSE },
  { "cades-ec", "-cades " EC, HOPSO_CHECK_PASSED, TRUE, FALSE },
  { "cades-sha512", "-cades -md sha512 " RSA, HOPSO_CHECK_PASSED, TRUE, FALSE },
  { "pss", "-cades " RSA "-keyopt rsa_padding_mode:pss", HOPSO_CHECK_PASSED, TRUE, FALSE },
  { "pss-short-salt", "-cades " RSA "-keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:8",
    HOPSO_CHECK_PASSED, TRUE, FALSE },
  { "plain", RSA, HOPSO_CHECK_ABSENT, TRUE, FALSE },
  { "key-id", "-cades -keyid " EC, HOPSO_CHECK_PASSED, TRUE, FALSE },
  { "no-attributes", "-noattr " RSA, HOPSO_CHECK_ABSENT, FALSE, FALSE },
  { "sha1", "-md sha1 " RSA, HOPSO_CHECK_ABSENT, TRUE, TRUE },
};

static void
test_accepts_honest_ones (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (honest); i++)
    {
      g_autoptr (GBytes) bytes = make (honest[i].how);
      g_autoptr (HopsoCms) cms = parse (bytes);
      HopsoCmsFindings findings;

      g_test_message ("%s", honest[i].title);
      g_assert_true (verify (cms, CONTENT, &findings));
      g_assert_cmpint (findings.certificate_binding, ==, honest[i].binding);
      g_assert_cmpint (findings.is_weak, ==, honest[i].is_weak);
      g_assert_cmpint (hopso_cms_has_signed_attributes (cms), ==, honest[i].has_attributes);
    }
}

static void
test_rejects_other_content (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (honest); i++)
    {
      g_autoptr (GBytes) bytes = make (honest[i].how);
      g_autoptr (HopsoCms) cms = parse (bytes);
      HopsoCmsFindings findings;

      g_test_message ("%s", honest[i].title);
      g_assert_false (verify (cms, "another content", &findings));
      if (honest[i].has_attributes)
        {
          g_assert_cmpint (findings.message_digest, ==, HOPSO_CHECK_FAILED);
          g_assert_cmpint (findings.signature_value, ==, HOPSO_CHECK_PASSED);
        }
      else
        g_assert_cmpint (findings.signature_value, ==, HOPSO_CHECK_FAILED);
    }
}

static void
test_tells_the_claimed_time (void)
{
  g_autoptr (GBytes) bytes = make (RSA);
  g_autoptr (HopsoCms) cms = parse (bytes);
  gint64 time, now = g_get_real_time () / G_USEC_PER_SEC;

  g_assert_true (hopso_cms_get_signing_time (cms, &time));
  g_assert_cmpint (ABS (now - time), <, 600);
}

/* The two outer lengths, of four bytes each, made open. Between them stands the type's OID. */
static GBytes *
open_lengths (GBytes *bytes)
{
  gsize size;
  const guint8 *der = g_bytes_get_data (bytes, &size);
  GByteArray *ber = g_byte_array_new ();

  g_assert_cmpuint (der[1], ==, 0x82);
  g_assert_cmpuint (der[15], ==, 0xa0);
  g_assert_cmpuint (der[16], ==, 0x82);
  g_byte_array_append (ber, (const guint8 *) "\x30\x80", 2);
  g_byte_array_append (ber, der + 4, 11);
  g_byte_array_append (ber, (const guint8 *) "\xa0\x80", 2);
  g_byte_array_append (ber, der + 19, (guint) size - 19);
  g_byte_array_append (ber, (const guint8 *) "\0\0\0\0", 4);
  return g_byte_array_free_to_bytes (ber);
}

static void
test_open_lengths_are_read_and_reported (void)
{
  g_autoptr (GBytes) closed = make ("-cades " RSA);
  g_autoptr (HopsoCms) der = parse (closed);
  g_autoptr (GBytes) open = open_lengths (closed);
  g_autoptr (HopsoCms) ber = parse (open);
  HopsoCmsFindings findings;

  g_assert_true (hopso_cms_is_der (der));
  g_assert_false (hopso_cms_is_der (ber));
  g_assert_cmpuint (hopso_cms_get_padding (ber), ==, 0);
  g_assert_true (verify (ber, CONTENT, &findings));
}

static void
test_filling_is_counted (void)
{
  g_autoptr (GBytes) bytes = make ("-cades " EC);
  gsize size = g_bytes_get_size (bytes);
  guint8 *filled = g_malloc0 (size + 1000);

  memcpy (filled, g_bytes_get_data (bytes, NULL), size);
  g_autoptr (GBytes) hole = g_bytes_new_take (filled, size + 1000);
  g_autoptr (HopsoCms) cms = parse (hole);
  g_assert_cmpuint (hopso_cms_get_padding (cms), ==, 1000);
}

static void
assert_refused (const guint8 *bytes, gsize size, HopsoCryptoError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) der = g_bytes_new (bytes, size);
  g_autoptr (HopsoCms) cms = hopso_cms_parse (der, &error);

  g_assert_null (cms);
  g_assert_error (error, HOPSO_CRYPTO_ERROR, (int) code);
}

static void
test_refuses_two_signers (void)
{
  g_autoptr (GBytes) bytes = make (RSA EC);
  gsize size;
  const guint8 *der = g_bytes_get_data (bytes, &size);

  assert_refused (der, size, HOPSO_CRYPTO_ERROR_UNSUPPORTED);
}

static void
test_refuses_content_inside (void)
{
  g_autoptr (GBytes) bytes = make ("-nodetach " RSA);
  gsize size;
  const guint8 *der = g_bytes_get_data (bytes, &size);

  assert_refused (der, size, HOPSO_CRYPTO_ERROR_UNSUPPORTED);
}

static void
test_refuses_what_stands_behind (void)
{
  g_autoptr (GBytes) bytes = make ("-cades " EC);
  gsize size = g_bytes_get_size (bytes);
  g_autofree guint8 *longer = g_malloc0 (size + 3);

  memcpy (longer, g_bytes_get_data (bytes, NULL), size);
  longer[size + 2] = 1;
  assert_refused (longer, size + 3, HOPSO_CRYPTO_ERROR_MALFORMED);
}

static void
test_refuses_cut_ones (void)
{
  g_autoptr (GBytes) bytes = make ("-cades " EC);
  gsize size;
  const guint8 *der = g_bytes_get_data (bytes, &size);

  for (gsize cut = 0; cut < size; cut++)
    assert_refused (der, cut, HOPSO_CRYPTO_ERROR_MALFORMED);
}

/* Any single byte: the result may be unreadable or not hold; what it may not is hold with another
 * signer. What is not signed, such as the other certificates, may change unnoticed. */
static void
test_no_changed_byte_makes_another_signer (void)
{
  g_autoptr (GBytes) bytes = make ("-cades -nocerts -certfile signer-ec.pem " EC);
  g_autoptr (HopsoCertificate) signer = hopso_test_pki_dup_certificate (pki, "signer-ec");
  gsize size = g_bytes_get_size (bytes);
  g_autofree guint8 *changed = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
  guint n_holding = 0;

  for (gsize i = 0; i < size; i++)
    {
      changed[i] ^= 0x01;
      g_autoptr (GBytes) der = g_bytes_new (changed, size);
      g_autoptr (HopsoCms) cms = hopso_cms_parse (der, NULL);
      HopsoCmsFindings findings;

      if (cms != NULL && verify (cms, CONTENT, &findings) &&
          findings.certificate_binding == HOPSO_CHECK_PASSED)
        {
          g_assert_true (hopso_certificate_equal (hopso_cms_get_signer_certificate (cms), signer));
          n_holding++;
        }
      changed[i] ^= 0x01;
    }
  /* Versions, the list of digests: some bytes carry no meaning. */
  g_assert_cmpuint (n_holding, <, 40);
}

/* Another certificate for the same key under the same name and number. */
static void
test_notices_a_swapped_certificate (void)
{
  hopso_test_pki_run (pki, "req -x509 -new -key signer-ec.key -subj /CN=Twin -set_serial 7 "
                           "-days 100 -out twin.pem");
  hopso_test_pki_run (pki, "req -x509 -new -key signer-ec.key -subj /CN=Twin -set_serial 7 "
                           "-days 200 -out other-twin.pem");
  g_autoptr (GBytes) bytes = make ("-cades -nocerts -certfile other-twin.pem -signer twin.pem "
                                   "-inkey signer-ec.key");
  g_autoptr (HopsoCms) cms = parse (bytes);
  HopsoCmsFindings findings;

  g_assert_false (verify (cms, CONTENT, &findings));
  g_assert_cmpint (findings.signature_value, ==, HOPSO_CHECK_PASSED);
  g_assert_cmpint (findings.certificate_binding, ==, HOPSO_CHECK_FAILED);
}

static void
test_says_when_the_signer_is_missing (void)
{
  g_autoptr (GBytes) bytes = make ("-cades -nocerts -certfile sub.pem " EC);
  g_autoptr (HopsoCms) cms = parse (bytes);
  HopsoCmsFindings findings;

  g_assert_null (hopso_cms_get_signer_certificate (cms));
  g_assert_false (verify (cms, CONTENT, &findings));
  g_assert_cmpint (findings.signature_value, ==, HOPSO_CHECK_ABSENT);
}

static const struct
{
  const char *title;
  const char *bytes;
  gsize size;
} malformed[] = {
  { "empty", "", 0 },
  { "zeros", "\0\0\0\0", 4 },
  { "length in too many bytes", "\x30\x81\x05\x02\x01\x01\x05\x00", 8 },
  { "length with a leading zero", "\x30\x82\x00\x80", 4 },
  { "length beyond the end", "\x30\x84\xff\xff\xff\xff", 6 },
  { "length of nine bytes", "\x30\x89\x01\x01\x01\x01\x01\x01\x01\x01\x01", 11 },
  { "open length without end", "\x30\x80\x02\x01\x01", 5 },
  { "open length of a primitive", "\x04\x80\x00\x00", 4 },
  { "primitive sequence", "\x10\x00", 2 },
  { "constructed integer", "\x22\x03\x02\x01\x01", 5 },
  { "long tag", "\x3f\x81\x01\x00", 4 },
  { "another structure", "\x30\x03\x02\x01\x01", 5 },
};

static void
test_refuses_malformed_bytes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_test_message ("%s", malformed[i].title);
      assert_refused ((const guint8 *) malformed[i].bytes, malformed[i].size,
                      HOPSO_CRYPTO_ERROR_MALFORMED);
    }
}

static void
test_refuses_deep_nesting (void)
{
  g_autofree guint8 *closed = g_malloc (200000);
  gsize size = 100000;

  /* Open lengths nest without limit in two bytes each. */
  for (gsize i = 0; i < size; i++)
    closed[i] = i % 2 == 0 ? 0x30 : 0x80;
  memset (closed + size, 0, size);
  assert_refused (closed, 2 * size, HOPSO_CRYPTO_ERROR_MALFORMED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  pki = hopso_test_pki_new ();
  set_up_content ();
  g_test_add_func ("/crypto/cms/accepts-honest-ones", test_accepts_honest_ones);
  g_test_add_func ("/crypto/cms/rejects-other-content", test_rejects_other_content);
  g_test_add_func ("/crypto/cms/tells-the-claimed-time", test_tells_the_claimed_time);
  g_test_add_func ("/crypto/cms/open-lengths-are-read-and-reported",
                   test_open_lengths_are_read_and_reported);
  g_test_add_func ("/crypto/cms/filling-is-counted", test_filling_is_counted);
  g_test_add_func ("/crypto/cms/refuses-two-signers", test_refuses_two_signers);
  g_test_add_func ("/crypto/cms/refuses-content-inside", test_refuses_content_inside);
  g_test_add_func ("/crypto/cms/refuses-what-stands-behind", test_refuses_what_stands_behind);
  g_test_add_func ("/crypto/cms/refuses-cut-ones", test_refuses_cut_ones);
  g_test_add_func ("/crypto/cms/no-changed-byte-makes-another-signer",
                   test_no_changed_byte_makes_another_signer);
  g_test_add_func ("/crypto/cms/notices-a-swapped-certificate", test_notices_a_swapped_certificate);
  g_test_add_func ("/crypto/cms/says-when-the-signer-is-missing",
                   test_says_when_the_signer_is_missing);
  g_test_add_func ("/crypto/cms/refuses-malformed-bytes", test_refuses_malformed_bytes);
  g_test_add_func ("/crypto/cms/refuses-deep-nesting", test_refuses_deep_nesting);
  int status = g_test_run ();
  hopso_test_pki_free (pki);
  return status;
}
