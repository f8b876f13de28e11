/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What people read about signatures: the sentence of the banner, the dialog's verdict and facts. */

#include "hopso-sign-words.h"
#include "hopso-signature-banner.h"
#include "hopso-signature-panel.h"
#include "hopso-test-window.h"
#include "hopso-token.h"
#include "hopso-verdict-words.h"
#include "hopso-verify-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

/* 14:05 on 20 November 2026 in Vietnam. */
#define SIGNED_AT G_GINT64_CONSTANT (1795158300)

static HopsoSignatureReport *
make_report (HopsoChangesAfter changes, int reason)
{
  const HopsoSignatureFacts facts = {
    .field_name = "ChuKy1",
    .signer_name = "Trần Quốc Đạt",
    .signer_title = "Giám đốc",
    .signer_organization = "Sở Tài chính",
    .issuer_name = "CA công vụ (mẫu)",
    .serial = "0a1b2c",
    .sub_filter = "ETSI.CAdES.detached",
    .digest_algorithm = "SHA-256",
    .signature_algorithm = "RSASSA-PSS 2048",
    .claimed_time = SIGNED_AT,
    .not_before = SIGNED_AT - 86400,
    .not_after = SIGNED_AT + 86400 * 700,
    .revision = 1,
    .page = 1,
    .covers_whole_file = TRUE,
    .is_intact = reason != HOPSO_SIGNATURE_REASON_DIGEST,
    .changes = changes,
  };
  HopsoSignatureReport *report = hopso_signature_report_new ("00", SIGNED_AT + 60);
  g_autoptr (HopsoSignatureResult) result = hopso_signature_result_new (&facts);

  if (reason >= 0)
    hopso_signature_result_add_reason (result, (HopsoSignatureReason) reason, "detail");
  hopso_signature_report_add (report, result);
  return report;
}

static const struct
{
  HopsoChangesAfter changes;
  int reason;
  const char *headline;
  const char *sentence;
} verdicts[] = {
  { HOPSO_CHANGES_AFTER_NONE, -1, "Hợp lệ",
    "Giám đốc Sở Tài chính đã ký 14:05 ngày 20/11/2026, không thay đổi sau khi ký" },
  { HOPSO_CHANGES_AFTER_ALLOWED, -1, "Hợp lệ",
    "Giám đốc Sở Tài chính đã ký 14:05 ngày 20/11/2026; sau đó chỉ thêm số, ngày và con dấu" },
  { HOPSO_CHANGES_AFTER_NONE, HOPSO_SIGNATURE_REASON_REVOCATION_UNKNOWN, "Chưa xác định",
    "Chưa kiểm tra được chứng thư có bị thu hồi hay không" },
  { HOPSO_CHANGES_AFTER_ALTERED, HOPSO_SIGNATURE_REASON_ALTERED,
    "Không hợp lệ: văn bản đã bị thay đổi sau khi ký",
    "Văn bản này khác với bản mà Giám đốc Sở Tài chính đã ký" },
  { HOPSO_CHANGES_AFTER_NONE, HOPSO_SIGNATURE_REASON_DIGEST, "Không hợp lệ",
    "Nội dung đã ký bị thay đổi" },
};

static void
test_verdicts_are_sentences (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    {
      g_autoptr (HopsoSignatureReport) report =
          make_report (verdicts[i].changes, verdicts[i].reason);
      g_autofree char *headline = hopso_verdict_words_headline (report);
      g_autofree char *sentence = hopso_verdict_words_sentence (report);

      g_assert_cmpstr (headline, ==, verdicts[i].headline);
      g_assert_cmpstr (sentence, ==, verdicts[i].sentence);
    }
}

static void
add_change (HopsoSignatureResult *result, HopsoChangeKind kind, guint page, gboolean is_allowed)
{
  const HopsoSignatureChange change = { kind, page, NULL, is_allowed };

  hopso_signature_result_add_change (result, &change);
}

static void
test_altered_pages_are_named (void)
{
  g_autoptr (HopsoSignatureReport) report =
      make_report (HOPSO_CHANGES_AFTER_ALTERED, HOPSO_SIGNATURE_REASON_ALTERED);
  HopsoSignatureResult *result = hopso_signature_report_get_result (report, 0);

  add_change (result, HOPSO_CHANGE_CONTENT, 5, FALSE);
  add_change (result, HOPSO_CHANGE_CONTENT, 3, FALSE);
  add_change (result, HOPSO_CHANGE_CONTENT, 3, FALSE);
  add_change (result, HOPSO_CHANGE_SIGNATURE, 1, TRUE);
  g_autofree char *headline = hopso_verdict_words_headline (report);
  g_autofree char *sentence = hopso_verdict_words_sentence (report);
  g_autofree char *advice = hopso_verdict_words_advice (report);

  g_assert_cmpstr (headline, ==, "Không hợp lệ: văn bản đã bị thay đổi sau khi ký (trang 3 và 5)");
  g_assert_cmpstr (sentence, ==,
                   "Nội dung trang 3 và 5 khác với bản mà Giám đốc Sở Tài chính đã ký");
  g_assert_cmpstr (advice, ==, "Không sử dụng văn bản này; hãy yêu cầu nơi gửi gửi lại.");
}

