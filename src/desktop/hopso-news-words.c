/* SPDX-License-Identifier: GPL-3.0-or-later */

/* News in words, for the desktop's notifications: which meeting, what happened, who. Names of
 * papers and what stands in them are never said: a notification may be seen by whoever passes. Main
 * thread. */

#include "hopso-news-words.h"

#include "hopso-change-words.h"
#include "hopso-substitution.h"
#include "hopso-time-words.h"
#include "hopso-workspace-requests.h"

#include <glib/gi18n.h>

static const char *
name_person (HopsoWorkspace *workspace, const char *id)
{
  HopsoPerson *person = hopso_workspace_lookup_person (workspace, id);

  return person != NULL ? hopso_person_get_name (person) : _ ("Unknown person");
}

static HopsoMeeting *
find_meeting (HopsoWorkspace *workspace, const HopsoNews *news)
{
  return (HopsoMeeting *) hopso_workspace_lookup_record (workspace, HOPSO_KIND_MEETING,
                                                         news->meeting);
}

/**
 * hopso_news_words_title:
 * @workspace: where the records are
 * @news: what happened
 *
 * Returns: (transfer full): the name of the meeting, or what it is about
 */
char *
hopso_news_words_title (HopsoWorkspace *workspace, const HopsoNews *news)
{
  HopsoMeeting *meeting = find_meeting (workspace, news);

  if (meeting != NULL)
    return g_strdup (hopso_meeting_get_name (meeting));
  return g_strdup (news->type == HOPSO_NEWS_SIGNATURE_ASKED ? _ ("Documents to sign")
                                                            : _ ("Meetings"));
}

static char *
describe_moment (const char *format, gint64 moment, gint64 now)
{
  g_autofree char *words = hopso_time_words_moment (moment, now);
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);

  return g_strconcat (parts[0], words, parts[1], NULL);
}

/* To who is invited, and to who comes instead, the same answer says something else. */
static char *
describe_answer (HopsoWorkspace *workspace, HopsoParticipant *part)
{
  HopsoPerson *me = hopso_workspace_get_person (workspace);
  const char *invited = hopso_participant_get_person (part);
  const char *state = hopso_participant_get_substitute_state (part);
  const char *substitute = name_person (workspace, hopso_participant_get_substitute (part));
  gboolean is_mine =
      me != NULL && g_strcmp0 (hopso_record_get_id (HOPSO_RECORD (me)), invited) == 0;

  if (g_strcmp0 (state, HOPSO_SUBSTITUTE_REFUSED) == 0)
    return g_strdup (_ ("The chair has not approved the substitute."));
  if (!is_mine)
    return g_strdup_printf (_ ("The chair has approved that you attend instead of %s."),
                            name_person (workspace, invited));
  if (g_strcmp0 (state, HOPSO_SUBSTITUTE_DECLINED) == 0)
    return g_strdup_printf (_ ("%s cannot attend instead of you. Please answer anew."), substitute);
  if (g_strcmp0 (state, HOPSO_SUBSTITUTE_ACCEPTED) == 0)
    return g_strdup_printf (_ ("%s agrees to attend instead of you; the chair is being asked."),
                            substitute);
  return g_strdup_printf (_ ("%s will attend instead of you."), substitute);
}

static char *
describe_substitute (HopsoWorkspace *workspace, const HopsoNews *news)
{
  HopsoParticipant *part = (HopsoParticipant *) hopso_workspace_lookup_record (
      workspace, HOPSO_KIND_PARTICIPANT, news->record);
  const char *invited;

  if (part == NULL)
    return NULL;
  invited = name_person (workspace, hopso_participant_get_person (part));
  if (news->type == HOPSO_NEWS_SUBSTITUTE_ASKED)
    return g_strdup_printf (_ ("%s asks you to attend instead."), invited);
  if (news->type == HOPSO_NEWS_SUBSTITUTE_TO_APPROVE)
    return g_strdup_printf (_ ("%s wants to send %s instead: please approve."), invited,
                            name_person (workspace, hopso_participant_get_substitute (part)));
  return describe_answer (workspace, part);
}

static char *
describe_change (HopsoWorkspace *workspace, const HopsoNews *news)
{
  HopsoRecord *publication =
      hopso_workspace_lookup_record (workspace, HOPSO_KIND_PUBLICATION, news->record);
  g_autofree char *words =
      publication != NULL ? hopso_change_words_brief (HOPSO_PUBLICATION (publication)) : NULL;

  return words != NULL && words[0] != '\0'
             ? g_strdup_printf (_ ("The meeting has changed: %s."), words)
             : g_strdup (_ ("The meeting has changed. See what is different."));
}

static char *
describe_signing (HopsoWorkspace *workspace)
{
  g_autoptr (GListModel) requests = hopso_workspace_list_sign_requests (workspace);
  guint n = g_list_model_get_n_items (requests);

  if (n == 0)
    return NULL;
  return g_strdup_printf (ngettext ("%u document waits for your signature.",
                                    "%u documents wait for your signature.", n),
                          n);
}

/**
 * hopso_news_words_body:
 * @workspace: where the records are
 * @news: what happened
 * @now: the present
 *
 * Returns: (transfer full) (nullable): one sentence; %NULL when it is so no more
 */
char *
hopso_news_words_body (HopsoWorkspace *workspace, const HopsoNews *news, gint64 now)
{
  HopsoMeeting *meeting = find_meeting (workspace, news);

  if (news->type == HOPSO_NEWS_SIGNATURE_ASKED)
    return describe_signing (workspace);
  if (meeting == NULL)
    return NULL;
  switch (news->type)
    {
    case HOPSO_NEWS_INVITED:
      /* Translators: %s is a moment, such as "Tomorrow 08:00". */
      return describe_moment (_ ("You are invited: %s."), hopso_meeting_get_start (meeting), now);
    case HOPSO_NEWS_CANCELLED:
      return g_strdup (_ ("The meeting has been cancelled."));
    case HOPSO_NEWS_POSTPONED:
      return describe_moment (_ ("The meeting has been moved: %s."),
                              hopso_meeting_get_start (meeting), now);
    case HOPSO_NEWS_CHANGED:
      return describe_change (workspace, news);
    case HOPSO_NEWS_PAPER_REPLACED:
      return g_strdup (_ ("A paper has a new version."));
    case HOPSO_NEWS_ANSWER_DUE:
      return describe_moment (_ ("Please answer the invitation by: %s."),
                              hopso_meeting_get_rsvp_until (meeting), now);
    case HOPSO_NEWS_SUBSTITUTE_ASKED:
    case HOPSO_NEWS_SUBSTITUTE_ANSWERED:
    case HOPSO_NEWS_SUBSTITUTE_TO_APPROVE:
      return describe_substitute (workspace, news);
    case HOPSO_NEWS_SIGNATURE_ASKED:
    case HOPSO_NEWS_NONE:
    default:
      return NULL;
    }
}

/**
 * hopso_news_words_many:
 * @n_news: how much has happened
 *
 * Returns: (transfer full): one sentence for all of it
 */
char *
hopso_news_words_many (guint n_news)
{
  return g_strdup_printf (ngettext ("There is %u piece of news about your meetings.",
                                    "There are %u pieces of news about your meetings.", n_news),
                          n_news);
}
