/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The store on a disk that changes bits: whatever was hit is found before anybody believes it, and
 * the store that takes its place holds what waited to be sent. One bit in every sector of the
 * database, in its log, in the key check; pages of an older database without codes. */

#include "blob-world.h"
#include "hopso-digest.h"
#include "hopso-paper.h"
#include "hopso-store-session-private.h"
#include "hopso-test-folder.h"
#include "hopso-test-soak.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_PAPERS  150
#define N_WAITING 60
#define SECTOR    4096

/* How many entries a page of the outbox may hold, and how many a lost interior page takes along. */
#define MAX_LOST_OF_LEAF 12

static char *
make_name (guint i)
{
  return g_strdup_printf ("Tờ trình số %u về quy hoạch", i);
}

static char *
make_body (guint i)
{
  g_autofree char *filling = g_strnfill (400, (char) ('a' + i % 26));

  return g_strdup_printf ("{\"%u\":\"%s\"}", i, filling);
}

static gpointer
fill_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  for (guint i = 0; i < N_PAPERS; i++)
    {
      g_autofree char *id = g_strdup_printf ("paper-%u", i);
      g_autofree char *name = make_name (i);
      g_autoptr (HopsoRecord) paper = runner_make_paper (id, name, "d");

      g_assert_true (hopso_store_session_put (session, paper, error));
    }
  for (guint i = 0; i < N_WAITING; i++)
    {
      g_autofree char *id = g_strdup_printf ("paper-%u", i);
      g_autoptr (HopsoOutboxEntry) entry = hopso_outbox_entry_new (HOPSO_KIND_PAPER, id, "patch");

      entry->body = make_body (i);
      g_assert_true (hopso_store_session_outbox_add (session, entry, error));
    }
  g_assert_true (hopso_store_session_set_state (session, "7", error));
  g_assert_true (hopso_store_session_set_setting (session, "place", "page 9", error));
  return NULL;
}

/* Free pages come of what was deleted. */
static gpointer
delete_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  for (guint i = N_PAPERS / 2; i < N_PAPERS; i++)
    {
      g_autofree char *id = g_strdup_printf ("paper-%u", i);

      g_assert_true (hopso_store_session_delete (session, HOPSO_KIND_PAPER, id, FALSE, error));
    }
  return NULL;
}

static void
set_up (Cache *cache, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = cache_make_bytes (5000);

  cache_set_up (cache);
  g_autofree char *digest = cache_import (cache, bytes);
  runner_write (cache->store, fill_func, NULL, &error);
  runner_write (cache->store, delete_func, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Cache *cache, gconstpointer data)
{
  cache_tear_down (cache);
}

/* What a look at everything saw. */
typedef struct
{
  guint n_papers;
  guint n_waiting;
  guint n_wrong; /* believed though it is not what was written */
  gboolean has_setting;
} Seen;

static void
look_at_papers (HopsoStoreSession *session, Seen *seen, GError **error)
{
  g_autoptr (GPtrArray) papers =
      hopso_store_session_list (session, HOPSO_KIND_PAPER, NULL, NULL, error);

  for (guint i = 0; papers != NULL && i < papers->len; i++)
    {
      HopsoPaper *paper = papers->pdata[i];
      const char *id = hopso_record_get_id (HOPSO_RECORD (paper));
      g_autofree char *name =
          make_name ((guint) g_ascii_strtoull (id + strlen ("paper-"), NULL, 10));

      seen->n_papers++;
      seen->n_wrong +=
          !g_str_has_prefix (id, "paper-") || g_strcmp0 (hopso_paper_get_name (paper), name) != 0;
    }
}

static gpointer
look_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  Seen *seen = data;
  g_autoptr (GPtrArray) waiting = hopso_store_session_outbox_list (session, error);

  for (guint i = 0; waiting != NULL && i < waiting->len; i++)
    {
      const HopsoOutboxEntry *entry = waiting->pdata[i];
      guint number = (guint) g_ascii_strtoull (entry->record + strlen ("paper-"), NULL, 10);
      g_autofree char *body = make_body (number);

      seen->n_waiting++;
      seen->n_wrong += g_strcmp0 (entry->body, body) != 0;
    }
  if (waiting == NULL)
    return NULL;

  g_autofree char *setting = hopso_store_session_get_setting (session, "place", error);
  seen->has_setting = g_strcmp0 (setting, "page 9") == 0;
  if (*error == NULL)
    look_at_papers (session, seen, error);
  return NULL;
}

