/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is done with an item of the agenda, by its menu and by keys. Main thread. */

#include "hopso-composer-row-private.h"

#include "hopso-composer-menu.h"
#include "hopso-composer-promise.h"

#include <glib/gi18n.h>

enum
{
  SIGNAL_FILES,
  SIGNAL_REUSE,
  SIGNAL_ADD,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef gboolean (*Way) (HopsoComposerTree *tree, guint index, HopsoComposerPlace *to);

static void
go (GtkWidget *widget, Way way, const char *refusal)
{
  HopsoComposerRow *self = HOPSO_COMPOSER_ROW (widget);
  HopsoComposerTree *tree = hopso_composition_get_tree (self->composition);
  const int index = hopso_composer_tree_find (tree, self->id);
  HopsoComposerPlace to;

  if (index >= 0 && way (tree, (guint) index, &to))
    hopso_composition_move_item (self->composition, self->id, &to);
  else
    hopso_composition_tell (self->composition, refusal);
}

static void
up_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  go (widget, hopso_composer_tree_go_up, _ ("It is the first one here already."));
}

static void
down_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  go (widget, hopso_composer_tree_go_down, _ ("It is the last one here already."));
}

static void
in_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  go (widget, hopso_composer_tree_go_in,
      _ ("It cannot become a part: there is no item above it, or it would stand too deep."));
}

static void
out_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  go (widget, hopso_composer_tree_go_out, _ ("It is not a part of another item."));
}

static void
edit_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  hopso_composer_row_edit (HOPSO_COMPOSER_ROW (widget));
}

static void
add_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_ADD], 0, FALSE);
}

static void
add_part_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_ADD], 0, TRUE);
}

static void
files_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_FILES], 0);
}

static void
reuse_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_REUSE], 0);
}

static void
remind_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HopsoComposerRow *self = HOPSO_COMPOSER_ROW (widget);

  hopso_composer_promise_ask (widget, self->composition, self->item);
}

static void
remove_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HopsoComposerRow *self = HOPSO_COMPOSER_ROW (widget);
  g_autofree char *name =
      g_strdup_printf (_ ("Remove “%s”"), hopso_agenda_item_get_name (self->item));

  hopso_composition_remove (self->composition, HOPSO_RECORD (self->item), name);
}

static void
menu_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  static const HopsoComposerMenuEntry entries[] = {
    { N_ ("_Edit"), "row.edit" },
    { N_ ("Choose _files…"), "row.files" },
    { N_ ("Use papers of _earlier meetings…"), "row.reuse" },
    { N_ ("_Remind of papers…"), "row.remind" },
    { NULL, NULL },
    { N_ ("_Add an item below"), "row.add" },
    { N_ ("Add a _part"), "row.add-part" },
    { NULL, NULL },
    { N_ ("Move _up"), "row.up" },
    { N_ ("Move _down"), "row.down" },
    { N_ ("Make it a part of the item _above"), "row.in" },
    { N_ ("Make it an item of its _own"), "row.out" },
    { NULL, NULL },
    { N_ ("Re_move"), "row.remove" },
  };

  hopso_composer_menu_show (widget, HOPSO_COMPOSER_ROW (widget)->sum_label, entries,
                            G_N_ELEMENTS (entries));
}

static void
bind_key (GtkWidgetClass *klass, guint key, guint keypad, GdkModifierType modifiers, const char *to)
{
  gtk_widget_class_add_binding_action (klass, key, modifiers, to, NULL);
  if (keypad != 0)
    gtk_widget_class_add_binding_action (klass, keypad, modifiers, to, NULL);
}

static void
add_keys (GtkWidgetClass *klass)
{
  bind_key (klass, GDK_KEY_Up, GDK_KEY_KP_Up, GDK_ALT_MASK, "row.up");
  bind_key (klass, GDK_KEY_Down, GDK_KEY_KP_Down, GDK_ALT_MASK, "row.down");
  bind_key (klass, GDK_KEY_Right, GDK_KEY_KP_Right, GDK_ALT_MASK, "row.in");
  bind_key (klass, GDK_KEY_Left, GDK_KEY_KP_Left, GDK_ALT_MASK, "row.out");
  bind_key (klass, GDK_KEY_F2, 0, 0, "row.edit");
  bind_key (klass, GDK_KEY_Insert, GDK_KEY_KP_Insert, 0, "row.add");
  bind_key (klass, GDK_KEY_Insert, GDK_KEY_KP_Insert, GDK_SHIFT_MASK, "row.add-part");
  bind_key (klass, GDK_KEY_Delete, GDK_KEY_KP_Delete, 0, "row.remove");
  bind_key (klass, GDK_KEY_Menu, 0, 0, "row.menu");
  bind_key (klass, GDK_KEY_F10, 0, GDK_SHIFT_MASK, "row.menu");
}

/* The actions, their keys and the signals of the class. */
void
hopso_composer_row_class_add_acts (GtkWidgetClass *klass)
{
  static const struct
  {
    const char *name;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "row.up", up_action },
    { "row.down", down_action },
    { "row.in", in_action },
    { "row.out", out_action },
    { "row.edit", edit_action },
    { "row.add", add_action },
    { "row.add-part", add_part_action },
    { "row.files", files_action },
    { "row.reuse", reuse_action },
    { "row.remind", remind_action },
    { "row.remove", remove_action },
    { "row.menu", menu_action },
  };
  const GType type = G_TYPE_FROM_CLASS (klass);

  signals[SIGNAL_FILES] =
      g_signal_new ("files", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REUSE] =
      g_signal_new ("reuse", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ADD] = g_signal_new ("add", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (klass, actions[i].name, NULL, actions[i].activate);
  add_keys (klass);
}
