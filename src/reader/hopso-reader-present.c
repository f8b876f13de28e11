/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A HopsoReader's document on the wall: begins and ends it, and says so beside the pages when it is
 * on another screen. Main thread. */

#include "hopso-reader-private.h"

#include <glib/gi18n-lib.h>

/* Ends the presentation, when there is one. */
void
hopso_reader_stop_presenting (HopsoReader *self)
{
  if (self->presentation != NULL)
    gtk_window_destroy (GTK_WINDOW (self->presentation));
}

static void
ended_cb (HopsoReader *self)
{
  self->presentation = NULL;
  gtk_revealer_set_child (self->presenting_revealer, NULL);
  gtk_revealer_set_reveal_child (self->presenting_revealer, FALSE);
  hopso_reader_grab_content (self);
}

static GtkWidget *
words_new (HopsoReader *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (_ ("This document is on the other screen. Turn pages here or "
                                       "there."));
  GtkWidget *end = gtk_button_new_with_label (_ ("End the presentation"));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (end, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (box, "bar");
  gtk_widget_add_css_class (box, "notice");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), end);
  g_signal_connect_object (end, "clicked", G_CALLBACK (hopso_reader_stop_presenting), self,
                           G_CONNECT_SWAPPED);
  return box;
}

static void
present_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HopsoReader *self = HOPSO_READER (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  if (self->presentation != NULL)
    {
      hopso_reader_stop_presenting (self);
      return;
    }
  if (!GTK_IS_WINDOW (root) || hopso_page_view_get_document (self->view) == NULL)
    return;
  self->presentation = hopso_presentation_new (GTK_WINDOW (root), self->view);
  g_signal_connect_object (self->presentation, "destroy", G_CALLBACK (ended_cb), self,
                           G_CONNECT_SWAPPED);
  if (hopso_presentation_get_is_elsewhere (self->presentation))
    gtk_revealer_set_child (self->presenting_revealer, words_new (self));
  gtk_revealer_set_reveal_child (self->presenting_revealer,
                                 hopso_presentation_get_is_elsewhere (self->presentation));
  gtk_window_present (GTK_WINDOW (self->presentation));
}

/* The action and its key, for the widget's class. */
void
hopso_reader_install_present (GtkWidgetClass *class)
{
  gtk_widget_class_bind_template_child (class, HopsoReader, presenting_revealer);
  gtk_widget_class_install_action (class, "reader.present", NULL, present_action);
  gtk_widget_class_add_binding_action (class, GDK_KEY_F5, 0, "reader.present", NULL);
}
