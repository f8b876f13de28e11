/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sign dialog as a signer uses it: a real token, the real engine, papers of a stand-in for the
 * workspace. What comes back is looked at by other programs. */

#include "sign-world.h"

#include "hopso-mark-store.h"
#include "hopso-page-layer.h"
#include "hopso-sign-policy.h"
#include "hopso-sign-step.h"
#include "hopso-test-authorities.h"
#include "hopso-workspace-requests.h"

#include <glib/gstdio.h>
#include <string.h>

#define PIN_ROW "Mã PIN của thiết bị"
#define DONE    "Đã xong. Văn bản đã ký sẽ được gửi ngay khi có mạng."

static gboolean
is_file (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
is_signed (gpointer desk)
{
  const int fd = hopso_test_workspace_dup_signed (((const SignDesk *) desk)->workspace, "s-1");

  return fd >= 0 && g_close (fd, NULL);
}

/* The paper is said to be another version than its bytes are, or the right one again. */
static void
set_digest (SignDesk *desk, const char *paper, const char *digest)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (
      hopso_workspace_lookup_record (desk->workspace, HOPSO_KIND_PAPER, paper));

  hopso_record_builder_set_string (builder, HOPSO_PAPER_DIGEST, digest);
  hopso_test_workspace_put (desk->workspace, hopso_record_builder_end (builder));
}

static void
add_papers (SignDesk *desk, guint n)
{
  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *id = g_strdup_printf ("s-%u", i);
      g_autofree char *name = g_strdup_printf ("Báo cáo số %u", i);

      sign_desk_put_paper (desk, id, name, "plain.pdf");
      hopso_sign_dialog_add_paper (desk->dialog, hopso_workspace_lookup_paper (desk->workspace, id),
                                   sign_desk_ask (desk, id, HOPSO_SIGN_ASK_APPROVE));
    }
  sign_desk_open (desk);
}

static void
test_a_wrong_pin_then_one_pin_for_all (SignDesk *desk, gconstpointer data)
{
  add_papers (desk, 3);
  sign_desk_wait_for (desk->dialog, "Nguyễn Văn Đức");
  sign_desk_type (desk->dialog, PIN_ROW, "7654321");
  sign_desk_press (desk->dialog, "Ký 3 văn bản");
  sign_desk_wait_for (desk->dialog,
                      "Mã PIN không đúng. Chưa ký văn bản nào. Hãy kiểm tra lại trước khi thử lần "
                      "nữa.");
  hopso_test_window_save (GTK_WIDGET (desk->dialog), "sign-wrong-pin");
  sign_desk_type (desk->dialog, PIN_ROW, HOPSO_TEST_TOKEN_PIN);
  sign_desk_press (desk->dialog, "Ký 3 văn bản");
  sign_desk_wait_for (desk->dialog, DONE);
  hopso_test_window_save (GTK_WIDGET (desk->dialog), "sign-done");
  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *id = g_strdup_printf ("s-%u", i);

      sign_desk_save_signed (desk, id, "back.pdf");
      g_assert_true (signing_world_run (sign_world, NULL, "qpdf --check back.pdf"));
      g_assert_true (signing_world_run (sign_world, NULL, "pdfsig -nocert back.pdf"));
    }
  hopso_test_window_settle ();
  sign_desk_press (desk->dialog, "Đóng");
  desk->dialog = NULL;
  g_assert_cmpuint (desk->n_signed, ==, 3);
}

/* --- what stands in the way ------------------------------------------------------------------- */

static void
forget_opened (SignDesk *desk, const char *paper)
{
  g_object_set_data (G_OBJECT (desk->workspace), paper, NULL);
}

static void
test_the_rules_may_forbid_what_was_not_opened (SignDesk *desk, gconstpointer data)
{
  HopsoSignPolicy *policy = (HopsoSignPolicy *) hopso_workspace_get_sign_policy (desk->workspace);
  g_autoptr (GError) error = NULL;

  hopso_sign_policy_set (policy, "unopened=forbid", &error);
  g_assert_no_error (error);
  for (guint i = 1; i <= 2; i++)
    {
      g_autofree char *id = g_strdup_printf ("s-%u", i);
      HopsoSignRequest *request;

      sign_desk_put_paper (desk, id, "Báo cáo", "plain.pdf");
      if (i == 2)
        forget_opened (desk, id);
      request = sign_desk_ask (desk, id, HOPSO_SIGN_ASK_APPROVE);
      hopso_sign_dialog_add_paper (desk->dialog, hopso_workspace_lookup_paper (desk->workspace, id),
                                   request);
    }
  sign_desk_open (desk);
  sign_desk_wait_for (desk->dialog, "Chưa mở xem");
  sign_desk_wait_for (desk->dialog,
                      "Quy định không cho ký văn bản chưa mở xem: số 2. Hãy mở xem trước.");
  sign_desk_type (desk->dialog, PIN_ROW, HOPSO_TEST_TOKEN_PIN);
  sign_desk_press (desk->dialog, "Ký 1 văn bản");
  hopso_test_window_wait (is_signed, desk);
  hopso_test_window_settle ();
  g_assert_cmpint (hopso_test_workspace_dup_signed (desk->workspace, "s-2"), ==, -1);
}

