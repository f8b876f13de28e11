/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The lines of iCalendar, letter by letter; what other programs read of it is tried with the
 * invitation. */

#include "hopso-calendar.h"

#include <string.h>

#define ID "00000003-0000-4000-8000-000000000001"

static HopsoMeeting *
make_meeting (const char *name, const char *state)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_MEETING, ID);

  hopso_record_builder_set_string (builder, HOPSO_MEETING_NAME, name);
  hopso_record_builder_set_string (builder, HOPSO_MEETING_STATE, state);
  hopso_record_builder_set_time (builder, HOPSO_MEETING_START, 1795741200);
  return HOPSO_MEETING (hopso_record_builder_end (builder));
}

static char *
write_event (const HopsoCalendarEvent *event, HopsoCalendarMethod method)
{
  return hopso_calendar_write (method, "Lịch họp", event, 1);
}

static char *
unfold (const char *text)
{
  g_autoptr (GRegex) folds = g_regex_new ("\r\n ", 0, 0, NULL);

  return g_regex_replace_literal (folds, text, -1, 0, "", 0, NULL);
}

static void
assert_folded (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      g_assert_cmpuint (strlen (*line), <=, 75);
      g_assert_true (g_utf8_validate (*line, -1, NULL));
      g_assert_null (strpbrk (*line, "\r\n"));
    }
}

static void
test_words_are_escaped (void)
{
  g_autoptr (HopsoMeeting) meeting = make_meeting ("a;b,c\\d\r\ne\nf\x01\x7f", "published");
  const HopsoCalendarEvent event = { .meeting = meeting };
  g_autofree char *text = write_event (&event, HOPSO_CALENDAR_PUBLISH);

  g_assert_nonnull (strstr (text, "\r\nSUMMARY:a\\;b\\,c\\\\d\\ne\\nf\r\n"));
}

/* Nothing that a name holds begins another line. */
static void
test_nothing_breaks_out (void)
{
  g_autoptr (HopsoMeeting) meeting = make_meeting ("x", "published");
  const HopsoCalendarAttendee attendee = { .id = "1",
                                           .name = "A\"\r\nATTENDEE:mailto:evil^",
                                           .email = "a\r\nX:b@c",
                                           .partstat = "needs-action" };
  const HopsoCalendarEvent event = {
    .meeting = meeting, .organizer = "O;\":,", .attendees = &attendee, .n_attendees = 1
  };
  g_autofree char *folded = write_event (&event, HOPSO_CALENDAR_REQUEST);
  g_autofree char *text = unfold (folded);

  assert_folded (folded);
  g_assert_null (strstr (text, "\r\nX:"));
  g_assert_nonnull (strstr (text, "\r\nATTENDEE;CN=\"A^'^nATTENDEE:mailto:evil^^\";ROLE="));
  g_assert_nonnull (strstr (text, ";RSVP=TRUE:mailto:a%0D%0AX%3Ab@c\r\n"));
  g_assert_nonnull (strstr (text, "\r\nORGANIZER;CN=\"O;^':,\":"));
}

static void
test_lines_are_folded_between_letters (void)
{
  for (guint shift = 0; shift < 8; shift++)
    {
      g_autoptr (GString) name = g_string_new (NULL);
      g_autofree char *text = NULL;
      g_autofree char *whole = NULL;
      g_autofree char *wanted = NULL;

      for (guint i = 0; i < shift; i++)
        g_string_append_c (name, 'x');
      for (guint i = 0; i < 200; i++)
        g_string_append (name, "ẵĐ😀");

      g_autoptr (HopsoMeeting) meeting = make_meeting (name->str, "published");
      const HopsoCalendarEvent event = { .meeting = meeting };
      text = write_event (&event, HOPSO_CALENDAR_PUBLISH);
      assert_folded (text);
      whole = unfold (text);
      wanted = g_strdup_printf ("\r\nSUMMARY:%s\r\n", name->str);
      g_assert_nonnull (strstr (whole, wanted));
    }
}

static void
test_a_feed_names_nobody (void)
{
  g_autoptr (HopsoMeeting) meeting = make_meeting ("x", "cancelled");
  const HopsoCalendarAttendee attendee = { .id = "1", .name = "A" };
  const HopsoCalendarEvent event = { .meeting = meeting, .attendees = &attendee, .n_attendees = 1 };
  g_autofree char *text = write_event (&event, HOPSO_CALENDAR_PUBLISH);

  g_assert_null (strstr (text, "ATTENDEE"));
  g_assert_nonnull (strstr (text, "\r\nMETHOD:PUBLISH\r\n"));
  g_assert_nonnull (strstr (text, "\r\nSTATUS:CANCELLED\r\n"));
  g_assert_nonnull (strstr (text, "\r\nTRANSP:TRANSPARENT\r\n"));
  g_assert_nonnull (strstr (text, "\r\nDTSTART;TZID=Asia/Ho_Chi_Minh:20261127T080000\r\n"));
  g_assert_nonnull (strstr (text, "\r\nUID:" ID "\r\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar/words-are-escaped", test_words_are_escaped);
  g_test_add_func ("/calendar/nothing-breaks-out", test_nothing_breaks_out);
  g_test_add_func ("/calendar/lines-are-folded-between-letters",
                   test_lines_are_folded_between_letters);
  g_test_add_func ("/calendar/a-feed-names-nobody", test_a_feed_names_nobody);
  return g_test_run ();
}
