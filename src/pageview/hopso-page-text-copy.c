/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is selected of a page: what covers it, and what is copied. Lines of one paragraph are copied
 * as one line, since where they break is the page's concern and not the text's. Pure. */

#include "hopso-page-text-private.h"

/* Lines belong to one paragraph when the gap between them is at most this part of their height, the
 * second begins no further in than this part, and its first word would not have fitted into the
 * first. How wide lines can be is seen from so many of them around. */
#define MOST_GAP    0.9
#define MOST_INDENT 0.7
#define AROUND      6

#define SOFT_HYPHEN 0x00adu

/* Beside each other, like the cells of a table. */
static gboolean
is_beside (const HopsoPdfBox *a, const HopsoPdfBox *b)
{
  const double overlap = MIN (a->y2, b->y2) - MAX (a->y1, b->y1);

  return overlap > MIN (a->y2 - a->y1, b->y2 - b->y1) / 2 && b->x1 >= a->x2;
}

static gboolean
is_below (const HopsoPdfBox *a, const HopsoPdfBox *b)
{
  const double height = MIN (a->y2 - a->y1, b->y2 - b->y1);

  return b->y1 > a->y1 && b->y1 - a->y2 <= MOST_GAP * height &&
         b->x1 - a->x1 <= MOST_INDENT * height && a->x1 < b->x2 && b->x1 < a->x2;
}

static double
find_right_edge (HopsoPageText *self, guint index)
{
  const HopsoPdfBox *box = &hopso_page_text_get_line (self, index)->box;
  const guint last = MIN (index + AROUND, self->lines->len - 1);
  double edge = box->x2;

  for (guint i = MAX (index, AROUND) - AROUND; i <= last; i++)
    {
      const HopsoPdfBox *other = &hopso_page_text_get_line (self, i)->box;

      if (other->x1 < box->x2 && box->x1 < other->x2)
        edge = MAX (edge, other->x2);
    }
  return edge;
}

static double
get_first_word_width (HopsoPageText *self, const HopsoPageLine *line)
{
  const gunichar *chars = hopso_pdf_text_get_chars (self->text);
  const HopsoPdfBox *boxes = hopso_pdf_text_get_boxes (self->text);
  guint end = line->start;

  while (end < line->end && !g_unichar_isspace (chars[end]))
    end++;
  return end > line->start ? boxes[end - 1].x2 - boxes[line->start].x1 : 0;
}

/* A single word is an entry, not the beginning of a paragraph. */
static gboolean
has_words (HopsoPageText *self, const HopsoPageLine *line)
{
  const gunichar *chars = hopso_pdf_text_get_chars (self->text);

  for (guint i = line->start; i < line->end; i++)
    {
      if (g_unichar_isspace (chars[i]))
        return TRUE;
    }
  return FALSE;
}

static gboolean
ends_in_hyphen (HopsoPageText *self, const HopsoPageLine *line)
{
  const gunichar *chars = hopso_pdf_text_get_chars (self->text);

  return line->end >= line->start + 2 && chars[line->end - 1] == '-' &&
         g_unichar_isalnum (chars[line->end - 2]);
}

static gboolean
is_continued (HopsoPageText *self, guint index)
{
  const HopsoPageLine *a = hopso_page_text_get_line (self, index);
  const HopsoPageLine *b = hopso_page_text_get_line (self, index + 1);

  return is_below (&a->box, &b->box) && has_words (self, a) &&
         a->box.x2 + get_first_word_width (self, b) >= find_right_edge (self, index);
}

/* What stands between a line and the next in copied text: nothing after a hyphen, which is kept,
 * since most of them are meant in Vietnamese; one that only divides a word is dropped. */
static void
join (HopsoPageText *self, GString *copied, guint index)
{
  const HopsoPageLine *line = hopso_page_text_get_line (self, index);
  const HopsoPdfBox *a = &line->box;
  const HopsoPdfBox *b = &hopso_page_text_get_line (self, index + 1)->box;

  if (hopso_page_box_is_empty (a) || hopso_page_box_is_empty (b))
    g_string_append_c (copied, '\n');
  else if (is_beside (a, b))
    g_string_append_c (copied, '\t');
  else if (g_str_has_suffix (copied->str, "\xc2\xad"))
    g_string_truncate (copied, copied->len - 2);
  else if (ends_in_hyphen (self, line) && is_below (a, b))
    return;
  else
    g_string_append_c (copied, is_continued (self, index) ? ' ' : '\n');
}

static void
trim_end (GString *copied)
{
  while (copied->len > 0 && copied->str[copied->len - 1] == ' ')
    g_string_truncate (copied, copied->len - 1);
}

