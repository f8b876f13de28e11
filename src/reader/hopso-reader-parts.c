/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a HopsoReader tells of a document besides its pages: the files that it carries, its layers,
 * why it may look otherwise elsewhere, and its properties. What a document has nothing of is not
 * offered. Main thread. */

#include "hopso-reader-private.h"

#include "hopso-properties-window.h"

#include <glib/gi18n-lib.h>

static void
attachments_changed_cb (HopsoReader *self, GParamSpec *pspec, HopsoAttachmentList *list)
{
  const guint n = hopso_attachment_list_get_n_items (list);
  g_autofree char *title = g_strdup_printf (_ ("Attached %u"), n);

  hopso_side_panel_set_page_title (self->side, "attachments", title);
  hopso_side_panel_set_page_visible (self->side, "attachments", n > 0);
}

static void
layers_changed_cb (HopsoReader *self, GParamSpec *pspec, HopsoLayerList *list)
{
  hopso_side_panel_set_page_visible (self->side, "layers", hopso_layer_list_get_n_items (list) > 0);
}

static void
shown_cb (HopsoReader *self)
{
  HopsoPdfDocument *document = hopso_page_view_get_document (self->view);

  hopso_attachment_list_set_document (self->attachments, document);
  hopso_layer_list_set_document (self->layers, document);
  hopso_doubts_button_set_document (self->doubts, document);
}

static void
properties_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HopsoReader *self = HOPSO_READER (widget);
  HopsoPdfDocument *document = hopso_page_view_get_document (self->view);
  GtkRoot *root = gtk_widget_get_root (widget);

  if (document != NULL && GTK_IS_WINDOW (root))
    gtk_window_present (hopso_properties_window_new (GTK_WINDOW (root), document, self->fd));
}

/* The action and its key, for the widget's class. */
void
hopso_reader_install_parts (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "reader.properties", NULL, properties_action);
  gtk_widget_class_add_binding_action (class, GDK_KEY_Return, GDK_ALT_MASK, "reader.properties",
                                       NULL);
}

/* The parts follow what the view shows, for one reader. */
void
hopso_reader_connect_parts (HopsoReader *self)
{
  self->attachments = HOPSO_ATTACHMENT_LIST (hopso_attachment_list_new ());
  self->layers = HOPSO_LAYER_LIST (hopso_layer_list_new ());
  hopso_side_panel_add_page (self->side, "attachments", _ ("Attached"),
                             GTK_WIDGET (self->attachments));
  hopso_side_panel_add_page (self->side, "layers", _ ("Layers"), GTK_WIDGET (self->layers));
  hopso_side_panel_set_page_visible (self->side, "attachments", FALSE);
  hopso_side_panel_set_page_visible (self->side, "layers", FALSE);
  g_signal_connect_object (self->attachments, "notify::n-items",
                           G_CALLBACK (attachments_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->layers, "notify::n-items", G_CALLBACK (layers_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "notify::n-pages", G_CALLBACK (shown_cb), self,
                           G_CONNECT_SWAPPED);
}
