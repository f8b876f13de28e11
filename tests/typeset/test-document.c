/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "paper-tools.h"

#include "hopso-fd.h"

#include <string.h>

#define PAGE_HEIGHT 841.8898

#define assert_contains(text, words) \
  G_STMT_START \
  { \
    if (strstr (text, words) == NULL) \
      g_error ("“%s” is missing in: %s", words, text); \
  } \
  G_STMT_END

static HopsoTypesetDocument *
new_document (HopsoTypesetKind kind, const char *name, const char *symbol)
{
  HopsoTypesetDocument *document = hopso_typeset_document_new (kind);

  hopso_typeset_document_set_created (document, 1767571200);
  hopso_typeset_document_set_agency (document, NULL, "ỦY BAN NHÂN DÂN\nTỈNH AN HÒA");
  hopso_typeset_document_set_number (document, NULL, symbol);
  hopso_typeset_document_set_date (document, "An Hòa", NULL);
  hopso_typeset_document_set_name (document, name, "triển khai phòng họp không giấy tờ năm 2026");
  hopso_typeset_document_set_signer (document, "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
                                     "Nguyễn Đức Thắng");
  hopso_typeset_document_add_recipient (document, "Như trên");
  hopso_typeset_document_add_recipient (document, "Lưu: VT, TH");
  return document;
}

static void
add_paragraphs (HopsoTypesetDocument *document, guint n)
{
  for (guint i = 0; i < n; i++)
    hopso_typeset_document_add_paragraph (
        document, "Ủy ban nhân dân tỉnh đề nghị các sở, ban, ngành và Ủy ban nhân dân các xã, "
                  "phường sẵn sàng thiết bị, bố trí cán bộ đầu mối, bảo đảm việc gửi, nhận và ký "
                  "số văn bản được thông suốt trước khi cuộc họp diễn ra.");
}

static void
assert_free (GBytes *pdf, const HopsoTypesetRect *rect)
{
  g_autoptr (Picture) picture = pdf_draw (pdf, rect->page, 100);

  g_assert_cmpfloat (rect->width, >, 20);
  g_assert_true (
      picture_is_empty (picture, 100, PAGE_HEIGHT, rect->x, rect->y, rect->width, rect->height));
}

