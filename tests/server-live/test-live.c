/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Event streams over the real program: who is told what, and how they end. */

#include "hopso-test-call.h"

#include <string.h>

#define PART "/v1/participants/" HOPSO_TEST_PART

typedef struct
{
  GInputStream *stream;    /* owned */
  GDataInputStream *lines; /* owned */
  SoupMessage *message;    /* owned */
} Stream;

static void
stream_clear (Stream *stream)
{
  g_clear_object (&stream->lines);
  g_clear_object (&stream->stream);
  g_clear_object (&stream->message);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stream, stream_clear)

static void
listen_to (Stream *stream, HopsoTestCaller *caller, const char *known)
{
  g_autofree char *uri = g_strconcat (caller->url, "/v1/live", NULL);
  g_autofree char *bearer = g_strconcat ("Bearer ", caller->access, NULL);
  g_autoptr (GError) error = NULL;

  stream->message = soup_message_new ("GET", uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (stream->message);
  soup_message_headers_replace (headers, "Authorization", bearer);
  if (known != NULL)
    soup_message_headers_replace (headers, "Last-Event-ID", known);
  stream->stream = soup_session_send (caller->session, stream->message, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (stream->message), ==, 200);
  g_assert_cmpstr (soup_message_headers_get_content_type (
                       soup_message_get_response_headers (stream->message), NULL),
                   ==, "text/event-stream");
  stream->lines = g_data_input_stream_new (stream->stream);
}

/* The next line, NULL at the end. */
static char *
read_line (Stream *stream)
{
  return g_data_input_stream_read_line (stream->lines, NULL, NULL, NULL);
}

static char *
read_state (Stream *stream)
{
  g_autofree char *id = read_line (stream);
  g_autofree char *type = read_line (stream);
  g_autofree char *data = read_line (stream);
  g_autofree char *blank = read_line (stream);

  g_assert_true (g_str_has_prefix (id, "id: "));
  g_assert_cmpstr (type, ==, "event: state");
  g_assert_true (g_str_has_prefix (data, "data: {\"state\":\""));
  g_assert_nonnull (strstr (data, id + 4));
  g_assert_cmpstr (blank, ==, "");
  return g_strdup (id + 4);
}

static void
answer (HopsoTestCaller *caller, const char *partstat)
{
  g_autoptr (HopsoTestReply) before = hopso_test_caller_get (caller, PART);
  g_autofree char *body = g_strdup_printf ("{\"partstat\":\"%s\"}", partstat);
  g_autoptr (HopsoTestReply) reply =
      hopso_test_caller_patch (caller, PART, body, hopso_test_reply_get (before, "etag"));

  g_assert_cmpuint (reply->status, ==, 200);
}

static char *
get_state (HopsoTestCaller *caller)
{
  g_autoptr (HopsoTestReply) reply = hopso_test_caller_get (caller, "/v1/changes");

  return g_strdup (hopso_test_reply_get (reply, "newState"));
}

static void
test_a_change_is_told (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) clerk = hopso_test_caller_new (server, "thuky");
  g_autoptr (HopsoTestCaller) delegate = hopso_test_caller_new (server, "daibieu");
  g_auto (Stream) stream = { 0 };

  listen_to (&stream, clerk, NULL);
  g_autofree char *at_first = read_state (&stream);
  answer (delegate, "accepted");
  g_autofree char *then = read_state (&stream);
  g_autofree char *now = get_state (delegate);
  g_assert_cmpstr (at_first, !=, then);
  g_assert_cmpstr (then, ==, now);
}

static void
test_who_does_not_see_it_is_not_told (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) stranger = hopso_test_caller_new (server, "nguoila");
  g_autoptr (HopsoTestCaller) delegate = hopso_test_caller_new (server, "daibieu");
  g_autoptr (HopsoTestCaller) admin = hopso_test_caller_new (server, "quantri");
  g_autoptr (HopsoTestReply) person =
      hopso_test_caller_get (admin, "/v1/persons/" HOPSO_TEST_CHAIR);
  g_auto (Stream) stream = { 0 };

  listen_to (&stream, stranger, NULL);
  g_autofree char *at_first = read_state (&stream);
  answer (delegate, "accepted");
  g_autofree char *between = get_state (delegate);

  /* The next thing told is what everybody sees. */
  g_autoptr (HopsoTestReply) patch = hopso_test_caller_patch (
      admin, "/v1/persons/" HOPSO_TEST_CHAIR, "{\"x-position\":\"Trưởng\"}",
      hopso_test_reply_get (person, "etag"));
  g_assert_cmpuint (patch->status, ==, 200);
  g_autofree char *then = read_state (&stream);
  g_assert_cmpstr (then, !=, at_first);
  g_assert_cmpstr (then, !=, between);
}

static void
test_a_known_state_is_not_told_again (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) delegate = hopso_test_caller_new (server, "daibieu");
  g_autofree char *known = get_state (delegate);
  g_auto (Stream) silent = { 0 };
  g_auto (Stream) missed = { 0 };

  listen_to (&silent, delegate, known);
  g_autofree char *comment = read_line (&silent);
  g_assert_true (g_str_has_prefix (comment, ":"));
  answer (delegate, "declined");
  listen_to (&missed, delegate, known);
  g_autofree char *told = read_state (&missed);
  g_assert_cmpstr (told, !=, known);
}

/* However much happens at once: never more events than changes, and the last one is the truth. */
static void
test_the_last_of_many_changes_is_told (void)
{
  static const char *const answers[] = { "accepted", "declined" };
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) clerk = hopso_test_caller_new (server, "thuky");
  g_autoptr (HopsoTestCaller) delegate = hopso_test_caller_new (server, "daibieu");
  g_auto (Stream) stream = { 0 };
  const guint n_changes = 25;
  guint n_told = 0;

  listen_to (&stream, clerk, NULL);
  g_autofree char *told = read_state (&stream);
  for (guint i = 0; i < n_changes; i++)
    answer (delegate, answers[i % 2]);
  g_autofree char *now = get_state (delegate);
  while (strcmp (told, now) != 0)
    {
      g_free (told);
      told = read_state (&stream);
      n_told++;
    }
  g_assert_cmpuint (n_told, <=, n_changes);
}

static void
test_stopping_ends_streams (void)
{
  g_autoptr (HopsoTestServer) server = hopso_test_server_new ();
  g_autoptr (HopsoTestCaller) delegate = hopso_test_caller_new (server, "daibieu");
  g_auto (Stream) stream = { 0 };

  listen_to (&stream, delegate, NULL);
  g_autofree char *state = read_state (&stream);
  hopso_test_server_stop (server);
  g_assert_null (read_line (&stream));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server-live/a-change-is-told", test_a_change_is_told);
  g_test_add_func ("/server-live/who-does-not-see-it-is-not-told",
                   test_who_does_not_see_it_is_not_told);
  g_test_add_func ("/server-live/a-known-state-is-not-told-again",
                   test_a_known_state_is_not_told_again);
  g_test_add_func ("/server-live/the-last-of-many-changes-is-told",
                   test_the_last_of_many_changes_is_told);
  g_test_add_func ("/server-live/stopping-ends-streams", test_stopping_ends_streams);
  return g_test_run ();
}
