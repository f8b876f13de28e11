/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The text of one page with the place of each character, believed only as far as it was checked:
 * as many places as characters, each on the page or next to it. Immutable; any thread. */

#include "hopso-pdf-text.h"

#include "hopso-pdf-answer-private.h"

struct _HopsoPdfText
{
  GObject parent_instance;

  char *string;       /* owned */
  gunichar *chars;    /* owned: n_chars */
  HopsoPdfBox *boxes; /* owned: n_chars */
  guint n_chars;
};

G_DEFINE_FINAL_TYPE (HopsoPdfText, hopso_pdf_text, G_TYPE_OBJECT)

/**
 * hopso_pdf_box_contains:
 * @x: in points
 * @y: in points
 *
 * Returns: whether the point lies in @self
 */
gboolean
hopso_pdf_box_contains (const HopsoPdfBox *self, double x, double y)
{
  return x >= self->x1 && x < self->x2 && y >= self->y1 && y < self->y2;
}

/**
 * hopso_pdf_box_list_from_reply:
 * @reply: an `(a(iiii))` from a drawing process
 * @width: of the page, in points
 * @height: of the page, in points
 * @error: why it is not believed
 *
 * Returns: (transfer full) (element-type HopsoPdfBox): the boxes
 */
GArray *
hopso_pdf_box_list_from_reply (GVariant *reply, double width, double height, GError **error)
{
  g_autoptr (GVariant) list = g_variant_get_child_value (reply, 0);
  GArray *boxes;

  if (!hopso_pdf_answer_check_list (list, error))
    return NULL;
  boxes = g_array_new (FALSE, FALSE, sizeof (HopsoPdfBox));
  for (gsize i = 0; i < g_variant_n_children (list); i++)
    {
      g_autoptr (GVariant) numbers = g_variant_get_child_value (list, i);
      HopsoPdfBox box;

      hopso_pdf_answer_get_variant_box (numbers, width, height, &box);
      g_array_append_val (boxes, box);
    }
  return boxes;
}

/**
 * hopso_pdf_text_new_from_reply:
 * @reply: an `(sai)` from a drawing process
 * @width: of the page, in points
 * @height: of the page, in points
 * @error: why it is not believed
 *
 * Returns: (transfer full): the text
 */
HopsoPdfText *
hopso_pdf_text_new_from_reply (GVariant *reply, double width, double height, GError **error)
{
  g_autoptr (HopsoPdfText) self = g_object_new (HOPSO_TYPE_PDF_TEXT, NULL);
  g_autoptr (GVariant) places = g_variant_get_child_value (reply, 1);
  glong n_chars = 0;
  gsize n_numbers = 0;

  g_variant_get_child (reply, 0, "s", &self->string);
  self->chars = g_utf8_to_ucs4_fast (self->string, -1, &n_chars);
  const gint32 *numbers = g_variant_get_fixed_array (places, &n_numbers, sizeof (gint32));
  if (n_chars < 0 || n_chars > HOPSO_PDF_MAX_CHARS || n_numbers != 4 * (gsize) n_chars)
    {
      hopso_pdf_answer_disbelieve (error, "The text has other places than characters");
      return NULL;
    }
  self->n_chars = (guint) n_chars;
  self->boxes = g_new (HopsoPdfBox, self->n_chars + 1);
  for (guint i = 0; i < self->n_chars; i++)
    hopso_pdf_answer_get_box (&numbers[4 * (gsize) i], width, height, &self->boxes[i]);
  return g_steal_pointer (&self);
}

/**
 * hopso_pdf_text_get_string:
 *
 * Returns: the whole text as UTF-8, lines ended by line feeds
 */
const char *
hopso_pdf_text_get_string (HopsoPdfText *self)
{
  g_return_val_if_fail (HOPSO_IS_PDF_TEXT (self), NULL);

  return self->string;
}

/**
 * hopso_pdf_text_get_n_chars:
 *
 * Returns: how many characters there are
 */
