/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a paper may go out: somebody is asked, approves it or returns it. Decides for server and
 * client alike. Pure; any thread. */

#include "hopso-paper-review.h"

#include <string.h>

static const char *const names[] = {
  [HOPSO_REVIEW_ASK] = "ask",
  [HOPSO_REVIEW_APPROVE] = "approve",
  [HOPSO_REVIEW_RETURN] = "return",
  [HOPSO_REVIEW_WITHDRAW] = "withdraw",
};

/**
 * hopso_review_act_name:
 *
 * Returns: (transfer none): its name on the wire
 */
const char *
hopso_review_act_name (HopsoReviewActType type)
{
  return names[type];
}

/**
 * hopso_review_act_parse:
 * @name: from outside
 * @type: (out): what it means
 *
 * Returns: whether it means anything
 */
gboolean
hopso_review_act_parse (const char *name, HopsoReviewActType *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (names[i], name) == 0)
      {
        *type = (HopsoReviewActType) i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
is_asked (HopsoPaper *paper)
{
  return g_strcmp0 (hopso_paper_get_review (paper), HOPSO_PAPER_REVIEW_ASKED) == 0;
}

static gboolean
has_text (const char *text)
{
  return text != NULL && text[strspn (text, " \t\r\n")] != '\0';
}

static HopsoReviewVerdict
judge (HopsoPaper *paper, HopsoMeeting *meeting, const HopsoReviewAct *act)
{
  gboolean is_of_clerk = act->type == HOPSO_REVIEW_ASK || act->type == HOPSO_REVIEW_WITHDRAW;

  if (is_of_clerk ? !act->prepares : g_strcmp0 (hopso_paper_get_reviewer (paper), act->person) != 0)
    return HOPSO_REVIEW_FORBIDDEN;
  if (!hopso_meeting_is_draft (meeting))
    return HOPSO_REVIEW_OVER;
  if (is_of_clerk)
    return act->type == HOPSO_REVIEW_ASK && act->reviewer == NULL ? HOPSO_REVIEW_INVALID
                                                                  : HOPSO_REVIEW_DONE;
  if (!is_asked (paper))
    return HOPSO_REVIEW_OVER;
  return act->type == HOPSO_REVIEW_RETURN && !has_text (act->reason) ? HOPSO_REVIEW_NO_REASON
                                                                     : HOPSO_REVIEW_DONE;
}

static const char *
get_state (HopsoReviewActType type)
{
  switch (type)
    {
    case HOPSO_REVIEW_ASK:
      return HOPSO_PAPER_REVIEW_ASKED;
    case HOPSO_REVIEW_APPROVE:
      return HOPSO_PAPER_REVIEW_APPROVED;
    case HOPSO_REVIEW_RETURN:
      return HOPSO_PAPER_REVIEW_RETURNED;
    case HOPSO_REVIEW_WITHDRAW:
      return NULL;
    default:
      g_assert_not_reached ();
    }
}

/**
 * hopso_paper_review_act:
 * @paper: a paper of a draft
 * @meeting: the draft
 * @act: what somebody does
 * @verdict: (out): whether that may be
 *
 * Returns: (transfer full) (nullable): the paper as it is then; %NULL when @verdict is not
 *   %HOPSO_REVIEW_DONE
 */
HopsoRecord *
hopso_paper_review_act (HopsoPaper *paper,
                        HopsoMeeting *meeting,
                        const HopsoReviewAct *act,
                        HopsoReviewVerdict *verdict)
{
  g_autoptr (HopsoRecordBuilder) builder = NULL;

  *verdict = judge (paper, meeting, act);
  if (*verdict != HOPSO_REVIEW_DONE)
    return NULL;
  builder = hopso_record_builder_new_from (HOPSO_RECORD (paper));
  hopso_record_builder_set_string (builder, HOPSO_PAPER_REVIEW, get_state (act->type));
  hopso_record_builder_set_string (builder, HOPSO_PAPER_REVIEW_REASON,
                                   has_text (act->reason) ? act->reason : NULL);
  if (act->type == HOPSO_REVIEW_ASK)
    hopso_record_builder_set_string (builder, HOPSO_PAPER_REVIEWER, act->reviewer);
  else if (act->type == HOPSO_REVIEW_WITHDRAW)
    hopso_record_builder_set_string (builder, HOPSO_PAPER_REVIEWER, NULL);
  return hopso_record_builder_end (builder);
}
