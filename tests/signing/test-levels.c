/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signatures at every level, with authorities that really answer: what comes out is what was asked
 * for, for us without any network, for other programs, and attribute by attribute; and when an
 * authority fails, nothing half-made appears. */

#include "hopso-cms.h"
#include "hopso-digest.h"
#include "hopso-test-authorities.h"
#include "signing-world.h"

#include <string.h>

typedef struct
{
  HopsoTestAuthorities *authorities; /* owned */
  SigningWorld *world;               /* owned */
  char *tsa;                         /* owned: address of the good one */
} Fixture;

/* The certificate that signs ends this soon. */
#define SOON 3600

static char *
dup_time (gint64 seconds_from_now)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_seconds (now, (double) seconds_from_now);

  return g_date_time_format (then, "%Y%m%d%H%M%SZ");
}

static void
shorten_life (HopsoTestPki *pki, const char *name)
{
  g_autofree char *from = dup_time (-60);
  g_autofree char *until = dup_time (SOON);
  g_autofree char *request = g_strdup_printf (
      "req -new -config ca.cnf -key %s.key -subj /CN=%s -out again.csr", name, name);
  g_autofree char *issue =
      g_strdup_printf ("ca -batch -notext -utf8 -config ca.cnf -name sub -extensions x_signer "
                       "-startdate %s -enddate %s -in again.csr -out %s.pem",
                       from, until, name);

  hopso_test_pki_run (pki, request);
  hopso_test_pki_run (pki, issue);
}

static void
set_up (Fixture *f, gconstpointer short_lived)
{
  f->authorities = hopso_test_authorities_new ();
  if (short_lived != NULL)
    shorten_life (hopso_test_authorities_get_pki (f->authorities), short_lived);
  f->world = signing_world_new_for (hopso_test_authorities_get_pki (f->authorities));
  f->tsa = hopso_test_authorities_dup_url (f->authorities, "/tsa/good");
  hopso_timestamp_client_set_patience (
      hopso_signer_get_timestamp_client (signing_world_get_signer (f->world)), 30, 3, 10);
  signing_world_typeset (f->world, "letter.pdf");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  signing_world_free (f->world);
  hopso_test_authorities_free (f->authorities);
  g_free (f->tsa);
}

static HopsoSignJob *
sign (Fixture *f, HopsoSignBatch *batch, const char *input, const char *output, const char *tsa)
{
  HopsoSignJob *job = signing_world_make_job (f->world, input, output);
  g_autoptr (GError) error = NULL;

  hopso_sign_batch_set_tsa_url (batch, tsa);
  hopso_sign_batch_add_job (batch, job);
  signing_world_sign (f->world, batch, &error);
  g_assert_no_error (error);
  return job;
}

static HopsoSignJob *
sign_at (Fixture *f, HopsoSignatureLevel level, const char *input, const char *output)
{
  g_autoptr (HopsoSignBatch) batch = signing_world_make_batch (f->world, "signer-rsa", NULL);

  hopso_sign_batch_set_level (batch, level);
  return sign (f, batch, input, output, f->tsa);
}

static void
assert_done (HopsoSignJob *job, HopsoSignatureLevel level)
{
  const GError *error = hopso_sign_job_get_error (job);

  g_assert_no_error (error);
  g_assert_cmpint (hopso_sign_job_get_state (job), ==, HOPSO_SIGN_DONE);
  g_assert_cmpint (hopso_sign_job_get_level (job), ==, level);
  g_assert_false (hopso_sign_job_is_timestamp_due (job));
}

/* By somebody who trusts the root and has no network nor memory, so many seconds from now. */
static HopsoSignatureReport *
ask_stranger (Fixture *f, const char *name, gint64 seconds)
{
  g_autoptr (HopsoClock) clock =
      hopso_clock_new_fixed (g_get_real_time () / G_USEC_PER_SEC + seconds);
  g_autoptr (HopsoTrustList) trust = hopso_trust_list_new ();
  g_autoptr (HopsoCertificate) root =
      hopso_test_pki_dup_certificate (signing_world_get_pki (f->world), "root");
  g_autoptr (HopsoVerifier) stranger = NULL;

  hopso_trust_list_add_certificate (trust, root);
  stranger = hopso_verifier_new (signing_world_get_pdf_client (f->world), NULL, trust, clock);
  hopso_verifier_set_max_time (stranger, 60000);
  return signing_world_verify_with (f->world, stranger, name, HOPSO_VERIFY_OFFLINE);
}

