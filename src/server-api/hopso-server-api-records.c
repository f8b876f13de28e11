/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading, changing and following records, and the acknowledgement of a purge. Runs on the store's
 * threads. */

#include "hopso-server-request.h"

#include "hopso-agenda-item.h"
#include "hopso-meeting.h"
#include "hopso-paper.h"
#include "hopso-participant.h"
#include "hopso-server-changes.h"
#include "hopso-server-rights.h"

#include <string.h>

#define DEFAULT_LIMIT 500
#define MAX_LIMIT     1000
#define MAX_STATE     200

/**
 * hopso_server_work_get_object:
 *
 * GET /v1/{kind}/{id}.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_get_object (HopsoServerSession *session,
                              HopsoServerRequest *request,
                              GError **error)
{
  const HopsoKind *kind = hopso_kind_find (request->params[0]);
  g_autoptr (HopsoRecord) record =
      hopso_server_request_get_seen (request, session, kind->id, request->params[1], error);

  return record == NULL ? NULL : hopso_server_reply_new_record (SOUP_STATUS_OK, record);
}

/* The id of the meeting a record belongs to, NULL for none. */
static const char *
get_meeting_id (HopsoRecord *record)
{
  switch (hopso_record_get_kind (record)->id)
    {
    case HOPSO_KIND_MEETING:
      return hopso_record_get_id (record);
    case HOPSO_KIND_AGENDA_ITEM:
      return hopso_agenda_item_get_meeting (HOPSO_AGENDA_ITEM (record));
    case HOPSO_KIND_PARTICIPANT:
      return hopso_participant_get_meeting (HOPSO_PARTICIPANT (record));
    case HOPSO_KIND_PAPER:
      return hopso_paper_get_meeting (HOPSO_PAPER (record));
    case HOPSO_KIND_ORGANIZATION:
    case HOPSO_KIND_PERSON:
    case HOPSO_KIND_SIGN_REQUEST:
    case HOPSO_KIND_SIGN_STEP:
    case HOPSO_KIND_PUBLICATION:
    case HOPSO_KIND_GROUP:
    case HOPSO_KIND_RECEIPT:
    case HOPSO_N_KINDS:
    default:
      return NULL;
    }
}

static gboolean
judge (HopsoServerSession *session,
       HopsoServerRequest *request,
       HopsoRecord *old,
       HopsoRecord *wanted,
       HopsoServerVerdict *verdict,
       GError **error)
{
  const char *person = request->caller->person;
  const char *meeting_id = get_meeting_id (old);
  HopsoServerRights rights = { .person = person };
  g_autoptr (HopsoRecord) meeting = NULL;

  if (!hopso_server_session_has_role (session, person, "admin", &rights.is_admin, error))
    return FALSE;
  if (meeting_id != NULL)
    {
      meeting = hopso_server_session_get (session, HOPSO_KIND_MEETING, meeting_id, error);
      if (meeting == NULL ||
          !hopso_server_session_get_standing (session, person, meeting_id, &rights.standing, error))
        return FALSE;
    }
  *verdict = hopso_server_rights_judge (&rights, old, wanted, meeting);
  return TRUE;
}

static HopsoServerReply *
refuse_verdict (HopsoServerRequest *request, HopsoServerVerdict verdict, GError **error)
{
  HopsoServerProblem problem = HOPSO_SERVER_PROBLEM_FORBIDDEN;

  if (verdict == HOPSO_SERVER_VERDICT_INVALID)
    problem = HOPSO_SERVER_PROBLEM_INVALID;
  else if (verdict == HOPSO_SERVER_VERDICT_CLOSED)
    problem = HOPSO_SERVER_PROBLEM_CLOSED;
  return hopso_server_request_refuse (request, problem, NULL, error);
}

