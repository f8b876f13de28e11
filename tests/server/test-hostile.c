/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests that no client of ours would send: the server refuses them early, with little memory,
 * and goes on answering. */

#include "hopso-test-call.h"
#include "hopso-test-soak.h"
#include "raw-line.h"

#include "hopso-digest.h"

#include <string.h>

#define HOST  "Host: localhost\r\n"
#define BLOBS "/v1/blobs/sha256/"
#define HEX   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

/* In KiB. Sanitizers keep what was freed for a while. */
#ifdef __SANITIZE_ADDRESS__
#define MAX_MEMORY (512 * 1024)
#else
#define MAX_MEMORY (32 * 1024)
#endif

static void
assert_still_answers (HopsoTestServer *server)
{
  g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, NULL);
  g_autoptr (HopsoTestReply) reply = hopso_test_caller_get (caller, "/v1/server");

  g_assert_cmpuint (reply->status, ==, 200);
}

/* What is refused while it arrives: none of these waits for the rest. */
static void
test_is_refused_at_once (void)
{
  static const struct
  {
    const char *name;
    guint status; /* 0: hung up without a word */
    const char *request;
  } cases[] = {
    { "two-lengths", 400,
      "POST /v1/session HTTP/1.1\r\n" HOST "Content-Length: 2\r\nContent-Length: 9\r\n\r\n{}" },
    { "length-and-coding", 400,
      "POST /v1/session HTTP/1.1\r\n" HOST
      "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
    { "negative-length", 400, "POST /v1/session HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n" },
    { "length-beyond-numbers", 400,
      "POST /v1/session HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999\r\n\r\n" },
    { "length-with-a-sign", 400,
      "POST /v1/session HTTP/1.1\r\n" HOST "Content-Length: +2\r\n\r\n{}" },
    { "lengths-in-a-list", 400,
      "POST /v1/session HTTP/1.1\r\n" HOST "Content-Length: 2, 2\r\n\r\n{}" },
    { "unknown-coding", 501,
      "POST /v1/session HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip\r\n\r\n" },
    { "coding-twice", 501,
      "POST /v1/session HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked, chunked\r\n\r\n" },
    { "much-for-signing-in", 413,
      "POST /v1/session HTTP/1.1\r\n" HOST "Content-Length: 9000\r\n\r\n{" },
    { "much-for-nothing", 413,
      "POST /v1/nowhere HTTP/1.1\r\n" HOST "Content-Length: 9000\r\n\r\n{" },
    { "a-part-of-nobody", 401,
      "PUT " BLOBS HEX " HTTP/1.1\r\n" HOST "Content-Length: 8000000\r\n\r\nx" },
    { "a-part-of-somebody-unknown", 401,
      "PUT " BLOBS HEX " HTTP/1.1\r\n" HOST
      "Authorization: Bearer AAAA\r\nContent-Length: 8000000\r\n\r\nx" },
    { "chunks-of-somebody-unknown", 401,
      "PUT " BLOBS HEX " HTTP/1.1\r\n" HOST
      "Authorization: Bearer AAAA\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n" },
    { "asks-whether-to-send", 413,
      "PUT " BLOBS HEX " HTTP/1.1\r\n" HOST
      "Expect: 100-continue\r\nContent-Length: 80000000\r\n\r\n" },
    { "no-host", 400, "GET /v1/server HTTP/1.1\r\n\r\n" },
    { "no-host-of-this-world", 400, "GET /v1/server HTTP/1.1\r\nHost: a b/c@d\r\n\r\n" },
    { "a-later-version", 505, "GET /v1/server HTTP/9.9\r\n" HOST "\r\n" },
    { "another-protocol", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" },
  };
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      RawLine *line = raw_line_new (server);

      g_test_message ("%s", cases[i].name);
      g_assert_true (raw_line_say (line, cases[i].request));
      g_autofree char *heard = raw_line_hear (line);
      g_assert_cmpuint (raw_line_get_status (heard), ==, cases[i].status);
      /* One answer: the rest was not taken for another request. */
      g_assert_null (strstr (heard + 1, "HTTP/1."));
      raw_line_free (line);
    }
  assert_still_answers (server);
}

static void
test_headers_have_a_limit (void)
{
  static const char begin[] = "GET /v1/server HTTP/1.1\r\n" HOST;
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autofree char *as = g_strnfill (300000, 'a');
  g_autoptr (GString) many = g_string_new (begin);
  g_autofree char *huge = g_strconcat (begin, "X-Huge: ", as, "\r\n\r\n", NULL);
  g_autofree char *path = g_strconcat ("GET /", as, " HTTP/1.1\r\n" HOST "\r\n", NULL);

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (many, "X-%u: a\r\n", i);

  const char *const requests[] = { huge, path, many->str };
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      RawLine *line = raw_line_new (server);

      raw_line_say (line, requests[i]);
      g_autofree char *heard = raw_line_hear (line);
      g_assert_cmpuint (raw_line_get_status (heard), !=, 200);
      raw_line_free (line);
    }
  assert_still_answers (server);
}

