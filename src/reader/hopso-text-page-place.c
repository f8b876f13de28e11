/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where one is in the text of a page: carried over from the pages and back to them by where the
 * letters stand, or where words were found. Main thread. */

#include "hopso-text-page-private.h"

/* A place in the text, brought into sight. */
void
hopso_text_page_put_cursor (HopsoTextPage *self, guint offset)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter place;

  gtk_text_buffer_get_iter_at_offset (buffer, &place, (int) offset);
  gtk_text_buffer_place_cursor (buffer, &place);
  gtk_text_view_scroll_to_mark (self->text, gtk_text_buffer_get_insert (buffer), 0, TRUE, 0, 0);
}

static int
get_cursor (HopsoTextPage *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter place;

  gtk_text_buffer_get_iter_at_mark (buffer, &place, gtk_text_buffer_get_insert (buffer));
  return gtk_text_iter_get_offset (&place);
}

/* The cursor, or when people have scrolled on without it, what stands at the top. */
guint
hopso_text_page_get_place (HopsoTextPage *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter place;
  GdkRectangle seen;
  GdkRectangle cursor;

  gtk_text_buffer_get_iter_at_mark (buffer, &place, gtk_text_buffer_get_insert (buffer));
  gtk_text_view_get_visible_rect (self->text, &seen);
  gtk_text_view_get_iter_location (self->text, &place, &cursor);
  if (cursor.y + cursor.height <= seen.y || cursor.y >= seen.y + seen.height)
    gtk_text_view_get_iter_at_location (self->text, &place, seen.x, seen.y);
  return (guint) gtk_text_iter_get_offset (&place);
}

/* The first character that stands as low as the middle of what was looked at. */
static guint
find_spot (HopsoTextPage *self)
{
  const HopsoPdfBox *boxes = hopso_pdf_text_get_boxes (self->source);
  HopsoPagePlace place;
  double width;
  double height;

  hopso_page_view_get_place (self->view, &place);
  hopso_page_spot_turn (&place.spot, place.rotation, 0);
  if (place.spot.page != self->page)
    return 0;
  hopso_pdf_document_get_page_size (hopso_page_view_get_document (self->view), self->page, &width,
                                    &height);
  for (guint i = 0; i < self->reflow->n_places; i++)
    {
      if (boxes[i].y2 > boxes[i].y1 && boxes[i].y2 >= place.spot.y * height)
        return self->reflow->places[i];
    }
  return 0;
}

/* The pages go to where was read, unless nobody moved. */
void
hopso_text_page_tell_place (HopsoTextPage *self)
{
  HopsoPagePlace place;
  double width;
  double height;

  if (self->reflow == NULL || self->reflow->blocks->len == 0)
    return;

  const guint reading = hopso_text_page_get_place (self);
  const guint i = hopso_pdf_reflow_find_place (self->reflow, reading);
  if (i >= self->reflow->n_places || (int) reading == self->arrived_place)
    return;
  hopso_page_view_get_place (self->view, &place);
  hopso_pdf_document_get_page_size (hopso_page_view_get_document (self->view), self->page, &width,
                                    &height);
  place.spot = (HopsoPageSpot){ self->page, 0.5, 0 };
  place.spot.y = CLAMP (hopso_pdf_text_get_boxes (self->source)[i].y1 / height, 0, 1);
  hopso_page_spot_turn (&place.spot, 0, place.rotation);
  hopso_page_view_set_place (self->view, &place);
}

/* --- what was found -------------------------------------------------------------------------- */

/* Those on this page. */
void
hopso_text_page_light_hits (HopsoTextPage *self)
{
  hopso_text_page_light (gtk_text_view_get_buffer (self->text), self->reflow, self->find,
                         self->page, self->current_hit);
}

/* Whether the place that was chosen is on this page. */
static gboolean
go_to_hit (HopsoTextPage *self)
{
  guint start;
  guint end;

  if (self->find == NULL || self->reflow == NULL || self->current_hit < 0 ||
      (guint) self->current_hit >= hopso_pdf_find_get_n_hits (self->find) ||
      hopso_pdf_find_get_page (self->find, (guint) self->current_hit) != self->page ||
      !hopso_pdf_find_get_place (self->find, (guint) self->current_hit, &start, &end) ||
      start >= self->reflow->n_places)
    return FALSE;
  hopso_text_page_put_cursor (self, self->reflow->places[start]);
  return TRUE;
}

static void
hits_changed_cb (HopsoTextPage *self)
{
  hopso_text_page_light_hits (self);
}

/**
 * hopso_text_page_set_find:
 * @find: (nullable): what is being looked for
 * @current: which of the places is chosen, or -1
 *
 * Lights what is found, and goes to the chosen place when that is another one.
 */
void
hopso_text_page_set_find (HopsoTextPage *self, HopsoPdfFind *find, int current)
{
  g_return_if_fail (HOPSO_IS_TEXT_PAGE (self));

  const gboolean is_other = self->find != find || self->current_hit != current;

  if (self->find != find)
    {
      if (self->find != NULL)
        g_signal_handlers_disconnect_by_func (self->find, hits_changed_cb, self);
      g_set_object (&self->find, find);
      if (find != NULL)
        g_signal_connect_object (find, "items-changed", G_CALLBACK (hits_changed_cb), self,
                                 G_CONNECT_SWAPPED);
    }
  self->current_hit = current;
  hopso_text_page_light_hits (self);
  if (is_other && self->is_active && !go_to_hit (self) && find != NULL && current >= 0 &&
      (guint) current < hopso_pdf_find_get_n_hits (find))
    hopso_page_view_go_to_page (self->view, hopso_pdf_find_get_page (find, (guint) current));
}

/* The text is there: where its reader wanted to be. */
void
hopso_text_page_arrive (HopsoTextPage *self)
{
  if (!go_to_hit (self))
    {
      if (self->arrival == HOPSO_TEXT_ARRIVE_SPOT)
        hopso_text_page_put_cursor (self, find_spot (self));
      else if (self->arrival == HOPSO_TEXT_ARRIVE_END)
        hopso_text_page_put_cursor (
            self,
            g_array_index (self->reflow->blocks, HopsoPdfBlock, self->reflow->blocks->len - 1).end);
      else
        hopso_text_page_put_cursor (self, 0);
    }
  self->arrived_place = get_cursor (self);
  self->arrival = HOPSO_TEXT_ARRIVE_START;
}
