/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Jobs in a transaction. Those that wait for the disk together share one: each in a savepoint of
 * its own, undone alone when it fails, and all durable at once by one flush. Whether one ran alone
 * or beside others cannot be told from what it did; but what happened is told once for all of
 * them, by the first that has something to tell. The store's threads. */

#include "hopso-server-run-private.h"

#include "hopso-server-changes.h"
#include "hopso-server-session-private.h"

/**
 * hopso_server_run_new:
 *
 * Returns: (transfer full): a run that has not begun
 */
HopsoServerRun *
hopso_server_run_new (const HopsoServerJob *job)
{
  HopsoServerRun *self = g_new0 (HopsoServerRun, 1);

  self->job = *job;
  return self;
}

/**
 * hopso_server_run_free:
 * @self: (transfer full): a run whose result was taken
 */
void
hopso_server_run_free (HopsoServerRun *self)
{
  if (self->job.data_free != NULL)
    self->job.data_free (self->job.data);
  g_clear_pointer (&self->audience, g_hash_table_unref);
  g_clear_pointer (&self->scopes, g_hash_table_unref);
  g_clear_pointer (&self->ended, g_hash_table_unref);
  g_clear_error (&self->error);
  g_free (self->state);
  g_free (self);
}

/* What it did is undone: nobody hears of it. */
static void
undo (HopsoServerRun *self, const GError *reason)
{
  if (self->result != NULL && self->job.result_free != NULL)
    self->job.result_free (self->result);
  self->result = NULL;
  self->sequence = 0;
  g_clear_pointer (&self->state, g_free);
  g_clear_pointer (&self->audience, g_hash_table_unref);
  g_clear_pointer (&self->scopes, g_hash_table_unref);
  g_clear_pointer (&self->ended, g_hash_table_unref);
  if (self->error == NULL)
    self->error = g_error_copy (reason);
}

/* Everything between the beginning and the end of the transaction. */
static gboolean
work (HopsoServerRun *self, HopsoServerSession *session)
{
  self->result = self->job.func (session, self->job.data, &self->error);
  if (self->error == NULL && self->job.is_write)
    hopso_server_session_refresh_sight (session, &self->error);
  if (self->error == NULL && session->sequence > 0)
    self->state = hopso_server_session_dup_state (session, &self->error);
  return self->error == NULL;
}

static gboolean
run_one (HopsoServerRun *self, HopsoServerSql *sql, gint64 now)
{
  HopsoServerSession session;

  hopso_server_session_init (&session, sql, now);
  const gboolean is_done = work (self, &session);
  if (!is_done)
    undo (self, self->error);
  if (self->state != NULL)
    {
      self->sequence = session.sequence;
      self->audience = g_steal_pointer (&session.audience);
      self->scopes = g_steal_pointer (&session.told_scopes);
    }
  if (is_done && g_hash_table_size (session.ended) > 0)
    self->ended = g_steal_pointer (&session.ended);
  self->is_for_everybody = session.is_for_everybody;
  hopso_server_session_clear (&session);
  return is_done;
}

/* %FALSE when the whole transaction is lost: SQLite undoes all of it when the disk is full. */
static gboolean
run_beside_others (HopsoServerRun *self, HopsoServerSql *sql, gint64 now, GError **error)
{
  if (!hopso_server_sql_run (sql, error, "SAVEPOINT run", ""))
    return FALSE;
  if (!run_one (self, sql, now) && !hopso_server_sql_run (sql, error, "ROLLBACK TO run", ""))
    return FALSE;
  return hopso_server_sql_run (sql, error, "RELEASE run", "");
}

static gboolean
run_between (HopsoServerRun **runs, guint n_runs, HopsoServerSql *sql, gint64 now, GError **error)
{
  if (n_runs == 1)
    {
      if (run_one (runs[0], sql, now))
        return TRUE;
      g_propagate_error (error, g_error_copy (runs[0]->error));
      return FALSE;
    }
  for (guint i = 0; i < n_runs; i++)
    if (!run_beside_others (runs[i], sql, now, error))
      return FALSE;
  return TRUE;
}

static void
move_keys (GHashTable *from, GHashTable *to)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      g_hash_table_iter_steal (&iter);
      g_hash_table_add (to, key);
    }
}

/* The first one tells for @other, too. */
static void
tell_for (HopsoServerRun *first, HopsoServerRun *other)
{
  g_free (first->state);
  first->state = g_steal_pointer (&other->state);
  first->is_for_everybody = first->is_for_everybody || other->is_for_everybody;
  move_keys (other->audience, first->audience);
  move_keys (other->scopes, first->scopes);
}

static gboolean
find_audience (HopsoServerRun *self, HopsoServerSql *sql, GError **error)
{
  GHashTableIter iter;
  gpointer scope;

  if (self->is_for_everybody)
    return TRUE;
  g_hash_table_iter_init (&iter, self->scopes);
  while (g_hash_table_iter_next (&iter, &scope, NULL))
    if (!hopso_server_sight_add_viewers (sql, scope, self->sequence, self->audience, error))
      return FALSE;
  return TRUE;
}

/* Everybody who sees something of what was done together is told once, of the last state. */
static gboolean
tell_together (HopsoServerRun **runs, guint n_runs, HopsoServerSql *sql, GError **error)
{
  HopsoServerRun *first = NULL;

  for (guint i = 0; i < n_runs; i++)
    {
      if (runs[i]->state == NULL)
        continue;
      if (first == NULL)
        first = runs[i];
      else
        tell_for (first, runs[i]);
    }
  return first == NULL || find_audience (first, sql, error);
}

/**
 * hopso_server_run_all:
 * @runs: (array length=n_runs): jobs in their order; only writes have company
 * @sql: the connection
 * @now: the time for all of them
 *
 * Does all in one transaction. Each run has its result or its error afterwards.
 */
void
hopso_server_run_all (HopsoServerRun **runs, guint n_runs, HopsoServerSql *sql, gint64 now)
{
  const char *begin = runs[0]->job.is_write ? "BEGIN IMMEDIATE" : "BEGIN";
  g_autoptr (GError) error = NULL;

  if (hopso_server_sql_run (sql, &error, begin, ""))
    {
      if (run_between (runs, n_runs, sql, now, &error) &&
          tell_together (runs, n_runs, sql, &error) &&
          hopso_server_sql_run (sql, &error, "COMMIT", ""))
        return;
      hopso_server_sql_run (sql, NULL, "ROLLBACK", "");
    }
  for (guint i = 0; i < n_runs; i++)
    undo (runs[i], error);
}