/* Sends until the server has had enough; says how many KiB it took. */
static guint
pour (RawLine *line, gboolean in_chunks, guint most)
{
  g_autofree char *kib = g_strnfill (1024, '[');
  g_autofree char *piece = in_chunks ? g_strdup_printf ("400\r\n%s\r\n", kib) : g_strdup (kib);
  guint n = 0;

  while (n < most && raw_line_say (line, piece))
    n++;
  return n;
}

static void
test_a_gigabyte_is_not_taken (void)
{
  static const char *const requests[] = {
    "PUT " BLOBS HEX " HTTP/1.1\r\n" HOST
    "Authorization: Bearer AAAA\r\nContent-Length: 8000000\r\n\r\n",
    "POST /v1/session HTTP/1.1\r\n" HOST "Content-Length: 1073741824\r\n\r\n",
    "POST /v1/session HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n",
    "POST /v1/session/refresh HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n",
  };
  const guint most = 1024 * 1024;
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  guint64 before;

  assert_still_answers (server);
  before = raw_line_measure_memory (server);
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      RawLine *line = raw_line_new (server);

      g_assert_true (raw_line_say (line, requests[i]));
      guint taken = pour (line, strstr (requests[i], "chunked") != NULL, most);
      g_test_message ("%u KiB of a gigabyte were taken", taken);
      g_assert_cmpuint (taken, <, 64 * 1024);
      raw_line_free (line);
    }
  g_assert_cmpuint (raw_line_measure_memory (server), <, before + MAX_MEMORY);
  assert_still_answers (server);
}

static void
test_bodies_that_mean_nothing (void)
{
  static const char *const bodies[] = {
    "",
    "{",
    "[]",
    "null",
    "\"login\"",
    "{\"login\":1}",
    "{\"login\":null,\"password\":[]}",
    "{\"login\":\"a\",\"login\":\"b\",\"password\":\"c\",\"device\":\"d\"}",
    "{\"login\":\"\\u0000\",\"password\":\"c\",\"device\":\"d\"}",
    "{\"login\":\"\\ud800\",\"password\":\"c\",\"device\":\"d\"}",
    "{\"login\":\"\xc3\x28\",\"password\":\"c\",\"device\":\"d\"}",
    "{\"login\":\"\xed\xa0\x80\",\"password\":\"c\",\"device\":\"d\"}",
    "{\"login\":1e999,\"password\":\"c\",\"device\":\"d\"}",
    "{\"login\":99999999999999999999999999,\"password\":\"c\",\"device\":\"d\"}",
    "{\"login\":\"a\",\"password\":\"c\",\"device\":\"d\"} {}",
    "\xef\xbb\xbf{\"login\":\"a\",\"password\":\"c\",\"device\":\"d\"}",
  };
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, "chutri");
  g_autofree char *deep = g_strnfill (8000, '[');
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (HopsoTestReply) nested = hopso_test_caller_post (caller, "/v1/session", deep, NULL);

  hopso_test_reply_assert_problem (nested, 400, "malformed");
  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (HopsoTestReply) sign_in =
          hopso_test_caller_post (caller, "/v1/session", bodies[i], NULL);
      g_autoptr (HopsoTestReply) answer = hopso_test_caller_patch (
          caller, "/v1/participations/" HOPSO_TEST_PART_CHAIR, bodies[i], "any");
      g_autofree char *own_key = g_uuid_string_random ();
      g_autoptr (HopsoTestReply) refresh =
          hopso_test_caller_post (caller, "/v1/session/refresh", bodies[i], own_key);

      g_test_message ("body %" G_GSIZE_FORMAT, i);
      hopso_test_reply_assert_problem (sign_in, 400, "malformed");
      g_assert_cmpuint (answer->status, >=, 400);
      g_assert_cmpuint (answer->status, <, 500);
      hopso_test_reply_assert_problem (refresh, 400, "malformed");
    }
  assert_still_answers (server);
}