static void
append_chars (HopsoPageText *self, GString *copied, guint start, guint end)
{
  const gunichar *chars = hopso_pdf_text_get_chars (self->text);

  for (guint i = start; i < end; i++)
    {
      /* One inside of a line divides nothing. */
      if (chars[i] == SOFT_HYPHEN && i + 1 < end)
        continue;
      if (chars[i] != 0)
        g_string_append_unichar (copied, chars[i]);
    }
}

/**
 * hopso_page_text_dup_range:
 * @start: a place
 * @end: a later place
 *
 * Returns: (transfer full): the text between them as it is copied
 */
char *
hopso_page_text_dup_range (HopsoPageText *self, guint start, guint end)
{
  GString *copied = g_string_new (NULL);
  const HopsoPageLine *before = NULL;

  end = MIN (end, hopso_page_text_get_length (self));
  for (guint i = hopso_page_text_find_line_index (self, start); i < self->lines->len; i++)
    {
      const HopsoPageLine *line = hopso_page_text_get_line (self, i);

      if (line->start >= end)
        break;
      if (before != NULL)
        {
          trim_end (copied);
          join (self, copied, i - 1);
        }
      append_chars (self, copied, MAX (start, line->start), MIN (end, line->end));
      before = line;
    }
  /* The line feed after the last line, when it is selected. */
  if (before != NULL && end > before->end && copied->len > 0)
    g_string_append_c (copied, '\n');
  return g_string_free (copied, FALSE);
}

/**
 * hopso_page_text_list_areas:
 * @start: a place
 * @end: a later place
 *
 * Returns: (transfer full) (element-type HopsoPdfBox): what covers the text between them, as high
 *   as its lines
 */
GArray *
hopso_page_text_list_areas (HopsoPageText *self, guint start, guint end)
{
  GArray *areas = g_array_new (FALSE, FALSE, sizeof (HopsoPdfBox));

  for (guint i = hopso_page_text_find_line_index (self, start); i < self->lines->len; i++)
    {
      const HopsoPageLine *line = hopso_page_text_get_line (self, i);
      g_autoptr (GArray) boxes = NULL;

      if (line->start >= end)
        break;
      boxes =
          hopso_pdf_text_list_areas (self->text, MAX (start, line->start), MIN (end, line->end));
      g_array_append_vals (areas, boxes->data, boxes->len);
    }
  return areas;
}

static gboolean
is_in_column (const HopsoPdfBox *box, const HopsoPdfBox *column)
{
  return !hopso_page_box_is_empty (box) &&
         hopso_pdf_box_contains (column, (box->x1 + box->x2) / 2, (box->y1 + box->y2) / 2);
}

/* The next characters of a line that lie in a column, one after the other. */
static gboolean
find_run (HopsoPageText *self,
          const HopsoPageLine *line,
          const HopsoPdfBox *column,
          guint *start,
          guint *end)
{
  const HopsoPdfBox *boxes = hopso_pdf_text_get_boxes (self->text);

  *start = *end;
  while (*start < line->end && !is_in_column (&boxes[*start], column))
    (*start)++;
  *end = *start;
  while (*end < line->end &&
         (is_in_column (&boxes[*end], column) || hopso_page_box_is_empty (&boxes[*end])))
    (*end)++;
  return *start < *end;
}

/**
 * hopso_page_text_list_column_areas:
 * @column: what was drawn around a part of the page
 *
 * Returns: (transfer full) (element-type HopsoPdfBox): what covers the text in it
 */
GArray *
hopso_page_text_list_column_areas (HopsoPageText *self, const HopsoPdfBox *column)
{
  GArray *areas = g_array_new (FALSE, FALSE, sizeof (HopsoPdfBox));

  for (guint i = 0; i < self->lines->len; i++)
    {
      const HopsoPageLine *line = hopso_page_text_get_line (self, i);
      guint start;
      guint end = line->start;

      while (find_run (self, line, column, &start, &end))
        {
          g_autoptr (GArray) boxes = hopso_pdf_text_list_areas (self->text, start, end);

          g_array_append_vals (areas, boxes->data, boxes->len);
        }
    }
  return areas;
}

/**
 * hopso_page_text_dup_column:
 * @column: what was drawn around a part of the page
 *
 * Returns: (transfer full): the text in it, each line of the page a line
 */
char *
hopso_page_text_dup_column (HopsoPageText *self, const HopsoPdfBox *column)
{
  GString *copied = g_string_new (NULL);
  const HopsoPageLine *before = NULL;

  for (guint i = 0; i < self->lines->len; i++)
    {
      const HopsoPageLine *line = hopso_page_text_get_line (self, i);
      guint start;
      guint end = line->start;

      while (find_run (self, line, column, &start, &end))
        {
          if (before != NULL && before != line)
            {
              trim_end (copied);
              g_string_append_c (copied, is_beside (&before->box, &line->box) ? '\t' : '\n');
            }
          append_chars (self, copied, start, end);
          before = line;
        }
    }
  trim_end (copied);
  return g_string_free (copied, FALSE);
}