/* What is added for later checks is nobody's signature. */
static void
test_evidence_is_no_further_signature (void)
{
  g_autoptr (HopsoSignatureReport) report = make_report (HOPSO_CHANGES_AFTER_SIGNATURES, -1);
  HopsoSignatureResult *result = hopso_signature_report_get_result (report, 0);

  add_change (result, HOPSO_CHANGE_VALIDATION_DATA, 0, TRUE);
  g_autofree char *alone = hopso_verdict_words_changes (result);
  add_change (result, HOPSO_CHANGE_SIGNATURE, 1, TRUE);
  g_autofree char *together = hopso_verdict_words_changes (result);

  g_assert_cmpstr (alone, ==, "Không thay đổi từ lúc ký");
  g_assert_cmpstr (together, ==, "Chỉ thêm chữ ký số khác");
}

static void
test_an_office_is_named_once (void)
{
  const HopsoSignatureFacts facts = { .signer_title = "Chánh Văn phòng",
                                      .signer_organization = "Văn phòng UBND tỉnh",
                                      .claimed_time = SIGNED_AT };
  g_autoptr (HopsoSignatureReport) report = hopso_signature_report_new ("00", SIGNED_AT);
  g_autoptr (HopsoSignatureResult) result = hopso_signature_result_new (&facts);

  hopso_signature_report_add (report, result);
  g_autofree char *sentence = hopso_verdict_words_sentence (report);
  g_assert_true (g_str_has_prefix (sentence, "Chánh Văn phòng UBND tỉnh đã ký"));
}

static const struct
{
  HopsoTokenError code;
  const char *part;
} errors[] = {
  { HOPSO_TOKEN_ERROR_PIN_INCORRECT, "Mã PIN không đúng" },
  { HOPSO_TOKEN_ERROR_PIN_LOCKED, "đã bị khóa" },
  { HOPSO_TOKEN_ERROR_REMOVED, "Cắm lại" },
  { HOPSO_TOKEN_ERROR_TIMED_OUT, "không trả lời" },
};

static void
test_errors_say_what_to_do (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (HOPSO_TOKEN_ERROR, errors[i].code, "CKR_X");
      g_autofree char *words = hopso_sign_words_error (error);

      g_assert_nonnull (strstr (words, errors[i].part));
      g_assert_null (strstr (words, "CKR_"));
    }
}

static void
test_last_try_is_said_before_the_pin (void)
{
  g_assert_nonnull (
      strstr (hopso_sign_words_pin (HOPSO_PIN_STATE_FINAL_TRY, FALSE, 3), "Lần thử cuối"));
  g_assert_nonnull (strstr (hopso_sign_words_pin (HOPSO_PIN_STATE_OK, FALSE, 3), "một lần"));
}

static void
test_banner_is_for_signed_files_only (void)
{
  GtkWidget *banner = hopso_signature_banner_new ();
  GtkRevealer *revealer = GTK_REVEALER (gtk_widget_get_first_child (banner));
  GtkWindow *window = hopso_test_window_show (banner, 1000, 120);
  g_autoptr (HopsoSignatureReport) unsigned_report = hopso_signature_report_new ("00", SIGNED_AT);
  g_autoptr (HopsoSignatureReport) valid = make_report (HOPSO_CHANGES_AFTER_NONE, -1);

  hopso_signature_banner_set_report (HOPSO_SIGNATURE_BANNER (banner), unsigned_report);
  hopso_test_window_settle ();
  g_assert_false (gtk_revealer_get_reveal_child (revealer));
  hopso_signature_banner_set_report (HOPSO_SIGNATURE_BANNER (banner), valid);
  hopso_test_window_settle ();
  g_assert_true (gtk_revealer_get_reveal_child (revealer));
  hopso_test_window_save (GTK_WIDGET (window), "signature-banner");
  gtk_window_destroy (window);
}

static void
count_cb (GtkWidget *panel, gpointer user_data)
{
  (*(guint *) user_data)++;
}

