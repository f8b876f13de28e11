/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records over the real program: reading, changing, conditions, keys, hostile requests. */

#include "hopso-test-call.h"

#include <string.h>

#define PART    "/v1/participants/" HOPSO_TEST_PART
#define MEETING "/v1/meetings/" HOPSO_TEST_MEETING

static HopsoTestServer *server;

static char *
get_etag (HopsoTestCaller *caller, const char *path)
{
  g_autoptr (HopsoTestReply) reply = hopso_test_caller_get (caller, path);

  g_assert_cmpuint (reply->status, ==, 200);
  return g_strdup (hopso_test_reply_get (reply, "etag"));
}

static void
test_the_server_says_who_it_is (void)
{
  g_autoptr (HopsoTestCaller) nobody = hopso_test_caller_new (server, NULL);
  g_autoptr (HopsoTestReply) reply = hopso_test_caller_get (nobody, "/v1/server");

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (hopso_test_reply_get (reply, "province"), ==, "Tỉnh thử");
  g_assert_nonnull (hopso_test_reply_get (reply, "time"));
}

static void
test_nobody_reads_anything (void)
{
  static const char *const paths[] = { "/v1/changes", PART, "/v1/live", "/v1/account/recovery",
                                       "/v1/blobs/sha256/0000000000000000000000000000000000000000"
                                       "000000000000000000000000" };
  g_autoptr (HopsoTestCaller) nobody = hopso_test_caller_new (server, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (HopsoTestReply) bare = hopso_test_caller_get (nobody, paths[i]);
      g_autoptr (HopsoTestReply) forged = hopso_test_caller_send (
          nobody, "GET", paths[i], NULL, "Authorization", "Bearer AAAA", NULL);

      hopso_test_reply_assert_problem (bare, 401, "not-signed-in");
      hopso_test_reply_assert_problem (forged, 401, "not-signed-in");
    }
}

static void
test_what_is_out_of_sight_does_not_exist (void)
{
  g_autoptr (HopsoTestCaller) stranger = hopso_test_caller_new (server, "nguoila");
  g_autoptr (HopsoTestCaller) delegate = hopso_test_caller_new (server, "daibieu");
  g_autoptr (HopsoTestReply) hidden = hopso_test_caller_get (stranger, MEETING);
  g_autoptr (HopsoTestReply) missing =
      hopso_test_caller_get (stranger, "/v1/meetings/00000000-0000-4000-8000-00000000ffff");
  g_autoptr (HopsoTestReply) patch =
      hopso_test_caller_patch (stranger, PART, "{\"partstat\":\"accepted\"}", "1");
  g_autoptr (HopsoTestReply) seen = hopso_test_caller_get (delegate, MEETING);

  hopso_test_reply_assert_problem (hidden, 404, "not-found");
  hopso_test_reply_assert_problem (missing, 404, "not-found");
  g_assert_true (g_bytes_equal (hidden->body, missing->body));
  hopso_test_reply_assert_problem (patch, 404, "not-found");
  g_assert_cmpuint (seen->status, ==, 200);
}

static void
test_addresses_that_lead_nowhere (void)
{
  static const struct
  {
    const char *method;
    const char *path;
    guint status;
    const char *problem;
  } cases[] = {
    { "GET", "/", 404, "not-found" },
    { "GET", "/v1", 404, "not-found" },
    { "GET", "/v1/server/", 404, "not-found" },
    { "GET", "/v2/server", 404, "not-found" },
    { "DELETE", "/v1/server", 405, "method" },
    { "POST", PART, 405, "method" },
    { "GET", "/v1/ministers/" HOPSO_TEST_PART, 404, "not-found" },
    { "GET", "/v1/participants/1", 404, "not-found" },
    { "GET", "/v1/participants/%2e%2e", 404, "not-found" },
    { "GET", "/v1/blobs/sha256/passwd", 404, "not-found" },
    { "GET", "/v1/changes?limit=0", 400, "malformed" },
    { "GET", "/v1/changes?limit=1001", 400, "malformed" },
    { "GET", "/v1/changes?limit=-1", 400, "malformed" },
    { "GET", "/v1/changes?since=abc", 410, "state-gone" },
  };
  g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, "daibieu");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HopsoTestReply) reply =
          hopso_test_caller_send (caller, cases[i].method, cases[i].path, NULL, NULL);

      g_test_message ("%s %s", cases[i].method, cases[i].path);
      hopso_test_reply_assert_problem (reply, cases[i].status, cases[i].problem);
    }
}

