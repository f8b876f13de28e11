/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A clerk puts right what was submitted: deadline and remarks while it waits, without a network,
 * and the file itself, after which nobody is asked for the one before. Two people, each with an
 * encrypted store, and the real server between them over TLS. */

#include "hopso-flow.h"
#include "hopso-workspace-requests.h"

#include <string.h>

typedef struct
{
  HopsoTestServer *server;
  HopsoWorkspace *clerk;
  HopsoWorkspace *signer;
} World;

static HopsoWorkspace *
sign_in (World *world, const char *login)
{
  g_autoptr (GError) error = NULL;
  HopsoWorkspace *workspace = hopso_flow_sign_in (world->server, login, &error);

  g_assert_no_error (error);
  hopso_flow_wait_in_sync (workspace);
  return workspace;
}

static void
set_up (World *world, gconstpointer data)
{
  world->server = hopso_test_server_new ();
  world->clerk = sign_in (world, "thuky");
  world->signer = sign_in (world, "daibieu");
}

static void
tear_down (World *world, gconstpointer data)
{
  hopso_flow_close (world->clerk);
  hopso_flow_close (world->signer);
  hopso_test_server_free (world->server);
}

static HopsoFd
make_file (const char *bytes)
{
  g_autoptr (GError) error = NULL;
  HopsoFd fd = hopso_fd_new_sealed ("file", bytes, strlen (bytes), &error);

  g_assert_no_error (error);
  return fd;
}

static HopsoSignRequest *
get (HopsoWorkspace *workspace, const char *id)
{
  return (HopsoSignRequest *) hopso_workspace_lookup_record (workspace, HOPSO_KIND_SIGN_REQUEST,
                                                             id);
}

static char *
submit (World *world)
{
  static const HopsoSubmissionStep steps[] = { { HOPSO_TEST_DELEGATE, "initial", NULL } };
  g_auto (HopsoFd) fd = make_file ("%PDF-1.7 as it was");
  const HopsoSubmission submission = { .fd = fd,
                                       .file_name = "to-trinh.pdf",
                                       .name = "Tờ trình",
                                       .remarks = "Kính trình",
                                       .steps = steps,
                                       .n_steps = 1 };
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *id;

  hopso_workspace_submit_async (world->clerk, &submission, NULL, hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  id = hopso_workspace_submit_finish (world->clerk, result, &error);
  g_assert_no_error (error);
  hopso_flow_wait_until (get (world->signer, id) != NULL);
  return id;
}

static gboolean
correct (World *world, const char *id, gint64 deadline, const char *remarks)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hopso_workspace_correct_request_async (world->clerk, id, deadline, remarks, hopso_flow_done_cb,
                                         &pending);
  result = hopso_flow_wait_for (&pending);
  return hopso_workspace_act_finish (world->clerk, result, NULL);
}

static void
test_deadline_and_remarks_reach_the_signers (World *world, gconstpointer data)
{
  g_autofree char *id = submit (world);

  hopso_flow_wait_in_sync (world->clerk);
  hopso_test_server_kill (world->server);
  g_assert_true (correct (world, id, 1900000000, "Gấp"));
  g_assert_cmpint (hopso_sign_request_get_deadline (get (world->clerk, id)), ==, 1900000000);
  g_assert_cmpint (hopso_sign_request_get_deadline (get (world->signer, id)), ==, 0);
  hopso_test_server_start (world->server);
  hopso_workspace_sync_now (world->clerk);
  hopso_workspace_sync_now (world->signer);
  hopso_flow_wait_until (hopso_sign_request_get_deadline (get (world->signer, id)) == 1900000000);
  g_assert_cmpstr (hopso_sign_request_get_remarks (get (world->signer, id)), ==, "Gấp");
}

static void
test_a_corrected_file_ends_the_request (World *world, gconstpointer data)
{
  g_autofree char *id = submit (world);
  g_autofree char *paper = g_strdup (hopso_sign_request_get_paper (get (world->clerk, id)));
  g_auto (HopsoFd) fd = make_file ("%PDF-1.7 corrected");
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_flow_wait_in_sync (world->clerk);
  hopso_workspace_replace_paper_async (world->clerk, paper, fd, "to-trinh-2.pdf",
                                       hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  hopso_workspace_act_finish (world->clerk, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hopso_sign_request_get_state (get (world->clerk, id)), ==,
                   HOPSO_SIGN_REQUEST_STOPPED);
  hopso_flow_wait_in_sync (world->clerk);
  g_assert_cmpuint (hopso_workspace_get_n_refused (world->clerk), ==, 0);
  g_assert_cmpstr (hopso_sign_request_get_state (get (world->clerk, id)), ==,
                   HOPSO_SIGN_REQUEST_STOPPED);
  hopso_flow_wait_until (
      hopso_paper_get_version (hopso_workspace_lookup_paper (world->clerk, paper)) == 2);
  g_assert_cmpstr (hopso_paper_get_file_name (hopso_workspace_lookup_paper (world->clerk, paper)),
                   ==, "to-trinh-2.pdf");
  hopso_flow_wait_until (get (world->signer, id) == NULL ||
                         !hopso_sign_request_is_waiting (get (world->signer, id)));
  g_assert_false (correct (world, id, 0, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/flow/corrections/deadline-and-remarks-reach-the-signers", World, NULL, set_up,
              test_deadline_and_remarks_reach_the_signers, tear_down);
  g_test_add ("/flow/corrections/a-corrected-file-ends-the-request", World, NULL, set_up,
              test_a_corrected_file_ends_the_request, tear_down);
  return g_test_run ();
}
