/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Wheel, fingers and pointer of a HopsoPageView. Scrolling by wheel and finger, with the way it
 * runs out, is the business of the GtkScrolledWindow around it; here are zooming, turning at the
 * end of a page, and dragging the paper. Main thread. */

#include "hopso-page-view-private.h"

#include <math.h>

/* One notch of the wheel. */
#define WHEEL_ZOOM 1.1

/* At the side of a mouse, as X and Wayland count them. */
#define BUTTON_BACK    8
#define BUTTON_FORWARD 9

/* So far do two fingers move for what one notch of a wheel does, in logical pixels. */
#define NOTCH 50.0

/* After a page was turned by wheel or touchpad, what still runs out turns no more pages. */
#define TURN_REST_MS 250

/* Says by the pointer what is under it. */
static void
moved_cb (GtkEventControllerMotion *motion, double x, double y, HopsoPageView *self)
{
  const char *cursor = NULL;

  self->pointer_x = x;
  self->pointer_y = y;
  if (self->is_panning || self->layout == NULL)
    return;
  if (hopso_page_view_find_link (self, x, y) != NULL ||
      hopso_page_view_find_field (self, x, y) >= 0)
    cursor = "pointer";
  else if (self->mode != HOPSO_PAGE_MODE_PRESENTATION && hopso_page_view_is_text_at (self, x, y))
    cursor = "text";
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), cursor);
}

static gboolean
is_at_end (HopsoPageView *self, double dy)
{
  GtkAdjustment *down = self->adjustments[GTK_ORIENTATION_VERTICAL];

  if (down == NULL || dy == 0)
    return dy != 0;
  if (dy < 0)
    return gtk_adjustment_get_value (down) <= gtk_adjustment_get_lower (down);
  return gtk_adjustment_get_value (down) >=
         gtk_adjustment_get_upper (down) - gtk_adjustment_get_page_size (down);
}

/* With one page at a time the wheel turns pages, at the ends of what can be scrolled. How soon one
 * notch follows another, the hand says and not how busy we are: @now is the event's time. */
static gboolean
turn_by_wheel (HopsoPageView *self, double dy, guint32 now)
{
  if (self->turned_at != 0 && now - self->turned_at < TURN_REST_MS)
    return GDK_EVENT_STOP;
  if (!is_at_end (self, dy))
    {
      self->turn_sum = 0;
      return GDK_EVENT_PROPAGATE;
    }
  self->turn_sum = self->turn_sum * dy < 0 ? dy : self->turn_sum + dy;
  if (fabs (self->turn_sum) < 1)
    return GDK_EVENT_STOP;
  self->turn_sum = 0;
  if (hopso_page_view_turn (self, dy > 0 ? 1 : -1, dy < 0))
    self->turned_at = now;
  return GDK_EVENT_STOP;
}

static gboolean
wheel_cb (GtkEventControllerScroll *wheel, double dx, double dy, HopsoPageView *self)
{
  const GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (wheel));

  if (gtk_event_controller_scroll_get_unit (wheel) == GDK_SCROLL_UNIT_SURFACE)
    dy /= NOTCH;

  if (self->layout == NULL || dy == 0)
    return GDK_EVENT_PROPAGATE;
  if ((state & GDK_CONTROL_MASK) != 0)
    {
      hopso_page_view_zoom_at (self, hopso_page_view_get_zoom (self) * pow (WHEEL_ZOOM, -dy),
                               self->pointer_x, self->pointer_y);
      return GDK_EVENT_STOP;
    }
  if ((state & GDK_SHIFT_MASK) == 0 && hopso_page_layout_is_paged (self->layout))
    return turn_by_wheel (
        self, dy, gtk_event_controller_get_current_event_time (GTK_EVENT_CONTROLLER (wheel)));
  return GDK_EVENT_PROPAGATE;
}

