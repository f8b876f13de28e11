/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pages set by hand, and the paragraphs that are read from them. Every letter is half as wide as it
 * is high; a page is 400 points wide. */

#include "hopso-pdf-reflow.h"

#include <string.h>

typedef struct
{
  double x;
  double y;
  double size;
  const char *words; /* a tabulator is a gap of three letters' height */
} Line;

static void
add_box (GVariantBuilder *places, double x, double y, double width, double size)
{
  g_variant_builder_add (places, "i", (int) (x * 1000));
  g_variant_builder_add (places, "i", (int) (y * 1000));
  g_variant_builder_add (places, "i", (int) ((x + width) * 1000));
  g_variant_builder_add (places, "i", (int) ((y + size) * 1000));
}

static HopsoPdfText *
set_page (const Line *lines)
{
  g_autoptr (GString) string = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  GVariantBuilder places;

  g_variant_builder_init (&places, G_VARIANT_TYPE ("ai"));
  for (; lines->words != NULL; lines++)
    {
      double x = lines->x;

      for (const char *next = lines->words; *next != '\0'; next = g_utf8_next_char (next))
        {
          const double width = *next == '\t' ? 3 * lines->size : lines->size / 2;

          g_string_append_unichar (string, *next == '\t' ? ' ' : g_utf8_get_char (next));
          add_box (&places, x, lines->y, width, lines->size);
          x += width;
        }
      if (lines[1].words != NULL)
        {
          g_string_append_c (string, '\n');
          add_box (&places, x, lines->y, 0, lines->size);
        }
    }
  g_autoptr (GVariant) reply =
      g_variant_ref_sink (g_variant_new ("(s@ai)", string->str, g_variant_builder_end (&places)));
  HopsoPdfText *text = hopso_pdf_text_new_from_reply (reply, 400, 600, &error);
  g_assert_no_error (error);
  return text;
}

static HopsoPdfReflow *
reflow (const Line *lines)
{
  g_autoptr (HopsoPdfText) text = set_page (lines);

  return hopso_pdf_reflow_new (text);
}

static HopsoPdfBlockKind
get_kind (HopsoPdfReflow *page, guint i)
{
  g_assert_cmpuint (i, <, page->blocks->len);
  return g_array_index (page->blocks, HopsoPdfBlock, i).kind;
}

static void
test_lines_that_the_margin_broke_are_joined (void)
{
  const Line lines[] = {
    { 60, 100, 10, "Căn cứ Luật Đầu tư công và kết quả" },
    { 40, 114, 10, "thực hiện mười tháng, Sở kính trình xem" },
    { 40, 128, 10, "xét." },
    { 60, 142, 10, "Đến hết tháng 10, toàn tỉnh giải ngân" },
    { 40, 156, 10, "được 71,4% kế hoạch." },
    { 0, 0, 0, NULL },
  };
  g_autoptr (HopsoPdfReflow) page = reflow (lines);

  g_assert_cmpstr (page->string, ==,
                   "Căn cứ Luật Đầu tư công và kết quả thực hiện mười tháng, Sở kính trình xem "
                   "xét.\nĐến hết tháng 10, toàn tỉnh giải ngân được 71,4% kế hoạch.\n");
  g_assert_cmpuint (page->blocks->len, ==, 2);
}

static void
test_a_line_that_had_room_ends_its_paragraph (void)
{
  const Line lines[] = {
    { 40, 100, 10, "Nơi nhận:" },
    { 40, 114, 10, "Như trên và các sở, ngành có liên quan" },
    { 40, 128, 10, "Lưu văn thư." },
    { 0, 0, 0, NULL },
  };
  g_autoptr (HopsoPdfReflow) page = reflow (lines);

  g_assert_cmpstr (page->string, ==,
                   "Nơi nhận:\nNhư trên và các sở, ngành có liên quan Lưu văn thư.\n");
}

static void
test_short_lines_are_no_column (void)
{
  const Line lines[] = {
    { 40, 100, 10, "UBND tỉnh" },
    { 35, 114, 10, "Sở Kế hoạch" },
    { 0, 0, 0, NULL },
  };
  g_autoptr (HopsoPdfReflow) page = reflow (lines);

  g_assert_cmpstr (page->string, ==, "UBND tỉnh\nSở Kế hoạch\n");
}

static void
test_headings_and_items_stand_alone (void)
{
  const Line lines[] = {
    { 160, 60, 14, "Tờ trình" },
    { 100, 90, 10, "VỀ VIỆC ĐIỀU CHỈNH KẾ HOẠCH" },
    { 40, 120, 10, "Sở đề nghị Ủy ban xem xét các việc sau:" },
    { 40, 134, 10, "- Giảm vốn của bảy dự án chậm tiến độ;" },
    { 40, 148, 10, "- Bổ sung cho bốn dự án có khối lượng;" },
    { 40, 162, 10, "a) Giao Sở Tài chính chủ trì." },
    { 40, 176, 10, "Trân trọng." },
    { 0, 0, 0, NULL },
  };
  g_autoptr (HopsoPdfReflow) page = reflow (lines);

  g_assert_cmpuint (page->blocks->len, ==, 7);
  g_assert_cmpint (get_kind (page, 0), ==, HOPSO_PDF_BLOCK_HEADING);
  g_assert_cmpint (get_kind (page, 1), ==, HOPSO_PDF_BLOCK_HEADING);
  g_assert_cmpint (get_kind (page, 2), ==, HOPSO_PDF_BLOCK_PARAGRAPH);
  for (guint i = 3; i < 6; i++)
    g_assert_cmpint (get_kind (page, i), ==, HOPSO_PDF_BLOCK_ITEM);
}

