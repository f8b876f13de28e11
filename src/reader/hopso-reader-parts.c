/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the panel of a HopsoReader has besides pages, contents and places: the files that a document
 * carries and its layers. A part that the document has nothing of is not offered. Main thread. */

#include "hopso-reader-private.h"

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
