/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a page bears the mark of a state secret: the words of the stamp (Decree 30/2020, Annex I,
 * box 10a) standing alone, in capitals, as large as a stamp's, where stamps are: in the upper half
 * of the first page, or at the edge of any page; or a sentence by which a document says so of
 * itself. Words about secrets in a sentence are none: laws are full of them. It sees letters, not
 * pictures of letters. Pure, any thread. */

#include "hopso-secrecy.h"

#include <math.h>
#include <string.h>

/* In points: the decree's letters are 13 to 14 high, others may be smaller, but not like notes. */
#define LEAST_HEIGHT 8.0

/* As shares of the page's height. */
#define UPPER_PART 0.5
#define EDGE       0.12

/* As shares of the height of the letters: what is farther apart are different words, and the
 * letters of a stamp may be spaced. */
#define MAX_GAP   2.0
#define MAX_SHIFT 0.6

#define MAX_LETTERS 64

/* How far before a sentence its condition stands, in characters. */
#define CONDITION 28

/* Without spaces; the last ones are what the old encodings TCVN 5712 and VNI leave of them. */
static const char *const stamps[] = {
  "MẬT",
  "TỐIMẬT",
  "TUYỆTMẬT",
  "ĐỘMẬT:MẬT",
  "ĐỘMẬT:TỐIMẬT",
  "ĐỘMẬT:TUYỆTMẬT",
  "CHỈNGƯỜICÓTÊNMỚIĐƯỢCBÓCBÌ",
  "mËt",
  "tèimËt",
  "tuyÖtmËt",
  "MAÄT",
  "TOÁIMAÄT",
  "TUYEÄTMAÄT",
};

/* A form lists all degrees; a document has one. */
static const char *const sentences[] = {
  "độ mật ?: ?(?:tuyệt mật|tối mật|mật)(?! ?[/,;(…☐□]| hoặc)(?!\\p{L})",
  "(?:tài liệu|văn bản|hồ sơ|báo cáo|đề án|phụ lục|giấy mời) này (?:(?:là|có|thuộc|chứa|mang|được "
  "xác định|tài liệu|văn bản|độ|nội dung|thông tin|danh mục|loại) )+(?:bí mật nhà "
  "nước|tuyệt mật|tối mật|mật)(?!\\p{L})",
};

static const char *const conditions[] = {
  "nếu", "trường hợp", "khi ", "trong trường hợp", "“", "\""
};

typedef struct
{
  GString *letters; /* owned: without spaces */
  gboolean is_rest; /* of words that began before it */
  guint n_letters;
  HopsoPdfBox box;
  double last_height;
  HopsoPdfBox last;
} Segment;

static gboolean
is_at_stamp_place (const Segment *segment, const HopsoSecrecyPage *page)
{
  const double middle = (segment->box.y1 + segment->box.y2) / 2;

  if (page->height <= 0)
    return FALSE;
  return (page->page == 0 && middle < UPPER_PART * page->height) || middle < EDGE * page->height ||
         middle > (1 - EDGE) * page->height;
}

