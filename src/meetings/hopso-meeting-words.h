/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-chip.h"
#include "hopso-meeting.h"
#include "hopso-organization.h"
#include "hopso-person.h"

G_BEGIN_DECLS

/**
 * HopsoMeetingPhase:
 * @HOPSO_MEETING_COMING: it has not begun
 * @HOPSO_MEETING_RUNNING: it is being held
 * @HOPSO_MEETING_PAST: it is over
 * @HOPSO_MEETING_CANCELLED: it will not take place
 *
 * What a meeting is to somebody who looks at the clock.
 */
typedef enum
{
  HOPSO_MEETING_COMING,
  HOPSO_MEETING_RUNNING,
  HOPSO_MEETING_PAST,
  HOPSO_MEETING_CANCELLED
} HopsoMeetingPhase;

/**
 * HopsoStateWords:
 * @icon_name: a symbolic icon
 * @label: the state in words; constant
 * @tone: its tint
 *
 * What a chip shows.
 */
typedef struct
{
  const char *icon_name;
  const char *label;
  HopsoTone tone;
} HopsoStateWords;

HopsoMeetingPhase hopso_meeting_words_get_phase (HopsoMeeting *meeting, gint64 now);
HopsoStateWords hopso_meeting_words_answer (const char *partstat, gboolean is_mine);
HopsoStateWords hopso_meeting_words_role (const char *role);
char *hopso_meeting_words_state (HopsoMeeting *meeting, HopsoStateWords *words);
char *hopso_meeting_words_facts (HopsoMeeting *meeting, guint n_items, const char *chair);
char *hopso_meeting_words_papers (guint n_papers, guint n_ready);

G_END_DECLS
