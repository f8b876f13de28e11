/* SPDX-License-Identifier: GPL-3.0-or-later */

/* PUT of new records and DELETE of records, as long as the meeting they belong to is a draft or a
 * template; groups at any time. What was destroyed may be put back where it was (the undoing of a
 * removal). An item that is not empty stays: somebody has put something in meanwhile; a draft goes
 * with all that is in it. The store's threads. */

#include "hopso-server-request.h"

#include "hopso-agenda-item.h"
#include "hopso-group.h"
#include "hopso-meeting.h"
#include "hopso-paper.h"
#include "hopso-participant.h"
#include "hopso-record-meeting.h"
#include "hopso-server-blobs.h"
#include "hopso-server-chain.h"
#include "hopso-server-links.h"
#include "hopso-server-rights.h"
#include "hopso-server-shape.h"
#include "hopso-server-sight.h"
#include "hopso-server-store-error.h"

#include <string.h>

/* What belongs to a meeting and goes with it, in an order in which it can be taken away. */
static const HopsoKindId parts[] = { HOPSO_KIND_PAPER, HOPSO_KIND_PARTICIPANT,
                                     HOPSO_KIND_AGENDA_ITEM };

static gboolean
refuse (HopsoServerRequest *request, HopsoServerProblem problem, const char *detail, GError **error)
{
  hopso_server_request_refuse (request, problem, detail, error);
  return FALSE;
}

static gboolean
is_composed (HopsoKindId kind)
{
  return kind == HOPSO_KIND_MEETING || kind == HOPSO_KIND_AGENDA_ITEM ||
         kind == HOPSO_KIND_PARTICIPANT || kind == HOPSO_KIND_PAPER || kind == HOPSO_KIND_GROUP;
}

/* Whether the caller prepares the meeting, and it is still a draft or a template. */
static gboolean
check_draft (HopsoServerSession *session,
             HopsoServerRequest *request,
             const char *meeting_id,
             HopsoRecord **meeting,
             GError **error)
{
  HopsoServerStanding standing;

  *meeting =
      hopso_server_request_get_seen (request, session, HOPSO_KIND_MEETING, meeting_id, error);
  if (*meeting == NULL || !hopso_server_session_get_standing (session, request->caller->person,
                                                              meeting_id, &standing, error))
    return FALSE;
  if (standing == HOPSO_SERVER_STANDING_NONE)
    return refuse (request, HOPSO_SERVER_PROBLEM_FORBIDDEN, NULL, error);
  return hopso_meeting_is_draft (HOPSO_MEETING (*meeting)) ||
         refuse (request, HOPSO_SERVER_PROBLEM_CLOSED, NULL, error);
}

static gboolean
check_clerk (HopsoServerSession *session,
             HopsoServerRequest *request,
             const char *organization,
             GError **error)
{
  gboolean is_clerk;

  return hopso_server_session_is_clerk_of (session, request->caller->person, organization,
                                           &is_clerk, error) &&
         (is_clerk || refuse (request, HOPSO_SERVER_PROBLEM_FORBIDDEN, NULL, error));
}

/* Whether the caller may write @record as it is or shall be; @meeting is the one it belongs to. */
static gboolean
check_right (HopsoServerSession *session,
             HopsoServerRequest *request,
             HopsoRecord *record,
             HopsoRecord **meeting,
             GError **error)
{
  const char *meeting_id;

  switch (hopso_record_get_kind (record)->id)
    {
    case HOPSO_KIND_GROUP:
      return check_clerk (session, request, hopso_group_get_organization (HOPSO_GROUP (record)),
                          error);
    case HOPSO_KIND_MEETING:
      return check_clerk (session, request, hopso_meeting_get_organization (HOPSO_MEETING (record)),
                          error);
    case HOPSO_KIND_AGENDA_ITEM:
    case HOPSO_KIND_PARTICIPANT:
    case HOPSO_KIND_PAPER:
      meeting_id = hopso_record_get_meeting (record);
      return meeting_id == NULL || !hopso_wire_is_id (meeting_id)
                 ? refuse (request, HOPSO_SERVER_PROBLEM_INVALID, "meeting", error)
                 : check_draft (session, request, meeting_id, meeting, error);
    case HOPSO_KIND_ORGANIZATION:
    case HOPSO_KIND_PERSON:
    case HOPSO_KIND_SIGN_REQUEST:
    case HOPSO_KIND_SIGN_STEP:
    case HOPSO_KIND_PUBLICATION:
    case HOPSO_KIND_RECEIPT:
    case HOPSO_N_KINDS:
    default:
      return refuse (request, HOPSO_SERVER_PROBLEM_FORBIDDEN, NULL, error);
    }
}

/* --- PUT ---------------------------------------------------------------------------------------
 */

