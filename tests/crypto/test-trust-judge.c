/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a certificate could be relied on at a proven time, with evidence made by the openssl
 * program: who may answer for whom, which of several ways holds, and what is worth how long. */

#include "hopso-ocsp-request.h"
#include "hopso-test-pki.h"
#include "hopso-trust-judge.h"

#include <string.h>

#define DAY  (24 * 3600)
#define T0   G_GINT64_CONSTANT (1622505600) /* 2021-06-01 */
#define LATE (T0 + 900 * DAY)

static HopsoTestPki *shared;           /* owned by main */
static GBytes *sub_index, *root_index; /* owned by main: when nothing was revoked yet */

typedef struct
{
  HopsoTestPki *pki;                 /* borrowed */
  HopsoTrustList *trust;             /* owned */
  HopsoValidationMaterial *material; /* owned */
  HopsoTrustDecision *decision;      /* owned, nullable: the last one */
} Fixture;

static const char more[] = "\n[x_ocsp]\nkeyUsage = critical,digitalSignature\n"
                           "extendedKeyUsage = OCSPSigning\n"
                           "[x_nocheck]\nkeyUsage = critical,digitalSignature\n"
                           "extendedKeyUsage = OCSPSigning\nnoCheck = ignored\n"
                           "[x_server]\nkeyUsage = critical,digitalSignature\n"
                           "extendedKeyUsage = serverAuth\n"
                           "[x_names]\nbasicConstraints = critical,CA:TRUE\n"
                           "keyUsage = critical,keyCertSign,cRLSign\n"
                           "subjectKeyIdentifier = hash\n"
                           "nameConstraints = critical,permitted;dirName:here\n"
                           "[here]\nO = Here\n"
                           "[x_policy]\nbasicConstraints = critical,CA:TRUE\n"
                           "keyUsage = critical,keyCertSign,cRLSign\n"
                           "subjectKeyIdentifier = hash\ncertificatePolicies = 1.2.3.4\n"
                           "policyConstraints = critical,requireExplicitPolicy:0\n"
                           "[x_explicit]\nkeyUsage = critical,digitalSignature\n"
                           "certificatePolicies = 1.2.3.4\n";

static void
set_up (Fixture *f, gconstpointer data)
{
  f->pki = shared;
  hopso_test_pki_write (f->pki, "sub.index", sub_index);
  hopso_test_pki_write (f->pki, "root.index", root_index);
  hopso_test_pki_set_time (f->pki, T0);
  f->trust = hopso_trust_list_new ();
  f->material = hopso_validation_material_new ();
  g_autoptr (HopsoCertificate) root = hopso_test_pki_dup_certificate (f->pki, "root");
  hopso_trust_list_add_certificate (f->trust, root);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_pointer (&f->decision, hopso_trust_decision_free);
  g_object_unref (f->material);
  g_object_unref (f->trust);
}

