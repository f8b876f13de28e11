/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The client killed by SIGKILL at random instants of what it does, against the real server: what
 * the person was told of reaches the server exactly once, and afterwards machine and server know
 * the same. The client is kill-driver.c, a process of its own; the instants are drawn over the
 * measured length of each operation. */

#include "hopso-account.h"
#include "hopso-flow.h"
#include "hopso-keyring.h"
#include "hopso-server-changes.h"
#include "hopso-store.h"
#include "hopso-test-soak.h"
#include "kill-client.h"
#include "kill-world.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a client was doing when it was killed. */
typedef struct
{
  const char *name;
  guint before;   /* it had not begun */
  guint within;   /* the person did not know yet */
  guint after;    /* the person knew; the server perhaps not */
  guint ended;    /* everything was done */
  gint64 told_us; /* how long the person waits */
  gint64 all_us;  /* how long until the server has it */
} Tally;

/* How an operation is asked for, and made ready for. One for which nothing is said is told when the
 * client is ready. */
typedef struct
{
  const char *name;
  void (*prepare) (HopsoTestServer *server, guint round);
  char *(*say) (guint round);
  /* What must be true of the server in the end; NULL: nothing of its own. */
  void (*check) (HopsoTestServer *server, guint round, gboolean was_told);
} Operation;

/* --- the operations -------------------------------------------------------------------------- */

static char *
say_answer (guint round)
{
  g_autofree char *meeting = kill_world_id (KILL_WORLD_MEETING, round);

  return g_strconcat ("answer ", meeting, NULL);
}

static void
check_answer (HopsoTestServer *server, guint round, gboolean was_told)
{
  g_autofree char *part = kill_world_id (KILL_WORLD_PART, round);
  gint64 n = kill_world_count_audited (server, "change", part);

  if (n > 1 || (was_told && n != 1))
    g_error ("An answer that was%s told reached the server %d times", was_told ? "" : " not",
             (int) n);
}

static char *
say_sign (guint round)
{
  g_autofree char *paper = kill_world_id (KILL_WORLD_PAPER, round);
  g_autofree char *request = kill_world_id (KILL_WORLD_REQUEST, round);

  return g_strconcat ("sign ", paper, " ", request, NULL);
}

static void
check_sign (HopsoTestServer *server, guint round, gboolean was_told)
{
  g_autofree char *paper = kill_world_id (KILL_WORLD_PAPER, round);
  g_autofree char *sql =
      g_strdup_printf ("SELECT count (*) FROM paper_version WHERE paper = '%s'", paper);
  gint64 n = kill_world_count_audited (server, "sign", paper);

  g_assert_cmpint (kill_world_count (server, sql), ==, n + 1);
  if (n > 1 || (was_told && n != 1))
    g_error ("A signature that was%s told reached the server %d times", was_told ? "" : " not",
             (int) n);
}

/* An act on a request: request, step and history change at once, here and there, or not at all. */
static char *
say_return (guint round)
{
  g_autofree char *request = kill_world_id (KILL_WORLD_CHAIN, round);

  return g_strconcat ("return ", request, NULL);
}

static void
check_return (HopsoTestServer *server, guint round, gboolean was_told)
{
  g_autofree char *request = kill_world_id (KILL_WORLD_CHAIN, round);
  g_autofree char *step = kill_world_id (KILL_WORLD_STEP, round);
  g_autofree char *sql = g_strdup_printf (
      "SELECT (SELECT count (*) FROM sign_request WHERE id = '%s' AND state = 'returned')"
      " + (SELECT count (*) FROM sign_step WHERE id = '%s' AND state = 'returned')",
      request, step);
  gint64 n = kill_world_count_audited (server, "return", request);

  g_assert_cmpint (kill_world_count (server, sql), ==, 2 * n);
  if (n > 1 || (was_told && n != 1))
    g_error ("A return that was%s told reached the server %d times", was_told ? "" : " not",
             (int) n);
}

static char *
say_download (guint round)
{
  return g_strdup_printf ("download " KILL_WORLD_PAPERS " %u", round + 2);
}

static void
prepare_sync (HopsoTestServer *server, guint round)
{
  g_autofree char *name = g_strdup_printf ("Họp-%u", round);

  /* The last one tells that all have come. */
  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *id = kill_world_id (KILL_WORLD_MEETING, i);
      kill_world_rename_meeting (server, id, name);
    }
}

static char *
say_sync (guint round)
{
  g_autofree char *id = kill_world_id (KILL_WORLD_MEETING, 7);

  return g_strdup_printf ("sync %s Họp-%u", id, round);
}

/* The start itself: keys, store, renewal of the session. */
static char *
say_nothing (guint round)
{
  return NULL;
}

static const Operation operations[] = {
  { "start", NULL, say_nothing, NULL },
  { "sync", prepare_sync, say_sync, NULL },
  { "answer", NULL, say_answer, check_answer },
  { "download", kill_world_renew_papers, say_download, NULL },
  { "signing", NULL, say_sign, check_sign },
  { "returning", NULL, say_return, check_return },
};

