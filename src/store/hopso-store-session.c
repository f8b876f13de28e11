/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One transaction as those see it who read and write records: what they put and delete is noted
 * for the change set, and a blob that nothing names any more loses its key in the same
 * transaction. On one of the store's threads. */

#include "hopso-store-session-private.h"

#include "hopso-blob-rows-private.h"
#include "hopso-paper.h"
#include "hopso-record-rows-private.h"
#include "hopso-sqlite-private.h"

/* Starts with no changes; beginning and ending the transaction is the caller's. */
HopsoStoreSession *
hopso_store_session_new (sqlite3 *db, gboolean is_writing)
{
  HopsoStoreSession *self = g_new0 (HopsoStoreSession, 1);

  self->db = db;
  self->is_writing = is_writing;
  self->changes = hopso_change_set_new ();
  self->forgotten = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_blob_row_free);
  return self;
}

void
hopso_store_session_free (HopsoStoreSession *self)
{
  hopso_change_set_unref (self->changes);
  g_ptr_array_unref (self->forgotten);
  g_free (self);
}

static gboolean
is_column (const HopsoKind *kind, const char *name)
{
  if (g_strcmp0 (name, "id") == 0)
    return TRUE;
  for (guint i = 0; i < kind->n_fields; i++)
    if (g_strcmp0 (kind->fields[i].column, name) == 0)
      return TRUE;
  return FALSE;
}

/* Sets @record to the one of that id, or to NULL when there is none. */
static gboolean
find (
    HopsoStoreSession *self, HopsoKindId kind, const char *id, HopsoRecord **record, GError **error)
{
  g_autoptr (GPtrArray) found =
      hopso_record_rows_list (self->db, hopso_kind_get (kind), "id", id, error);

  *record = NULL;
  if (found == NULL)
    return FALSE;
  if (found->len > 0)
    *record = g_ptr_array_steal_index (found, 0);
  return TRUE;
}

/**
 * hopso_store_session_get:
 * @kind: what kind of record
 * @id: its UUID
 *
 * Returns: (transfer full) (nullable): the record. %NULL without @error: it is not there
 */
HopsoRecord *
hopso_store_session_get (HopsoStoreSession *self, HopsoKindId kind, const char *id, GError **error)
{
  HopsoRecord *record;

  g_return_val_if_fail (id != NULL, NULL);

  return find (self, kind, id, &record, error) ? record : NULL;
}

/**
 * hopso_store_session_list:
 * @kind: what kind of record
 * @where_column: (nullable): "id" or a column of the kind; %NULL lists all
 * @value: (nullable): what the column must hold; %NULL: nothing
 *
 * Returns: (transfer full) (element-type HopsoRecord): the records by id, or %NULL with @error
 */
GPtrArray *
hopso_store_session_list (HopsoStoreSession *self,
                          HopsoKindId kind,
                          const char *where_column,
                          const char *value,
                          GError **error)
{
  g_return_val_if_fail (where_column == NULL || is_column (hopso_kind_get (kind), where_column),
                        NULL);

  return hopso_record_rows_list (self->db, hopso_kind_get (kind), where_column, value, error);
}

/* Destroys the key of the blob unless something else still names it. */
static gboolean
release_blob (HopsoStoreSession *self, HopsoRecord *record, GError **error)
{
  const char *digest =
      HOPSO_IS_PAPER (record) ? hopso_paper_get_digest (HOPSO_PAPER (record)) : NULL;
  g_autoptr (HopsoBlobRow) row = NULL;
  gboolean is_used;

  if (digest == NULL)
    return TRUE;
  if (!hopso_blob_rows_is_used (self->db, digest, &is_used, error))
    return FALSE;
  if (is_used)
    return TRUE;
  if (!hopso_blob_rows_find (self->db, digest, &row, error))
    return FALSE;
  if (row == NULL)
    return TRUE;
  if (!hopso_blob_rows_delete (self->db, row, error))
    return FALSE;
  self->must_purge = TRUE;
  g_ptr_array_add (self->forgotten, g_steal_pointer (&row));
  return TRUE;
}

