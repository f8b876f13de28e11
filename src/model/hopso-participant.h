/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

/**
 * HopsoParticipantField:
 *
 * The numbers of the fields of a #HopsoParticipant.
 */
typedef enum
{
  HOPSO_PARTICIPANT_MEETING,    /* the id of the meeting */
  HOPSO_PARTICIPANT_PERSON,     /* the id of the person invited */
  HOPSO_PARTICIPANT_ROLE,       /* "chair", "secretary", "delegate" or "guest" */
  HOPSO_PARTICIPANT_PARTSTAT,   /* "needs-action", "accepted", "declined" or "delegated" (RFC 5545
                                   §3.2.12) */
  HOPSO_PARTICIPANT_SUBSTITUTE, /* the id of the person who comes instead */
  HOPSO_PARTICIPANT_REASON,     /* why somebody stays away or sends another */
  HOPSO_PARTICIPANT_SEQUENCE,   /* counts the answers; the latest wins */
  HOPSO_PARTICIPANT_ANSWERED,   /* when the latest answer was given */
  HOPSO_PARTICIPANT_ORDER_KEY,  /* protocol order in the list of participants */
  HOPSO_PARTICIPANT_GUEST_NAME, /* the name of a guest who has no record */
  HOPSO_PARTICIPANT_GUEST_POSITION,    /* position and agency of such a guest */
  HOPSO_PARTICIPANT_EMAIL,             /* where such a guest is written to */
  HOPSO_PARTICIPANT_SEAT,              /* where the person sits, in words */
  HOPSO_PARTICIPANT_REVISES,           /* the id of the participant that this one shall change */
  HOPSO_PARTICIPANT_SUBSTITUTE_STATE,  /* as in hopso-substitution.h */
  HOPSO_PARTICIPANT_GROUP,             /* the id of the group by which the person was invited */
  HOPSO_PARTICIPANT_SUBSTITUTE_REASON, /* why the substitute, or the chair, said no */
  HOPSO_PARTICIPANT_ANSWERED_BY        /* the id of the person who gave the latest answer */
} HopsoParticipantField;

/**
 * HopsoParticipant:
 *
 * An invitation and its answer: one person in one meeting (RFC 5545 ATTENDEE).
 */
#define HOPSO_TYPE_PARTICIPANT (hopso_participant_get_type ())
G_DECLARE_FINAL_TYPE (HopsoParticipant, hopso_participant, HOPSO, PARTICIPANT, HopsoRecord)

const char *hopso_participant_get_meeting (HopsoParticipant *self);
const char *hopso_participant_get_person (HopsoParticipant *self);
const char *hopso_participant_get_role (HopsoParticipant *self);
const char *hopso_participant_get_partstat (HopsoParticipant *self);
const char *hopso_participant_get_substitute (HopsoParticipant *self);
const char *hopso_participant_get_reason (HopsoParticipant *self);
gint64 hopso_participant_get_sequence (HopsoParticipant *self);
gint64 hopso_participant_get_answered (HopsoParticipant *self);
const char *hopso_participant_get_order_key (HopsoParticipant *self);
const char *hopso_participant_get_guest_name (HopsoParticipant *self);
const char *hopso_participant_get_guest_position (HopsoParticipant *self);
const char *hopso_participant_get_email (HopsoParticipant *self);
const char *hopso_participant_get_seat (HopsoParticipant *self);
const char *hopso_participant_get_revises (HopsoParticipant *self);
const char *hopso_participant_get_substitute_state (HopsoParticipant *self);
const char *hopso_participant_get_group (HopsoParticipant *self);
const char *hopso_participant_get_substitute_reason (HopsoParticipant *self);
const char *hopso_participant_get_answered_by (HopsoParticipant *self);

G_END_DECLS
