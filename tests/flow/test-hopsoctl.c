/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The command line as a script uses it, from the first sign-in on, against the real server; and
 * killed in the middle of things. */

#include "hopso-cli.h"
#include "hopso-participant.h"
#include "hopso-test-server.h"
#include "hopso-test-tls.h"

#include <signal.h>
#include <stdarg.h>

typedef struct
{
  HopsoTestServer *server;
  char *home;
  char *password_file;
  char *passphrase_file;
} World;

static char *
write_file (const World *world, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (world->home, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return g_steal_pointer (&path);
}

static void
set_up (World *world, gconstpointer data)
{
  world->server = hopso_test_server_new ();
  world->home = g_dir_make_tmp ("hopso-home-XXXXXX", NULL);
  world->password_file = write_file (world, "password", HOPSO_TEST_PASSWORD "\n");
  world->passphrase_file = write_file (world, "passphrase", "at home\n");
}

static void
tear_down (World *world, gconstpointer data)
{
  const char *const argv[] = { "rm", "-rf", "--", world->home, NULL };
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, NULL);

  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
  hopso_test_server_free (world->server);
  g_free (world->home);
  g_free (world->password_file);
  g_free (world->passphrase_file);
}

static GSubprocess *
start (const World *world, const char *first, va_list rest)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_ptr_array_add (argv, (char *) g_getenv ("HOPSOCTL"));
  for (const char *word = first; word != NULL; word = va_arg (rest, const char *))
    g_ptr_array_add (argv, (char *) word);
  g_ptr_array_add (argv, (char *) "--passphrase-file");
  g_ptr_array_add (argv, world->passphrase_file);
  g_ptr_array_add (argv, (char *) "--json");
  g_ptr_array_add (argv, NULL);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", world->home, TRUE);
  g_subprocess_launcher_set_cwd (launcher, world->home);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  return process;
}

static int
run (const World *world, char **output, const char *first, ...)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  va_list rest;

  va_start (rest, first);
  process = start (world, first, rest);
  va_end (rest);
  g_subprocess_communicate_utf8 (process, NULL, NULL, output, NULL, &error);
  g_assert_no_error (error);
  if (!g_subprocess_get_if_exited (process))
    g_error ("hopsoctl %s: ended by signal %d", first, g_subprocess_get_term_sig (process));
  return g_subprocess_get_exit_status (process);
}

static char *
read_fingerprint (const World *world)
{
  const char *const argv[] = { "openssl", "x509",
                               "-in",     hopso_test_server_get_ca_file (world->server),
                               "-noout",  "-fingerprint",
                               "-sha256", NULL };
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, NULL));
  g_assert_nonnull (strchr (text, '='));
  return g_strdup (g_strstrip (strchr (text, '=') + 1));
}

static int
log_in (const World *world, char **output, const char *user, const char *fingerprint)
{
  return run (world, output, "login", hopso_test_server_get_url (world->server), "--user", user,
              "--password-file", world->password_file, "--ca",
              hopso_test_server_get_ca_file (world->server), "--ca-fingerprint", fingerprint, NULL);
}

static void
sign_in_as (const World *world, const char *user)
{
  g_autofree char *fingerprint = read_fingerprint (world);
  g_autofree char *output = NULL;

  g_assert_cmpint (log_in (world, &output, user, fingerprint), ==, HOPSO_CLI_YES);
  g_assert_nonnull (strstr (output, "recoveryCode"));
}

static void
sign_in (const World *world)
{
  sign_in_as (world, "daibieu");
}

static void
test_an_authority_must_be_confirmed (World *world, gconstpointer data)
{
  g_autofree char *output = NULL;

  g_assert_cmpint (log_in (world, &output, "daibieu", "00:11:22"), ==, HOPSO_CLI_FAILED);
  g_assert_cmpstr (output, ==, "");
}

