/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was written lately and by which open store, in the database itself: so the application
 * learns what the command line has changed. Each transaction adds its change set; old rows go.
 * Whoever looks so late that rows are missing is told that everything changed. On the thread of
 * the connection. */

#include "hopso-change-log-private.h"

#include "hopso-sqlite-private.h"

#define N_KEPT 20000

/* Adds @changes, in the transaction that made them. */
gboolean
hopso_change_log_append (sqlite3 *db, const char *origin, HopsoChangeSet *changes, GError **error)
{
  guint size = hopso_change_set_get_size (changes);
  g_autoptr (sqlite3_stmt) insert = hopso_sqlite_prepare_text (
      db, "INSERT INTO change_log (origin, kind, record, change) VALUES (?, ?, ?, ?)", origin, NULL,
      error);
  g_autoptr (sqlite3_stmt) trim = hopso_sqlite_prepare (
      db, "DELETE FROM change_log WHERE id <= (SELECT max (id) FROM change_log) - ?", error);

  if (insert == NULL || trim == NULL)
    return FALSE;
  for (guint i = 0; i < size; i++)
    {
      const HopsoKind *kind = hopso_kind_get (hopso_change_set_get_kind (changes, i));

      sqlite3_reset (insert);
      hopso_sqlite_bind_text (insert, 2, kind->name);
      hopso_sqlite_bind_text (insert, 3, hopso_change_set_get_id (changes, i));
      sqlite3_bind_int (insert, 4, (int) hopso_change_set_get_change (changes, i));
      if (!hopso_sqlite_run (insert, error))
        return FALSE;
    }
  sqlite3_bind_int (trim, 1, N_KEPT);
  return hopso_sqlite_run (trim, error);
}

/* The number of the newest row. */
gboolean
hopso_change_log_get_last (sqlite3 *db, gint64 *last, GError **error)
{
  return hopso_sqlite_get_number (db, "SELECT max (id) FROM change_log", last, error);
}

static gboolean
add_row (HopsoChangeSet *changes, sqlite3_stmt *statement, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *record = NULL;

  if (!hopso_sqlite_dup_text (statement, 0, &name, error) ||
      !hopso_sqlite_dup_text (statement, 1, &record, error))
    return FALSE;

  const HopsoKind *kind = hopso_kind_find (name);
  int change = sqlite3_column_int (statement, 2);
  if (kind != NULL && record != NULL && change >= HOPSO_CHANGE_CREATED &&
      change <= HOPSO_CHANGE_DESTROYED)
    hopso_change_set_add (changes, kind->id, record, (HopsoChangeType) change);
  return TRUE;
}

static gboolean
add_rows (HopsoChangeSet *changes, sqlite3_stmt *statement, GError **error)
{
  gboolean has_row = TRUE;

  while (has_row)
    {
      if (!hopso_sqlite_step (statement, &has_row, error))
        return FALSE;
      if (has_row && !add_row (changes, statement, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_everything (HopsoChangeSet *changes, sqlite3 *db, GError **error)
{
  for (guint k = 0; k < HOPSO_N_KINDS; k++)
    {
      const HopsoKind *kind = hopso_kind_get (k);
      g_autofree char *sql = g_strdup_printf ("SELECT '%s', \"id\", %d FROM \"%s\"", kind->name,
                                              (int) HOPSO_CHANGE_UPDATED, kind->table);
      g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare (db, sql, error);

      if (statement == NULL || !add_rows (changes, statement, error))
        return FALSE;
    }
  return TRUE;
}

/* What others than @origin wrote after the row @last, which is moved on. */
HopsoChangeSet *
hopso_change_log_read (sqlite3 *db, const char *origin, gint64 *last, GError **error)
{
  g_autoptr (HopsoChangeSet) changes = hopso_change_set_new ();
  g_autoptr (sqlite3_stmt) statement = NULL;
  gint64 first, newest;

  if (!hopso_sqlite_get_number (db, "SELECT min (id) FROM change_log", &first, error) ||
      !hopso_change_log_get_last (db, &newest, error))
    return NULL;
  if (first > *last + 1 && !add_everything (changes, db, error))
    return NULL;
  statement = hopso_sqlite_prepare_text (db,
                                         "SELECT kind, record, change FROM change_log "
                                         "WHERE origin <> ?1 AND id > ?2 ORDER BY id",
                                         origin, NULL, error);
  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 2, *last);
  if (!add_rows (changes, statement, error))
    return NULL;
  *last = newest;
  return g_steal_pointer (&changes);
}
