/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signatures of every level, looked at earlier and later than they were made: what a time stamp
 * proves, what evidence about revocation is worth when, and what is never called valid. The files
 * are made by recipe at times of their own; nothing is fetched. */

#include "hopso-test-recipe.h"
#include "hopso-verifier.h"

#include <fcntl.h>
#include <glib/gstdio.h>

#define DAY  (24 * 3600)
#define YEAR (365 * DAY)
#define T0   G_GINT64_CONSTANT (1622505600) /* 2021-06-01 */

#define ALL_MATERIAL (HOPSO_TEST_MATERIAL_OCSP | HOPSO_TEST_MATERIAL_CRL | HOPSO_TEST_MATERIAL_VRI)

/* What tests change of the authorities, as it was made. */
static const char *const changing[] = { "signer-ec.pem", "tsa.pem", "sub.index" };

static HopsoTestPki *shared;                       /* owned by main */
static GBytes *originals[G_N_ELEMENTS (changing)]; /* owned by main */

typedef struct
{
  HopsoTestPki *pki;            /* borrowed */
  HopsoPdfClient *pdf_client;   /* owned */
  HopsoTrustList *trust;        /* owned */
  HopsoVerifier *verifier;      /* owned */
  HopsoSignatureReport *report; /* owned, nullable: the last one */
} Fixture;

static void
trust (Fixture *f, const char *name)
{
  g_autoptr (HopsoCertificate) anchor = hopso_test_pki_dup_certificate (f->pki, name);

  hopso_trust_list_add_certificate (f->trust, anchor);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();

  f->pki = shared;
  for (gsize i = 0; i < G_N_ELEMENTS (changing); i++)
    hopso_test_pki_write (f->pki, changing[i], originals[i]);
  hopso_test_pki_set_time (f->pki, T0);
  f->pdf_client = hopso_pdf_client_new ();
  f->trust = hopso_trust_list_new ();
  f->verifier = hopso_verifier_new (f->pdf_client, NULL, f->trust, clock);
  trust (f, "root");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->report);
  g_object_unref (f->verifier);
  g_object_unref (f->trust);
  g_object_unref (f->pdf_client);
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;
  g_autoptr (GError) error = NULL;

  f->report = hopso_verifier_verify_finish (HOPSO_VERIFIER (source), result, &error);
  g_assert_no_error (error);
}

static void
verify (Fixture *f, HopsoTestRecipe *recipe, gint64 at)
{
  g_autofree char *path = hopso_test_pki_dup_path (f->pki, "times.pdf");

  hopso_test_recipe_write (recipe, path);
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);
  g_clear_object (&f->report);
  hopso_verifier_set_time (f->verifier, at);
  hopso_verifier_verify_async (f->verifier, fd, HOPSO_VERIFY_OFFLINE, NULL, verified_cb, f);
  g_close (fd, NULL);
  while (f->report == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
show (HopsoSignatureReport *report)
{
  for (guint i = 0; i < hopso_signature_report_get_n_results (report); i++)
    {
      HopsoSignatureResult *result = hopso_signature_report_get_result (report, i);
      const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);

      g_test_message ("%s %s %s", facts->field_name,
                      hopso_verdict_get_name (hopso_signature_result_get_verdict (result)),
                      hopso_signature_level_get_name (facts->level));
      for (guint j = 0; j < hopso_signature_result_get_n_reasons (result); j++)
        {
          const char *detail = hopso_signature_result_get_detail (result, j);

          g_test_message (
              "  %s: %s",
              hopso_signature_reason_get_name (hopso_signature_result_get_reason (result, j)),
              detail != NULL ? detail : "");
        }
      for (guint j = 0; j < hopso_signature_result_get_n_notes (result); j++)
        {
          const char *detail = hopso_signature_result_get_note_detail (result, j);

          g_test_message (
              "  (%s: %s)",
              hopso_signature_note_get_name (hopso_signature_result_get_note (result, j)),
              detail != NULL ? detail : "");
        }
    }
}

static HopsoSignatureResult *
check (Fixture *f, HopsoVerdict verdict, HopsoSignatureLevel level)
{
  HopsoSignatureResult *first = hopso_signature_report_get_result (f->report, 0);

  show (f->report);
  g_assert_cmpint (hopso_signature_result_get_verdict (first), ==, verdict);
  g_assert_cmpstr (hopso_signature_level_get_name (hopso_signature_result_get_facts (first)->level),
                   ==, hopso_signature_level_get_name (level));
  return first;
}