static void
test_letter (void)
{
  g_autoptr (GError) error = NULL;
  HopsoTypesetReport report;
  g_autoptr (HopsoTypesetDocument) document = new_document (HOPSO_TYPESET_LETTER, NULL, "UBND-TH");

  hopso_typeset_document_add_addressee (document, "Các sở, ban, ngành thuộc tỉnh");
  hopso_typeset_document_add_addressee (document, "Ủy ban nhân dân các xã, phường");
  hopso_typeset_document_set_urgency (document, HOPSO_TYPESET_EXPRESS);
  hopso_typeset_document_set_contact (document, "Số 1 đường Hùng Vương; ĐT: 0200.123456");
  add_paragraphs (document, 3);

  g_autoptr (GBytes) pdf = hopso_typeset_document_write_bytes (document, &report, &error);
  g_assert_no_error (error);
  pdf_assert_sound (pdf);
  g_autofree char *text = pdf_text (pdf);

  assert_contains (text, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  assert_contains (text, "Độc lập - Tự do - Hạnh phúc");
  assert_contains (text, "V/v triển khai phòng họp");
  assert_contains (text, "Kính gửi:");
  assert_contains (text, "- Các sở, ban, ngành thuộc tỉnh;");
  assert_contains (text, "- Ủy ban nhân dân các xã, phường.");
  assert_contains (text, "sẵn sàng thiết bị");
  assert_contains (text, "cuộc họp diễn ra./.");
  assert_contains (text, "HỎA TỐC");
  assert_contains (text, "- Như trên;");
  assert_contains (text, "- Lưu: VT, TH.");
  assert_contains (text, "PHÓ CHỦ TỊCH");
  assert_contains (text, "Nguyễn Đức Thắng");
  assert_contains (text, "ĐT: 0200.123456");
  g_assert_cmpuint (report.n_pages, ==, 1);
}

static void
test_free_places (void)
{
  g_autoptr (GError) error = NULL;
  HopsoTypesetReport report;
  g_autoptr (HopsoTypesetDocument) document =
      new_document (HOPSO_TYPESET_NAMED, "BÁO CÁO", "BC-UBND");

  add_paragraphs (document, 12);
  g_autoptr (GBytes) pdf = hopso_typeset_document_write_bytes (document, &report, &error);
  g_assert_no_error (error);
  assert_free (pdf, &report.number);
  assert_free (pdf, &report.date);
  assert_free (pdf, &report.signature);
  assert_free (pdf, &report.seal);
  g_assert_cmpuint (report.number.page, ==, 0);
  g_assert_cmpuint (report.signature.page, ==, report.n_pages - 1);
  g_assert_cmpfloat_with_epsilon (report.seal.width, 36 * 72 / 25.4, 0.01);
  /* The seal covers the left third of the signature. */
  g_assert_cmpfloat_with_epsilon (report.seal.x + report.seal.width,
                                  report.signature.x + report.signature.width / 3, 0.01);
  g_assert_cmpfloat (report.second_signature.width, ==, 0);

  /* What surrounds the places is there: shifted ones are not empty. */
  g_autoptr (Picture) picture = pdf_draw (pdf, 0, 100);
  g_assert_false (picture_is_empty (picture, 100, PAGE_HEIGHT, report.number.x - 30,
                                    report.number.y, 30, report.number.height));
  g_assert_false (picture_is_empty (picture, 100, PAGE_HEIGHT,
                                    report.number.x + report.number.width, report.number.y, 30,
                                    report.number.height));
}

static void
test_given_number (void)
{
  g_autoptr (GError) error = NULL;
  HopsoTypesetReport report;
  g_autofree char *date = hopso_typeset_format_date (5, 1, 2026);
  g_autofree char *march = hopso_typeset_format_date (15, 3, 2026);
  g_autoptr (HopsoTypesetDocument) document =
      new_document (HOPSO_TYPESET_NAMED, "KẾ HOẠCH", "KH-UBND");

  g_assert_cmpstr (date, ==, "ngày 05 tháng 01 năm 2026");
  g_assert_cmpstr (march, ==, "ngày 15 tháng 3 năm 2026");
  hopso_typeset_document_set_number (document, "05", "KH-UBND");
  hopso_typeset_document_set_date (document, "An Hòa", date);
  add_paragraphs (document, 1);
  g_autoptr (GBytes) pdf = hopso_typeset_document_write_bytes (document, &report, &error);
  g_assert_no_error (error);
  g_autofree char *text = pdf_text (pdf);

  assert_contains (text, "Số: 05/KH-UBND");
  assert_contains (text, "An Hòa, ngày 05 tháng 01 năm 2026");
  g_assert_cmpfloat (report.number.width, ==, 0);
  g_assert_cmpfloat (report.date.width, ==, 0);
}

static void
test_decision (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoTypesetDocument) document =
      new_document (HOPSO_TYPESET_DECISION, "QUYẾT ĐỊNH", "QĐ-UBND");

  hopso_typeset_document_set_decider (document, "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH AN HÒA");
  hopso_typeset_document_add_ground (document, "Căn cứ Luật Tổ chức chính quyền địa phương;");
  hopso_typeset_document_add_labelled (document, "Điều 1.", "Ban hành kèm theo Quy chế này.");
  hopso_typeset_document_add_labelled (document, "Điều 2.", "Quyết định có hiệu lực từ ngày ký.");
  g_autoptr (GBytes) pdf = hopso_typeset_document_write_bytes (document, NULL, &error);
  g_assert_no_error (error);
  pdf_assert_sound (pdf);
  g_autofree char *text = pdf_text (pdf);

  assert_contains (text, "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH AN HÒA Căn cứ Luật");
  assert_contains (text, "địa phương; QUYẾT ĐỊNH: Điều 1. Ban hành");
  assert_contains (text, "Điều 2. Quyết định có hiệu lực từ ngày ký./.");
}

