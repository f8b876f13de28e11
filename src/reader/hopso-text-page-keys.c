/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Turning pages and changing the size of letters by keys, while the text of a page is read. Main
 * thread. */

#include "hopso-text-page-private.h"

/**
 * hopso_text_page_zoom:
 * @by: 1: larger letters, -1: smaller ones, 0: the usual ones
 */
void
hopso_text_page_zoom (HopsoTextPage *self, int by)
{
  static const guint sizes[] = {
    HOPSO_TEXT_SIZE_LEAST, 100, HOPSO_TEXT_SIZE_USUAL, 150, 175, 200, 250, 300, HOPSO_TEXT_SIZE_MOST
  };
  guint next = HOPSO_TEXT_SIZE_USUAL;

  g_return_if_fail (HOPSO_IS_TEXT_PAGE (self));

  for (guint i = 0; by > 0 && i < G_N_ELEMENTS (sizes); i++)
    {
      next = sizes[i];
      if (next > self->size)
        break;
    }
  for (guint i = G_N_ELEMENTS (sizes); by < 0 && i > 0; i--)
    {
      next = sizes[i - 1];
      if (next < self->size)
        break;
    }
  hopso_text_page_set_size (self, next);
}

static gboolean
turn (HopsoTextPage *self, int by, HopsoTextArrival arrival)
{
  const guint page = hopso_page_view_get_page (self->view);

  if (by < 0 ? page == 0 : page + 1 >= hopso_page_view_get_n_pages (self->view))
    return FALSE;
  self->arrival = arrival;
  hopso_page_view_go_to_page (self->view, by < 0 ? page - 1 : page + 1);
  return TRUE;
}

static gboolean
is_at_edge (HopsoTextPage *self, int by)
{
  GtkAdjustment *y = gtk_scrolled_window_get_vadjustment (self->scroller);
  const double value = gtk_adjustment_get_value (y);

  return by < 0 ? value <= gtk_adjustment_get_lower (y) + 1
                : value + gtk_adjustment_get_page_size (y) >= gtk_adjustment_get_upper (y) - 1;
}

static gboolean
turn_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  turn (HOPSO_TEXT_PAGE (widget), g_variant_get_int32 (arguments), HOPSO_TEXT_ARRIVE_START);
  return GDK_EVENT_STOP;
}

static gboolean
zoom_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  hopso_text_page_zoom (HOPSO_TEXT_PAGE (widget), g_variant_get_int32 (arguments));
  return GDK_EVENT_STOP;
}

static gboolean
is_back_key (guint keyval, GdkModifierType state)
{
  return keyval == GDK_KEY_Page_Up || keyval == GDK_KEY_KP_Page_Up ||
         (keyval == GDK_KEY_space && (state & GDK_SHIFT_MASK) != 0);
}

/* Where the page ends, the next one begins; else the text view knows what to do. */
static gboolean
key_cb (HopsoTextPage *self, guint keyval, guint code, GdkModifierType state)
{
  const gboolean is_space = keyval == GDK_KEY_space;
  const int by = is_back_key (keyval, state) ? -1 : 1;
  const GdkModifierType held =
      state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK);

  if (!is_space && by > 0 && keyval != GDK_KEY_Page_Down && keyval != GDK_KEY_KP_Page_Down)
    return GDK_EVENT_PROPAGATE;
  if (!is_space && held == GDK_CONTROL_MASK)
    {
      turn (self, by, HOPSO_TEXT_ARRIVE_START);
      return GDK_EVENT_STOP;
    }
  if (held != 0 && !(is_space && held == GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;
  if (is_at_edge (self, by))
    return turn (self, by, by < 0 ? HOPSO_TEXT_ARRIVE_END : HOPSO_TEXT_ARRIVE_START);
  if (is_space)
    g_signal_emit_by_name (self->text, "move-cursor", GTK_MOVEMENT_PAGES, by, FALSE);
  return is_space;
}

/* Of the class. */
void
hopso_text_page_bind_keys (GtkWidgetClass *class)
{
  static const struct
  {
    guint keyval;
    int by;
  } sizes[] = { { GDK_KEY_plus, 1 },   { GDK_KEY_KP_Add, 1 },       { GDK_KEY_equal, 1 },
                { GDK_KEY_minus, -1 }, { GDK_KEY_KP_Subtract, -1 }, { GDK_KEY_0, 0 },
                { GDK_KEY_KP_0, 0 } };
  const GdkModifierType control = GDK_CONTROL_MASK;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    gtk_widget_class_add_binding (class, sizes[i].keyval, control, zoom_cb, "i", sizes[i].by);
  gtk_widget_class_add_binding (class, GDK_KEY_n, 0, turn_cb, "i", 1);
  gtk_widget_class_add_binding (class, GDK_KEY_p, 0, turn_cb, "i", -1);
}

/* Of one of them: before the text view's own keys. */
void
hopso_text_page_connect_keys (HopsoTextPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->text), keys);
}
