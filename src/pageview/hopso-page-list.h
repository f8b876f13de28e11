/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoPageItem:
 *
 * One page in a list of them.
 */
#define HOPSO_TYPE_PAGE_ITEM (hopso_page_item_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPageItem, hopso_page_item, HOPSO, PAGE_ITEM, GObject)

guint hopso_page_item_get_page (HopsoPageItem *self);
char *hopso_page_item_dup_label (HopsoPageItem *self);

/**
 * HopsoPageList:
 *
 * A #GListModel of #HopsoPageItem: the pages of a document, of which none exists before somebody
 * asks for it.
 */
#define HOPSO_TYPE_PAGE_LIST (hopso_page_list_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPageList, hopso_page_list, HOPSO, PAGE_LIST, GObject)

HopsoPageList *hopso_page_list_new (guint n_pages, const char *const *labels);

G_END_DECLS