static HopsoServerReply *
write_patched (HopsoServerSession *session,
               HopsoServerRequest *request,
               HopsoRecord *settled,
               HopsoServerVerdict verdict,
               GError **error)
{
  const HopsoServerActor actor = hopso_server_request_get_actor (request);
  g_autoptr (HopsoRecord) written = hopso_server_session_put (session, settled, error);

  if (written == NULL ||
      !hopso_server_session_audit (
          session, &actor, verdict == HOPSO_SERVER_VERDICT_OVERRIDE ? "override" : "change",
          hopso_record_get_id (written), hopso_record_get_kind (written)->name, error))
    return NULL;
  return hopso_server_reply_new_record (SOUP_STATUS_OK, written);
}

/**
 * hopso_server_work_patch_object:
 *
 * PATCH /v1/{kind}/{id}.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_patch_object (HopsoServerSession *session,
                                HopsoServerRequest *request,
                                GError **error)
{
  const HopsoKind *kind = hopso_kind_find (request->params[0]);
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoRecord) old =
      hopso_server_request_get_seen (request, session, kind->id, request->params[1], error);
  HopsoServerVerdict verdict;

  if (old == NULL)
    return NULL;
  if (strcmp (request->if_match, hopso_record_get_etag (old)) != 0)
    return hopso_server_request_refuse_stale (request, old, error);

  g_autoptr (JsonObject) patch = hopso_server_request_parse (request, &failure);
  g_autoptr (HopsoRecord) wanted =
      patch == NULL ? NULL : hopso_wire_record_apply_patch (old, patch, &failure);
  if (wanted == NULL)
    return hopso_server_request_refuse_wire (request, failure, error);
  if (!judge (session, request, old, wanted, &verdict, error))
    return NULL;
  if (verdict != HOPSO_SERVER_VERDICT_ALLOWED && verdict != HOPSO_SERVER_VERDICT_OVERRIDE)
    return refuse_verdict (request, verdict, error);
  if (kind->id == HOPSO_KIND_PAPER && hopso_paper_is_state_secret (HOPSO_PAPER (wanted)))
    return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_STATE_SECRET, NULL, error);

  g_autoptr (HopsoRecord) settled = hopso_server_rights_settle (
      old, wanted, request->caller->person, hopso_server_session_get_now (session));
  return write_patched (session, request, settled, verdict, error);
}

static gboolean
read_limit (HopsoServerRequest *request, guint *limit)
{
  const char *text = request->query == NULL ? NULL : g_hash_table_lookup (request->query, "limit");
  guint64 number = DEFAULT_LIMIT;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, MAX_LIMIT, &number, NULL))
    return FALSE;
  *limit = (guint) number;
  return TRUE;
}

/**
 * hopso_server_work_changes:
 *
 * GET /v1/changes.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_changes (HopsoServerSession *session, HopsoServerRequest *request, GError **error)
{
  const char *since = request->query == NULL ? NULL : g_hash_table_lookup (request->query, "since");
  guint limit;

  if (!read_limit (request, &limit) || (since != NULL && strlen (since) > MAX_STATE))
    return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_MALFORMED, "since or limit",
                                        error);

  g_autoptr (HopsoWireChanges) changes =
      hopso_server_session_list_changes (session, request->caller->person, since, limit, error);
  if (changes == NULL)
    return NULL;
  g_autoptr (JsonObject) object = hopso_wire_changes_to_json (changes);
  g_autoptr (GBytes) body = hopso_wire_print (object);
  return hopso_server_reply_new (SOUP_STATUS_OK, NULL, body);
}

/**
 * hopso_server_work_ack_purge:
 *
 * POST /v1/purges/{kind}/{id}/ack.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_ack_purge (HopsoServerSession *session,
                             HopsoServerRequest *request,
                             GError **error)
{
  const HopsoServerActor actor = hopso_server_request_get_actor (request);
  const char *id = request->params[1];
  gboolean has_seen;
  gboolean may_see;

  if (!hopso_server_session_has_seen (session, actor.person, id, &has_seen, error) ||
      !hopso_server_session_may_see (session, actor.person, id, &may_see, error))
    return NULL;
  if (!has_seen || may_see)
    return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_NOT_FOUND, NULL, error);
  if (!hopso_server_session_audit (session, &actor, "purged", id, request->params[0], error))
    return NULL;
  return hopso_server_reply_new (SOUP_STATUS_NO_CONTENT, NULL, NULL);
}
