/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the cache gives back is what was put in, whatever happened to it on the disk meanwhile. */

#include "hopso-fetch-cache.h"
#include "hopso-test-soak.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define TIME 1795000000

typedef struct
{
  char *folder;
  HopsoFetchCache *cache;
} World;

static void
set_up (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *above = g_dir_make_tmp ("hopso-cache-XXXXXX", &error);

  g_assert_no_error (error);
  world->folder = g_build_filename (above, "material", NULL);
  world->cache = hopso_fetch_cache_new (world->folder, 100 * 1024);
}

static void
tear_down (World *world, gconstpointer data)
{
  g_autofree char *above = g_path_get_dirname (world->folder);
  g_autoptr (GDir) dir = g_dir_open (world->folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (world->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (world->folder);
  g_rmdir (above);
  g_free (world->folder);
  g_object_unref (world->cache);
}

/* Bytes that belong to one number. */
static GBytes *
make_bytes (guint number, gsize size)
{
  guint8 *bytes = g_malloc (MAX (size, 1));

  memset (bytes, (int) (number & 0xff), size);
  return g_bytes_new_take (bytes, size);
}

static void
keep (World *world, const char *key, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;

  hopso_fetch_cache_keep (world->cache, key, bytes, TIME, &error);
  g_assert_no_error (error);
}

static void
test_gives_back_what_was_kept (World *world, gconstpointer data)
{
  g_autoptr (GBytes) one = make_bytes (1, 5000);
  g_autoptr (GBytes) other = make_bytes (2, 0);
  gint64 until = 0;

  g_assert_null (hopso_fetch_cache_find (world->cache, "one", &until));
  keep (world, "one", other);
  keep (world, "one", one);
  keep (world, "other", other);
  g_autoptr (GBytes) first = hopso_fetch_cache_find (world->cache, "one", &until);
  g_autoptr (GBytes) second = hopso_fetch_cache_find (world->cache, "other", &until);
  g_assert_true (g_bytes_equal (first, one));
  g_assert_true (g_bytes_equal (second, other));
  g_assert_cmpint (until, ==, TIME);
}

static char *
find_only_file (World *world)
{
  g_autoptr (GDir) dir = g_dir_open (world->folder, 0, NULL);

  return g_build_filename (world->folder, g_dir_read_name (dir), NULL);
}

static void
test_damaged_entries_are_dropped (World *world, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes (7, 200);
  gint64 until;

  keep (world, "key", bytes);
  g_autofree char *path = find_only_file (world);
  g_autofree char *whole = NULL;
  gsize size;
  g_assert_true (g_file_get_contents (path, &whole, &size, NULL));
  for (gsize i = 0; i < size; i++)
    {
      whole[i] ^= 1;
      g_assert_true (g_file_set_contents (path, whole, (gssize) size, NULL));
      g_assert_null (hopso_fetch_cache_find (world->cache, "key", &until));
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
      whole[i] ^= 1;
    }
  for (gsize cut = 0; cut < size; cut += 13)
    {
      g_assert_true (g_file_set_contents (path, whole, (gssize) cut, NULL));
      g_assert_null (hopso_fetch_cache_find (world->cache, "key", &until));
    }
}

static void
test_a_link_leads_nowhere (World *world, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes (7, 200);
  gint64 until;

  keep (world, "key", bytes);
  g_autofree char *path = find_only_file (world);
  g_autofree char *elsewhere = g_strconcat (path, ".elsewhere", NULL);
  g_assert_cmpint (g_rename (path, elsewhere), ==, 0);
  g_assert_cmpint (symlink (elsewhere, path), ==, 0);
  g_assert_null (hopso_fetch_cache_find (world->cache, "key", &until));
  keep (world, "key", bytes);
  g_autoptr (GBytes) found = hopso_fetch_cache_find (world->cache, "key", &until);
  g_assert_true (g_bytes_equal (found, bytes));
}

static guint64
measure (World *world)
{
  g_autoptr (GDir) dir = g_dir_open (world->folder, 0, NULL);
  const char *name;
  guint64 total = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (world->folder, name, NULL);
      GStatBuf status;

      g_assert_cmpint (g_stat (path, &status), ==, 0);
      g_assert_cmpint (status.st_mode & 0777, ==, 0600);
      total += (guint64) status.st_size;
    }
  return total;
}

static void
test_the_oldest_make_room (World *world, gconstpointer data)
{
  g_autoptr (GBytes) huge = make_bytes (1, 101 * 1024);
  g_autoptr (GError) error = NULL;
  gint64 until;

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);
      g_autoptr (GBytes) bytes = make_bytes (i, 10000);

      keep (world, key, bytes);
      g_assert_cmpuint (measure (world), <=, 100 * 1024);
    }
  g_autoptr (GBytes) last = hopso_fetch_cache_find (world->cache, "29", &until);
  g_assert_nonnull (last);
  g_assert_false (hopso_fetch_cache_keep (world->cache, "huge", huge, TIME, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
}

/* Another process, which is killed: writes the same keys over and over. */
static void
write_for_ever (const char *folder)
{
  g_autoptr (HopsoFetchCache) cache = hopso_fetch_cache_new (folder, 100 * 1024);

  for (guint i = 0;; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i % 8);
      g_autoptr (GBytes) bytes = make_bytes (i % 8, 10000 + i % 100);

      hopso_fetch_cache_keep (cache, key, bytes, TIME, NULL);
    }
}

static gboolean
is_whole (GBytes *bytes, guint number)
{
  gsize size;
  const guint8 *start = g_bytes_get_data (bytes, &size);

  for (gsize i = 0; i < size; i++)
    if (start[i] != number)
      return FALSE;
  return size >= 10000;
}

static void
test_a_killed_writer_leaves_whole_entries (World *world, gconstpointer data)
{
  guint rounds = hopso_test_soak_rounds (25, 2000);
  guint n_lost = 0;

  for (guint round = 0; round < rounds; round++)
    {
      gint64 until;
      pid_t child = fork ();

      if (child == 0)
        write_for_ever (world->folder);
      g_assert_cmpint (child, >, 0);
      g_usleep ((gulong) g_random_int_range (0, 20000));
      kill (child, SIGKILL);
      waitpid (child, NULL, 0);
      for (guint number = 0; number < 8; number++)
        {
          g_autofree char *key = g_strdup_printf ("%u", number);
          g_autoptr (GBytes) found = hopso_fetch_cache_find (world->cache, key, &until);

          if (found != NULL && !is_whole (found, number))
            n_lost++;
        }
    }
  hopso_test_soak_report ("entries after kill -9", rounds * 8, n_lost);
  g_assert_cmpuint (n_lost, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/signing/cache/" name, World, NULL, set_up, func, tear_down)
  ADD ("gives-back-what-was-kept", test_gives_back_what_was_kept);
  ADD ("damaged-entries-are-dropped", test_damaged_entries_are_dropped);
  ADD ("a-link-leads-nowhere", test_a_link_leads_nowhere);
  ADD ("the-oldest-make-room", test_the_oldest_make_room);
  ADD ("a-killed-writer-leaves-whole-entries", test_a_killed_writer_leaves_whole_entries);
  return g_test_run ();
}
