/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-server-accounts.h"
#include "hopso-server-audit.h"
#include "hopso-server-replies.h"
#include "hopso-test-server.h"
#include "hopso-test-store.h"

#define KEY   "00000000-0000-4000-8000-0000000000aa"
#define OTHER "00000000-0000-4000-8000-0000000000ab"

typedef struct
{
  HopsoTestStore *world; /* owned */
  HopsoServerStore *store;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->world = hopso_test_store_new ();
  f->store = f->world->store;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  hopso_test_store_free (f->world);
}

static gpointer
sign_in (HopsoServerSession *session, gpointer data, GError **error)
{
  g_autoptr (HopsoServerAccount) account = hopso_server_session_find_account (session, data, error);

  return account == NULL ? NULL : hopso_server_session_sign_in (session, account, "máy", error);
}

typedef struct
{
  HopsoSecret *token;
  const char *key;
  gboolean was_stolen;
} Token;

static gpointer
refresh (HopsoServerSession *session, gpointer data, GError **error)
{
  Token *token = data;

  return hopso_server_session_refresh (session, token->token, token->key, &token->was_stolen,
                                       error);
}

static HopsoServerGrant *
try_refresh (Fixture *f, HopsoSecret *token, const char *key, gboolean *was_stolen)
{
  Token question = { token, key, FALSE };
  HopsoServerJob job = { .func = refresh, .data = &question, .is_write = TRUE };
  g_autoptr (GError) error = NULL;
  HopsoServerGrant *grant = hopso_server_store_run (f->store, &job, &error);

  *was_stolen = question.was_stolen;
  if (error != NULL)
    g_assert_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_NOT_FOUND);
  return grant;
}

static gpointer
find_caller (HopsoServerSession *session, gpointer data, GError **error)
{
  return hopso_server_session_find_caller (session, data, error);
}

static gboolean
is_known (Fixture *f, HopsoSecret *access)
{
  HopsoServerJob job = { .func = find_caller, .data = access };
  g_autoptr (HopsoServerCaller) caller = hopso_server_store_run (f->store, &job, NULL);

  return caller != NULL;
}

static void
assert_same_secret (HopsoSecret *a, HopsoSecret *b)
{
  g_assert_cmpstr (hopso_secret_get_string (a), ==, hopso_secret_get_string (b));
}

static void
test_a_token_says_who_calls (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoServerGrant) grant = hopso_test_store_run (f->store, sign_in, (char *) "daibieu");
  g_autoptr (HopsoServerCaller) caller =
      hopso_test_store_run (f->store, find_caller, grant->access);

  g_assert_cmpstr (caller->person, ==, HOPSO_TEST_DELEGATE);
  g_assert_cmpstr (caller->device, ==, grant->device);
  g_assert_false (is_known (f, grant->refresh));
}

static void
test_an_access_token_ends (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoServerGrant) grant = hopso_test_store_run (f->store, sign_in, (char *) "daibieu");

  hopso_clock_advance (f->world->clock, HOPSO_SERVER_ACCESS_LIFE - 1);
  g_assert_true (is_known (f, grant->access));
  hopso_clock_advance (f->world->clock, 1);
  g_assert_false (is_known (f, grant->access));
}

static void
test_a_lost_reply_can_be_asked_for_again (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoServerGrant) first = hopso_test_store_run (f->store, sign_in, (char *) "daibieu");
  gboolean was_stolen;
  g_autoptr (HopsoServerGrant) second = try_refresh (f, first->refresh, KEY, &was_stolen);

  hopso_test_store_reopen (f->world);
  f->store = f->world->store;
  hopso_clock_advance (f->world->clock, HOPSO_SERVER_REPLAY_GRACE);
  g_autoptr (HopsoServerGrant) again = try_refresh (f, first->refresh, KEY, &was_stolen);
  assert_same_secret (second->refresh, again->refresh);
  assert_same_secret (second->access, again->access);
  g_assert_true (is_known (f, again->access));

  g_autoptr (HopsoServerGrant) third = try_refresh (f, again->refresh, OTHER, &was_stolen);
  g_assert_nonnull (third);
}

static void
assert_device_is_signed_out (Fixture *f, HopsoServerGrant *latest)
{
  gboolean was_stolen;

  g_assert_false (is_known (f, latest->access));
  g_assert_null (try_refresh (f, latest->refresh, OTHER, &was_stolen));
  g_assert_false (was_stolen);
}

