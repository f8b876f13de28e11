/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-bookmarks.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoBookmarkList:
 *
 * Bookmarks to go to, to rename and to delete. Signals "go", "rename" and "delete" (guint, a page).
 */
#define HOPSO_TYPE_BOOKMARK_LIST (hopso_bookmark_list_get_type ())
G_DECLARE_FINAL_TYPE (HopsoBookmarkList, hopso_bookmark_list, HOPSO, BOOKMARK_LIST, AdwBin)

GtkWidget *hopso_bookmark_list_new (HopsoBookmarks *bookmarks);

G_END_DECLS
