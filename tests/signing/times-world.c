/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files made at one time and verified at another, offline. The authorities are made once; what a
 * test changes of them is put back before the next. */

#include "times-world.h"

#include <fcntl.h>
#include <glib/gstdio.h>

/* What tests change of the authorities, as it was made. */
static const char *const changing[] = { "signer-ec.pem", "tsa.pem", "sub.index" };

static HopsoTestPki *shared;                       /* owned */
static GBytes *originals[G_N_ELEMENTS (changing)]; /* owned */

void
times_trust (Times *f, const char *name)
{
  g_autoptr (HopsoCertificate) anchor = hopso_test_pki_dup_certificate (f->pki, name);

  hopso_trust_list_add_certificate (f->trust, anchor);
}

void
times_set_up (Times *f, gconstpointer data)
{
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();

  f->flags = HOPSO_VERIFY_OFFLINE;
  f->pki = shared;
  for (gsize i = 0; i < G_N_ELEMENTS (changing); i++)
    hopso_test_pki_write (f->pki, changing[i], originals[i]);
  hopso_test_pki_set_time (f->pki, T0);
  f->pdf_client = hopso_pdf_client_new ();
  f->trust = hopso_trust_list_new ();
  f->verifier = hopso_verifier_new (f->pdf_client, NULL, f->trust, clock);
  /* A busy machine is no slow file. */
  hopso_verifier_set_max_time (f->verifier, 60000);
  times_trust (f, "root");
}

void
times_tear_down (Times *f, gconstpointer data)
{
  g_clear_object (&f->report);
  g_object_unref (f->verifier);
  g_object_unref (f->trust);
  g_object_unref (f->pdf_client);
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Times *f = user_data;
  g_autoptr (GError) error = NULL;

  f->report = hopso_verifier_verify_finish (HOPSO_VERIFIER (source), result, &error);
  g_assert_no_error (error);
}

void
times_verify (Times *f, HopsoTestRecipe *recipe, gint64 at)
{
  g_autofree char *path = hopso_test_pki_dup_path (f->pki, "times.pdf");

  hopso_test_recipe_write (recipe, path);
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);
  g_clear_object (&f->report);
  hopso_verifier_set_time (f->verifier, at);
  hopso_verifier_verify_async (f->verifier, fd, f->flags, NULL, verified_cb, f);
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

HopsoSignatureResult *
times_check (Times *f, HopsoVerdict verdict, HopsoSignatureLevel level)
{
  HopsoSignatureResult *first = hopso_signature_report_get_result (f->report, 0);

  show (f->report);
  g_assert_cmpint (hopso_signature_result_get_verdict (first), ==, verdict);
  g_assert_cmpstr (hopso_signature_level_get_name (hopso_signature_result_get_facts (first)->level),
                   ==, hopso_signature_level_get_name (level));
  return first;
}

void
times_check_doubt (Times *f, HopsoSignatureLevel level, HopsoSignatureReason reason)
{
  HopsoVerdict verdict = hopso_signature_reason_get_verdict (reason);

  g_assert_true (hopso_signature_result_has_reason (times_check (f, verdict, level), reason));
}

/* Another certificate under the same name, with a term of its own. */
void
times_reissue (
    Times *f, const char *name, const char *extensions, const char *from, const char *until)
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

void
times_renew (HopsoTestRecipe *recipe, Times *f, gint64 at, HopsoTestMaterial kinds)
{
  hopso_test_pki_set_time (f->pki, at);
  hopso_test_recipe_add_material (recipe, kinds, "tsa", NULL);
  hopso_test_recipe_stamp_document (recipe);
  hopso_test_pki_set_time (f->pki, at + 60);
  hopso_test_recipe_add_material (recipe, kinds, "tsa", NULL);
}

void
times_revoke (Times *f, const char *name, gint64 at, const char *reason)
{
  g_autofree char *command =
      g_strdup_printf ("ca -config ca.cnf -name sub -revoke %s.pem -crl_reason %s", name, reason);

  hopso_test_pki_set_time (f->pki, at);
  hopso_test_pki_run (f->pki, command);
}

void
times_begin (void)
{
  shared = hopso_test_pki_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (changing); i++)
    originals[i] = hopso_test_pki_read (shared, changing[i]);
}

void
times_end (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (changing); i++)
    g_bytes_unref (originals[i]);
  hopso_test_pki_free (shared);
}
