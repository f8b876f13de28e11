/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What all answers of a drawing process are held against: numbers are finite and on the page,
 * lists and words not endless, pages there, kinds known. GVariant has already seen to it that a
 * message has the right type and its strings are UTF-8. Pure; any thread. */

#include "hopso-pdf-answer-private.h"

#include "hopso-pdf-document.h"

#include <math.h>
#include <string.h>

/* What lies outside of the page by more is moved to this distance: nobody will see it. */
#define MARGIN 1000.0

#define MAX_ZOOM 64.0

/**
 * hopso_pdf_answer_disbelieve:
 * @why: for those who look for faults in us
 *
 * Returns: %FALSE
 */
gboolean
hopso_pdf_answer_disbelieve (GError **error, const char *why)
{
  g_set_error_literal (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_REFUSED, why);
  return FALSE;
}

static double
get_place (gint32 thousandths, double edge)
{
  return CLAMP (thousandths / 1000.0, -MARGIN, edge + MARGIN);
}

/**
 * hopso_pdf_answer_get_box:
 * @numbers: (array fixed-size=4): in thousandths of a point
 * @width: of the page
 * @height: of the page
 * @box: (out): the box, near the page and not inside out
 */
void
hopso_pdf_answer_get_box (const gint32 *numbers, double width, double height, HopsoPdfBox *box)
{
  box->x1 = get_place (numbers[0], width);
  box->y1 = get_place (numbers[1], height);
  box->x2 = MAX (box->x1, get_place (numbers[2], width));
  box->y2 = MAX (box->y1, get_place (numbers[3], height));
}

/**
 * hopso_pdf_answer_get_variant_box:
 * @numbers: an `(iiii)`
 *
 * As hopso_pdf_answer_get_box().
 */
void
hopso_pdf_answer_get_variant_box (GVariant *numbers, double width, double height, HopsoPdfBox *box)
{
  gint32 four[4];

  g_variant_get (numbers, "(iiii)", &four[0], &four[1], &four[2], &four[3]);
  hopso_pdf_answer_get_box (four, width, height, box);
}

/**
 * hopso_pdf_answer_check_words:
 *
 * Returns: whether @words are not endless
 */
gboolean
hopso_pdf_answer_check_words (const char *words, GError **error)
{
  return strlen (words) <= HOPSO_PDF_MAX_WORDS ||
         hopso_pdf_answer_disbelieve (error, "The words are too long");
}

/**
 * hopso_pdf_answer_check_list:
 *
 * Returns: whether @list is not endless
 */
gboolean
hopso_pdf_answer_check_list (GVariant *list, GError **error)
{
  return g_variant_n_children (list) <= HOPSO_PDF_MAX_LIST ||
         hopso_pdf_answer_disbelieve (error, "The list is too long");
}

static double
take_number (double number, double least, double most, gboolean *is_said)
{
  *is_said = *is_said && isfinite (number);
  return *is_said ? CLAMP (number, least, most) : 0;
}

/**
 * hopso_pdf_answer_get_target:
 * @said: a `(uuuuddds)`
 * @n_pages: of the document
 * @target: (out): to be cleared
 *
 * Returns: %FALSE with @error when it makes no sense
 */
gboolean
hopso_pdf_answer_get_target (GVariant *said, guint n_pages, HopsoPdfTarget *target, GError **error)
{
  const char *words;
  guint kind;
  guint fit;
  guint has;

  g_variant_get (said, "(uuuuddd&s)", &kind, &target->page, &fit, &has, &target->x, &target->y,
                 &target->zoom, &words);
  if (kind > HOPSO_PDF_TARGET_REFUSED_OTHER || fit > HOPSO_PDF_FIT_HEIGHT)
    return hopso_pdf_answer_disbelieve (error, "The target is of no known kind");
  if (kind == HOPSO_PDF_TARGET_PAGE && target->page >= n_pages)
    return hopso_pdf_answer_disbelieve (error, "The target is a page that is not there");
  if (!hopso_pdf_answer_check_words (words, error))
    return FALSE;

  target->kind = (HopsoPdfTargetKind) kind;
  target->fit = (HopsoPdfFit) fit;
  target->has_x = (has & 1) != 0;
  target->has_y = (has & 2) != 0;
  target->has_zoom = (has & 4) != 0;
  target->x = take_number (target->x, 0, HOPSO_FRAME_MAX_POINTS, &target->has_x);
  target->y = take_number (target->y, 0, HOPSO_FRAME_MAX_POINTS, &target->has_y);
  target->zoom = take_number (target->zoom, 1 / MAX_ZOOM, MAX_ZOOM, &target->has_zoom);
  target->words = g_strdup (words);
  return TRUE;
}
