/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A meeting, from its draft to its conclusions. An immutable record. */

#include "hopso-meeting.h"

#include "hopso-record-private.h"

HOPSO_DEFINE_RECORD (HopsoMeeting, hopso_meeting, HOPSO_KIND_MEETING)

/**
 * hopso_meeting_get_name:
 *
 * Returns: (transfer none): what it is called
 */
const char *
hopso_meeting_get_name (HopsoMeeting *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_MEETING_NAME);
}

/**
 * hopso_meeting_get_state:
 *
 * Returns: (transfer none): "draft", "template", "published", "inProgress", "ended" or
 *   "cancelled"
 */
const char *
hopso_meeting_get_state (HopsoMeeting *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_MEETING_STATE);
}

/**
 * hopso_meeting_get_start:
 *
 * Returns: when it begins
 */
gint64
hopso_meeting_get_start (HopsoMeeting *self)
{
  return hopso_record_get_time (HOPSO_RECORD (self), HOPSO_MEETING_START);
}

/**
 * hopso_meeting_get_end:
 *
 * Returns: when it is planned to end
 */
gint64
hopso_meeting_get_end (HopsoMeeting *self)
{
  return hopso_record_get_time (HOPSO_RECORD (self), HOPSO_MEETING_END);
}

/**
 * hopso_meeting_get_location:
 *
 * Returns: (transfer none) (nullable): the room, or "Trực tuyến"
 */
const char *
hopso_meeting_get_location (HopsoMeeting *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_MEETING_LOCATION);
}

/**
 * hopso_meeting_get_organization:
 *
 * Returns: (transfer none) (nullable): the id of the organization that holds it
 */
const char *
hopso_meeting_get_organization (HopsoMeeting *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_MEETING_ORGANIZATION);
}

/**
 * hopso_meeting_get_chair:
 *
 * Returns: (transfer none) (nullable): the id of the person who presides
 */
const char *
hopso_meeting_get_chair (HopsoMeeting *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_MEETING_CHAIR);
}

/**
 * hopso_meeting_get_secretary:
 *
 * Returns: (transfer none) (nullable): the id of the person who keeps the minutes
 */
const char *
hopso_meeting_get_secretary (HopsoMeeting *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_MEETING_SECRETARY);
}

/**
 * hopso_meeting_get_version:
 *
 * Returns: counts publications, from 1
 */
gint64
hopso_meeting_get_version (HopsoMeeting *self)
{
  return hopso_record_get_integer (HOPSO_RECORD (self), HOPSO_MEETING_VERSION);
}

/**
 * hopso_meeting_get_rsvp_until:
 *
 * Returns: when answers are due
 */
gint64
hopso_meeting_get_rsvp_until (HopsoMeeting *self)
{
  return hopso_record_get_time (HOPSO_RECORD (self), HOPSO_MEETING_RSVP_UNTIL);
}

/**
 * hopso_meeting_get_current_item:
 *
 * Returns: (transfer none) (nullable): the id of the agenda item under discussion
 */
const char *
hopso_meeting_get_current_item (HopsoMeeting *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_MEETING_CURRENT_ITEM);
}

/**
 * hopso_meeting_get_description:
 *
 * Returns: (transfer none) (nullable): a remark for all who are invited
 */
const char *
hopso_meeting_get_description (HopsoMeeting *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_MEETING_DESCRIPTION);
}

/**
 * hopso_meeting_get_kind:
 *
 * Returns: (transfer none) (nullable): "phien-hop", "hoi-nghi", "giao-ban", "hop-chuyen-de",
 * "tap-huan" or "khac"
 */
const char *
hopso_meeting_get_kind (HopsoMeeting *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_MEETING_KIND);
}

/**
 * hopso_meeting_get_online:
 *
 * Returns: (transfer none) (nullable): the address of its online room
 */
const char *
hopso_meeting_get_online (HopsoMeeting *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_MEETING_ONLINE);
}

/**
 * hopso_meeting_get_revises:
 *
 * Returns: (transfer none) (nullable): the id of the published meeting that this draft shall change
 */
const char *
hopso_meeting_get_revises (HopsoMeeting *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_MEETING_REVISES);
}

/**
 * hopso_meeting_get_sequence:
 *
 * Returns: counts what calendars must take over (RFC 5545 §3.8.7.4)
 */
gint64
hopso_meeting_get_sequence (HopsoMeeting *self)
{
  return hopso_record_get_integer (HOPSO_RECORD (self), HOPSO_MEETING_SEQUENCE);
}

/**
 * hopso_meeting_get_reason:
 *
 * Returns: (transfer none) (nullable): why it was postponed or cancelled
 */
const char *
hopso_meeting_get_reason (HopsoMeeting *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_MEETING_REASON);
}

/**
 * hopso_meeting_get_substitute_approval:
 *
 * Returns: whether the chair must approve of substitutes
 */
gboolean
hopso_meeting_get_substitute_approval (HopsoMeeting *self)
{
  return hopso_record_get_boolean (HOPSO_RECORD (self), HOPSO_MEETING_SUBSTITUTE_APPROVAL);
}

/**
 * hopso_meeting_is_in:
 * @state: one of the states
 *
 * Returns: whether the meeting is in it
 */
gboolean
hopso_meeting_is_in (HopsoMeeting *self, const char *state)
{
  return g_strcmp0 (hopso_meeting_get_state (self), state) == 0;
}

/**
 * hopso_meeting_is_draft:
 *
 * Returns: whether only who prepares it sees it: a draft, a change that is being prepared, or a
 *   template
 */
gboolean
hopso_meeting_is_draft (HopsoMeeting *self)
{
  return hopso_meeting_is_in (self, HOPSO_MEETING_STATE_DRAFT) ||
         hopso_meeting_is_in (self, HOPSO_MEETING_STATE_TEMPLATE);
}
