/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-blob-rows-private.h"
#include "hopso-digest.h"
#include "hopso-store-session-private.h"
#include "store-runner.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define CHUNK 65536
#define WEEK  (7 * 24 * 60 * 60)

static const char *program;

typedef struct
{
  World world;
  HopsoStore *store;     /* owned */
  HopsoBlobCache *blobs; /* borrowed */
} Cache;

static void
open_cache (Cache *cache)
{
  g_autoptr (GError) error = NULL;

  cache->store = runner_open (cache->world.folder, &error);
  g_assert_no_error (error);
  cache->blobs = hopso_store_get_blobs (cache->store);
}

static void
set_up (Cache *cache)
{
  world_set_up (&cache->world);
  open_cache (cache);
}

static void
tear_down (Cache *cache)
{
  g_object_unref (cache->store);
  world_tear_down (&cache->world);
}

/* Text that repeats, so that any of it in the clear is found. */
static GBytes *
make_bytes (gsize size)
{
  static const char text[] = "Nội dung mật của tờ trình số ";
  guint8 *bytes = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) text[i % (sizeof text - 1)];
  for (gsize i = 0; i + 8 < size; i += 1000)
    memcpy (bytes + i, &i, 4);
  return g_bytes_new_take (bytes, size);
}

static HopsoBlobWriter *
begin (Cache *cache, const char *digest, guint64 size, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  hopso_blob_cache_begin_write_async (cache->blobs, digest, size, NULL, runner_ready_cb, &result);
  return hopso_blob_cache_begin_write_finish (cache->blobs, runner_wait (&result), error);
}

static gboolean
append (HopsoBlobWriter *writer, GBytes *whole, gsize offset, gsize size, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) part = g_bytes_new_from_bytes (whole, offset, size);

  hopso_blob_writer_append_async (writer, part, NULL, runner_ready_cb, &result);
  return hopso_blob_writer_append_finish (writer, runner_wait (&result), error);
}

static gboolean
commit (HopsoBlobWriter *writer, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  hopso_blob_writer_commit_async (writer, NULL, runner_ready_cb, &result);
  return hopso_blob_writer_commit_finish (writer, runner_wait (&result), error);
}

static void
append_until (HopsoBlobWriter *writer, GBytes *whole, gsize end, gsize step)
{
  g_autoptr (GError) error = NULL;

  while (hopso_blob_writer_get_offset (writer) < end)
    {
      gsize offset = hopso_blob_writer_get_offset (writer);

      append (writer, whole, offset, MIN (step, end - offset), &error);
      g_assert_no_error (error);
    }
}

static void
store_blob (Cache *cache, GBytes *whole)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *digest = hopso_sha256_hex (whole);
  gsize size = g_bytes_get_size (whole);
  g_autoptr (HopsoBlobWriter) writer = begin (cache, digest, size, &error);

  g_assert_no_error (error);
  append_until (writer, whole, size, 10007);
  commit (writer, &error);
  g_assert_no_error (error);
}

static HopsoFd
open_blob (Cache *cache, const char *digest, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  hopso_blob_cache_open_async (cache->blobs, digest, NULL, runner_ready_cb, &result);
  return hopso_blob_cache_open_finish (cache->blobs, runner_wait (&result), error);
}

static void
assert_holds (Cache *cache, GBytes *whole)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *digest = hopso_sha256_hex (whole);
  g_auto (HopsoFd) fd = open_blob (cache, digest, &error);

  g_assert_no_error (error);
  g_autoptr (GBytes) found = hopso_fd_read_all (fd, G_MAXINT, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (found, whole));
  g_assert_true (hopso_blob_cache_has (cache->blobs, digest));
  g_assert_cmpint (fcntl (fd, F_GET_SEALS), ==,
                   F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
}

static void
assert_absent (Cache *cache, const char *digest)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (open_blob (cache, digest, &error), ==, -1);
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_ABSENT);
  g_assert_false (hopso_blob_cache_has (cache->blobs, digest));
}

/* The only file in the folder of blobs. */
static char *
find_file (Cache *cache)
{
  g_autofree char *folder = g_build_filename (cache->world.folder, "blobs", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = g_dir_read_name (dir);
  char *path = name != NULL ? g_build_filename (folder, name, NULL) : NULL;

  g_assert_null (g_dir_read_name (dir));
  return path;
}

static void
test_gives_back_what_was_stored (void)
{
  const gsize sizes[] = { 0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 300001 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) whole = make_bytes (sizes[i]);
      g_autofree char *digest = hopso_sha256_hex (whole);
      Cache cache;

      set_up (&cache);
      assert_absent (&cache, digest);
      store_blob (&cache, whole);
      assert_holds (&cache, whole);
      g_assert_false (world_folder_holds (cache.world.folder, "tờ trình"));
      g_assert_false (world_folder_holds (cache.world.folder, digest));
      g_object_unref (cache.store);
      open_cache (&cache);
      assert_holds (&cache, whole);
      tear_down (&cache);
    }
}

