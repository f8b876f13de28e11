/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Meetings as iCalendar (RFC 5545, messages by RFC 5546), for the calendars of other programs. The
 * UID is the meeting's id and stays, SEQUENCE is the meeting's own count. Times are told in the
 * time of Vietnam, with its rules along. Pure, any thread. */

#include "hopso-calendar.h"

#include "hopso-calendar-text-private.h"

#include <string.h>

#define ZONE        "Asia/Ho_Chi_Minh"
#define ZONE_OFFSET (7 * 3600)

/* One rule since 1975: seven hours, no summer time. */
static const char *const zone_lines[] = {
  "BEGIN:VTIMEZONE",    "TZID:" ZONE,       "BEGIN:STANDARD", "DTSTART:19750613T000000",
  "TZOFFSETFROM:+0800", "TZOFFSETTO:+0700", "TZNAME:+07",     "END:STANDARD",
  "END:VTIMEZONE",
};

static const char *
get_method (HopsoCalendarMethod method)
{
  switch (method)
    {
    case HOPSO_CALENDAR_REQUEST:
      return "REQUEST";
    case HOPSO_CALENDAR_CANCEL:
      return "CANCEL";
    case HOPSO_CALENDAR_PUBLISH:
    default:
      return "PUBLISH";
    }
}

static void
add_local_time (GString *output, const char *name, gint64 time)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_utc (time + ZONE_OFFSET);
  g_autofree char *value = local == NULL ? NULL : g_date_time_format (local, "%Y%m%dT%H%M%S");
  g_autofree char *start = g_strdup_printf ("%s;TZID=" ZONE, name);

  if (value != NULL)
    hopso_calendar_add_line (output, start, value);
}

static void
add_utc_time (GString *output, const char *name, gint64 time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time);
  g_autofree char *value = utc == NULL ? NULL : g_date_time_format (utc, "%Y%m%dT%H%M%SZ");

  hopso_calendar_add_line (output, name, value != NULL ? value : "19700101T000000Z");
}

/* Whoever has no address is still somebody: a URI that says who (RFC 5545, 3.3.3). */
static char *
dup_address (const char *id, const char *email)
{
  g_autofree char *clean = NULL;

  if (email == NULL || strchr (email, '@') == NULL)
    return g_strconcat ("urn:uuid:", id, NULL);
  clean = g_uri_escape_string (email, "@", FALSE);
  return g_strconcat ("mailto:", clean, NULL);
}

static void
add_organizer (GString *output, const HopsoCalendarEvent *event)
{
  const char *organization = hopso_meeting_get_organization (event->meeting);
  const char *id =
      organization != NULL ? organization : hopso_record_get_id (HOPSO_RECORD (event->meeting));
  g_autofree char *address = dup_address (id, event->organizer_email);
  g_autoptr (GString) name = g_string_new ("ORGANIZER");

  if (event->organizer != NULL)
    hopso_calendar_append_parameter (name, "CN", event->organizer);
  hopso_calendar_add_line (output, name->str, address);
}

static void
add_attendee (GString *output, const HopsoCalendarAttendee *attendee)
{
  g_autofree char *address = dup_address (attendee->id, attendee->email);
  g_autofree char *partstat =
      g_ascii_strup (attendee->partstat != NULL ? attendee->partstat : "needs-action", -1);
  const gboolean is_open = strcmp (partstat, "NEEDS-ACTION") == 0;
  g_autoptr (GString) name = g_string_new ("ATTENDEE");

  if (attendee->name != NULL)
    hopso_calendar_append_parameter (name, "CN", attendee->name);
  g_string_append (name, g_strcmp0 (attendee->role, "chair") == 0 ? ";ROLE=CHAIR"
                                                                  : ";ROLE=REQ-PARTICIPANT");
  g_string_append_printf (name, ";PARTSTAT=%s%s", partstat, is_open ? ";RSVP=TRUE" : "");
  hopso_calendar_add_line (output, name->str, address);
}

