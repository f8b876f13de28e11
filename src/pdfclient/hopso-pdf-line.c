/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The lines of a page's text, as they were set: where each stands, how large its letters are, and
 * whether it looks like the cells of a table or the beginning of a list's item. Pure; any thread.
 */

#include "hopso-pdf-line-private.h"

#include <string.h>

/* In sizes of letters: so far apart are cells; words of a line that was stretched to both margins
 * are all further apart than the second. */
#define CELL_GAP      1.6
#define STRETCHED_GAP 0.7

/* More characters are no number of what follows. */
#define MAX_MARKER 8u

/* Fewer capitals are an abbreviation. */
#define MIN_CAPITALS 4

static gboolean
is_seen (HopsoPdfText *text, guint i)
{
  const HopsoPdfBox *box = &hopso_pdf_text_get_boxes (text)[i];

  return box->x2 > box->x1 && box->y2 > box->y1 &&
         !g_unichar_isspace (hopso_pdf_text_get_chars (text)[i]);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a;
  const double y = *(const double *) b;

  return x < y ? -1 : x > y;
}

/* Accents make single letters higher: the middle one tells. */
static double
find_size (HopsoPdfText *text, const HopsoPdfLine *line)
{
  g_autoptr (GArray) heights = g_array_new (FALSE, FALSE, sizeof (double));
  const HopsoPdfBox *boxes = hopso_pdf_text_get_boxes (text);

  for (guint i = line->start; i < line->end; i++)
    {
      const double height = boxes[i].y2 - boxes[i].y1;

      if (is_seen (text, i))
        g_array_append_val (heights, height);
    }
  if (heights->len == 0)
    return 0;
  g_array_sort (heights, compare_numbers);
  return g_array_index (heights, double, heights->len / 2);
}

/* Whether the line up to there is the number or the dash of what follows. */
static gboolean
is_marker (HopsoPdfText *text, const HopsoPdfLine *line, guint end)
{
  const HopsoPdfLine head = { .start = line->start, .end = end };
  const gunichar *chars = hopso_pdf_text_get_chars (text);

  if (end - line->start > MAX_MARKER)
    return FALSE;
  if (hopso_pdf_line_begins_item (&head, text))
    return TRUE;
  for (guint i = line->start; i < end; i++)
    {
      if (!g_unichar_isdigit (chars[i]) && !g_unichar_isspace (chars[i]) && chars[i] != '.')
        return FALSE;
    }
  return TRUE;
}

/* Looks at what is between the words. */
static void
find_gaps (HopsoPdfText *text, HopsoPdfLine *line)
{
  const HopsoPdfBox *boxes = hopso_pdf_text_get_boxes (text);
  double least = G_MAXDOUBLE;
  double most = 0;
  int last = -1;

  for (guint i = line->start; i < line->end; i++)
    {
      if (!is_seen (text, i))
        continue;
      if (last >= 0 && (guint) last + 1 < i)
        {
          const double gap = boxes[i].x1 - boxes[last].x2;

          if (line->first_word <= 0)
            line->first_word = boxes[last].x2 - line->box.x1;
          if (!is_marker (text, line, i))
            {
              least = MIN (least, gap);
              most = MAX (most, gap);
            }
        }
      last = (int) i;
    }
  if (line->first_word <= 0)
    line->first_word = line->box.x2 - line->box.x1;
  line->is_row = hopso_pdf_line_is_cell_gap (line, most) &&
                 (least < STRETCHED_GAP * line->size || least >= most);
}

static void
measure (HopsoPdfText *text, HopsoPdfLine *line)
{
  const HopsoPdfBox *boxes = hopso_pdf_text_get_boxes (text);
  gboolean is_first = TRUE;

  for (guint i = line->start; i < line->end; i++)
    {
      if (!is_seen (text, i))
        continue;
      if (is_first)
        line->box = boxes[i];
      is_first = FALSE;
      line->box.x1 = MIN (line->box.x1, boxes[i].x1);
      line->box.y1 = MIN (line->box.y1, boxes[i].y1);
      line->box.x2 = MAX (line->box.x2, boxes[i].x2);
      line->box.y2 = MAX (line->box.y2, boxes[i].y2);
    }
  line->size = find_size (text, line);
  find_gaps (text, line);
}

/* The lines of a text; those of which nothing is seen are left out. */
GArray *
hopso_pdf_line_list (HopsoPdfText *text)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (HopsoPdfLine));
  const gunichar *chars = hopso_pdf_text_get_chars (text);
  const guint n = hopso_pdf_text_get_n_chars (text);
  guint start = 0;

  for (guint i = 0; i <= n; i++)
    {
      if (i < n && chars[i] != '\n')
        continue;

      HopsoPdfLine line = { .start = start, .end = i };
      measure (text, &line);
      if (line.size > 0)
        g_array_append_val (lines, line);
      start = i + 1;
    }
  return lines;
}

/* Whether what is @gap apart belongs to different cells. */
gboolean
hopso_pdf_line_is_cell_gap (const HopsoPdfLine *self, double gap)
{
  return gap > CELL_GAP * self->size;
}

/* Whether @other goes on in the same height, to the right. */
gboolean
hopso_pdf_line_is_beside (const HopsoPdfLine *self, const HopsoPdfLine *other)
{
  const double overlap = MIN (self->box.y2, other->box.y2) - MAX (self->box.y1, other->box.y1);

  return overlap > 0.6 * MIN (self->size, other->size) && other->box.x1 >= self->box.x2;
}

static gboolean
is_dash (gunichar c)
{
  return c == '-' || c == '+' || c == '*' || c == 0x2013 || c == 0x2014 || c == 0x2022 ||
         c == 0x25cf || c == 0x25aa || c == 0x25e6 || c == 0xf0b7;
}

/* "- ", "• ", "1. ", "12) ", "a) ", "II. " */
gboolean
hopso_pdf_line_begins_item (const HopsoPdfLine *self, HopsoPdfText *text)
{
  const gunichar *chars = hopso_pdf_text_get_chars (text);
  guint i = self->start;

  while (i < self->end && g_unichar_isspace (chars[i]))
    i++;

  const guint start = i;
  if (i + 1 < self->end && is_dash (chars[i]))
    return g_unichar_isspace (chars[i + 1]);
  while (i < self->end && (g_unichar_isdigit (chars[i]) || chars[i] == '.') && i < start + 8)
    i++;
  if (i == start)
    {
      while (i < self->end && i < start + 4 && chars[i] < 0x80 && g_unichar_isalpha (chars[i]))
        i++;
      /* A word is no number, but for "II" and "iv". */
      for (guint k = start; i > start + 1 && k < i; k++)
        {
          if (chars[k] > 0x7f || strchr ("IVXivx", (int) chars[k]) == NULL)
            return FALSE;
        }
    }
  if (i == start || i + 1 >= self->end)
    return FALSE;
  if (chars[i] == ')' || chars[i] == '.' || chars[i] == '/')
    return g_unichar_isspace (chars[i + 1]);
  return chars[i - 1] == '.' && g_unichar_isspace (chars[i]);
}

/* Whether all its letters are capitals. */
gboolean
hopso_pdf_line_is_capitals (const HopsoPdfLine *self, HopsoPdfText *text)
{
  const gunichar *chars = hopso_pdf_text_get_chars (text);
  guint n = 0;

  for (guint i = self->start; i < self->end; i++)
    {
      if (g_unichar_islower (chars[i]))
        return FALSE;
      n += g_unichar_isupper (chars[i]) ? 1 : 0;
    }
  return n >= MIN_CAPITALS;
}