static void
test_goes_on_where_the_last_writer_stopped (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) whole = make_bytes (5 * CHUNK + 100);
  g_autofree char *digest = hopso_sha256_hex (whole);
  gsize size = g_bytes_get_size (whole);
  Cache cache;

  set_up (&cache);
  HopsoBlobWriter *writer = begin (&cache, digest, size, &error);
  g_assert_cmpuint (hopso_blob_writer_get_offset (writer), ==, 0);
  g_assert_cmpuint (hopso_blob_writer_get_size (writer), ==, size);
  append_until (writer, whole, 3 * CHUNK + 5000, 30011);
  g_object_unref (writer);
  g_object_unref (cache.store);

  open_cache (&cache);
  g_assert_false (hopso_blob_cache_has (cache.blobs, digest));
  writer = begin (&cache, digest, size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hopso_blob_writer_get_offset (writer), ==, 3 * CHUNK);
  append_until (writer, whole, size, 30011);
  commit (writer, &error);
  g_assert_no_error (error);
  g_object_unref (writer);
  assert_holds (&cache, whole);
  g_assert_null (begin (&cache, digest, size, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  tear_down (&cache);
}

/* Child: stores the blob slowly and says how far it is. */
static int
store_and_tell (const char *folder)
{
  g_autoptr (GBytes) whole = make_bytes (20 * CHUNK);
  g_autofree char *digest = hopso_sha256_hex (whole);
  Cache cache = { .world = { .folder = g_strdup (folder), .key = world_make_key (7) } };

  open_cache (&cache);
  HopsoBlobWriter *writer = begin (&cache, digest, 20 * CHUNK, NULL);
  for (guint i = 1; i <= 20; i++)
    {
      append_until (writer, whole, i * CHUNK, 20000);
      g_print ("%" G_GUINT64_FORMAT "\n", hopso_blob_writer_get_offset (writer));
    }
  return commit (writer, NULL) ? 0 : 1;
}

static void
test_a_kill_keeps_what_was_sealed (void)
{
  g_autoptr (GBytes) whole = make_bytes (20 * CHUNK);
  g_autofree char *digest = hopso_sha256_hex (whole);

  for (guint round = 0; round < 5; round++)
    {
      g_autoptr (GError) error = NULL;
      Cache cache;
      guint64 told = 0;

      world_set_up (&cache.world);
      g_autoptr (GSubprocess) child = world_start_child (program, "--store", cache.world.folder);
      g_autoptr (GDataInputStream) lines =
          g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
      for (guint i = 0; i < 2 + round * 4; i++)
        {
          g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

          told = g_ascii_strtoull (line, NULL, 10);
        }
      g_subprocess_force_exit (child);
      g_subprocess_wait (child, NULL, NULL);

      open_cache (&cache);
      if (!hopso_blob_cache_has (cache.blobs, digest))
        {
          g_autoptr (HopsoBlobWriter) writer = begin (&cache, digest, 20 * CHUNK, &error);

          g_assert_no_error (error);
          g_assert_cmpuint (hopso_blob_writer_get_offset (writer), >=, MIN (told, 19 * CHUNK));
          append_until (writer, whole, 20 * CHUNK, CHUNK);
          commit (writer, &error);
          g_assert_no_error (error);
        }
      assert_holds (&cache, whole);
      tear_down (&cache);
    }
}

static void
test_refuses_other_bytes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) whole = make_bytes (2 * CHUNK);
  g_autoptr (GBytes) other = make_bytes (2 * CHUNK + 1);
  g_autofree char *digest = hopso_sha256_hex (other);
  Cache cache;

  set_up (&cache);
  g_autoptr (HopsoBlobWriter) writer = begin (&cache, digest, 2 * CHUNK, &error);
  append_until (writer, whole, CHUNK + 1, CHUNK);
  g_assert_false (commit (writer, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
  g_clear_error (&error);
  g_assert_false (append (writer, other, 0, CHUNK, &error));
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED);
  g_clear_error (&error);
  append_until (writer, whole, 2 * CHUNK, CHUNK);
  g_assert_false (commit (writer, &error));
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_false (commit (writer, &error));
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_FAILED);
  g_clear_error (&error);
  assert_absent (&cache, digest);
  g_assert_null (find_file (&cache));

  g_autoptr (HopsoBlobWriter) again = begin (&cache, digest, 2 * CHUNK + 1, &error);
  g_assert_cmpuint (hopso_blob_writer_get_offset (again), ==, 0);
  append_until (again, other, 2 * CHUNK + 1, CHUNK);
  commit (again, &error);
  g_assert_no_error (error);
  assert_holds (&cache, other);
  g_assert_null (begin (&cache, "x", HOPSO_BLOB_MAX_SIZE + 1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
  tear_down (&cache);
}

static void
flip (const char *path, gsize place)
{
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_cmpuint (place, <, size);
  bytes[place] ^= 0x80;
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
}

static void
test_damage_is_found_and_healed (void)
{
  g_autoptr (GBytes) whole = make_bytes (2 * CHUNK + 10);
  g_autofree char *digest = hopso_sha256_hex (whole);
  const gsize places[] = { 0, CHUNK + 3, CHUNK + 16, 2 * CHUNK + 40, 2 * CHUNK + 57 };

  for (guint i = 0; i <= G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GError) error = NULL;
      Cache cache;

      set_up (&cache);
      store_blob (&cache, whole);
      g_autofree char *path = find_file (&cache);
      if (i < G_N_ELEMENTS (places))
        flip (path, places[i]);
      else
        g_assert_cmpint (truncate (path, CHUNK + 16), ==, 0);
      g_assert_cmpint (open_blob (&cache, digest, &error), ==, -1);
      g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED);
      assert_absent (&cache, digest);
      g_assert_null (find_file (&cache));
      store_blob (&cache, whole);
      assert_holds (&cache, whole);
      tear_down (&cache);
    }
}

