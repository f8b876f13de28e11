/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-fd.h"
#include "store-runner.h"

G_BEGIN_DECLS

/**
 * Cache:
 *
 * A store in a temporary folder, for what it does with blobs.
 */
typedef struct
{
  World world;
  HopsoStore *store;     /* owned */
  HopsoBlobCache *blobs; /* borrowed */
} Cache;

void cache_open (Cache *cache);
void cache_set_up (Cache *cache);
void cache_tear_down (Cache *cache);
GBytes *cache_make_bytes (gsize size);
HopsoBlobWriter *cache_begin (Cache *cache, const char *digest, guint64 size, GError **error);
gboolean
cache_append (HopsoBlobWriter *writer, GBytes *whole, gsize offset, gsize size, GError **error);
gboolean cache_commit (HopsoBlobWriter *writer, GError **error);
void cache_append_until (HopsoBlobWriter *writer, GBytes *whole, gsize end, gsize step);
void cache_store_blob (Cache *cache, GBytes *whole);
HopsoFd cache_open_blob (Cache *cache, const char *digest, GError **error);
void cache_assert_holds (Cache *cache, GBytes *whole);
void cache_assert_absent (Cache *cache, const char *digest);
char *cache_find_file (Cache *cache);
char *cache_import (Cache *cache, GBytes *whole);

G_END_DECLS
