/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes that share a flush, and how the database finds what is asked for all day. */

#include "hopso-participant.h"
#include "hopso-server-accounts.h"
#include "hopso-server-audit.h"
#include "hopso-server-changes.h"
#include "hopso-server-replies.h"
#include "hopso-server-sight.h"
#include "hopso-test-server.h"
#include "hopso-test-store.h"

#include <string.h>

#define N_WRITES 200u

typedef struct
{
  HopsoTestStore *world; /* owned */
  HopsoServerStore *store;
  guint n_done;
  guint n_failed;
  guint n_told;
  char *told; /* owned, nullable */
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

/* Answers an invitation; every seventh time it fails after that. */
static gpointer
answer (HopsoServerSession *session, gpointer data, GError **error)
{
  const guint number = GPOINTER_TO_UINT (data);
  g_autofree char *name = g_strdup_printf ("write-%u", number);
  g_autoptr (HopsoRecord) old =
      hopso_server_session_get (session, HOPSO_KIND_PARTICIPANT, HOPSO_TEST_PART, error);
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (old);

  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_REASON, name);
  g_autoptr (HopsoRecord) wanted = hopso_record_builder_end (builder);
  g_autoptr (HopsoRecord) written = hopso_server_session_put (session, wanted, error);
  g_assert_nonnull (written);
  g_assert_true (hopso_server_session_set_setting (session, name, "done", error));
  if (number % 7 != 0)
    return g_strdup (hopso_record_get_etag (written));
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the seventh");
  return NULL;
}

typedef struct
{
  Fixture *f;
  guint number;
} Wait;

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Wait *wait = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *etag = hopso_server_store_run_finish (wait->f->store, result, &error);

  g_assert_cmpint (etag == NULL, ==, wait->number % 7 == 0);
  if (etag == NULL)
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
      wait->f->n_failed++;
    }
  wait->f->n_done++;
}

static void
committed_cb (HopsoServerStore *store, const char *state, GHashTable *audience, gpointer user_data)
{
  Fixture *f = user_data;

  g_assert_true (audience == NULL || g_hash_table_contains (audience, HOPSO_TEST_DELEGATE));
  f->n_told++;
  g_free (f->told);
  f->told = g_strdup (state);
}

static gpointer
dup_state (HopsoServerSession *session, gpointer data, GError **error)
{
  return hopso_server_session_dup_state (session, error);
}

static gpointer
count_settings (HopsoServerSession *session, gpointer data, GError **error)
{
  guint *n = data;

  for (guint i = 1; i <= N_WRITES; i++)
    {
      g_autofree char *name = g_strdup_printf ("write-%u", i);
      g_autofree char *value = hopso_server_session_dup_setting (session, name, NULL);

      *n += value != NULL;
      g_assert_cmpint (value == NULL, ==, i % 7 == 0);
    }
  return data;
}

static void
test_a_failing_write_takes_no_other_with_it (Fixture *f, gconstpointer data)
{
  guint n = 0;

  g_signal_connect (f->store, "committed", G_CALLBACK (committed_cb), f);
  for (guint i = 1; i <= N_WRITES; i++)
    {
      const HopsoServerJob job = {
        .func = answer, .data = GUINT_TO_POINTER (i), .result_free = g_free, .is_write = TRUE
      };
      Wait *wait = g_new0 (Wait, 1);

      wait->f = f;
      wait->number = i;
      hopso_server_store_run_async (f->store, &job, NULL, answered_cb, wait);
    }
  while (f->n_done < N_WRITES)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (f->n_failed, ==, N_WRITES / 7);
  /* Not each for itself, but to the last. */
  g_assert_cmpuint (f->n_told, >=, 1);
  g_assert_cmpuint (f->n_told, <=, N_WRITES - N_WRITES / 7);
  g_autofree char *state = hopso_test_store_run (f->store, dup_state, NULL);
  g_assert_cmpstr (f->told, ==, state);
  g_free (f->told);
  hopso_test_store_run (f->store, count_settings, &n);
  g_assert_cmpuint (n, ==, N_WRITES - N_WRITES / 7);
}

static void
assert_no_error_then_free (gpointer thing, GDestroyNotify thing_free, const GError *error)
{
  g_assert_no_error (error);
  if (thing != NULL)
    thing_free (thing);
}

