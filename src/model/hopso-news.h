/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-meeting.h"
#include "hopso-participant.h"

G_BEGIN_DECLS

/**
 * HopsoNewsType:
 * @HOPSO_NEWS_NONE: nothing that a person must be told of
 * @HOPSO_NEWS_INVITED: to a meeting
 * @HOPSO_NEWS_CHANGED: a published meeting is another now
 * @HOPSO_NEWS_POSTPONED: a meeting has another time
 * @HOPSO_NEWS_CANCELLED: a meeting will not take place
 * @HOPSO_NEWS_PAPER_REPLACED: a paper of a meeting has a new version
 * @HOPSO_NEWS_ANSWER_DUE: an invitation wants an answer soon
 * @HOPSO_NEWS_SUBSTITUTE_ASKED: somebody asks the person to come instead
 * @HOPSO_NEWS_SUBSTITUTE_ANSWERED: a substitute, or the chair, has said yes or no
 * @HOPSO_NEWS_SUBSTITUTE_TO_APPROVE: the person presides, and is to approve a substitute
 * @HOPSO_NEWS_SIGNATURE_ASKED: it is the person's turn to sign
 *
 * What happened elsewhere that a person wants to hear of. The earlier ones of a meeting make the
 * later ones of the same meeting needless, as far as @HOPSO_NEWS_PAPER_REPLACED.
 */
typedef enum
{
  HOPSO_NEWS_NONE,
  HOPSO_NEWS_INVITED,
  HOPSO_NEWS_CANCELLED,
  HOPSO_NEWS_POSTPONED,
  HOPSO_NEWS_CHANGED,
  HOPSO_NEWS_PAPER_REPLACED,
  HOPSO_NEWS_ANSWER_DUE,
  HOPSO_NEWS_SUBSTITUTE_ASKED,
  HOPSO_NEWS_SUBSTITUTE_ANSWERED,
  HOPSO_NEWS_SUBSTITUTE_TO_APPROVE,
  HOPSO_NEWS_SIGNATURE_ASKED
} HopsoNewsType;

/**
 * HopsoNews:
 * @type: what happened
 * @meeting: (owned) (nullable): the id of the meeting; %NULL: of none
 * @record: (owned): the id of the record that tells it
 */
typedef struct
{
  HopsoNewsType type;
  char *meeting;
  char *record;
} HopsoNews;

HopsoNews *hopso_news_new (HopsoNewsType type, const char *meeting, const char *record);
void hopso_news_free (HopsoNews *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoNews, hopso_news_free)

/**
 * HopsoNewsReader:
 * @person: whose news it is
 * @meeting: (nullable): the meeting that the record belongs to, as it is now
 * @takes_part: whether @person is invited to it, comes for somebody, presides or keeps the minutes
 */
typedef struct
{
  const char *person;
  HopsoMeeting *meeting;
  gboolean takes_part;
} HopsoNewsReader;

const char *hopso_news_get_meeting_id (HopsoRecord *record);
HopsoNewsType
hopso_news_judge (const HopsoNewsReader *reader, HopsoRecord *before, HopsoRecord *after);
gboolean
hopso_news_is_answer_due (HopsoMeeting *meeting, HopsoParticipant *participant, gint64 now);
void hopso_news_condense (GPtrArray *news);

G_END_DECLS
