/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sending a substitute to a meeting: proposed by who is invited, accepted by who shall come,
 * approved by the chair where the meeting asks for that. What becomes of an invitation by one act;
 * server and client ask the same. It knows neither rights to see nor storage. Pure.
 *
 *   propose → proposed ─accept→ approved, or accepted ─approve→ approved
 *                     └decline→ declined          └refuse→ refused
 *
 * A later answer of any other kind ends it. */

#include "hopso-substitution.h"

#include <string.h>

static const char *const act_names[HOPSO_SUBSTITUTION_N_ACTS] = {
  [HOPSO_SUBSTITUTION_PROPOSE] = "propose", [HOPSO_SUBSTITUTION_ACCEPT] = "accept",
  [HOPSO_SUBSTITUTION_DECLINE] = "decline", [HOPSO_SUBSTITUTION_APPROVE] = "approve",
  [HOPSO_SUBSTITUTION_REFUSE] = "refuse",
};

/**
 * hopso_substitution_act_name:
 *
 * Returns: (transfer none): what @type is called on the wire
 */
const char *
hopso_substitution_act_name (HopsoSubstitutionActType type)
{
  g_return_val_if_fail (type < HOPSO_SUBSTITUTION_N_ACTS, NULL);

  return act_names[type];
}

/**
 * hopso_substitution_act_parse:
 * @name: (nullable): a word from outside
 * @type: (out): what it names
 *
 * Returns: whether it names an act
 */
