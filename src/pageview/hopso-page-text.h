/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-text.h"

G_BEGIN_DECLS

/**
 * HopsoPageText:
 *
 * The text of one page as people point at it: characters between which there are places, from 0 to
 * the number of characters; words and lines around a place.
 */
typedef struct _HopsoPageText HopsoPageText;

/**
 * HopsoPageStep:
 *
 * How a place in the text is moved.
 */
typedef enum
{
  HOPSO_PAGE_STEP_CHAR,
  HOPSO_PAGE_STEP_WORD,
  HOPSO_PAGE_STEP_LINE,
  HOPSO_PAGE_STEP_LINE_END,
} HopsoPageStep;

HopsoPageText *hopso_page_text_new (HopsoPdfText *text);
void hopso_page_text_free (HopsoPageText *self);
guint hopso_page_text_get_length (HopsoPageText *self);
guint hopso_page_text_find_offset (HopsoPageText *self, double x, double y);
gboolean hopso_page_text_is_at (HopsoPageText *self, double x, double y);
void hopso_page_text_find_word (HopsoPageText *self, guint offset, guint *start, guint *end);
void hopso_page_text_find_line (HopsoPageText *self, guint offset, guint *start, guint *end);
gboolean hopso_page_text_move (HopsoPageText *self, guint *offset, HopsoPageStep step, int by);
void hopso_page_text_get_caret (HopsoPageText *self, guint offset, HopsoPdfBox *box);
GArray *hopso_page_text_list_areas (HopsoPageText *self, guint start, guint end);
char *hopso_page_text_dup_range (HopsoPageText *self, guint start, guint end);
GArray *hopso_page_text_list_column_areas (HopsoPageText *self, const HopsoPdfBox *column);
char *hopso_page_text_dup_column (HopsoPageText *self, const HopsoPdfBox *column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPageText, hopso_page_text_free)

G_END_DECLS
