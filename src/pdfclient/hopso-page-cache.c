/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures of pages that were drawn already, up to a number of bytes; the one that was not looked
 * at for longest goes first. It knows documents by number only. Lives on the client's thread. */

#include "hopso-page-cache.h"

typedef struct
{
  guint64 document;
  HopsoPdfView view;
} Key;

typedef struct
{
  Key key;
  GBytes *pixels; /* owned */
  GList link;     /* in the order of use; its data is this */
} Entry;

struct _HopsoPageCache
{
  GObject parent_instance;

  GHashTable *entries; /* owned: Key (in the entry) → Entry (owned) */
  GQueue by_use;       /* of Entry (borrowed), the latest first */
  gsize budget;
  gsize size;
};

G_DEFINE_FINAL_TYPE (HopsoPageCache, hopso_page_cache, G_TYPE_OBJECT)

static guint
key_hash (gconstpointer data)
{
  const Key *key = data;
  const HopsoFramePart *part = &key->view.part;
  guint hash = (guint) key->document;

  hash = hash * 31 + key->view.page;
  hash = hash * 31 + key->view.rotation;
  hash = hash * 31 + part->page_width;
  hash = hash * 31 + part->page_height;
  hash = hash * 31 + part->x;
  return hash * 31 + part->y;
}

static gboolean
key_equal (gconstpointer a, gconstpointer b)
{
  const Key *one = a;
  const Key *other = b;

  return one->document == other->document && hopso_pdf_view_equal (&one->view, &other->view);
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_bytes_unref (entry->pixels);
  g_free (entry);
}

static void
drop (HopsoPageCache *self, Entry *entry)
{
  self->size -= g_bytes_get_size (entry->pixels);
  g_queue_unlink (&self->by_use, &entry->link);
  g_hash_table_remove (self->entries, &entry->key);
}

static void
shrink_to (HopsoPageCache *self, gsize size)
{
  while (self->size > size)
    drop (self, g_queue_peek_tail (&self->by_use));
}

/**
 * hopso_page_cache_new:
 * @budget: in bytes
 *
 * Returns: (transfer full): an empty cache
 */
HopsoPageCache *
hopso_page_cache_new (gsize budget)
{
  HopsoPageCache *self = g_object_new (HOPSO_TYPE_PAGE_CACHE, NULL);

  self->budget = budget;
  return self;
}

/**
 * hopso_page_cache_set_budget:
 * @budget: in bytes
 *
 * Drops what is over the new budget.
 */
void
hopso_page_cache_set_budget (HopsoPageCache *self, gsize budget)
{
  g_return_if_fail (HOPSO_IS_PAGE_CACHE (self));

  self->budget = budget;
  shrink_to (self, budget);
}

/**
 * hopso_page_cache_get_size:
 *
 * Returns: the bytes of all pictures
 */
gsize
hopso_page_cache_get_size (HopsoPageCache *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE_CACHE (self), 0);

  return self->size;
}

/**
 * hopso_page_cache_add:
 * @document: its number
 * @view: what is on the picture
 * @pixels: the picture
 *
 * Keeps @pixels, unless they alone are over the budget.
 */
void
hopso_page_cache_add (HopsoPageCache *self,
                      guint64 document,
                      const HopsoPdfView *view,
                      GBytes *pixels)
{
  const gsize size = g_bytes_get_size (pixels);
  const Key key = { document, *view };
  Entry *known;

  g_return_if_fail (HOPSO_IS_PAGE_CACHE (self));

  known = g_hash_table_lookup (self->entries, &key);
  if (known != NULL)
    drop (self, known);
  if (size > self->budget)
    return;
  shrink_to (self, self->budget - size);

  Entry *entry = g_new0 (Entry, 1);
  entry->key = key;
  entry->pixels = g_bytes_ref (pixels);
  entry->link.data = entry;
  self->size += size;
  g_hash_table_insert (self->entries, &entry->key, entry);
  g_queue_push_head_link (&self->by_use, &entry->link);
}

/**
 * hopso_page_cache_lookup:
 * @document: its number
 * @view: what is wanted
 *
 * Returns: (transfer full) (nullable): the picture
 */
GBytes *
hopso_page_cache_lookup (HopsoPageCache *self, guint64 document, const HopsoPdfView *view)
{
  const Key key = { document, *view };
  Entry *entry;

  g_return_val_if_fail (HOPSO_IS_PAGE_CACHE (self), NULL);

  entry = g_hash_table_lookup (self->entries, &key);
  if (entry == NULL)
    return NULL;
  g_queue_unlink (&self->by_use, &entry->link);
  g_queue_push_head_link (&self->by_use, &entry->link);
  return g_bytes_ref (entry->pixels);
}

static gboolean
is_whole (const HopsoFramePart *part)
{
  return part->width == part->page_width && part->height == part->page_height;
}

/**
 * hopso_page_cache_find_page:
 * @document: its number
 * @page: counted from 0
 * @view: (out): what is on the picture
 *
 * Returns: (transfer full) (nullable): the latest picture of the whole page, of any size
 */
GBytes *
hopso_page_cache_find_page (HopsoPageCache *self, guint64 document, guint page, HopsoPdfView *view)
{
  g_return_val_if_fail (HOPSO_IS_PAGE_CACHE (self), NULL);

  for (GList *link = self->by_use.head; link != NULL; link = link->next)
    {
      const Entry *entry = link->data;

      if (entry->key.document != document || entry->key.view.page != page ||
          !is_whole (&entry->key.view.part))
        continue;
      *view = entry->key.view;
      return g_bytes_ref (entry->pixels);
    }
  return NULL;
}

/**
 * hopso_page_cache_forget:
 * @document: its number
 *
 * Drops all pictures of a document.
 */
void
hopso_page_cache_forget (HopsoPageCache *self, guint64 document)
{
  GList *link;

  g_return_if_fail (HOPSO_IS_PAGE_CACHE (self));

  link = self->by_use.head;
  while (link != NULL)
    {
      Entry *entry = link->data;

      link = link->next;
      if (entry->key.document == document)
        drop (self, entry);
    }
}

static void
hopso_page_cache_finalize (GObject *object)
{
  HopsoPageCache *self = HOPSO_PAGE_CACHE (object);

  g_hash_table_unref (self->entries);
  G_OBJECT_CLASS (hopso_page_cache_parent_class)->finalize (object);
}

static void
hopso_page_cache_class_init (HopsoPageCacheClass *class)
{
  G_OBJECT_CLASS (class)->finalize = hopso_page_cache_finalize;
}

static void
hopso_page_cache_init (HopsoPageCache *self)
{
  self->entries = g_hash_table_new_full (key_hash, key_equal, NULL, entry_free);
}
