/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the server forgets in time, and what it never does. */

#include "hopso-digest.h"
#include "hopso-paper.h"
#include "hopso-server-accounts.h"
#include "hopso-server-blobs.h"
#include "hopso-server-changes.h"
#include "hopso-server-prune.h"
#include "hopso-server-replies.h"
#include "hopso-server-sql.h"
#include "hopso-test-server.h"
#include "hopso-test-store.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#define DAY 86400

typedef struct
{
  HopsoTestStore *world; /* owned */
  HopsoServerStore *store;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->world = hopso_test_store_new ();
  f->store = f->world->store;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  hopso_test_store_free (f->world);
}

static gpointer
prune (HopsoServerSession *session, gpointer data, GError **error)
{
  return hopso_server_session_prune (session, error)
             ? hopso_server_session_list_blobs (session, error)
             : NULL;
}

/* As the server does once an hour, so many days later. */
static void
prune_after (Fixture *f, gint64 days)
{
  g_autoptr (GPtrArray) digests = NULL;
  g_autoptr (GError) error = NULL;

  hopso_clock_advance (f->world->clock, days * DAY);
  digests = hopso_test_store_run (f->store, prune, NULL);
  g_assert_true (hopso_server_files_prune (f->world->folder, digests,
                                           hopso_clock_now (f->world->clock), &error));
  g_assert_no_error (error);
}

typedef struct
{
  const char *sql;
  gint64 number;
} Question;

static gpointer
count_rows (HopsoServerSession *session, gpointer data, GError **error)
{
  Question *question = data;
  g_autoptr (HopsoServerQuery) query =
      hopso_server_sql_query (hopso_server_session_get_sql (session), error, question->sql, "");

  if (query != NULL && hopso_server_query_next (query, error))
    question->number = hopso_server_query_integer (query, 0);
  return NULL;
}

static gint64
count (Fixture *f, const char *sql)
{
  Question question = { sql, -1 };

  hopso_test_store_run (f->store, count_rows, &question);
  return question.number;
}

static gpointer
list_changes (HopsoServerSession *session, gpointer data, GError **error)
{
  return hopso_server_session_list_changes (session, HOPSO_TEST_DELEGATE, data, 1000, error);
}

static HopsoWireChanges *
ask (Fixture *f, const char *since, GError **error)
{
  HopsoServerJob job = { .func = list_changes, .data = (gpointer) since };

  return hopso_server_store_run (f->store, &job, error);
}

