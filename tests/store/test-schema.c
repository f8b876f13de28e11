/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-schema-private.h"
#include "store-runner.h"

static gpointer
state_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  return hopso_store_session_get_state (session, error);
}

static gpointer
fill_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  g_autoptr (HopsoRecord) paper = runner_make_paper ("p", "Tờ trình", "d");
  g_autoptr (HopsoOutboxEntry) entry = hopso_outbox_entry_new (HOPSO_KIND_PAPER, "p", "patch");

  g_assert_true (hopso_store_session_put (session, paper, error));
  g_assert_true (hopso_store_session_outbox_add (session, entry, error));
  g_assert_true (hopso_store_session_set_state (session, "7", error));
  return NULL;
}

static gpointer
count_outbox_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  return GINT_TO_POINTER ((int) hopso_store_session_outbox_count (session, error));
}

/* A store with something in it, closed, then changed with @sql as another version would. */
static void
set_up_changed (World *world, const char *sql)
{
  g_autoptr (GError) error = NULL;

  world_set_up (world);
  HopsoStore *store = runner_open (world->folder, &error);
  g_assert_no_error (error);
  runner_write (store, fill_func, NULL, &error);
  g_assert_no_error (error);
  runner_close (store);
  world_open (world);
  world_exec (world->db, sql);
  world_close (world);
}

static void
check_follows_model (const char *sql, const char *expected_state, gboolean keeps_paper)
{
  g_autoptr (GError) error = NULL;
  World world;

  set_up_changed (&world, sql);
  g_autoptr (HopsoStore) store = runner_open (world.folder, &error);
  g_assert_no_error (error);
  g_autofree char *state = runner_read (store, state_func, NULL, &error);
  g_assert_cmpstr (state, ==, expected_state);
  g_assert_cmpint (GPOINTER_TO_INT (runner_read (store, count_outbox_func, NULL, &error)), ==, 1);
  g_autoptr (HopsoRecord) expected = runner_make_paper ("p", "Tờ trình", "d");
  g_autoptr (HopsoRecord) found = runner_get (store, HOPSO_KIND_PAPER, "p");
  g_assert_true (keeps_paper ? hopso_record_equal (expected, found) : found == NULL);
  runner_put (store, expected);
  hopso_store_close (store);
  world_tear_down (&world);
}

static void
test_same_version_keeps_everything (void)
{
  check_follows_model ("SELECT 1", "7", TRUE);
}

static void
test_new_field_fetches_everything_again (void)
{
  check_follows_model ("ALTER TABLE paper DROP COLUMN reference", NULL, TRUE);
}

static void
test_new_kind_fetches_everything_again (void)
{
  check_follows_model ("DROP TABLE sign_request", NULL, TRUE);
}

static void
test_version_1_is_brought_up_to_date (void)
{
  check_follows_model ("DROP TABLE change_log; DROP TABLE search_exact; DROP TABLE search_folded; "
                       "DROP TABLE search_page; DROP TABLE search_document; DROP TABLE step; "
                       "ALTER TABLE outbox DROP COLUMN scope; PRAGMA user_version = 1",
                       "7", TRUE);
}

static void
check_refuses (const char *sql)
{
  g_autoptr (GError) error = NULL;
  World world;

  set_up_changed (&world, sql);
  g_assert_null (runner_open (world.folder, &error));
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_TOO_NEW);
  world_open (&world);
  g_assert_cmpint (world_number (world.db, "SELECT count(*) FROM paper"), ==, 1);
  world_tear_down (&world);
}

static void
test_later_version_is_refused (void)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA user_version = %d", HOPSO_SCHEMA_VERSION + 1);

  check_refuses (sql);
}

static void
test_unknown_field_is_refused (void)
{
  check_refuses ("ALTER TABLE paper ADD COLUMN mystery TEXT");
}

static void
test_unknown_table_is_refused (void)
{
  check_refuses ("CREATE TABLE mystery (id TEXT)");
}

static void
test_wrong_key_is_refused (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) wrong = world_make_key (8);
  World world;

  set_up_changed (&world, "SELECT 1");
  g_assert_null (runner_open_with (world.folder, wrong, &error));
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_WRONG_KEY);
  world_tear_down (&world);
}

static void
test_erasing_leaves_other_files (void)
{
  g_autoptr (GError) error = NULL;
  World world;

  set_up_changed (&world, "SELECT 1");
  g_autofree char *other = g_build_filename (world.folder, "account.ini", NULL);
  world_write_file (other, "x", 1);
  g_assert_true (hopso_store_erase (world.folder, &error));
  g_assert_true (hopso_store_erase (world.folder, &error));
  g_autoptr (GDir) dir = g_dir_open (world.folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "account.ini");
  g_assert_null (g_dir_read_name (dir));
  world_tear_down (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/schema/same-version-keeps-everything",
                   test_same_version_keeps_everything);
  g_test_add_func ("/store/schema/new-field-fetches-everything-again",
                   test_new_field_fetches_everything_again);
  g_test_add_func ("/store/schema/new-kind-fetches-everything-again",
                   test_new_kind_fetches_everything_again);
  g_test_add_func ("/store/schema/version-1-is-brought-up-to-date",
                   test_version_1_is_brought_up_to_date);
  g_test_add_func ("/store/schema/later-version-is-refused", test_later_version_is_refused);
  g_test_add_func ("/store/schema/unknown-field-is-refused", test_unknown_field_is_refused);
  g_test_add_func ("/store/schema/unknown-table-is-refused", test_unknown_table_is_refused);
  g_test_add_func ("/store/schema/wrong-key-is-refused", test_wrong_key_is_refused);
  g_test_add_func ("/store/schema/erasing-leaves-other-files", test_erasing_leaves_other_files);
  return g_test_run ();
}
