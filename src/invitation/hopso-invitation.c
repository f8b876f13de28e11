/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The invitation to a meeting (giấy mời) as Decree 30/2020 wants it, template 1.7: who invites
 * whom to what, who presides, when and where. Long lists stand in annexes after the signature.
 * Places for number, date, seal and signature are kept, and the calendar comes along as a file.
 * The words are Vietnamese in every language of the program. Any thread; takes some 20 ms. */

#include "hopso-invitation.h"

#include "hopso-calendar.h"
#include "hopso-invitation-facts-private.h"
#include "hopso-kept-places.h"
#include "hopso-pdf-attach.h"

#include <string.h>

#define UTC_OFFSET    (7 * 3600)
#define MAX_IN_LINE   6
#define CALENDAR_FILE "cuoc-hop.ics"

static GDateTime *
get_local (gint64 time)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (UTC_OFFSET);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time);

  return utc == NULL ? g_date_time_new_from_unix_utc (0) : g_date_time_to_timezone (utc, zone);
}

static char *
format_clock (GDateTime *time)
{
  return g_strdup_printf ("%02d giờ %02d", g_date_time_get_hour (time),
                          g_date_time_get_minute (time));
}

static char *
format_day (GDateTime *time)
{
  static const char *const days[] = { "thứ Hai", "thứ Ba",  "thứ Tư",  "thứ Năm",
                                      "thứ Sáu", "thứ Bảy", "Chủ nhật" };
  g_autofree char *date =
      hopso_typeset_format_date (g_date_time_get_day_of_month (time), g_date_time_get_month (time),
                                 g_date_time_get_year (time));

  return g_strdup_printf ("%s, %s", days[g_date_time_get_day_of_week (time) - 1], date);
}

/* "từ 08 giờ 00 đến 11 giờ 30, thứ Hai, ngày …", or over several days. */
static char *
format_time (HopsoMeeting *meeting)
{
  g_autoptr (GDateTime) start = get_local (hopso_meeting_get_start (meeting));
  g_autoptr (GDateTime) end =
      get_local (MAX (hopso_meeting_get_end (meeting), hopso_meeting_get_start (meeting)));
  g_autofree char *from = format_clock (start);
  g_autofree char *to = format_clock (end);
  g_autofree char *first = format_day (start);
  g_autofree char *last = format_day (end);

  if (hopso_meeting_get_end (meeting) <= hopso_meeting_get_start (meeting))
    return g_strdup_printf ("%s, %s.", from, first);
  if (strcmp (first, last) == 0)
    return g_strdup_printf ("từ %s đến %s, %s.", from, to, first);
  return g_strdup_printf ("từ %s, %s đến %s, %s.", from, first, to, last);
}

static char *
format_location (HopsoMeeting *meeting)
{
  const char *location = hopso_meeting_get_location (meeting);
  const char *online = hopso_meeting_get_online (meeting);

  if (location == NULL || *location == '\0')
    return online == NULL ? g_strdup ("sẽ thông báo sau.")
                          : g_strdup_printf ("họp trực tuyến tại %s", online);
  return online == NULL || *online == '\0'
             ? g_strdup_printf ("%s.", location)
             : g_strdup_printf ("%s; tham dự trực tuyến tại %s", location, online);
}

static char *
format_guests (const HopsoInvitationFacts *facts)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (facts->guests->len > MAX_IN_LINE)
    return g_strdup_printf ("trân trọng kính mời: %u đại biểu có tên trong danh sách kèm theo.",
                            facts->guests->len);
  for (guint i = 0; i < facts->guests->len; i++)
    {
      HopsoParticipant *guest = g_ptr_array_index (facts->guests, i);
      g_autofree char *position = hopso_invitation_facts_dup_position (facts, guest);

      g_string_append_printf (text, "%s%s%s%s", i == 0 ? "" : "; ",
                              hopso_invitation_facts_get_name (facts, guest),
                              *position != '\0' ? ", " : "", position);
    }
  return g_strdup_printf ("trân trọng kính mời: %s.", text->str);
}

