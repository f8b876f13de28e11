/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Substitutes, receipts and news between four people, each with an encrypted store, and the real
 * server between them over TLS, which is killed and started again meanwhile. */

#include "hopso-flow.h"
#include "hopso-news.h"
#include "hopso-receipt.h"
#include "hopso-workspace-compose.h"
#include "hopso-workspace-people.h"
#include "hopso-workspace-requests.h"

typedef struct
{
  HopsoTestServer *server;
  HopsoWorkspace *clerk;
  HopsoWorkspace *delegate;
  HopsoWorkspace *chair;
  HopsoWorkspace *substitute;
  GString *news; /* owned: what the substitute and the delegate were told */
} World;

/* "an 7/e3", for each piece of news: whose, which, and the end of the record's id. */
static void
news_cb (World *world, GPtrArray *news, HopsoWorkspace *workspace)
{
  const char *login = hopso_account_get_login (hopso_workspace_get_account (workspace));

  for (guint i = 0; i < news->len; i++)
    {
      const HopsoNews *one = news->pdata[i];

      g_string_append_printf (world->news, "%s:%d/%s ", login, (int) one->type,
                              one->record + strlen (one->record) - 2);
    }
}

static HopsoWorkspace *
sign_in (World *world, const char *login)
{
  g_autoptr (GError) error = NULL;
  HopsoWorkspace *workspace = hopso_flow_sign_in (world->server, login, &error);

  g_assert_no_error (error);
  g_signal_connect_swapped (workspace, "news", G_CALLBACK (news_cb), world);
  return workspace;
}

static HopsoWorkspace **
list_everybody (World *world)
{
  return &world->clerk; /* the four stand one after another */
}

#define N_PEOPLE 4

static void
settle (World *world)
{
  for (guint i = 0; i < N_PEOPLE; i++)
    hopso_flow_wait_in_sync (list_everybody (world)[i]);
}

static void
set_up (World *world, gconstpointer data)
{
  world->server = hopso_test_server_new ();
  world->news = g_string_new (NULL);
  world->clerk = sign_in (world, "thuky");
  world->delegate = sign_in (world, "daibieu");
  world->chair = sign_in (world, "chutri");
  world->substitute = sign_in (world, "nguoila");
  settle (world);
  g_assert_cmpstr (world->news->str, ==, ""); /* a first sync is no news */
}

static void
tear_down (World *world, gconstpointer data)
{
  for (guint i = 0; i < N_PEOPLE; i++)
    {
      g_signal_handlers_disconnect_by_data (list_everybody (world)[i], world);
      hopso_flow_close (list_everybody (world)[i]);
    }
  hopso_test_server_free (world->server);
  g_string_free (world->news, TRUE);
}

static void
start (World *world)
{
  hopso_test_server_start (world->server);
  for (guint i = 0; i < N_PEOPLE; i++)
    hopso_workspace_sync_now (list_everybody (world)[i]);
}

/* --- what people do and see ------------------------------------------------------------------ */

static void
say (HopsoWorkspace *workspace, HopsoSubstitutionActType type, const char *substitute)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_workspace_substitute_async (workspace, HOPSO_TEST_PART, type, substitute, "Đi công tác",
                                    hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  g_assert_true (hopso_workspace_answer_finish (workspace, result, &error));
  g_assert_no_error (error);
}

static HopsoParticipant *
get_part (HopsoWorkspace *workspace)
{
  return (HopsoParticipant *) hopso_workspace_lookup_record (workspace, HOPSO_KIND_PARTICIPANT,
                                                             HOPSO_TEST_PART);
}

static gboolean
sees_state (HopsoWorkspace *workspace, const char *state)
{
  HopsoParticipant *part = get_part (workspace);

  return part != NULL && g_strcmp0 (hopso_participant_get_substitute_state (part), state) == 0;
}

static gboolean
has (HopsoWorkspace *workspace, HopsoKindId kind, const char *id)
{
  return hopso_workspace_lookup_record (workspace, kind, id) != NULL;
}

static gboolean
has_paper (HopsoWorkspace *workspace)
{
  return has (workspace, HOPSO_KIND_PAPER, HOPSO_TEST_PAPER);
}

static void
set_approval (World *world, gboolean is_wanted)
{
  g_autoptr (HopsoServerStore) store = NULL;
  g_autoptr (HopsoRecord) old = NULL;
  g_autoptr (HopsoRecord) wanted = NULL;
  g_autoptr (HopsoRecordBuilder) builder = NULL;

  hopso_test_server_stop (world->server);
  store = hopso_flow_open_data (world->server);
  old = hopso_test_server_get (store, HOPSO_KIND_MEETING, HOPSO_TEST_MEETING);
  builder = hopso_record_builder_new_from (old);
  hopso_record_builder_set_boolean (builder, HOPSO_MEETING_SUBSTITUTE_APPROVAL, is_wanted);
  wanted = hopso_record_builder_end (builder);
  hopso_test_server_put (store, wanted);
  hopso_server_store_close (store);
  start (world);
  settle (world);
}

