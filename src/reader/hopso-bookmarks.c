/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bookmarks of one document, as a list and as words for what is remembered. What is read back
 * was written by an older or newer us, or by nobody: it is checked. Main thread. */

#include "hopso-bookmarks.h"

#define FORMAT "a(us)"

struct _HopsoBookmark
{
  GObject parent_instance;

  guint page;
  char *name; /* owned */
};

G_DEFINE_FINAL_TYPE (HopsoBookmark, hopso_bookmark, G_TYPE_OBJECT)

static void
hopso_bookmark_finalize (GObject *object)
{
  g_free (HOPSO_BOOKMARK (object)->name);
  G_OBJECT_CLASS (hopso_bookmark_parent_class)->finalize (object);
}

static void
hopso_bookmark_class_init (HopsoBookmarkClass *class)
{
  G_OBJECT_CLASS (class)->finalize = hopso_bookmark_finalize;
}

static void
hopso_bookmark_init (HopsoBookmark *self)
{
}

/**
 * hopso_bookmark_get_page:
 *
 * Returns: counted from 0
 */
guint
hopso_bookmark_get_page (HopsoBookmark *self)
{
  g_return_val_if_fail (HOPSO_IS_BOOKMARK (self), 0);

  return self->page;
}

/**
 * hopso_bookmark_get_name:
 *
 * Returns: what people call it
 */
const char *
hopso_bookmark_get_name (HopsoBookmark *self)
{
  g_return_val_if_fail (HOPSO_IS_BOOKMARK (self), NULL);

  return self->name;
}

struct _HopsoBookmarks
{
  GObject parent_instance;

  GPtrArray *all; /* owned: of HopsoBookmark, by pages */
};

static GType
get_item_type (GListModel *model)
{
  return HOPSO_TYPE_BOOKMARK;
}

static guint
get_n_items (GListModel *model)
{
  return HOPSO_BOOKMARKS (model)->all->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  HopsoBookmarks *self = HOPSO_BOOKMARKS (model);

  return position < self->all->len ? g_object_ref (self->all->pdata[position]) : NULL;
}

static void
list_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (HopsoBookmarks,
                               hopso_bookmarks,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_init))

static void
hopso_bookmarks_finalize (GObject *object)
{
  g_ptr_array_unref (HOPSO_BOOKMARKS (object)->all);
  G_OBJECT_CLASS (hopso_bookmarks_parent_class)->finalize (object);
}

static void
hopso_bookmarks_class_init (HopsoBookmarksClass *class)
{
  G_OBJECT_CLASS (class)->finalize = hopso_bookmarks_finalize;
}

static void
hopso_bookmarks_init (HopsoBookmarks *self)
{
  self->all = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * hopso_bookmarks_new:
 *
 * Returns: (transfer full): none
 */
HopsoBookmarks *
hopso_bookmarks_new (void)
{
  return g_object_new (HOPSO_TYPE_BOOKMARKS, NULL);
}

/* The first that is not before the page. */
static guint
find_position (HopsoBookmarks *self, guint page)
{
  guint position = 0;

  while (position < self->all->len && ((HopsoBookmark *) self->all->pdata[position])->page < page)
    position++;
  return position;
}

/**
 * hopso_bookmarks_find:
 * @page: counted from 0
 *
 * Returns: (transfer none) (nullable): the bookmark on this page
 */
HopsoBookmark *
hopso_bookmarks_find (HopsoBookmarks *self, guint page)
{
  g_return_val_if_fail (HOPSO_IS_BOOKMARKS (self), NULL);

  const guint position = find_position (self, page);
  HopsoBookmark *found = position < self->all->len ? self->all->pdata[position] : NULL;

  return found != NULL && found->page == page ? found : NULL;
}

/* A name has one line and an end. */
static char *
dup_plain_name (const char *name)
{
  g_autofree char *line = g_strdelimit (g_strdup (name), "\n\r\t", ' ');

  g_strstrip (line);
  return g_utf8_strlen (line, -1) > HOPSO_BOOKMARK_MOST_NAME
             ? g_utf8_substring (line, 0, HOPSO_BOOKMARK_MOST_NAME)
             : g_steal_pointer (&line);
}

/**
 * hopso_bookmarks_set:
 * @page: counted from 0
 * @name: what to call it
 *
 * Puts a bookmark on a page, or gives the one that is there another name.
 *
 * Returns: whether there was room for it
 */
gboolean
hopso_bookmarks_set (HopsoBookmarks *self, guint page, const char *name)
{
  g_return_val_if_fail (HOPSO_IS_BOOKMARKS (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  const gboolean is_there = hopso_bookmarks_find (self, page) != NULL;
  const guint position = find_position (self, page);
  HopsoBookmark *bookmark;

  if (!is_there && self->all->len >= HOPSO_BOOKMARKS_MOST)
    return FALSE;
  bookmark = g_object_new (HOPSO_TYPE_BOOKMARK, NULL);
  bookmark->page = page;
  bookmark->name = dup_plain_name (name);
  if (is_there)
    g_ptr_array_remove_index (self->all, position);
  g_ptr_array_insert (self->all, (int) position, bookmark);
  g_list_model_items_changed (G_LIST_MODEL (self), position, is_there ? 1 : 0, 1);
  return TRUE;
}

/**
 * hopso_bookmarks_remove:
 * @page: counted from 0
 *
 * Takes the bookmark off this page, when there is one.
 */
void
hopso_bookmarks_remove (HopsoBookmarks *self, guint page)
{
  g_return_if_fail (HOPSO_IS_BOOKMARKS (self));

  const guint position = find_position (self, page);

  if (hopso_bookmarks_find (self, page) == NULL)
    return;
  g_ptr_array_remove_index (self->all, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

/**
 * hopso_bookmarks_to_string:
 *
 * Returns: (transfer full) (nullable): for hopso_bookmarks_load(); %NULL when there are none
 */
char *
hopso_bookmarks_to_string (HopsoBookmarks *self)
{
  g_return_val_if_fail (HOPSO_IS_BOOKMARKS (self), NULL);

  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (FORMAT));
  g_autoptr (GVariant) all = NULL;

  if (self->all->len == 0)
    return NULL;
  for (guint i = 0; i < self->all->len; i++)
    {
      HopsoBookmark *bookmark = self->all->pdata[i];

      g_variant_builder_add (&builder, "(us)", bookmark->page, bookmark->name);
    }
  all = g_variant_ref_sink (g_variant_builder_end (&builder));
  return g_variant_print (all, TRUE);
}

/**
 * hopso_bookmarks_load:
 * @text: (nullable): from hopso_bookmarks_to_string()
 *
 * Takes these instead of what there is.
 */
void
hopso_bookmarks_load (HopsoBookmarks *self, const char *text)
{
  g_return_if_fail (HOPSO_IS_BOOKMARKS (self));

  g_autoptr (GVariant) all =
      text != NULL ? g_variant_parse (G_VARIANT_TYPE (FORMAT), text, NULL, NULL, NULL) : NULL;
  const guint n_before = self->all->len;
  GVariantIter iter;
  const char *name;
  guint page;

  g_ptr_array_set_size (self->all, 0);
  if (n_before > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, 0);
  if (all == NULL)
    return;
  g_variant_iter_init (&iter, all);
  while (g_variant_iter_next (&iter, "(u&s)", &page, &name))
    hopso_bookmarks_set (self, page, name);
}
