/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Publishing, changing, postponing and cancelling a meeting. What becomes of its records decides
 * the model; here they are read and written, in one transaction: all or nothing. The store's
 * threads. */

#include "hopso-server-request.h"

#include "hopso-paper.h"
#include "hopso-publish-check.h"
#include "hopso-server-blobs.h"
#include "hopso-server-chain.h"
#include "hopso-server-inspection.h"
#include "hopso-server-sight.h"
#include "hopso-wire-course.h"

#include <string.h>

#define MAX_REASON 4000

/* What of the four is asked for. */
typedef struct
{
  HopsoCourseActType type;
  const char *name; /* in the audit log */
} Route;

/* One act while it is worked out. */
typedef struct
{
  HopsoServerSession *session; /* borrowed */
  HopsoServerRequest *request; /* borrowed */
  const Route *route;          /* borrowed */
  HopsoRecord *meeting;        /* owned: as it is */
  HopsoWireCourse *asked;      /* owned */
  GPtrArray *records;          /* owned: the meeting and what belongs to it */
  GPtrArray *originals;        /* owned, nullable: the same of the meeting that it changes */
} Course;

static void
course_clear (Course *self)
{
  g_clear_object (&self->meeting);
  g_clear_pointer (&self->asked, hopso_wire_course_free);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->originals, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Course, course_clear)

static gboolean
refuse (Course *self, HopsoServerProblem problem, GError **error)
{
  hopso_server_request_refuse (self->request, problem, NULL, error);
  return FALSE;
}

static gboolean
has_text (const char *text)
{
  return text != NULL && text[strspn (text, " \t\r\n")] != '\0';
}

static gboolean
check_right (Course *self, GError **error)
{
  HopsoServerStanding standing;

  return hopso_server_session_get_standing (self->session, self->request->caller->person,
                                            hopso_record_get_id (self->meeting), &standing,
                                            error) &&
         (standing != HOPSO_SERVER_STANDING_NONE ||
          refuse (self, HOPSO_SERVER_PROBLEM_FORBIDDEN, error));
}

static gboolean
read_body (Course *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (JsonObject) object = hopso_server_request_parse (self->request, &failure);

  if (object != NULL)
    self->asked = hopso_wire_course_from_json (object, &failure);
  if (self->asked == NULL)
    return hopso_server_request_refuse_wire (self->request, failure, error) != NULL;
  return self->asked->reason == NULL || strlen (self->asked->reason) <= MAX_REASON ||
         refuse (self, HOPSO_SERVER_PROBLEM_INVALID, error);
}

/* A meeting and what belongs to it; NULL with @error. */
static GPtrArray *
load (HopsoServerSession *session, HopsoRecord *meeting, GError **error)
{
  static const HopsoKindId parts[] = { HOPSO_KIND_AGENDA_ITEM, HOPSO_KIND_PARTICIPANT,
                                       HOPSO_KIND_PAPER, HOPSO_KIND_PUBLICATION };
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (all, g_object_ref (meeting));
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      GPtrArray *some = hopso_server_session_list (session, parts[i], "meeting",
                                                   hopso_record_get_id (meeting), error);

      if (some == NULL)
        return NULL;
      g_ptr_array_extend_and_steal (all, some);
    }
  return g_steal_pointer (&all);
}

static gboolean
load_all (Course *self, GError **error)
{
  const char *revises = hopso_meeting_get_revises (HOPSO_MEETING (self->meeting));
  g_autoptr (HopsoRecord) original = NULL;

  self->records = load (self->session, self->meeting, error);
  if (self->records == NULL)
    return FALSE;
  if (revises != NULL)
    original = hopso_server_session_get (self->session, HOPSO_KIND_MEETING, revises, NULL);
  if (original != NULL)
    self->originals = load (self->session, original, error);
  return original == NULL || self->originals != NULL;
}

static gboolean
refuse_verdict (Course *self, HopsoCourseVerdict verdict, GError **error)
{
  switch (verdict)
    {
    case HOPSO_COURSE_NO_REASON:
      return refuse (self, HOPSO_SERVER_PROBLEM_REASON_NEEDED, error);
    case HOPSO_COURSE_INVALID:
      return refuse (self, HOPSO_SERVER_PROBLEM_INVALID, error);
    case HOPSO_COURSE_DONE:
    case HOPSO_COURSE_OVER:
    default:
      return refuse (self, HOPSO_SERVER_PROBLEM_CLOSED, error);
    }
}