static void
test_what_failed_is_signed_in_a_second_try (SignDesk *desk, gconstpointer data)
{
  HopsoRecord *paper;
  g_autofree char *digest = NULL;

  sign_desk_put_paper (desk, "s-1", "Báo cáo", "plain.pdf");
  paper = hopso_workspace_lookup_record (desk->workspace, HOPSO_KIND_PAPER, "s-1");
  digest = g_strdup (hopso_paper_get_digest (HOPSO_PAPER (paper)));
  set_digest (desk, "s-1", "0000000000000000000000000000000000000000000000000000000000000000");
  hopso_sign_dialog_add_paper (desk->dialog, hopso_workspace_lookup_paper (desk->workspace, "s-1"),
                               sign_desk_ask (desk, "s-1", HOPSO_SIGN_ASK_APPROVE));
  sign_desk_open (desk);
  sign_desk_type (desk->dialog, PIN_ROW, HOPSO_TEST_TOKEN_PIN);
  sign_desk_wait_ready (desk, "Ký 1 văn bản");
  set_digest (desk, "s-1", digest);
  sign_desk_press (desk->dialog, "Ký 1 văn bản");
  sign_desk_wait_for (desk->dialog, "Chưa ký được");
  hopso_test_window_save (GTK_WIDGET (desk->dialog), "sign-changed");
  g_assert_cmpint (hopso_test_workspace_dup_signed (desk->workspace, "s-1"), ==, -1);
  sign_desk_type (desk->dialog, PIN_ROW, HOPSO_TEST_TOKEN_PIN);
  sign_desk_press (desk->dialog, "Ký lại 1 văn bản");
  sign_desk_wait_for (desk->dialog, DONE);
  hopso_test_window_wait (is_signed, desk);
}

static void
test_a_dead_authority_of_time_keeps_the_signature (SignDesk *desk, gconstpointer data)
{
  sign_desk_trust (desk, "http://127.0.0.1:1/tsa");
  add_papers (desk, 1);
  sign_desk_type (desk->dialog, PIN_ROW, HOPSO_TEST_TOKEN_PIN);
  sign_desk_press (desk->dialog, "Ký 1 văn bản");
  sign_desk_press (desk->dialog, "Ký trước, đóng dấu thời gian sau");
  sign_desk_wait_for (desk->dialog, "Đã ký, dấu thời gian bổ sung sau");
  hopso_test_window_save (GTK_WIDGET (desk->dialog), "sign-timestamp-later");
  hopso_test_window_wait (is_signed, desk);
}

static gboolean
is_layer (GtkWidget *widget, gpointer data)
{
  return gtk_widget_is_sensitive (widget) && gtk_widget_get_mapped (widget);
}

static gboolean
has_layer (gpointer dialog)
{
  return hopso_test_window_find (dialog, HOPSO_TYPE_PAGE_LAYER, is_layer, NULL) != NULL;
}

static void
test_where_the_mark_was_put_is_remembered (SignDesk *desk, gconstpointer data)
{
  GtkWidget *layer;
  graphene_rect_t before, after;

  add_papers (desk, 1);
  hopso_test_window_wait (has_layer, desk->dialog);
  layer = hopso_test_window_find (GTK_WIDGET (desk->dialog), HOPSO_TYPE_PAGE_LAYER, is_layer, NULL);
  hopso_page_layer_get_rect (HOPSO_PAGE_LAYER (layer), &before);
  for (guint i = 0; i < 20; i++)
    g_assert_true (hopso_test_window_press (layer, GDK_KEY_Down, 0));
  hopso_page_layer_get_rect (HOPSO_PAGE_LAYER (layer), &after);
  g_assert_cmpfloat (after.origin.y, >, before.origin.y + 30);
  g_assert_null (hopso_workspace_get_setting (desk->workspace, "sign-place/other"));
  sign_desk_type (desk->dialog, PIN_ROW, HOPSO_TEST_TOKEN_PIN);
  sign_desk_press (desk->dialog, "Ký 1 văn bản");
  sign_desk_wait_for (desk->dialog, DONE);
  g_assert_nonnull (hopso_workspace_get_setting (desk->workspace, "sign-place/other"));
}

