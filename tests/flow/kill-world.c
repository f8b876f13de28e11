/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The small world with enough in it that each kill finds something that was not touched yet, and
 * what is asked of the server's data afterwards. */

#include "kill-world.h"

#include "hopso-flow.h"
#include "hopso-meeting.h"
#include "hopso-server-blobs.h"
#include "hopso-server-sql.h"
#include "hopso-sign-chain.h"
#include "hopso-sign-request.h"
#include "hopso-sign-step.h"

#define START      4000000000
#define LARGE_SIZE 3000000

char *
kill_world_id (KillWorldThing thing, guint number)
{
  return g_strdup_printf ("00000000-0000-4000-9%03x-%012u", (guint) thing, number);
}

static HopsoRecord *
make_meeting (const char *id)
{
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_MEETING, id);

  hopso_record_builder_set_string (b, HOPSO_MEETING_NAME, "Họp");
  hopso_record_builder_set_string (b, HOPSO_MEETING_STATE, "published");
  hopso_record_builder_set_time (b, HOPSO_MEETING_START, START);
  hopso_record_builder_set_string (b, HOPSO_MEETING_ORGANIZATION, HOPSO_TEST_AGENCY);
  return hopso_record_builder_end (b);
}

static HopsoRecord *
make_part (guint number, const char *meeting)
{
  g_autofree char *id = kill_world_id (KILL_WORLD_PART, number);
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_PARTICIPANT, id);

  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_MEETING, meeting);
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_PERSON, HOPSO_TEST_DELEGATE);
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_ROLE, "delegate");
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_PARTSTAT, "needs-action");
  return hopso_record_builder_end (b);
}

static HopsoRecord *
make_request (guint number, const char *paper)
{
  g_autofree char *id = kill_world_id (KILL_WORLD_REQUEST, number);
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_SIGN_REQUEST, id);

  hopso_record_builder_set_string (b, HOPSO_SIGN_REQUEST_PAPER, paper);
  hopso_record_builder_set_string (b, HOPSO_SIGN_REQUEST_SIGNER, HOPSO_TEST_DELEGATE);
  hopso_record_builder_set_string (b, HOPSO_SIGN_REQUEST_REQUESTER, HOPSO_TEST_CLERK);
  hopso_record_builder_set_string (b, HOPSO_SIGN_REQUEST_STATE, "waiting");
  return hopso_record_builder_end (b);
}

/* A blob that no other paper has, and the paper's record. */
static HopsoRecord *
make_paper (const char *folder, const char *id, const char *meeting, guint version, gsize size)
{
  g_autoptr (GString) bytes = g_string_new ("%PDF-1.7 ");
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_PAPER, id);
  g_autoptr (GError) error = NULL;
  guint64 stored;

  g_string_append_printf (bytes, "%s %u", id, version);
  while (bytes->len < size)
    g_string_append_printf (bytes, " %" G_GSIZE_FORMAT, bytes->len);
  g_auto (HopsoFd) fd = hopso_fd_new_sealed ("paper", bytes->str, bytes->len, &error);
  g_autofree char *digest = hopso_server_blob_import (folder, fd, &stored, &error);
  g_assert_no_error (error);
  hopso_record_builder_set_string (b, HOPSO_PAPER_MEETING, meeting);
  hopso_record_builder_set_string (b, HOPSO_PAPER_NAME, "Tờ trình");
  hopso_record_builder_set_string (b, HOPSO_PAPER_FILE_NAME, "to-trinh.pdf");
  hopso_record_builder_set_string (b, HOPSO_PAPER_DIGEST, digest);
  hopso_record_builder_set_integer (b, HOPSO_PAPER_SIZE, (gint64) stored);
  hopso_record_builder_set_integer (b, HOPSO_PAPER_VERSION, version);
  return hopso_record_builder_end (b);
}

static void
put (HopsoServerSession *session, HopsoRecord *record)
{
  g_autoptr (HopsoRecord) owned = record;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoRecord) written = hopso_server_session_put (session, owned, &error);

  g_assert_no_error (error);
  if (!HOPSO_IS_PAPER (written))
    return;
  hopso_server_session_add_blob (session, hopso_paper_get_digest (HOPSO_PAPER (written)),
                                 (guint64) hopso_paper_get_size (HOPSO_PAPER (written)), NULL,
                                 &error);
  g_assert_no_error (error);
  hopso_server_session_add_version (session, written, NULL, &error);
  g_assert_no_error (error);
}

