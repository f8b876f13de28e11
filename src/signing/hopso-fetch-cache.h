/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoFetchCache:
 *
 * What was fetched about certificates, on disk.
 */
#define HOPSO_TYPE_FETCH_CACHE (hopso_fetch_cache_get_type ())
G_DECLARE_FINAL_TYPE (HopsoFetchCache, hopso_fetch_cache, HOPSO, FETCH_CACHE, GObject)

#define HOPSO_FETCH_CACHE_SIZE (128 * 1024 * 1024)

HopsoFetchCache *hopso_fetch_cache_new (const char *folder, guint64 max_size);
HopsoFetchCache *hopso_fetch_cache_new_own (void);
GBytes *hopso_fetch_cache_find (HopsoFetchCache *self, const char *key, gint64 *fresh_until);
gboolean hopso_fetch_cache_keep (
    HopsoFetchCache *self, const char *key, GBytes *bytes, gint64 fresh_until, GError **error);

G_END_DECLS
