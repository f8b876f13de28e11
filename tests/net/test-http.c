/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The policy against a real TLS server in this process: what is let through, and what is not. */

#include "hopso-http-lines.h"
#include "hopso-http.h"
#include "hopso-test-tls.h"

#include <libsoup/soup.h>

typedef struct
{
  HopsoTestTls *tls;
  SoupServer *server;
  char *base;
  char *plain_base;
  SoupServer *plain;
} World;

static void
handle_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer user_data)
{
  SoupMessageHeaders *in = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *out = soup_server_message_get_response_headers (message);

  if (g_str_equal (path, "/large"))
    {
      g_autofree char *zeros = g_malloc0 (300000);

      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_COPY, zeros, 300000);
    }
  else if (g_str_equal (path, "/elsewhere"))
    soup_server_message_set_redirect (message, 302, "/echo");
  else if (g_str_equal (path, "/busy"))
    {
      soup_message_headers_append (out, "Retry-After", "7");
      soup_server_message_set_status (message, 503, NULL);
    }
  else
    {
      SoupMessageBody *body = soup_server_message_get_request_body (message);
      const char *header = soup_message_headers_get_one (in, "X-Test");
      g_autofree char *text = g_strdup_printf (
          "%s %s %.*s\n", soup_server_message_get_method (message), header != NULL ? header : "-",
          (int) body->length, body->length > 0 ? body->data : "");

      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_COPY, text,
                                        strlen (text));
    }
}

static char *
listen_on_loopback (SoupServer *server, SoupServerListenOptions options)
{
  g_autoptr (GError) error = NULL;

  soup_server_add_handler (server, NULL, handle_cb, NULL, NULL);
  soup_server_listen_local (server, 0, options | SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);

  GSList *uris = soup_server_get_uris (server);
  int port = g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return g_strdup_printf ("%s://127.0.0.1:%d",
                          (options & SOUP_SERVER_LISTEN_HTTPS) != 0 ? "https" : "http", port);
}

static void
set_up_with (World *world, HopsoTestTls *tls)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;

  world->tls = tls;
  certificate = g_tls_certificate_new_from_file (world->tls->server_file, &error);
  g_assert_no_error (error);
  world->server = soup_server_new ("tls-certificate", certificate, NULL);
  world->base = listen_on_loopback (world->server, SOUP_SERVER_LISTEN_HTTPS);
  world->plain = soup_server_new (NULL, NULL);
  world->plain_base = listen_on_loopback (world->plain, 0);
}

static void
set_up (World *world, gconstpointer data)
{
  set_up_with (world, hopso_test_tls_new ());
}

static void
tear_down (World *world, gconstpointer data)
{
  g_object_unref (world->server);
  g_object_unref (world->plain);
  hopso_test_tls_free (world->tls);
  g_free (world->base);
  g_free (world->plain_base);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (result);
}

static HopsoHttpResponse *
ask (HopsoHttp *http, const char *base, const char *path, GError **error)
{
  g_autofree char *uri = g_strconcat (base, path, NULL);
  const char *const headers[] = { "X-Test", "yes", NULL };
  g_autoptr (GBytes) body = g_bytes_new_static ("body", 4);
  const HopsoHttpRequest request = { .method = "POST",
                                     .uri = uri,
                                     .headers = headers,
                                     .content_type = "text/plain",
                                     .body = body,
                                     .max_size = 200000 };
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hopso_http_send_async (http, &request, NULL, done_cb, &pending);
  result = wait_for (&pending);
  return hopso_http_send_finish (http, result, error);
}

static HopsoHttp *
make_http (const char *ca_file)
{
  g_autoptr (GError) error = NULL;
  HopsoHttp *http = hopso_http_new (ca_file, &error);

  g_assert_no_error (error);
  return http;
}

static void
test_trusts_an_installed_authority (World *world, gconstpointer data)
{
  g_autoptr (HopsoHttp) http = make_http (world->tls->ca_file);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoHttpResponse) response = ask (http, world->base, "/echo", &error);
  gsize size = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (hopso_http_response_get_status (response), ==, 200);

  const char *text = g_bytes_get_data (hopso_http_response_get_body (response), &size);
  g_assert_cmpmem (text, size, "POST yes body\n", 14);
}

static void
test_refuses_an_unknown_authority (World *world, gconstpointer data)
{
  g_autoptr (HopsoHttp) http = make_http (NULL);
  g_autoptr (HopsoTestTls) other = hopso_test_tls_new ();
  g_autoptr (HopsoHttp) wrong = make_http (other->ca_file);
  g_autoptr (GError) error = NULL;

  g_assert_null (ask (http, world->base, "/echo", &error));
  g_assert_error (error, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_TLS);
  g_assert_nonnull (strstr (error->message, "authority"));
  g_clear_error (&error);
  g_assert_null (ask (wrong, world->base, "/echo", &error));
  g_assert_error (error, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_TLS);
}

