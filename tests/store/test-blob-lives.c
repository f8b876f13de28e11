/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How blobs come without a download, and how they go. */

#include "blob-world.h"
#include "hopso-blob-rows-private.h"
#include "hopso-digest.h"
#include "hopso-store-session-private.h"

#include <glib/gstdio.h>

#define CHUNK 65536
#define WEEK  (7 * 24 * 60 * 60)

static void
test_imports_a_local_file (void)
{
  g_autoptr (GBytes) whole = cache_make_bytes (CHUNK + 77);
  g_autofree char *expected = hopso_sha256_hex (whole);
  Cache cache;

  cache_set_up (&cache);
  HopsoBlobWriter *writer = cache_begin (&cache, expected, CHUNK + 77, NULL);
  cache_append_until (writer, whole, CHUNK + 1, CHUNK);
  g_autofree char *digest = cache_import (&cache, whole);
  g_assert_cmpstr (digest, ==, expected);
  cache_assert_holds (&cache, whole);

  /* The download that was going on finds that it is not needed any more. */
  cache_append_until (writer, whole, CHUNK + 77, CHUNK);
  g_assert_true (cache_commit (writer, NULL));
  g_object_unref (writer);
  g_autofree char *file = cache_find_file (&cache);
  g_assert_nonnull (file);
  g_autofree char *again = cache_import (&cache, whole);
  g_assert_cmpstr (again, ==, expected);
  g_autofree char *same_file = cache_find_file (&cache);
  g_assert_cmpstr (same_file, ==, file);
  cache_assert_holds (&cache, whole);
  cache_tear_down (&cache);
}

static gpointer
key_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  HopsoBlobRow *row;

  g_assert_true (hopso_blob_rows_find (session->db, data, &row, error));
  g_assert_nonnull (row);
  HopsoSecret *key = hopso_secret_ref (row->key);
  hopso_blob_row_free (row);
  return key;
}

static HopsoSecret *
get_key (Cache *cache, char *digest)
{
  return runner_read (cache->store, key_func, digest, NULL);
}

static gboolean
key_is_left (Cache *cache, HopsoSecret *key)
{
  gsize size;
  const guint8 *bytes = hopso_secret_get_bytes (key, &size);

  return world_clear_holds (cache->world.folder, bytes, size);
}

static void
test_forgetting_destroys_the_key (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) whole = cache_make_bytes (1000);
  Cache cache;

  cache_set_up (&cache);
  g_autofree char *digest = cache_import (&cache, whole);
  g_autoptr (HopsoSecret) key = get_key (&cache, digest);
  g_assert_true (key_is_left (&cache, key));
  hopso_blob_cache_forget_async (cache.blobs, digest, NULL, runner_ready_cb, &result);
  hopso_blob_cache_forget_finish (cache.blobs, runner_wait (&result), &error);
  g_assert_no_error (error);
  cache_assert_absent (&cache, digest);
  g_assert_null (cache_find_file (&cache));
  g_assert_false (key_is_left (&cache, key));
  cache_tear_down (&cache);
}

static void
test_a_recalled_paper_leaves_nothing (void)
{
  g_autoptr (GBytes) whole = cache_make_bytes (1000);
  Cache cache;

  cache_set_up (&cache);
  g_autofree char *digest = cache_import (&cache, whole);
  g_autoptr (HopsoSecret) key = get_key (&cache, digest);
  g_autoptr (HopsoRecord) one = runner_make_paper ("one", "Văn bản thu hồi", digest);
  g_autoptr (HopsoRecord) two = runner_make_paper ("two", "Bản thứ hai", digest);
  runner_put (cache.store, one);
  runner_put (cache.store, two);
  g_assert_true (world_clear_holds (cache.world.folder, "Văn bản thu hồi", 19));
  runner_delete (cache.store, HOPSO_KIND_PAPER, "one", TRUE);
  g_assert_false (world_clear_holds (cache.world.folder, "Văn bản thu hồi", 19));
  cache_assert_holds (&cache, whole);
  runner_delete (cache.store, HOPSO_KIND_PAPER, "two", TRUE);
  cache_assert_absent (&cache, digest);
  g_assert_null (cache_find_file (&cache));
  g_assert_false (key_is_left (&cache, key));
  cache_tear_down (&cache);
}

static gpointer
outbox_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  g_autoptr (HopsoOutboxEntry) entry = hopso_outbox_entry_new (HOPSO_KIND_PAPER, "p", "version");

  entry->digest = g_strdup (data);
  hopso_store_session_outbox_add (session, entry, error);
  return NULL;
}

