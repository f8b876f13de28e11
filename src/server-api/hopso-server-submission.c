/* SPDX-License-Identifier: GPL-3.0-or-later */

/* POST of a sign request, with its steps and perhaps a paper of its own: all of it in one
 * transaction, or nothing. What the client says is a wish; state, turn and times are set here. The
 * store's threads. */

#include "hopso-server-chain.h"

#include "hopso-organization.h"
#include "hopso-paper.h"
#include "hopso-person.h"
#include "hopso-server-audit.h"
#include "hopso-server-blobs.h"
#include "hopso-server-sight.h"
#include "hopso-wire-submission.h"

#include <string.h>

/* One submission while it is looked at. */
typedef struct
{
  HopsoServerSession *session; /* borrowed */
  HopsoServerRequest *request; /* borrowed */
  HopsoWireSubmission *asked;  /* owned */
  HopsoRecord *submitter;      /* owned, nullable: not read yet */
  HopsoRecord *paper;          /* owned, nullable: not read or made yet */
} Submission;

static void
submission_clear (Submission *self)
{
  g_clear_pointer (&self->asked, hopso_wire_submission_free);
  g_clear_object (&self->submitter);
  g_clear_object (&self->paper);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Submission, submission_clear)

static gboolean
refuse (Submission *self, HopsoServerProblem problem, const char *detail, GError **error)
{
  hopso_server_request_refuse (self->request, problem, detail, error);
  return FALSE;
}

static gboolean
check_submitter (Submission *self, GError **error)
{
  self->submitter = hopso_server_session_get (self->session, HOPSO_KIND_PERSON,
                                              self->request->caller->person, error);
  if (self->submitter == NULL)
    return FALSE;
  return hopso_sign_policy_may_submit (self->request->api->signing, HOPSO_PERSON (self->submitter))
             ? TRUE
             : refuse (self, HOPSO_SERVER_PROBLEM_FORBIDDEN, NULL, error);
}

/* An id that the client made is nobody's yet. */
static gboolean
check_unused (Submission *self, HopsoRecord *record, GError **error)
{
  gboolean is_used;

  if (!hopso_server_session_has_object (self->session, hopso_record_get_id (record), &is_used,
                                        error))
    return FALSE;
  return !is_used ? TRUE : refuse (self, HOPSO_SERVER_PROBLEM_INVALID, "The id is taken", error);
}

/* What the client may say of a paper of its own; the rest is the server's. */
static HopsoRecord *
make_paper (Submission *self)
{
  static const guint wishes[] = { HOPSO_PAPER_NAME,       HOPSO_PAPER_REFERENCE,
                                  HOPSO_PAPER_PAPER_TYPE, HOPSO_PAPER_FILE_NAME,
                                  HOPSO_PAPER_DIGEST,     HOPSO_PAPER_SIZE,
                                  HOPSO_PAPER_PAGES,      HOPSO_PAPER_SIGNATURES };
  HopsoRecord *asked = self->asked->paper;
  g_autoptr (HopsoRecordBuilder) builder =
      hopso_record_builder_new (HOPSO_KIND_PAPER, hopso_record_get_id (asked));

  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++)
    hopso_record_builder_copy_field (builder, asked, wishes[i]);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_ORGANIZATION,
                                   hopso_person_get_organization (HOPSO_PERSON (self->submitter)));
  hopso_record_builder_set_time (builder, HOPSO_PAPER_DATE,
                                 hopso_server_session_get_now (self->session));
  hopso_record_builder_set_integer (builder, HOPSO_PAPER_VERSION, 1);
  return hopso_record_builder_end (builder);
}

