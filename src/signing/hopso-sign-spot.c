/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds from a page's text where it is made to be signed (Decree 30/2020, Annex I, boxes 7a to 7c):
 * under an authority in capitals, "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", a free place, then the name, all
 * centred on one axis, the most important one at the right. Pure; any thread. What it finds is a
 * proposal that a person sees before signing. */

#include "hopso-sign-spot.h"

#include <math.h>
#include <string.h>

/* In sizes of letters: further apart on one line are two columns. */
#define COLUMN_GAP 2.0

/* In points. */
#define SAME_AXIS    48.0
#define LEAST_SPACE  34.0
#define MOST_SPACE   190.0
#define LINE_GAP     14.0
#define MARK_WIDTH   150.0
#define MARK_HEIGHT  72.0
#define LEAST_HEIGHT 28.0
#define MAX_SEGMENTS 2000

/* Parts of a line that stand together. */
typedef struct
{
  char *text; /* owned, normalised */
  HopsoPdfBox box;
} Segment;

static void
segment_clear (gpointer data)
{
  g_free (((Segment *) data)->text);
}

/* --- the page in segments -------------------------------------------------------------------- */

static gboolean
is_seen (const HopsoPdfBox *box, gunichar c)
{
  return box->x2 > box->x1 && box->y2 > box->y1 && !g_unichar_isspace (c);
}

static gboolean
is_apart (const HopsoPdfBox *box, const HopsoPdfBox *last)
{
  double size = MAX (last->y2 - last->y1, box->y2 - box->y1);

  return box->x1 - last->x2 > COLUMN_GAP * size || box->x1 < last->x1 - size ||
         box->y1 > last->y2 || box->y2 < last->y1;
}

static void
end_segment (GArray *segments, HopsoPdfText *text, guint start, guint end, const HopsoPdfBox *box)
{
  if (start >= end || segments->len >= MAX_SEGMENTS)
    return;
  g_autofree char *raw = hopso_pdf_text_dup_range (text, start, end);
  char *normal = g_utf8_normalize (g_strstrip (raw), -1, G_NORMALIZE_NFC);
  const Segment segment = { normal != NULL ? normal : g_strdup (""), *box };

  g_array_append_val (segments, segment);
}

static GArray *
list_segments (HopsoPdfText *text)
{
  GArray *segments = g_array_new (FALSE, FALSE, sizeof (Segment));
  const gunichar *chars = hopso_pdf_text_get_chars (text);
  const HopsoPdfBox *boxes = hopso_pdf_text_get_boxes (text);
  guint n = hopso_pdf_text_get_n_chars (text), start = 0, end = 0;
  HopsoPdfBox box = { 0 };

  g_array_set_clear_func (segments, segment_clear);
  for (guint i = 0; i < n; i++)
    {
      if (!is_seen (&boxes[i], chars[i]))
        continue;
      if (end > start && is_apart (&boxes[i], &boxes[end - 1]))
        {
          end_segment (segments, text, start, end, &box);
          end = start = i;
        }
      if (end == start)
        {
          start = i;
          box = boxes[i];
        }
      box.x1 = MIN (box.x1, boxes[i].x1);
      box.y1 = MIN (box.y1, boxes[i].y1);
      box.x2 = MAX (box.x2, boxes[i].x2);
      box.y2 = MAX (box.y2, boxes[i].y2);
      end = i + 1;
    }
  end_segment (segments, text, start, end, &box);
  return segments;
}

static const Segment *
get (GArray *segments, guint i)
{
  return &g_array_index (segments, Segment, i);
}

static double
get_axis (const Segment *segment)
{
  return (segment->box.x1 + segment->box.x2) / 2;
}

/* --- what a segment is ----------------------------------------------------------------------- */

static gboolean
is_capitals (const char *text)
{
  guint n = 0;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (g_unichar_islower (letter))
        return FALSE;
      n += g_unichar_isalpha (letter);
    }
  return n >= 4;
}

