/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A meeting is prepared by two clerks at once, each with an encrypted store, and the real server
 * between them over TLS: killed while they write, and a client killed in the middle. The delegate
 * sees nothing of it until it is published, and then what may be seen. */

#include "hopso-flow-large.h"
#include "hopso-flow.h"
#include "hopso-workspace-compose.h"

#include "hopso-test-soak.h"

#include <string.h>

typedef struct
{
  HopsoTestServer *server;
  HopsoWorkspace *clerk;
  HopsoWorkspace *second; /* another clerk of the agency */
  HopsoWorkspace *delegate;
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
set_up (World *world, gconstpointer data)
{
  g_autoptr (HopsoServerStore) store = NULL;

  world->server = hopso_test_server_new ();
  hopso_test_server_kill (world->server);
  store = hopso_flow_open_data (world->server);
  hopso_test_server_set (store, HOPSO_KIND_PERSON, HOPSO_TEST_STRANGER, HOPSO_PERSON_ORGANIZATION,
                         HOPSO_TEST_AGENCY);
  hopso_server_store_close (store);
  hopso_test_server_start (world->server);
  world->clerk = sign_in (world, "thuky");
  world->second = sign_in (world, "nguoila");
  world->delegate = sign_in (world, "daibieu");
  hopso_flow_wait_in_sync (world->clerk);
  hopso_flow_wait_in_sync (world->second);
  hopso_flow_wait_in_sync (world->delegate);
}

static void
tear_down (World *world, gconstpointer data)
{
  hopso_flow_close (world->clerk);
  hopso_flow_close (world->second);
  hopso_flow_close (world->delegate);
  hopso_test_server_free (world->server);
}

static void
start (World *world)
{
  hopso_test_server_start (world->server);
  hopso_workspace_sync_now (world->clerk);
  hopso_workspace_sync_now (world->second);
  hopso_workspace_sync_now (world->delegate);
}

/* --- what clerks do --------------------------------------------------------------------------- */

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

static void
do_step (HopsoWorkspace *workspace, HopsoComposeStep *step)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_workspace_do_step_async (workspace, step, hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  g_assert_true (hopso_workspace_do_step_finish (workspace, result, &error));
  g_assert_no_error (error);
}

static void
put (HopsoWorkspace *workspace, const char *meeting, HopsoRecord *record)
{
  HopsoComposeStep *step = hopso_compose_step_new (meeting, "put");

  hopso_compose_step_put (step, record);
  do_step (workspace, step);
}

static char *
add_item (HopsoWorkspace *workspace, const char *meeting, const char *name)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_AGENDA_ITEM, id);
  g_autofree char *order = hopso_order_key_between (NULL, NULL);
  g_autoptr (HopsoRecord) item = NULL;

  hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_MEETING, meeting);
  hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_NAME, name);
  hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_ORDER_KEY, order);
  hopso_record_builder_set_integer (builder, HOPSO_AGENDA_ITEM_DURATION, 15);
  item = hopso_record_builder_end (builder);
  put (workspace, meeting, item);
  return g_steal_pointer (&id);
}

static HopsoRecord *
get (HopsoWorkspace *workspace, HopsoKindId kind, const char *id)
{
  return hopso_workspace_lookup_record (workspace, kind, id);
}

static void
set (HopsoWorkspace *workspace,
     const char *meeting,
     HopsoKindId kind,
     const char *id,
     guint field,
     const char *value)
{
  g_autoptr (HopsoRecordBuilder) builder =
      hopso_record_builder_new_from (get (workspace, kind, id));
  g_autoptr (HopsoRecord) changed = NULL;

  hopso_record_builder_set_string (builder, field, value);
  changed = hopso_record_builder_end (builder);
  put (workspace, meeting, changed);
}

static gboolean
has_field (
    HopsoWorkspace *workspace, HopsoKindId kind, const char *id, guint field, const char *value)
{
  HopsoRecord *record = get (workspace, kind, id);

  return record != NULL && g_strcmp0 (hopso_record_get_string (record, field), value) == 0;
}