/* An id that is nobody's yet; or one that was destroyed, which comes back where it was. */
static gboolean
check_id (HopsoServerSession *session,
          HopsoServerRequest *request,
          HopsoRecord *wanted,
          gboolean *was_there,
          GError **error)
{
  const char *id = hopso_record_get_id (wanted);
  const char *meeting = hopso_record_get_meeting (wanted);
  g_autoptr (HopsoRecord) current = NULL;
  gboolean may_see;
  gboolean has_seen;
  gboolean was_in = TRUE;

  if (!hopso_server_session_has_object (session, id, was_there, error) ||
      !hopso_server_session_may_see (session, request->caller->person, id, &may_see, error) ||
      !hopso_server_session_has_seen (session, request->caller->person, id, &has_seen, error) ||
      (meeting != NULL && strcmp (meeting, id) != 0 &&
       !hopso_server_session_was_in (session, id, meeting, &was_in, error)))
    return FALSE;
  if (!*was_there)
    return TRUE;
  current = hopso_server_session_get (session, hopso_record_get_kind (wanted)->id, id, NULL);
  if (current != NULL && may_see)
    return hopso_server_request_refuse_stale (request, current, error) != NULL;
  return (current == NULL && !may_see && has_seen && was_in) ||
         refuse (request, HOPSO_SERVER_PROBLEM_INVALID, "The id is taken", error);
}

/* Which kind an id once had is the store's to know. */
static HopsoRecord *
put_back (HopsoServerSession *session,
          HopsoServerRequest *request,
          HopsoRecord *settled,
          GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoRecord) written = hopso_server_session_put (session, settled, &failure);

  if (g_error_matches (failure, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_EXISTS))
    refuse (request, HOPSO_SERVER_PROBLEM_INVALID, "The id is taken", error);
  else if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return g_steal_pointer (&written);
}

/* What a part of the change of a published meeting stands for: a part of that one, once. */
static gboolean
settle_revised (HopsoServerSession *session,
                HopsoServerRequest *request,
                HopsoRecord *wanted,
                HopsoRecord *meeting,
                const char **revised,
                GError **error)
{
  const HopsoKind *kind = hopso_record_get_kind (wanted);
  int field = hopso_kind_find_field (kind, "x-revises");
  const char *id = field < 0 ? NULL : hopso_record_get_string (wanted, (guint) field);
  const char *original = hopso_meeting_get_revises (HOPSO_MEETING (meeting));
  g_autoptr (HopsoRecord) found = NULL;
  g_autoptr (GPtrArray) siblings = NULL;

  *revised = NULL;
  if (id == NULL || original == NULL)
    return TRUE;
  found = hopso_server_session_get (session, kind->id, id, NULL);
  if (found == NULL || g_strcmp0 (hopso_record_get_meeting (found), original) != 0)
    return TRUE;
  siblings = hopso_server_session_list (session, kind->id, "meeting", hopso_record_get_id (meeting),
                                        error);
  for (guint i = 0; siblings != NULL && i < siblings->len; i++)
    if (g_strcmp0 (hopso_record_get_string (siblings->pdata[i], (guint) field), id) == 0)
      return refuse (request, HOPSO_SERVER_PROBLEM_INVALID, "x-revises", error);
  *revised = id;
  return siblings != NULL;
}

static void
begin_participant (HopsoRecordBuilder *builder)
{
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_PARTSTAT, "needs-action");
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_SUBSTITUTE, NULL);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_REASON, NULL);
  hopso_record_builder_set_integer (builder, HOPSO_PARTICIPANT_SEQUENCE, 0);
  hopso_record_builder_set_time (builder, HOPSO_PARTICIPANT_ANSWERED, 0);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_ANSWERED_BY, NULL);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_SUBSTITUTE_STATE, NULL);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_SUBSTITUTE_REASON, NULL);
}

/* Whether a part of a change has the bytes of what it stands for. */
static gboolean
has_bytes_of (HopsoServerSession *session, HopsoRecord *wanted, const char *revised)
{
  g_autoptr (HopsoRecord) original =
      revised != NULL ? hopso_server_session_get (session, HOPSO_KIND_PAPER, revised, NULL) : NULL;

  return original != NULL && hopso_record_field_equal (original, wanted, HOPSO_PAPER_DIGEST);
}