/* Opens, looks at everything; when that meets damage, closes and opens again. */
static HopsoStore *
open_and_look (const char *folder, Seen *seen)
{
  g_autoptr (GError) error = NULL;
  HopsoStore *store = runner_open (folder, &error);

  g_assert_no_error (error);
  *seen = (Seen){ 0 };
  runner_read (store, look_func, seen, &error);
  if (error == NULL)
    return store;
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED);
  g_clear_error (&error);
  runner_close (store);

  guint n_wrong = seen->n_wrong;
  store = runner_open (folder, &error);
  g_assert_no_error (error);
  g_assert_nonnull (hopso_store_get_repair (store));
  *seen = (Seen){ .n_wrong = n_wrong };
  runner_read (store, look_func, seen, &error);
  g_assert_no_error (error);
  return store;
}

static gpointer
write_func (HopsoStoreSession *session, gpointer data, GError **error)
{
  g_autoptr (HopsoRecord) paper = runner_make_paper ("new", "mới", "d");

  hopso_store_session_put (session, paper, error);
  return NULL;
}

static void
assert_works (HopsoStore *store)
{
  g_autoptr (GError) error = NULL;

  runner_write (store, write_func, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (HopsoRecord) paper = runner_get (store, HOPSO_KIND_PAPER, "new");
  g_assert_nonnull (paper);
}

/* Writing meets pages that looking did not, such as those of an index. */
static HopsoStore *
write_or_repair (HopsoStore *store, const char *folder, Seen *seen)
{
  g_autoptr (GError) error = NULL;

  runner_write (store, write_func, NULL, &error);
  if (error == NULL)
    return store;
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED);
  runner_close (store);
  store = open_and_look (folder, seen);
  g_assert_nonnull (hopso_store_get_repair (store));
  assert_works (store);
  return store;
}

static gboolean
has_aside (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, HOPSO_STORE_ASIDE))
      return TRUE;
  return FALSE;
}

static void
flip (const char *folder, const char *name, gsize at, guint8 mask)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  bytes[at % size] ^= (char) mask;
  world_write_file (path, bytes, size);
}

/* What waited and is lost, beyond what the hit page itself may take along. */
static guint
check_flip (const char *folder, gsize at, guint8 mask, guint *n_repaired)
{
  g_autofree char *copy = world_copy_folder (folder);
  Seen seen;

  flip (copy, HOPSO_VAULT_DATABASE_NAME, at, mask);
  HopsoStore *store = write_or_repair (open_and_look (copy, &seen), copy, &seen);
  const HopsoStoreRepair *repair = hopso_store_get_repair (store);
  guint n_lost = N_WAITING - seen.n_waiting;

  g_assert_cmpuint (seen.n_wrong, ==, 0);
  if (repair == NULL)
    {
      g_assert_cmpuint (n_lost, ==, 0);
      g_assert_cmpuint (seen.n_papers, ==, N_PAPERS / 2);
    }
  else
    {
      *n_repaired += 1;
      g_assert_cmpuint (repair->n_kept, ==, seen.n_waiting);
      g_assert_true (has_aside (copy));
      g_assert_true (!repair->is_complete || n_lost == 0);
      g_assert_cmpuint (seen.n_papers, ==, 0);
    }
  runner_close (store);
  hopso_test_folder_remove (copy);
  return n_lost;
}

