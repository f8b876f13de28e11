/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The keys of a HopsoPageView. Main thread. */

#include "hopso-page-view-private.h"

double
hopso_page_view_get_screenful (HopsoPageView *self)
{
  return MAX (gtk_widget_get_height (GTK_WIDGET (self)) - HOPSO_PAGE_SCROLL_STEP,
              HOPSO_PAGE_SCROLL_STEP);
}

/* Downwards or upwards; with one page at a time, on to the next at its end. */
void
hopso_page_view_move (HopsoPageView *self, double by)
{
  const double before = hopso_page_view_get_value (self, GTK_ORIENTATION_VERTICAL);

  hopso_page_view_scroll_by (self, 0, by);
  if (self->layout != NULL && hopso_page_layout_is_paged (self->layout) &&
      hopso_page_view_get_value (self, GTK_ORIENTATION_VERTICAL) == before)
    hopso_page_view_turn (self, by > 0 ? 1 : -1, by < 0);
}

static void
step (HopsoPageView *self, int by)
{
  if (self->is_caret_mode)
    hopso_page_view_select_step (self, HOPSO_PAGE_STEP_LINE, by, TRUE);
  else
    hopso_page_view_move (self, by * HOPSO_PAGE_SCROLL_STEP);
}

static void
move_screenful (HopsoPageView *self, int by)
{
  hopso_page_view_move (self, by * hopso_page_view_get_screenful (self));
}

static void
turn (HopsoPageView *self, int by)
{
  hopso_page_view_turn (self, by, FALSE);
}

/* Sideways where there is something; otherwise to the next page or the one before. */
static void
move_sideways (HopsoPageView *self, int by)
{
  if (self->is_caret_mode)
    hopso_page_view_select_step (self, HOPSO_PAGE_STEP_CHAR, by, TRUE);
  else if (self->layout != NULL &&
           hopso_page_layout_get_width (self->layout) > gtk_widget_get_width (GTK_WIDGET (self)))
    hopso_page_view_scroll_by (self, by * HOPSO_PAGE_SCROLL_STEP, 0);
  else
    turn (self, by);
}

static void
turn_sheet (HopsoPageView *self, int by)
{
  if (self->is_caret_mode)
    hopso_page_view_select_step (self, HOPSO_PAGE_STEP_WORD, by, TRUE);
  else
    hopso_page_view_turn_by (self, by);
}

static void
select_char (HopsoPageView *self, int by)
{
  hopso_page_view_select_step (self, HOPSO_PAGE_STEP_CHAR, by, FALSE);
}

static void
select_word (HopsoPageView *self, int by)
{
  hopso_page_view_select_step (self, HOPSO_PAGE_STEP_WORD, by, FALSE);
}

static void
select_line (HopsoPageView *self, int by)
{
  hopso_page_view_select_step (self, HOPSO_PAGE_STEP_LINE, by, FALSE);
}

static void
select_to_end (HopsoPageView *self, int by)
{
  hopso_page_view_select_step (self, HOPSO_PAGE_STEP_LINE_END, by, FALSE);
}

static void
select_all (HopsoPageView *self, int by)
{
  hopso_page_view_select_all (self);
}

static void
copy (HopsoPageView *self, int by)
{
  hopso_page_view_copy (self);
}

static void
switch_caret (HopsoPageView *self, int by)
{
  hopso_page_view_set_is_caret_mode (self, !self->is_caret_mode);
}

static void
go_to_far_end (HopsoPageView *self, int by)
{
  hopso_page_view_go_to_page (self, by < 0 ? 0 : MAX (hopso_page_view_get_n_pages (self), 1) - 1);
}

/* In a line with a caret, else in the document. */
static void
go_to_end (HopsoPageView *self, int by)
{
  if (self->is_caret_mode)
    {
      hopso_page_view_select_step (self, HOPSO_PAGE_STEP_LINE_END, by, TRUE);
      return;
    }
  go_to_far_end (self, by);
}

static void
zoom (HopsoPageView *self, int by)
{
  if (by > 0)
    hopso_page_view_zoom_in (self);
  else if (by < 0)
    hopso_page_view_zoom_out (self);
  else
    hopso_page_view_set_zoom (self, 1);
}

typedef struct
{
  guint keyval;
  guint keypad; /* the same on the keypad, or 0 */
  GdkModifierType modifiers;
  void (*deed) (HopsoPageView *self, int by);
  int by;
} Key;

