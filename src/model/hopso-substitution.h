/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-meeting.h"
#include "hopso-participant.h"

G_BEGIN_DECLS

/* Where the sending of a substitute stands. */
#define HOPSO_SUBSTITUTE_PROPOSED "proposed" /* the substitute is asked */
#define HOPSO_SUBSTITUTE_ACCEPTED "accepted" /* the chair is asked */
#define HOPSO_SUBSTITUTE_APPROVED "approved" /* in force */
#define HOPSO_SUBSTITUTE_DECLINED "declined" /* by the substitute */
#define HOPSO_SUBSTITUTE_REFUSED  "refused"  /* by the chair */

/**
 * HopsoSubstitutionActType:
 * @HOPSO_SUBSTITUTION_PROPOSE: somebody invited asks another person to come instead
 * @HOPSO_SUBSTITUTION_ACCEPT: that person will come
 * @HOPSO_SUBSTITUTION_DECLINE: that person will not, or not any more
 * @HOPSO_SUBSTITUTION_APPROVE: the chair agrees
 * @HOPSO_SUBSTITUTION_REFUSE: the chair does not
 */
typedef enum
{
  HOPSO_SUBSTITUTION_PROPOSE,
  HOPSO_SUBSTITUTION_ACCEPT,
  HOPSO_SUBSTITUTION_DECLINE,
  HOPSO_SUBSTITUTION_APPROVE,
  HOPSO_SUBSTITUTION_REFUSE,
  HOPSO_SUBSTITUTION_N_ACTS
} HopsoSubstitutionActType;

/**
 * HopsoSubstitutionAct:
 * @type: what is done
 * @person: by whom
 * @prepares: whether that is somebody who prepares the meeting and may speak for others
 * @substitute: (nullable): with a proposal: who shall come
 * @reason: (nullable): why; a proposal and a refusal need one
 * @now: when, seconds since 1970-01-01T00:00:00Z
 */
typedef struct
{
  HopsoSubstitutionActType type;
  const char *person;
  gboolean prepares;
  const char *substitute;
  const char *reason;
  gint64 now;
} HopsoSubstitutionAct;

/**
 * HopsoSubstitutionVerdict:
 * @HOPSO_SUBSTITUTION_DONE: it is done
 * @HOPSO_SUBSTITUTION_FORBIDDEN: it is not this person's to do
 * @HOPSO_SUBSTITUTION_OVER: the meeting, or this question, is over
 * @HOPSO_SUBSTITUTION_NO_REASON: it needs a reason
 * @HOPSO_SUBSTITUTION_UNSUITABLE: nobody is named, or somebody who has a seat already
 */
typedef enum
{
  HOPSO_SUBSTITUTION_DONE,
  HOPSO_SUBSTITUTION_FORBIDDEN,
  HOPSO_SUBSTITUTION_OVER,
  HOPSO_SUBSTITUTION_NO_REASON,
  HOPSO_SUBSTITUTION_UNSUITABLE
} HopsoSubstitutionVerdict;

const char *hopso_substitution_act_name (HopsoSubstitutionActType type);
gboolean hopso_substitution_act_parse (const char *name, HopsoSubstitutionActType *type);
HopsoRecord *hopso_substitution_act (HopsoParticipant *participant,
                                     HopsoMeeting *meeting,
                                     GPtrArray *others,
                                     const HopsoSubstitutionAct *act,
                                     HopsoSubstitutionVerdict *verdict);
void hopso_substitution_end (HopsoRecordBuilder *participant);
gboolean hopso_substitution_is_in_force (HopsoParticipant *participant);
gboolean hopso_substitution_is_open (HopsoParticipant *participant);
gboolean hopso_substitution_has_failed (HopsoParticipant *participant);
gboolean hopso_substitution_awaits_substitute (HopsoParticipant *participant, const char *person);
gboolean hopso_substitution_awaits_chair (HopsoParticipant *participant);
gboolean hopso_substitution_awaits (HopsoParticipant *participant,
                                    HopsoMeeting *meeting,
                                    const char *person);
gboolean hopso_substitution_still_stands (HopsoParticipant *base,
                                          HopsoParticipant *current,
                                          HopsoSubstitutionActType type);

G_END_DECLS
