/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-revocation.h"
#include "hopso-test-pki.h"

#include <string.h>

static HopsoTestPki *pki; /* owned by main */
static gint64 now;

#define DAY G_GINT64_CONSTANT (86400)

static HopsoRevocationStatus
ask (const char *crl,
     const char *name,
     const char *issuer,
     gint64 at_time,
     HopsoRevocationFinding *finding)
{
  g_autoptr (GBytes) list = hopso_test_pki_read (pki, crl);
  g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (pki, name);
  g_autoptr (HopsoCertificate) authority = hopso_test_pki_dup_certificate (pki, issuer);

  return hopso_revocation_check_crl (list, certificate, authority, at_time, finding);
}

static void
assert_unknown (const char *crl,
                const char *name,
                const char *issuer,
                gint64 at_time,
                HopsoRevocationDoubt doubt)
{
  HopsoRevocationFinding finding;

  g_assert_cmpint (ask (crl, name, issuer, at_time, &finding), ==, HOPSO_REVOCATION_UNKNOWN);
  g_assert_cmpint (finding.doubt, ==, doubt);
}

static void
test_good_is_good (void)
{
  HopsoRevocationFinding finding;

  g_assert_cmpint (ask ("sub.crl", "signer-ec", "sub", now, &finding), ==, HOPSO_REVOCATION_GOOD);
  g_assert_cmpint (finding.doubt, ==, HOPSO_REVOCATION_DOUBT_NONE);
  g_assert_cmpint (finding.revoked_at, ==, 0);
  g_assert_cmpint (finding.next_update - finding.this_update, ==, 30 * DAY);
  g_assert_cmpint (ask ("root.crl", "sub", "root", now, NULL), ==, HOPSO_REVOCATION_GOOD);
}

static void
test_revoked_is_revoked (void)
{
  HopsoRevocationFinding finding;

  g_assert_cmpint (ask ("sub.crl", "revoked", "sub", now + 60, &finding), ==,
                   HOPSO_REVOCATION_REVOKED);
  g_assert_cmpint (ABS (finding.revoked_at - now), <, 600);
  g_assert_cmpint (finding.reason, ==, 1);
}

static void
test_what_was_signed_before_stays_good (void)
{
  HopsoRevocationFinding finding;

  g_assert_cmpint (ask ("sub.crl", "revoked", "sub", now - DAY, &finding), ==,
                   HOPSO_REVOCATION_GOOD);
  g_assert_cmpint (finding.revoked_at, >, 0);
}

static void
test_revoked_stays_revoked_on_an_old_list (void)
{
  g_assert_cmpint (ask ("sub.crl", "revoked", "sub", now + 1000 * DAY, NULL), ==,
                   HOPSO_REVOCATION_REVOKED);
}

static void
test_an_old_list_proves_nothing_good (void)
{
  assert_unknown ("sub.crl", "signer-ec", "sub", now + 31 * DAY, HOPSO_REVOCATION_DOUBT_STALE);
}

static void
test_lists_forget_ended_certificates (void)
{
  assert_unknown ("sub.crl", "expired", "sub", G_GINT64_CONSTANT (1600000000),
                  HOPSO_REVOCATION_DOUBT_STALE);
}

static void
test_only_the_issuer_may_say (void)
{
  assert_unknown ("root.crl", "signer-ec", "sub", now, HOPSO_REVOCATION_DOUBT_WRONG_ISSUER);
  assert_unknown ("sub.crl", "signer-ec", "root", now, HOPSO_REVOCATION_DOUBT_WRONG_ISSUER);
  assert_unknown ("sub.crl", "sub", "sub", now, HOPSO_REVOCATION_DOUBT_WRONG_ISSUER);
}

static void
test_a_forged_list_is_noticed (void)
{
  g_autoptr (GBytes) list = hopso_test_pki_read (pki, "sub.crl");
  gsize size = g_bytes_get_size (list);
  guint8 *changed = g_memdup2 (g_bytes_get_data (list, NULL), size);

  changed[size - 1] ^= 1;
  g_autoptr (GBytes) forged = g_bytes_new_take (changed, size);
  hopso_test_pki_write (pki, "forged.crl", forged);
  assert_unknown ("forged.crl", "signer-ec", "sub", now, HOPSO_REVOCATION_DOUBT_BAD_SIGNATURE);
  assert_unknown ("forged.crl", "revoked", "sub", now, HOPSO_REVOCATION_DOUBT_BAD_SIGNATURE);
}

