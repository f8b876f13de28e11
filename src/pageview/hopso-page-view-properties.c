/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The properties of a HopsoPageView, its adjustments among them. Main thread. */

#include "hopso-page-view-private.h"

enum
{
  PROP_PAGE = 1,
  PROP_N_PAGES,
  PROP_ZOOM,
  PROP_FIT,
  PROP_MODE,
  PROP_ROTATION,
  PROP_IS_NIGHT,
  PROP_CAN_GO_BACK,
  PROP_CAN_GO_FORWARD,
  PROP_HAS_SELECTION,
  PROP_IS_CARET_MODE,
  N_PROPERTIES,
  PROP_HADJUSTMENT = N_PROPERTIES,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

static GParamSpec *properties[N_PROPERTIES];

static void
set_adjustment (HopsoPageView *self, GtkOrientation orientation, GtkAdjustment *adjustment)
{
  GtkAdjustment *before = self->adjustments[orientation];

  if (before == adjustment && before != NULL)
    return;
  if (before != NULL)
    g_signal_handlers_disconnect_by_func (before, hopso_page_view_scrolled_cb, self);
  g_clear_object (&self->adjustments[orientation]);
  if (adjustment != NULL)
    {
      self->adjustments[orientation] = g_object_ref_sink (adjustment);
      g_signal_connect_object (adjustment, "value-changed",
                               G_CALLBACK (hopso_page_view_scrolled_cb), self, 0);
    }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
hopso_page_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HopsoPageView *self = HOPSO_PAGE_VIEW (object);

  switch (id)
    {
    case PROP_ZOOM:
      hopso_page_view_set_zoom (self, g_value_get_double (value));
      break;
    case PROP_FIT:
      hopso_page_view_set_fit (self, (HopsoPageFit) g_value_get_enum (value));
      break;
    case PROP_MODE:
      hopso_page_view_set_mode (self, (HopsoPageMode) g_value_get_enum (value));
      break;
    case PROP_ROTATION:
      hopso_page_view_set_rotation (self, g_value_get_uint (value));
      break;
    case PROP_IS_CARET_MODE:
      hopso_page_view_set_is_caret_mode (self, g_value_get_boolean (value));
      break;
    case PROP_IS_NIGHT:
      hopso_page_view_set_is_night (self, g_value_get_boolean (value));
      break;
    case PROP_HADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
      self->policies[0] = (GtkScrollablePolicy) g_value_get_enum (value);
      break;
    case PROP_VSCROLL_POLICY:
      self->policies[1] = (GtkScrollablePolicy) g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hopso_page_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HopsoPageView *self = HOPSO_PAGE_VIEW (object);

  switch (id)
    {
    case PROP_PAGE:
      g_value_set_uint (value, self->page);
      break;
    case PROP_N_PAGES:
      g_value_set_uint (value, hopso_page_view_get_n_pages (self));
      break;
    case PROP_ZOOM:
      g_value_set_double (value, hopso_page_view_get_zoom (self));
      break;
    case PROP_FIT:
      g_value_set_enum (value, self->fit);
      break;
    case PROP_MODE:
      g_value_set_enum (value, self->mode);
      break;
    case PROP_ROTATION:
      g_value_set_uint (value, self->rotation);
      break;
    case PROP_IS_NIGHT:
      g_value_set_boolean (value, self->is_night);
      break;
    case PROP_HAS_SELECTION:
      g_value_set_boolean (value, self->selection.is_set);
      break;
    case PROP_IS_CARET_MODE:
      g_value_set_boolean (value, self->is_caret_mode);
      break;
    case PROP_CAN_GO_BACK:
      g_value_set_boolean (value, hopso_page_history_can_go (self->history, -1));
      break;
    case PROP_CAN_GO_FORWARD:
      g_value_set_boolean (value, hopso_page_history_can_go (self->history, 1));
      break;
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_VERTICAL]);
      break;
    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, self->policies[0]);
      break;
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->policies[1]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* For the class. */
void
hopso_page_view_install_properties (GObjectClass *class)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  class->get_property = hopso_page_view_get_property;
  class->set_property = hopso_page_view_set_property;
  properties[PROP_PAGE] = g_param_spec_uint ("page", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_N_PAGES] = g_param_spec_uint ("n-pages", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, 0, HOPSO_PAGE_ZOOM_MAX, 1, both);
  properties[PROP_FIT] =
      g_param_spec_enum ("fit", NULL, NULL, HOPSO_TYPE_PAGE_FIT, HOPSO_PAGE_FIT_READING, both);
  properties[PROP_MODE] = g_param_spec_enum ("mode", NULL, NULL, HOPSO_TYPE_PAGE_MODE,
                                             HOPSO_PAGE_MODE_CONTINUOUS, both);
  properties[PROP_ROTATION] = g_param_spec_uint ("rotation", NULL, NULL, 0, 270, 0, both);
  properties[PROP_IS_NIGHT] = g_param_spec_boolean ("is-night", NULL, NULL, FALSE, both);
  properties[PROP_CAN_GO_BACK] = g_param_spec_boolean ("can-go-back", NULL, NULL, FALSE, readable);
  properties[PROP_CAN_GO_FORWARD] =
      g_param_spec_boolean ("can-go-forward", NULL, NULL, FALSE, readable);
  properties[PROP_HAS_SELECTION] =
      g_param_spec_boolean ("has-selection", NULL, NULL, FALSE, readable);
  properties[PROP_IS_CARET_MODE] = g_param_spec_boolean ("is-caret-mode", NULL, NULL, FALSE, both);
  g_object_class_install_properties (class, N_PROPERTIES, properties);
  g_object_class_override_property (class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (class, PROP_VSCROLL_POLICY, "vscroll-policy");
}