static void
test_panel_lists_signatures_and_leads_to_all_of_it (void)
{
  GtkWidget *panel = hopso_signature_panel_new ();
  GtkWindow *window = hopso_test_window_show (panel, 320, 480);
  g_autoptr (HopsoSignatureReport) report =
      make_report (HOPSO_CHANGES_AFTER_NONE, HOPSO_SIGNATURE_REASON_DIGEST);
  guint n_wanted = 0;

  g_signal_connect (panel, "details", G_CALLBACK (count_cb), &n_wanted);
  hopso_signature_panel_set_report (HOPSO_SIGNATURE_PANEL (panel), report);
  hopso_test_window_settle ();
  g_assert_nonnull (hopso_test_window_find_label (panel, "Trần Quốc Đạt"));
  g_assert_nonnull (hopso_test_window_find_label (panel, "Nội dung đã ký bị sửa"));
  hopso_test_window_save (GTK_WIDGET (window), "signature-panel");
  g_signal_emit_by_name (hopso_test_window_find_button (panel, "Tất cả chi tiết…"), "clicked");
  g_assert_cmpuint (n_wanted, ==, 1);
  hopso_signature_panel_set_report (HOPSO_SIGNATURE_PANEL (panel), NULL);
  g_assert_null (hopso_test_window_find_label (panel, "Trần Quốc Đạt"));
  gtk_window_destroy (window);
}

/* The button on the banner does what is wanted next. */
static void
test_banner_offers_the_next_step (void)
{
  static const struct
  {
    HopsoChangesAfter changes;
    int reason;
    const char *verb;
  } rows[] = {
    { HOPSO_CHANGES_AFTER_NONE, -1, "Chi tiết" },
    { HOPSO_CHANGES_AFTER_NONE, HOPSO_SIGNATURE_REASON_REVOCATION_UNKNOWN, "Kiểm tra lại" },
    { HOPSO_CHANGES_AFTER_NONE, HOPSO_SIGNATURE_REASON_UNTRUSTED, "Chi tiết" },
    { HOPSO_CHANGES_AFTER_ALTERED, HOPSO_SIGNATURE_REASON_ALTERED, "Xem khác biệt" },
  };
  GtkWidget *banner = hopso_signature_banner_new ();
  GtkWindow *window = hopso_test_window_show (banner, 1000, 120);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HopsoSignatureReport) report = make_report (rows[i].changes, rows[i].reason);

      hopso_signature_banner_set_report (HOPSO_SIGNATURE_BANNER (banner), report);
      hopso_test_window_settle ();
      g_assert_nonnull (hopso_test_window_find_button (banner, rows[i].verb));
    }
  gtk_window_destroy (window);
}

static void
test_dialog_shows_what_the_rules_want (void)
{
  static const char *const wanted[] = { "Trần Quốc Đạt", "Giám đốc", "Sở Tài chính",
                                        "CA công vụ (mẫu)", "0a1b2c" };
  g_autoptr (HopsoPdfClient) client = hopso_pdf_client_new ();
  g_autoptr (HopsoTrustList) trust = hopso_trust_list_new ();
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
  g_autoptr (HopsoVerifier) verifier = hopso_verifier_new (client, NULL, trust, clock);
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = hopso_fd_new_sealed ("test", "x", 1, &error);
  g_autoptr (HopsoSignatureReport) report =
      make_report (HOPSO_CHANGES_AFTER_NONE, HOPSO_SIGNATURE_REASON_REVOCATION_UNKNOWN);
  HopsoVerifyDialog *dialog =
      hopso_verify_dialog_new (verifier, fd, "Tờ trình 15-TTr-SKH.pdf", &error);

  g_assert_no_error (error);
  hopso_verify_dialog_set_report (dialog, report);
  gtk_window_present (GTK_WINDOW (dialog));
  hopso_test_window_settle ();
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_nonnull (hopso_test_window_find_label (GTK_WIDGET (dialog), wanted[i]));
  g_assert_nonnull (hopso_test_window_find_label (GTK_WIDGET (dialog), "Kiểm tra lại"));
  hopso_test_window_save (GTK_WIDGET (dialog), "verify-dialog");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

int
main (int argc, char **argv)
{
  if (!hopso_test_window_init (&argc, &argv))
    return 77;
  g_test_add_func ("/documents/verdicts/are-sentences", test_verdicts_are_sentences);
  g_test_add_func ("/documents/verdicts/altered-pages-are-named", test_altered_pages_are_named);
  g_test_add_func ("/documents/verdicts/evidence-is-no-further-signature",
                   test_evidence_is_no_further_signature);
  g_test_add_func ("/documents/verdicts/panel-lists-signatures-and-leads-to-all-of-it",
                   test_panel_lists_signatures_and_leads_to_all_of_it);
  g_test_add_func ("/documents/verdicts/banner-offers-the-next-step",
                   test_banner_offers_the_next_step);
  g_test_add_func ("/documents/verdicts/an-office-is-named-once", test_an_office_is_named_once);
  g_test_add_func ("/documents/verdicts/errors-say-what-to-do", test_errors_say_what_to_do);
  g_test_add_func ("/documents/verdicts/last-try-is-said-before-the-pin",
                   test_last_try_is_said_before_the_pin);
  g_test_add_func ("/documents/verdicts/banner-is-for-signed-files-only",
                   test_banner_is_for_signed_files_only);
  g_test_add_func ("/documents/verdicts/dialog-shows-what-the-rules-want",
                   test_dialog_shows_what_the_rules_want);
  return hopso_test_window_run ();
}
