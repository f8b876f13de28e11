/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes paragraphs of the lines of a page, from nothing but where the letters stand: lines are
 * joined when the break between them was only the margin's, that is, when the next word would not
 * have fitted any more. Cells beside each other become a row. Every character knows where it went,
 * so that what is found on the page is found in the paragraphs. Pure; any thread. */

#include "hopso-pdf-reflow.h"

#include "hopso-pdf-line-private.h"

#include <math.h>

/* In sizes of letters. */
#define MAX_LEADING 0.9
#define MIN_INDENT  0.8

/* Narrower lines are no column of text: an address, the head of a letter. */
#define MIN_COLUMN 12.0

/* Letters so much larger than most are a heading; so much different are of another paragraph. */
#define HEADING_SIZE 1.15
#define OTHER_SIZE   0.13

/* More lines, or characters, are no heading. */
#define MAX_HEADING_LINES 3u
#define MAX_HEADING_CHARS 200u

#define SOFT_HYPHEN 0x00ad

typedef struct
{
  HopsoPdfText *text; /* borrowed */
  GArray *lines;      /* borrowed: of HopsoPdfLine */
  double usual_size;
  GString *string;   /* owned until it is handed over */
  guint n_chars;     /* of string */
  GArray *blocks;    /* owned until then */
  guint *places;     /* owned until then */
  gunichar last;     /* of string; 0 at the beginning of a block */
  gboolean is_apart; /* a space is owed before the next character */
} Writer;

static const HopsoPdfLine *
get_line (GArray *lines, guint i)
{
  return &g_array_index (lines, HopsoPdfLine, i);
}

/* --- what belongs together ------------------------------------------------------------------- */

static gboolean
is_same_size (const HopsoPdfLine *a, const HopsoPdfLine *b)
{
  return fabs (a->size - b->size) <= OTHER_SIZE * MAX (a->size, b->size);
}

/* Whether @line stands right below @above, in the same column. */
static gboolean
is_below (const HopsoPdfLine *above, const HopsoPdfLine *line)
{
  const double gap = line->box.y1 - above->box.y2;
  const double overlap = MIN (above->box.x2, line->box.x2) - MAX (above->box.x1, line->box.x1);

  return line->box.y1 > above->box.y1 && gap < MAX_LEADING * line->size && overlap > 0 &&
         is_same_size (above, line);
}

/* One line after the other without anything between them; tables end it. */
static guint
find_end_of_group (GArray *lines, guint first)
{
  guint end = first + 1;

  if (get_line (lines, first)->is_row)
    return end;
  while (end < lines->len && !get_line (lines, end)->is_row &&
         is_below (get_line (lines, end - 1), get_line (lines, end)) &&
         (end + 1 == lines->len ||
          !hopso_pdf_line_is_beside (get_line (lines, end), get_line (lines, end + 1))))
    end++;
  return end;
}

static gboolean
ends_sentence (HopsoPdfText *text, const HopsoPdfLine *line)
{
  const gunichar *chars = hopso_pdf_text_get_chars (text);

  for (guint i = line->end; i > line->start; i--)
    {
      const gunichar c = chars[i - 1];

      if (!g_unichar_isspace (c))
        return c == '.' || c == ';' || c == ':' || c == '!' || c == '?' || c == '/';
    }
  return TRUE;
}

/* Whether the line was begun on purpose, in a column from @left to @right. */
static gboolean
begins_paragraph (
    Writer *self, const HopsoPdfLine *above, const HopsoPdfLine *line, double left, double right)
{
  const gboolean is_narrow = right - left < MIN_COLUMN * line->size;
  const gboolean is_short = right - above->box.x2 > line->first_word + 0.3 * line->size;
  const gboolean is_indented = line->box.x1 - left > MIN_INDENT * line->size;
  const gboolean was_indented = above->box.x1 - left > MIN_INDENT * line->size;

  if (is_narrow || is_short || (is_indented && !was_indented))
    return TRUE;
  return hopso_pdf_line_begins_item (line, self->text) && ends_sentence (self->text, above);
}

