/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one way to web servers, and what is allowed on it: HTTPS whose certificate verifies against
 * the system's authorities or the one that the province installed; no redirects, so that a token
 * never travels elsewhere; no cookies; a cap on every reply. What is public and signed by itself
 * has rules of its own: hopso-http-public.c. There is no switch that skips verification. Main
 * thread. */

#include "hopso-http.h"

#include "hopso-http-private.h"

#include <glib/gi18n-lib.h>

#define IO_TIMEOUT_SECONDS 40 /* the server's event stream says something every 15 */
#define CONNS_PER_HOST     8
#define READ_SIZE          (64 * 1024)

struct _HopsoHttp
{
  GObject parent_instance;

  SoupSession *session;      /* owned */
  GTlsDatabase *own_anchors; /* owned, nullable: the system's authorities do */
};

typedef struct
{
  SoupMessage *message;        /* owned */
  HopsoHttpResponse *response; /* owned, nullable: headers have not come */
  GByteArray *body;            /* owned */
  GError *error;               /* owned, nullable: being explained */
  gsize max_size;
} Exchange;

G_DEFINE_FINAL_TYPE (HopsoHttp, hopso_http, G_TYPE_OBJECT)

static void
exchange_free (Exchange *exchange)
{
  g_clear_object (&exchange->message);
  g_clear_object (&exchange->response);
  g_clear_error (&exchange->error);
  g_byte_array_unref (exchange->body);
  g_free (exchange);
}

static void
hopso_http_dispose (GObject *object)
{
  HopsoHttp *self = HOPSO_HTTP (object);

  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->own_anchors);
  G_OBJECT_CLASS (hopso_http_parent_class)->dispose (object);
}

static void
hopso_http_class_init (HopsoHttpClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_http_dispose;
}

static void
hopso_http_init (HopsoHttp *self)
{
  self->session = soup_session_new_with_options (
      "max-conns-per-host", CONNS_PER_HOST, "max-conns", 4 * CONNS_PER_HOST, "timeout",
      IO_TIMEOUT_SECONDS, "user-agent", "HopSo/" HOPSO_VERSION, "accept-language-auto", TRUE, NULL);
}

/**
 * hopso_http_new:
 * @ca_file: (nullable): PEM certificates of authorities that are trusted besides the system's
 *
 * Returns: (transfer full): a session, or %NULL with @error when @ca_file cannot be used
 */
