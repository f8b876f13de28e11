/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bytes of papers: ranges, uploads in parts, signed versions. */

#include "hopso-test-call.h"

#include "hopso-digest.h"

#include <string.h>

#define PAPERS   "/v1/papers/"
#define BLOBS    "/v1/blobs/sha256/"
#define VERSIONS PAPERS HOPSO_TEST_SIGN_PAPER "/versions"

static char *
find_digest (HopsoTestCaller *caller, const char *paper)
{
  g_autofree char *path = g_strconcat (PAPERS, paper, NULL);
  g_autoptr (HopsoTestReply) reply = hopso_test_caller_get (caller, path);

  g_assert_cmpuint (reply->status, ==, 200);
  return g_strdup (hopso_test_reply_get (reply, "x-digest"));
}

static GBytes *
fetch (HopsoTestCaller *caller, const char *paper)
{
  g_autofree char *digest = find_digest (caller, paper);
  g_autofree char *path = g_strconcat (BLOBS, digest, NULL);
  g_autoptr (HopsoTestReply) reply = hopso_test_caller_get (caller, path);

  g_assert_cmpuint (reply->status, ==, 200);
  g_autofree char *found = hopso_sha256_hex (reply->body);
  g_assert_cmpstr (found, ==, digest);
  return g_bytes_ref (reply->body);
}

static void
test_ranges (void)
{
  static const struct
  {
    const char *range;
    guint status;
    gsize first;
    gsize size;
  } cases[] = {
    { "bytes=0-0", 206, 0, 1 },
    { "bytes=0-999999", 206, 0, 1000000 },
    { "bytes=999999-", 206, 999999, 1 },
    { "bytes=500000-600000", 206, 500000, 100001 },
    { "bytes=10-99999999", 206, 10, 999990 },
    { "bytes=-7", 206, 999993, 7 },
    { "bytes=-99999999", 206, 0, 1000000 },
    { "bytes=1000000-", 416, 0, 0 },
    { "bytes=-0", 416, 0, 0 },
    { "bytes=0-1,5-6", 200, 0, 1000000 },
    { "bytes=5-1", 200, 0, 1000000 },
    { "bytes=a-b", 200, 0, 1000000 },
    { "lines=0-1", 200, 0, 1000000 },
  };
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, "daibieu");
  g_autoptr (GBytes) whole = fetch (caller, HOPSO_TEST_LONG_PAPER);
  g_autofree char *digest = find_digest (caller, HOPSO_TEST_LONG_PAPER);
  g_autofree char *path = g_strconcat (BLOBS, digest, NULL);

  g_assert_cmpuint (g_bytes_get_size (whole), ==, 1000000);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HopsoTestReply) reply =
          hopso_test_caller_send (caller, "GET", path, NULL, "Range", cases[i].range, NULL);

      g_test_message ("%s", cases[i].range);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
      if (cases[i].status == 416)
        {
          hopso_test_reply_assert_problem (reply, 416, "range");
          g_assert_cmpstr (soup_message_headers_get_one (reply->headers, "Content-Range"), ==,
                           "bytes */1000000");
          continue;
        }
      g_autoptr (GBytes) wanted = g_bytes_new_from_bytes (whole, cases[i].first, cases[i].size);
      g_assert_true (g_bytes_equal (reply->body, wanted));
    }
}

static void
test_if_range (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, "daibieu");
  g_autofree char *digest = find_digest (caller, HOPSO_TEST_PAPER);
  g_autofree char *path = g_strconcat (BLOBS, digest, NULL);
  g_autofree char *etag = g_strdup_printf ("\"%s\"", digest);
  g_autoptr (HopsoTestReply) same = hopso_test_caller_send (caller, "GET", path, NULL, "Range",
                                                            "bytes=1-2", "If-Range", etag, NULL);
  g_autoptr (HopsoTestReply) other = hopso_test_caller_send (
      caller, "GET", path, NULL, "Range", "bytes=1-2", "If-Range", "\"other\"", NULL);
  g_autoptr (HopsoTestReply) head = hopso_test_caller_send (caller, "HEAD", path, NULL, NULL);

  g_assert_cmpuint (same->status, ==, 206);
  g_assert_cmpuint (other->status, ==, 200);
  g_assert_cmpuint (g_bytes_get_size (other->body), ==, 2000);
  g_assert_cmpuint (head->status, ==, 200);
  g_assert_cmpint (soup_message_headers_get_content_length (head->headers), ==, 2000);
  g_assert_cmpstr (soup_message_headers_get_one (head->headers, "ETag"), ==, etag);
}

