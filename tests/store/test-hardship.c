/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The store on a bad day: killed, on a full disk, shared by several processes. What runs here as
 * a child is this program again. */

#include "blob-world.h"
#include "hopso-change-log-private.h"
#include "hopso-digest.h"
#include "hopso-store-session-private.h"
#include "hopso-test-small-disk.h"
#include "hopso-test-soak.h"

#include <string.h>

#define NO_NAMESPACE 77

static const char *program;

static gpointer
answer_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  const char *id = data;
  g_autofree char *name = g_strnfill (2000, 'a');
  g_autoptr (HopsoRecord) paper = runner_make_paper (id, name, "d");
  g_autoptr (HopsoOutboxEntry) entry = hopso_outbox_entry_new (HOPSO_KIND_PAPER, id, "patch");

  if (hopso_store_session_put (session, paper, error))
    hopso_store_session_outbox_add (session, entry, error);
  return NULL;
}

static gboolean
answer (HopsoStore *store, const char *id, GError **error)
{
  g_autoptr (GError) local = NULL;

  runner_write (store, answer_func, (gpointer) id, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Child: changes and outbox entries, each pair in one transaction, told once it is done. */
G_GNUC_NORETURN static void
answer_and_tell (const char *folder)
{
  g_autoptr (GError) error = NULL;
  HopsoStore *store = runner_open (folder, &error);

  g_assert_no_error (error);
  for (;;)
    {
      g_autofree char *id = g_uuid_string_random ();

      g_assert_true (answer (store, id, &error));
      g_print ("%s\n", id);
    }
}

static void
check_after_kill (World *world, guint n_told)
{
  world_open (world);
  world_assert_sound (world->db);
  g_assert_cmpint (world_number (world->db, "SELECT count(*) FROM paper"), >=, n_told);
  g_assert_cmpint (world_number (world->db, "SELECT count(*) FROM paper WHERE id NOT IN "
                                            "(SELECT record FROM outbox)"),
                   ==, 0);
  g_assert_cmpint (world_number (world->db, "SELECT (SELECT count(*) FROM paper) - "
                                            "(SELECT count(*) FROM outbox)"),
                   ==, 0);
  world_close (world);
}

static void
test_kill_keeps_change_and_outbox_together (void)
{
  g_autoptr (GRand) chances = g_rand_new_with_seed (hopso_test_soak_seed ());
  const guint n_rounds = hopso_test_soak_rounds (5, 200);
  World world;
  guint n_told = 0;

  world_set_up (&world);
  for (guint round = 0; round < n_rounds; round++)
    {
      g_autoptr (GSubprocess) child = world_start_child (program, "--answer", world.folder);
      g_autoptr (GDataInputStream) lines =
          g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
      gint32 n_lines = g_rand_int_range (chances, 1, 30);
      char *line = NULL;

      for (gint32 i = 0; i == 0 || line != NULL; i++)
        {
          if (i == n_lines)
            g_subprocess_force_exit (child);
          g_free (line);
          line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
          n_told += line != NULL ? 1 : 0;
        }
      g_subprocess_wait (child, NULL, NULL);
      check_after_kill (&world, n_told);
    }
  hopso_test_soak_report ("store killed while it writes answers", n_rounds, 0);
  world_tear_down (&world);
}

/* Child: opens the store, perhaps as the first, and adds thirty answers. */
static int
answer_thirty (const char *folder)
{
  g_autoptr (GError) error = NULL;
  HopsoStore *store = runner_open (folder, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *id = g_uuid_string_random ();

      g_assert_true (answer (store, id, &error));
    }
  runner_close (store);
  return 0;
}

static void
test_several_processes_make_and_share_it (void)
{
  World world;
  GSubprocess *children[4];

  world_set_up (&world);
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    children[i] = world_start_child (program, "--thirty", world.folder);
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      g_autoptr (GError) error = NULL;

      g_subprocess_wait_check (children[i], NULL, &error);
      g_assert_no_error (error);
      g_object_unref (children[i]);
    }
  check_after_kill (&world, 120);
  world_tear_down (&world);
}

static void
count_cb (HopsoStore *store, HopsoChangeSet *changes, gpointer data)
{
  guint *n_changed = data;

  *n_changed += hopso_change_set_get_size (changes);
}

static void
wait_for_changes (guint *n_changed, guint wanted)
{
  while (*n_changed < wanted)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (*n_changed, ==, wanted);
}

static void
test_changes_of_another_process_are_told (void)
{
  g_autoptr (GError) error = NULL;
  World world;
  guint n_changed = 0;

  world_set_up (&world);
  HopsoStore *store = runner_open (world.folder, &error);
  g_assert_no_error (error);
  g_assert_true (answer (store, "mine", &error));
  g_signal_connect (store, "changed", G_CALLBACK (count_cb), &n_changed);
  g_autoptr (GSubprocess) child = world_start_child (program, "--thirty", world.folder);
  wait_for_changes (&n_changed, 30);
  g_assert_true (answer (store, "mine too", &error));
  wait_for_changes (&n_changed, 31);
  g_subprocess_wait_check (child, NULL, &error);
  g_assert_no_error (error);
  runner_close (store);
  world_tear_down (&world);
}

static gpointer
trim_log_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  hopso_sqlite_exec (session->db, "DELETE FROM change_log WHERE id < 25", error);
  return NULL;
}