static void
test_pictures_are_kept_with_their_size (SignDesk *desk, gconstpointer data)
{
  g_autoptr (GBytes) nothing = g_bytes_new_static ("no picture", 10);
  g_autoptr (GBytes) kept = NULL;
  g_autoptr (GError) error = NULL;
  double mm;

  g_assert_null (hopso_mark_store_dup (desk->workspace, TRUE, &mm));
  g_assert_false (hopso_mark_store_keep (desk->workspace, TRUE, nothing, 36, &error));
  g_assert_nonnull (error);
  sign_desk_keep_seal (desk);
  kept = hopso_mark_store_dup (desk->workspace, TRUE, &mm);
  g_assert_nonnull (kept);
  g_assert_cmpfloat_with_epsilon (mm, 36, 0.01);
  g_assert_null (hopso_mark_store_dup (desk->workspace, FALSE, &mm));
}

/* --- for the agency -------------------------------------------------------------------------- */

static void
make_letter (void)
{
  IssueLetter letter;
  g_autoptr (GError) error = NULL;

  issue_world_typeset (sign_world, "letter.pdf", &letter);
  issue_world_reserve (sign_world, "letter.pdf", "kept.pdf", &letter, &error);
  g_assert_no_error (error);
  issue_world_approve (sign_world, "kept.pdf", "approved.pdf");
}

static void
add_letter (SignDesk *desk)
{
  sign_desk_keep_seal (desk);
  sign_desk_put_paper (desk, "s-1", "Công văn về việc thử nghiệm", "approved.pdf");
  hopso_sign_dialog_add_paper (desk->dialog, hopso_workspace_lookup_paper (desk->workspace, "s-1"),
                               sign_desk_ask (desk, "s-1", HOPSO_SIGN_ASK_AGENCY));
  sign_desk_open (desk);
}

static void
test_an_agencys_step_issues_the_document (SignDesk *desk, gconstpointer data)
{
  g_autoptr (HopsoSignatureReport) report = NULL;
  IssueWord word;

  add_letter (desk);
  sign_desk_wait_for (desk->dialog, "Thiếu số văn bản");
  sign_desk_type (desk->dialog, PIN_ROW, HOPSO_TEST_TOKEN_PIN);
  hopso_test_window_settle ();
  g_assert_false (gtk_widget_is_sensitive (
      hopso_test_window_find_button (GTK_WIDGET (desk->dialog), "Phát hành 1 văn bản")));
  sign_desk_type (desk->dialog, "Số văn bản", "15");
  sign_desk_type (desk->dialog, "Ngày ban hành", "22/11/2026");
  sign_desk_wait_ready (desk, "Phát hành 1 văn bản");
  hopso_test_window_settle ();
  hopso_test_window_save (GTK_WIDGET (desk->dialog), "issue-ready");
  sign_desk_press (desk->dialog, "Phát hành 1 văn bản");
  sign_desk_wait_for (desk->dialog, DONE);
  hopso_test_window_save (GTK_WIDGET (desk->dialog), "issue-done");
  sign_desk_save_signed (desk, "s-1", "issued.pdf");
  g_assert_true (signing_world_run (sign_world, NULL, "qpdf --check issued.pdf"));
  g_assert_true (issue_world_find_word (sign_world, "issued.pdf", "15", &word));
  g_assert_cmpuint (issue_world_find_ink (sign_world, "issued.pdf", 0, issue_ink_is_red).n, >,
                    1000);
  report = signing_world_verify (sign_world, "issued.pdf", HOPSO_VERIFY_NORMAL);
  g_assert_cmpuint (hopso_signature_report_get_n_results (report), ==, 2);
  g_assert_true (hopso_signature_result_get_facts (hopso_signature_report_get_result (report, 1))
                     ->is_of_agency);
}

static void
test_what_nobody_approved_is_not_issued (SignDesk *desk, gconstpointer data)
{
  sign_desk_keep_seal (desk);
  sign_desk_put_paper (desk, "s-1", "Công văn", "kept.pdf");
  hopso_sign_dialog_add_paper (desk->dialog, hopso_workspace_lookup_paper (desk->workspace, "s-1"),
                               sign_desk_ask (desk, "s-1", HOPSO_SIGN_ASK_AGENCY));
  sign_desk_open (desk);
  sign_desk_wait_for (desk->dialog, "Thiếu số văn bản");
  sign_desk_type (desk->dialog, PIN_ROW, HOPSO_TEST_TOKEN_PIN);
  sign_desk_type (desk->dialog, "Số văn bản", "15");
  sign_desk_press (desk->dialog, "Phát hành 1 văn bản");
  sign_desk_wait_for (desk->dialog,
                      "Văn bản chưa có chữ ký số của người có thẩm quyền. Cơ quan chỉ ký sau đó.");
  hopso_test_window_save (GTK_WIDGET (desk->dialog), "issue-not-approved");
  g_assert_cmpint (hopso_test_workspace_dup_signed (desk->workspace, "s-1"), ==, -1);
}