/* Where the agency is: what follows the word for its tier. */
static char *
find_place (const HopsoInvitationFacts *facts)
{
  static const char *const tiers[] = { "tỉnh ", "thành phố ", "phường ", "xã ", "đặc khu " };
  HopsoOrganization *const agencies[] = { facts->organization, facts->parent };

  for (gsize i = 0; i < G_N_ELEMENTS (agencies); i++)
    for (gsize j = 0; agencies[i] != NULL && j < G_N_ELEMENTS (tiers); j++)
      {
        const char *name = hopso_organization_get_name (agencies[i]);
        const char *found = name == NULL ? NULL : strstr (name, tiers[j]);

        if (found != NULL)
          return g_strdup (found + strlen (tiers[j]));
      }
  return g_strdup ("……");
}

static char *
dup_upper (const char *text)
{
  return g_utf8_strup (text != NULL ? text : "", -1);
}

static void
set_frame (HopsoTypesetDocument *document,
           const HopsoInvitationFacts *facts,
           const HopsoInvitationWords *words)
{
  HopsoOrganization *parent = facts->parent;
  g_autofree char *agency = dup_upper (hopso_organization_get_name (facts->organization));
  g_autofree char *above = parent == NULL ? NULL : dup_upper (hopso_organization_get_name (parent));
  g_autofree char *place = words->place != NULL ? g_strdup (words->place) : find_place (facts);
  g_autofree char *position =
      dup_upper (facts->chair == NULL ? NULL : hopso_person_get_position (facts->chair));
  const char *chair = facts->chair == NULL ? NULL : hopso_person_get_name (facts->chair);
  g_autofree char *copy =
      words->unit == NULL ? g_strdup ("Lưu: VT") : g_strdup_printf ("Lưu: VT, %s", words->unit);

  hopso_typeset_document_set_created (document, words->now);
  hopso_typeset_document_set_title (document, "Giấy mời");
  hopso_typeset_document_set_agency (document, above, agency);
  hopso_typeset_document_set_number (document, NULL, words->symbol != NULL ? words->symbol : "GM");
  hopso_typeset_document_set_date (document, place, NULL);
  hopso_typeset_document_set_name (document, "GIẤY MỜI", hopso_meeting_get_name (facts->meeting));
  hopso_typeset_document_set_signer (document,
                                     words->authority != NULL ? words->authority : position,
                                     words->signer != NULL ? words->signer : chair);
  hopso_typeset_document_set_contact (document, words->contact);
  hopso_typeset_document_add_recipient (document, "Như trên");
  hopso_typeset_document_add_recipient (document, copy);
}

static void
add_body (HopsoTypesetDocument *document, const HopsoInvitationFacts *facts)
{
  HopsoMeeting *meeting = facts->meeting;
  g_autofree char *guests = format_guests (facts);
  g_autofree char *name = g_strdup_printf ("%s.", hopso_meeting_get_name (meeting));
  g_autofree char *time = format_time (meeting);
  g_autofree char *location = format_location (meeting);

  hopso_typeset_document_add_labelled (document, hopso_organization_get_name (facts->organization),
                                       guests);
  hopso_typeset_document_add_labelled (document, "Tới dự", name);
  if (facts->chair != NULL)
    {
      const char *position = hopso_person_get_position (facts->chair);
      g_autofree char *chair =
          g_strdup_printf ("%s%s%s.", hopso_person_get_name (facts->chair),
                           position != NULL ? ", " : "", position != NULL ? position : "");

      hopso_typeset_document_add_labelled (document, "Chủ trì:", chair);
    }
  hopso_typeset_document_add_labelled (document, "Thời gian:", time);
  hopso_typeset_document_add_labelled (document, "Địa điểm:", location);
  if (hopso_meeting_get_description (meeting) != NULL)
    hopso_typeset_document_add_paragraph (document, hopso_meeting_get_description (meeting));
  hopso_typeset_document_add_paragraph (
      document,
      facts->items->len > 0
          ? "Chương trình họp gửi kèm theo; tài liệu họp được gửi trên hệ thống họp không "
            "giấy tờ. Đề nghị đại biểu xác nhận tham dự trên hệ thống."
          : "Tài liệu họp được gửi trên hệ thống họp không giấy tờ. Đề nghị đại biểu xác "
            "nhận tham dự trên hệ thống.");
}

