/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-meeting.h"
#include "hopso-paper.h"

G_BEGIN_DECLS

/**
 * HopsoReviewActType:
 * @HOPSO_REVIEW_ASK: who prepares the meeting asks somebody to approve the paper
 * @HOPSO_REVIEW_APPROVE: the reviewer lets it go out
 * @HOPSO_REVIEW_RETURN: the reviewer wants it worked on, and says why
 * @HOPSO_REVIEW_WITHDRAW: who prepares the meeting asks nobody any more
 */
typedef enum
{
  HOPSO_REVIEW_ASK,
  HOPSO_REVIEW_APPROVE,
  HOPSO_REVIEW_RETURN,
  HOPSO_REVIEW_WITHDRAW
} HopsoReviewActType;

/**
 * HopsoReviewAct:
 * @type: what is done
 * @person: by whom
 * @prepares: whether that is somebody who prepares the meeting
 * @reviewer: (nullable): with ASK: who is asked
 * @reason: (nullable): a remark; RETURN needs one
 */
typedef struct
{
  HopsoReviewActType type;
  const char *person;
  gboolean prepares;
  const char *reviewer;
  const char *reason;
} HopsoReviewAct;

/**
 * HopsoReviewVerdict:
 * @HOPSO_REVIEW_DONE: it is done
 * @HOPSO_REVIEW_FORBIDDEN: it is not this person's to do
 * @HOPSO_REVIEW_OVER: the paper has gone out, or nobody is asked
 * @HOPSO_REVIEW_NO_REASON: it needs a reason
 * @HOPSO_REVIEW_INVALID: nobody is named
 */
typedef enum
{
  HOPSO_REVIEW_DONE,
  HOPSO_REVIEW_FORBIDDEN,
  HOPSO_REVIEW_OVER,
  HOPSO_REVIEW_NO_REASON,
  HOPSO_REVIEW_INVALID
} HopsoReviewVerdict;

const char *hopso_review_act_name (HopsoReviewActType type);
gboolean hopso_review_act_parse (const char *name, HopsoReviewActType *type);
HopsoRecord *hopso_paper_review_act (HopsoPaper *paper,
                                     HopsoMeeting *meeting,
                                     const HopsoReviewAct *act,
                                     HopsoReviewVerdict *verdict);

G_END_DECLS
