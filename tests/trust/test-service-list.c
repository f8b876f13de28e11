/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Trust lists that were signed by another program, and everything that somebody may do to them. */

#include "hopso-service-list.h"
#include "hopso-test-service-list.h"

#include <string.h>

#define Y2020 G_GINT64_CONSTANT (1577836800)
#define Y2022 G_GINT64_CONSTANT (1640995200)

static HopsoTestPki *pki; /* owned by main */

/* Recognised from 2020 to 2022; another of a kind that issues no certificates. */
static char *
make_services (void)
{
  g_autofree char *now = hopso_test_service_list_make_state (
      pki, "root", HOPSO_TEST_CA_QC, HOPSO_TEST_WITHDRAWN, "2022-01-01T00:00:00Z");
  g_autofree char *past = hopso_test_service_list_make_state (
      pki, NULL, HOPSO_TEST_CA_QC, HOPSO_TEST_GRANTED, "2020-01-01T00:00:00Z");
  g_autofree char *stamps = hopso_test_service_list_make_state (
      pki, "tsa", HOPSO_TEST_TSA_QTST, HOPSO_TEST_GRANTED, "2020-01-01T00:00:00Z");
  g_autofree char *lasting = hopso_test_service_list_make_state (
      pki, "sub", HOPSO_TEST_CA_QC, HOPSO_TEST_GRANTED, "2020-01-01T00:00:00Z");
  g_autofree char *one = hopso_test_service_list_make_service (now, past);
  g_autofree char *two = hopso_test_service_list_make_service (stamps, NULL);
  g_autofree char *three = hopso_test_service_list_make_service (lasting, NULL);

  return g_strconcat (one, two, three, NULL);
}

static GBytes *
make_list (const char *signer, HopsoTestSignature signature)
{
  g_autofree char *services = make_services ();

  return hopso_test_service_list_new (pki, signer, 7, services, signature);
}

static char *
dup_fingerprint (const char *name)
{
  g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (pki, name);

  return hopso_certificate_dup_fingerprint (certificate);
}

static void
assert_refused (GBytes *xml, const char *operator_name, HopsoServiceListError code)
{
  g_autofree char *fingerprint = operator_name != NULL ? dup_fingerprint (operator_name) : NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (hopso_service_list_open (xml, fingerprint, &error));
  g_assert_error (error, HOPSO_SERVICE_LIST_ERROR, (int) code);
}

static void
assert_terms (HopsoServiceList *list)
{
  g_autoptr (HopsoCertificate) root = hopso_test_pki_dup_certificate (pki, "root");
  g_autoptr (HopsoCertificate) sub = hopso_test_pki_dup_certificate (pki, "sub");
  const HopsoServiceTerm *ended, *lasting;

  g_assert_cmpuint (hopso_service_list_get_n_terms (list), ==, 2);
  ended = hopso_service_list_get_term (list, 0);
  lasting = hopso_service_list_get_term (list, 1);
  g_assert_true (hopso_certificate_equal (ended->certificate, root));
  g_assert_cmpint (ended->from, ==, Y2020);
  g_assert_cmpint (ended->until, ==, Y2022);
  g_assert_cmpstr (ended->provider, ==, "Nhà cung cấp");
  g_assert_true (hopso_certificate_equal (lasting->certificate, sub));
  g_assert_cmpint (lasting->from, ==, Y2020);
  g_assert_cmpint (lasting->until, ==, G_MAXINT64);
}

