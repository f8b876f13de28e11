/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What waits to be sent: written in the same transaction as the change itself, so that neither
 * can be lost without the other; sent by the synchronisation, in order. On one of the store's
 * threads. */

#include "hopso-outbox-private.h"

#include "hopso-sqlite-private.h"
#include "hopso-store-error-private.h"
#include "hopso-store-session-private.h"

/**
 * hopso_outbox_entry_new:
 * @kind: of the record
 * @record: the record's id
 * @operation: what is to be done with it
 *
 * Returns: (transfer full): an entry that is not in the outbox yet
 */
HopsoOutboxEntry *
hopso_outbox_entry_new (HopsoKindId kind, const char *record, const char *operation)
{
  HopsoOutboxEntry *entry = g_new0 (HopsoOutboxEntry, 1);

  entry->kind = kind;
  entry->record = g_strdup (record);
  entry->operation = g_strdup (operation);
  return entry;
}

/**
 * hopso_outbox_entry_copy:
 *
 * Returns: (transfer full): the same once more
 */
HopsoOutboxEntry *
hopso_outbox_entry_copy (const HopsoOutboxEntry *entry)
{
  HopsoOutboxEntry *copy = g_new0 (HopsoOutboxEntry, 1);

  *copy = *entry;
  copy->key = g_strdup (entry->key);
  copy->record = g_strdup (entry->record);
  copy->operation = g_strdup (entry->operation);
  copy->body = g_strdup (entry->body);
  copy->base_etag = g_strdup (entry->base_etag);
  copy->digest = g_strdup (entry->digest);
  copy->last_error = g_strdup (entry->last_error);
  copy->scope = g_strdup (entry->scope);
  return copy;
}

/**
 * hopso_outbox_entry_free:
 * @entry: (transfer full): an entry
 */
void
hopso_outbox_entry_free (HopsoOutboxEntry *entry)
{
  g_free (entry->key);
  g_free (entry->record);
  g_free (entry->operation);
  g_free (entry->body);
  g_free (entry->base_etag);
  g_free (entry->digest);
  g_free (entry->last_error);
  g_free (entry->scope);
  g_free (entry);
}

/* Binds all columns but the id, in the order of the statements below. */
static void
bind_entry (sqlite3_stmt *statement, const HopsoOutboxEntry *entry)
{
  hopso_sqlite_bind_text (statement, 1, entry->key);
  hopso_sqlite_bind_text (statement, 2, hopso_kind_get (entry->kind)->name);
  hopso_sqlite_bind_text (statement, 3, entry->record);
  hopso_sqlite_bind_text (statement, 4, entry->operation);
  hopso_sqlite_bind_text (statement, 5, entry->body);
  hopso_sqlite_bind_text (statement, 6, entry->base_etag);
  hopso_sqlite_bind_text (statement, 7, entry->digest);
  sqlite3_bind_int64 (statement, 8, entry->created);
  sqlite3_bind_int64 (statement, 9, entry->attempts);
  sqlite3_bind_int64 (statement, 10, entry->not_before);
  hopso_sqlite_bind_text (statement, 11, entry->last_error);
  hopso_sqlite_bind_text (statement, 12, entry->scope);
}

