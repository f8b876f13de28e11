/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The server killed by SIGKILL at random instants of what it is asked: what it acknowledged is
 * there after the next start, what is asked again with the same key is done once, and database,
 * blobs and audit log are whole. Somebody asks on a thread of their own; the instants are drawn
 * over the measured length of each operation. */

#include "hopso-digest.h"
#include "hopso-test-call.h"
#include "hopso-test-soak.h"
#include "kill-world.h"

#include <string.h>

#define PART_SIZE 300000
#define N_PARTS   3

typedef struct
{
  HopsoTestServer *server;
  HopsoTestCaller *caller; /* owned: the delegate */
  GAsyncQueue *begun;      /* owned: who asks says so */
  guint round;
  char *key;      /* owned: of this round */
  char *refresh;  /* owned: what renews the session in this round */
  GBytes *answer; /* owned, nullable: the first answer of this round */
} World;

/* Asks; FALSE when no answer came. What came is what any earlier answer was. */
typedef gboolean (*Ask) (World *world);

typedef struct
{
  const char *name;
  Ask ask;
  void (*check) (World *world);
  guint n_undone;     /* killed before it was done */
  guint n_unanswered; /* between that and the answer */
  guint n_answered;
  gint64 typical_us;
} Operation;

/* A repeated answer must be the same, byte by byte. */
static gboolean
take_answer (World *world, HopsoTestReply *taken, guint status)
{
  g_autoptr (HopsoTestReply) reply = taken;

  if (reply == NULL)
    return FALSE;
  g_assert_cmpuint (reply->status, ==, status);
  if (world->answer != NULL)
    g_assert_true (g_bytes_equal (world->answer, reply->body));
  else
    world->answer = g_bytes_ref (reply->body);
  return TRUE;
}

/* --- a change -------------------------------------------------------------------------------- */

static gint64
get_sequence (World *world, const char *id)
{
  g_autofree char *sql = g_strdup_printf ("SELECT changed FROM object WHERE id = '%s'", id);

  return kill_world_count (world->server, sql);
}

/* Everything of the kill world was made in one commit. */
static gboolean
ask_change (World *world)
{
  static const char body[] = "{\"partstat\":\"accepted\"}";
  g_autofree char *other = kill_world_id (KILL_WORLD_REQUEST, world->round);
  g_autofree char *id = kill_world_id (KILL_WORLD_PART, world->round);
  g_autofree char *path = g_strconcat ("/v1/participants/", id, NULL);
  g_autofree char *etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", get_sequence (world, other));
  g_autoptr (GBytes) bytes = g_bytes_new_static (body, strlen (body));

  g_async_queue_push (world->begun, world);
  return take_answer (world,
                      hopso_test_caller_try (world->caller, "PATCH", path, bytes, "Idempotency-Key",
                                             world->key, "If-Match", etag, NULL),
                      200);
}

static void
check_change (World *world)
{
  g_autofree char *id = kill_world_id (KILL_WORLD_PART, world->round);
  g_autofree char *sql = g_strdup_printf (
      "SELECT count (*) FROM participant WHERE id = '%s' AND partstat = 'accepted'", id);

  g_assert_cmpint (kill_world_count_audited (world->server, "change", id), ==, 1);
  g_assert_cmpint (kill_world_count (world->server, sql), ==, 1);
}

/* --- an upload ------------------------------------------------------------------------------- */

static GBytes *
make_bytes (guint round)
{
  guint32 *words = g_new (guint32, N_PARTS * PART_SIZE / 4);

  for (guint i = 0; i < N_PARTS * PART_SIZE / 4; i++)
    words[i] = (i + 1) * 2654435761u + round;
  return g_bytes_new_take (words, N_PARTS * PART_SIZE);
}

