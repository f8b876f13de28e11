/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-store-error.h"
#include "hopso-test-folder.h"
#include "store-world.h"

#include <glib/gstdio.h>
#include <string.h>

#define SECRET_TEXT "Tờ trình về quy hoạch sử dụng đất"
#define KILL_ROUNDS 20

static const char *program;

static void
fill (sqlite3 *db, int n_rows)
{
  g_autofree char *sql = g_strdup_printf (
      "CREATE TABLE parent (id INTEGER PRIMARY KEY);"
      "CREATE TABLE line (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES parent, "
      "text TEXT);"
      "INSERT INTO parent VALUES (1);"
      "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
      "INSERT INTO line SELECT i, 1, '" SECRET_TEXT " ' || i FROM n;",
      n_rows);

  world_exec (db, sql);
}

static void
assert_hidden (const char *folder)
{
  g_assert_false (world_folder_holds (folder, "quy hoạch"));
  g_assert_false (world_folder_holds (folder, "CREATE TABLE"));
  g_assert_false (world_folder_holds (folder, "SQLite format"));
}

static gboolean
has_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GStatBuf status;

  return g_stat (path, &status) == 0 && status.st_size > 0;
}

static void
test_hides_database_and_log (void)
{
  World world;

  world_set_up (&world);
  world_open (&world);
  fill (world.db, 500);
  g_assert_true (has_file (world.folder, "store.db-wal"));
  assert_hidden (world.folder);
  world_exec (world.db, "PRAGMA wal_checkpoint (TRUNCATE)");
  assert_hidden (world.folder);
  world_close (&world);
  g_assert_false (has_file (world.folder, "store.db-wal"));
  assert_hidden (world.folder);

  world_open (&world);
  g_assert_cmpint (
      world_number (world.db, "SELECT count(*) FROM line WHERE text LIKE '%quy hoạch%'"), ==, 500);
  world_assert_sound (world.db);
  world_tear_down (&world);
}

static void
test_hides_journal_and_rolls_back (void)
{
  World world;

  world_set_up (&world);
  world_open (&world);
  fill (world.db, 2000);
  world_exec (world.db, "PRAGMA journal_mode = DELETE; PRAGMA cache_size = 5;"
                        "BEGIN; UPDATE line SET text = 'khác';");
  g_assert_true (has_file (world.folder, "store.db-journal"));
  assert_hidden (world.folder);

  World after = { .folder = world_copy_folder (world.folder), .key = world_make_key (7) };
  world_exec (world.db, "ROLLBACK");
  g_assert_cmpint (world_number (world.db, "SELECT count(*) FROM line WHERE text = 'khác'"), ==, 0);
  world_tear_down (&world);

  world_open (&after);
  world_assert_sound (after.db);
  g_assert_cmpint (world_number (after.db, "SELECT count(*) FROM line WHERE text = 'khác'"), ==, 0);
  g_assert_cmpint (world_number (after.db, "SELECT count(*) FROM line"), ==, 2000);
  world_tear_down (&after);
}

static void
test_refuses_wrong_key (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) wrong = world_make_key (8);
  World world;

  world_set_up (&world);
  world_open (&world);
  fill (world.db, 10);

  World copy = { .folder = world_copy_folder (world.folder), .key = world_make_key (7) };
  g_assert_null (hopso_vault_open (copy.folder, wrong, &error));
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_WRONG_KEY);
  g_assert_true (has_file (copy.folder, "store.db-wal"));
  world_open (&copy);
  g_assert_cmpint (world_number (copy.db, "SELECT count(*) FROM line"), ==, 10);
  world_tear_down (&copy);
  world_tear_down (&world);
}

static void
test_reports_damaged_key_check (void)
{
  g_autoptr (GError) error = NULL;
  World world;

  world_set_up (&world);
  world_open (&world);
  fill (world.db, 10);
  world_close (&world);

  g_autofree char *path = g_build_filename (world.folder, "vault", NULL);
  g_autofree char *bytes = NULL;
  gsize size;
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  for (gsize i = 0; i < size; i++)
    {
      bytes[i] ^= 0x10;
      world_write_file (path, bytes, size);
      g_assert_null (hopso_vault_open (world.folder, world.key, &error));
      g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED);
      g_clear_error (&error);
      bytes[i] ^= 0x10;
    }
  g_unlink (path);
  g_assert_null (hopso_vault_open (world.folder, world.key, &error));
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED);
  world_tear_down (&world);
}