HopsoHttp *
hopso_http_new (const char *ca_file, GError **error)
{
  g_autoptr (HopsoHttp) self = g_object_new (HOPSO_TYPE_HTTP, NULL);

  if (ca_file != NULL)
    {
      self->own_anchors = g_tls_file_database_new (ca_file, error);
      if (self->own_anchors == NULL)
        return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * hopso_http_abort:
 *
 * Cancels everything under way and closes the connections.
 */
void
hopso_http_abort (HopsoHttp *self)
{
  g_return_if_fail (HOPSO_IS_HTTP (self));

  soup_session_abort (self->session);
}

/* The TLS library would send the address as the server's name, which is no name, and servers hang
 * up (RFC 6066 §3). Another name is sent then, and the certificate is verified here. */
static gboolean
is_ipv6_literal (GUri *uri)
{
  return strchr (g_uri_get_host (uri), ':') != NULL;
}

/* Called for a certificate that the system's authorities do not vouch for. */
static gboolean
accept_certificate_cb (SoupMessage *message,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags faults,
                       gpointer user_data)
{
  HopsoHttp *self = user_data;
  GUri *uri = soup_message_get_uri (message);
  g_autoptr (GSocketConnectable) identity =
      g_network_address_new (g_uri_get_host (uri), (guint16) g_uri_get_port (uri));
  g_autoptr (GTlsDatabase) anchors = NULL;
  g_autoptr (GError) error = NULL;
  GTlsCertificateFlags own_faults;

  if (self->own_anchors != NULL)
    anchors = g_object_ref (self->own_anchors);
  else if (is_ipv6_literal (uri))
    anchors = g_tls_backend_get_default_database (g_tls_backend_get_default ());
  else
    return FALSE;
  own_faults =
      g_tls_database_verify_chain (anchors, certificate, G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER,
                                   identity, NULL, G_TLS_DATABASE_VERIFY_NONE, NULL, &error);
  if (error == NULL)
    hopso_http_note_faults (message, own_faults);
  return own_faults == 0 && error == NULL;
}

/* Before the request goes out: what was negotiated must not be older than TLS 1.2. */
static void
network_event_cb (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *connection,
                  gpointer user_data)
{
  GUri *uri = soup_message_get_uri (message);

  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING && is_ipv6_literal (uri))
    {
      g_autoptr (GSocketConnectable) name =
          g_network_address_new ("ipv6.invalid", (guint16) g_uri_get_port (uri));

      g_tls_client_connection_set_server_identity (G_TLS_CLIENT_CONNECTION (connection), name);
    }
  if (event != G_SOCKET_CLIENT_TLS_HANDSHAKED || !G_IS_TLS_CONNECTION (connection))
    return;

  GTlsProtocolVersion version =
      g_tls_connection_get_protocol_version (G_TLS_CONNECTION (connection));
  if (version != G_TLS_PROTOCOL_VERSION_TLS_1_2 && version != G_TLS_PROTOCOL_VERSION_TLS_1_3)
    g_io_stream_close (connection, NULL, NULL);
}

static SoupMessage *
make_message (HopsoHttp *self, const HopsoHttpRequest *request, gboolean is_public, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (request->uri, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (SoupMessage) message = NULL;

  if (!hopso_http_judge_address (uri, request, is_public, error))
    return NULL;
  message = soup_message_new_from_uri (request->method, uri);
  for (guint i = 0; request->headers != NULL && request->headers[i] != NULL; i += 2)
    soup_message_headers_replace (soup_message_get_request_headers (message), request->headers[i],
                                  request->headers[i + 1]);
  hopso_http_keep_authorization_short (message);
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, request->content_type, request->body);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_disable_feature (message, SOUP_TYPE_AUTH_MANAGER);
  g_signal_connect_object (message, "accept-certificate", G_CALLBACK (accept_certificate_cb), self,
                           0);
  g_signal_connect_object (message, "network-event", G_CALLBACK (network_event_cb), self, 0);
  if (request->reach == HOPSO_HTTP_REACH_INTERNET)
    hopso_http_keep_to_internet (message);
  if (request->max_silence > 0)
    hopso_http_be_patient (message, request->max_silence);
  return g_steal_pointer (&message);
}

static void
clocks_compared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);
  g_autofree char *whose = hopso_http_compare_clocks_finish (result);

  if (whose != NULL)
    {
      g_clear_error (&exchange->error);
      exchange->error = g_error_new_literal (HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_TLS, whose);
    }
  g_task_return_error (task, g_steal_pointer (&exchange->error));
}

static void
fail (GTask *task, GError *error)
{
  HopsoHttp *self = g_task_get_source_object (task);
  Exchange *exchange = g_task_get_task_data (task);
  GError *translated = hopso_http_translate_error (error, exchange->message);

  if (!g_error_matches (translated, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_TLS) ||
      !hopso_http_is_dates_alone (hopso_http_get_faults (exchange->message)))
    {
      g_task_return_error (task, translated);
      return;
    }
  exchange->error = translated;
  hopso_http_compare_clocks_async (soup_message_get_uri (exchange->message), self->own_anchors,
                                   g_task_get_cancellable (task), clocks_compared_cb,
                                   g_object_ref (task));
}

static GTask *
begin (HopsoHttp *self, const HopsoHttpRequest *request, gboolean is_public, GTask *task)
{
  Exchange *exchange = g_new0 (Exchange, 1);
  GError *error = NULL;

  exchange->body = g_byte_array_new ();
  exchange->max_size = request->max_size;
  exchange->message = make_message (self, request, is_public, &error);
  g_task_set_task_data (task, exchange, (GDestroyNotify) exchange_free);
  if (exchange->message != NULL)
    return task;
  g_task_return_error (task, error);
  g_object_unref (task);
  return NULL;
}

