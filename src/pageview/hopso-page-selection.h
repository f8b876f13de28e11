/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-page-text.h"

G_BEGIN_DECLS

/**
 * HopsoPageUnit:
 * @HOPSO_PAGE_UNIT_CHAR: one character after the other
 * @HOPSO_PAGE_UNIT_WORD: whole words, as after two clicks
 * @HOPSO_PAGE_UNIT_LINE: whole lines, as after three
 * @HOPSO_PAGE_UNIT_COLUMN: what lies between two corners on one page
 *
 * By what a selection grows.
 */
typedef enum
{
  HOPSO_PAGE_UNIT_CHAR,
  HOPSO_PAGE_UNIT_WORD,
  HOPSO_PAGE_UNIT_LINE,
  HOPSO_PAGE_UNIT_COLUMN,
} HopsoPageUnit;

/**
 * HopsoPageCaret:
 * @page: counted from 0
 * @offset: a place in its text
 * @x: in points; of a column
 * @y: in points; of a column
 *
 * One end of a selection.
 */
typedef struct
{
  guint page;
  guint offset;
  double x;
  double y;
} HopsoPageCaret;

/**
 * HopsoPageSelection:
 * @is_set: whether there is one
 * @unit: by what it grows
 * @anchor: where it was begun
 * @focus: where it has come to; before @anchor when it was drawn backwards
 *
 * What is selected of a document's text.
 */
typedef struct
{
  gboolean is_set;
  HopsoPageUnit unit;
  HopsoPageCaret anchor;
  HopsoPageCaret focus;
} HopsoPageSelection;

void hopso_page_selection_get_pages (const HopsoPageSelection *self, guint *first, guint *last);
gboolean hopso_page_selection_get_range (
    const HopsoPageSelection *self, guint page, HopsoPageText *text, guint *start, guint *end);
GArray *
hopso_page_selection_list_areas (const HopsoPageSelection *self, guint page, HopsoPageText *text);
char *
hopso_page_selection_dup_text (const HopsoPageSelection *self, guint page, HopsoPageText *text);

G_END_DECLS
