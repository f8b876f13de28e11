/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds where number, date and seal belong by the words of a page, as Decree 30/2020 has official
 * papers laid out (annex I): the gap between "Số:" and the symbol, what follows the place's name on
 * the same height, the gap between position and name of whoever signs. It guesses: people see the
 * places before anybody signs. Pure; any thread. */

#include "hopso-reserve-finder.h"

#include "hopso-sign-action.h"

#include <math.h>
#include <string.h>

#define BOX_PER_SIZE 1.107 /* height of a line of Times to the size of its font */
#define SAME_LINE    4.0
#define GAP          3.0 /* between printed words and what is filled in */
#define MIN_NUMBER   15.0
#define MIN_DAY      9.0
#define DATE_PER_EM  11.4 /* "ngày 30 tháng 12 năm 2026" in italics */
#define RIGHT_MARGIN 28.0
#define MIN_SPACE    45.0 /* for a signature, between position and name */
#define MAX_SPACE    150.0
#define MARK_WIDTH   150.0
#define MARK_HEIGHT  72.0

/* A word where it stands. */
typedef struct
{
  char *text; /* owned */
  HopsoPdfBox box;
} Word;

static void
word_clear (gpointer data)
{
  g_free (((Word *) data)->text);
}

static void
add_to_box (HopsoPdfBox *box, const HopsoPdfBox *other)
{
  box->x1 = MIN (box->x1, other->x1);
  box->y1 = MIN (box->y1, other->y1);
  box->x2 = MAX (box->x2, other->x2);
  box->y2 = MAX (box->y2, other->y2);
}

static GArray *
list_words (HopsoPdfText *text)
{
  GArray *words = g_array_new (FALSE, TRUE, sizeof (Word));
  const gunichar *chars = hopso_pdf_text_get_chars (text);
  const HopsoPdfBox *boxes = hopso_pdf_text_get_boxes (text);
  guint n = hopso_pdf_text_get_n_chars (text);

  g_array_set_clear_func (words, word_clear);
  for (guint i = 0; i < n; i++)
    {
      guint start = i;
      Word word = { NULL, boxes[i] };

      while (i < n && !g_unichar_isspace (chars[i]))
        add_to_box (&word.box, &boxes[i++]);
      if (i == start)
        continue;
      word.text = hopso_pdf_text_dup_range (text, start, i);
      g_array_append_val (words, word);
    }
  return words;
}

static const Word *
get_word (GArray *words, guint i)
{
  return &g_array_index (words, Word, i);
}

static gboolean
is_on_line (const HopsoPdfBox *one, const HopsoPdfBox *other)
{
  return fabs (one->y1 + one->y2 - other->y1 - other->y2) < 2 * SAME_LINE;
}

/* The next word to the right on the same line. */
static const Word *
find_next (GArray *words, const Word *word)
{
  const Word *next = NULL;

  for (guint i = 0; i < words->len; i++)
    {
      const Word *other = get_word (words, i);

      if (other != word && is_on_line (&other->box, &word->box) &&
          other->box.x1 >= word->box.x2 - 1 && (next == NULL || other->box.x1 < next->box.x1))
        next = other;
    }
  return next;
}

/* "Số:" in the left half and above the text. */
static const Word *
find_number_word (GArray *words, double width)
{
  for (guint i = 0; i < words->len; i++)
    {
      const Word *word = get_word (words, i);

      if (strcmp (word->text, "Số:") == 0 && word->box.x2 < width / 2 &&
          word->box.y2 < width * 0.45)
        return word;
    }
  return NULL;
}

static double
find_size (const HopsoPdfBox *box)
{
  return round ((box->y2 - box->y1) / BOX_PER_SIZE * 2) / 2;
}

static void
put (HopsoReservePlace *place, const HopsoPdfBox *line, double left, double right)
{
  *place = (HopsoReservePlace){
    .place = { 0, left, line->y1, right - left, line->y2 - line->y1 },
    .font_size = find_size (line),
  };
}

/**
 * hopso_reserve_find_number:
 * @text: of the first page
 * @width: of the page, in points
 * @place: (out): where the number belongs
 *
 * Returns: whether there is a gap between "Số:" and "/…"
 */
gboolean
hopso_reserve_find_number (HopsoPdfText *text, double width, HopsoReservePlace *place)
{
  g_autoptr (GArray) words = list_words (text);
  const Word *word = find_number_word (words, width);
  const Word *symbol = word != NULL ? find_next (words, word) : NULL;

  if (symbol == NULL || *symbol->text != '/' || symbol->box.x1 - word->box.x2 < MIN_NUMBER)
    return FALSE;
  put (place, &word->box, word->box.x2 + GAP, symbol->box.x1 - 0.5);
  place->is_at_end = TRUE;
  return TRUE;
}

static gboolean
leaves_gap (const Word *word, const Word *next)
{
  return next->box.x1 - word->box.x2 >= MIN_DAY + 2 * GAP;
}

/* The gap between "ngày" and "tháng", when a month follows; or that one and the next, when the year
 * follows. */