static void
test_tombstones_go_after_their_time (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoWireChanges) before = ask (f, NULL, NULL);
  g_autoptr (GError) error = NULL;

  prune_after (f, 0);
  hopso_test_server_delete (f->store, HOPSO_KIND_PAPER, HOPSO_TEST_PAPER);
  prune_after (f, 2);
  g_autoptr (HopsoWireChanges) after = ask (f, before->new_state, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (after->destroyed->len, ==, 1);

  prune_after (f, HOPSO_SERVER_TOMBSTONE_LIFE / DAY - 2);
  g_autoptr (HopsoWireChanges) late = ask (f, before->new_state, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (late->destroyed->len, ==, 1);

  prune_after (f, 3);
  g_assert_cmpint (count (f, "SELECT count (*) FROM object WHERE gone IS NOT NULL"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count (*) FROM member WHERE gone IS NOT NULL"), ==, 0);
  g_assert_null (ask (f, before->new_state, &error));
  g_assert_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_STATE_GONE);
  g_clear_error (&error);
  /* Who came after the deletion goes on; who begins anew sees what is there. */
  g_autoptr (HopsoWireChanges) on = ask (f, after->new_state, &error);
  g_assert_no_error (error);
  g_autoptr (HopsoWireChanges) anew = ask (f, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (anew->created->len, ==, before->created->len - 1);
}

/* A quiet year must not keep tombstones for ever. */
static void
test_a_quiet_time_counts (Fixture *f, gconstpointer data)
{
  hopso_test_server_delete (f->store, HOPSO_KIND_PAPER, HOPSO_TEST_PAPER);
  for (guint week = 0; week < 15; week++)
    prune_after (f, 7);
  g_assert_cmpint (count (f, "SELECT count (*) FROM object WHERE gone IS NOT NULL"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count (*) FROM mark"), <=, 2);
}

static gpointer
make_session (HopsoServerSession *session, gpointer data, GError **error)
{
  const HopsoServerAccount account = { .person = (char *) HOPSO_TEST_DELEGATE };
  g_autoptr (HopsoServerReply) reply = hopso_server_reply_new (200, "1", NULL);
  g_autoptr (HopsoServerGrant) grant =
      hopso_server_session_sign_in (session, &account, "máy thử", error);
  gboolean was_stolen;

  if (grant == NULL || !hopso_server_session_keep_reply (session, HOPSO_TEST_DELEGATE, "key",
                                                         "request", reply, error))
    return NULL;
  g_autoptr (HopsoServerGrant) next =
      hopso_server_session_refresh (session, grant->refresh, "key", &was_stolen, error);
  return next != NULL ? data : NULL;
}

static void
test_sessions_and_replies_go_after_their_time (Fixture *f, gconstpointer data)
{
  hopso_test_store_run (f->store, make_session, f);
  g_assert_cmpint (count (f, "SELECT count (*) FROM access_token"), ==, 2);
  prune_after (f, 1);
  g_assert_cmpint (count (f, "SELECT count (*) FROM access_token"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count (*) FROM refresh_token"), ==, 2);
  g_assert_cmpint (count (f, "SELECT count (*) FROM reply"), ==, 1);
  prune_after (f, 14);
  g_assert_cmpint (count (f, "SELECT count (*) FROM refresh_token"), ==, 1);
  prune_after (f, 46);
  g_assert_cmpint (count (f, "SELECT count (*) FROM reply"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count (*) FROM device"), ==, 1);
  prune_after (f, 30);
  g_assert_cmpint (count (f, "SELECT count (*) FROM device"), ==, 0);
}

static char *
import (Fixture *f, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = hopso_fd_new_sealed ("blob", text, strlen (text), &error);
  guint64 size;
  char *digest = hopso_server_blob_import (f->world->folder, fd, &size, &error);

  g_assert_no_error (error);
  return digest;
}

static char *
build_path (Fixture *f, const char *name)
{
  g_autofree char *shelf = g_strndup (name, 2);

  return g_build_filename (f->world->folder, "blobs", shelf, name, NULL);
}

static gboolean
has_blob (Fixture *f, const char *digest)
{
  g_autofree char *path = build_path (f, digest);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* The clock of the store stands still; that of the disk does not. */
static void
make_old (Fixture *f, const char *path, gint64 days)
{
  const struct utimbuf times = { 0, hopso_clock_now (f->world->clock) - days * DAY };

  g_assert_cmpint (utime (path, &times), ==, 0);
}

static gpointer
enter_blob (HopsoServerSession *session, gpointer data, GError **error)
{
  return hopso_server_session_add_blob (session, data, 5, HOPSO_TEST_DELEGATE, error) ? data : NULL;
}

static void
test_bytes_that_nothing_names_go (Fixture *f, gconstpointer data)
{
  gint64 n_kept = count (f, "SELECT count (*) FROM blob");
  g_autofree char *orphan = import (f, "left by a crash before it was entered");
  g_autofree char *orphan_path = build_path (f, orphan);
  g_autofree char *owned = import (f, "uploaded, and nothing was made of it");
  g_autofree char *owned_path = build_path (f, owned);
  g_autofree char *half = g_strdup_printf ("%s/blobs/%.2s/.%s.XYZ", f->world->folder, owned, owned);

  hopso_test_store_run (f->store, enter_blob, owned);
  g_assert_true (g_file_set_contents (half, "half", 4, NULL));
  make_old (f, half, 2);
  make_old (f, owned_path, 2);
  make_old (f, orphan_path, 0);
  prune_after (f, 0);
  g_assert_false (g_file_test (half, G_FILE_TEST_EXISTS));
  g_assert_true (has_blob (f, orphan));
  g_assert_true (has_blob (f, owned));

  prune_after (f, 2);
  g_assert_false (has_blob (f, orphan));
  g_assert_true (has_blob (f, owned));
  prune_after (f, 60);
  g_assert_false (has_blob (f, owned));
  g_assert_cmpint (count (f, "SELECT count (*) FROM blob"), ==, n_kept);
}

/* A blob that comes again is young again. */
static void
test_a_blob_that_comes_again_stays (Fixture *f, gconstpointer data)
{
  g_autofree char *digest = import (f, "comes twice");
  g_autofree char *path = build_path (f, digest);
  g_autofree char *again = NULL;
  GStatBuf status;

  make_old (f, path, 1000);
  again = import (f, "comes twice");
  g_assert_cmpstr (again, ==, digest);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mtime, >, hopso_clock_now (f->world->clock) - DAY);
}

/* The bytes of a recalled paper go with its tombstone; those of papers that are there never. */
static void
test_bytes_of_a_recalled_paper_go_with_its_tombstone (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoRecord) paper =
      hopso_test_server_get (f->store, HOPSO_KIND_PAPER, HOPSO_TEST_PAPER);
  g_autoptr (HopsoRecord) other =
      hopso_test_server_get (f->store, HOPSO_KIND_PAPER, HOPSO_TEST_LONG_PAPER);
  const char *digest = hopso_paper_get_digest (HOPSO_PAPER (paper));
  g_autofree char *path = build_path (f, digest);

  make_old (f, path, 2);
  hopso_test_server_delete (f->store, HOPSO_KIND_PAPER, HOPSO_TEST_PAPER);
  prune_after (f, 1);
  prune_after (f, 80);
  g_assert_true (has_blob (f, digest));
  prune_after (f, 12);
  g_assert_false (has_blob (f, digest));
  g_assert_true (has_blob (f, hopso_paper_get_digest (HOPSO_PAPER (other))));
}

static void
test_nothing_goes_while_blobs_are_copied (Fixture *f, gconstpointer data)
{
  g_autofree char *digest = import (f, "orphan");
  g_autofree char *path = build_path (f, digest);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) copying = hopso_server_blobs_lock (f->world->folder, FALSE, &error);

  g_assert_no_error (error);
  make_old (f, path, 1000);
  g_assert_false (
      hopso_server_files_prune (f->world->folder, none, hopso_clock_now (f->world->clock), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
  g_assert_true (has_blob (f, digest));
}

#define ADD(name, func) \
  g_test_add ("/server-store/prune/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("tombstones-go-after-their-time", test_tombstones_go_after_their_time);
  ADD ("a-quiet-time-counts", test_a_quiet_time_counts);
  ADD ("sessions-and-replies-go-after-their-time", test_sessions_and_replies_go_after_their_time);
  ADD ("bytes-that-nothing-names-go", test_bytes_that_nothing_names_go);
  ADD ("a-blob-that-comes-again-stays", test_a_blob_that_comes_again_stays);
  ADD ("bytes-of-a-recalled-paper-go-with-its-tombstone",
       test_bytes_of_a_recalled_paper_go_with_its_tombstone);
  ADD ("nothing-goes-while-blobs-are-copied", test_nothing_goes_while_blobs_are_copied);
  return g_test_run ();
}
