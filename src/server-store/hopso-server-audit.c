/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The audit log: who did what, when, from which device; ids only, no names, no contents. Triggers
 * of the database refuse to change or delete a line, and each line carries the SHA-256 of the line
 * before and of itself, so that a change behind the database's back is found. The store's
 * threads. */

#include "hopso-server-audit.h"

#include "hopso-digest.h"
#include "hopso-server-session-private.h"
#include "hopso-server-store-error.h"

#include <string.h>

/* Each part with its length, so that no two lines read alike. */
static void
digest_part (HopsoDigester *digester, const char *part)
{
  g_autofree char *length =
      g_strdup_printf ("%" G_GSIZE_FORMAT ":", part == NULL ? 0 : strlen (part));

  hopso_digester_update (digester, length, strlen (length));
  if (part != NULL)
    hopso_digester_update (digester, part, strlen (part));
}

static char *
hash_line (const char *previous, gint64 time, const char *const parts[5])
{
  g_autoptr (HopsoDigester) digester = hopso_digester_new (HOPSO_HASH_SHA256);
  g_autofree char *when = g_strdup_printf ("%" G_GINT64_FORMAT, time);

  digest_part (digester, previous);
  digest_part (digester, when);
  for (guint i = 0; i < 5; i++)
    digest_part (digester, parts[i]);

  g_autoptr (GBytes) digest = hopso_digester_finish (digester);
  return hopso_digest_to_hex (digest);
}

/**
 * hopso_server_session_audit:
 * @actor: who
 * @action: such as "sign-in"
 * @object: (nullable): the id of what it was done to
 * @detail: (nullable): what else matters; no names, no contents
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_session_audit (HopsoServerSession *self,
                            const HopsoServerActor *actor,
                            const char *action,
                            const char *object,
                            const char *detail,
                            GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *previous = NULL;
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error, "SELECT hash FROM audit ORDER BY number DESC LIMIT 1", "");

  if (query == NULL)
    return FALSE;
  if (hopso_server_query_next (query, &failure))
    previous = g_strdup (hopso_server_query_text (query, 0));
  g_clear_pointer (&query, hopso_server_query_free);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  const char *const parts[5] = { actor->person, actor->device, action, object, detail };
  g_autofree char *hash = hash_line (previous, self->now, parts);
  return hopso_server_sql_run (self->sql, error,
                               "INSERT INTO audit (time, person, device, action, object, detail,"
                               " hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                               "issssss", self->now, actor->person, actor->device, action, object,
                               detail, hash);
}

/**
 * hopso_server_session_check_audit:
 * @n_lines: (out): how many lines there are
 * @last_hash: (out) (transfer full) (nullable): the digest that the last line carries
 *
 * Returns: whether every line follows from the one before; %HOPSO_SERVER_STORE_ERROR_DAMAGED when
 *   one does not
 */
gboolean
hopso_server_session_check_audit (HopsoServerSession *self,
                                  gint64 *n_lines,
                                  char **last_hash,
                                  GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *previous = NULL;
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error,
      "SELECT number, time, person, device, action, object, detail, hash FROM audit"
      " ORDER BY number",
      "");

  *n_lines = 0;
  *last_hash = NULL;
  if (query == NULL)
    return FALSE;
  while (hopso_server_query_next (query, &failure))
    {
      const char *parts[5];
      for (int i = 0; i < 5; i++)
        parts[i] = hopso_server_query_text (query, i + 2);
      g_autofree char *hash = hash_line (previous, hopso_server_query_integer (query, 1), parts);

      *n_lines += 1;
      if (hopso_server_query_integer (query, 0) != *n_lines ||
          g_strcmp0 (hash, hopso_server_query_text (query, 7)) != 0)
        {
          g_set_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_DAMAGED,
                       "The audit log was changed at line %" G_GINT64_FORMAT, *n_lines);
          return FALSE;
        }
      g_free (previous);
      previous = g_steal_pointer (&hash);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  *last_hash = g_steal_pointer (&previous);
  return TRUE;
}
