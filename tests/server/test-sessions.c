/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing in and out, tokens, waiting after wrong passwords, TLS. */

#include "hopso-test-call.h"

#include <string.h>

static HopsoTestReply *
sign_in (HopsoTestCaller *caller, const char *login, const char *password)
{
  g_autofree char *body = g_strdup_printf (
      "{\"login\":\"%s\",\"password\":\"%s\",\"device\":\"máy thử\"}", login, password);

  return hopso_test_caller_post (caller, "/v1/session", body, NULL);
}

static HopsoTestReply *
refresh (HopsoTestCaller *caller, const char *token, const char *key)
{
  g_autofree char *body = g_strdup_printf ("{\"refresh\":\"%s\"}", token);

  return hopso_test_caller_post (caller, "/v1/session/refresh", body, key);
}

static void
test_wrong_names_and_passwords_look_alike (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, NULL);
  g_autoptr (HopsoTestReply) password = sign_in (caller, "chutri", "sai");
  g_autoptr (HopsoTestReply) name = sign_in (caller, "khongai", HOPSO_TEST_PASSWORD);

  hopso_test_reply_assert_problem (password, 401, "wrong-password");
  g_assert_true (g_bytes_equal (password->body, name->body));
}

static void
test_wrong_passwords_make_wait (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, NULL);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (HopsoTestReply) wrong = sign_in (caller, "chutri", "sai");
      hopso_test_reply_assert_problem (wrong, 401, "wrong-password");
    }

  g_autoptr (HopsoTestReply) right = sign_in (caller, "chutri", HOPSO_TEST_PASSWORD);
  g_autoptr (HopsoTestReply) other = sign_in (caller, "thuky", HOPSO_TEST_PASSWORD);
  hopso_test_reply_assert_problem (right, 429, "slow-down");
  g_assert_cmpint (json_object_get_int_member (right->json, "x-retry-after"), >, 0);
  g_assert_nonnull (soup_message_headers_get_one (right->headers, "Retry-After"));
  g_assert_cmpuint (other->status, ==, 200);
}

static void
test_tokens_rotate (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, "chutri");
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *other_key = g_uuid_string_random ();
  g_autoptr (HopsoTestReply) without = refresh (caller, caller->refresh, NULL);
  g_autoptr (HopsoTestReply) unknown = refresh (caller, "AAAA", key);
  g_autoptr (HopsoTestReply) first = refresh (caller, caller->refresh, key);
  g_autoptr (HopsoTestReply) again = refresh (caller, caller->refresh, key);

  hopso_test_reply_assert_problem (without, 400, "key-missing");
  hopso_test_reply_assert_problem (unknown, 401, "not-signed-in");
  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpstr (hopso_test_reply_get (first, "refresh"), !=, caller->refresh);
  g_assert_true (g_bytes_equal (first->body, again->body));

  g_autofree char *newest = g_strdup (hopso_test_reply_get (first, "access"));
  g_autoptr (HopsoTestReply) stolen = refresh (caller, caller->refresh, other_key);
  hopso_test_reply_assert_problem (stolen, 401, "not-signed-in");
  g_free (caller->access);
  caller->access = g_steal_pointer (&newest);
  g_autoptr (HopsoTestReply) after = hopso_test_caller_get (caller, "/v1/changes");
  hopso_test_reply_assert_problem (after, 401, "not-signed-in");
}

static void
test_signing_out_ends_the_device (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) one = hopso_test_caller_new (server, "chutri");
  g_autoptr (HopsoTestCaller) two = hopso_test_caller_new (server, "chutri");
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (HopsoTestReply) out =
      hopso_test_caller_send (one, "DELETE", "/v1/session", NULL, NULL);
  g_autoptr (HopsoTestReply) mine = hopso_test_caller_get (one, "/v1/changes");
  g_autoptr (HopsoTestReply) renewed = refresh (one, one->refresh, key);
  g_autoptr (HopsoTestReply) other = hopso_test_caller_get (two, "/v1/changes");

  g_assert_cmpuint (out->status, ==, 204);
  g_assert_cmpuint (mine->status, ==, 401);
  g_assert_cmpuint (renewed->status, ==, 401);
  g_assert_cmpuint (other->status, ==, 200);
}

static gboolean
can_connect (HopsoTestServer *server, const char *version)
{
  const char *address = hopso_test_server_get_url (server) + strlen ("https://");
  const char *const argv[] = { "openssl", "s_client", "-connect",        address,
                               version,   "-cipher",  "ALL:@SECLEVEL=0", NULL };
  int status;

  g_assert_true (
      g_spawn_sync (NULL, (char **) argv, NULL,
                    G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                    NULL, NULL, NULL, NULL, &status, NULL));
  return g_spawn_check_wait_status (status, NULL);
}

