/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a certificate could be relied on at a proven time, with evidence made by the openssl
 * program: who may answer for whom, which of several ways holds, and what is worth how long. */

#include "judge-world.h"

static void
assert_good (JudgeWorld *f)
{
  g_assert_true (hopso_trust_decision_is_good (f->decision));
}

static void
assert_only_doubt (JudgeWorld *f, HopsoTrustDoubt doubt, guint link)
{
  g_assert_cmpuint (f->decision->findings->len, ==, 1);
  const HopsoTrustFinding *finding = &g_array_index (f->decision->findings, HopsoTrustFinding, 0);
  g_assert_cmpint (finding->doubt, ==, doubt);
  g_assert_cmpuint (finding->link, ==, link);
}

static const HopsoValidationWant *
assert_wanted (JudgeWorld *f, HopsoWantKind kind, const char *name)
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
add_chain (JudgeWorld *f)
{
  judge_add_certificate (f, "sub", 1);
  judge_add_list (f, "root", 1);
}

static void
test_what_is_missing_is_wanted (JudgeWorld *f, gconstpointer data)
{
  judge_decide (f, "signer-ec", T0, T0);
  assert_only_doubt (f, HOPSO_TRUST_DOUBT_NO_PATH, 0);
  g_assert_false (assert_wanted (f, HOPSO_WANT_ISSUER, "signer-ec")->is_proven);

  judge_add_certificate (f, "sub", 1);
  judge_decide (f, "signer-ec", T0 + 60, T0 + 60);
  g_assert_cmpuint (f->decision->findings->len, ==, 2);
  assert_wanted (f, HOPSO_WANT_REVOCATION, "sub");
  const HopsoValidationWant *want = assert_wanted (f, HOPSO_WANT_REVOCATION, "signer-ec");
  g_assert_true (want->is_proven);
  g_assert_cmpint (want->newer_than, ==, 0);

  judge_add_list (f, "root", 1);
  judge_add_list (f, "sub", 1);
  judge_decide (f, "signer-ec", T0 + 60, T0 + 60);
  assert_good (f);
  g_assert_false (f->decision->is_embedded);
  judge_add_certificate (f, "signer-ec", 1);
  judge_decide (f, "signer-ec", T0 + 60, T0 + 60);
  g_assert_true (f->decision->is_embedded);
  /* Good, but who brought the lists may have chosen old ones. */
  assert_wanted (f, HOPSO_WANT_REVOCATION, "sub");
  want = assert_wanted (f, HOPSO_WANT_REVOCATION, "signer-ec");
  g_assert_cmpint (want->newer_than, ==, 0);
  judge_decide (f, "signer-ec", T0 - 60, T0 + 60);
  g_assert_cmpuint (f->decision->wants->len, ==, 0);

  /* A month later the lists have grown old. */
  judge_decide (f, "signer-ec", T0 + 31 * DAY, T0 + 31 * DAY);
  g_assert_false (hopso_trust_decision_is_good (f->decision));
  want = assert_wanted (f, HOPSO_WANT_REVOCATION, "signer-ec");
  g_assert_cmpint (want->newer_than, >, T0 - 60);
}

