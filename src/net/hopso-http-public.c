/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is public and signed by itself: revocation lists, answers of OCSP, certificates of
 * authorities, timestamps. The standards publish them over plain HTTP. Their addresses stand in
 * certificates, which may come from anybody who sends a document, so no request may become a tool
 * against machines of this network: few ports, few redirects, none into other machines here, and
 * for addresses that nobody vouches for none of these machines at all; nor a proxy among them, as
 * only that would know where they lead. Main thread. */

#include "hopso-http-private.h"

#include <glib/gi18n-lib.h>

#define MAX_REDIRECTS      3
#define FIRST_USER_PORT    1024
#define KEPT               "hopso-http-kept"
#define SOCKET             "hopso-http-socket"
#define IS_CARRIER(b)      ((b)[0] == 100 && ((b)[1] & 0xc0) == 64)          /* RFC 6598 */
#define IS_BENCHMARK(b)    ((b)[0] == 198 && ((b)[1] & 0xfe) == 18)          /* RFC 2544 */
#define IS_PROTOCOL_USE(b) ((b)[0] == 192 && (b)[1] == 0 && (b)[2] == 0)     /* RFC 6890 */
#define IS_UNIQUE_LOCAL(b) (((b)[0] & 0xfe) == 0xfc)                         /* RFC 4193 */
#define IS_NAT64(b)        ((b)[0] == 0 && (b)[1] == 0x64 && (b)[2] == 0xff) /* RFC 6052 */
#define IS_6TO4(b)         ((b)[0] == 0x20 && (b)[1] == 0x02)                /* RFC 3056 */
#define IS_TEREDO(b)       ((b)[0] == 0x20 && (b)[1] == 0x01 && (b)[2] == 0 && (b)[3] == 0)

/* One public request and the redirects that it led to: the data of its task. */
typedef struct
{
  HopsoHttpRequest request; /* its pointers are owned */
  GCancellable *own;        /* owned: what the library is given */
  GCancellable *caller;     /* owned, nullable */
  gulong connection;        /* to the caller's */
  guint timeout;            /* source id */
  guint n_redirects;
  gboolean is_over;
} Journey;

static void
journey_free (gpointer data)
{
  Journey *self = data;

  g_cancellable_disconnect (self->caller, self->connection);
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_object (&self->caller);
  g_object_unref (self->own);
  g_free ((char *) self->request.method);
  g_free ((char *) self->request.uri);
  g_free ((char *) self->request.content_type);
  g_clear_pointer (&self->request.body, g_bytes_unref);
  g_free (self);
}

/* --- who may be asked ------------------------------------------------------------------------ */

static gboolean
is_in_internet (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_is_any (address) || g_inet_address_get_is_loopback (address) ||
      g_inet_address_get_is_link_local (address) || g_inet_address_get_is_site_local (address) ||
      g_inet_address_get_is_multicast (address))
    return FALSE;
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    return bytes[0] != 0 && bytes[0] < 240 && !IS_CARRIER (bytes) && !IS_BENCHMARK (bytes) &&
           !IS_PROTOCOL_USE (bytes);
  /* What only leads on to addresses of version 4, any of them, is left out. */
  return (bytes[0] & 0xe0) == 0x20 && !IS_UNIQUE_LOCAL (bytes) && !IS_NAT64 (bytes) &&
         !IS_6TO4 (bytes) && !IS_TEREDO (bytes);
}

static void
connecting_cb (SoupMessage *message,
               GSocketClientEvent event,
               GIOStream *connection,
               gpointer user_data)
{
  g_autoptr (GSocketAddress) address = NULL;

  if ((event != G_SOCKET_CLIENT_CONNECTING && event != G_SOCKET_CLIENT_CONNECTED) ||
      !G_IS_SOCKET_CONNECTION (connection))
    return;
  address = g_socket_connection_get_remote_address (G_SOCKET_CONNECTION (connection), NULL);
  if (address != NULL && G_IS_INET_SOCKET_ADDRESS (address) &&
      is_in_internet (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address))))
    return;
  g_object_set_data (G_OBJECT (message), KEPT, GUINT_TO_POINTER (TRUE));
  g_io_stream_close (connection, NULL, NULL);
}

