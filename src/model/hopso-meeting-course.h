/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-meeting.h"

G_BEGIN_DECLS

/**
 * HopsoCourseActType:
 * @HOPSO_COURSE_PUBLISH: a draft is shown to its participants; a change takes effect
 * @HOPSO_COURSE_REVISE: a change of a published meeting is begun
 * @HOPSO_COURSE_POSTPONE: the meeting gets another time, and everybody is asked again
 * @HOPSO_COURSE_CANCEL: it does not take place
 */
typedef enum
{
  HOPSO_COURSE_PUBLISH,
  HOPSO_COURSE_REVISE,
  HOPSO_COURSE_POSTPONE,
  HOPSO_COURSE_CANCEL
} HopsoCourseActType;

/**
 * HopsoCourseAct:
 * @type: what is done
 * @person: by whom, of those who prepare the meeting
 * @reason: (nullable): why
 * @start: with POSTPONE: when it begins
 * @end: with POSTPONE: when it ends; 0: it takes as long as before
 * @now: when, seconds since 1970-01-01T00:00:00Z
 */
typedef struct
{
  HopsoCourseActType type;
  const char *person;
  const char *reason;
  gint64 start;
  gint64 end;
  gint64 now;
} HopsoCourseAct;

/**
 * HopsoCourseVerdict:
 * @HOPSO_COURSE_DONE: it is done
 * @HOPSO_COURSE_OVER: the meeting is not in a state for that any more
 * @HOPSO_COURSE_INVALID: times that make no sense, or a template
 * @HOPSO_COURSE_NO_REASON: it needs a reason
 */
typedef enum
{
  HOPSO_COURSE_DONE,
  HOPSO_COURSE_OVER,
  HOPSO_COURSE_INVALID,
  HOPSO_COURSE_NO_REASON
} HopsoCourseVerdict;

/**
 * HopsoCourseOutcome:
 * @put: (owned) (element-type HopsoRecord): records that are new or different; the first is the
 *   meeting that was meant: the one that is published, or the change that was begun
 * @removed: (owned) (element-type HopsoRecord): records that are gone
 */
typedef struct
{
  GPtrArray *put;
  GPtrArray *removed;
} HopsoCourseOutcome;

void hopso_course_outcome_free (HopsoCourseOutcome *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoCourseOutcome, hopso_course_outcome_free)

HopsoCourseOutcome *hopso_meeting_course_act (GPtrArray *records,
                                              GPtrArray *originals,
                                              const HopsoCourseAct *act,
                                              HopsoCourseVerdict *verdict);
char *hopso_meeting_course_make_change_id (HopsoMeeting *meeting);

G_END_DECLS
