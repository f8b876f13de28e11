/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When the engine begins its next round, with a real store and a server whose every answer the test
 * decides: nothing waits for time to go by, the plan is what is asked. */

#include "hopso-sync-engine.h"

#include "hopso-local-change.h"

#include <glib/gstdio.h>

#define ID "3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a0001"

/* --- a server that is a table ----------------------------------------------------------------- */

#define TEST_TYPE_REMOTE (test_remote_get_type ())
G_DECLARE_FINAL_TYPE (TestRemote, test_remote, TEST, REMOTE, GObject)

struct _TestRemote
{
  GObject parent_instance;

  guint status; /* 200: nothing has changed */
  gint64 retry_after;
  gint64 time;
  guint n_requests;
  guint n_patches;
};

static void test_remote_remote_init (HopsoRemoteInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestRemote,
                               test_remote,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HOPSO_TYPE_REMOTE, test_remote_remote_init))

static void
test_remote_class_init (TestRemoteClass *klass)
{
}

static void
test_remote_init (TestRemote *self)
{
  self->status = 200;
}

static void
send_async (HopsoRemote *remote,
            const HopsoRemoteRequest *request,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  static const char nothing[] = "{\"newState\":\"7\",\"hasMoreChanges\":false,\"created\":{},"
                                "\"updated\":{},\"destroyed\":[]}";
  TestRemote *self = TEST_REMOTE (remote);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  gboolean is_live = g_str_equal (request->path, "/v1/live");

  self->n_requests += is_live ? 0 : 1;
  self->n_patches += g_str_equal (request->method, "PATCH") ? 1 : 0;
  if (self->status != 200 || is_live)
    {
      g_task_return_error (
          task, hopso_remote_error_new_from_reply (self->status != 200 ? self->status : 503, NULL,
                                                   NULL, self->retry_after));
      return;
    }

  HopsoRemoteReply *reply = g_new0 (HopsoRemoteReply, 1);
  reply->status = 200;
  reply->body = g_bytes_new_static (nothing, sizeof nothing - 1);
  g_task_return_pointer (task, reply, (GDestroyNotify) hopso_remote_reply_free);
}

