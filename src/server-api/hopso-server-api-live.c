/* SPDX-License-Identifier: GPL-3.0-or-later */

/* GET /v1/live: finds out who listens and what they missed, then leaves the message to the event
 * streams. Main thread and the store's. */

#include "hopso-server-changes.h"
#include "hopso-server-request.h"

/* The reply's entity tag carries the state. */
static HopsoServerReply *
work_find_state (HopsoServerSession *session, HopsoServerRequest *request, GError **error)
{
  g_autofree char *state = hopso_server_session_dup_state (session, error);

  return state == NULL ? NULL : hopso_server_reply_new (0, state, NULL);
}

static void
state_found (HopsoServerRequest *request, HopsoServerReply *reply)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  const HopsoServerListener listener = {
    .person = request->caller->person,
    .device = request->caller->device,
    .expires = request->caller->expires,
    .known_state = soup_message_headers_get_one (headers, "Last-Event-ID"),
    .state = reply->etag,
  };

  if (request->is_gone || hopso_server_live_add (request->api->live, request->message, &listener))
    hopso_server_request_free (request);
  else
    hopso_server_request_answer_problem (request, HOPSO_SERVER_PROBLEM_BUSY, NULL);
}

/**
 * hopso_server_handle_live:
 * @request: (transfer full): GET /v1/live
 */
void
hopso_server_handle_live (HopsoServerRequest *request)
{
  hopso_server_request_run (request, work_find_state, FALSE, state_found);
}
