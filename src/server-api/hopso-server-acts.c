/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Returning, delegating and withdrawing a sign request. Each is one transaction on the state that
 * the caller names, and one line in the audit log. Signing is a new version of the paper. The
 * store's threads. */

#include "hopso-server-chain.h"

#include "hopso-person.h"
#include "hopso-server-audit.h"
#include "hopso-wire-submission.h"

#include <string.h>

/* What of the three is asked for. */
typedef struct
{
  HopsoSignActType type;
  const char *name; /* in the audit log */
} Route;

/* The delegate's record must be there, and the rules must allow the hand-over. */
static gboolean
check_delegate (HopsoServerSession *session,
                HopsoServerRequest *request,
                GPtrArray *steps,
                const HopsoWireSignAct *asked,
                GError **error)
{
  const char *me = request->caller->person;
  HopsoSignStep *step = hopso_sign_chain_find_active (steps, me);
  g_autoptr (HopsoRecord) signer = NULL;
  g_autoptr (HopsoRecord) delegate = NULL;
  gboolean is_used;

  if (step == NULL)
    return TRUE; /* refused by the chain, which knows why */
  if (asked->person == NULL || asked->step == NULL ||
      !hopso_server_session_has_object (session, asked->step, &is_used, error))
    return asked->person != NULL && asked->step != NULL
               ? FALSE
               : hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_INVALID,
                                              "person or step", error) != NULL;
  delegate = hopso_server_session_get (session, HOPSO_KIND_PERSON, asked->person, NULL);
  if (is_used || delegate == NULL)
    return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_INVALID, "person or step",
                                        error) != NULL;
  signer = hopso_server_session_get (session, HOPSO_KIND_PERSON, me, error);
  if (signer == NULL)
    return FALSE;
  if (hopso_sign_policy_may_delegate (request->api->signing, hopso_sign_step_get_action (step),
                                      HOPSO_PERSON (signer), HOPSO_PERSON (delegate)))
    return TRUE;
  return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_UNSUITABLE, NULL, error) !=
         NULL;
}

static HopsoServerReply *
write_act (HopsoServerSession *session,
           HopsoServerRequest *request,
           GPtrArray *records,
           const char *name,
           const char *detail,
           GError **error)
{
  const HopsoServerActor actor = hopso_server_request_get_actor (request);
  g_autoptr (HopsoRecord) written = hopso_server_chain_put (session, records, error);

  if (written == NULL || !hopso_server_session_audit (session, &actor, name,
                                                      hopso_record_get_id (written), detail, error))
    return NULL;
  return hopso_server_reply_new_record (SOUP_STATUS_OK, written);
}

static HopsoServerReply *
work_act (HopsoServerSession *session,
          HopsoServerRequest *request,
          const Route *route,
          GError **error)
{
  g_autoptr (HopsoRecord) old = hopso_server_request_get_seen (
      request, session, HOPSO_KIND_SIGN_REQUEST, request->params[0], error);
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoWireSignAct) asked = NULL;
  g_autoptr (GPtrArray) steps = NULL;
  g_autoptr (GPtrArray) records = NULL;
  HopsoSignVerdict verdict;

  if (old == NULL)
    return NULL;
  if (strcmp (request->if_match, hopso_record_get_etag (old)) != 0)
    return hopso_server_request_refuse_stale (request, old, error);

  g_autoptr (JsonObject) object = hopso_server_request_parse (request, &failure);
  if (object != NULL)
    asked = hopso_wire_sign_act_from_json (object, &failure);
  if (asked == NULL)
    return hopso_server_request_refuse_wire (request, failure, error);
  steps = hopso_server_chain_load (session, old, error);
  if (steps == NULL || (route->type == HOPSO_SIGN_ACT_DELEGATE &&
                        !check_delegate (session, request, steps, asked, error)))
    return NULL;

  const HopsoSignAct act = { .type = route->type,
                             .person = request->caller->person,
                             .reason = asked->reason,
                             .delegate = asked->person,
                             .step = asked->step,
                             .now = hopso_server_session_get_now (session) };
  records = hopso_sign_chain_act (old, steps, &act, &verdict);
  if (records == NULL)
    return hopso_server_chain_refuse (request, verdict, error);
  return write_act (session, request, records, route->name,
                    route->type == HOPSO_SIGN_ACT_DELEGATE
                        ? asked->person
                        : hopso_sign_request_get_paper (HOPSO_SIGN_REQUEST (old)),
                    error);
}

/**
 * hopso_server_work_return:
 *
 * POST /v1/signRequests/{id}/return.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_return (HopsoServerSession *session, HopsoServerRequest *request, GError **error)
{
  const Route route = { HOPSO_SIGN_ACT_RETURN, "return" };

  return work_act (session, request, &route, error);
}

/**
 * hopso_server_work_withdraw:
 *
 * POST /v1/signRequests/{id}/withdraw.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_withdraw (HopsoServerSession *session,
                            HopsoServerRequest *request,
                            GError **error)
{
  const Route route = { HOPSO_SIGN_ACT_WITHDRAW, "withdraw" };

  return work_act (session, request, &route, error);
}

/**
 * hopso_server_work_delegate:
 *
 * POST /v1/signRequests/{id}/delegate.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_delegate (HopsoServerSession *session,
                            HopsoServerRequest *request,
                            GError **error)
{
  const Route route = { HOPSO_SIGN_ACT_DELEGATE, "delegate" };

  return work_act (session, request, &route, error);
}