gboolean
hopso_substitution_act_parse (const char *name, HopsoSubstitutionActType *type)
{
  for (guint i = 0; i < HOPSO_SUBSTITUTION_N_ACTS; i++)
    if (g_strcmp0 (name, act_names[i]) == 0)
      {
        *type = (HopsoSubstitutionActType) i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
is_delegated (HopsoParticipant *participant)
{
  return g_strcmp0 (hopso_participant_get_partstat (participant), "delegated") == 0;
}

static gboolean
is_in (HopsoParticipant *participant, const char *state)
{
  return is_delegated (participant) &&
         g_strcmp0 (hopso_participant_get_substitute_state (participant), state) == 0;
}

/**
 * hopso_substitution_is_in_force:
 *
 * An invitation from before substitutes were asked says nothing of a state.
 *
 * Returns: whether the substitute takes the place of who is invited
 */
gboolean
hopso_substitution_is_in_force (HopsoParticipant *participant)
{
  return is_in (participant, HOPSO_SUBSTITUTE_APPROVED) || is_in (participant, NULL);
}

/**
 * hopso_substitution_is_open:
 *
 * Returns: whether the substitute or the chair has yet to answer
 */
gboolean
hopso_substitution_is_open (HopsoParticipant *participant)
{
  return is_in (participant, HOPSO_SUBSTITUTE_PROPOSED) ||
         is_in (participant, HOPSO_SUBSTITUTE_ACCEPTED);
}

/**
 * hopso_substitution_has_failed:
 *
 * Returns: whether the substitute or the chair said no, so that who is invited must answer anew
 */
gboolean
hopso_substitution_has_failed (HopsoParticipant *participant)
{
  return is_in (participant, HOPSO_SUBSTITUTE_DECLINED) ||
         is_in (participant, HOPSO_SUBSTITUTE_REFUSED);
}

/**
 * hopso_substitution_awaits_substitute:
 * @person: (nullable): the id of a person
 *
 * Returns: whether @person is asked to come instead, and has not answered
 */
gboolean
hopso_substitution_awaits_substitute (HopsoParticipant *participant, const char *person)
{
  return person != NULL && is_in (participant, HOPSO_SUBSTITUTE_PROPOSED) &&
         g_strcmp0 (hopso_participant_get_substitute (participant), person) == 0;
}

/**
 * hopso_substitution_awaits_chair:
 *
 * Returns: whether the chair is asked to approve the substitute
 */
gboolean
hopso_substitution_awaits_chair (HopsoParticipant *participant)
{
  return is_in (participant, HOPSO_SUBSTITUTE_ACCEPTED);
}

static gboolean
has_text (const char *text)
{
  return text != NULL && text[strspn (text, " \t\r\n")] != '\0';
}

static gboolean
is_closed (HopsoMeeting *meeting)
{
  static const char *const closed[] = { "draft", "template", "ended", "cancelled", NULL };
  const char *state = hopso_meeting_get_state (meeting);

  return state == NULL || g_strv_contains (closed, state);
}

/**
 * hopso_substitution_awaits:
 * @participant: an invitation
 * @meeting: its meeting
 * @person: (nullable): the id of a person
 *
 * Returns: whether @person has yet to say whether to come instead, or who presides to approve it
 */
gboolean
hopso_substitution_awaits (HopsoParticipant *participant, HopsoMeeting *meeting, const char *person)
{
  return !is_closed (meeting) &&
         (hopso_substitution_awaits_substitute (participant, person) ||
          (person != NULL && hopso_substitution_awaits_chair (participant) &&
           g_strcmp0 (hopso_meeting_get_chair (meeting), person) == 0));
}

/* Who is invited, or comes for another, has a seat already. */
static gboolean
has_seat (GPtrArray *others, const char *participant, const char *person)
{
  for (guint i = 0; i < others->len; i++)
    {
      HopsoParticipant *other = others->pdata[i];
      gboolean is_other = g_strcmp0 (hopso_record_get_id (HOPSO_RECORD (other)), participant) != 0;

      if (g_strcmp0 (hopso_participant_get_person (other), person) == 0 ||
          (is_other &&
           (hopso_substitution_is_open (other) || hopso_substitution_is_in_force (other)) &&
           g_strcmp0 (hopso_participant_get_substitute (other), person) == 0))
        return TRUE;
    }
  return FALSE;
}

static HopsoSubstitutionVerdict
judge_proposal (HopsoParticipant *participant, GPtrArray *others, const HopsoSubstitutionAct *act)
{
  const char *person = hopso_participant_get_person (participant);
  const char *id = hopso_record_get_id (HOPSO_RECORD (participant));

  if (person == NULL || (!act->prepares && g_strcmp0 (person, act->person) != 0))
    return HOPSO_SUBSTITUTION_FORBIDDEN;
  if (!has_text (act->substitute) || g_strcmp0 (act->substitute, person) == 0 ||
      has_seat (others, id, act->substitute))
    return HOPSO_SUBSTITUTION_UNSUITABLE;
  return has_text (act->reason) ? HOPSO_SUBSTITUTION_DONE : HOPSO_SUBSTITUTION_NO_REASON;
}

static HopsoSubstitutionVerdict
judge_substitute (HopsoParticipant *participant, const HopsoSubstitutionAct *act)
{
  gboolean is_asked = is_in (participant, HOPSO_SUBSTITUTE_PROPOSED);
  gboolean has_agreed = is_in (participant, HOPSO_SUBSTITUTE_ACCEPTED) ||
                        is_in (participant, HOPSO_SUBSTITUTE_APPROVED);

  if (act->person == NULL ||
      g_strcmp0 (hopso_participant_get_substitute (participant), act->person) != 0)
    return HOPSO_SUBSTITUTION_FORBIDDEN;
  return is_asked || (has_agreed && act->type == HOPSO_SUBSTITUTION_DECLINE)
             ? HOPSO_SUBSTITUTION_DONE
             : HOPSO_SUBSTITUTION_OVER;
}

static HopsoSubstitutionVerdict
judge_chair (HopsoParticipant *participant, HopsoMeeting *meeting, const HopsoSubstitutionAct *act)
{
  if (act->person == NULL || g_strcmp0 (hopso_meeting_get_chair (meeting), act->person) != 0)
    return HOPSO_SUBSTITUTION_FORBIDDEN;
  if (!is_in (participant, HOPSO_SUBSTITUTE_ACCEPTED))
    return HOPSO_SUBSTITUTION_OVER;
  return act->type == HOPSO_SUBSTITUTION_APPROVE || has_text (act->reason)
             ? HOPSO_SUBSTITUTION_DONE
             : HOPSO_SUBSTITUTION_NO_REASON;
}

static HopsoSubstitutionVerdict
judge (HopsoParticipant *participant,
       HopsoMeeting *meeting,
       GPtrArray *others,
       const HopsoSubstitutionAct *act)
{
  HopsoSubstitutionVerdict verdict;

  if (act->type == HOPSO_SUBSTITUTION_PROPOSE)
    verdict = judge_proposal (participant, others, act);
  else if (act->type == HOPSO_SUBSTITUTION_ACCEPT || act->type == HOPSO_SUBSTITUTION_DECLINE)
    verdict = judge_substitute (participant, act);
  else
    verdict = judge_chair (participant, meeting, act);
  /* Who has no business here is not told how the meeting stands. */
  return verdict != HOPSO_SUBSTITUTION_FORBIDDEN && is_closed (meeting) ? HOPSO_SUBSTITUTION_OVER
                                                                        : verdict;
}

/* A chair need not ask themselves. */
static gboolean
needs_approval (HopsoParticipant *participant, HopsoMeeting *meeting)
{
  return hopso_meeting_get_substitute_approval (meeting) &&
         g_strcmp0 (hopso_meeting_get_chair (meeting),
                    hopso_participant_get_person (participant)) != 0;
}

static void
propose (HopsoRecordBuilder *builder,
         HopsoParticipant *participant,
         const HopsoSubstitutionAct *act)
{
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_PARTSTAT, "delegated");
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_SUBSTITUTE, act->substitute);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_REASON, act->reason);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_ANSWERED_BY, act->person);
  hopso_record_builder_set_time (builder, HOPSO_PARTICIPANT_ANSWERED, act->now);
  hopso_record_builder_set_integer (builder, HOPSO_PARTICIPANT_SEQUENCE,
                                    hopso_participant_get_sequence (participant) + 1);
}

