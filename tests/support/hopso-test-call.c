/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Plain requests to a test server, without any of our own client's code. */

#include "hopso-test-call.h"

#include <string.h>

static char *
make_sign_in (const char *login)
{
  return g_strdup_printf (
      "{\"login\":\"%s\",\"password\":\"" HOPSO_TEST_PASSWORD "\",\"device\":\"máy thử\"}", login);
}

/* Half the life of an access token. */
#define RENEW_AFTER (450 * G_USEC_PER_SEC)

static void
take_tokens (HopsoTestCaller *self, HopsoTestReply *reply)
{
  g_assert_cmpuint (reply->status, ==, 200);
  g_free (self->access);
  g_free (self->refresh);
  self->access = g_strdup (hopso_test_reply_get (reply, "access"));
  self->refresh = g_strdup (hopso_test_reply_get (reply, "refresh"));
  self->renew_at = g_get_monotonic_time () + RENEW_AFTER;
}

/* A long test outlives its access token; one that was lent the token of another leaves it so. */
static void
renew_in_time (HopsoTestCaller *self)
{
  if (self->refresh == NULL || g_get_monotonic_time () < self->renew_at)
    return;

  g_autofree char *body = g_strdup_printf ("{\"refresh\":\"%s\"}", self->refresh);
  g_autofree char *key = g_uuid_string_random ();
  self->renew_at = G_MAXINT64;
  g_autoptr (HopsoTestReply) reply =
      hopso_test_caller_post (self, "/v1/session/refresh", body, key);
  take_tokens (self, reply);
}

/**
 * hopso_test_caller_new:
 * @server: a running server
 * @login: (nullable): who signs in; %NULL: nobody
 *
 * Returns: (transfer full): a caller
 */
HopsoTestCaller *
hopso_test_caller_new (HopsoTestServer *server, const char *login)
{
  HopsoTestCaller *self = g_new0 (HopsoTestCaller, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) trusted =
      g_tls_file_database_new (hopso_test_server_get_ca_file (server), &error);

  g_assert_no_error (error);
  self->session = soup_session_new_with_options ("tls-database", trusted, "timeout", 30, NULL);
  self->url = g_strdup (hopso_test_server_get_url (server));
  if (login == NULL)
    return self;

  g_autofree char *body = make_sign_in (login);
  g_autoptr (HopsoTestReply) reply = hopso_test_caller_post (self, "/v1/session", body, NULL);
  take_tokens (self, reply);
  return self;
}

/**
 * hopso_test_caller_free:
 * @self: (transfer full): a caller
 */
void
hopso_test_caller_free (HopsoTestCaller *self)
{
  soup_session_abort (self->session);
  g_object_unref (self->session);
  g_free (self->url);
  g_free (self->access);
  g_free (self->refresh);
  g_free (self);
}

/* NULL with @error when no whole answer came. */
static HopsoTestReply *
send_message (HopsoTestCaller *self, SoupMessage *message, GError **error)
{
  g_autoptr (GBytes) body = soup_session_send_and_read (self->session, message, NULL, error);

  if (body == NULL)
    return NULL;

  HopsoTestReply *reply = g_new0 (HopsoTestReply, 1);
  reply->body = g_steal_pointer (&body);
  reply->status = soup_message_get_status (message);
  reply->headers = soup_message_headers_ref (soup_message_get_response_headers (message));

  gsize size;
  const char *text = g_bytes_get_data (reply->body, &size);
  g_autoptr (JsonParser) parser = json_parser_new ();
  if (size > 0 && text[0] == '{' && json_parser_load_from_data (parser, text, (gssize) size, NULL))
    reply->json = json_node_dup_object (json_parser_get_root (parser));
  return reply;
}

