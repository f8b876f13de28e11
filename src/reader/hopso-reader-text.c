/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading as text in a HopsoReader: the text takes the place of the pages, its tools that of
 * theirs, and how large people like their letters is remembered for all papers. Main thread. */

#include "hopso-reader-private.h"

#define SETTING_SIZE    "reader/text-size"
#define SETTING_SPACING "reader/text-spacing"

static gboolean
is_text (HopsoReader *self)
{
  return hopso_text_page_get_is_active (self->text_page);
}

static void
show_size (HopsoReader *self)
{
  g_autofree char *percent = g_strdup_printf (
      "%.0f %%", is_text (self) ? (double) hopso_text_page_get_size (self->text_page)
                                : 100 * hopso_page_view_get_zoom (self->view));

  gtk_label_set_text (self->zoom_label, percent);
}

static void
active_changed_cb (HopsoReader *self)
{
  const gboolean is_active = is_text (self);

  gtk_stack_set_visible_child_name (self->content, is_active ? "text" : "pages");
  hopso_reader_show_tools (self);
  show_size (self);
  hopso_reader_grab_content (self);
}

/* To the pages or to their text, whichever is read. */
void
hopso_reader_grab_content (HopsoReader *self)
{
  gtk_widget_grab_focus (is_text (self) ? GTK_WIDGET (self->text_page) : GTK_WIDGET (self->view));
}

static void
found_cb (HopsoReader *self)
{
  hopso_text_page_set_find (self->text_page, hopso_find_bar_get_find (self->find_bar),
                            hopso_find_bar_get_current (self->find_bar));
  if (hopso_find_bar_get_find (self->find_bar) == NULL && is_text (self) &&
      !hopso_find_bar_get_is_open (self->find_bar))
    hopso_reader_grab_content (self);
}

/* --- what people like ------------------------------------------------------------------------ */

static void
keep_setting (HopsoReader *self, const char *key, guint value)
{
  g_autofree char *words = g_strdup_printf ("%u", value);

  if (self->workspace != NULL)
    hopso_workspace_set_setting (self->workspace, key, words);
}

static void
size_changed_cb (HopsoReader *self)
{
  keep_setting (self, SETTING_SIZE, hopso_text_page_get_size (self->text_page));
  show_size (self);
}

static void
spacing_changed_cb (HopsoReader *self)
{
  keep_setting (self, SETTING_SPACING, hopso_text_page_get_spacing (self->text_page));
}

static gboolean
read_setting (HopsoReader *self, const char *key, guint64 most, guint64 *value)
{
  const char *words = hopso_workspace_get_setting (self->workspace, key);

  return words != NULL && g_ascii_string_to_unsigned (words, 10, 0, most, value, NULL);
}

/* As it was liked last. */
void
hopso_reader_restore_text (HopsoReader *self)
{
  guint64 value;

  if (self->workspace == NULL)
    return;
  if (read_setting (self, SETTING_SIZE, HOPSO_TEXT_SIZE_MOST, &value))
    hopso_text_page_set_size (self->text_page, (guint) value);
  if (read_setting (self, SETTING_SPACING, HOPSO_TEXT_SPACING_WIDEST, &value))
    hopso_text_page_set_spacing (self->text_page, (HopsoTextSpacing) value);
}

/* --- wiring ---------------------------------------------------------------------------------- */

static void
text_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HopsoReader *self = HOPSO_READER (widget);

  if (hopso_page_view_get_document (self->view) != NULL)
    hopso_text_page_set_is_active (self->text_page, !is_text (self));
}

/* The actions and their keys, for the widget's class. */
void
hopso_reader_install_text (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "reader.text", NULL, text_action);
  gtk_widget_class_add_binding_action (class, GDK_KEY_F8, 0, "reader.text", NULL);
}

/* The text follows the pages and the search, for one reader. */
void
hopso_reader_connect_text (HopsoReader *self)
{
  static const char *const names[] = { "is-active", "spacing" };
  const GConnectFlags swapped = G_CONNECT_SWAPPED;
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  hopso_text_page_set_view (self->text_page, self->view);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GPropertyAction) action =
          g_property_action_new (names[i], self->text_page, names[i]);

      g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
    }
  gtk_widget_insert_action_group (GTK_WIDGET (self), "text", G_ACTION_GROUP (group));
  g_signal_connect_object (self->text_page, "notify::is-active", G_CALLBACK (active_changed_cb),
                           self, swapped);
  g_signal_connect_object (self->text_page, "notify::size", G_CALLBACK (size_changed_cb), self,
                           swapped);
  g_signal_connect_object (self->text_page, "notify::spacing", G_CALLBACK (spacing_changed_cb),
                           self, swapped);
  g_signal_connect_object (self->find_bar, "notify::find", G_CALLBACK (found_cb), self, swapped);
  g_signal_connect_object (self->find_bar, "notify::current", G_CALLBACK (found_cb), self, swapped);
}
