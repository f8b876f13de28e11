/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests of the protocol over HTTPS: each gets the access token; one that is turned away with 401
 * is sent once more with a fresh token. Main thread. */

#include "hopso-http-remote-private.h"

#include <glib/gi18n-lib.h>

/* A request on its way, with all it needs to be sent twice. */
typedef struct
{
  char *method;
  char *path;
  char **headers; /* nullable */
  char *content_type;
  GBytes *body;      /* owned, nullable */
  HopsoSecret *used; /* owned, nullable: the token it was sent with */
  gsize max_size;
  gboolean as_stream;
  gboolean is_public; /* needs no session */
  gboolean was_refused;
} Errand;

enum
{
  REFRESH_TOKEN_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void hopso_http_remote_remote_init (HopsoRemoteInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HopsoHttpRemote,
                               hopso_http_remote,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HOPSO_TYPE_REMOTE,
                                                      hopso_http_remote_remote_init))

static void
errand_free (Errand *errand)
{
  g_free (errand->method);
  g_free (errand->path);
  g_strfreev (errand->headers);
  g_free (errand->content_type);
  g_clear_pointer (&errand->body, g_bytes_unref);
  g_clear_pointer (&errand->used, hopso_secret_unref);
  g_free (errand);
}

static void
hopso_http_remote_dispose (GObject *object)
{
  HopsoHttpRemote *self = HOPSO_HTTP_REMOTE (object);

  g_clear_object (&self->http);
  g_clear_pointer (&self->access, hopso_secret_unref);
  g_clear_pointer (&self->refresh, hopso_secret_unref);
  G_OBJECT_CLASS (hopso_http_remote_parent_class)->dispose (object);
}

static void
hopso_http_remote_finalize (GObject *object)
{
  HopsoHttpRemote *self = HOPSO_HTTP_REMOTE (object);

  g_ptr_array_unref (self->waiting);
  g_free (self->base);
  G_OBJECT_CLASS (hopso_http_remote_parent_class)->finalize (object);
}

static void
hopso_http_remote_class_init (HopsoHttpRemoteClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_http_remote_dispose;
  G_OBJECT_CLASS (klass)->finalize = hopso_http_remote_finalize;
  signals[REFRESH_TOKEN_CHANGED] =
      g_signal_new ("refresh-token-changed", HOPSO_TYPE_HTTP_REMOTE, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
hopso_http_remote_init (HopsoHttpRemote *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * hopso_http_remote_new:
 * @server_url: such as "https://hop.tinh.gov.vn"
 * @ca_file: (nullable): the province's own authority, PEM
 *
 * Returns: (transfer full): the server, not signed in, or %NULL with @error
 */
HopsoHttpRemote *
hopso_http_remote_new (const char *server_url, const char *ca_file, GError **error)
{
  g_autoptr (HopsoHttp) http = hopso_http_new (ca_file, error);
  gsize length = strlen (server_url);

  if (http == NULL)
    return NULL;

  HopsoHttpRemote *self = g_object_new (HOPSO_TYPE_HTTP_REMOTE, NULL);
  while (length > 0 && server_url[length - 1] == '/')
    length--;
  self->base = g_strndup (server_url, length);
  self->http = g_steal_pointer (&http);
  return self;
}

/**
 * hopso_http_remote_close:
 *
 * Cancels every request under way and forgets the tokens.
 */
void
hopso_http_remote_close (HopsoHttpRemote *self)
{
  g_return_if_fail (HOPSO_IS_HTTP_REMOTE (self));

  hopso_http_abort (self->http);
  g_clear_pointer (&self->access, hopso_secret_unref);
  g_clear_pointer (&self->refresh, hopso_secret_unref);
}

char *
hopso_http_remote_make_uri (HopsoHttpRemote *self, const char *path)
{
  return g_strconcat (self->base, path, NULL);
}

static HopsoRemoteReply *
make_reply (HopsoHttpResponse *response, gboolean as_stream)
{
  HopsoRemoteReply *reply = g_new0 (HopsoRemoteReply, 1);
  const char *offset = hopso_http_response_get_header (response, "Upload-Offset");

  reply->status = hopso_http_response_get_status (response);
  reply->content_type = g_strdup (hopso_http_response_get_header (response, "Content-Type"));
  reply->content_range = g_strdup (hopso_http_response_get_header (response, "Content-Range"));
  if (offset != NULL)
    g_ascii_string_to_unsigned (offset, 10, 0, G_MAXINT64, &reply->upload_offset, NULL);
  if (as_stream)
    reply->stream = g_object_ref (hopso_http_response_get_stream (response));
  else
    reply->body = g_bytes_ref (hopso_http_response_get_body (response));
  return reply;
}

/* Whether the response is not the server's; if it is, its clock is read. */
gboolean
hopso_http_remote_take_headers (HopsoHttpRemote *self, HopsoHttpResponse *response)
{
  gint64 date = hopso_http_response_get_date (response);

  if (hopso_remote_is_foreign (hopso_http_response_get_status (response),
                               hopso_http_response_get_header (response, "Content-Type")))
    return TRUE;
  if (date != 0)
    {
      self->server_time = date;
      self->server_time_at = g_get_monotonic_time ();
    }
  return FALSE;
}

GError *
hopso_http_remote_read_error (HopsoHttpResponse *response, gboolean has_body)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  return hopso_remote_error_new_from_reply (
      hopso_http_response_get_status (response),
      hopso_http_response_get_header (response, "Content-Type"),
      has_body ? hopso_http_response_get_body (response) : NULL,
      hopso_http_response_get_retry_after (response, now));
}

static gint64
hopso_http_remote_get_server_time (HopsoRemote *remote)
{
  HopsoHttpRemote *self = HOPSO_HTTP_REMOTE (remote);

  if (self->server_time == 0)
    return 0;
  return self->server_time + (g_get_monotonic_time () - self->server_time_at) / G_USEC_PER_SEC;
}

static void
responded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  HopsoHttpRemote *self = g_task_get_source_object (task);
  Errand *errand = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (HopsoHttpResponse) response =
      errand->as_stream ? hopso_http_open_finish (HOPSO_HTTP (source), result, &error)
                        : hopso_http_send_finish (HOPSO_HTTP (source), result, &error);
  guint status = response != NULL ? hopso_http_response_get_status (response) : 0;
  gboolean is_foreign = response != NULL && hopso_http_remote_take_headers (self, response);

  if (status == 401 && !is_foreign && !errand->is_public && !errand->was_refused)
    {
      errand->was_refused = TRUE;
      hopso_http_remote_forget_access (self, errand->used);
      hopso_http_remote_wait_for_access (self, task);
      return;
    }
  if (response == NULL)
    g_task_return_error (task, hopso_remote_error_translate (error));
  else if (status >= 200 && status < 300 && !is_foreign)
    g_task_return_pointer (task, make_reply (response, errand->as_stream),
                           (GDestroyNotify) hopso_remote_reply_free);
  else
    g_task_return_error (task, hopso_http_remote_read_error (response, !errand->as_stream));
  g_object_unref (task);
}

static GPtrArray *
collect_headers (Errand *errand, HopsoSecret *access)
{
  GPtrArray *headers = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_secret_wipe_string);

  for (guint i = 0; errand->headers != NULL && errand->headers[i] != NULL; i++)
    g_ptr_array_add (headers, g_strdup (errand->headers[i]));
  if (access != NULL)
    {
      g_ptr_array_add (headers, g_strdup ("Authorization"));
      g_ptr_array_add (headers, g_strdup_printf ("Bearer %s", hopso_secret_get_string (access)));
    }
  g_ptr_array_add (headers, NULL);
  return headers;
}