static void
test_it_is_readable_narrow_and_dark (SignDesk *desk, gconstpointer data)
{
  gtk_window_set_default_size (desk->parent, 480, 721);
  hopso_test_window_settle ();
  add_letter (desk);
  sign_desk_wait_for (desk->dialog, "Thiếu số văn bản");
  hopso_test_window_set_dark (TRUE);
  hopso_test_window_settle ();
  hopso_test_window_save (GTK_WIDGET (desk->dialog), "issue-narrow-dark");
  hopso_test_window_set_dark (FALSE);
}

/* --- files of this computer ------------------------------------------------------------------ */

static char *
dup_text (const char *path)
{
  g_autofree char *command = g_strdup_printf ("pdftotext '%s' -", path);
  char *said = NULL;

  g_assert_true (signing_world_run (sign_world, &said, command));
  return said;
}

static void
add_file (SignDesk *desk, const char *name, HopsoSignAction action)
{
  g_autofree char *path = signing_world_dup_path (sign_world, name);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  hopso_sign_dialog_add_file (desk->dialog, file, action);
}

static void
test_copies_become_files (SignDesk *desk, gconstpointer data)
{
  g_autofree char *first = signing_world_dup_path (sign_world, "letter (sao y).pdf");
  g_autofree char *second = signing_world_dup_path (sign_world, "plain (sao y).pdf");
  g_autofree char *text = NULL;

  add_file (desk, "letter.pdf", HOPSO_SIGN_ACTION_COPY);
  add_file (desk, "plain.pdf", HOPSO_SIGN_ACTION_COPY);
  sign_desk_open (desk);
  sign_desk_type (desk->dialog, "Cơ quan sao văn bản", "Sở Y tế");
  sign_desk_type (desk->dialog, PIN_ROW, HOPSO_TEST_TOKEN_PIN);
  sign_desk_wait_ready (desk, "Ký 2 bản sao");
  hopso_test_window_settle ();
  hopso_test_window_save (GTK_WIDGET (desk->dialog), "copy-ready");
  sign_desk_press (desk->dialog, "Ký 2 bản sao");
  hopso_test_window_wait (is_file, first);
  hopso_test_window_wait (is_file, second);
  text = dup_text (first);
  g_assert_nonnull (strstr (text, "SAO Y"));
  g_assert_nonnull (strstr (text, "Sở Y tế"));
  g_unlink (first);
  g_unlink (second);
}

static void
test_incoming_documents_are_stamped (SignDesk *desk, gconstpointer data)
{
  g_autofree char *path = signing_world_dup_path (sign_world, "plain (văn bản đến).pdf");
  g_autofree char *text = NULL;

  add_file (desk, "plain.pdf", HOPSO_SIGN_ACTION_INCOMING);
  sign_desk_open (desk);
  sign_desk_wait_for (desk->dialog, "Thiếu số đến");
  sign_desk_type (desk->dialog, "Số đến", "1208");
  sign_desk_type (desk->dialog, "Ngày đến", "23/11/2026");
  sign_desk_type (desk->dialog, PIN_ROW, HOPSO_TEST_TOKEN_PIN);
  sign_desk_wait_ready (desk, "Ký 1 văn bản đến");
  hopso_test_window_settle ();
  hopso_test_window_save (GTK_WIDGET (desk->dialog), "incoming-ready");
  sign_desk_press (desk->dialog, "Ký 1 văn bản đến");
  hopso_test_window_wait (is_file, path);
  text = dup_text (path);
  g_assert_nonnull (strstr (text, "1208"));
  g_assert_nonnull (strstr (text, "23/11/2026"));
  g_unlink (path);
}

