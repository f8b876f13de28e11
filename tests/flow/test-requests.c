/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sign requests between three people, each with an encrypted store, and the real server between
 * them over TLS. A signed version here is the one before with bytes more: the server asks for no
 * more than that. */

#include "hopso-flow.h"
#include "hopso-workspace-requests.h"

#include <string.h>
#include <unistd.h>

typedef struct
{
  HopsoTestServer *server;
  HopsoWorkspace *clerk;
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
settle (World *world)
{
  hopso_flow_wait_in_sync (world->clerk);
  hopso_flow_wait_in_sync (world->delegate);
  hopso_flow_wait_in_sync (world->chair);
}

static void
set_up (World *world, gconstpointer data)
{
  world->server = hopso_test_server_new ();
  world->clerk = sign_in (world, "thuky");
  world->delegate = sign_in (world, "daibieu");
  world->chair = sign_in (world, "chutri");
  settle (world);
}

static void
tear_down (World *world, gconstpointer data)
{
  hopso_flow_close (world->clerk);
  hopso_flow_close (world->delegate);
  hopso_flow_close (world->chair);
  hopso_test_server_free (world->server);
}

static void
stop (World *world)
{
  hopso_test_server_kill (world->server);
}

/* The people who did something meanwhile are in no hurry; they are asked to look now. */
static void
start (World *world)
{
  hopso_test_server_start (world->server);
  hopso_workspace_sync_now (world->clerk);
  hopso_workspace_sync_now (world->delegate);
  hopso_workspace_sync_now (world->chair);
}

/* --- what people do -------------------------------------------------------------------------- */

static char *
submit (HopsoWorkspace *workspace, const HopsoSubmission *submission, GError **error)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hopso_workspace_submit_async (workspace, submission, NULL, hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  return hopso_workspace_submit_finish (workspace, result, error);
}

static const HopsoSubmissionStep one_initial[] = { { HOPSO_TEST_DELEGATE, "initial", NULL } };
static const HopsoSubmissionStep two_approvals[] = {
  { HOPSO_TEST_DELEGATE, "approve", NULL },
  { HOPSO_TEST_CHAIR, "approve", "1,50,60,120,40" },
};
static const HopsoSubmissionStep three_steps[] = {
  { HOPSO_TEST_DELEGATE, "initial", NULL },
  { HOPSO_TEST_CHAIR, "approve", NULL },
  { HOPSO_TEST_CLERK, "initial", NULL },
};

static char *
submit_file (World *world, const char *mode, const HopsoSubmissionStep *steps, guint n_steps)
{
  static const char bytes[] = "%PDF-1.7 a file of the clerk's machine";
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = hopso_fd_new_sealed ("file", bytes, strlen (bytes), &error);
  const HopsoSubmission submission = { .fd = fd,
                                       .file_name = "to-trinh.pdf",
                                       .name = "Tờ trình dự toán",
                                       .remarks = "Kính trình",
                                       .deadline = 1900000000,
                                       .mode = mode,
                                       .steps = steps,
                                       .n_steps = n_steps };
  char *id = submit (world->clerk, &submission, &error);

  g_assert_no_error (error);
  return id;
}

static HopsoSignRequest *
get (HopsoWorkspace *workspace, const char *id)
{
  return (HopsoSignRequest *) hopso_workspace_lookup_record (workspace, HOPSO_KIND_SIGN_REQUEST,
                                                             id);
}

static gboolean
is_in (HopsoWorkspace *workspace, const char *id, const char *state)
{
  HopsoSignRequest *request = get (workspace, id);

  return request != NULL && g_strcmp0 (hopso_sign_request_get_state (request), state) == 0;
}

static gboolean
awaits (HopsoWorkspace *workspace, const char *id, const char *person)
{
  HopsoSignRequest *request = get (workspace, id);

  return request != NULL && hopso_sign_request_awaits (request, person);
}

static gboolean
has (GListModel *list, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (HopsoRecord) record = g_list_model_get_item (list, i);

      if (g_str_equal (hopso_record_get_id (record), id))
        return TRUE;
    }
  return FALSE;
}

