/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How the text of a page looks: larger headings, columns of tables below each other, what was found
 * lit; all by tags of the buffer, so that letters and lines change without reading the page again.
 * Colours are the theme's, but for what is lit. Main thread. */

#include "hopso-text-page-private.h"

#include <string.h>

/* The usual letters, of which percents are taken. */
#define USUAL_POINTS  12.0
#define HEADING_SCALE 1.2

/* Wider cells let the next ones wait for a line of their own. */
#define MAX_CELL 26u

/* That of the view, which a tag replaces. */
#define MARGIN 24

/* In characters. */
#define CELL_SPACE 2u

static const double line_heights[] = { 1.1, 1.45, 1.9 };

/* The tags, of which the last has the last word. */
GtkTextTagTable *
hopso_text_page_create_tags (void)
{
  static const char *const names[] = { "all", "heading", "item", "hit", "current" };
  GtkTextTagTable *table = gtk_text_tag_table_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GtkTextTag) tag = gtk_text_tag_new (names[i]);

      gtk_text_tag_table_add (table, tag);
    }
  g_object_set (gtk_text_tag_table_lookup (table, "heading"), "scale", HEADING_SCALE, "weight",
                PANGO_WEIGHT_BOLD, NULL);
  g_object_set (gtk_text_tag_table_lookup (table, "hit"), "background", "#f8e45c", "foreground",
                "#000000", NULL);
  g_object_set (gtk_text_tag_table_lookup (table, "current"), "background", "#ffa348", "foreground",
                "#000000", "weight", PANGO_WEIGHT_BOLD, NULL);
  return table;
}

static double
get_points (guint percent)
{
  return USUAL_POINTS * percent / 100;
}

/* Of the letters, in pixels of 96 to the inch. */
static int
get_pixels (guint percent)
{
  return (int) (get_points (percent) * 96 / 72);
}

/* How large the letters are and how far apart the lines. */
void
hopso_text_page_style (GtkTextBuffer *buffer, guint percent, HopsoTextSpacing spacing)
{
  GtkTextTagTable *table = gtk_text_buffer_get_tag_table (buffer);
  const int pixels = get_pixels (percent);

  g_object_set (gtk_text_tag_table_lookup (table, "all"), "size-points", get_points (percent),
                "line-height", (float) line_heights[spacing], "pixels-below-lines", pixels / 2,
                NULL);
  g_object_set (gtk_text_tag_table_lookup (table, "item"), "indent", -pixels, "left-margin",
                MARGIN + pixels, NULL);
}

/* --- tables ---------------------------------------------------------------------------------- */

/* How many characters the widest cell of each column has. */
static void
measure_row (GArray *columns, const char *row, const char *end)
{
  guint column = 0;

  while (row < end)
    {
      const char *tab = memchr (row, '\t', (gsize) (end - row));
      const char *cell_end = tab != NULL ? tab : end;
      const guint n = (guint) MIN (g_utf8_strlen (row, cell_end - row), (glong) MAX_CELL);

      if (column == columns->len)
        g_array_append_val (columns, n);
      else if (n > g_array_index (columns, guint, column))
        g_array_index (columns, guint, column) = n;
      column++;
      row = cell_end + 1;
    }
}

static int
get_letter_width (GtkTextView *text, guint percent)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (text));
  PangoFontDescription *font =
      pango_font_description_copy (pango_context_get_font_description (context));
  PangoFontMetrics *metrics;
  int width;

  pango_font_description_set_size (font, (int) (get_points (percent) * PANGO_SCALE));
  metrics = pango_context_get_metrics (context, font, NULL);
  width = PANGO_PIXELS_CEIL (pango_font_metrics_get_approximate_char_width (metrics));
  pango_font_metrics_unref (metrics);
  pango_font_description_free (font);
  return MAX (width, 1);
}

static const char *
get_pointer (const HopsoPdfReflow *reflow, guint offset)
{
  return g_utf8_offset_to_pointer (reflow->string, (glong) offset);
}

static void
apply (GtkTextBuffer *buffer, GtkTextTag *tag, guint start, guint end)
{
  GtkTextIter from;
  GtkTextIter to;

  gtk_text_buffer_get_iter_at_offset (buffer, &from, (int) start);
  gtk_text_buffer_get_iter_at_offset (buffer, &to, (int) end);
  gtk_text_buffer_apply_tag (buffer, tag, &from, &to);
}

static const HopsoPdfBlock *
get_block (const HopsoPdfReflow *reflow, guint i)
{
  return &g_array_index (reflow->blocks, HopsoPdfBlock, i);
}