static char *
dup_description (HopsoMeeting *meeting)
{
  const char *parts[] = { hopso_meeting_get_reason (meeting),
                          hopso_meeting_get_description (meeting),
                          hopso_meeting_get_online (meeting) };
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", parts[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_text (GString *output, const char *name, const char *text)
{
  if (text != NULL && *text != '\0')
    hopso_calendar_add_text (output, name, text);
}

/* Only what is an address may stand where an address is expected. */
static void
add_address (GString *output, const char *address)
{
  if (address != NULL && g_uri_is_valid (address, G_URI_FLAGS_NONE, NULL))
    hopso_calendar_add_line (output, "URL", address);
}

static void
add_event (GString *output, HopsoCalendarMethod method, const HopsoCalendarEvent *event)
{
  HopsoMeeting *meeting = event->meeting;
  const gboolean is_cancelled = method == HOPSO_CALENDAR_CANCEL ||
                                g_strcmp0 (hopso_meeting_get_state (meeting), "cancelled") == 0;
  g_autofree char *sequence =
      g_strdup_printf ("%" G_GINT64_FORMAT, MAX (hopso_meeting_get_sequence (meeting), 0));
  g_autofree char *description = dup_description (meeting);

  hopso_calendar_add_line (output, "BEGIN", "VEVENT");
  hopso_calendar_add_text (output, "UID", hopso_record_get_id (HOPSO_RECORD (meeting)));
  add_utc_time (output, "DTSTAMP", event->stamp);
  add_local_time (output, "DTSTART", hopso_meeting_get_start (meeting));
  if (hopso_meeting_get_end (meeting) > hopso_meeting_get_start (meeting))
    add_local_time (output, "DTEND", hopso_meeting_get_end (meeting));
  hopso_calendar_add_line (output, "SEQUENCE", sequence);
  hopso_calendar_add_line (output, "STATUS", is_cancelled ? "CANCELLED" : "CONFIRMED");
  hopso_calendar_add_line (output, "TRANSP",
                           event->is_free || is_cancelled ? "TRANSPARENT" : "OPAQUE");
  add_text (output, "SUMMARY", hopso_meeting_get_name (meeting));
  add_text (output, "LOCATION", hopso_meeting_get_location (meeting));
  add_text (output, "DESCRIPTION", description);
  add_address (output, hopso_meeting_get_online (meeting));
  add_organizer (output, event);
  for (guint i = 0; method != HOPSO_CALENDAR_PUBLISH && i < event->n_attendees; i++)
    add_attendee (output, &event->attendees[i]);
  hopso_calendar_add_line (output, "END", "VEVENT");
}

/**
 * hopso_calendar_write:
 * @method: what it is for
 * @name: (nullable): what a calendar to look at is called
 * @events: (array length=n_events): the meetings
 * @n_events: how many
 *
 * Returns: (transfer full): an iCalendar object, its lines ended by CR LF
 */
char *
hopso_calendar_write (HopsoCalendarMethod method,
                      const char *name,
                      const HopsoCalendarEvent *events,
                      guint n_events)
{
  GString *output = g_string_new (NULL);

  hopso_calendar_add_line (output, "BEGIN", "VCALENDAR");
  hopso_calendar_add_line (output, "VERSION", "2.0");
  hopso_calendar_add_line (output, "PRODID", "-//HopSo//HopSo " HOPSO_VERSION "//VI");
  hopso_calendar_add_line (output, "METHOD", get_method (method));
  if (name != NULL)
    {
      hopso_calendar_add_text (output, "NAME", name);
      hopso_calendar_add_text (output, "X-WR-CALNAME", name);
      hopso_calendar_add_line (output, "REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (zone_lines); i++)
    g_string_append_printf (output, "%s\r\n", zone_lines[i]);
  for (guint i = 0; i < n_events; i++)
    add_event (output, method, &events[i]);
  hopso_calendar_add_line (output, "END", "VCALENDAR");
  return g_string_free (output, FALSE);
}