static void
check_doubt (Fixture *f, HopsoSignatureLevel level, HopsoSignatureReason reason)
{
  HopsoVerdict verdict = hopso_signature_reason_get_verdict (reason);

  g_assert_true (hopso_signature_result_has_reason (check (f, verdict, level), reason));
}

static void
test_every_level_is_told (Fixture *f, gconstpointer data)
{
  static const struct
  {
    HopsoTestLevel made;
    HopsoVerdict verdict;
    HopsoSignatureLevel level;
  } rows[] = {
    { HOPSO_TEST_LEVEL_B, HOPSO_VERDICT_UNDETERMINED, HOPSO_SIGNATURE_LEVEL_B_B },
    /* Offline nobody tells whether the time stamp authority was revoked. */
    { HOPSO_TEST_LEVEL_T, HOPSO_VERDICT_UNDETERMINED, HOPSO_SIGNATURE_LEVEL_B_B },
    { HOPSO_TEST_LEVEL_LT, HOPSO_VERDICT_VALID, HOPSO_SIGNATURE_LEVEL_B_LT },
    { HOPSO_TEST_LEVEL_LTA, HOPSO_VERDICT_VALID, HOPSO_SIGNATURE_LEVEL_B_LTA },
    { HOPSO_TEST_LEVEL_RENEWED, HOPSO_VERDICT_VALID, HOPSO_SIGNATURE_LEVEL_B_LTA },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HopsoTestRecipe) recipe =
          hopso_test_recipe_new_of_level (f->pki, "signer-rsa", rows[i].made);

      verify (f, recipe, T0 + 3600);
      HopsoSignatureResult *result = check (f, rows[i].verdict, rows[i].level);
      const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);
      if (rows[i].level < HOPSO_SIGNATURE_LEVEL_B_T)
        {
          g_assert_cmpint (facts->proven_time, ==, 0);
          g_assert_null (facts->proven_by);
          continue;
        }
      g_assert_cmpint (ABS (facts->proven_time - T0), <, 300);
      g_assert_cmpstr (facts->proven_by, ==, "Dấu thời gian");
      g_assert_true (g_str_has_suffix (facts->revocation, "Z"));
      g_assert_cmpint (facts->claimed_ahead, <, 300);
      g_assert_false (facts->is_legacy);
      g_assert_cmpint (hopso_signature_report_get_verdict (f->report), ==, HOPSO_VERDICT_VALID);
    }
}

/* The evidence of the signature's day does not tell what became of the authority since. */
static void
test_old_evidence_proves_no_time_today (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoTestRecipe) recipe =
      hopso_test_recipe_new_of_level (f->pki, "signer-rsa", HOPSO_TEST_LEVEL_LT);

  verify (f, recipe, T0 + YEAR);
  check_doubt (f, HOPSO_SIGNATURE_LEVEL_B_B, HOPSO_SIGNATURE_REASON_REVOCATION_UNKNOWN);
}

/* Another certificate under the same name, with a term of its own. */
static void
reissue (Fixture *f, const char *name, const char *extensions, const char *from, const char *until)
{
  g_autofree char *request = g_strdup_printf (
      "req -new -config ca.cnf -key %s.key -subj /CN=%s -out again.csr", name, name);
  g_autofree char *issue =
      g_strdup_printf ("ca -batch -notext -utf8 -config ca.cnf -name sub -extensions %s -startdate "
                       "%sZ -enddate %sZ -in again.csr -out %s.pem",
                       extensions, from, until, name);

  hopso_test_pki_run (f->pki, request);
  hopso_test_pki_run (f->pki, issue);
}

static void
renew (HopsoTestRecipe *recipe, Fixture *f, gint64 at, HopsoTestMaterial kinds)
{
  hopso_test_pki_set_time (f->pki, at);
  hopso_test_recipe_add_material (recipe, kinds, "tsa", NULL);
  hopso_test_recipe_stamp_document (recipe);
  hopso_test_pki_set_time (f->pki, at + 60);
  hopso_test_recipe_add_material (recipe, kinds, "tsa", NULL);
}