static void
test_bytes_are_for_who_sees_the_paper (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) delegate = hopso_test_caller_new (server, "daibieu");
  g_autoptr (HopsoTestCaller) stranger = hopso_test_caller_new (server, "nguoila");
  g_autofree char *digest = find_digest (delegate, HOPSO_TEST_PAPER);
  g_autofree char *path = g_strconcat (BLOBS, digest, NULL);
  g_autoptr (HopsoTestReply) reply = hopso_test_caller_get (stranger, path);

  hopso_test_reply_assert_problem (reply, 404, "not-found");
}

static HopsoTestReply *
put_part (HopsoTestCaller *caller, const char *digest, GBytes *bytes, const char *range)
{
  g_autofree char *path = g_strconcat (BLOBS, digest, NULL);

  return hopso_test_caller_send (caller, "PUT", path, bytes, "Content-Range", range, NULL);
}

static void
assert_offset (HopsoTestReply *reply, guint status, const char *offset)
{
  g_assert_cmpuint (reply->status, ==, status);
  g_assert_cmpstr (soup_message_headers_get_one (reply->headers, "Upload-Offset"), ==, offset);
}

static void
test_an_upload_goes_on_after_a_crash (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, "chutri");
  g_autoptr (GBytes) whole = g_bytes_new_static ("hello world", 11);
  g_autoptr (GBytes) head = g_bytes_new_static ("hello", 5);
  g_autoptr (GBytes) tail = g_bytes_new_static (" world", 6);
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autofree char *digest = hopso_sha256_hex (whole);
  g_autoptr (HopsoTestReply) first = put_part (caller, digest, head, "bytes 0-4/11");

  assert_offset (first, 202, "5");
  hopso_test_server_kill (server);
  hopso_test_server_start (server);
  g_autoptr (HopsoTestReply) asked = put_part (caller, digest, empty, "bytes */11");
  assert_offset (asked, 202, "5");
  g_autoptr (HopsoTestReply) gap = put_part (caller, digest, tail, "bytes 4-9/11");
  assert_offset (gap, 409, "5");
  g_autoptr (HopsoTestReply) malformed = put_part (caller, digest, tail, "bytes 5-9/11");
  hopso_test_reply_assert_problem (malformed, 400, "malformed");
  g_autoptr (HopsoTestReply) last = put_part (caller, digest, tail, "bytes 5-10/11");
  g_assert_cmpuint (last->status, ==, 201);
  g_autoptr (HopsoTestReply) done = put_part (caller, digest, empty, "bytes */11");
  g_assert_cmpuint (done->status, ==, 201);

  g_autofree char *path = g_strconcat (BLOBS, digest, NULL);
  g_autoptr (HopsoTestReply) back = hopso_test_caller_get (caller, path);
  g_assert_true (g_bytes_equal (back->body, whole));
}

static void
test_a_damaged_upload_is_thrown_away (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, "chutri");
  g_autoptr (GBytes) whole = g_bytes_new_static ("hello world", 11);
  g_autoptr (GBytes) damaged = g_bytes_new_static ("hallo world", 11);
  g_autofree char *digest = hopso_sha256_hex (whole);
  g_autoptr (HopsoTestReply) wrong = put_part (caller, digest, damaged, NULL);
  g_autoptr (HopsoTestReply) right = put_part (caller, digest, whole, NULL);

  hopso_test_reply_assert_problem (wrong, 422, "digest");
  g_assert_cmpuint (right->status, ==, 201);
}

static void
test_parts_have_a_limit (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, "chutri");
  g_autoptr (GBytes) large = g_bytes_new_take (g_malloc0 (8 << 20), 8 << 20);
  g_autoptr (GBytes) too_large = g_bytes_new_take (g_malloc0 (9 << 20), 9 << 20);
  g_autofree char *digest = hopso_sha256_hex (large);
  g_autoptr (HopsoTestReply) refused = put_part (caller, digest, too_large, NULL);
  g_autoptr (HopsoTestReply) taken = put_part (caller, digest, large, NULL);

  hopso_test_reply_assert_problem (refused, 413, "too-large");
  g_assert_cmpuint (taken->status, ==, 201);
}

