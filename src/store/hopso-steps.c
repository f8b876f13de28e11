/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The journal of composing: what was done to a meeting, step by step, written in the same
 * transaction as the step itself. Two stacks for each meeting: what can be taken back, the newest
 * on top, and what can be done again, the oldest on top. What a step means is not known here. On
 * one of the store's threads. */

#include "hopso-steps.h"

#include "hopso-sqlite-private.h"
#include "hopso-store-error-private.h"
#include "hopso-store-session-private.h"

/**
 * hopso_step_row_free:
 * @row: (transfer full): a step
 */
void
hopso_step_row_free (HopsoStepRow *row)
{
  g_free (row->meeting);
  g_free (row->name);
  g_free (row->merge_key);
  g_free (row->body);
  g_free (row);
}

static void
bind_row (sqlite3_stmt *statement, const HopsoStepRow *row)
{
  hopso_sqlite_bind_text (statement, 1, row->meeting);
  hopso_sqlite_bind_text (statement, 2, row->name);
  hopso_sqlite_bind_text (statement, 3, row->merge_key);
  hopso_sqlite_bind_text (statement, 4, row->body);
  sqlite3_bind_int64 (statement, 5, row->is_undone);
}

/**
 * hopso_store_session_step_add:
 * @row: what was done; gets its id
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_store_session_step_add (HopsoStoreSession *session, HopsoStepRow *row, GError **error)
{
  g_return_val_if_fail (session->is_writing, FALSE);

  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare (
      session->db,
      "INSERT INTO step (meeting, name, merge_key, body, is_undone) VALUES (?, ?, ?, ?, ?)", error);

  if (statement == NULL)
    return FALSE;
  bind_row (statement, row);
  if (!hopso_sqlite_run (statement, error))
    return FALSE;
  row->id = sqlite3_last_insert_rowid (session->db);
  return TRUE;
}

static gboolean
read_row (sqlite3_stmt *statement, HopsoStepRow *row, GError **error)
{
  row->id = sqlite3_column_int64 (statement, 0);
  if (!hopso_sqlite_dup_text (statement, 1, &row->meeting, error) ||
      !hopso_sqlite_dup_text (statement, 2, &row->name, error) ||
      !hopso_sqlite_dup_text (statement, 3, &row->merge_key, error) ||
      !hopso_sqlite_dup_text (statement, 4, &row->body, error))
    return FALSE;
  row->is_undone = sqlite3_column_int64 (statement, 5) != 0;
  if (row->meeting != NULL && row->name != NULL && row->body != NULL)
    return TRUE;
  hopso_store_error_set (error, HOPSO_STORE_ERROR_DAMAGED,
                         "The store's database holds a damaged step");
  return FALSE;
}

/**
 * hopso_store_session_step_peek:
 * @meeting: whose steps
 * @is_undone: the one that would be done again, not the one that would be taken back
 *
 * Returns: (transfer full) (nullable): the step; %NULL without @error: there is none
 */
HopsoStepRow *
hopso_store_session_step_peek (HopsoStoreSession *session,
                               const char *meeting,
                               gboolean is_undone,
                               GError **error)
{
  const char *sql = is_undone ? "SELECT id, meeting, name, merge_key, body, is_undone FROM step "
                                "WHERE meeting = ? AND is_undone = 1 ORDER BY id LIMIT 1"
                              : "SELECT id, meeting, name, merge_key, body, is_undone FROM step "
                                "WHERE meeting = ? AND is_undone = 0 ORDER BY id DESC LIMIT 1";
  g_autoptr (sqlite3_stmt) statement =
      hopso_sqlite_prepare_text (session->db, sql, meeting, NULL, error);
  g_autoptr (HopsoStepRow) row = NULL;
  gboolean has_row;

  if (statement == NULL || !hopso_sqlite_step (statement, &has_row, error) || !has_row)
    return NULL;
  row = g_new0 (HopsoStepRow, 1);
  return read_row (statement, row, error) ? g_steal_pointer (&row) : NULL;
}

/**
 * hopso_store_session_step_update:
 * @row: known by its id; all else may have changed
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_store_session_step_update (HopsoStoreSession *session,
                                 const HopsoStepRow *row,
                                 GError **error)
{
  g_return_val_if_fail (session->is_writing, FALSE);

  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare (
      session->db,
      "UPDATE step SET meeting = ?, name = ?, merge_key = ?, body = ?, is_undone = ? WHERE id = ?",
      error);

  if (statement == NULL)
    return FALSE;
  bind_row (statement, row);
  sqlite3_bind_int64 (statement, 6, row->id);
  return hopso_sqlite_run (statement, error);
}

/**
 * hopso_store_session_step_remove:
 * @id: of a step; one that is not there any more is no error
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_store_session_step_remove (HopsoStoreSession *session, gint64 id, GError **error)
{
  g_return_val_if_fail (session->is_writing, FALSE);

  g_autoptr (sqlite3_stmt) statement =
      hopso_sqlite_prepare (session->db, "DELETE FROM step WHERE id = ?", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  return hopso_sqlite_run (statement, error);
}

/**
 * hopso_store_session_step_clear:
 * @meeting: whose steps
 * @only_undone: whether only those that could be done again
 *
 * Forgets steps.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_store_session_step_clear (HopsoStoreSession *session,
                                const char *meeting,
                                gboolean only_undone,
                                GError **error)
{
  g_return_val_if_fail (session->is_writing, FALSE);

  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare_text (
      session->db,
      only_undone ? "DELETE FROM step WHERE meeting = ? AND is_undone = 1"
                  : "DELETE FROM step WHERE meeting = ?",
      meeting, NULL, error);

  return statement != NULL && hopso_sqlite_run (statement, error);
}