#define N_OPERATIONS G_N_ELEMENTS (operations)

/* --- killing --------------------------------------------------------------------------------- */

static void
measure (HopsoTestServer *server, const Operation *operation, Tally *tally)
{
  g_autofree char *line = operation->say (0);
  KillClient client;

  if (operation->prepare != NULL)
    operation->prepare (server, 0);
  gint64 start = g_get_monotonic_time ();
  kill_client_start (&client);
  g_assert_true (kill_client_read_until (&client, '!'));
  if (line != NULL)
    start = g_get_monotonic_time ();
  kill_client_ask (&client, line != NULL ? line : "settle");
  g_assert_true (kill_client_read_until (&client, '='));
  tally->told_us = g_get_monotonic_time () - start;
  g_assert_true (kill_client_read_until (&client, '~'));
  tally->all_us = g_get_monotonic_time () - start;
  kill_client_end (&client);
}

/* Gives whether the person was told. */
static gboolean
count_hit (KillClient *client, Tally *tally)
{
  gboolean has_begun = FALSE;
  gboolean was_told = FALSE;
  gboolean has_ended = FALSE;
  char *line;

  while ((line = kill_client_read (client)) != NULL)
    {
      has_begun |= line[0] == '+';
      was_told |= line[0] == '=' || line[0] == '!';
      has_ended |= line[0] == '~';
      g_free (line);
    }
  if (has_ended)
    tally->ended++;
  else if (was_told)
    tally->after++;
  else if (has_begun)
    tally->within++;
  else
    tally->before++;
  return was_told;
}

static gboolean
kill_once (
    HopsoTestServer *server, const Operation *operation, guint round, GRand *chances, Tally *tally)
{
  g_autofree char *line = operation->say (round);
  /* Half of the kills while the person waits, half anywhere. */
  gint64 length = g_rand_boolean (chances) ? tally->told_us : tally->all_us * 11 / 10;
  KillClient client;

  if (operation->prepare != NULL)
    operation->prepare (server, round);
  kill_client_start (&client);
  if (line != NULL)
    {
      g_assert_true (kill_client_read_until (&client, '!'));
      kill_client_ask (&client, line);
    }
  g_usleep ((gulong) (g_rand_double (chances) * (double) length));
  kill (client.pid, SIGKILL);
  gboolean was_told = count_hit (&client, tally);
  g_assert_true (WIFSIGNALED (kill_client_wait (&client)));
  return was_told;
}

/* --- what is left ---------------------------------------------------------------------------- */

/* What the client lacks or has too much of is a message of the test. */
static gboolean
agrees_with_server (HopsoTestServer *server, GHashTable *here)
{
  g_autofree char *path =
      g_build_filename (hopso_test_server_get_data (server), "hopso.sqlite", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoServerSql) sql = hopso_server_sql_open (path, TRUE, &error);
  g_assert_no_error (error);
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      sql, &error,
      "SELECT DISTINCT o.kind || ' ' || o.id || ' ' || o.changed FROM object o"
      " JOIN member m ON m.object = o.id JOIN sight s ON s.scope = m.scope"
      " WHERE s.person = ?1 AND m.gone IS NULL AND s.gone IS NULL",
      "s", HOPSO_TEST_DELEGATE);
  guint n = 0;
  guint n_unknown = 0;

  g_assert_no_error (error);
  while (hopso_server_query_next (query, &error))
    {
      const char *line = hopso_server_query_text (query, 0);

      n++;
      if (g_hash_table_contains (here, line))
        continue;
      g_test_message ("the client does not know %s", line);
      n_unknown++;
    }
  g_assert_no_error (error);
  if (n != g_hash_table_size (here))
    g_test_message ("%u there, %u here", n, g_hash_table_size (here));
  return n_unknown == 0 && n == g_hash_table_size (here);
}

static GHashTable *
dump (KillClient *client)
{
  GHashTable *here = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  char *line;

  kill_client_ask (client, "dump");
  g_assert_true (kill_client_read_until (client, '+'));
  while ((line = kill_client_read (client)) != NULL && line[0] != '=')
    g_hash_table_add (here, line);
  g_free (line);
  g_assert_true (kill_client_read_until (client, '~'));
  return here;
}

/* A client that nobody kills sends what is left and fetches what is missing. That papers were
 * received is told, and heard again, a moment after they were. */
static void
settle (HopsoTestServer *server)
{
  gint64 patience = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;
  gboolean is_settled = FALSE;
  KillClient client;

  kill_client_start (&client);
  g_assert_true (kill_client_read_until (&client, '!'));
  kill_client_ask (&client, "settle");
  g_assert_true (kill_client_read_until (&client, '~'));
  kill_client_ask (&client, "download " KILL_WORLD_PAPERS " 0");
  g_assert_true (kill_client_read_until (&client, '~'));
  while (!is_settled && g_get_monotonic_time () < patience)
    {
      kill_client_ask (&client, "settle");
      g_assert_true (kill_client_read_until (&client, '~'));
      g_autoptr (GHashTable) here = dump (&client);
      is_settled = agrees_with_server (server, here);
    }
  g_assert_true (is_settled);
  kill_client_end (&client);
}

