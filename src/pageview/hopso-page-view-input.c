/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys, wheel and fingers of a HopsoPageView. Scrolling by wheel and finger is the business of the
 * GtkScrolledWindow around it; here are zooming and keys. Main thread. */

#include "hopso-page-view-private.h"

#include <math.h>

#define ARROW_STEP 48.0

/* One notch of the wheel. */
#define WHEEL_ZOOM 1.1

static double
get_screenful (HopsoPageView *self)
{
  return MAX (gtk_widget_get_height (GTK_WIDGET (self)) - ARROW_STEP, ARROW_STEP);
}

static gboolean
is_wider_than_view (HopsoPageView *self)
{
  return self->layout != NULL &&
         hopso_page_layout_get_width (self->layout) > gtk_widget_get_width (GTK_WIDGET (self));
}

static void
turn (HopsoPageView *self, int by)
{
  const gint64 page = (gint64) self->page + by;

  if (page >= 0)
    hopso_page_view_go_to_page (self, (guint) page);
}

/* Sideways where there is something; otherwise to the next or previous page. */
static void
move_sideways (HopsoPageView *self, int by)
{
  if (is_wider_than_view (self))
    hopso_page_view_scroll_by (self, by * ARROW_STEP, 0);
  else
    turn (self, by);
}

typedef enum
{
  KEY_UP,
  KEY_DOWN,
  KEY_LEFT,
  KEY_RIGHT,
  KEY_BACK,
  KEY_ON,
  KEY_FIRST,
  KEY_LAST,
  KEY_ZOOM_IN,
  KEY_ZOOM_OUT,
  KEY_ZOOM_ONE,
} Key;

static gboolean
key_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  HopsoPageView *self = HOPSO_PAGE_VIEW (widget);

  switch ((Key) g_variant_get_int32 (parameter))
    {
    case KEY_UP:
      hopso_page_view_scroll_by (self, 0, -ARROW_STEP);
      break;
    case KEY_DOWN:
      hopso_page_view_scroll_by (self, 0, ARROW_STEP);
      break;
    case KEY_LEFT:
      move_sideways (self, -1);
      break;
    case KEY_RIGHT:
      move_sideways (self, 1);
      break;
    case KEY_BACK:
      hopso_page_view_scroll_by (self, 0, -get_screenful (self));
      break;
    case KEY_ON:
      hopso_page_view_scroll_by (self, 0, get_screenful (self));
      break;
    case KEY_FIRST:
      hopso_page_view_go_to_page (self, 0);
      break;
    case KEY_LAST:
      hopso_page_view_go_to_page (self, MAX (hopso_page_view_get_n_pages (self), 1) - 1);
      break;
    case KEY_ZOOM_IN:
      hopso_page_view_zoom_in (self);
      break;
    case KEY_ZOOM_OUT:
      hopso_page_view_zoom_out (self);
      break;
    case KEY_ZOOM_ONE:
      hopso_page_view_set_zoom (self, 1);
      break;
    default:
      g_assert_not_reached ();
    }
  return GDK_EVENT_STOP;
}

/* The keys, for the widget's class. */
void
hopso_page_view_bind_keys (GtkWidgetClass *class)
{
  static const struct
  {
    guint keyval;
    GdkModifierType modifiers;
    Key key;
  } keys[] = {
    { GDK_KEY_Up, 0, KEY_UP },
    { GDK_KEY_KP_Up, 0, KEY_UP },
    { GDK_KEY_Down, 0, KEY_DOWN },
    { GDK_KEY_KP_Down, 0, KEY_DOWN },
    { GDK_KEY_Left, 0, KEY_LEFT },
    { GDK_KEY_KP_Left, 0, KEY_LEFT },
    { GDK_KEY_Right, 0, KEY_RIGHT },
    { GDK_KEY_KP_Right, 0, KEY_RIGHT },
    { GDK_KEY_space, 0, KEY_ON },
    { GDK_KEY_space, GDK_SHIFT_MASK, KEY_BACK },
    { GDK_KEY_Page_Down, 0, KEY_ON },
    { GDK_KEY_KP_Page_Down, 0, KEY_ON },
    { GDK_KEY_Page_Up, 0, KEY_BACK },
    { GDK_KEY_KP_Page_Up, 0, KEY_BACK },
    { GDK_KEY_Home, 0, KEY_FIRST },
    { GDK_KEY_KP_Home, 0, KEY_FIRST },
    { GDK_KEY_End, 0, KEY_LAST },
    { GDK_KEY_KP_End, 0, KEY_LAST },
    { GDK_KEY_plus, 0, KEY_ZOOM_IN },
    { GDK_KEY_equal, 0, KEY_ZOOM_IN },
    { GDK_KEY_KP_Add, 0, KEY_ZOOM_IN },
    { GDK_KEY_plus, GDK_CONTROL_MASK, KEY_ZOOM_IN },
    { GDK_KEY_equal, GDK_CONTROL_MASK, KEY_ZOOM_IN },
    { GDK_KEY_minus, 0, KEY_ZOOM_OUT },
    { GDK_KEY_KP_Subtract, 0, KEY_ZOOM_OUT },
    { GDK_KEY_minus, GDK_CONTROL_MASK, KEY_ZOOM_OUT },
    { GDK_KEY_0, 0, KEY_ZOOM_ONE },
    { GDK_KEY_KP_0, 0, KEY_ZOOM_ONE },
    { GDK_KEY_0, GDK_CONTROL_MASK, KEY_ZOOM_ONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (class, keys[i].keyval, keys[i].modifiers, key_cb, "i",
                                  keys[i].key);
}

static void
moved_cb (GtkEventControllerMotion *motion, double x, double y, HopsoPageView *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
}

static gboolean
wheel_cb (GtkEventControllerScroll *wheel, double dx, double dy, HopsoPageView *self)
{
  const GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (wheel));

  if ((state & GDK_CONTROL_MASK) == 0 || dy == 0)
    return GDK_EVENT_PROPAGATE;
  hopso_page_view_zoom_at (self, hopso_page_view_get_zoom (self) * pow (WHEEL_ZOOM, -dy),
                           self->pointer_x, self->pointer_y);
  return GDK_EVENT_STOP;
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
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, HopsoPageView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
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

  g_signal_connect (motion, "motion", G_CALLBACK (moved_cb), self);
  g_signal_connect (wheel, "scroll", G_CALLBACK (wheel_cb), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, wheel);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
}