static void
make_authorities (void)
{
  shared = hopso_test_pki_new ();
  g_autoptr (GBytes) bytes = hopso_test_pki_read (shared, "ca.cnf");
  g_autoptr (GByteArray) longer = g_byte_array_new ();

  g_byte_array_append (longer, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  g_byte_array_append (longer, (const guint8 *) more, (guint) strlen (more));
  g_autoptr (GBytes) configuration = g_byte_array_free_to_bytes (g_steal_pointer (&longer));
  hopso_test_pki_write (shared, "more.cnf", configuration);
  sub_index = hopso_test_pki_read (shared, "sub.index");
  root_index = hopso_test_pki_read (shared, "root.index");
}

static void
begin_anew (Fixture *f)
{
  g_object_unref (f->material);
  f->material = hopso_validation_material_new ();
}

static void G_GNUC_PRINTF (2, 3) run (Fixture *f, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *command = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  hopso_test_pki_run (f->pki, command);
}

static void
issue (Fixture *f, const char *name, const char *issuer, const char *extensions, const char *until)
{
  run (f,
       "req -new -config more.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "
       "%s.key -out %s.csr -subj /CN=%s",
       name, name, name);
  run (f,
       "ca -batch -notext -config more.cnf -name %s -extensions %s -startdate 20200101000000Z "
       "-enddate %sZ -in %s.csr -out %s.pem",
       issuer, extensions, until, name, name);
}

static void
issue_under (Fixture *f, const char *name, const char *subject, const char *authority)
{
  run (f,
       "req -new -config more.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "
       "%s.key -out %s.csr -subj %s",
       name, name, subject);
  run (f,
       "ca -batch -notext -config more.cnf -name sub -cert %s.pem -keyfile %s.key -extensions "
       "x_explicit -startdate 20200101000000Z -enddate 20300101000000Z -in %s.csr -out %s.pem",
       authority, authority, name, name);
}

static void
add_certificate (Fixture *f, const char *name, guint64 end)
{
  g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (f->pki, name);

  hopso_validation_material_add_embedded (f->material, HOPSO_MATERIAL_CERTIFICATE,
                                          hopso_certificate_get_der (certificate),
                                          HOPSO_MATERIAL_DSS, end);
}

static void
add_list (Fixture *f, const char *authority, guint64 end)
{
  run (f, "ca -config more.cnf -name %s -gencrl -out list.pem", authority);
  run (f, "crl -in list.pem -outform DER -out list.der");
  g_autoptr (GBytes) list = hopso_test_pki_read (f->pki, "list.der");
  hopso_validation_material_add_embedded (f->material, HOPSO_MATERIAL_CRL, list, HOPSO_MATERIAL_DSS,
                                          end);
}

static void
add_answer (Fixture *f, const char *name, const char *responder, guint64 end)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (f->pki, name);
  g_autoptr (HopsoCertificate) issuer = hopso_test_pki_dup_certificate (f->pki, "sub");
  g_autoptr (GBytes) request = hopso_ocsp_dup_request (certificate, issuer, NULL, &error);

  g_assert_no_error (error);
  hopso_test_pki_write (f->pki, "request.der", request);
  run (f,
       "ocsp -index sub.index -CA sub.pem -rsigner %s.pem -rkey %s.key -reqin request.der -ndays 2 "
       "-respout response.der",
       responder, responder);
  g_autoptr (GBytes) answer = hopso_test_pki_read (f->pki, "response.der");
  hopso_validation_material_add_embedded (f->material, HOPSO_MATERIAL_OCSP, answer,
                                          HOPSO_MATERIAL_DSS, end);
}

static void
decide (Fixture *f, const char *name, gint64 existed_at, gint64 now)
{
  g_autoptr (HopsoTrustJudge) judge = hopso_trust_judge_new (f->trust, f->material, now);
  g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (f->pki, name);
  const HopsoTrustQuestion question = { certificate, HOPSO_CERTIFICATE_SIGNS_DOCUMENTS, existed_at,
                                        0, 0 };

  g_clear_pointer (&f->decision, hopso_trust_decision_free);
  f->decision = hopso_trust_judge_decide (judge, &question);
  for (guint i = 0; i < f->decision->findings->len; i++)
    {
      HopsoTrustFinding *finding = &g_array_index (f->decision->findings, HopsoTrustFinding, i);

      g_test_message ("%s: %d at link %u: %s", name, (int) finding->doubt, finding->link,
                      finding->detail);
    }
}

static void
assert_good (Fixture *f)
{
  g_assert_true (hopso_trust_decision_is_good (f->decision));
}

static void
assert_only_doubt (Fixture *f, HopsoTrustDoubt doubt, guint link)
{
  g_assert_cmpuint (f->decision->findings->len, ==, 1);
  const HopsoTrustFinding *finding = &g_array_index (f->decision->findings, HopsoTrustFinding, 0);
  g_assert_cmpint (finding->doubt, ==, doubt);
  g_assert_cmpuint (finding->link, ==, link);
}

static const HopsoValidationWant *
assert_wanted (Fixture *f, HopsoWantKind kind, const char *name)
{
  g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (f->pki, name);

  for (guint i = 0; i < f->decision->wants->len; i++)
    {
      const HopsoValidationWant *want = f->decision->wants->pdata[i];

      if (want->kind == kind && hopso_certificate_equal (want->certificate, certificate))
        return want;
    }
  g_error ("nothing is wanted about %s", name);
}

static void
add_chain (Fixture *f)
{
  add_certificate (f, "sub", 1);
  add_list (f, "root", 1);
}

