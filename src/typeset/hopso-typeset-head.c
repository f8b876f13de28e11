/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The upper part of page 1 (Decree 30/2020, Annex I, boxes 1 to 5, 9a, 10, 11): the state and its
 * motto, the agency, number, place and date, type and abstract, addressees. Draws at fixed places
 * of the first page. */

#include "hopso-typeset-pages-private.h"

#define LEFT_WIDTH   184.0
#define RIGHT_WIDTH  (HOPSO_TEXT_WIDTH - LEFT_WIDTH)
#define LEFT_X       HOPSO_MARGIN_LEFT
#define RIGHT_X      (HOPSO_MARGIN_LEFT + LEFT_WIDTH)
#define NUMBER_WIDTH 40.0
#define LINE_SIZE    13.0

static const HopsoTextStyle line_style = { .size = LINE_SIZE };
static const HopsoTextStyle date_style = { .size = LINE_SIZE, .is_italic = TRUE };

/* The narrowest width that needs no more lines: lines of a heading should be about equally long. */
static double
balance (HopsoPages *pages, const char *text, const HopsoTextStyle *style, double width)
{
  g_autoptr (PangoLayout) layout = hopso_pages_create_layout (pages->context, text, style, width);
  int n_lines = pango_layout_get_line_count (layout);
  double balanced = width;

  for (double narrower = width - 4; narrower > width / 3; narrower -= 4)
    {
      pango_layout_set_width (layout, pango_units_from_double (narrower));
      if (pango_layout_get_line_count (layout) > n_lines)
        break;
      balanced = narrower;
    }
  return n_lines > 1 ? balanced : width;
}

static double
show_balanced (HopsoPages *pages,
               const char *text,
               const HopsoTextStyle *style,
               double x,
               double y,
               double width)
{
  double balanced = balance (pages, text, style, width);

  return hopso_pages_show (pages, text, style, x + (width - balanced) / 2, y, balanced);
}

/* Text in the middle of its column and a rule below it, `share` as long as the text's last line. */
static double
show_ruled (HopsoPages *pages,
            const char *text,
            const HopsoTextStyle *style,
            double x,
            double y,
            double width,
            double share)
{
  double balanced = balance (pages, text, style, width);
  g_autoptr (PangoLayout) layout =
      hopso_pages_create_layout (pages->context, text, style, balanced);
  PangoRectangle last;
  int n_lines = pango_layout_get_line_count (layout);

  pango_layout_line_get_extents (pango_layout_get_line_readonly (layout, n_lines - 1), NULL, &last);
  y = show_balanced (pages, text, style, x, y, width) + 3;

  double rule = pango_units_to_double (last.width) * share;

  hopso_pages_rule (pages, x + (width - rule) / 2, y, rule);
  return y;
}

static double
draw_agency (HopsoPages *pages, HopsoTypesetDocument *document, double y)
{
  const HopsoTextStyle plain = { .size = 12, .alignment = PANGO_ALIGN_CENTER };
  const HopsoTextStyle bold = { .size = 12, .is_bold = TRUE, .alignment = PANGO_ALIGN_CENTER };

  if (document->parent != NULL)
    y = show_balanced (pages, document->parent, &plain, LEFT_X, y, LEFT_WIDTH);
  return show_ruled (pages, document->agency, &bold, LEFT_X, y, LEFT_WIDTH, 0.45);
}

static double
draw_state (HopsoPages *pages, double y)
{
  const HopsoTextStyle state = { .size = 12, .is_bold = TRUE, .alignment = PANGO_ALIGN_CENTER };
  const HopsoTextStyle motto = { .size = 13, .is_bold = TRUE, .alignment = PANGO_ALIGN_CENTER };

  y = hopso_pages_show (pages, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", &state, RIGHT_X, y,
                        RIGHT_WIDTH);
  return show_ruled (pages, "Độc lập - Tự do - Hạnh phúc", &motto, RIGHT_X, y, RIGHT_WIDTH, 1.0);
}

static double
measure (HopsoPages *pages, const char *text, const HopsoTextStyle *style, double *height)
{
  g_autoptr (PangoLayout) layout = hopso_pages_create_layout (pages->context, text, style, -1);

  *height = hopso_pages_get_height (layout);
  return hopso_pages_get_ink_width (layout);
}