static void
test_attachments_name_their_document (SignDesk *desk, gconstpointer data)
{
  g_autofree char *path = signing_world_dup_path (sign_world, "plain (đã ký).pdf");
  g_autofree char *text = NULL;

  add_file (desk, "plain.pdf", HOPSO_SIGN_ACTION_ATTACHMENT);
  sign_desk_open (desk);
  sign_desk_wait_for (desk->dialog, "Thiếu số, ký hiệu");
  sign_desk_type (desk->dialog, "Số, ký hiệu văn bản chính", "15/QĐ-SYT");
  sign_desk_type (desk->dialog, PIN_ROW, HOPSO_TEST_TOKEN_PIN);
  sign_desk_press (desk->dialog, "Ký 1 phụ lục");
  hopso_test_window_wait (is_file, path);
  text = dup_text (path);
  g_assert_nonnull (strstr (text, "15/QĐ-SYT"));
  g_unlink (path);
}

/* --- passwords -------------------------------------------------------------------------------- */

static void
give_password (SignDesk *desk, const char *password)
{
  GtkWindow *prompt;
  GtkWidget *entry;

  sign_desk_press (desk->dialog, "Mật khẩu…");
  prompt = sign_desk_wait_for_window (ADW_TYPE_MESSAGE_DIALOG);
  entry = hopso_test_window_find (GTK_WIDGET (prompt), GTK_TYPE_PASSWORD_ENTRY, NULL, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), password);
  sign_desk_press (prompt, "Mở");
}

static void
test_a_protected_document_asks_for_its_password (SignDesk *desk, gconstpointer data)
{
  g_assert_true (signing_world_run (sign_world, NULL,
                                    "qpdf --encrypt khoa-1 chu-1 256 -- plain.pdf protected.pdf"));
  sign_desk_put_paper (desk, "s-1", "Báo cáo mật khẩu", "protected.pdf");
  hopso_sign_dialog_add_paper (desk->dialog, hopso_workspace_lookup_paper (desk->workspace, "s-1"),
                               sign_desk_ask (desk, "s-1", HOPSO_SIGN_ASK_APPROVE));
  sign_desk_open (desk);
  sign_desk_wait_for (desk->dialog, "Văn bản được bảo vệ. Hãy nhập mật khẩu của văn bản.");
  hopso_test_window_save (GTK_WIDGET (desk->dialog), "sign-protected");
  give_password (desk, "sai");
  sign_desk_wait_for (desk->dialog, "Mật khẩu của văn bản không đúng. Hãy nhập mật khẩu khác.");
  give_password (desk, "khoa-1");
  sign_desk_type (desk->dialog, PIN_ROW, HOPSO_TEST_TOKEN_PIN);
  sign_desk_press (desk->dialog, "Ký 1 văn bản");
  sign_desk_wait_for (desk->dialog, DONE);
  sign_desk_save_signed (desk, "s-1", "back.pdf");
  g_assert_true (signing_world_run (sign_world, NULL, "qpdf --password=khoa-1 --check back.pdf"));
  g_assert_true (signing_world_run (sign_world, NULL, "pdfsig -nocert -upw khoa-1 back.pdf"));
}

#define TEST(name, function) \
  g_test_add ("/documents/sign-dialog/" name, SignDesk, NULL, sign_desk_set_up, function, \
              sign_desk_tear_down)

int
main (int argc, char **argv)
{
  int status;

  if (!hopso_test_window_init (&argc, &argv))
    return hopso_test_window_run ();
  sign_world = signing_world_new ();
  signing_world_add_agency (sign_world);
  signing_world_typeset (sign_world, "plain.pdf");
  TEST ("a-wrong-pin-then-one-pin-for-all", test_a_wrong_pin_then_one_pin_for_all);
  TEST ("the-rules-may-forbid-what-was-not-opened", test_the_rules_may_forbid_what_was_not_opened);
  TEST ("what-failed-is-signed-in-a-second-try", test_what_failed_is_signed_in_a_second_try);
  TEST ("a-dead-authority-of-time-keeps-the-signature",
        test_a_dead_authority_of_time_keeps_the_signature);
  TEST ("where-the-mark-was-put-is-remembered", test_where_the_mark_was_put_is_remembered);
  TEST ("pictures-are-kept-with-their-size", test_pictures_are_kept_with_their_size);
  make_letter ();
  TEST ("an-agencys-step-issues-the-document", test_an_agencys_step_issues_the_document);
  TEST ("what-nobody-approved-is-not-issued", test_what_nobody_approved_is_not_issued);
  TEST ("it-is-readable-narrow-and-dark", test_it_is_readable_narrow_and_dark);
  TEST ("copies-become-files", test_copies_become_files);
  TEST ("incoming-documents-are-stamped", test_incoming_documents_are_stamped);
  TEST ("attachments-name-their-document", test_attachments_name_their_document);
  TEST ("a-protected-document-asks-for-its-password",
        test_a_protected_document_asks_for_its_password);
  status = hopso_test_window_run ();
  signing_world_free (sign_world);
  return status;
}
