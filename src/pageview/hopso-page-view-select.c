/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Selecting text in a HopsoPageView, by pointer and keys. What is selected is only two places; the
 * text between them is read when it is shown or copied. Main thread. */

#include "hopso-page-view-private.h"

/* Beyond the edge of the view, so many of its pixels are scrolled per frame for each of the
 * pointer's. */
#define SCROLL_PART 0.15

/* A selection of more pages is not offered to the middle button: reading it all would take long. */
#define MAX_PRIMARY_PAGES 16u

/* The selection is another one. */
static void
changed (HopsoPageView *self, gboolean had_selection)
{
  if (had_selection != self->selection.is_set)
    g_object_notify (G_OBJECT (self), "has-selection");
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The place in the text that is nearest to a point of the view; FALSE where nothing is known of the
 * text, or there is none. */
static gboolean
find_caret (HopsoPageView *self, double x, double y, HopsoPageCaret *caret)
{
  HopsoPageText *text;
  graphene_point_t point;

  if (self->layout == NULL)
    return FALSE;
  hopso_page_view_find_point (self, x, y, &caret->page, &point);
  hopso_page_facts_want (self->facts, caret->page);
  text = hopso_page_facts_get_text (self->facts, caret->page);
  if (text == NULL || hopso_page_text_get_length (text) == 0)
    return FALSE;
  caret->offset = hopso_page_text_find_offset (text, point.x, point.y);
  caret->x = point.x;
  caret->y = point.y;
  return TRUE;
}

/* Whether the pointer is over text. */
gboolean
hopso_page_view_is_text_at (HopsoPageView *self, double x, double y)
{
  HopsoPageText *text;
  graphene_point_t point;
  guint page;

  if (self->layout == NULL || !hopso_page_view_find_point (self, x, y, &page, &point))
    return FALSE;
  text = hopso_page_facts_get_text (self->facts, page);
  return text != NULL && hopso_page_text_is_at (text, point.x, point.y);
}

/* Begins to select; FALSE where there is no text. */
gboolean
hopso_page_view_select_begin (HopsoPageView *self, int n_press, double x, double y)
{
  const gboolean had_selection = self->selection.is_set;
  HopsoPageCaret caret;

  if (!find_caret (self, x, y, &caret))
    return FALSE;
  self->selection.anchor = caret;
  self->selection.focus = caret;
  self->selection.unit = n_press >= 3   ? HOPSO_PAGE_UNIT_LINE
                         : n_press == 2 ? HOPSO_PAGE_UNIT_WORD
                                        : HOPSO_PAGE_UNIT_CHAR;
  self->selection.is_set = n_press >= 2;
  self->is_selecting = TRUE;
  changed (self, had_selection);
  return TRUE;
}

/* Begins to draw a column around text. */
gboolean
hopso_page_view_select_column (HopsoPageView *self, double x, double y)
{
  if (!hopso_page_view_select_begin (self, 1, x, y))
    return FALSE;
  self->selection.unit = HOPSO_PAGE_UNIT_COLUMN;
  return TRUE;
}

/* Moves the end of the selection. */
void
hopso_page_view_select_to (HopsoPageView *self, double x, double y)
{
  const gboolean had_selection = self->selection.is_set;
  HopsoPageCaret caret;

  if (!find_caret (self, x, y, &caret))
    return;
  if (self->selection.unit == HOPSO_PAGE_UNIT_COLUMN && caret.page != self->selection.anchor.page)
    return;
  self->selection.focus = caret;
  self->selection.is_set = self->selection.unit != HOPSO_PAGE_UNIT_CHAR ||
                           caret.page != self->selection.anchor.page ||
                           caret.offset != self->selection.anchor.offset;
  changed (self, had_selection);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  HopsoPageView *self = HOPSO_PAGE_VIEW (widget);
  const double over = self->pointer_y - gtk_widget_get_height (widget);
  const double by = self->pointer_y < 0 ? self->pointer_y : MAX (over, 0);

  if (by != 0)
    {
      hopso_page_view_scroll_by (self, 0, by * SCROLL_PART);
      hopso_page_view_select_to (self, self->pointer_x, self->pointer_y);
    }
  return G_SOURCE_CONTINUE;
}

/* The pointer is dragged; outside of the view the pages come to it. */
void
hopso_page_view_select_drag (HopsoPageView *self, double x, double y)
{
  self->pointer_x = x;
  self->pointer_y = y;
  hopso_page_view_select_to (self, x, y);
  if (self->select_tick == 0)
    self->select_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
primary_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HopsoPageView *self = HOPSO_PAGE_VIEW (source);
  g_autofree char *text = hopso_page_view_read_selection_finish (self, result, NULL);

  if (text != NULL && *text != '\0')
    gdk_clipboard_set_text (gtk_widget_get_primary_clipboard (GTK_WIDGET (self)), text);
}

/* The button was let go. */
void
hopso_page_view_select_end (HopsoPageView *self)
{
  guint first;
  guint last;

  if (self->select_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->select_tick);
  self->select_tick = 0;
  if (!self->is_selecting)
    return;
  self->is_selecting = FALSE;
  hopso_page_selection_get_pages (&self->selection, &first, &last);
  if (self->selection.is_set && last - first < MAX_PRIMARY_PAGES)
    hopso_page_view_read_selection_async (self, NULL, primary_cb, NULL);
}

/**
 * hopso_page_view_get_has_selection:
 *
 * Returns: whether any text is selected
 */
gboolean
hopso_page_view_get_has_selection (HopsoPageView *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE_VIEW (self), FALSE);

  return self->selection.is_set;
}

