/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which character is where on a page, what belongs to a word or a line, and where the next one is.
 * What becomes of it as copied text is in hopso-page-text-copy.c. Pure. */

#include "hopso-page-text.h"

#include "hopso-page-text-private.h"

/* To find the line that is meant, a way up or down counts more than one sideways: people point
 * beside a line, not above it. */
#define ACROSS_LINES 12.0

/* The pointer is over text when it is this near to a line, in points. */
#define NEAR 3.0

gboolean
hopso_page_box_is_empty (const HopsoPdfBox *box)
{
  return box->x2 <= box->x1 || box->y2 <= box->y1;
}

const HopsoPageLine *
hopso_page_text_get_line (HopsoPageText *self, guint index)
{
  return &g_array_index (self->lines, HopsoPageLine, index);
}

static void
add_line (HopsoPageText *self, guint start, guint end)
{
  const HopsoPdfBox *boxes = hopso_pdf_text_get_boxes (self->text);
  HopsoPageLine line = { start, end, { 0 } };

  for (guint i = start; i < end; i++)
    {
      if (hopso_page_box_is_empty (&boxes[i]))
        continue;
      if (hopso_page_box_is_empty (&line.box))
        line.box = boxes[i];
      line.box.x1 = MIN (line.box.x1, boxes[i].x1);
      line.box.y1 = MIN (line.box.y1, boxes[i].y1);
      line.box.x2 = MAX (line.box.x2, boxes[i].x2);
      line.box.y2 = MAX (line.box.y2, boxes[i].y2);
    }
  g_array_append_val (self->lines, line);
}

/**
 * hopso_page_text_new:
 * @text: of a page
 *
 * Returns: (transfer full): the same, to be pointed at
 */
HopsoPageText *
hopso_page_text_new (HopsoPdfText *text)
{
  HopsoPageText *self = g_new0 (HopsoPageText, 1);
  const gunichar *chars = hopso_pdf_text_get_chars (text);
  const guint n = hopso_pdf_text_get_n_chars (text);
  guint start = 0;

  self->text = g_object_ref (text);
  self->lines = g_array_new (FALSE, FALSE, sizeof (HopsoPageLine));
  for (guint i = 0; i < n; i++)
    {
      if (chars[i] != '\n')
        continue;
      add_line (self, start, i);
      start = i + 1;
    }
  if (start < n || self->lines->len == 0)
    add_line (self, start, n);
  return self;
}

/**
 * hopso_page_text_free:
 * @self: (transfer full): a text
 */
void
hopso_page_text_free (HopsoPageText *self)
{
  g_object_unref (self->text);
  g_array_unref (self->lines);
  g_free (self);
}

/**
 * hopso_page_text_get_length:
 *
 * Returns: the last place, which is the number of characters
 */
guint
hopso_page_text_get_length (HopsoPageText *self)
{
  return hopso_pdf_text_get_n_chars (self->text);
}

static double
get_distance (const HopsoPdfBox *box, double x, double y)
{
  const double dx = MAX (MAX (box->x1 - x, x - box->x2), 0);
  const double dy = MAX (MAX (box->y1 - y, y - box->y2), 0);

  return dx + ACROSS_LINES * dy;
}

static const HopsoPageLine *
find_nearest_line (HopsoPageText *self, double x, double y)
{
  const HopsoPageLine *nearest = NULL;
  double least = G_MAXDOUBLE;

  for (guint i = 0; i < self->lines->len; i++)
    {
      const HopsoPageLine *line = hopso_page_text_get_line (self, i);
      const double distance = get_distance (&line->box, x, y);

      if (hopso_page_box_is_empty (&line->box) || distance >= least)
        continue;
      nearest = line;
      least = distance;
    }
  return nearest;
}

/**
 * hopso_page_text_find_offset:
 * @x: in points
 * @y: in points
 *
 * Returns: the place between two characters that is nearest
 */
guint
hopso_page_text_find_offset (HopsoPageText *self, double x, double y)
{
  const HopsoPdfBox *boxes = hopso_pdf_text_get_boxes (self->text);
  const HopsoPageLine *line = find_nearest_line (self, x, y);
  guint nearest;
  double least = G_MAXDOUBLE;

  if (line == NULL)
    return 0;
  nearest = line->start;
  for (guint i = line->start; i < line->end; i++)
    {
      const double distance = get_distance (&boxes[i], x, y);

      if (hopso_page_box_is_empty (&boxes[i]) || distance >= least)
        continue;
      least = distance;
      nearest = x > (boxes[i].x1 + boxes[i].x2) / 2 ? i + 1 : i;
    }
  return nearest;
}

/**
 * hopso_page_text_is_at:
 * @x: in points
 * @y: in points
 *
 * Returns: whether there is text
 */
gboolean
hopso_page_text_is_at (HopsoPageText *self, double x, double y)
{
  const HopsoPageLine *line = find_nearest_line (self, x, y);

  return line != NULL && get_distance (&line->box, x, y) <= NEAR;
}