/* --- the tests ------------------------------------------------------------------------------- */

static void
test_a_substitute_is_asked_and_comes (World *world, gconstpointer data)
{
  set_approval (world, TRUE);
  g_assert_false (has (world->substitute, HOPSO_KIND_MEETING, HOPSO_TEST_MEETING));
  say (world->delegate, HOPSO_SUBSTITUTION_PROPOSE, HOPSO_TEST_STRANGER);
  hopso_flow_wait_until (sees_state (world->substitute, "proposed"));
  g_assert_true (has (world->substitute, HOPSO_KIND_MEETING, HOPSO_TEST_MEETING));
  g_assert_true (hopso_workspace_is_asked (world->substitute, get_part (world->substitute)));
  g_assert_false (has_paper (world->substitute));

  say (world->substitute, HOPSO_SUBSTITUTION_ACCEPT, NULL);
  hopso_flow_wait_until (sees_state (world->chair, "accepted"));
  g_assert_true (hopso_workspace_is_asked (world->chair, get_part (world->chair)));
  hopso_flow_wait_in_sync (world->substitute);
  g_assert_false (has_paper (world->substitute));

  say (world->chair, HOPSO_SUBSTITUTION_APPROVE, NULL);
  hopso_flow_wait_until (has_paper (world->substitute));
  hopso_flow_wait_until (sees_state (world->delegate, "approved"));
  settle (world);
  hopso_flow_wait_until (strstr (world->news->str, "nguoila:8/e3") != NULL);
  g_assert_nonnull (strstr (world->news->str, "nguoila:7/e3"));
  g_assert_nonnull (strstr (world->news->str, "chutri:9/e3"));
  g_assert_nonnull (strstr (world->news->str, "daibieu:8/e3"));
  g_assert_null (strstr (world->news->str, "thuky:"));

  hopso_flow_answer (world->delegate, HOPSO_TEST_MEETING, "accepted");
  hopso_flow_wait_until (!has_paper (world->substitute));
  hopso_flow_wait_until (!has (world->substitute, HOPSO_KIND_MEETING, HOPSO_TEST_MEETING));
}

static void
test_all_of_it_without_a_network (World *world, gconstpointer data)
{
  g_autoptr (HopsoAccount) account = g_object_ref (hopso_workspace_get_account (world->substitute));
  g_autoptr (GError) error = NULL;

  set_approval (world, FALSE);
  hopso_test_server_kill (world->server);
  say (world->delegate, HOPSO_SUBSTITUTION_PROPOSE, HOPSO_TEST_STRANGER);
  g_assert_true (sees_state (world->delegate, "proposed"));
  start (world);
  hopso_flow_wait_until (sees_state (world->substitute, "proposed"));
  hopso_flow_wait_in_sync (world->substitute);

  hopso_test_server_kill (world->server);
  say (world->substitute, HOPSO_SUBSTITUTION_ACCEPT, NULL);
  g_assert_true (sees_state (world->substitute, "approved"));
  g_assert_false (has_paper (world->substitute)); /* the server must agree first */
  g_signal_handlers_disconnect_by_data (world->substitute, world);
  hopso_flow_close (world->substitute);
  world->substitute = hopso_flow_open (account, &error);
  g_assert_no_error (error);
  g_assert_true (sees_state (world->substitute, "approved"));
  start (world);
  hopso_flow_wait_until (has_paper (world->substitute));
  hopso_flow_wait_until (sees_state (world->clerk, "approved"));
}

/* The delegate finds somebody else while the first one, without a network, says yes. */
static void
test_a_yes_that_comes_too_late (World *world, gconstpointer data)
{
  set_approval (world, FALSE);
  say (world->delegate, HOPSO_SUBSTITUTION_PROPOSE, HOPSO_TEST_STRANGER);
  hopso_flow_wait_until (sees_state (world->substitute, "proposed"));
  settle (world);
  hopso_test_server_kill (world->server);
  say (world->substitute, HOPSO_SUBSTITUTION_ACCEPT, NULL);
  hopso_flow_answer (world->delegate, HOPSO_TEST_MEETING, "declined");
  start (world); /* whoever is first, the delegate's answer is the later one */
  hopso_flow_wait_in_sync (world->delegate);
  hopso_flow_wait_until (
      g_strcmp0 (hopso_flow_get_answer (world->clerk, HOPSO_TEST_PART), "declined") == 0);
  hopso_flow_wait_until (hopso_workspace_get_n_waiting (world->substitute) == 0);
  hopso_flow_wait_until (!has (world->substitute, HOPSO_KIND_MEETING, HOPSO_TEST_MEETING));
  hopso_flow_wait_until (!has_paper (world->substitute));
}

