/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The approval of papers before they go out, and the question who has time. The store's threads. */

#include "hopso-server-request.h"

#include "hopso-server-sight.h"
#include "hopso-wire-course.h"

#include <string.h>

#define MAX_REASON  4000
#define MAX_PERSONS 2000

/* A meeting whose end nobody said takes that long. */
#define USUAL_LENGTH "7200"

static HopsoServerReply *
refuse_verdict (HopsoServerRequest *request, HopsoReviewVerdict verdict, GError **error)
{
  switch (verdict)
    {
    case HOPSO_REVIEW_OVER:
      return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_CLOSED, NULL, error);
    case HOPSO_REVIEW_NO_REASON:
      return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_REASON_NEEDED, NULL, error);
    case HOPSO_REVIEW_INVALID:
      return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_INVALID, "person", error);
    case HOPSO_REVIEW_DONE:
    case HOPSO_REVIEW_FORBIDDEN:
    default:
      return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_FORBIDDEN, NULL, error);
    }
}

/* The paper after the act, NULL with @error. */
static HopsoRecord *
decide (HopsoServerSession *session,
        HopsoServerRequest *request,
        HopsoRecord *old,
        const HopsoWireReview *asked,
        GError **error)
{
  const char *meeting_id = hopso_paper_get_meeting (HOPSO_PAPER (old));
  HopsoServerStanding standing = HOPSO_SERVER_STANDING_NONE;
  HopsoReviewVerdict verdict = HOPSO_REVIEW_FORBIDDEN;
  g_autoptr (HopsoRecord) meeting = NULL;
  HopsoRecord *wanted = NULL;

  if (meeting_id != NULL)
    {
      meeting = hopso_server_session_get (session, HOPSO_KIND_MEETING, meeting_id, error);
      if (meeting == NULL || !hopso_server_session_get_standing (session, request->caller->person,
                                                                 meeting_id, &standing, error))
        return NULL;
    }

  const HopsoReviewAct act = { .type = asked->type,
                               .person = request->caller->person,
                               .prepares = standing != HOPSO_SERVER_STANDING_NONE,
                               .reviewer = asked->person,
                               .reason = asked->reason };
  if (meeting != NULL)
    wanted = hopso_paper_review_act (HOPSO_PAPER (old), HOPSO_MEETING (meeting), &act, &verdict);
  if (wanted == NULL)
    refuse_verdict (request, verdict, error);
  return wanted;
}

/* Who is asked must be there. */
static gboolean
check_reviewer (HopsoServerSession *session,
                HopsoServerRequest *request,
                const HopsoWireReview *asked,
                GError **error)
{
  g_autoptr (HopsoRecord) person = NULL;

  if (asked->reason != NULL && strlen (asked->reason) > MAX_REASON)
    return refuse_verdict (request, HOPSO_REVIEW_INVALID, error) != NULL;
  if (asked->type != HOPSO_REVIEW_ASK)
    return TRUE;
  person = hopso_server_session_get (session, HOPSO_KIND_PERSON, asked->person, NULL);
  return person != NULL || refuse_verdict (request, HOPSO_REVIEW_INVALID, error) != NULL;
}

static HopsoServerReply *
write_review (HopsoServerSession *session,
              HopsoServerRequest *request,
              HopsoRecord *wanted,
              HopsoReviewActType type,
              GError **error)
{
  const HopsoServerActor actor = hopso_server_request_get_actor (request);
  g_autofree char *name = g_strconcat ("review-", hopso_review_act_name (type), NULL);
  g_autoptr (HopsoRecord) written = hopso_server_session_put (session, wanted, error);

  if (written == NULL ||
      !hopso_server_session_audit (session, &actor, name, hopso_record_get_id (written),
                                   hopso_paper_get_digest (HOPSO_PAPER (written)), error))
    return NULL;
  return hopso_server_reply_new_record (SOUP_STATUS_OK, written);
}

