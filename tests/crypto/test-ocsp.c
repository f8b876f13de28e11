/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The openssl program is the responder. */

#include "hopso-ocsp-request.h"
#include "hopso-revocation.h"
#include "hopso-test-pki.h"

#include <string.h>

static HopsoTestPki *pki; /* owned by main */
static gint64 now;

#define DAY G_GINT64_CONSTANT (86400)

/* Two responders that sub appointed, one whose term is over. */
static void
appoint_responders (void)
{
  g_autoptr (GBytes) bytes = hopso_test_pki_read (pki, "ca.cnf");
  g_autofree char *text = g_strdup_printf (
      "%.*s\n[x_ocsp]\nkeyUsage = critical,digitalSignature\nextendedKeyUsage = OCSPSigning\n",
      (int) g_bytes_get_size (bytes), (const char *) g_bytes_get_data (bytes, NULL));
  g_autoptr (GBytes) configuration = g_bytes_new (text, strlen (text));
  const char *ends[] = { "20491231235959Z", "20210101000000Z" };
  const char *names[] = { "responder", "former" };

  hopso_test_pki_write (pki, "ocsp.cnf", configuration);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *request = g_strdup_printf (
          "req -new -config ocsp.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
          "-keyout %s.key -out %s.csr -subj /CN=%s",
          names[i], names[i], names[i]);
      g_autofree char *issue =
          g_strdup_printf ("ca -batch -notext -config ocsp.cnf -name sub -extensions x_ocsp "
                           "-startdate 20200101000000Z -enddate %s -in %s.csr -out %s.pem",
                           ends[i], names[i], names[i]);

      hopso_test_pki_run (pki, request);
      hopso_test_pki_run (pki, issue);
    }
}

/* What @responder answers to our question about @name; @life is an option of the program. */
static GBytes *
answer_with_nonce (const char *name, const char *responder, const char *life, GBytes *nonce)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (pki, name);
  g_autoptr (HopsoCertificate) issuer = hopso_test_pki_dup_certificate (pki, "sub");
  g_autoptr (GBytes) request = hopso_ocsp_dup_request (certificate, issuer, nonce, &error);

  g_assert_no_error (error);
  hopso_test_pki_write (pki, "request.der", request);
  g_autofree char *command =
      g_strdup_printf ("ocsp -index sub.index -CA sub.pem -rsigner %s.pem -rkey %s.key "
                       "-reqin request.der -respout response.der %s",
                       responder, responder, life);
  hopso_test_pki_run (pki, command);
  return hopso_test_pki_read (pki, "response.der");
}

static GBytes *
answer (const char *name, const char *responder, const char *life)
{
  return answer_with_nonce (name, responder, life, NULL);
}

static HopsoRevocationStatus
check (GBytes *response, const char *name, gint64 at_time, HopsoRevocationFinding *finding)
{
  g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (pki, name);
  g_autoptr (HopsoCertificate) issuer = hopso_test_pki_dup_certificate (pki, "sub");

  return hopso_revocation_check_ocsp (response, certificate, issuer, at_time, finding);
}

static void
assert_unknown (GBytes *response, const char *name, gint64 at_time, HopsoRevocationDoubt doubt)
{
  HopsoRevocationFinding finding;

  g_assert_cmpint (check (response, name, at_time, &finding), ==, HOPSO_REVOCATION_UNKNOWN);
  g_assert_cmpint (finding.doubt, ==, doubt);
}

static void
test_good_is_good (void)
{
  const char *responders[] = { "sub", "responder" };

  for (gsize i = 0; i < G_N_ELEMENTS (responders); i++)
    {
      g_autoptr (GBytes) response = answer ("signer-rsa", responders[i], "-ndays 2");
      HopsoRevocationFinding finding;

      g_assert_cmpint (check (response, "signer-rsa", now + 60, &finding), ==,
                       HOPSO_REVOCATION_GOOD);
      g_assert_cmpint (finding.next_update - finding.this_update, ==, 2 * DAY);
    }
}

static void
test_revoked_is_revoked (void)
{
  g_autoptr (GBytes) response = answer ("revoked", "responder", "-ndays 2");
  HopsoRevocationFinding finding;

  g_assert_cmpint (check (response, "revoked", now + 60, &finding), ==, HOPSO_REVOCATION_REVOKED);
  g_assert_cmpint (ABS (finding.revoked_at - now), <, 600);
  g_assert_cmpint (finding.reason, ==, 1);
  g_assert_cmpint (check (response, "revoked", now - DAY, NULL), ==, HOPSO_REVOCATION_GOOD);
  g_assert_cmpint (check (response, "revoked", now + 100 * DAY, NULL), ==,
                   HOPSO_REVOCATION_REVOKED);
}

static void
test_old_answers_prove_nothing_good (void)
{
  g_autoptr (GBytes) response = answer ("signer-ec", "responder", "-ndays 2");
  g_autoptr (GBytes) endless = answer ("signer-ec", "responder", "");

  assert_unknown (response, "signer-ec", now + 3 * DAY, HOPSO_REVOCATION_DOUBT_STALE);
  g_assert_cmpint (check (endless, "signer-ec", now + 60, NULL), ==, HOPSO_REVOCATION_GOOD);
  assert_unknown (endless, "signer-ec", now + DAY, HOPSO_REVOCATION_DOUBT_STALE);
}