static void
add_guests (HopsoTypesetDocument *document, const HopsoInvitationFacts *facts)
{
  HopsoTypesetTable *table = hopso_typeset_table_new ();

  hopso_typeset_table_add_column (table, "TT", 1, HOPSO_TYPESET_CENTRE);
  hopso_typeset_table_add_column (table, "Họ và tên", 4, HOPSO_TYPESET_START);
  hopso_typeset_table_add_column (table, "Chức vụ, cơ quan", 6, HOPSO_TYPESET_START);
  for (guint i = 0; i < facts->guests->len; i++)
    {
      HopsoParticipant *guest = g_ptr_array_index (facts->guests, i);
      g_autofree char *number = g_strdup_printf ("%u", i + 1);
      g_autofree char *position = hopso_invitation_facts_dup_position (facts, guest);
      const char *cells[] = { number, hopso_invitation_facts_get_name (facts, guest), position,
                              NULL };

      hopso_typeset_table_add_row (table, cells);
    }
  hopso_typeset_document_add_table (document, table);
}

static char *
format_slot (HopsoAgendaItem *item)
{
  const gint64 minutes = hopso_agenda_item_get_duration (item);
  g_autoptr (GDateTime) start = get_local (hopso_agenda_item_get_start (item));
  g_autofree char *clock =
      hopso_agenda_item_get_start (item) == 0 ? g_strdup ("") : format_clock (start);

  if (minutes <= 0)
    return g_steal_pointer (&clock);
  return g_strdup_printf ("%s%s%" G_GINT64_FORMAT " phút", clock, *clock != '\0' ? ", " : "",
                          minutes);
}

static void
add_agenda (HopsoTypesetDocument *document, const HopsoInvitationFacts *facts)
{
  HopsoTypesetTable *table = hopso_typeset_table_new ();

  hopso_typeset_table_add_column (table, "TT", 1.2, HOPSO_TYPESET_CENTRE);
  hopso_typeset_table_add_column (table, "Nội dung", 6, HOPSO_TYPESET_START);
  hopso_typeset_table_add_column (table, "Trình bày", 3.2, HOPSO_TYPESET_START);
  hopso_typeset_table_add_column (table, "Thời gian", 2.4, HOPSO_TYPESET_START);
  for (guint i = 0; i < facts->items->len; i++)
    {
      HopsoAgendaItem *item = g_ptr_array_index (facts->items, i);
      const char *presenter = hopso_agenda_item_get_presenter (item);
      const char *name = hopso_agenda_item_get_name (item);
      g_autofree char *slot = format_slot (item);
      const char *cells[] = { g_ptr_array_index (facts->numbers, i), name != NULL ? name : "",
                              presenter != NULL ? presenter : "", slot, NULL };

      hopso_typeset_table_add_row (table, cells);
    }
  hopso_typeset_document_add_table (document, table);
}

static void
add_annexes (HopsoTypesetDocument *document, const HopsoInvitationFacts *facts)
{
  const gboolean has_list = facts->guests->len > MAX_IN_LINE;
  const gboolean has_agenda = facts->items->len > 0;

  if (has_list)
    {
      hopso_typeset_document_begin_annex (document, has_agenda ? "Phụ lục I" : "Phụ lục",
                                          "DANH SÁCH ĐẠI BIỂU ĐƯỢC MỜI");
      add_guests (document, facts);
    }
  if (has_agenda)
    {
      hopso_typeset_document_begin_annex (document, has_list ? "Phụ lục II" : "Phụ lục",
                                          "CHƯƠNG TRÌNH HỌP");
      add_agenda (document, facts);
    }
}

static HopsoCalendarAttendee
describe_guest (const HopsoInvitationFacts *facts, HopsoParticipant *guest)
{
  HopsoPerson *person = hopso_invitation_facts_lookup (facts, HOPSO_KIND_PERSON,
                                                       hopso_participant_get_person (guest));

  return (HopsoCalendarAttendee){
    .id = hopso_record_get_id (person != NULL ? HOPSO_RECORD (person) : HOPSO_RECORD (guest)),
    .name = hopso_invitation_facts_get_name (facts, guest),
    .email = person != NULL ? hopso_person_get_email (person) : hopso_participant_get_email (guest),
    .role = hopso_participant_get_role (guest),
    .partstat = hopso_participant_get_partstat (guest),
  };
}