static void
test_who_may_answer (JudgeWorld *f, gconstpointer data)
{
  const char *until = "20300101000000";

  judge_issue (f, "unchecked", "sub", "x_nocheck", until);
  judge_issue (f, "checked", "sub", "x_ocsp", until);
  judge_issue (f, "nobody", "sub", "x_server", until);
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
      judge_begin_anew (f);
      add_chain (f);
      judge_add_answer (f, "signer-ec", rows[i].responder, 1);
      if (rows[i].about_it != NULL)
        judge_add_answer (f, "checked", rows[i].about_it, 1);
      judge_decide (f, "signer-ec", T0 + 60, T0 + 60);
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
test_a_responder_that_comes_later (JudgeWorld *f, gconstpointer data)
{
  g_autoptr (HopsoTrustJudge) judge = hopso_trust_judge_new (f->trust, f->material, T0 + 60);
  g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (f->pki, "signer-ec");
  const HopsoTrustQuestion question = { certificate, HOPSO_CERTIFICATE_SIGNS_DOCUMENTS, T0 + 60, 0,
                                        0 };

  judge_issue (f, "unchecked", "sub", "x_nocheck", "20300101000000");
  add_chain (f);
  judge_add_answer_with (f, "signer-ec", "unchecked", 1, "-resp_no_certs");
  f->decision = hopso_trust_judge_decide (judge, &question);
  assert_only_doubt (f, HOPSO_TRUST_DOUBT_UNKNOWN, 0);
  judge_add_certificate (f, "unchecked", 1);
  g_clear_pointer (&f->decision, hopso_trust_decision_free);
  f->decision = hopso_trust_judge_decide (judge, &question);
  assert_good (f);
}

static void
test_a_revoked_responder_is_silent (JudgeWorld *f, gconstpointer data)
{
  judge_issue (f, "checked", "sub", "x_ocsp", "20300101000000");
  add_chain (f);
  judge_add_answer (f, "signer-ec", "checked", 1);
  judge_run (f, "ca -config more.cnf -name sub -revoke checked.pem");
  judge_add_answer (f, "checked", "sub", 1);
  judge_decide (f, "signer-ec", T0 + 60, T0 + 60);
  assert_only_doubt (f, HOPSO_TRUST_DOUBT_UNKNOWN, 0);
}

/* What a responder said before its end, and what anybody may have said after it. */
static void
test_an_old_responder_needs_proof (JudgeWorld *f, gconstpointer data)
{
  judge_issue (f, "former", "sub", "x_nocheck", "20211231235959");
  judge_add_certificate (f, "sub", 1);
  judge_add_answer (f, "signer-ec", "former", 2);
  hopso_test_pki_set_time (f->pki, LATE);
  judge_add_list (f, "root", 3);

  judge_decide (f, "signer-ec", T0 + 60, LATE + 60);
  assert_only_doubt (f, HOPSO_TRUST_DOUBT_EVIDENCE_NO_POE, 0);
  hopso_validation_material_prove (f->material, 2, T0 + DAY);
  judge_decide (f, "signer-ec", T0 + 60, LATE + 60);
  assert_good (f);
  hopso_validation_material_forget_proofs (f->material);
  judge_decide (f, "signer-ec", T0 + 60, LATE + 60);
  assert_only_doubt (f, HOPSO_TRUST_DOUBT_EVIDENCE_NO_POE, 0);
}

/* After its authority's key is lost, only what is older counts, and that must be proven of every
 * piece. */
static void
test_a_revoked_authority (JudgeWorld *f, gconstpointer data)
{
  judge_add_certificate (f, "sub", 1);
  judge_add_list (f, "sub", 1);
  hopso_test_pki_set_time (f->pki, T0 + 400 * DAY);
  judge_run (f, "ca -config more.cnf -name root -revoke sub.pem -crl_reason keyCompromise");
  hopso_test_pki_set_time (f->pki, LATE);
  judge_add_list (f, "root", 3);

  judge_decide (f, "signer-ec", T0 + 60, LATE + 60);
  g_assert_false (hopso_trust_decision_is_good (f->decision));
  hopso_validation_material_prove (f->material, 1, T0 + DAY);
  judge_decide (f, "signer-ec", T0 + 60, LATE + 60);
  assert_good (f);
  /* Signed after it. */
  judge_decide (f, "signer-ec", T0 + 401 * DAY, LATE + 60);
  g_assert_cmpint (g_array_index (f->decision->findings, HopsoTrustFinding, 0).doubt, ==,
                   HOPSO_TRUST_DOUBT_REVOKED);
  g_assert_cmpuint (g_array_index (f->decision->findings, HopsoTrustFinding, 0).link, ==, 1);
}

static void
test_a_hold_that_was_lifted (JudgeWorld *f, gconstpointer data)
{
  g_autoptr (GBytes) before = hopso_test_pki_read (f->pki, "sub.index");

  add_chain (f);
  judge_run (f, "ca -config more.cnf -name sub -revoke signer-ec.pem -crl_reason certificateHold");
  judge_add_list (f, "sub", 1);
  judge_decide (f, "signer-ec", T0 + 60, T0 + 60);
  assert_only_doubt (f, HOPSO_TRUST_DOUBT_REVOKED, 0);

  hopso_test_pki_write (f->pki, "sub.index", before);
  hopso_test_pki_set_time (f->pki, T0 + 3600);
  judge_add_list (f, "sub", 2);
  judge_decide (f, "signer-ec", T0 + 3660, T0 + 3660);
  assert_good (f);
}

static void
test_of_several_ways_the_good_one_counts (JudgeWorld *f, gconstpointer data)
{
  /* The same name and another key; the same name and key, but ended. */
  judge_run (
      f, "req -new -config more.cnf -key sub.key -subj '/C=VN/O=Thử nghiệm/CN=CA cấp dưới' -utf8 "
         "-out again.csr");
  judge_run (f, "ca -batch -notext -utf8 -config more.cnf -name root -extensions x_sub -startdate "
                "20200101000000Z -enddate 20210301000000Z -in again.csr -out ended.pem");
  judge_run (f,
             "req -x509 -new -config more.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
             "-keyout twin.key -subj '/C=VN/O=Thử nghiệm/CN=CA cấp dưới' -utf8 -out twin.pem");
  judge_add_certificate (f, "twin", 1);
  judge_add_certificate (f, "ended", 1);
  judge_add_list (f, "root", 1);
  judge_add_list (f, "sub", 1);
  judge_decide (f, "signer-ec", T0 + 60, T0 + 60);
  g_assert_false (hopso_trust_decision_is_good (f->decision));

  judge_add_certificate (f, "sub", 1);
  judge_decide (f, "signer-ec", T0 + 60, T0 + 60);
  assert_good (f);
}

static void
test_constraints_are_kept (JudgeWorld *f, gconstpointer data)
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

  judge_issue (f, "names", "root", "x_names", "20300101000000");
  judge_issue (f, "policy", "root", "x_policy", "20300101000000");
  judge_issue (f, "silent", "root", "x_policy", "20300101000000");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      judge_begin_anew (f);
      judge_add_certificate (f, rows[i].authority, 1);
      judge_add_list (f, "root", 1);
      judge_issue_under (f, "leaf", rows[i].subject, rows[i].authority);
      if (g_str_equal (rows[i].authority, "silent"))
        judge_run (
            f, "ca -batch -notext -config more.cnf -name sub -cert silent.pem -keyfile silent.key "
               "-extensions x_server -startdate 20200101000000Z -enddate 20300101000000Z -in "
               "leaf.csr -out leaf.pem");
      judge_run (f,
                 "ca -config more.cnf -name sub -cert %s.pem -keyfile %s.key -gencrl -out list.pem",
                 rows[i].authority, rows[i].authority);
      judge_run (f, "crl -in list.pem -outform DER -out list.der");
      g_autoptr (GBytes) list = hopso_test_pki_read (f->pki, "list.der");
      hopso_validation_material_add_crl (f->material, list, HOPSO_MATERIAL_FETCHED);
      judge_decide (f, "leaf", T0 + 60, T0 + 60);
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
test_a_maze_has_an_end (JudgeWorld *f, gconstpointer data)
{
  static const char *const names[] = { "left", "right" };

  for (guint i = 0; i < 2; i++)
    judge_run (f,
               "req -x509 -new -config more.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
               "-keyout %s.key -out %s.pem -subj /CN=%s",
               names[i], names[i], names[i]);
  for (guint i = 0; i < 20; i++)
    {
      const char *below = names[i % 2], *above = names[(i + 1) % 2];

      judge_run (f, "req -new -config more.cnf -key %s.key -subj /CN=%s -out maze.csr", below,
                 below);
      judge_run (
          f,
          "ca -batch -notext -config more.cnf -name sub -cert %s.pem -keyfile %s.key -extensions "
          "x_root -startdate 20200101000000Z -enddate 20300101000000Z -in maze.csr -out maze.pem",
          above, above);
      judge_add_certificate (f, "maze", 1);
    }
  judge_issue_under (f, "leaf", "/CN=leaf", "left");
  judge_decide (f, "leaf", T0, T0);
  assert_only_doubt (f, HOPSO_TRUST_DOUBT_NO_PATH, 0);
}

static void
test_a_certificate_for_servers (JudgeWorld *f, gconstpointer data)
{
  judge_issue (f, "server", "sub", "x_server", "20300101000000");
  add_chain (f);
  judge_add_list (f, "sub", 1);
  judge_decide (f, "server", T0 + 60, T0 + 60);
  assert_only_doubt (f, HOPSO_TRUST_DOUBT_USAGE, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  judge_make_authorities ();
#define ADD(name, func) \
  g_test_add ("/crypto/trust-judge/" name, JudgeWorld, NULL, judge_set_up, func, judge_tear_down)
  ADD ("what-is-missing-is-wanted", test_what_is_missing_is_wanted);
  ADD ("who-may-answer", test_who_may_answer);
  ADD ("a-responder-that-comes-later", test_a_responder_that_comes_later);
  ADD ("a-revoked-responder-is-silent", test_a_revoked_responder_is_silent);
  ADD ("an-old-responder-needs-proof", test_an_old_responder_needs_proof);
  ADD ("a-revoked-authority", test_a_revoked_authority);
  ADD ("a-hold-that-was-lifted", test_a_hold_that_was_lifted);
  ADD ("of-several-ways-the-good-one-counts", test_of_several_ways_the_good_one_counts);
  ADD ("constraints-are-kept", test_constraints_are_kept);
  ADD ("a-maze-has-an-end", test_a_maze_has_an_end);
  ADD ("a-certificate-for-servers", test_a_certificate_for_servers);
  int status = g_test_run ();
  judge_forget_authorities ();
  return status;
}