static void
collect (Cache *cache, gint64 age)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC + age;

  hopso_blob_cache_collect_async (cache->blobs, now, NULL, runner_ready_cb, &result);
  hopso_blob_cache_collect_finish (cache->blobs, runner_wait (&result), &error);
  g_assert_no_error (error);
}

static void
test_collects_what_nothing_names (void)
{
  g_autoptr (GBytes) loose_bytes = cache_make_bytes (1), paper_bytes = cache_make_bytes (2);
  g_autoptr (GBytes) outbox_bytes = cache_make_bytes (3), lost_bytes = cache_make_bytes (4);
  Cache cache;

  cache_set_up (&cache);
  g_autofree char *lost = cache_import (&cache, lost_bytes);
  g_autofree char *lost_file = cache_find_file (&cache);
  g_autofree char *loose = cache_import (&cache, loose_bytes);
  g_autofree char *of_paper = cache_import (&cache, paper_bytes);
  g_autofree char *of_outbox = cache_import (&cache, outbox_bytes);
  g_autoptr (HopsoRecord) paper = runner_make_paper ("p", "Tờ trình", of_paper);
  runner_put (cache.store, paper);
  runner_write (cache.store, outbox_func, of_outbox, NULL);
  g_unlink (lost_file);
  g_autofree char *orphan = g_build_filename (cache.world.folder, "blobs", "orphan", NULL);
  world_write_file (orphan, "x", 1);

  collect (&cache, 0);
  g_assert_false (g_file_test (orphan, G_FILE_TEST_EXISTS));
  g_assert_false (hopso_blob_cache_has (cache.blobs, lost));
  cache_assert_holds (&cache, loose_bytes);
  collect (&cache, WEEK);
  cache_assert_absent (&cache, loose);
  cache_assert_holds (&cache, paper_bytes);
  cache_assert_holds (&cache, outbox_bytes);
  cache_tear_down (&cache);
}

static gboolean
check (Cache *cache, guint *n_loose, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  hopso_store_check_async (cache->store, NULL, runner_ready_cb, &result);
  return hopso_store_check_finish (cache->store, runner_wait (&result), n_loose, error);
}

static void
assert_whole (Cache *cache, guint n_loose)
{
  g_autoptr (GError) error = NULL;
  guint found;

  check (cache, &found, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found, ==, n_loose);
}

static void
assert_damaged (Cache *cache)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (check (cache, NULL, &error));
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED);
}

static void
test_a_check_finds_what_is_spoilt (void)
{
  g_autoptr (GBytes) whole = cache_make_bytes (200000);
  g_autofree char *bytes = NULL;
  gsize size;
  Cache cache;

  cache_set_up (&cache);
  assert_whole (&cache, 0);
  g_autofree char *digest = cache_import (&cache, whole);
  g_autofree char *path = cache_find_file (&cache);
  assert_whole (&cache, 1);
  runner_write (cache.store, outbox_func, digest, NULL);
  assert_whole (&cache, 0);

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  bytes[100000] ^= 1;
  world_write_file (path, bytes, size);
  assert_damaged (&cache);
  bytes[100000] ^= 1;
  world_write_file (path, bytes, size);
  g_autofree char *orphan = g_build_filename (cache.world.folder, "blobs", "orphan", NULL);
  world_write_file (orphan, "x", 1);
  assert_whole (&cache, 1);
  g_unlink (path);
  assert_damaged (&cache);
  cache_tear_down (&cache);
}

static void
test_a_check_misses_bytes_that_wait (void)
{
  Cache cache;

  cache_set_up (&cache);
  runner_write (cache.store, outbox_func, (gpointer) "no such digest", NULL);
  assert_damaged (&cache);
  cache_tear_down (&cache);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/blobs/imports-a-local-file", test_imports_a_local_file);
  g_test_add_func ("/store/blobs/forgetting-destroys-the-key", test_forgetting_destroys_the_key);
  g_test_add_func ("/store/blobs/a-recalled-paper-leaves-nothing",
                   test_a_recalled_paper_leaves_nothing);
  g_test_add_func ("/store/blobs/collects-what-nothing-names", test_collects_what_nothing_names);
  g_test_add_func ("/store/blobs/a-check-finds-what-is-spoilt", test_a_check_finds_what_is_spoilt);
  g_test_add_func ("/store/blobs/a-check-misses-bytes-that-wait",
                   test_a_check_misses_bytes_that_wait);
  return g_test_run ();
}
