/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A server's answer: status, header fields and either the whole body or a stream of it. Keeps what
 * it needs of the message, so that no caller sees the HTTP library. Main thread. */

#include "hopso-http-private.h"

struct _HopsoHttpResponse
{
  GObject parent_instance;

  guint status;
  SoupMessageHeaders *headers; /* owned */
  GInputStream *stream;        /* owned */
  GBytes *body;                /* owned, nullable: not read as a whole */
};

G_DEFINE_FINAL_TYPE (HopsoHttpResponse, hopso_http_response, G_TYPE_OBJECT)

static void
hopso_http_response_finalize (GObject *object)
{
  HopsoHttpResponse *self = HOPSO_HTTP_RESPONSE (object);

  soup_message_headers_unref (self->headers);
  g_object_unref (self->stream);
  g_clear_pointer (&self->body, g_bytes_unref);
  G_OBJECT_CLASS (hopso_http_response_parent_class)->finalize (object);
}

static void
hopso_http_response_class_init (HopsoHttpResponseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_http_response_finalize;
}

static void
hopso_http_response_init (HopsoHttpResponse *self)
{
}

HopsoHttpResponse *
hopso_http_response_new (SoupMessage *message, GInputStream *stream)
{
  HopsoHttpResponse *self = g_object_new (HOPSO_TYPE_HTTP_RESPONSE, NULL);

  self->status = soup_message_get_status (message);
  self->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
  self->stream = g_object_ref (stream);
  return self;
}

void
hopso_http_response_take_body (HopsoHttpResponse *self, GBytes *body)
{
  self->body = body;
}

/**
 * hopso_http_response_get_status:
 *
 * Returns: the status code, such as 200
 */
guint
hopso_http_response_get_status (HopsoHttpResponse *self)
{
  return self->status;
}

/**
 * hopso_http_response_get_header:
 * @name: the name of a header field, in any case
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
hopso_http_response_get_header (HopsoHttpResponse *self, const char *name)
{
  return soup_message_headers_get_one (self->headers, name);
}

static gint64
read_date (const char *value)
{
  g_autoptr (GDateTime) date = value != NULL ? soup_date_time_new_from_http_string (value) : NULL;

  return date != NULL ? g_date_time_to_unix (date) : 0;
}

/**
 * hopso_http_response_get_date:
 *
 * Returns: the server's time when it answered, seconds since 1970-01-01T00:00:00Z, 0 when it did
 *   not say
 */
gint64
hopso_http_response_get_date (HopsoHttpResponse *self)
{
  return read_date (hopso_http_response_get_header (self, "Date"));
}

/**
 * hopso_http_response_get_retry_after:
 * @now: the time, seconds since 1970-01-01T00:00:00Z, for a server that does not say its own: a
 *   wait until a date is measured by one clock, since ours may be wrong by a year
 *
 * Returns: in how many seconds the server wants to be asked again (RFC 9110 §10.2.3), 0 when it
 *   did not say, an hour at most
 */
gint64
hopso_http_response_get_retry_after (HopsoHttpResponse *self, gint64 now)
{
  const char *value = hopso_http_response_get_header (self, "Retry-After");
  guint64 seconds = 0;

  if (value == NULL)
    return 0;
  if (g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT32, &seconds, NULL))
    return (gint64) MIN (seconds, 3600);

  gint64 until = read_date (value);
  gint64 sent = hopso_http_response_get_date (self);
  return until != 0 ? CLAMP (until - (sent != 0 ? sent : now), 0, 3600) : 0;
}

/**
 * hopso_http_response_get_body:
 *
 * Returns: (transfer none): the whole body, of a request that was sent with hopso_http_send_async()
 */
GBytes *
hopso_http_response_get_body (HopsoHttpResponse *self)
{
  g_return_val_if_fail (self->body != NULL, NULL);

  return self->body;
}

/**
 * hopso_http_response_get_stream:
 *
 * Returns: (transfer none): the body as it arrives, of a request that was sent with
 *   hopso_http_open_async(); the caller counts its bytes
 */
GInputStream *
hopso_http_response_get_stream (HopsoHttpResponse *self)
{
  return self->stream;
}
