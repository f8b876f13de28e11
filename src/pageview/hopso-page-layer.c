/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A frame on a page that people drag, pull at its corners, or move by arrow keys. It knows its
 * page's size and stays within; its view gives it its place on the screen. How it looks is in
 * hopso-page-layer-draw.c; what becomes of it is for others to say. Main thread. */

#include "hopso-page-layer.h"

#include "hopso-page-layer-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* How far a key moves or stretches the mark, in points. */
#define KEY_STEP 2.0

G_DEFINE_FINAL_TYPE (HopsoPageLayer, hopso_page_layer, GTK_TYPE_WIDGET)

enum
{
  PROP_PAGE = 1,
  PROP_X,
  PROP_Y,
  PROP_WIDTH,
  PROP_HEIGHT,
  PROP_PAINTABLE,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
tell (HopsoPageLayer *self)
{
  g_autofree char *words = g_strdup_printf (
      _ ("Place of the signature: page %u, %.0f points from the left, %.0f from the top, "
         "%.0f wide, %.0f high"),
      self->page + 1, self->rect.origin.x, self->rect.origin.y, self->rect.size.width,
      self->rect.size.height);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

/* Takes a place, made to lie within the page. */
static void
take_rect (HopsoPageLayer *self, graphene_rect_t rect)
{
  const double page_width = self->page_width > 0 ? self->page_width : G_MAXFLOAT;
  const double page_height = self->page_height > 0 ? self->page_height : G_MAXFLOAT;
  const graphene_rect_t before = self->rect;

  const gboolean is_fixed = self->is_rigid || !gtk_widget_get_sensitive (GTK_WIDGET (self));

  rect.size.width =
      hopso_mark_hold (rect.size.width, is_fixed ? 1 : HOPSO_MARK_LEAST_WIDTH, page_width);
  rect.size.height =
      hopso_mark_hold (rect.size.height, is_fixed ? 1 : HOPSO_MARK_LEAST_HEIGHT, page_height);
  rect.origin.x = hopso_mark_hold (rect.origin.x, 0, page_width - rect.size.width);
  rect.origin.y = hopso_mark_hold (rect.origin.y, 0, page_height - rect.size.height);
  if (graphene_rect_equal (&before, &rect))
    return;
  self->rect = rect;

  g_object_freeze_notify (G_OBJECT (self));
  if (before.origin.x != rect.origin.x)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_X]);
  if (before.origin.y != rect.origin.y)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_Y]);
  if (before.size.width != rect.size.width)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WIDTH]);
  if (before.size.height != rect.size.height)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HEIGHT]);
  g_object_thaw_notify (G_OBJECT (self));
  tell (self);
}

static HopsoMarkGrip
get_grip (HopsoPageLayer *self, double x, double y)
{
  const HopsoMarkGrip grip = hopso_mark_find_grip (gtk_widget_get_width (GTK_WIDGET (self)),
                                                   gtk_widget_get_height (GTK_WIDGET (self)), x, y);

  if (self->is_rigid && grip != HOPSO_MARK_GRIP_NONE)
    return HOPSO_MARK_GRIP_INSIDE;
  return hopso_mark_unturn_grip (grip, self->rotation);
}

/* Where the pointer is in the view: the layer itself moves under it. */
static gboolean
find_pointer (HopsoPageLayer *self, double x, double y, graphene_point_t *point)
{
  GtkWidget *view = gtk_widget_get_parent (GTK_WIDGET (self));

  return view != NULL &&
         gtk_widget_compute_point (GTK_WIDGET (self), view,
                                   &GRAPHENE_POINT_INIT ((float) x, (float) y), point);
}

