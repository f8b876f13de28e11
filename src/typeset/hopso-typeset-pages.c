/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sheets of paper and text that flows over them: fonts, lines, page breaks, page numbers. It does
 * not know what the text is. All measures are points, y runs downwards from the upper edge. Each
 * set of pages has a font map of its own, so that any thread may set a document. */

#include "hopso-typeset-pages-private.h"

#include <cairo-pdf.h>
#include <string.h>

/* In a column as narrow as this even a symbol is broken, or it would run into the next one. */
#define NARROW 200.0

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int length)
{
  GByteArray *bytes = closure;

  if (bytes->len > G_MAXINT32 - length)
    return CAIRO_STATUS_WRITE_ERROR;
  g_byte_array_append (bytes, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Unhinted, unrounded glyphs at 72 dpi: one unit is a point, whatever the screen settings say. */
PangoContext *
hopso_pages_create_context (void)
{
  g_autoptr (PangoFontMap) map = pango_cairo_font_map_new_for_font_type (CAIRO_FONT_TYPE_FT);
  PangoContext *context = pango_font_map_create_context (map);
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  pango_cairo_context_set_resolution (context, 72);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_context_set_language (context, pango_language_from_string ("vi"));
  cairo_font_options_destroy (options);
  return context;
}

static void
add_attribute (PangoAttrList *list, PangoAttribute *attribute, gsize start, gsize end)
{
  attribute->start_index = (guint) start;
  attribute->end_index = (guint) end;
  pango_attr_list_insert (list, attribute);
}

/* "45/TTr-SKHCN" and "12/2026" stay whole; a long address may still be broken. */
static void
keep_symbols_whole (PangoAttrList *list, const char *text)
{
  for (const char *word = text; *word != '\0';)
    {
      gsize size = strcspn (word, " \n");

      if (size < 32 && memchr (word, '/', size) != NULL)
        add_attribute (list, pango_attr_allow_breaks_new (FALSE), (gsize) (word - text),
                       (gsize) (word - text) + size);
      word += size;
      word += strspn (word, " \n");
    }
}

/* A paragraph set in lines; width -1 breaks none. */
PangoLayout *
hopso_pages_create_layout (PangoContext *context,
                           const char *text,
                           const HopsoTextStyle *style,
                           double width)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_family_static (font, HOPSO_PAGE_FONT);
  pango_font_description_set_size (font, pango_units_from_double (style->size));
  pango_font_description_set_weight (font,
                                     style->is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_style (font,
                                    style->is_italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);

  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, width < 0 ? -1 : pango_units_from_double (width));
  pango_layout_set_alignment (layout, style->alignment);
  pango_layout_set_justify (layout, style->is_justified);
  pango_layout_set_indent (layout, pango_units_from_double (style->indent));
  pango_layout_set_line_spacing (layout, style->spacing > 0 ? (float) style->spacing : 0);
  pango_layout_set_text (layout, text, -1);

  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  if (style->label_size > 0)
    add_attribute (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD), 0, style->label_size);
  if (width > NARROW)
    keep_symbols_whole (attributes, text);
  pango_layout_set_attributes (layout, attributes);
  return layout;
}

double
hopso_pages_get_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_size (layout, NULL, &height);
  return pango_units_to_double (height);
}

/* The width of the longest line, without the empty rest of the lines. */
double
hopso_pages_get_ink_width (PangoLayout *layout)
{
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  return pango_units_to_double (logical.width);
}

/* Opens pages of one size: nothing is drawn on the first one yet. */
HopsoPages *
hopso_pages_new (double width, double height)
{
  HopsoPages *self = g_new0 (HopsoPages, 1);

  self->bytes = g_byte_array_new ();
  self->surface = cairo_pdf_surface_create_for_stream (append_cb, self->bytes, width, height);
  self->cr = cairo_create (self->surface);
  self->context = hopso_pages_create_context ();
  self->number = 1;
  self->y = HOPSO_MARGIN_TOP;
  self->bottom = HOPSO_PAGE_HEIGHT - HOPSO_MARGIN_BOTTOM;
  self->is_empty = TRUE;
  return self;
}

void
hopso_pages_free (HopsoPages *self)
{
  g_clear_object (&self->context);
  cairo_destroy (self->cr);
  cairo_surface_finish (self->surface);
  cairo_surface_destroy (self->surface);
  g_clear_pointer (&self->bytes, g_byte_array_unref);
  g_free (self);
}

/* Cairo 1.16 writes "1.5" at most. What it writes is valid 1.7 just so, which is what signing
 * software is asked to produce. */
static void
raise_version (GByteArray *bytes)
{
  static const char old[] = "%PDF-1.5";

  if (bytes->len > strlen (old) && memcmp (bytes->data, old, strlen (old)) == 0)
    bytes->data[strlen (old) - 1] = '7';
}

/* Writes what is missing; self->bytes is the PDF then, if this succeeds. */
gboolean
hopso_pages_end (HopsoPages *self, GError **error)
{
  cairo_surface_finish (self->surface);

  cairo_status_t status = cairo_status (self->cr);

  if (status == CAIRO_STATUS_SUCCESS || status == CAIRO_STATUS_SURFACE_FINISHED)
    status = cairo_surface_status (self->surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, HOPSO_TYPESET_ERROR, HOPSO_TYPESET_ERROR_FAILED, "Drawing failed: %s",
                   cairo_status_to_string (status));
      return FALSE;
    }
  raise_version (self->bytes);
  return TRUE;
}

