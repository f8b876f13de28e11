/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What may not be in the system does not become a paper: refused on the clerk's machine, by the
 * released drawing process, before anything of it is kept. */

#include "hopso-flow.h"
#include "hopso-typeset-document.h"
#include "hopso-workspace-compose.h"

#include <string.h>

static char *
create_draft (HopsoWorkspace *workspace)
{
  const HopsoDraft draft = {
    .name = "Giao ban tuần", .kind = "giao-ban", .start = 1900000000, .end = 1900007200
  };
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *id;

  hopso_workspace_create_draft_async (workspace, &draft, hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  id = hopso_workspace_create_draft_finish (workspace, result, &error);
  g_assert_no_error (error);
  return id;
}

static GBytes *
lay_out (const char *stamp)
{
  g_autoptr (HopsoTypesetDocument) document = hopso_typeset_document_new (HOPSO_TYPESET_NAMED);
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  hopso_typeset_document_set_agency (document, NULL, "SỞ TÀI CHÍNH");
  hopso_typeset_document_set_number (document, "12", "BC-STC");
  hopso_typeset_document_set_date (document, "Thanh Hóa", "ngày 05 tháng 01 năm 2026");
  hopso_typeset_document_set_name (document, "BÁO CÁO", "Tình hình thu chi ngân sách");
  hopso_typeset_document_set_circulation (document, stamp);
  hopso_typeset_document_add_paragraph (document, "Nội dung.");
  bytes = hopso_typeset_document_write_bytes (document, NULL, &error);
  g_assert_no_error (error);
  return bytes;
}

static char *
try_paper (HopsoWorkspace *workspace, const char *meeting, const char *stamp, GError **error)
{
  g_autoptr (GBytes) bytes = lay_out (stamp);
  g_auto (HopsoFd) fd =
      hopso_fd_new_sealed ("file", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  const HopsoNewPaper paper = {
    .meeting = meeting, .file_name = "bao_cao.pdf", .fd = fd, .original_fd = -1
  };
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hopso_workspace_add_paper_async (workspace, &paper, NULL, hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  return hopso_workspace_add_paper_finish (workspace, result, error);
}

/* A state secret is no paper, on this machine neither; what is none says what it was asked. */
static void
test_secrets_are_refused (void)
{
  HopsoTestServer *server = hopso_test_server_new ();
  g_autoptr (GError) error = NULL;
  HopsoWorkspace *clerk = hopso_flow_sign_in (server, "thuky", &error);
  g_autofree char *meeting = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *paper = NULL;
  const char *const *codes;

  g_assert_no_error (error);
  hopso_flow_wait_in_sync (clerk);
  meeting = create_draft (clerk);
  secret = try_paper (clerk, meeting, "TỐI MẬT", &error);
  g_assert_null (secret);
  g_assert_error (error, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_FORBIDDEN);
  g_clear_error (&error);
  paper = try_paper (clerk, meeting, "LƯU HÀNH NỘI BỘ", &error);
  g_assert_no_error (error);
  codes = hopso_record_get_strings (HOPSO_RECORD (hopso_workspace_lookup_paper (clerk, paper)),
                                    HOPSO_PAPER_INSPECTION);
  g_assert_true (g_strv_contains (codes, "no-scanner"));
  hopso_flow_wait_in_sync (clerk);
  g_assert_cmpuint (hopso_workspace_get_n_refused (clerk), ==, 0);
  hopso_flow_close (clerk);
  hopso_test_server_free (server);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/flow/forbidden/secrets-are-refused", test_secrets_are_refused);
  return g_test_run ();
}