static gboolean
is_word (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '_';
}

/**
 * hopso_page_text_find_word:
 * @offset: a place
 * @start: (out): where the word begins
 * @end: (out): where it ends
 *
 * Finds the word at a place; between words, what is between them.
 */
void
hopso_page_text_find_word (HopsoPageText *self, guint offset, guint *start, guint *end)
{
  const gunichar *chars = hopso_pdf_text_get_chars (self->text);
  const guint n = hopso_page_text_get_length (self);

  *start = MIN (offset, n);
  *end = *start;
  if (n == 0)
    return;
  /* At the end of a word, that word is meant. */
  if (*start == n || (!is_word (chars[*start]) && *start > 0 && is_word (chars[*start - 1])))
    (*start)--;
  *end = *start + 1;
  if (!is_word (chars[*start]))
    return;
  while (*start > 0 && is_word (chars[*start - 1]))
    (*start)--;
  while (*end < n && is_word (chars[*end]))
    (*end)++;
}

guint
hopso_page_text_find_line_index (HopsoPageText *self, guint offset)
{
  guint low = 0;
  guint high = self->lines->len;

  while (high - low > 1)
    {
      const guint middle = low + (high - low) / 2;

      if (hopso_page_text_get_line (self, middle)->start <= offset)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/**
 * hopso_page_text_find_line:
 * @offset: a place
 * @start: (out): where its line begins
 * @end: (out): where it ends
 */
void
hopso_page_text_find_line (HopsoPageText *self, guint offset, guint *start, guint *end)
{
  const HopsoPageLine *line =
      hopso_page_text_get_line (self, hopso_page_text_find_line_index (self, offset));

  *start = line->start;
  *end = line->end;
}

/**
 * hopso_page_text_get_caret:
 * @offset: a place
 * @box: (out): where it is, of no width
 */
void
hopso_page_text_get_caret (HopsoPageText *self, guint offset, HopsoPdfBox *box)
{
  const HopsoPdfBox *boxes = hopso_pdf_text_get_boxes (self->text);
  const HopsoPageLine *line =
      hopso_page_text_get_line (self, hopso_page_text_find_line_index (self, offset));

  *box = line->box;
  if (offset < line->end && !hopso_page_box_is_empty (&boxes[offset]))
    box->x1 = boxes[offset].x1;
  else if (offset > line->start && !hopso_page_box_is_empty (&boxes[offset - 1]))
    box->x1 = boxes[offset - 1].x2;
  box->x2 = box->x1;
}

static gboolean
move_by_char (HopsoPageText *self, guint *offset, int by)
{
  if (by < 0 ? *offset == 0 : *offset >= hopso_page_text_get_length (self))
    return FALSE;
  *offset += (guint) by;
  return TRUE;
}

static gboolean
move_by_word (HopsoPageText *self, guint *offset, int by)
{
  const gunichar *chars = hopso_pdf_text_get_chars (self->text);
  const guint n = hopso_page_text_get_length (self);
  const guint before = *offset;

  if (by < 0)
    {
      while (*offset > 0 && !is_word (chars[*offset - 1]))
        (*offset)--;
      while (*offset > 0 && is_word (chars[*offset - 1]))
        (*offset)--;
    }
  else
    {
      while (*offset < n && !is_word (chars[*offset]))
        (*offset)++;
      while (*offset < n && is_word (chars[*offset]))
        (*offset)++;
    }
  return *offset != before;
}

static gboolean
move_by_line (HopsoPageText *self, guint *offset, int by)
{
  const guint index = hopso_page_text_find_line_index (self, *offset);
  const HopsoPageLine *line;
  HopsoPdfBox caret;

  if (by < 0 ? index == 0 : index + 1 >= self->lines->len)
    return FALSE;
  hopso_page_text_get_caret (self, *offset, &caret);
  line = hopso_page_text_get_line (self, index + (guint) by);
  if (hopso_page_box_is_empty (&line->box))
    *offset = line->start;
  else
    *offset =
        CLAMP (hopso_page_text_find_offset (self, caret.x1, (line->box.y1 + line->box.y2) / 2),
               line->start, line->end);
  return TRUE;
}

/**
 * hopso_page_text_move:
 * @offset: (inout): a place
 * @step: how far
 * @by: 1 for on, -1 for back
 *
 * Returns: whether it has moved; at the end of the page it does not
 */
gboolean
hopso_page_text_move (HopsoPageText *self, guint *offset, HopsoPageStep step, int by)
{
  guint start;
  guint end;

  switch (step)
    {
    case HOPSO_PAGE_STEP_CHAR:
      return move_by_char (self, offset, by);
    case HOPSO_PAGE_STEP_WORD:
      return move_by_word (self, offset, by);
    case HOPSO_PAGE_STEP_LINE:
      return move_by_line (self, offset, by);
    case HOPSO_PAGE_STEP_LINE_END:
    default:
      hopso_page_text_find_line (self, *offset, &start, &end);
      *offset = by < 0 ? start : end;
      return TRUE;
    }
}