static void
test_lists_fetches_and_answers (World *world, gconstpointer data)
{
  g_autofree char *meetings = NULL;
  g_autofree char *papers = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *sync = NULL;
  g_autofree char *path = g_build_filename (world->home, "paper.pdf", NULL);
  g_autofree char *fetched = NULL;
  gsize size = 0;

  sign_in (world);
  g_assert_cmpint (run (world, &meetings, "meetings", NULL), ==, HOPSO_CLI_YES);
  g_assert_nonnull (strstr (meetings, HOPSO_TEST_MEETING));
  g_assert_cmpint (run (world, &papers, "papers", HOPSO_TEST_MEETING, NULL), ==, HOPSO_CLI_YES);
  g_assert_nonnull (strstr (papers, HOPSO_TEST_LONG_PAPER));
  g_assert_cmpint (run (world, NULL, "fetch", HOPSO_TEST_LONG_PAPER, "-o", path, NULL), ==,
                   HOPSO_CLI_YES);
  g_assert_true (g_file_get_contents (path, &fetched, &size, NULL));
  g_assert_cmpuint (size, ==, 1000000);
  g_assert_cmpint (run (world, &answer, "answer", HOPSO_TEST_MEETING, "accepted", NULL), ==,
                   HOPSO_CLI_YES);
  g_assert_nonnull (strstr (answer, "true"));
  g_assert_cmpint (run (world, &sync, "sync", "--papers", NULL), ==, HOPSO_CLI_YES);
  g_assert_nonnull (strstr (sync, "papersHere"));
  g_assert_cmpint (run (world, NULL, "papers", "no-such-meeting", NULL), ==, HOPSO_CLI_FAILED);
  g_assert_cmpint (run (world, NULL, "logout", "--forget", NULL), ==, HOPSO_CLI_YES);
  g_assert_cmpint (run (world, NULL, "meetings", NULL), ==, HOPSO_CLI_FAILED);
}

static void
test_works_without_a_server (World *world, gconstpointer data)
{
  g_autofree char *meetings = NULL;
  g_autofree char *answer = NULL;

  sign_in (world);
  hopso_test_server_stop (world->server);
  g_assert_cmpint (run (world, &meetings, "meetings", NULL), ==, HOPSO_CLI_YES);
  g_assert_nonnull (strstr (meetings, HOPSO_TEST_MEETING));
  g_assert_cmpint (run (world, NULL, "sync", NULL), ==, HOPSO_CLI_FAILED);
  g_assert_cmpint (run (world, &answer, "answer", HOPSO_TEST_MEETING, "declined", NULL), ==,
                   HOPSO_CLI_YES);
  g_assert_nonnull (strstr (answer, "false"));
  hopso_test_server_start (world->server);
  g_assert_cmpint (run (world, NULL, "sync", NULL), ==, HOPSO_CLI_YES);
}

static gboolean
kill_cb (gpointer user_data)
{
  g_subprocess_send_signal (user_data, SIGKILL);
  return G_SOURCE_REMOVE;
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  *(gboolean *) user_data = TRUE;
}

/* Starts a command and kills it after a while, wherever it is then. */
static void
run_and_kill (const World *world, guint milliseconds, const char *first, ...)
{
  g_autoptr (GSubprocess) process = NULL;
  gboolean has_ended = FALSE;
  va_list rest;

  va_start (rest, first);
  process = start (world, first, rest);
  va_end (rest);

  guint timer = g_timeout_add (milliseconds, kill_cb, process);
  g_subprocess_wait_async (process, NULL, ended_cb, &has_ended);
  while (!has_ended)
    g_main_context_iteration (NULL, TRUE);
  if (g_main_context_find_source_by_id (NULL, timer) != NULL)
    g_source_remove (timer);
}

