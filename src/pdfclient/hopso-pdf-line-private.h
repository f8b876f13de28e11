/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-text.h"

G_BEGIN_DECLS

/**
 * HopsoPdfLine:
 * @start: the first character of the page's text
 * @end: the one after the last, without the line feed
 * @box: around what is seen of it
 * @size: of its letters
 * @first_word: how wide its first word is
 * @is_row: it is taken for cells of a table
 *
 * A line of a page's text, as it was set.
 */
typedef struct
{
  guint start;
  guint end;
  HopsoPdfBox box;
  double size;
  double first_word;
  gboolean is_row;
} HopsoPdfLine;

GArray *hopso_pdf_line_list (HopsoPdfText *text);
gboolean hopso_pdf_line_is_cell_gap (const HopsoPdfLine *self, double gap);
gboolean hopso_pdf_line_is_beside (const HopsoPdfLine *self, const HopsoPdfLine *other);
gboolean hopso_pdf_line_begins_item (const HopsoPdfLine *self, HopsoPdfText *text);
gboolean hopso_pdf_line_is_capitals (const HopsoPdfLine *self, HopsoPdfText *text);

G_END_DECLS
