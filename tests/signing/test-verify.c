/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the verifier says, and above all what it never calls valid. */

#include "signing-world.h"

#include <string.h>

typedef struct
{
  SigningWorld *world; /* owned */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->world = signing_world_new ();
  signing_world_typeset (f->world, "in.pdf");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  signing_world_free (f->world);
}

static HopsoSignatureResult *
get_only (HopsoSignatureReport *report)
{
  g_assert_cmpuint (hopso_signature_report_get_n_results (report), ==, 1);
  return hopso_signature_report_get_result (report, 0);
}

static void
test_a_good_signature_is_valid (Fixture *f, gconstpointer data)
{
  signing_world_sign_file (f->world, "in.pdf", "out.pdf", "signer-rsa");
  g_autoptr (HopsoSignatureReport) report =
      signing_world_verify (f->world, "out.pdf", HOPSO_VERIFY_NORMAL);
  const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (get_only (report));

  g_assert_cmpint (hopso_signature_report_get_verdict (report), ==, HOPSO_VERDICT_VALID);
  g_assert_cmpstr (facts->signer_name, ==, "Nguyễn Văn Đức");
  g_assert_cmpstr (facts->signer_title, ==, "Chánh Văn phòng");
  g_assert_cmpstr (facts->issuer_name, ==, "CA cấp dưới");
  g_assert_true (facts->covers_whole_file);
  g_assert_true (facts->is_intact);
  g_assert_cmpuint (facts->page, ==, 1);
  g_assert_cmpint (ABS (facts->claimed_time - g_get_real_time () / G_USEC_PER_SEC), <, 60);
}

static void
test_without_a_revocation_list_nothing_is_valid (Fixture *f, gconstpointer data)
{
  signing_world_sign_file (f->world, "in.pdf", "out.pdf", "signer-ec");
  signing_world_publish (f->world, FALSE);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (HopsoSignatureReport) report = signing_world_verify (
          f->world, "out.pdf", i == 0 ? HOPSO_VERIFY_NORMAL : HOPSO_VERIFY_OFFLINE);

      g_assert_cmpint (hopso_signature_report_get_verdict (report), ==, HOPSO_VERDICT_UNDETERMINED);
      g_assert_true (hopso_signature_result_has_reason (get_only (report),
                                                        HOPSO_SIGNATURE_REASON_REVOCATION_UNKNOWN));
    }
}

static void
test_an_unknown_root_is_not_trusted (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoTrustList) nobody = hopso_trust_list_new ();
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
  g_autoptr (HopsoVerifier) verifier =
      hopso_verifier_new (signing_world_get_pdf_client (f->world), NULL, nobody, clock);

  signing_world_sign_file (f->world, "in.pdf", "out.pdf", "signer-rsa");
  g_autoptr (HopsoSignatureReport) report =
      signing_world_verify_with (f->world, verifier, "out.pdf", HOPSO_VERIFY_OFFLINE);
  g_assert_cmpint (hopso_signature_report_get_verdict (report), ==, HOPSO_VERDICT_UNDETERMINED);
  g_assert_true (
      hopso_signature_result_has_reason (get_only (report), HOPSO_SIGNATURE_REASON_UNTRUSTED));
}

static void
revoke_signer (HopsoTestPki *pki)
{
  hopso_test_pki_run (pki, "ca -config ca.cnf -name sub -revoke signer-ec.pem");
  hopso_test_pki_run (pki, "ca -config ca.cnf -name sub -gencrl -out sub.crl.pem");
  hopso_test_pki_run (pki, "crl -in sub.crl.pem -outform DER -out sub.crl");
}

static void
test_signed_after_the_revocation_is_invalid (Fixture *f, gconstpointer data)
{
  hopso_clock_advance (signing_world_get_signer_clock (f->world), 3600);
  signing_world_sign_file (f->world, "in.pdf", "out.pdf", "signer-ec");
  revoke_signer (signing_world_get_pki (f->world));
  g_autoptr (HopsoSignatureReport) report =
      signing_world_verify (f->world, "out.pdf", HOPSO_VERIFY_NORMAL);

  g_assert_cmpint (hopso_signature_report_get_verdict (report), ==, HOPSO_VERDICT_INVALID);
  g_assert_true (
      hopso_signature_result_has_reason (get_only (report), HOPSO_SIGNATURE_REASON_REVOKED));
}

static void
test_revoked_later_is_open_without_a_timestamp (Fixture *f, gconstpointer data)
{
  hopso_clock_advance (signing_world_get_signer_clock (f->world), -3600);
  signing_world_sign_file (f->world, "in.pdf", "out.pdf", "signer-ec");
  revoke_signer (signing_world_get_pki (f->world));
  g_autoptr (HopsoSignatureReport) report =
      signing_world_verify (f->world, "out.pdf", HOPSO_VERIFY_NORMAL);

  g_assert_cmpint (hopso_signature_report_get_verdict (report), ==, HOPSO_VERDICT_UNDETERMINED);
}