static void
pinch_begin_cb (GtkGesture *gesture, GdkEventSequence *sequence, HopsoPageView *self)
{
  self->pinch_zoom = hopso_page_view_get_zoom (self);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
pinch_cb (GtkGestureZoom *gesture, double scale, HopsoPageView *self)
{
  double x;
  double y;

  if (!gtk_gesture_is_active (GTK_GESTURE (gesture)) ||
      !gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    {
      x = self->pointer_x;
      y = self->pointer_y;
    }
  hopso_page_view_zoom_at (self, self->pinch_zoom * scale, x, y);
}

static gboolean
is_by_finger (gpointer controller)
{
  GdkDevice *device = gtk_event_controller_get_current_event_device (controller);

  return device != NULL && gdk_device_get_source (device) == GDK_SOURCE_TOUCHSCREEN;
}

/* A finger scrolls by what is around the view. */
static void
drag_begin_cb (GtkGestureDrag *drag, double x, double y, HopsoPageView *self)
{
  const guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (drag));

  if (is_by_finger (drag) || button == GDK_BUTTON_SECONDARY ||
      (self->mode == HOPSO_PAGE_MODE_PRESENTATION && button == GDK_BUTTON_PRIMARY))
    {
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->pan_x = hopso_page_view_get_value (self, GTK_ORIENTATION_HORIZONTAL);
  self->pan_y = hopso_page_view_get_value (self, GTK_ORIENTATION_VERTICAL);
  self->is_panning = button == GDK_BUTTON_MIDDLE || self->is_space_down;
  if (!self->is_panning)
    return;
  self->has_panned = TRUE;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
}

/* Where there is no text to be selected, as on scans, the paper is dragged. */
static void
drag_update_cb (GtkGestureDrag *drag, double dx, double dy, HopsoPageView *self)
{
  double x;
  double y;

  if (self->is_selecting && !self->is_panning)
    {
      gtk_gesture_drag_get_start_point (drag, &x, &y);
      hopso_page_view_select_drag (self, x + dx, y + dy);
      return;
    }
  self->is_panning = TRUE;
  hopso_page_view_scroll_by (
      self, self->pan_x - dx - hopso_page_view_get_value (self, GTK_ORIENTATION_HORIZONTAL),
      self->pan_y - dy - hopso_page_view_get_value (self, GTK_ORIENTATION_VERTICAL));
}

static void
drag_end_cb (GtkGestureDrag *drag, double dx, double dy, HopsoPageView *self)
{
  self->is_panning = FALSE;
  hopso_page_view_select_end (self);
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
}

/* The space bar is a hand while it is held with a button, and otherwise scrolls: when it comes up,
 * so that it does not scroll before somebody drags. */
static gboolean
key_pressed_cb (GtkEventControllerKey *key,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                HopsoPageView *self)
{
  if (keyval != GDK_KEY_space || (state & gtk_accelerator_get_default_mod_mask ()) != 0 ||
      self->mode == HOPSO_PAGE_MODE_PRESENTATION)
    return GDK_EVENT_PROPAGATE;
  if (!self->is_space_down)
    self->has_panned = FALSE;
  self->is_space_down = TRUE;
  return GDK_EVENT_STOP;
}

static void
key_released_cb (GtkEventControllerKey *key,
                 guint keyval,
                 guint keycode,
                 GdkModifierType state,
                 HopsoPageView *self)
{
  if (keyval != GDK_KEY_space || !self->is_space_down)
    return;
  self->is_space_down = FALSE;
  if (!self->has_panned)
    hopso_page_view_move (self, hopso_page_view_get_screenful (self));
}

static void
left_cb (GtkEventControllerFocus *focus, HopsoPageView *self)
{
  self->is_space_down = FALSE;
}

static void
press_text (HopsoPageView *self, int n_press, double x, double y, GdkModifierType state)
{
  if ((state & GDK_SHIFT_MASK) != 0 && self->has_caret)
    {
      self->is_selecting = TRUE;
      hopso_page_view_select_to (self, x, y);
    }
  else if ((state & (GDK_ALT_MASK | GDK_CONTROL_MASK)) != 0)
    self->has_caret = hopso_page_view_select_column (self, x, y);
  else if (n_press == 2 && !hopso_page_view_is_text_at (self, x, y))
    hopso_page_view_double_at (self, x, y);
  else
    self->has_caret = hopso_page_view_select_begin (self, n_press, x, y);
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, HopsoPageView *self)
{
  const guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (click));
  const gboolean is_primary = button == GDK_BUTTON_PRIMARY;

  if (hopso_page_view_is_in_entry (self, x, y))
    return;
  hopso_page_view_leave_field (self);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  hopso_page_view_unfocus_link (self);
  if (is_primary && !self->is_space_down && n_press == 1 &&
      hopso_page_view_press_field (self, x, y))
    return;
  if (button == BUTTON_BACK)
    hopso_page_view_go_back (self);
  else if (button == BUTTON_FORWARD)
    hopso_page_view_go_forward (self);
  else if (is_by_finger (click))
    {
      if (n_press == 2)
        hopso_page_view_double_at (self, x, y);
    }
  else if (self->mode == HOPSO_PAGE_MODE_PRESENTATION)
    {
      if (!is_primary || hopso_page_view_find_link (self, x, y) == NULL)
        hopso_page_view_turn (self, button == GDK_BUTTON_SECONDARY ? -1 : 1, FALSE);
    }
  else if (is_primary && !self->is_space_down)
    press_text (self, n_press, x, y,
                gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (click)));
}

static void
released_cb (GtkGestureClick *click, int n_press, double x, double y, HopsoPageView *self)
{
  const HopsoPdfLink *link = hopso_page_view_find_link (self, x, y);

  hopso_page_view_select_end (self);
  if (link == NULL || n_press != 1 || self->selection.is_set || self->is_panning ||
      gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (click)) != GDK_BUTTON_PRIMARY)
    return;

  g_autoptr (HopsoPdfTarget) target = hopso_pdf_target_copy (link->target);
  hopso_page_view_follow (self, target);
}

/* A finger that stays selects a word, and more when it then moves. */
static void
held_cb (GtkGestureLongPress *hold, double x, double y, HopsoPageView *self)
{
  if (!hopso_page_view_is_text_at (self, x, y) || !hopso_page_view_select_begin (self, 2, x, y))
    {
      gtk_gesture_set_state (GTK_GESTURE (hold), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->has_caret = TRUE;
  hopso_page_view_select_end (self);
  gtk_gesture_set_state (GTK_GESTURE (hold), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
add_pointer (HopsoPageView *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *hold = gtk_gesture_long_press_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (hold), TRUE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  g_signal_connect (hold, "pressed", G_CALLBACK (held_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (hold));
}

static void
add_keys (HopsoPageView *self)
{
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect (key, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect (key, "key-released", G_CALLBACK (key_released_cb), self);
  g_signal_connect (focus, "leave", G_CALLBACK (left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

/* The controllers, for one view. */
void
hopso_page_view_init_input (HopsoPageView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *wheel =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (moved_cb), self);
  g_signal_connect (wheel, "scroll", G_CALLBACK (wheel_cb), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, wheel);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
  add_pointer (self);
  add_keys (self);
}
