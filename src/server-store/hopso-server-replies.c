/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Replies to writes, kept in the same transaction as the write, so that a repeated request gets
 * what the first one got. The store's threads. */

#include "hopso-server-replies.h"

#include "hopso-server-session-private.h"
#include "hopso-server-store-error.h"

#include <string.h>

/**
 * hopso_server_reply_new:
 *
 * Returns: (transfer full): a reply
 */
HopsoServerReply *
hopso_server_reply_new (guint status, const char *etag, GBytes *body)
{
  HopsoServerReply *self = g_new0 (HopsoServerReply, 1);

  self->status = status;
  self->etag = g_strdup (etag);
  self->body = body == NULL ? NULL : g_bytes_ref (body);
  return self;
}

/**
 * hopso_server_reply_free:
 * @self: (transfer full): a reply
 */
void
hopso_server_reply_free (HopsoServerReply *self)
{
  g_free (self->etag);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

/**
 * hopso_server_session_find_reply:
 * @person: who asks
 * @key: the request's key
 * @request: the digest of the request
 * @reply: (out) (transfer full) (nullable): what was answered to it before; %NULL: nothing yet
 *
 * Returns: %FALSE with @error; %HOPSO_SERVER_STORE_ERROR_EXISTS when the key was another request's
 */
gboolean
hopso_server_session_find_reply (HopsoServerSession *self,
                                 const char *person,
                                 const char *key,
                                 const char *request,
                                 HopsoServerReply **reply,
                                 GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error,
      "SELECT request, status, etag, body FROM reply WHERE person = ?1 AND key = ?2", "ss", person,
      key);

  *reply = NULL;
  if (query == NULL)
    return FALSE;
  if (hopso_server_query_next (query, &failure))
    {
      if (strcmp (hopso_server_query_text (query, 0), request) == 0)
        {
          g_autoptr (GBytes) body = hopso_server_query_bytes (query, 3);
          *reply = hopso_server_reply_new ((guint) hopso_server_query_integer (query, 1),
                                           hopso_server_query_text (query, 2), body);
          return TRUE;
        }
      g_set_error (&failure, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_EXISTS,
                   "The key was another request's");
    }
  return hopso_server_sql_pass_error (&failure, error);
}

/**
 * hopso_server_session_keep_reply:
 * @person: who asked
 * @key: the request's key
 * @request: the digest of the request
 * @reply: what is answered
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_session_keep_reply (HopsoServerSession *self,
                                 const char *person,
                                 const char *key,
                                 const char *request,
                                 const HopsoServerReply *reply,
                                 GError **error)
{
  return hopso_server_sql_run (self->sql, error,
                               "INSERT INTO reply (person, key, request, status, etag, body,"
                               " created) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                               "sssisbi", person, key, request, (gint64) reply->status, reply->etag,
                               reply->body, self->now);
}