guint
hopso_pdf_text_get_n_chars (HopsoPdfText *self)
{
  g_return_val_if_fail (HOPSO_IS_PDF_TEXT (self), 0);

  return self->n_chars;
}

/**
 * hopso_pdf_text_get_chars:
 *
 * Returns: (array): the characters, as many as hopso_pdf_text_get_n_chars() says
 */
const gunichar *
hopso_pdf_text_get_chars (HopsoPdfText *self)
{
  g_return_val_if_fail (HOPSO_IS_PDF_TEXT (self), NULL);

  return self->chars;
}

/**
 * hopso_pdf_text_get_boxes:
 *
 * Returns: (array): where each character stands; empty boxes for those that are not seen
 */
const HopsoPdfBox *
hopso_pdf_text_get_boxes (HopsoPdfText *self)
{
  g_return_val_if_fail (HOPSO_IS_PDF_TEXT (self), NULL);

  return self->boxes;
}

/**
 * hopso_pdf_text_dup_range:
 * @start: the first character
 * @end: the one after the last
 *
 * Returns: (transfer full): that part of the text, as far as there is one
 */
char *
hopso_pdf_text_dup_range (HopsoPdfText *self, guint start, guint end)
{
  g_return_val_if_fail (HOPSO_IS_PDF_TEXT (self), NULL);

  end = MIN (end, self->n_chars);
  start = MIN (start, end);
  return g_ucs4_to_utf8 (self->chars + start, (glong) (end - start), NULL, NULL, NULL);
}

static gboolean
is_empty (const HopsoPdfBox *box)
{
  return box->x2 <= box->x1 || box->y2 <= box->y1;
}

/* Whether two boxes stand in one line, one not far from the other. */
static gboolean
is_continued (const HopsoPdfBox *line, const HopsoPdfBox *box)
{
  const double overlap = MIN (line->y2, box->y2) - MAX (line->y1, box->y1);
  const double height = MIN (line->y2 - line->y1, box->y2 - box->y1);
  const double gap = MAX (line->x1, box->x1) - MIN (line->x2, box->x2);

  return overlap > height / 2 && gap < 2 * (line->y2 - line->y1);
}

/**
 * hopso_pdf_text_list_areas:
 * @start: the first character
 * @end: the one after the last
 *
 * Returns: (transfer full) (element-type HopsoPdfBox): what covers these characters, a box per line
 */
GArray *
hopso_pdf_text_list_areas (HopsoPdfText *self, guint start, guint end)
{
  g_return_val_if_fail (HOPSO_IS_PDF_TEXT (self), NULL);

  GArray *areas = g_array_new (FALSE, FALSE, sizeof (HopsoPdfBox));
  for (guint i = start; i < MIN (end, self->n_chars); i++)
    {
      const HopsoPdfBox *box = &self->boxes[i];
      HopsoPdfBox *last =
          areas->len > 0 ? &g_array_index (areas, HopsoPdfBox, areas->len - 1) : NULL;

      if (is_empty (box) || self->chars[i] == '\n')
        continue;
      if (last == NULL || !is_continued (last, box))
        {
          g_array_append_val (areas, *box);
          continue;
        }
      last->x1 = MIN (last->x1, box->x1);
      last->y1 = MIN (last->y1, box->y1);
      last->x2 = MAX (last->x2, box->x2);
      last->y2 = MAX (last->y2, box->y2);
    }
  return areas;
}

static void
hopso_pdf_text_finalize (GObject *object)
{
  HopsoPdfText *self = HOPSO_PDF_TEXT (object);

  g_free (self->string);
  g_free (self->chars);
  g_free (self->boxes);
  G_OBJECT_CLASS (hopso_pdf_text_parent_class)->finalize (object);
}

static void
hopso_pdf_text_class_init (HopsoPdfTextClass *class)
{
  G_OBJECT_CLASS (class)->finalize = hopso_pdf_text_finalize;
}

static void
hopso_pdf_text_init (HopsoPdfText *self)
{
}