static void
test_what_is_missing_is_wanted (Fixture *f, gconstpointer data)
{
  decide (f, "signer-ec", T0, T0);
  assert_only_doubt (f, HOPSO_TRUST_DOUBT_NO_PATH, 0);
  g_assert_false (assert_wanted (f, HOPSO_WANT_ISSUER, "signer-ec")->is_proven);

  add_certificate (f, "sub", 1);
  decide (f, "signer-ec", T0 + 60, T0 + 60);
  g_assert_cmpuint (f->decision->findings->len, ==, 2);
  assert_wanted (f, HOPSO_WANT_REVOCATION, "sub");
  const HopsoValidationWant *want = assert_wanted (f, HOPSO_WANT_REVOCATION, "signer-ec");
  g_assert_true (want->is_proven);
  g_assert_cmpint (want->newer_than, ==, 0);

  add_list (f, "root", 1);
  add_list (f, "sub", 1);
  decide (f, "signer-ec", T0 + 60, T0 + 60);
  assert_good (f);
  g_assert_false (f->decision->is_embedded);
  add_certificate (f, "signer-ec", 1);
  decide (f, "signer-ec", T0 + 60, T0 + 60);
  g_assert_true (f->decision->is_embedded);
  /* Good, but who brought the lists may have chosen old ones. */
  assert_wanted (f, HOPSO_WANT_REVOCATION, "sub");
  want = assert_wanted (f, HOPSO_WANT_REVOCATION, "signer-ec");
  g_assert_cmpint (want->newer_than, ==, 0);
  decide (f, "signer-ec", T0 - 60, T0 + 60);
  g_assert_cmpuint (f->decision->wants->len, ==, 0);

  /* A month later the lists have grown old. */
  decide (f, "signer-ec", T0 + 31 * DAY, T0 + 31 * DAY);
  g_assert_false (hopso_trust_decision_is_good (f->decision));
  want = assert_wanted (f, HOPSO_WANT_REVOCATION, "signer-ec");
  g_assert_cmpint (want->newer_than, >, T0 - 60);
}

