/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-page-selection.h"

#include <string.h>

/* Characters of 6×10 points, line after line, each line at its place. */
typedef struct
{
  int x;
  int y;
  const char *words;
} Line;

static HopsoPageText *
text_new (const Line *lines, guint n_lines)
{
  g_autoptr (GString) words = g_string_new (NULL);
  GVariantBuilder boxes = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("ai"));
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (HopsoPdfText) text = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_lines; i++)
    {
      const glong n = g_utf8_strlen (lines[i].words, -1);

      g_string_append (words, lines[i].words);
      /* The line feed is not seen. */
      if (i + 1 < n_lines)
        g_string_append_c (words, '\n');
      for (glong j = 0; j < n + (i + 1 < n_lines); j++)
        {
          g_variant_builder_add (&boxes, "i", (lines[i].x + 6 * (int) j) * 1000);
          g_variant_builder_add (&boxes, "i", lines[i].y * 1000);
          g_variant_builder_add (&boxes, "i", (lines[i].x + 6 * (int) (j + (j < n))) * 1000);
          g_variant_builder_add (&boxes, "i", (lines[i].y + 10) * 1000);
        }
    }
  reply = g_variant_ref_sink (g_variant_new ("(sai)", words->str, &boxes));
  text = hopso_pdf_text_new_from_reply (reply, 600, 800, &error);
  g_assert_no_error (error);
  return hopso_page_text_new (text);
}

static const Line letter[] = {
  { 20, 20, "Hội đồng nhân dân họp vào thứ hai để" },
  { 20, 32, "nghe báo cáo của Sở Tài chính và biểu" },
  { 20, 44, "quyết." },
  { 20, 70, "Tờ trình 15/TTr-" },
  { 20, 82, "SKH." },
  { 20, 110, "Một" },
  { 200, 110, "100" },
  { 20, 122, "Hai" },
  { 200, 122, "250" },
};

static HopsoPageText *
letter_new (void)
{
  return text_new (letter, G_N_ELEMENTS (letter));
}

static void
test_lines_of_a_paragraph_are_copied_as_one (void)
{
  g_autoptr (HopsoPageText) text = letter_new ();
  g_autofree char *all = hopso_page_text_dup_range (text, 0, G_MAXUINT);

  g_assert_cmpstr (all, ==,
                   "Hội đồng nhân dân họp vào thứ hai để nghe báo cáo của Sở Tài chính và biểu "
                   "quyết.\nTờ trình 15/TTr-SKH.\nMột\t100\nHai\t250");
}

static void
test_soft_hyphens_are_not_copied (void)
{
  static const Line lines[] = { { 20, 20, "a long trea\xc2\xad" },
                                { 20, 32, "sury re\xc2\xadport" } };
  g_autoptr (HopsoPageText) text = text_new (lines, 2);
  g_autofree char *all = hopso_page_text_dup_range (text, 0, G_MAXUINT);

  g_assert_cmpstr (all, ==, "a long treasury report");
}

static void
test_the_nearest_place_is_found (void)
{
  static const struct
  {
    double x;
    double y;
    guint offset;
  } points[] = {
    { 20, 25, 0 }, { 22, 25, 0 },   { 24, 25, 1 },     { -50, 25, 0 },
    { 20, 0, 0 },  { 400, 25, 36 }, { 400, 31.9, 74 }, { 27, 48, 76 },
  };
  g_autoptr (HopsoPageText) text = letter_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (points); i++)
    g_assert_cmpuint (hopso_page_text_find_offset (text, points[i].x, points[i].y), ==,
                      points[i].offset);
  g_assert_true (hopso_page_text_is_at (text, 100, 25));
  g_assert_false (hopso_page_text_is_at (text, 100, 160));
}

static char *
word_at (HopsoPageText *text, guint offset)
{
  guint start;
  guint end;

  hopso_page_text_find_word (text, offset, &start, &end);
  return hopso_page_text_dup_range (text, start, end);
}

static void
test_words_are_those_of_vietnamese (void)
{
  static const struct
  {
    guint offset;
    const char *word;
  } words[] = { { 0, "Hội" }, { 2, "Hội" }, { 3, "Hội" }, { 4, "đồng" }, { 7, "đồng" } };
  g_autoptr (HopsoPageText) text = letter_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *word = word_at (text, words[i].offset);

      g_assert_cmpstr (word, ==, words[i].word);
    }
}