static void
test_the_archive_outlives_the_certificate (Fixture *f, gconstpointer data)
{
  reissue (f, "signer-ec", "x_signer", "20210101000000", "20211231235959");
  g_autoptr (HopsoTestRecipe) recipe =
      hopso_test_recipe_new_of_level (f->pki, "signer-ec", HOPSO_TEST_LEVEL_LTA);
  renew (recipe, f, T0 + 2 * YEAR, ALL_MATERIAL);
  verify (f, recipe, T0 + 2 * YEAR + 3600);

  HopsoSignatureResult *result = check (f, HOPSO_VERDICT_VALID, HOPSO_SIGNATURE_LEVEL_B_LTA);
  g_assert_true (hopso_signature_result_has_note (result, HOPSO_SIGNATURE_NOTE_EXPIRED_SINCE));
  g_assert_cmpint (ABS (hopso_signature_result_get_facts (result)->proven_time - T0), <, 300);
}

static void
test_expired_without_proof_is_open (Fixture *f, gconstpointer data)
{
  reissue (f, "signer-ec", "x_signer", "20210101000000", "20211231235959");
  g_autoptr (HopsoTestRecipe) recipe =
      hopso_test_recipe_new_of_level (f->pki, "signer-ec", HOPSO_TEST_LEVEL_B);
  verify (f, recipe, T0 + 2 * YEAR);
  check_doubt (f, HOPSO_SIGNATURE_LEVEL_B_B, HOPSO_SIGNATURE_REASON_EXPIRED);
}

/* An archive stamp by an authority that has ended since, and nobody renewed it in time. */
static void
test_a_chain_that_was_broken_proves_nothing (Fixture *f, gconstpointer data)
{
  reissue (f, "signer-ec", "x_signer", "20210101000000", "20211231235959");
  reissue (f, "tsa", "x_tsa", "20210101000000", "20220101000000");
  g_autoptr (HopsoTestRecipe) recipe =
      hopso_test_recipe_new_of_level (f->pki, "signer-ec", HOPSO_TEST_LEVEL_LTA);
  reissue (f, "tsa", "x_tsa", "20230101000000", "20300101000000");
  renew (recipe, f, T0 + 2 * YEAR, ALL_MATERIAL);
  verify (f, recipe, T0 + 2 * YEAR + 3600);
  check_doubt (f, HOPSO_SIGNATURE_LEVEL_B_T, HOPSO_SIGNATURE_REASON_EXPIRED_NOT_REVOKED);
}

static void
revoke_certificate (Fixture *f, const char *name, gint64 at, const char *reason)
{
  g_autofree char *command =
      g_strdup_printf ("ca -config ca.cnf -name sub -revoke %s.pem -crl_reason %s", name, reason);

  hopso_test_pki_set_time (f->pki, at);
  hopso_test_pki_run (f->pki, command);
}

static void
test_revoked_after_the_proven_time_stays_valid (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoTestRecipe) recipe =
      hopso_test_recipe_new_of_level (f->pki, "signer-ec", HOPSO_TEST_LEVEL_LTA);
  revoke_certificate (f, "signer-ec", T0 + YEAR, "keyCompromise");
  renew (recipe, f, T0 + YEAR + DAY, ALL_MATERIAL);
  verify (f, recipe, T0 + YEAR + DAY + 3600);

  HopsoSignatureResult *result = check (f, HOPSO_VERDICT_VALID, HOPSO_SIGNATURE_LEVEL_B_LTA);
  g_assert_true (hopso_signature_result_has_note (result, HOPSO_SIGNATURE_NOTE_REVOKED_SINCE));
}

