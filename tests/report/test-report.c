/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Verifications as JSON and as tables: nothing that a signer calls himself may break either. That
 * the JSON keeps its schema is tested with the command that prints it. */

#include "hopso-report-csv.h"
#include "hopso-report-json.h"

#include <string.h>

#define CHECKED_AT G_GINT64_CONSTANT (1795158300)

static HopsoSignatureReport *
make_report (const char *signer)
{
  const HopsoSignatureFacts facts = {
    .field_name = "ChuKy1",
    .signer_name = signer,
    .signer_organization = "Sở Tài chính",
    .issuer_name = "CA \"công vụ\", mẫu",
    .proven_time = CHECKED_AT - 60,
    .proven_by = "TSA",
    .claimed_ahead = 7 * 3600,
    .level = HOPSO_SIGNATURE_LEVEL_B_LT,
    .revision = 1,
    .page = 1,
    .is_intact = TRUE,
    .changes = HOPSO_CHANGES_AFTER_ALTERED,
    .signed_length = 4096,
  };
  const HopsoSignatureChange change = { HOPSO_CHANGE_CONTENT, 3, NULL, FALSE };
  HopsoSignatureReport *report = hopso_signature_report_new ("00ff", CHECKED_AT);
  g_autoptr (HopsoSignatureResult) result = hopso_signature_result_new (&facts);

  hopso_signature_result_add_reason (result, HOPSO_SIGNATURE_REASON_ALTERED, "page 3");
  hopso_signature_result_add_note (result, HOPSO_SIGNATURE_NOTE_LEGACY, NULL);
  hopso_signature_result_add_change (result, &change);
  hopso_signature_report_add (report, result);
  return report;
}

static JsonObject *
parse (JsonParser *parser, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL),
                              (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  return json_node_get_object (json_parser_get_root (parser));
}

static void
test_json_says_everything_by_stable_names (void)
{
  g_autoptr (HopsoSignatureReport) report = make_report ("Trần \"Quốc\" Đạt");
  g_autoptr (GBytes) bytes = hopso_report_json_write ("a\xff.pdf", report);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *file = parse (parser, bytes);
  JsonObject *signature =
      json_array_get_object_element (json_object_get_array_member (file, "signatures"), 0);
  JsonObject *change =
      json_array_get_object_element (json_object_get_array_member (signature, "changes"), 0);

  g_assert_cmpstr (json_object_get_string_member (file, "verdict"), ==, "invalid");
  g_assert_cmpstr (json_object_get_string_member (file, "indication"), ==, "TOTAL-FAILED");
  g_assert_cmpstr (json_object_get_string_member (file, "checkedAt"), ==, "2026-11-20T07:05:00Z");
  g_assert_true (g_str_has_suffix (json_object_get_string_member (file, "file"), ".pdf"));
  g_assert_cmpstr (json_object_get_string_member (signature, "signer"), ==, "Trần \"Quốc\" Đạt");
  g_assert_cmpstr (json_object_get_string_member (signature, "level"), ==, "B-LT");
  g_assert_cmpstr (json_object_get_string_member (signature, "provenTime"), ==,
                   "2026-11-20T07:04:00Z");
  g_assert_false (json_object_has_member (signature, "claimedTime"));
  g_assert_cmpint (json_object_get_int_member (signature, "claimedAhead"), ==, 7 * 3600);
  g_assert_cmpint (json_object_get_int_member (signature, "signedLength"), ==, 4096);
  g_assert_cmpstr (json_object_get_string_member (change, "kind"), ==, "content");
  g_assert_cmpint (json_object_get_int_member (change, "page"), ==, 3);
  g_assert_false (json_object_get_boolean_member (change, "allowed"));
}

static void
test_table_is_quoted (void)
{
  g_autoptr (HopsoSignatureReport) report = make_report ("Trần Quốc Đạt");
  GString *table = hopso_report_csv_new ();

  hopso_report_csv_add (table, "tờ trình.pdf", report);
  hopso_report_csv_add_failure (table, "b.pdf", "Không đọc được");
  g_assert_true (g_str_has_prefix (table->str, "\xef\xbb\xbf\""));
  g_assert_nonnull (strstr (table->str, "\r\n\"tờ trình.pdf\","));
  g_assert_nonnull (strstr (table->str, "\"CA \"\"công vụ\"\", mẫu\""));
  g_assert_nonnull (strstr (table->str, "TOTAL-FAILED FORMAT_FAILURE\",\"00ff\"\r\n"));
  g_assert_nonnull (strstr (table->str, "\r\n\"b.pdf\","));
  g_assert_true (g_str_has_suffix (table->str, "\r\n"));
  g_string_free (table, TRUE);
}

static void
test_nobody_is_a_formula (void)
{
  static const char *const names[] = { "=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "\t=1" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (HopsoSignatureReport) report = make_report (names[i]);
      GString *table = hopso_report_csv_new ();
      g_autofree char *bare = g_strdup_printf (",\"%c", names[i][0]);
      g_autofree char *tame = g_strdup_printf (",\"'%c", names[i][0]);

      hopso_report_csv_add (table, "a.pdf", report);
      g_assert_null (strstr (table->str, bare));
      g_assert_nonnull (strstr (table->str, tame));
      g_string_free (table, TRUE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/json/says-everything-by-stable-names",
                   test_json_says_everything_by_stable_names);
  g_test_add_func ("/report/csv/is-quoted", test_table_is_quoted);
  g_test_add_func ("/report/csv/nobody-is-a-formula", test_nobody_is_a_formula);
  return g_test_run ();
}