/* The library would repeat overlapping parts as often as they are asked for. */
static void
test_parts_are_of_papers_alone (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, "daibieu");
  g_autoptr (GString) ranges = g_string_new ("bytes=0-");
  g_autoptr (HopsoTestReply) whole = hopso_test_caller_get (caller, "/v1/changes");

  for (guint i = 0; i < 10000; i++)
    g_string_append (ranges, ",0-");
  g_autoptr (HopsoTestReply) parts =
      hopso_test_caller_send (caller, "GET", "/v1/changes", NULL, "Range", ranges->str, NULL);
  g_assert_cmpuint (parts->status, ==, 200);
  g_assert_cmpuint (g_bytes_get_size (parts->body), ==, g_bytes_get_size (whole->body));
}

/* --- uploads ------------------------------------------------------------------------------- */

static HopsoTestReply *
put (HopsoTestCaller *caller, const char *digest, GBytes *bytes, const char *range)
{
  g_autofree char *path = g_strconcat (BLOBS, digest, NULL);

  return hopso_test_caller_send (caller, "PUT", path, bytes, "Content-Range", range, NULL);
}

static void
test_uploads_with_holes (void)
{
  static const struct
  {
    const char *range;
    guint status;
  } cases[] = {
    { "bytes 4-7/8", 409 },
    { "bytes 0-3/8", 200 },
    { "bytes 0-3/8", 409 },
    { "bytes 2-5/8", 409 },
    { "bytes 6-9/12", 409 },
    { "bytes 4-7/9223372036854775807", 413 },
    { "bytes 4-6/8", 400 },
    { "bytes 4-8/8", 400 },
    { "bytes 8-11/8", 400 },
    { "bytes -4-7/8", 400 },
    { "bytes 7-4/8", 400 },
    { "bytes 4-7/*", 400 },
    { "bytes */18446744073709551615", 400 },
    { "nonsense", 400 },
  };
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) caller = hopso_test_caller_new (server, "chutri");
  g_autoptr (GBytes) part = g_bytes_new_static ("abcd", 4);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HopsoTestReply) reply = put (caller, HEX, part, cases[i].range);

      g_test_message ("%s: %u", cases[i].range, reply->status);
      if (cases[i].status == 200)
        g_assert_cmpuint (reply->status / 100, ==, 2);
      else
        g_assert_cmpuint (reply->status / 100, ==, 4);
    }
  /* Full, and not what its name says. */
  g_autoptr (HopsoTestReply) last = put (caller, HEX, part, "bytes 4-7/8");
  g_assert_cmpuint (last->status / 100, ==, 4);
  g_autoptr (HopsoTestReply) again = put (caller, HEX, part, "bytes 0-3/8");
  g_assert_cmpuint (again->status / 100, ==, 2);
}

static void
said_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, NULL);

  g_assert_nonnull (body);
  --*(guint *) user_data;
}

