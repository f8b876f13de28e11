/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The openssl program is the authority; another run of it judges our questions. */

#include "hopso-crypto-error.h"
#include "hopso-test-pki.h"
#include "hopso-timestamp.h"

#include <string.h>

static HopsoTestPki *pki; /* owned by main */

#define TSTINFO "1.2.840.113549.1.9.16.1.4"

static const char configuration[] = "[tsa]\n"
                                    "serial = tsa.serial\n"
                                    "crypto_device = builtin\n"
                                    "signer_digest = sha256\n"
                                    "default_policy = 1.2.3.4\n"
                                    "digests = sha256, sha384\n"
                                    "accuracy = secs:1\n"
                                    "ess_cert_id_chain = no\n"
                                    "ess_cert_id_alg = sha256\n";

static void
write_text (const char *file, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  hopso_test_pki_write (pki, file, bytes);
}

static GBytes *
digest_of (const char *text, HopsoHash hash)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return hopso_digest_bytes (hash, bytes);
}

/* The authority's answer about "stamped", signed by @signer. */
static GBytes *
answer (const char *signer, HopsoHash hash, GBytes **nonce)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) digest = digest_of ("stamped", hash);
  g_autoptr (GBytes) request = hopso_timestamp_dup_request (hash, digest, nonce, &error);

  g_assert_no_error (error);
  hopso_test_pki_write (pki, "query.der", request);
  g_autofree char *command =
      g_strdup_printf ("ts -reply -config tsa.cnf -section tsa -queryfile query.der -signer %s.pem "
                       "-inkey %s.key -chain sub.pem -out reply.der",
                       signer, signer);
  hopso_test_pki_run (pki, command);
  return hopso_test_pki_read (pki, "reply.der");
}

static HopsoTimestamp *
stamp (GBytes **nonce)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) response = answer ("tsa", HOPSO_HASH_SHA256, nonce);
  g_autoptr (GBytes) token = hopso_timestamp_dup_token (response, &error);
  g_assert_no_error (error);
  HopsoTimestamp *timestamp = hopso_timestamp_parse (token, &error);

  g_assert_no_error (error);
  return timestamp;
}

static void
test_reads_an_honest_one (void)
{
  g_autoptr (GBytes) nonce = NULL;
  g_autoptr (HopsoTimestamp) timestamp = stamp (&nonce);
  g_autoptr (GBytes) digest = digest_of ("stamped", HOPSO_HASH_SHA256);
  g_autoptr (GBytes) other_nonce = g_bytes_new_static ("12345678", 8);
  g_autoptr (HopsoCertificate) authority = hopso_test_pki_dup_certificate (pki, "tsa");
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  HopsoTimestampFindings findings;

  g_assert_true (hopso_timestamp_verify (timestamp, digest, &findings));
  g_assert_cmpint (findings.imprint, ==, HOPSO_CHECK_PASSED);
  g_assert_cmpint (findings.purpose, ==, HOPSO_CHECK_PASSED);
  g_assert_cmpint (findings.cms.certificate_binding, ==, HOPSO_CHECK_PASSED);
  g_assert_cmpint (ABS (hopso_timestamp_get_time (timestamp) - now), <, 600);
  g_assert_cmpint (hopso_timestamp_get_hash (timestamp), ==, HOPSO_HASH_SHA256);
  g_assert_true (hopso_timestamp_has_nonce (timestamp, nonce));
  g_assert_false (hopso_timestamp_has_nonce (timestamp, other_nonce));
  g_assert_true (
      hopso_certificate_equal (hopso_timestamp_get_signer_certificate (timestamp), authority));
  g_assert_cmpuint (hopso_timestamp_get_certificates (timestamp)->len, ==, 2);
}

static void
test_openssl_accepts_the_answer_to_our_question (void)
{
  g_autoptr (GBytes) nonce = NULL;
  g_autoptr (GBytes) response = answer ("tsa", HOPSO_HASH_SHA384, &nonce);

  g_assert_cmpuint (g_bytes_get_size (response), >, 0);
  hopso_test_pki_run (pki, "ts -verify -queryfile query.der -in reply.der -CAfile root.pem "
                           "-untrusted sub.pem");
}

static void
test_notices_other_bytes (void)
{
  g_autoptr (GBytes) nonce = NULL;
  g_autoptr (HopsoTimestamp) timestamp = stamp (&nonce);
  g_autoptr (GBytes) digest = digest_of ("other", HOPSO_HASH_SHA256);
  g_autoptr (GBytes) longer = digest_of ("stamped", HOPSO_HASH_SHA512);
  HopsoTimestampFindings findings;

  g_assert_false (hopso_timestamp_verify (timestamp, digest, &findings));
  g_assert_cmpint (findings.imprint, ==, HOPSO_CHECK_FAILED);
  g_assert_cmpint (findings.cms.signature_value, ==, HOPSO_CHECK_PASSED);
  g_assert_false (hopso_timestamp_verify (timestamp, longer, &findings));
}

