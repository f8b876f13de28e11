/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What all pages of the main window share: the words for its header bar, whether they are narrow,
 * and being told while they are seen that time passes. Main thread. */

#include "hopso-page.h"

/* Words are exact to the minute; this often they are looked at. */
#define REFRESH_SECONDS 15

typedef struct
{
  char *title;    /* owned */
  char *subtitle; /* owned */
  gboolean is_narrow;
  guint refresh_source; /* 0: not seen */
} HopsoPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (HopsoPage, hopso_page, ADW_TYPE_BIN)

enum
{
  PROP_TITLE = 1,
  PROP_SUBTITLE,
  PROP_IS_NARROW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static HopsoPagePrivate *
get_private (HopsoPage *self)
{
  return hopso_page_get_instance_private (self);
}

static void
set_words (HopsoPage *self, char **words, const char *value, guint property)
{
  if (g_strcmp0 (*words, value) == 0)
    return;
  g_free (*words);
  *words = g_strdup (value != NULL ? value : "");
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_is_narrow (HopsoPage *self, gboolean is_narrow)
{
  HopsoPagePrivate *priv = get_private (self);

  if (priv->is_narrow == is_narrow)
    return;
  priv->is_narrow = is_narrow;
  if (is_narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_NARROW]);
}

static gboolean
refresh_cb (gpointer user_data)
{
  hopso_page_refresh (HOPSO_PAGE (user_data));
  return G_SOURCE_CONTINUE;
}

static void
hopso_page_map (GtkWidget *widget)
{
  HopsoPagePrivate *priv = get_private (HOPSO_PAGE (widget));

  GTK_WIDGET_CLASS (hopso_page_parent_class)->map (widget);
  hopso_page_refresh (HOPSO_PAGE (widget));
  if (priv->refresh_source == 0)
    priv->refresh_source = g_timeout_add_seconds (REFRESH_SECONDS, refresh_cb, widget);
}

static void
hopso_page_unmap (GtkWidget *widget)
{
  HopsoPagePrivate *priv = get_private (HOPSO_PAGE (widget));

  g_clear_handle_id (&priv->refresh_source, g_source_remove);
  GTK_WIDGET_CLASS (hopso_page_parent_class)->unmap (widget);
}

static void
hopso_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HopsoPage *self = HOPSO_PAGE (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, hopso_page_get_title (self));
      break;
    case PROP_SUBTITLE:
      g_value_set_string (value, hopso_page_get_subtitle (self));
      break;
    case PROP_IS_NARROW:
      g_value_set_boolean (value, hopso_page_get_is_narrow (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hopso_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HopsoPage *self = HOPSO_PAGE (object);

  switch (id)
    {
    case PROP_TITLE:
      hopso_page_set_title (self, g_value_get_string (value));
      break;
    case PROP_SUBTITLE:
      hopso_page_set_subtitle (self, g_value_get_string (value));
      break;
    case PROP_IS_NARROW:
      set_is_narrow (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hopso_page_finalize (GObject *object)
{
  HopsoPagePrivate *priv = get_private (HOPSO_PAGE (object));

  g_free (priv->title);
  g_free (priv->subtitle);
  G_OBJECT_CLASS (hopso_page_parent_class)->finalize (object);
}

static void
hopso_page_class_init (HopsoPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = hopso_page_get_property;
  object_class->set_property = hopso_page_set_property;
  object_class->finalize = hopso_page_finalize;
  widget_class->map = hopso_page_map;
  widget_class->unmap = hopso_page_unmap;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, "", flags);
  properties[PROP_IS_NARROW] = g_param_spec_boolean ("is-narrow", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hopso_page_init (HopsoPage *self)
{
  HopsoPagePrivate *priv = get_private (self);

  priv->title = g_strdup ("");
  priv->subtitle = g_strdup ("");
}

/**
 * hopso_page_set_title:
 * @self: a page
 * @title: what the header bar says
 */
void
hopso_page_set_title (HopsoPage *self, const char *title)
{
  g_return_if_fail (HOPSO_IS_PAGE (self));

  set_words (self, &get_private (self)->title, title, PROP_TITLE);
}

/**
 * hopso_page_set_subtitle:
 * @self: a page
 * @subtitle: (nullable): what the header bar says below the title
 */
void
hopso_page_set_subtitle (HopsoPage *self, const char *subtitle)
{
  g_return_if_fail (HOPSO_IS_PAGE (self));

  set_words (self, &get_private (self)->subtitle, subtitle, PROP_SUBTITLE);
}

/**
 * hopso_page_get_title:
 * @self: a page
 *
 * Returns: (transfer none): what the header bar says
 */
const char *
hopso_page_get_title (HopsoPage *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE (self), NULL);

  return get_private (self)->title;
}

/**
 * hopso_page_get_subtitle:
 * @self: a page
 *
 * Returns: (transfer none): what the header bar says below the title
 */
const char *
hopso_page_get_subtitle (HopsoPage *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE (self), NULL);

  return get_private (self)->subtitle;
}

/**
 * hopso_page_get_is_narrow:
 * @self: a page
 *
 * Returns: whether things stand one below the other
 */
gboolean
hopso_page_get_is_narrow (HopsoPage *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE (self), FALSE);

  return get_private (self)->is_narrow;
}

/**
 * hopso_page_refresh:
 * @self: a page
 *
 * Puts words that depend on the time anew; called by itself while the page is seen.
 */
void
hopso_page_refresh (HopsoPage *self)
{
  g_return_if_fail (HOPSO_IS_PAGE (self));

  if (HOPSO_PAGE_GET_CLASS (self)->refresh != NULL)
    HOPSO_PAGE_GET_CLASS (self)->refresh (self);
}