/* An approval that is put back has to be given anew: it is not the clerk's word. */
static gboolean
begin_paper (HopsoServerSession *session,
             HopsoRecord *wanted,
             const char *revised,
             HopsoRecordBuilder *builder,
             GError **error)
{
  const char *review = hopso_paper_get_review (HOPSO_PAPER (wanted));
  gint64 latest;

  if (!hopso_server_session_count_versions (session, hopso_record_get_id (wanted), &latest, error))
    return FALSE;
  hopso_record_builder_set_integer (builder, HOPSO_PAPER_VERSION,
                                    has_bytes_of (session, wanted, revised) ? 0 : latest + 1);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_REVIEW_REASON, NULL);
  if (hopso_paper_get_reviewer (HOPSO_PAPER (wanted)) == NULL || review == NULL ||
      strcmp (review, HOPSO_PAPER_REVIEW_NONE) == 0)
    {
      hopso_record_builder_set_string (builder, HOPSO_PAPER_REVIEW, NULL);
      hopso_record_builder_set_string (builder, HOPSO_PAPER_REVIEWER, NULL);
    }
  else
    hopso_record_builder_set_string (builder, HOPSO_PAPER_REVIEW, HOPSO_PAPER_REVIEW_ASKED);
  return TRUE;
}

/* @wanted with what the server keeps itself as it is at the beginning. */
static HopsoRecord *
begin (HopsoServerSession *session,
       HopsoServerRequest *request,
       HopsoRecord *wanted,
       HopsoRecord *meeting,
       GError **error)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (wanted);
  int field = hopso_kind_find_field (hopso_record_get_kind (wanted), "x-revises");
  const char *revised = NULL;

  if (meeting != NULL && !settle_revised (session, request, wanted, meeting, &revised, error))
    return NULL;
  if (field >= 0)
    hopso_record_builder_set_string (builder, (guint) field, revised);
  if (HOPSO_IS_MEETING (wanted))
    {
      hopso_record_builder_set_integer (builder, HOPSO_MEETING_VERSION, 0);
      hopso_record_builder_set_integer (builder, HOPSO_MEETING_SEQUENCE, 0);
      hopso_record_builder_set_string (builder, HOPSO_MEETING_CURRENT_ITEM, NULL);
      hopso_record_builder_set_string (builder, HOPSO_MEETING_REASON, NULL);
    }
  else if (HOPSO_IS_PARTICIPANT (wanted))
    begin_participant (builder);
  else if (HOPSO_IS_PAPER (wanted) && !begin_paper (session, wanted, revised, builder, error))
    return NULL;
  return hopso_record_builder_end (builder);
}

static gboolean
check_sense (HopsoServerRequest *request, HopsoRecord *wanted, GError **error)
{
  const char *fault = hopso_server_shape_find_fault (NULL, wanted);

  if (strcmp (hopso_record_get_id (wanted), request->params[1]) != 0)
    fault = "id";
  else if (HOPSO_IS_MEETING (wanted) && !hopso_meeting_is_draft (HOPSO_MEETING (wanted)))
    fault = "meetingState";
  if (fault != NULL)
    return refuse (request, HOPSO_SERVER_PROBLEM_INVALID, fault, error);
  return !HOPSO_IS_PAPER (wanted) || !hopso_paper_is_state_secret (HOPSO_PAPER (wanted)) ||
         refuse (request, HOPSO_SERVER_PROBLEM_STATE_SECRET, NULL, error);
}

/* One that is put back with bytes that it had has them among its versions. */
static gboolean
add_version (HopsoServerSession *session,
             HopsoServerRequest *request,
             HopsoRecord *paper,
             GError **error)
{
  gboolean is_known;

  return hopso_server_session_is_version (session, hopso_record_get_id (paper),
                                          hopso_paper_get_digest (HOPSO_PAPER (paper)), &is_known,
                                          error) &&
         (is_known ||
          hopso_server_session_add_version (session, paper, request->caller->person, error));
}

static HopsoServerReply *
write_new (HopsoServerSession *session,
           HopsoServerRequest *request,
           HopsoRecord *settled,
           gboolean was_there,
           GError **error)
{
  const HopsoServerActor actor = hopso_server_request_get_actor (request);
  g_autoptr (HopsoRecord) written = put_back (session, request, settled, error);

  if (written == NULL ||
      (HOPSO_IS_PAPER (written) && !add_version (session, request, written, error)) ||
      !hopso_server_session_audit (session, &actor, was_there ? "restore" : "create",
                                   hopso_record_get_id (written),
                                   hopso_record_get_kind (written)->name, error))
    return NULL;
  return hopso_server_reply_new_record (SOUP_STATUS_CREATED, written);
}