/**
 * hopso_store_session_outbox_add:
 * @entry: what is to be sent; gets its id and, where they are missing, its key and time
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_store_session_outbox_add (HopsoStoreSession *session, HopsoOutboxEntry *entry, GError **error)
{
  g_return_val_if_fail (session->is_writing, FALSE);
  g_return_val_if_fail (entry->record != NULL && entry->operation != NULL, FALSE);

  if (entry->key == NULL)
    entry->key = g_uuid_string_random ();
  if (entry->created == 0)
    entry->created = g_get_real_time () / G_USEC_PER_SEC;

  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare (
      session->db,
      "INSERT INTO outbox (\"key\", kind, record, operation, body, base_etag, digest, created, "
      "attempts, not_before, last_error, scope) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);
  if (statement == NULL)
    return FALSE;
  bind_entry (statement, entry);
  if (!hopso_sqlite_run (statement, error))
    return FALSE;
  entry->id = sqlite3_last_insert_rowid (session->db);
  return TRUE;
}

static gboolean
read_texts (sqlite3_stmt *statement, HopsoOutboxEntry *entry, char **kind, GError **error)
{
  return hopso_sqlite_dup_text (statement, 1, &entry->key, error) &&
         hopso_sqlite_dup_text (statement, 2, kind, error) &&
         hopso_sqlite_dup_text (statement, 3, &entry->record, error) &&
         hopso_sqlite_dup_text (statement, 4, &entry->operation, error) &&
         hopso_sqlite_dup_text (statement, 5, &entry->body, error) &&
         hopso_sqlite_dup_text (statement, 6, &entry->base_etag, error) &&
         hopso_sqlite_dup_text (statement, 7, &entry->digest, error) &&
         hopso_sqlite_dup_text (statement, 11, &entry->last_error, error) &&
         hopso_sqlite_dup_text (statement, 12, &entry->scope, error);
}

/* Copies the row that is a statement over HOPSO_OUTBOX_COLUMNS. */
HopsoOutboxEntry *
hopso_outbox_read_entry (sqlite3_stmt *statement, GError **error)
{
  g_autoptr (HopsoOutboxEntry) entry = g_new0 (HopsoOutboxEntry, 1);
  g_autofree char *kind_name = NULL;

  if (!read_texts (statement, entry, &kind_name, error))
    return NULL;

  const HopsoKind *kind = hopso_kind_find (kind_name);
  if (kind == NULL || entry->key == NULL || entry->record == NULL || entry->operation == NULL)
    {
      hopso_store_error_set (error, HOPSO_STORE_ERROR_DAMAGED,
                             "The store's database holds a damaged outbox");
      return NULL;
    }
  entry->id = sqlite3_column_int64 (statement, 0);
  entry->kind = kind->id;
  entry->created = sqlite3_column_int64 (statement, 8);
  entry->attempts = (guint) CLAMP (sqlite3_column_int64 (statement, 9), 0, G_MAXINT);
  entry->not_before = sqlite3_column_int64 (statement, 10);
  return g_steal_pointer (&entry);
}

/**
 * hopso_store_session_outbox_list:
 *
 * Returns: (transfer full) (element-type HopsoOutboxEntry): all that waits, oldest first, or
 *   %NULL with @error
 */
GPtrArray *
hopso_store_session_outbox_list (HopsoStoreSession *session, GError **error)
{
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_outbox_entry_free);
  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare (
      session->db, "SELECT " HOPSO_OUTBOX_COLUMNS " FROM outbox ORDER BY id", error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  while (has_row)
    {
      if (!hopso_sqlite_step (statement, &has_row, error))
        return NULL;
      if (has_row)
        {
          HopsoOutboxEntry *entry = hopso_outbox_read_entry (statement, error);

          if (entry == NULL)
            return NULL;
          g_ptr_array_add (entries, entry);
        }
    }
  return g_steal_pointer (&entries);
}

/**
 * hopso_store_session_outbox_update:
 * @entry: known by its id; all else may have changed
 *
 * Returns: %FALSE with @error, %HOPSO_STORE_ERROR_ABSENT when it is not there any more
 */
gboolean
hopso_store_session_outbox_update (HopsoStoreSession *session,
                                   const HopsoOutboxEntry *entry,
                                   GError **error)
{
  g_return_val_if_fail (session->is_writing, FALSE);

  g_autoptr (sqlite3_stmt) statement = hopso_sqlite_prepare (
      session->db,
      "UPDATE outbox SET \"key\" = ?, kind = ?, record = ?, operation = ?, body = ?, "
      "base_etag = ?, digest = ?, created = ?, attempts = ?, not_before = ?, last_error = ?, "
      "scope = ? WHERE id = ?",
      error);
  if (statement == NULL)
    return FALSE;
  bind_entry (statement, entry);
  sqlite3_bind_int64 (statement, 13, entry->id);
  if (!hopso_sqlite_run (statement, error))
    return FALSE;
  if (sqlite3_changes (session->db) > 0)
    return TRUE;
  g_set_error_literal (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_ABSENT,
                       "It is not in the outbox any more");
  return FALSE;
}

/**
 * hopso_store_session_outbox_remove:
 * @id: of an entry; one that is not there any more is no error
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_store_session_outbox_remove (HopsoStoreSession *session, gint64 id, GError **error)
{
  g_return_val_if_fail (session->is_writing, FALSE);

  g_autoptr (sqlite3_stmt) statement =
      hopso_sqlite_prepare (session->db, "DELETE FROM outbox WHERE id = ?", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  return hopso_sqlite_run (statement, error);
}

/**
 * hopso_store_session_outbox_count:
 *
 * Returns: how many entries wait, or -1 with @error
 */
gint64
hopso_store_session_outbox_count (HopsoStoreSession *session, GError **error)
{
  gint64 count;

  if (!hopso_sqlite_get_number (session->db, "SELECT count(*) FROM outbox", &count, error))
    return -1;
  return count;
}
