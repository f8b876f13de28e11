/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tools of a HopsoReader: which page, how large, and the keys for them. Main thread. */

#include "hopso-reader-private.h"

#include "hopso-adaptive-bin.h"

static void
page_changed_cb (HopsoReader *self)
{
  const guint page = hopso_page_view_get_page (self->view);
  const guint n = hopso_page_view_get_n_pages (self->view);
  g_autofree char *number = g_strdup_printf ("%u", page + 1);

  gtk_editable_set_text (self->page_entry, number);
  gtk_widget_set_sensitive (self->previous_button, page > 0);
  gtk_widget_set_sensitive (self->next_button, page + 1 < n);
}

static void
zoom_changed_cb (HopsoReader *self)
{
  if (hopso_text_page_get_is_active (self->text_page))
    return;

  g_autofree char *percent =
      g_strdup_printf ("%.0f %%", 100 * hopso_page_view_get_zoom (self->view));

  gtk_label_set_text (self->zoom_label, percent);
}

static void
fit_changed_cb (HopsoReader *self)
{
  const HopsoPageFit fit = hopso_page_view_get_fit (self->view);

  gtk_toggle_button_set_active (self->fit_width_button, fit == HOPSO_PAGE_FIT_WIDTH);
  gtk_toggle_button_set_active (self->fit_page_button, fit == HOPSO_PAGE_FIT_PAGE);
}

static void
go_cb (HopsoReader *self)
{
  guint64 page = 0;

  if (g_ascii_string_to_unsigned (gtk_editable_get_text (self->page_entry), 10, 1,
                                  hopso_page_view_get_n_pages (self->view), &page, NULL))
    hopso_page_view_go_to_page (self->view, (guint) page - 1);
  page_changed_cb (self);
  hopso_reader_grab_content (self);
}

static void
fit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HopsoReader *self = HOPSO_READER (widget);

  hopso_page_view_set_fit (self->view, g_str_equal (name, "reader.fit-width")
                                           ? HOPSO_PAGE_FIT_WIDTH
                                           : HOPSO_PAGE_FIT_PAGE);
  fit_changed_cb (self);
}

static void
turn_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HopsoReader *self = HOPSO_READER (widget);
  const guint page = hopso_page_view_get_page (self->view);

  if (g_str_equal (name, "reader.next"))
    hopso_page_view_go_to_page (self->view, page + 1);
  else if (page > 0)
    hopso_page_view_go_to_page (self->view, page - 1);
}

static void
zoom_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HopsoReader *self = HOPSO_READER (widget);

  if (hopso_text_page_get_is_active (self->text_page))
    hopso_text_page_zoom (self->text_page, g_str_equal (name, "reader.zoom-in") ? 1 : -1);
  else if (g_str_equal (name, "reader.zoom-in"))
    hopso_page_view_zoom_in (self->view);
  else
    hopso_page_view_zoom_out (self->view);
}

static void
ask_page_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HopsoReader *self = HOPSO_READER (widget);

  gtk_widget_grab_focus (GTK_WIDGET (self->page_entry));
  gtk_editable_select_region (self->page_entry, 0, -1);
}

static gboolean
is_fullscreen (HopsoReader *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) && gtk_window_is_fullscreen (GTK_WINDOW (root));
}

/* The strip is there when it has something to offer. */
static void
show_strip (HopsoReader *self)
{
  GtkWidget *const offers[] = { self->fit_tools, self->text_tools, self->verify_button,
                                self->sign_button };
  const gboolean has_document =
      g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "document") == 0;
  gboolean is_offering = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (offers); i++)
    is_offering = is_offering || gtk_widget_get_visible (offers[i]);
  gtk_widget_set_visible (self->tools, has_document && is_offering && !is_fullscreen (self));
}

/* Those for which there is room and a use; the menu has all. */
void
hopso_reader_show_tools (HopsoReader *self)
{
  const gboolean is_wide = !hopso_adaptive_bin_get_is_narrow (HOPSO_ADAPTIVE_BIN (self->bin));
  const gboolean is_text = hopso_text_page_get_is_active (self->text_page);

  gtk_widget_set_visible (self->fit_tools, is_wide && !is_text);
  gtk_widget_set_visible (self->text_tools, is_wide && is_text);
  gtk_widget_set_visible (GTK_WIDGET (self->night_button), is_wide && !is_text);
  gtk_widget_set_visible (GTK_WIDGET (self->bookmark_button), is_wide);
  hopso_fill_bar_set_is_narrow (self->fill_bar, !is_wide);
  show_strip (self);
}

/* The actions and their keys, for the widget's class. */
void
hopso_reader_install_tools (GtkWidgetClass *class)
{
  const GdkModifierType control = GDK_CONTROL_MASK;

  gtk_widget_class_install_action (class, "reader.fit-width", NULL, fit_action);
  gtk_widget_class_install_action (class, "reader.fit-page", NULL, fit_action);
  gtk_widget_class_install_action (class, "reader.next", NULL, turn_action);
  gtk_widget_class_install_action (class, "reader.previous", NULL, turn_action);
  gtk_widget_class_install_action (class, "reader.zoom-in", NULL, zoom_action);
  gtk_widget_class_install_action (class, "reader.zoom-out", NULL, zoom_action);
  gtk_widget_class_install_action (class, "reader.ask-page", NULL, ask_page_action);
  gtk_widget_class_add_binding_action (class, GDK_KEY_1, control, "reader.fit-width", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_2, control, "reader.fit-page", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_g, control, "reader.ask-page", NULL);
}

/* What the tools show follows the pages, for one reader. */
void
hopso_reader_connect_tools (HopsoReader *self)
{
  const GConnectFlags swapped = G_CONNECT_SWAPPED;

  g_signal_connect_object (self->view, "notify::page", G_CALLBACK (page_changed_cb), self, swapped);
  g_signal_connect_object (self->view, "notify::zoom", G_CALLBACK (zoom_changed_cb), self, swapped);
  g_signal_connect_object (self->view, "notify::fit", G_CALLBACK (fit_changed_cb), self, swapped);
  g_signal_connect_object (self->page_entry, "activate", G_CALLBACK (go_cb), self, swapped);
  g_signal_connect_object (self->bin, "notify::is-narrow", G_CALLBACK (hopso_reader_show_tools),
                           self, swapped);
  g_object_bind_property (self->night_button, "active", self->view, "is-night",
                          G_BINDING_BIDIRECTIONAL);
  page_changed_cb (self);
  zoom_changed_cb (self);
  fit_changed_cb (self);
}