static SoupMessage *
make_part (HopsoTestCaller *caller, const char *digest, GBytes *whole, gsize first, gsize size)
{
  g_autofree char *uri = g_strconcat (caller->url, BLOBS, digest, NULL);
  g_autofree char *bearer = g_strconcat ("Bearer ", caller->access, NULL);
  g_autofree char *range =
      g_strdup_printf ("bytes %" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT "/%" G_GSIZE_FORMAT, first,
                       first + size - 1, g_bytes_get_size (whole));
  g_autoptr (GBytes) part = g_bytes_new_from_bytes (whole, first, size);
  SoupMessage *message = soup_message_new ("PUT", uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_headers_replace (headers, "Authorization", bearer);
  soup_message_headers_replace (headers, "Content-Range", range);
  soup_message_set_request_body_from_bytes (message, "application/octet-stream", part);
  return message;
}

/* The same parts from two sides at once: what comes out is the file or nothing. */
static void
test_two_uploads_at_once (void)
{
  const gsize size = 100000, part = 10000;
  const guint rounds = hopso_test_soak_rounds (2, 200);
  g_autoptr (GRand) chances = g_rand_new_with_seed (hopso_test_soak_seed ());
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) one = hopso_test_caller_new (server, "chutri");
  g_autoptr (HopsoTestCaller) two = hopso_test_caller_new (server, "chutri");

  for (guint round = 0; round < rounds; round++)
    {
      g_autofree guint8 *bytes = g_malloc (size);
      guint n_waiting = 0;

      for (gsize i = 0; i < size; i++)
        bytes[i] = (guint8) g_rand_int (chances);
      g_autoptr (GBytes) whole = g_bytes_new (bytes, size);
      g_autofree char *digest = hopso_sha256_hex (whole);
      for (gsize first = 0; first < size; first += part)
        {
          g_autoptr (SoupMessage) a = make_part (one, digest, whole, first, part);
          g_autoptr (SoupMessage) b = make_part (two, digest, whole, first, part);

          n_waiting += 2;
          soup_session_send_and_read_async (one->session, a, 0, NULL, said_cb, &n_waiting);
          soup_session_send_and_read_async (two->session, b, 0, NULL, said_cb, &n_waiting);
          while (n_waiting > 0)
            g_main_context_iteration (NULL, TRUE);
        }

      g_autofree char *question = g_strdup_printf ("bytes */%" G_GSIZE_FORMAT, size);
      g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
      g_autoptr (HopsoTestReply) reply = put (one, digest, nothing, question);
      g_assert_cmpuint (reply->status, ==, 201);
    }
  hopso_test_soak_report ("uploads of one paper from two sides", rounds, 0);
}

/* A byte now and then is no upload: takes half a minute, so only in the long loops. */
static void
test_a_trickle_is_given_up (void)
{
  g_autoptr (HopsoTestServer) server = NULL;
  gint64 began = g_get_monotonic_time ();
  RawLine *line;

  if (hopso_test_soak_rounds (0, 1) == 0)
    {
      g_test_skip ("takes half a minute");
      return;
    }
  server = hopso_test_server_new ();
  line = raw_line_new (server);
  g_assert_true (
      raw_line_say (line, "POST /v1/session HTTP/1.1\r\n" HOST "Content-Length: 8000\r\n\r\n"));
  while (raw_line_say (line, "["))
    g_usleep (G_USEC_PER_SEC / 2);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 60 * G_USEC_PER_SEC);
  raw_line_free (line);
  assert_still_answers (server);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/hostile/is-refused-at-once", test_is_refused_at_once);
  g_test_add_func ("/server/hostile/headers-have-a-limit", test_headers_have_a_limit);
  g_test_add_func ("/server/hostile/a-gigabyte-is-not-taken", test_a_gigabyte_is_not_taken);
  g_test_add_func ("/server/hostile/bodies-that-mean-nothing", test_bodies_that_mean_nothing);
  g_test_add_func ("/server/hostile/parts-are-of-papers-alone", test_parts_are_of_papers_alone);
  g_test_add_func ("/server/hostile/uploads-with-holes", test_uploads_with_holes);
  g_test_add_func ("/server/hostile/a-trickle-is-given-up", test_a_trickle_is_given_up);
  g_test_add_func ("/server/hostile/two-uploads-at-once", test_two_uploads_at_once);
  return g_test_run ();
}