static void
test_titles_follow_the_language (void)
{
  g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, "daibieu");
  g_autoptr (HopsoTestReply) vi =
      hopso_test_caller_get (caller, "/v1/participants/" HOPSO_TEST_ITEM);
  g_autoptr (HopsoTestReply) en =
      hopso_test_caller_send (caller, "GET", "/v1/participants/" HOPSO_TEST_ITEM, NULL,
                              "Accept-Language", "en-GB,vi;q=0.5", NULL);

  g_assert_cmpstr (hopso_test_reply_get (vi, "title"), ==, hopso_test_reply_get (vi, "x-title-vi"));
  g_assert_cmpstr (hopso_test_reply_get (en, "title"), ==, hopso_test_reply_get (en, "x-title-en"));
}

static void
test_an_answer_is_counted (void)
{
  g_autoptr (HopsoTestCaller) delegate = hopso_test_caller_new (server, "daibieu");
  g_autofree char *etag = get_etag (delegate, PART);
  g_autoptr (HopsoTestReply) before = hopso_test_caller_get (delegate, PART);
  g_autoptr (HopsoTestReply) reply = hopso_test_caller_patch (
      delegate, PART, "{\"partstat\":\"declined\",\"x-reason\":\"ốm\",\"sequence\":99}", etag);

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (hopso_test_reply_get (reply, "partstat"), ==, "declined");
  g_assert_cmpint (json_object_get_int_member (reply->json, "sequence"), ==,
                   json_object_get_int_member_with_default (before->json, "sequence", 0) + 1);
  g_assert_nonnull (hopso_test_reply_get (reply, "x-answered"));
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", hopso_test_reply_get (reply, "etag"));
  g_assert_cmpstr (soup_message_headers_get_one (reply->headers, "ETag"), ==, quoted);
}

static void
test_rights_of_an_answer (void)
{
  static const struct
  {
    const char *login;
    const char *body;
    guint status;
  } cases[] = {
    { "daibieu", "{\"partstat\":\"accepted\"}", 200 },
    { "daibieu", "{\"x-role\":\"chair\"}", 403 },
    { "daibieu", "{\"partstat\":\"yes\"}", 422 },
    { "daibieu", "{\"partstat\":\"delegated\"}", 422 },
    { "daibieu", "{\"partstat\":\"delegated\",\"x-substitute\":\"" HOPSO_TEST_DELEGATE "\"}", 422 },
    { "daibieu", "{\"partstat\":\"delegated\",\"x-substitute\":\"" HOPSO_TEST_MEETING "\"}", 422 },
    { "daibieu", "{\"partstat\":null}", 400 },
    { "daibieu", "{\"partstat\":1}", 400 },
    { "daibieu", "[]", 400 },
    { "daibieu", "{\"partstat\":\"declined\",\"partstat\":\"accepted\"}", 400 },
    { "thuky", "{\"partstat\":\"declined\"}", 200 },
    { "chutri", "{\"partstat\":\"accepted\"}", 200 },
    { "thanhtra", "{\"partstat\":\"accepted\"}", 403 },
    { "quantri", "{\"partstat\":\"accepted\"}", 403 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, cases[i].login);
      g_autofree char *etag = get_etag (caller, PART);
      g_autoptr (HopsoTestReply) reply =
          hopso_test_caller_patch (caller, PART, cases[i].body, etag);

      g_test_message ("%s %s", cases[i].login, cases[i].body);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
    }
}

