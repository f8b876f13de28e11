/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which part of a page's text is selected, in a selection that may reach over many pages. Pure. */

#include "hopso-page-selection.h"

static gboolean
is_before (const HopsoPageCaret *a, const HopsoPageCaret *b)
{
  return a->page < b->page || (a->page == b->page && a->offset < b->offset);
}

/**
 * hopso_page_selection_get_pages:
 * @first: (out): page with something selected
 * @last: (out): page with something selected
 */
void
hopso_page_selection_get_pages (const HopsoPageSelection *self, guint *first, guint *last)
{
  *first = MIN (self->anchor.page, self->focus.page);
  *last = MAX (self->anchor.page, self->focus.page);
}

static void
grow (HopsoPageUnit unit, HopsoPageText *text, guint offset, guint *start, guint *end)
{
  if (unit == HOPSO_PAGE_UNIT_WORD)
    hopso_page_text_find_word (text, offset, start, end);
  else
    hopso_page_text_find_line (text, offset, start, end);
}

/**
 * hopso_page_selection_get_range:
 * @page: counted from 0
 * @text: of that page
 * @start: (out): the first selected place
 * @end: (out): the last
 *
 * Returns: whether anything of the page is selected, other than as a column
 */
gboolean
hopso_page_selection_get_range (
    const HopsoPageSelection *self, guint page, HopsoPageText *text, guint *start, guint *end)
{
  const gboolean is_forward = is_before (&self->anchor, &self->focus);
  const HopsoPageCaret *from = is_forward ? &self->anchor : &self->focus;
  const HopsoPageCaret *to = is_forward ? &self->focus : &self->anchor;
  const guint length = hopso_page_text_get_length (text);
  guint other;

  if (!self->is_set || self->unit == HOPSO_PAGE_UNIT_COLUMN || page < from->page || page > to->page)
    return FALSE;
  *start = page == from->page ? MIN (from->offset, length) : 0;
  *end = page == to->page ? MIN (to->offset, length) : length;
  if (self->unit != HOPSO_PAGE_UNIT_CHAR)
    {
      if (page == from->page)
        grow (self->unit, text, *start, start, &other);
      if (page == to->page)
        grow (self->unit, text, *end, &other, end);
    }
  return *start < *end;
}

static HopsoPdfBox
get_column (const HopsoPageSelection *self)
{
  return (HopsoPdfBox){
    MIN (self->anchor.x, self->focus.x),
    MIN (self->anchor.y, self->focus.y),
    MAX (self->anchor.x, self->focus.x),
    MAX (self->anchor.y, self->focus.y),
  };
}

static gboolean
has_column (const HopsoPageSelection *self, guint page)
{
  return self->is_set && self->unit == HOPSO_PAGE_UNIT_COLUMN && page == self->anchor.page;
}

/**
 * hopso_page_selection_list_areas:
 * @page: counted from 0
 * @text: of that page
 *
 * Returns: (transfer full) (element-type HopsoPdfBox): what covers the selected text
 */
GArray *
hopso_page_selection_list_areas (const HopsoPageSelection *self, guint page, HopsoPageText *text)
{
  const HopsoPdfBox column = get_column (self);
  guint start;
  guint end;

  if (has_column (self, page))
    return hopso_page_text_list_column_areas (text, &column);
  if (hopso_page_selection_get_range (self, page, text, &start, &end))
    return hopso_page_text_list_areas (text, start, end);
  return g_array_new (FALSE, FALSE, sizeof (HopsoPdfBox));
}

/**
 * hopso_page_selection_dup_text:
 * @page: counted from 0
 * @text: of that page
 *
 * Returns: (transfer full): the selected text as it is copied
 */
char *
hopso_page_selection_dup_text (const HopsoPageSelection *self, guint page, HopsoPageText *text)
{
  const HopsoPdfBox column = get_column (self);
  guint start;
  guint end;

  if (has_column (self, page))
    return hopso_page_text_dup_column (text, &column);
  if (hopso_page_selection_get_range (self, page, text, &start, &end))
    return hopso_page_text_dup_range (text, start, end);
  return g_strdup ("");
}