static gpointer
read_log_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  return hopso_change_log_read (session->db, "somebody", data, error);
}

static void
test_who_looks_late_is_told_everything (void)
{
  g_autoptr (GError) error = NULL;
  World world;
  gint64 last = 10;

  world_set_up (&world);
  g_assert_cmpint (answer_thirty (world.folder), ==, 0);
  HopsoStore *store = runner_open (world.folder, &error);
  g_autoptr (HopsoChangeSet) some = runner_read (store, read_log_func, &last, &error);
  g_assert_cmpuint (hopso_change_set_get_size (some), ==, 20);
  g_assert_cmpint (last, ==, 30);
  runner_write (store, trim_log_func, NULL, &error);
  last = 10;
  g_autoptr (HopsoChangeSet) all = runner_read (store, read_log_func, &last, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hopso_change_set_get_size (all), ==, 30);
  g_assert_cmpint (last, ==, 30);
  runner_close (store);
  world_tear_down (&world);
}

static void
fill_with_answers (Cache *cache)
{
  g_autoptr (GError) error = NULL;
  guint n_answers = 0;

  for (;; n_answers++)
    {
      g_autofree char *id = g_uuid_string_random ();

      if (!answer (cache->store, id, &error))
        break;
    }
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_FULL);
  g_assert_cmpuint (n_answers, >, 0);
  runner_close (cache->store);
  check_after_kill (&cache->world, n_answers);
  cache_open (cache);
}

static void
fill_with_blob (Cache *cache, GBytes *small)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) large = cache_make_bytes (8 << 20);
  g_autofree char *digest = hopso_sha256_hex (large);
  HopsoBlobWriter *writer = cache_begin (cache, digest, 8 << 20, &error);
  gboolean is_done = TRUE;

  g_assert_no_error (error);
  while (is_done)
    is_done = cache_append (writer, large, hopso_blob_writer_get_offset (writer), 65536, &error);
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_FULL);
  g_clear_error (&error);
  g_object_unref (writer);
  cache_assert_holds (cache, small);

  writer = cache_begin (cache, digest, 8 << 20, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hopso_blob_writer_get_offset (writer), >, 1 << 20);
  g_assert_cmpuint (hopso_blob_writer_get_offset (writer) % 65536, ==, 0);
  g_object_unref (writer);

  /* A download that is given up makes room, whatever the disk. */
  g_autoptr (GAsyncResult) result = NULL;
  hopso_blob_cache_forget_async (cache->blobs, digest, NULL, runner_ready_cb, &result);
  hopso_blob_cache_forget_finish (cache->blobs, runner_wait (&result), &error);
  g_assert_no_error (error);
}

/* Child: a store on a disk of 4 MiB. */
static int
live_on_a_small_disk (const char *folder)
{
  g_autoptr (GBytes) small = cache_make_bytes (1000);
  Cache cache = { 0 };

  if (!hopso_test_small_disk_enter () || !hopso_test_small_disk_mount (folder, 4096))
    return NO_NAMESPACE;
  cache.world.folder = g_strdup (folder);
  cache.world.key = world_make_key (7);
  cache_open (&cache);
  g_autofree char *digest = cache_import (&cache, small);
  g_assert_nonnull (digest);
  fill_with_blob (&cache, small);
  fill_with_answers (&cache);
  cache_assert_holds (&cache, small);
  runner_close (cache.store);
  hopso_secret_unref (cache.world.key);
  g_free (cache.world.folder);
  return 0;
}

static void
test_full_disk_breaks_nothing (void)
{
  World world;

  world_set_up (&world);
  g_autoptr (GSubprocess) child = world_start_child (program, "--small-disk", world.folder);
  g_subprocess_wait (child, NULL, NULL);
  g_assert_true (g_subprocess_get_if_exited (child));
  if (g_subprocess_get_exit_status (child) == NO_NAMESPACE)
    g_test_skip ("this system lets nobody make a small disk");
  else
    g_assert_cmpint (g_subprocess_get_exit_status (child), ==, 0);
  world_tear_down (&world);
}

int
main (int argc, char **argv)
{
  program = argv[0];
  if (argc == 3 && strcmp (argv[1], "--answer") == 0)
    answer_and_tell (argv[2]);
  if (argc == 3 && strcmp (argv[1], "--thirty") == 0)
    return answer_thirty (argv[2]);
  if (argc == 3 && strcmp (argv[1], "--small-disk") == 0)
    return live_on_a_small_disk (argv[2]);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/hardship/kill-keeps-change-and-outbox-together",
                   test_kill_keeps_change_and_outbox_together);
  g_test_add_func ("/store/hardship/several-processes-make-and-share-it",
                   test_several_processes_make_and_share_it);
  g_test_add_func ("/store/hardship/changes-of-another-process-are-told",
                   test_changes_of_another_process_are_told);
  g_test_add_func ("/store/hardship/who-looks-late-is-told-everything",
                   test_who_looks_late_is_told_everything);
  g_test_add_func ("/store/hardship/full-disk-breaks-nothing", test_full_disk_breaks_nothing);
  return g_test_run ();
}
