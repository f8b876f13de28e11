/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an invitation and its answer are called on the screen, with all that can become of a
 * substitute. Pure functions of records; they know no widget. */

#include "hopso-participant-words.h"

#include <glib/gi18n.h>

static gboolean
is_refused (HopsoParticipant *participant)
{
  return g_strcmp0 (hopso_participant_get_substitute_state (participant),
                    HOPSO_SUBSTITUTE_REFUSED) == 0;
}

/**
 * hopso_participant_words_state:
 * @participant: an invitation
 * @is_mine: whether it is the one of the person at the screen
 *
 * Returns: how its answer is shown
 */
HopsoStateWords
hopso_participant_words_state (HopsoParticipant *participant, gboolean is_mine)
{
  if (hopso_substitution_awaits_chair (participant))
    return (HopsoStateWords){ "content-loading-symbolic", _ ("Awaiting the chair"),
                              HOPSO_TONE_ACCENT };
  if (hopso_substitution_is_open (participant))
    return (HopsoStateWords){ "content-loading-symbolic", _ ("Substitute asked"),
                              HOPSO_TONE_ACCENT };
  if (hopso_substitution_has_failed (participant))
    return (HopsoStateWords){ "dialog-warning-symbolic",
                              is_refused (participant) ? _ ("Substitute refused")
                                                       : _ ("Substitute cannot come"),
                              HOPSO_TONE_ATTENTION };
  return hopso_meeting_words_answer (hopso_participant_get_partstat (participant), is_mine);
}

/**
 * hopso_participant_words_failure:
 * @participant: an invitation whose substitute will not come
 * @substitute: the substitute's name
 *
 * Returns: (transfer full): what happened and what to do, for who is invited
 */
char *
hopso_participant_words_failure (HopsoParticipant *participant, const char *substitute)
{
  const char *reason = hopso_participant_get_substitute_reason (participant);
  g_autofree char *what =
      is_refused (participant)
          ? g_strdup (_ ("The chair has not approved the substitute."))
          : g_strdup_printf (_ ("%s cannot attend instead of you. Please answer anew."),
                             substitute);
  g_autofree char *why = reason != NULL ? g_strdup_printf (_ ("Reason: %s"), reason) : NULL;

  return why != NULL ? g_strdup_printf ("%s %s", what, why) : g_steal_pointer (&what);
}

/**
 * hopso_participant_words_substitute:
 * @participant: an invitation with a substitute
 * @substitute: the substitute's name
 *
 * Returns: (transfer full): who comes instead, as far as it has come
 */
char *
hopso_participant_words_substitute (HopsoParticipant *participant, const char *substitute)
{
  if (hopso_substitution_is_open (participant))
    return g_strdup_printf (_ ("Substitute proposed: %s"), substitute);
  if (hopso_substitution_has_failed (participant))
    return g_strdup_printf (_ ("Does not come: %s"), substitute);
  return g_strdup_printf (_ ("Substitute: %s"), substitute);
}
