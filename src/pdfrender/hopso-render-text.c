/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The text of a page with the place of each character. Poppler writes the cells of a table one
 * behind the other without anything between them; a space is put where neighbours do not touch, so
 * that words are found, copied and read aloud as words. Main thread of the drawing process. */

#include "hopso-render-text.h"

#include "hopso-render-place.h"

#include <string.h>

#define MAX_TEXT_BYTES (16u * 1024u * 1024u)

/* Characters further apart than this part of their size are not of one word. Within words Poppler
 * itself allows a tenth. */
#define WORD_GAP 0.25

static PopplerRectangle
straighten (const PopplerRectangle *box)
{
  return (PopplerRectangle){ MIN (box->x1, box->x2), MIN (box->y1, box->y2), MAX (box->x1, box->x2),
                             MAX (box->y1, box->y2) };
}

static double
get_size (const PopplerRectangle *box)
{
  return MAX (box->x2 - box->x1, box->y2 - box->y1);
}

/* Whether nothing but a space can be between the two; along the line or across it, whichever way
 * the text runs. */
static gboolean
is_apart (const PopplerRectangle *a, const PopplerRectangle *b)
{
  double across = MAX (b->x1 - a->x2, a->x1 - b->x2);
  double down = MAX (b->y1 - a->y2, a->y1 - b->y2);

  return MAX (across, down) > WORD_GAP * MIN (get_size (a), get_size (b));
}

static void
append_box (HopsoRenderText *self, const PopplerRectangle *box)
{
  const gint32 numbers[4] = { hopso_render_place (box->x1), hopso_render_place (box->y1),
                              hopso_render_place (box->x2), hopso_render_place (box->y2) };

  g_array_append_vals (self->boxes, numbers, G_N_ELEMENTS (numbers));
}

/* The gap between the two, or nothing when they are on different lines. */
static void
append_space (HopsoRenderText *self, const PopplerRectangle *a, const PopplerRectangle *b)
{
  PopplerRectangle gap = { a->x2, a->y1, MAX (a->x2, b->x1), a->y2 };

  if (b->y1 >= a->y2 || a->y1 >= b->y2)
    gap.x2 = gap.x1;
  g_string_append_c (self->text, ' ');
  append_box (self, &gap);
}

static void
append_all (HopsoRenderText *self, const char *text, const PopplerRectangle *boxes, guint n_boxes)
{
  const PopplerRectangle nowhere = { 0, 0, 0, 0 };
  PopplerRectangle last = nowhere;
  gboolean is_word = FALSE; /* the last character could go on */
  guint i = 0;

  for (const char *next = text; *next != '\0'; next = g_utf8_next_char (next), i++)
    {
      gunichar character = g_utf8_get_char (next);
      PopplerRectangle box = i < n_boxes ? straighten (&boxes[i]) : nowhere;
      gboolean is_space = g_unichar_isspace (character);

      if (is_word && !is_space && i < n_boxes && is_apart (&last, &box))
        append_space (self, &last, &box);
      g_string_append_unichar (self->text, character);
      append_box (self, &box);
      is_word = !is_space;
      last = box;
    }
}

/**
 * hopso_render_text_new:
 *
 * Returns: (transfer full) (nullable): the page's text; %NULL when it is absurdly long
 */
HopsoRenderText *
hopso_render_text_new (PopplerPage *page)
{
  g_autofree char *text = poppler_page_get_text (page);
  g_autofree char *valid = NULL;
  g_autofree PopplerRectangle *boxes = NULL;
  HopsoRenderText *self;
  guint n_boxes = 0;

  if (text != NULL && strlen (text) > MAX_TEXT_BYTES)
    return NULL;
  valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  if (!poppler_page_get_text_layout (page, &boxes, &n_boxes))
    n_boxes = 0;
  self = g_new0 (HopsoRenderText, 1);
  self->text = g_string_new (NULL);
  self->boxes = g_array_new (FALSE, FALSE, sizeof (gint32));
  append_all (self, valid, boxes, n_boxes);
  return self;
}

/**
 * hopso_render_text_free:
 * @self: (transfer full): a text
 */
void
hopso_render_text_free (HopsoRenderText *self)
{
  g_string_free (self->text, TRUE);
  g_array_unref (self->boxes);
  g_free (self);
}
