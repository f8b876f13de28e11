/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Authorities, responders and lists made by the openssl program at chosen times, a bag to put them
 * into, and the question to the judge. */

#include "judge-world.h"

#include "hopso-ocsp-request.h"

#include <string.h>

static HopsoTestPki *shared;           /* owned by main */
static GBytes *sub_index, *root_index; /* owned by main: when nothing was revoked yet */

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

void
judge_set_up (JudgeWorld *f, gconstpointer data)
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

void
judge_tear_down (JudgeWorld *f, gconstpointer data)
{
  g_clear_pointer (&f->decision, hopso_trust_decision_free);
  g_object_unref (f->material);
  g_object_unref (f->trust);
}

void
judge_make_authorities (void)
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

void
judge_begin_anew (JudgeWorld *f)
{
  g_object_unref (f->material);
  f->material = hopso_validation_material_new ();
}

void
judge_run (JudgeWorld *f, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *command = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  hopso_test_pki_run (f->pki, command);
}

void
judge_issue (
    JudgeWorld *f, const char *name, const char *issuer, const char *extensions, const char *until)
{
  judge_run (f,
             "req -new -config more.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "
             "%s.key -out %s.csr -subj /CN=%s",
             name, name, name);
  judge_run (
      f,
      "ca -batch -notext -config more.cnf -name %s -extensions %s -startdate 20200101000000Z "
      "-enddate %sZ -in %s.csr -out %s.pem",
      issuer, extensions, until, name, name);
}

void
judge_issue_under (JudgeWorld *f, const char *name, const char *subject, const char *authority)
{
  judge_run (f,
             "req -new -config more.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "
             "%s.key -out %s.csr -subj %s",
             name, name, subject);
  judge_run (
      f,
      "ca -batch -notext -config more.cnf -name sub -cert %s.pem -keyfile %s.key -extensions "
      "x_explicit -startdate 20200101000000Z -enddate 20300101000000Z -in %s.csr -out %s.pem",
      authority, authority, name, name);
}

void
judge_add_certificate (JudgeWorld *f, const char *name, guint64 end)
{
  g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (f->pki, name);

  hopso_validation_material_add_embedded (f->material, HOPSO_MATERIAL_CERTIFICATE,
                                          hopso_certificate_get_der (certificate),
                                          HOPSO_MATERIAL_DSS, end);
}

void
judge_add_list (JudgeWorld *f, const char *authority, guint64 end)
{
  judge_run (f, "ca -config more.cnf -name %s -gencrl -out list.pem", authority);
  judge_run (f, "crl -in list.pem -outform DER -out list.der");
  g_autoptr (GBytes) list = hopso_test_pki_read (f->pki, "list.der");
  hopso_validation_material_add_embedded (f->material, HOPSO_MATERIAL_CRL, list, HOPSO_MATERIAL_DSS,
                                          end);
}

void
judge_add_answer_with (
    JudgeWorld *f, const char *name, const char *responder, guint64 end, const char *option)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (f->pki, name);
  g_autoptr (HopsoCertificate) issuer = hopso_test_pki_dup_certificate (f->pki, "sub");
  g_autoptr (GBytes) request = hopso_ocsp_dup_request (certificate, issuer, NULL, &error);

  g_assert_no_error (error);
  hopso_test_pki_write (f->pki, "request.der", request);
  judge_run (
      f,
      "ocsp -index sub.index -CA sub.pem -rsigner %s.pem -rkey %s.key -reqin request.der -ndays 2 "
      "-respout response.der %s",
      responder, responder, option);
  g_autoptr (GBytes) answer = hopso_test_pki_read (f->pki, "response.der");
  hopso_validation_material_add_embedded (f->material, HOPSO_MATERIAL_OCSP, answer,
                                          HOPSO_MATERIAL_DSS, end);
}

void
judge_add_answer (JudgeWorld *f, const char *name, const char *responder, guint64 end)
{
  judge_add_answer_with (f, name, responder, end, "");
}

void
judge_decide (JudgeWorld *f, const char *name, gint64 existed_at, gint64 now)
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

void
judge_forget_authorities (void)
{
  g_bytes_unref (sub_index);
  g_bytes_unref (root_index);
  hopso_test_pki_free (shared);
}