static void
test_revoked_before_is_invalid_or_open (Fixture *f, gconstpointer data)
{
  revoke_certificate (f, "signer-ec", T0 - DAY, "keyCompromise");
  hopso_test_pki_set_time (f->pki, T0);
  g_autoptr (HopsoTestRecipe) recipe =
      hopso_test_recipe_new_of_level (f->pki, "signer-ec", HOPSO_TEST_LEVEL_LT);
  verify (f, recipe, T0 + 3600);
  check_doubt (f, HOPSO_SIGNATURE_LEVEL_B_T, HOPSO_SIGNATURE_REASON_REVOKED);

  /* The same with a claim of better days; what is proven is too late. */
  const HopsoPdfSignaturePlan plan = { .signing_time = T0 - 2 * DAY };
  g_autoptr (HopsoTestRecipe) claiming = hopso_test_recipe_new (f->pki, NULL);
  hopso_test_recipe_sign_plan (claiming, "signer-ec", TRUE, &plan);
  hopso_test_recipe_add_material (claiming, ALL_MATERIAL, "signer-ec", "tsa", NULL);
  verify (f, claiming, T0 + 3600);
  check_doubt (f, HOPSO_SIGNATURE_LEVEL_B_T, HOPSO_SIGNATURE_REASON_REVOKED_NO_POE);
}

static void
test_a_revoked_authority_of_time (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *reason;
    HopsoSignatureLevel level;
  } rows[] = {
    /* RFC 3161, 4: closed in good order, what it stamped before stays. */
    { "cessationOfOperation", HOPSO_SIGNATURE_LEVEL_B_LT },
    { "keyCompromise", HOPSO_SIGNATURE_LEVEL_B_B },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      hopso_test_pki_set_time (f->pki, T0);
      reissue (f, "tsa", "x_tsa", "20210101000000", "20300101000000");
      g_autoptr (HopsoTestRecipe) recipe = hopso_test_recipe_new (f->pki, NULL);
      hopso_test_recipe_sign (recipe, "signer-ec", TRUE);
      revoke_certificate (f, "tsa", T0 + DAY, rows[i].reason);
      hopso_test_pki_set_time (f->pki, T0 + 2 * DAY);
      hopso_test_recipe_add_material (recipe, ALL_MATERIAL, "signer-ec", "tsa", NULL);
      verify (f, recipe, T0 + 2 * DAY + 3600);
      HopsoSignatureResult *result = check (f, HOPSO_VERDICT_VALID, rows[i].level);
      g_assert_cmpint (
          hopso_signature_result_has_note (result, HOPSO_SIGNATURE_NOTE_TIMESTAMP_UNTRUSTED), ==,
          i == 1);
    }
}

static void
test_a_time_stamp_of_another_signature (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoTestRecipe) honest =
      hopso_test_recipe_new_of_level (f->pki, "signer-ec", HOPSO_TEST_LEVEL_T);
  g_autoptr (GBytes) token = hopso_test_pki_read (f->pki, "recipe.tst");
  g_autoptr (HopsoTestRecipe) copied = hopso_test_recipe_new (f->pki, NULL);

  hopso_test_recipe_set_token (copied, token);
  hopso_test_recipe_sign (copied, "signer-ec", TRUE);
  hopso_test_recipe_set_token (copied, NULL);
  hopso_test_recipe_add_material (copied, ALL_MATERIAL, "signer-ec", "tsa", NULL);
  verify (f, copied, T0 + 3600);
  check_doubt (f, HOPSO_SIGNATURE_LEVEL_B_B, HOPSO_SIGNATURE_REASON_TIMESTAMP);
}

/* Some programs write the local time and call it universal. */
static void
test_seven_hours_ahead_are_noted (Fixture *f, gconstpointer data)
{
  const HopsoPdfSignaturePlan plan = { .signing_time = T0 + 7 * 3600 };
  g_autoptr (HopsoTestRecipe) recipe = hopso_test_recipe_new (f->pki, NULL);

  hopso_test_recipe_sign_plan (recipe, "signer-ec", TRUE, &plan);
  hopso_test_recipe_add_material (recipe, ALL_MATERIAL, "signer-ec", "tsa", NULL);
  verify (f, recipe, T0 + 10 * 3600);
  HopsoSignatureResult *result = check (f, HOPSO_VERDICT_VALID, HOPSO_SIGNATURE_LEVEL_B_LT);
  const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);
  g_assert_true (hopso_signature_result_has_note (result, HOPSO_SIGNATURE_NOTE_CLAIMED_AHEAD));
  g_assert_cmpint (facts->claimed_time, ==, T0 + 7 * 3600);
  g_assert_cmpint (ABS (facts->claimed_ahead - 7 * 3600), <, 300);
}

