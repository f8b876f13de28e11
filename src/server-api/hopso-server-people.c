/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sending a substitute to a meeting: proposed, accepted, approved. Each is one transaction on the
 * state that the caller names, and one line in the audit log; what becomes of it decides the model.
 * The store's threads. */

#include "hopso-server-request.h"

#include "hopso-server-audit.h"
#include "hopso-server-sight.h"
#include "hopso-wire-people.h"

#include <string.h>

static HopsoServerReply *
refuse_substitution (HopsoServerRequest *request, HopsoSubstitutionVerdict verdict, GError **error)
{
  switch (verdict)
    {
    case HOPSO_SUBSTITUTION_OVER:
      return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_CLOSED, NULL, error);
    case HOPSO_SUBSTITUTION_NO_REASON:
      return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_INVALID,
                                          "A reason is missing", error);
    case HOPSO_SUBSTITUTION_UNSUITABLE:
      return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_INVALID,
                                          "No such substitute, or one who has a seat already",
                                          error);
    case HOPSO_SUBSTITUTION_DONE:
    case HOPSO_SUBSTITUTION_FORBIDDEN:
    default:
      return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_FORBIDDEN, NULL, error);
    }
}

/* Who is proposed must be a person of the province. */
static gboolean
check_person (HopsoServerSession *session,
              HopsoServerRequest *request,
              const HopsoWireSubstitution *asked,
              GError **error)
{
  g_autoptr (HopsoRecord) person = NULL;

  if (asked->type != HOPSO_SUBSTITUTION_PROPOSE)
    return TRUE;
  if (asked->person != NULL)
    person = hopso_server_session_get (session, HOPSO_KIND_PERSON, asked->person, NULL);
  return person != NULL || refuse_substitution (request, HOPSO_SUBSTITUTION_UNSUITABLE, error);
}

static HopsoServerReply *
write_substitution (HopsoServerSession *session,
                    HopsoServerRequest *request,
                    HopsoRecord *wanted,
                    const HopsoWireSubstitution *asked,
                    GError **error)
{
  const HopsoServerActor actor = hopso_server_request_get_actor (request);
  const char *substitute = hopso_participant_get_substitute (HOPSO_PARTICIPANT (wanted));
  g_autofree char *name =
      g_strconcat ("substitute-", hopso_substitution_act_name (asked->type), NULL);
  g_autoptr (HopsoRecord) written = hopso_server_session_put (session, wanted, error);

  if (written == NULL ||
      !hopso_server_session_audit (session, &actor, name, hopso_record_get_id (written), substitute,
                                   error))
    return NULL;
  return hopso_server_reply_new_record (SOUP_STATUS_OK, written);
}

/* NULL with @error when it may not be. */
static HopsoRecord *
decide (HopsoServerSession *session,
        HopsoServerRequest *request,
        HopsoRecord *old,
        const HopsoWireSubstitution *asked,
        GError **error)
{
  const char *meeting_id = hopso_participant_get_meeting (HOPSO_PARTICIPANT (old));
  HopsoServerStanding standing = HOPSO_SERVER_STANDING_NONE;
  g_autoptr (HopsoRecord) meeting =
      hopso_server_session_get (session, HOPSO_KIND_MEETING, meeting_id, error);
  g_autoptr (GPtrArray) others = NULL;
  HopsoSubstitutionVerdict verdict;
  HopsoRecord *wanted;

  if (meeting == NULL || !hopso_server_session_get_standing (session, request->caller->person,
                                                             meeting_id, &standing, error))
    return NULL;
  others =
      hopso_server_session_list (session, HOPSO_KIND_PARTICIPANT, "meeting", meeting_id, error);
  if (others == NULL)
    return NULL;

  const HopsoSubstitutionAct act = { .type = asked->type,
                                     .person = request->caller->person,
                                     .prepares = standing != HOPSO_SERVER_STANDING_NONE,
                                     .substitute = asked->person,
                                     .reason = asked->reason,
                                     .now = hopso_server_session_get_now (session) };
  wanted = hopso_substitution_act (HOPSO_PARTICIPANT (old), HOPSO_MEETING (meeting), others, &act,
                                   &verdict);
  if (wanted == NULL)
    refuse_substitution (request, verdict, error);
  return wanted;
}

/**
 * hopso_server_work_substitute:
 *
 * POST /v1/participants/{id}/substitute.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_substitute (HopsoServerSession *session,
                              HopsoServerRequest *request,
                              GError **error)
{
  g_autoptr (HopsoRecord) old = hopso_server_request_get_seen (
      request, session, HOPSO_KIND_PARTICIPANT, request->params[0], error);
  g_autoptr (HopsoWireSubstitution) asked = NULL;
  g_autoptr (HopsoRecord) wanted = NULL;
  g_autoptr (GError) failure = NULL;

  if (old == NULL)
    return NULL;
  if (strcmp (request->if_match, hopso_record_get_etag (old)) != 0)
    return hopso_server_request_refuse_stale (request, old, error);

  g_autoptr (JsonObject) object = hopso_server_request_parse (request, &failure);
  if (object != NULL)
    asked = hopso_wire_substitution_from_json (object, &failure);
  if (asked == NULL)
    return hopso_server_request_refuse_wire (request, failure, error);
  wanted = decide (session, request, old, asked, error);
  if (wanted == NULL || !check_person (session, request, asked, error))
    return NULL;
  return write_substitution (session, request, wanted, asked, error);
}
