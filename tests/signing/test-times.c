/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signatures of every level, looked at earlier and later than they were made: what a time stamp
 * proves, what evidence about revocation is worth when, and what is never called valid. The files
 * are made by recipe at times of their own; nothing is fetched. */

#include "times-world.h"

static void
test_every_level_is_told (Times *f, gconstpointer data)
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

      times_verify (f, recipe, T0 + 3600);
      HopsoSignatureResult *result = times_check (f, rows[i].verdict, rows[i].level);
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
test_old_evidence_proves_no_time_today (Times *f, gconstpointer data)
{
  g_autoptr (HopsoTestRecipe) recipe =
      hopso_test_recipe_new_of_level (f->pki, "signer-rsa", HOPSO_TEST_LEVEL_LT);

  times_verify (f, recipe, T0 + YEAR);
  times_check_doubt (f, HOPSO_SIGNATURE_LEVEL_B_B, HOPSO_SIGNATURE_REASON_REVOCATION_UNKNOWN);
}

static void
test_the_archive_outlives_the_certificate (Times *f, gconstpointer data)
{
  times_reissue (f, "signer-ec", "x_signer", "20210101000000", "20211231235959");
  g_autoptr (HopsoTestRecipe) recipe =
      hopso_test_recipe_new_of_level (f->pki, "signer-ec", HOPSO_TEST_LEVEL_LTA);
  times_renew (recipe, f, T0 + 2 * YEAR, ALL_MATERIAL);
  times_verify (f, recipe, T0 + 2 * YEAR + 3600);

  HopsoSignatureResult *result = times_check (f, HOPSO_VERDICT_VALID, HOPSO_SIGNATURE_LEVEL_B_LTA);
  g_assert_true (hopso_signature_result_has_note (result, HOPSO_SIGNATURE_NOTE_EXPIRED_SINCE));
  g_assert_cmpint (ABS (hopso_signature_result_get_facts (result)->proven_time - T0), <, 300);
}

static void
test_expired_without_proof_is_open (Times *f, gconstpointer data)
{
  times_reissue (f, "signer-ec", "x_signer", "20210101000000", "20211231235959");
  g_autoptr (HopsoTestRecipe) recipe =
      hopso_test_recipe_new_of_level (f->pki, "signer-ec", HOPSO_TEST_LEVEL_B);
  times_verify (f, recipe, T0 + 2 * YEAR);
  times_check_doubt (f, HOPSO_SIGNATURE_LEVEL_B_B, HOPSO_SIGNATURE_REASON_EXPIRED);
}

/* An archive stamp by an authority that has ended since, and nobody renewed it in time. */
static void
test_a_chain_that_was_broken_proves_nothing (Times *f, gconstpointer data)
{
  times_reissue (f, "signer-ec", "x_signer", "20210101000000", "20211231235959");
  times_reissue (f, "tsa", "x_tsa", "20210101000000", "20220101000000");
  g_autoptr (HopsoTestRecipe) recipe =
      hopso_test_recipe_new_of_level (f->pki, "signer-ec", HOPSO_TEST_LEVEL_LTA);
  times_reissue (f, "tsa", "x_tsa", "20230101000000", "20300101000000");
  times_renew (recipe, f, T0 + 2 * YEAR, ALL_MATERIAL);
  times_verify (f, recipe, T0 + 2 * YEAR + 3600);
  times_check_doubt (f, HOPSO_SIGNATURE_LEVEL_B_T, HOPSO_SIGNATURE_REASON_EXPIRED_NOT_REVOKED);
}

static void
test_revoked_after_the_proven_time_stays_valid (Times *f, gconstpointer data)
{
  g_autoptr (HopsoTestRecipe) recipe =
      hopso_test_recipe_new_of_level (f->pki, "signer-ec", HOPSO_TEST_LEVEL_LTA);
  times_revoke (f, "signer-ec", T0 + YEAR, "keyCompromise");
  times_renew (recipe, f, T0 + YEAR + DAY, ALL_MATERIAL);
  times_verify (f, recipe, T0 + YEAR + DAY + 3600);

  HopsoSignatureResult *result = times_check (f, HOPSO_VERDICT_VALID, HOPSO_SIGNATURE_LEVEL_B_LTA);
  g_assert_true (hopso_signature_result_has_note (result, HOPSO_SIGNATURE_NOTE_REVOKED_SINCE));
}