/**
 * hopso_substitution_act:
 * @participant: an invitation
 * @meeting: its meeting
 * @others: (element-type HopsoParticipant): the invitations to the meeting, as far as they are
 * known
 * @act: what somebody does
 * @verdict: (out): whether that may be
 *
 * Returns: (transfer full) (nullable): the invitation as it is then; %NULL when @verdict is not
 *   %HOPSO_SUBSTITUTION_DONE
 */
HopsoRecord *
hopso_substitution_act (HopsoParticipant *participant,
                        HopsoMeeting *meeting,
                        GPtrArray *others,
                        const HopsoSubstitutionAct *act,
                        HopsoSubstitutionVerdict *verdict)
{
  static const char *const states[HOPSO_SUBSTITUTION_N_ACTS] = {
    [HOPSO_SUBSTITUTION_PROPOSE] = HOPSO_SUBSTITUTE_PROPOSED,
    [HOPSO_SUBSTITUTION_ACCEPT] = HOPSO_SUBSTITUTE_APPROVED,
    [HOPSO_SUBSTITUTION_DECLINE] = HOPSO_SUBSTITUTE_DECLINED,
    [HOPSO_SUBSTITUTION_APPROVE] = HOPSO_SUBSTITUTE_APPROVED,
    [HOPSO_SUBSTITUTION_REFUSE] = HOPSO_SUBSTITUTE_REFUSED,
  };
  g_autoptr (HopsoRecordBuilder) builder = NULL;
  const char *state;

  *verdict = judge (participant, meeting, others, act);
  if (*verdict != HOPSO_SUBSTITUTION_DONE)
    return NULL;
  state = act->type == HOPSO_SUBSTITUTION_ACCEPT && needs_approval (participant, meeting)
              ? HOPSO_SUBSTITUTE_ACCEPTED
              : states[act->type];
  builder = hopso_record_builder_new_from (HOPSO_RECORD (participant));
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_SUBSTITUTE_STATE, state);
  hopso_record_builder_set_string (
      builder, HOPSO_PARTICIPANT_SUBSTITUTE_REASON,
      act->type == HOPSO_SUBSTITUTION_PROPOSE || !has_text (act->reason) ? NULL : act->reason);
  if (act->type == HOPSO_SUBSTITUTION_PROPOSE)
    propose (builder, participant, act);
  return hopso_record_builder_end (builder);
}

/**
 * hopso_substitution_end:
 * @participant: an invitation that gets another answer
 *
 * Nobody comes instead any more.
 */
void
hopso_substitution_end (HopsoRecordBuilder *participant)
{
  hopso_record_builder_set_string (participant, HOPSO_PARTICIPANT_SUBSTITUTE, NULL);
  hopso_record_builder_set_string (participant, HOPSO_PARTICIPANT_SUBSTITUTE_STATE, NULL);
  hopso_record_builder_set_string (participant, HOPSO_PARTICIPANT_SUBSTITUTE_REASON, NULL);
}

/**
 * hopso_substitution_still_stands:
 * @base: an invitation as it was when somebody acted
 * @current: the same as it is now
 * @type: what was done
 *
 * Of answers to an invitation the latest wins (RFC 5546 §3.2.3), and a proposal is one. The others
 * answer a question, which must still be the same.
 *
 * Returns: whether the act still makes sense
 */
gboolean
hopso_substitution_still_stands (HopsoParticipant *base,
                                 HopsoParticipant *current,
                                 HopsoSubstitutionActType type)
{
  static const guint question[] = { HOPSO_PARTICIPANT_PARTSTAT, HOPSO_PARTICIPANT_SUBSTITUTE,
                                    HOPSO_PARTICIPANT_SUBSTITUTE_STATE,
                                    HOPSO_PARTICIPANT_SEQUENCE };

  for (guint i = 0; i < G_N_ELEMENTS (question); i++)
    if (type != HOPSO_SUBSTITUTION_PROPOSE &&
        !hopso_record_field_equal (HOPSO_RECORD (base), HOPSO_RECORD (current), question[i]))
      return FALSE;
  return TRUE;
}