/* Box 3. Without a number, the words around it stand so that it can be written between. */
static double
draw_number (HopsoPages *pages,
             HopsoTypesetDocument *document,
             HopsoTypesetRect *free_place,
             double y)
{
  const HopsoTextStyle centred = { .size = LINE_SIZE, .alignment = PANGO_ALIGN_CENTER };
  double height;

  if (document->number != NULL)
    {
      g_autofree char *text = g_strdup_printf ("Số: %s/%s", document->number, document->symbol);

      return hopso_pages_show (pages, text, &centred, LEFT_X, y, LEFT_WIDTH);
    }
  g_autofree char *rest = g_strconcat ("/", document->symbol, NULL);
  double before = measure (pages, "Số:", &line_style, &height) + 4;
  double after = measure (pages, rest, &line_style, &height);
  double x = LEFT_X + MAX (0, (LEFT_WIDTH - before - NUMBER_WIDTH - after) / 2);

  hopso_pages_show (pages, "Số:", &line_style, x, y, -1);
  hopso_pages_show (pages, rest, &line_style, x + before + NUMBER_WIDTH, y, -1);
  hopso_pages_report (pages, free_place, x + before, y, NUMBER_WIDTH - 1, height);
  free_place->font_size = LINE_SIZE;
  return y + height;
}

/* Box 4. The free place is as wide as the longest date. */
static double
draw_date (HopsoPages *pages,
           HopsoTypesetDocument *document,
           HopsoTypesetRect *free_place,
           double y)
{
  const HopsoTextStyle centred = { .size = LINE_SIZE,
                                   .is_italic = TRUE,
                                   .alignment = PANGO_ALIGN_CENTER };
  g_autofree char *place = g_strconcat (document->place, ",", NULL);
  double height;

  if (document->date != NULL)
    {
      g_autofree char *text = g_strdup_printf ("%s %s", place, document->date);

      return hopso_pages_show (pages, text, &centred, RIGHT_X, y, RIGHT_WIDTH);
    }
  double before = measure (pages, place, &date_style, &height) + 4;
  double date = measure (pages, "ngày 30 tháng 12 năm 2026", &date_style, &height) + 2;
  double x = RIGHT_X + MAX (0, (RIGHT_WIDTH - before - date) / 2);

  hopso_pages_show (pages, place, &date_style, x, y, -1);
  hopso_pages_report (pages, free_place, x + before, y, date, height);
  free_place->font_size = LINE_SIZE;
  free_place->is_italic = TRUE;
  return y + height;
}

static double
draw_box (
    HopsoPages *pages, const char *text, double width, double height, gboolean is_red, double y)
{
  const HopsoTextStyle style = { .size = 13, .is_bold = TRUE, .alignment = PANGO_ALIGN_CENTER };
  double x = LEFT_X + (LEFT_WIDTH - width) / 2;
  double text_height;

  measure (pages, text, &style, &text_height);
  if (is_red)
    cairo_set_source_rgb (pages->cr, 0.9, 0.07, 0.07);
  cairo_set_line_width (pages->cr, 1.0);
  cairo_rectangle (pages->cr, x, y, width, height);
  cairo_stroke (pages->cr);
  hopso_pages_show (pages, text, &style, x, y + (height - text_height) / 2, width);
  cairo_set_source_rgb (pages->cr, 0, 0, 0);
  return y + height;
}

/* Boxes 10b and 11. */
static double
draw_stamps (HopsoPages *pages, HopsoTypesetDocument *document, double y)
{
  static const struct
  {
    const char *text;
    double width_mm;
  } urgencies[] = {
    [HOPSO_TYPESET_URGENT] = { "KHẨN", 20 },
    [HOPSO_TYPESET_VERY_URGENT] = { "THƯỢNG KHẨN", 40 },
    [HOPSO_TYPESET_EXPRESS] = { "HỎA TỐC", 30 },
  };

  if (document->urgency != HOPSO_TYPESET_NOT_URGENT)
    y = draw_box (pages, urgencies[document->urgency].text,
                  urgencies[document->urgency].width_mm * HOPSO_MM, 8 * HOPSO_MM, TRUE, y + 8);
  if (document->circulation != NULL)
    {
      const HopsoTextStyle style = { .size = 13, .is_bold = TRUE };
      double height;
      double width = measure (pages, document->circulation, &style, &height) + 16;

      y = draw_box (pages, document->circulation, width, 8 * HOPSO_MM, FALSE, y + 8);
    }
  return y;
}

