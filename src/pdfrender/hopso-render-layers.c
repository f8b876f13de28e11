/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Optional content: what of a document can be shown or hidden (ISO 32000-1, 8.11). Layers are
 * known by their place in the list, which is the same in each process that opened the document.
 * Main thread of the drawing process. */

#include "hopso-render-layers.h"

#include "hopso-render-words.h"

#define MAX_DEPTH  16u
#define MAX_LAYERS 10000u

typedef void (*Visit) (PopplerLayersIter *iter, guint place, guint depth, gpointer data);

/* Takes the iterator. */
static void
walk (PopplerLayersIter *iter, guint depth, guint *place, Visit visit, gpointer data)
{
  if (iter == NULL)
    return;
  do
    {
      visit (iter, (*place)++, depth, data);
      if (depth + 1 < MAX_DEPTH && *place < MAX_LAYERS)
        walk (poppler_layers_iter_get_child (iter), depth + 1, place, visit, data);
    }
  while (*place < MAX_LAYERS && poppler_layers_iter_next (iter));
  poppler_layers_iter_free (iter);
}

static void
add_cb (PopplerLayersIter *iter, guint place, guint depth, gpointer data)
{
  PopplerLayer *layer = poppler_layers_iter_get_layer (iter);
  g_autofree char *heading = layer == NULL ? poppler_layers_iter_get_title (iter) : NULL;
  g_autofree char *title =
      hopso_render_words (layer != NULL ? poppler_layer_get_title (layer) : heading);
  const int group = layer != NULL ? poppler_layer_get_radio_button_group_id (layer) : 0;

  g_variant_builder_add (data, "(usbbu)", depth, title, layer != NULL,
                         layer != NULL && poppler_layer_is_visible (layer), (guint) MAX (group, 0));
  g_clear_object (&layer);
}

/**
 * hopso_render_layers:
 *
 * Returns: (transfer floating): an `a(usbbu)`
 */
GVariant *
hopso_render_layers (PopplerDocument *document)
{
  GVariantBuilder layers;
  guint place = 0;

  g_variant_builder_init (&layers, G_VARIANT_TYPE ("a(usbbu)"));
  walk (poppler_layers_iter_new (document), 0, &place, add_cb, &layers);
  return g_variant_builder_end (&layers);
}

static void
set_cb (PopplerLayersIter *iter, guint place, guint depth, gpointer data)
{
  PopplerLayer *layer = poppler_layers_iter_get_layer (iter);
  gpointer wish = NULL;

  if (layer != NULL && g_hash_table_lookup_extended (data, GUINT_TO_POINTER (place), NULL, &wish))
    {
      if (GPOINTER_TO_INT (wish))
        poppler_layer_show (layer);
      else
        poppler_layer_hide (layer);
    }
  g_clear_object (&layer);
}

/**
 * hopso_render_set_layers:
 * @layers: an `a(ub)`
 *
 * Shows or hides layers; a place that is no layer does not matter.
 */
void
hopso_render_set_layers (PopplerDocument *document, GVariant *layers)
{
  g_autoptr (GHashTable) wishes = g_hash_table_new (NULL, NULL);
  GVariantIter iter;
  gboolean is_shown;
  guint place;

  g_variant_iter_init (&iter, layers);
  while (g_variant_iter_next (&iter, "(ub)", &place, &is_shown))
    g_hash_table_insert (wishes, GUINT_TO_POINTER (place), GINT_TO_POINTER (is_shown));
  place = 0;
  walk (poppler_layers_iter_new (document), 0, &place, set_cb, wishes);
}
