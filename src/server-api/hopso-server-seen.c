/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records as far as the caller may see them, and answers that are records. The store's threads. */

#include "hopso-server-request.h"

#include "hopso-server-sight.h"

/**
 * hopso_server_reply_new_record:
 * @status: a status code of success
 * @record: what is answered
 *
 * Returns: (transfer full): the reply
 */
HopsoServerReply *
hopso_server_reply_new_record (guint status, HopsoRecord *record)
{
  g_autoptr (JsonObject) object = hopso_wire_record_to_json (record);
  g_autoptr (GBytes) body = hopso_wire_print (object);

  return hopso_server_reply_new (status, hopso_record_get_etag (record), body);
}

/**
 * hopso_server_request_get_seen:
 * @session: the request's transaction
 * @kind: what kind
 * @id: which
 *
 * Returns: (transfer full): the record if the caller sees it, else %NULL with @error: for the
 *   caller it does not exist
 */
HopsoRecord *
hopso_server_request_get_seen (HopsoServerRequest *self,
                               HopsoServerSession *session,
                               HopsoKindId kind,
                               const char *id,
                               GError **error)
{
  gboolean may_see;

  if (!hopso_server_session_may_see (session, self->caller->person, id, &may_see, error))
    return NULL;
  if (may_see)
    return hopso_server_session_get (session, kind, id, error);
  hopso_server_request_refuse (self, HOPSO_SERVER_PROBLEM_NOT_FOUND, NULL, error);
  return NULL;
}

/**
 * hopso_server_request_refuse_stale:
 * @current: the record as it is now
 *
 * Ends a work whose caller knew an older state.
 *
 * Returns: %NULL with @error
 */
HopsoServerReply *
hopso_server_request_refuse_stale (HopsoServerRequest *self, HopsoRecord *current, GError **error)
{
  hopso_server_request_refuse (self, HOPSO_SERVER_PROBLEM_STALE, NULL, error);
  self->problem->current = g_object_ref (current);
  return NULL;
}