static void
test_every_flipped_byte_of_the_content_is_noticed (Fixture *f, gconstpointer data)
{
  signing_world_sign_file (f->world, "in.pdf", "out.pdf", "signer-ec");
  g_autoptr (GBytes) whole = signing_world_read (f->world, "out.pdf");
  g_autoptr (GBytes) original = signing_world_read (f->world, "in.pdf");
  gsize size = g_bytes_get_size (whole);
  gsize step = g_bytes_get_size (original) / 12;

  for (gsize at = 20; at < g_bytes_get_size (original); at += step)
    {
      g_autofree char *copy = g_memdup2 (g_bytes_get_data (whole, NULL), size);

      copy[at] ^= 0x01;
      signing_world_write (f->world, "bad.pdf", copy, size);
      g_autoptr (HopsoSignatureReport) report =
          signing_world_try_verify (f->world, "bad.pdf", HOPSO_VERIFY_NORMAL);
      if (report == NULL)
        continue; /* The damage is so that it is no PDF any more. */
      g_assert_cmpint (hopso_signature_report_get_verdict (report), !=, HOPSO_VERDICT_VALID);
    }
}

static void
test_bytes_after_the_end_are_noticed (Fixture *f, gconstpointer data)
{
  static const char tail[] = "\n99 0 obj\n<< /Hidden true >>\nendobj\n";

  signing_world_sign_file (f->world, "in.pdf", "out.pdf", "signer-rsa");
  g_autoptr (GBytes) whole = signing_world_read (f->world, "out.pdf");
  g_autoptr (GByteArray) longer = g_byte_array_new ();
  g_byte_array_append (longer, g_bytes_get_data (whole, NULL), (guint) g_bytes_get_size (whole));
  g_byte_array_append (longer, (const guint8 *) tail, (guint) strlen (tail));
  signing_world_write (f->world, "bad.pdf", longer->data, longer->len);
  g_autoptr (HopsoSignatureReport) report =
      signing_world_try_verify (f->world, "bad.pdf", HOPSO_VERIFY_NORMAL);

  if (report != NULL)
    g_assert_cmpint (hopso_signature_report_get_verdict (report), !=, HOPSO_VERDICT_VALID);
}

static void
test_a_changed_page_is_altered (Fixture *f, gconstpointer data)
{
  signing_world_sign_file (f->world, "in.pdf", "out.pdf", "signer-rsa");
  g_assert_true (signing_world_run (
      f->world, NULL,
      "cp out.pdf bad.pdf && "
      "start=$(grep -aob startxref out.pdf | tail -1 | cut -d: -f1) && "
      "prev=$(tail -c +$((start + 1)) out.pdf | sed -n 2p) && test -n \"$prev\" && "
      "page=$(qpdf --show-pages out.pdf 2>/dev/null | sed -n 's/^page 1: \\([0-9]*\\).*/\\1/p') && "
      "root=$(qpdf --show-object=trailer out.pdf | sed -n 's/.*Root \\([0-9]*\\) 0 R.*/\\1/p') && "
      "at=$(stat -c %s bad.pdf) && "
      "printf '%s 0 obj\\n<< /Type /Page /MediaBox [0 0 100 100] >>\\nendobj\\n' $page >>bad.pdf "
      "&& "
      "xref=$(stat -c %s bad.pdf) && "
      "printf 'xref\\n%s 1\\n%010d 00000 n \\ntrailer\\n<< /Size 500 /Root %s 0 R /Prev %s >>\\n"
      "startxref\\n%s\\n%%%%EOF\\n' $page $at $root $prev $xref >>bad.pdf"));
  g_autoptr (HopsoSignatureReport) report =
      signing_world_verify (f->world, "bad.pdf", HOPSO_VERIFY_NORMAL);

  g_assert_cmpint (hopso_signature_report_get_verdict (report), ==, HOPSO_VERDICT_INVALID);
  g_assert_true (
      hopso_signature_result_has_reason (get_only (report), HOPSO_SIGNATURE_REASON_ALTERED));
}

static void
test_an_unsigned_file_is_unsigned (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoSignatureReport) report =
      signing_world_verify (f->world, "in.pdf", HOPSO_VERIFY_NORMAL);

  g_assert_cmpint (hopso_signature_report_get_verdict (report), ==, HOPSO_VERDICT_UNSIGNED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/signing/verify/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("a-good-signature-is-valid", test_a_good_signature_is_valid);
  ADD ("without-a-revocation-list-nothing-is-valid",
       test_without_a_revocation_list_nothing_is_valid);
  ADD ("an-unknown-root-is-not-trusted", test_an_unknown_root_is_not_trusted);
  ADD ("signed-after-the-revocation-is-invalid", test_signed_after_the_revocation_is_invalid);
  ADD ("revoked-later-is-open-without-a-timestamp", test_revoked_later_is_open_without_a_timestamp);
  ADD ("every-flipped-byte-of-the-content-is-noticed",
       test_every_flipped_byte_of_the_content_is_noticed);
  ADD ("bytes-after-the-end-are-noticed", test_bytes_after_the_end_are_noticed);
  ADD ("a-changed-page-is-altered", test_a_changed_page_is_altered);
  ADD ("an-unsigned-file-is-unsigned", test_an_unsigned_file_is_unsigned);
  return g_test_run ();
}