static void
assert_level_of (Fixture *f, const char *name, guint position, HopsoSignatureLevel level)
{
  g_autoptr (HopsoSignatureReport) report = ask_stranger (f, name, 0);
  HopsoSignatureResult *result = hopso_signature_report_get_result (report, position);

  for (guint i = 0; i < hopso_signature_result_get_n_reasons (result); i++)
    g_test_message ("%s: %s (%s)", name,
                    hopso_signature_reason_get_name (hopso_signature_result_get_reason (result, i)),
                    hopso_signature_result_get_detail (result, i));
  g_assert_cmpint (hopso_signature_result_get_facts (result)->level, ==, level);
  g_assert_cmpint (hopso_signature_result_get_verdict (result), ==, HOPSO_VERDICT_VALID);
}

static void
assert_others_agree (Fixture *f, const char *name)
{
  g_autofree char *qpdf = g_strdup_printf ("qpdf --check %s", name);
  g_autofree char *pdfsig = g_strdup_printf ("pdfsig -nocert %s", name);
  g_autofree char *said = NULL;

  g_assert_true (signing_world_run (f->world, NULL, qpdf));
  g_assert_true (signing_world_run (f->world, &said, pdfsig));
  g_test_message ("%s", said);
  g_assert_nonnull (strstr (said, "Signature is Valid"));
  g_assert_null (strstr (said, "Signature is Invalid"));
}

static void
test_levels (Fixture *f, gconstpointer data)
{
  static const HopsoSignatureLevel levels[] = { HOPSO_SIGNATURE_LEVEL_B_LT,
                                                HOPSO_SIGNATURE_LEVEL_B_LTA };

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      g_autoptr (HopsoSignJob) job = sign_at (f, levels[i], "letter.pdf", "signed.pdf");

      assert_done (job, levels[i]);
      assert_level_of (f, "signed.pdf", 0, levels[i]);
      assert_others_agree (f, "signed.pdf");
    }
}

/* What we made ourselves, read when the certificate that signed it has ended: with the archive's
 * proof of time it is as good as before, without it nobody knows. */
static void
test_the_certificate_ends (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoSignJob) bare = sign_at (f, HOPSO_SIGNATURE_LEVEL_B_B, "letter.pdf", "bare.pdf");
  g_autoptr (HopsoSignJob) archived =
      sign_at (f, HOPSO_SIGNATURE_LEVEL_B_LTA, "letter.pdf", "archived.pdf");
  g_autoptr (HopsoSignatureReport) unproven = ask_stranger (f, "bare.pdf", 2 * SOON);
  g_autoptr (HopsoSignatureReport) proven = ask_stranger (f, "archived.pdf", 2 * SOON);
  HopsoSignatureResult *result = hopso_signature_report_get_result (unproven, 0);
  gint64 time;

  assert_done (archived, HOPSO_SIGNATURE_LEVEL_B_LTA);
  g_assert_cmpint (hopso_signature_result_get_verdict (result), ==, HOPSO_VERDICT_UNDETERMINED);
  g_assert_true (hopso_signature_result_has_reason (result, HOPSO_SIGNATURE_REASON_EXPIRED));
  result = hopso_signature_report_get_result (proven, 0);
  g_assert_cmpint (hopso_signature_result_get_verdict (result), ==, HOPSO_VERDICT_VALID);
  g_assert_cmpint (hopso_signature_result_get_facts (result)->level, ==,
                   HOPSO_SIGNATURE_LEVEL_B_LTA);
  g_assert_true (hopso_signature_result_has_note (result, HOPSO_SIGNATURE_NOTE_EXPIRED_SINCE));
  time = hopso_signature_result_get_facts (result)->proven_time;
  g_assert_cmpint (ABS (time - g_get_real_time () / G_USEC_PER_SEC), <, SOON);
}

