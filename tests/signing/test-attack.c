/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signatures that somebody tampered with, made from real ones: what stands in the hole is another
 * CMS of the same bytes, or the ranges lie. None may be valid, and none may make us fall over. */

#include "signing-world.h"

#include <stdio.h>
#include <string.h>

typedef struct
{
  SigningWorld *world; /* owned */
  GByteArray *file;    /* owned: a good signed file */
  guint64 range[4];
} Fixture;

static guint8 *
find_last (GByteArray *file, const char *text)
{
  gsize size = strlen (text);

  for (guint8 *at = file->data + file->len - size; at > file->data; at--)
    if (memcmp (at, text, size) == 0)
      return at;
  g_assert_not_reached ();
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = NULL;

  f->world = signing_world_new ();
  signing_world_typeset (f->world, "in.pdf");
  signing_world_sign_file (f->world, "in.pdf", "good.pdf", "signer-rsa");
  bytes = signing_world_read (f->world, "good.pdf");
  f->file = g_byte_array_new ();
  g_byte_array_append (f->file, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  g_assert_cmpint (sscanf ((const char *) find_last (f->file, "/ByteRange"),
                           "/ByteRange%*[^0-9]%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT
                           " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT,
                           &f->range[0], &f->range[1], &f->range[2], &f->range[3]),
                   ==, 4);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_byte_array_unref (f->file);
  signing_world_free (f->world);
}

/* What openssl makes of the signed bytes, in the place of the signature. */
static void
put_cms (Fixture *f, const char *arguments)
{
  gsize hole = (gsize) (f->range[2] - f->range[1]) - 2;
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autofree char *command = g_strdup_printf (
      "pki=%s && openssl cms -sign -binary -in content -outform DER -out cms.der %s",
      hopso_test_pki_get_folder (signing_world_get_pki (f->world)), arguments);
  g_autoptr (GBytes) cms = NULL;

  g_byte_array_append (content, f->file->data, (guint) f->range[1]);
  g_byte_array_append (content, f->file->data + f->range[2], (guint) f->range[3]);
  signing_world_write (f->world, "content", content->data, content->len);
  g_assert_true (signing_world_run (f->world, NULL, command));
  cms = signing_world_read (f->world, "cms.der");
  g_assert_cmpuint (2 * g_bytes_get_size (cms), <=, hole);
  memset (f->file->data + f->range[1] + 1, '0', hole);
  for (gsize i = 0; i < g_bytes_get_size (cms); i++)
    {
      char digits[3];

      g_snprintf (digits, sizeof digits, "%02x",
                  ((const guint8 *) g_bytes_get_data (cms, NULL))[i]);
      memcpy (f->file->data + f->range[1] + 1 + 2 * i, digits, 2);
    }
}

static HopsoSignatureReport *
verify (Fixture *f)
{
  signing_world_write (f->world, "bad.pdf", f->file->data, f->file->len);
  return signing_world_try_verify (f->world, "bad.pdf", HOPSO_VERIFY_NORMAL);
}

typedef struct
{
  const char *name;
  const char *arguments; /* $pki is the folder of certificates and keys */
  HopsoVerdict verdict;
  HopsoSignatureReason reason; /* HOPSO_N_SIGNATURE_REASONS: none */
} Row;

#define SIGNER "-signer $pki/signer-rsa.pem -inkey $pki/signer-rsa.key "
#define SUB    "-certfile $pki/sub.pem "

static const Row rows[] = {
  { "the-same-by-openssl", SIGNER SUB "-cades", HOPSO_VERDICT_VALID, HOPSO_N_SIGNATURE_REASONS },
  { "named-by-key", SIGNER SUB "-cades -keyid", HOPSO_VERDICT_VALID, HOPSO_N_SIGNATURE_REASONS },
  { "two-signers", SIGNER SUB "-cades -signer $pki/signer-ec.pem -inkey $pki/signer-ec.key",
    HOPSO_VERDICT_INVALID, HOPSO_SIGNATURE_REASON_FORMAT },
  { "no-certificate", SIGNER "-cades -nocerts", HOPSO_VERDICT_UNDETERMINED,
    HOPSO_SIGNATURE_REASON_NO_CERTIFICATE },
  { "no-binding", SIGNER SUB, HOPSO_VERDICT_UNDETERMINED, HOPSO_SIGNATURE_REASON_ATTRIBUTES },
  { "no-attributes", SIGNER SUB "-noattr", HOPSO_VERDICT_UNDETERMINED,
    HOPSO_SIGNATURE_REASON_ATTRIBUTES },
  { "weak-hash", SIGNER SUB "-cades -md sha1", HOPSO_VERDICT_UNDETERMINED,
    HOPSO_SIGNATURE_REASON_ALGORITHM_NO_POE },
  { "unknown-hash", SIGNER SUB "-cades -md md5", HOPSO_VERDICT_INVALID,
    HOPSO_SIGNATURE_REASON_FORMAT },
  { "content-inside", SIGNER SUB "-cades -nodetach -in $pki/signer-rsa.pem", HOPSO_VERDICT_INVALID,
    HOPSO_SIGNATURE_REASON_FORMAT },
  { "other-content", SIGNER SUB "-cades -in $pki/signer-rsa.pem", HOPSO_VERDICT_INVALID,
    HOPSO_SIGNATURE_REASON_DIGEST },
  { "by-an-unknown-authority", "-signer $pki/other-root.pem -inkey $pki/other-root.key -cades",
    HOPSO_VERDICT_UNDETERMINED, HOPSO_SIGNATURE_REASON_UNTRUSTED },
  { "by-no-authority",
    "-signer $pki/child.pem -inkey $pki/child.key -cades " SUB "-certfile $pki/signer-ec.pem",
    HOPSO_VERDICT_UNDETERMINED, HOPSO_SIGNATURE_REASON_UNTRUSTED },
  { "expired", "-signer $pki/expired.pem -inkey $pki/expired.key -cades " SUB,
    HOPSO_VERDICT_UNDETERMINED, HOPSO_SIGNATURE_REASON_EXPIRED },
  { "revoked", "-signer $pki/revoked.pem -inkey $pki/revoked.key -cades " SUB,
    HOPSO_VERDICT_INVALID, HOPSO_SIGNATURE_REASON_REVOKED },
  { "not-for-signing", "-signer $pki/encrypt.pem -inkey $pki/encrypt.key -cades " SUB,
    HOPSO_VERDICT_UNDETERMINED, HOPSO_SIGNATURE_REASON_USAGE },
};

static void
check_row (Fixture *f, const Row *row)
{
  g_autoptr (HopsoSignatureReport) report = NULL;
  HopsoSignatureResult *result;

  g_test_message ("%s", row->name);
  put_cms (f, row->arguments);
  report = verify (f);
  g_assert_nonnull (report);
  g_assert_cmpuint (hopso_signature_report_get_n_results (report), ==, 1);
  result = hopso_signature_report_get_result (report, 0);
  for (guint i = 0; i < hopso_signature_result_get_n_reasons (result); i++)
    g_test_message (
        "  %s", hopso_signature_reason_get_name (hopso_signature_result_get_reason (result, i)));
  g_assert_cmpint (hopso_signature_report_get_verdict (report), ==, row->verdict);
  if (row->reason == HOPSO_N_SIGNATURE_REASONS)
    g_assert_cmpuint (hopso_signature_result_get_n_reasons (result), ==, 0);
  else
    g_assert_true (hopso_signature_result_has_reason (result, row->reason));
}

static void
test_each_cms_has_its_verdict (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    check_row (f, &rows[i]);
}

static gboolean
is_structure (HopsoSignatureReport *report)
{
  return hopso_signature_report_get_verdict (report) == HOPSO_VERDICT_INVALID &&
         hopso_signature_result_has_reason (hopso_signature_report_get_result (report, 0),
                                            HOPSO_SIGNATURE_REASON_STRUCTURE);
}

/* Ranges that no computer can add up, and ranges that leave something out. */
static void
test_false_ranges_are_invalid (Fixture *f, gconstpointer data)
{
  static const char *const ranges[] = {
    "[0 18446744073709551615 1 1]",
    "[9223372036854775807 9 9 9]",
    "[0 -1 1 1]",
    "[-1 10 20 30]",
    "[0 1 2 18446744073709551614]",
    "[0 0 0 0]",
    "[0 1e9 1 1]",
    "[]",
    "[0 10]",
    "null",
    "99 0 R",
  };
  g_autoptr (GByteArray) good = g_byte_array_new ();

  g_byte_array_append (good, f->file->data, f->file->len);
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      guint8 *at = find_last (f->file, "/ByteRange") + strlen ("/ByteRange");
      gsize size = (gsize) ((guint8 *) memchr (at, ']', 200) + 1 - at);
      g_autoptr (HopsoSignatureReport) report = NULL;

      g_test_message ("%s", ranges[i]);
      g_assert_cmpuint (strlen (ranges[i]) + 1, <=, size);
      memset (at, ' ', size);
      memcpy (at + 1, ranges[i], strlen (ranges[i]));
      /* A number that is none makes the file no PDF. */
      report = verify (f);
      g_assert_true (report == NULL || is_structure (report));
      memcpy (f->file->data, good->data, good->len);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/signing/attack/each-cms-has-its-verdict", Fixture, NULL, set_up,
              test_each_cms_has_its_verdict, tear_down);
  g_test_add ("/signing/attack/false-ranges-are-invalid", Fixture, NULL, set_up,
              test_false_ranges_are_invalid, tear_down);
  return g_test_run ();
}