static gboolean
has_name (HopsoWorkspace *workspace, const char *item, const char *name)
{
  return has_field (workspace, HOPSO_KIND_AGENDA_ITEM, item, HOPSO_AGENDA_ITEM_NAME, name);
}

static char *
add_paper (HopsoWorkspace *workspace, const char *meeting, const char *item, const char *text)
{
  g_autofree char *bytes = g_strdup_printf ("%%PDF-1.7 %s", text);
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = hopso_fd_new_sealed ("file", bytes, strlen (bytes), &error);
  const HopsoNewPaper paper = {
    .meeting = meeting, .agenda_item = item, .file_name = "bao_cao.pdf", .fd = fd, .original_fd = -1
  };
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  char *id;

  hopso_workspace_add_paper_async (workspace, &paper, NULL, hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  id = hopso_workspace_add_paper_finish (workspace, result, &error);
  g_assert_no_error (error);
  return id;
}

static void
invite (HopsoWorkspace *workspace, const char *meeting)
{
  static const char *const chair[] = { HOPSO_TEST_CHAIR, NULL };
  static const char *const delegates[] = { HOPSO_TEST_DELEGATE, HOPSO_TEST_CHAIR, NULL };
  HopsoComposeStep *step = hopso_compose_step_new (meeting, "invite");
  g_autoptr (HopsoRecordBuilder) builder =
      hopso_record_builder_new_from (get (workspace, HOPSO_KIND_MEETING, meeting));
  g_autoptr (HopsoRecord) changed = NULL;

  hopso_record_builder_set_string (builder, HOPSO_MEETING_CHAIR, HOPSO_TEST_CHAIR);
  changed = hopso_record_builder_end (builder);
  hopso_compose_step_put (step, changed);
  g_assert_cmpuint (hopso_workspace_invite (workspace, step, chair, "chair", NULL), ==, 1);
  do_step (workspace, step);
  step = hopso_compose_step_new (meeting, "invite");
  g_assert_cmpuint (hopso_workspace_invite (workspace, step, delegates, "delegate", NULL), ==, 1);
  do_step (workspace, step);
}

static gboolean
undo (HopsoWorkspace *workspace, const char *meeting, GError **error)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hopso_workspace_undo_async (workspace, meeting, hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  return hopso_workspace_undo_finish (workspace, result, error);
}

static char *
finish_course (HopsoWorkspace *workspace, GAsyncResult **pending)
{
  g_autoptr (GAsyncResult) result = hopso_flow_wait_for (pending);
  g_autoptr (GError) error = NULL;
  char *id = hopso_workspace_course_finish (workspace, result, &error);

  g_assert_no_error (error);
  return id;
}

static char *
publish (HopsoWorkspace *workspace, const char *meeting)
{
  GAsyncResult *pending = NULL;

  hopso_workspace_publish_async (workspace, meeting, "Họp gấp", hopso_flow_done_cb, &pending);
  return finish_course (workspace, &pending);
}

static char *
revise (HopsoWorkspace *workspace, const char *meeting)
{
  GAsyncResult *pending = NULL;

  hopso_workspace_revise_async (workspace, meeting, hopso_flow_done_cb, &pending);
  return finish_course (workspace, &pending);
}

/* --- the tests -------------------------------------------------------------------------------- */

/* Both write without a network, the server is killed meanwhile: nothing of either is lost. */
static void
test_two_clerks_at_once (World *world, gconstpointer data)
{
  g_autofree char *meeting = create_draft (world->clerk);
  g_autofree char *first = add_item (world->clerk, meeting, "Khai mạc");
  g_autofree char *other = NULL;
  g_autofree char *mine = NULL;

  hopso_flow_wait_until (has_name (world->second, first, "Khai mạc"));
  hopso_flow_wait_in_sync (world->clerk);
  hopso_test_server_kill (world->server);
  set (world->clerk, meeting, HOPSO_KIND_AGENDA_ITEM, first, HOPSO_AGENDA_ITEM_NAME,
       "Khai mạc phiên họp");
  mine = add_item (world->clerk, meeting, "Của người thứ nhất");
  set (world->second, meeting, HOPSO_KIND_AGENDA_ITEM, first, HOPSO_AGENDA_ITEM_PRESENTER,
       "Trần Văn A");
  other = add_item (world->second, meeting, "Của người thứ hai");
  start (world);

  hopso_flow_wait_until (has_name (world->second, mine, "Của người thứ nhất") &&
                         has_name (world->clerk, other, "Của người thứ hai"));
  hopso_flow_wait_until (has_name (world->second, first, "Khai mạc phiên họp") &&
                         has_field (world->clerk, HOPSO_KIND_AGENDA_ITEM, first,
                                    HOPSO_AGENDA_ITEM_PRESENTER, "Trần Văn A"));
  hopso_flow_wait_in_sync (world->clerk);
  hopso_flow_wait_in_sync (world->second);
  g_assert_cmpuint (hopso_workspace_get_n_refused (world->clerk), ==, 0);
  g_assert_cmpuint (hopso_workspace_get_n_refused (world->second), ==, 0);
  g_assert_null (get (world->delegate, HOPSO_KIND_MEETING, meeting));
}

/* What was done before the client ended can be taken back after it was opened again. */
static void
test_undo_after_a_restart (World *world, gconstpointer data)
{
  g_autoptr (HopsoAccount) account = g_object_ref (hopso_workspace_get_account (world->clerk));
  g_autofree char *meeting = create_draft (world->clerk);
  g_autofree char *item = add_item (world->clerk, meeting, "Khai mạc");
  g_autofree char *paper = add_paper (world->clerk, meeting, item, "một");
  g_autoptr (GError) error = NULL;

  hopso_flow_wait_in_sync (world->clerk);
  hopso_flow_wait_until (get (world->second, HOPSO_KIND_PAPER, paper) != NULL);
  hopso_flow_close (world->clerk);
  world->clerk = hopso_flow_open (account, &error);
  g_assert_no_error (error);
  hopso_workspace_get_undo_name (world->clerk, meeting);
  hopso_flow_wait_until (hopso_workspace_get_undo_name (world->clerk, meeting) != NULL);
  g_assert_true (undo (world->clerk, meeting, &error));
  g_assert_no_error (error);
  g_assert_null (get (world->clerk, HOPSO_KIND_PAPER, paper));
  hopso_flow_wait_until (get (world->second, HOPSO_KIND_PAPER, paper) == NULL);

  /* Another clerk has gone on with the item: that is not taken away. */
  set (world->second, meeting, HOPSO_KIND_AGENDA_ITEM, item, HOPSO_AGENDA_ITEM_NAME, "Mở đầu");
  hopso_flow_wait_until (has_name (world->clerk, item, "Mở đầu"));
  g_assert_false (undo (world->clerk, meeting, &error));
  g_assert_nonnull (error);
  g_assert_true (has_name (world->clerk, item, "Mở đầu"));
}

/* From a draft to a meeting that the delegate sees, changed once, with nothing of the change seen
 * before it is published. */
static void
test_published_and_changed (World *world, gconstpointer data)
{
  g_autofree char *meeting = create_draft (world->clerk);
  g_autofree char *item = add_item (world->clerk, meeting, "Khai mạc");
  g_autofree char *paper = add_paper (world->clerk, meeting, item, "một");
  g_autofree char *published = NULL;
  g_autofree char *change = NULL;
  g_autofree char *again = NULL;
  g_autofree char *new_item = NULL;

  invite (world->clerk, meeting);
  published = publish (world->clerk, meeting);
  g_assert_cmpstr (published, ==, meeting);
  hopso_flow_wait_until (
      has_field (world->delegate, HOPSO_KIND_MEETING, meeting, HOPSO_MEETING_STATE, "published"));
  hopso_flow_wait_until (has_name (world->delegate, item, "Khai mạc") &&
                         get (world->delegate, HOPSO_KIND_PAPER, paper) != NULL);
  hopso_flow_wait_in_sync (world->clerk);
  g_assert_cmpuint (hopso_workspace_get_n_refused (world->clerk), ==, 0);

  change = revise (world->clerk, meeting);
  new_item = add_item (world->clerk, change, "Nội dung mới");
  hopso_flow_wait_until (has_name (world->second, new_item, "Nội dung mới"));
  g_assert_null (get (world->delegate, HOPSO_KIND_MEETING, change));
  g_assert_null (get (world->delegate, HOPSO_KIND_AGENDA_ITEM, new_item));
  again = publish (world->clerk, change);
  g_assert_cmpstr (again, ==, meeting);
  hopso_flow_wait_until (has_name (world->delegate, new_item, "Nội dung mới"));
  hopso_flow_wait_until (get (world->clerk, HOPSO_KIND_MEETING, change) == NULL &&
                         get (world->second, HOPSO_KIND_MEETING, change) == NULL);
  hopso_flow_wait_in_sync (world->clerk);
  g_assert_cmpuint (hopso_workspace_get_n_refused (world->clerk), ==, 0);
  g_assert_true (has_name (world->delegate, item, "Khai mạc"));
}

/* All of it without a network, from the first line to the publication. */
static void
test_published_without_a_network (World *world, gconstpointer data)
{
  g_autofree char *meeting = NULL;
  g_autofree char *item = NULL;
  g_autofree char *paper = NULL;
  g_autofree char *published = NULL;

  hopso_test_server_kill (world->server);
  meeting = create_draft (world->clerk);
  item = add_item (world->clerk, meeting, "Khai mạc");
  paper = add_paper (world->clerk, meeting, item, "hai");
  invite (world->clerk, meeting);
  published = publish (world->clerk, meeting);
  g_assert_true (
      has_field (world->clerk, HOPSO_KIND_MEETING, meeting, HOPSO_MEETING_STATE, "published"));
  start (world);
  hopso_flow_wait_until (get (world->delegate, HOPSO_KIND_PAPER, paper) != NULL);
  hopso_flow_wait_in_sync (world->clerk);
  g_assert_cmpuint (hopso_workspace_get_n_refused (world->clerk), ==, 0);
}

static char **
ask_availability (HopsoWorkspace *workspace, const char *except, GError **error)
{
  static const char *const persons[] = { HOPSO_TEST_DELEGATE, HOPSO_TEST_CLERK, NULL };
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hopso_workspace_ask_availability_async (workspace, persons, 1900003600, 1900010000, except,
                                          hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  return hopso_workspace_ask_availability_finish (workspace, result, error);
}

/* Who is invited elsewhere at the time is told, without a word of what it is; a paper waits for who
 * is asked to approve it. */
static void
test_who_has_time_and_who_approves (World *world, gconstpointer data)
{
  g_autofree char *meeting = create_draft (world->clerk);
  g_autofree char *item = add_item (world->clerk, meeting, "Khai mạc");
  g_autofree char *paper = add_paper (world->clerk, meeting, item, "ba");
  GAsyncResult *pending = NULL;
  g_autofree char *reviewed = NULL;
  g_autofree char *published = NULL;
  g_autoptr (GError) error = NULL;

  hopso_workspace_review_paper_async (world->clerk, paper, "ask", HOPSO_TEST_CHAIR, NULL,
                                      hopso_flow_done_cb, &pending);
  reviewed = finish_course (world->clerk, &pending);
  g_assert_cmpstr (reviewed, ==, paper);
  hopso_flow_wait_until (
      has_field (world->second, HOPSO_KIND_PAPER, paper, HOPSO_PAPER_REVIEW, "asked"));
  pending = NULL;
  hopso_workspace_review_paper_async (world->second, paper, "withdraw", NULL, NULL,
                                      hopso_flow_done_cb, &pending);
  g_free (finish_course (world->second, &pending));
  hopso_flow_wait_until (
      !has_field (world->clerk, HOPSO_KIND_PAPER, paper, HOPSO_PAPER_REVIEW, "asked"));

  invite (world->clerk, meeting);
  published = publish (world->clerk, meeting);
  hopso_flow_wait_until (
      has_field (world->second, HOPSO_KIND_MEETING, meeting, HOPSO_MEETING_STATE, "published"));
  g_auto (GStrv) busy = ask_availability (world->second, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_strv_contains ((const char *const *) busy, HOPSO_TEST_DELEGATE));
  g_assert_false (g_strv_contains ((const char *const *) busy, HOPSO_TEST_CLERK));
  g_auto (GStrv) otherwise = ask_availability (world->second, meeting, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (otherwise), ==, 0);
  hopso_test_server_kill (world->server);
  g_assert_null (ask_availability (world->second, NULL, &error));
  g_assert_nonnull (error);
  start (world);
}

/* --- a large paper ---------------------------------------------------------------------------- */

static double
get_sent (HopsoWorkspace *workspace, const char *paper)
{
  double fraction;

  return hopso_workspace_get_upload (workspace, paper, &fraction) == HOPSO_UPLOAD_SENDING ? fraction
                                                                                          : 0;
}

/* The server is killed in the middle of the upload and the client is closed; both go on where they
 * were, and the bytes are never in memory as a whole. */
static void
test_a_large_paper_goes_on (World *world, gconstpointer data)
{
  guint64 size = (guint64) hopso_test_soak_rounds (32, 1024) << 20;
  g_autoptr (HopsoAccount) account = g_object_ref (hopso_workspace_get_account (world->clerk));
  g_autofree char *meeting = create_draft (world->clerk);
  g_auto (HopsoFd) fd = hopso_flow_make_file (size);
  const HopsoNewPaper paper = {
    .meeting = meeting, .file_name = "lon.pdf", .fd = fd, .original_fd = -1
  };
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  guint64 before = hopso_flow_get_peak_kib ();
  double first;

  hopso_workspace_add_paper_async (world->clerk, &paper, NULL, hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  id = hopso_workspace_add_paper_finish (world->clerk, result, &error);
  g_assert_no_error (error);
  hopso_flow_wait_until (get_sent (world->clerk, id) > 0.3);
  hopso_test_server_kill (world->server);
  hopso_flow_close (world->clerk);
  hopso_test_server_start (world->server);
  world->clerk = hopso_flow_open (account, &error);
  g_assert_no_error (error);
  hopso_workspace_sync_now (world->clerk);
  hopso_flow_wait_until (get_sent (world->clerk, id) > 0);
  first = get_sent (world->clerk, id);
  g_assert_cmpfloat (first, >, 0.2);
  hopso_flow_wait_in_sync (world->clerk);
  g_assert_cmpuint (hopso_workspace_get_n_refused (world->clerk), ==, 0);
  g_assert_cmpint (hopso_workspace_get_upload (world->clerk, id, NULL), ==, HOPSO_UPLOAD_NONE);
  g_assert_cmpuint (hopso_flow_get_peak_kib () - before, <, 128 * 1024);
  hopso_flow_wait_until (get (world->second, HOPSO_KIND_PAPER, id) != NULL);
  hopso_test_soak_report ("MiB of a paper with a cut", (guint) (size >> 20), 0);
}

#define ADD(name, func) g_test_add ("/flow/compose/" name, World, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("two-clerks-at-once", test_two_clerks_at_once);
  ADD ("undo-after-a-restart", test_undo_after_a_restart);
  ADD ("published-and-changed", test_published_and_changed);
  ADD ("a-large-paper-goes-on", test_a_large_paper_goes_on);
  ADD ("who-has-time-and-who-approves", test_who_has_time_and_who_approves);
  ADD ("published-without-a-network", test_published_without_a_network);
  return g_test_run ();
}