/* "signed active waiting": the steps as somebody sees them. */
static char *
dup_steps (HopsoWorkspace *workspace, const char *id)
{
  g_autoptr (GListModel) steps = hopso_workspace_list_sign_steps (workspace, id);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (HopsoSignStep) step = g_list_model_get_item (steps, i);

      g_string_append_printf (text, "%s%s", i == 0 ? "" : " ", hopso_sign_step_get_state (step));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
has_steps (HopsoWorkspace *workspace, const char *id, const char *expected)
{
  g_autofree char *found = dup_steps (workspace, id);

  return g_str_equal (found, expected);
}

static const char *
get_paper (HopsoWorkspace *workspace, const char *id)
{
  return hopso_sign_request_get_paper (get (workspace, id));
}

/* The paper as the person has it, and something more. */
static HopsoFd
make_version (HopsoWorkspace *workspace, const char *id, const char *more)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint64 size;

  hopso_workspace_open_paper_async (workspace, get_paper (workspace, id), NULL, NULL, NULL,
                                    hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  g_auto (HopsoFd) fd = hopso_workspace_open_paper_finish (workspace, result, &error);
  g_assert_no_error (error);
  g_assert_true (hopso_fd_get_size (fd, &size, &error));
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_byte_array_set_size (bytes, (guint) size);
  g_assert_true (hopso_fd_read_at (fd, 0, bytes->data, size, &error));
  g_byte_array_append (bytes, (const guint8 *) more, (guint) strlen (more));
  return hopso_fd_new_sealed ("signed", bytes->data, bytes->len, &error);
}

static gboolean
add_version (HopsoWorkspace *workspace, const char *id, int fd, GError **error)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hopso_workspace_add_signed_version_async (workspace, get_paper (workspace, id), fd, id, NULL,
                                            hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  return hopso_workspace_add_signed_version_finish (workspace, result, error);
}

static void
sign (HopsoWorkspace *workspace, const char *id, const char *more)
{
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = make_version (workspace, id, more);

  g_assert_true (add_version (workspace, id, fd, &error));
  g_assert_no_error (error);
}

typedef enum
{
  RETURN,
  DELEGATE,
  WITHDRAW
} Act;

static gboolean
act (HopsoWorkspace *workspace, Act what, const char *id, const char *word, GError **error)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  if (what == RETURN)
    hopso_workspace_return_request_async (workspace, id, word, hopso_flow_done_cb, &pending);
  else if (what == DELEGATE)
    hopso_workspace_delegate_request_async (workspace, id, word, "đi công tác", hopso_flow_done_cb,
                                            &pending);
  else
    hopso_workspace_withdraw_request_async (workspace, id, word, hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  return hopso_workspace_act_finish (workspace, result, error);
}

/* --- the tests ------------------------------------------------------------------------------- */

static void
test_from_hand_to_hand (World *world, gconstpointer data)
{
  g_autofree char *id = submit_file (world, NULL, three_steps, 3);
  g_autoptr (GListModel) queue = hopso_workspace_list_sign_requests (world->delegate);
  g_autoptr (GListModel) elsewhere = hopso_workspace_list_requests_elsewhere (world->chair);
  g_autoptr (GListModel) submitted = hopso_workspace_list_requests_submitted (world->clerk);
  g_autoptr (GListModel) done = hopso_workspace_list_requests_done (world->chair);
  g_autoptr (GError) error = NULL;

  g_assert_true (has (submitted, id));
  hopso_flow_wait_until (has (queue, id) && has (elsewhere, id));
  hopso_flow_wait_until (has_steps (world->chair, id, "active waiting waiting"));
  g_assert_nonnull (hopso_workspace_lookup_my_step (world->delegate, id));
  g_assert_null (hopso_workspace_lookup_my_step (world->chair, id));
  g_assert_false (hopso_workspace_has_opened_paper (world->delegate, get_paper (world->chair, id)));
  hopso_workspace_note_opened_paper (world->delegate, get_paper (world->chair, id));
  g_assert_true (hopso_workspace_has_opened_paper (world->delegate, get_paper (world->chair, id)));

  g_auto (HopsoFd) too_early = make_version (world->chair, id, " too early");
  g_assert_false (add_version (world->chair, id, too_early, &error));
  g_assert_error (error, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_ALLOWED);
  sign (world->delegate, id, " signed by the delegate");
  g_assert_true (hopso_workspace_has_opened_paper (world->delegate, get_paper (world->chair, id)));
  hopso_flow_wait_until (awaits (world->chair, id, HOPSO_TEST_CHAIR));
  hopso_flow_wait_until (has_steps (world->clerk, id, "signed active waiting"));
  hopso_flow_wait_until (hopso_paper_get_version (hopso_workspace_lookup_paper (
                             world->chair, get_paper (world->chair, id))) == 2);

  /* Without a network, and the server dies of it. */
  g_auto (HopsoFd) fd = make_version (world->chair, id, " signed by the chair");
  stop (world);
  g_assert_true (add_version (world->chair, id, fd, NULL));
  hopso_flow_wait_until (hopso_workspace_is_waiting (world->chair, HOPSO_KIND_SIGN_REQUEST, id));
  g_assert_true (awaits (world->chair, id, HOPSO_TEST_CLERK));
  g_assert_false (awaits (world->clerk, id, HOPSO_TEST_CLERK));
  start (world);
  hopso_flow_wait_until (awaits (world->clerk, id, HOPSO_TEST_CLERK));
  hopso_flow_wait_in_sync (world->chair);
  g_assert_false (hopso_workspace_is_waiting (world->chair, HOPSO_KIND_SIGN_REQUEST, id));

  g_assert_false (act (world->clerk, RETURN, id, " ", NULL));
  g_assert_true (act (world->clerk, RETURN, id, "Sai số liệu", NULL));
  hopso_flow_wait_until (is_in (world->delegate, id, "returned"));
  hopso_flow_wait_until (has (done, id));
  hopso_flow_wait_until (has_steps (world->chair, id, "signed signed returned"));
  g_assert_cmpstr (hopso_sign_request_get_reason (get (world->chair, id)), ==, "Sai số liệu");
}

static void
test_again_handed_on_and_taken_back (World *world, gconstpointer data)
{
  g_autofree char *first = submit_file (world, NULL, one_initial, 1);
  g_autofree char *paper = g_strdup (get_paper (world->clerk, first));
  const HopsoSubmission again = {
    .paper_id = paper, .previous = first, .steps = one_initial, .n_steps = 1
  };
  g_autofree char *second = NULL;
  g_autoptr (GError) error = NULL;

  hopso_flow_wait_until (awaits (world->delegate, first, HOPSO_TEST_DELEGATE));
  hopso_flow_wait_until (has_steps (world->delegate, first, "active"));
  g_assert_true (act (world->delegate, RETURN, first, "Thiếu phụ lục", NULL));
  hopso_flow_wait_until (is_in (world->clerk, first, "returned"));
  second = submit (world->clerk, &again, &error);
  g_assert_no_error (error);
  hopso_flow_wait_until (awaits (world->delegate, second, HOPSO_TEST_DELEGATE));
  g_assert_cmpstr (hopso_sign_request_get_previous (get (world->delegate, second)), ==, first);

  hopso_flow_wait_until (has_steps (world->delegate, second, "active"));
  g_assert_false (act (world->delegate, DELEGATE, second, HOPSO_TEST_STRANGER, NULL));
  g_assert_true (act (world->delegate, DELEGATE, second, HOPSO_TEST_CHAIR, NULL));
  hopso_flow_wait_until (awaits (world->chair, second, HOPSO_TEST_CHAIR));
  hopso_flow_wait_until (hopso_workspace_lookup_paper (world->chair, paper) != NULL);
  hopso_flow_wait_until (has_steps (world->clerk, second, "delegated active"));

  stop (world);
  g_assert_false (act (world->chair, WITHDRAW, second, NULL, NULL));
  g_assert_true (act (world->clerk, WITHDRAW, second, "Trình nhầm", NULL));
  g_assert_true (is_in (world->clerk, second, "withdrawn"));
  start (world);
  hopso_flow_wait_until (get (world->chair, second) == NULL);
  hopso_flow_wait_until (hopso_workspace_lookup_paper (world->chair, paper) == NULL);
  hopso_flow_wait_in_sync (world->clerk);
  g_assert_true (is_in (world->clerk, second, "withdrawn"));
}

/* Two sign the same version without a network: the second to arrive is told and signs again. */
static void
test_in_any_order_one_at_a_time (World *world, gconstpointer data)
{
  g_autofree char *id = submit_file (world, HOPSO_SIGN_REQUEST_ANY, two_approvals, 2);

  hopso_flow_wait_until (awaits (world->delegate, id, HOPSO_TEST_DELEGATE) &&
                         awaits (world->chair, id, HOPSO_TEST_CHAIR));
  hopso_flow_wait_until (has_steps (world->delegate, id, "active active") &&
                         has_steps (world->chair, id, "active active"));
  g_auto (HopsoFd) one = make_version (world->delegate, id, " one");
  g_auto (HopsoFd) two = make_version (world->chair, id, " two");
  stop (world);
  g_assert_true (add_version (world->delegate, id, one, NULL));
  g_assert_true (add_version (world->chair, id, two, NULL));
  g_assert_false (awaits (world->chair, id, HOPSO_TEST_CHAIR));
  start (world);
  hopso_flow_wait_until (hopso_workspace_get_n_refused (world->delegate) +
                             hopso_workspace_get_n_refused (world->chair) ==
                         1);

  HopsoWorkspace *late =
      hopso_workspace_get_n_refused (world->chair) == 1 ? world->chair : world->delegate;
  const char *me = late == world->chair ? HOPSO_TEST_CHAIR : HOPSO_TEST_DELEGATE;
  const HopsoSyncRefusal *refusal = hopso_workspace_get_refused (late)->pdata[0];
  g_assert_true (refusal->is_signature);
  hopso_flow_wait_until (awaits (late, id, me));
  hopso_flow_wait_until (
      hopso_paper_get_version (hopso_workspace_lookup_paper (late, get_paper (late, id))) == 2);
  sign (late, id, " once more");
  hopso_flow_wait_until (is_in (world->clerk, id, "signed"));
  hopso_flow_wait_until (is_in (world->chair, id, "signed") &&
                         is_in (world->delegate, id, "signed"));
  hopso_flow_wait_until (hopso_workspace_get_n_refused (late) == 0);
  g_assert_true (has_steps (world->clerk, id, "signed signed"));
}

/* What was done to a request that is over by then is told, and leaves nothing else behind. */
static void
test_too_late (World *world, gconstpointer data)
{
  g_autofree char *id = submit_file (world, HOPSO_SIGN_REQUEST_ANY, two_approvals, 2);
  g_autoptr (HopsoAccount) account = g_object_ref (hopso_workspace_get_account (world->chair));
  g_autoptr (GError) error = NULL;

  hopso_flow_wait_until (has_steps (world->delegate, id, "active active") &&
                         has_steps (world->chair, id, "active active"));
  g_auto (HopsoFd) fd = make_version (world->chair, id, " in vain");
  stop (world);
  g_assert_true (add_version (world->chair, id, fd, NULL));
  hopso_flow_close (world->chair);
  g_assert_true (act (world->clerk, WITHDRAW, id, NULL, NULL));
  hopso_test_server_start (world->server);
  hopso_workspace_sync_now (world->clerk);
  hopso_flow_wait_in_sync (world->clerk);

  world->chair = hopso_flow_open (account, &error);
  g_assert_no_error (error);
  hopso_flow_wait_until (hopso_workspace_get_n_refused (world->chair) == 1);
  hopso_flow_wait_until (get (world->chair, id) == NULL && has_steps (world->chair, id, ""));
}

/* Submitted and signed by the same person, all before the server hears of the paper. */
static void
test_all_of_it_without_a_network (World *world, gconstpointer data)
{
  static const HopsoSubmissionStep steps[] = { { HOPSO_TEST_CLERK, "initial", NULL },
                                               { HOPSO_TEST_DELEGATE, "approve", NULL } };
  g_autoptr (HopsoAccount) account = g_object_ref (hopso_workspace_get_account (world->clerk));
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  stop (world);
  id = submit_file (world, NULL, steps, 2);
  hopso_flow_close (world->clerk);
  world->clerk = hopso_flow_open (account, &error);
  g_assert_no_error (error);
  g_assert_true (has_steps (world->clerk, id, "active waiting"));
  sign (world->clerk, id, " the clerk's initial");
  g_assert_true (has_steps (world->clerk, id, "signed active"));
  g_assert_null (get (world->delegate, id));

  start (world);
  hopso_flow_wait_until (awaits (world->delegate, id, HOPSO_TEST_DELEGATE));
  hopso_flow_wait_until (hopso_workspace_lookup_my_step (world->delegate, id) != NULL);
  hopso_flow_wait_in_sync (world->clerk);
  g_assert_cmpuint (hopso_workspace_get_n_refused (world->clerk), ==, 0);
  sign (world->delegate, id, " and the approval");
  hopso_flow_wait_until (is_in (world->clerk, id, "signed"));
}

/* A submission that the server does not take is told, and what it showed goes. */
static void
test_a_refused_submission_goes (World *world, gconstpointer data)
{
  const HopsoSubmission submission = { .paper_id = HOPSO_TEST_PAPER,
                                       .steps = two_approvals,
                                       .n_steps = 2 };
  g_autoptr (GListModel) submitted = hopso_workspace_list_requests_submitted (world->clerk);
  g_autoptr (HopsoServerStore) store = NULL;
  g_autofree char *id = NULL;
  g_autofree char *other = g_strdup (
      hopso_paper_get_digest (hopso_workspace_lookup_paper (world->clerk, HOPSO_TEST_LONG_PAPER)));
  g_autoptr (GError) error = NULL;

  g_assert_true (hopso_workspace_may_submit (world->clerk));
  g_assert_false (hopso_workspace_may_submit (world->chair));
  g_assert_null (submit (world->chair, &submission, &error));
  g_assert_error (error, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_ALLOWED);
  g_clear_error (&error);

  stop (world);
  id = submit (world->clerk, &submission, &error);
  g_assert_no_error (error);
  g_assert_true (has (submitted, id));
  hopso_flow_wait_until (hopso_workspace_is_waiting (world->clerk, HOPSO_KIND_SIGN_REQUEST, id));
  store = hopso_flow_open_data (world->server);
  hopso_test_server_set (store, HOPSO_KIND_PAPER, HOPSO_TEST_PAPER, HOPSO_PAPER_DIGEST, other);
  hopso_server_store_close (store);
  start (world);
  hopso_flow_wait_until (hopso_workspace_get_n_refused (world->clerk) == 1);
  hopso_flow_wait_until (!has (submitted, id));
  g_assert_true (has_steps (world->clerk, id, ""));

  const HopsoSyncRefusal *refusal = hopso_workspace_get_refused (world->clerk)->pdata[0];
  g_assert_cmpint (refusal->kind, ==, HOPSO_KIND_SIGN_REQUEST);
  g_assert_nonnull (strstr (refusal->reason, "version"));
}

#define ADD(name, func) g_test_add ("/flow/requests/" name, World, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("from-hand-to-hand", test_from_hand_to_hand);
  ADD ("again-handed-on-and-taken-back", test_again_handed_on_and_taken_back);
  ADD ("in-any-order-one-at-a-time", test_in_any_order_one_at_a_time);
  ADD ("too-late", test_too_late);
  ADD ("all-of-it-without-a-network", test_all_of_it_without_a_network);
  ADD ("a-refused-submission-goes", test_a_refused_submission_goes);
  return g_test_run ();
}
