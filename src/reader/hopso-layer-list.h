/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-form.h"
#include "hopso-pdf-document.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoLayerList:
 *
 * The parts of a document's pages that can be shown and hidden; what its author has locked stays as
 * it is. Property "n-items".
 */
#define HOPSO_TYPE_LAYER_LIST (hopso_layer_list_get_type ())
G_DECLARE_FINAL_TYPE (HopsoLayerList, hopso_layer_list, HOPSO, LAYER_LIST, AdwBin)

GtkWidget *hopso_layer_list_new (void);
void hopso_layer_list_set_document (HopsoLayerList *self, HopsoPdfDocument *document);
void hopso_layer_list_set_form (HopsoLayerList *self, HopsoForm *form);
void hopso_layer_list_apply (HopsoLayerList *self, HopsoPdfDocument *document);
guint hopso_layer_list_get_n_items (HopsoLayerList *self);

G_END_DECLS
