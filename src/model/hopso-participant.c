/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An invitation and its answer: one person in one meeting (RFC 5545 ATTENDEE). An immutable record.
 */

#include "hopso-participant.h"

#include "hopso-record-private.h"

HOPSO_DEFINE_RECORD (HopsoParticipant, hopso_participant, HOPSO_KIND_PARTICIPANT)

/**
 * hopso_participant_get_meeting:
 *
 * Returns: (transfer none): the id of the meeting
 */
const char *
hopso_participant_get_meeting (HopsoParticipant *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PARTICIPANT_MEETING);
}

/**
 * hopso_participant_get_person:
 *
 * Returns: (transfer none): the id of the person invited
 */
const char *
hopso_participant_get_person (HopsoParticipant *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PARTICIPANT_PERSON);
}

/**
 * hopso_participant_get_role:
 *
 * Returns: (transfer none): "chair", "secretary", "delegate" or "guest"
 */
const char *
hopso_participant_get_role (HopsoParticipant *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PARTICIPANT_ROLE);
}

/**
 * hopso_participant_get_partstat:
 *
 * Returns: (transfer none): "needs-action", "accepted", "declined" or "delegated" (RFC 5545
 * §3.2.12)
 */
const char *
hopso_participant_get_partstat (HopsoParticipant *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PARTICIPANT_PARTSTAT);
}

/**
 * hopso_participant_get_substitute:
 *
 * Returns: (transfer none) (nullable): the id of the person who comes instead
 */
const char *
hopso_participant_get_substitute (HopsoParticipant *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PARTICIPANT_SUBSTITUTE);
}

/**
 * hopso_participant_get_reason:
 *
 * Returns: (transfer none) (nullable): why somebody stays away or sends another
 */
const char *
hopso_participant_get_reason (HopsoParticipant *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PARTICIPANT_REASON);
}

/**
 * hopso_participant_get_sequence:
 *
 * Returns: counts the answers; the latest wins
 */
gint64
hopso_participant_get_sequence (HopsoParticipant *self)
{
  return hopso_record_get_integer (HOPSO_RECORD (self), HOPSO_PARTICIPANT_SEQUENCE);
}

/**
 * hopso_participant_get_answered:
 *
 * Returns: when the latest answer was given
 */
gint64
hopso_participant_get_answered (HopsoParticipant *self)
{
  return hopso_record_get_time (HOPSO_RECORD (self), HOPSO_PARTICIPANT_ANSWERED);
}

/**
 * hopso_participant_get_order_key:
 *
 * Returns: (transfer none) (nullable): protocol order in the list of participants
 */
const char *
hopso_participant_get_order_key (HopsoParticipant *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PARTICIPANT_ORDER_KEY);
}

/**
 * hopso_participant_get_guest_name:
 *
 * Returns: (transfer none) (nullable): the name of a guest who has no record
 */
const char *
hopso_participant_get_guest_name (HopsoParticipant *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PARTICIPANT_GUEST_NAME);
}

/**
 * hopso_participant_get_guest_position:
 *
 * Returns: (transfer none) (nullable): position and agency of such a guest
 */
const char *
hopso_participant_get_guest_position (HopsoParticipant *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PARTICIPANT_GUEST_POSITION);
}

/**
 * hopso_participant_get_email:
 *
 * Returns: (transfer none) (nullable): where such a guest is written to
 */
const char *
hopso_participant_get_email (HopsoParticipant *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PARTICIPANT_EMAIL);
}

/**
 * hopso_participant_get_seat:
 *
 * Returns: (transfer none) (nullable): where the person sits, in words
 */
const char *
hopso_participant_get_seat (HopsoParticipant *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PARTICIPANT_SEAT);
}

/**
 * hopso_participant_get_revises:
 *
 * Returns: (transfer none) (nullable): the id of the participant that this one shall change
 */
const char *
hopso_participant_get_revises (HopsoParticipant *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PARTICIPANT_REVISES);
}

/**
 * hopso_participant_get_substitute_state:
 *
 * Returns: (transfer none) (nullable): "proposed", "accepted", "approved" or "declined"
 */
const char *
hopso_participant_get_substitute_state (HopsoParticipant *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PARTICIPANT_SUBSTITUTE_STATE);
}

/**
 * hopso_participant_get_group:
 *
 * Returns: (transfer none) (nullable): the id of the group by which the person was invited
 */
const char *
hopso_participant_get_group (HopsoParticipant *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PARTICIPANT_GROUP);
}

/**
 * hopso_participant_get_substitute_reason:
 *
 * Returns: (transfer none) (nullable): why the substitute, or the chair, said no
 */
const char *
hopso_participant_get_substitute_reason (HopsoParticipant *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PARTICIPANT_SUBSTITUTE_REASON);
}

/**
 * hopso_participant_get_answered_by:
 *
 * Returns: (transfer none) (nullable): the id of the person who gave the latest answer; another
 *   than the one invited when a clerk did it for them
 */
const char *
hopso_participant_get_answered_by (HopsoParticipant *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PARTICIPANT_ANSWERED_BY);
}
