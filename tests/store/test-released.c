/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What machines may have on their disks: a store of every version there was, with pages that have
 * no codes yet, opened by this one. $HOPSO_FIXTURES/store/schema-N.sql holds them, printed by
 * print-schema.c; a new version of the schema needs its own. */

#include "hopso-digest.h"
#include "hopso-schema-private.h"
#include "hopso-search-tokenizer-private.h"
#include "hopso-store-session-private.h"
#include "store-runner.h"

#include <glib/gstdio.h>
#include <string.h>

#define TAG_AT      4090 /* in a page's own code */
#define DIGEST_SIZE 32

static char *
load_fixture (int version)
{
  g_autofree char *path =
      g_strdup_printf ("%s/store/schema-%d.sql", g_getenv ("HOPSO_FIXTURES"), version);
  char *sql = NULL;

  if (!g_file_get_contents (path, &sql, NULL, NULL))
    g_error ("Version %d of the store has no fixture: print-schema %d > %s", version, version,
             path);
  return sql;
}

/* The key check as the first version wrote it; its digest covers the header, its seal does not. */
static void
make_vault_old (const World *world)
{
  g_autofree char *path = g_build_filename (world->folder, "vault", NULL);
  g_autofree char *bytes = NULL;
  gsize size;
  g_autoptr (HopsoVault) vault = hopso_vault_open (world->folder, world->key, NULL);

  g_assert_nonnull (vault);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_true (g_str_has_prefix (bytes, "HopSo vault 2\n"));
  bytes[strlen ("HopSo vault ")] = '1';
  g_autoptr (GBytes) head = g_bytes_new (bytes, size - DIGEST_SIZE);
  g_autoptr (GBytes) digest = hopso_digest_bytes (HOPSO_HASH_SHA256, head);
  memcpy (bytes + size - DIGEST_SIZE, g_bytes_get_data (digest, NULL), DIGEST_SIZE);
  world_write_file (path, bytes, size);
}

/* A connection as older versions made it: no byte of a page is left alone. */
static sqlite3 *
open_as_before (const World *world, HopsoVault *vault)
{
  g_autofree char *path = g_build_filename (world->folder, HOPSO_VAULT_DATABASE_NAME, NULL);
  g_autoptr (GError) error = NULL;
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                    hopso_vault_get_vfs_name (vault)),
                   ==, SQLITE_OK);
  g_assert_true (hopso_search_tokenizer_register (db, &error));
  world_exec (db, "PRAGMA temp_store = MEMORY; PRAGMA journal_mode = WAL");
  return db;
}

static void
set_up_version (World *world, int version)
{
  g_autofree char *sql = load_fixture (version);

  world_set_up (world);
  make_vault_old (world);
  g_autoptr (HopsoVault) vault = hopso_vault_open (world->folder, world->key, NULL);
  sqlite3 *db = open_as_before (world, vault);
  world_exec (db, sql);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static gpointer
look_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) waiting = hopso_store_session_outbox_list (session, error);
  g_autoptr (HopsoRecord) paper = hopso_store_session_get (session, HOPSO_KIND_PAPER, "p1", error);
  g_autofree char *setting = hopso_store_session_get_setting (session, "place", error);

  g_assert_no_error (*error);
  g_assert_cmpuint (waiting->len, ==, 2);
  g_assert_cmpstr (((HopsoOutboxEntry *) waiting->pdata[0])->key, ==, "k1");
  g_assert_cmpstr (((HopsoOutboxEntry *) waiting->pdata[1])->operation, ==, "version");
  g_assert_nonnull (paper);
  g_assert_cmpstr (setting, ==, "page 9");
  world_assert_sound (session->db);
  return NULL;
}

static void
open_and_look (const World *world)
{
  g_autoptr (GError) error = NULL;
  HopsoStore *store = runner_open (world->folder, &error);

  g_assert_no_error (error);
  g_assert_null (hopso_store_get_repair (store));
  runner_read (store, look_func, NULL, &error);
  g_assert_no_error (error);
  runner_close (store);
}