/* Two people, the second on the file of the first. */
static void
test_a_second_signature (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoSignJob) first =
      sign_at (f, HOPSO_SIGNATURE_LEVEL_B_LTA, "letter.pdf", "first.pdf");
  g_autoptr (HopsoSignBatch) batch = signing_world_make_batch (f->world, "signer-ec", NULL);

  assert_done (first, HOPSO_SIGNATURE_LEVEL_B_LTA);
  hopso_sign_batch_set_level (batch, HOPSO_SIGNATURE_LEVEL_B_LT);
  g_autoptr (HopsoSignJob) second = sign (f, batch, "first.pdf", "second.pdf", f->tsa);
  assert_done (second, HOPSO_SIGNATURE_LEVEL_B_LT);
  assert_level_of (f, "second.pdf", 0, HOPSO_SIGNATURE_LEVEL_B_LTA);
  assert_level_of (f, "second.pdf", 2, HOPSO_SIGNATURE_LEVEL_B_LT);
  assert_others_agree (f, "second.pdf");
}

/* --- the CMS --------------------------------------------------------------------------------- */

static GBytes *
read_contents (Fixture *f, const char *name)
{
  g_autoptr (GBytes) file = signing_world_read (f->world, name);
  gsize size;
  const char *bytes = g_bytes_get_data (file, &size);
  const char *at = memmem (bytes, size, "/Contents <", 11);
  GByteArray *contents = g_byte_array_new ();

  g_assert_nonnull (at);
  for (at += 11; *at != '>'; at += 2)
    {
      guint8 byte = (guint8) (g_ascii_xdigit_value (at[0]) << 4 | g_ascii_xdigit_value (at[1]));

      g_byte_array_append (contents, &byte, 1);
    }
  return g_byte_array_free_to_bytes (contents);
}

static guint
count_of (const char *text, const char *part)
{
  guint n = 0;

  for (const char *at = strstr (text, part); at != NULL; at = strstr (at + 1, part))
    n++;
  return n;
}

/* What stands in it, as the openssl program reads it (EN 319 142-1, 6.3, EN 319 122-1, 5). */
static void
test_attributes (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoSignJob) job = sign_at (f, HOPSO_SIGNATURE_LEVEL_B_T, "letter.pdf", "signed.pdf");
  g_autoptr (GBytes) contents = read_contents (f, "signed.pdf");
  HopsoTestPki *pki = signing_world_get_pki (f->world);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoCms) cms = hopso_cms_parse (contents, &error);
  g_autofree char *root = hopso_test_pki_dup_path (pki, "root.pem");
  g_autofree char *sub = hopso_test_pki_dup_path (pki, "sub.pem");
  g_autofree char *said = NULL;

  assert_done (job, HOPSO_SIGNATURE_LEVEL_B_T);
  g_autoptr (HopsoSignatureReport) report =
      signing_world_verify (f->world, "signed.pdf", HOPSO_VERIFY_NORMAL);
  HopsoSignatureResult *result = hopso_signature_report_get_result (report, 0);
  g_assert_cmpint (hopso_signature_result_get_facts (result)->level, ==, HOPSO_SIGNATURE_LEVEL_B_T);
  g_assert_cmpint (hopso_signature_result_get_verdict (result), ==, HOPSO_VERDICT_VALID);
  assert_others_agree (f, "signed.pdf");
  g_assert_no_error (error);
  signing_world_write (f->world, "cms.der", g_bytes_get_data (contents, NULL),
                       g_bytes_get_size (contents) - hopso_cms_get_padding (cms));
  g_assert_true (signing_world_run (f->world, &said,
                                    "openssl cms -cmsout -print -noout -inform DER -in cms.der"));
  const char *signed_part = strstr (said, "signedAttrs:");
  const char *unsigned_part = strstr (said, "unsignedAttrs:");
  g_assert_nonnull (signed_part);
  g_assert_nonnull (unsigned_part);
  g_autofree char *attributes = g_strndup (signed_part, (gsize) (unsigned_part - signed_part));
  g_assert_cmpuint (count_of (attributes, "object: "), ==, 3);
  g_assert_cmpuint (count_of (attributes, "object: contentType"), ==, 1);
  g_assert_cmpuint (count_of (attributes, "object: messageDigest"), ==, 1);
  g_assert_cmpuint (count_of (attributes, "object: id-smime-aa-signingCertificateV2"), ==, 1);
  g_assert_cmpuint (count_of (attributes, "signingTime"), ==, 0);
  g_assert_cmpuint (count_of (unsigned_part, "object: id-smime-aa-timeStampToken"), ==, 1);
  g_assert_cmpuint (count_of (said, "signerInfos:"), ==, 1);

  g_autoptr (GBytes) token = g_bytes_ref (hopso_cms_get_timestamp_token (cms));
  GBytes *value = hopso_cms_get_signature_value (cms);
  signing_world_write (f->world, "token.der", g_bytes_get_data (token, NULL),
                       g_bytes_get_size (token));
  signing_world_write (f->world, "value.bin", g_bytes_get_data (value, NULL),
                       g_bytes_get_size (value));
  g_autofree char *verify = g_strdup_printf (
      "openssl ts -verify -data value.bin -token_in -in token.der -CAfile %s -untrusted %s", root,
      sub);
  g_assert_true (signing_world_run (f->world, NULL, verify));
}