/* The bytes of a paper as they are from now on. What a draft had before is nobody's to read any
 * more; requests for signatures on other bytes are stopped. */
static gboolean
follow_paper (Course *self, HopsoRecord *old, HopsoRecord *paper, GError **error)
{
  const HopsoServerActor actor = hopso_server_request_get_actor (self->request);
  const char *id = hopso_record_get_id (paper);
  gboolean was_out = old != NULL && self->originals != NULL &&
                     g_strcmp0 (hopso_paper_get_meeting (HOPSO_PAPER (old)),
                                hopso_paper_get_meeting (HOPSO_PAPER (paper))) == 0;

  if (!was_out)
    return hopso_server_session_forget_versions (self->session, id, error) &&
           hopso_server_session_add_version (self->session, paper, actor.person, error);
  if (hopso_record_field_equal (old, paper, HOPSO_PAPER_DIGEST))
    return TRUE;
  return hopso_server_session_add_version (self->session, paper, actor.person, error) &&
         hopso_server_chain_follow (self->session, &actor, paper, FALSE, error);
}

static HopsoRecord *
find (GPtrArray *records, const char *id)
{
  for (guint i = 0; records != NULL && i < records->len; i++)
    if (strcmp (hopso_record_get_id (records->pdata[i]), id) == 0)
      return records->pdata[i];
  return NULL;
}

static gboolean
put (Course *self, HopsoRecord *record, HopsoRecord **written, GError **error)
{
  HopsoRecord *old = find (self->records, hopso_record_get_id (record));

  if (old == NULL)
    old = find (self->originals, hopso_record_get_id (record));
  *written = hopso_server_session_put (self->session, record, error);
  return *written != NULL &&
         (!HOPSO_IS_PAPER (record) || follow_paper (self, old, *written, error));
}

static gboolean
take_away (Course *self, HopsoRecord *record, GError **error)
{
  const HopsoServerActor actor = hopso_server_request_get_actor (self->request);

  return (!HOPSO_IS_PAPER (record) ||
          hopso_server_chain_follow (self->session, &actor, record, FALSE, error)) &&
         hopso_server_session_delete (self->session, hopso_record_get_kind (record)->id,
                                      hopso_record_get_id (record), error);
}

static HopsoServerReply *
write_outcome (Course *self, const HopsoCourseOutcome *outcome, GError **error)
{
  const HopsoServerActor actor = hopso_server_request_get_actor (self->request);
  g_autoptr (HopsoRecord) first = NULL;

  for (guint i = 0; i < outcome->put->len; i++)
    {
      g_autoptr (HopsoRecord) written = NULL;

      if (!put (self, outcome->put->pdata[i], &written, error))
        return NULL;
      if (i == 0)
        first = g_object_ref (written);
    }
  for (guint i = 0; i < outcome->removed->len; i++)
    if (!take_away (self, outcome->removed->pdata[i], error))
      return NULL;
  if (!hopso_server_session_audit (self->session, &actor, self->route->name,
                                   hopso_record_get_id (self->meeting), hopso_record_get_id (first),
                                   error))
    return NULL;
  return hopso_server_reply_new_record (SOUP_STATUS_OK, first);
}

/* Two who begin a change at once work on the same. */
static HopsoRecord *
find_change (Course *self)
{
  g_autofree char *id = hopso_meeting_course_make_change_id (HOPSO_MEETING (self->meeting));

  return self->route->type == HOPSO_COURSE_REVISE
             ? hopso_server_session_get (self->session, HOPSO_KIND_MEETING, id, NULL)
             : NULL;
}

/* The codes of those that are just as bad, with commas. */
static char *
list_codes (GPtrArray *checks, HopsoPublishSeverity severity)
{
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();

  for (guint i = 0; i < checks->len; i++)
    if (hopso_publish_check_get_severity (checks->pdata[i]) == severity)
      g_ptr_array_add (codes, (char *) hopso_publish_check_code_to_string (
                                  hopso_publish_check_get_code (checks->pdata[i])));
  g_ptr_array_add (codes, NULL);
  return g_strjoinv (", ", (char **) codes->pdata);
}