static gboolean
take_new_paper (Submission *self, GError **error)
{
  HopsoPaper *asked = HOPSO_PAPER (self->asked->paper);
  gboolean owns;
  guint64 size;

  if (!check_unused (self, self->asked->paper, error) ||
      !hopso_server_session_owns_blob (self->session, hopso_paper_get_digest (asked),
                                       self->request->caller->person, &size, &owns, error))
    return FALSE;
  if (!owns || size != (guint64) hopso_paper_get_size (asked))
    return refuse (self, HOPSO_SERVER_PROBLEM_INVALID,
                   "The bytes were not uploaded, or are of other size", error);
  if (hopso_paper_is_state_secret (asked))
    return refuse (self, HOPSO_SERVER_PROBLEM_STATE_SECRET, NULL, error);

  g_autoptr (HopsoRecord) wanted = make_paper (self);
  self->paper = hopso_server_session_put (self->session, wanted, error);
  return self->paper != NULL &&
         hopso_server_session_add_version (self->session, self->paper,
                                           self->request->caller->person, error);
}

/* A unit's people are those of the organization that it is a part of. */
static gboolean
is_of_organization (HopsoServerSession *session, HopsoPerson *person, const char *organization)
{
  const char *own = hopso_person_get_organization (person);
  g_autoptr (HopsoRecord) unit =
      own != NULL ? hopso_server_session_get (session, HOPSO_KIND_ORGANIZATION, own, NULL) : NULL;

  if (unit == NULL || organization == NULL)
    return FALSE;
  return strcmp (own, organization) == 0 ||
         (g_strcmp0 (hopso_organization_get_classification (HOPSO_ORGANIZATION (unit)), "unit") ==
              0 &&
          g_strcmp0 (hopso_organization_get_parent (HOPSO_ORGANIZATION (unit)), organization) == 0);
}

/* Who is asked to sign a paper sees it from then on. Having been shown it is not enough to decide
 * that; one of no meeting may be handed on by the organization that it is from, too. */
static gboolean
check_handing_on (Submission *self, GError **error)
{
  HopsoPaper *paper = HOPSO_PAPER (self->paper);
  gboolean may;

  if (!hopso_server_chain_prepares (self->session, self->request->caller->person, self->paper, &may,
                                    error))
    return FALSE;
  may = may || (hopso_paper_get_meeting (paper) == NULL &&
                is_of_organization (self->session, HOPSO_PERSON (self->submitter),
                                    hopso_paper_get_organization (paper)));
  return may ? TRUE : refuse (self, HOPSO_SERVER_PROBLEM_FORBIDDEN, NULL, error);
}

/* A paper that is there, which the client means as it saw it. */
static gboolean
take_known_paper (Submission *self, GError **error)
{
  HopsoSignRequest *asked = HOPSO_SIGN_REQUEST (self->asked->request);
  const char *id = hopso_sign_request_get_paper (asked);
  const char *digest = hopso_sign_request_get_digest (asked);
  gboolean is_under_way;

  self->paper =
      hopso_server_request_get_seen (self->request, self->session, HOPSO_KIND_PAPER, id, error);
  if (self->paper == NULL || !check_handing_on (self, error))
    return FALSE;
  if (g_strcmp0 (digest, hopso_paper_get_digest (HOPSO_PAPER (self->paper))) != 0)
    return hopso_server_request_refuse_stale (self->request, self->paper, error) != NULL;
  if (!hopso_server_chain_is_under_way (self->session, id, &is_under_way, error))
    return FALSE;
  return !is_under_way ? TRUE : refuse (self, HOPSO_SERVER_PROBLEM_UNDER_WAY, NULL, error);
}

static gboolean
check_step (Submission *self, HopsoRecord *step, GError **error)
{
  const char *action = hopso_sign_step_get_action (HOPSO_SIGN_STEP (step));
  g_autoptr (HopsoRecord) signer = hopso_server_session_get (
      self->session, HOPSO_KIND_PERSON, hopso_sign_step_get_signer (HOPSO_SIGN_STEP (step)), NULL);

  if (signer == NULL)
    return refuse (self, HOPSO_SERVER_PROBLEM_INVALID, "No such signer", error);
  if (!hopso_sign_policy_may_sign (HOPSO_PERSON (signer), action) ||
      !hopso_sign_policy_may_ask (self->request->api->signing, HOPSO_PERSON (self->submitter),
                                  HOPSO_PERSON (signer)))
    return refuse (self, HOPSO_SERVER_PROBLEM_UNSUITABLE, NULL, error);
  return check_unused (self, step, error);
}

