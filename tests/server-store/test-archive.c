/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A backup that comes back as it was, and files that look like one. */

#include "hopso-server-archive.h"
#include "hopso-server-blobs.h"
#include "hopso-server-tar.h"
#include "hopso-server-whole.h"
#include "hopso-test-server.h"
#include "hopso-test-store.h"

#include "hopso-digest.h"
#include "hopso-paper.h"

#include <glib/gstdio.h>
#include <string.h>

#define ROOT "hopso-backup/"
#define NOW  1790000000

typedef struct
{
  HopsoTestStore *store;
  char *folder; /* owned: of this test */
  char *file;   /* owned: the backup */
  char *target; /* owned: where it is restored to */
} World;

static void
set_up (World *world, gconstpointer data)
{
  HopsoServerWatch watch = { 0 };
  g_auto (HopsoServerBackupReport) report = { 0 };
  g_autoptr (GError) error = NULL;

  world->store = hopso_test_store_new ();
  world->folder = g_dir_make_tmp ("hopso-archive-XXXXXX", &error);
  g_assert_no_error (error);
  world->file = g_build_filename (world->folder, "backup.tar", NULL);
  world->target = g_build_filename (world->folder, "target", NULL);
  hopso_server_archive_write (world->store->folder, world->file, NOW, &watch, &report, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report.n_blobs, ==, 3);
  g_assert_cmpuint (report.left_out->len, ==, 0);
  g_assert_cmpuint (watch.done, >=, watch.total);
}

static void
tear_down (World *world, gconstpointer data)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", world->folder);

  g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL);
  hopso_test_store_free (world->store);
  g_free (world->folder);
  g_free (world->file);
  g_free (world->target);
}

static gboolean
restore (World *world, const char *file, GError **error)
{
  HopsoServerWatch watch = { 0 };
  g_autoptr (HopsoServerArchive) archive = hopso_server_archive_open (file, &watch, error);

  return archive != NULL &&
         hopso_server_archive_restore (archive, world->target, NOW, &watch, error);
}

static guint
count_entries (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Refused for that reason, and nothing is there afterwards that was not there before. */
static void
assert_refused (World *world, const char *bytes, gsize size, HopsoServerStoreError reason)
{
  g_autofree char *path = g_build_filename (world->folder, "other.tar", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
  g_assert_false (restore (world, path, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, HOPSO_SERVER_STORE_ERROR, (int) reason);
  g_assert_cmpuint (count_entries (world->target), ==, 0);
}

static char *
read_backup (World *world, gsize *size)
{
  char *bytes = NULL;

  g_assert_true (g_file_get_contents (world->file, &bytes, size, NULL));
  return bytes;
}

static gpointer
read_state (HopsoServerSession *session, gpointer data, GError **error)
{
  char **words = data;

  words[0] = hopso_server_session_dup_setting (session, "epoch", error);
  words[1] = hopso_server_session_dup_setting (session, "sequence", error);
  return data;
}

static void
test_it_comes_back (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (HopsoServerWhole) found = { 0 };
  g_auto (GStrv) before = g_new0 (char *, 3);
  g_auto (GStrv) after = g_new0 (char *, 3);

  g_assert_true (restore (world, world->file, &error));
  g_assert_no_error (error);

  g_autofree char *path = g_build_filename (world->target, "hopso.sqlite", NULL);
  g_assert_true (hopso_server_whole_look (path, &found, &error));
  g_assert_cmpuint (found.problems->len, ==, 0);
  g_assert_cmpuint (found.digests->len, ==, 3);
  for (guint i = 0; i < found.digests->len; i++)
    g_assert_true (hopso_server_blob_check (world->target, found.digests->pdata[i], &error));

  g_autoptr (HopsoServerStore) restored =
      hopso_server_store_open (world->target, world->store->clock, &error);
  g_assert_no_error (error);
  g_autoptr (HopsoRecord) paper =
      hopso_test_server_get (restored, HOPSO_KIND_PAPER, HOPSO_TEST_PAPER);
  g_assert_nonnull (paper);

  /* A history of its own. */
  hopso_test_store_run (world->store->store, read_state, before);
  hopso_test_store_run (restored, read_state, after);
  g_assert_cmpstr (after[0], !=, before[0]);
  g_assert_cmpint (g_ascii_strtoll (after[1], NULL, 10), >,
                   g_ascii_strtoll (before[1], NULL, 10) + G_MAXINT32);
}

/* Whoever has no HopSo at hand still gets at everything, and sees that it is whole. */
static void
test_plain_tools_read_it (World *world, gconstpointer data)
{
  g_autofree char *command = g_strdup_printf ("sh -c 'cd \"%s\" && tar -xf backup.tar &&"
                                              " sha256sum -c --strict --quiet"
                                              " hopso-backup/SHA256SUMS'",
                                              world->folder);
  g_autoptr (GError) error = NULL;
  int status;

  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, &status, &error));
  g_assert_true (g_spawn_check_wait_status (status, &error));
  g_assert_no_error (error);
}

static void
test_only_into_an_empty_folder (World *world, gconstpointer data)
{
  g_autofree char *stranger = g_build_filename (world->target, "letter", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (world->target, 0700), ==, 0);
  g_assert_true (g_file_set_contents (stranger, "mine", -1, NULL));
  g_assert_false (restore (world, world->file, &error));
  g_assert_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_EXISTS);
  g_assert_cmpuint (count_entries (world->target), ==, 1);
  g_assert_true (g_file_get_contents (stranger, &content, NULL, NULL));
}

