/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The marks that lie on the pages of a HopsoPageView: one that people move, and what else belongs
 * to it. Where they stand on the screen is in hopso-page-view-desk.c. Main thread. */

#include "hopso-page-view-private.h"

static void
layer_moved_cb (HopsoPageView *self)
{
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * hopso_page_view_add_layer:
 * @layer: (transfer floating): one more mark that is on a page
 */
void
hopso_page_view_add_layer (HopsoPageView *self, HopsoPageLayer *layer)
{
  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));
  g_return_if_fail (HOPSO_IS_PAGE_LAYER (layer));

  gtk_widget_insert_before (GTK_WIDGET (layer), GTK_WIDGET (self), self->retry);
  g_signal_connect_object (layer, "notify", G_CALLBACK (layer_moved_cb), self, G_CONNECT_SWAPPED);
  self->n_layers++;
}

/**
 * hopso_page_view_remove_layer:
 * @layer: one that was added
 */
void
hopso_page_view_remove_layer (HopsoPageView *self, HopsoPageLayer *layer)
{
  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));
  g_return_if_fail (gtk_widget_get_parent (GTK_WIDGET (layer)) == GTK_WIDGET (self));

  g_signal_handlers_disconnect_by_func (layer, layer_moved_cb, self);
  if (self->layer == layer)
    self->layer = NULL;
  self->n_layers--;
  gtk_widget_unparent (GTK_WIDGET (layer));
}

/**
 * hopso_page_view_set_layer:
 * @layer: (nullable): the mark that people move; %NULL takes it off
 */
void
hopso_page_view_set_layer (HopsoPageView *self, HopsoPageLayer *layer)
{
  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  if (self->layer == layer)
    return;
  if (self->layer != NULL)
    hopso_page_view_remove_layer (self, self->layer);
  if (layer != NULL)
    hopso_page_view_add_layer (self, layer);
  self->layer = layer;
}

/* Before the view goes. */
void
hopso_page_view_remove_layers (HopsoPageView *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  while (child != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      if (HOPSO_IS_PAGE_LAYER (child))
        hopso_page_view_remove_layer (self, HOPSO_PAGE_LAYER (child));
      child = next;
    }
}