static void
test_who_may_answer (Fixture *f, gconstpointer data)
{
  const char *until = "20300101000000";

  issue (f, "unchecked", "sub", "x_nocheck", until);
  issue (f, "checked", "sub", "x_ocsp", until);
  issue (f, "nobody", "sub", "x_server", until);
  static const struct
  {
    const char *responder, *about_it;
    gboolean is_believed;
    const char *wanted;
  } rows[] = {
    { "sub", NULL, TRUE, NULL },
    { "unchecked", NULL, TRUE, NULL },
    { "checked", NULL, FALSE, "checked" },
    { "checked", "sub", TRUE, NULL },
    { "checked", "checked", FALSE, "checked" }, /* nobody vouches for himself */
    { "nobody", NULL, FALSE, "signer-ec" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      begin_anew (f);
      add_chain (f);
      add_answer (f, "signer-ec", rows[i].responder, 1);
      if (rows[i].about_it != NULL)
        add_answer (f, "checked", rows[i].about_it, 1);
      decide (f, "signer-ec", T0 + 60, T0 + 60);
      g_test_message ("answer by %s", rows[i].responder);
      if (rows[i].is_believed)
        assert_good (f);
      else
        {
          assert_only_doubt (f, HOPSO_TRUST_DOUBT_UNKNOWN, 0);
          assert_wanted (f, HOPSO_WANT_REVOCATION, rows[i].wanted);
        }
    }
}

static void
test_a_revoked_responder_is_silent (Fixture *f, gconstpointer data)
{
  issue (f, "checked", "sub", "x_ocsp", "20300101000000");
  add_chain (f);
  add_answer (f, "signer-ec", "checked", 1);
  run (f, "ca -config more.cnf -name sub -revoke checked.pem");
  add_answer (f, "checked", "sub", 1);
  decide (f, "signer-ec", T0 + 60, T0 + 60);
  assert_only_doubt (f, HOPSO_TRUST_DOUBT_UNKNOWN, 0);
}

/* What a responder said before its end, and what anybody may have said after it. */
static void
test_an_old_responder_needs_proof (Fixture *f, gconstpointer data)
{
  issue (f, "former", "sub", "x_nocheck", "20211231235959");
  add_certificate (f, "sub", 1);
  add_answer (f, "signer-ec", "former", 2);
  hopso_test_pki_set_time (f->pki, LATE);
  add_list (f, "root", 3);

  decide (f, "signer-ec", T0 + 60, LATE + 60);
  assert_only_doubt (f, HOPSO_TRUST_DOUBT_EVIDENCE_NO_POE, 0);
  hopso_validation_material_prove (f->material, 2, T0 + DAY);
  decide (f, "signer-ec", T0 + 60, LATE + 60);
  assert_good (f);
  hopso_validation_material_forget_proofs (f->material);
  decide (f, "signer-ec", T0 + 60, LATE + 60);
  assert_only_doubt (f, HOPSO_TRUST_DOUBT_EVIDENCE_NO_POE, 0);
}

/* After its authority's key is lost, only what is older counts, and that must be proven of every
 * piece. */
static void
test_a_revoked_authority (Fixture *f, gconstpointer data)
{
  add_certificate (f, "sub", 1);
  add_list (f, "sub", 1);
  hopso_test_pki_set_time (f->pki, T0 + 400 * DAY);
  run (f, "ca -config more.cnf -name root -revoke sub.pem -crl_reason keyCompromise");
  hopso_test_pki_set_time (f->pki, LATE);
  add_list (f, "root", 3);

  decide (f, "signer-ec", T0 + 60, LATE + 60);
  g_assert_false (hopso_trust_decision_is_good (f->decision));
  hopso_validation_material_prove (f->material, 1, T0 + DAY);
  decide (f, "signer-ec", T0 + 60, LATE + 60);
  assert_good (f);
  /* Signed after it. */
  decide (f, "signer-ec", T0 + 401 * DAY, LATE + 60);
  g_assert_cmpint (g_array_index (f->decision->findings, HopsoTrustFinding, 0).doubt, ==,
                   HOPSO_TRUST_DOUBT_REVOKED);
  g_assert_cmpuint (g_array_index (f->decision->findings, HopsoTrustFinding, 0).link, ==, 1);
}

static void
test_a_hold_that_was_lifted (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) before = hopso_test_pki_read (f->pki, "sub.index");

  add_chain (f);
  run (f, "ca -config more.cnf -name sub -revoke signer-ec.pem -crl_reason certificateHold");
  add_list (f, "sub", 1);
  decide (f, "signer-ec", T0 + 60, T0 + 60);
  assert_only_doubt (f, HOPSO_TRUST_DOUBT_REVOKED, 0);

  hopso_test_pki_write (f->pki, "sub.index", before);
  hopso_test_pki_set_time (f->pki, T0 + 3600);
  add_list (f, "sub", 2);
  decide (f, "signer-ec", T0 + 3660, T0 + 3660);
  assert_good (f);
}

static void
test_of_several_ways_the_good_one_counts (Fixture *f, gconstpointer data)
{
  /* The same name and another key; the same name and key, but ended. */
  run (f, "req -new -config more.cnf -key sub.key -subj '/C=VN/O=Thử nghiệm/CN=CA cấp dưới' -utf8 "
          "-out again.csr");
  run (f, "ca -batch -notext -utf8 -config more.cnf -name root -extensions x_sub -startdate "
          "20200101000000Z -enddate 20210301000000Z -in again.csr -out ended.pem");
  run (f, "req -x509 -new -config more.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
          "-keyout twin.key -subj '/C=VN/O=Thử nghiệm/CN=CA cấp dưới' -utf8 -out twin.pem");
  add_certificate (f, "twin", 1);
  add_certificate (f, "ended", 1);
  add_list (f, "root", 1);
  add_list (f, "sub", 1);
  decide (f, "signer-ec", T0 + 60, T0 + 60);
  g_assert_false (hopso_trust_decision_is_good (f->decision));

  add_certificate (f, "sub", 1);
  decide (f, "signer-ec", T0 + 60, T0 + 60);
  assert_good (f);
}