static void
draw_number (HopsoPages *self)
{
  static const HopsoTextStyle style = { .size = 13, .alignment = PANGO_ALIGN_CENTER };
  g_autofree char *number = g_strdup_printf ("%u", self->number);

  hopso_pages_show (self, number, &style, HOPSO_MARGIN_LEFT, 11 * HOPSO_MM, HOPSO_TEXT_WIDTH);
}

/* Goes on with the next page; its number stands in the middle of the margin above. */
void
hopso_pages_break (HopsoPages *self)
{
  cairo_show_page (self->cr);
  self->page++;
  self->number++;
  self->y = HOPSO_MARGIN_TOP;
  self->bottom = HOPSO_PAGE_HEIGHT - HOPSO_MARGIN_BOTTOM;
  self->is_empty = TRUE;
  draw_number (self);
}

/* Goes on with the next page as the first one of an annex: its number is not shown. */
void
hopso_pages_restart_numbers (HopsoPages *self)
{
  cairo_show_page (self->cr);
  self->page++;
  self->number = 1;
  self->y = HOPSO_MARGIN_TOP;
  self->bottom = HOPSO_PAGE_HEIGHT - HOPSO_MARGIN_BOTTOM;
  self->is_empty = TRUE;
}

/* Draws text at a fixed place; returns where it ends. */
double
hopso_pages_show (HopsoPages *self,
                  const char *text,
                  const HopsoTextStyle *style,
                  double x,
                  double y,
                  double width)
{
  g_autoptr (PangoLayout) layout = hopso_pages_create_layout (self->context, text, style, width);

  cairo_move_to (self->cr, x, y);
  pango_cairo_show_layout (self->cr, layout);
  return y + hopso_pages_get_height (layout);
}

/* How many of the lines from `first` on go on this page: never one line alone at the foot or at
 * the head of a page, and if what follows (`keep` high) does not fit below, two lines go with it
 * to the next one. */
static guint
count_fitting (HopsoPages *self, const double *tops, guint n_lines, guint first, double keep)
{
  guint end = first;

  while (end < n_lines && self->y + tops[end + 1] - tops[first] <= self->bottom + 0.01)
    end++;
  if (end == n_lines && self->is_empty)
    return end;
  if (end == n_lines && keep > 0 && self->y + tops[end] - tops[first] + keep > self->bottom)
    end = n_lines - first > 3 ? n_lines - 2 : first;
  else if (end == n_lines - 1 && end > first)
    end--;
  if (end - first < 2 && end < n_lines && first == 0)
    end = first;
  return end == first && self->is_empty ? MIN (first + 1, n_lines) : end;
}

static GArray *
list_tops (PangoLayout *layout)
{
  GArray *tops = g_array_new (FALSE, FALSE, sizeof (double));
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  int from, to;

  do
    {
      pango_layout_iter_get_line_yrange (iter, &from, &to);
      double top = pango_units_to_double (from);
      g_array_append_val (tops, top);
    }
  while (pango_layout_iter_next_line (iter));
  double end = pango_units_to_double (to);
  g_array_append_val (tops, end);
  pango_layout_iter_free (iter);
  return tops;
}

static void
show_lines (HopsoPages *self, PangoLayout *layout, double y, guint first, guint end, double top)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);

  for (guint line = 0; line < end; line++, pango_layout_iter_next_line (iter))
    {
      PangoRectangle logical;

      if (line < first)
        continue;
      pango_layout_iter_get_line_extents (iter, NULL, &logical);
      cairo_move_to (self->cr, HOPSO_MARGIN_LEFT + pango_units_to_double (logical.x),
                     y + pango_units_to_double (pango_layout_iter_get_baseline (iter)) - top);
      pango_cairo_show_layout_line (self->cr, pango_layout_iter_get_line_readonly (iter));
    }
  pango_layout_iter_free (iter);
}

/* Sets a paragraph below what is there, over as many pages as it needs. keep: the height of what
 * has to stand below it on the same page; 0 if nothing does. */
void
hopso_pages_flow (
    HopsoPages *self, const char *text, const HopsoTextStyle *style, double before, double keep)
{
  g_autoptr (PangoLayout) layout =
      hopso_pages_create_layout (self->context, text, style, HOPSO_TEXT_WIDTH);
  g_autoptr (GArray) heights = list_tops (layout);
  const double *tops = (const double *) (gpointer) heights->data;
  guint n_lines = heights->len - 1;

  if (!self->is_empty)
    self->y += before;
  for (guint first = 0; first < n_lines;)
    {
      guint end = count_fitting (self, tops, n_lines, first, keep);

      if (end > first)
        {
          show_lines (self, layout, self->y, first, end, tops[first]);
          self->y += tops[end] - tops[first];
          self->is_empty = FALSE;
        }
      if (end < n_lines)
        hopso_pages_break (self);
      first = end;
    }
}

void
hopso_pages_rule (HopsoPages *self, double x, double y, double width)
{
  cairo_set_line_width (self->cr, 0.75);
  cairo_move_to (self->cr, x, y);
  cairo_rel_line_to (self->cr, width, 0);
  cairo_stroke (self->cr);
}

/* Notes a free place of this page, turned to PDF's own direction. */
void
hopso_pages_report (
    HopsoPages *self, HopsoTypesetRect *rect, double x, double y, double width, double height)
{
  rect->page = self->page;
  rect->x = x;
  rect->y = HOPSO_PAGE_HEIGHT - y - height;
  rect->width = width;
  rect->height = height;
}