static gboolean
find_day (GArray *words, const Word *day, HopsoReservePlace *place)
{
  const Word *month = find_next (words, day);
  const Word *number = month != NULL ? find_next (words, month) : NULL;
  gboolean is_month_printed;

  if (number == NULL || strcmp (month->text, "tháng") != 0 || !leaves_gap (day, month))
    return FALSE;
  is_month_printed = g_ascii_isdigit (*number->text);
  if (!is_month_printed && (strcmp (number->text, "năm") != 0 || !leaves_gap (month, number)))
    return FALSE;
  put (place, &day->box, day->box.x2 + GAP, (is_month_printed ? month : number)->box.x1 - GAP);
  place->is_day_only = is_month_printed;
  place->is_without_year = !is_month_printed;
  return TRUE;
}

/**
 * hopso_reserve_find_date:
 * @text: of the first page
 * @width: of the page, in points
 * @place: (out): where the date belongs
 *
 * Returns: whether a place's name with a comma ends its line on the height of the number, or a gap
 *   is left between "ngày" and "tháng", or gaps on both sides of "tháng"
 */
gboolean
hopso_reserve_find_date (HopsoPdfText *text, double width, HopsoReservePlace *place)
{
  g_autoptr (GArray) words = list_words (text);
  const Word *number = find_number_word (words, width);

  for (guint i = 0; number != NULL && i < words->len; i++)
    {
      const Word *word = get_word (words, i);
      const Word *next = find_next (words, word);

      if (!is_on_line (&word->box, &number->box) || word->box.x1 < number->box.x2 ||
          !g_str_has_suffix (word->text, ","))
        continue;
      if (next == NULL)
        {
          double left = word->box.x2 + GAP;
          double right = left + DATE_PER_EM * find_size (&word->box);

          put (place, &word->box, left, MIN (right, width - RIGHT_MARGIN));
          place->is_italic = TRUE;
          return place->place.width > 4 * find_size (&word->box);
        }
      if (strcmp (next->text, "ngày") == 0 && find_day (words, next, place))
        {
          place->is_italic = TRUE;
          return TRUE;
        }
    }
  return FALSE;
}

/* --- the seal -------------------------------------------------------------------------------- */

/* A line of the right half of the page. */
typedef struct
{
  HopsoPdfBox box;
  guint n_words;
  gboolean has_small_letters;
} Line;

static void
add_to_line (Line *line, const Word *word)
{
  add_to_box (&line->box, &word->box);
  line->n_words++;
  for (const char *p = word->text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_islower (g_utf8_get_char (p)))
      line->has_small_letters = TRUE;
}

static int
compare_lines (gconstpointer one, gconstpointer other)
{
  const Line *a = one, *b = other;

  return a->box.y1 < b->box.y1 ? -1 : a->box.y1 > b->box.y1;
}

static GArray *
list_lines (GArray *words, double width)
{
  GArray *lines = g_array_new (FALSE, TRUE, sizeof (Line));

  for (guint i = 0; i < words->len; i++)
    {
      const Word *word = get_word (words, i);
      Line fresh = { word->box, 0, FALSE };
      Line *line = NULL;

      if (word->box.x1 < 0.42 * width)
        continue;
      for (guint j = 0; j < lines->len && line == NULL; j++)
        if (is_on_line (&g_array_index (lines, Line, j).box, &word->box))
          line = &g_array_index (lines, Line, j);
      if (line == NULL)
        {
          g_array_append_val (lines, fresh);
          line = &g_array_index (lines, Line, lines->len - 1);
        }
      add_to_line (line, word);
    }
  g_array_sort (lines, compare_lines);
  return lines;
}

/**
 * hopso_reserve_find_seal:
 * @text: of a page
 * @page: which one, from 0
 * @width: of the page, in points
 * @order: its places for signature and seal, over the left third of the former
 *
 * Returns: whether there is a position in capitals and, below a gap, a name
 */
gboolean
hopso_reserve_find_seal (HopsoPdfText *text, guint page, double width, HopsoReserveOrder *order)
{
  g_autoptr (GArray) words = list_words (text);
  g_autoptr (GArray) lines = list_lines (words, width);
  double size = HOPSO_SIGN_SEAL_DIAMETER * 72 / 25.4;

  for (guint i = lines->len; i > 1; i--)
    {
      const Line *name = &g_array_index (lines, Line, i - 1);
      const Line *position = &g_array_index (lines, Line, i - 2);
      double space = name->box.y1 - position->box.y2;
      double middle = (name->box.x1 + name->box.x2) / 2;

      if (space < MIN_SPACE || space > MAX_SPACE || position->has_small_letters ||
          !name->has_small_letters || name->n_words > 8)
        continue;
      order->signature.place =
          (HopsoSignPlace){ page, MAX (0, middle - MARK_WIDTH / 2),
                            (position->box.y2 + name->box.y1 - MARK_HEIGHT) / 2, MARK_WIDTH,
                            MARK_HEIGHT };
      order->seal.place =
          (HopsoSignPlace){ page, MAX (0, order->signature.place.x + MARK_WIDTH / 3 - size),
                            (position->box.y2 + name->box.y1 - size) / 2, size, size };
      return TRUE;
    }
  return FALSE;
}