/* The paper's bytes with @addition behind them, uploaded. */
static char *
upload_signed (HopsoTestCaller *caller, const char *paper, const char *addition, gsize *size)
{
  g_autoptr (GBytes) base = fetch (caller, paper);
  g_autoptr (GByteArray) joined = g_byte_array_new ();
  gsize base_size;
  const guint8 *bytes = g_bytes_get_data (base, &base_size);

  g_byte_array_append (joined, bytes, (guint) base_size);
  g_byte_array_append (joined, (const guint8 *) addition, (guint) strlen (addition));
  *size = joined->len;
  g_autoptr (GBytes) whole = g_byte_array_free_to_bytes (g_steal_pointer (&joined));
  char *digest = hopso_sha256_hex (whole);
  g_autoptr (HopsoTestReply) reply = put_part (caller, digest, whole, NULL);
  g_assert_cmpuint (reply->status, ==, 201);
  return digest;
}

static HopsoTestReply *
post_version (HopsoTestCaller *caller, const char *digest, gsize size, const char *etag)
{
  g_autofree char *text =
      g_strdup_printf ("{\"x-digest\":\"%s\",\"size\":%" G_GSIZE_FORMAT "}", digest, size);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", etag);

  return hopso_test_caller_send (caller, "POST", VERSIONS, body, "Idempotency-Key", key, "If-Match",
                                 quoted, NULL);
}

static char *
find_etag (HopsoTestCaller *caller)
{
  g_autoptr (HopsoTestReply) reply = hopso_test_caller_get (caller, PAPERS HOPSO_TEST_SIGN_PAPER);

  return g_strdup (hopso_test_reply_get (reply, "etag"));
}

static void
test_a_signature_continues_the_version (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) chair = hopso_test_caller_new (server, "chutri");
  gsize size;
  g_autofree char *etag = find_etag (chair);
  g_autofree char *digest = upload_signed (chair, HOPSO_TEST_SIGN_PAPER, "\nsignature", &size);
  g_autoptr (HopsoTestReply) reply = post_version (chair, digest, size, etag);
  g_autoptr (HopsoTestReply) request =
      hopso_test_caller_get (chair, "/v1/signRequests/" HOPSO_TEST_SIGN_REQUEST);

  g_assert_cmpuint (reply->status, ==, 201);
  g_assert_cmpstr (hopso_test_reply_get (reply, "x-digest"), ==, digest);
  g_assert_cmpint (json_object_get_int_member (reply->json, "x-version"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (reply->json, "x-signatures"), ==, 1);
  g_assert_cmpstr (hopso_test_reply_get (request, "x-state"), ==, "signed");

  /* The requester sees it, and the version before it stays to be read. */
  g_autoptr (HopsoTestCaller) clerk = hopso_test_caller_new (server, "thuky");
  g_autoptr (GBytes) seen = fetch (clerk, HOPSO_TEST_SIGN_PAPER);
  g_assert_cmpuint (g_bytes_get_size (seen), ==, size);

  g_autofree char *new_etag = find_etag (chair);
  g_autoptr (HopsoTestReply) twice = post_version (chair, digest, size, new_etag);
  hopso_test_reply_assert_problem (twice, 422, "not-a-continuation");

  /* What verifies it later may follow, from who signed and from nobody else. */
  gsize more_size;
  g_autofree char *more =
      upload_signed (clerk, HOPSO_TEST_SIGN_PAPER, "\nevidence of the clerk", &more_size);
  g_autoptr (HopsoTestReply) other = post_version (clerk, more, more_size, new_etag);
  hopso_test_reply_assert_problem (other, 403, "forbidden");
  g_autofree char *longer = upload_signed (chair, HOPSO_TEST_SIGN_PAPER, "\nevidence", &more_size);
  g_autoptr (HopsoTestReply) extended = post_version (chair, longer, more_size, new_etag);
  g_assert_cmpuint (extended->status, ==, 201);
  g_assert_cmpint (json_object_get_int_member (extended->json, "x-version"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (extended->json, "x-signatures"), ==, 1);
}

static void
test_versions_that_are_refused (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) chair = hopso_test_caller_new (server, "chutri");
  g_autoptr (HopsoTestCaller) clerk = hopso_test_caller_new (server, "thuky");
  g_autoptr (HopsoTestCaller) delegate = hopso_test_caller_new (server, "daibieu");
  g_autofree char *etag = find_etag (chair);
  gsize size;
  gsize other_size;
  g_autofree char *digest = upload_signed (chair, HOPSO_TEST_SIGN_PAPER, "\nsignature", &size);
  g_autofree char *other = upload_signed (chair, HOPSO_TEST_PAPER, "\nsignature", &other_size);
  g_autofree char *same = upload_signed (chair, HOPSO_TEST_SIGN_PAPER, "", &other_size);
  g_autofree char *foreign = upload_signed (clerk, HOPSO_TEST_SIGN_PAPER, "\nx", &other_size);

  g_autoptr (HopsoTestReply) stale = post_version (chair, digest, size, "999");
  hopso_test_reply_assert_problem (stale, 412, "stale");
  g_autoptr (HopsoTestReply) wrong_size = post_version (chair, digest, size + 1, etag);
  hopso_test_reply_assert_problem (wrong_size, 422, "invalid");
  g_autoptr (HopsoTestReply) not_mine = post_version (chair, foreign, other_size, etag);
  hopso_test_reply_assert_problem (not_mine, 422, "invalid");
  g_autoptr (HopsoTestReply) other_paper =
      post_version (chair, other, 2000 + strlen ("\nsignature"), etag);
  hopso_test_reply_assert_problem (other_paper, 422, "not-a-continuation");
  g_autoptr (HopsoTestReply) not_grown = post_version (chair, same, 3000, etag);
  hopso_test_reply_assert_problem (not_grown, 422, "not-a-continuation");
  g_autoptr (HopsoTestReply) requester = post_version (clerk, foreign, other_size, etag);
  hopso_test_reply_assert_problem (requester, 403, "forbidden");
  g_autoptr (HopsoTestReply) hidden = post_version (delegate, digest, size, etag);
  hopso_test_reply_assert_problem (hidden, 404, "not-found");

  g_autoptr (HopsoTestReply) at_last = post_version (chair, digest, size, etag);
  g_assert_cmpuint (at_last->status, ==, 201);
}