static HopsoRemoteReply *
send_finish (HopsoRemote *remote, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gint64
get_server_time (HopsoRemote *remote)
{
  return TEST_REMOTE (remote)->time;
}

static void
test_remote_remote_init (HopsoRemoteInterface *iface)
{
  iface->send_async = send_async;
  iface->send_finish = send_finish;
  iface->get_server_time = get_server_time;
}

/* --- one machine --------------------------------------------------------------------------------
 */

typedef struct
{
  char *folder;
  HopsoStore *store;
  HopsoClock *clock;
  TestRemote *remote;
  HopsoSyncEngine *engine;
} World;

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
set_up (World *world, gconstpointer data)
{
  static const guint8 bytes[32] = { 1, 2, 3 };
  g_autoptr (HopsoSecret) key = hopso_secret_new (bytes, sizeof bytes);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  world->folder = g_dir_make_tmp ("hopso-engine-XXXXXX", NULL);
  hopso_store_open_async (world->folder, key, NULL, done_cb, &pending);
  result = wait_for (&pending);
  world->store = hopso_store_open_finish (result, &error);
  g_assert_no_error (error);
  world->clock = hopso_clock_new_fixed (1800000000);
  world->remote = g_object_new (TEST_TYPE_REMOTE, NULL);
  world->engine = hopso_sync_engine_new (world->store, HOPSO_REMOTE (world->remote), world->clock);
}

static void
tear_down (World *world, gconstpointer data)
{
  hopso_sync_engine_stop (world->engine);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (world->engine);
  g_object_unref (world->remote);
  g_object_unref (world->clock);
  hopso_store_close (world->store);
  g_object_unref (world->store);
  g_assert_true (hopso_store_erase (world->folder, NULL));
  g_rmdir (world->folder);
  g_free (world->folder);
}

/* Until a round has ended, well or not. */
static void
wait_for_state (World *world, HopsoSyncState state)
{
  while (hopso_sync_engine_get_state (world->engine) != state ||
         hopso_sync_engine_get_next_round (world->engine) < 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_next_between (World *world, double least, double most)
{
  double next = hopso_sync_engine_get_next_round (world->engine);

  g_assert_cmpfloat (next, >=, least - 1.0);
  g_assert_cmpfloat (next, <=, most);
}

static void
test_polls_where_nobody_tells (World *world, gconstpointer data)
{
  hopso_sync_engine_start (world->engine);
  wait_for_state (world, HOPSO_SYNC_IDLE);
  assert_next_between (world, 60.0, 66.0);
  g_assert_cmpuint (world->remote->n_requests, ==, 1);
}

static void
test_waits_as_long_as_it_is_asked_to (World *world, gconstpointer data)
{
  static const guint statuses[] = { 429, 503 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      world->remote->status = statuses[i];
      world->remote->retry_after = 120;
      hopso_sync_engine_start (world->engine);
      hopso_sync_engine_sync_now (world->engine);
      wait_for_state (world, HOPSO_SYNC_ERROR);
      assert_next_between (world, 120.0, 120.0);
      /* What only hints at an end of the trouble changes nothing of it. */
      hopso_sync_engine_note_local_change (world->engine);
      g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", TRUE);
      assert_next_between (world, 119.0, 120.0);
    }
}

static void
test_comes_back_after_growing_waits (World *world, gconstpointer data)
{
  double longest = 0.0;

  world->remote->status = 503;
  hopso_sync_engine_start (world->engine);
  wait_for_state (world, HOPSO_SYNC_ERROR);
  longest = hopso_sync_engine_get_next_round (world->engine);
  g_assert_cmpfloat (longest, >, 0.0);
  g_assert_cmpfloat (longest, <=, 2.0);
  g_assert_nonnull (hopso_sync_engine_get_message (world->engine));
  world->remote->status = 200;
  wait_for_state (world, HOPSO_SYNC_IDLE);
  g_assert_null (hopso_sync_engine_get_message (world->engine));
}

static void
test_a_wrong_clock_is_named (World *world, gconstpointer data)
{
  world->remote->time = hopso_clock_now (world->clock) + 365 * 24 * 60 * 60;
  hopso_sync_engine_start (world->engine);
  wait_for_state (world, HOPSO_SYNC_IDLE);
  g_assert_nonnull (strstr (hopso_sync_engine_get_message (world->engine), "clock"));
}

static void
test_a_clock_put_back_postpones_nothing (void)
{
  g_autoptr (HopsoOutboxEntry) entry =
      hopso_outbox_entry_new (HOPSO_KIND_PARTICIPANT, ID, HOPSO_CHANGE_PATCH);

  entry->not_before = 1800000000 + 60;
  g_assert_cmpint (hopso_local_change_get_wait (entry, 1800000000), ==, 60);
  g_assert_cmpint (hopso_local_change_get_wait (entry, 1800000061), ==, 0);
  g_assert_cmpint (hopso_local_change_get_wait (entry, 1800000000 - 365 * 24 * 60 * 60), ==, 0);
}

#define ADD(path, func) g_test_add ("/sync/engine/" path, World, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("polls-where-nobody-tells", test_polls_where_nobody_tells);
  ADD ("waits-as-long-as-it-is-asked-to", test_waits_as_long_as_it_is_asked_to);
  ADD ("comes-back-after-growing-waits", test_comes_back_after_growing_waits);
  ADD ("a-wrong-clock-is-named", test_a_wrong_clock_is_named);
  g_test_add_func ("/sync/engine/a-clock-put-back-postpones-nothing",
                   test_a_clock_put_back_postpones_nothing);
  return g_test_run ();
}
