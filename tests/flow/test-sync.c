/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two people, each with an encrypted store, and the real server between them over TLS. */

#include "hopso-flow.h"
#include "hopso-remote-error.h"
#include "hopso-server-sql.h"
#include "hopso-test-tls.h"

/* The delegate answers; the chair looks on. */
typedef struct
{
  HopsoTestServer *server;
  HopsoWorkspace *delegate;
  HopsoWorkspace *chair;
} World;

static HopsoWorkspace *
sign_in (World *world, const char *login)
{
  g_autoptr (GError) error = NULL;
  HopsoWorkspace *workspace = hopso_flow_sign_in (world->server, login, &error);

  g_assert_no_error (error);
  return workspace;
}

static void
sign_both_in (World *world)
{
  world->delegate = sign_in (world, "daibieu");
  world->chair = sign_in (world, "chutri");
  hopso_flow_wait_in_sync (world->delegate);
  hopso_flow_wait_in_sync (world->chair);
}

static void
set_up (World *world, gconstpointer data)
{
  world->server = hopso_test_server_new ();
  sign_both_in (world);
}

static void
tear_down (World *world, gconstpointer data)
{
  hopso_flow_close (world->delegate);
  hopso_flow_close (world->chair);
  hopso_test_server_free (world->server);
}

static void
answer (const World *world, const char *partstat)
{
  hopso_flow_answer (world->delegate, HOPSO_TEST_MEETING, partstat);
}

static gboolean
sees_answer (HopsoWorkspace *seen_by, const char *partstat)
{
  return g_strcmp0 (hopso_flow_get_answer (seen_by, HOPSO_TEST_PART), partstat) == 0;
}

static void
test_an_answer_is_seen_by_others (World *world, gconstpointer data)
{
  g_autofree char *code = hopso_workspace_dup_recovery_code (world->delegate);

  g_assert_nonnull (code);
  g_assert_null (hopso_workspace_dup_recovery_code (world->delegate));
  answer (world, "declined");
  g_assert_true (sees_answer (world->delegate, "declined"));
  hopso_flow_wait_until (sees_answer (world->chair, "declined"));
  hopso_flow_wait_in_sync (world->delegate);
  answer (world, "accepted");
  hopso_flow_wait_until (sees_answer (world->chair, "accepted"));
}

static void
test_an_answer_without_network_goes_out_later (World *world, gconstpointer data)
{
  hopso_test_server_stop (world->server);
  answer (world, "declined");
  hopso_flow_wait_until (hopso_workspace_get_sync_state (world->delegate) == HOPSO_SYNC_OFFLINE);
  hopso_flow_wait_until (hopso_workspace_get_n_waiting (world->delegate) == 1);
  g_assert_cmpint (hopso_workspace_get_offline_since (world->delegate), >, 0);
  g_assert_true (sees_answer (world->delegate, "declined"));
  g_assert_true (
      hopso_workspace_is_waiting (world->delegate, HOPSO_KIND_PARTICIPANT, HOPSO_TEST_PART));
  g_assert_false (sees_answer (world->chair, "declined"));

  hopso_test_server_start (world->server);
  hopso_flow_wait_in_sync (world->delegate);
  hopso_flow_wait_until (sees_answer (world->chair, "declined"));
}

static void
test_what_waits_survives_the_end_of_the_program (World *world, gconstpointer data)
{
  g_autoptr (HopsoAccount) account = g_object_ref (hopso_workspace_get_account (world->delegate));
  g_autoptr (GError) error = NULL;

  hopso_test_server_stop (world->server);
  answer (world, "declined");
  hopso_flow_close (world->delegate);
  world->delegate = hopso_flow_open (account, &error);
  g_assert_no_error (error);
  g_assert_true (sees_answer (world->delegate, "declined"));
  hopso_flow_wait_until (hopso_workspace_get_n_waiting (world->delegate) == 1);

  hopso_test_server_start (world->server);
  hopso_flow_wait_in_sync (world->delegate);
  hopso_flow_wait_until (sees_answer (world->chair, "declined"));
}