static void
test_a_spent_token_with_another_key_was_stolen (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoServerGrant) first = hopso_test_store_run (f->store, sign_in, (char *) "daibieu");
  gboolean was_stolen;
  g_autoptr (HopsoServerGrant) second = try_refresh (f, first->refresh, KEY, &was_stolen);

  g_assert_null (try_refresh (f, first->refresh, OTHER, &was_stolen));
  g_assert_true (was_stolen);
  assert_device_is_signed_out (f, second);
}

static void
test_a_spent_token_after_a_minute_was_stolen (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoServerGrant) first = hopso_test_store_run (f->store, sign_in, (char *) "daibieu");
  gboolean was_stolen;
  g_autoptr (HopsoServerGrant) second = try_refresh (f, first->refresh, KEY, &was_stolen);

  hopso_clock_advance (f->world->clock, HOPSO_SERVER_REPLAY_GRACE + 1);
  g_assert_null (try_refresh (f, first->refresh, KEY, &was_stolen));
  g_assert_true (was_stolen);
  assert_device_is_signed_out (f, second);
}

static void
test_another_device_stays (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoServerGrant) home = hopso_test_store_run (f->store, sign_in, (char *) "daibieu");
  g_autoptr (HopsoServerGrant) office =
      hopso_test_store_run (f->store, sign_in, (char *) "daibieu");
  gboolean was_stolen;
  g_autoptr (HopsoServerGrant) next = try_refresh (f, home->refresh, KEY, &was_stolen);

  g_assert_null (try_refresh (f, home->refresh, OTHER, &was_stolen));
  g_assert_true (is_known (f, office->access));
}

static gpointer
change_password (HopsoServerSession *session, gpointer data, GError **error)
{
  hopso_server_session_set_password (session, data, "$other", error);
  return NULL;
}

static void
test_a_new_password_signs_out (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoServerGrant) grant = hopso_test_store_run (f->store, sign_in, (char *) "daibieu");

  hopso_test_store_run (f->store, change_password, (char *) "daibieu");
  g_assert_false (is_known (f, grant->access));
}

static gpointer
find_text (HopsoServerSession *session, gpointer data, GError **error)
{
  HopsoServerSql *sql = hopso_server_session_get_sql (session);
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      sql, error,
      "SELECT count (*) FROM (SELECT hash FROM access_token UNION ALL SELECT hash FROM"
      " refresh_token UNION ALL SELECT value FROM setting) WHERE hash = ?1",
      "s", (const char *) data);

  g_assert_true (hopso_server_query_next (query, error));
  return GINT_TO_POINTER ((int) hopso_server_query_integer (query, 0));
}

static void
test_tokens_are_kept_as_digests (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoServerGrant) grant = hopso_test_store_run (f->store, sign_in, (char *) "daibieu");

  g_assert_null (
      hopso_test_store_run (f->store, find_text, (char *) hopso_secret_get_string (grant->access)));
  g_assert_null (hopso_test_store_run (f->store, find_text,
                                       (char *) hopso_secret_get_string (grant->refresh)));
}

static gpointer
keep_reply (HopsoServerSession *session, gpointer data, GError **error)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  g_autoptr (HopsoServerReply) reply = hopso_server_reply_new (200, "5", body);

  hopso_server_session_keep_reply (session, HOPSO_TEST_CHAIR, KEY, "digest", reply, error);
  return NULL;
}

typedef struct
{
  const char *person;
  const char *key;
  const char *request;
} Lookup;

static gpointer
find_reply (HopsoServerSession *session, gpointer data, GError **error)
{
  const Lookup *lookup = data;
  HopsoServerReply *reply;

  hopso_server_session_find_reply (session, lookup->person, lookup->key, lookup->request, &reply,
                                   error);
  return reply;
}

