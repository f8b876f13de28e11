/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fields of a form: their values drawn as one PDF with a page for each, to be put where the fields
 * are. The fonts are embedded, since those that a form names seldom know our letters. The same
 * fields give the same bytes. Any thread. */

#include "hopso-typeset-field.h"

#include "hopso-typeset-pages-private.h"

#include <cairo-pdf.h>
#include <math.h>
#include <string.h>

#define MAX_SIDE_PT   14400.0
#define USUAL_SIZE    12.0
#define SMALLEST_SIZE 4.0
#define SANS          "Liberation Sans, Arial, Helvetica, sans-serif"
#define MONO          "Liberation Mono, Courier New, monospace"
#define CHOSEN_COLOUR 0x99C1DA

/* What is left of a field inside of its border. */
typedef struct
{
  double x;
  double y;
  double width;
  double height;
} Box;

static void
set_colour (cairo_t *cr, guint colour)
{
  cairo_set_source_rgb (cr, (colour >> 16 & 0xff) / 255.0, (colour >> 8 & 0xff) / 255.0,
                        (colour & 0xff) / 255.0);
}

static gboolean
names_any (const char *name, const char *const *parts)
{
  g_autofree char *lower = g_ascii_strdown (name != NULL ? name : "", -1);

  for (; *parts != NULL; parts++)
    if (strstr (lower, *parts) != NULL)
      return TRUE;
  return FALSE;
}

static const char *
find_family (const char *font)
{
  static const char *const mono[] = { "cour", "mono", "consol", NULL };
  static const char *const serif[] = { "tim",     "tiro",     "serif",  "roman", "georgia",
                                       "cambria", "garamond", "minion", NULL };
  static const char *const sans[] = { "sans", NULL };

  if (names_any (font, mono))
    return MONO;
  return names_any (font, serif) && !names_any (font, sans) ? HOPSO_PAGE_FONT : SANS;
}

static PangoLayout *
create_layout (PangoContext *context,
               const HopsoTypesetField *field,
               const char *text,
               double size,
               double width)
{
  static const char *const bold[] = { "bold", "hebo", "tibo", "cobo", NULL };
  static const char *const italic[] = { "italic", "oblique", NULL };
  const HopsoTextStyle style = { .size = size,
                                 .is_bold = names_any (field->font, bold),
                                 .is_italic = names_any (field->font, italic),
                                 .alignment = field->alignment == HOPSO_TYPESET_END
                                                  ? PANGO_ALIGN_RIGHT
                                              : field->alignment == HOPSO_TYPESET_START
                                                  ? PANGO_ALIGN_LEFT
                                                  : PANGO_ALIGN_CENTER };
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  PangoLayout *layout = hopso_pages_create_layout (context, normal, &style, width);
  PangoFontDescription *font =
      pango_font_description_copy (pango_layout_get_font_description (layout));

  pango_font_description_set_family_static (font, find_family (field->font));
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  return layout;
}

static void
draw_outline (cairo_t *cr, const HopsoTypesetField *field, double inset)
{
  double width = field->width_pt - 2 * inset, height = field->height_pt - 2 * inset;

  if (width <= 0 || height <= 0)
    return;
  if (field->is_round)
    cairo_arc (cr, field->width_pt / 2, field->height_pt / 2, MIN (width, height) / 2, 0, 2 * G_PI);
  else
    cairo_rectangle (cr, inset, inset, width, height);
}

/* The upper left edges in one colour, the lower right ones in another. */
static void
draw_bevel (cairo_t *cr, const HopsoTypesetField *field)
{
  const gboolean is_raised = field->border_style == 'B';
  double b = field->border, w = field->width_pt, h = field->height_pt;

  set_colour (cr, is_raised ? 0xFFFFFF : 0x808080);
  cairo_move_to (cr, 1.5 * b, h - 1.5 * b);
  cairo_line_to (cr, 1.5 * b, 1.5 * b);
  cairo_line_to (cr, w - 1.5 * b, 1.5 * b);
  cairo_stroke (cr);
  set_colour (cr, is_raised ? 0x808080 : 0xC0C0C0);
  cairo_move_to (cr, w - 1.5 * b, 1.5 * b);
  cairo_line_to (cr, w - 1.5 * b, h - 1.5 * b);
  cairo_line_to (cr, 1.5 * b, h - 1.5 * b);
  cairo_stroke (cr);
}