/* openssl ts refuses such a signer, so the token is made as a plain CMS. */
static void
test_refuses_who_may_not_stamp (void)
{
  g_autoptr (GBytes) nonce = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) response = answer ("tsa", HOPSO_HASH_SHA256, &nonce);
  g_autoptr (GBytes) genuine = hopso_timestamp_dup_token (response, &error);

  hopso_test_pki_write (pki, "token.der", genuine);
  hopso_test_pki_run (pki, "cms -verify -inform DER -in token.der -noverify -binary -out info.der");
  hopso_test_pki_run (pki, "cms -sign -cades -binary -nodetach -econtent_type " TSTINFO
                           " -in info.der -signer signer-ec.pem "
                           "-inkey signer-ec.key -outform DER -out forged.der");
  g_autoptr (GBytes) bytes = hopso_test_pki_read (pki, "forged.der");
  g_autoptr (HopsoTimestamp) timestamp = hopso_timestamp_parse (bytes, &error);
  g_autoptr (GBytes) digest = digest_of ("stamped", HOPSO_HASH_SHA256);
  HopsoTimestampFindings findings;

  g_assert_no_error (error);
  g_assert_false (hopso_timestamp_verify (timestamp, digest, &findings));
  g_assert_cmpint (findings.imprint, ==, HOPSO_CHECK_PASSED);
  g_assert_cmpint (findings.cms.signature_value, ==, HOPSO_CHECK_PASSED);
  g_assert_cmpint (findings.purpose, ==, HOPSO_CHECK_FAILED);
}

static void
test_no_changed_byte_moves_the_time (void)
{
  g_autoptr (GBytes) nonce = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) response = answer ("tsa", HOPSO_HASH_SHA256, &nonce);
  g_autoptr (GBytes) token = hopso_timestamp_dup_token (response, &error);
  g_autoptr (HopsoTimestamp) genuine = hopso_timestamp_parse (token, &error);
  g_autoptr (GBytes) digest = digest_of ("stamped", HOPSO_HASH_SHA256);
  gsize size = g_bytes_get_size (token);
  g_autofree guint8 *changed = g_memdup2 (g_bytes_get_data (token, NULL), size);

  for (gsize i = 0; i < size; i++)
    {
      HopsoTimestampFindings findings;

      changed[i] ^= 0x01;
      g_autoptr (GBytes) bytes = g_bytes_new (changed, size);
      g_autoptr (HopsoTimestamp) timestamp = hopso_timestamp_parse (bytes, NULL);
      if (timestamp != NULL && hopso_timestamp_verify (timestamp, digest, &findings))
        g_assert_cmpint (hopso_timestamp_get_time (timestamp), ==,
                         hopso_timestamp_get_time (genuine));
      changed[i] ^= 0x01;
    }
}

static const struct
{
  const char *title, *bytes;
  gsize size;
  HopsoCryptoError code;
} answers[] = {
  { "nothing", "", 0, HOPSO_CRYPTO_ERROR_MALFORMED },
  { "a web page", "<html>", 6, HOPSO_CRYPTO_ERROR_MALFORMED },
  { "refused", "\x30\x05\x30\x03\x02\x01\x02", 7, HOPSO_CRYPTO_ERROR_UNSUPPORTED },
  { "granted without a token", "\x30\x05\x30\x03\x02\x01\x00", 7, HOPSO_CRYPTO_ERROR_UNSUPPORTED },
  { "no status", "\x30\x02\x30\x00", 4, HOPSO_CRYPTO_ERROR_MALFORMED },
  { "something behind", "\x30\x05\x30\x03\x02\x01\x00\x00", 8, HOPSO_CRYPTO_ERROR_MALFORMED },
};

static void
test_tells_refusals_from_nonsense (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) response = g_bytes_new_static (answers[i].bytes, answers[i].size);
      g_autoptr (GBytes) token = hopso_timestamp_dup_token (response, &error);

      g_test_message ("%s", answers[i].title);
      g_assert_null (token);
      g_assert_error (error, HOPSO_CRYPTO_ERROR, (int) answers[i].code);
    }
}

static void
test_another_signature_is_no_timestamp (void)
{
  static const char *const ways[] = { "", "-nodetach", "-nodetach -econtent_type " TSTINFO };

  write_text ("content", "no time");
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *command = g_strconcat (
          "cms -sign -binary -in content -signer tsa.pem -inkey tsa.key -outform DER -out cms.der ",
          ways[i], NULL);
      g_autoptr (GError) error = NULL;

      hopso_test_pki_run (pki, command);
      g_autoptr (GBytes) bytes = hopso_test_pki_read (pki, "cms.der");
      g_autoptr (HopsoTimestamp) timestamp = hopso_timestamp_parse (bytes, &error);
      g_assert_null (timestamp);
      g_assert_error (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_MALFORMED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  pki = hopso_test_pki_new ();
  write_text ("tsa.cnf", configuration);
  write_text ("tsa.serial", "01\n");
  g_test_add_func ("/crypto/timestamp/reads-an-honest-one", test_reads_an_honest_one);
  g_test_add_func ("/crypto/timestamp/openssl-accepts-the-answer-to-our-question",
                   test_openssl_accepts_the_answer_to_our_question);
  g_test_add_func ("/crypto/timestamp/notices-other-bytes", test_notices_other_bytes);
  g_test_add_func ("/crypto/timestamp/refuses-who-may-not-stamp", test_refuses_who_may_not_stamp);
  g_test_add_func ("/crypto/timestamp/no-changed-byte-moves-the-time",
                   test_no_changed_byte_moves_the_time);
  g_test_add_func ("/crypto/timestamp/tells-refusals-from-nonsense",
                   test_tells_refusals_from_nonsense);
  g_test_add_func ("/crypto/timestamp/another-signature-is-no-timestamp",
                   test_another_signature_is_no_timestamp);
  int status = g_test_run ();
  hopso_test_pki_free (pki);
  return status;
}