static HopsoTestReply *
put_part (World *world, GBytes *whole, gsize offset, gsize size)
{
  g_autofree char *digest = hopso_sha256_hex (whole);
  g_autofree char *path = g_strconcat ("/v1/blobs/sha256/", digest, NULL);
  g_autoptr (GBytes) part = g_bytes_new_from_bytes (whole, offset, size);
  g_autofree char *range =
      size == 0 ? g_strdup_printf ("bytes */%d", N_PARTS * PART_SIZE)
                : g_strdup_printf ("bytes %" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT "/%d", offset,
                                   offset + size - 1, N_PARTS * PART_SIZE);

  return hopso_test_caller_try (world->caller, "PUT", path, part, "Content-Range", range, NULL);
}

/* Asks how much has arrived, and goes on there. */
static gboolean
ask_upload (World *world)
{
  g_autoptr (GBytes) whole = make_bytes (world->round);
  gsize size = 0;

  g_async_queue_push (world->begun, world);
  for (gsize offset = 0;;)
    {
      g_autoptr (HopsoTestReply) reply = put_part (world, whole, offset, size);

      if (reply == NULL)
        return FALSE;
      if (reply->status == 201)
        return TRUE;
      g_assert_cmpuint (reply->status, ==, 202);
      offset = (gsize) g_ascii_strtoull (
          soup_message_headers_get_one (reply->headers, "Upload-Offset"), NULL, 10);
      size = MIN (PART_SIZE, N_PARTS * PART_SIZE - offset);
    }
}

static void
check_upload (World *world)
{
  g_autoptr (GBytes) whole = make_bytes (world->round);
  g_autofree char *digest = hopso_sha256_hex (whole);
  g_autofree char *path = g_strconcat ("/v1/blobs/sha256/", digest, NULL);
  g_autoptr (HopsoTestReply) back = hopso_test_caller_get (world->caller, path);

  g_assert_cmpuint (back->status, ==, 200);
  g_assert_true (g_bytes_equal (back->body, whole));
}

/* --- sessions -------------------------------------------------------------------------------- */

static gboolean
ask_sign_in (World *world)
{
  static const char body[] =
      "{\"login\":\"chutri\",\"password\":\"" HOPSO_TEST_PASSWORD "\",\"device\":\"máy thử\"}";
  g_autoptr (GBytes) bytes = g_bytes_new_static (body, strlen (body));

  g_async_queue_push (world->begun, world);
  g_autoptr (HopsoTestReply) reply =
      hopso_test_caller_try (world->caller, "POST", "/v1/session", bytes, NULL);
  if (reply == NULL)
    return FALSE;
  g_assert_cmpuint (reply->status, ==, 200);
  /* Each sign-in is a new device: the last answer counts. */
  g_clear_pointer (&world->answer, g_bytes_unref);
  world->answer = g_bytes_ref (reply->body);
  return TRUE;
}

/* What the answer of a sign-in or a renewal gave must be good. */
static char *
dup_token (World *world, const char *name)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  gsize size;
  const char *text = g_bytes_get_data (world->answer, &size);

  g_assert_true (json_parser_load_from_data (parser, text, (gssize) size, NULL));
  return g_strdup (
      json_object_get_string_member (json_node_get_object (json_parser_get_root (parser)), name));
}

static void
check_session (World *world)
{
  g_autofree char *token = dup_token (world, "access");
  g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);
  g_autofree char *mine = g_steal_pointer (&world->caller->access);
  g_autoptr (HopsoTestReply) reply = hopso_test_caller_send (
      world->caller, "GET", "/v1/changes?limit=1", NULL, "Authorization", bearer, NULL);

  world->caller->access = g_steal_pointer (&mine);
  g_assert_cmpuint (reply->status, ==, 200);
}

static gboolean
ask_renewal (World *world)
{
  g_autofree char *body = g_strdup_printf ("{\"refresh\":\"%s\"}", world->refresh);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  g_async_queue_push (world->begun, world);
  return take_answer (world,
                      hopso_test_caller_try (world->caller, "POST", "/v1/session/refresh", bytes,
                                             "Idempotency-Key", world->key, NULL),
                      200);
}

/* The next renewal goes on from this one. */
static void
check_renewal (World *world)
{
  check_session (world);
  g_free (world->caller->access);
  g_free (world->caller->refresh);
  world->caller->access = dup_token (world, "access");
  world->caller->refresh = dup_token (world, "refresh");
}