static gboolean
take_headers (GTask *task, GObject *source, GAsyncResult *result)
{
  Exchange *exchange = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GInputStream) stream =
      soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (hopso_http_patience_end (exchange->message) && stream == NULL)
    {
      g_clear_error (&error);
      g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, _ ("no answer came"));
    }
  if (stream == NULL)
    {
      fail (task, error);
      return FALSE;
    }
  exchange->response = hopso_http_response_new (exchange->message, stream);
  return TRUE;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);

  if (take_headers (task, source, result))
    g_task_return_pointer (task, g_steal_pointer (&exchange->response), g_object_unref);
}

/**
 * hopso_http_open_async:
 * @request: what to ask; its maximum size is not used
 *
 * Sends a request and returns as soon as the headers have come; the body is read from the
 * response's stream.
 */
void
hopso_http_open_async (HopsoHttp *self,
                       const HopsoHttpRequest *request,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_HTTP (self));

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hopso_http_open_async);
  if (begin (self, request, FALSE, task) == NULL)
    return;

  Exchange *exchange = g_task_get_task_data (task);
  soup_session_send_async (self->session, exchange->message, G_PRIORITY_DEFAULT,
                           hopso_http_patience_begin (exchange->message, cancellable), opened_cb,
                           task);
}

/**
 * hopso_http_open_finish:
 *
 * Returns: (transfer full): the response, whatever its status, or %NULL with @error
 */
HopsoHttpResponse *
hopso_http_open_finish (HopsoHttp *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (bytes == NULL)
    {
      fail (task, error);
      return;
    }
  if (g_bytes_get_size (bytes) == 0)
    {
      hopso_http_response_take_body (exchange->response,
                                     g_byte_array_free_to_bytes (exchange->body));
      exchange->body = g_byte_array_new ();
      g_task_return_pointer (task, g_steal_pointer (&exchange->response), g_object_unref);
      return;
    }
  if (g_bytes_get_size (bytes) > exchange->max_size - exchange->body->len)
    {
      g_task_return_new_error (task, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_TOO_LARGE,
                               _ ("The server’s answer is too large"));
      return;
    }
  g_byte_array_append (exchange->body, g_bytes_get_data (bytes, NULL),
                       (guint) g_bytes_get_size (bytes));
  g_input_stream_read_bytes_async (G_INPUT_STREAM (source), READ_SIZE, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), read_cb, g_object_ref (task));
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);

  if (take_headers (task, source, result))
    g_input_stream_read_bytes_async (hopso_http_response_get_stream (exchange->response), READ_SIZE,
                                     G_PRIORITY_DEFAULT, g_task_get_cancellable (task), read_cb,
                                     g_object_ref (task));
}

/* As hopso_http_send_async(), and finished like it. */
void
hopso_http_send_any_async (HopsoHttp *self,
                           const HopsoHttpRequest *request,
                           gboolean is_public,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_http_send_any_async);
  if (begin (self, request, is_public, task) == NULL)
    return;

  Exchange *exchange = g_task_get_task_data (task);
  soup_session_send_async (self->session, exchange->message, G_PRIORITY_DEFAULT,
                           hopso_http_patience_begin (exchange->message, cancellable), sent_cb,
                           task);
}

/**
 * hopso_http_send_async:
 * @request: what to ask
 *
 * Sends a request and reads the whole reply.
 */
void
hopso_http_send_async (HopsoHttp *self,
                       const HopsoHttpRequest *request,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_HTTP (self));

  hopso_http_send_any_async (self, request, FALSE, cancellable, callback, user_data);
}

/**
 * hopso_http_send_finish:
 *
 * Returns: (transfer full): the response, whatever its status, or %NULL with @error
 */
HopsoHttpResponse *
hopso_http_send_finish (HopsoHttp *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