static HopsoStore *
open_store (HopsoAccount *account)
{
  g_autoptr (HopsoSecret) passphrase = hopso_secret_new_from_string ("at home");
  g_autoptr (HopsoKeyring) keyring =
      hopso_keyring_new_passphrase (hopso_account_get_folder (account), passphrase);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) found = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GError) error = NULL;

  hopso_keyring_lookup_async (keyring, HOPSO_KEYRING_ACCOUNT_KEY, NULL, hopso_flow_done_cb,
                              &pending);
  found = hopso_flow_wait_for (&pending);
  g_autoptr (HopsoSecret) key = hopso_keyring_lookup_finish (keyring, found, &error);
  g_assert_no_error (error);
  hopso_store_open_async (hopso_account_get_folder (account), key, NULL, hopso_flow_done_cb,
                          &pending);
  opened = hopso_flow_wait_for (&pending);
  HopsoStore *store = hopso_store_open_finish (opened, &error);
  g_assert_no_error (error);
  return store;
}

/* Gives how many files nothing names any more. */
static guint
check_store (HopsoStore *store)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) checked = NULL;
  g_autoptr (GError) error = NULL;
  guint n_loose;

  hopso_store_check_async (store, NULL, hopso_flow_done_cb, &pending);
  checked = hopso_flow_wait_for (&pending);
  hopso_store_check_finish (store, checked, &n_loose, &error);
  g_assert_no_error (error);
  return n_loose;
}

/* Two days later nothing is left that no record names. */
static void
collect (HopsoStore *store)
{
  gint64 later = g_get_real_time () / G_USEC_PER_SEC + 2 * 86400;
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) collected = NULL;
  g_autoptr (GError) error = NULL;

  hopso_blob_cache_collect_async (hopso_store_get_blobs (store), later, NULL, hopso_flow_done_cb,
                                  &pending);
  collected = hopso_flow_wait_for (&pending);
  hopso_blob_cache_collect_finish (hopso_store_get_blobs (store), collected, &error);
  g_assert_no_error (error);
}

static void
check_machine (HopsoAccount *account, gboolean must_collect)
{
  HopsoStore *store = open_store (account);
  guint n_loose = check_store (store);

  if (must_collect)
    {
      g_test_message ("Nothing names %u files; they are collected", n_loose);
      collect (store);
      g_assert_cmpuint (check_store (store), ==, 0);
    }
  hopso_store_close (store);
  g_object_unref (store);
}

static HopsoAccount *
sign_in (HopsoTestServer *server)
{
  g_autoptr (GError) error = NULL;
  HopsoWorkspace *workspace = hopso_flow_sign_in (server, "daibieu", &error);

  g_assert_no_error (error);
  hopso_flow_wait_in_sync (workspace);
  HopsoAccount *account = g_object_ref (hopso_workspace_get_account (workspace));
  hopso_flow_close (workspace);
  return account;
}

static void
report (const Operation *operation, const Tally *tally, guint n_rounds)
{
  g_autofree char *what = g_strdup_printf ("client killed: %s", operation->name);

  g_test_message ("%s: told after %d ms, sent after %d ms; kills: %u before, %u within, %u while "
                  "it is sent, %u after",
                  operation->name, (int) (tally->told_us / 1000), (int) (tally->all_us / 1000),
                  tally->before, tally->within, tally->after, tally->ended);
  hopso_test_soak_report (what, n_rounds, 0);
}

static void
test_a_killed_client_loses_nothing (void)
{
  const guint n_rounds = hopso_test_soak_rounds (2, 50);
  g_autoptr (GRand) chances = g_rand_new_with_seed (hopso_test_soak_seed ());
  g_autoptr (HopsoTestServer) server = kill_world_new (n_rounds + 8);
  g_autoptr (HopsoAccount) account = sign_in (server);
  g_autofree gboolean *was_told = g_new0 (gboolean, N_OPERATIONS * (n_rounds + 1));
  Tally tallies[N_OPERATIONS] = { 0 };

  for (guint o = 0; o < N_OPERATIONS; o++)
    measure (server, &operations[o], &tallies[o]);
  for (guint round = 1; round <= n_rounds; round++)
    {
      for (guint o = 0; o < N_OPERATIONS; o++)
        was_told[o * (n_rounds + 1) + round] =
            kill_once (server, &operations[o], round, chances, &tallies[o]);
      check_machine (account, FALSE);
    }
  settle (server);
  check_machine (account, TRUE);
  kill_world_assert_sound (server);
  for (guint o = 0; o < N_OPERATIONS; o++)
    {
      for (guint round = 1; round <= n_rounds && operations[o].check != NULL; round++)
        operations[o].check (server, round, was_told[o * (n_rounds + 1) + round]);
      report (&operations[o], &tallies[o], n_rounds);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/flow/kills/a-killed-client-loses-nothing", test_a_killed_client_loses_nothing);
  return g_test_run ();
}