/**
 * hopso_server_work_put_object:
 *
 * PUT /v1/{kind}/{id}.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_put_object (HopsoServerSession *session,
                              HopsoServerRequest *request,
                              GError **error)
{
  const HopsoKind *kind = hopso_kind_find (request->params[0]);
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoRecord) meeting = NULL;
  gboolean was_there;

  if (!is_composed (kind->id))
    return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_FORBIDDEN, NULL, error);
  g_autoptr (JsonObject) object = hopso_server_request_parse (request, &failure);
  g_autoptr (HopsoRecord) wanted =
      object == NULL ? NULL : hopso_wire_record_from_json (object, kind->id, &failure);
  if (wanted == NULL)
    return hopso_server_request_refuse_wire (request, failure, error);
  if (!check_right (session, request, wanted, &meeting, error) ||
      !check_id (session, request, wanted, &was_there, error) ||
      !check_sense (request, wanted, error))
    return NULL;

  g_autoptr (HopsoRecord) linked =
      hopso_server_links_settle (session, request, NULL, wanted, error);
  g_autoptr (HopsoRecord) settled =
      linked == NULL ? NULL : begin (session, request, linked, meeting, error);
  return settled == NULL ? NULL : write_new (session, request, settled, was_there, error);
}

/* --- DELETE ------------------------------------------------------------------------------------
 */

static gboolean
check_empty (HopsoServerSession *session,
             HopsoServerRequest *request,
             HopsoRecord *item,
             GError **error)
{
  const char *id = hopso_record_get_id (item);
  g_autoptr (GPtrArray) below =
      hopso_server_session_list (session, HOPSO_KIND_AGENDA_ITEM, "parent", id, error);
  g_autoptr (GPtrArray) papers =
      below == NULL
          ? NULL
          : hopso_server_session_list (session, HOPSO_KIND_PAPER, "agenda_item", id, error);

  if (papers == NULL)
    return FALSE;
  return below->len + papers->len == 0 ||
         refuse (request, HOPSO_SERVER_PROBLEM_NOT_EMPTY, NULL, error);
}

/* What somebody is asked to sign stays until that is over. */
static gboolean
check_not_under_way (HopsoServerSession *session,
                     HopsoServerRequest *request,
                     HopsoRecord *paper,
                     GError **error)
{
  gboolean is_under_way;

  return hopso_server_chain_is_under_way (session, hopso_record_get_id (paper), &is_under_way,
                                          error) &&
         (!is_under_way || refuse (request, HOPSO_SERVER_PROBLEM_UNDER_WAY, NULL, error));
}

static gboolean
delete_parts (HopsoServerSession *session,
              HopsoServerRequest *request,
              const char *meeting,
              HopsoKindId kind,
              GError **error)
{
  g_autoptr (GPtrArray) records =
      hopso_server_session_list (session, kind, "meeting", meeting, error);

  for (guint i = 0; records != NULL && i < records->len; i++)
    if ((kind == HOPSO_KIND_PAPER &&
         !check_not_under_way (session, request, records->pdata[i], error)) ||
        !hopso_server_session_delete (session, kind, hopso_record_get_id (records->pdata[i]),
                                      error))
      return FALSE;
  return records != NULL;
}

/* A draft that is a change of a published meeting may be given up by all who prepare that. */
static gboolean
check_deletion (HopsoServerSession *session,
                HopsoServerRequest *request,
                HopsoRecord *old,
                GError **error)
{
  g_autoptr (HopsoRecord) meeting = NULL;

  if (HOPSO_IS_MEETING (old))
    return check_draft (session, request, hopso_record_get_id (old), &meeting, error);
  if (!check_right (session, request, old, &meeting, error))
    return FALSE;
  if (HOPSO_IS_AGENDA_ITEM (old))
    return check_empty (session, request, old, error);
  return !HOPSO_IS_PAPER (old) || check_not_under_way (session, request, old, error);
}

/**
 * hopso_server_work_delete_object:
 *
 * DELETE /v1/{kind}/{id}.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_delete_object (HopsoServerSession *session,
                                 HopsoServerRequest *request,
                                 GError **error)
{
  const HopsoKind *kind = hopso_kind_find (request->params[0]);
  const HopsoServerActor actor = hopso_server_request_get_actor (request);
  const char *id = request->params[1];
  g_autoptr (HopsoRecord) old =
      hopso_server_request_get_seen (request, session, kind->id, id, error);

  if (old == NULL)
    return NULL;
  if (!is_composed (kind->id))
    return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_FORBIDDEN, NULL, error);
  if (!check_deletion (session, request, old, error))
    return NULL;
  if (strcmp (request->if_match, hopso_record_get_etag (old)) != 0)
    return hopso_server_request_refuse_stale (request, old, error);
  for (gsize i = 0; kind->id == HOPSO_KIND_MEETING && i < G_N_ELEMENTS (parts); i++)
    if (!delete_parts (session, request, id, parts[i], error))
      return NULL;
  if (!hopso_server_session_delete (session, kind->id, id, error) ||
      !hopso_server_session_audit (session, &actor, "destroy", id, kind->name, error))
    return NULL;
  return hopso_server_reply_new (SOUP_STATUS_NO_CONTENT, NULL, NULL);
}
