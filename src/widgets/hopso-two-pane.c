/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Side bar and content: the one place that knows AdwLeaflet, which later versions replace. It
 * folds by natural width, which a HopsoAdaptiveBin around the content can fix, so that one long
 * word does not fold the window. Main thread. */

#include "hopso-two-pane.h"

#include <adwaita.h>

struct _HopsoTwoPane
{
  GtkWidget parent_instance;

  AdwLeaflet *leaflet;  /* owned */
  GtkWidget *sidebar;   /* owned by leaflet, nullable */
  GtkWidget *content;   /* owned by leaflet, nullable */
  GtkWidget *separator; /* owned by leaflet */
};

G_DEFINE_FINAL_TYPE (HopsoTwoPane, hopso_two_pane, GTK_TYPE_WIDGET)

enum
{
  PROP_SIDEBAR = 1,
  PROP_CONTENT,
  PROP_IS_FOLDED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
folded_cb (HopsoTwoPane *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_FOLDED]);
}

static void
hopso_two_pane_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HopsoTwoPane *self = HOPSO_TWO_PANE (object);

  switch (id)
    {
    case PROP_SIDEBAR:
      g_value_set_object (value, self->sidebar);
      break;
    case PROP_CONTENT:
      g_value_set_object (value, self->content);
      break;
    case PROP_IS_FOLDED:
      g_value_set_boolean (value, hopso_two_pane_get_is_folded (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hopso_two_pane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HopsoTwoPane *self = HOPSO_TWO_PANE (object);

  switch (id)
    {
    case PROP_SIDEBAR:
      hopso_two_pane_set_sidebar (self, g_value_get_object (value));
      break;
    case PROP_CONTENT:
      hopso_two_pane_set_content (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hopso_two_pane_dispose (GObject *object)
{
  HopsoTwoPane *self = HOPSO_TWO_PANE (object);

  if (self->leaflet != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->leaflet)));
  G_OBJECT_CLASS (hopso_two_pane_parent_class)->dispose (object);
}

static void
hopso_two_pane_class_init (HopsoTwoPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = hopso_two_pane_get_property;
  object_class->set_property = hopso_two_pane_set_property;
  object_class->dispose = hopso_two_pane_dispose;
  properties[PROP_SIDEBAR] = g_param_spec_object ("sidebar", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_IS_FOLDED] = g_param_spec_boolean ("is-folded", NULL, NULL, FALSE,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
hopso_two_pane_init (HopsoTwoPane *self)
{
  AdwLeafletPage *page;

  self->leaflet = ADW_LEAFLET (adw_leaflet_new ());
  adw_leaflet_set_fold_threshold_policy (self->leaflet, ADW_FOLD_THRESHOLD_POLICY_NATURAL);
  adw_leaflet_set_can_navigate_back (self->leaflet, TRUE);
  gtk_widget_set_parent (GTK_WIDGET (self->leaflet), GTK_WIDGET (self));
  self->separator = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  page = adw_leaflet_append (self->leaflet, self->separator);
  adw_leaflet_page_set_navigatable (page, FALSE);
  g_signal_connect_object (self->leaflet, "notify::folded", G_CALLBACK (folded_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * hopso_two_pane_new:
 *
 * Returns: (transfer floating): two empty panes
 */
GtkWidget *
hopso_two_pane_new (void)
{
  return g_object_new (HOPSO_TYPE_TWO_PANE, NULL);
}

/**
 * hopso_two_pane_set_sidebar:
 * @self: two panes
 * @sidebar: (nullable): what stands at the side
 */
void
hopso_two_pane_set_sidebar (HopsoTwoPane *self, GtkWidget *sidebar)
{
  g_return_if_fail (HOPSO_IS_TWO_PANE (self));

  if (self->sidebar == sidebar)
    return;
  if (self->sidebar != NULL)
    adw_leaflet_remove (self->leaflet, self->sidebar);
  self->sidebar = sidebar;
  if (sidebar != NULL)
    adw_leaflet_prepend (self->leaflet, sidebar);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDEBAR]);
}

/**
 * hopso_two_pane_set_content:
 * @self: two panes
 * @content: (nullable): what the side bar leads to
 */
void
hopso_two_pane_set_content (HopsoTwoPane *self, GtkWidget *content)
{
  g_return_if_fail (HOPSO_IS_TWO_PANE (self));

  if (self->content == content)
    return;
  if (self->content != NULL)
    adw_leaflet_remove (self->leaflet, self->content);
  self->content = content;
  if (content != NULL)
    {
      adw_leaflet_append (self->leaflet, content);
      adw_leaflet_set_visible_child (self->leaflet, content);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTENT]);
}

/**
 * hopso_two_pane_get_is_folded:
 * @self: two panes
 *
 * Returns: whether only one of them is seen at a time
 */
gboolean
hopso_two_pane_get_is_folded (HopsoTwoPane *self)
{
  g_return_val_if_fail (HOPSO_IS_TWO_PANE (self), FALSE);

  return self->leaflet != NULL && adw_leaflet_get_folded (self->leaflet);
}

/**
 * hopso_two_pane_show_sidebar:
 * @self: two panes
 *
 * Goes back to the side bar when folded; else nothing is seen to change.
 */
void
hopso_two_pane_show_sidebar (HopsoTwoPane *self)
{
  g_return_if_fail (HOPSO_IS_TWO_PANE (self));

  if (self->sidebar != NULL)
    adw_leaflet_set_visible_child (self->leaflet, self->sidebar);
}

/**
 * hopso_two_pane_show_content:
 * @self: two panes
 *
 * Goes on to the content when folded; else nothing is seen to change.
 */
void
hopso_two_pane_show_content (HopsoTwoPane *self)
{
  g_return_if_fail (HOPSO_IS_TWO_PANE (self));

  if (self->content != NULL)
    adw_leaflet_set_visible_child (self->leaflet, self->content);
}
