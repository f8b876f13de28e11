/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "blob-world.h"
#include "hopso-digest.h"

#include <string.h>
#include <unistd.h>

#define CHUNK 65536

static const char *program;

static void
test_gives_back_what_was_stored (void)
{
  const gsize sizes[] = { 0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 300001 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) whole = cache_make_bytes (sizes[i]);
      g_autofree char *digest = hopso_sha256_hex (whole);
      Cache cache;

      cache_set_up (&cache);
      cache_assert_absent (&cache, digest);
      cache_store_blob (&cache, whole);
      cache_assert_holds (&cache, whole);
      g_assert_false (world_folder_holds (cache.world.folder, "tờ trình"));
      g_assert_false (world_folder_holds (cache.world.folder, digest));
      runner_close (cache.store);
      cache_open (&cache);
      cache_assert_holds (&cache, whole);
      cache_tear_down (&cache);
    }
}

static void
test_goes_on_where_the_last_writer_stopped (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) whole = cache_make_bytes (5 * CHUNK + 100);
  g_autofree char *digest = hopso_sha256_hex (whole);
  gsize size = g_bytes_get_size (whole);
  Cache cache;

  cache_set_up (&cache);
  HopsoBlobWriter *writer = cache_begin (&cache, digest, size, &error);
  g_assert_cmpuint (hopso_blob_writer_get_offset (writer), ==, 0);
  g_assert_cmpuint (hopso_blob_writer_get_size (writer), ==, size);
  cache_append_until (writer, whole, 3 * CHUNK + 5000, 30011);
  g_object_unref (writer);
  runner_close (cache.store);

  cache_open (&cache);
  g_assert_false (hopso_blob_cache_has (cache.blobs, digest));
  writer = cache_begin (&cache, digest, size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hopso_blob_writer_get_offset (writer), ==, 3 * CHUNK);
  cache_append_until (writer, whole, size, 30011);
  cache_commit (writer, &error);
  g_assert_no_error (error);
  g_object_unref (writer);
  cache_assert_holds (&cache, whole);
  g_assert_null (cache_begin (&cache, digest, size, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  cache_tear_down (&cache);
}

/* Child: stores the blob slowly and says how far it is. */
static int
store_and_tell (const char *folder)
{
  g_autoptr (GBytes) whole = cache_make_bytes (20 * CHUNK);
  g_autofree char *digest = hopso_sha256_hex (whole);
  Cache cache = { .world = { .folder = g_strdup (folder), .key = world_make_key (7) } };

  cache_open (&cache);
  HopsoBlobWriter *writer = cache_begin (&cache, digest, 20 * CHUNK, NULL);
  for (guint i = 1; i <= 20; i++)
    {
      cache_append_until (writer, whole, i * CHUNK, 20000);
      g_print ("%" G_GUINT64_FORMAT "\n", hopso_blob_writer_get_offset (writer));
    }
  return cache_commit (writer, NULL) ? 0 : 1;
}

static void
test_a_kill_keeps_what_was_sealed (void)
{
  g_autoptr (GBytes) whole = cache_make_bytes (20 * CHUNK);
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

      cache_open (&cache);
      if (!hopso_blob_cache_has (cache.blobs, digest))
        {
          g_autoptr (HopsoBlobWriter) writer = cache_begin (&cache, digest, 20 * CHUNK, &error);

          g_assert_no_error (error);
          g_assert_cmpuint (hopso_blob_writer_get_offset (writer), >=, MIN (told, 19 * CHUNK));
          cache_append_until (writer, whole, 20 * CHUNK, CHUNK);
          cache_commit (writer, &error);
          g_assert_no_error (error);
        }
      cache_assert_holds (&cache, whole);
      cache_tear_down (&cache);
    }
}

static void
test_refuses_other_bytes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) whole = cache_make_bytes (2 * CHUNK);
  g_autoptr (GBytes) other = cache_make_bytes (2 * CHUNK + 1);
  g_autofree char *digest = hopso_sha256_hex (other);
  Cache cache;

  cache_set_up (&cache);
  g_autoptr (HopsoBlobWriter) writer = cache_begin (&cache, digest, 2 * CHUNK, &error);
  cache_append_until (writer, whole, CHUNK + 1, CHUNK);
  g_assert_false (cache_commit (writer, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
  g_clear_error (&error);
  g_assert_false (cache_append (writer, other, 0, CHUNK, &error));
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED);
  g_clear_error (&error);
  cache_append_until (writer, whole, 2 * CHUNK, CHUNK);
  g_assert_false (cache_commit (writer, &error));
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_false (cache_commit (writer, &error));
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_FAILED);
  g_clear_error (&error);
  cache_assert_absent (&cache, digest);
  g_assert_null (cache_find_file (&cache));

  g_autoptr (HopsoBlobWriter) again = cache_begin (&cache, digest, 2 * CHUNK + 1, &error);
  g_assert_cmpuint (hopso_blob_writer_get_offset (again), ==, 0);
  cache_append_until (again, other, 2 * CHUNK + 1, CHUNK);
  cache_commit (again, &error);
  g_assert_no_error (error);
  cache_assert_holds (&cache, other);
  g_assert_null (cache_begin (&cache, "x", HOPSO_BLOB_MAX_SIZE + 1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
  cache_tear_down (&cache);
}

static void
flip (const char *path, gsize place)
{
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_cmpuint (place, <, size);
  bytes[place] ^= 0x80;
  world_write_file (path, bytes, size);
}

static void
test_damage_is_found_and_healed (void)
{
  g_autoptr (GBytes) whole = cache_make_bytes (2 * CHUNK + 10);
  g_autofree char *digest = hopso_sha256_hex (whole);
  const gsize places[] = { 0, CHUNK + 3, CHUNK + 16, 2 * CHUNK + 40, 2 * CHUNK + 57 };

  for (guint i = 0; i <= G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GError) error = NULL;
      Cache cache;

      cache_set_up (&cache);
      cache_store_blob (&cache, whole);
      g_autofree char *path = cache_find_file (&cache);
      if (i < G_N_ELEMENTS (places))
        flip (path, places[i]);
      else
        g_assert_cmpint (truncate (path, CHUNK + 16), ==, 0);
      g_assert_cmpint (cache_open_blob (&cache, digest, &error), ==, -1);
      g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED);
      cache_assert_absent (&cache, digest);
      g_assert_null (cache_find_file (&cache));
      cache_store_blob (&cache, whole);
      cache_assert_holds (&cache, whole);
      cache_tear_down (&cache);
    }
}