static void
test_a_bit_in_every_sector (Cache *cache, gconstpointer data)
{
  g_autofree char *path = g_build_filename (cache->world.folder, HOPSO_VAULT_DATABASE_NAME, NULL);
  const guint n_rounds = hopso_test_soak_rounds (20, 1000);
  g_autoptr (GRand) chances = g_rand_new_with_seed (hopso_test_soak_seed ());
  guint n_repaired = 0;
  guint n_lost = 0;
  guint n_total = 0;
  GStatBuf status;

  runner_close (cache->store);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  gsize n_sectors = (gsize) status.st_size / SECTOR;
  for (guint round = 0; round < n_rounds; round++)
    {
      gsize sector = n_rounds < n_sectors ? round * n_sectors / n_rounds : round % n_sectors;
      gsize at = sector * SECTOR + (gsize) g_rand_int_range (chances, 0, SECTOR);
      guint8 mask = (guint8) (1 << g_rand_int_range (chances, 0, 8));
      guint n = check_flip (cache->world.folder, at, mask, &n_repaired);

      n_total += n;
      /* Only the header of the database, and the root of the outbox, hold everything. */
      n_lost += n > MAX_LOST_OF_LEAF && n < N_WAITING ? n : 0;
    }
  g_test_message ("%u flips, %u repairs, %u of %u changes not readable", n_rounds, n_repaired,
                  n_total, n_rounds * N_WAITING);
  g_assert_cmpuint (n_repaired, >, n_rounds / 5);
  g_assert_cmpuint (n_total, <, n_rounds * N_WAITING / 10);
  hopso_test_soak_report ("bits flipped in sectors of the store", n_rounds, n_lost);
  g_assert_cmpuint (n_lost, ==, 0);
  cache_open (cache);
}

/* The log: what is believed is a state that was committed, never half of one. */
static void
test_bits_in_the_log (Cache *cache, gconstpointer data)
{
  const guint n_rounds = hopso_test_soak_rounds (15, 500);
  g_autoptr (GRand) chances = g_rand_new_with_seed (hopso_test_soak_seed ());
  g_autofree char *crashed = world_copy_folder (cache->world.folder);
  guint n_half = 0;

  for (guint i = 0; i < n_rounds; i++)
    {
      g_autofree char *copy = world_copy_folder (crashed);
      Seen seen;

      flip (copy, HOPSO_VAULT_DATABASE_NAME "-wal", g_rand_int (chances), 1);
      HopsoStore *store = open_and_look (copy, &seen);
      g_assert_cmpuint (seen.n_wrong, ==, 0);
      n_half += (seen.n_waiting != 0 && seen.n_waiting != N_WAITING) ||
                (seen.n_papers != 0 && seen.n_papers != N_PAPERS && seen.n_papers != N_PAPERS / 2);
      assert_works (store);
      runner_close (store);
      hopso_test_folder_remove (copy);
    }
  hopso_test_folder_remove (crashed);
  hopso_test_soak_report ("bits flipped in the log of the store", n_rounds, n_half);
  g_assert_cmpuint (n_half, ==, 0);
}

static void
check_whole_after (const char *folder)
{
  Seen seen;
  HopsoStore *store = open_and_look (folder, &seen);

  g_assert_cmpuint (seen.n_wrong, ==, 0);
  g_assert_cmpuint (seen.n_waiting, ==, N_WAITING);
  g_assert_true (seen.has_setting);
  assert_works (store);
  runner_close (store);
}

/* The key is at hand: nothing that waits is lost with the check of it. */
static void
test_the_key_check_is_made_anew (Cache *cache, gconstpointer data)
{
  runner_close (cache->store);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *copy = world_copy_folder (cache->world.folder);
      g_autofree char *path = g_build_filename (copy, "vault", NULL);

      if (i == 0)
        g_assert_cmpint (g_unlink (path), ==, 0);
      else if (i == 1)
        flip (copy, "vault", 40, 4);
      else
        world_write_file (path, "", 0);
      check_whole_after (copy);
      g_assert_true (has_aside (copy));
      hopso_test_folder_remove (copy);
    }
  cache_open (cache);
}