static void
assert_declined_on_server (const World *world)
{
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoServerStore) store =
      hopso_server_store_open (hopso_test_server_get_data (world->server), clock, &error);
  g_autoptr (HopsoRecord) answer = NULL;

  g_assert_no_error (error);
  answer = hopso_test_server_get (store, HOPSO_KIND_PARTICIPANT, HOPSO_TEST_PART);
  g_assert_cmpstr (hopso_record_get_string (answer, HOPSO_PARTICIPANT_PARTSTAT), ==, "declined");
  hopso_server_store_close (store);
}

static void
test_a_kill_at_any_moment_loses_nothing (World *world, gconstpointer data)
{
  g_autofree char *meetings = NULL;
  g_autofree char *path = g_build_filename (world->home, "paper.pdf", NULL);

  sign_in (world);
  hopso_test_server_stop (world->server);
  g_assert_cmpint (run (world, NULL, "answer", HOPSO_TEST_MEETING, "declined", NULL), ==,
                   HOPSO_CLI_YES);
  hopso_test_server_start (world->server);
  for (guint i = 1; i <= 8; i++)
    run_and_kill (world, i * 60, "sync", "--papers", NULL);

  g_assert_cmpint (run (world, NULL, "sync", "--papers", NULL), ==, HOPSO_CLI_YES);
  g_assert_cmpint (run (world, &meetings, "meetings", NULL), ==, HOPSO_CLI_YES);
  g_assert_nonnull (strstr (meetings, HOPSO_TEST_MEETING));
  g_assert_cmpint (run (world, NULL, "fetch", HOPSO_TEST_LONG_PAPER, "-o", path, NULL), ==,
                   HOPSO_CLI_YES);
  hopso_test_server_stop (world->server);
  assert_declined_on_server (world);
  hopso_test_server_start (world->server);
}

