/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Blobs stored, opened and looked for, waited for each time. */

#include "blob-world.h"

#include "hopso-digest.h"

#include <fcntl.h>
#include <string.h>

void
cache_open (Cache *cache)
{
  g_autoptr (GError) error = NULL;

  cache->store = runner_open (cache->world.folder, &error);
  g_assert_no_error (error);
  cache->blobs = hopso_store_get_blobs (cache->store);
}

void
cache_set_up (Cache *cache)
{
  world_set_up (&cache->world);
  cache_open (cache);
}

void
cache_tear_down (Cache *cache)
{
  runner_close (cache->store);
  world_tear_down (&cache->world);
}

/* Text that repeats, so that any of it in the clear is found. */
GBytes *
cache_make_bytes (gsize size)
{
  static const char text[] = "Nội dung mật của tờ trình số ";
  guint8 *bytes = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) text[i % (sizeof text - 1)];
  for (gsize i = 0; i + 8 < size; i += 1000)
    memcpy (bytes + i, &i, 4);
  return g_bytes_new_take (bytes, size);
}

HopsoBlobWriter *
cache_begin (Cache *cache, const char *digest, guint64 size, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  hopso_blob_cache_begin_write_async (cache->blobs, digest, size, NULL, runner_ready_cb, &result);
  return hopso_blob_cache_begin_write_finish (cache->blobs, runner_wait (&result), error);
}

gboolean
cache_append (HopsoBlobWriter *writer, GBytes *whole, gsize offset, gsize size, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) part = g_bytes_new_from_bytes (whole, offset, size);

  hopso_blob_writer_append_async (writer, part, NULL, runner_ready_cb, &result);
  return hopso_blob_writer_append_finish (writer, runner_wait (&result), error);
}

gboolean
cache_commit (HopsoBlobWriter *writer, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  hopso_blob_writer_commit_async (writer, NULL, runner_ready_cb, &result);
  return hopso_blob_writer_commit_finish (writer, runner_wait (&result), error);
}

void
cache_append_until (HopsoBlobWriter *writer, GBytes *whole, gsize end, gsize step)
{
  g_autoptr (GError) error = NULL;

  while (hopso_blob_writer_get_offset (writer) < end)
    {
      gsize offset = hopso_blob_writer_get_offset (writer);

      cache_append (writer, whole, offset, MIN (step, end - offset), &error);
      g_assert_no_error (error);
    }
}

void
cache_store_blob (Cache *cache, GBytes *whole)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *digest = hopso_sha256_hex (whole);
  gsize size = g_bytes_get_size (whole);
  g_autoptr (HopsoBlobWriter) writer = cache_begin (cache, digest, size, &error);

  g_assert_no_error (error);
  cache_append_until (writer, whole, size, 10007);
  cache_commit (writer, &error);
  g_assert_no_error (error);
}

HopsoFd
cache_open_blob (Cache *cache, const char *digest, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  hopso_blob_cache_open_async (cache->blobs, digest, NULL, runner_ready_cb, &result);
  return hopso_blob_cache_open_finish (cache->blobs, runner_wait (&result), error);
}

void
cache_assert_holds (Cache *cache, GBytes *whole)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *digest = hopso_sha256_hex (whole);
  g_auto (HopsoFd) fd = cache_open_blob (cache, digest, &error);

  g_assert_no_error (error);
  g_autoptr (GBytes) found = hopso_fd_read_all (fd, G_MAXINT, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (found, whole));
  g_assert_true (hopso_blob_cache_has (cache->blobs, digest));
  g_assert_cmpint (fcntl (fd, F_GET_SEALS), ==,
                   F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
}

void
cache_assert_absent (Cache *cache, const char *digest)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (cache_open_blob (cache, digest, &error), ==, -1);
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_ABSENT);
  g_assert_false (hopso_blob_cache_has (cache->blobs, digest));
}

/* The only file in the folder of blobs. */
char *
cache_find_file (Cache *cache)
{
  g_autofree char *folder = g_build_filename (cache->world.folder, "blobs", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = g_dir_read_name (dir);
  char *path = name != NULL ? g_build_filename (folder, name, NULL) : NULL;

  g_assert_null (g_dir_read_name (dir));
  return path;
}

char *
cache_import (Cache *cache, GBytes *whole)
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