void
hopso_http_remote_transmit (HopsoHttpRemote *self, GTask *task)
{
  Errand *errand = g_task_get_task_data (task);
  g_autofree char *uri = hopso_http_remote_make_uri (self, errand->path);
  g_autoptr (GPtrArray) headers = collect_headers (errand, errand->is_public ? NULL : self->access);
  const HopsoHttpRequest request = { .method = errand->method,
                                     .uri = uri,
                                     .headers = (const char *const *) headers->pdata,
                                     .content_type = errand->content_type,
                                     .body = errand->body,
                                     .max_size = errand->max_size };

  g_clear_pointer (&errand->used, hopso_secret_unref);
  if (self->access != NULL)
    errand->used = hopso_secret_ref (self->access);
  if (errand->as_stream)
    hopso_http_open_async (self->http, &request, g_task_get_cancellable (task), responded_cb, task);
  else
    hopso_http_send_async (self->http, &request, g_task_get_cancellable (task), responded_cb, task);
}

static void
hopso_http_remote_send_async (HopsoRemote *remote,
                              const HopsoRemoteRequest *request,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  HopsoHttpRemote *self = HOPSO_HTTP_REMOTE (remote);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Errand *errand = g_new0 (Errand, 1);

  errand->method = g_strdup (request->method);
  errand->path = g_strdup (request->path);
  errand->headers = g_strdupv ((char **) request->headers);
  errand->content_type = g_strdup (request->content_type);
  errand->body = request->body != NULL ? g_bytes_ref (request->body) : NULL;
  errand->max_size = request->max_size;
  errand->as_stream = request->as_stream;
  errand->is_public = g_str_equal (request->path, "/v1/server");
  g_task_set_source_tag (task, hopso_http_remote_send_async);
  g_task_set_task_data (task, errand, (GDestroyNotify) errand_free);
  if (errand->is_public || hopso_http_remote_has_access (self))
    hopso_http_remote_transmit (self, task);
  else
    hopso_http_remote_wait_for_access (self, task);
}

static HopsoRemoteReply *
hopso_http_remote_send_finish (HopsoRemote *remote, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, remote), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
hopso_http_remote_remote_init (HopsoRemoteInterface *iface)
{
  iface->send_async = hopso_http_remote_send_async;
  iface->send_finish = hopso_http_remote_send_finish;
  iface->get_server_time = hopso_http_remote_get_server_time;
}