/**
 * hopso_server_work_review:
 *
 * POST /v1/papers/{id}/review.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_review (HopsoServerSession *session, HopsoServerRequest *request, GError **error)
{
  g_autoptr (HopsoRecord) old =
      hopso_server_request_get_seen (request, session, HOPSO_KIND_PAPER, request->params[0], error);
  g_autoptr (HopsoWireReview) asked = NULL;
  g_autoptr (HopsoRecord) wanted = NULL;
  g_autoptr (GError) failure = NULL;

  if (old == NULL)
    return NULL;
  if (strcmp (request->if_match, hopso_record_get_etag (old)) != 0)
    return hopso_server_request_refuse_stale (request, old, error);

  g_autoptr (JsonObject) object = hopso_server_request_parse (request, &failure);
  if (object != NULL)
    asked = hopso_wire_review_from_json (object, &failure);
  if (asked == NULL)
    return hopso_server_request_refuse_wire (request, failure, error);
  wanted = decide (session, request, old, asked, error);
  if (wanted == NULL || !check_reviewer (session, request, asked, error))
    return NULL;
  return write_review (session, request, wanted, asked->type, error);
}

/* Whether the person takes part in something published that overlaps. What it is is not told. */
static gboolean
is_busy (HopsoServerSession *session,
         const HopsoWireAvailability *asked,
         const char *person,
         gboolean *answer,
         GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      hopso_server_session_get_sql (session), error,
      "SELECT 1 FROM (SELECT meeting FROM participant WHERE person = ?1 AND partstat <> 'declined'"
      "     AND (partstat <> 'delegated' OR coalesce (substitute_state, 'approved') <> 'approved')"
      "   UNION SELECT meeting FROM participant WHERE substitute = ?1 AND partstat = 'delegated'"
      "     AND coalesce (substitute_state, 'approved') = 'approved') p"
      " CROSS JOIN meeting m ON m.id = p.meeting"
      " WHERE m.state IN ('published', 'inProgress') AND m.id IS NOT ?4 AND m.start < ?3"
      "   AND coalesce (m.\"end\", m.start + " USUAL_LENGTH ") > ?2",
      "siis", person, asked->start, asked->end, asked->except);

  if (query == NULL)
    return FALSE;
  *answer = hopso_server_query_next (query, &failure);
  return hopso_server_sql_pass_error (&failure, error);
}

static HopsoServerReply *
answer_availability (HopsoServerSession *session,
                     const HopsoWireAvailability *asked,
                     GError **error)
{
  g_autoptr (GPtrArray) busy = g_ptr_array_new ();

  for (guint i = 0; asked->persons[i] != NULL; i++)
    {
      gboolean is_one;

      if (!is_busy (session, asked, asked->persons[i], &is_one, error))
        return NULL;
      if (is_one)
        g_ptr_array_add (busy, asked->persons[i]);
    }
  g_ptr_array_add (busy, NULL);
  g_autoptr (JsonObject) object = hopso_wire_busy_to_json ((const char *const *) busy->pdata);
  g_autoptr (GBytes) body = hopso_wire_print (object);
  return hopso_server_reply_new (SOUP_STATUS_OK, NULL, body);
}

/**
 * hopso_server_work_availability:
 *
 * POST /v1/availability.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_availability (HopsoServerSession *session,
                                HopsoServerRequest *request,
                                GError **error)
{
  g_autoptr (HopsoWireAvailability) asked = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean is_clerk;

  if (!hopso_server_session_has_role (session, request->caller->person, "clerk", &is_clerk, error))
    return NULL;
  if (!is_clerk)
    return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_FORBIDDEN, NULL, error);

  g_autoptr (JsonObject) object = hopso_server_request_parse (request, &failure);
  if (object != NULL)
    asked = hopso_wire_availability_from_json (object, &failure);
  if (asked == NULL)
    return hopso_server_request_refuse_wire (request, failure, error);
  if (asked->end <= asked->start || g_strv_length (asked->persons) > MAX_PERSONS)
    return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_INVALID, NULL, error);
  return answer_availability (session, asked, error);
}