static void
test_resumes_before_a_damaged_chunk (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) whole = make_bytes (5 * CHUNK);
  g_autofree char *digest = hopso_sha256_hex (whole);
  Cache cache;

  set_up (&cache);
  HopsoBlobWriter *writer = begin (&cache, digest, 5 * CHUNK, &error);
  append_until (writer, whole, 4 * CHUNK, CHUNK);
  g_object_unref (writer);
  g_autofree char *path = find_file (&cache);
  flip (path, 2 * (CHUNK + 16) + 99);
  writer = begin (&cache, digest, 5 * CHUNK, &error);
  g_assert_cmpuint (hopso_blob_writer_get_offset (writer), ==, 2 * CHUNK);
  append_until (writer, whole, 5 * CHUNK, CHUNK);
  commit (writer, &error);
  g_assert_no_error (error);
  g_object_unref (writer);
  assert_holds (&cache, whole);
  tear_down (&cache);
}

static void
test_one_writer_at_a_time (void)
{
  g_autoptr (GError) error = NULL;
  Cache cache;

  set_up (&cache);
  g_autoptr (HopsoBlobWriter) writer = begin (&cache, "d", 100, &error);
  g_assert_no_error (error);
  g_assert_null (begin (&cache, "d", 100, &error));
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_BUSY);
  tear_down (&cache);
}

static char *
import (Cache *cache, GBytes *whole)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  gsize size;
  const void *bytes = g_bytes_get_data (whole, &size);
  int fd = hopso_fd_new_sealed ("test", bytes, size, &error);

  hopso_blob_cache_import_async (cache->blobs, fd, NULL, runner_ready_cb, &result);
  hopso_fd_close (fd);
  char *digest = hopso_blob_cache_import_finish (cache->blobs, runner_wait (&result), &error);
  g_assert_no_error (error);
  return digest;
}

static void
test_imports_a_local_file (void)
{
  g_autoptr (GBytes) whole = make_bytes (CHUNK + 77);
  g_autofree char *expected = hopso_sha256_hex (whole);
  Cache cache;

  set_up (&cache);
  HopsoBlobWriter *writer = begin (&cache, expected, CHUNK + 77, NULL);
  append_until (writer, whole, CHUNK + 1, CHUNK);
  g_autofree char *digest = import (&cache, whole);
  g_assert_cmpstr (digest, ==, expected);
  assert_holds (&cache, whole);

  /* The download that was going on finds that it is not needed any more. */
  append_until (writer, whole, CHUNK + 77, CHUNK);
  g_assert_true (commit (writer, NULL));
  g_object_unref (writer);
  g_autofree char *file = find_file (&cache);
  g_assert_nonnull (file);
  g_autofree char *again = import (&cache, whole);
  g_assert_cmpstr (again, ==, expected);
  g_autofree char *same_file = find_file (&cache);
  g_assert_cmpstr (same_file, ==, file);
  assert_holds (&cache, whole);
  tear_down (&cache);
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
  g_autoptr (GBytes) whole = make_bytes (1000);
  Cache cache;

  set_up (&cache);
  g_autofree char *digest = import (&cache, whole);
  g_autoptr (HopsoSecret) key = get_key (&cache, digest);
  g_assert_true (key_is_left (&cache, key));
  hopso_blob_cache_forget_async (cache.blobs, digest, NULL, runner_ready_cb, &result);
  hopso_blob_cache_forget_finish (cache.blobs, runner_wait (&result), &error);
  g_assert_no_error (error);
  assert_absent (&cache, digest);
  g_assert_null (find_file (&cache));
  g_assert_false (key_is_left (&cache, key));
  tear_down (&cache);
}