/* The questions that the clerk's window asked; what it answered does not count. */
static gboolean
check_fitness (Course *self, GError **error)
{
  g_autoptr (GPtrArray) checks = hopso_publish_check_run (
      self->records, self->request->api->publishing, hopso_server_session_get_now (self->session));
  HopsoPublishSeverity worst = hopso_publish_check_find_worst (checks);
  g_autofree char *codes = list_codes (checks, worst);

  if (worst == HOPSO_PUBLISH_BLOCKED)
    hopso_server_request_refuse (self->request, HOPSO_SERVER_PROBLEM_BLOCKED, codes, error);
  else if (worst == HOPSO_PUBLISH_REASON && !has_text (self->asked->reason))
    hopso_server_request_refuse (self->request, HOPSO_SERVER_PROBLEM_REASON_NEEDED, codes, error);
  else
    return TRUE;
  return FALSE;
}

/* From here on papers say what the server found in them. */
static void
apply_inspection (Course *self)
{
  for (guint i = 0; i < self->records->len; i++)
    {
      HopsoRecord *record = self->records->pdata[i];

      if (!HOPSO_IS_PAPER (record))
        continue;
      self->records->pdata[i] = hopso_server_inspection_apply (self->request, record);
      g_object_unref (record);
    }
}

static HopsoServerReply *
act (Course *self, GError **error)
{
  const HopsoCourseAct wish = { .type = self->route->type,
                                .person = self->request->caller->person,
                                .reason = self->asked->reason,
                                .start = self->asked->start,
                                .end = self->asked->end,
                                .now = hopso_server_session_get_now (self->session) };
  HopsoCourseVerdict verdict;
  g_autoptr (HopsoRecord) change = find_change (self);
  g_autoptr (HopsoCourseOutcome) outcome =
      hopso_meeting_course_act (self->records, self->originals, &wish, &verdict);

  if (outcome == NULL)
    {
      refuse_verdict (self, verdict, error);
      return NULL;
    }
  if (wish.type == HOPSO_COURSE_PUBLISH && !check_fitness (self, error))
    return NULL;
  return change != NULL ? hopso_server_reply_new_record (SOUP_STATUS_OK, change)
                        : write_outcome (self, outcome, error);
}

static HopsoServerReply *
work (HopsoServerSession *session, HopsoServerRequest *request, const Route *route, GError **error)
{
  g_auto (Course) self = { .session = session, .request = request, .route = route };

  self.meeting = hopso_server_request_get_seen (request, session, HOPSO_KIND_MEETING,
                                                request->params[0], error);
  if (self.meeting == NULL || !check_right (&self, error))
    return NULL;
  if (strcmp (request->if_match, hopso_record_get_etag (self.meeting)) != 0)
    return hopso_server_request_refuse_stale (request, self.meeting, error);
  if (!read_body (&self, error) || !load_all (&self, error))
    return NULL;
  if (route->type == HOPSO_COURSE_PUBLISH)
    apply_inspection (&self);
  return act (&self, error);
}

/**
 * hopso_server_work_publish:
 *
 * POST /v1/meetings/{id}/publish.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_publish (HopsoServerSession *session, HopsoServerRequest *request, GError **error)
{
  const Route route = { HOPSO_COURSE_PUBLISH, "publish" };

  return work (session, request, &route, error);
}

/**
 * hopso_server_work_revise:
 *
 * POST /v1/meetings/{id}/revise.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_revise (HopsoServerSession *session, HopsoServerRequest *request, GError **error)
{
  const Route route = { HOPSO_COURSE_REVISE, "revise" };

  return work (session, request, &route, error);
}

/**
 * hopso_server_work_postpone:
 *
 * POST /v1/meetings/{id}/postpone.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_postpone (HopsoServerSession *session,
                            HopsoServerRequest *request,
                            GError **error)
{
  const Route route = { HOPSO_COURSE_POSTPONE, "postpone" };

  return work (session, request, &route, error);
}

/**
 * hopso_server_work_cancel:
 *
 * POST /v1/meetings/{id}/cancel.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_cancel (HopsoServerSession *session, HopsoServerRequest *request, GError **error)
{
  const Route route = { HOPSO_COURSE_CANCEL, "cancel" };

  return work (session, request, &route, error);
}
