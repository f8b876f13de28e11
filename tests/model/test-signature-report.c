/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-signature-report.h"

static HopsoSignatureResult *
result_with (int reason_a, int reason_b, gboolean is_document_timestamp)
{
  HopsoSignatureFacts facts = { .field_name = "ChuKy",
                                .is_document_timestamp = is_document_timestamp };
  HopsoSignatureResult *result = hopso_signature_result_new (&facts);

  if (reason_a >= 0)
    hopso_signature_result_add_reason (result, (HopsoSignatureReason) reason_a, NULL);
  if (reason_b >= 0)
    hopso_signature_result_add_reason (result, (HopsoSignatureReason) reason_b, "detail");
  return result;
}

static const struct
{
  int a;
  int b;
  HopsoVerdict verdict;
} verdicts[] = {
  { -1, -1, HOPSO_VERDICT_VALID },
  { HOPSO_SIGNATURE_REASON_REVOCATION_UNKNOWN, -1, HOPSO_VERDICT_UNDETERMINED },
  { HOPSO_SIGNATURE_REASON_DIGEST, -1, HOPSO_VERDICT_INVALID },
  { HOPSO_SIGNATURE_REASON_UNTRUSTED, HOPSO_SIGNATURE_REASON_ALTERED, HOPSO_VERDICT_INVALID },
  { HOPSO_SIGNATURE_REASON_ALTERED, HOPSO_SIGNATURE_REASON_UNTRUSTED, HOPSO_VERDICT_INVALID },
};

static void
test_the_worst_reason_decides (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    {
      g_autoptr (HopsoSignatureResult) result = result_with (verdicts[i].a, verdicts[i].b, FALSE);

      g_assert_cmpint (hopso_signature_result_get_verdict (result), ==, verdicts[i].verdict);
    }
}

static void
test_the_worst_signature_decides_for_the_file (void)
{
  g_autoptr (HopsoSignatureReport) report = hopso_signature_report_new ("00", 1);
  g_autoptr (HopsoSignatureResult) good = result_with (-1, -1, FALSE);
  g_autoptr (HopsoSignatureResult) bad = result_with (HOPSO_SIGNATURE_REASON_VALUE, -1, FALSE);

  hopso_signature_report_add (report, good);
  g_assert_cmpint (hopso_signature_report_get_verdict (report), ==, HOPSO_VERDICT_VALID);
  hopso_signature_report_add (report, bad);
  g_assert_cmpint (hopso_signature_report_get_verdict (report), ==, HOPSO_VERDICT_INVALID);
}

static void
test_a_timestamp_alone_is_no_signature (void)
{
  g_autoptr (HopsoSignatureReport) report = hopso_signature_report_new ("00", 1);
  g_autoptr (HopsoSignatureResult) stamp = result_with (-1, -1, TRUE);

  g_assert_cmpint (hopso_signature_report_get_verdict (report), ==, HOPSO_VERDICT_UNSIGNED);
  hopso_signature_report_add (report, stamp);
  g_assert_cmpint (hopso_signature_report_get_verdict (report), ==, HOPSO_VERDICT_UNSIGNED);
}

static void
test_every_reason_has_words (void)
{
  for (guint i = 0; i < HOPSO_N_SIGNATURE_REASONS; i++)
    {
      g_autofree char *text = hopso_signature_reason_dup_text (i);
      g_autofree char *advice = hopso_signature_reason_dup_advice (i);

      g_assert_cmpuint (strlen (text), >, 0);
      g_assert_cmpuint (strlen (advice), >, 0);
      g_assert_nonnull (hopso_signature_reason_get_name (i));
      g_assert_nonnull (hopso_signature_reason_get_sub_indication (i));
      g_assert_cmpint (hopso_signature_reason_get_verdict (i), !=, HOPSO_VERDICT_VALID);
    }
}

static void
test_notes_and_changes_have_words (void)
{
  for (guint i = 0; i < HOPSO_N_SIGNATURE_NOTES; i++)
    {
      g_autofree char *text = hopso_signature_note_dup_text (i);

      g_assert_cmpuint (strlen (text), >, 0);
      g_assert_nonnull (hopso_signature_note_get_name (i));
    }
  for (guint i = 0; i < HOPSO_N_CHANGES; i++)
    {
      g_autofree char *text = hopso_change_kind_dup_text (i);
      HopsoChangeKind kind = HOPSO_N_CHANGES;

      g_assert_cmpuint (strlen (text), >, 0);
      g_assert_true (hopso_change_kind_from_name (hopso_change_kind_get_name (i), &kind));
      g_assert_cmpuint (kind, ==, i);
    }
  HopsoChangeKind kind;
  g_assert_false (hopso_change_kind_from_name ("nothing of the kind", &kind));
  g_assert_false (hopso_change_kind_from_name (NULL, &kind));
}

