/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What leads into a document: its table of contents and what its pages are called. Neither depth
 * nor length of the table is believed. Main thread of the drawing process. */

#include "hopso-poppler-private.h"
#include "hopso-render-facts.h"
#include "hopso-render-place.h"
#include "hopso-render-words.h"

#define MAX_DEPTH 32u
#define MAX_ITEMS 20000u

typedef struct
{
  PopplerDocument *document; /* borrowed */
  GVariantBuilder items;     /* a(usb(uuuuddds)) */
  guint n_items;
} Outline;

static void
add_item (Outline *self, PopplerIndexIter *iter, guint depth)
{
  PopplerAction *action = poppler_index_iter_get_action (iter);
  g_autofree char *title = hopso_render_words (action != NULL ? action->any.title : NULL);

  g_variant_builder_add (&self->items, "(usb@(uuuuddds))", depth, title,
                         poppler_index_iter_is_open (iter),
                         hopso_render_target (self->document, action));
  self->n_items++;
  if (action != NULL)
    poppler_action_free (action);
}

/* Takes the iterator. */
static void
add_level (Outline *self, PopplerIndexIter *iter, guint depth)
{
  if (iter == NULL)
    return;
  do
    {
      add_item (self, iter, depth);
      if (depth + 1 < MAX_DEPTH && self->n_items < MAX_ITEMS)
        add_level (self, poppler_index_iter_get_child (iter), depth + 1);
    }
  while (self->n_items < MAX_ITEMS && poppler_index_iter_next (iter));
  poppler_index_iter_free (iter);
}

/**
 * hopso_render_outline:
 *
 * Returns: (transfer floating): an `a(usb(uuuuddds))`
 */
GVariant *
hopso_render_outline (PopplerDocument *document)
{
  Outline self = { .document = document };

  g_variant_builder_init (&self.items, G_VARIANT_TYPE ("a(usb(uuuuddds))"));
  add_level (&self, poppler_index_iter_new (document), 0);
  return g_variant_builder_end (&self.items);
}

/**
 * hopso_render_labels:
 * @first: counted from 0
 * @count: how many at most
 *
 * Returns: (transfer full) (array zero-terminated=1): their labels
 */
char **
hopso_render_labels (PopplerDocument *document, guint first, guint count)
{
  const guint n_pages = (guint) poppler_document_get_n_pages (document);
  GPtrArray *labels = g_ptr_array_new ();

  for (guint i = first; i < n_pages && i - first < count; i++)
    {
      g_autoptr (HopsoPopplerPage) page = poppler_document_get_page (document, (int) i);

      g_ptr_array_add (
          labels, hopso_render_take_words (page != NULL ? poppler_page_get_label (page) : NULL));
    }
  g_ptr_array_add (labels, NULL);
  return (char **) g_ptr_array_free (labels, FALSE);
}
