/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-meeting.h"

G_BEGIN_DECLS

/**
 * HopsoCalendarMethod:
 * @HOPSO_CALENDAR_PUBLISH: a calendar to look at, without those invited
 * @HOPSO_CALENDAR_REQUEST: an invitation, and each change of it
 * @HOPSO_CALENDAR_CANCEL: it does not take place
 *
 * What a calendar is told (RFC 5546, 3.2).
 */
typedef enum
{
  HOPSO_CALENDAR_PUBLISH,
  HOPSO_CALENDAR_REQUEST,
  HOPSO_CALENDAR_CANCEL,
} HopsoCalendarMethod;

/**
 * HopsoCalendarAttendee:
 * @id: of the person, or of the participant when it is a guest
 * @name: (nullable): for people
 * @email: (nullable): where letters go; without one the id stands for the person
 * @role: as in #HopsoParticipant
 * @partstat: as in #HopsoParticipant
 */
typedef struct
{
  const char *id;       /* borrowed */
  const char *name;     /* borrowed, nullable */
  const char *email;    /* borrowed, nullable */
  const char *role;     /* borrowed, nullable */
  const char *partstat; /* borrowed, nullable */
} HopsoCalendarAttendee;

/**
 * HopsoCalendarEvent:
 * @meeting: what takes place
 * @organizer: (nullable): name of the organization that holds it
 * @organizer_email: (nullable): who answers for it
 * @attendees: (array length=n_attendees) (nullable): not told by %HOPSO_CALENDAR_PUBLISH
 * @n_attendees: how many
 * @is_free: whether the owner of the calendar does not go, and is free at that time
 * @stamp: when this was said, in seconds since 1970
 */
typedef struct
{
  HopsoMeeting *meeting;                  /* borrowed */
  const char *organizer;                  /* borrowed, nullable */
  const char *organizer_email;            /* borrowed, nullable */
  const HopsoCalendarAttendee *attendees; /* borrowed, nullable */
  guint n_attendees;
  gboolean is_free;
  gint64 stamp;
} HopsoCalendarEvent;

char *hopso_calendar_write (HopsoCalendarMethod method,
                            const char *name,
                            const HopsoCalendarEvent *events,
                            guint n_events);

G_END_DECLS