static void
drag_begin_cb (GtkGestureDrag *drag, double x, double y, HopsoPageLayer *self)
{
  if (!find_pointer (self, x, y, &self->caught))
    return;
  self->begun = self->rect;
  self->grip = get_grip (self, x, y);
  self->scale =
      gtk_widget_get_width (GTK_WIDGET (self)) /
      (double) (self->rotation % 180 == 0 ? self->rect.size.width : self->rect.size.height);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
drag_update_cb (GtkGestureDrag *drag, double dx, double dy, HopsoPageLayer *self)
{
  graphene_point_t now;
  double x;
  double y;

  gtk_gesture_drag_get_start_point (drag, &x, &y);
  if (self->grip == HOPSO_MARK_GRIP_NONE || self->scale <= 0 ||
      !find_pointer (self, x + dx, y + dy, &now))
    return;
  x = (now.x - self->caught.x) / self->scale;
  y = (now.y - self->caught.y) / self->scale;
  hopso_mark_unturn_way (self->rotation, &x, &y);
  graphene_rect_t rect =
      hopso_mark_pull (&self->begun, self->grip, x, y, self->page_width, self->page_height);
  if (self->grip == HOPSO_MARK_GRIP_INSIDE)
    rect = hopso_mark_snap (&rect, self->magnets, self->n_magnets);
  take_rect (self, rect);
}

static void
drag_end_cb (GtkGestureDrag *drag, double dx, double dy, HopsoPageLayer *self)
{
  self->grip = HOPSO_MARK_GRIP_NONE;
}

static void
motion_cb (GtkEventControllerMotion *motion, double x, double y, HopsoPageLayer *self)
{
  static const char *const cursors[] = {
    [HOPSO_MARK_GRIP_NONE] = "default",
    [HOPSO_MARK_GRIP_INSIDE] = "move",
    [HOPSO_MARK_GRIP_TOP_LEFT] = "nwse-resize",
    [HOPSO_MARK_GRIP_TOP_RIGHT] = "nesw-resize",
    [HOPSO_MARK_GRIP_BOTTOM_LEFT] = "nesw-resize",
    [HOPSO_MARK_GRIP_BOTTOM_RIGHT] = "nwse-resize",
  };

  HopsoMarkGrip grip = hopso_mark_find_grip (gtk_widget_get_width (GTK_WIDGET (self)),
                                             gtk_widget_get_height (GTK_WIDGET (self)), x, y);

  if (self->is_rigid && grip != HOPSO_MARK_GRIP_NONE)
    grip = HOPSO_MARK_GRIP_INSIDE;
  if (self->grip == HOPSO_MARK_GRIP_NONE)
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self), cursors[grip]);
}

static gboolean
key_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  HopsoPageLayer *self = HOPSO_PAGE_LAYER (widget);
  gboolean is_stretch;
  double dx;
  double dy;

  g_variant_get (parameter, "(bdd)", &is_stretch, &dx, &dy);
  if (is_stretch && self->is_rigid)
    return GDK_EVENT_STOP;
  self->grip = hopso_mark_unturn_grip (
      is_stretch ? HOPSO_MARK_GRIP_BOTTOM_RIGHT : HOPSO_MARK_GRIP_INSIDE, self->rotation);
  hopso_mark_unturn_way (self->rotation, &dx, &dy);
  take_rect (
      self, hopso_mark_pull (&self->rect, self->grip, dx, dy, self->page_width, self->page_height));
  self->grip = HOPSO_MARK_GRIP_NONE;
  return GDK_EVENT_STOP;
}

/* The handles reach over the frame. */
static gboolean
hopso_page_layer_contains (GtkWidget *widget, double x, double y)
{
  const double reach = HOPSO_MARK_HANDLE_SIZE;

  return x >= -reach && y >= -reach && x < gtk_widget_get_width (widget) + reach &&
         y < gtk_widget_get_height (widget) + reach;
}

/* With the last of its handles it looks different, which no style tells. */
static void
hopso_page_layer_state_flags_changed (GtkWidget *widget, GtkStateFlags before)
{
  GTK_WIDGET_CLASS (hopso_page_layer_parent_class)->state_flags_changed (widget, before);
  gtk_widget_queue_draw (widget);
}

