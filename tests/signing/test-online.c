/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A signature that brings its own certificate and nothing else: the authority's certificate, the
 * answer of its responder and the list above it are fetched from a web server here. */

#include "fetch-world.h"
#include "hopso-certificate-check.h"
#include "hopso-test-recipe.h"
#include "hopso-verifier.h"

#include <fcntl.h>
#include <glib/gstdio.h>

/* How long a file may take; and how long where only silence is waited for. */
#define PATIENCE   60000
#define IMPATIENCE 2000

typedef struct
{
  FetchWorld *world;          /* owned */
  HopsoPdfClient *pdf_client; /* owned */
  HopsoTrustList *trust;      /* owned */
  HopsoTestRecipe *recipe;    /* owned: signed by "signer" */
  guint max_time;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->max_time = PATIENCE;
  f->world = fetch_world_new ();
  fetch_world_reset (f->world);
  f->pdf_client = hopso_pdf_client_new ();
  f->trust = hopso_trust_list_new ();
  g_autoptr (HopsoCertificate) root = hopso_test_pki_dup_certificate (f->world->pki, "root");
  hopso_trust_list_add_certificate (f->trust, root);
  hopso_test_pki_set_time (f->world->pki, g_get_real_time () / G_USEC_PER_SEC - 3600);
  f->recipe = hopso_test_recipe_new (f->world->pki, NULL);
  hopso_test_recipe_sign_by_command (f->recipe, "ETSI.CAdES.detached",
                                     "cms -sign -binary -cades -in recipe.in -signer signer.pem "
                                     "-inkey signer.key -outform DER -out recipe.out");
  hopso_test_pki_set_time (f->world->pki, 0);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  hopso_test_recipe_free (f->recipe);
  g_object_unref (f->trust);
  g_object_unref (f->pdf_client);
  fetch_world_free (f->world);
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(HopsoSignatureReport **) user_data =
      hopso_verifier_verify_finish (HOPSO_VERIFIER (source), result, &error);
  g_assert_no_error (error);
}

static HopsoSignatureReport *
verify (Fixture *f, HopsoVerifyFlags flags)
{
  g_autofree char *path = hopso_test_pki_dup_path (f->world->pki, "online.pdf");
  g_autoptr (HopsoVerifier) verifier =
      hopso_verifier_new (f->pdf_client, f->world->http, f->trust, f->world->clock);
  static const char *const hosts[] = { "127.0.0.1", NULL };
  HopsoSignatureReport *report = NULL;

  hopso_verifier_add_known_hosts (verifier, hosts);
  hopso_verifier_set_max_time (verifier, f->max_time);
  hopso_test_recipe_write (f->recipe, path);
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);
  hopso_verifier_verify_async (verifier, fd, flags, NULL, verified_cb, &report);
  g_close (fd, NULL);
  while (report == NULL)
    g_main_context_iteration (NULL, TRUE);
  return report;
}

static const HopsoSignatureFacts *
check (HopsoSignatureReport *report, HopsoVerdict verdict)
{
  HopsoSignatureResult *result = hopso_signature_report_get_result (report, 0);

  for (guint i = 0; i < hopso_signature_result_get_n_reasons (result); i++)
    {
      const char *detail = hopso_signature_result_get_detail (result, i);

      g_test_message (
          "%s: %s", hopso_signature_reason_get_name (hopso_signature_result_get_reason (result, i)),
          detail != NULL ? detail : "");
    }
  g_assert_cmpint (hopso_signature_result_get_verdict (result), ==, verdict);
  return hopso_signature_result_get_facts (result);
}

static void
test_everything_is_fetched_and_kept (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoSignatureReport) report = verify (f, HOPSO_VERIFY_NORMAL);
  const HopsoSignatureFacts *facts = check (report, HOPSO_VERDICT_VALID);

  g_test_message ("%s", facts->revocation);
  g_assert_true (g_str_has_prefix (facts->revocation, "ocsp, fetched, "));
  g_assert_cmpint (facts->level, ==, HOPSO_SIGNATURE_LEVEL_B_B);

  guint n_asked = fetch_world_count (f->world, FETCH_ALL);
  g_autoptr (HopsoSignatureReport) again = verify (f, HOPSO_VERIFY_OFFLINE);
  facts = check (again, HOPSO_VERDICT_VALID);
  g_test_message ("%s", facts->revocation);
  g_assert_true (g_str_has_prefix (facts->revocation, "ocsp, cache, "));
  g_assert_cmpuint (fetch_world_count (f->world, FETCH_ALL), ==, n_asked);
}