static void
test_rights_of_the_rest (void)
{
  static const struct
  {
    const char *login;
    const char *path;
    const char *body;
    guint status;
  } cases[] = {
    { "daibieu", MEETING, "{\"name\":\"x\"}", 403 },
    { "chutri", MEETING, "{\"name\":\"Họp khác\",\"x-version\":99}", 200 },
    { "thuky", MEETING, "{\"meetingState\":\"nonsense\"}", 422 },
    { "daibieu", "/v1/papers/" HOPSO_TEST_PAPER, "{\"name\":\"x\"}", 403 },
    { "thuky", "/v1/papers/" HOPSO_TEST_PAPER, "{\"name\":\"Tờ trình 2\"}", 200 },
    { "thuky", "/v1/papers/" HOPSO_TEST_PAPER, "{\"name\":\"Tờ trình (Mật)\"}", 422 },
    { "thuky", "/v1/papers/" HOPSO_TEST_PAPER, "{\"reference\":\"TUYỆT MẬT 5/TTr\"}", 422 },
    { "daibieu", "/v1/agendaItems/" HOPSO_TEST_ITEM, "{\"name\":\"x\"}", 403 },
    { "thuky", "/v1/agendaItems/" HOPSO_TEST_ITEM, "{\"name\":\"Dự toán\"}", 200 },
    { "chutri", "/v1/persons/" HOPSO_TEST_CHAIR, "{\"x-roles\":[\"admin\"]}", 403 },
    { "quantri", "/v1/persons/" HOPSO_TEST_CHAIR, "{\"x-position\":\"Giám đốc\"}", 200 },
    { "chutri", "/v1/signRequests/" HOPSO_TEST_SIGN_REQUEST, "{\"x-state\":\"signed\"}", 403 },
    { "thuky", "/v1/signRequests/" HOPSO_TEST_SIGN_REQUEST, "{\"x-state\":\"returned\"}", 403 },
    { "thuky", "/v1/signRequests/" HOPSO_TEST_SIGN_REQUEST, "{\"x-remarks\":\"gấp\"}", 200 },
    { "chutri", "/v1/signRequests/" HOPSO_TEST_SIGN_REQUEST, "{\"x-state\":\"returned\"}", 403 },
    { "thuky", "/v1/signRequests/" HOPSO_TEST_SIGN_REQUEST, "{\"x-state\":\"withdrawn\"}", 403 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, cases[i].login);
      g_autofree char *etag = get_etag (caller, cases[i].path);
      g_autoptr (HopsoTestReply) reply =
          hopso_test_caller_patch (caller, cases[i].path, cases[i].body, etag);

      g_test_message ("%s %s %s", cases[i].login, cases[i].path, cases[i].body);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
    }
}

static void
test_conditions (void)
{
  g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, "daibieu");
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"partstat\":\"accepted\"}", 23);
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *etag = get_etag (caller, PART);
  g_autoptr (HopsoTestReply) without =
      hopso_test_caller_send (caller, "PATCH", PART, body, "Idempotency-Key", key, NULL);
  g_autoptr (HopsoTestReply) weak = hopso_test_caller_send (
      caller, "PATCH", PART, body, "Idempotency-Key", key, "If-Match", "W/\"1\"", NULL);
  g_autoptr (HopsoTestReply) stale =
      hopso_test_caller_patch (caller, PART, "{\"partstat\":\"accepted\"}", "1");

  hopso_test_reply_assert_problem (without, 428, "condition-missing");
  hopso_test_reply_assert_problem (weak, 428, "condition-missing");
  hopso_test_reply_assert_problem (stale, 412, "stale");
  g_assert_cmpstr (hopso_test_reply_get (stale, "x-kind"), ==, "participants");
  g_assert_cmpstr (json_object_get_string_member (
                       json_object_get_object_member (stale->json, "x-current"), "etag"),
                   ==, etag);
}