static void
test_a_recalled_paper_leaves_nothing (void)
{
  g_autoptr (GBytes) whole = make_bytes (1000);
  Cache cache;

  set_up (&cache);
  g_autofree char *digest = import (&cache, whole);
  g_autoptr (HopsoSecret) key = get_key (&cache, digest);
  g_autoptr (HopsoRecord) one = runner_make_paper ("one", "Văn bản thu hồi", digest);
  g_autoptr (HopsoRecord) two = runner_make_paper ("two", "Bản thứ hai", digest);
  runner_put (cache.store, one);
  runner_put (cache.store, two);
  g_assert_true (world_clear_holds (cache.world.folder, "Văn bản thu hồi", 19));
  runner_delete (cache.store, HOPSO_KIND_PAPER, "one", TRUE);
  g_assert_false (world_clear_holds (cache.world.folder, "Văn bản thu hồi", 19));
  assert_holds (&cache, whole);
  runner_delete (cache.store, HOPSO_KIND_PAPER, "two", TRUE);
  assert_absent (&cache, digest);
  g_assert_null (find_file (&cache));
  g_assert_false (key_is_left (&cache, key));
  tear_down (&cache);
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
  g_autoptr (GBytes) loose_bytes = make_bytes (1), paper_bytes = make_bytes (2);
  g_autoptr (GBytes) outbox_bytes = make_bytes (3), lost_bytes = make_bytes (4);
  Cache cache;

  set_up (&cache);
  g_autofree char *lost = import (&cache, lost_bytes);
  g_autofree char *lost_file = find_file (&cache);
  g_autofree char *loose = import (&cache, loose_bytes);
  g_autofree char *of_paper = import (&cache, paper_bytes);
  g_autofree char *of_outbox = import (&cache, outbox_bytes);
  g_autoptr (HopsoRecord) paper = runner_make_paper ("p", "Tờ trình", of_paper);
  runner_put (cache.store, paper);
  runner_write (cache.store, outbox_func, of_outbox, NULL);
  g_unlink (lost_file);
  g_autofree char *orphan = g_build_filename (cache.world.folder, "blobs", "orphan", NULL);
  g_assert_true (g_file_set_contents (orphan, "x", 1, NULL));

  collect (&cache, 0);
  g_assert_false (g_file_test (orphan, G_FILE_TEST_EXISTS));
  g_assert_false (hopso_blob_cache_has (cache.blobs, lost));
  assert_holds (&cache, loose_bytes);
  collect (&cache, WEEK);
  assert_absent (&cache, loose);
  assert_holds (&cache, paper_bytes);
  assert_holds (&cache, outbox_bytes);
  tear_down (&cache);
}

int
main (int argc, char **argv)
{
  program = argv[0];
  if (argc == 3 && strcmp (argv[1], "--store") == 0)
    return store_and_tell (argv[2]);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/blobs/gives-back-what-was-stored", test_gives_back_what_was_stored);
  g_test_add_func ("/store/blobs/goes-on-where-the-last-writer-stopped",
                   test_goes_on_where_the_last_writer_stopped);
  g_test_add_func ("/store/blobs/a-kill-keeps-what-was-sealed", test_a_kill_keeps_what_was_sealed);
  g_test_add_func ("/store/blobs/refuses-other-bytes", test_refuses_other_bytes);
  g_test_add_func ("/store/blobs/damage-is-found-and-healed", test_damage_is_found_and_healed);
  g_test_add_func ("/store/blobs/resumes-before-a-damaged-chunk",
                   test_resumes_before_a_damaged_chunk);
  g_test_add_func ("/store/blobs/one-writer-at-a-time", test_one_writer_at_a_time);
  g_test_add_func ("/store/blobs/imports-a-local-file", test_imports_a_local_file);
  g_test_add_func ("/store/blobs/forgetting-destroys-the-key", test_forgetting_destroys_the_key);
  g_test_add_func ("/store/blobs/a-recalled-paper-leaves-nothing",
                   test_a_recalled_paper_leaves_nothing);
  g_test_add_func ("/store/blobs/collects-what-nothing-names", test_collects_what_nothing_names);
  return g_test_run ();
}