static void
hopso_page_layer_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  *minimum = 0;
  *natural = 0;
}

/**
 * hopso_page_layer_new:
 *
 * Returns: (transfer floating): a mark in the upper left corner of the first page
 */
GtkWidget *
hopso_page_layer_new (void)
{
  return g_object_new (HOPSO_TYPE_PAGE_LAYER, NULL);
}

/**
 * hopso_page_layer_set_page:
 * @page: from 0
 */
void
hopso_page_layer_set_page (HopsoPageLayer *self, guint page)
{
  g_return_if_fail (HOPSO_IS_PAGE_LAYER (self));

  if (self->page == page)
    return;
  self->page = page;
  tell (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
}

/**
 * hopso_page_layer_get_page:
 *
 * Returns: from 0
 */
guint
hopso_page_layer_get_page (HopsoPageLayer *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE_LAYER (self), 0);

  return self->page;
}

/**
 * hopso_page_layer_set_rect:
 * @rect: in points from the upper left corner of the page as it is shown; moved into the page
 */
void
hopso_page_layer_set_rect (HopsoPageLayer *self, const graphene_rect_t *rect)
{
  g_return_if_fail (HOPSO_IS_PAGE_LAYER (self));

  take_rect (self, *rect);
}

/**
 * hopso_page_layer_set_magnets:
 * @rects: (array length=n) (nullable): places on this page that are made for the mark
 *
 * The mark goes to one of them when it is dragged near; arrow keys and the corners move it freely.
 */
void
hopso_page_layer_set_magnets (HopsoPageLayer *self, const graphene_rect_t *rects, guint n)
{
  g_return_if_fail (HOPSO_IS_PAGE_LAYER (self));

  self->n_magnets = MIN (n, HOPSO_PAGE_LAYER_MAGNETS);
  for (guint i = 0; i < self->n_magnets; i++)
    self->magnets[i] = rects[i];
}

/**
 * hopso_page_layer_get_rect:
 * @rect: (out): in points from the upper left corner of the page as it is shown
 */
void
hopso_page_layer_get_rect (HopsoPageLayer *self, graphene_rect_t *rect)
{
  g_return_if_fail (HOPSO_IS_PAGE_LAYER (self));

  *rect = self->rect;
}

/**
 * hopso_page_layer_set_is_rigid:
 * @is_rigid: whether it keeps its size: it is moved only
 */
void
hopso_page_layer_set_is_rigid (HopsoPageLayer *self, gboolean is_rigid)
{
  g_return_if_fail (HOPSO_IS_PAGE_LAYER (self));

  self->is_rigid = is_rigid;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * hopso_page_layer_set_paintable:
 * @paintable: (nullable): what is seen in the frame
 */
void
hopso_page_layer_set_paintable (HopsoPageLayer *self, GdkPaintable *paintable)
{
  g_return_if_fail (HOPSO_IS_PAGE_LAYER (self));

  if (!g_set_object (&self->paintable, paintable))
    return;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAINTABLE]);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * hopso_page_layer_set_page_size:
 * @width: in points
 * @height: in points
 *
 * Said by the view: where the mark must stay.
 */
void
hopso_page_layer_set_page_size (HopsoPageLayer *self, double width, double height)
{
  g_return_if_fail (HOPSO_IS_PAGE_LAYER (self));

  self->page_width = width;
  self->page_height = height;
  take_rect (self, self->rect);
}

/**
 * hopso_page_layer_set_rotation:
 * @rotation: by how many degrees its page is turned clockwise
 *
 * Said by the view: the mark turns with its page and stays where it is on it.
 */
void
hopso_page_layer_set_rotation (HopsoPageLayer *self, guint rotation)
{
  g_return_if_fail (HOPSO_IS_PAGE_LAYER (self));

  self->rotation = rotation;
}