/**
 * hopso_store_session_put:
 * @record: takes the place of the record of its kind and id, if there is one. One that is the
 *   same is no change
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_store_session_put (HopsoStoreSession *self, HopsoRecord *record, GError **error)
{
  HopsoKindId kind = hopso_record_get_kind (record)->id;
  const char *id = hopso_record_get_id (record);
  g_autoptr (HopsoRecord) old = NULL;

  g_return_val_if_fail (self->is_writing, FALSE);

  if (!find (self, kind, id, &old, error))
    return FALSE;
  if (old != NULL && hopso_record_equal (old, record))
    return TRUE;
  if (!hopso_record_rows_put (self->db, record, error))
    return FALSE;
  hopso_change_set_add (self->changes, kind, id,
                        old != NULL ? HOPSO_CHANGE_UPDATED : HOPSO_CHANGE_CREATED);
  return old == NULL || release_blob (self, old, error);
}

/* A step that could bring back what was recalled goes. */
static gboolean
forget_steps (HopsoStoreSession *self, const char *id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare_text (
      self->db, "DELETE FROM step WHERE instr (body, ?) > 0", id, NULL, error);

  return statement != NULL && hopso_sqlite_run (statement, error);
}

/**
 * hopso_store_session_delete:
 * @kind: what kind of record
 * @id: its UUID; one that is not there is no change
 * @purge: whether it was recalled: its bytes must not be left in any file of the store
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_store_session_delete (
    HopsoStoreSession *self, HopsoKindId kind, const char *id, gboolean purge, GError **error)
{
  g_autoptr (HopsoRecord) old = NULL;

  g_return_val_if_fail (self->is_writing, FALSE);

  if (!find (self, kind, id, &old, error))
    return FALSE;
  if (purge)
    {
      self->must_purge = TRUE;
      if (!forget_steps (self, id, error))
        return FALSE;
    }
  if (old == NULL)
    return TRUE;
  if (!hopso_record_rows_delete (self->db, hopso_kind_get (kind), id, error))
    return FALSE;
  hopso_change_set_add (self->changes, kind, id, HOPSO_CHANGE_DESTROYED);
  return release_blob (self, old, error);
}

static char *
get_text (sqlite3_stmt *statement, GError **error)
{
  gboolean has_row;
  char *text = NULL;

  if (statement == NULL || !hopso_sqlite_step (statement, &has_row, error) || !has_row)
    return NULL;
  hopso_sqlite_dup_text (statement, 0, &text, error);
  return text;
}

/**
 * hopso_store_session_get_state:
 *
 * Returns: (transfer full) (nullable): the server's state that was last reached. %NULL without
 *   @error: none, everything is to be fetched
 */
char *
hopso_store_session_get_state (HopsoStoreSession *self, GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
      hopso_sqlite_prepare (self->db, "SELECT state FROM sync_state", error);

  return get_text (statement, error);
}

/**
 * hopso_store_session_set_state:
 * @state: (nullable): the server's state; %NULL forgets it
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_store_session_set_state (HopsoStoreSession *self, const char *state, GError **error)
{
  g_return_val_if_fail (self->is_writing, FALSE);

  g_autoptr (sqlite3_stmt) statement =
      state != NULL ? hopso_sqlite_prepare_text (
                          self->db, "INSERT OR REPLACE INTO sync_state (id, state) VALUES (1, ?)",
                          state, NULL, error)
                    : hopso_sqlite_prepare (self->db, "DELETE FROM sync_state", error);

  return statement != NULL && hopso_sqlite_run (statement, error);
}

/**
 * hopso_store_session_get_setting:
 *
 * Returns: (transfer full) (nullable): the value; %NULL without @error: not set
 */
char *
hopso_store_session_get_setting (HopsoStoreSession *self, const char *key, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare_text (
      self->db, "SELECT value FROM setting WHERE \"key\" = ?", key, NULL, error);

  return get_text (statement, error);
}

/**
 * hopso_store_session_set_setting:
 * @key: its name
 * @value: (nullable): %NULL removes it
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_store_session_set_setting (HopsoStoreSession *self,
                                 const char *key,
                                 const char *value,
                                 GError **error)
{
  g_return_val_if_fail (self->is_writing, FALSE);

  const char *sql = value != NULL ? "INSERT OR REPLACE INTO setting (\"key\", value) VALUES (?, ?)"
                                  : "DELETE FROM setting WHERE \"key\" = ?";
  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare_text (self->db, sql, key, value, error);

  return statement != NULL && hopso_sqlite_run (statement, error);
}
