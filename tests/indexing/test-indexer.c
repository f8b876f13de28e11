/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A real store, real renderers, and what is found in the end: each page once, whatever was killed
 * on the way. */

#include "blob-world.h"
#include "hopso-digest.h"
#include "hopso-indexer.h"
#include "hopso-search.h"
#include "hopso-test-pages.h"
#include "hopso-test-soak.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#define N_PAGES 200u

static const char *program;

static void
wait_until_done (HopsoIndexer *indexer)
{
  hopso_indexer_wake (indexer);
  while (hopso_indexer_is_busy (indexer))
    g_main_context_iteration (NULL, TRUE);
}

static void
add_paper (Cache *cache, const char *id, GBytes *bytes)
{
  g_autofree char *digest = hopso_sha256_hex (bytes);
  g_autoptr (HopsoRecord) paper = runner_make_paper (id, "Tờ trình", digest);

  cache_store_blob (cache, bytes);
  runner_put (cache->store, paper);
}

static gpointer
progress_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  hopso_store_session_search_get_progress (session, data, error);
  return NULL;
}

static HopsoSearchProgress
get_progress (Cache *cache)
{
  g_autoptr (GError) error = NULL;
  HopsoSearchProgress progress = { 0 };

  runner_read (cache->store, progress_func, &progress, &error);
  g_assert_no_error (error);
  return progress;
}

static gpointer
query_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  return hopso_store_session_search (session, data, error);
}

static GPtrArray *
find (Cache *cache, const char *words)
{
  g_autoptr (GError) error = NULL;
  HopsoSearchQuery query = { .words = words, .limit = 2 * N_PAGES };
  GPtrArray *hits = runner_read (cache->store, query_func, &query, &error);

  g_assert_no_error (error);
  return hits;
}

/* How many pages of the first paper are not found exactly once, by the number that they say. */
static guint
count_lost (Cache *cache)
{
  guint n_lost = 0;

  for (guint page = 0; page < N_PAGES; page++)
    {
      g_autofree char *words = g_strdup_printf ("\"page %u\"", page + 1);
      g_autoptr (GPtrArray) hits = find (cache, words);

      if (hits->len != 1 || ((HopsoSearchHit *) g_ptr_array_index (hits, 0))->page != page)
        n_lost++;
    }
  return n_lost;
}

static void
test_finds_each_page_once (void)
{
  g_autoptr (GBytes) bytes = hopso_test_pages_new (N_PAGES);
  Cache cache;

  cache_set_up (&cache);
  g_autoptr (HopsoIndexer) indexer = hopso_indexer_new (cache.store);
  wait_until_done (indexer);
  add_paper (&cache, "p1", bytes);
  wait_until_done (indexer);
  g_assert_cmpuint (count_lost (&cache), ==, 0);
  g_assert_cmpuint (get_progress (&cache).n_done, ==, 1);
  hopso_indexer_stop (indexer);
  cache_tear_down (&cache);
}

static void
test_passes_over_what_cannot_be_read (void)
{
  static const char rubbish[] = "%PDF-1.7\nthis is no document";
  g_autoptr (GBytes) bad = g_bytes_new_static (rubbish, strlen (rubbish));
  g_autoptr (GBytes) bytes = hopso_test_pages_new (3);
  Cache cache;

  cache_set_up (&cache);
  add_paper (&cache, "p1", bad);
  add_paper (&cache, "p2", bytes);
  g_autoptr (HopsoIndexer) indexer = hopso_indexer_new (cache.store);
  wait_until_done (indexer);
  g_autoptr (GPtrArray) hits = find (&cache, "page");
  g_assert_cmpuint (hits->len, ==, 3);
  g_assert_cmpuint (get_progress (&cache).n_done, ==, 1);
  g_assert_cmpuint (get_progress (&cache).n_in_trouble, ==, 1);
  hopso_indexer_stop (indexer);
  cache_tear_down (&cache);
}

static void
test_stops_in_the_middle (void)
{
  g_autoptr (GBytes) bytes = hopso_test_pages_new (N_PAGES);
  Cache cache;

  cache_set_up (&cache);
  add_paper (&cache, "p1", bytes);
  for (guint round = 0; round < 20; round++)
    {
      g_autoptr (HopsoIndexer) indexer = hopso_indexer_new (cache.store);

      hopso_indexer_wake (indexer);
      for (guint i = 0; i < 10 * round && hopso_indexer_is_busy (indexer); i++)
        g_main_context_iteration (NULL, TRUE);
      hopso_indexer_stop (indexer);
      while (hopso_indexer_is_busy (indexer))
        g_main_context_iteration (NULL, TRUE);
    }
  g_autoptr (HopsoIndexer) last = hopso_indexer_new (cache.store);
  wait_until_done (last);
  g_assert_cmpuint (count_lost (&cache), ==, 0);
  hopso_indexer_stop (last);
  cache_tear_down (&cache);
}

/* --- kills --------------------------------------------------------------------------------- */