static void
hopso_page_layer_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HopsoPageLayer *self = HOPSO_PAGE_LAYER (object);
  graphene_rect_t rect = self->rect;

  switch (id)
    {
    case PROP_PAGE:
      hopso_page_layer_set_page (self, g_value_get_uint (value));
      return;
    case PROP_PAINTABLE:
      hopso_page_layer_set_paintable (self, g_value_get_object (value));
      return;
    case PROP_X:
      rect.origin.x = (float) g_value_get_double (value);
      break;
    case PROP_Y:
      rect.origin.y = (float) g_value_get_double (value);
      break;
    case PROP_WIDTH:
      rect.size.width = (float) g_value_get_double (value);
      break;
    case PROP_HEIGHT:
      rect.size.height = (float) g_value_get_double (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  take_rect (self, rect);
}

static void
hopso_page_layer_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HopsoPageLayer *self = HOPSO_PAGE_LAYER (object);

  switch (id)
    {
    case PROP_PAGE:
      g_value_set_uint (value, self->page);
      break;
    case PROP_X:
      g_value_set_double (value, self->rect.origin.x);
      break;
    case PROP_Y:
      g_value_set_double (value, self->rect.origin.y);
      break;
    case PROP_WIDTH:
      g_value_set_double (value, self->rect.size.width);
      break;
    case PROP_HEIGHT:
      g_value_set_double (value, self->rect.size.height);
      break;
    case PROP_PAINTABLE:
      g_value_set_object (value, self->paintable);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hopso_page_layer_dispose (GObject *object)
{
  g_clear_object (&HOPSO_PAGE_LAYER (object)->paintable);
  G_OBJECT_CLASS (hopso_page_layer_parent_class)->dispose (object);
}

static GParamSpec *
points (const char *name)
{
  return g_param_spec_double (name, NULL, NULL, 0, G_MAXFLOAT, 0,
                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
}

static void
bind_arrow (GtkWidgetClass *class, guint keyval, guint keypad, double dx, double dy)
{
  const guint keyvals[] = { keyval, keypad };

  for (gsize i = 0; i < G_N_ELEMENTS (keyvals); i++)
    {
      gtk_widget_class_add_binding (class, keyvals[i], 0, key_cb, "(bdd)", FALSE, dx * KEY_STEP,
                                    dy * KEY_STEP);
      gtk_widget_class_add_binding (class, keyvals[i], GDK_SHIFT_MASK, key_cb, "(bdd)", TRUE,
                                    dx * KEY_STEP, dy * KEY_STEP);
    }
}

static void
hopso_page_layer_class_init (HopsoPageLayerClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = hopso_page_layer_dispose;
  object_class->get_property = hopso_page_layer_get_property;
  object_class->set_property = hopso_page_layer_set_property;
  widget_class->contains = hopso_page_layer_contains;
  widget_class->measure = hopso_page_layer_measure;
  widget_class->snapshot = hopso_page_layer_snapshot;
  widget_class->state_flags_changed = hopso_page_layer_state_flags_changed;
  properties[PROP_PAGE] = g_param_spec_uint ("page", NULL, NULL, 0, G_MAXUINT, 0, both);
  properties[PROP_X] = points ("x");
  properties[PROP_Y] = points ("y");
  properties[PROP_WIDTH] = points ("width");
  properties[PROP_HEIGHT] = points ("height");
  properties[PROP_PAINTABLE] =
      g_param_spec_object ("paintable", NULL, NULL, GDK_TYPE_PAINTABLE, both);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_css_name (widget_class, "pagelayer");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  bind_arrow (widget_class, GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0);
  bind_arrow (widget_class, GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0);
  bind_arrow (widget_class, GDK_KEY_Up, GDK_KEY_KP_Up, 0, -1);
  bind_arrow (widget_class, GDK_KEY_Down, GDK_KEY_KP_Down, 0, 1);
}

static void
hopso_page_layer_init (HopsoPageLayer *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  graphene_rect_init (&self->rect, 36, 36, 160, 64);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  tell (self);
}
