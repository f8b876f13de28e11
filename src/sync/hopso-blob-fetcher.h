/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-blob-cache.h"
#include "hopso-remote.h"

G_BEGIN_DECLS

/**
 * HopsoBlobState:
 * @HOPSO_BLOB_ABSENT: not here and not asked for
 * @HOPSO_BLOB_WAITING: it will be fetched
 * @HOPSO_BLOB_FETCHING: it is being fetched
 * @HOPSO_BLOB_HERE: it is in the cache, verified
 * @HOPSO_BLOB_FAILED: it could not be fetched
 */
typedef enum
{
  HOPSO_BLOB_ABSENT,
  HOPSO_BLOB_WAITING,
  HOPSO_BLOB_FETCHING,
  HOPSO_BLOB_HERE,
  HOPSO_BLOB_FAILED
} HopsoBlobState;

/**
 * HopsoBlobFetcher:
 *
 * Fetches the bytes of papers from the server into the cache, a few at a time, in order.
 *
 * Signal "changed" (string, a digest): its state or progress is another now.
 */
#define HOPSO_TYPE_BLOB_FETCHER (hopso_blob_fetcher_get_type ())
G_DECLARE_FINAL_TYPE (HopsoBlobFetcher, hopso_blob_fetcher, HOPSO, BLOB_FETCHER, GObject)

HopsoBlobFetcher *hopso_blob_fetcher_new (HopsoRemote *remote, HopsoBlobCache *blobs);
void hopso_blob_fetcher_want (HopsoBlobFetcher *self, const char *digest, guint64 size);
void hopso_blob_fetcher_fetch_async (HopsoBlobFetcher *self,
                                     const char *digest,
                                     guint64 size,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean
hopso_blob_fetcher_fetch_finish (HopsoBlobFetcher *self, GAsyncResult *result, GError **error);
HopsoBlobState
hopso_blob_fetcher_get_state (HopsoBlobFetcher *self, const char *digest, double *fraction);
void hopso_blob_fetcher_pause (HopsoBlobFetcher *self);
void hopso_blob_fetcher_resume (HopsoBlobFetcher *self);
gboolean hopso_blob_fetcher_is_busy (HopsoBlobFetcher *self);
void hopso_blob_fetcher_stop (HopsoBlobFetcher *self);

G_END_DECLS
