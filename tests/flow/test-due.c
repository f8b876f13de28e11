/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A paper that was signed while the timestamp authority did not answer: it gets what it lacks when
 * the authority is there again, as a new version that everybody sees. */

#include "hopso-digest.h"
#include "hopso-flow.h"
#include "hopso-test-authorities.h"
#include "hopso-test-recipe.h"
#include "hopso-workspace-requests.h"

#include <string.h>

typedef struct
{
  HopsoTestAuthorities *authorities; /* owned */
  HopsoTestServer *server;           /* owned */
  HopsoWorkspace *clerk;             /* owned */
  HopsoWorkspace *delegate;          /* owned */
  HopsoTestRecipe *recipe;           /* owned: the document */
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
  world->authorities = hopso_test_authorities_new ();
  HopsoTestPki *pki = hopso_test_authorities_get_pki (world->authorities);
  g_autofree char *folder = hopso_test_pki_dup_path (pki, "trusted");
  g_autofree char *anchor = g_build_filename (folder, "root.pem", NULL);
  g_autoptr (GBytes) root = hopso_test_pki_read (pki, "root.pem");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (anchor, g_bytes_get_data (root, NULL), (gssize) g_bytes_get_size (root),
                       &error);
  g_assert_no_error (error);
  g_setenv ("HOPSO_TRUST_DIR", folder, TRUE);
  world->recipe = hopso_test_recipe_new (pki, NULL);
  world->server = hopso_test_server_new ();
  world->clerk = sign_in (world, "thuky");
  world->delegate = sign_in (world, "daibieu");
}

static void
tear_down (World *world, gconstpointer data)
{
  hopso_flow_close (world->clerk);
  hopso_flow_close (world->delegate);
  hopso_test_server_free (world->server);
  hopso_test_recipe_free (world->recipe);
  hopso_test_authorities_free (world->authorities);
}

static HopsoFd
open_document (World *world)
{
  g_autoptr (GBytes) bytes = hopso_test_recipe_dup_bytes (world->recipe);
  g_autoptr (GError) error = NULL;
  HopsoFd fd = hopso_fd_new_sealed ("document", g_bytes_get_data (bytes, NULL),
                                    g_bytes_get_size (bytes), &error);

  g_assert_no_error (error);
  return fd;
}

static char *
submit (World *world)
{
  static const HopsoSubmissionStep step = { HOPSO_TEST_DELEGATE, "approve", NULL };
  g_auto (HopsoFd) fd = open_document (world);
  const HopsoSubmission submission = {
    .fd = fd, .file_name = "to-trinh.pdf", .name = "Tờ trình", .steps = &step, .n_steps = 1
  };
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_workspace_submit_async (world->clerk, &submission, NULL, hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  char *id = hopso_workspace_submit_finish (world->clerk, result, &error);
  g_assert_no_error (error);
  return id;
}

static HopsoSignRequest *
get_request (HopsoWorkspace *workspace, const char *id)
{
  return (HopsoSignRequest *) hopso_workspace_lookup_record (workspace, HOPSO_KIND_SIGN_REQUEST,
                                                             id);
}

static gboolean
awaits (World *world, const char *id)
{
  HopsoSignRequest *request = get_request (world->delegate, id);

  return request != NULL && hopso_sign_request_awaits (request, HOPSO_TEST_DELEGATE) &&
         hopso_workspace_lookup_my_step (world->delegate, id) != NULL;
}

static gint64
get_version (HopsoWorkspace *workspace, const char *paper)
{
  HopsoPaper *record = hopso_workspace_lookup_paper (workspace, paper);

  return record != NULL ? hopso_paper_get_version (record) : 0;
}

/* By the delegate, without a timestamp: that is written down, and then it is sent. */
static void
sign (World *world, const char *id, const char *paper, const char *tsa)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *digest = NULL;
  g_auto (HopsoFd) fd = -1;
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_test_recipe_sign (world->recipe, "signer-rsa", FALSE);
  bytes = hopso_test_recipe_dup_bytes (world->recipe);
  digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  fd = open_document (world);
  g_assert_true (hopso_workspace_note_due (world->delegate, paper, digest,
                                           HOPSO_SIGNATURE_LEVEL_B_LT, tsa, &error));
  hopso_workspace_add_signed_version_async (world->delegate, paper, fd, id, NULL,
                                            hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  hopso_workspace_add_signed_version_finish (world->delegate, result, &error);
  g_assert_no_error (error);
}

static GBytes *
read_paper (HopsoWorkspace *workspace, const char *paper)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_workspace_open_paper_async (workspace, paper, NULL, NULL, NULL, hopso_flow_done_cb,
                                    &pending);
  result = hopso_flow_wait_for (&pending);
  g_auto (HopsoFd) fd = hopso_workspace_open_paper_finish (workspace, result, &error);
  g_assert_no_error (error);
  return hopso_fd_read_all (fd, 16 * 1024 * 1024, NULL);
}

static void
test_a_paper_gets_its_level_later (World *world, gconstpointer data)
{
  g_autofree char *tsa = hopso_test_authorities_dup_url (world->authorities, "/tsa/good");
  g_autofree char *id = submit (world);
  hopso_flow_wait_until (awaits (world, id));
  g_autofree char *paper = g_strdup (hopso_sign_request_get_paper (get_request (world->clerk, id)));

  hopso_test_authorities_go (world->authorities, FALSE);
  sign (world, id, paper, tsa);
  hopso_flow_wait_until (get_version (world->clerk, paper) == 2);
  hopso_flow_wait_in_sync (world->delegate);
  /* What is noted survives the end of the program. */
  g_autoptr (HopsoAccount) account = g_object_ref (hopso_workspace_get_account (world->delegate));
  g_autoptr (GError) error = NULL;
  hopso_flow_close (world->delegate);
  world->delegate = hopso_flow_open (account, &error);
  g_assert_no_error (error);
  hopso_flow_wait_in_sync (world->delegate);

  hopso_test_authorities_go (world->authorities, TRUE);
  hopso_workspace_run_due (world->delegate, TRUE);
  hopso_flow_wait_until (get_version (world->clerk, paper) == 3);
  g_autoptr (GBytes) signed_version = hopso_test_recipe_dup_bytes (world->recipe);
  g_autoptr (GBytes) extended = read_paper (world->clerk, paper);
  gsize size = g_bytes_get_size (signed_version);
  g_assert_cmpuint (g_bytes_get_size (extended), >, size);
  g_assert_cmpmem (g_bytes_get_data (extended, NULL), size, g_bytes_get_data (signed_version, NULL),
                   size);
  g_assert_nonnull (
      memmem (g_bytes_get_data (extended, NULL), g_bytes_get_size (extended), "/DSS", 4));
  hopso_flow_wait_in_sync (world->delegate);
  g_assert_cmpuint (hopso_workspace_get_n_refused (world->delegate), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/flow/due/a-paper-gets-its-level-later", World, NULL, set_up,
              test_a_paper_gets_its_level_later, tear_down);
  return g_test_run ();
}