static void
test_keeps_nothing_temporary_on_disk (void)
{
  World world;

  world_set_up (&world);
  world_open (&world);
  world_exec (world.db, "PRAGMA mmap_size = 100000000; PRAGMA temp_store = FILE");
  g_assert_cmpint (sqlite3_exec (world.db,
                                 "PRAGMA temp.cache_size = 2; CREATE TEMP TABLE t (x);"
                                 "INSERT INTO t VALUES (randomblob (1000000))",
                                 NULL, NULL, NULL),
                   ==, SQLITE_CANTOPEN);
  g_assert_cmpint (world_number (world.db, "PRAGMA mmap_size"), ==, 0);
  world_tear_down (&world);
}

/* The log as a power cut may leave it: cut anywhere, or with rubbish after the last frame. */
static void
check_cut_log (const World *world, gsize kept, gsize rubbish)
{
  World copy = { .folder = world_copy_folder (world->folder), .key = world_make_key (7) };
  g_autofree char *path = g_build_filename (copy.folder, "store.db-wal", NULL);
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_cmpuint (kept, <=, size);
  bytes = g_realloc (bytes, kept + rubbish + 1);
  memset (bytes + kept, 0x5a, rubbish);
  world_write_file (path, bytes, (kept + rubbish));

  world_open (&copy);
  world_assert_sound (copy.db);
  gint64 n = world_number (copy.db, "SELECT count(*) FROM line");
  if (kept == size)
    g_assert_cmpint (n, ==, 21);
  else
    g_assert_cmpint (n, ==, 20);
  world_tear_down (&copy);
}

static void
test_survives_torn_last_frame (void)
{
  World world;
  GStatBuf status;

  world_set_up (&world);
  world_open (&world);
  fill (world.db, 20);
  world_exec (world.db, "PRAGMA wal_checkpoint (TRUNCATE)");
  world_exec (world.db, "INSERT INTO line VALUES (100, 1, 'thêm')");

  g_autofree char *path = g_build_filename (world.folder, "store.db-wal", NULL);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  gsize size = (gsize) status.st_size;
  g_assert_cmpuint (size, ==, 32 + 4120);
  const gsize cuts[] = { 0, 1, 15, 16, 31, 32, 33, 47, 48, 56, 100, 4096, 4120, 4128, 4151 };
  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    check_cut_log (&world, cuts[i], 0);
  check_cut_log (&world, size, 0);
  check_cut_log (&world, size, 7);
  check_cut_log (&world, size, 4120);
  check_cut_log (&world, size, 10000);
  world_tear_down (&world);
}

static void
test_committed_frames_are_not_written_again (void)
{
  World world;

  world_set_up (&world);
  world_open (&world);
  fill (world.db, 200);

  g_autofree char *path = g_build_filename (world.folder, "store.db-wal", NULL);
  g_autofree char *before = NULL, *after = NULL;
  gsize size, grown;
  g_assert_true (g_file_get_contents (path, &before, &size, NULL));
  world_exec (world.db, "PRAGMA cache_size = 3; UPDATE line SET text = 'khác'");
  g_assert_true (g_file_get_contents (path, &after, &grown, NULL));
  g_assert_cmpuint (grown, >, size);
  g_assert_cmpmem (before, size, after, size);
  world_tear_down (&world);
}

static void
read_everything (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) key = world_make_key (7);
  g_autoptr (HopsoVault) vault = hopso_vault_open (folder, key, &error);
  g_autofree char *path = g_build_filename (folder, "store.db", NULL);

  g_assert_no_error (error);
  g_autoptr (sqlite3) db =
      hopso_sqlite_open (path, hopso_vault_get_vfs_name (vault), FALSE, &error);
  if (db == NULL)
    {
      g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED);
      return;
    }
  sqlite3_exec (db,
                "PRAGMA synchronous = OFF; SELECT * FROM line; PRAGMA integrity_check; UPDATE line "
                "SET text = 'x'",
                NULL, NULL, NULL);
}

static void
test_bit_flips_are_no_crash (void)
{
  World world;

  world_set_up (&world);
  world_open (&world);
  fill (world.db, 300);
  world_exec (world.db, "PRAGMA wal_checkpoint (TRUNCATE); UPDATE line SET text = text || 'y'");

  const char *const names[] = { "store.db", "store.db-wal" };
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *copy = world_copy_folder (world.folder);
      g_autofree char *path = g_build_filename (copy, names[i % 2], NULL);
      g_autofree char *bytes = NULL;
      gsize size;

      g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
      gsize place = i < 20 ? i * 16 : (gsize) g_test_rand_int_range (0, (gint32) size);
      bytes[place % size] ^= 0x01;
      world_write_file (path, bytes, size);
      read_everything (copy);
      hopso_test_folder_remove (copy);
    }
  world_tear_down (&world);
}