/* --- too large ------------------------------------------------------------------------------- */

/* 60 certificates do not fit the usual place, and none of them is cut. */
static void
test_larger_place (Fixture *f, gconstpointer data)
{
  HopsoTestPki *pki = signing_world_get_pki (f->world);
  g_autoptr (HopsoSignBatch) batch = signing_world_make_batch (f->world, "signer-rsa", NULL);

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *request =
          g_strdup_printf ("req -x509 -newkey rsa:2048 -nodes -keyout more.key -out more.pem "
                           "-subj /CN=%u -days 30 -config ca.cnf",
                           i);
      if (i == 0)
        hopso_test_pki_run (pki, request);
      g_autoptr (HopsoCertificate) more = hopso_test_pki_dup_certificate (pki, "more");
      hopso_sign_batch_add_chain_certificate (batch, more);
    }
  hopso_sign_batch_set_level (batch, HOPSO_SIGNATURE_LEVEL_B_LT);
  g_autoptr (HopsoSignJob) job = sign (f, batch, "letter.pdf", "signed.pdf", f->tsa);
  assert_done (job, HOPSO_SIGNATURE_LEVEL_B_LT);
  assert_level_of (f, "signed.pdf", 0, HOPSO_SIGNATURE_LEVEL_B_LT);
  g_autoptr (GBytes) contents = read_contents (f, "signed.pdf");
  g_assert_cmpuint (g_bytes_get_size (contents), >, 32768);
}

/* --- failures -------------------------------------------------------------------------------- */

static gboolean
is_there (Fixture *f, const char *name)
{
  g_autofree char *path = signing_world_dup_path (f->world, name);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
test_nothing_half_made (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *path;
    HopsoSigningError code;
  } faults[] = {
    { "/tsa/error", HOPSO_SIGNING_ERROR_NO_TIMESTAMP },
    { "/tsa/nonce", HOPSO_SIGNING_ERROR_AUTHORITY },
    { "/tsa/by/tsa-ended", HOPSO_SIGNING_ERROR_AUTHORITY },
    { "/tsa/cut", HOPSO_SIGNING_ERROR_NO_TIMESTAMP },
  };
  g_autoptr (GBytes) before = signing_world_read (f->world, "letter.pdf");

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (HopsoSignBatch) batch = signing_world_make_batch (f->world, "signer-rsa", NULL);
      g_autofree char *url = hopso_test_authorities_dup_url (f->authorities, faults[i].path);

      hopso_sign_batch_set_level (batch, HOPSO_SIGNATURE_LEVEL_B_LTA);
      g_autoptr (HopsoSignJob) job = sign (f, batch, "letter.pdf", "none.pdf", url);
      g_assert_cmpint (hopso_sign_job_get_state (job), ==, HOPSO_SIGN_FAILED);
      g_assert_error (hopso_sign_job_get_error (job), HOPSO_SIGNING_ERROR, (int) faults[i].code);
      g_assert_false (is_there (f, "none.pdf"));
    }
  g_autoptr (GBytes) after = signing_world_read (f->world, "letter.pdf");
  g_assert_true (g_bytes_equal (before, after));
}

