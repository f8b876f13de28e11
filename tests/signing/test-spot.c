/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a page is made to be signed: on documents of all kinds as the decree lays them out, drawn
 * by the real process; and on texts that are nothing of the kind. */

#include "hopso-sign-spot-find.h"

#include "hopso-pdf-client.h"
#include "hopso-pdf-reading.h"
#include "hopso-typeset-document.h"

#include <fcntl.h>
#include <math.h>
#include <sys/mman.h>
#include <unistd.h>

#define A4_HEIGHT 841.89

static HopsoPdfClient *client; /* owned by main */

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
await (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static HopsoPdfDocument *
open_bytes (GBytes *pdf)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;
  const void *data = g_bytes_get_data (pdf, &size);
  int fd = memfd_create ("paper", MFD_CLOEXEC);

  g_assert_cmpint (write (fd, data, size), ==, (gssize) size);
  hopso_pdf_client_open_async (client, fd, NULL, NULL, done_cb, &result);
  HopsoPdfDocument *document = hopso_pdf_client_open_finish (client, await (&result), &error);
  g_assert_no_error (error);
  close (fd);
  return document;
}

static GArray *
find (HopsoPdfDocument *document, guint number, const char *name, const char *position)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HopsoSignSpotPage page = { .number = number };

  hopso_pdf_document_get_page_size (document, number, &page.width, &page.height);
  hopso_pdf_document_page_text_async (document, number, NULL, done_cb, &result);
  g_autoptr (HopsoPdfText) text =
      hopso_pdf_document_page_text_finish (document, await (&result), &error);
  g_assert_no_error (error);
  page.text = text;
  return hopso_sign_spot_list (&page, name, position);
}

typedef struct
{
  const char *title;
  HopsoTypesetKind kind;
  const char *authority;
  const char *name;
  const char *position;
  guint n_paragraphs;
  guint n_recipients;
} Kind;

static const Kind kinds[] = {
  { "letter", HOPSO_TYPESET_LETTER, "GIÁM ĐỐC", "Nguyễn Văn Đức", "Giám đốc Sở Y tế", 3, 3 },
  { "deputy", HOPSO_TYPESET_LETTER, "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "Lê Thị Ánh Nguyệt",
    "Phó Chủ tịch UBND tỉnh", 2, 6 },
  { "collective", HOPSO_TYPESET_DECISION, "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", "Đỗ Ngọc Ẩn",
    "Chủ tịch UBND tỉnh An Hòa", 8, 8 },
  { "by-order", HOPSO_TYPESET_NAMED, "TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG", "Trần Bình",
    "Chánh Văn phòng", 1, 2 },
  { "invitation", HOPSO_TYPESET_INVITATION, "TUQ. GIÁM ĐỐC\nTRƯỞNG PHÒNG TỔNG HỢP", "Võ Ý", NULL, 2,
    4 },
  { "no-recipients", HOPSO_TYPESET_NAMED, "HIỆU TRƯỞNG", "Phạm Thị Quỳnh Như", NULL, 4, 0 },
};

static HopsoTypesetDocument *
compose (const Kind *kind)
{
  HopsoTypesetDocument *document = hopso_typeset_document_new (kind->kind);

  hopso_typeset_document_set_agency (document, "ỦY BAN NHÂN DÂN\nTỈNH AN HÒA", "SỞ Y TẾ");
  hopso_typeset_document_set_number (document, NULL, "SYT-VP");
  hopso_typeset_document_set_date (document, "An Hòa", NULL);
  hopso_typeset_document_set_name (document, kind->kind == HOPSO_TYPESET_LETTER ? NULL : "BÁO CÁO",
                                   "V/v thử nghiệm chữ ký số");
  for (guint i = 0; i < kind->n_paragraphs; i++)
    hopso_typeset_document_add_paragraph (
        document, "Văn bản này dùng để thử nghiệm việc tìm vị trí ký; đoạn văn dài hơn một dòng "
                  "để có nhiều chữ trên trang, như văn bản thật.");
  for (guint i = 0; i < kind->n_recipients; i++)
    hopso_typeset_document_add_recipient (document, i == 0 ? "Như trên" : "Lưu: VT, VP");
  hopso_typeset_document_set_signer (document, kind->authority, kind->name);
  return document;
}

/* The report counts from the lower edge of a page of A4. */
static void
assert_inside (const HopsoSignPlace *place, const HopsoTypesetRect *free_place)
{
  double axis = free_place->x + free_place->width / 2;
  double middle = A4_HEIGHT - free_place->y - free_place->height / 2;

  g_test_message ("found %.0f %.0f %.0f×%.0f, free %.0f %.0f %.0f×%.0f", place->x, place->y,
                  place->width, place->height, free_place->x, free_place->y, free_place->width,
                  free_place->height);
  g_assert_cmpuint (place->page, ==, free_place->page);
  g_assert_cmpfloat (fabs (place->x + place->width / 2 - axis), <, 3);
  g_assert_cmpfloat (fabs (place->y + place->height / 2 - middle), <, 12);
  g_assert_cmpfloat (place->height, >, 50);
}