/* --- what becomes of the meeting ------------------------------------------------------------- */

static void
finish_course (HopsoWorkspace *workspace, GAsyncResult **pending)
{
  g_autoptr (GAsyncResult) result = hopso_flow_wait_for (pending);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = hopso_workspace_course_finish (workspace, result, &error);

  g_assert_no_error (error);
  g_assert_nonnull (id);
}

static HopsoMeeting *
get_meeting (HopsoWorkspace *workspace)
{
  return HOPSO_MEETING (
      hopso_workspace_lookup_record (workspace, HOPSO_KIND_MEETING, HOPSO_TEST_MEETING));
}

static void
test_a_moved_and_a_cancelled_meeting_are_told (World *world, gconstpointer data)
{
  gint64 begin = hopso_meeting_get_start (get_meeting (world->clerk)) + 7 * 24 * 60 * 60;
  GAsyncResult *pending = NULL;

  hopso_flow_answer (world->delegate, HOPSO_TEST_MEETING, "accepted");
  settle (world);
  hopso_workspace_postpone_async (world->clerk, HOPSO_TEST_MEETING, begin, begin + 3600, "Mưa bão",
                                  hopso_flow_done_cb, &pending);
  finish_course (world->clerk, &pending);
  hopso_flow_wait_until (strstr (world->news->str, "daibieu:3/") != NULL);
  hopso_flow_wait_until (strstr (world->news->str, "chutri:3/") != NULL);
  g_assert_cmpint (hopso_meeting_get_start (get_meeting (world->delegate)), ==, begin);
  g_assert_cmpstr (hopso_flow_get_answer (world->delegate, HOPSO_TEST_PART), ==, "needs-action");

  settle (world);
  hopso_test_server_kill (world->server);
  hopso_workspace_cancel_async (world->clerk, HOPSO_TEST_MEETING, "Hoãn", hopso_flow_done_cb,
                                &pending);
  finish_course (world->clerk, &pending);
  start (world);
  hopso_flow_wait_until (strstr (world->news->str, "daibieu:2/") != NULL);
  g_assert_null (strstr (world->news->str, "thuky:")); /* what one does oneself is no news */
  g_assert_null (strstr (world->news->str, "nguoila:"));
}

/* --- receipts -------------------------------------------------------------------------------- */

static HopsoReceiptState
get_receipt (HopsoWorkspace *seen_by, const char *person)
{
  g_autofree char *id = hopso_receipt_make_id (HOPSO_TEST_MEETING, person);
  HopsoPaper *paper = hopso_workspace_lookup_paper (seen_by, HOPSO_TEST_PAPER);

  return hopso_receipt_get_state (
      (HopsoReceipt *) hopso_workspace_lookup_record (seen_by, HOPSO_KIND_RECEIPT, id),
      hopso_paper_get_digest (paper));
}

static void
test_the_chair_learns_who_has_what (World *world, gconstpointer data)
{
  g_autoptr (HopsoAccount) account = g_object_ref (hopso_workspace_get_account (world->delegate));
  g_autoptr (GError) error = NULL;

  hopso_workspace_download_meeting (world->delegate, HOPSO_TEST_MEETING);
  hopso_flow_wait_until (get_receipt (world->chair, HOPSO_TEST_DELEGATE) ==
                         HOPSO_RECEIPT_IS_RECEIVED);
  hopso_flow_wait_in_sync (world->delegate);

  hopso_test_server_kill (world->server);
  hopso_workspace_note_opened_paper (world->delegate, HOPSO_TEST_PAPER);
  g_signal_handlers_disconnect_by_data (world->delegate, world);
  hopso_flow_close (world->delegate);
  world->delegate = hopso_flow_open (account, &error);
  g_assert_no_error (error);
  start (world);
  hopso_flow_wait_until (get_receipt (world->chair, HOPSO_TEST_DELEGATE) == HOPSO_RECEIPT_IS_READ);
  hopso_flow_wait_until (get_receipt (world->clerk, HOPSO_TEST_DELEGATE) == HOPSO_RECEIPT_IS_READ);
  hopso_flow_wait_until (get_receipt (world->delegate, HOPSO_TEST_DELEGATE) ==
                         HOPSO_RECEIPT_IS_READ);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (World *, gconstpointer);
  } tests[] = {
    { "a-substitute-is-asked-and-comes", test_a_substitute_is_asked_and_comes },
    { "all-of-it-without-a-network", test_all_of_it_without_a_network },
    { "a-yes-that-comes-too-late", test_a_yes_that_comes_too_late },
    { "a-moved-and-a-cancelled-meeting-are-told", test_a_moved_and_a_cancelled_meeting_are_told },
    { "the-chair-learns-who-has-what", test_the_chair_learns_who_has_what },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/flow/people/", tests[i].name, NULL);

      g_test_add (path, World, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
