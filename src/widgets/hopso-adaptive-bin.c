/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What AdwBreakpointBin is in later versions, for one threshold: a container with a minimum and a
 * natural width of its own, whatever its child wants, whose property "is-narrow" follows its
 * width. The property changes after the layout of a frame, never during it; so a child may be
 * given less than its minimum for one frame, and is clipped. Main thread. */

#include "hopso-adaptive-bin.h"

struct _HopsoAdaptiveBin
{
  GtkWidget parent_instance;

  GtkWidget *child; /* owned, nullable */
  int minimum_width;
  int natural_width; /* -1: the child's */
  int narrow_below;
  gboolean is_narrow;
  gboolean will_be_narrow;
  guint change_source; /* 0: none waiting */
};

static void buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HopsoAdaptiveBin,
                               hopso_adaptive_bin,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_init))

enum
{
  PROP_CHILD = 1,
  PROP_MINIMUM_WIDTH,
  PROP_NATURAL_WIDTH,
  PROP_NARROW_BELOW,
  PROP_IS_NARROW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static GtkBuildableIface *parent_buildable;

static gboolean
change_cb (gpointer user_data)
{
  HopsoAdaptiveBin *self = HOPSO_ADAPTIVE_BIN (user_data);

  self->change_source = 0;
  if (self->is_narrow != self->will_be_narrow)
    {
      self->is_narrow = self->will_be_narrow;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_NARROW]);
    }
  return G_SOURCE_REMOVE;
}

static void
hopso_adaptive_bin_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  HopsoAdaptiveBin *self = HOPSO_ADAPTIVE_BIN (widget);
  int minimum_width = 0;
  int minimum_height = 0;

  self->will_be_narrow = width < self->narrow_below;
  if (self->will_be_narrow != self->is_narrow && self->change_source == 0)
    /* Before the next frame is laid out. */
    self->change_source = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, change_cb, self, NULL);
  if (self->child == NULL || !gtk_widget_should_layout (self->child))
    return;
  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum_width, NULL, NULL,
                      NULL);
  width = MAX (width, minimum_width);
  gtk_widget_measure (self->child, GTK_ORIENTATION_VERTICAL, width, &minimum_height, NULL, NULL,
                      NULL);
  gtk_widget_allocate (self->child, width, MAX (height, minimum_height), baseline, NULL);
}

static void
hopso_adaptive_bin_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  HopsoAdaptiveBin *self = HOPSO_ADAPTIVE_BIN (widget);
  int child_minimum = 0;

  *minimum = 0;
  *natural = 0;
  if (self->child != NULL && orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    {
      gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, NULL, NULL,
                          NULL);
      for_size = MAX (for_size, child_minimum);
    }
  if (self->child != NULL)
    gtk_widget_measure (self->child, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = self->minimum_width;
      *natural = MAX (*minimum, self->natural_width >= 0 ? self->natural_width : *natural);
    }
}

static GtkSizeRequestMode
hopso_adaptive_bin_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
hopso_adaptive_bin_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HopsoAdaptiveBin *self = HOPSO_ADAPTIVE_BIN (object);

  switch (id)
    {
    case PROP_CHILD:
      g_value_set_object (value, self->child);
      break;
    case PROP_MINIMUM_WIDTH:
      g_value_set_int (value, self->minimum_width);
      break;
    case PROP_NATURAL_WIDTH:
      g_value_set_int (value, self->natural_width);
      break;
    case PROP_NARROW_BELOW:
      g_value_set_int (value, self->narrow_below);
      break;
    case PROP_IS_NARROW:
      g_value_set_boolean (value, self->is_narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hopso_adaptive_bin_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HopsoAdaptiveBin *self = HOPSO_ADAPTIVE_BIN (object);

  switch (id)
    {
    case PROP_CHILD:
      hopso_adaptive_bin_set_child (self, g_value_get_object (value));
      break;
    case PROP_MINIMUM_WIDTH:
      self->minimum_width = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    case PROP_NATURAL_WIDTH:
      self->natural_width = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    case PROP_NARROW_BELOW:
      self->narrow_below = g_value_get_int (value);
      gtk_widget_queue_allocate (GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hopso_adaptive_bin_dispose (GObject *object)
{
  HopsoAdaptiveBin *self = HOPSO_ADAPTIVE_BIN (object);

  g_clear_handle_id (&self->change_source, g_source_remove);
  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (hopso_adaptive_bin_parent_class)->dispose (object);
}

static void
hopso_adaptive_bin_class_init (HopsoAdaptiveBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = hopso_adaptive_bin_get_property;
  object_class->set_property = hopso_adaptive_bin_set_property;
  object_class->dispose = hopso_adaptive_bin_dispose;
  widget_class->measure = hopso_adaptive_bin_measure;
  widget_class->size_allocate = hopso_adaptive_bin_size_allocate;
  widget_class->get_request_mode = hopso_adaptive_bin_get_request_mode;

  properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_MINIMUM_WIDTH] =
      g_param_spec_int ("minimum-width", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_NATURAL_WIDTH] =
      g_param_spec_int ("natural-width", NULL, NULL, -1, G_MAXINT, -1, flags);
  properties[PROP_NARROW_BELOW] =
      g_param_spec_int ("narrow-below", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_IS_NARROW] = g_param_spec_boolean ("is-narrow", NULL, NULL, FALSE,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hopso_adaptive_bin_init (HopsoAdaptiveBin *self)
{
  self->natural_width = -1;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

static void
add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  if (type == NULL && GTK_IS_WIDGET (child))
    hopso_adaptive_bin_set_child (HOPSO_ADAPTIVE_BIN (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = add_child;
}

/**
 * hopso_adaptive_bin_new:
 * @minimum_width: the width below which it is never shrunk
 * @narrow_below: the width below which it is narrow
 *
 * Returns: (transfer floating): an empty container
 */
GtkWidget *
hopso_adaptive_bin_new (int minimum_width, int narrow_below)
{
  return g_object_new (HOPSO_TYPE_ADAPTIVE_BIN, "minimum-width", minimum_width, "narrow-below",
                       narrow_below, NULL);
}

/**
 * hopso_adaptive_bin_set_child:
 * @self: a container
 * @child: (nullable): what it contains from now on
 */
void
hopso_adaptive_bin_set_child (HopsoAdaptiveBin *self, GtkWidget *child)
{
  g_return_if_fail (HOPSO_IS_ADAPTIVE_BIN (self));

  if (self->child == child)
    return;
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHILD]);
}

/**
 * hopso_adaptive_bin_get_is_narrow:
 * @self: a container
 *
 * Returns: whether it is narrower than its threshold
 */
gboolean
hopso_adaptive_bin_get_is_narrow (HopsoAdaptiveBin *self)
{
  g_return_val_if_fail (HOPSO_IS_ADAPTIVE_BIN (self), FALSE);

  return self->is_narrow;
}
