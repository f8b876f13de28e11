/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What of a change made elsewhere a person wants to hear of: a record as it was and as it is, and
 * who reads. It puts nothing into words and shows nothing. Pure. */

#include "hopso-news.h"

#include "hopso-paper.h"
#include "hopso-publication.h"
#include "hopso-sign-request.h"
#include "hopso-substitution.h"

#define DAY (24 * 60 * 60)

/**
 * hopso_news_new:
 * @type: what happened
 * @meeting: (nullable): in which meeting
 * @record: which record tells it
 *
 * Returns: (transfer full): that
 */
HopsoNews *
hopso_news_new (HopsoNewsType type, const char *meeting, const char *record)
{
  HopsoNews *self = g_new0 (HopsoNews, 1);

  self->type = type;
  self->meeting = g_strdup (meeting);
  self->record = g_strdup (record);
  return self;
}

/**
 * hopso_news_free:
 * @self: (transfer full): news
 */
void
hopso_news_free (HopsoNews *self)
{
  g_free (self->meeting);
  g_free (self->record);
  g_free (self);
}

/**
 * hopso_news_get_meeting_id:
 * @record: a record
 *
 * Returns: (transfer none) (nullable): the meeting of which it could tell something
 */
const char *
hopso_news_get_meeting_id (HopsoRecord *record)
{
  if (HOPSO_IS_MEETING (record))
    return hopso_record_get_id (record);
  if (HOPSO_IS_PARTICIPANT (record))
    return hopso_participant_get_meeting (HOPSO_PARTICIPANT (record));
  if (HOPSO_IS_PAPER (record))
    return hopso_paper_get_meeting (HOPSO_PAPER (record));
  if (HOPSO_IS_PUBLICATION (record))
    return hopso_publication_get_meeting (HOPSO_PUBLICATION (record));
  return NULL;
}

static gboolean
is_state (HopsoMeeting *meeting, const char *state)
{
  return meeting != NULL && g_strcmp0 (hopso_meeting_get_state (meeting), state) == 0;
}

static gboolean
is_open (HopsoMeeting *meeting)
{
  return is_state (meeting, "published") || is_state (meeting, "inProgress");
}

static HopsoNewsType
judge_meeting (const HopsoNewsReader *reader, HopsoRecord *before, HopsoRecord *after)
{
  gboolean was_draft = before != NULL && is_state (HOPSO_MEETING (before), "draft");

  return was_draft && reader->takes_part && is_open (HOPSO_MEETING (after)) ? HOPSO_NEWS_INVITED
                                                                            : HOPSO_NEWS_NONE;
}

static gboolean
has_moved (HopsoParticipant *before, HopsoParticipant *after)
{
  return before != NULL && hopso_substitution_is_open (before) &&
         g_strcmp0 (hopso_participant_get_substitute (before),
                    hopso_participant_get_substitute (after)) == 0 &&
         g_strcmp0 (hopso_participant_get_substitute_state (before),
                    hopso_participant_get_substitute_state (after)) != 0;
}

static gboolean
is_told (HopsoParticipant *after, const char *person)
{
  /* Who comes instead knows what they said themselves; what the chair said they do not. */
  gboolean is_chairs =
      g_strcmp0 (hopso_participant_get_substitute_state (after), HOPSO_SUBSTITUTE_REFUSED) == 0 ||
      hopso_substitution_is_in_force (after);

  return g_strcmp0 (hopso_participant_get_person (after), person) == 0 ||
         (is_chairs && g_strcmp0 (hopso_participant_get_substitute (after), person) == 0);
}

static HopsoNewsType
judge_participant (const HopsoNewsReader *reader, HopsoParticipant *before, HopsoParticipant *after)
{
  gboolean is_mine = g_strcmp0 (hopso_participant_get_person (after), reader->person) == 0;
  gboolean presides = reader->meeting != NULL &&
                      g_strcmp0 (hopso_meeting_get_chair (reader->meeting), reader->person) == 0;

  if (!is_open (reader->meeting))
    return HOPSO_NEWS_NONE;
  if (is_mine && before == NULL)
    return HOPSO_NEWS_INVITED;
  if (hopso_substitution_awaits_substitute (after, reader->person) &&
      (before == NULL || !hopso_substitution_awaits_substitute (before, reader->person)))
    return HOPSO_NEWS_SUBSTITUTE_ASKED;
  if (presides && hopso_substitution_awaits_chair (after) &&
      (before == NULL || !hopso_substitution_awaits_chair (before)))
    return HOPSO_NEWS_SUBSTITUTE_TO_APPROVE;
  return has_moved (before, after) && is_told (after, reader->person)
             ? HOPSO_NEWS_SUBSTITUTE_ANSWERED
             : HOPSO_NEWS_NONE;
}

