/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a HopsoReader's document was left: its place, and what was open beside it. It is kept soon
 * after each move, so that it is known whatever happens to us. Main thread. */

#include "hopso-reader-private.h"

#include <string.h>

#define PLACE "place"
#define PANEL "panel"

/* After the last move. */
#define REST_MS 700

static void
restore_panel (HopsoReader *self)
{
  g_autofree char *name = hopso_reader_dup_remembered (self, PANEL);

  if (name == NULL)
    return;
  adw_flap_set_reveal_flap (self->flap, *name != '\0');
  /* Nothing is being looked for yet. */
  if (*name != '\0' && !g_str_equal (name, "hits"))
    hopso_side_panel_show (self->side, name);
}

/* Goes to where the document was left. */
void
hopso_reader_restore_place (HopsoReader *self)
{
  g_autofree char *words = hopso_reader_dup_remembered (self, PLACE);
  HopsoPagePlace place;

  restore_panel (self);
  hopso_reader_restore_bookmarks (self);
  if (self->has_next_place)
    hopso_page_view_set_place (self->view, &self->next_place);
  else if (hopso_page_place_from_string (&place, words))
    hopso_page_view_set_place (self->view, &place);
  self->has_next_place = FALSE;
}

/* Remembers where the document is left. */
void
hopso_reader_keep_place (HopsoReader *self)
{
  HopsoPagePlace place;

  g_clear_handle_id (&self->rest, g_source_remove);
  if (hopso_page_view_get_document (self->view) == NULL)
    return;
  hopso_page_view_get_place (self->view, &place);

  g_autofree char *words = hopso_page_place_to_string (&place);
  const gboolean is_open = adw_flap_get_reveal_flap (self->flap);

  hopso_reader_remember (self, PLACE, words);
  hopso_reader_remember (self, PANEL, is_open ? hopso_side_panel_get_shown (self->side) : "");
}

static gboolean
rest_cb (gpointer user_data)
{
  HopsoReader *self = user_data;

  self->rest = 0;
  hopso_reader_keep_place (self);
  return G_SOURCE_REMOVE;
}

static void
moved_cb (HopsoReader *self)
{
  if (hopso_page_view_get_document (self->view) == NULL)
    return;
  g_clear_handle_id (&self->rest, g_source_remove);
  self->rest = g_timeout_add (REST_MS, rest_cb, self);
}

/* Every move is followed, for one reader. */
void
hopso_reader_connect_place (HopsoReader *self)
{
  static const char *const moves[] = { "notify::page", "notify::zoom", "notify::fit",
                                       "notify::mode", "notify::rotation" };
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (
      gtk_widget_get_ancestor (GTK_WIDGET (self->view), GTK_TYPE_SCROLLED_WINDOW));

  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    g_signal_connect_object (self->view, moves[i], G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (scroller), "value-changed",
                           G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (moved_cb), self,
                           G_CONNECT_SWAPPED);
}