static void
test_old_tls_is_refused (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();

  g_assert_false (can_connect (server, "-tls1"));
  g_assert_false (can_connect (server, "-tls1_1"));
  g_assert_true (can_connect (server, "-tls1_2"));
  g_assert_true (can_connect (server, "-tls1_3"));
}

static void
test_accounts_are_made_while_it_runs (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autofree char *file = g_build_filename (hopso_test_server_get_data (server), "password", NULL);
  g_autofree char *list = NULL;

  g_assert_true (g_file_set_contents (file, HOPSO_TEST_PASSWORD "\n", -1, NULL));
  g_assert_cmpint (hopso_test_server_command (server, NULL, "user", "add", "--login", "moi",
                                              "--name", "Người Mới", "--organization",
                                              HOPSO_TEST_AGENCY, "--role", "clerk",
                                              "--password-file", file, NULL),
                   ==, 0);
  g_autoptr (HopsoTestCaller) fresh = hopso_test_caller_new (server, "moi");
  g_autoptr (HopsoTestReply) draft =
      hopso_test_caller_get (fresh, "/v1/meetings/" HOPSO_TEST_DRAFT);
  g_assert_cmpuint (draft->status, ==, 200);

  g_assert_cmpint (hopso_test_server_command (server, NULL, "user", "add", "--login", "moi",
                                              "--name", "Người Khác", "--password-file", file,
                                              NULL),
                   ==, 3);
  g_assert_cmpint (hopso_test_server_command (server, &list, "user", "list", NULL), ==, 0);
  g_assert_nonnull (strstr (list, "Người Mới"));
  g_assert_null (strstr (list, "Người Khác"));

  g_assert_true (g_file_set_contents (file, "khác hẳn\n", -1, NULL));
  g_assert_cmpint (hopso_test_server_command (server, NULL, "user", "passwd", "--login", "moi",
                                              "--password-file", file, NULL),
                   ==, 0);
  g_autoptr (HopsoTestReply) signed_out = hopso_test_caller_get (fresh, "/v1/changes");
  g_autoptr (HopsoTestReply) old = sign_in (fresh, "moi", HOPSO_TEST_PASSWORD);
  g_autoptr (HopsoTestReply) renewed = sign_in (fresh, "moi", "khác hẳn");
  g_assert_cmpuint (signed_out->status, ==, 401);
  g_assert_cmpuint (old->status, ==, 401);
  g_assert_cmpuint (renewed->status, ==, 200);
}

static void
test_a_list_is_imported (void)
{
  static const char table[] = "\xef\xbb\xbflogin,name,position,roles\r\n"
                              "an,\"Lê Văn \"\"An\"\"\",\"Trưởng phòng, Sở\",clerk signer\r\n"
                              "binh,Trần Bình,,\r\n";
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  const char *data = hopso_test_server_get_data (server);
  g_autofree char *csv = g_build_filename (data, "list.csv", NULL);
  g_autofree char *out = g_build_filename (data, "passwords", NULL);
  g_autofree char *passwords = NULL;

  g_assert_true (g_file_set_contents (csv, table, -1, NULL));
  g_assert_cmpint (
      hopso_test_server_command (server, NULL, "user", "import", csv, "--passwords-out", out, NULL),
      ==, 0);
  g_assert_true (g_file_get_contents (out, &passwords, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (passwords, "\n", -1);
  g_auto (GStrv) words = g_strsplit (lines[1], "\t", -1);
  g_assert_cmpstr (words[0], ==, "binh");

  g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, NULL);
  g_autoptr (HopsoTestReply) reply = sign_in (caller, "binh", words[1]);
  g_assert_cmpuint (reply->status, ==, 200);

  /* The same list again: nobody is there twice, and no password is written. */
  g_autofree char *second = g_build_filename (data, "passwords-2", NULL);
  g_assert_cmpint (
      hopso_test_server_command (server, NULL, "user", "import", csv, "--passwords-out", out, NULL),
      ==, 3);
  g_assert_cmpint (hopso_test_server_command (server, NULL, "user", "import", csv,
                                              "--passwords-out", second, NULL),
                   ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/sessions/wrong-names-and-passwords-look-alike",
                   test_wrong_names_and_passwords_look_alike);
  g_test_add_func ("/server/sessions/wrong-passwords-make-wait", test_wrong_passwords_make_wait);
  g_test_add_func ("/server/sessions/tokens-rotate", test_tokens_rotate);
  g_test_add_func ("/server/sessions/signing-out-ends-the-device",
                   test_signing_out_ends_the_device);
  g_test_add_func ("/server/sessions/old-tls-is-refused", test_old_tls_is_refused);
  g_test_add_func ("/server/sessions/accounts-are-made-while-it-runs",
                   test_accounts_are_made_while_it_runs);
  g_test_add_func ("/server/sessions/a-list-is-imported", test_a_list_is_imported);
  return g_test_run ();
}