static void
test_finds_the_free_place (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (HopsoTypesetDocument) document = compose (kind);
  HopsoTypesetReport report;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = hopso_typeset_document_write_bytes (document, &report, &error);

  g_assert_no_error (error);
  g_autoptr (HopsoPdfDocument) opened = open_bytes (pdf);
  g_autoptr (GArray) spots = find (opened, report.n_pages - 1, kind->name, kind->position);
  g_assert_cmpuint (spots->len, >=, 1);
  const HopsoSignSpot *first = &g_array_index (spots, HopsoSignSpot, 0);
  assert_inside (&first->place, &report.signature);
  g_assert_cmpuint (first->score, >=, HOPSO_SIGN_SPOT_SURE);

  /* Not knowing who signs, the same place, but less sure. */
  g_autoptr (GArray) blind = find (opened, report.n_pages - 1, NULL, NULL);
  const HopsoSignSpot *guess = &g_array_index (blind, HopsoSignSpot, 0);
  g_assert_cmpuint (blind->len, >=, 1);
  assert_inside (&guess->place, &report.signature);
  g_assert_cmpuint (guess->score, <, HOPSO_SIGN_SPOT_SURE);
}

/* In minutes the secretary signs at the left, the chair at the right: the name decides. */
static void
test_the_name_decides (void)
{
  g_autoptr (HopsoTypesetDocument) document = hopso_typeset_document_new (HOPSO_TYPESET_MINUTES);
  HopsoTypesetReport report;
  g_autoptr (GError) error = NULL;

  hopso_typeset_document_set_agency (document, "TỈNH AN HÒA", "ỦY BAN NHÂN DÂN");
  hopso_typeset_document_set_name (document, "BIÊN BẢN", "Họp giao ban");
  hopso_typeset_document_add_paragraph (document, "Cuộc họp bắt đầu lúc 8 giờ.");
  hopso_typeset_document_set_signer (document, "CHỦ TRÌ", "Nguyễn Văn Đức");
  hopso_typeset_document_set_second_signer (document, "THƯ KÝ", "Trần Thị Bưởi");
  hopso_typeset_document_add_recipient (document, "Lưu: VT");
  g_autoptr (GBytes) pdf = hopso_typeset_document_write_bytes (document, &report, &error);
  g_assert_no_error (error);

  g_autoptr (HopsoPdfDocument) opened = open_bytes (pdf);
  g_autoptr (GArray) chair = find (opened, 0, "NGUYỄN VĂN ĐỨC", NULL);
  g_autoptr (GArray) secretary = find (opened, 0, "Trần Thị Bưởi", NULL);
  g_autoptr (GArray) blind = find (opened, 0, "Ai Đó Khác", NULL);
  g_assert_cmpuint (chair->len, ==, 2);
  assert_inside (&g_array_index (chair, HopsoSignSpot, 0).place, &report.signature);
  assert_inside (&g_array_index (secretary, HopsoSignSpot, 0).place, &report.second_signature);
  assert_inside (&g_array_index (blind, HopsoSignSpot, 0).place, &report.signature);
}