static void
test_an_answer_about_another_is_none (void)
{
  g_autoptr (GBytes) response = answer ("signer-rsa", "responder", "-ndays 2");

  assert_unknown (response, "signer-ec", now, HOPSO_REVOCATION_DOUBT_OUT_OF_SCOPE);
}

static void
test_only_the_appointed_may_answer (void)
{
  const char *responders[] = { "signer-ec", "former", "other-root" };

  for (gsize i = 0; i < G_N_ELEMENTS (responders); i++)
    {
      g_autoptr (GBytes) response = answer ("signer-rsa", responders[i], "-ndays 2");

      g_test_message ("%s", responders[i]);
      assert_unknown (response, "signer-rsa", now, HOPSO_REVOCATION_DOUBT_BAD_SIGNATURE);
    }
}

static void
test_no_changed_byte_changes_the_answer (void)
{
  g_autoptr (GBytes) response = answer ("revoked", "responder", "-ndays 2");
  gsize size = g_bytes_get_size (response);
  g_autofree guint8 *changed = g_memdup2 (g_bytes_get_data (response, NULL), size);

  for (gsize i = 0; i < size; i++)
    {
      changed[i] ^= 0x01;
      g_autoptr (GBytes) bytes = g_bytes_new (changed, size);
      g_assert_cmpint (check (bytes, "revoked", now + 60, NULL), !=, HOPSO_REVOCATION_GOOD);
      changed[i] ^= 0x01;
    }
}

static void
test_no_answer_is_no_answer (void)
{
  /* tryLater, and a web page */
  g_autoptr (GBytes) later = g_bytes_new_static ("\x30\x03\x0a\x01\x03", 5);
  g_autoptr (GBytes) page = g_bytes_new_static ("<html>", 6);

  assert_unknown (later, "signer-ec", now, HOPSO_REVOCATION_DOUBT_MALFORMED);
  assert_unknown (page, "signer-ec", now, HOPSO_REVOCATION_DOUBT_MALFORMED);
}

static void
test_a_nonce_ties_an_answer_to_its_question (void)
{
  g_autoptr (GBytes) nonce = g_bytes_new_static ("12345678901234567890123456789012", 32);
  g_autoptr (GBytes) another = g_bytes_new_static ("12345678901234567890123456789013", 32);
  g_autoptr (GBytes) tied = answer_with_nonce ("signer-ec", "responder", "-ndays 2", nonce);
  g_autoptr (GBytes) loose = answer ("signer-ec", "responder", "-ndays 2");
  g_autoptr (GBytes) page = g_bytes_new_static ("<html>", 6);

  g_assert_true (hopso_ocsp_is_answer_to (tied, nonce));
  g_assert_false (hopso_ocsp_is_answer_to (tied, another));
  g_assert_false (hopso_ocsp_is_answer_to (tied, NULL));
  g_assert_true (hopso_ocsp_is_answer_to (loose, nonce));
  g_assert_true (hopso_ocsp_is_answer_to (loose, NULL));
  g_assert_false (hopso_ocsp_is_answer_to (page, nonce));
}

static void
test_the_question_fits_into_an_address (void)
{
  g_autoptr (GBytes) request = g_bytes_new_static ("\x30\x03\xff\xef\xfe", 5);
  g_autofree char *bare = hopso_ocsp_dup_address ("http://ocsp.example.vn", request);
  g_autofree char *folder = hopso_ocsp_dup_address ("http://ocsp.example.vn/a/", request);

  g_assert_cmpstr (bare, ==, "http://ocsp.example.vn/MAP%2F7%2F4%3D");
  g_assert_cmpstr (folder, ==, "http://ocsp.example.vn/a/MAP%2F7%2F4%3D");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  pki = hopso_test_pki_new ();
  now = g_get_real_time () / G_USEC_PER_SEC;
  appoint_responders ();
  g_test_add_func ("/crypto/ocsp/good-is-good", test_good_is_good);
  g_test_add_func ("/crypto/ocsp/revoked-is-revoked", test_revoked_is_revoked);
  g_test_add_func ("/crypto/ocsp/old-answers-prove-nothing-good",
                   test_old_answers_prove_nothing_good);
  g_test_add_func ("/crypto/ocsp/an-answer-about-another-is-none",
                   test_an_answer_about_another_is_none);
  g_test_add_func ("/crypto/ocsp/only-the-appointed-may-answer",
                   test_only_the_appointed_may_answer);
  g_test_add_func ("/crypto/ocsp/no-changed-byte-changes-the-answer",
                   test_no_changed_byte_changes_the_answer);
  g_test_add_func ("/crypto/ocsp/no-answer-is-no-answer", test_no_answer_is_no_answer);
  g_test_add_func ("/crypto/ocsp/a-nonce-ties-an-answer-to-its-question",
                   test_a_nonce_ties_an_answer_to_its_question);
  g_test_add_func ("/crypto/ocsp/the-question-fits-into-an-address",
                   test_the_question_fits_into_an_address);
  int status = g_test_run ();
  hopso_test_pki_free (pki);
  return status;
}