static void
test_an_answer_beats_one_that_was_entered_before (World *world, gconstpointer data)
{
  g_autoptr (HopsoServerStore) store = NULL;

  hopso_test_server_stop (world->server);
  answer (world, "declined");
  store = hopso_flow_open_data (world->server);
  hopso_test_server_set (store, HOPSO_KIND_PARTICIPANT, HOPSO_TEST_PART, HOPSO_PARTICIPANT_PARTSTAT,
                         "accepted");
  hopso_server_store_close (store);

  hopso_test_server_start (world->server);
  hopso_flow_wait_in_sync (world->delegate);
  hopso_flow_wait_until (sees_answer (world->chair, "declined"));
}

static gpointer
change_epoch (HopsoServerSession *session, gpointer data, GError **error)
{
  hopso_server_session_set_setting (session, "epoch", "another", error);
  return NULL;
}

static void
test_a_server_that_forgot_is_asked_for_everything (World *world, gconstpointer data)
{
  const HopsoServerJob job = { .func = change_epoch, .is_write = TRUE };
  g_autoptr (HopsoServerStore) store = NULL;
  g_autoptr (GError) error = NULL;

  hopso_test_server_stop (world->server);
  answer (world, "declined");
  store = hopso_flow_open_data (world->server);
  hopso_test_server_delete (store, HOPSO_KIND_PAPER, HOPSO_TEST_PAPER);
  hopso_server_store_run (store, &job, &error);
  g_assert_no_error (error);
  hopso_server_store_close (store);
  g_assert_nonnull (hopso_workspace_lookup_paper (world->delegate, HOPSO_TEST_PAPER));

  hopso_test_server_start (world->server);
  hopso_flow_wait_until (hopso_workspace_lookup_paper (world->delegate, HOPSO_TEST_PAPER) == NULL);
  hopso_flow_wait_in_sync (world->delegate);
  g_assert_nonnull (hopso_workspace_lookup_paper (world->delegate, HOPSO_TEST_LONG_PAPER));
  hopso_flow_wait_until (sees_answer (world->chair, "declined"));
}

static gpointer
end_sessions (HopsoServerSession *session, gpointer data, GError **error)
{
  hopso_server_sql_run (hopso_server_session_get_sql (session), error, "DELETE FROM device", "");
  return NULL;
}

static void
test_a_session_that_was_ended_is_asked_for_again (World *world, gconstpointer data)
{
  const HopsoServerJob job = { .func = end_sessions, .is_write = TRUE };
  g_autoptr (HopsoServerStore) store = NULL;
  g_autoptr (GError) error = NULL;

  hopso_test_server_stop (world->server);
  store = hopso_flow_open_data (world->server);
  hopso_server_store_run (store, &job, &error);
  g_assert_no_error (error);
  hopso_server_store_close (store);
  answer (world, "declined");
  hopso_test_server_start (world->server);
  hopso_flow_wait_until (hopso_workspace_get_sync_state (world->delegate) == HOPSO_SYNC_SIGNED_OUT);
  g_assert_cmpuint (hopso_workspace_get_n_waiting (world->delegate), ==, 1);

  hopso_flow_close (world->delegate);
  hopso_flow_close (world->chair);
  sign_both_in (world);
  hopso_flow_wait_until (sees_answer (world->chair, "declined"));
}

static void
test_a_recalled_paper_is_erased (World *world, gconstpointer data)
{
  g_autoptr (HopsoServerStore) store = NULL;

  hopso_test_server_stop (world->server);
  store = hopso_flow_open_data (world->server);
  hopso_test_server_delete (store, HOPSO_KIND_PAPER, HOPSO_TEST_PAPER);
  hopso_server_store_close (store);
  hopso_test_server_start (world->server);
  hopso_flow_wait_until (hopso_workspace_lookup_paper (world->delegate, HOPSO_TEST_PAPER) == NULL);
  hopso_flow_wait_in_sync (world->delegate);
}

