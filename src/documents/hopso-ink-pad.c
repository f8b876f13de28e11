/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A sheet for a handwritten signature: blue strokes on a line, taken back one by one. Where the pen
 * tells how hard it is pressed, the strokes follow. Main thread. */

#include "hopso-ink-pad.h"

#include "hopso-ink.h"

#include <glib/gi18n.h>

#define PEN_WIDTH  2.6f
#define MAX_POINTS 20000

struct _HopsoInkPad
{
  GtkWidget parent_instance;

  GArray *points; /* owned; HopsoInkPoint */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HopsoInkPad, hopso_ink_pad, GTK_TYPE_WIDGET)

static void
change (HopsoInkPad *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
add (HopsoInkPad *self, double x, double y, double pressure, gboolean begins)
{
  const HopsoInkPoint point = {
    .x = (float) CLAMP (x, 0, gtk_widget_get_width (GTK_WIDGET (self))),
    .y = (float) CLAMP (y, 0, gtk_widget_get_height (GTK_WIDGET (self))),
    .width = PEN_WIDTH * (float) (0.5 + CLAMP (pressure, 0, 1)),
    .begins = begins,
  };

  if (self->points->len >= MAX_POINTS)
    return;
  g_array_append_val (self->points, point);
  change (self);
}

/**
 * hopso_ink_pad_begin:
 * @pressure: of the pen, 0 to 1; 0.5 for what has none
 *
 * A stroke begins.
 */
void
hopso_ink_pad_begin (HopsoInkPad *self, double x, double y, double pressure)
{
  g_return_if_fail (HOPSO_IS_INK_PAD (self));
  add (self, x, y, pressure, TRUE);
}

/**
 * hopso_ink_pad_move:
 * @pressure: of the pen, 0 to 1; 0.5 for what has none
 *
 * The stroke goes on.
 */
void
hopso_ink_pad_move (HopsoInkPad *self, double x, double y, double pressure)
{
  g_return_if_fail (HOPSO_IS_INK_PAD (self));
  add (self, x, y, pressure, FALSE);
}

/**
 * hopso_ink_pad_undo:
 *
 * Takes the last stroke back.
 *
 * Returns: whether there was one
 */
gboolean
hopso_ink_pad_undo (HopsoInkPad *self)
{
  g_return_val_if_fail (HOPSO_IS_INK_PAD (self), FALSE);

  guint n = self->points->len;
  if (n == 0)
    return FALSE;
  while (n > 1 && !g_array_index (self->points, HopsoInkPoint, n - 1).begins)
    n--;
  g_array_set_size (self->points, n - 1);
  change (self);
  return TRUE;
}

/**
 * hopso_ink_pad_clear:
 *
 * Takes all strokes back.
 */
void
hopso_ink_pad_clear (HopsoInkPad *self)
{
  g_return_if_fail (HOPSO_IS_INK_PAD (self));
  g_array_set_size (self->points, 0);
  change (self);
}

/**
 * hopso_ink_pad_count_strokes:
 *
 * Returns: how many strokes there are
 */
guint
hopso_ink_pad_count_strokes (HopsoInkPad *self)
{
  guint n = 0;

  g_return_val_if_fail (HOPSO_IS_INK_PAD (self), 0);
  for (guint i = 0; i < self->points->len; i++)
    n += g_array_index (self->points, HopsoInkPoint, i).begins ? 1 : 0;
  return n;
}

/**
 * hopso_ink_pad_dup_png:
 *
 * Returns: (transfer full) (nullable): the strokes as a transparent picture, if there are any
 */
GBytes *
hopso_ink_pad_dup_png (HopsoInkPad *self)
{
  g_return_val_if_fail (HOPSO_IS_INK_PAD (self), NULL);
  return hopso_ink_draw ((const HopsoInkPoint *) (gpointer) self->points->data, self->points->len,
                         HOPSO_INK_BLUE, NULL);
}

/* --- the widget ------------------------------------------------------------------------------ */

static double
get_pressure (GtkGesture *gesture)
{
  GdkEvent *event =
      gtk_gesture_get_last_event (gesture, gtk_gesture_get_last_updated_sequence (gesture));
  double pressure;

  return event != NULL && gdk_event_get_axis (event, GDK_AXIS_PRESSURE, &pressure) ? pressure : 0.5;
}

static void
drag_begin_cb (GtkGestureDrag *drag, double x, double y, HopsoInkPad *self)
{
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  hopso_ink_pad_begin (self, x, y, get_pressure (GTK_GESTURE (drag)));
}

static void
drag_update_cb (GtkGestureDrag *drag, double dx, double dy, HopsoInkPad *self)
{
  double x, y;

  if (gtk_gesture_drag_get_start_point (drag, &x, &y))
    hopso_ink_pad_move (self, x + dx, y + dy, get_pressure (GTK_GESTURE (drag)));
}

static void
draw_base_line (cairo_t *cr, double width, double height)
{
  cairo_set_source_rgba (cr, 0, 0, 0, 0.18);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, width * 0.08, height * 0.78);
  cairo_line_to (cr, width * 0.92, height * 0.78);
  cairo_stroke (cr);
}

static void
hopso_ink_pad_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HopsoInkPad *self = HOPSO_INK_PAD (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, width, height);

  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ 1, 1, 1, 1 }, &area);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &area);
  draw_base_line (cr, width, height);
  cairo_set_source_rgb (cr, (HOPSO_INK_BLUE >> 16 & 0xff) / 255.0,
                        (HOPSO_INK_BLUE >> 8 & 0xff) / 255.0, (HOPSO_INK_BLUE & 0xff) / 255.0);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (guint i = 0; i < self->points->len; i++)
    {
      const HopsoInkPoint *to = &g_array_index (self->points, HopsoInkPoint, i);
      const HopsoInkPoint *from = to->begins ? to : to - 1;

      cairo_set_line_width (cr, (from->width + to->width) / 2);
      cairo_move_to (cr, from->x, from->y);
      cairo_line_to (cr, to->x, to->y);
      cairo_stroke (cr);
    }
  cairo_destroy (cr);
}

static void
hopso_ink_pad_finalize (GObject *object)
{
  g_array_unref (HOPSO_INK_PAD (object)->points);
  G_OBJECT_CLASS (hopso_ink_pad_parent_class)->finalize (object);
}

static void
hopso_ink_pad_class_init (HopsoInkPadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hopso_ink_pad_finalize;
  widget_class->snapshot = hopso_ink_pad_snapshot;
  gtk_widget_class_set_css_name (widget_class, "ink-pad");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", HOPSO_TYPE_INK_PAD, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
hopso_ink_pad_init (HopsoInkPad *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->points = g_array_new (FALSE, FALSE, sizeof (HopsoInkPoint));
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "crosshair");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Sheet to sign on"), -1);
  g_signal_connect_object (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self, 0);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (drag_update_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}
