/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A backup killed by SIGKILL at random instants, and one whose server is killed meanwhile: what
 * stands under its name is always a whole backup, the older one or the new one, with everything
 * that was acknowledged before it began; and the server's own folder is as it should be. */

#include "hopso-test-call.h"
#include "hopso-test-soak.h"
#include "kill-world.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

typedef struct
{
  HopsoTestServer *server;
  HopsoTestCaller *caller; /* owned: the delegate */
  char *folder;            /* owned: of the backup alone */
  char *file;              /* owned */
  gint64 typical_us;
  guint n_given_up; /* kills after which the older backup stood there */
  guint n_ended;    /* after the backup was there */
} World;

static int
run (World *world, const char *command, const char *what, const char *where)
{
  const char *argv[] = { g_getenv ("HOPSO_SERVER"), command, what, where, NULL };
  int status;
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static GPid
begin_backup (World *world)
{
  const char *argv[] = { g_getenv ("HOPSO_SERVER"),
                         "backup",
                         "--data",
                         hopso_test_server_get_data (world->server),
                         world->file,
                         NULL };
  g_autoptr (GError) error = NULL;
  GPid pid;

  g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                 NULL, NULL, &pid, &error);
  g_assert_no_error (error);
  return pid;
}

static int
wait_for (GPid pid)
{
  int status;

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_spawn_close_pid (pid);
  return status;
}

/* Something that must be in every backup from now on. */
static void
answer (World *world, guint round)
{
  static const char body[] = "{\"partstat\":\"accepted\"}";
  g_autofree char *id = kill_world_id (KILL_WORLD_PART, round);
  g_autofree char *path = g_strconcat ("/v1/participants/", id, NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT changed FROM object WHERE id = '%s'", id);
  g_autofree char *etag =
      g_strdup_printf ("%" G_GINT64_FORMAT, kill_world_count (world->server, sql));
  g_autoptr (HopsoTestReply) reply = hopso_test_caller_patch (world->caller, path, body, etag);

  g_assert_cmpuint (reply->status, ==, 200);
}

static ino_t
get_number (World *world)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (world->file, &status), ==, 0);
  return status.st_ino;
}

static void
sleep_a_part (World *world, GRand *chances)
{
  g_usleep ((gulong) (g_rand_double (chances) * 1.1 * (double) world->typical_us));
}

static void
kill_backup (World *world, GRand *chances)
{
  ino_t older = get_number (world);
  GPid pid = begin_backup (world);

  sleep_a_part (world, chances);
  kill (pid, SIGKILL);
  wait_for (pid);
  if (get_number (world) == older)
    world->n_given_up++;
  else
    world->n_ended++;
  g_assert_cmpint (run (world, "check", world->file, NULL), ==, 0);
}

static void
kill_server (World *world, GRand *chances)
{
  GPid pid = begin_backup (world);
  int status;

  sleep_a_part (world, chances);
  hopso_test_server_kill (world->server);
  status = wait_for (pid);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  g_assert_cmpint (run (world, "check", world->file, NULL), ==, 0);
  kill_world_assert_sound (world->server);
  hopso_test_server_start (world->server);
}

static guint
count_entries (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* The last backup, restored, knows every answer. */
static void
check_restored (World *world, guint n_answers)
{
  g_autofree char *target = g_build_filename (world->folder, "restored", NULL);
  g_autofree char *path = g_build_filename (target, "hopso.sqlite", NULL);
  g_autofree char *option = g_strconcat ("--data=", target, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (run (world, "restore", world->file, target), ==, 0);
  g_assert_cmpint (run (world, "check", option, NULL), ==, 0);
  g_autoptr (HopsoServerSql) sql = hopso_server_sql_open (path, TRUE, &error);
  g_assert_no_error (error);
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      sql, &error, "SELECT count (*) FROM participant WHERE partstat = 'accepted'", "");
  g_assert_true (hopso_server_query_next (query, &error));
  g_assert_cmpint (hopso_server_query_integer (query, 0), ==, n_answers);
}

static void
set_up (World *world, guint n_rounds)
{
  g_autoptr (GError) error = NULL;

  world->server = kill_world_new (n_rounds + 2);
  world->caller = hopso_test_caller_new (world->server, "daibieu");
  world->folder = g_dir_make_tmp ("hopso-backup-XXXXXX", &error);
  g_assert_no_error (error);
  world->file = g_build_filename (world->folder, "backup.tar", NULL);
  answer (world, 0);
  gint64 start = g_get_monotonic_time ();
  g_assert_cmpint (wait_for (begin_backup (world)), ==, 0);
  world->typical_us = g_get_monotonic_time () - start;
}

static void
tear_down (World *world)
{
  const char *argv[] = { "rm", "-rf", "--", world->folder, NULL };

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  hopso_test_caller_free (world->caller);
  hopso_test_server_free (world->server);
  g_free (world->folder);
  g_free (world->file);
}

static void
test_a_killed_backup_is_whole_or_not_there (void)
{
  const guint n_rounds = hopso_test_soak_rounds (3, 50);
  g_autoptr (GRand) chances = g_rand_new_with_seed (hopso_test_soak_seed ());
  World world = { 0 };

  set_up (&world, n_rounds);
  guint n_entries = count_entries (hopso_test_server_get_data (world.server));
  for (guint round = 1; round <= n_rounds; round++)
    {
      answer (&world, round);
      kill_backup (&world, chances);
      kill_server (&world, chances);
    }
  /* The last one tidied up after all the others. */
  g_assert_cmpuint (count_entries (world.folder), ==, 1);
  g_assert_cmpuint (count_entries (hopso_test_server_get_data (world.server)), ==, n_entries);
  check_restored (&world, n_rounds + 1);
  g_test_message ("a backup takes %d ms; kills: %u before it was there, %u after",
                  (int) (world.typical_us / 1000), world.n_given_up, world.n_ended);
  hopso_test_soak_report ("backup killed", n_rounds, 0);
  hopso_test_soak_report ("server killed during a backup", n_rounds, 0);
  tear_down (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flow/kills/a-killed-backup-is-whole-or-not-there",
                   test_a_killed_backup_is_whole_or_not_there);
  return g_test_run ();
}
