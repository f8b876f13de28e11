/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The state chip: icon, word and tint, the same on every screen. A flat chip has no ground of its
 * own and serves in rows and lines of facts. It shows; it cannot be pressed. */

#include "hopso-chip.h"

struct _HopsoChip
{
  GtkWidget parent_instance;

  GtkWidget *icon;  /* owned */
  GtkWidget *label; /* owned */
  HopsoTone tone;
  gboolean is_flat;
};

G_DEFINE_FINAL_TYPE (HopsoChip, hopso_chip, GTK_TYPE_WIDGET)

enum
{
  PROP_ICON_NAME = 1,
  PROP_LABEL,
  PROP_TONE,
  PROP_IS_FLAT,
  PROP_CAN_SHRINK,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *const tone_classes[] = {
  [HOPSO_TONE_PLAIN] = "plain",         [HOPSO_TONE_DIM] = "dim", [HOPSO_TONE_GOOD] = "good",
  [HOPSO_TONE_ATTENTION] = "attention", [HOPSO_TONE_BAD] = "bad", [HOPSO_TONE_ACCENT] = "active",
};

GType
hopso_tone_get_type (void)
{
  static gsize type = 0;
  static const GEnumValue values[] = {
    { HOPSO_TONE_PLAIN, "HOPSO_TONE_PLAIN", "plain" },
    { HOPSO_TONE_DIM, "HOPSO_TONE_DIM", "dim" },
    { HOPSO_TONE_GOOD, "HOPSO_TONE_GOOD", "good" },
    { HOPSO_TONE_ATTENTION, "HOPSO_TONE_ATTENTION", "attention" },
    { HOPSO_TONE_BAD, "HOPSO_TONE_BAD", "bad" },
    { HOPSO_TONE_ACCENT, "HOPSO_TONE_ACCENT", "accent" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("HopsoTone", values));
  return type;
}

static void
set_tone (HopsoChip *self, HopsoTone tone)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self), tone_classes[self->tone]);
  self->tone = tone;
  gtk_widget_add_css_class (GTK_WIDGET (self), tone_classes[tone]);
}

static void
set_icon_name (HopsoChip *self, const char *icon_name)
{
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon_name);
  gtk_widget_set_visible (self->icon, icon_name != NULL);
}

static void
hopso_chip_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HopsoChip *self = HOPSO_CHIP (object);

  switch (id)
    {
    case PROP_ICON_NAME:
      g_value_set_string (value, gtk_image_get_icon_name (GTK_IMAGE (self->icon)));
      break;
    case PROP_LABEL:
      g_value_set_string (value, hopso_chip_get_label (self));
      break;
    case PROP_TONE:
      g_value_set_enum (value, (int) self->tone);
      break;
    case PROP_IS_FLAT:
      g_value_set_boolean (value, self->is_flat);
      break;
    case PROP_CAN_SHRINK:
      g_value_set_boolean (value, gtk_label_get_ellipsize (GTK_LABEL (self->label)) !=
                                      PANGO_ELLIPSIZE_NONE);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hopso_chip_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HopsoChip *self = HOPSO_CHIP (object);

  switch (id)
    {
    case PROP_ICON_NAME:
      set_icon_name (self, g_value_get_string (value));
      break;
    case PROP_LABEL:
      gtk_label_set_label (GTK_LABEL (self->label), g_value_get_string (value));
      break;
    case PROP_TONE:
      set_tone (self, (HopsoTone) g_value_get_enum (value));
      break;
    case PROP_IS_FLAT:
      hopso_chip_set_flat (self, g_value_get_boolean (value));
      break;
    case PROP_CAN_SHRINK:
      gtk_label_set_ellipsize (GTK_LABEL (self->label), g_value_get_boolean (value)
                                                            ? PANGO_ELLIPSIZE_END
                                                            : PANGO_ELLIPSIZE_NONE);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hopso_chip_dispose (GObject *object)
{
  HopsoChip *self = HOPSO_CHIP (object);

  g_clear_pointer (&self->icon, gtk_widget_unparent);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  G_OBJECT_CLASS (hopso_chip_parent_class)->dispose (object);
}

static void
hopso_chip_class_init (HopsoChipClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = hopso_chip_get_property;
  object_class->set_property = hopso_chip_set_property;
  object_class->dispose = hopso_chip_dispose;
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_TONE] =
      g_param_spec_enum ("tone", NULL, NULL, HOPSO_TYPE_TONE, HOPSO_TONE_PLAIN, flags);
  /* Whether the words may be cut when there is no room: only where they stand elsewhere too. */
  properties[PROP_CAN_SHRINK] = g_param_spec_boolean ("can-shrink", NULL, NULL, FALSE, flags);
  properties[PROP_IS_FLAT] = g_param_spec_boolean ("is-flat", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "chip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hopso_chip_init (HopsoChip *self)
{
  self->icon =
      g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_set_parent (self->icon, GTK_WIDGET (self));
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self), tone_classes[self->tone]);
}

/**
 * hopso_chip_new:
 * @icon_name: (nullable): a symbolic icon
 * @label: the state in words
 * @tone: its tint
 *
 * Returns: (transfer floating): a new chip
 */
GtkWidget *
hopso_chip_new (const char *icon_name, const char *label, HopsoTone tone)
{
  return g_object_new (HOPSO_TYPE_CHIP, "icon-name", icon_name, "label", label, "tone", tone, NULL);
}

/**
 * hopso_chip_set:
 * @self: a chip
 * @icon_name: (nullable): a symbolic icon
 * @label: the state in words
 * @tone: its tint
 *
 * Shows another state.
 */
void
hopso_chip_set (HopsoChip *self, const char *icon_name, const char *label, HopsoTone tone)
{
  g_return_if_fail (HOPSO_IS_CHIP (self));

  g_object_set (self, "icon-name", icon_name, "label", label, "tone", tone, NULL);
}

/**
 * hopso_chip_set_flat:
 * @self: a chip
 * @is_flat: whether it is shown without a ground of its own
 */
void
hopso_chip_set_flat (HopsoChip *self, gboolean is_flat)
{
  g_return_if_fail (HOPSO_IS_CHIP (self));

  self->is_flat = is_flat;
  if (is_flat)
    gtk_widget_add_css_class (GTK_WIDGET (self), "flat");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "flat");
}

/**
 * hopso_chip_get_label:
 * @self: a chip
 *
 * Returns: (transfer none): the state in words
 */
const char *
hopso_chip_get_label (HopsoChip *self)
{
  g_return_val_if_fail (HOPSO_IS_CHIP (self), NULL);

  return gtk_label_get_label (GTK_LABEL (self->label));
}

/**
 * hopso_chip_get_tone:
 * @self: a chip
 *
 * Returns: its tint
 */
HopsoTone
hopso_chip_get_tone (HopsoChip *self)
{
  g_return_val_if_fail (HOPSO_IS_CHIP (self), HOPSO_TONE_PLAIN);

  return self->tone;
}