static gboolean
has_any (const char *text, const char *const *words)
{
  for (gsize i = 0; words[i] != NULL; i++)
    if (strstr (text, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* Who signs "for" somebody: ND 30/2020, Annex I, II.7a. */
static gboolean
has_prefix (const char *text)
{
  static const char *const prefixes[] = { "TM.", "KT.", "TL.", "TUQ.", "Q.", NULL };

  for (gsize i = 0; prefixes[i] != NULL; i++)
    if (g_str_has_prefix (text, prefixes[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_authority (const char *text)
{
  static const char *const words[] = {
    "CHỦ TỊCH",  "GIÁM ĐỐC",  "TRƯỞNG",    "CHÁNH",      "BÍ THƯ", "CHỦ TỌA", "CHỦ TRÌ",
    "THƯ KÝ",    "CHỦ NHIỆM", "HIỆU",      "THỦ TƯỚNG",  "PHÓ",    "TỔNG",    "VIỆN",
    "NGƯỜI",     "CHỈ HUY",   "CHÍNH ỦY",  "ĐẠI DIỆN",   "HÒA",    "KẾ TOÁN", "ỦY VIÊN",
    "KIỂM SOÁT", "CHẤP HÀNH", "CHÁNH ÁN",  "TỔ TRƯỞNG",  "BAN",    "QUYỀN",   "LÃNH ĐẠO",
    "TRẠM",      "CỤC",       "BỘ TRƯỞNG", "THỦ TRƯỞNG", "ĐỘI",    "ỦY BAN",  NULL
  };

  return is_capitals (text) && (has_prefix (text) || has_any (text, words));
}

/* "Nguyễn Văn Đức": two to six words, each with a capital, nothing else. */
static gboolean
is_name (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  guint n = 0;

  for (char **word = words; *word != NULL; word++)
    {
      if (**word == '\0')
        continue;
      if (!g_unichar_isupper (g_utf8_get_char (*word)))
        return FALSE;
      for (const char *c = *word; *c != '\0'; c = g_utf8_next_char (c))
        if (!g_unichar_isalpha (g_utf8_get_char (c)) && *c != '.')
          return FALSE;
      n++;
    }
  return n >= 2 && n <= 6;
}

/* Whether @b says what @a says, in whatever case: a certificate may write a name in capitals, and a
 * person's position names the agency too. */
static gboolean
is_same (const char *a, const char *b)
{
  if (a == NULL || b == NULL)
    return FALSE;
  g_autofree char *one = g_utf8_normalize (a, -1, G_NORMALIZE_NFC);
  g_autofree char *other = g_utf8_normalize (b, -1, G_NORMALIZE_NFC);
  g_autofree char *one_folded = one != NULL ? g_utf8_casefold (one, -1) : NULL;
  g_autofree char *other_folded = other != NULL ? g_utf8_casefold (other, -1) : NULL;

  return one_folded != NULL && other_folded != NULL && strstr (other_folded, one_folded) != NULL;
}

/* --- what belongs together ------------------------------------------------------------------- */

static gboolean
is_on_axis (const Segment *a, const Segment *b)
{
  return fabs (get_axis (a) - get_axis (b)) < SAME_AXIS;
}

/* Whether another line of the authority follows: the place is under the last one. */
static gboolean
goes_on (GArray *segments, const Segment *authority)
{
  for (guint i = 0; i < segments->len; i++)
    {
      const Segment *other = get (segments, i);
      double gap = other->box.y1 - authority->box.y2;

      if (other != authority && is_on_axis (other, authority) && gap > -LINE_GAP / 2 &&
          gap < LINE_GAP && other->box.y1 > authority->box.y1 && is_capitals (other->text))
        return TRUE;
    }
  return FALSE;
}

/* The nearest thing under the authority that would be covered; "(Đã ký)" may be. */
static const Segment *
find_below (GArray *segments, const Segment *authority)
{
  const Segment *nearest = NULL;

  for (guint i = 0; i < segments->len; i++)
    {
      const Segment *other = get (segments, i);
      double left = get_axis (authority) - MARK_WIDTH / 2;

      if (other == authority || other->text[0] == '(' || other->box.y1 < authority->box.y2 - 2 ||
          other->box.x2 < left || other->box.x1 > left + MARK_WIDTH)
        continue;
      if (nearest == NULL || other->box.y1 < nearest->box.y1)
        nearest = other;
    }
  return nearest;
}

static gboolean
position_is_near (GArray *segments, const Segment *authority, const char *position)
{
  for (guint i = 0; i < segments->len; i++)
    {
      const Segment *other = get (segments, i);

      if (is_on_axis (other, authority) && other->box.y1 <= authority->box.y1 &&
          other->box.y1 > authority->box.y1 - 4 * LINE_GAP && is_same (other->text, position))
        return TRUE;
    }
  return FALSE;
}

static guint
count_score (const HopsoSignSpotPage *page,
             const Segment *authority,
             const Segment *named,
             gboolean is_positioned,
             const char *name)
{
  guint score = 10;

  if (named != NULL)
    score += is_same (name, named->text) ? HOPSO_SIGN_SPOT_SURE : 20;
  if (is_positioned)
    score += 40;
  if (has_prefix (authority->text))
    score += 5;
  if (get_axis (authority) > page->width / 2)
    score += 10;
  return score;
}

static void
lay (const HopsoSignSpotPage *page,
     const Segment *authority,
     const Segment *named,
     const Segment *below,
     HopsoSignPlace *place)
{
  double top = authority->box.y2 + 3;
  double bottom = below != NULL ? below->box.y1 - 3 : page->height - 20;
  double height = CLAMP (bottom - top, LEAST_HEIGHT, MARK_HEIGHT);
  double axis =
      named != NULL ? (get_axis (authority) + get_axis (named)) / 2 : get_axis (authority);
  double middle = named != NULL ? (top + bottom) / 2 : top + height / 2;
  double width = MIN (MARK_WIDTH, page->width * 0.4);

  place->page = page->number;
  place->width = width;
  place->height = height;
  place->x = CLAMP (axis - width / 2, 0, MAX (page->width - width, 0));
  place->y = CLAMP (middle - height / 2, 0, MAX (page->height - height, 0));
}

static void
try_authority (const HopsoSignSpotPage *page,
               GArray *segments,
               const Segment *authority,
               const char *name,
               const char *position,
               GArray *spots)
{
  const Segment *below = find_below (segments, authority);
  double end = below != NULL ? below->box.y1 : page->height - 40;
  double space = end - authority->box.y2;
  HopsoSignSpot spot;

  if (goes_on (segments, authority) || space < LEAST_SPACE || (below != NULL && space > MOST_SPACE))
    return;
  const Segment *named = below != NULL && is_on_axis (below, authority) &&
                                 (is_name (below->text) || is_same (name, below->text))
                             ? below
                             : NULL;
  /* In the middle of a text, capitals over a gap are a heading. */
  if (named == NULL && below != NULL)
    return;
  lay (page, authority, named, below, &spot.place);
  spot.score =
      count_score (page, authority, named, position_is_near (segments, authority, position), name);
  g_array_append_val (spots, spot);
}

static int
compare_spots (gconstpointer a, gconstpointer b)
{
  const HopsoSignSpot *one = a, *other = b;

  if (one->score != other->score)
    return one->score > other->score ? -1 : 1;
  return one->place.y > other->place.y ? -1 : one->place.y < other->place.y;
}

/**
 * hopso_sign_spot_list:
 * @page: a page
 * @name: (nullable): the signer's
 * @position: (nullable): the signer's
 *
 * Returns: (transfer full) (element-type HopsoSignSpot): the places that the page has for
 *   signatures, the likeliest first; none when it has none
 */
GArray *
hopso_sign_spot_list (const HopsoSignSpotPage *page, const char *name, const char *position)
{
  g_return_val_if_fail (HOPSO_IS_PDF_TEXT (page->text), NULL);

  GArray *spots = g_array_new (FALSE, FALSE, sizeof (HopsoSignSpot));
  g_autoptr (GArray) segments = list_segments (page->text);

  for (guint i = 0; i < segments->len; i++)
    if (is_authority (get (segments, i)->text))
      try_authority (page, segments, get (segments, i), name, position, spots);
  g_array_sort (spots, compare_spots);
  return spots;
}
