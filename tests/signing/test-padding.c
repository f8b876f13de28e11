/* SPDX-License-Identifier: GPL-3.0-or-later */

/* RSA with keys of all sizes, and with tokens that list RSASSA-PSS and refuse it: the older way is
 * taken where it is allowed, with one PIN and without a document lost. */

#include "hopso-fd.h"
#include "signing-world.h"

#include <string.h>

#define N_DOCUMENTS 3

static HopsoSignBatch *
make_batch (SigningWorld *world, const char *certificate, HopsoSignPadding padding)
{
  HopsoSignBatch *batch = signing_world_make_batch (world, certificate, NULL);

  for (guint i = 0; i < N_DOCUMENTS; i++)
    {
      g_autofree char *name = g_strdup_printf ("out%u.pdf", i);
      g_autoptr (HopsoSignJob) job = signing_world_make_job (world, "in.pdf", name);

      hopso_sign_batch_add_job (batch, job);
    }
  hopso_sign_batch_set_padding (batch, padding);
  return batch;
}

static void
assert_states (HopsoSignBatch *batch, HopsoSignState first, HopsoSignState others)
{
  GListModel *jobs = hopso_sign_batch_get_jobs (batch);

  for (guint i = 0; i < N_DOCUMENTS; i++)
    {
      g_autoptr (HopsoSignJob) job = g_list_model_get_item (jobs, i);

      g_assert_cmpint (hopso_sign_job_get_state (job), ==, i == 0 ? first : others);
    }
}

static void
assert_signed (SigningWorld *world, const char *name, const char *algorithm)
{
  g_autoptr (HopsoSignatureReport) report =
      signing_world_verify (world, name, HOPSO_VERIFY_OFFLINE);
  g_autofree char *command = g_strdup_printf ("pdfsig -nocert %s", name);
  g_autofree char *said = NULL;
  const HopsoSignatureFacts *facts;

  g_assert_cmpuint (hopso_signature_report_get_n_results (report), ==, 1);
  facts = hopso_signature_result_get_facts (hopso_signature_report_get_result (report, 0));
  g_assert_cmpstr (facts->signature_algorithm, ==, algorithm);
  g_assert_true (facts->is_intact);
  g_assert_true (signing_world_run (world, &said, command));
  g_assert_nonnull (strstr (said, "Signature is Valid"));
}

/* Each way in which tokens say no: a beginning that is refused, and one that is not. */
static void
test_a_token_that_refuses_pss_signs_still (gconstpointer answer)
{
  g_autoptr (SigningWorld) world = NULL;
  g_autoptr (HopsoSignBatch) batch = NULL;
  g_autoptr (GError) error = NULL;

  g_setenv ("HOPSO_FUSSY_ANSWER", answer, TRUE);
  world = signing_world_new_with (g_getenv ("HOPSO_TEST_FUSSY_MODULE"));
  signing_world_typeset (world, "in.pdf");
  batch = make_batch (world, "signer-rsa", HOPSO_SIGN_PADDING_PSS);
  signing_world_sign (world, batch, &error);
  g_assert_no_error (error);
  assert_states (batch, HOPSO_SIGN_DONE, HOPSO_SIGN_DONE);
  for (guint i = 0; i < N_DOCUMENTS; i++)
    {
      g_autofree char *name = g_strdup_printf ("out%u.pdf", i);

      assert_signed (world, name, "RSASSA-PKCS1-v1_5 2048");
    }
}

/* Whoever wants nothing but PSS gets no signature, a reason, and a batch that can be begun anew. */
static void
test_nothing_but_pss (void)
{
  g_autoptr (SigningWorld) world = NULL;
  g_autoptr (HopsoSignBatch) batch = NULL;
  g_autoptr (GError) error = NULL;

  g_setenv ("HOPSO_FUSSY_ANSWER", "0x71", TRUE);
  world = signing_world_new_with (g_getenv ("HOPSO_TEST_FUSSY_MODULE"));
  signing_world_typeset (world, "in.pdf");
  batch = make_batch (world, "signer-rsa", HOPSO_SIGN_PADDING_PSS_ONLY);
  g_assert_false (signing_world_sign (world, batch, &error));
  g_assert_error (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_UNSUPPORTED);
  assert_states (batch, HOPSO_SIGN_FAILED, HOPSO_SIGN_WAITING);
}

/* A module that is gone is no token that cannot do PSS. */
static void
test_a_token_that_is_pulled_out_is_no_refusal (void)
{
  g_autoptr (SigningWorld) world = NULL;
  g_autoptr (HopsoSignBatch) batch = NULL;
  g_autoptr (GError) error = NULL;

  g_setenv ("HOPSO_FUSSY_ANSWER", "0x32", TRUE); /* CKR_DEVICE_REMOVED */
  world = signing_world_new_with (g_getenv ("HOPSO_TEST_FUSSY_MODULE"));
  signing_world_typeset (world, "in.pdf");
  batch = make_batch (world, "signer-rsa", HOPSO_SIGN_PADDING_PSS);
  g_assert_false (signing_world_sign (world, batch, &error));
  g_assert_error (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_REMOVED);
}

static void
test_long_keys_sign (gconstpointer bits)
{
  g_autoptr (SigningWorld) world = signing_world_new ();
  g_autofree char *name = g_strdup_printf ("rsa-%s", (const char *) bits);
  g_autofree char *algorithm = g_strdup_printf ("RSA -pkeyopt rsa_keygen_bits:%s", (char *) bits);
  g_autofree char *expected = g_strdup_printf ("RSASSA-PSS %s", (const char *) bits);
  g_autoptr (HopsoSignBatch) batch = NULL;
  g_autoptr (GError) error = NULL;

  signing_world_add_key (world, name, algorithm);
  signing_world_typeset (world, "in.pdf");
  batch = make_batch (world, name, HOPSO_SIGN_PADDING_PSS_ONLY);
  signing_world_sign (world, batch, &error);
  g_assert_no_error (error);
  assert_states (batch, HOPSO_SIGN_DONE, HOPSO_SIGN_DONE);
  assert_signed (world, "out0.pdf", expected);
  g_assert_true (signing_world_run (world, NULL, "qpdf --check out0.pdf"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("HOPSO_FUSSY_MODULE", hopso_test_token_find_module (), TRUE);
#define ADD(name, data, function) g_test_add_data_func ("/signing/padding/" name, data, function)
  ADD ("refused-parameters", "0x71", test_a_token_that_refuses_pss_signs_still);
  ADD ("refused-vaguely", "0x5", test_a_token_that_refuses_pss_signs_still);
  ADD ("refused-late", "late", test_a_token_that_refuses_pss_signs_still);
  g_test_add_func ("/signing/padding/nothing-but-pss", test_nothing_but_pss);
  g_test_add_func ("/signing/padding/pulled-out", test_a_token_that_is_pulled_out_is_no_refusal);
  ADD ("rsa-3072", "3072", test_long_keys_sign);
  ADD ("rsa-4096", "4096", test_long_keys_sign);
  return g_test_run ();
}
