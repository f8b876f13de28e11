/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Backups of a server that goes on serving: people answer and upload while the backup is written;
 * what was acknowledged before it began is in it, and nothing is half. */

#include "hopso-server-accounts.h"
#include "hopso-server-blobs.h"
#include "hopso-test-call.h"
#include "hopso-test-folder.h"
#include "hopso-test-soak.h"

#include "hopso-digest.h"
#include "hopso-participant.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#define PART      "/v1/participants/" HOPSO_TEST_PART
#define BLOBS     "/v1/blobs/sha256/"
#define BALLAST   16
#define BLOB_SIZE (1 << 20)

typedef struct
{
  HopsoTestServer *server;
  HopsoTestCaller *delegate;
  HopsoTestCaller *chair;
  char *folder;        /* owned: of this test */
  char *file;          /* owned: the backup */
  char *target;        /* owned: where it is restored to */
  GPtrArray *uploaded; /* owned: digests in the order of their acknowledgement */
  gint64 n_answers;    /* acknowledged */
} World;

static int
run (const char *first, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  va_list words;
  int status;

  g_ptr_array_add (argv, (char *) g_getenv ("HOPSO_SERVER"));
  va_start (words, first);
  for (const char *word = first; word != NULL; word = va_arg (words, const char *))
    g_ptr_array_add (argv, (char *) word);
  va_end (words);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **) argv->pdata, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL,
                NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static GBytes *
make_bytes (guint number)
{
  guint8 *bytes = g_malloc (BLOB_SIZE);

  memset (bytes, (int) (number % 251), BLOB_SIZE);
  memcpy (bytes, &number, sizeof number);
  return g_bytes_new_take (bytes, BLOB_SIZE);
}

static void
upload (World *world)
{
  g_autoptr (GBytes) bytes = make_bytes (world->uploaded->len + 1);
  char *digest = hopso_sha256_hex (bytes);
  g_autofree char *path = g_strconcat (BLOBS, digest, NULL);
  g_autoptr (HopsoTestReply) reply =
      hopso_test_caller_send (world->chair, "PUT", path, bytes, NULL);

  g_assert_cmpuint (reply->status, ==, 201);
  g_ptr_array_add (world->uploaded, digest);
}

static void
answer (World *world)
{
  static const char *const answers[] = { "accepted", "declined" };
  g_autoptr (HopsoTestReply) before = hopso_test_caller_get (world->delegate, PART);
  g_autofree char *body = g_strdup_printf ("{\"partstat\":\"%s\"}", answers[world->n_answers % 2]);
  g_autoptr (HopsoTestReply) reply =
      hopso_test_caller_patch (world->delegate, PART, body, hopso_test_reply_get (before, "etag"));

  g_assert_cmpuint (reply->status, ==, 200);
  world->n_answers = json_object_get_int_member (reply->json, "sequence");
}

static void
set_up (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  world->server = hopso_test_server_new ();
  world->delegate = hopso_test_caller_new (world->server, "daibieu");
  world->chair = hopso_test_caller_new (world->server, "chutri");
  world->folder = g_dir_make_tmp ("hopso-backup-XXXXXX", &error);
  g_assert_no_error (error);
  world->file = g_build_filename (world->folder, "backup.tar", NULL);
  world->target = g_build_filename (world->folder, "target", NULL);
  world->uploaded = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < BALLAST; i++)
    upload (world);
}

static void
tear_down (World *world, gconstpointer data)
{
  hopso_test_caller_free (world->delegate);
  hopso_test_caller_free (world->chair);
  hopso_test_server_free (world->server);
  hopso_test_folder_remove (world->folder);
  g_free (world->folder);
  g_free (world->file);
  g_free (world->target);
  g_ptr_array_unref (world->uploaded);
}

