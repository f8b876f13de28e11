/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sign requests with their steps in the records. What becomes of them decides the model; here they
 * are read and written, inside the transaction that changes them. The store's threads. */

#include "hopso-server-chain.h"

#include "hopso-paper.h"
#include "hopso-server-audit.h"
#include "hopso-server-sight.h"

#include <string.h>

/**
 * hopso_server_chain_load:
 * @sign_request: a sign request
 *
 * Returns: (transfer full) (element-type HopsoSignStep): its steps, or %NULL with @error; a request
 *   from before there were steps has one
 */
GPtrArray *
hopso_server_chain_load (HopsoServerSession *session, HopsoRecord *sign_request, GError **error)
{
  GPtrArray *steps = hopso_server_session_list (session, HOPSO_KIND_SIGN_STEP, "request",
                                                hopso_record_get_id (sign_request), error);

  if (steps != NULL && steps->len == 0)
    g_ptr_array_add (steps, hopso_sign_chain_make_step (HOPSO_SIGN_REQUEST (sign_request)));
  return steps;
}

/**
 * hopso_server_chain_put:
 * @records: (element-type HopsoRecord): a request, then steps of it
 *
 * Returns: (transfer full): the request as it was written, or %NULL with @error
 */
HopsoRecord *
hopso_server_chain_put (HopsoServerSession *session, GPtrArray *records, GError **error)
{
  g_autoptr (HopsoRecord) written = hopso_server_session_put (session, records->pdata[0], error);

  for (guint i = 1; written != NULL && i < records->len; i++)
    {
      g_autoptr (HopsoRecord) step = hopso_server_session_put (session, records->pdata[i], error);

      if (step == NULL)
        return NULL;
    }
  return g_steal_pointer (&written);
}

/**
 * hopso_server_chain_refuse:
 * @verdict: why not
 *
 * Returns: %NULL with @error
 */
HopsoServerReply *
hopso_server_chain_refuse (HopsoServerRequest *request, HopsoSignVerdict verdict, GError **error)
{
  switch (verdict)
    {
    case HOPSO_SIGN_VERDICT_NOT_YOUR_TURN:
      return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_NOT_YOUR_TURN, NULL, error);
    case HOPSO_SIGN_VERDICT_OVER:
      return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_CLOSED, NULL, error);
    case HOPSO_SIGN_VERDICT_INVALID:
      return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_INVALID,
                                          "A reason is missing, or the delegate is in it already",
                                          error);
    case HOPSO_SIGN_VERDICT_DONE:
    case HOPSO_SIGN_VERDICT_FORBIDDEN:
    default:
      return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_FORBIDDEN, NULL, error);
    }
}

/* The requests of a paper that wait; NULL with @error. */
static GPtrArray *
list_waiting (HopsoServerSession *session, const char *paper, GError **error)
{
  GPtrArray *all =
      hopso_server_session_list (session, HOPSO_KIND_SIGN_REQUEST, "paper", paper, error);

  for (guint i = all == NULL ? 0 : all->len; i > 0; i--)
    if (!hopso_sign_request_is_waiting (all->pdata[i - 1]))
      g_ptr_array_remove_index (all, i - 1);
  return all;
}

/**
 * hopso_server_chain_is_under_way:
 * @paper: the id of a paper
 * @is_under_way: (out): whether a request for it waits
 *
 * Returns: %FALSE with @error when that cannot be said
 */
gboolean
hopso_server_chain_is_under_way (HopsoServerSession *session,
                                 const char *paper,
                                 gboolean *is_under_way,
                                 GError **error)
{
  g_autoptr (GPtrArray) waiting = list_waiting (session, paper, error);

  *is_under_way = waiting != NULL && waiting->len > 0;
  return waiting != NULL;
}

static gboolean
has_submitted (HopsoServerSession *session,
               const char *person,
               const char *paper,
               gboolean *has,
               GError **error)
{
  g_autoptr (GPtrArray) all =
      hopso_server_session_list (session, HOPSO_KIND_SIGN_REQUEST, "paper", paper, error);

  *has = FALSE;
  for (guint i = 0; all != NULL && i < all->len; i++)
    *has = *has || g_strcmp0 (hopso_sign_request_get_requester (all->pdata[i]), person) == 0;
  return all != NULL;
}

/**
 * hopso_server_chain_prepares:
 * @person: who sees the paper
 * @paper: a paper
 * @prepares: (out): whether it is the person's to replace and to hand on: of a meeting, who
 *   prepares that; of none, who submitted it before
 *
 * Returns: %FALSE with @error when that cannot be said
 */
gboolean
hopso_server_chain_prepares (HopsoServerSession *session,
                             const char *person,
                             HopsoRecord *paper,
                             gboolean *prepares,
                             GError **error)
{
  const char *meeting = hopso_paper_get_meeting (HOPSO_PAPER (paper));
  HopsoServerStanding standing = HOPSO_SERVER_STANDING_NONE;

  if (meeting == NULL)
    return has_submitted (session, person, hopso_record_get_id (paper), prepares, error);
  if (!hopso_server_session_get_standing (session, person, meeting, &standing, error))
    return FALSE;
  *prepares = standing != HOPSO_SERVER_STANDING_NONE;
  return TRUE;
}

static gboolean
stop (HopsoServerSession *session,
      const HopsoServerActor *actor,
      HopsoRecord *sign_request,
      GError **error)
{
  const HopsoSignAct act = { .type = HOPSO_SIGN_ACT_STOP,
                             .now = hopso_server_session_get_now (session) };
  g_autoptr (GPtrArray) steps = hopso_server_chain_load (session, sign_request, error);
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (HopsoRecord) written = NULL;
  HopsoSignVerdict verdict;

  if (steps == NULL)
    return FALSE;
  records = hopso_sign_chain_act (sign_request, steps, &act, &verdict);
  g_assert (records != NULL);
  written = hopso_server_chain_put (session, records, error);
  return written != NULL && hopso_server_session_audit (session, actor, "stop",
                                                        hopso_record_get_id (written), NULL, error);
}

static gboolean
move (HopsoServerSession *session, HopsoRecord *sign_request, const char *digest, GError **error)
{
  g_autoptr (HopsoRecord) moved = hopso_sign_chain_move (sign_request, digest);
  g_autoptr (HopsoRecord) written = hopso_server_session_put (session, moved, error);

  return written != NULL;
}

/**
 * hopso_server_chain_follow:
 * @actor: who made the version
 * @paper: a paper that has a new version
 * @is_continuation: whether that is the one before with a signature more
 *
 * Requests that wait go on with a version that contains what was signed before, and are stopped
 * by any other.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_chain_follow (HopsoServerSession *session,
                           const HopsoServerActor *actor,
                           HopsoRecord *paper,
                           gboolean is_continuation,
                           GError **error)
{
  const char *digest = hopso_paper_get_digest (HOPSO_PAPER (paper));
  g_autoptr (GPtrArray) waiting = list_waiting (session, hopso_record_get_id (paper), error);

  for (guint i = 0; waiting != NULL && i < waiting->len; i++)
    {
      const char *known = hopso_sign_request_get_digest (waiting->pdata[i]);

      if (!is_continuation ? !stop (session, actor, waiting->pdata[i], error)
                           : known != NULL && strcmp (known, digest) != 0 &&
                                 !move (session, waiting->pdata[i], digest, error))
        return FALSE;
    }
  return waiting != NULL;
}