static void
test_keys (void)
{
  g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, "daibieu");
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"partstat\":\"accepted\"}", 23);
  g_autoptr (GBytes) other = g_bytes_new_static ("{\"partstat\":\"declined\"}", 23);
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *etag = get_etag (caller, PART);
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", etag);
  g_autoptr (HopsoTestReply) without =
      hopso_test_caller_send (caller, "PATCH", PART, body, "If-Match", quoted, NULL);
  g_autoptr (HopsoTestReply) bad = hopso_test_caller_send (caller, "PATCH", PART, body, "If-Match",
                                                           quoted, "Idempotency-Key", "1", NULL);
  g_autoptr (HopsoTestReply) first = hopso_test_caller_send (
      caller, "PATCH", PART, body, "If-Match", quoted, "Idempotency-Key", key, NULL);
  g_autoptr (HopsoTestReply) again = hopso_test_caller_send (
      caller, "PATCH", PART, body, "If-Match", quoted, "Idempotency-Key", key, NULL);
  g_autoptr (HopsoTestReply) reused = hopso_test_caller_send (
      caller, "PATCH", PART, other, "If-Match", quoted, "Idempotency-Key", key, NULL);

  hopso_test_reply_assert_problem (without, 400, "key-missing");
  hopso_test_reply_assert_problem (bad, 400, "key-missing");
  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpuint (again->status, ==, 200);
  g_assert_true (g_bytes_equal (first->body, again->body));
  g_assert_cmpstr (soup_message_headers_get_one (first->headers, "ETag"), ==,
                   soup_message_headers_get_one (again->headers, "ETag"));
  hopso_test_reply_assert_problem (reused, 422, "key-reused");
}

/* One write, in a thread of its own with a connection of its own. */
typedef struct
{
  const char *access;
  const char *key;
  const char *etag;
  guint status;
} Patch;

static gpointer
patch_in_thread (gpointer data)
{
  Patch *patch = data;
  g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, NULL);
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"partstat\":\"accepted\"}", 23);

  caller->access = g_strdup (patch->access);
  g_autoptr (HopsoTestReply) reply = hopso_test_caller_send (
      caller, "PATCH", PART, body, "If-Match", patch->etag, "Idempotency-Key", patch->key, NULL);
  g_atomic_int_set (&patch->status, reply->status);
  return NULL;
}

/* While the database is locked the first stays under way, whichever of the two it is. */
static void
test_a_key_runs_once_at_a_time (void)
{
  g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, "daibieu");
  g_autofree char *etag = get_etag (caller, PART);
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", etag);
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *path =
      g_build_filename (hopso_test_server_get_data (server), "hopso.sqlite", NULL);
  g_autoptr (HopsoServerSql) sql = hopso_server_sql_open (path, FALSE, NULL);
  Patch patches[2] = { { caller->access, key, quoted, 0 }, { caller->access, key, quoted, 0 } };
  GThread *threads[2];

  g_assert_true (hopso_server_sql_run_script (sql, "BEGIN IMMEDIATE", NULL));
  for (guint i = 0; i < 2; i++)
    threads[i] = g_thread_new ("patch", patch_in_thread, &patches[i]);
  while (g_atomic_int_get (&patches[0].status) == 0 && g_atomic_int_get (&patches[1].status) == 0)
    g_thread_yield ();
  guint refused = patches[0].status != 0 ? 0 : 1;
  g_assert_cmpuint (patches[refused].status, ==, 409);
  g_assert_true (hopso_server_sql_run_script (sql, "ROLLBACK", NULL));
  for (guint i = 0; i < 2; i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (patches[1 - refused].status, ==, 200);
}

static void
test_large_bodies_are_refused (void)
{
  g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, "daibieu");
  g_autofree char *filler = g_strnfill (300 * 1024, ' ');
  g_autoptr (HopsoTestReply) reply = hopso_test_caller_patch (caller, PART, filler, "1");
  g_autoptr (HopsoTestReply) after = hopso_test_caller_get (caller, "/v1/server");

  hopso_test_reply_assert_problem (reply, 413, "too-large");
  g_assert_cmpuint (after->status, ==, 200);
}

static void
test_hostile_bodies_are_refused (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  const char *bodies[] = { "", "{", "{}x", "nul", "{\"a\":1e999}", "\xff\xfe", NULL };

  for (guint i = 0; i < 8000; i++)
    g_string_append_c (deep, '[');
  bodies[6] = deep->str;
  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, NULL);
      g_autoptr (HopsoTestReply) reply =
          hopso_test_caller_post (caller, "/v1/session", bodies[i], NULL);

      hopso_test_reply_assert_problem (reply, 400, "malformed");
    }
}