/* An annex follows; the place is still found, from the end. */
static void
test_is_found_through_the_document (void)
{
  g_autoptr (HopsoTypesetDocument) document = compose (&kinds[1]);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HopsoTypesetReport report;

  for (guint i = 0; i < 40; i++)
    hopso_typeset_document_add_paragraph (document, "Văn bản này dài nhiều trang, để thử nghiệm.");
  g_autoptr (GBytes) pdf = hopso_typeset_document_write_bytes (document, &report, &error);
  g_assert_no_error (error);
  g_autoptr (HopsoPdfDocument) opened = open_bytes (pdf);
  hopso_sign_spot_find_async (opened, kinds[1].name, NULL, NULL, done_cb, &result);
  g_autoptr (GArray) spots = hopso_sign_spot_find_finish (opened, await (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report.n_pages, >, 1);
  g_assert_cmpuint (spots->len, >=, 1);
  assert_inside (&g_array_index (spots, HopsoSignSpot, 0).place, &report.signature);
}

/* A page whose lines stand where the table says. */
typedef struct
{
  const char *text;
  double x, y; /* of the upper left corner */
} Line;

static HopsoPdfText *
make_text (const Line *lines, gsize n)
{
  g_autoptr (GString) string = g_string_new (NULL);
  GVariantBuilder boxes;
  g_autoptr (GError) error = NULL;

  g_variant_builder_init (&boxes, G_VARIANT_TYPE ("ai"));
  for (gsize i = 0; i < n; i++)
    {
      glong length = g_utf8_strlen (lines[i].text, -1);

      g_string_append_printf (string, "%s\n", lines[i].text);
      for (glong j = 0; j <= length; j++)
        {
          double x = lines[i].x + 8.0 * j;

          /* In thousandths of a point. */
          g_variant_builder_add (&boxes, "i", (int) (x * 1000));
          g_variant_builder_add (&boxes, "i", (int) (lines[i].y * 1000));
          g_variant_builder_add (&boxes, "i", (int) ((x + (j < length ? 8 : 0)) * 1000));
          g_variant_builder_add (&boxes, "i", (int) ((lines[i].y + 14) * 1000));
        }
    }
  g_autoptr (GVariant) reply = g_variant_ref_sink (g_variant_new ("(sai)", string->str, &boxes));
  HopsoPdfText *text = hopso_pdf_text_new_from_reply (reply, 595, 842, &error);
  g_assert_no_error (error);
  return text;
}

static guint
count_spots (const Line *lines, gsize n)
{
  g_autoptr (HopsoPdfText) text = make_text (lines, n);
  const HopsoSignSpotPage page = { text, 0, 595, 842 };
  g_autoptr (GArray) spots = hopso_sign_spot_list (&page, NULL, NULL);

  return spots->len;
}

static void
test_headings_are_no_authorities (void)
{
  static const Line headings[] = {
    { "ỦY BAN NHÂN DÂN", 90, 60 },
    { "Số: /SYT-VP", 100, 90 },
    { "BÁO CÁO CỦA TRƯỞNG BAN", 200, 150 },
    { "Kính gửi các đồng chí, sau đây là báo cáo.", 80, 190 },
    { "I. TRƯỞNG BAN", 80, 240 },
    { "Nội dung của phần này rất dài và không phải là tên.", 80, 300 },
  };
  static const Line nobody[] = { { "Giám đốc", 350, 500 }, { "Nguyễn Văn Đức", 340, 600 } };

  g_assert_cmpuint (count_spots (headings, G_N_ELEMENTS (headings)), ==, 0);
  g_assert_cmpuint (count_spots (nobody, G_N_ELEMENTS (nobody)), ==, 0);
  g_assert_cmpuint (count_spots (NULL, 0), ==, 0);
}

/* A form in which the name is still to be written. */
static void
test_there_may_be_no_name (void)
{
  static const Line lines[] = { { "NGƯỜI LẬP", 100, 500 }, { "GIÁM ĐỐC", 400, 500 } };

  g_assert_cmpuint (count_spots (lines, G_N_ELEMENTS (lines)), ==, 2);
}

/* Old documents carry "(Đã ký)" or the like between the two; it may be covered. */
static void
test_a_note_between_is_no_name (void)
{
  static const Line lines[] = { { "GIÁM ĐỐC", 400, 500 },
                                { "(Ký, ghi rõ họ tên)", 360, 516 },
                                { "Nguyễn Văn Đức", 376, 600 } };
  g_autoptr (HopsoPdfText) text = make_text (lines, G_N_ELEMENTS (lines));
  const HopsoSignSpotPage page = { text, 4, 595, 842 };
  g_autoptr (GArray) spots = hopso_sign_spot_list (&page, "Nguyễn Văn Đức", NULL);

  g_assert_cmpuint (spots->len, ==, 1);
  const HopsoSignSpot *spot = &g_array_index (spots, HopsoSignSpot, 0);
  g_assert_cmpuint (spot->place.page, ==, 4);
  g_assert_cmpuint (spot->score, >=, HOPSO_SIGN_SPOT_SURE);
  g_assert_cmpfloat (spot->place.y, >, 513);
  g_assert_cmpfloat (spot->place.y + spot->place.height, <, 600);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  client = hopso_pdf_client_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strconcat ("/signing/spot/", kinds[i].title, NULL);

      g_test_add_data_func (path, &kinds[i], test_finds_the_free_place);
    }
  g_test_add_func ("/signing/spot/the-name-decides", test_the_name_decides);
  g_test_add_func ("/signing/spot/is-found-through-the-document",
                   test_is_found_through_the_document);
  g_test_add_func ("/signing/spot/headings-are-no-authorities", test_headings_are_no_authorities);
  g_test_add_func ("/signing/spot/there-may-be-no-name", test_there_may_be_no_name);
  g_test_add_func ("/signing/spot/a-note-between-is-no-name", test_a_note_between_is_no_name);
  int status = g_test_run ();
  g_object_unref (client);
  return status;
}