static void
test_minutes (void)
{
  g_autoptr (GError) error = NULL;
  HopsoTypesetReport report;
  g_autoptr (HopsoTypesetDocument) document =
      new_document (HOPSO_TYPESET_MINUTES, "BIÊN BẢN", "BB-VP");

  hopso_typeset_document_set_signer (document, "CHỦ TỌA", "Trần Quốc Đạt");
  hopso_typeset_document_set_second_signer (document, "THƯ KÝ", "Lê Thị Hiền");
  hopso_typeset_document_add_labelled (document, "Thời gian bắt đầu:", "08 giờ 00.");
  hopso_typeset_document_add_paragraph (document, "Cuộc họp kết thúc vào 11 giờ 30.");
  g_autoptr (GBytes) pdf = hopso_typeset_document_write_bytes (document, &report, &error);
  g_assert_no_error (error);
  g_autofree char *text = pdf_text (pdf);

  assert_contains (text, "kết thúc vào 11 giờ 30. ");
  assert_contains (text, "Lê Thị Hiền");
  assert_free (pdf, &report.signature);
  assert_free (pdf, &report.second_signature);
  g_assert_cmpfloat (report.second_signature.x + report.second_signature.width, <,
                     report.signature.x);
}

/* The picture of the margin above: the number stands there from the second page on. */
static void
test_page_numbers (void)
{
  g_autoptr (GError) error = NULL;
  HopsoTypesetReport report;
  const char *options[] = { "PDF", NULL };
  g_autoptr (HopsoTypesetDocument) document =
      new_document (HOPSO_TYPESET_NAMED, "BÁO CÁO", "BC-UBND");

  add_paragraphs (document, 20);
  hopso_typeset_document_begin_annex (document, "Phụ lục I", "DANH MỤC THIẾT BỊ");
  add_paragraphs (document, 12);
  g_autoptr (GBytes) pdf = hopso_typeset_document_write_bytes (document, &report, &error);
  g_assert_no_error (error);
  pdf_assert_sound (pdf);
  g_autofree char *information = pdf_run (pdf, "HOPSO_PDFINFO", options);
  g_autofree char *pages = g_strdup_printf ("Pages:           %u\n", report.n_pages);

  assert_contains (information, pages);
  assert_contains (information, "triển khai phòng họp không giấy tờ năm 2026");
  assert_contains (information, "A4");
  g_assert_cmpuint (report.n_pages, ==, 5);
  static const gboolean is_numbered[] = { FALSE, TRUE, TRUE, FALSE, TRUE };
  for (guint page = 0; page < report.n_pages; page++)
    {
      g_autoptr (Picture) picture = pdf_draw (pdf, page, 50);

      g_assert_true (picture_is_empty (picture, 50, PAGE_HEIGHT, 280, PAGE_HEIGHT - 55, 80, 35) !=
                     is_numbered[page]);
    }
}

/* However long the text is, the signature is never alone on a page. */
static void
test_signature_keeps_company (void)
{
  for (guint n = 8; n < 20; n++)
    {
      g_autoptr (GError) error = NULL;
      HopsoTypesetReport report;
      g_autoptr (HopsoTypesetDocument) document =
          new_document (HOPSO_TYPESET_NAMED, "BÁO CÁO", "BC-UBND");

      add_paragraphs (document, n);
      g_autoptr (GBytes) pdf = hopso_typeset_document_write_bytes (document, &report, &error);
      g_assert_no_error (error);
      g_assert_cmpfloat (report.signature.y, >, 56);
      g_autofree char *number = g_strdup_printf ("%u", report.n_pages);
      const char *options[] = { "-f", number, "PDF", "-", NULL };
      g_autofree char *text = pdf_run (pdf, "HOPSO_PDFTOTEXT", options);

      assert_contains (text, "họp diễn ra./.");
      assert_contains (text, "Nguyễn Đức Thắng");
    }
}