/* Box 5a, and what a decision has below it. */
static double
draw_name (HopsoPages *pages, HopsoTypesetDocument *document, double y)
{
  const HopsoTextStyle style = { .size = 14, .is_bold = TRUE, .alignment = PANGO_ALIGN_CENTER };
  const double inset = 0.06 * HOPSO_TEXT_WIDTH;

  y += 14;
  y = hopso_pages_show (pages, document->name, &style, HOPSO_MARGIN_LEFT, y, HOPSO_TEXT_WIDTH);
  if (document->abstract != NULL)
    y = show_ruled (pages, document->abstract, &style, HOPSO_MARGIN_LEFT + inset, y,
                    HOPSO_TEXT_WIDTH - 2 * inset, 0.4) +
        6;
  if (document->decider != NULL)
    y = hopso_pages_show (pages, document->decider, &style, HOPSO_MARGIN_LEFT, y + 10,
                          HOPSO_TEXT_WIDTH);
  return y;
}

/* Box 9a. */
static double
draw_addressees (HopsoPages *pages, HopsoTypesetDocument *document, double y)
{
  const HopsoTextStyle centred = { .size = 14, .alignment = PANGO_ALIGN_CENTER };
  const HopsoTextStyle plain = { .size = 14, .spacing = 1.1 };
  GPtrArray *addressees = document->addressees;
  const double x = HOPSO_MARGIN_LEFT + 70;
  double height;

  if (addressees->len == 1)
    {
      g_autofree char *text =
          g_strdup_printf ("Kính gửi: %s.", (char *) g_ptr_array_index (addressees, 0));

      return hopso_pages_show (pages, text, &centred, HOPSO_MARGIN_LEFT, y, HOPSO_TEXT_WIDTH);
    }
  hopso_pages_show (pages, "Kính gửi:", &plain, x, y, -1);

  double indent = measure (pages, "Kính gửi: ", &plain, &height) + 4;

  for (guint i = 0; i < addressees->len; i++)
    {
      g_autofree char *text = g_strdup_printf ("- %s%s", (char *) g_ptr_array_index (addressees, i),
                                               i + 1 < addressees->len ? ";" : ".");

      y = hopso_pages_show (pages, text, &plain, x + indent, y,
                            HOPSO_PAGE_WIDTH - HOPSO_MARGIN_RIGHT - x - indent);
    }
  return y;
}

/* Box 13, at the foot of page 1, which the text then leaves free. */
static void
draw_contact (HopsoPages *pages, const char *contact)
{
  const HopsoTextStyle style = { .size = 11, .alignment = PANGO_ALIGN_CENTER };
  g_autoptr (PangoLayout) layout =
      hopso_pages_create_layout (pages->context, contact, &style, HOPSO_TEXT_WIDTH);
  double y = pages->bottom - hopso_pages_get_height (layout);

  hopso_pages_rule (pages, HOPSO_MARGIN_LEFT, y - 3, HOPSO_TEXT_WIDTH);
  hopso_pages_show (pages, contact, &style, HOPSO_MARGIN_LEFT, y, HOPSO_TEXT_WIDTH);
  pages->bottom = y - 10;
}

/* Draws everything above the text; returns where the text begins. */
double
hopso_typeset_draw_head (HopsoPages *pages,
                         HopsoTypesetDocument *document,
                         HopsoTypesetReport *report)
{
  const HopsoTextStyle subject = { .size = 12, .alignment = PANGO_ALIGN_CENTER };
  double left = draw_agency (pages, document, pages->y);
  double right = draw_state (pages, pages->y);
  double y = MAX (left, right) + 8;

  left = draw_number (pages, document, &report->number, y);
  right = draw_date (pages, document, &report->date, y);
  if (document->name == NULL && document->abstract != NULL)
    {
      g_autofree char *text = g_strconcat ("V/v ", document->abstract, NULL);

      left = show_balanced (pages, text, &subject, LEFT_X + 6, left + 3, LEFT_WIDTH - 12);
    }
  left = draw_stamps (pages, document, left);
  y = MAX (left, right);
  if (document->name != NULL)
    y = draw_name (pages, document, y);
  if (document->addressees->len > 0)
    y = draw_addressees (pages, document, y + 14);
  if (document->contact != NULL)
    draw_contact (pages, document->contact);
  return y + 6;
}