static gboolean
check_steps (Submission *self, GError **error)
{
  gboolean is_signed = hopso_paper_get_signatures (HOPSO_PAPER (self->paper)) > 0;

  if (!hopso_sign_chain_is_valid (self->asked->steps, is_signed))
    return refuse (self, HOPSO_SERVER_PROBLEM_INVALID, "The steps", error);
  for (guint i = 0; i < self->asked->steps->len; i++)
    if (!check_step (self, self->asked->steps->pdata[i], error))
      return FALSE;
  return check_unused (self, self->asked->request, error);
}

/* The request that this one follows, if the caller sees it, else nothing. */
static const char *
find_previous (Submission *self)
{
  const char *previous =
      hopso_sign_request_get_previous (HOPSO_SIGN_REQUEST (self->asked->request));
  gboolean may_see = FALSE;

  if (previous == NULL ||
      !hopso_server_session_may_see (self->session, self->request->caller->person, previous,
                                     &may_see, NULL))
    return NULL;
  return may_see ? previous : NULL;
}

static HopsoRecord *
make_request (Submission *self)
{
  HopsoRecord *asked = self->asked->request;
  const char *mode = hopso_sign_request_get_mode (HOPSO_SIGN_REQUEST (asked));
  gboolean in_any = g_strcmp0 (mode, HOPSO_SIGN_REQUEST_ANY) == 0;
  g_autoptr (HopsoRecordBuilder) builder =
      hopso_record_builder_new (HOPSO_KIND_SIGN_REQUEST, hopso_record_get_id (asked));

  hopso_record_builder_copy_field (builder, asked, HOPSO_SIGN_REQUEST_DEADLINE);
  hopso_record_builder_copy_field (builder, asked, HOPSO_SIGN_REQUEST_REMARKS);
  hopso_record_builder_copy_field (builder, asked, HOPSO_SIGN_REQUEST_PLACE);
  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_PAPER,
                                   hopso_record_get_id (self->paper));
  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_DIGEST,
                                   hopso_paper_get_digest (HOPSO_PAPER (self->paper)));
  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_REQUESTER,
                                   self->request->caller->person);
  hopso_record_builder_set_time (builder, HOPSO_SIGN_REQUEST_CREATED,
                                 hopso_server_session_get_now (self->session));
  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_MODE,
                                   in_any ? HOPSO_SIGN_REQUEST_ANY : HOPSO_SIGN_REQUEST_ORDERED);
  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_PREVIOUS, find_previous (self));
  return hopso_record_builder_end (builder);
}

static HopsoServerReply *
write_submission (Submission *self, GError **error)
{
  const HopsoServerActor actor = hopso_server_request_get_actor (self->request);
  g_autoptr (HopsoRecord) wanted = make_request (self);
  g_autoptr (GPtrArray) records = hopso_sign_chain_begin (wanted, self->asked->steps);
  g_autoptr (HopsoRecord) written = hopso_server_chain_put (self->session, records, error);

  if (written == NULL ||
      !hopso_server_session_audit (self->session, &actor, "submit", hopso_record_get_id (written),
                                   hopso_record_get_id (self->paper), error))
    return NULL;
  return hopso_server_reply_new_record (SOUP_STATUS_CREATED, written);
}

/**
 * hopso_server_work_submit:
 *
 * POST /v1/signRequests.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_submit (HopsoServerSession *session, HopsoServerRequest *request, GError **error)
{
  g_auto (Submission) self = { .session = session, .request = request };
  g_autoptr (GError) failure = NULL;

  if (!check_submitter (&self, error))
    return NULL;
  g_autoptr (JsonObject) object = hopso_server_request_parse (request, &failure);
  if (object != NULL)
    self.asked = hopso_wire_submission_from_json (object, &failure);
  if (self.asked == NULL)
    return hopso_server_request_refuse_wire (request, failure, error);
  if (!(self.asked->paper != NULL ? take_new_paper (&self, error)
                                  : take_known_paper (&self, error)) ||
      !check_steps (&self, error))
    return NULL;
  return write_submission (&self, error);
}
