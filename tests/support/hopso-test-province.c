/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One Monday morning in a small province, for tests and pictures of pages: a meeting in progress,
 * two coming up, one in three days, and four documents to sign. */

#include "hopso-test-province.h"

#include "hopso-test-workspace.h"

#include <stdarg.h>

#define MINUTE 60
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)
#define EIGHT  (HOPSO_TEST_MONDAY - 25 * MINUTE)

/* A record from pairs of a wire name and a value: text for text, decimal digits for numbers and
 * for seconds since 1970. */
HopsoRecord *
hopso_test_province_make (HopsoKindId kind, const char *id, ...)
{
  HopsoRecordBuilder *builder = hopso_record_builder_new (kind, id);
  HopsoRecord *record;
  const char *name;
  va_list values;

  va_start (values, id);
  while ((name = va_arg (values, const char *)) != NULL)
    {
      const char *value = va_arg (values, const char *);
      int field = hopso_kind_find_field (hopso_kind_get (kind), name);
      HopsoFieldType type;

      g_assert_cmpint (field, >=, 0);
      type = hopso_kind_get (kind)->fields[field].type;
      if (type == HOPSO_FIELD_STRING)
        hopso_record_builder_set_string (builder, (guint) field, value);
      else if (type == HOPSO_FIELD_STRINGS && value != NULL)
        {
          g_auto (GStrv) lines = g_strsplit (value, "\n", -1);

          hopso_record_builder_set_strings (builder, (guint) field, (const char *const *) lines);
        }
      else if (type == HOPSO_FIELD_STRINGS)
        continue;
      else if (type == HOPSO_FIELD_TIME)
        hopso_record_builder_set_time (builder, (guint) field, g_ascii_strtoll (value, NULL, 10));
      else
        hopso_record_builder_set_integer (builder, (guint) field,
                                          g_ascii_strtoll (value, NULL, 10));
    }
  va_end (values);
  record = hopso_record_builder_end (builder);
  hopso_record_builder_free (builder);
  return record;
}