static void
test_changes_arrive (void)
{
  g_autoptr (HopsoTestCaller) delegate = hopso_test_caller_new (server, "daibieu");
  g_autoptr (HopsoTestReply) all = hopso_test_caller_get (delegate, "/v1/changes");
  g_autofree char *path =
      g_strdup_printf ("/v1/changes?since=%s", hopso_test_reply_get (all, "newState"));
  g_autofree char *etag = get_etag (delegate, PART);
  g_autoptr (HopsoTestReply) patch =
      hopso_test_caller_patch (delegate, PART, "{\"partstat\":\"accepted\"}", etag);
  g_autoptr (HopsoTestReply) later = hopso_test_caller_get (delegate, path);

  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                        json_object_get_object_member (all->json, "created"), "papers")),
                    ==, 2);
  g_assert_cmpuint (patch->status, ==, 200);
  g_assert_cmpuint (json_object_get_size (json_object_get_object_member (later->json, "created")),
                    ==, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                        json_object_get_object_member (later->json, "updated"), "participants")),
                    ==, 1);
}

static void
test_recovery_is_kept (void)
{
  g_autoptr (HopsoTestCaller) chair = hopso_test_caller_new (server, "chutri");
  g_autoptr (HopsoTestCaller) clerk = hopso_test_caller_new (server, "thuky");
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"wrapped\":\"AAEC\"}", 18);
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (HopsoTestReply) none = hopso_test_caller_get (chair, "/v1/account/recovery");
  g_autoptr (HopsoTestReply) put = hopso_test_caller_send (chair, "PUT", "/v1/account/recovery",
                                                           body, "Idempotency-Key", key, NULL);
  g_autoptr (HopsoTestReply) mine = hopso_test_caller_get (chair, "/v1/account/recovery");
  g_autoptr (HopsoTestReply) theirs = hopso_test_caller_get (clerk, "/v1/account/recovery");

  hopso_test_reply_assert_problem (none, 404, "not-found");
  g_assert_cmpuint (put->status, ==, 204);
  g_assert_cmpstr (hopso_test_reply_get (mine, "wrapped"), ==, "AAEC");
  hopso_test_reply_assert_problem (theirs, 404, "not-found");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  server = hopso_test_server_new ();
  g_test_add_func ("/server/records/the-server-says-who-it-is", test_the_server_says_who_it_is);
  g_test_add_func ("/server/records/nobody-reads-anything", test_nobody_reads_anything);
  g_test_add_func ("/server/records/what-is-out-of-sight-does-not-exist",
                   test_what_is_out_of_sight_does_not_exist);
  g_test_add_func ("/server/records/addresses-that-lead-nowhere", test_addresses_that_lead_nowhere);
  g_test_add_func ("/server/records/titles-follow-the-language", test_titles_follow_the_language);
  g_test_add_func ("/server/records/an-answer-is-counted", test_an_answer_is_counted);
  g_test_add_func ("/server/records/rights-of-an-answer", test_rights_of_an_answer);
  g_test_add_func ("/server/records/rights-of-the-rest", test_rights_of_the_rest);
  g_test_add_func ("/server/records/conditions", test_conditions);
  g_test_add_func ("/server/records/keys", test_keys);
  g_test_add_func ("/server/records/a-key-runs-once-at-a-time", test_a_key_runs_once_at_a_time);
  g_test_add_func ("/server/records/large-bodies-are-refused", test_large_bodies_are_refused);
  g_test_add_func ("/server/records/hostile-bodies-are-refused", test_hostile_bodies_are_refused);
  g_test_add_func ("/server/records/changes-arrive", test_changes_arrive);
  g_test_add_func ("/server/records/recovery-is-kept", test_recovery_is_kept);

  int result = g_test_run ();
  hopso_test_server_free (server);
  return result;
}