static void
draw_ground (cairo_t *cr, const HopsoTypesetField *field)
{
  if (field->background >= 0)
    {
      set_colour (cr, (guint) field->background);
      draw_outline (cr, field, 0);
      cairo_fill (cr);
    }
  if (field->border_colour < 0 || field->border <= 0)
    return;
  cairo_set_line_width (cr, field->border);
  if (!field->is_round && (field->border_style == 'B' || field->border_style == 'I'))
    draw_bevel (cr, field);
  set_colour (cr, (guint) field->border_colour);
  if (field->border_style == 'D')
    cairo_set_dash (cr, (double[]){ 3 }, 1, 0);
  if (field->border_style == 'U')
    {
      cairo_move_to (cr, 0, field->height_pt - field->border / 2);
      cairo_rel_line_to (cr, field->width_pt, 0);
    }
  else
    draw_outline (cr, field, field->border / 2);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* Twice the border on each side, as other programs leave it. */
static Box
find_inside (const HopsoTypesetField *field)
{
  double pad = MIN (2 * MAX (field->border, 1), MIN (field->width_pt, field->height_pt) / 4);

  return (Box){ pad, pad, field->width_pt - 2 * pad, field->height_pt - 2 * pad };
}

static void
clip (cairo_t *cr, const HopsoTypesetField *field)
{
  double edge = MIN (field->border, MIN (field->width_pt, field->height_pt) / 4);

  cairo_rectangle (cr, edge, edge, field->width_pt - 2 * edge, field->height_pt - 2 * edge);
  cairo_clip (cr);
}

/* As high as the field, unless that is too wide for it. */
static double
find_line_size (PangoContext *context,
                const HopsoTypesetField *field,
                const char *text,
                double width,
                double height)
{
  g_autoptr (PangoLayout) layout = create_layout (context, field, text, 10, -1);
  double size = 10 * height / MAX (hopso_pages_get_height (layout), 1);
  double ink = hopso_pages_get_ink_width (layout);

  if (ink * size / 10 > width)
    size = 10 * width / ink;
  return MAX (floor (size * 4) / 4, SMALLEST_SIZE);
}

static void
draw_line (HopsoPages *pages, const HopsoTypesetField *field)
{
  Box box = find_inside (field);
  double edge = MIN (field->border, field->height_pt / 4);
  double size = field->size > 0 ? field->size
                                : find_line_size (pages->context, field, field->text, box.width,
                                                  field->height_pt - 2 * edge);
  g_autoptr (PangoLayout) layout = create_layout (pages->context, field, field->text, size, -1);
  double slack = MAX (box.width - hopso_pages_get_ink_width (layout), 0);
  double x = field->alignment == HOPSO_TYPESET_START ? 0
             : field->alignment == HOPSO_TYPESET_END ? slack
                                                     : slack / 2;

  cairo_move_to (pages->cr, box.x + x, (field->height_pt - hopso_pages_get_height (layout)) / 2);
  pango_cairo_show_layout (pages->cr, layout);
}

static void
draw_lines (HopsoPages *pages, const HopsoTypesetField *field)
{
  Box box = find_inside (field);
  double size = field->size > 0 ? field->size : USUAL_SIZE;
  g_autoptr (PangoLayout) layout =
      create_layout (pages->context, field, field->text, size, box.width);

  while (field->size <= 0 && size > SMALLEST_SIZE &&
         hopso_pages_get_height (layout) > box.height + 0.5)
    {
      size -= 0.5;
      g_object_unref (layout);
      layout = create_layout (pages->context, field, field->text, size, box.width);
    }
  cairo_move_to (pages->cr, box.x, box.y);
  pango_cairo_show_layout (pages->cr, layout);
}

static void
draw_cells (HopsoPages *pages, const HopsoTypesetField *field)
{
  double cell = field->width_pt / MAX (field->n_cells, 1);
  double size = field->size > 0 ? field->size
                                : find_line_size (pages->context, field, "M", cell,
                                                  field->height_pt - 2 * MIN (field->border, 4));
  g_autofree char *text = g_utf8_normalize (field->text, -1, G_NORMALIZE_NFC);
  guint n = text != NULL ? (guint) g_utf8_strlen (text, -1) : 0;
  guint first = 0;

  if (field->alignment != HOPSO_TYPESET_START && n < field->n_cells)
    first = (field->n_cells - n) / (field->alignment == HOPSO_TYPESET_END ? 1 : 2);
  for (guint i = 0; i < n && first + i < field->n_cells; i++)
    {
      const char *start = g_utf8_offset_to_pointer (text, i);
      g_autofree char *letter = g_strndup (start, (gsize) (g_utf8_next_char (start) - start));
      g_autoptr (PangoLayout) layout = create_layout (pages->context, field, letter, size, -1);

      cairo_move_to (pages->cr, (first + i + 0.5) * cell - hopso_pages_get_ink_width (layout) / 2,
                     (field->height_pt - hopso_pages_get_height (layout)) / 2);
      pango_cairo_show_layout (pages->cr, layout);
    }
}

static gboolean
is_chosen (const HopsoTypesetField *field, const char *line)
{
  return field->chosen != NULL && g_strv_contains (field->chosen, line);
}

/* From the first line that is chosen, if all do not fit. */
static void
draw_list (HopsoPages *pages, const HopsoTypesetField *field)
{
  Box box = find_inside (field);
  double size = field->size > 0 ? field->size : USUAL_SIZE;
  g_autoptr (PangoLayout) measure = create_layout (pages->context, field, "Mg", size, -1);
  double height = MAX (hopso_pages_get_height (measure), 1);
  guint n = g_strv_length ((char **) field->lines);
  guint n_fitting = (guint) MAX (box.height / height, 1);
  guint first = 0;

  while (first < n && !is_chosen (field, field->lines[first]))
    first++;
  if (first == n || first < n_fitting)
    first = 0;
  else
    first = MIN (first, n - MIN (n, n_fitting));
  for (guint i = first; i < n && (i - first) * height < box.height; i++)
    {
      double y = box.y + (i - first) * height;
      g_autoptr (PangoLayout) layout =
          create_layout (pages->context, field, field->lines[i], size, -1);

      if (is_chosen (field, field->lines[i]))
        {
          set_colour (pages->cr, CHOSEN_COLOUR);
          cairo_rectangle (pages->cr, box.x, y, box.width, height);
          cairo_fill (pages->cr);
        }
      set_colour (pages->cr, field->colour);
      cairo_move_to (pages->cr, box.x, y);
      pango_cairo_show_layout (pages->cr, layout);
    }
}

/* Corners of the filled signs, in a square from -1 to 1. */
static void
trace_corners (cairo_t *cr, guint n, double inner, double start)
{
  for (guint i = 0; i < n; i++)
    {
      double angle = start + i * 2 * G_PI / n;
      double radius = i % 2 == 0 ? 1 : inner;

      cairo_line_to (cr, radius * cos (angle), radius * sin (angle));
    }
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
draw_sign (cairo_t *cr, const HopsoTypesetField *field)
{
  double side = MIN (field->width_pt, field->height_pt) / 2 - MIN (field->border, 4);

  if (field->sign == '\0' || side <= 0)
    return;
  cairo_translate (cr, field->width_pt / 2, field->height_pt / 2);
  cairo_scale (cr, side * 0.7, side * 0.7);
  cairo_set_line_width (cr, 0.3);
  if (field->sign == '8')
    {
      cairo_move_to (cr, -0.8, -0.8);
      cairo_line_to (cr, 0.8, 0.8);
      cairo_move_to (cr, 0.8, -0.8);
      cairo_line_to (cr, -0.8, 0.8);
      cairo_stroke (cr);
    }
  else if (field->sign == 'l')
    {
      cairo_arc (cr, 0, 0, 0.8, 0, 2 * G_PI);
      cairo_fill (cr);
    }
  else if (field->sign == 'n')
    trace_corners (cr, 4, 1, G_PI / 4);
  else if (field->sign == 'u')
    trace_corners (cr, 4, 1, 0);
  else if (field->sign == 'H')
    trace_corners (cr, 10, 0.4, -G_PI / 2);
  else
    {
      cairo_move_to (cr, -0.85, 0.05);
      cairo_line_to (cr, -0.25, 0.7);
      cairo_line_to (cr, 0.9, -0.75);
      cairo_stroke (cr);
    }
}

static void
draw_field (HopsoPages *pages, const HopsoTypesetField *field)
{
  cairo_t *cr = pages->cr;

  cairo_save (cr);
  draw_ground (cr, field);
  clip (cr, field);
  set_colour (cr, field->colour);
  if (field->kind == HOPSO_TYPESET_FIELD_BUTTON)
    draw_sign (cr, field);
  else if (field->kind == HOPSO_TYPESET_FIELD_LIST && field->lines != NULL)
    draw_list (pages, field);
  else if (field->text != NULL && *field->text != '\0')
    {
      if (field->kind == HOPSO_TYPESET_FIELD_LINES)
        draw_lines (pages, field);
      else if (field->kind == HOPSO_TYPESET_FIELD_CELLS && field->n_cells > 0)
        draw_cells (pages, field);
      else
        draw_line (pages, field);
    }
  cairo_restore (cr);
}

/**
 * hopso_typeset_fields:
 * @fields: (array length=n_fields): how they look, each at least 1 and at most 14,400 points wide
 *   and high
 * @n_fields: how many, at least one
 * @error: #HopsoTypesetError
 *
 * Returns: (transfer full): a PDF with one page for each, without a background of its own
 */
GBytes *
hopso_typeset_fields (const HopsoTypesetField *fields, guint n_fields, GError **error)
{
  g_autoptr (HopsoPages) pages = NULL;

  g_return_val_if_fail (n_fields > 0, NULL);
  pages = hopso_pages_new (fields[0].width_pt, fields[0].height_pt);
  cairo_pdf_surface_set_metadata (pages->surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                  "1970-01-01T00:00:00Z");
  for (guint i = 0; i < n_fields; i++)
    {
      g_return_val_if_fail (fields[i].width_pt > 0 && fields[i].width_pt <= MAX_SIDE_PT, NULL);
      g_return_val_if_fail (fields[i].height_pt > 0 && fields[i].height_pt <= MAX_SIDE_PT, NULL);
      cairo_pdf_surface_set_size (pages->surface, fields[i].width_pt, fields[i].height_pt);
      draw_field (pages, &fields[i]);
      cairo_show_page (pages->cr);
    }
  if (!hopso_pages_end (pages, error))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&pages->bytes));
}
