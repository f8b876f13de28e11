/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes an invitation and its calendar into a folder, for a test that measures them.
 * write-invitation FOLDER GUESTS ITEMS STATE SEQUENCE */

#include "hopso-agenda-item.h"
#include "hopso-invitation.h"
#include "hopso-meeting.h"
#include "hopso-organization.h"
#include "hopso-participant.h"
#include "hopso-person.h"

#include <stdlib.h>
#include <string.h>

#define START G_GINT64_CONSTANT (1795741200) /* 2026-11-27 08:00 in Vietnam */

typedef struct
{
  guint field;
  const char *value;
} Word;

static HopsoRecordBuilder *
begin (HopsoKindId kind, const char *group, guint number)
{
  g_autofree char *id = g_strdup_printf ("0000000%s-0000-4000-8000-%012u", group, number);

  return hopso_record_builder_new (kind, id);
}

static void
end (GPtrArray *records, HopsoRecordBuilder *builder, const Word *words, gsize n_words)
{
  g_autoptr (HopsoRecordBuilder) owned = builder;

  for (gsize i = 0; i < n_words; i++)
    if (words[i].value != NULL)
      hopso_record_builder_set_string (builder, words[i].field, words[i].value);
  g_ptr_array_add (records, hopso_record_builder_end (builder));
}

#define ORGANIZATION "00000001-0000-4000-8000-000000000001"
#define PARENT       "00000001-0000-4000-8000-000000000002"
#define MEETING      "00000003-0000-4000-8000-000000000001"
#define CHAIR        "00000002-0000-4000-8000-000000000000"

static void
add_agencies (GPtrArray *records)
{
  const Word agency[] = { { HOPSO_ORGANIZATION_NAME, "Sở Tài chính" },
                          { HOPSO_ORGANIZATION_PARENT, PARENT } };
  const Word above[] = { { HOPSO_ORGANIZATION_NAME, "Ủy ban nhân dân tỉnh Thanh Hóa" } };

  end (records, begin (HOPSO_KIND_ORGANIZATION, "1", 1), agency, G_N_ELEMENTS (agency));
  end (records, begin (HOPSO_KIND_ORGANIZATION, "1", 2), above, G_N_ELEMENTS (above));
}

static void
add_meeting (GPtrArray *records, const char *state, gint64 sequence)
{
  HopsoRecordBuilder *builder = begin (HOPSO_KIND_MEETING, "3", 1);
  const Word words[] = {
    { HOPSO_MEETING_NAME, "Họp thẩm định dự toán ngân sách; phân bổ vốn, kỳ 2027" },
    { HOPSO_MEETING_STATE, state },
    { HOPSO_MEETING_ORGANIZATION, ORGANIZATION },
    { HOPSO_MEETING_CHAIR, CHAIR },
    { HOPSO_MEETING_LOCATION, "Phòng họp số 2, trụ sở Sở Tài chính" },
    { HOPSO_MEETING_ONLINE, "https://hop.thanhhoa.gov.vn/phong/2" },
  };

  hopso_record_builder_set_time (builder, HOPSO_MEETING_START, START);
  hopso_record_builder_set_time (builder, HOPSO_MEETING_END, START + 9000);
  hopso_record_builder_set_integer (builder, HOPSO_MEETING_SEQUENCE, sequence);
  end (records, builder, words, G_N_ELEMENTS (words));
}

static void
add_guest (GPtrArray *records, guint number)
{
  g_autofree char *name = g_strdup_printf ("Nguyễn Thị Đẵng %u", number);
  g_autofree char *email = g_strdup_printf ("dang.%u@thanhhoa.gov.vn", number);
  g_autofree char *id = g_strdup_printf ("00000002-0000-4000-8000-%012u", number);
  g_autofree char *order = g_strdup_printf ("a%04u", number);
  const Word person[] = { { HOPSO_PERSON_NAME, name },
                          { HOPSO_PERSON_POSITION, "Trưởng phòng Ngân sách" },
                          { HOPSO_PERSON_ORGANIZATION, ORGANIZATION },
                          { HOPSO_PERSON_EMAIL, number % 2 == 0 ? email : NULL } };
  const Word participant[] = { { HOPSO_PARTICIPANT_MEETING, MEETING },
                               { HOPSO_PARTICIPANT_PERSON, id },
                               { HOPSO_PARTICIPANT_ROLE, number == 0 ? "chair" : "delegate" },
                               { HOPSO_PARTICIPANT_ORDER_KEY, order } };

  end (records, begin (HOPSO_KIND_PERSON, "2", number), person, G_N_ELEMENTS (person));
  end (records, begin (HOPSO_KIND_PARTICIPANT, "4", number), participant,
       G_N_ELEMENTS (participant));
}

/* Every third one is a part of the one before; one is its own whole. */
static void
add_item (GPtrArray *records, guint number)
{
  g_autofree char *name = g_strdup_printf ("Nội dung thứ %u: dự toán chi thường xuyên và chi đầu "
                                           "tư phát triển của các đơn vị trực thuộc",
                                           number + 1);
  g_autofree char *order = g_strdup_printf ("a%04u", number);
  g_autofree char *before = g_strdup_printf ("00000005-0000-4000-8000-%012u", number - 1);
  HopsoRecordBuilder *builder = begin (HOPSO_KIND_AGENDA_ITEM, "5", number);
  const Word words[] = { { HOPSO_AGENDA_ITEM_MEETING, MEETING },
                         { HOPSO_AGENDA_ITEM_NAME, name },
                         { HOPSO_AGENDA_ITEM_PRESENTER, "Phòng Quản lý ngân sách" },
                         { HOPSO_AGENDA_ITEM_PARENT, number % 3 == 2 ? before : NULL },
                         { HOPSO_AGENDA_ITEM_ORDER_KEY, order } };

  hopso_record_builder_set_integer (builder, HOPSO_AGENDA_ITEM_DURATION, 15);
  end (records, builder, words, G_N_ELEMENTS (words));
}

static void
write_file (const char *folder, const char *name, const void *data, gsize size)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, data, (gssize) size, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  const HopsoInvitationWords words = { .now = START - 864000, .symbol = "GM-STC", .unit = "NS" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) document = NULL;
  g_autofree char *calendar = NULL;

  g_assert_cmpint (argc, ==, 6);
  add_agencies (records);
  add_meeting (records, argv[4], g_ascii_strtoll (argv[5], NULL, 10));
  for (guint i = 0; i <= (guint) atoi (argv[2]); i++)
    add_guest (records, i);
  for (guint i = 0; i < (guint) atoi (argv[3]); i++)
    add_item (records, i);

  document = hopso_invitation_make (MEETING, records, &words, &error);
  g_assert_no_error (error);
  calendar = hopso_invitation_make_calendar (MEETING, records, words.now, &error);
  g_assert_no_error (error);
  write_file (argv[1], "giay-moi.pdf", g_bytes_get_data (document, NULL),
              g_bytes_get_size (document));
  write_file (argv[1], "giay-moi.ics", calendar, strlen (calendar));
  return EXIT_SUCCESS;
}
