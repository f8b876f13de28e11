/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Public files over plain HTTP, from addresses that anybody may have written: which machines are
 * asked at all, how far redirects lead, and that nothing takes for ever. The server is real. */

#include "hopso-http.h"

#include <libsoup/soup.h>

typedef struct
{
  SoupServer *server;
  char *base;
  guint n_asked;
  HopsoHttp *http;
} World;

/* Answers so late that only the client's patience ends it. */
static void
keep_waiting (SoupServerMessage *message)
{
  soup_server_message_pause (message);
}

static void
send_elsewhere (World *world, SoupServerMessage *message, const char *path)
{
  g_autofree char *loop = g_strconcat (world->base, path, NULL);
  g_autofree char *named = g_strdup_printf ("http://localhost:%s", strrchr (world->base, ':') + 1);
  const struct
  {
    const char *path, *location;
  } places[] = {
    { "/once", "/file" },
    { "/loop", loop },
    { "/to-a-file", "file:///etc/passwd" },
    { "/to-a-neighbour", named },
    { "/to-the-cloud", "http://169.254.169.254/latest/meta-data/" },
    { "/to-a-mailer", "http://127.0.0.1:25/" },
    { "/nowhere", "" },
    { "/with-a-name", "http://user:password@127.0.0.1/" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (g_str_equal (path, places[i].path))
      {
        soup_message_headers_append (soup_server_message_get_response_headers (message), "Location",
                                     places[i].location);
        soup_server_message_set_status (message, 302, NULL);
        return;
      }
  soup_server_message_set_status (message, 404, NULL);
}

static void
handle_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer user_data)
{
  World *world = user_data;
  static char zeros[65536];

  world->n_asked++;
  if (g_str_equal (path, "/file"))
    {
      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, "application/pkix-crl", SOUP_MEMORY_STATIC, "list",
                                        4);
    }
  else if (g_str_equal (path, "/large"))
    {
      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, "application/pkix-crl", SOUP_MEMORY_STATIC, zeros,
                                        sizeof zeros);
    }
  else if (g_str_equal (path, "/never"))
    keep_waiting (message);
  else
    send_elsewhere (world, message, path);
}