/* The address is judged where the connection is made: a name may lead elsewhere each time that it
 * is asked for. */
void
hopso_http_keep_to_internet (SoupMessage *message)
{
  g_signal_connect (message, "network-event", G_CALLBACK (connecting_cb), NULL);
}

gboolean
hopso_http_was_kept (SoupMessage *message)
{
  return g_object_get_data (G_OBJECT (message), KEPT) != NULL;
}

static void
connected_cb (SoupMessage *message,
              GSocketClientEvent event,
              GIOStream *connection,
              gpointer seconds)
{
  if (event == G_SOCKET_CLIENT_CONNECTED && G_IS_SOCKET_CONNECTION (connection))
    g_object_set_data_full (
        G_OBJECT (message), SOCKET,
        g_object_ref (g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection))),
        g_object_unref);
}

/* The library sets its own time-out once the connection is made; what counts is the waiting. */
static void
wrote_headers_cb (SoupMessage *message, gpointer seconds)
{
  GSocket *socket = g_object_get_data (G_OBJECT (message), SOCKET);

  if (socket != NULL)
    g_socket_set_timeout (socket, GPOINTER_TO_UINT (seconds));
}

/* The session's time-out is too short for who thinks for minutes. It belongs to the connection, so
 * this one is used for nothing else before. */
void
hopso_http_be_patient (SoupMessage *message, guint max_silence)
{
  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  g_signal_connect (message, "network-event", G_CALLBACK (connected_cb),
                    GUINT_TO_POINTER (max_silence));
  g_signal_connect (message, "wrote-headers", G_CALLBACK (wrote_headers_cb),
                    GUINT_TO_POINTER (max_silence));
}

static gboolean
is_number_outside (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL && !is_in_internet (address);
}

static gboolean
is_allowed (GUri *uri, HopsoHttpReach reach)
{
  const char *scheme = g_uri_get_scheme (uri);
  int port = g_uri_get_port (uri);

  if ((!g_str_equal (scheme, "http") && !g_str_equal (scheme, "https")) ||
      g_uri_get_userinfo (uri) != NULL)
    return FALSE;
  if (reach == HOPSO_HTTP_REACH_INTERNET && is_number_outside (g_uri_get_host (uri)))
    return FALSE;
  return port == -1 || port == 80 || port == 443 ||
         (reach == HOPSO_HTTP_REACH_ANYWHERE && port >= FIRST_USER_PORT);
}

gboolean
hopso_http_judge_address (GUri *uri,
                          const HopsoHttpRequest *request,
                          gboolean is_public,
                          GError **error)
{
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  gboolean has_host = host != NULL && *host != '\0';

  if (has_host && !is_public && g_str_equal (g_uri_get_scheme (uri), "https"))
    return TRUE;
  if (has_host && is_public && is_allowed (uri, request->reach))
    return TRUE;
  g_set_error_literal (error, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_REFUSED,
                       is_public ? _ ("This address may not be asked")
                                 : _ ("The address must begin with https://"));
  return FALSE;
}

/* --- the journey ----------------------------------------------------------------------------- */

static void set_out (GTask *task);

static gboolean
timeout_cb (gpointer user_data)
{
  Journey *self = user_data;

  self->timeout = 0;
  self->is_over = TRUE;
  g_cancellable_cancel (self->own);
  return G_SOURCE_REMOVE;
}

