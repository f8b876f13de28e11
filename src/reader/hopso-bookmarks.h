/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoBookmark:
 *
 * A page that somebody wants to find again, under a name of their own. Immutable.
 */
#define HOPSO_TYPE_BOOKMARK (hopso_bookmark_get_type ())
G_DECLARE_FINAL_TYPE (HopsoBookmark, hopso_bookmark, HOPSO, BOOKMARK, GObject)

guint hopso_bookmark_get_page (HopsoBookmark *self);
const char *hopso_bookmark_get_name (HopsoBookmark *self);

/**
 * HopsoBookmarks:
 *
 * The bookmarks of one document, by pages, at most one on each: a #GListModel of #HopsoBookmark.
 */
#define HOPSO_TYPE_BOOKMARKS (hopso_bookmarks_get_type ())
G_DECLARE_FINAL_TYPE (HopsoBookmarks, hopso_bookmarks, HOPSO, BOOKMARKS, GObject)

#define HOPSO_BOOKMARKS_MOST     1000
#define HOPSO_BOOKMARK_MOST_NAME 200

HopsoBookmarks *hopso_bookmarks_new (void);
HopsoBookmark *hopso_bookmarks_find (HopsoBookmarks *self, guint page);
gboolean hopso_bookmarks_set (HopsoBookmarks *self, guint page, const char *name);
void hopso_bookmarks_remove (HopsoBookmarks *self, guint page);
char *hopso_bookmarks_to_string (HopsoBookmarks *self);
void hopso_bookmarks_load (HopsoBookmarks *self, const char *text);

G_END_DECLS