static void
test_table (void)
{
  g_autoptr (GError) error = NULL;
  HopsoTypesetReport report;
  HopsoTypesetTable *table = hopso_typeset_table_new ();
  g_autoptr (HopsoTypesetDocument) document =
      new_document (HOPSO_TYPESET_NAMED, "BÁO CÁO", "BC-UBND");

  hopso_typeset_table_add_column (table, "TT", 1, HOPSO_TYPESET_CENTRE);
  hopso_typeset_table_add_column (table, "Đơn vị", 6, HOPSO_TYPESET_START);
  hopso_typeset_table_add_column (table, "Tỷ lệ (%)", 2, HOPSO_TYPESET_END);
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i + 1);
      const char *cells[] = { number, "Ủy ban nhân dân xã Đồng Tâm", NULL };

      hopso_typeset_table_add_row (table, cells);
    }
  hopso_typeset_document_add_table (document, table);
  g_autoptr (GBytes) pdf = hopso_typeset_document_write_bytes (document, &report, &error);
  g_assert_no_error (error);
  pdf_assert_sound (pdf);
  g_assert_cmpuint (report.n_pages, ==, 3);

  for (guint page = 1; page <= 2; page++)
    {
      g_autofree char *number = g_strdup_printf ("%u", page);
      const char *options[] = { "-f", number, "-l", number, "PDF", "-", NULL };
      g_autofree char *text = pdf_run (pdf, "HOPSO_PDFTOTEXT", options);

      assert_contains (text, "Đơn vị");
    }
}

static void
test_row_too_high (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strnfill (20000, 'x');
  const char *cells[] = { text, NULL };
  HopsoTypesetTable *table = hopso_typeset_table_new ();
  g_autoptr (HopsoTypesetDocument) document =
      new_document (HOPSO_TYPESET_NAMED, "BÁO CÁO", "BC-UBND");

  hopso_typeset_table_add_column (table, "Nội dung", 1, HOPSO_TYPESET_START);
  hopso_typeset_table_add_row (table, cells);
  hopso_typeset_document_add_table (document, table);
  g_assert_null (hopso_typeset_document_write_bytes (document, NULL, &error));
  g_assert_error (error, HOPSO_TYPESET_ERROR, HOPSO_TYPESET_ERROR_TOO_LARGE);
}

/* Loose diacritics, broken UTF-8 and control characters become text like any other. */
static void
test_unclean_words (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoTypesetDocument) document =
      new_document (HOPSO_TYPESET_NAMED, "BÁO CÁO", "BC-UBND");

  hopso_typeset_document_add_paragraph (document, "sa\xcc\x86\xcc\x83n sàng\x01và \xff xong");
  g_autoptr (GBytes) pdf = hopso_typeset_document_write_bytes (document, NULL, &error);
  g_assert_no_error (error);
  g_autofree char *text = pdf_text (pdf);

  assert_contains (text, "sẵn sàng và");
}

static GBytes *
write_to_memory (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = hopso_fd_new_memory ("paper", &error);
  g_autoptr (HopsoTypesetDocument) document =
      new_document (HOPSO_TYPESET_NAMED, "BÁO CÁO", "BC-UBND");

  g_assert_no_error (error);
  add_paragraphs (document, 3);
  hopso_typeset_document_write (document, fd, NULL, &error);
  g_assert_no_error (error);
  GBytes *written = hopso_fd_read_all (fd, 1024 * 1024, &error);
  g_assert_no_error (error);
  return written;
}

static void
test_same_bytes (void)
{
  g_autoptr (GBytes) one = write_to_memory ();
  g_autoptr (GBytes) two = write_to_memory ();

  g_assert_cmpuint (g_bytes_get_size (one), >, 1000);
  g_assert_true (g_bytes_equal (one, two));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/typeset/document/letter", test_letter);
  g_test_add_func ("/typeset/document/leaves-places-free", test_free_places);
  g_test_add_func ("/typeset/document/prints-number-and-date", test_given_number);
  g_test_add_func ("/typeset/document/decision", test_decision);
  g_test_add_func ("/typeset/document/minutes-have-two-signers", test_minutes);
  g_test_add_func ("/typeset/document/numbers-pages", test_page_numbers);
  g_test_add_func ("/typeset/document/signature-keeps-company", test_signature_keeps_company);
  g_test_add_func ("/typeset/document/table-repeats-its-head", test_table);
  g_test_add_func ("/typeset/document/refuses-a-row-higher-than-a-page", test_row_too_high);
  g_test_add_func ("/typeset/document/cleans-words", test_unclean_words);
  g_test_add_func ("/typeset/document/is-reproducible", test_same_bytes);
  return g_test_run ();
}