static void
test_cut_off_anywhere (World *world, gconstpointer data)
{
  gsize size;
  g_autofree char *bytes = read_backup (world, &size);
  const gsize ends[] = {
    0,        1,        511,         512,         513,        1024,     1100,
    size / 4, size / 2, size - 1025, size - 1024, size - 512, size - 1,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    assert_refused (world, bytes, ends[i], HOPSO_SERVER_STORE_ERROR_DAMAGED);

  g_autofree char *longer = g_malloc0 (size + 512);
  memcpy (longer, bytes, size);
  assert_refused (world, longer, size + 512, HOPSO_SERVER_STORE_ERROR_DAMAGED);
}

/* Blocks of every sort: headers, the database, papers, what fills up, the list, the end. */
static void
test_no_bit_may_change (World *world, gconstpointer data)
{
  gsize size;
  g_autofree char *bytes = read_backup (world, &size);

  for (gsize at = 0; at < size;
       at = at < 8192 || at > size - 8192 ? at + 257 : MIN (at + 49999, size - 8191))
    {
      bytes[at] ^= 1 << at % 8;
      assert_refused (world, bytes, size, HOPSO_SERVER_STORE_ERROR_DAMAGED);
      bytes[at] ^= 1 << at % 8;
    }
}

/* An archive under construction; its sums are right whatever is in it. */
typedef struct
{
  GByteArray *bytes; /* owned */
  GString *sums;     /* owned */
} Forgery;

static void
forgery_clear (Forgery *forgery)
{
  g_byte_array_unref (forgery->bytes);
  g_string_free (forgery->sums, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Forgery, forgery_clear)

#define FORGERY_INIT \
  { \
    .bytes = g_byte_array_new (), .sums = g_string_new (NULL) \
  }

static void
append (Forgery *forgery, const char *name, const void *content, gsize size)
{
  static const guint8 zeros[HOPSO_SERVER_TAR_BLOCK];
  guint8 header[HOPSO_SERVER_TAR_BLOCK];
  g_autoptr (GBytes) bytes = g_bytes_new (content, size);
  g_autofree char *digest = hopso_sha256_hex (bytes);

  hopso_server_tar_write_header (name, size, NOW, header);
  g_byte_array_append (forgery->bytes, header, sizeof header);
  g_byte_array_append (forgery->bytes, content, (guint) size);
  g_byte_array_append (forgery->bytes, zeros, (guint) (hopso_server_tar_get_padded (size) - size));
  g_string_append_printf (forgery->sums, "%s  %s\n", digest, name);
}

static void
append_text (Forgery *forgery, const char *name, const char *text)
{
  append (forgery, name, text, strlen (text));
}

static void
append_blob (Forgery *forgery, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autofree char *digest = hopso_sha256_hex (bytes);
  g_autofree char *name = g_strdup_printf (ROOT "blobs/%.2s/%s", digest, digest);

  append_text (forgery, name, text);
}

static void
append_end (Forgery *forgery)
{
  static const guint8 zeros[2 * HOPSO_SERVER_TAR_BLOCK];
  g_autofree char *sums = g_strdup (forgery->sums->str);

  append_text (forgery, ROOT "SHA256SUMS", sums);
  g_byte_array_append (forgery->bytes, zeros, sizeof zeros);
}

static void
assert_forgery_refused (World *world, Forgery *forgery, HopsoServerStoreError reason)
{
  append_end (forgery);
  assert_refused (world, (const char *) forgery->bytes->data, forgery->bytes->len, reason);
}

#define ABOUT "hopso-backup 1\nserver: x\n"

static void
test_names_are_compared_not_followed (World *world, gconstpointer data)
{
  static const char *const names[] = {
    "../../escaped",
    "/tmp/escaped",
    ROOT "../escaped",
    ROOT "blobs/../escaped",
    ROOT "blobs/ab/../../escaped",
    ROOT "blobs/ab/escaped",
    ROOT "blobs/",
    ROOT "about",
    ROOT "database.sqlite",
    ROOT "blobs/zz/"
         "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_auto (Forgery) forgery = FORGERY_INIT;

      append_text (&forgery, ROOT "about", ABOUT);
      append_text (&forgery, ROOT "database.sqlite", "x");
      append_text (&forgery, names[i], "x");
      assert_forgery_refused (world, &forgery, HOPSO_SERVER_STORE_ERROR_DAMAGED);
    }
  g_assert_cmpuint (count_entries (world->folder), ==, 2);
}

static void
test_nothing_comes_twice_or_in_another_order (World *world, gconstpointer data)
{
  static const char *const orders[][2] = { { "x", "x" }, { "x", "y" }, { "y", "x" } };
  guint n_damaged = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_auto (Forgery) forgery = FORGERY_INIT;
      g_autoptr (GError) error = NULL;
      g_autofree char *path = g_build_filename (world->folder, "other.tar", NULL);
      HopsoServerWatch watch = { 0 };

      append_text (&forgery, ROOT "about", ABOUT);
      append_text (&forgery, ROOT "database.sqlite", "x");
      append_blob (&forgery, orders[i][0]);
      append_blob (&forgery, orders[i][1]);
      append_end (&forgery);
      g_assert_true (g_file_set_contents (path, (const char *) forgery.bytes->data,
                                          (gssize) forgery.bytes->len, NULL));
      g_autoptr (HopsoServerArchive) archive = hopso_server_archive_open (path, &watch, &error);
      n_damaged += archive == NULL;
    }
  /* One of the last two is in order. */
  g_assert_cmpuint (n_damaged, ==, 2);
}

static void
test_links_and_devices_are_refused (World *world, gconstpointer data)
{
  for (char type = '1'; type <= '7'; type++)
    {
      g_auto (Forgery) forgery = FORGERY_INIT;

      append_text (&forgery, ROOT "about", ABOUT);
      append_text (&forgery, ROOT "database.sqlite", "x");
      guint8 *header = forgery.bytes->data;
      header[156] = (guint8) type;
      header[108] = (guint8) (header[108] - (type - '0')); /* so that the sum stays right */
      assert_forgery_refused (world, &forgery, HOPSO_SERVER_STORE_ERROR_DAMAGED);
    }
}

static void
test_sizes_that_cannot_be (World *world, gconstpointer data)
{
  static const guint64 sizes[] = { 1 << 20, G_GUINT64_CONSTANT (1) << 33,
                                   G_GUINT64_CONSTANT (1) << 47, G_MAXUINT64 - 511, G_MAXUINT64 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_auto (Forgery) forgery = FORGERY_INIT;
      guint8 header[HOPSO_SERVER_TAR_BLOCK];

      append_text (&forgery, ROOT "about", ABOUT);
      hopso_server_tar_write_header (ROOT "database.sqlite", sizes[i], NOW, header);
      g_byte_array_append (forgery.bytes, header, sizeof header);
      assert_forgery_refused (world, &forgery, HOPSO_SERVER_STORE_ERROR_DAMAGED);
    }
}

static void
test_what_it_says_of_itself (World *world, gconstpointer data)
{
  static const struct
  {
    const char *about;
    HopsoServerStoreError reason;
  } cases[] = {
    { "hopso-backup 2\n", HOPSO_SERVER_STORE_ERROR_TOO_NEW },
    { "something else\n", HOPSO_SERVER_STORE_ERROR_DAMAGED },
    { "hopso-backup 1\nserver: \033]0;x\007\n", HOPSO_SERVER_STORE_ERROR_DAMAGED },
    { "hopso-backup 1\nserver: \xff\n", HOPSO_SERVER_STORE_ERROR_DAMAGED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Forgery) forgery = FORGERY_INIT;

      append_text (&forgery, ROOT "about", cases[i].about);
      append_text (&forgery, ROOT "database.sqlite", "x");
      assert_forgery_refused (world, &forgery, cases[i].reason);
    }
}

/* The database of the store, changed by @script, in an archive that is right otherwise. */
static void
assert_database_refused (World *world, const char *script, HopsoServerStoreError reason)
{
  g_autofree char *path = g_build_filename (world->folder, "forged.sqlite", NULL);
  HopsoServerWatch watch = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoServerArchive) archive = hopso_server_archive_open (world->file, &watch, &error);
  g_auto (Forgery) forgery = FORGERY_INIT;
  g_autofree char *bytes = NULL;
  gsize size;

  g_unlink (path);
  g_assert_true (hopso_server_archive_extract_database (archive, path, &watch, &error));
  HopsoServerSql *sql = hopso_server_sql_open (path, FALSE, &error);
  g_assert_true (hopso_server_sql_run_script (sql, script, &error));
  hopso_server_sql_close (sql);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  append_text (&forgery, ROOT "about", ABOUT);
  append (&forgery, ROOT "database.sqlite", bytes, size);
  assert_forgery_refused (world, &forgery, reason);
}