static char *
write_calendar (const HopsoInvitationFacts *facts, gint64 now)
{
  g_autoptr (GArray) attendees = g_array_new (FALSE, FALSE, sizeof (HopsoCalendarAttendee));
  const gboolean is_off = g_strcmp0 (hopso_meeting_get_state (facts->meeting), "cancelled") == 0;

  if (facts->chair != NULL)
    {
      const HopsoCalendarAttendee chair = {
        .id = hopso_record_get_id (HOPSO_RECORD (facts->chair)),
        .name = hopso_person_get_name (facts->chair),
        .email = hopso_person_get_email (facts->chair),
        .role = "chair",
        .partstat = "accepted",
      };
      g_array_append_val (attendees, chair);
    }
  for (guint i = 0; i < facts->guests->len; i++)
    {
      const HopsoCalendarAttendee guest =
          describe_guest (facts, g_ptr_array_index (facts->guests, i));
      g_array_append_val (attendees, guest);
    }

  const HopsoCalendarEvent event = {
    .meeting = facts->meeting,
    .organizer = hopso_organization_get_name (facts->organization),
    .organizer_email = facts->secretary == NULL ? NULL : hopso_person_get_email (facts->secretary),
    .attendees = (const HopsoCalendarAttendee *) (gpointer) attendees->data,
    .n_attendees = attendees->len,
    .stamp = now,
  };
  return hopso_calendar_write (is_off ? HOPSO_CALENDAR_CANCEL : HOPSO_CALENDAR_REQUEST, NULL,
                               &event, 1);
}

/**
 * hopso_invitation_make_calendar:
 * @meeting_id: of the meeting
 * @records: (element-type HopsoRecord): as for hopso_invitation_make()
 * @now: when it is written
 * @error: #HopsoInvitationError
 *
 * Returns: (transfer full): the calendar alone; a meeting that is cancelled is taken out of others
 */
char *
hopso_invitation_make_calendar (const char *meeting_id,
                                GPtrArray *records,
                                gint64 now,
                                GError **error)
{
  g_auto (HopsoInvitationFacts) facts = { NULL };

  return hopso_invitation_facts_find (&facts, meeting_id, records, error)
             ? write_calendar (&facts, now)
             : NULL;
}

static GBytes *
attach_calendar (GBytes *document, const HopsoInvitationFacts *facts, gint64 now, GError **error)
{
  char *calendar = write_calendar (facts, now);
  g_autoptr (GBytes) bytes = g_bytes_new_take (calendar, strlen (calendar));
  const HopsoPdfNewFile file = { CALENDAR_FILE, "Lịch họp", "text/calendar", bytes };

  return hopso_pdf_attach (document, &file, error);
}

/**
 * hopso_invitation_make:
 * @meeting_id: of the meeting
 * @records: (element-type HopsoRecord): the meeting, its items and participants, the people and
 *   organizations that they name; others are passed over
 * @words: what the records do not say
 * @error: #HopsoInvitationError, or laying out
 *
 * Returns: (transfer full): a PDF that can be signed, numbered and sealed
 */
GBytes *
hopso_invitation_make (const char *meeting_id,
                       GPtrArray *records,
                       const HopsoInvitationWords *words,
                       GError **error)
{
  g_autoptr (HopsoTypesetDocument) document = hopso_typeset_document_new (HOPSO_TYPESET_INVITATION);
  g_auto (HopsoInvitationFacts) facts = { NULL };
  HopsoTypesetReport report = { 0 };
  g_autoptr (GBytes) laid_out = NULL;
  g_autoptr (GBytes) kept = NULL;

  if (!hopso_invitation_facts_find (&facts, meeting_id, records, error))
    return NULL;
  set_frame (document, &facts, words);
  add_body (document, &facts);
  add_annexes (document, &facts);
  laid_out = hopso_typeset_document_write_bytes (document, &report, error);
  kept = laid_out == NULL ? NULL : hopso_kept_places_write (laid_out, &report, error);
  return kept == NULL ? NULL : attach_calendar (kept, &facts, words->now, error);
}
