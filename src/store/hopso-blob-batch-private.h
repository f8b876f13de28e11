/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-blob-cache.h"

G_BEGIN_DECLS

/**
 * HopsoBlobBatch:
 *
 * Blobs whose bytes are all written, on their way to being durable, many at a time.
 */
typedef struct _HopsoBlobBatch HopsoBlobBatch;

HopsoBlobBatch *hopso_blob_batch_new (HopsoBlobCache *cache, const char *folder, GError **error);
void hopso_blob_batch_free (HopsoBlobBatch *self);

/* Does what is left; from then on nothing is put off. */
void hopso_blob_batch_stop (HopsoBlobBatch *self);

/* Takes the commit of a writer, and returns it when the blob is durable. On the cache's thread. */
void hopso_blob_batch_add (HopsoBlobBatch *self, GTask *commit);

/* On any thread. */
void hopso_blob_batch_count (HopsoBlobBatch *self, int more);

/* Of the writer, for the batch. */
gboolean hopso_blob_writer_sync (HopsoBlobWriter *self, GError **error);
gboolean hopso_blob_writer_enter (HopsoBlobWriter *self, GError **error);
void hopso_blob_writer_end (HopsoBlobWriter *self, gboolean is_entered);

G_END_DECLS
