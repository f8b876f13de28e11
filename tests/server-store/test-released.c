/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A server's database of every version there was, opened by this one; and one of a version that is
 * still to come. $HOPSO_FIXTURES/server-store/schema-N.sql holds them, printed by print-schema.c; a
 * new version of the schema needs its own. */

#include "hopso-server-schema.h"
#include "hopso-server-whole.h"
#include "hopso-test-folder.h"
#include "hopso-test-server.h"
#include "hopso-test-store.h"

static char *
load_fixture (int version)
{
  g_autofree char *path =
      g_strdup_printf ("%s/server-store/schema-%d.sql", g_getenv ("HOPSO_FIXTURES"), version);
  char *script = NULL;

  if (!g_file_get_contents (path, &script, NULL, NULL))
    g_error ("Version %d of the server's database has no fixture: print-schema > %s", version,
             path);
  return script;
}

/* A folder with the database of that version. */
static char *
make_folder (int version)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("hopso-released-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "hopso.sqlite", NULL);
  g_autofree char *script = load_fixture (version);
  g_autoptr (HopsoServerSql) sql = hopso_server_sql_open (path, FALSE, &error);

  g_assert_no_error (error);
  hopso_server_sql_run_script (sql, script, &error);
  g_assert_no_error (error);
  return folder;
}

static void
test_every_version_opens (void)
{
  for (int version = 1; version <= HOPSO_SERVER_SCHEMA_VERSION; version++)
    {
      g_autofree char *folder = make_folder (version);
      g_autofree char *path = g_build_filename (folder, "hopso.sqlite", NULL);
      g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
      g_auto (HopsoServerWhole) found = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (HopsoServerStore) store = hopso_server_store_open (folder, clock, &error);

      g_assert_no_error (error);
      g_autoptr (HopsoRecord) paper =
          hopso_test_server_get (store, HOPSO_KIND_PAPER, HOPSO_TEST_PAPER);
      g_assert_nonnull (paper);
      g_assert_true (hopso_test_store_may_see (store, HOPSO_TEST_DELEGATE, HOPSO_TEST_PAPER));
      g_assert_false (hopso_test_store_may_see (store, HOPSO_TEST_STRANGER, HOPSO_TEST_PAPER));
      hopso_server_store_close (store);
      g_assert_true (hopso_server_whole_look (path, &found, &error));
      g_assert_cmpuint (found.problems->len, ==, 0);
      g_assert_cmpuint (found.digests->len, ==, 3);
      hopso_test_folder_remove (folder);
    }
}

static char *
describe (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoServerSql) sql = hopso_server_sql_open (path, TRUE, &error);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      sql, &error, "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name",
      "");

  while (hopso_server_query_next (query, &error))
    {
      gboolean is_record = FALSE;

      /* The tables of records follow the model by themselves. */
      for (HopsoKindId kind = 0; kind < HOPSO_N_KINDS; kind++)
        is_record |= g_str_equal (hopso_kind_get (kind)->table, hopso_server_query_text (query, 0));
      if (!is_record)
        g_string_append_printf (text, "%s: %s\n", hopso_server_query_text (query, 0),
                                hopso_server_query_text (query, 1));
    }
  g_assert_no_error (error);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Whoever changes the schema makes a new version, and its fixture; and every older one becomes the
 * same as a new one. */
static void
test_the_schema_is_that_of_its_fixture (void)
{
  HopsoTestStore *fresh = hopso_test_store_new ();
  g_autofree char *fresh_path = g_build_filename (fresh->folder, "hopso.sqlite", NULL);
  g_autofree char *expected = describe (fresh_path);

  for (int version = HOPSO_SERVER_SCHEMA_VERSION; version >= 1; version--)
    {
      g_autofree char *folder = make_folder (version);
      g_autofree char *path = g_build_filename (folder, "hopso.sqlite", NULL);
      g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
      g_autoptr (HopsoServerStore) store = hopso_server_store_open (folder, clock, NULL);
      g_autofree char *found = describe (path);

      g_assert_cmpstr (found, ==, expected);
      hopso_server_store_close (store);
      hopso_test_folder_remove (folder);
    }
  hopso_test_store_free (fresh);
}

/* Said in words, and not a byte of it is changed. */
static void
test_a_newer_version_is_left_alone (void)
{
  g_autofree char *folder = make_folder (HOPSO_SERVER_SCHEMA_VERSION);
  g_autofree char *path = g_build_filename (folder, "hopso.sqlite", NULL);
  g_autofree char *pragma =
      g_strdup_printf ("PRAGMA user_version = %d", HOPSO_SERVER_SCHEMA_VERSION + 1);
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize size_before;
  gsize size_after;
  g_autoptr (GError) error = NULL;

  HopsoServerSql *sql = hopso_server_sql_open (path, FALSE, &error);
  g_assert_true (hopso_server_sql_run_script (sql, pragma, &error));
  hopso_server_sql_close (sql);
  g_assert_true (g_file_get_contents (path, &before, &size_before, NULL));
  g_assert_null (hopso_server_store_open (folder, clock, &error));
  g_assert_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_TOO_NEW);
  g_assert_true (g_str_has_prefix (error->message, "The database was written by a newer version"));
  g_assert_true (g_file_get_contents (path, &after, &size_after, NULL));
  g_assert_cmpmem (before, size_before, after, size_after);
  hopso_test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server-store/released/every-version-opens", test_every_version_opens);
  g_test_add_func ("/server-store/released/the-schema-is-that-of-its-fixture",
                   test_the_schema_is_that_of_its_fixture);
  g_test_add_func ("/server-store/released/a-newer-version-is-left-alone",
                   test_a_newer_version_is_left_alone);
  return g_test_run ();
}
