/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pages as list models have them: thousands cost nothing, since an item is a number that is made
 * when it is asked for. Main thread. */

#include "hopso-page-list.h"

struct _HopsoPageItem
{
  GObject parent_instance;

  guint page;
  char *label; /* owned, nullable: as the document calls the page */
};

G_DEFINE_FINAL_TYPE (HopsoPageItem, hopso_page_item, G_TYPE_OBJECT)

struct _HopsoPageList
{
  GObject parent_instance;

  guint n_pages;
  char **labels; /* owned, nullable: as many as pages */
};

static void hopso_page_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HopsoPageList,
                               hopso_page_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      hopso_page_list_model_init))

/**
 * hopso_page_item_get_page:
 *
 * Returns: counted from 0
 */
guint
hopso_page_item_get_page (HopsoPageItem *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE_ITEM (self), 0);

  return self->page;
}

/**
 * hopso_page_item_dup_label:
 *
 * Returns: (transfer full): what the document calls the page, else its number
 */
char *
hopso_page_item_dup_label (HopsoPageItem *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE_ITEM (self), NULL);

  if (self->label != NULL && *self->label != '\0')
    return g_strdup (self->label);
  return g_strdup_printf ("%u", self->page + 1);
}

static void
hopso_page_item_finalize (GObject *object)
{
  g_free (HOPSO_PAGE_ITEM (object)->label);
  G_OBJECT_CLASS (hopso_page_item_parent_class)->finalize (object);
}

static void
hopso_page_item_class_init (HopsoPageItemClass *class)
{
  G_OBJECT_CLASS (class)->finalize = hopso_page_item_finalize;
}

static void
hopso_page_item_init (HopsoPageItem *self)
{
}

static GType
hopso_page_list_get_item_type (GListModel *model)
{
  return HOPSO_TYPE_PAGE_ITEM;
}

static guint
hopso_page_list_get_n_items (GListModel *model)
{
  return HOPSO_PAGE_LIST (model)->n_pages;
}

static gpointer
hopso_page_list_get_item (GListModel *model, guint position)
{
  HopsoPageList *self = HOPSO_PAGE_LIST (model);
  HopsoPageItem *item;

  if (position >= self->n_pages)
    return NULL;
  item = g_object_new (HOPSO_TYPE_PAGE_ITEM, NULL);
  item->page = position;
  item->label = self->labels != NULL ? g_strdup (self->labels[position]) : NULL;
  return item;
}

static void
hopso_page_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = hopso_page_list_get_item_type;
  iface->get_n_items = hopso_page_list_get_n_items;
  iface->get_item = hopso_page_list_get_item;
}

/**
 * hopso_page_list_new:
 * @n_pages: how many there are
 * @labels: (nullable): what the document calls them; not used when there are fewer
 *
 * Returns: (transfer full): the pages
 */
HopsoPageList *
hopso_page_list_new (guint n_pages, const char *const *labels)
{
  HopsoPageList *self = g_object_new (HOPSO_TYPE_PAGE_LIST, NULL);

  self->n_pages = n_pages;
  if (labels != NULL && g_strv_length ((char **) labels) >= n_pages)
    self->labels = g_strdupv ((char **) labels);
  return self;
}

static void
hopso_page_list_finalize (GObject *object)
{
  g_strfreev (HOPSO_PAGE_LIST (object)->labels);
  G_OBJECT_CLASS (hopso_page_list_parent_class)->finalize (object);
}

static void
hopso_page_list_class_init (HopsoPageListClass *class)
{
  G_OBJECT_CLASS (class)->finalize = hopso_page_list_finalize;
}

static void
hopso_page_list_init (HopsoPageList *self)
{
}