static const Key keys[] = {
  { GDK_KEY_Up, GDK_KEY_KP_Up, 0, step, -1 },
  { GDK_KEY_Down, GDK_KEY_KP_Down, 0, step, 1 },
  { GDK_KEY_Left, GDK_KEY_KP_Left, 0, move_sideways, -1 },
  { GDK_KEY_Right, GDK_KEY_KP_Right, 0, move_sideways, 1 },
  { GDK_KEY_space, 0, 0, move_screenful, 1 },
  { GDK_KEY_space, 0, GDK_SHIFT_MASK, move_screenful, -1 },
  { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, 0, move_screenful, 1 },
  { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, 0, move_screenful, -1 },
  { GDK_KEY_n, 0, 0, turn, 1 },
  { GDK_KEY_p, 0, 0, turn, -1 },
  { GDK_KEY_Home, GDK_KEY_KP_Home, 0, go_to_end, -1 },
  { GDK_KEY_Home, GDK_KEY_KP_Home, GDK_CONTROL_MASK, go_to_far_end, -1 },
  { GDK_KEY_End, GDK_KEY_KP_End, 0, go_to_end, 1 },
  { GDK_KEY_End, GDK_KEY_KP_End, GDK_CONTROL_MASK, go_to_far_end, 1 },
  { GDK_KEY_plus, GDK_KEY_KP_Add, 0, zoom, 1 },
  { GDK_KEY_equal, 0, 0, zoom, 1 },
  { GDK_KEY_plus, GDK_KEY_KP_Add, GDK_CONTROL_MASK, zoom, 1 },
  { GDK_KEY_equal, 0, GDK_CONTROL_MASK, zoom, 1 },
  { GDK_KEY_minus, GDK_KEY_KP_Subtract, 0, zoom, -1 },
  { GDK_KEY_minus, GDK_KEY_KP_Subtract, GDK_CONTROL_MASK, zoom, -1 },
  { GDK_KEY_0, GDK_KEY_KP_0, 0, zoom, 0 },
  { GDK_KEY_0, GDK_KEY_KP_0, GDK_CONTROL_MASK, zoom, 0 },
  { GDK_KEY_Left, 0, GDK_CONTROL_MASK, turn_sheet, -1 },
  { GDK_KEY_Right, 0, GDK_CONTROL_MASK, turn_sheet, 1 },
  { GDK_KEY_Left, GDK_KEY_KP_Left, GDK_SHIFT_MASK, select_char, -1 },
  { GDK_KEY_Right, GDK_KEY_KP_Right, GDK_SHIFT_MASK, select_char, 1 },
  { GDK_KEY_Left, 0, GDK_SHIFT_MASK | GDK_CONTROL_MASK, select_word, -1 },
  { GDK_KEY_Right, 0, GDK_SHIFT_MASK | GDK_CONTROL_MASK, select_word, 1 },
  { GDK_KEY_Up, GDK_KEY_KP_Up, GDK_SHIFT_MASK, select_line, -1 },
  { GDK_KEY_Down, GDK_KEY_KP_Down, GDK_SHIFT_MASK, select_line, 1 },
  { GDK_KEY_Home, GDK_KEY_KP_Home, GDK_SHIFT_MASK, select_to_end, -1 },
  { GDK_KEY_End, GDK_KEY_KP_End, GDK_SHIFT_MASK, select_to_end, 1 },
  { GDK_KEY_a, 0, GDK_CONTROL_MASK, select_all, 0 },
  { GDK_KEY_c, 0, GDK_CONTROL_MASK, copy, 0 },
  { GDK_KEY_Insert, 0, GDK_CONTROL_MASK, copy, 0 },
  { GDK_KEY_F7, 0, 0, switch_caret, 0 },
};

static gboolean
key_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  const Key *key = &keys[g_variant_get_uint32 (parameter)];

  key->deed (HOPSO_PAGE_VIEW (widget), key->by);
  return GDK_EVENT_STOP;
}

/**
 * hopso_page_view_escape:
 *
 * Takes back what was selected, the caret and the focus of a link: what Esc means before it means
 * to leave.
 *
 * Returns: whether there was any of it
 */
gboolean
hopso_page_view_escape (HopsoPageView *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE_VIEW (self), FALSE);

  if (!self->selection.is_set && !self->is_caret_mode && self->link_index < 0)
    return FALSE;
  hopso_page_view_clear_selection (self);
  hopso_page_view_set_is_caret_mode (self, FALSE);
  hopso_page_view_unfocus_link (self);
  return TRUE;
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  return hopso_page_view_escape (HOPSO_PAGE_VIEW (widget));
}

/* Where there is no way back the key may mean another. */
static gboolean
history_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  HopsoPageView *self = HOPSO_PAGE_VIEW (widget);
  const int by = g_variant_get_int32 (parameter);

  if (!hopso_page_history_can_go (self->history, by))
    return GDK_EVENT_PROPAGATE;
  if (by < 0)
    hopso_page_view_go_back (self);
  else
    hopso_page_view_go_forward (self);
  return GDK_EVENT_STOP;
}

static gboolean
return_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  return hopso_page_view_press_link (HOPSO_PAGE_VIEW (widget));
}

/* The keys, for the widget's class. */
void
hopso_page_view_bind_keys (GtkWidgetClass *class)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gtk_widget_class_add_binding (class, keys[i].keyval, keys[i].modifiers, key_cb, "u", i);
      if (keys[i].keypad != 0)
        gtk_widget_class_add_binding (class, keys[i].keypad, keys[i].modifiers, key_cb, "u", i);
    }
  gtk_widget_class_add_binding (class, GDK_KEY_Left, GDK_ALT_MASK, history_cb, "i", -1);
  gtk_widget_class_add_binding (class, GDK_KEY_Right, GDK_ALT_MASK, history_cb, "i", 1);
  gtk_widget_class_add_binding (class, GDK_KEY_BackSpace, 0, history_cb, "i", -1);
  gtk_widget_class_add_binding (class, GDK_KEY_BackSpace, GDK_SHIFT_MASK, history_cb, "i", 1);
  gtk_widget_class_add_binding (class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_add_binding (class, GDK_KEY_Return, 0, return_cb, NULL);
  gtk_widget_class_add_binding (class, GDK_KEY_KP_Enter, 0, return_cb, NULL);
}