static void
test_rows_of_a_table_stay_rows (void)
{
  const Line lines[] = {
    { 40, 100, 10, "STT\tNhóm dự án\tGiảm\tTăng" },
    { 40, 114, 10, "1\tGiao thông\t310\t420" },
    { 40, 128, 10, "Cộng" },
    { 200, 128, 10, "1.250" },
    { 40, 142, 10, "1.2.\tKết quả thực hiện trong kỳ" },
    { 0, 0, 0, NULL },
  };
  g_autoptr (HopsoPdfReflow) page = reflow (lines);

  g_assert_cmpstr (page->string, ==,
                   "STT\tNhóm dự án\tGiảm\tTăng\n1\tGiao thông\t310\t420\nCộng\t1.250\n"
                   "1.2. Kết quả thực hiện trong kỳ\n");
  g_assert_cmpint (get_kind (page, 2), ==, HOPSO_PDF_BLOCK_ROW);
  g_assert_cmpint (get_kind (page, 3), ==, HOPSO_PDF_BLOCK_ITEM);
}

static void
test_every_character_knows_where_it_went (void)
{
  const Line lines[] = {
    { 40, 100, 10, "Một hai  ba bốn năm sáu bảy tám" },
    { 40, 114, 10, "chín mười\302\255" },
    { 0, 0, 0, NULL },
  };
  g_autoptr (HopsoPdfText) text = set_page (lines);
  g_autoptr (HopsoPdfReflow) page = hopso_pdf_reflow_new (text);
  const gunichar *chars = hopso_pdf_text_get_chars (text);

  g_assert_cmpstr (page->string, ==, "Một hai ba bốn năm sáu bảy tám chín mười\n");
  g_assert_cmpuint (page->n_places, ==, hopso_pdf_text_get_n_chars (text));
  for (guint i = 0; i < page->n_places; i++)
    {
      const char *there = g_utf8_offset_to_pointer (page->string, (glong) page->places[i]);

      if (!g_unichar_isspace (chars[i]) && chars[i] != 0xad)
        {
          g_assert_cmpuint (g_utf8_get_char (there), ==, chars[i]);
          g_assert_cmpuint (hopso_pdf_reflow_find_place (page, page->places[i]), <=, i);
        }
    }
}

static void
test_a_page_without_text_has_no_paragraphs (void)
{
  const Line nothing[] = { { 0, 0, 0, NULL } };
  const Line blank[] = { { 40, 100, 10, "   " }, { 0, 0, 0, NULL } };
  g_autoptr (HopsoPdfReflow) empty = reflow (nothing);
  g_autoptr (HopsoPdfReflow) spaces = reflow (blank);

  g_assert_cmpstr (empty->string, ==, "");
  g_assert_cmpuint (spaces->blocks->len, ==, 0);
}

/* Turned pages, letters on top of each other, places outside the page: whatever is said, every
 * letter is there once, and in order of the text. */
static void
test_no_letter_is_lost_wherever_they_stand (void)
{
  GRand *random = g_rand_new_with_seed (7);

  for (guint round = 0; round < 200; round++)
    {
      GVariantBuilder places;
      g_autoptr (GString) string = g_string_new (NULL);
      g_autoptr (GString) letters = g_string_new (NULL);

      g_variant_builder_init (&places, G_VARIANT_TYPE ("ai"));
      for (guint i = 0; i < 120; i++)
        {
          const char c = "ab1.-) \n"[g_rand_int_range (random, 0, 8)];

          g_string_append_c (string, c);
          add_box (&places, g_rand_double_range (random, -50, 450),
                   g_rand_double_range (random, -50, 650), g_rand_double_range (random, 1, 40),
                   g_rand_double_range (random, 1, 40));
          if (!g_ascii_isspace (c))
            g_string_append_c (letters, c);
        }
      g_autoptr (GVariant) reply = g_variant_ref_sink (
          g_variant_new ("(s@ai)", string->str, g_variant_builder_end (&places)));
      g_autoptr (HopsoPdfText) text = hopso_pdf_text_new_from_reply (reply, 400, 600, NULL);
      g_autoptr (HopsoPdfReflow) page = hopso_pdf_reflow_new (text);
      g_autoptr (GString) kept = g_string_new (NULL);

      for (const char *next = page->string; *next != '\0'; next++)
        {
          if (!g_ascii_isspace (*next))
            g_string_append_c (kept, *next);
        }
      g_assert_cmpstr (kept->str, ==, letters->str);
    }
  g_rand_free (random);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdfclient/reflow/lines-that-the-margin-broke-are-joined",
                   test_lines_that_the_margin_broke_are_joined);
  g_test_add_func ("/pdfclient/reflow/a-line-that-had-room-ends-its-paragraph",
                   test_a_line_that_had_room_ends_its_paragraph);
  g_test_add_func ("/pdfclient/reflow/short-lines-are-no-column", test_short_lines_are_no_column);
  g_test_add_func ("/pdfclient/reflow/headings-and-items-stand-alone",
                   test_headings_and_items_stand_alone);
  g_test_add_func ("/pdfclient/reflow/rows-of-a-table-stay-rows", test_rows_of_a_table_stay_rows);
  g_test_add_func ("/pdfclient/reflow/every-character-knows-where-it-went",
                   test_every_character_knows_where_it_went);
  g_test_add_func ("/pdfclient/reflow/a-page-without-text-has-no-paragraphs",
                   test_a_page_without_text_has_no_paragraphs);
  g_test_add_func ("/pdfclient/reflow/no-letter-is-lost-wherever-they-stand",
                   test_no_letter_is_lost_wherever_they_stand);
  return g_test_run ();
}