/* --- writing --------------------------------------------------------------------------------- */

static void
append (Writer *self, gunichar c)
{
  g_string_append_unichar (self->string, c);
  self->n_chars++;
  self->last = c;
}

static void
append_owed_space (Writer *self)
{
  if (self->is_apart && self->last != 0 && self->last != '\t')
    append (self, ' ');
  self->is_apart = FALSE;
}

/* A line's characters; gaps between cells become tabulators in a row. */
static void
append_line (Writer *self, const HopsoPdfLine *line, gboolean is_row)
{
  const gunichar *chars = hopso_pdf_text_get_chars (self->text);
  const HopsoPdfBox *boxes = hopso_pdf_text_get_boxes (self->text);
  const HopsoPdfBox *last = NULL;

  for (guint i = line->start; i < line->end; i++)
    {
      const gunichar c = chars[i];

      if (g_unichar_isspace (c) || c == SOFT_HYPHEN || c == 0 || g_unichar_iscntrl (c))
        {
          self->is_apart |= c != SOFT_HYPHEN;
          self->places[i] = self->n_chars;
          continue;
        }
      if (is_row && last != NULL && self->is_apart &&
          hopso_pdf_line_is_cell_gap (line, boxes[i].x1 - last->x2))
        append (self, '\t');
      append_owed_space (self);
      self->places[i] = self->n_chars;
      append (self, c);
      last = &boxes[i];
    }
}

static gboolean
ends_with_hyphen (Writer *self, const HopsoPdfLine *line)
{
  const gunichar *chars = hopso_pdf_text_get_chars (self->text);
  guint end = line->end;

  while (end > line->start && g_unichar_isspace (chars[end - 1]))
    end--;
  return end > line->start + 1 && (chars[end - 1] == SOFT_HYPHEN || chars[end - 1] == '-') &&
         g_unichar_isalpha (chars[end - 2]);
}

static gboolean
is_heading (Writer *self, guint first, guint end, guint n_chars)
{
  const HopsoPdfLine *line = get_line (self->lines, first);

  if (end - first > MAX_HEADING_LINES || n_chars > MAX_HEADING_CHARS || n_chars < 2)
    return FALSE;
  if (line->size >= HEADING_SIZE * self->usual_size)
    return TRUE;
  for (guint i = first; i < end; i++)
    {
      if (!hopso_pdf_line_is_capitals (get_line (self->lines, i), self->text))
        return FALSE;
    }
  return TRUE;
}

static void
end_block (Writer *self, HopsoPdfBlockKind kind, guint start)
{
  const HopsoPdfBlock block = { .kind = kind, .start = start, .end = self->n_chars };

  append (self, '\n');
  self->last = 0;
  self->is_apart = FALSE;
  g_array_append_val (self->blocks, block);
}

static void
write_paragraph (Writer *self, guint first, guint end)
{
  const guint start = self->n_chars;
  HopsoPdfBlockKind kind = HOPSO_PDF_BLOCK_PARAGRAPH;

  for (guint i = first; i < end; i++)
    {
      append_line (self, get_line (self->lines, i), FALSE);
      self->is_apart = !ends_with_hyphen (self, get_line (self->lines, i));
    }
  if (is_heading (self, first, end, self->n_chars - start))
    kind = HOPSO_PDF_BLOCK_HEADING;
  else if (hopso_pdf_line_begins_item (get_line (self->lines, first), self->text))
    kind = HOPSO_PDF_BLOCK_ITEM;
  end_block (self, kind, start);
}

/* Lines beside each other, whether the text has them as one or as several. */
static guint
write_row (Writer *self, guint first)
{
  const guint start = self->n_chars;
  guint end = first + 1;

  append_line (self, get_line (self->lines, first), TRUE);
  while (end < self->lines->len &&
         hopso_pdf_line_is_beside (get_line (self->lines, end - 1), get_line (self->lines, end)))
    {
      append (self, '\t');
      self->is_apart = FALSE;
      append_line (self, get_line (self->lines, end), TRUE);
      end++;
    }
  end_block (self, HOPSO_PDF_BLOCK_ROW, start);
  return end;
}