static void
test_a_time_stamp_from_the_future (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoTestRecipe) recipe =
      hopso_test_recipe_new_of_level (f->pki, "signer-ec", HOPSO_TEST_LEVEL_LT);

  verify (f, recipe, T0 - DAY);
  check_doubt (f, HOPSO_SIGNATURE_LEVEL_B_B, HOPSO_SIGNATURE_REASON_TIMESTAMP_ORDER);
}

static void
test_a_certificate_for_something_else (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoTestRecipe) recipe =
      hopso_test_recipe_new_of_level (f->pki, "tsa", HOPSO_TEST_LEVEL_LT);

  verify (f, recipe, T0 + 3600);
  check_doubt (f, HOPSO_SIGNATURE_LEVEL_B_T, HOPSO_SIGNATURE_REASON_USAGE);
}

static void
test_formats_from_before (Fixture *f, gconstpointer data)
{
  static const char *const sub_filters[] = { "adbe.pkcs7.sha1", "adbe.x509.rsa_sha1" };

  for (gsize i = 0; i < G_N_ELEMENTS (sub_filters); i++)
    {
      g_autoptr (HopsoTestRecipe) recipe = hopso_test_recipe_new (f->pki, NULL);

      hopso_test_recipe_sign_legacy (recipe, "signer-rsa", sub_filters[i]);
      hopso_test_recipe_add_material (recipe, ALL_MATERIAL, "signer-rsa", NULL);
      verify (f, recipe, T0 + 3600);
      HopsoSignatureResult *result =
          check (f, HOPSO_VERDICT_UNDETERMINED, HOPSO_SIGNATURE_LEVEL_NONE);
      const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);
      g_assert_true (facts->is_legacy);
      g_assert_true (facts->is_intact);
      g_assert_cmpstr (facts->signer_name, ==, "Nguyễn Văn Đức");
      g_assert_true (hopso_signature_result_has_note (result, HOPSO_SIGNATURE_NOTE_LEGACY));
      /* SHA-1, and nothing else. */
      g_assert_cmpuint (hopso_signature_result_get_n_reasons (result), ==, 1);
      g_assert_true (
          hopso_signature_result_has_reason (result, HOPSO_SIGNATURE_REASON_ALGORITHM_NO_POE));
    }
}

static void
test_no_file_takes_for_ever (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoTestRecipe) recipe =
      hopso_test_recipe_new_of_level (f->pki, "signer-ec", HOPSO_TEST_LEVEL_LT);

  hopso_verifier_set_max_time (f->verifier, 0);
  verify (f, recipe, T0 + 3600);
  check_doubt (f, HOPSO_SIGNATURE_LEVEL_NONE, HOPSO_SIGNATURE_REASON_TIMED_OUT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  shared = hopso_test_pki_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (changing); i++)
    originals[i] = hopso_test_pki_read (shared, changing[i]);
#define ADD(name, func) g_test_add ("/signing/times/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("every-level-is-told", test_every_level_is_told);
  ADD ("old-evidence-proves-no-time-today", test_old_evidence_proves_no_time_today);
  ADD ("the-archive-outlives-the-certificate", test_the_archive_outlives_the_certificate);
  ADD ("expired-without-proof-is-open", test_expired_without_proof_is_open);
  ADD ("a-chain-that-was-broken-proves-nothing", test_a_chain_that_was_broken_proves_nothing);
  ADD ("revoked-after-the-proven-time-stays-valid", test_revoked_after_the_proven_time_stays_valid);
  ADD ("revoked-before-is-invalid-or-open", test_revoked_before_is_invalid_or_open);
  ADD ("a-revoked-authority-of-time", test_a_revoked_authority_of_time);
  ADD ("a-time-stamp-of-another-signature", test_a_time_stamp_of_another_signature);
  ADD ("seven-hours-ahead-are-noted", test_seven_hours_ahead_are_noted);
  ADD ("a-time-stamp-from-the-future", test_a_time_stamp_from_the_future);
  ADD ("a-certificate-for-something-else", test_a_certificate_for_something_else);
  ADD ("formats-from-before", test_formats_from_before);
  ADD ("no-file-takes-for-ever", test_no_file_takes_for_ever);
  int status = g_test_run ();
  for (gsize i = 0; i < G_N_ELEMENTS (changing); i++)
    g_bytes_unref (originals[i]);
  hopso_test_pki_free (shared);
  return status;
}