/* The list in the document is still fresh, but was made before the revocation. */
static void
test_what_was_brought_along_is_not_enough (Fixture *f, gconstpointer data)
{
  hopso_test_pki_set_time (f->world->pki, g_get_real_time () / G_USEC_PER_SEC - 3600);
  hopso_test_recipe_add_material (f->recipe, HOPSO_TEST_MATERIAL_CRL, "signer-ec", NULL);
  hopso_test_pki_set_time (f->world->pki, 0);
  g_autoptr (HopsoSignatureReport) offline = verify (f, HOPSO_VERIFY_OFFLINE);
  check (offline, HOPSO_VERDICT_VALID);

  hopso_test_pki_run (f->world->pki, "ca -config ca.cnf -name sub -revoke signer.pem");
  g_autoptr (HopsoSignatureReport) report = verify (f, HOPSO_VERIFY_NORMAL);
  check (report, HOPSO_VERDICT_UNDETERMINED);
  g_assert_true (hopso_signature_result_has_reason (hopso_signature_report_get_result (report, 0),
                                                    HOPSO_SIGNATURE_REASON_REVOKED_NO_POE));
}

static void
test_offline_nothing_is_valid (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoSignatureReport) report = verify (f, HOPSO_VERIFY_OFFLINE);

  check (report, HOPSO_VERDICT_UNDETERMINED);
  g_assert_cmpuint (fetch_world_count (f->world, FETCH_ALL), ==, 0);
}

static void
test_silence_is_not_good_news (Fixture *f, gconstpointer data)
{
  static const struct
  {
    FetchFault responder, list;
  } rows[] = {
    { FETCH_SILENT, FETCH_SILENT },
    { FETCH_GARBAGE, FETCH_EXPIRED },
    { FETCH_ANOTHER, FETCH_MISSING },
    { FETCH_PORTAL, FETCH_PORTAL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      fetch_world_reset (f->world);
      f->world->responder = rows[i].responder;
      f->world->list = rows[i].list;
      f->max_time = rows[i].responder == FETCH_SILENT ? IMPATIENCE : PATIENCE;
      g_autoptr (HopsoSignatureReport) report = verify (f, HOPSO_VERIFY_NORMAL);
      HopsoSignatureResult *result = hopso_signature_report_get_result (report, 0);
      check (report, HOPSO_VERDICT_UNDETERMINED);
      /* A busy machine may not even have come to the question. */
      g_assert_true (
          hopso_signature_result_has_reason (result, HOPSO_SIGNATURE_REASON_REVOCATION_UNKNOWN) ||
          f->max_time == IMPATIENCE);
    }
}

static void
test_the_responder_knows_of_the_revocation (Fixture *f, gconstpointer data)
{
  hopso_test_pki_run (f->world->pki, "ca -config ca.cnf -name sub -revoke signer.pem");
  g_autoptr (HopsoSignatureReport) report = verify (f, HOPSO_VERIFY_NORMAL);

  check (report, HOPSO_VERDICT_UNDETERMINED);
  g_assert_true (hopso_signature_result_has_reason (hopso_signature_report_get_result (report, 0),
                                                    HOPSO_SIGNATURE_REASON_REVOKED_NO_POE));
}

static void
remember_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Before signing, the certificate alone is asked about. */
static HopsoCertificateStanding
ask_about (Fixture *f, const char *name)
{
  g_autoptr (HopsoVerifier) verifier =
      hopso_verifier_new (f->pdf_client, f->world->http, f->trust, f->world->clock);
  g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (f->world->pki, name);
  static const char *const hosts[] = { "127.0.0.1", NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_verifier_add_known_hosts (verifier, hosts);
  hopso_verifier_check_certificate_async (verifier, certificate, NULL, remember_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  HopsoCertificateStanding standing =
      hopso_verifier_check_certificate_finish (verifier, result, &error);
  g_assert_no_error (error);
  return standing;
}

static void
test_a_certificate_is_asked_about_before_it_signs (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoTrustList) nobody = hopso_trust_list_new ();

  g_assert_cmpint (ask_about (f, "signer"), ==, HOPSO_CERTIFICATE_GOOD);
  hopso_test_pki_run (f->world->pki, "ca -config ca.cnf -name sub -revoke clerk.pem");
  g_assert_cmpint (ask_about (f, "clerk"), ==, HOPSO_CERTIFICATE_REVOKED);
  /* Who is not relied on is not believed either. */
  g_set_object (&f->trust, nobody);
  g_assert_cmpint (ask_about (f, "clerk"), ==, HOPSO_CERTIFICATE_UNKNOWN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/signing/online/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("everything-is-fetched-and-kept", test_everything_is_fetched_and_kept);
  ADD ("what-was-brought-along-is-not-enough", test_what_was_brought_along_is_not_enough);
  ADD ("offline-nothing-is-valid", test_offline_nothing_is_valid);
  ADD ("silence-is-not-good-news", test_silence_is_not_good_news);
  ADD ("the-responder-knows-of-the-revocation", test_the_responder_knows_of_the_revocation);
  ADD ("a-certificate-is-asked-about-before-it-signs",
       test_a_certificate_is_asked_about_before_it_signs);
  return g_test_run ();
}