/* Frames, brackets and points around the words are no words. */
static char *
strip (const char *letters)
{
  g_autofree char *composed = g_utf8_normalize (letters, -1, G_NORMALIZE_NFC);
  const char *start = composed != NULL ? composed : "";
  const char *end = start + strlen (start);

  while (*start != '\0' && !g_unichar_isalpha (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  while (end > start && !g_unichar_isalpha (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);
  return g_strndup (start, (gsize) (end - start));
}

static gboolean
is_stamp (const Segment *segment, const HopsoSecrecyPage *page)
{
  g_autofree char *words = NULL;

  if (segment->is_rest || segment->n_letters < 3 || segment->n_letters > MAX_LETTERS ||
      segment->last_height < LEAST_HEIGHT || !is_at_stamp_place (segment, page))
    return FALSE;
  words = strip (segment->letters->str);
  for (gsize i = 0; i < G_N_ELEMENTS (stamps); i++)
    if (strcmp (words, stamps[i]) == 0)
      return TRUE;
  return FALSE;
}

/* Whether a letter stands beside the last one, and not in another column or line. */
static gboolean
continues (const Segment *segment, const HopsoPdfBox *box)
{
  const double height = MAX (segment->last.y2 - segment->last.y1, 1.0);

  return segment->n_letters > 0 && fabs (box->y1 - segment->last.y1) <= MAX_SHIFT * height &&
         box->x1 - segment->last.x2 <= MAX_GAP * height && box->x1 >= segment->last.x1 - height;
}

/* A heading about the protection of secrets may be broken in their middle. */
static void
begin (Segment *segment)
{
  segment->is_rest = g_str_has_suffix (segment->letters->str, "BÍ") ||
                     g_str_has_suffix (segment->letters->str, "BI\xcc\x81");
  g_string_truncate (segment->letters, 0);
  segment->n_letters = 0;
  segment->last_height = 0;
}

static void
add (Segment *segment, gunichar letter, const HopsoPdfBox *box)
{
  if (segment->n_letters == 0)
    segment->box = *box;
  segment->box.x1 = MIN (segment->box.x1, box->x1);
  segment->box.y1 = MIN (segment->box.y1, box->y1);
  segment->box.x2 = MAX (segment->box.x2, box->x2);
  segment->box.y2 = MAX (segment->box.y2, box->y2);
  segment->last = *box;
  segment->last_height = MAX (segment->last_height, box->y2 - box->y1);
  segment->n_letters++;
  if (segment->n_letters <= MAX_LETTERS)
    g_string_append_unichar (segment->letters, letter);
}

static gboolean
has_stamp (const HopsoSecrecyPage *page)
{
  Segment segment = { .letters = g_string_new (NULL) };
  gboolean found = FALSE;

  for (guint i = 0; i < page->n_chars && !found; i++)
    {
      const gunichar letter = page->chars[i];
      const gboolean ends_line = letter == '\n' || letter == '\f';

      if (!ends_line && g_unichar_isspace (letter))
        continue;
      if (ends_line || !continues (&segment, &page->boxes[i]))
        {
          found = is_stamp (&segment, page);
          begin (&segment);
        }
      if (!ends_line)
        add (&segment, letter, &page->boxes[i]);
    }
  found = found || is_stamp (&segment, page);
  g_string_free (segment.letters, TRUE);
  return found;
}

/* In small letters, with one space between words. */
static char *
dup_plain (const HopsoSecrecyPage *page)
{
  g_autofree char *text = g_ucs4_to_utf8 (page->chars, page->n_chars, NULL, NULL, NULL);
  g_autofree char *composed = text == NULL ? NULL : g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  g_autofree char *small = composed == NULL ? NULL : g_utf8_strdown (composed, -1);
  GString *plain = g_string_new (NULL);
  gboolean was_space = TRUE;

  for (const char *at = small; at != NULL && *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar letter = g_utf8_get_char (at);
      const gboolean is_space = g_unichar_isspace (letter);

      if (!is_space)
        g_string_append_unichar (plain, letter);
      else if (!was_space)
        g_string_append_c (plain, ' ');
      was_space = is_space;
    }
  return g_string_free (plain, FALSE);
}

/* "If this document is secret, …" and what is quoted is about others. */
static gboolean
is_conditional (const char *text, gint at)
{
  const char *start = g_utf8_offset_to_pointer (
      text, MAX (0, g_utf8_pointer_to_offset (text, text + at) - CONDITION));
  g_autofree char *before = g_strndup (start, (gsize) (text + at - start));

  for (gsize i = 0; i < G_N_ELEMENTS (conditions); i++)
    if (strstr (before, conditions[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
has_sentence (const char *text, const char *sentence)
{
  g_autoptr (GRegex) regex = g_regex_new (sentence, G_REGEX_OPTIMIZE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_assert (regex != NULL);
  for (gboolean found = g_regex_match (regex, text, 0, &match); found;
       found = g_match_info_next (match, NULL))
    {
      gint at = 0;

      if (g_match_info_fetch_pos (match, 0, &at, NULL) && !is_conditional (text, at))
        return TRUE;
    }
  return FALSE;
}

/**
 * hopso_secrecy_judge:
 * @page: a page
 *
 * Returns: what it bears
 */
HopsoSecrecyFindings
hopso_secrecy_judge (const HopsoSecrecyPage *page)
{
  HopsoSecrecyFindings findings = has_stamp (page) ? HOPSO_SECRECY_MARK : 0;
  g_autofree char *text = dup_plain (page);

  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (has_sentence (text, sentences[i]))
      findings |= HOPSO_SECRECY_WORDS;
  return findings;
}
