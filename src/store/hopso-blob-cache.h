/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-blob-writer.h"
#include "hopso-fd.h"

G_BEGIN_DECLS

/**
 * HopsoBlobCache:
 *
 * The files that belong to the records, known by their SHA-256 (lower-case hexadecimal), each
 * encrypted with a key of its own.
 */
#define HOPSO_TYPE_BLOB_CACHE (hopso_blob_cache_get_type ())
G_DECLARE_FINAL_TYPE (HopsoBlobCache, hopso_blob_cache, HOPSO, BLOB_CACHE, GObject)

#define HOPSO_BLOB_MAX_SIZE (G_GUINT64_CONSTANT (1) << 30)

gboolean hopso_blob_cache_has (HopsoBlobCache *self, const char *digest);

void hopso_blob_cache_open_async (HopsoBlobCache *self,
                                  const char *digest,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
HopsoFd hopso_blob_cache_open_finish (HopsoBlobCache *self, GAsyncResult *result, GError **error);

void hopso_blob_cache_read_async (HopsoBlobCache *self,
                                  const char *digest,
                                  guint64 offset,
                                  gsize size,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GBytes *hopso_blob_cache_read_finish (HopsoBlobCache *self, GAsyncResult *result, GError **error);

void hopso_blob_cache_measure_async (HopsoBlobCache *self,
                                     const char *digest,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean hopso_blob_cache_measure_finish (HopsoBlobCache *self,
                                          GAsyncResult *result,
                                          guint64 *size,
                                          GError **error);

void hopso_blob_cache_begin_write_async (HopsoBlobCache *self,
                                         const char *digest,
                                         guint64 size,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
HopsoBlobWriter *
hopso_blob_cache_begin_write_finish (HopsoBlobCache *self, GAsyncResult *result, GError **error);

void hopso_blob_cache_import_async (HopsoBlobCache *self,
                                    int fd,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
char *hopso_blob_cache_import_finish (HopsoBlobCache *self, GAsyncResult *result, GError **error);

void hopso_blob_cache_forget_async (HopsoBlobCache *self,
                                    const char *digest,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean
hopso_blob_cache_forget_finish (HopsoBlobCache *self, GAsyncResult *result, GError **error);

void hopso_blob_cache_collect_async (HopsoBlobCache *self,
                                     gint64 now,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean
hopso_blob_cache_collect_finish (HopsoBlobCache *self, GAsyncResult *result, GError **error);

G_END_DECLS
