/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-blob-batch-private.h"
#include "hopso-blob-cache.h"
#include "hopso-blob-file-private.h"
#include "hopso-blob-rows-private.h"
#include "hopso-digest.h"
#include "hopso-vault.h"

G_BEGIN_DECLS

HopsoBlobCache *hopso_blob_cache_new (HopsoVault *vault, const char *folder, GError **error);
void hopso_blob_cache_close (HopsoBlobCache *self);
void hopso_blob_cache_note (HopsoBlobCache *self, const char *digest, gboolean is_there);
void hopso_blob_cache_push (HopsoBlobCache *self, GTask *task, GTaskThreadFunc func);

/* Blobs that are being written without a row: one writer each; FALSE: there is one already. Being
 * forgotten takes the mark away. On any thread. */
gboolean hopso_blob_cache_mark (HopsoBlobCache *self, const char *digest);
gboolean hopso_blob_cache_is_marked (HopsoBlobCache *self, const char *digest);
void hopso_blob_cache_unmark (HopsoBlobCache *self, const char *digest);

void hopso_blob_cache_count_writers (HopsoBlobCache *self, int more);

/* On the cache's thread. */
HopsoBlobBatch *hopso_blob_cache_get_batch (HopsoBlobCache *self);
sqlite3 *hopso_blob_cache_get_db (HopsoBlobCache *self);
const char *hopso_blob_cache_get_folder (HopsoBlobCache *self);
gboolean hopso_blob_cache_begin (HopsoBlobCache *self, GError **error);
gboolean hopso_blob_cache_end (HopsoBlobCache *self, gboolean is_done, GError **error);
gboolean hopso_blob_cache_destroy (HopsoBlobCache *self, const HopsoBlobRow *row, GError **error);
void hopso_blob_cache_clean_up (HopsoBlobCache *self, const HopsoBlobRow *row);

G_END_DECLS
