/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading, changing and following records, and the acknowledgement of a purge. Runs on the store's
 * threads. */

#include "hopso-server-request.h"

#include "hopso-group.h"
#include "hopso-paper.h"
#include "hopso-record-meeting.h"
#include "hopso-server-blobs.h"
#include "hopso-server-changes.h"
#include "hopso-server-links.h"
#include "hopso-server-rights.h"
#include "hopso-server-shape.h"

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

/* What somebody wants to make of a record. */
typedef struct
{
  HopsoServerSession *session; /* borrowed */
  HopsoServerRequest *request; /* borrowed */
  HopsoRecord *old;            /* owned */
  HopsoRecord *wanted;         /* owned, nullable: not read yet */
  HopsoRecord *meeting;        /* owned, nullable: it belongs to none */
  HopsoServerVerdict verdict;
} Patch;

static void
patch_clear (Patch *self)
{
  g_clear_object (&self->old);
  g_clear_object (&self->wanted);
  g_clear_object (&self->meeting);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Patch, patch_clear)

static gboolean
find_standing (Patch *self, HopsoServerStanding *standing, GError **error)
{
  const char *person = self->request->caller->person;
  const char *meeting_id = hopso_record_get_meeting (self->old);
  gboolean is_clerk;

  if (HOPSO_IS_GROUP (self->old))
    {
      if (!hopso_server_session_is_clerk_of (self->session, person,
                                             hopso_group_get_organization (HOPSO_GROUP (self->old)),
                                             &is_clerk, error))
        return FALSE;
      *standing = is_clerk ? HOPSO_SERVER_STANDING_CLERK : HOPSO_SERVER_STANDING_NONE;
      return TRUE;
    }
  if (meeting_id == NULL)
    return TRUE;
  self->meeting = hopso_server_session_get (self->session, HOPSO_KIND_MEETING, meeting_id, error);
  return self->meeting != NULL &&
         hopso_server_session_get_standing (self->session, person, meeting_id, standing, error);
}

static gboolean
judge (Patch *self, GError **error)
{
  HopsoServerRights rights = { .person = self->request->caller->person };

  if (!hopso_server_session_has_role (self->session, rights.person, "admin", &rights.is_admin,
                                      error) ||
      !find_standing (self, &rights.standing, error))
    return FALSE;
  self->verdict = hopso_server_rights_judge (&rights, self->old, self->wanted, self->meeting);
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

/* The bytes of a draft's paper may change at any time; the ones before may be wanted back. */
static HopsoRecord *
count_version (Patch *self, HopsoRecord *settled, GError **error)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (settled);
  gint64 latest;

  if (!hopso_server_session_count_versions (self->session, hopso_record_get_id (settled), &latest,
                                            error))
    return NULL;
  hopso_record_builder_set_integer (builder, HOPSO_PAPER_VERSION, latest + 1);
  return hopso_record_builder_end (builder);
}

static HopsoRecord *
put (Patch *self, HopsoRecord *settled, GError **error)
{
  gboolean has_other_bytes = HOPSO_IS_PAPER (settled) &&
                             !hopso_record_field_equal (self->old, settled, HOPSO_PAPER_DIGEST);
  g_autoptr (HopsoRecord) counted =
      has_other_bytes ? count_version (self, settled, error) : g_object_ref (settled);
  g_autoptr (HopsoRecord) written =
      counted == NULL ? NULL : hopso_server_session_put (self->session, counted, error);

  if (written == NULL ||
      (has_other_bytes && !hopso_server_session_add_version (self->session, written,
                                                             self->request->caller->person, error)))
    return NULL;
  return g_steal_pointer (&written);
}

static HopsoServerReply *
write_patched (Patch *self, HopsoRecord *settled, GError **error)
{
  const HopsoServerActor actor = hopso_server_request_get_actor (self->request);
  const char *action = self->verdict == HOPSO_SERVER_VERDICT_OVERRIDE ? "override" : "change";
  g_autoptr (HopsoRecord) written = put (self, settled, error);

  if (written == NULL ||
      !hopso_server_session_audit (self->session, &actor, action, hopso_record_get_id (written),
                                   hopso_record_get_kind (written)->name, error))
    return NULL;
  return hopso_server_reply_new_record (SOUP_STATUS_OK, written);
}

/* What is wanted must make sense, whoever wants it. */
static gboolean
check_sense (Patch *self, GError **error)
{
  const char *fault = hopso_server_shape_find_fault (self->old, self->wanted);

  if (fault != NULL)
    hopso_server_request_refuse (self->request, HOPSO_SERVER_PROBLEM_INVALID, fault, error);
  else if (HOPSO_IS_PAPER (self->wanted) &&
           hopso_paper_is_state_secret (HOPSO_PAPER (self->wanted)))
    hopso_server_request_refuse (self->request, HOPSO_SERVER_PROBLEM_STATE_SECRET, NULL, error);
  else
    return TRUE;
  return FALSE;
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
  g_auto (Patch) self = { .session = session, .request = request };

  self.old = hopso_server_request_get_seen (request, session, kind->id, request->params[1], error);
  if (self.old == NULL)
    return NULL;
  if (strcmp (request->if_match, hopso_record_get_etag (self.old)) != 0)
    return hopso_server_request_refuse_stale (request, self.old, error);

  g_autoptr (JsonObject) patch = hopso_server_request_parse (request, &failure);
  if (patch != NULL)
    self.wanted = hopso_wire_record_apply_patch (self.old, patch, &failure);
  if (self.wanted == NULL)
    return hopso_server_request_refuse_wire (request, failure, error);
  if (!judge (&self, error))
    return NULL;
  if (self.verdict != HOPSO_SERVER_VERDICT_ALLOWED && self.verdict != HOPSO_SERVER_VERDICT_OVERRIDE)
    return refuse_verdict (request, self.verdict, error);
  if (!check_sense (&self, error))
    return NULL;

  g_autoptr (HopsoRecord) settled =
      hopso_server_rights_settle (self.old, self.wanted, self.meeting, request->caller->person,
                                  hopso_server_session_get_now (session));
  g_autoptr (HopsoRecord) linked =
      hopso_server_links_settle (session, request, self.old, settled, error);
  return linked == NULL ? NULL : write_patched (&self, linked, error);
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