static void
caller_cancelled_cb (GCancellable *caller, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static gboolean
is_redirect (guint status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* Where the answer says that the file is now. On another machine than the first one's, nobody
 * vouches for it; from HTTPS there is no way back. */
static gboolean
follow (Journey *self, const char *location, GError **error)
{
  g_autoptr (GUri) from = g_uri_parse (self->request.uri, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (GUri) to =
      location != NULL ? g_uri_parse_relative (from, location, SOUP_HTTP_URI_FLAGS, NULL) : NULL;

  if (to == NULL || self->n_redirects++ >= MAX_REDIRECTS ||
      (g_str_equal (g_uri_get_scheme (from), "https") &&
       !g_str_equal (g_uri_get_scheme (to), "https")))
    {
      g_set_error_literal (error, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_REFUSED,
                           _ ("The server sends elsewhere, and that is not followed"));
      return FALSE;
    }
  if (g_strcmp0 (g_uri_get_host (from), g_uri_get_host (to)) != 0)
    self->request.reach = HOPSO_HTTP_REACH_INTERNET;
  if (!hopso_http_judge_address (to, &self->request, TRUE, error))
    return FALSE;
  g_free ((char *) self->request.uri);
  self->request.uri = g_uri_to_string (to);
  return TRUE;
}

static void
fail (GTask *task, GError *error)
{
  Journey *self = g_task_get_task_data (task);

  if (self->is_over)
    {
      g_clear_error (&error);
      error = g_error_new (HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_OFFLINE,
                           _ ("The server cannot be reached (%s)"), _ ("no answer came"));
    }
  g_task_return_error (task, error);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Journey *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (HopsoHttpResponse) response =
      hopso_http_send_finish (HOPSO_HTTP (source), result, &error);
  guint status = response != NULL ? hopso_http_response_get_status (response) : 0;

  if (response == NULL)
    fail (task, error);
  else if (status == 200)
    g_task_return_pointer (task, g_bytes_ref (hopso_http_response_get_body (response)),
                           (GDestroyNotify) g_bytes_unref);
  else if (!is_redirect (status) || self->request.body != NULL)
    g_task_return_new_error (task, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_PROTOCOL,
                             _ ("The server gave no usable answer (%u)"), status);
  else if (!follow (self, hopso_http_response_get_header (response, "Location"), &error))
    g_task_return_error (task, error);
  else
    set_out (g_steal_pointer (&task));
}

static void
set_out (GTask *task)
{
  Journey *self = g_task_get_task_data (task);

  hopso_http_send_any_async (g_task_get_source_object (task), &self->request, TRUE, self->own,
                             answered_cb, task);
}

/**
 * hopso_http_send_public_async:
 * @request: what to ask, also over plain HTTP: the reply must be signed by itself. Headers are not
 *   sent along
 * @cancellable: (nullable): gives up
 *
 * Asks for one public file. GET follows a few redirects, POST none.
 */
void
hopso_http_send_public_async (HopsoHttp *self,
                              const HopsoHttpRequest *request,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_HTTP (self));

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Journey *journey = g_new0 (Journey, 1);

  g_task_set_source_tag (task, hopso_http_send_public_async);
  g_task_set_task_data (task, journey, journey_free);
  journey->request = (HopsoHttpRequest){
    .method = g_strdup (request->method),
    .uri = g_strdup (request->uri),
    .content_type = g_strdup (request->content_type),
    .body = request->body != NULL ? g_bytes_ref (request->body) : NULL,
    .max_size = request->max_size,
    .reach = request->reach,
    .max_silence = request->max_silence,
  };
  journey->own = g_cancellable_new ();
  if (cancellable != NULL)
    {
      journey->caller = g_object_ref (cancellable);
      journey->connection =
          g_cancellable_connect (cancellable, G_CALLBACK (caller_cancelled_cb), journey->own, NULL);
    }
  if (request->max_seconds > 0)
    journey->timeout = g_timeout_add_seconds (request->max_seconds, timeout_cb, journey);
  set_out (task);
}

/**
 * hopso_http_send_public_finish:
 *
 * Returns: (transfer full): what a server gave with status 200, or %NULL with @error
 */
GBytes *
hopso_http_send_public_finish (HopsoHttp *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