static void
test_steps_go_by_characters_words_and_lines (void)
{
  g_autoptr (HopsoPageText) text = letter_new ();
  guint offset = 0;

  g_assert_false (hopso_page_text_move (text, &offset, HOPSO_PAGE_STEP_CHAR, -1));
  g_assert_true (hopso_page_text_move (text, &offset, HOPSO_PAGE_STEP_WORD, 1));
  g_assert_cmpuint (offset, ==, 3);
  g_assert_true (hopso_page_text_move (text, &offset, HOPSO_PAGE_STEP_LINE, 1));
  g_assert_cmpuint (offset, ==, 40);
  g_assert_true (hopso_page_text_move (text, &offset, HOPSO_PAGE_STEP_LINE_END, 1));
  g_assert_cmpuint (offset, ==, 74);
  g_assert_true (hopso_page_text_move (text, &offset, HOPSO_PAGE_STEP_CHAR, 1));
  g_assert_true (hopso_page_text_move (text, &offset, HOPSO_PAGE_STEP_LINE, -1));
  g_assert_cmpuint (offset, ==, 37);
  offset = hopso_page_text_get_length (text);
  g_assert_false (hopso_page_text_move (text, &offset, HOPSO_PAGE_STEP_LINE, 1));
}

static void
test_a_column_is_what_lies_in_it (void)
{
  g_autoptr (HopsoPageText) text = letter_new ();
  const HopsoPdfBox column = { 190, 105, 300, 140 };
  const HopsoPdfBox table = { 10, 105, 300, 140 };
  g_autofree char *numbers = hopso_page_text_dup_column (text, &column);
  g_autofree char *rows = hopso_page_text_dup_column (text, &table);
  g_autoptr (GArray) areas = hopso_page_text_list_column_areas (text, &column);

  g_assert_cmpstr (numbers, ==, "100\n250");
  g_assert_cmpstr (rows, ==, "Một\t100\nHai\t250");
  g_assert_cmpuint (areas->len, ==, 2);
}

static void
test_a_selection_reaches_over_pages_either_way (void)
{
  g_autoptr (HopsoPageText) text = letter_new ();
  const guint length = hopso_page_text_get_length (text);
  HopsoPageSelection selection = {
    .is_set = TRUE,
    .anchor = { .page = 4, .offset = 10 },
    .focus = { .page = 2, .offset = 5 },
  };
  guint start;
  guint end;

  g_assert_false (hopso_page_selection_get_range (&selection, 1, text, &start, &end));
  g_assert_true (hopso_page_selection_get_range (&selection, 2, text, &start, &end));
  g_assert_cmpuint (start, ==, 5);
  g_assert_cmpuint (end, ==, length);
  g_assert_true (hopso_page_selection_get_range (&selection, 3, text, &start, &end));
  g_assert_cmpuint (start, ==, 0);
  g_assert_cmpuint (end, ==, length);
  g_assert_true (hopso_page_selection_get_range (&selection, 4, text, &start, &end));
  g_assert_cmpuint (end, ==, 10);

  selection.focus = (HopsoPageCaret){ .page = 4, .offset = 5 };
  selection.unit = HOPSO_PAGE_UNIT_WORD;
  g_assert_true (hopso_page_selection_get_range (&selection, 4, text, &start, &end));
  g_assert_cmpuint (start, ==, 4);
  g_assert_cmpuint (end, ==, 13);
  selection.unit = HOPSO_PAGE_UNIT_LINE;
  g_assert_true (hopso_page_selection_get_range (&selection, 4, text, &start, &end));
  g_assert_cmpuint (start, ==, 0);
  g_assert_cmpuint (end, ==, 36);
}

static void
test_a_page_without_text_is_no_trouble (void)
{
  static const Line nothing[] = { { 0, 0, "" } };
  g_autoptr (HopsoPageText) text = text_new (nothing, 1);
  g_autofree char *copied = hopso_page_text_dup_range (text, 0, G_MAXUINT);
  HopsoPdfBox box;
  guint start;
  guint end;

  g_assert_cmpstr (copied, ==, "");
  g_assert_cmpuint (hopso_page_text_find_offset (text, 5, 5), ==, 0);
  g_assert_false (hopso_page_text_is_at (text, 5, 5));
  hopso_page_text_find_word (text, 7, &start, &end);
  g_assert_cmpuint (end, ==, 0);
  hopso_page_text_get_caret (text, 0, &box);
  g_assert_cmpfloat (box.x1, ==, box.x2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pageview/text/lines-of-a-paragraph-are-copied-as-one",
                   test_lines_of_a_paragraph_are_copied_as_one);
  g_test_add_func ("/pageview/text/soft-hyphens-are-not-copied", test_soft_hyphens_are_not_copied);
  g_test_add_func ("/pageview/text/the-nearest-place-is-found", test_the_nearest_place_is_found);
  g_test_add_func ("/pageview/text/words-are-those-of-vietnamese",
                   test_words_are_those_of_vietnamese);
  g_test_add_func ("/pageview/text/steps-go-by-characters-words-and-lines",
                   test_steps_go_by_characters_words_and_lines);
  g_test_add_func ("/pageview/text/a-column-is-what-lies-in-it", test_a_column_is_what_lies_in_it);
  g_test_add_func ("/pageview/text/a-selection-reaches-over-pages-either-way",
                   test_a_selection_reaches_over_pages_either_way);
  g_test_add_func ("/pageview/text/a-page-without-text-is-no-trouble",
                   test_a_page_without_text_is_no_trouble);
  return g_test_run ();
}