/* What a day is made of, with a commit of somebody else in between. */
static gpointer
live_a_day (HopsoServerSession *session, gpointer data, GError **error)
{
  const HopsoServerActor actor = { HOPSO_TEST_DELEGATE, NULL };
  const HopsoServerAccount account = { .person = (char *) HOPSO_TEST_DELEGATE };
  g_autoptr (HopsoServerReply) reply = NULL;
  HopsoServerStanding standing;
  gboolean is_it;
  g_autoptr (HopsoServerGrant) grant =
      hopso_server_session_sign_in (session, &account, "laptop", error);
  g_autofree char *etag = answer (session, GUINT_TO_POINTER (1), error);

  assert_no_error_then_free (hopso_server_session_find_caller (session, grant->access, error),
                             (GDestroyNotify) hopso_server_caller_free, *error);
  assert_no_error_then_free (
      hopso_server_session_list_changes (session, HOPSO_TEST_DELEGATE, data, 500, error),
      (GDestroyNotify) hopso_wire_changes_free, *error);
  g_assert_true (
      hopso_server_session_may_see (session, HOPSO_TEST_DELEGATE, HOPSO_TEST_PAPER, &is_it, error));
  g_assert_true (hopso_server_session_may_read_blob (session, HOPSO_TEST_DELEGATE,
                                                     "0123456789abcdef", &is_it, error));
  g_assert_true (
      hopso_server_session_has_role (session, HOPSO_TEST_DELEGATE, "admin", &is_it, error));
  g_assert_true (hopso_server_session_get_standing (session, HOPSO_TEST_DELEGATE,
                                                    HOPSO_TEST_MEETING, &standing, error));
  g_assert_true (hopso_server_session_find_reply (session, HOPSO_TEST_DELEGATE, "key", "request",
                                                  &reply, error));
  g_assert_true (hopso_server_session_audit (session, &actor, "change", NULL, NULL, error));
  return data;
}

static gpointer
list_steps (HopsoServerSession *session, gpointer data, GError **error)
{
  return hopso_server_sql_list_steps (hopso_server_session_get_sql (session), error);
}

/* What is made for the statement itself, one row, or asked for once in a long time. */
static gboolean
is_harmless (const char *step)
{
  static const char *const harmless[] = {
    "SCAN CONSTANT ROW",
    "SCAN (subquery",
    "SCAN audit: SELECT hash FROM audit ORDER BY number DESC LIMIT 1",
    "SCAN dark:",
    "SCAN lit:",
    "SCAN person USING COVERING INDEX person_organization: INSERT OR IGNORE INTO temp.viewer",
    "SCAN person: INSERT OR IGNORE INTO temp.viewer",
    "SCAN pragma_table_info",
    "SCAN touched:",
    "SCAN temp.viewer",
    "SCAN w:",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (harmless); i++)
    if (g_str_has_prefix (step, harmless[i]))
      return TRUE;
  return !g_str_has_prefix (step, "SCAN ");
}

/* A table that grows must be looked into by an index, or thousands of clients stand in a queue. */
static void
test_nothing_of_every_day_looks_at_all_rows (Fixture *f, gconstpointer data)
{
  g_autofree char *state = hopso_test_store_run (f->store, dup_state, NULL);
  gboolean finds_what_went = FALSE;
  guint n_whole_scopes = 0;

  hopso_test_store_run (f->store, live_a_day, state);
  g_autoptr (GPtrArray) steps = hopso_test_store_run (f->store, list_steps, NULL);
  for (guint i = 0; i < steps->len; i++)
    {
      const char *step = steps->pdata[i];

      if (!is_harmless (step))
        g_error ("%s", step);
      /* By when it went, not by asking each of the thousands of things that a person sees. */
      if (strstr (step, "dark AS") == NULL)
        continue;
      finds_what_went = finds_what_went || strstr (step, "INDEX member_gone ") != NULL;
      n_whole_scopes += g_str_has_prefix (step, "SEARCH m USING PRIMARY KEY (scope=?):");
    }
  /* Only of a scope that somebody does not see any more. */
  g_assert_cmpuint (n_whole_scopes, ==, 1);
  g_assert_true (finds_what_went);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/server-store/run/a-failing-write-takes-no-other-with-it", Fixture, NULL, set_up,
              test_a_failing_write_takes_no_other_with_it, tear_down);
  g_test_add ("/server-store/run/nothing-of-every-day-looks-at-all-rows", Fixture, NULL, set_up,
              test_nothing_of_every_day_looks_at_all_rows, tear_down);
  return g_test_run ();
}
