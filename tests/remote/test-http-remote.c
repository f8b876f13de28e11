/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The client's side of the protocol against a TLS server that answers as each test wants it to. */

#include "world.h"

#include "hopso-fd.h"
#include "hopso-live-stream.h"

static HopsoRecord *
patch (World *world, const char *etag, GError **error)
{
  const HopsoRemoteWrite write = {
    .kind = HOPSO_KIND_MEETING, .id = ID, .etag = etag, .key = KEY, .body = "{}"
  };
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hopso_remote_patch_async (HOPSO_REMOTE (world->remote), &write, NULL, world_done_cb, &pending);
  result = world_wait_for (&pending);
  return hopso_remote_record_finish (HOPSO_REMOTE (world->remote), result, error);
}

static void
test_changes_an_object (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  world_sign_in (world);
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

  world_sign_in (world);
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

  world_sign_in (world);
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
                                   world_done_cb, &pending[i]);
  for (guint i = 0; i < G_N_ELEMENTS (pending); i++)
    {
      g_autoptr (GAsyncResult) result = world_wait_for (&pending[i]);
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

  hopso_remote_get_changes_async (HOPSO_REMOTE (world->remote), since, NULL, world_done_cb,
                                  &pending);
  result = world_wait_for (&pending);
  return hopso_remote_get_changes_finish (HOPSO_REMOTE (world->remote), result, error);
}

static void
test_asks_for_changes (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  world_sign_in (world);
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

  world_sign_in (world);
  world->blob = g_strdup ("0123456");
  hopso_remote_get_blob_async (HOPSO_REMOTE (world->remote), DIGEST, 4, NULL, world_done_cb,
                               &pending);
  result = world_wait_for (&pending);

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

  world_sign_in (world);
  hopso_remote_put_blob_async (HOPSO_REMOTE (world->remote), DIGEST, fd, NULL, world_done_cb,
                               &pending);
  result = world_wait_for (&pending);
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

  world_sign_in (world);
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

/* What a network shows that wants its visitors to sign in first. */
static void
test_a_page_is_no_stream (World *world, gconstpointer data)
{
  g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func (g_free);

  world_sign_in (world);
  world->live_type = "text/html; charset=utf-8";
  g_autoptr (HopsoLiveStream) live = hopso_live_stream_new (HOPSO_REMOTE (world->remote));
  g_signal_connect (live, "state", G_CALLBACK (state_cb), states);
  g_signal_connect (live, "alive", G_CALLBACK (alive_cb), states);
  hopso_live_stream_start (live);
  while (world->n_live < 3)
    {
      g_main_context_iteration (NULL, TRUE);
      hopso_live_stream_hurry (live);
    }
  hopso_live_stream_stop (live);
  g_assert_cmpuint (states->len, ==, 0);
}

static void
test_an_id_that_is_no_header_is_not_sent_back (World *world, gconstpointer data)
{
  static const char *const texts[] = {
    "id: 5\nevent: state\ndata: {\"state\":\"5\"}\n\n"
    "id: a b\xc3\xa9\nevent: state\ndata: {\"state\":\"6\"}\n\n",
    "id:\x01\x02\nevent: state\ndata: {\"state\":\"7\"}\n\n",
  };

  world_sign_in (world);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (HopsoLiveStream) live = hopso_live_stream_new (HOPSO_REMOTE (world->remote));
      guint n_before = world->n_live;

      world->live_text = texts[i];
      hopso_live_stream_start (live);
      while (world->n_live < n_before + 2)
        {
          g_main_context_iteration (NULL, TRUE);
          hopso_live_stream_hurry (live);
        }
      hopso_live_stream_stop (live);
      g_assert_cmpstr (world->last_event_id, ==, i == 0 ? "5" : NULL);
    }
}

#define ADD(path, func) \
  g_test_add ("/remote/http/" path, World, NULL, world_set_up, func, world_tear_down)

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
  ADD ("a-page-is-no-stream", test_a_page_is_no_stream);
  ADD ("an-id-that-is-no-header-is-not-sent-back", test_an_id_that_is_no_header_is_not_sent_back);
  ADD ("listens-and-comes-back", test_listens_and_comes_back);
  return g_test_run ();
}