static gboolean
is_vault_old (const World *world)
{
  g_autofree char *path = g_build_filename (world->folder, "vault", NULL);
  g_autofree char *bytes = NULL;

  g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
  return g_str_has_prefix (bytes, "HopSo vault 1\n");
}

static void
test_every_version_opens (void)
{
  for (int version = 1; version <= HOPSO_SCHEMA_VERSION; version++)
    {
      World world;

      g_test_message ("version %d", version);
      set_up_version (&world, version);
      g_assert_true (is_vault_old (&world));
      open_and_look (&world);
      g_assert_false (is_vault_old (&world));
      open_and_look (&world);
      world_tear_down (&world);
    }
}

/* After that a page without its code is a damaged one. */
static void
test_old_pages_get_their_codes (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  World world;
  gsize size;

  set_up_version (&world, 1);
  open_and_look (&world);
  g_autofree char *path = g_build_filename (world.folder, HOPSO_VAULT_DATABASE_NAME, NULL);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  bytes[TAG_AT] ^= 1;
  world_write_file (path, bytes, size);
  HopsoStore *store = runner_open (world.folder, &error);
  g_assert_no_error (error);
  g_assert_nonnull (hopso_store_get_repair (store));
  g_assert_cmpuint (hopso_store_get_repair (store)->n_kept, ==, 2);
  runner_close (store);
  world_tear_down (&world);
}

/* An older program that is still running would write pages without codes. */
static void
test_pages_wait_for_an_older_program (void)
{
  World world;

  set_up_version (&world, HOPSO_SCHEMA_VERSION);
  HopsoVault *vault = hopso_vault_open (world.folder, world.key, NULL);
  sqlite3 *older = open_as_before (&world, vault);
  g_assert_cmpint (world_number (older, "SELECT count(*) FROM outbox"), ==, 2);
  open_and_look (&world);
  g_assert_true (is_vault_old (&world));
  world_exec (older, "UPDATE outbox SET attempts = 1");
  g_assert_cmpint (sqlite3_close (older), ==, SQLITE_OK);
  hopso_vault_unref (vault);
  open_and_look (&world);
  g_assert_false (is_vault_old (&world));
  world_tear_down (&world);
}

static char *
describe (sqlite3 *db)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare (
      db, "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name", NULL);

  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *name = (const char *) sqlite3_column_text (statement, 0);
      gboolean is_record = FALSE;

      /* The tables of records follow the model by themselves. */
      for (HopsoKindId kind = 0; kind < HOPSO_N_KINDS; kind++)
        is_record |= strcmp (hopso_kind_get (kind)->table, name) == 0;
      if (!is_record)
        g_string_append_printf (text, "%s: %s\n", name, sqlite3_column_text (statement, 1));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_made_by (const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3) db = NULL;

  g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
  g_assert_true (hopso_search_tokenizer_register (db, &error));
  if (sql != NULL)
    world_exec (db, sql);
  g_assert_true (hopso_schema_prepare (db, &error));
  g_assert_no_error (error);
  return describe (db);
}

/* Whoever changes the schema makes a new version, and its fixture; and every older one becomes the
 * same as a new one. */
static void
test_the_schema_is_that_of_its_fixture (void)
{
  g_autofree char *fresh = describe_made_by (NULL);

  for (int version = HOPSO_SCHEMA_VERSION; version >= 1; version--)
    {
      g_autofree char *sql = load_fixture (version);
      g_autofree char *upgraded = describe_made_by (sql);

      g_test_message ("version %d", version);
      g_assert_cmpstr (upgraded, ==, fresh);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/released/every-version-opens", test_every_version_opens);
  g_test_add_func ("/store/released/old-pages-get-their-codes", test_old_pages_get_their_codes);
  g_test_add_func ("/store/released/pages-wait-for-an-older-program",
                   test_pages_wait_for_an_older_program);
  g_test_add_func ("/store/released/the-schema-is-that-of-its-fixture",
                   test_the_schema_is_that_of_its_fixture);
  return g_test_run ();
}