static void
assert_refused (HopsoTestTls *tls, const char *word)
{
  World world;
  g_autoptr (HopsoHttp) http = make_http (tls->ca_file);
  g_autoptr (GError) error = NULL;

  set_up_with (&world, tls);
  g_assert_null (ask (http, world.base, "/echo", &error));
  g_assert_error (error, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_TLS);
  g_assert_nonnull (strstr (error->message, word));
  tear_down (&world, NULL);
}

static void
test_refuses_another_servers_certificate (void)
{
  assert_refused (hopso_test_tls_new_for_days (30, "DNS:other.example.vn"), "address");
}

static void
test_refuses_an_expired_certificate (void)
{
  assert_refused (hopso_test_tls_new_for_days (-1, "IP:127.0.0.1"), "expired");
}

static void
test_refuses_plain_http_for_what_is_not_public (World *world, gconstpointer data)
{
  g_autoptr (HopsoHttp) http = make_http (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = g_strconcat (world->plain_base, "/echo", NULL);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_null (ask (http, world->plain_base, "/echo", &error));
  g_assert_error (error, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_null (ask (http, "file://", "/etc/passwd", &error));
  g_assert_error (error, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_REFUSED);
  g_clear_error (&error);

  const HopsoHttpRequest request = { .method = "GET", .uri = uri, .max_size = 100 };
  hopso_http_send_public_async (http, &request, NULL, done_cb, &pending);
  result = wait_for (&pending);
  g_autoptr (GBytes) bytes = hopso_http_send_public_finish (http, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 7);
}

static void
test_caps_replies (World *world, gconstpointer data)
{
  g_autoptr (HopsoHttp) http = make_http (world->tls->ca_file);
  g_autoptr (GError) error = NULL;

  g_assert_null (ask (http, world->base, "/large", &error));
  g_assert_error (error, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_TOO_LARGE);
}

static void
test_follows_no_redirect (World *world, gconstpointer data)
{
  g_autoptr (HopsoHttp) http = make_http (world->tls->ca_file);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoHttpResponse) response = ask (http, world->base, "/elsewhere", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (hopso_http_response_get_status (response), ==, 302);
}

static void
test_tells_when_to_come_back (World *world, gconstpointer data)
{
  g_autoptr (HopsoHttp) http = make_http (world->tls->ca_file);
  g_autoptr (HopsoHttpResponse) response = ask (http, world->base, "/busy", NULL);

  g_assert_cmpuint (hopso_http_response_get_status (response), ==, 503);
  g_assert_cmpint (hopso_http_response_get_retry_after (response, 0), ==, 7);
}

static void
test_says_offline_when_nobody_listens (World *world, gconstpointer data)
{
  g_autoptr (HopsoHttp) http = make_http (world->tls->ca_file);
  g_autoptr (GError) error = NULL;

  soup_server_disconnect (world->server);
  g_assert_null (ask (http, world->base, "/echo", &error));
  g_assert_error (error, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_OFFLINE);
}

static void
line_cb (HopsoHttpLines *lines, const char *line, gpointer user_data)
{
  g_ptr_array_add (user_data, g_strdup (line != NULL ? line : "(end)"));
}

static void
test_reads_a_stream_line_by_line (World *world, gconstpointer data)
{
  g_autoptr (HopsoHttp) http = make_http (world->tls->ca_file);
  g_autoptr (GPtrArray) seen = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = g_strconcat (world->base, "/echo", NULL);
  const HopsoHttpRequest request = { .method = "GET", .uri = uri };
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hopso_http_open_async (http, &request, NULL, done_cb, &pending);
  result = wait_for (&pending);
  g_autoptr (HopsoHttpResponse) response = hopso_http_open_finish (http, result, &error);
  g_assert_no_error (error);

  g_autoptr (HopsoHttpLines) lines =
      hopso_http_lines_new (hopso_http_response_get_stream (response), line_cb, seen);
  while (seen->len < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (seen->pdata[0], ==, "GET - ");
  g_assert_cmpstr (seen->pdata[1], ==, "(end)");
}

#define ADD(path, func) g_test_add (path, World, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/net/http/trusts-an-installed-authority", test_trusts_an_installed_authority);
  ADD ("/net/http/refuses-an-unknown-authority", test_refuses_an_unknown_authority);
  g_test_add_func ("/net/http/refuses-another-servers-certificate",
                   test_refuses_another_servers_certificate);
  g_test_add_func ("/net/http/refuses-an-expired-certificate", test_refuses_an_expired_certificate);
  ADD ("/net/http/refuses-plain-http-for-what-is-not-public",
       test_refuses_plain_http_for_what_is_not_public);
  ADD ("/net/http/caps-replies", test_caps_replies);
  ADD ("/net/http/follows-no-redirect", test_follows_no_redirect);
  ADD ("/net/http/tells-when-to-come-back", test_tells_when_to_come_back);
  ADD ("/net/http/says-offline-when-nobody-listens", test_says_offline_when_nobody_listens);
  ADD ("/net/http/reads-a-stream-line-by-line", test_reads_a_stream_line_by_line);
  return g_test_run ();
}