static void
test_a_reply_belongs_to_person_key_and_request (Fixture *f, gconstpointer data)
{
  Lookup same = { HOPSO_TEST_CHAIR, KEY, "digest" };
  Lookup other_person = { HOPSO_TEST_CLERK, KEY, "digest" };
  Lookup other_key = { HOPSO_TEST_CHAIR, OTHER, "digest" };
  Lookup other_request = { HOPSO_TEST_CHAIR, KEY, "other" };
  HopsoServerJob job = { .func = find_reply, .data = &other_request };
  g_autoptr (GError) error = NULL;

  hopso_test_store_run (f->store, keep_reply, NULL);
  g_autoptr (HopsoServerReply) reply = hopso_test_store_run (f->store, find_reply, &same);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (reply->etag, ==, "5");
  g_assert_cmpuint (g_bytes_get_size (reply->body), ==, 2);
  g_assert_null (hopso_test_store_run (f->store, find_reply, &other_person));
  g_assert_null (hopso_test_store_run (f->store, find_reply, &other_key));
  g_assert_null (hopso_server_store_run (f->store, &job, &error));
  g_assert_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_EXISTS);
}

static gpointer
write_audit (HopsoServerSession *session, gpointer data, GError **error)
{
  const HopsoServerActor actor = { HOPSO_TEST_CHAIR, NULL };

  for (guint i = 0; i < 3; i++)
    g_assert_true (hopso_server_session_audit (session, &actor, "act", "object", NULL, NULL));
  return NULL;
}

static gpointer
check_audit (HopsoServerSession *session, gpointer data, GError **error)
{
  gint64 *n_lines = data;
  g_autofree char *last = NULL;

  return GINT_TO_POINTER (hopso_server_session_check_audit (session, n_lines, &last, error));
}

static gpointer
run_sql (HopsoServerSession *session, gpointer data, GError **error)
{
  return GINT_TO_POINTER (
      hopso_server_sql_run_script (hopso_server_session_get_sql (session), data, error));
}

static void
test_the_audit_log_only_grows (Fixture *f, gconstpointer data)
{
  static const char *const attacks[] = { "UPDATE audit SET action = 'x'", "DELETE FROM audit" };
  gint64 n_lines;

  hopso_test_store_run (f->store, write_audit, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (attacks); i++)
    {
      HopsoServerJob job = { .func = run_sql, .data = (char *) attacks[i], .is_write = TRUE };
      g_autoptr (GError) error = NULL;

      g_assert_null (hopso_server_store_run (f->store, &job, &error));
      g_assert_nonnull (error);
    }
  g_assert_nonnull (hopso_test_store_run (f->store, check_audit, &n_lines));
  g_assert_cmpint (n_lines, ==, 3);
}

static void
test_a_forged_audit_line_is_found (Fixture *f, gconstpointer data)
{
  HopsoServerJob check = { .func = check_audit };
  g_autoptr (GError) error = NULL;
  gint64 n_lines;

  check.data = &n_lines;
  hopso_test_store_run (f->store, write_audit, NULL);
  hopso_test_store_run (f->store, run_sql,
                        (char *) "DROP TRIGGER audit_keeps;"
                                 "UPDATE audit SET object = 'other' WHERE number = 2");
  g_assert_null (hopso_server_store_run (f->store, &check, &error));
  g_assert_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_DAMAGED);
  g_assert_cmpint (n_lines, ==, 2);
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/server-store/tokens/say-who-calls", test_a_token_says_who_calls);
  ADD ("/server-store/tokens/an-access-token-ends", test_an_access_token_ends);
  ADD ("/server-store/tokens/a-lost-reply-can-be-asked-for-again",
       test_a_lost_reply_can_be_asked_for_again);
  ADD ("/server-store/tokens/a-spent-one-with-another-key-was-stolen",
       test_a_spent_token_with_another_key_was_stolen);
  ADD ("/server-store/tokens/a-spent-one-after-a-minute-was-stolen",
       test_a_spent_token_after_a_minute_was_stolen);
  ADD ("/server-store/tokens/another-device-stays", test_another_device_stays);
  ADD ("/server-store/tokens/a-new-password-signs-out", test_a_new_password_signs_out);
  ADD ("/server-store/tokens/are-kept-as-digests", test_tokens_are_kept_as_digests);
  ADD ("/server-store/replies/belong-to-person-key-and-request",
       test_a_reply_belongs_to_person_key_and_request);
  ADD ("/server-store/audit/only-grows", test_the_audit_log_only_grows);
  ADD ("/server-store/audit/a-forged-line-is-found", test_a_forged_audit_line_is_found);
  return g_test_run ();
}