static void
write_group (Writer *self, guint first, guint end)
{
  double left = G_MAXDOUBLE;
  double right = 0;
  guint start = first;

  for (guint i = first; i < end; i++)
    {
      left = MIN (left, get_line (self->lines, i)->box.x1);
      right = MAX (right, get_line (self->lines, i)->box.x2);
    }
  for (guint i = first + 1; i < end; i++)
    {
      if (!begins_paragraph (self, get_line (self->lines, i - 1), get_line (self->lines, i), left,
                             right))
        continue;
      write_paragraph (self, start, i);
      start = i;
    }
  write_paragraph (self, start, end);
}

static void
write_all (Writer *self)
{
  GArray *lines = self->lines;
  guint i = 0;

  while (i < lines->len)
    {
      if (get_line (lines, i)->is_row ||
          (i + 1 < lines->len &&
           hopso_pdf_line_is_beside (get_line (lines, i), get_line (lines, i + 1))))
        {
          i = write_row (self, i);
          continue;
        }

      const guint end = find_end_of_group (lines, i);
      write_group (self, i, end);
      i = end;
    }
}

/* --- the object ------------------------------------------------------------------------------ */

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a;
  const double y = *(const double *) b;

  return x < y ? -1 : x > y;
}

/* That of the line in the middle, each counted as often as it has tens of letters. */
static double
find_usual_size (GArray *lines)
{
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < lines->len; i++)
    {
      const HopsoPdfLine *line = get_line (lines, i);

      for (guint k = line->start; k < line->end; k += 10)
        g_array_append_val (sizes, line->size);
    }
  if (sizes->len == 0)
    return 0;
  g_array_sort (sizes, compare_numbers);
  return g_array_index (sizes, double, sizes->len / 2);
}

/* What belongs to no line went where the next one begins. */
static void
complete_places (guint *places, guint n_places, guint n_chars)
{
  guint next = n_chars;

  for (guint i = n_places; i > 0; i--)
    {
      if (places[i - 1] == G_MAXUINT)
        places[i - 1] = next;
      next = places[i - 1];
    }
}

/**
 * hopso_pdf_reflow_new:
 * @text: of a page
 *
 * Returns: (transfer full): its paragraphs; none when nothing of the text is seen
 */
HopsoPdfReflow *
hopso_pdf_reflow_new (HopsoPdfText *text)
{
  g_return_val_if_fail (HOPSO_IS_PDF_TEXT (text), NULL);

  g_autoptr (GArray) lines = hopso_pdf_line_list (text);
  const guint n = hopso_pdf_text_get_n_chars (text);
  HopsoPdfReflow *self = g_new0 (HopsoPdfReflow, 1);
  Writer writer = { .text = text,
                    .lines = lines,
                    .usual_size = find_usual_size (lines),
                    .string = g_string_new (NULL),
                    .blocks = g_array_new (FALSE, FALSE, sizeof (HopsoPdfBlock)),
                    .places = g_new (guint, n) };

  for (guint i = 0; i < n; i++)
    writer.places[i] = G_MAXUINT;
  write_all (&writer);
  complete_places (writer.places, n, writer.n_chars);
  self->string = g_string_free (writer.string, FALSE);
  self->blocks = writer.blocks;
  self->places = writer.places;
  self->n_places = n;
  return self;
}

/**
 * hopso_pdf_reflow_find_place:
 * @offset: of a character of the paragraphs
 *
 * Returns: which character of the page's text it is, or the next one
 */
guint
hopso_pdf_reflow_find_place (const HopsoPdfReflow *self, guint offset)
{
  for (guint i = 0; i < self->n_places; i++)
    {
      if (self->places[i] >= offset)
        return i;
    }
  return self->n_places;
}

/**
 * hopso_pdf_reflow_free:
 * @self: (transfer full): paragraphs
 */
void
hopso_pdf_reflow_free (HopsoPdfReflow *self)
{
  g_free (self->string);
  g_array_unref (self->blocks);
  g_free (self->places);
  g_free (self);
}