/* The processes that this one has started. */
static void
kill_renderers (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%d/children", (int) getpid ());
  g_autofree char *listed = NULL;

  if (!g_file_get_contents (path, &listed, NULL, NULL))
    return;
  g_auto (GStrv) numbers = g_strsplit (g_strstrip (listed), " ", -1);
  for (char **number = numbers; *number != NULL; number++)
    if (**number != '\0')
      kill ((pid_t) atoi (*number), SIGKILL);
}

static void
test_reads_again_what_a_dead_renderer_was_at (void)
{
  g_autoptr (GRand) chances = g_rand_new_with_seed (hopso_test_soak_seed ());
  guint n_kills = hopso_test_soak_rounds (3, 50);
  g_autoptr (GBytes) bytes = hopso_test_pages_new (N_PAGES);
  guint n_lost = 0;

  for (guint i = 0; i < n_kills; i++)
    {
      guint steps = (guint) g_rand_int_range (chances, 1, 150);
      Cache cache;

      cache_set_up (&cache);
      add_paper (&cache, "p1", bytes);
      g_autoptr (HopsoIndexer) indexer = hopso_indexer_new (cache.store);
      hopso_indexer_wake (indexer);
      while (steps-- > 0 && hopso_indexer_is_busy (indexer))
        g_main_context_iteration (NULL, TRUE);
      kill_renderers ();
      wait_until_done (indexer);
      n_lost += count_lost (&cache);
      hopso_indexer_stop (indexer);
      cache_tear_down (&cache);
    }
  hopso_test_soak_report ("indexing: its renderer killed", n_kills, n_lost);
  g_assert_cmpuint (n_lost, ==, 0);
}

/* The child: indexes the store in @folder until it is killed or done. */
static int
index_folder (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoStore) store = runner_open (folder, &error);

  g_assert_no_error (error);
  g_autoptr (HopsoIndexer) indexer = hopso_indexer_new (store);
  wait_until_done (indexer);
  hopso_indexer_stop (indexer);
  hopso_store_close (store);
  return 0;
}

typedef struct
{
  GSubprocess *child; /* borrowed */
  guint timer;        /* 0: has ended the child, who may have been done before */
} Doom;

static gboolean
kill_cb (gpointer data)
{
  Doom *doom = data;

  g_subprocess_force_exit (doom->child);
  doom->timer = 0;
  return G_SOURCE_REMOVE;
}

/* Starts the child and ends it after a while. Returns whether it had come to its end. */
static gboolean
run_and_kill (const char *folder, guint milliseconds)
{
  g_autoptr (GSubprocess) child = world_start_child (program, "index", folder);
  g_autoptr (GAsyncResult) result = NULL;
  Doom doom = { .child = child };

  doom.timer = g_timeout_add (milliseconds, kill_cb, &doom);
  g_subprocess_wait_async (child, NULL, runner_ready_cb, &result);
  g_subprocess_wait_finish (child, runner_wait (&result), NULL);
  g_clear_handle_id (&doom.timer, g_source_remove);
  if (g_subprocess_get_if_exited (child))
    {
      g_assert_cmpint (g_subprocess_get_exit_status (child), ==, 0);
      return TRUE;
    }
  return FALSE;
}

static void
test_goes_on_after_kills (void)
{
  g_autoptr (GRand) chances = g_rand_new_with_seed (hopso_test_soak_seed ());
  guint n_papers = hopso_test_soak_rounds (1, 30);
  g_autoptr (GBytes) bytes = hopso_test_pages_new (N_PAGES);
  guint n_kills = 0;
  guint n_lost = 0;

  for (guint i = 0; i < n_papers; i++)
    {
      Cache cache;

      cache_set_up (&cache);
      add_paper (&cache, "p1", bytes);
      hopso_store_close (cache.store);
      g_clear_object (&cache.store);
      while (!run_and_kill (cache.world.folder, (guint) g_rand_int_range (chances, 5, 120)) &&
             n_kills < 20 * (i + 1))
        n_kills++;
      index_folder (cache.world.folder);
      cache_open (&cache);
      n_lost += count_lost (&cache);
      cache_tear_down (&cache);
    }
  hopso_test_soak_report ("indexing: the application killed", n_kills, n_lost);
  g_assert_cmpuint (n_lost, ==, 0);
}

int
main (int argc, char **argv)
{
  program = argv[0];
  if (argc == 3 && g_str_equal (argv[1], "index"))
    return index_folder (argv[2]);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/indexing/finds-each-page-once", test_finds_each_page_once);
  g_test_add_func ("/indexing/passes-over-what-cannot-be-read",
                   test_passes_over_what_cannot_be_read);
  g_test_add_func ("/indexing/stops-in-the-middle", test_stops_in_the_middle);
  g_test_add_func ("/indexing/reads-again-what-a-dead-renderer-was-at",
                   test_reads_again_what_a_dead_renderer_was_at);
  g_test_add_func ("/indexing/goes-on-after-kills", test_goes_on_after_kills);
  return g_test_run ();
}