static void
test_resumes_before_a_damaged_chunk (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) whole = cache_make_bytes (5 * CHUNK);
  g_autofree char *digest = hopso_sha256_hex (whole);
  Cache cache;

  cache_set_up (&cache);
  HopsoBlobWriter *writer = cache_begin (&cache, digest, 5 * CHUNK, &error);
  cache_append_until (writer, whole, 4 * CHUNK, CHUNK);
  g_object_unref (writer);
  g_autofree char *path = cache_find_file (&cache);
  flip (path, 2 * (CHUNK + 16) + 99);
  writer = cache_begin (&cache, digest, 5 * CHUNK, &error);
  g_assert_cmpuint (hopso_blob_writer_get_offset (writer), ==, 2 * CHUNK);
  cache_append_until (writer, whole, 5 * CHUNK, CHUNK);
  cache_commit (writer, &error);
  g_assert_no_error (error);
  g_object_unref (writer);
  cache_assert_holds (&cache, whole);
  cache_tear_down (&cache);
}

static void
test_one_writer_at_a_time (void)
{
  g_autoptr (GError) error = NULL;
  Cache cache;

  cache_set_up (&cache);
  g_autoptr (HopsoBlobWriter) writer = cache_begin (&cache, "d", 100, &error);
  g_assert_no_error (error);
  g_assert_null (cache_begin (&cache, "d", 100, &error));
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_BUSY);
  cache_tear_down (&cache);
}

#define MANY 100

static void
count_commit_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  hopso_blob_writer_commit_finish (HOPSO_BLOB_WRITER (source), result, &error);
  g_assert_no_error (error);
  ++*(guint *) user_data;
}

static GBytes *
make_other (guint number)
{
  g_autoptr (GBytes) same = cache_make_bytes (3000);
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (same, NULL), 3000);

  bytes[7] = (guint8) number;
  return g_bytes_new_take (g_steal_pointer (&bytes), 3000);
}

/* Nobody waits for the one before; the last is there as well as the first, also next time. */
static void
test_many_are_stored_together (void)
{
  guint n_committed = 0;
  Cache cache;

  cache_set_up (&cache);
  for (guint i = 0; i < MANY; i++)
    {
      g_autoptr (GBytes) whole = make_other (i);
      g_autofree char *digest = hopso_sha256_hex (whole);
      g_autoptr (GError) error = NULL;
      g_autoptr (HopsoBlobWriter) writer = cache_begin (&cache, digest, 3000, &error);

      g_assert_no_error (error);
      cache_append_until (writer, whole, 3000, CHUNK);
      hopso_blob_writer_commit_async (writer, NULL, count_commit_cb, &n_committed);
    }
  while (n_committed < MANY)
    g_main_context_iteration (NULL, TRUE);
  runner_close (cache.store);
  cache_open (&cache);
  for (guint i = 0; i < MANY; i++)
    {
      g_autoptr (GBytes) whole = make_other (i);

      cache_assert_holds (&cache, whole);
    }
  cache_tear_down (&cache);
}

static void
test_what_is_forgotten_as_it_comes_stays_away (void)
{
  g_autoptr (GBytes) whole = cache_make_bytes (3000);
  g_autofree char *digest = hopso_sha256_hex (whole);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  Cache cache;

  cache_set_up (&cache);
  g_autoptr (HopsoBlobWriter) writer = cache_begin (&cache, digest, 3000, &error);
  cache_append_until (writer, whole, 3000, CHUNK);
  hopso_blob_cache_forget_async (cache.blobs, digest, NULL, runner_ready_cb, &result);
  g_assert_true (hopso_blob_cache_forget_finish (cache.blobs, runner_wait (&result), &error));
  g_assert_false (cache_commit (writer, &error));
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_ABSENT);
  cache_assert_absent (&cache, digest);
  g_assert_null (cache_find_file (&cache));
  cache_tear_down (&cache);
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
  g_test_add_func ("/store/blobs/many-are-stored-together", test_many_are_stored_together);
  g_test_add_func ("/store/blobs/what-is-forgotten-as-it-comes-stays-away",
                   test_what_is_forgotten_as_it_comes_stays_away);
  return g_test_run ();
}
