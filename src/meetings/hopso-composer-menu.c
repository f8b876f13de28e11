/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Menus of rows, made when they are asked for: hundreds of rows have one each. Main thread. */

#include "hopso-composer-menu.h"

#include <glib/gi18n.h>

static gboolean
unparent_cb (gpointer user_data)
{
  g_autoptr (GtkWidget) popover = user_data;

  if (gtk_widget_get_parent (popover) != NULL)
    gtk_widget_unparent (popover);
  return G_SOURCE_REMOVE;
}

/* The chosen action runs after the menu has closed. */
static void
closed_cb (GtkWidget *popover)
{
  g_idle_add (unparent_cb, g_object_ref (popover));
}

static void
destroy_cb (GtkWidget *popover)
{
  if (gtk_widget_get_parent (popover) != NULL)
    gtk_widget_unparent (popover);
}

/**
 * hopso_composer_menu_show:
 * @widget: whose actions the entries are
 * @anchor: (nullable): a child that the menu points to; %NULL: the widget
 * @entries: (array length=n_entries): what can be chosen
 * @n_entries: how many
 */
void
hopso_composer_menu_show (GtkWidget *widget,
                          GtkWidget *anchor,
                          const HopsoComposerMenuEntry *entries,
                          gsize n_entries)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();
  GtkWidget *popover;

  for (gsize i = 0; i < n_entries; i++)
    if (entries[i].label != NULL)
      g_menu_append (section, _ (entries[i].label), entries[i].action);
    else
      {
        g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
        g_set_object (&section, NULL);
        section = g_menu_new ();
      }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  popover = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  gtk_widget_set_parent (popover, anchor != NULL ? anchor : widget);
  g_signal_connect_object (popover, "closed", G_CALLBACK (closed_cb), popover, 0);
  g_signal_connect_object (anchor != NULL ? anchor : widget, "destroy", G_CALLBACK (destroy_cb),
                           popover, G_CONNECT_SWAPPED);
  gtk_popover_popup (GTK_POPOVER (popover));
}