static void
test_no_list_is_no_list (void)
{
  g_autoptr (GBytes) list = hopso_test_pki_read (pki, "sub.crl");
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (list, 0, g_bytes_get_size (list) - 1);

  hopso_test_pki_write (pki, "cut.crl", cut);
  assert_unknown ("cut.crl", "signer-ec", "sub", now, HOPSO_REVOCATION_DOUBT_MALFORMED);
  assert_unknown ("sub.pem", "signer-ec", "sub", now, HOPSO_REVOCATION_DOUBT_MALFORMED);
}

static const struct
{
  const char *title, *extension;
  HopsoRevocationStatus status;
} scopes[] = {
  { "people only", "issuingDistributionPoint=critical,onlyuser:TRUE", HOPSO_REVOCATION_GOOD },
  { "its own point", "issuingDistributionPoint=critical,fullname:URI:" HOPSO_TEST_PKI_CRL_URL,
    HOPSO_REVOCATION_GOOD },
  { "authorities only", "issuingDistributionPoint=critical,onlyCA:TRUE", HOPSO_REVOCATION_UNKNOWN },
  { "attributes only", "issuingDistributionPoint=critical,onlyAA:TRUE", HOPSO_REVOCATION_UNKNOWN },
  { "indirect", "issuingDistributionPoint=critical,indirectCRL:TRUE", HOPSO_REVOCATION_UNKNOWN },
  { "some reasons", "issuingDistributionPoint=critical,onlysomereasons:superseded",
    HOPSO_REVOCATION_UNKNOWN },
  { "another point",
    "issuingDistributionPoint=critical,fullname:URI:http://crl.example.vn/other.crl",
    HOPSO_REVOCATION_UNKNOWN },
  { "delta", "2.5.29.27=critical,ASN1:INTEGER:1", HOPSO_REVOCATION_UNKNOWN },
  { "unknown and critical", "1.2.3.4=critical,ASN1:NULL", HOPSO_REVOCATION_UNKNOWN },
  { "unknown", "1.2.3.4=ASN1:NULL", HOPSO_REVOCATION_GOOD },
};

static void
test_lists_with_a_scope (void)
{
  g_autoptr (GBytes) bytes = hopso_test_pki_read (pki, "ca.cnf");

  for (gsize i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      g_autofree char *text =
          g_strdup_printf ("%.*s\n[scope]\n%s\n", (int) g_bytes_get_size (bytes),
                           (const char *) g_bytes_get_data (bytes, NULL), scopes[i].extension);
      g_autoptr (GBytes) configuration = g_bytes_new (text, strlen (text));

      g_test_message ("%s", scopes[i].title);
      hopso_test_pki_write (pki, "scope.cnf", configuration);
      hopso_test_pki_run (pki, "ca -config scope.cnf -name sub -gencrl -crlexts scope "
                               "-out scope.crl.pem");
      hopso_test_pki_run (pki, "crl -in scope.crl.pem -outform DER -out scope.crl");
      HopsoRevocationFinding finding;
      g_assert_cmpint (ask ("scope.crl", "signer-ec", "sub", now, &finding), ==, scopes[i].status);
      /* These two are refused in words of their own. */
      if (g_str_equal (scopes[i].title, "delta"))
        g_assert_cmpint (finding.doubt, ==, HOPSO_REVOCATION_DOUBT_DELTA);
      if (g_str_equal (scopes[i].title, "indirect"))
        g_assert_cmpint (finding.doubt, ==, HOPSO_REVOCATION_DOUBT_INDIRECT);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  pki = hopso_test_pki_new ();
  now = g_get_real_time () / G_USEC_PER_SEC;
  g_test_add_func ("/crypto/revocation/good-is-good", test_good_is_good);
  g_test_add_func ("/crypto/revocation/revoked-is-revoked", test_revoked_is_revoked);
  g_test_add_func ("/crypto/revocation/what-was-signed-before-stays-good",
                   test_what_was_signed_before_stays_good);
  g_test_add_func ("/crypto/revocation/revoked-stays-revoked-on-an-old-list",
                   test_revoked_stays_revoked_on_an_old_list);
  g_test_add_func ("/crypto/revocation/an-old-list-proves-nothing-good",
                   test_an_old_list_proves_nothing_good);
  g_test_add_func ("/crypto/revocation/lists-forget-ended-certificates",
                   test_lists_forget_ended_certificates);
  g_test_add_func ("/crypto/revocation/only-the-issuer-may-say", test_only_the_issuer_may_say);
  g_test_add_func ("/crypto/revocation/a-forged-list-is-noticed", test_a_forged_list_is_noticed);
  g_test_add_func ("/crypto/revocation/no-list-is-no-list", test_no_list_is_no_list);
  g_test_add_func ("/crypto/revocation/lists-with-a-scope", test_lists_with_a_scope);
  int status = g_test_run ();
  hopso_test_pki_free (pki);
  return status;
}