/* Child: commits numbered rows for ever and says each number once it is committed. */
G_GNUC_NORETURN static void
write_for_ever (const char *folder)
{
  World world = { .folder = g_strdup (folder), .key = world_make_key (7) };

  world_open (&world);
  /* The kernel outlives a kill: waiting for the disk would prove nothing. */
  world_exec (world.db, "PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 20;"
                        "PRAGMA cache_size = 10");
  for (gint64 i = world_number (world.db, "SELECT max(id) FROM line") + 1;; i++)
    {
      g_autofree char *sql = g_strdup_printf (
          "BEGIN IMMEDIATE; INSERT INTO line VALUES (%" G_GINT64_FORMAT
          ", 1, hex(randomblob(3000)));"
          "UPDATE line SET text = text || 'z' WHERE id %% 7 = %" G_GINT64_FORMAT " %% 7; COMMIT;",
          i, i);

      world_exec (world.db, sql);
      g_print ("%" G_GINT64_FORMAT "\n", i);
    }
}

static gint64
read_until (GSubprocess *child, guint n_lines)
{
  g_autoptr (GDataInputStream) lines =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  gint64 last = 0;

  for (guint i = 0;; i++)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

      if (i == n_lines)
        g_subprocess_force_exit (child);
      if (line == NULL)
        return last;
      last = g_ascii_strtoll (line, NULL, 10);
    }
}

static void
test_killed_writer_loses_nothing_committed (void)
{
  World world;

  world_set_up (&world);
  world_open (&world);
  fill (world.db, 10);
  world_close (&world);
  for (guint round = 0; round < KILL_ROUNDS; round++)
    {
      g_autoptr (GSubprocess) child = world_start_child (program, "--write-for-ever", world.folder);
      gint64 last = read_until (child, (guint) g_test_rand_int_range (1, 25));

      g_subprocess_wait (child, NULL, NULL);
      g_assert_cmpint (last, >, 10);
      world_open (&world);
      world_assert_sound (world.db);
      g_assert_cmpint (world_number (world.db, "SELECT max(id) FROM line"), >=, last);
      g_assert_cmpint (world_number (world.db, "SELECT max(id) - count(*) FROM line"), ==, 0);
      world_close (&world);
    }
  world_tear_down (&world);
}

/* Child: adds 100 rows, each in a transaction of its own. */
static int
add_rows (const char *folder)
{
  World world = { .folder = g_strdup (folder), .key = world_make_key (7) };

  world_open (&world);
  world_exec (world.db, "PRAGMA synchronous = OFF");
  for (guint i = 0; i < 100; i++)
    world_exec (world.db, "INSERT INTO line (parent, text) VALUES (1, hex(randomblob(2000)))");
  world_close (&world);
  hopso_secret_unref (world.key);
  g_free (world.folder);
  return 0;
}

static void
test_two_processes_share_it (void)
{
  g_autoptr (GError) error = NULL;
  World world;

  world_set_up (&world);
  world_open (&world);
  fill (world.db, 10);
  world_exec (world.db, "PRAGMA synchronous = OFF");
  g_autoptr (GSubprocess) child = world_start_child (program, "--add-rows", world.folder);
  for (guint i = 0; i < 100; i++)
    {
      world_exec (world.db, "INSERT INTO line (parent, text) VALUES (1, hex(randomblob(2000)))");
      world_number (world.db, "SELECT sum(length(text)) FROM line");
    }
  g_subprocess_wait_check (child, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (world_number (world.db, "SELECT count(*) FROM line"), ==, 210);
  world_assert_sound (world.db);
  world_tear_down (&world);
}

int
main (int argc, char **argv)
{
  program = argv[0];
  if (argc == 3 && strcmp (argv[1], "--write-for-ever") == 0)
    write_for_ever (argv[2]);
  if (argc == 3 && strcmp (argv[1], "--add-rows") == 0)
    return add_rows (argv[2]);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/vault/hides-database-and-log", test_hides_database_and_log);
  g_test_add_func ("/store/vault/hides-journal-and-rolls-back", test_hides_journal_and_rolls_back);
  g_test_add_func ("/store/vault/refuses-wrong-key", test_refuses_wrong_key);
  g_test_add_func ("/store/vault/reports-damaged-key-check", test_reports_damaged_key_check);
  g_test_add_func ("/store/vault/keeps-nothing-temporary-on-disk",
                   test_keeps_nothing_temporary_on_disk);
  g_test_add_func ("/store/vault/survives-torn-last-frame", test_survives_torn_last_frame);
  g_test_add_func ("/store/vault/committed-frames-are-not-written-again",
                   test_committed_frames_are_not_written_again);
  g_test_add_func ("/store/vault/bit-flips-are-no-crash", test_bit_flips_are_no_crash);
  g_test_add_func ("/store/vault/killed-writer-loses-nothing-committed",
                   test_killed_writer_loses_nothing_committed);
  g_test_add_func ("/store/vault/two-processes-share-it", test_two_processes_share_it);
  return g_test_run ();
}