static HopsoNewsType
judge_publication (const HopsoNewsReader *reader, HopsoRecord *before, HopsoPublication *after)
{
  static const struct
  {
    const char *kind;
    HopsoNewsType type;
  } kinds[] = {
    { "change", HOPSO_NEWS_CHANGED },
    { "postpone", HOPSO_NEWS_POSTPONED },
    { "cancel", HOPSO_NEWS_CANCELLED },
  };

  if (before != NULL || !reader->takes_part ||
      g_strcmp0 (hopso_publication_get_person (after), reader->person) == 0)
    return HOPSO_NEWS_NONE;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (hopso_publication_get_kind (after), kinds[i].kind) == 0)
      return kinds[i].type;
  return HOPSO_NEWS_NONE;
}

/* A version that only has a signature more is the same paper to read. */
static HopsoNewsType
judge_paper (const HopsoNewsReader *reader, HopsoPaper *before, HopsoPaper *after)
{
  if (before == NULL || !reader->takes_part || !is_open (reader->meeting) ||
      g_strcmp0 (hopso_paper_get_digest (before), hopso_paper_get_digest (after)) == 0 ||
      hopso_paper_get_signatures (after) > hopso_paper_get_signatures (before))
    return HOPSO_NEWS_NONE;
  return HOPSO_NEWS_PAPER_REPLACED;
}

static HopsoNewsType
judge_request (const HopsoNewsReader *reader, HopsoRecord *before, HopsoRecord *after)
{
  gboolean was_asked =
      before != NULL && hopso_sign_request_awaits (HOPSO_SIGN_REQUEST (before), reader->person);

  return !was_asked && hopso_sign_request_awaits (HOPSO_SIGN_REQUEST (after), reader->person)
             ? HOPSO_NEWS_SIGNATURE_ASKED
             : HOPSO_NEWS_NONE;
}

/**
 * hopso_news_judge:
 * @reader: whose news it would be
 * @before: (nullable): a record as it was known; %NULL: not at all
 * @after: the same as it is
 *
 * Returns: what it tells
 */
HopsoNewsType
hopso_news_judge (const HopsoNewsReader *reader, HopsoRecord *before, HopsoRecord *after)
{
  if (HOPSO_IS_MEETING (after))
    return judge_meeting (reader, before, after);
  if (HOPSO_IS_PARTICIPANT (after))
    return judge_participant (reader, (HopsoParticipant *) before, HOPSO_PARTICIPANT (after));
  if (HOPSO_IS_PUBLICATION (after))
    return judge_publication (reader, before, HOPSO_PUBLICATION (after));
  if (HOPSO_IS_PAPER (after))
    return judge_paper (reader, (HopsoPaper *) before, HOPSO_PAPER (after));
  if (HOPSO_IS_SIGN_REQUEST (after))
    return judge_request (reader, before, after);
  return HOPSO_NEWS_NONE;
}

/**
 * hopso_news_is_answer_due:
 * @meeting: a meeting
 * @participant: an invitation to it
 * @now: the time
 *
 * Returns: whether the answer is wanted within a day
 */
gboolean
hopso_news_is_answer_due (HopsoMeeting *meeting, HopsoParticipant *participant, gint64 now)
{
  const char *partstat = hopso_participant_get_partstat (participant);
  gint64 until = hopso_meeting_get_rsvp_until (meeting);
  gboolean is_unanswered =
      g_strcmp0 (partstat, "needs-action") == 0 || hopso_substitution_has_failed (participant);

  return is_state (meeting, "published") && is_unanswered && until > now && until - now <= DAY;
}

/* Those that say that a meeting is new or another. */
static gboolean
is_of_course (const HopsoNews *news)
{
  return news->type >= HOPSO_NEWS_INVITED && news->type <= HOPSO_NEWS_PAPER_REPLACED;
}

/**
 * hopso_news_condense:
 * @news: (element-type HopsoNews): what happened, with hopso_news_free() to free it
 *
 * Leaves of each meeting's course only what makes the rest needless.
 */
void
hopso_news_condense (GPtrArray *news)
{
  g_autoptr (GHashTable) first = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < news->len; i++)
    {
      HopsoNews *one = news->pdata[i];
      HopsoNews *best = one->meeting != NULL ? g_hash_table_lookup (first, one->meeting) : NULL;

      if (one->meeting != NULL && is_of_course (one) && (best == NULL || one->type < best->type))
        g_hash_table_replace (first, one->meeting, one);
    }
  for (guint i = news->len; i > 0; i--)
    {
      HopsoNews *one = news->pdata[i - 1];

      if (one->meeting != NULL && is_of_course (one) &&
          g_hash_table_lookup (first, one->meeting) != one)
        g_ptr_array_remove_index (news, i - 1);
    }
}