/* --- killing --------------------------------------------------------------------------------- */

static gpointer
ask_on_thread (gpointer data)
{
  Operation *operation = ((gpointer *) data)[0];
  World *world = ((gpointer *) data)[1];

  return GINT_TO_POINTER (operation->ask (world));
}

static void
begin_round (World *world, guint round)
{
  world->round = round;
  g_free (world->key);
  world->key = g_uuid_string_random ();
  g_free (world->refresh);
  world->refresh = g_strdup (world->caller->refresh);
  g_clear_pointer (&world->answer, g_bytes_unref);
}

static void
measure (World *world, Operation *operation)
{
  begin_round (world, 0);
  gint64 start = g_get_monotonic_time ();
  g_assert_true (operation->ask (world));
  operation->typical_us = g_get_monotonic_time () - start;
  g_async_queue_pop (world->begun);
  operation->check (world);
}

/* Each operation makes it grow by one. */
static gint64
count_done (World *world)
{
  return kill_world_count (world->server,
                           "SELECT (SELECT count (*) FROM audit) +"
                           " (SELECT count (*) FROM refresh_token WHERE spent IS NOT NULL)");
}

static void
kill_once (World *world, Operation *operation, guint round, GRand *chances)
{
  gpointer data[] = { operation, world };
  gint64 n_done = count_done (world);

  begin_round (world, round);
  GThread *thread = g_thread_new ("ask", ask_on_thread, data);
  g_async_queue_pop (world->begun);
  g_usleep ((gulong) (g_rand_double (chances) * 1.1 * (double) operation->typical_us));
  hopso_test_server_kill (world->server);
  if (GPOINTER_TO_INT (g_thread_join (thread)))
    operation->n_answered++;
  else if (count_done (world) > n_done)
    operation->n_unanswered++;
  else
    operation->n_undone++;
  kill_world_assert_sound (world->server);

  hopso_test_server_start (world->server);
  if (world->answer != NULL)
    operation->check (world);
  g_assert_true (operation->ask (world));
  g_async_queue_pop (world->begun);
  operation->check (world);
}

static void
report (const Operation *operation, guint n_rounds)
{
  g_autofree char *what = g_strdup_printf ("server killed: %s", operation->name);

  g_test_message ("%s takes %d ms; kills: %u before it was done, %u before the answer, %u after it",
                  operation->name, (int) (operation->typical_us / 1000), operation->n_undone,
                  operation->n_unanswered, operation->n_answered);
  hopso_test_soak_report (what, n_rounds, 0);
}

static void
test_a_killed_server_keeps_its_word (void)
{
  const guint n_rounds = hopso_test_soak_rounds (3, 50);
  g_autoptr (GRand) chances = g_rand_new_with_seed (hopso_test_soak_seed ());
  g_autoptr (HopsoTestServer) server = kill_world_new (n_rounds + 1);
  World world = { .server = server, .begun = g_async_queue_new () };
  Operation operations[] = {
    { "change", ask_change, check_change },
    { "upload", ask_upload, check_upload },
    { "sign-in", ask_sign_in, check_session },
    { "renewal of a session", ask_renewal, check_renewal },
  };

  world.caller = hopso_test_caller_new (server, "daibieu");
  /* That is what is tried here. */
  world.caller->renew_at = G_MAXINT64;
  for (guint o = 0; o < G_N_ELEMENTS (operations); o++)
    measure (&world, &operations[o]);
  for (guint round = 1; round <= n_rounds; round++)
    for (guint o = 0; o < G_N_ELEMENTS (operations); o++)
      kill_once (&world, &operations[o], round, chances);
  for (guint o = 0; o < G_N_ELEMENTS (operations); o++)
    report (&operations[o], n_rounds);
  hopso_test_caller_free (world.caller);
  g_async_queue_unref (world.begun);
  g_clear_pointer (&world.answer, g_bytes_unref);
  g_free (world.key);
  g_free (world.refresh);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flow/kills/a-killed-server-keeps-its-word",
                   test_a_killed_server_keeps_its_word);
  return g_test_run ();
}