static void
test_constraints_are_kept (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *authority, *subject;
    gboolean is_allowed;
  } rows[] = {
    { "names", "/O=Here/CN=a", TRUE },
    { "names", "/O=Elsewhere/CN=a", FALSE },
    { "policy", "/CN=a", TRUE },
    { "silent", "/CN=a", FALSE },
  };

  issue (f, "names", "root", "x_names", "20300101000000");
  issue (f, "policy", "root", "x_policy", "20300101000000");
  issue (f, "silent", "root", "x_policy", "20300101000000");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      begin_anew (f);
      add_certificate (f, rows[i].authority, 1);
      add_list (f, "root", 1);
      issue_under (f, "leaf", rows[i].subject, rows[i].authority);
      if (g_str_equal (rows[i].authority, "silent"))
        run (f, "ca -batch -notext -config more.cnf -name sub -cert silent.pem -keyfile silent.key "
                "-extensions x_server -startdate 20200101000000Z -enddate 20300101000000Z -in "
                "leaf.csr -out leaf.pem");
      run (f, "ca -config more.cnf -name sub -cert %s.pem -keyfile %s.key -gencrl -out list.pem",
           rows[i].authority, rows[i].authority);
      run (f, "crl -in list.pem -outform DER -out list.der");
      g_autoptr (GBytes) list = hopso_test_pki_read (f->pki, "list.der");
      hopso_validation_material_add_crl (f->material, list, HOPSO_MATERIAL_FETCHED);
      decide (f, "leaf", T0 + 60, T0 + 60);
      g_test_message ("%s under %s", rows[i].subject, rows[i].authority);
      if (rows[i].is_allowed)
        assert_good (f);
      else
        assert_only_doubt (f, HOPSO_TRUST_DOUBT_CHAIN, 0);
      g_assert_false (f->decision->is_embedded);
    }
}

/* Two authorities that certified each other again and again, and nobody above them. */
static void
test_a_maze_has_an_end (Fixture *f, gconstpointer data)
{
  static const char *const names[] = { "left", "right" };

  for (guint i = 0; i < 2; i++)
    run (f,
         "req -x509 -new -config more.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
         "-keyout %s.key -out %s.pem -subj /CN=%s",
         names[i], names[i], names[i]);
  for (guint i = 0; i < 20; i++)
    {
      const char *below = names[i % 2], *above = names[(i + 1) % 2];

      run (f, "req -new -config more.cnf -key %s.key -subj /CN=%s -out maze.csr", below, below);
      run (f,
           "ca -batch -notext -config more.cnf -name sub -cert %s.pem -keyfile %s.key -extensions "
           "x_root -startdate 20200101000000Z -enddate 20300101000000Z -in maze.csr -out maze.pem",
           above, above);
      add_certificate (f, "maze", 1);
    }
  issue_under (f, "leaf", "/CN=leaf", "left");
  decide (f, "leaf", T0, T0);
  assert_only_doubt (f, HOPSO_TRUST_DOUBT_NO_PATH, 0);
}

static void
test_a_certificate_for_servers (Fixture *f, gconstpointer data)
{
  issue (f, "server", "sub", "x_server", "20300101000000");
  add_chain (f);
  add_list (f, "sub", 1);
  decide (f, "server", T0 + 60, T0 + 60);
  assert_only_doubt (f, HOPSO_TRUST_DOUBT_USAGE, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  make_authorities ();
#define ADD(name, func) \
  g_test_add ("/crypto/trust-judge/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("what-is-missing-is-wanted", test_what_is_missing_is_wanted);
  ADD ("who-may-answer", test_who_may_answer);
  ADD ("a-revoked-responder-is-silent", test_a_revoked_responder_is_silent);
  ADD ("an-old-responder-needs-proof", test_an_old_responder_needs_proof);
  ADD ("a-revoked-authority", test_a_revoked_authority);
  ADD ("a-hold-that-was-lifted", test_a_hold_that_was_lifted);
  ADD ("of-several-ways-the-good-one-counts", test_of_several_ways_the_good_one_counts);
  ADD ("constraints-are-kept", test_constraints_are_kept);
  ADD ("a-maze-has-an-end", test_a_maze_has_an_end);
  ADD ("a-certificate-for-servers", test_a_certificate_for_servers);
  int status = g_test_run ();
  g_bytes_unref (sub_index);
  g_bytes_unref (root_index);
  hopso_test_pki_free (shared);
  return status;
}