static void
test_revoked_before_is_invalid_or_open (Times *f, gconstpointer data)
{
  times_revoke (f, "signer-ec", T0 - DAY, "keyCompromise");
  hopso_test_pki_set_time (f->pki, T0);
  g_autoptr (HopsoTestRecipe) recipe =
      hopso_test_recipe_new_of_level (f->pki, "signer-ec", HOPSO_TEST_LEVEL_LT);
  times_verify (f, recipe, T0 + 3600);
  times_check_doubt (f, HOPSO_SIGNATURE_LEVEL_B_T, HOPSO_SIGNATURE_REASON_REVOKED);

  /* The same with a claim of better days; what is proven is too late. */
  const HopsoPdfSignaturePlan plan = { .signing_time = T0 - 2 * DAY };
  g_autoptr (HopsoTestRecipe) claiming = hopso_test_recipe_new (f->pki, NULL);
  hopso_test_recipe_sign_plan (claiming, "signer-ec", TRUE, &plan);
  hopso_test_recipe_add_material (claiming, ALL_MATERIAL, "signer-ec", "tsa", NULL);
  times_verify (f, claiming, T0 + 3600);
  times_check_doubt (f, HOPSO_SIGNATURE_LEVEL_B_T, HOPSO_SIGNATURE_REASON_REVOKED_NO_POE);
}

static void
test_a_revoked_authority_of_time (Times *f, gconstpointer data)
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
      times_reissue (f, "tsa", "x_tsa", "20210101000000", "20300101000000");
      g_autoptr (HopsoTestRecipe) recipe = hopso_test_recipe_new (f->pki, NULL);
      hopso_test_recipe_sign (recipe, "signer-ec", TRUE);
      times_revoke (f, "tsa", T0 + DAY, rows[i].reason);
      hopso_test_pki_set_time (f->pki, T0 + 2 * DAY);
      hopso_test_recipe_add_material (recipe, ALL_MATERIAL, "signer-ec", "tsa", NULL);
      times_verify (f, recipe, T0 + 2 * DAY + 3600);
      HopsoSignatureResult *result = times_check (f, HOPSO_VERDICT_VALID, rows[i].level);
      g_assert_cmpint (
          hopso_signature_result_has_note (result, HOPSO_SIGNATURE_NOTE_TIMESTAMP_UNTRUSTED), ==,
          i == 1);
    }
}

static void
test_a_time_stamp_of_another_signature (Times *f, gconstpointer data)
{
  g_autoptr (HopsoTestRecipe) honest =
      hopso_test_recipe_new_of_level (f->pki, "signer-ec", HOPSO_TEST_LEVEL_T);
  g_autoptr (GBytes) token = hopso_test_pki_read (f->pki, "recipe.tst");
  g_autoptr (HopsoTestRecipe) copied = hopso_test_recipe_new (f->pki, NULL);

  hopso_test_recipe_set_token (copied, token);
  hopso_test_recipe_sign (copied, "signer-ec", TRUE);
  hopso_test_recipe_set_token (copied, NULL);
  hopso_test_recipe_add_material (copied, ALL_MATERIAL, "signer-ec", "tsa", NULL);
  times_verify (f, copied, T0 + 3600);
  times_check_doubt (f, HOPSO_SIGNATURE_LEVEL_B_B, HOPSO_SIGNATURE_REASON_TIMESTAMP);
}

static void
test_a_certificate_in_the_document (Times *f, gconstpointer data)
{
  g_autoptr (HopsoTestRecipe) recipe = hopso_test_recipe_new (f->pki, NULL);

  hopso_test_recipe_sign_by_command (recipe, "ETSI.CAdES.detached",
                                     "cms -sign -binary -cades -nocerts -in recipe.in -signer "
                                     "signer-ec.pem -inkey signer-ec.key -outform DER -out "
                                     "recipe.out");
  times_verify (f, recipe, T0 + 3600);
  times_check_doubt (f, HOPSO_SIGNATURE_LEVEL_NONE, HOPSO_SIGNATURE_REASON_NO_CERTIFICATE);
  hopso_test_recipe_add_material (recipe, ALL_MATERIAL, "signer-ec", NULL);
  times_verify (f, recipe, T0 + 3600);
  times_check (f, HOPSO_VERDICT_VALID, HOPSO_SIGNATURE_LEVEL_B_B);
}