static void
set_up (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GSList *uris;

  world->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (world->server, NULL, handle_cb, world, NULL);
  soup_server_listen_local (world->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (world->server);
  world->base = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  world->http = hopso_http_new (NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (World *world, gconstpointer data)
{
  hopso_http_abort (world->http);
  soup_server_disconnect (world->server);
  g_object_unref (world->http);
  g_object_unref (world->server);
  g_free (world->base);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GBytes *
ask (World *world, const HopsoHttpRequest *request, GError **error)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hopso_http_send_public_async (world->http, request, NULL, done_cb, &pending);
  while (pending == NULL)
    g_main_context_iteration (NULL, TRUE);
  result = pending;
  return hopso_http_send_public_finish (world->http, result, error);
}

static GBytes *
get (World *world, const char *uri, HopsoHttpReach reach, GError **error)
{
  const HopsoHttpRequest request = {
    .method = "GET", .uri = uri, .max_size = 100, .reach = reach, .max_seconds = 20
  };

  return ask (world, &request, error);
}

static void
assert_refused (World *world, const char *uri, HopsoHttpReach reach)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = get (world, uri, reach, &error);

  g_test_message ("%s: %s", uri, error != NULL ? error->message : "an answer");
  g_assert_null (bytes);
  g_assert_error (error, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_REFUSED);
}

static void
test_one_redirect_is_followed (World *world, gconstpointer data)
{
  g_autofree char *uri = g_strconcat (world->base, "/once", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = get (world, uri, HOPSO_HTTP_REACH_ANYWHERE, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 4);
  g_assert_cmpuint (world->n_asked, ==, 2);
}

static void
test_redirects_have_an_end (World *world, gconstpointer data)
{
  g_autofree char *uri = g_strconcat (world->base, "/loop", NULL);

  assert_refused (world, uri, HOPSO_HTTP_REACH_ANYWHERE);
  g_assert_cmpuint (world->n_asked, ==, 4);
}

static void
test_redirects_lead_to_no_other_machine_here (World *world, gconstpointer data)
{
  const char *const paths[] = { "/to-a-file", "/to-a-neighbour", "/to-the-cloud", "/to-a-mailer",
                                "/with-a-name" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *uri = g_strconcat (world->base, paths[i], NULL);

      assert_refused (world, uri, HOPSO_HTTP_REACH_ANYWHERE);
    }
  g_assert_cmpuint (world->n_asked, ==, G_N_ELEMENTS (paths));
}

static void
test_a_question_is_not_sent_elsewhere (World *world, gconstpointer data)
{
  g_autofree char *uri = g_strconcat (world->base, "/once", NULL);
  g_autoptr (GBytes) body = g_bytes_new_static ("?", 1);
  const HopsoHttpRequest request = { .method = "POST",
                                     .uri = uri,
                                     .content_type = "application/ocsp-request",
                                     .body = body,
                                     .max_size = 100 };
  g_autoptr (GError) error = NULL;

  g_assert_null (ask (world, &request, &error));
  g_assert_error (error, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_PROTOCOL);
  g_assert_cmpuint (world->n_asked, ==, 1);
}

static void
test_strangers_lead_to_no_machine_here (World *world, gconstpointer data)
{
  const char *const uris[] = {
    "http://127.0.0.1/",
    "http://localhost/",
    "http://10.0.0.1/",
    "http://172.16.5.4/",
    "http://192.168.1.1/",
    "http://169.254.169.254/",
    "http://100.64.0.1/",
    "http://0.0.0.0/",
    "http://[::1]/",
    "http://[::]/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://[::ffff:127.0.0.1]/",

    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://example.vn:8080/",
    "http://example.vn:22/",
    "ftp://example.vn/",
    "http:///nobody",
    "http://user@example.vn/",
  };

  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    assert_refused (world, uris[i], HOPSO_HTTP_REACH_INTERNET);
}

static void
test_authorities_lead_to_few_ports (World *world, gconstpointer data)
{
  const char *const uris[] = { "http://127.0.0.1:22/", "http://127.0.0.1:25/",
                               "http://127.0.0.1:631/", "ldap://127.0.0.1/" };

  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    assert_refused (world, uris[i], HOPSO_HTTP_REACH_ANYWHERE);
}

static void
test_large_answers_are_cut (World *world, gconstpointer data)
{
  g_autofree char *uri = g_strconcat (world->base, "/large", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (get (world, uri, HOPSO_HTTP_REACH_ANYWHERE, &error));
  g_assert_error (error, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_TOO_LARGE);
}

static void
test_patience_ends (World *world, gconstpointer data)
{
  g_autofree char *uri = g_strconcat (world->base, "/never", NULL);
  const HopsoHttpRequest request = {
    .method = "GET", .uri = uri, .max_size = 100, .max_seconds = 1
  };
  g_autoptr (GError) error = NULL;

  g_assert_null (ask (world, &request, &error));
  g_assert_error (error, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_OFFLINE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/net/public/" name, World, NULL, set_up, func, tear_down)
  ADD ("one-redirect-is-followed", test_one_redirect_is_followed);
  ADD ("redirects-have-an-end", test_redirects_have_an_end);
  ADD ("redirects-lead-to-no-other-machine-here", test_redirects_lead_to_no_other_machine_here);
  ADD ("a-question-is-not-sent-elsewhere", test_a_question_is_not_sent_elsewhere);
  ADD ("strangers-lead-to-no-machine-here", test_strangers_lead_to_no_machine_here);
  ADD ("authorities-lead-to-few-ports", test_authorities_lead_to_few_ports);
  ADD ("large-answers-are-cut", test_large_answers_are_cut);
  ADD ("patience-ends", test_patience_ends);
  return g_test_run ();
}