static void
test_databases_that_are_refused (World *world, gconstpointer data)
{
  g_auto (Forgery) forgery = FORGERY_INIT;

  assert_database_refused (world, "PRAGMA user_version = 999", HOPSO_SERVER_STORE_ERROR_TOO_NEW);
  assert_database_refused (world, "CREATE VIEW spy AS SELECT * FROM account",
                           HOPSO_SERVER_STORE_ERROR_DAMAGED);
  assert_database_refused (world,
                           "CREATE TRIGGER spy AFTER INSERT ON setting"
                           " BEGIN DELETE FROM account; END",
                           HOPSO_SERVER_STORE_ERROR_DAMAGED);
  assert_database_refused (world, "DROP TABLE setting", HOPSO_SERVER_STORE_ERROR_FAILED);

  append_text (&forgery, ROOT "about", ABOUT);
  append_text (&forgery, ROOT "database.sqlite", "no database at all");
  assert_forgery_refused (world, &forgery, HOPSO_SERVER_STORE_ERROR_DAMAGED);
}

/* One damaged paper does not keep the others from being saved. */
static void
test_a_damaged_paper_is_named (World *world, gconstpointer data)
{
  g_autoptr (HopsoRecord) paper =
      hopso_test_server_get (world->store->store, HOPSO_KIND_PAPER, HOPSO_TEST_LONG_PAPER);
  const char *digest = hopso_paper_get_digest (HOPSO_PAPER (paper));
  HopsoServerWatch watch = { 0 };
  g_auto (HopsoServerBackupReport) report = { 0 };
  g_autoptr (GError) error = NULL;

  g_autofree char *path =
      g_strdup_printf ("%s/blobs/%.2s/%s", world->store->folder, digest, digest);
  g_assert_true (g_file_set_contents (path, "other bytes", -1, &error));
  g_assert_true (
      hopso_server_archive_write (world->store->folder, world->file, NOW, &watch, &report, &error));
  g_assert_cmpuint (report.n_blobs, ==, 2);
  g_assert_cmpuint (report.left_out->len, ==, 1);
  g_assert_cmpstr (report.left_out->pdata[0], ==, digest);
  g_assert_true (restore (world, world->file, &error));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) \
  g_test_add ("/server-store/archive/" name, World, NULL, set_up, func, tear_down)
  ADD ("it-comes-back", test_it_comes_back);
  ADD ("plain-tools-read-it", test_plain_tools_read_it);
  ADD ("only-into-an-empty-folder", test_only_into_an_empty_folder);
  ADD ("cut-off-anywhere", test_cut_off_anywhere);
  ADD ("no-bit-may-change", test_no_bit_may_change);
  ADD ("names-are-compared-not-followed", test_names_are_compared_not_followed);
  ADD ("nothing-comes-twice-or-in-another-order", test_nothing_comes_twice_or_in_another_order);
  ADD ("links-and-devices-are-refused", test_links_and_devices_are_refused);
  ADD ("sizes-that-cannot-be", test_sizes_that_cannot_be);
  ADD ("what-it-says-of-itself", test_what_it_says_of_itself);
  ADD ("databases-that-are-refused", test_databases_that_are_refused);
  ADD ("a-damaged-paper-is-named", test_a_damaged_paper_is_named);
  return g_test_run ();
}