static void
open_paper (HopsoWorkspace *workspace, const char *id)
{
  HopsoPaper *paper = hopso_workspace_lookup_paper (workspace, id);
  guint64 wanted = (guint64) hopso_paper_get_size (paper);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint64 size = 0;

  hopso_workspace_open_paper_async (workspace, id, NULL, NULL, NULL, hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  g_auto (HopsoFd) fd = hopso_workspace_open_paper_finish (workspace, result, &error);
  g_assert_no_error (error);
  g_assert_true (hopso_fd_get_size (fd, &size, NULL));
  g_assert_cmpuint (size, ==, wanted);
}

static void
test_a_paper_opens_without_network_later (World *world, gconstpointer data)
{
  open_paper (world->delegate, HOPSO_TEST_LONG_PAPER);
  g_assert_cmpint (hopso_workspace_get_paper_state (world->delegate, HOPSO_TEST_LONG_PAPER, NULL),
                   ==, HOPSO_PAPER_READY);
  hopso_test_server_stop (world->server);
  open_paper (world->delegate, HOPSO_TEST_LONG_PAPER);
}

static HopsoFd
open_bytes (HopsoWorkspace *workspace, const char *id)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HopsoFd fd;

  hopso_workspace_open_paper_async (workspace, id, NULL, NULL, NULL, hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  fd = hopso_workspace_open_paper_finish (workspace, result, &error);
  g_assert_no_error (error);
  return fd;
}

/* For the server a version is what goes on where the current one ends. */
static HopsoFd
make_version (HopsoWorkspace *workspace, const char *id)
{
  static const char more[] = "% signed\n";
  g_auto (HopsoFd) current = open_bytes (workspace, id);
  g_autoptr (GBytes) bytes = hopso_fd_read_all (current, G_MAXUINT32, NULL);
  g_autoptr (GByteArray) whole = g_byte_array_new ();

  g_byte_array_append (whole, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  g_byte_array_append (whole, (const guint8 *) more, sizeof more - 1);
  return hopso_fd_new_sealed ("version", whole->data, whole->len, NULL);
}

static void
test_what_nothing_names_is_collected (World *world, gconstpointer data)
{
  g_autoptr (HopsoAccount) account = g_object_ref (hopso_workspace_get_account (world->delegate));
  g_autofree char *left =
      g_build_filename (hopso_account_get_folder (account), "blobs", "left-by-a-crash", NULL);
  g_autoptr (GError) error = NULL;

  open_paper (world->delegate, HOPSO_TEST_LONG_PAPER);
  hopso_flow_close (world->delegate);
  g_assert_true (g_file_set_contents (left, "x", 1, NULL));
  world->delegate = hopso_flow_open (account, &error);
  g_assert_no_error (error);
  hopso_flow_wait_until (!g_file_test (left, G_FILE_TEST_EXISTS));
  open_paper (world->delegate, HOPSO_TEST_LONG_PAPER);
}

static void
test_a_signed_version_arrives_later (World *world, gconstpointer data)
{
  g_auto (HopsoFd) fd = make_version (world->chair, HOPSO_TEST_SIGN_PAPER);
  g_autoptr (GListModel) queue = hopso_workspace_list_sign_requests (world->chair);
  gint64 before =
      hopso_paper_get_version (hopso_workspace_lookup_paper (world->chair, HOPSO_TEST_SIGN_PAPER));
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (queue), ==, 1);
  hopso_test_server_stop (world->server);
  hopso_workspace_add_signed_version_async (world->chair, HOPSO_TEST_SIGN_PAPER, fd,
                                            HOPSO_TEST_SIGN_REQUEST, NULL, hopso_flow_done_cb,
                                            &pending);
  result = hopso_flow_wait_for (&pending);
  g_assert_true (hopso_workspace_add_signed_version_finish (world->chair, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (queue), ==, 0);

  hopso_test_server_start (world->server);
  hopso_flow_wait_until (hopso_workspace_get_n_waiting (world->chair) == 1);
  hopso_workspace_sync_now (world->chair);
  hopso_flow_wait_in_sync (world->chair);
  hopso_flow_wait_until (hopso_paper_get_version (hopso_workspace_lookup_paper (
                             world->chair, HOPSO_TEST_SIGN_PAPER)) == before + 1);
  g_assert_cmpuint (g_list_model_get_n_items (queue), ==, 0);
}

/* Somebody else's version came first: the signature is listed with its reason, its request waits
 * again, and it goes when the person says so. */
static void
test_a_refused_signature_is_listed (World *world, gconstpointer data)
{
  g_auto (HopsoFd) fd = make_version (world->chair, HOPSO_TEST_SIGN_PAPER);
  g_autoptr (GListModel) queue = hopso_workspace_list_sign_requests (world->chair);
  g_autofree char *other = g_strdup (hopso_paper_get_digest (
      hopso_workspace_lookup_paper (world->delegate, HOPSO_TEST_LONG_PAPER)));
  g_autoptr (HopsoServerStore) store = NULL;
  GAsyncResult *pending = NULL;
  GAsyncResult *discarding = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) discarded = NULL;
  g_autoptr (GError) error = NULL;

  hopso_test_server_stop (world->server);
  hopso_workspace_add_signed_version_async (world->chair, HOPSO_TEST_SIGN_PAPER, fd,
                                            HOPSO_TEST_SIGN_REQUEST, NULL, hopso_flow_done_cb,
                                            &pending);
  result = hopso_flow_wait_for (&pending);
  g_assert_true (hopso_workspace_add_signed_version_finish (world->chair, result, &error));
  g_assert_cmpuint (g_list_model_get_n_items (queue), ==, 0);
  store = hopso_flow_open_data (world->server);
  hopso_test_server_set (store, HOPSO_KIND_PAPER, HOPSO_TEST_SIGN_PAPER, HOPSO_PAPER_DIGEST, other);
  hopso_server_store_close (store);
  hopso_test_server_start (world->server);
  hopso_workspace_sync_now (world->chair);
  hopso_flow_wait_until (hopso_workspace_get_n_refused (world->chair) == 1);
  hopso_flow_wait_until (g_list_model_get_n_items (queue) == 1);

  const HopsoSyncRefusal *refusal = hopso_workspace_get_refused (world->chair)->pdata[0];
  g_assert_cmpstr (refusal->id, ==, HOPSO_TEST_SIGN_PAPER);
  g_assert_true (refusal->is_signature);
  g_assert_nonnull (strstr (refusal->reason, "sign"));
  hopso_workspace_discard_refused_async (world->chair, refusal->entry, hopso_flow_done_cb,
                                         &discarding);
  discarded = hopso_flow_wait_for (&discarding);
  g_assert_true (hopso_workspace_discard_refused_finish (world->chair, discarded, &error));
  hopso_flow_wait_until (hopso_workspace_get_n_refused (world->chair) == 0);
}

static void
test_a_state_secret_is_not_sent (World *world, gconstpointer data)
{
  g_auto (HopsoFd) fd = make_version (world->chair, HOPSO_TEST_SIGN_PAPER);
  g_autoptr (GListModel) queue = hopso_workspace_list_sign_requests (world->chair);
  g_autoptr (HopsoServerStore) store = NULL;
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_test_server_stop (world->server);
  store = hopso_flow_open_data (world->server);
  hopso_test_server_set (store, HOPSO_KIND_PAPER, HOPSO_TEST_SIGN_PAPER, HOPSO_PAPER_NAME,
                         "Báo cáo (Mật)");
  hopso_server_store_close (store);
  hopso_test_server_start (world->server);
  hopso_flow_wait_until (hopso_paper_is_state_secret (
      hopso_workspace_lookup_paper (world->chair, HOPSO_TEST_SIGN_PAPER)));

  hopso_workspace_add_signed_version_async (world->chair, HOPSO_TEST_SIGN_PAPER, fd,
                                            HOPSO_TEST_SIGN_REQUEST, NULL, hopso_flow_done_cb,
                                            &pending);
  result = hopso_flow_wait_for (&pending);
  g_assert_false (hopso_workspace_add_signed_version_finish (world->chair, result, &error));
  g_assert_error (error, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_ALLOWED);
  g_assert_false (
      hopso_workspace_is_waiting (world->chair, HOPSO_KIND_PAPER, HOPSO_TEST_SIGN_PAPER));
  g_assert_cmpuint (g_list_model_get_n_items (queue), ==, 1);
}

static void
test_who_waits_for_a_paper_may_give_up (World *world, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_workspace_open_paper_async (world->chair, HOPSO_TEST_SIGN_PAPER, NULL, NULL, cancellable,
                                    hopso_flow_done_cb, &pending);
  g_cancellable_cancel (cancellable);
  result = hopso_flow_wait_for (&pending);
  g_assert_cmpint (hopso_workspace_open_paper_finish (world->chair, result, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  open_paper (world->chair, HOPSO_TEST_SIGN_PAPER);
}

static void
test_signing_out_leaves_nothing (World *world, gconstpointer data)
{
  g_autofree char *folder =
      g_strdup (hopso_account_get_folder (hopso_workspace_get_account (world->delegate)));
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_workspace_sign_out_async (world->delegate, TRUE, NULL, hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  g_assert_true (hopso_workspace_sign_out_finish (world->delegate, result, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

static void
test_a_wrong_certificate_is_refused (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestTls) other = hopso_test_tls_new ();
  g_autoptr (HopsoSecret) password = hopso_secret_new_from_string (HOPSO_TEST_PASSWORD);
  const char *const ca_files[] = { NULL, other->ca_file };

  for (guint i = 0; i < G_N_ELEMENTS (ca_files); i++)
    {
      const HopsoSignIn sign_in = { .server_url = hopso_test_server_get_url (server),
                                    .login = "chutri",
                                    .password = password,
                                    .ca_file = ca_files[i] };
      g_autoptr (GError) error = NULL;

      g_assert_null (hopso_flow_sign_in_with (&sign_in, &error));
      g_assert_error (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_TLS);
      g_assert_null (hopso_account_find (hopso_test_server_get_url (server), NULL));
    }
}

#define ADD(path, func) g_test_add ("/flow/sync/" path, World, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("an-answer-is-seen-by-others", test_an_answer_is_seen_by_others);
  ADD ("an-answer-without-network-goes-out-later", test_an_answer_without_network_goes_out_later);
  ADD ("what-waits-survives-the-end-of-the-program",
       test_what_waits_survives_the_end_of_the_program);
  ADD ("an-answer-beats-one-that-was-entered-before",
       test_an_answer_beats_one_that_was_entered_before);
  ADD ("a-server-that-forgot-is-asked-for-everything",
       test_a_server_that_forgot_is_asked_for_everything);
  ADD ("a-session-that-was-ended-is-asked-for-again",
       test_a_session_that_was_ended_is_asked_for_again);
  ADD ("a-recalled-paper-is-erased", test_a_recalled_paper_is_erased);
  ADD ("a-paper-opens-without-network-later", test_a_paper_opens_without_network_later);
  ADD ("what-nothing-names-is-collected", test_what_nothing_names_is_collected);
  ADD ("who-waits-for-a-paper-may-give-up", test_who_waits_for_a_paper_may_give_up);
  ADD ("a-signed-version-arrives-later", test_a_signed_version_arrives_later);
  ADD ("a-refused-signature-is-listed", test_a_refused_signature_is_listed);
  ADD ("a-state-secret-is-not-sent", test_a_state_secret_is_not_sent);
  ADD ("signing-out-leaves-nothing", test_signing_out_leaves_nothing);
  g_test_add_func ("/flow/sync/a-wrong-certificate-is-refused",
                   test_a_wrong_certificate_is_refused);
  return g_test_run ();
}