/* The rows from @first to before @end share their columns. */
static void
style_table (GtkTextView *text, const HopsoPdfReflow *reflow, guint percent, guint first, guint end)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (text);
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (guint));
  const int letter = get_letter_width (text, percent);
  int x = 0;

  for (guint i = first; i < end; i++)
    measure_row (columns, get_pointer (reflow, get_block (reflow, i)->start),
                 get_pointer (reflow, get_block (reflow, i)->end));

  PangoTabArray *tabs = pango_tab_array_new ((int) columns->len, TRUE);
  for (guint i = 0; i < columns->len; i++)
    {
      x += letter * (int) (g_array_index (columns, guint, i) + CELL_SPACE);
      pango_tab_array_set_tab (tabs, (int) i, PANGO_TAB_LEFT, x);
    }
  GtkTextTag *tag =
      gtk_text_buffer_create_tag (buffer, NULL, "tabs", tabs, "left-margin", MARGIN, NULL);
  apply (buffer, tag, get_block (reflow, first)->start, get_block (reflow, end - 1)->end);
  pango_tab_array_free (tabs);
}

static void
collect_tag_cb (GtkTextTag *tag, gpointer user_data)
{
  g_autofree char *name = NULL;

  g_object_get (tag, "name", &name, NULL);
  if (name == NULL)
    g_ptr_array_add (user_data, g_object_ref (tag));
}

/* Each table had one of its own. */
static void
forget_tables (GtkTextTagTable *table)
{
  g_autoptr (GPtrArray) tags = g_ptr_array_new_with_free_func (g_object_unref);

  gtk_text_tag_table_foreach (table, collect_tag_cb, tags);
  for (guint i = 0; i < tags->len; i++)
    gtk_text_tag_table_remove (table, tags->pdata[i]);
}

/* --- the text -------------------------------------------------------------------------------- */

/* Puts the paragraphs into the buffer; %NULL empties it. */
void
hopso_text_page_fill (GtkTextView *text, const HopsoPdfReflow *reflow, guint percent)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (text);
  GtkTextTagTable *table = gtk_text_buffer_get_tag_table (buffer);

  gtk_text_buffer_set_text (buffer, reflow != NULL ? reflow->string : "", -1);
  forget_tables (table);
  if (reflow == NULL || reflow->blocks->len == 0)
    return;
  apply (buffer, gtk_text_tag_table_lookup (table, "all"), 0,
         get_block (reflow, reflow->blocks->len - 1)->end + 1);
  for (guint i = 0; i < reflow->blocks->len; i++)
    {
      const HopsoPdfBlock *block = get_block (reflow, i);
      guint end = i + 1;

      if (block->kind == HOPSO_PDF_BLOCK_HEADING)
        apply (buffer, gtk_text_tag_table_lookup (table, "heading"), block->start, block->end);
      else if (block->kind == HOPSO_PDF_BLOCK_ITEM)
        apply (buffer, gtk_text_tag_table_lookup (table, "item"), block->start, block->end);
      else if (block->kind == HOPSO_PDF_BLOCK_ROW)
        {
          while (end < reflow->blocks->len && get_block (reflow, end)->kind == HOPSO_PDF_BLOCK_ROW)
            end++;
          style_table (text, reflow, percent, i, end);
          i = end - 1;
        }
    }
}

static void
light_one (
    GtkTextBuffer *buffer, const HopsoPdfReflow *reflow, guint start, guint end, const char *name)
{
  if (start >= end || end > reflow->n_places)
    return;
  apply (buffer, gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), name),
         reflow->places[start], reflow->places[end - 1] + 1);
}

/* Lights what was found on the page. */
void
hopso_text_page_light (GtkTextBuffer *buffer,
                       const HopsoPdfReflow *reflow,
                       HopsoPdfFind *find,
                       guint page,
                       int current)
{
  GtkTextIter start;
  GtkTextIter end;
  guint first;
  guint n;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_remove_tag_by_name (buffer, "hit", &start, &end);
  gtk_text_buffer_remove_tag_by_name (buffer, "current", &start, &end);
  if (find == NULL || reflow == NULL || !hopso_pdf_find_get_range (find, page, &first, &n))
    return;
  for (guint i = first; i < first + n; i++)
    {
      guint from;
      guint to;

      if (hopso_pdf_find_get_place (find, i, &from, &to))
        light_one (buffer, reflow, from, to, (int) i == current ? "current" : "hit");
    }
}