static SoupMessage *
make_message (
    HopsoTestCaller *self, const char *method, const char *path, GBytes *body, va_list list)
{
  g_autofree char *uri = g_strconcat (self->url, path, NULL);
  SoupMessage *message = soup_message_new (method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  const char *name;

  if (self->access != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", self->access, NULL);
      soup_message_headers_replace (headers, "Authorization", bearer);
    }
  while ((name = va_arg (list, const char *)) != NULL)
    {
      const char *value = va_arg (list, const char *);
      if (value != NULL)
        soup_message_headers_replace (headers, name, value);
    }
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/octet-stream", body);
  return message;
}

/**
 * hopso_test_caller_send:
 * @body: (nullable): the request's body
 * @...: names and values of headers
 *
 * Returns: (transfer full): what the server answered
 */
HopsoTestReply *
hopso_test_caller_send (
    HopsoTestCaller *self, const char *method, const char *path, GBytes *body, ...)
{
  g_autoptr (GError) error = NULL;
  va_list list;

  renew_in_time (self);
  va_start (list, body);
  g_autoptr (SoupMessage) message = make_message (self, method, path, body, list);
  va_end (list);
  HopsoTestReply *reply = send_message (self, message, &error);
  g_assert_no_error (error);
  return reply;
}

/**
 * hopso_test_caller_try:
 * @body: (nullable): the request's body
 * @...: names and values of headers
 *
 * Returns: (transfer full) (nullable): what the server answered; %NULL when it died of it
 */
HopsoTestReply *
hopso_test_caller_try (
    HopsoTestCaller *self, const char *method, const char *path, GBytes *body, ...)
{
  va_list list;

  va_start (list, body);
  g_autoptr (SoupMessage) message = make_message (self, method, path, body, list);
  va_end (list);
  return send_message (self, message, NULL);
}

/**
 * hopso_test_caller_get:
 *
 * Returns: (transfer full): what the server answered
 */
HopsoTestReply *
hopso_test_caller_get (HopsoTestCaller *self, const char *path)
{
  return hopso_test_caller_send (self, "GET", path, NULL, NULL);
}

/**
 * hopso_test_caller_post:
 * @key: (nullable): the Idempotency-Key
 *
 * Returns: (transfer full): what the server answered
 */
HopsoTestReply *
hopso_test_caller_post (HopsoTestCaller *self, const char *path, const char *body, const char *key)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  return hopso_test_caller_send (self, "POST", path, bytes, "Idempotency-Key", key, NULL);
}

/**
 * hopso_test_caller_patch:
 * @etag: the entity tag without quotes
 *
 * Returns: (transfer full): what the server answered to a request with a fresh key
 */
HopsoTestReply *
hopso_test_caller_patch (HopsoTestCaller *self,
                         const char *path,
                         const char *body,
                         const char *etag)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", etag);

  return hopso_test_caller_send (self, "PATCH", path, bytes, "Idempotency-Key", key, "If-Match",
                                 quoted, NULL);
}

/**
 * hopso_test_reply_free:
 * @self: (transfer full): a reply
 */
void
hopso_test_reply_free (HopsoTestReply *self)
{
  soup_message_headers_unref (self->headers);
  g_bytes_unref (self->body);
  g_clear_pointer (&self->json, json_object_unref);
  g_free (self);
}

/**
 * hopso_test_reply_get:
 * @member: the name of a member that is a string
 *
 * Returns: (transfer none): its value
 */
const char *
hopso_test_reply_get (HopsoTestReply *self, const char *member)
{
  g_assert_nonnull (self->json);
  return json_object_get_string_member_with_default (self->json, member, NULL);
}

/**
 * hopso_test_reply_assert_problem:
 * @status: the status it must have
 * @name: the last part of the problem's type
 */
void
hopso_test_reply_assert_problem (HopsoTestReply *self, guint status, const char *name)
{
  g_autofree char *type = g_strconcat ("urn:hopso:problem:", name, NULL);

  g_assert_cmpuint (self->status, ==, status);
  g_assert_cmpstr (soup_message_headers_get_content_type (self->headers, NULL), ==,
                   "application/problem+json");
  g_assert_cmpstr (hopso_test_reply_get (self, "type"), ==, type);
  g_assert_cmpint (json_object_get_int_member (self->json, "status"), ==, status);
}