static void
test_tells_who_was_recognised_when (void)
{
  const char *signers[] = { "signer-rsa", "signer-ec" };

  for (gsize i = 0; i < G_N_ELEMENTS (signers); i++)
    {
      g_autoptr (GBytes) xml = make_list (signers[i], HOPSO_TEST_SIGNATURE_RIGHT);
      g_autofree char *fingerprint = dup_fingerprint (signers[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (HopsoServiceList) list = hopso_service_list_open (xml, fingerprint, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (hopso_service_list_get_name (list), ==, "Trung tâm thử nghiệm");
      g_assert_cmpstr (hopso_service_list_get_territory (list), ==, "VN");
      g_assert_cmpuint (hopso_service_list_get_number (list), ==, 7);
      g_assert_cmpint (hopso_service_list_get_issued (list), <,
                       hopso_service_list_get_next_update (list));
      assert_terms (list);
    }
}

static void
test_somebody_else_is_not_the_operator (void)
{
  g_autoptr (GBytes) xml = make_list ("signer-ec", HOPSO_TEST_SIGNATURE_RIGHT);

  assert_refused (xml, "signer-rsa", HOPSO_SERVICE_LIST_ERROR_OPERATOR);
}

static void
test_who_was_not_in_office_cannot_sign (void)
{
  g_autoptr (GBytes) xml = make_list ("expired", HOPSO_TEST_SIGNATURE_RIGHT);

  assert_refused (xml, "expired", HOPSO_SERVICE_LIST_ERROR_SIGNATURE);
}

static void
test_other_signatures_are_none (void)
{
  const HopsoTestSignature kinds[] = { HOPSO_TEST_SIGNATURE_SHA1, HOPSO_TEST_SIGNATURE_PART,
                                       HOPSO_TEST_SIGNATURE_XPATH };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GBytes) xml = make_list ("signer-rsa", kinds[i]);

      g_test_message ("kind %u", kinds[i]);
      assert_refused (xml, "signer-rsa", HOPSO_SERVICE_LIST_ERROR_SIGNATURE);
    }
}

/* What stands outside the signature may change; what is taken from the list may not. */
static void
test_no_changed_byte_changes_what_it_says (void)
{
  g_autoptr (GBytes) xml = make_list ("signer-ec", HOPSO_TEST_SIGNATURE_RIGHT);
  g_autofree char *fingerprint = dup_fingerprint ("signer-ec");
  gsize size = g_bytes_get_size (xml);
  g_autofree char *changed = g_memdup2 (g_bytes_get_data (xml, NULL), size);
  guint n_refused = 0;

  for (gsize i = 0; i < size; i += 17)
    {
      changed[i] ^= 0x01;
      g_autoptr (GBytes) bytes = g_bytes_new (changed, size);
      g_autoptr (HopsoServiceList) list = hopso_service_list_open (bytes, fingerprint, NULL);

      if (list != NULL)
        assert_terms (list);
      else
        n_refused++;
      changed[i] ^= 0x01;
    }
  g_assert_cmpuint (n_refused, >, size / 17 * 9 / 10);
}

static char *
replace (GBytes *xml, const char *old, const char *new)
{
  gsize size;
  const char *text = g_bytes_get_data (xml, &size);
  g_autofree char *whole = g_strndup (text, size);
  g_auto (GStrv) parts = g_strsplit (whole, old, 2);

  g_assert_nonnull (parts[1]);
  return g_strconcat (parts[0], new, parts[1], NULL);
}

static void
test_altered_lists_are_refused (void)
{
  g_autoptr (GBytes) xml = make_list ("signer-rsa", HOPSO_TEST_SIGNATURE_RIGHT);
  gsize size;
  const char *text = g_bytes_get_data (xml, &size);
  g_autofree char *whole = g_strndup (text, size);
  g_autofree char *signature =
      g_strndup (strstr (whole, "<Signature "),
                 (gsize) (strstr (whole, "</Signature>") - strstr (whole, "<Signature ")) + 12);
  g_autofree char *twice = g_strconcat (signature, signature, NULL);
  g_autofree char *body = g_strdup (strstr (whole, "<TrustServiceStatusList"));
  const struct
  {
    const char *title, *old, *new;
  } changes[] = {
    { "brought back", "Svcstatus/withdrawn", "Svcstatus/granted" },
    { "earlier", "2020-01-01T00:00:00Z", "2010-01-01T00:00:00Z" },
    { "a newer number", "<TSLSequenceNumber>7", "<TSLSequenceNumber>8" },
    { "signed twice", signature, twice },
    { "not signed", signature, "" },
    { "another service", "</TSPServices>", "<TSPService/></TSPServices>" },
    { "a list around a list", body,
      "<TrustServiceStatusList xmlns=\"http://uri.etsi.org/02231/v2#\">"
      "<SchemeInformation><TSLSequenceNumber>9</TSLSequenceNumber>"
      "<ListIssueDateTime>2026-01-01T00:00:00Z</ListIssueDateTime>"
      "</SchemeInformation>" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *altered = replace (xml, changes[i].old, changes[i].new);
      g_autofree char *wrapped =
          g_strconcat (altered, i + 1 == G_N_ELEMENTS (changes) ? body : "",
                       i + 1 == G_N_ELEMENTS (changes) ? "</TrustServiceStatusList>" : "", NULL);
      g_autoptr (GBytes) bytes = g_bytes_new (wrapped, strlen (wrapped));

      g_test_message ("%s", changes[i].title);
      assert_refused (bytes, "signer-rsa", HOPSO_SERVICE_LIST_ERROR_SIGNATURE);
    }
}

static GBytes *
repeat (const char *before, const char *part, guint n, const char *after)
{
  GString *text = g_string_new (before);

  for (guint i = 0; i < n; i++)
    g_string_append (text, part);
  g_string_append (text, after);
  return g_string_free_to_bytes (text);
}

static void
test_hostile_files_are_refused_soon (void)
{
  static const char bomb[] =
      "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaaaaaaaaaaaa\">"
      "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
      "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\">"
      "]><a>&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;</a>";
  static const char elsewhere[] =
      "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
  static const char wide[] = "\xff\xfe<\0!\0D\0O\0C\0T\0Y\0P\0E\0 \0a\0>\0<\0a\0/\0>\0";
  GBytes *files[] = {
    g_bytes_new_static (bomb, strlen (bomb)),   g_bytes_new_static (elsewhere, strlen (elsewhere)),
    g_bytes_new_static (wide, sizeof wide - 1), g_bytes_new_static ("", 0),
    g_bytes_new_static ("<html></html>", 13),   repeat ("", "<a>", 100000, ""),
    repeat ("<a>", "<a/>", 1000000, "</a>"),    repeat ("<a ", "", 0, ">"),
    repeat ("<a>", "&undefined;", 10, "</a>"),  repeat ("", "a", 17 * 1024 * 1024, ""),
  };
  gint64 began = g_get_monotonic_time ();

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_test_message ("file %" G_GSIZE_FORMAT, i);
      assert_refused (files[i], NULL, HOPSO_SERVICE_LIST_ERROR_MALFORMED);
      g_clear_pointer (&files[i], g_bytes_unref);
    }
  g_assert_cmpint (g_get_monotonic_time () - began, <, 20 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  pki = hopso_test_pki_new ();
#define ADD(name, func) g_test_add_func ("/trust/service-list/" name, func)
  ADD ("tells-who-was-recognised-when", test_tells_who_was_recognised_when);
  ADD ("somebody-else-is-not-the-operator", test_somebody_else_is_not_the_operator);
  ADD ("who-was-not-in-office-cannot-sign", test_who_was_not_in_office_cannot_sign);
  ADD ("other-signatures-are-none", test_other_signatures_are_none);
  ADD ("no-changed-byte-changes-what-it-says", test_no_changed_byte_changes_what_it_says);
  ADD ("altered-lists-are-refused", test_altered_lists_are_refused);
  ADD ("hostile-files-are-refused-soon", test_hostile_files_are_refused_soon);
  int status = g_test_run ();
  hopso_test_pki_free (pki);
  return status;
}