static void
add_units (HopsoWorkspace *self)
{
  static const char *const units[][3] = {
    { "o-ubnd", "Ủy ban nhân dân tỉnh An Hòa", "UBND tỉnh" },
    { "o-vp", "Văn phòng Ủy ban nhân dân tỉnh An Hòa", "Văn phòng UBND tỉnh" },
    { "o-th", "Phòng Tổng hợp", "Phòng Tổng hợp" },
    { "o-kt", "Phòng Kinh tế", "Phòng Kinh tế" },
    { "o-hc", "Phòng Hành chính", "Phòng Hành chính" },
    { "o-stc", "Sở Tài chính tỉnh An Hòa", "Sở Tài chính" },
    { "o-sxd", "Sở Xây dựng tỉnh An Hòa", "Sở Xây dựng" },
    { "o-syt", "Sở Y tế tỉnh An Hòa", "Sở Y tế" },
    { "o-skhcn", "Sở Khoa học và Công nghệ tỉnh An Hòa", "Sở Khoa học và Công nghệ" },
    { "o-snnmt", "Sở Nông nghiệp và Môi trường tỉnh", "Sở Nông nghiệp và Môi trường" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    hopso_test_workspace_put (self, hopso_test_province_make (HOPSO_KIND_ORGANIZATION, units[i][0],
                                                              "name", units[i][1], "shortName",
                                                              units[i][2], "classification",
                                                              "department", NULL));
}

static void
add_people (HopsoWorkspace *self)
{
  static const char *const people[][4] = {
    { "p-ct", "Trần Quốc Đạt", "Chủ tịch Ủy ban nhân dân tỉnh", "o-ubnd" },
    { "p-pct", "Nguyễn Đức Thắng", "Phó Chủ tịch Thường trực Ủy ban nhân dân tỉnh", "o-ubnd" },
    { "p-me", "Vũ Minh Khôi", "Chánh Văn phòng", "o-vp" },
    { "p-stc", "Lê Hoàng Nam", "Giám đốc", "o-stc" },
    { "p-sxd", "Phạm Thị Thu", "Giám đốc", "o-sxd" },
    { "p-syt", "Đỗ Văn Bình", "Giám đốc", "o-syt" },
    { "p-skhcn", "Hoàng Lan Anh", "Giám đốc", "o-skhcn" },
    { "p-snnmt", "Bùi Quang Huy", "Phó Giám đốc", "o-snnmt" },
    { "p-th", "Đặng Thị Thanh Vân", "Trưởng phòng", "o-th" },
    { "p-kt", "Ngô Đình Phúc", "Trưởng phòng", "o-kt" },
    { "p-hc", "Mai Thu Hà", "Trưởng phòng", "o-hc" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autofree char *order = g_strdup_printf ("%02u", (guint) i);

      hopso_test_workspace_put (
          self, hopso_test_province_make (HOPSO_KIND_PERSON, people[i][0], "name", people[i][1],
                                          "x-login", people[i][0], "x-position", people[i][2],
                                          "organization", people[i][3], "x-order", order, NULL));
    }
}

typedef struct
{
  const char *id;
  const char *name;
  const char *state;
  const char *location;
  const char *chair;
  const char *current_item;
  gint64 start;
  gint64 minutes;
} Meeting;

static void
add_meetings (HopsoWorkspace *self)
{
  static const Meeting meetings[] = {
    { "m-1", "Phiên họp UBND tỉnh thường kỳ tháng 11", "inProgress", "Phòng họp số 1", "p-ct",
      "a-2", EIGHT, 210 },
    { "m-2", "Họp giao ban khối kinh tế", "published", "Phòng họp số 2", "p-pct", NULL,
      EIGHT + 6 * HOUR, 90 },
    { "m-3", "Rà soát dự án chậm tiến độ", "published", "Trực tuyến", "p-stc", NULL,
      EIGHT + 8 * HOUR, 60 },
    { "m-4", "Hội nghị trực tuyến triển khai ứng phó bão số 5 và mưa lũ sau bão", "published",
      "Hội trường lớn, Trụ sở UBND tỉnh", "p-ct", NULL, EIGHT + 3 * DAY, 120 },
    { "m-5", "Phiên họp UBND tỉnh thường kỳ tháng 10", "ended", "Phòng họp số 1", "p-ct", NULL,
      EIGHT - 28 * DAY, 210 },
    { "m-6", "Họp Ban Chỉ đạo chuyển đổi số", "cancelled", "Phòng họp số 3", "p-pct", NULL,
      EIGHT + 12 * DAY, 90 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (meetings); i++)
    {
      const Meeting *meeting = &meetings[i];
      g_autofree char *start = g_strdup_printf ("%" G_GINT64_FORMAT, meeting->start);
      g_autofree char *end =
          g_strdup_printf ("%" G_GINT64_FORMAT, meeting->start + meeting->minutes * MINUTE);
      g_autofree char *until = g_strdup_printf ("%" G_GINT64_FORMAT, EIGHT + 9 * HOUR);

      hopso_test_workspace_put (
          self, hopso_test_province_make (
                    HOPSO_KIND_MEETING, meeting->id, "name", meeting->name, "meetingState",
                    meeting->state, "location", meeting->location, "x-chair", meeting->chair,
                    "x-current-item", meeting->current_item, "start", start, "end", end,
                    "x-rsvp-until", until, "x-version", "2", NULL));
    }
}

typedef struct
{
  const char *id;
  const char *meeting;
  const char *parent;
  const char *number;
  const char *name;
  const char *presenter;
  gint64 after; /* minutes after eight */
  const char *minutes;
} Item;

static void
add_agenda (HopsoWorkspace *self)
{
  static const Item items[] = {
    { "a-1", "m-1", NULL, "1", "Khai mạc, thông qua chương trình", "Chánh Văn phòng", 0, "10" },
    { "a-2", "m-1", NULL, "2", "Tình hình đầu tư công mười tháng", "Giám đốc Sở Tài chính", 10,
      "60" },
    { "a-21", "m-1", "a-2", "2.1", "Tiến độ giải ngân", "Sở Tài chính", 10, "25" },
    { "a-22", "m-1", "a-2", "2.2", "Điều chỉnh danh mục dự án", "Sở Xây dựng", 35, "35" },
    { "a-3", "m-1", NULL, "3", "Đề án chuyển máy trạm sang phần mềm nguồn mở",
      "Giám đốc Sở Khoa học và Công nghệ", 70, "45" },
    { "a-4", "m-1", NULL, "4", "Phòng, chống dịch mùa đông", "Giám đốc Sở Y tế", 115, "40" },
    { "a-41", "m-1", "a-4", "4.1", "Tình hình dịch bệnh tuần 47", "Sở Y tế", 115, "20" },
    { "b-1", "m-2", NULL, "1", "Thu ngân sách tháng 11", "Giám đốc Sở Tài chính", 360, "30" },
    { "b-2", "m-2", NULL, "2", "Giải ngân vốn đầu tư công", "Giám đốc Sở Tài chính", 390, "30" },
    { "b-3", "m-2", NULL, "3", "Công tác khác", NULL, 420, "30" },
    { "c-1", "m-3", NULL, "1", "Các dự án giao thông", "Giám đốc Sở Xây dựng", 480, "30" },
    { "c-2", "m-3", NULL, "2", "Các dự án thủy lợi", "Phó Giám đốc", 510, "30" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (items); i++)
    {
      const Item *item = &items[i];
      g_autofree char *start = g_strdup_printf ("%" G_GINT64_FORMAT, EIGHT + item->after * MINUTE);

      hopso_test_workspace_put (
          self,
          hopso_test_province_make (
              HOPSO_KIND_AGENDA_ITEM, item->id, "meeting", item->meeting, "x-parent", item->parent,
              "number", item->number, "x-order", item->number, "name", item->name, "x-presenter",
              item->presenter, "start", start, "x-duration", item->minutes, "x-state",
              g_str_equal (item->id, "a-2") ? "current" : "waiting", NULL));
    }
}

typedef struct
{
  const char *id;
  const char *item;
  const char *name;
  const char *file_name;
  const char *pages;
  const char *size;
  HopsoPaperState state;
} Paper;

static void
add_papers (HopsoWorkspace *self)
{
  static const Paper papers[] = {
    { "d-1", "a-21", "Báo cáo tiến độ giải ngân vốn đầu tư công", "20-BC-STC.pdf", "42", "3100000",
      HOPSO_PAPER_READY },
    { "d-2", "a-21", "Phụ lục số liệu", "20-BC-STC-phu-luc.pdf", "8", "640000", HOPSO_PAPER_READY },
    { "d-3", "a-22", "Tờ trình điều chỉnh danh mục", "15-TTr-SXD.pdf", "12", "1800000",
      HOPSO_PAPER_DOWNLOADING },
    { "d-4", "a-3", "Sổ tay cài đặt", "so-tay.pdf", "118", "757000", HOPSO_PAPER_READY },
    { "d-5", "a-41", "Báo cáo tình hình dịch bệnh", "31-BC-SYT.pdf", "3", "210000",
      HOPSO_PAPER_WAITING },
    { "s-1", NULL, "Thông báo kết luận phiên họp tháng 10", "tb.pdf", "3", "260000",
      HOPSO_PAPER_READY },
    { "s-2", NULL, "Giấy mời họp giao ban khối kinh tế", "gm.pdf", "2", "180000",
      HOPSO_PAPER_READY },
    { "s-3", NULL, "Báo cáo kết quả họp không giấy tờ quý III", "bc.pdf", "14", "1800000",
      HOPSO_PAPER_READY },
    { "s-4", NULL, "Dự thảo Quyết định về định mức thiết bị", "qd.pdf", "6", "420000",
      HOPSO_PAPER_ABSENT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (papers); i++)
    {
      const Paper *paper = &papers[i];

      hopso_test_workspace_put (
          self, hopso_test_province_make (
                    HOPSO_KIND_PAPER, paper->id, "meeting", paper->item != NULL ? "m-1" : NULL,
                    "agendaItem", paper->item, "name", paper->name, "fileName", paper->file_name,
                    "x-pages", paper->pages, "size", paper->size, "x-digest", paper->id, "x-order",
                    paper->id, NULL));
      hopso_test_workspace_set_paper_state (self, paper->id, paper->state,
                                            paper->state == HOPSO_PAPER_DOWNLOADING ? 0.6 : 0);
    }
}

static void
add_participants (HopsoWorkspace *self)
{
  static const char *const participants[][4] = {
    { "m-1", "p-ct", "chair", "accepted" },        { "m-1", "p-me", "secretary", "accepted" },
    { "m-1", "p-stc", "delegate", "accepted" },    { "m-1", "p-sxd", "delegate", "delegated" },
    { "m-1", "p-syt", "delegate", "accepted" },    { "m-1", "p-skhcn", "delegate", "needs-action" },
    { "m-1", "p-snnmt", "delegate", "declined" },  { "m-2", "p-me", "delegate", "needs-action" },
    { "m-2", "p-pct", "chair", "accepted" },       { "m-3", "p-me", "delegate", "accepted" },
    { "m-4", "p-me", "delegate", "needs-action" }, { "m-4", "p-ct", "chair", "accepted" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (participants); i++)
    {
      g_autofree char *id = g_strdup_printf ("r-%02u", (guint) i);

      hopso_test_workspace_put (
          self,
          hopso_test_province_make (HOPSO_KIND_PARTICIPANT, id, "meeting", participants[i][0],
                                    "person", participants[i][1], "x-role", participants[i][2],
                                    "partstat", participants[i][3], "x-order", id, NULL));
    }
}

static void
add_requests (HopsoWorkspace *self)
{
  static const struct
  {
    const char *id;
    const char *paper;
    const char *requester;
    gint64 deadline;
  } requests[] = {
    { "k-1", "s-1", "p-th", EIGHT + 9 * HOUR },
    { "k-2", "s-2", "p-kt", EIGHT + 9 * HOUR + 1 },
    { "k-3", "s-3", "p-th", EIGHT + 2 * DAY },
    { "k-4", "s-4", "p-hc", EIGHT + 4 * DAY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autofree char *deadline = g_strdup_printf ("%" G_GINT64_FORMAT, requests[i].deadline);

      hopso_test_workspace_put (
          self, hopso_test_province_make (HOPSO_KIND_SIGN_REQUEST, requests[i].id, "paper",
                                          requests[i].paper, "x-signer", "p-me", "x-requester",
                                          requests[i].requester, "x-state", "waiting", "x-deadline",
                                          deadline, NULL));
    }
}

/* The province as its head of office ("p-me") sees it on that morning. */
HopsoWorkspace *
hopso_test_province_new (void)
{
  HopsoWorkspace *self = hopso_test_workspace_new ("p-me");

  add_units (self);
  add_people (self);
  add_meetings (self);
  add_agenda (self);
  add_papers (self);
  add_participants (self);
  add_requests (self);
  return self;
}
