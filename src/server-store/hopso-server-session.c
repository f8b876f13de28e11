/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One transaction: its settings, and its place in the sequence of commits, from which entity tags
 * and states are made. A commit that changes no record takes no place. The store's threads. */

#include "hopso-server-session-private.h"

#include "hopso-server-store-error.h"

void
hopso_server_session_init (HopsoServerSession *self, HopsoServerSql *sql, gint64 now)
{
  *self = (HopsoServerSession){ .sql = sql, .now = now };
  self->dirty_objects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->dirty_scopes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->few_scopes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->dirty_persons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->audience = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->told_scopes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->ended = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
hopso_server_session_clear (HopsoServerSession *self)
{
  g_clear_pointer (&self->dirty_objects, g_hash_table_unref);
  g_clear_pointer (&self->dirty_scopes, g_hash_table_unref);
  g_clear_pointer (&self->few_scopes, g_hash_table_unref);
  g_clear_pointer (&self->dirty_persons, g_hash_table_unref);
  g_clear_pointer (&self->audience, g_hash_table_unref);
  g_clear_pointer (&self->told_scopes, g_hash_table_unref);
  g_clear_pointer (&self->ended, g_hash_table_unref);
}

/**
 * hopso_server_session_get_now:
 *
 * Returns: when the transaction began, seconds since 1970-01-01T00:00:00Z
 */
gint64
hopso_server_session_get_now (HopsoServerSession *self)
{
  return self->now;
}

/**
 * hopso_server_session_get_sql:
 *
 * Returns: (transfer none): the connection
 */
HopsoServerSql *
hopso_server_session_get_sql (HopsoServerSession *self)
{
  return self->sql;
}

/**
 * hopso_server_session_dup_setting:
 * @name: which
 *
 * Returns: (transfer full): its value, or %NULL with @error
 */
char *
hopso_server_session_dup_setting (HopsoServerSession *self, const char *name, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error, "SELECT value FROM setting WHERE name = ?1", "s", name);

  if (query == NULL)
    return NULL;
  if (hopso_server_query_next (query, &failure))
    return g_strdup (hopso_server_query_text (query, 0));
  if (failure == NULL)
    g_set_error (&failure, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_NOT_FOUND,
                 "No setting “%s”", name);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/**
 * hopso_server_session_set_setting:
 * @name: which
 * @value: what it shall be
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_session_set_setting (HopsoServerSession *self,
                                  const char *name,
                                  const char *value,
                                  GError **error)
{
  return hopso_server_sql_run (self->sql, error,
                               "INSERT INTO setting (name, value) VALUES (?1, ?2)"
                               " ON CONFLICT (name) DO UPDATE SET value = ?2",
                               "ss", name, value);
}

/* This commit's place in the sequence; the transaction holds the write lock, so nobody else has
 * the same. */
gboolean
hopso_server_session_take_sequence (HopsoServerSession *self, gint64 *sequence, GError **error)
{
  if (self->sequence == 0)
    {
      g_autofree char *latest = hopso_server_session_dup_setting (self, "sequence", error);
      if (latest == NULL)
        return FALSE;

      gint64 next = g_ascii_strtoll (latest, NULL, 10) + 1;
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, next);
      if (!hopso_server_session_set_setting (self, "sequence", text, error))
        return FALSE;
      self->sequence = next;
    }
  *sequence = self->sequence;
  return TRUE;
}
