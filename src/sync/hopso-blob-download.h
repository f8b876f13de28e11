/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-blob-cache.h"
#include "hopso-remote.h"

G_BEGIN_DECLS

/**
 * HopsoBlobDownload:
 * @remote: from where
 * @blobs: to where
 * @digest: SHA-256, lower-case hexadecimal
 * @size: how many bytes
 *
 * One blob to be fetched. Copied as far as it is needed.
 */
typedef struct
{
  HopsoRemote *remote;
  HopsoBlobCache *blobs;
  const char *digest;
  guint64 size;
} HopsoBlobDownload;

void hopso_blob_download_async (const HopsoBlobDownload *download,
                                GFileProgressCallback progress,
                                gpointer progress_data,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean hopso_blob_download_finish (GAsyncResult *result, GError **error);

G_END_DECLS