static void
test_notes_change_no_verdict (void)
{
  g_autoptr (HopsoSignatureResult) result = result_with (-1, -1, FALSE);

  hopso_signature_result_add_note (result, HOPSO_SIGNATURE_NOTE_LEGACY, "adbe.pkcs7.sha1");
  g_assert_cmpuint (hopso_signature_result_get_n_notes (result), ==, 1);
  g_assert_true (hopso_signature_result_has_note (result, HOPSO_SIGNATURE_NOTE_LEGACY));
  g_assert_false (hopso_signature_result_has_note (result, HOPSO_SIGNATURE_NOTE_PADDING));
  g_assert_cmpstr (hopso_signature_result_get_note_detail (result, 0), ==, "adbe.pkcs7.sha1");
  g_assert_cmpint (hopso_signature_result_get_verdict (result), ==, HOPSO_VERDICT_VALID);
}

static void
test_changes_are_copied (void)
{
  g_autoptr (HopsoSignatureResult) result = result_with (-1, -1, FALSE);
  g_autofree char *field = g_strdup ("SoVanBan");
  HopsoSignatureChange change = { HOPSO_CHANGE_FORM_VALUE, 2, field, TRUE };

  hopso_signature_result_add_change (result, &change);
  field[0] = 'X';
  g_assert_cmpuint (hopso_signature_result_get_n_changes (result), ==, 1);
  const HopsoSignatureChange *kept = hopso_signature_result_get_change (result, 0);
  g_assert_cmpstr (kept->field, ==, "SoVanBan");
  g_assert_cmpint (kept->kind, ==, HOPSO_CHANGE_FORM_VALUE);
  g_assert_cmpuint (kept->page, ==, 2);
  g_assert_true (kept->is_allowed);
}

static void
test_the_sub_indication_is_of_what_decided (void)
{
  g_autoptr (HopsoSignatureReport) report = hopso_signature_report_new ("00", 1);
  g_autoptr (HopsoSignatureResult) good = result_with (-1, -1, FALSE);
  g_autoptr (HopsoSignatureResult) bad =
      result_with (HOPSO_SIGNATURE_REASON_UNTRUSTED, HOPSO_SIGNATURE_REASON_DIGEST, FALSE);

  hopso_signature_report_add (report, good);
  g_assert_null (hopso_signature_report_get_sub_indication (report));
  hopso_signature_report_add (report, bad);
  g_assert_cmpstr (hopso_signature_report_get_sub_indication (report), ==, "HASH_FAILURE");
}

static void
test_facts_are_copied (void)
{
  g_autofree char *name = g_strdup ("Nguyễn Văn An");
  HopsoSignatureFacts facts = { .field_name = "ChuKy", .signer_name = name };
  g_autoptr (HopsoSignatureResult) result = hopso_signature_result_new (&facts);

  name[0] = 'X';
  g_assert_cmpstr (hopso_signature_result_get_facts (result)->signer_name, ==, "Nguyễn Văn An");
  g_assert_null (hopso_signature_result_get_facts (result)->signer_title);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/signature-report/the-worst-reason-decides",
                   test_the_worst_reason_decides);
  g_test_add_func ("/model/signature-report/the-worst-signature-decides-for-the-file",
                   test_the_worst_signature_decides_for_the_file);
  g_test_add_func ("/model/signature-report/a-timestamp-alone-is-no-signature",
                   test_a_timestamp_alone_is_no_signature);
  g_test_add_func ("/model/signature-report/every-reason-has-words", test_every_reason_has_words);
  g_test_add_func ("/model/signature-report/notes-and-changes-have-words",
                   test_notes_and_changes_have_words);
  g_test_add_func ("/model/signature-report/notes-change-no-verdict", test_notes_change_no_verdict);
  g_test_add_func ("/model/signature-report/changes-are-copied", test_changes_are_copied);
  g_test_add_func ("/model/signature-report/the-sub-indication-is-of-what-decided",
                   test_the_sub_indication_is_of_what_decided);
  g_test_add_func ("/model/signature-report/facts-are-copied", test_facts_are_copied);
  return g_test_run ();
}