/* Some programs write the local time and call it universal. */
static void
test_seven_hours_ahead_are_noted (Times *f, gconstpointer data)
{
  const HopsoPdfSignaturePlan plan = { .signing_time = T0 + 7 * 3600 };
  g_autoptr (HopsoTestRecipe) recipe = hopso_test_recipe_new (f->pki, NULL);

  hopso_test_recipe_sign_plan (recipe, "signer-ec", TRUE, &plan);
  hopso_test_recipe_add_material (recipe, ALL_MATERIAL, "signer-ec", "tsa", NULL);
  times_verify (f, recipe, T0 + 10 * 3600);
  HopsoSignatureResult *result = times_check (f, HOPSO_VERDICT_VALID, HOPSO_SIGNATURE_LEVEL_B_LT);
  const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);
  g_assert_true (hopso_signature_result_has_note (result, HOPSO_SIGNATURE_NOTE_CLAIMED_AHEAD));
  g_assert_cmpint (facts->claimed_time, ==, T0 + 7 * 3600);
  g_assert_cmpint (ABS (facts->claimed_ahead - 7 * 3600), <, 300);
}

static void
test_a_time_stamp_from_the_future (Times *f, gconstpointer data)
{
  g_autoptr (HopsoTestRecipe) recipe =
      hopso_test_recipe_new_of_level (f->pki, "signer-ec", HOPSO_TEST_LEVEL_LT);

  times_verify (f, recipe, T0 - DAY);
  times_check_doubt (f, HOPSO_SIGNATURE_LEVEL_B_B, HOPSO_SIGNATURE_REASON_TIMESTAMP_ORDER);
}

static void
test_a_certificate_for_something_else (Times *f, gconstpointer data)
{
  g_autoptr (HopsoTestRecipe) recipe =
      hopso_test_recipe_new_of_level (f->pki, "tsa", HOPSO_TEST_LEVEL_LT);

  times_verify (f, recipe, T0 + 3600);
  times_check_doubt (f, HOPSO_SIGNATURE_LEVEL_B_T, HOPSO_SIGNATURE_REASON_USAGE);
}