/* Of one step, as if the clerk had submitted it. */
static void
put_chain (HopsoServerSession *session, guint number, const char *paper)
{
  g_autofree char *id = kill_world_id (KILL_WORLD_CHAIN, number);
  g_autofree char *step_id = kill_world_id (KILL_WORLD_STEP, number);
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_SIGN_REQUEST, id);
  g_autoptr (HopsoRecordBuilder) s = hopso_record_builder_new (HOPSO_KIND_SIGN_STEP, step_id);
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (HopsoRecord) request = NULL;
  g_autoptr (GPtrArray) begun = NULL;

  hopso_record_builder_set_string (b, HOPSO_SIGN_REQUEST_PAPER, paper);
  hopso_record_builder_set_string (b, HOPSO_SIGN_REQUEST_REQUESTER, HOPSO_TEST_CLERK);
  hopso_record_builder_set_string (b, HOPSO_SIGN_REQUEST_MODE, HOPSO_SIGN_REQUEST_ORDERED);
  hopso_record_builder_set_string (s, HOPSO_SIGN_STEP_SIGNER, HOPSO_TEST_DELEGATE);
  hopso_record_builder_set_string (s, HOPSO_SIGN_STEP_ACTION, "approve");
  request = hopso_record_builder_end (b);
  g_ptr_array_add (steps, hopso_record_builder_end (s));
  begun = hopso_sign_chain_begin (request, steps);
  for (guint i = 0; i < begun->len; i++)
    put (session, g_object_ref (begun->pdata[i]));
}

typedef struct
{
  const char *folder;
  guint number;
} Filling;

static gpointer
fill (HopsoServerSession *session, gpointer data, GError **error)
{
  const Filling *filling = data;

  for (guint i = 0; i < filling->number; i++)
    {
      g_autofree char *meeting = kill_world_id (KILL_WORLD_MEETING, i);
      g_autofree char *paper = kill_world_id (KILL_WORLD_PAPER, i);
      g_autofree char *draft = kill_world_id (KILL_WORLD_DRAFT, i);

      put (session, make_meeting (meeting));
      put (session, make_part (i, meeting));
      put (session, make_paper (filling->folder, paper, NULL, 1, 20000));
      put (session, make_request (i, paper));
      put (session, make_paper (filling->folder, draft, NULL, 1, 2000));
      put_chain (session, i, draft);
    }
  put (session, make_meeting (KILL_WORLD_PAPERS));
  put (session, make_part (G_MAXINT32, KILL_WORLD_PAPERS));
  return data;
}

static gpointer
renew (HopsoServerSession *session, gpointer data, GError **error)
{
  const Filling *filling = data;

  for (guint i = 0; i < KILL_WORLD_N_PAPERS; i++)
    {
      g_autofree char *id = kill_world_id (KILL_WORLD_LARGE_PAPER, i);

      put (session,
           make_paper (filling->folder, id, KILL_WORLD_PAPERS, filling->number, LARGE_SIZE));
    }
  return data;
}

static void
write_data (HopsoTestServer *server, HopsoServerFunc func, guint number)
{
  g_autoptr (HopsoServerStore) store = hopso_flow_open_data (server);
  Filling filling = { hopso_server_store_get_folder (store), number };
  const HopsoServerJob job = { .func = func, .data = &filling, .is_write = TRUE };
  g_autoptr (GError) error = NULL;

  hopso_server_store_run (store, &job, &error);
  g_assert_no_error (error);
  hopso_server_store_close (store);
}

HopsoTestServer *
kill_world_new (guint n_things)
{
  HopsoTestServer *server = hopso_test_server_new ();

  write_data (server, fill, n_things);
  write_data (server, renew, 1);
  return server;
}

void
kill_world_rename_meeting (HopsoTestServer *server, const char *id, const char *name)
{
  g_autoptr (HopsoServerStore) store = hopso_flow_open_data (server);

  hopso_test_server_set (store, HOPSO_KIND_MEETING, id, HOPSO_MEETING_NAME, name);
  hopso_server_store_close (store);
}

void
kill_world_renew_papers (HopsoTestServer *server, guint round)
{
  write_data (server, renew, round + 2);
}

gint64
kill_world_count (HopsoTestServer *server, const char *sql)
{
  g_autofree char *path =
      g_build_filename (hopso_test_server_get_data (server), "hopso.sqlite", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoServerSql) connection = hopso_server_sql_open (path, TRUE, &error);
  g_assert_no_error (error);
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (connection, &error, sql, "");
  g_assert_no_error (error);
  g_assert_true (hopso_server_query_next (query, &error));
  return hopso_server_query_integer (query, 0);
}

gint64
kill_world_count_audited (HopsoTestServer *server, const char *action, const char *object)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT count (*) FROM audit WHERE action = '%s' AND object = '%s'", action, object);

  return kill_world_count (server, sql);
}

void
kill_world_assert_sound (HopsoTestServer *server)
{
  g_assert_cmpint (hopso_test_server_command (server, NULL, "check", NULL), ==, 0);
  g_assert_cmpint (kill_world_count (server, "SELECT count (*) FROM pragma_foreign_key_check"), ==,
                   0);
}
