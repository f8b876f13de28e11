/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A TLS server in this process that answers as each test wants it to, also wrongly, and a client
 * that talks to it. */

#include "world.h"

static void
reply (SoupServerMessage *message, guint status, const char *type, const char *text)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, text, strlen (text));
}

static void
reply_problem (SoupServerMessage *message, guint status, const char *name, const char *more)
{
  g_autofree char *text =
      g_strdup_printf ("{\"type\":\"urn:hopso:problem:%s\",\"title\":\"t\",\"x-title-vi\":\"tiếng "
                       "Việt\",\"x-title-en\":\"in English\",\"status\":%u%s}",
                       name, status, more);

  reply (message, status, "application/problem+json", text);
}

static void
reply_tokens (World *world, SoupServerMessage *message)
{
  g_autofree char *text = g_strdup_printf (
      "{\"access\":\"access%u\",\"refresh\":\"refresh%u\",\"expiresIn\":900,\"person\":\"" ID "\"}",
      world->n_renewals, world->n_renewals);

  reply (message, 200, "application/json", text);
}

static void
answer_renewal (World *world, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  g_ptr_array_add (world->refresh_keys,
                   g_strdup (soup_message_headers_get_one (headers, "Idempotency-Key")));
  if (world->is_spent)
    {
      reply_problem (message, 401, "not-signed-in", "");
      return;
    }
  if (world->n_lost > 0)
    {
      g_autoptr (GIOStream) connection = soup_server_message_steal_connection (message);

      world->n_lost--;
      g_io_stream_close (connection, NULL, NULL);
      return;
    }
  world->n_renewals++;
  reply_tokens (world, message);
}

static void
answer_upload (World *world, SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *range = soup_message_headers_get_one (headers, "Content-Range");
  g_autofree char *offset = NULL;

  g_byte_array_append (world->uploaded, (const guint8 *) body->data, (guint) body->length);
  offset = g_strdup_printf ("%u", world->uploaded->len);
  if (g_str_has_suffix (range, offset))
    {
      soup_server_message_set_status (message, 201, NULL);
      return;
    }
  soup_message_headers_append (soup_server_message_get_response_headers (message), "Upload-Offset",
                               offset);
  soup_server_message_set_status (message, 202, NULL);
}

static void
answer_live (World *world, SoupServerMessage *message)
{
  g_autofree char *text = g_strdup_printf (
      ": hello\nid: %u\nevent: state\ndata: {\"state\":\"s%u\"}\n\n", world->n_live, world->n_live);

  g_free (world->last_event_id);
  world->last_event_id = g_strdup (soup_message_headers_get_one (
      soup_server_message_get_request_headers (message), "Last-Event-ID"));
  world->n_live++;
  reply (message, 200, world->live_type != NULL ? world->live_type : "text/event-stream",
         world->live_text != NULL ? world->live_text : text);
}

static void
answer_record (World *world, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *object = "{\"id\":\"" ID "\",\"etag\":\"new\",\"name\":\"N\",\"meetingState\":"
                       "\"published\",\"start\":\"2026-11-23T08:00:00Z\"}";

  g_free (world->if_match);
  world->if_match = g_strdup (soup_message_headers_get_one (headers, "If-Match"));
  if (g_strcmp0 (world->if_match, "\"stale\"") == 0)
    {
      g_autofree char *more = g_strdup_printf (",\"x-kind\":\"meetings\",\"x-current\":%s", object);

      reply_problem (message, 412, "stale", more);
    }
  else
    reply (message, 200, "application/json", object);
}

static gboolean
is_let_in (World *world, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *value = soup_message_headers_get_one (headers, "Authorization");
  g_autofree char *wanted = g_strdup_printf ("Bearer access%u", world->n_renewals);

  if (world->n_turned_away > 0)
    {
      world->n_turned_away--;
      return FALSE;
    }
  return g_strcmp0 (value, wanted) == 0;
}

static void
handle_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer user_data)
{
  World *world = user_data;

  if (g_str_equal (path, "/v1/session/refresh"))
    answer_renewal (world, message);
  else if (g_str_equal (path, "/v1/session"))
    reply_tokens (world, message);
  else if (!is_let_in (world, message))
    reply_problem (message, 401, "not-signed-in", "");
  else if (g_str_equal (path, "/v1/live"))
    answer_live (world, message);
  else if (g_str_equal (path, "/v1/changes"))
    {
      g_free (world->since);
      g_free (world->last_event_id);
      world->since = g_strdup (query != NULL ? g_hash_table_lookup (query, "since") : NULL);
      if (g_strcmp0 (world->since, "ancient") == 0)
        reply_problem (message, 410, "state-gone", "");
      else
        reply (message, 200, "application/json",
               "{\"newState\":\"7\",\"hasMoreChanges\":true,\"created\":{},\"updated\":{},"
               "\"destroyed\":[]}");
    }
  else if (g_str_has_prefix (path, "/v1/blobs/") &&
           g_str_equal (soup_server_message_get_method (message), "PUT"))
    answer_upload (world, message);
  else if (g_str_has_prefix (path, "/v1/blobs/"))
    reply (message, 200, "application/octet-stream", world->blob);
  else if (g_str_has_prefix (path, "/v1/meetings/"))
    answer_record (world, message);
  else
    soup_server_message_set_status (message, 503, NULL);
}

static void
count_cb (GObject *object, guint *count)
{
  ++*count;
}

void
world_set_up (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autofree char *url = NULL;

  world->tls = hopso_test_tls_new ();
  world->refresh_keys = g_ptr_array_new_with_free_func (g_free);
  world->uploaded = g_byte_array_new ();
  certificate = g_tls_certificate_new_from_file (world->tls->server_file, &error);
  g_assert_no_error (error);
  world->server = soup_server_new ("tls-certificate", certificate, NULL);
  soup_server_add_handler (world->server, NULL, handle_cb, world, NULL);
  soup_server_listen_local (world->server, 0,
                            SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);

  GSList *uris = soup_server_get_uris (world->server);
  url = g_strdup_printf ("https://127.0.0.1:%d/", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  world->remote = hopso_http_remote_new (url, world->tls->ca_file, &error);
  g_assert_no_error (error);
  g_signal_connect (world->remote, "refresh-token-changed", G_CALLBACK (count_cb),
                    &world->n_token_changes);
  g_signal_connect (world->remote, "signed-out", G_CALLBACK (count_cb), &world->n_signed_out);
}

void
world_tear_down (World *world, gconstpointer data)
{
  g_object_unref (world->remote);
  g_object_unref (world->server);
  g_ptr_array_unref (world->refresh_keys);
  g_byte_array_unref (world->uploaded);
  hopso_test_tls_free (world->tls);
  g_free (world->if_match);
  g_free (world->since);
  g_free (world->blob);
}

void
world_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

GAsyncResult *
world_wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (result);
}

void
world_sign_in (World *world)
{
  g_autoptr (HopsoSecret) password = hopso_secret_new_from_string ("secret");
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *person = NULL;
  g_autoptr (GError) error = NULL;

  hopso_http_remote_sign_in_async (world->remote, "vanthu", password, NULL, world_done_cb,
                                   &pending);
  result = world_wait_for (&pending);
  person = hopso_http_remote_sign_in_finish (world->remote, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (person, ==, ID);
}