static void
test_shared_memory_is_never_believed (Cache *cache, gconstpointer data)
{
  g_autofree char *copy = world_copy_folder (cache->world.folder);
  g_autofree char *path = g_build_filename (copy, HOPSO_VAULT_DATABASE_NAME "-shm", NULL);
  g_autofree char *rubbish = g_strnfill (32768, 'x');

  world_write_file (path, rubbish, 32768);
  check_whole_after (copy);
  g_assert_false (has_aside (copy));
  hopso_test_folder_remove (copy);
}

/* A wrong key is no damage: nothing is set aside for it. */
static void
test_a_wrong_key_repairs_nothing (Cache *cache, gconstpointer data)
{
  g_autoptr (HopsoSecret) wrong = world_make_key (8);
  g_autoptr (GError) error = NULL;

  runner_close (cache->store);
  g_autofree char *mark = g_build_filename (cache->world.folder, "store.damaged", NULL);
  world_write_file (mark, "", 0);
  g_assert_null (runner_open_with (cache->world.folder, wrong, &error));
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_WRONG_KEY);
  g_assert_false (has_aside (cache->world.folder));
  check_whole_after (cache->world.folder);
  cache_open (cache);
}

/* While somebody else has the store open, its files stay where they are. */
static void
test_repair_waits_until_it_is_alone (Cache *cache, gconstpointer data)
{
  g_autofree char *mark = g_build_filename (cache->world.folder, "store.damaged", NULL);
  g_autoptr (GError) error = NULL;

  world_write_file (mark, "", 0);
  HopsoStore *other = runner_open (cache->world.folder, &error);
  g_assert_no_error (error);
  g_assert_null (hopso_store_get_repair (other));
  runner_close (other);
  runner_close (cache->store);
  check_whole_after (cache->world.folder);
  g_assert_true (has_aside (cache->world.folder));
  cache_open (cache);
  g_assert_null (hopso_store_get_repair (cache->store));
}

/* The files that belong to the store are still readable after its repair, their keys were kept. */
static void
test_files_outlive_a_repair (Cache *cache, gconstpointer data)
{
  g_autoptr (GBytes) bytes = cache_make_bytes (5000);
  g_autofree char *mark = g_build_filename (cache->world.folder, "store.damaged", NULL);

  runner_close (cache->store);
  world_write_file (mark, "", 0);
  cache_open (cache);
  g_assert_nonnull (hopso_store_get_repair (cache->store));
  cache_assert_holds (cache, bytes);
}

/* Erasing erases what was set aside, too. */
static void
test_erasing_erases_what_was_set_aside (Cache *cache, gconstpointer data)
{
  g_autofree char *mark = g_build_filename (cache->world.folder, "store.damaged", NULL);
  g_autoptr (GError) error = NULL;

  runner_close (cache->store);
  world_write_file (mark, "", 0);
  check_whole_after (cache->world.folder);
  g_assert_true (has_aside (cache->world.folder));
  g_assert_true (hopso_store_erase (cache->world.folder, &error));
  g_autoptr (GDir) dir = g_dir_open (cache->world.folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
  cache_open (cache);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/store/damage/" name, Cache, NULL, set_up, func, tear_down)
  ADD ("a-bit-in-every-sector", test_a_bit_in_every_sector);
  ADD ("bits-in-the-log", test_bits_in_the_log);
  ADD ("the-key-check-is-made-anew", test_the_key_check_is_made_anew);
  ADD ("shared-memory-is-never-believed", test_shared_memory_is_never_believed);
  ADD ("a-wrong-key-repairs-nothing", test_a_wrong_key_repairs_nothing);
  ADD ("repair-waits-until-it-is-alone", test_repair_waits_until_it_is_alone);
  ADD ("files-outlive-a-repair", test_files_outlive_a_repair);
  ADD ("erasing-erases-what-was-set-aside", test_erasing_erases_what_was_set_aside);
  return g_test_run ();
}