static GPid
begin_backup (World *world)
{
  const char *const argv[] = { g_getenv ("HOPSO_SERVER"),
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

static gpointer
count_whole_uploads (HopsoServerSession *session, gpointer data, GError **error)
{
  const World *world = data;
  guint n = 0;

  for (; n < world->uploaded->len; n++)
    {
      guint64 size;
      gboolean owns;

      g_assert_true (hopso_server_session_owns_blob (session, world->uploaded->pdata[n],
                                                     HOPSO_TEST_CHAIR, &size, &owns, error));
      if (!owns)
        break;
      g_assert_cmpuint (size, ==, BLOB_SIZE);
      g_assert_true (hopso_server_blob_check (world->target, world->uploaded->pdata[n], error));
    }
  return GUINT_TO_POINTER (n);
}

/* How many of the acknowledged changes the restored data do not have, of those before @n_uploads
 * and @n_answers; what came meanwhile may be in or not. */
static guint
count_lost (World *world, guint n_uploads, gint64 n_answers)
{
  HopsoServerJob job = { .func = count_whole_uploads, .data = world };
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoServerStore) store = hopso_server_store_open (world->target, clock, &error);

  g_assert_no_error (error);
  g_autoptr (HopsoRecord) part =
      hopso_test_server_get (store, HOPSO_KIND_PARTICIPANT, HOPSO_TEST_PART);
  gint64 kept_answers = hopso_participant_get_sequence (HOPSO_PARTICIPANT (part));
  guint kept_uploads = GPOINTER_TO_UINT (hopso_server_store_run (store, &job, &error));
  g_assert_no_error (error);
  g_assert_cmpint (kept_answers, <=, world->n_answers);
  return (guint) MAX (n_answers - kept_answers, 0) +
         (n_uploads > kept_uploads ? n_uploads - kept_uploads : 0);
}

/* Returns how many writes were acknowledged while the backup was written. */
static guint
back_up_under_load (World *world)
{
  GPid pid = begin_backup (world);
  guint n = 0;
  int status;

  while (waitpid (pid, &status, WNOHANG) == 0)
    {
      answer (world);
      upload (world);
      n += 2;
    }
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  return n;
}

static void
test_what_was_acknowledged_before_is_in_it (World *world, gconstpointer data)
{
  guint n_rounds = hopso_test_soak_rounds (2, 60);
  guint n_tried = 0;
  guint n_meanwhile = 0;
  guint n_lost = 0;

  for (guint round = 0; round < n_rounds; round++)
    {
      answer (world);
      guint n_uploads = world->uploaded->len;
      gint64 n_answers = world->n_answers;

      n_meanwhile += back_up_under_load (world);
      g_assert_cmpint (run ("check", world->file, NULL), ==, 0);
      g_assert_cmpint (run ("restore", world->file, world->target, NULL), ==, 0);
      g_autofree char *option = g_strconcat ("--data=", world->target, NULL);
      g_assert_cmpint (run ("check", option, NULL), ==, 0);
      n_tried += n_uploads + (guint) n_answers;
      n_lost += count_lost (world, n_uploads, n_answers);
      hopso_test_folder_remove (world->target);
      hopso_test_server_restart (world->server);
    }
  hopso_test_soak_report ("changes acknowledged before a backup under load", n_tried, n_lost);
  g_assert_cmpuint (n_lost, ==, 0);
  g_assert_cmpuint (n_meanwhile, >, 0);
}

static gboolean
exists (const World *world, const char *suffix)
{
  g_autofree char *path = g_strconcat (world->file, suffix, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Given up, it leaves the older backup and nothing else. */
static void
test_it_can_be_given_up (World *world, gconstpointer data)
{
  GPid pid;
  int status = 0;
  pid_t ended = 0;

  g_assert_true (g_file_set_contents (world->file, "older", -1, NULL));
  pid = begin_backup (world);
  while (!exists (world, ".part") && (ended = waitpid (pid, &status, WNOHANG)) == 0)
    g_thread_yield ();
  g_assert_cmpint (ended, ==, 0);
  kill (pid, SIGINT);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);

  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 3);
  g_assert_false (exists (world, ".part"));
  g_assert_false (exists (world, ".part.sqlite"));
  g_autofree char *content = NULL;
  g_assert_true (g_file_get_contents (world->file, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "older");
}

/* Killed, it leaves a part that nobody takes for a backup, and the next one takes its place. */
static void
test_a_kill_leaves_a_part (World *world, gconstpointer data)
{
  GPid pid = begin_backup (world);
  int status = 0;
  pid_t ended = 0;

  while (!exists (world, ".part") && (ended = waitpid (pid, &status, WNOHANG)) == 0)
    g_thread_yield ();
  g_assert_cmpint (ended, ==, 0);
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_false (exists (world, ""));
  g_assert_true (exists (world, ".part"));

  g_assert_cmpint (hopso_test_server_command (world->server, NULL, "backup", world->file, NULL), ==,
                   0);
  g_assert_false (exists (world, ".part"));
  g_assert_cmpint (run ("check", world->file, NULL), ==, 0);
}

static void
test_a_restored_server_serves (World *world, gconstpointer data)
{
  answer (world);
  gint64 n_answers = world->n_answers;
  g_assert_cmpint (hopso_test_server_command (world->server, NULL, "backup", world->file, NULL), ==,
                   0);
  answer (world);
  g_autoptr (HopsoTestReply) ahead = hopso_test_caller_get (world->delegate, "/v1/changes");
  g_autofree char *state = g_strdup (hopso_test_reply_get (ahead, "newState"));
  g_autofree char *since = g_strconcat ("/v1/changes?since=", state, NULL);
  hopso_test_server_stop (world->server);
  hopso_test_server_restore (world->server, world->file);
  hopso_test_server_start (world->server);

  /* Whoever was signed in is not any more. */
  g_autoptr (HopsoTestReply) refused = hopso_test_caller_get (world->delegate, PART);
  hopso_test_reply_assert_problem (refused, 401, "not-signed-in");
  g_autoptr (HopsoTestCaller) again = hopso_test_caller_new (world->server, "daibieu");
  g_autoptr (HopsoTestReply) part = hopso_test_caller_get (again, PART);
  g_assert_cmpint (json_object_get_int_member (part->json, "sequence"), ==, n_answers);

  /* States from before are gone, also when the restored server has come as far. */
  g_autoptr (HopsoTestReply) gone = hopso_test_caller_get (again, since);
  hopso_test_reply_assert_problem (gone, 410, "state-gone");
  hopso_test_caller_free (g_steal_pointer (&world->delegate));
  world->delegate = g_steal_pointer (&again);
  answer (world);
  answer (world);
  g_autoptr (HopsoTestReply) still_gone = hopso_test_caller_get (world->delegate, since);
  hopso_test_reply_assert_problem (still_gone, 410, "state-gone");
}

static void
test_a_check_finds_damage_in_a_backup (World *world, gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_cmpint (hopso_test_server_command (world->server, NULL, "backup", world->file, NULL), ==,
                   0);
  g_assert_true (g_file_get_contents (world->file, &bytes, &size, NULL));
  bytes[size / 2] ^= 1;
  g_assert_true (g_file_set_contents (world->file, bytes, (gssize) size, NULL));
  g_assert_cmpint (run ("check", world->file, NULL), ==, 1);
  g_assert_cmpint (run ("restore", world->file, world->target, NULL), ==, 3);
  g_assert_false (g_file_test (world->target, G_FILE_TEST_EXISTS));
  g_assert_cmpint (run ("check", "/nonexistent", NULL), ==, 3);
  g_assert_cmpint (run ("restore", world->file, NULL), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/server/backup/" name, World, NULL, set_up, func, tear_down)
  ADD ("what-was-acknowledged-before-is-in-it", test_what_was_acknowledged_before_is_in_it);
  ADD ("it-can-be-given-up", test_it_can_be_given_up);
  ADD ("a-kill-leaves-a-part", test_a_kill_leaves_a_part);
  ADD ("a-restored-server-serves", test_a_restored_server_serves);
  ADD ("a-check-finds-damage-in-a-backup", test_a_check_finds_damage_in_a_backup);
  return g_test_run ();
}