static char *
read_request (const char *output)
{
  g_autoptr (GRegex) regex = g_regex_new ("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_assert_true (g_regex_match (regex, output, 0, &match));
  return g_match_info_fetch (match, 0);
}

static void
test_submits_and_takes_back (World *world, gconstpointer data)
{
  g_autofree char *file = write_file (world, "to-trinh.pdf", "%PDF-1.7 a file of the clerk");
  g_autofree char *output = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *listed = NULL;
  g_autofree char *other = NULL;
  g_autofree char *taken_back = NULL;
  g_autofree char *done = NULL;
  g_autofree char *id = NULL;

  sign_in_as (world, "thuky");
  g_assert_cmpint (run (world, NULL, "requests", NULL), ==, HOPSO_CLI_USAGE);
  g_assert_cmpint (run (world, NULL, "requests", "submit", file, NULL), ==, HOPSO_CLI_USAGE);
  g_assert_cmpint (
      run (world, NULL, "requests", "submit", file, "--step", "approve:thanhtra", NULL), ==,
      HOPSO_CLI_FAILED);
  g_assert_cmpint (run (world, &output, "requests", "submit", file, "--step", "initial:daibieu",
                        "--step", "approve:chutri:1,50,60,120,40", "--deadline", "2026-11-30",
                        "--name", "Tờ trình", NULL),
                   ==, HOPSO_CLI_YES);
  g_assert_nonnull (g_strrstr (output, "true"));
  id = read_request (output);
  g_assert_cmpint (run (world, &shown, "requests", "show", id, NULL), ==, HOPSO_CLI_YES);
  g_assert_nonnull (strstr (shown, "1,50,60,120,40"));
  g_assert_nonnull (strstr (shown, "Tờ trình"));
  g_assert_cmpint (run (world, &listed, "requests", "list", "submitted", NULL), ==, HOPSO_CLI_YES);
  g_assert_nonnull (strstr (listed, id));
  g_assert_cmpint (run (world, &other, "requests", "list", "to-sign", NULL), ==, HOPSO_CLI_YES);
  g_assert_null (strstr (other, id));
  g_assert_cmpint (run (world, NULL, "requests", "return", id, "--reason", "x", NULL), ==,
                   HOPSO_CLI_FAILED);

  hopso_test_server_stop (world->server);
  g_assert_cmpint (run (world, &taken_back, "requests", "withdraw", id, NULL), ==, HOPSO_CLI_YES);
  g_assert_nonnull (strstr (taken_back, "false"));
  hopso_test_server_start (world->server);
  g_assert_cmpint (run (world, NULL, "sync", NULL), ==, HOPSO_CLI_YES);
  g_assert_cmpint (run (world, &done, "requests", "show", id, NULL), ==, HOPSO_CLI_YES);
  g_assert_nonnull (strstr (done, "withdrawn"));
  g_assert_null (strstr (done, "\"sent\" : false"));
}

/* {"id" : "…", "sent" : …} */
static char *
read_id (const char *output)
{
  g_autoptr (GRegex) regex = g_regex_new ("\"id\" *: *\"([^\"]+)\"", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_assert_true (g_regex_match (regex, output, 0, &match));
  return g_match_info_fetch (match, 1);
}

/* A meeting from nothing; what is not complete is not published, and is there as before. */
static void
test_prepares_a_meeting (World *world, gconstpointer data)
{
  g_autofree char *path = write_file (world, "bao_cao.pdf", "%PDF-1.7 báo cáo");
  g_autofree char *created = NULL;
  g_autofree char *added = NULL;
  g_autofree char *paper = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *copied = NULL;
  g_autofree char *again = NULL;

  sign_in_as (world, "thuky");
  g_assert_cmpint (run (world, NULL, "meetings", "create", "Họp", NULL), ==, HOPSO_CLI_FAILED);
  g_assert_cmpint (run (world, &created, "meetings", "create", "Giao ban tuần", "--start",
                        "2036-11-30T08:00", "--end", "2036-11-30T10:00", NULL),
                   ==, HOPSO_CLI_YES);
  g_autofree char *meeting = read_id (created);
  g_assert_cmpint (
      run (world, &added, "meetings", "add-item", meeting, "Khai mạc", "--minutes", "10", NULL), ==,
      HOPSO_CLI_YES);
  g_autofree char *item = read_id (added);
  g_assert_cmpint (
      run (world, &paper, "meetings", "add-paper", meeting, path, "--item", item, NULL), ==,
      HOPSO_CLI_YES);
  g_assert_nonnull (strstr (paper, "true"));
  g_assert_cmpint (run (world, NULL, "meetings", "publish", meeting, NULL), !=, HOPSO_CLI_YES);
  g_assert_cmpint (run (world, &shown, "meetings", "show", meeting, NULL), ==, HOPSO_CLI_YES);
  g_assert_nonnull (strstr (shown, "Khai mạc"));
  g_assert_nonnull (strstr (shown, "bao cao"));
  g_assert_nonnull (strstr (shown, "draft"));

  hopso_test_server_stop (world->server);
  g_assert_cmpint (run (world, &copied, "meetings", "copy", meeting, "--with-papers", NULL), ==,
                   HOPSO_CLI_YES);
  g_assert_nonnull (strstr (copied, "false"));
  hopso_test_server_start (world->server);
  g_assert_cmpint (run (world, NULL, "sync", NULL), ==, HOPSO_CLI_YES);
  g_autofree char *copy = read_id (copied);
  g_assert_cmpint (run (world, &again, "meetings", "show", copy, NULL), ==, HOPSO_CLI_YES);
  g_assert_nonnull (strstr (again, "etag"));
}

#define ADD(path, func) g_test_add ("/flow/hopsoctl/" path, World, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("an-authority-must-be-confirmed", test_an_authority_must_be_confirmed);
  ADD ("lists-fetches-and-answers", test_lists_fetches_and_answers);
  ADD ("prepares-a-meeting", test_prepares_a_meeting);
  ADD ("submits-and-takes-back", test_submits_and_takes_back);
  ADD ("works-without-a-server", test_works_without_a_server);
  ADD ("a-kill-at-any-moment-loses-nothing", test_a_kill_at_any_moment_loses_nothing);
  return g_test_run ();
}