static void
test_formats_from_before (Times *f, gconstpointer data)
{
  static const char *const sub_filters[] = { "adbe.pkcs7.sha1", "adbe.x509.rsa_sha1" };

  for (gsize i = 0; i < G_N_ELEMENTS (sub_filters); i++)
    {
      g_autoptr (HopsoTestRecipe) recipe = hopso_test_recipe_new (f->pki, NULL);

      hopso_test_recipe_sign_legacy (recipe, "signer-rsa", sub_filters[i]);
      hopso_test_recipe_add_material (recipe, ALL_MATERIAL, "signer-rsa", NULL);
      times_verify (f, recipe, T0 + 3600);
      HopsoSignatureResult *result =
          times_check (f, HOPSO_VERDICT_UNDETERMINED, HOPSO_SIGNATURE_LEVEL_NONE);
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

/* The authorities begun ten years earlier, under the same keys. */
static HopsoTestPki *
make_old_pki (void)
{
  HopsoTestPki *pki = hopso_test_pki_new ();
  static const struct
  {
    const char *name, *issuer, *extensions, *subject;
  } certificates[] = {
    { "root", "root", "x_root", "/C=VN/O=Old/CN=Old root" },
    { "sub", "root", "x_sub", "/C=VN/O=Old/CN=Old authority" },
    { "signer-rsa", "sub", "x_signer", "/C=VN/CN=Old signer" },
    { "tsa", "sub", "x_tsa", "/C=VN/CN=Old clock" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (certificates); i++)
    {
      g_autofree char *request =
          g_strdup_printf ("req -new -config ca.cnf -key %s.key -subj '%s' -out old.csr",
                           certificates[i].name, certificates[i].subject);
      g_autofree char *issue = g_strdup_printf (
          "ca -batch -notext -config ca.cnf -name %s %s -extensions %s -startdate 20100101000000Z "
          "-enddate 20400101000000Z -in old.csr -out %s.pem",
          certificates[i].issuer, i == 0 ? "-selfsign" : "", certificates[i].extensions,
          certificates[i].name);

      hopso_test_pki_run (pki, request);
      hopso_test_pki_run (pki, issue);
    }
  return pki;
}

static void
test_weak_today_and_good_enough_then (Times *f, gconstpointer data)
{
  const gint64 y2015 = T0 - 6 * YEAR, y2018 = T0 - 3 * YEAR;
  const char *command = "cms -sign -binary -cades -md sha1 -in recipe.in -signer signer-rsa.pem "
                        "-inkey signer-rsa.key -certfile sub.pem -outform DER -out recipe.out";
  HopsoTestPki *pki = make_old_pki ();

  f->pki = pki;
  times_trust (f, "root");
  hopso_test_pki_set_time (pki, y2015);
  g_autoptr (HopsoTestRecipe) recipe = hopso_test_recipe_new (pki, NULL);
  hopso_test_recipe_sign_by_command (recipe, "ETSI.CAdES.detached", command);
  hopso_test_recipe_add_material (recipe, ALL_MATERIAL, "signer-rsa", "tsa", NULL);
  times_verify (f, recipe, y2015 + 3600);
  times_check (f, HOPSO_VERDICT_VALID, HOPSO_SIGNATURE_LEVEL_B_B);
  times_verify (f, recipe, y2018);
  times_check_doubt (f, HOPSO_SIGNATURE_LEVEL_B_B, HOPSO_SIGNATURE_REASON_ALGORITHM_NO_POE);

  hopso_test_recipe_stamp_document (recipe);
  times_renew (recipe, f, y2018, ALL_MATERIAL);
  times_verify (f, recipe, y2018 + 3600);
  HopsoSignatureResult *result = times_check (f, HOPSO_VERDICT_VALID, HOPSO_SIGNATURE_LEVEL_B_LTA);
  g_assert_true (hopso_signature_result_has_note (result, HOPSO_SIGNATURE_NOTE_WEAK_ALGORITHM));
  hopso_test_pki_free (pki);
}

static void
test_no_file_takes_for_ever (Times *f, gconstpointer data)
{
  g_autoptr (HopsoTestRecipe) recipe =
      hopso_test_recipe_new_of_level (f->pki, "signer-ec", HOPSO_TEST_LEVEL_LT);

  hopso_verifier_set_max_time (f->verifier, 0);
  times_verify (f, recipe, T0 + 3600);
  times_check_doubt (f, HOPSO_SIGNATURE_LEVEL_NONE, HOPSO_SIGNATURE_REASON_TIMED_OUT);

  /* Our own file, just signed, may. */
  f->flags |= HOPSO_VERIFY_PATIENT;
  times_verify (f, recipe, T0 + 3600);
  times_check (f, HOPSO_VERDICT_VALID, HOPSO_SIGNATURE_LEVEL_B_LT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  times_begin ();
#define ADD(name, func) \
  g_test_add ("/signing/times/" name, Times, NULL, times_set_up, func, times_tear_down)
  ADD ("every-level-is-told", test_every_level_is_told);
  ADD ("old-evidence-proves-no-time-today", test_old_evidence_proves_no_time_today);
  ADD ("the-archive-outlives-the-certificate", test_the_archive_outlives_the_certificate);
  ADD ("expired-without-proof-is-open", test_expired_without_proof_is_open);
  ADD ("a-chain-that-was-broken-proves-nothing", test_a_chain_that_was_broken_proves_nothing);
  ADD ("revoked-after-the-proven-time-stays-valid", test_revoked_after_the_proven_time_stays_valid);
  ADD ("revoked-before-is-invalid-or-open", test_revoked_before_is_invalid_or_open);
  ADD ("a-revoked-authority-of-time", test_a_revoked_authority_of_time);
  ADD ("a-time-stamp-of-another-signature", test_a_time_stamp_of_another_signature);
  ADD ("a-certificate-in-the-document", test_a_certificate_in_the_document);
  ADD ("seven-hours-ahead-are-noted", test_seven_hours_ahead_are_noted);
  ADD ("a-time-stamp-from-the-future", test_a_time_stamp_from_the_future);
  ADD ("a-certificate-for-something-else", test_a_certificate_for_something_else);
  ADD ("formats-from-before", test_formats_from_before);
  ADD ("weak-today-and-good-enough-then", test_weak_today_and_good_enough_then);
  ADD ("no-file-takes-for-ever", test_no_file_takes_for_ever);
  int status = g_test_run ();
  times_end ();
  return status;
}
