/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

#define HOPSO_MEETING_STATE_DRAFT       "draft"      /* seen by who prepares it */
#define HOPSO_MEETING_STATE_TEMPLATE    "template"   /* to be copied; seen as a draft is */
#define HOPSO_MEETING_STATE_PUBLISHED   "published"  /* seen by its participants from now on */
#define HOPSO_MEETING_STATE_IN_PROGRESS "inProgress" /* it has begun */
#define HOPSO_MEETING_STATE_ENDED       "ended"      /* it is over */
#define HOPSO_MEETING_STATE_CANCELLED   "cancelled"  /* it does not take place */

/**
 * HopsoMeetingField:
 *
 * The numbers of the fields of a #HopsoMeeting.
 */
typedef enum
{
  HOPSO_MEETING_NAME,         /* what it is called */
  HOPSO_MEETING_STATE,        /* "draft", "template", "published", "inProgress", "ended" or
                                      "cancelled" */
  HOPSO_MEETING_START,        /* when it begins */
  HOPSO_MEETING_END,          /* when it is planned to end */
  HOPSO_MEETING_LOCATION,     /* the room, or "Trực tuyến" */
  HOPSO_MEETING_ORGANIZATION, /* the id of the organization that holds it */
  HOPSO_MEETING_CHAIR,        /* the id of the person who presides */
  HOPSO_MEETING_SECRETARY,    /* the id of the person who keeps the minutes */
  HOPSO_MEETING_VERSION,      /* counts publications, from 1 */
  HOPSO_MEETING_RSVP_UNTIL,   /* when answers are due */
  HOPSO_MEETING_CURRENT_ITEM, /* the id of the agenda item under discussion */
  HOPSO_MEETING_DESCRIPTION,  /* a remark for all who are invited */
  HOPSO_MEETING_KIND, /* "phien-hop", "hoi-nghi", "giao-ban", "hop-chuyen-de", "tap-huan" or "khac"
                       */
  HOPSO_MEETING_ONLINE,   /* the address of its online room */
  HOPSO_MEETING_REVISES,  /* the id of the published meeting that this draft shall change */
  HOPSO_MEETING_SEQUENCE, /* counts what calendars must take over (RFC 5545 §3.8.7.4) */
  HOPSO_MEETING_REASON,   /* why it was postponed or cancelled */
  HOPSO_MEETING_SUBSTITUTE_APPROVAL /* whether the chair must approve of substitutes */
} HopsoMeetingField;

/**
 * HopsoMeeting:
 *
 * A meeting, from its draft to its conclusions.
 */
#define HOPSO_TYPE_MEETING (hopso_meeting_get_type ())
G_DECLARE_FINAL_TYPE (HopsoMeeting, hopso_meeting, HOPSO, MEETING, HopsoRecord)

const char *hopso_meeting_get_name (HopsoMeeting *self);
const char *hopso_meeting_get_state (HopsoMeeting *self);
gint64 hopso_meeting_get_start (HopsoMeeting *self);
gint64 hopso_meeting_get_end (HopsoMeeting *self);
const char *hopso_meeting_get_location (HopsoMeeting *self);
const char *hopso_meeting_get_organization (HopsoMeeting *self);
const char *hopso_meeting_get_chair (HopsoMeeting *self);
const char *hopso_meeting_get_secretary (HopsoMeeting *self);
gint64 hopso_meeting_get_version (HopsoMeeting *self);
gint64 hopso_meeting_get_rsvp_until (HopsoMeeting *self);
const char *hopso_meeting_get_current_item (HopsoMeeting *self);
const char *hopso_meeting_get_description (HopsoMeeting *self);
const char *hopso_meeting_get_kind (HopsoMeeting *self);
const char *hopso_meeting_get_online (HopsoMeeting *self);
const char *hopso_meeting_get_revises (HopsoMeeting *self);
gint64 hopso_meeting_get_sequence (HopsoMeeting *self);
const char *hopso_meeting_get_reason (HopsoMeeting *self);
gboolean hopso_meeting_get_substitute_approval (HopsoMeeting *self);

gboolean hopso_meeting_is_in (HopsoMeeting *self, const char *state);
gboolean hopso_meeting_is_draft (HopsoMeeting *self);

G_END_DECLS
