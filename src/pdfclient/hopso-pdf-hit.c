/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A place where words were found, with what stands around it. Immutable; main thread. */

#include "hopso-pdf-hit-private.h"

/* How many characters of what stands around a hit are told. */
#define CONTEXT 48

struct _HopsoPdfHit
{
  GObject parent_instance;

  char *before; /* owned */
  char *match;  /* owned */
  char *after;  /* owned */
  guint page;
  guint start;
  guint end;
};

G_DEFINE_FINAL_TYPE (HopsoPdfHit, hopso_pdf_hit, G_TYPE_OBJECT)

/* A part of a text in one line. */
static char *
take_line (const char *from, const char *to)
{
  char *line = g_strndup (from, (gsize) (to - from));

  for (char *at = line; *at != '\0'; at++)
    {
      if (g_ascii_isspace (*at))
        *at = ' ';
    }
  return line;
}

/* Not in the middle of a word, unless it has no end. */
static const char *
go_back (const char *text, const char *at)
{
  for (guint n = 0; n < 2 * CONTEXT && at > text; n++)
    {
      if (n >= CONTEXT && g_ascii_isspace (at[-1]))
        break;
      at = g_utf8_prev_char (at);
    }
  return at;
}

static const char *
go_on (const char *at)
{
  for (guint n = 0; n < 2 * CONTEXT && *at != '\0'; n++)
    {
      if (n >= CONTEXT && g_ascii_isspace (*at))
        break;
      at = g_utf8_next_char (at);
    }
  return at;
}

/**
 * hopso_pdf_hit_new:
 * @text: (nullable): of the page, if it is still known
 * @page: counted from 0
 * @start: the first character
 * @end: the one after the last
 *
 * Returns: (transfer full): a hit
 */
HopsoPdfHit *
hopso_pdf_hit_new (const char *text, guint page, guint start, guint end)
{
  HopsoPdfHit *self = g_object_new (HOPSO_TYPE_PDF_HIT, NULL);

  self->page = page;
  self->start = start;
  self->end = end;
  if (text != NULL)
    {
      const char *from = g_utf8_offset_to_pointer (text, (glong) start);
      const char *to = g_utf8_offset_to_pointer (from, (glong) (end - start));

      self->before = take_line (go_back (text, from), from);
      self->match = take_line (from, to);
      self->after = take_line (to, go_on (to));
    }
  return self;
}

/**
 * hopso_pdf_hit_get_page:
 *
 * Returns: the page, counted from 0
 */
guint
hopso_pdf_hit_get_page (HopsoPdfHit *self)
{
  g_return_val_if_fail (HOPSO_IS_PDF_HIT (self), 0);

  return self->page;
}

/**
 * hopso_pdf_hit_get_start:
 *
 * Returns: the number of the first character in the page's #HopsoPdfText
 */
guint
hopso_pdf_hit_get_start (HopsoPdfHit *self)
{
  g_return_val_if_fail (HOPSO_IS_PDF_HIT (self), 0);

  return self->start;
}

/**
 * hopso_pdf_hit_get_end:
 *
 * Returns: the number of the character after the last
 */
guint
hopso_pdf_hit_get_end (HopsoPdfHit *self)
{
  g_return_val_if_fail (HOPSO_IS_PDF_HIT (self), 0);

  return self->end;
}

/**
 * hopso_pdf_hit_get_before:
 *
 * Returns: what stands before it, in one line
 */
const char *
hopso_pdf_hit_get_before (HopsoPdfHit *self)
{
  g_return_val_if_fail (HOPSO_IS_PDF_HIT (self), NULL);

  return self->before != NULL ? self->before : "";
}

/**
 * hopso_pdf_hit_get_match:
 *
 * Returns: what was found, as the page has it, in one line
 */
const char *
hopso_pdf_hit_get_match (HopsoPdfHit *self)
{
  g_return_val_if_fail (HOPSO_IS_PDF_HIT (self), NULL);

  return self->match != NULL ? self->match : "";
}

/**
 * hopso_pdf_hit_get_after:
 *
 * Returns: what stands after it, in one line
 */
const char *
hopso_pdf_hit_get_after (HopsoPdfHit *self)
{
  g_return_val_if_fail (HOPSO_IS_PDF_HIT (self), NULL);

  return self->after != NULL ? self->after : "";
}

static void
hopso_pdf_hit_finalize (GObject *object)
{
  HopsoPdfHit *self = HOPSO_PDF_HIT (object);

  g_free (self->before);
  g_free (self->match);
  g_free (self->after);
  G_OBJECT_CLASS (hopso_pdf_hit_parent_class)->finalize (object);
}

static void
hopso_pdf_hit_class_init (HopsoPdfHitClass *class)
{
  G_OBJECT_CLASS (class)->finalize = hopso_pdf_hit_finalize;
}

static void
hopso_pdf_hit_init (HopsoPdfHit *self)
{
}
