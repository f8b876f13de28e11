/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Wheel, fingers and pointer of a HopsoPageView. Scrolling by wheel and finger, with the way it
 * runs out, is the business of the GtkScrolledWindow around it; here are zooming, turning at the
 * end of a page, and dragging the paper. Main thread. */

#include "hopso-page-view-private.h"

#include <math.h>

/* One notch of the wheel. */
#define WHEEL_ZOOM 1.1

/* After a page was turned by wheel or touchpad, what still runs out turns no more pages. */
#define TURN_REST_MS 250

static void
moved_cb (GtkEventControllerMotion *motion, double x, double y, HopsoPageView *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
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

/* With one page at a time the wheel turns pages, at the ends of what can be scrolled. */
static gboolean
turn_by_wheel (HopsoPageView *self, double dy)
{
  const gint64 now = g_get_monotonic_time () / 1000;

  if (now - self->turned_at < TURN_REST_MS)
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

  if (self->layout == NULL || dy == 0)
    return GDK_EVENT_PROPAGATE;
  if ((state & GDK_CONTROL_MASK) != 0)
    {
      hopso_page_view_zoom_at (self, hopso_page_view_get_zoom (self) * pow (WHEEL_ZOOM, -dy),
                               self->pointer_x, self->pointer_y);
      return GDK_EVENT_STOP;
    }
  if ((state & GDK_SHIFT_MASK) == 0 && hopso_page_layout_is_paged (self->layout))
    return turn_by_wheel (self, dy);
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

  if (!gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    return;
  hopso_page_view_zoom_at (self, self->pinch_zoom * scale, x, y);
}

static void
pan_begin_cb (GtkGestureDrag *drag, double x, double y, HopsoPageView *self)
{
  const guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (drag));

  if (button != GDK_BUTTON_MIDDLE && !self->is_space_down)
    {
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->pan_x = hopso_page_view_get_value (self, GTK_ORIENTATION_HORIZONTAL);
  self->pan_y = hopso_page_view_get_value (self, GTK_ORIENTATION_VERTICAL);
  self->has_panned = TRUE;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
pan_update_cb (GtkGestureDrag *drag, double dx, double dy, HopsoPageView *self)
{
  hopso_page_view_scroll_by (
      self, self->pan_x - dx - hopso_page_view_get_value (self, GTK_ORIENTATION_HORIZONTAL),
      self->pan_y - dy - hopso_page_view_get_value (self, GTK_ORIENTATION_VERTICAL));
}

static void
pan_end_cb (GtkGestureDrag *drag, double dx, double dy, HopsoPageView *self)
{
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

static gboolean
is_by_finger (GtkGesture *gesture)
{
  GdkDevice *device =
      gtk_event_controller_get_current_event_device (GTK_EVENT_CONTROLLER (gesture));

  return device != NULL && gdk_device_get_source (device) == GDK_SOURCE_TOUCHSCREEN;
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, HopsoPageView *self)
{
  const guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (click));

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->mode == HOPSO_PAGE_MODE_PRESENTATION && !is_by_finger (GTK_GESTURE (click)))
    hopso_page_view_turn (self, button == GDK_BUTTON_SECONDARY ? -1 : 1, FALSE);
  else if (n_press == 2 && button == GDK_BUTTON_PRIMARY && is_by_finger (GTK_GESTURE (click)))
    hopso_page_view_double_at (self, x, y);
}

static void
add_pan (HopsoPageView *self)
{
  GtkGesture *pan = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (pan), 0);
  g_signal_connect (pan, "drag-begin", G_CALLBACK (pan_begin_cb), self);
  g_signal_connect (pan, "drag-update", G_CALLBACK (pan_update_cb), self);
  g_signal_connect (pan, "drag-end", G_CALLBACK (pan_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pan));
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
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (motion, "motion", G_CALLBACK (moved_cb), self);
  g_signal_connect (wheel, "scroll", G_CALLBACK (wheel_cb), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, wheel);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  add_pan (self);
  add_keys (self);
}