/* The authority of time is dead: the signature is kept, and said to be due. */
static void
test_later (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoSignBatch) batch = signing_world_make_batch (f->world, "signer-rsa", NULL);
  g_autofree char *url = hopso_test_authorities_dup_url (f->authorities, "/tsa/error");

  hopso_sign_batch_set_level (batch, HOPSO_SIGNATURE_LEVEL_B_LT);
  hopso_sign_batch_set_timestamp_later (batch, TRUE);
  g_autoptr (HopsoSignJob) job = sign (f, batch, "letter.pdf", "signed.pdf", url);
  g_assert_cmpint (hopso_sign_job_get_state (job), ==, HOPSO_SIGN_DONE);
  g_assert_true (hopso_sign_job_is_timestamp_due (job));
  g_assert_error (hopso_sign_job_get_error (job), HOPSO_SIGNING_ERROR,
                  HOPSO_SIGNING_ERROR_NO_TIMESTAMP);
  g_assert_cmpint (hopso_sign_job_get_level (job), ==, HOPSO_SIGNATURE_LEVEL_B_B);
  g_assert_cmpuint (hopso_sign_job_get_try (job), ==, 3);
  assert_others_agree (f, "signed.pdf");
}

static void
tired_cb (HopsoSignJob *job, GParamSpec *spec, HopsoSignBatch *batch)
{
  if (hopso_sign_job_get_state (job) == HOPSO_SIGN_TIMESTAMPING)
    hopso_sign_batch_stop_waiting (batch);
}

/* The authority of time never answers, and somebody is tired of waiting for it. */
static void
test_nobody_waits (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoSignBatch) batch = signing_world_make_batch (f->world, "signer-rsa", NULL);
  g_autofree char *url = hopso_test_authorities_dup_url (f->authorities, "/tsa/silent");
  g_autoptr (HopsoSignJob) job = signing_world_make_job (f->world, "letter.pdf", "signed.pdf");
  g_autoptr (GError) error = NULL;

  hopso_sign_batch_set_level (batch, HOPSO_SIGNATURE_LEVEL_B_T);
  hopso_sign_batch_set_tsa_url (batch, url);
  hopso_sign_batch_add_job (batch, job);
  g_signal_connect (job, "notify::state", G_CALLBACK (tired_cb), batch);
  signing_world_sign (f->world, batch, &error);
  g_assert_no_error (error);
  g_assert_cmpint (hopso_sign_job_get_state (job), ==, HOPSO_SIGN_DONE);
  g_assert_true (hopso_sign_job_is_timestamp_due (job));
  g_assert_cmpint (hopso_sign_job_get_level (job), ==, HOPSO_SIGNATURE_LEVEL_B_B);
  assert_others_agree (f, "signed.pdf");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *f, gconstpointer data);
    const char *short_lived;
  } tests[] = {
    { "/signing/levels/all", test_levels },
    { "/signing/levels/the-certificate-ends", test_the_certificate_ends, "signer-rsa" },
    { "/signing/levels/second-signature", test_a_second_signature },
    { "/signing/levels/attributes", test_attributes },
    { "/signing/levels/larger-place", test_larger_place },
    { "/signing/levels/nothing-half-made", test_nothing_half_made },
    { "/signing/levels/later", test_later },
    { "/signing/levels/nobody-waits", test_nobody_waits },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, tests[i].short_lived, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
