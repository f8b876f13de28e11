/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The lower part of a document (Decree 30/2020, Annex I, boxes 7, 8, 9b, 12): recipients on the
 * left, authority, free places for signature and seal, and name on the right; in minutes the
 * secretary signs on the left. The parts stay together on one page. */

#include "hopso-typeset-pages-private.h"

#define RIGHT_X          (HOPSO_MARGIN_LEFT + 0.46 * HOPSO_TEXT_WIDTH)
#define RIGHT_WIDTH      (0.54 * HOPSO_TEXT_WIDTH)
#define LEFT_WIDTH       (0.44 * HOPSO_TEXT_WIDTH)
#define SEAL_SIZE        (36 * HOPSO_MM)
#define SPACE            (SEAL_SIZE + 4) /* between position and name */
#define SIGNATURE_WIDTH  150.0
#define SIGNATURE_HEIGHT 72.0

static const HopsoTextStyle authority_style = { .size = 14,
                                                .is_bold = TRUE,
                                                .alignment = PANGO_ALIGN_CENTER };

static double
measure (HopsoPages *pages, const char *text, const HopsoTextStyle *style, double width)
{
  if (text == NULL)
    return 0;

  g_autoptr (PangoLayout) layout = hopso_pages_create_layout (pages->context, text, style, width);

  return hopso_pages_get_height (layout);
}

/* "- Như trên;" … "- Lưu: VT, TH." */
static char *
join_recipients (HopsoTypesetDocument *document)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < document->recipients->len; i++)
    {
      gboolean is_last = i + 1 == document->recipients->len;

      g_string_append_printf (text, "%s- %s", i > 0 ? "\n" : "",
                              (char *) g_ptr_array_index (document->recipients, i));
      if (is_last && document->drafter != NULL)
        g_string_append_printf (text, ", %s", document->drafter);
      g_string_append (text, is_last ? "." : ";");
    }
  return g_string_free (text, FALSE);
}

static double
draw_recipients (HopsoPages *pages, HopsoTypesetDocument *document, gboolean is_drawn)
{
  const HopsoTextStyle head = { .size = 12, .is_bold = TRUE, .is_italic = TRUE };
  const HopsoTextStyle list = { .size = 11, .indent = -6 };

  if (document->recipients->len == 0)
    return 0;

  g_autofree char *text = join_recipients (document);

  if (is_drawn)
    {
      double y =
          hopso_pages_show (pages, "Nơi nhận:", &head, HOPSO_MARGIN_LEFT, pages->y + 2, LEFT_WIDTH);

      hopso_pages_show (pages, text, &list, HOPSO_MARGIN_LEFT, y, LEFT_WIDTH);
    }
  return 2 + measure (pages, "Nơi nhận:", &head, LEFT_WIDTH) +
         measure (pages, text, &list, LEFT_WIDTH);
}

/* Authority, free place, name; returns the place's upper edge. */
static double
draw_signer (HopsoPages *pages,
             const char *authority,
             const char *name,
             double x,
             double width,
             HopsoTypesetRect *free_place)
{
  double y = hopso_pages_show (pages, authority, &authority_style, x, pages->y, width);

  hopso_pages_report (pages, free_place, x + (width - SIGNATURE_WIDTH) / 2,
                      y + (SPACE - SIGNATURE_HEIGHT) / 2, SIGNATURE_WIDTH, SIGNATURE_HEIGHT);
  if (name != NULL)
    hopso_pages_show (pages, name, &authority_style, x, y + SPACE, width);
  return y;
}

static double
measure_signer (HopsoPages *pages, const char *authority, const char *name, double width)
{
  if (authority == NULL)
    return 0;
  return measure (pages, authority, &authority_style, width) + SPACE +
         measure (pages, name, &authority_style, width);
}

/* The height of everything below the text, with the distance from it. */
double
hopso_typeset_measure_signature (HopsoPages *pages, HopsoTypesetDocument *document)
{
  double left = draw_recipients (pages, document, FALSE);
  double second =
      measure_signer (pages, document->second_authority, document->second_signer, LEFT_WIDTH);
  double right = measure_signer (pages, document->authority, document->signer, RIGHT_WIDTH);

  if (document->second_authority != NULL)
    return 12 + MAX (second, right) + (left > 0 ? left + 12 : 0);
  return MAX (left, right) > 0 ? 12 + MAX (left, right) : 0;
}

/* Draws it below the text, on the next page if it does not fit. */
void
hopso_typeset_draw_signature (HopsoPages *pages,
                              HopsoTypesetDocument *document,
                              HopsoTypesetReport *report)
{
  double height = hopso_typeset_measure_signature (pages, document);
  double end = pages->y + height;

  if (height <= 0)
    return;
  if (end > pages->bottom && !pages->is_empty)
    {
      hopso_pages_break (pages);
      end = pages->y + height;
    }
  pages->y += 12;
  pages->is_empty = FALSE;
  if (document->authority != NULL)
    {
      double space = draw_signer (pages, document->authority, document->signer, RIGHT_X,
                                  RIGHT_WIDTH, &report->signature);

      hopso_pages_report (pages, &report->seal,
                          report->signature.x + SIGNATURE_WIDTH / 3 - SEAL_SIZE,
                          space + (SPACE - SEAL_SIZE) / 2, SEAL_SIZE, SEAL_SIZE);
    }
  if (document->second_authority != NULL)
    {
      draw_signer (pages, document->second_authority, document->second_signer, HOPSO_MARGIN_LEFT,
                   LEFT_WIDTH, &report->second_signature);
      pages->y = end - draw_recipients (pages, document, FALSE);
    }
  draw_recipients (pages, document, TRUE);
  pages->y = end;
}