static void
test_a_purge_is_acknowledged_once_it_is_due (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) delegate = hopso_test_caller_new (server, "daibieu");
  g_autoptr (HopsoTestCaller) stranger = hopso_test_caller_new (server, "nguoila");
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *output = NULL;
  const char *path = "/v1/purges/papers/" HOPSO_TEST_PAPER "/ack";
  g_autoptr (HopsoTestReply) early = hopso_test_caller_post (delegate, path, "", key);

  hopso_test_reply_assert_problem (early, 404, "not-found");
  g_autoptr (HopsoServerStore) store =
      hopso_server_store_open (hopso_test_server_get_data (server), clock, NULL);
  hopso_test_server_delete (store, HOPSO_KIND_PAPER, HOPSO_TEST_PAPER);

  g_autoptr (HopsoTestReply) due = hopso_test_caller_post (delegate, path, "", key);
  g_autoptr (HopsoTestReply) other = hopso_test_caller_post (stranger, path, "", key);
  g_assert_cmpuint (due->status, ==, 204);
  hopso_test_reply_assert_problem (other, 404, "not-found");
  g_assert_cmpint (hopso_test_server_command (server, &output, "check", NULL), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/papers/ranges", test_ranges);
  g_test_add_func ("/server/papers/if-range", test_if_range);
  g_test_add_func ("/server/papers/bytes-are-for-who-sees-the-paper",
                   test_bytes_are_for_who_sees_the_paper);
  g_test_add_func ("/server/papers/an-upload-goes-on-after-a-crash",
                   test_an_upload_goes_on_after_a_crash);
  g_test_add_func ("/server/papers/a-damaged-upload-is-thrown-away",
                   test_a_damaged_upload_is_thrown_away);
  g_test_add_func ("/server/papers/parts-have-a-limit", test_parts_have_a_limit);
  g_test_add_func ("/server/papers/a-signature-continues-the-version",
                   test_a_signature_continues_the_version);
  g_test_add_func ("/server/papers/versions-that-are-refused", test_versions_that_are_refused);
  g_test_add_func ("/server/papers/a-purge-is-acknowledged-once-it-is-due",
                   test_a_purge_is_acknowledged_once_it_is_due);
  return g_test_run ();
}
