/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The client's side of the protocol against a TLS server in this process that answers as each test
 * wants it to, also wrongly. */

#include "hopso-fd.h"
#include "hopso-http-remote.h"
#include "hopso-live-stream.h"
#include "hopso-meeting.h"
#include "hopso-test-tls.h"

#include <libsoup/soup.h>

#define ID     "3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a0001"
#define KEY    "3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a00ff"
#define DIGEST "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

typedef struct
{
  HopsoTestTls *tls;
  SoupServer *server;
  HopsoHttpRemote *remote;
  GPtrArray *refresh_keys; /* the Idempotency-Key of each renewal */
  GByteArray *uploaded;
  char *if_match;
  char *since;
  char *blob;
  guint n_renewals;
  guint n_lost;        /* replies to renewals to lose */
  guint n_turned_away; /* requests to answer with 401 */
  guint n_token_changes;
  guint n_signed_out;
  guint n_live;
  gboolean is_spent;
} World;

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

  world->n_live++;
  reply (message, 200, "text/event-stream", text);
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

static void
set_up (World *world, gconstpointer data)
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

static void
tear_down (World *world, gconstpointer data)
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

static void
sign_in (World *world)
{
  g_autoptr (HopsoSecret) password = hopso_secret_new_from_string ("secret");
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *person = NULL;
  g_autoptr (GError) error = NULL;

  hopso_http_remote_sign_in_async (world->remote, "vanthu", password, NULL, done_cb, &pending);
  result = wait_for (&pending);
  person = hopso_http_remote_sign_in_finish (world->remote, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (person, ==, ID);
}

static HopsoRecord *
patch (World *world, const char *etag, GError **error)
{
  const HopsoRemoteWrite write = {
    .kind = HOPSO_KIND_MEETING, .id = ID, .etag = etag, .key = KEY, .body = "{}"
  };
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hopso_remote_patch_async (HOPSO_REMOTE (world->remote), &write, NULL, done_cb, &pending);
  result = wait_for (&pending);
  return hopso_remote_record_finish (HOPSO_REMOTE (world->remote), result, error);
}

static void
test_changes_an_object (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sign_in (world);
  g_assert_cmpuint (world->n_token_changes, ==, 1);

  g_autoptr (HopsoRecord) record = patch (world, "old", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (world->if_match, ==, "\"old\"");
  g_assert_cmpstr (hopso_record_get_etag (record), ==, "new");
}

static void
test_conflict_carries_the_object_as_it_is (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sign_in (world);
  g_assert_null (patch (world, "stale", &error));
  g_assert_error (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_CONFLICT);
  g_assert_cmpstr (error->message, ==, "in English");

  HopsoRecord *current = hopso_remote_error_get_current (error);
  g_assert_nonnull (current);
  g_assert_cmpstr (hopso_record_get_etag (current), ==, "new");
}

static void
test_renews_once_when_turned_away (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sign_in (world);
  world->n_turned_away = 1;
  g_autoptr (HopsoRecord) record = patch (world, "old", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (world->n_renewals, ==, 1);

  world->n_turned_away = 5;
  g_assert_null (patch (world, "old", &error));
  g_assert_error (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_UNAUTHORIZED);
  g_assert_cmpuint (world->n_renewals, ==, 2);
}

static void
test_asks_again_for_a_lost_renewal_with_the_same_key (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) token = hopso_secret_new_from_string ("kept");

  hopso_http_remote_set_refresh_token (world->remote, token);
  world->n_lost = 1;
  g_assert_null (patch (world, "old", &error));
  g_assert_error (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_OFFLINE);
  g_clear_error (&error);

  g_autoptr (HopsoRecord) record = patch (world, "old", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (world->refresh_keys->len, >=, 2);
  for (guint i = 0; i < world->refresh_keys->len; i++)
    {
      g_assert_cmpstr (world->refresh_keys->pdata[i], ==, world->refresh_keys->pdata[0]);
      g_assert_true (hopso_wire_is_id (world->refresh_keys->pdata[i]));
    }
  g_assert_cmpuint (world->n_signed_out, ==, 0);
}

static void
test_many_requests_share_one_renewal (World *world, gconstpointer data)
{
  g_autoptr (HopsoSecret) token = hopso_secret_new_from_string ("kept");
  GAsyncResult *pending[4] = { NULL };

  hopso_http_remote_set_refresh_token (world->remote, token);
  for (guint i = 0; i < G_N_ELEMENTS (pending); i++)
    hopso_remote_get_record_async (HOPSO_REMOTE (world->remote), HOPSO_KIND_MEETING, ID, NULL,
                                   done_cb, &pending[i]);
  for (guint i = 0; i < G_N_ELEMENTS (pending); i++)
    {
      g_autoptr (GAsyncResult) result = wait_for (&pending[i]);
      g_autoptr (HopsoRecord) record =
          hopso_remote_record_finish (HOPSO_REMOTE (world->remote), result, NULL);

      g_assert_nonnull (record);
    }
  g_assert_cmpuint (world->n_renewals, ==, 1);
}

static void
test_says_when_the_session_is_over (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) token = hopso_secret_new_from_string ("stolen");

  g_assert_null (patch (world, "old", &error));
  g_assert_error (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_UNAUTHORIZED);
  g_clear_error (&error);

  hopso_http_remote_set_refresh_token (world->remote, token);
  world->is_spent = TRUE;
  g_assert_null (patch (world, "old", &error));
  g_assert_error (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_UNAUTHORIZED);
  g_assert_cmpuint (world->n_signed_out, ==, 1);
  g_assert_null (hopso_http_remote_get_refresh_token (world->remote));
}

static HopsoWireChanges *
get_changes (World *world, const char *since, GError **error)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hopso_remote_get_changes_async (HOPSO_REMOTE (world->remote), since, NULL, done_cb, &pending);
  result = wait_for (&pending);
  return hopso_remote_get_changes_finish (HOPSO_REMOTE (world->remote), result, error);
}

static void
test_asks_for_changes (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sign_in (world);
  g_autoptr (HopsoWireChanges) first = get_changes (world, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (world->since);
  g_assert_cmpstr (first->new_state, ==, "7");
  g_assert_true (first->has_more);

  g_autoptr (HopsoWireChanges) second = get_changes (world, "a&b=c", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (world->since, ==, "a&b=c");

  g_assert_null (get_changes (world, "ancient", &error));
  g_assert_error (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_GONE);
}

static void
test_downloads_from_an_offset (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  guint64 offset = 0;
  char buffer[8] = { 0 };

  sign_in (world);
  world->blob = g_strdup ("0123456");
  hopso_remote_get_blob_async (HOPSO_REMOTE (world->remote), DIGEST, 4, NULL, done_cb, &pending);
  result = wait_for (&pending);

  g_autoptr (GInputStream) stream =
      hopso_remote_get_blob_finish (HOPSO_REMOTE (world->remote), result, &offset, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (offset, ==, 4);
  g_assert_true (g_input_stream_read_all (stream, buffer, 7, NULL, NULL, NULL));
  g_assert_cmpstr (buffer, ==, "456");
}

static void
test_uploads_what_is_missing (World *world, gconstpointer data)
{
  const gsize size = 5 * 1024 * 1024;
  g_autofree guint8 *bytes = g_malloc (size);
  g_autoptr (GError) error = NULL;
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) (i % 251);
  g_byte_array_append (world->uploaded, bytes, 1000);
  g_auto (HopsoFd) fd = hopso_fd_new_sealed ("upload", bytes, size, &error);
  g_assert_no_error (error);

  sign_in (world);
  hopso_remote_put_blob_async (HOPSO_REMOTE (world->remote), DIGEST, fd, NULL, done_cb, &pending);
  result = wait_for (&pending);
  g_assert_true (hopso_remote_put_blob_finish (HOPSO_REMOTE (world->remote), result, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (world->uploaded->data, world->uploaded->len, bytes, size);
}

static void
state_cb (HopsoLiveStream *live, const char *state, GPtrArray *states)
{
  g_ptr_array_add (states, g_strdup (state));
}

static void
alive_cb (HopsoLiveStream *live, gboolean is_alive, GPtrArray *states)
{
  g_ptr_array_add (states, g_strdup (is_alive ? "alive" : "dead"));
}

static void
test_listens_and_comes_back (World *world, gconstpointer data)
{
  g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func (g_free);

  sign_in (world);
  g_autoptr (HopsoLiveStream) live = hopso_live_stream_new (HOPSO_REMOTE (world->remote));
  g_signal_connect (live, "state", G_CALLBACK (state_cb), states);
  g_signal_connect (live, "alive", G_CALLBACK (alive_cb), states);
  hopso_live_stream_start (live);
  while (states->len < 3)
    {
      g_main_context_iteration (NULL, TRUE);
      hopso_live_stream_hurry (live);
    }
  g_assert_cmpstr (states->pdata[0], ==, "alive");
  g_assert_cmpstr (states->pdata[1], ==, "s0");
  g_assert_cmpstr (states->pdata[2], ==, "s1");
  hopso_live_stream_stop (live);
  g_assert_cmpstr (states->pdata[states->len - 1], ==, "dead");
}

#define ADD(path, func) g_test_add ("/remote/http/" path, World, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("changes-an-object", test_changes_an_object);
  ADD ("conflict-carries-the-object-as-it-is", test_conflict_carries_the_object_as_it_is);
  ADD ("renews-once-when-turned-away", test_renews_once_when_turned_away);
  ADD ("asks-again-for-a-lost-renewal-with-the-same-key",
       test_asks_again_for_a_lost_renewal_with_the_same_key);
  ADD ("many-requests-share-one-renewal", test_many_requests_share_one_renewal);
  ADD ("says-when-the-session-is-over", test_says_when_the_session_is_over);
  ADD ("asks-for-changes", test_asks_for_changes);
  ADD ("downloads-from-an-offset", test_downloads_from_an_offset);
  ADD ("uploads-what-is-missing", test_uploads_what_is_missing);
  ADD ("listens-and-comes-back", test_listens_and_comes_back);
  return g_test_run ();
}
