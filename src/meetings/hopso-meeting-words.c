/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What meetings, invitations and people are called on the screen. Pure functions of records and of
 * the time; they know no widget. */

#include "hopso-meeting-words.h"

#include "hopso-time-words.h"

#include <glib/gi18n.h>

/**
 * hopso_meeting_words_get_phase:
 * @meeting: a meeting
 * @now: the present
 *
 * Somebody may forget to open or close a meeting in the system, so the clock counts too; one
 * without a planned end lasts as long as its day.
 *
 * Returns: what it is now
 */
HopsoMeetingPhase
hopso_meeting_words_get_phase (HopsoMeeting *meeting, gint64 now)
{
  const char *state = hopso_meeting_get_state (meeting);
  gint64 start = hopso_meeting_get_start (meeting);
  gint64 end = hopso_meeting_get_end (meeting);

  if (g_strcmp0 (state, "cancelled") == 0)
    return HOPSO_MEETING_CANCELLED;
  if (g_strcmp0 (state, "ended") == 0)
    return HOPSO_MEETING_PAST;
  if (g_strcmp0 (state, "inProgress") == 0)
    return HOPSO_MEETING_RUNNING;
  if (now < start)
    return HOPSO_MEETING_COMING;
  if (end > start)
    return now < end ? HOPSO_MEETING_RUNNING : HOPSO_MEETING_PAST;
  return hopso_time_words_days_between (start, now) == 0 ? HOPSO_MEETING_RUNNING
                                                         : HOPSO_MEETING_PAST;
}

/**
 * hopso_meeting_words_answer:
 * @partstat: (nullable): the answer to an invitation
 * @is_mine: whether it is the answer of the person at the screen
 *
 * Returns: how it is shown
 */
HopsoStateWords
hopso_meeting_words_answer (const char *partstat, gboolean is_mine)
{
  if (g_strcmp0 (partstat, "accepted") == 0)
    return (HopsoStateWords){ "emblem-ok-symbolic", _ ("Attending"), HOPSO_TONE_GOOD };
  if (g_strcmp0 (partstat, "declined") == 0)
    return (HopsoStateWords){ "window-close-symbolic", _ ("Absent"), HOPSO_TONE_BAD };
  if (g_strcmp0 (partstat, "delegated") == 0)
    return (HopsoStateWords){ "mail-forward-symbolic", _ ("Substitute sent"), HOPSO_TONE_ACCENT };
  if (is_mine)
    return (HopsoStateWords){ "dialog-question-symbolic", _ ("Awaiting you"),
                              HOPSO_TONE_ATTENTION };
  return (HopsoStateWords){ "content-loading-symbolic", _ ("No answer yet"), HOPSO_TONE_DIM };
}

/**
 * hopso_meeting_words_role:
 * @role: (nullable): the role of a participant
 *
 * Returns: its name; an empty label for ordinary delegates
 */
HopsoStateWords
hopso_meeting_words_role (const char *role)
{
  if (g_strcmp0 (role, "chair") == 0)
    return (HopsoStateWords){ "avatar-default-symbolic", _ ("Chair"), HOPSO_TONE_PLAIN };
  if (g_strcmp0 (role, "secretary") == 0)
    return (HopsoStateWords){ "document-edit-symbolic", _ ("Secretary"), HOPSO_TONE_PLAIN };
  if (g_strcmp0 (role, "guest") == 0)
    return (HopsoStateWords){ "avatar-default-symbolic", _ ("Guest"), HOPSO_TONE_PLAIN };
  return (HopsoStateWords){ "avatar-default-symbolic", "", HOPSO_TONE_PLAIN };
}

/**
 * hopso_meeting_words_state:
 * @meeting: a meeting
 * @words: (out): icon and tint; its label is not set
 *
 * Returns: (transfer full): the state of a meeting, such as "Published · version 2"
 */
char *
hopso_meeting_words_state (HopsoMeeting *meeting, HopsoStateWords *words)
{
  const char *state = hopso_meeting_get_state (meeting);
  int version = (int) CLAMP (hopso_meeting_get_version (meeting), 0, G_MAXINT);

  *words = (HopsoStateWords){ "emblem-ok-symbolic", NULL, HOPSO_TONE_PLAIN };
  if (g_strcmp0 (state, "cancelled") == 0)
    {
      *words = (HopsoStateWords){ "dialog-error-symbolic", NULL, HOPSO_TONE_BAD };
      return g_strdup (_ ("Cancelled"));
    }
  if (g_strcmp0 (state, "draft") == 0)
    {
      *words = (HopsoStateWords){ "document-edit-symbolic", NULL, HOPSO_TONE_DIM };
      return g_strdup (_ ("Draft"));
    }
  if (g_strcmp0 (state, "inProgress") == 0)
    {
      *words = (HopsoStateWords){ "media-record-symbolic", NULL, HOPSO_TONE_ACCENT };
      return g_strdup (_ ("In progress"));
    }
  if (g_strcmp0 (state, "ended") == 0)
    return g_strdup (_ ("Ended"));
  if (version > 1)
    return g_strdup_printf (_ ("Published · version %d"), version);
  return g_strdup (_ ("Published"));
}

/**
 * hopso_meeting_words_facts:
 * @meeting: a meeting
 * @n_items: how many items are on its agenda
 * @chair: (nullable): the title of the person who presides
 *
 * Returns: (transfer full): the second line of a meeting, "Room 2 · 3 items · chair: …"
 */
char *
hopso_meeting_words_facts (HopsoMeeting *meeting, guint n_items, const char *chair)
{
  g_autoptr (GString) line = g_string_new (hopso_meeting_get_location (meeting));

  if (n_items > 0)
    {
      g_string_append (line, line->len > 0 ? " · " : "");
      g_string_append_printf (line, ngettext ("%u item", "%u items", n_items), n_items);
    }
  if (chair != NULL)
    {
      g_string_append (line, line->len > 0 ? " · " : "");
      g_string_append_printf (line, _ ("chair: %s"), chair);
    }
  return g_string_free (g_steal_pointer (&line), FALSE);
}

/**
 * hopso_meeting_words_papers:
 * @n_papers: how many papers a meeting has
 * @n_ready: how many of them open without a network
 *
 * Returns: (transfer full): such as "9 papers, all on this computer"
 */
char *
hopso_meeting_words_papers (guint n_papers, guint n_ready)
{
  if (n_papers == 0)
    return g_strdup (_ ("No papers"));
  if (n_ready >= n_papers)
    return g_strdup_printf (
        ngettext ("%u paper, on this computer", "%u papers, all on this computer", n_papers),
        n_papers);
  /* Translators: the number of papers, and how many of them have been fetched. */
  return g_strdup_printf (
      ngettext ("%u paper, %u on this computer", "%u papers, %u on this computer", n_papers),
      n_papers, n_ready);
}