/**
 * hopso_page_view_clear_selection:
 *
 * Selects nothing.
 */
void
hopso_page_view_clear_selection (HopsoPageView *self)
{
  const gboolean had_selection = self->selection.is_set;

  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  self->selection = (HopsoPageSelection){ 0 };
  changed (self, had_selection);
}

/**
 * hopso_page_view_select_all:
 *
 * Selects the text of the whole document.
 */
void
hopso_page_view_select_all (HopsoPageView *self)
{
  const gboolean had_selection = self->selection.is_set;
  const guint n = hopso_page_view_get_n_pages (self);

  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  if (n == 0)
    return;
  self->selection = (HopsoPageSelection){
    .is_set = TRUE,
    .unit = HOPSO_PAGE_UNIT_CHAR,
    .anchor = { 0, 0, 0, 0 },
    .focus = { n - 1, G_MAXUINT, 0, 0 },
  };
  changed (self, had_selection);
}

/* A selection that keys begin, where there is none: at the first text that is seen. */
static gboolean
begin_by_key (HopsoPageView *self)
{
  guint first;
  guint last;

  if (!hopso_page_view_get_shown (self, &first, &last))
    return FALSE;
  for (guint page = first; page <= last; page++)
    {
      HopsoPageBox box;
      double x;
      double y;

      hopso_page_view_get_box (self, page, &box);
      x = MAX (box.x, 0) + 1;
      y = MAX (box.y, 0) + 1;
      if (find_caret (self, x, y, &self->selection.focus))
        {
          self->selection.anchor = self->selection.focus;
          self->selection.unit = HOPSO_PAGE_UNIT_CHAR;
          return TRUE;
        }
    }
  return FALSE;
}

/* Over the end of a page to the next one, or back. */
static void
move_to_page (HopsoPageView *self, HopsoPageCaret *caret, int by)
{
  HopsoPageText *text;

  if (by < 0 ? caret->page == 0 : caret->page + 1 >= hopso_page_view_get_n_pages (self))
    return;
  hopso_page_facts_want (self->facts, caret->page + (guint) by);
  text = hopso_page_facts_get_text (self->facts, caret->page + (guint) by);
  if (text == NULL)
    return;
  caret->page += (guint) by;
  caret->offset = by > 0 ? 0 : hopso_page_text_get_length (text);
}

/* Moves the end of the selection by keys, or with @is_caret both ends, which selects nothing. */
void
hopso_page_view_select_step (HopsoPageView *self, HopsoPageStep step, int by, gboolean is_caret)
{
  const gboolean had_selection = self->selection.is_set;
  HopsoPageCaret *caret = &self->selection.focus;
  HopsoPageText *text;
  HopsoPageRange range;

  if (!self->has_caret && !had_selection && !begin_by_key (self))
    return;
  self->has_caret = TRUE;
  hopso_page_facts_want (self->facts, caret->page);
  text = hopso_page_facts_get_text (self->facts, caret->page);
  if (text == NULL)
    return;
  caret->offset = MIN (caret->offset, hopso_page_text_get_length (text));
  if (!hopso_page_text_move (text, &caret->offset, step, by))
    move_to_page (self, caret, by);
  if (is_caret)
    self->selection.anchor = *caret;
  self->selection.unit = HOPSO_PAGE_UNIT_CHAR;
  self->selection.is_set =
      caret->page != self->selection.anchor.page || caret->offset != self->selection.anchor.offset;
  range = (HopsoPageRange){ caret->page, caret->offset, caret->offset };
  hopso_page_view_reveal_range (self, &range);
  changed (self, had_selection);
}

/**
 * hopso_page_view_get_is_caret_mode:
 *
 * Returns: whether arrow keys move a caret in the text instead of the pages
 */
gboolean
hopso_page_view_get_is_caret_mode (HopsoPageView *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE_VIEW (self), FALSE);

  return self->is_caret_mode;
}

/**
 * hopso_page_view_set_is_caret_mode:
 * @is_caret_mode: whether arrow keys are to move a caret in the text
 */
void
hopso_page_view_set_is_caret_mode (HopsoPageView *self, gboolean is_caret_mode)
{
  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  is_caret_mode = !!is_caret_mode;
  if (self->is_caret_mode == is_caret_mode)
    return;
  self->is_caret_mode = is_caret_mode;
  if (is_caret_mode && !self->has_caret)
    self->has_caret = begin_by_key (self);
  g_object_notify (G_OBJECT (self), "is-caret-mode");
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
