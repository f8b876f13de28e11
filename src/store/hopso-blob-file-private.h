/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-blob-rows-private.h"
#include "hopso-fd.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoBlobFile:
 *
 * One encrypted file of the cache, open.
 */
typedef struct _HopsoBlobFile HopsoBlobFile;

#define HOPSO_BLOB_CHUNK 65536

HopsoBlobFile *hopso_blob_file_open (const char *folder, const HopsoBlobRow *row, GError **error);
HopsoBlobFile *
hopso_blob_file_open_for_writing (const char *folder, const HopsoBlobRow *row, GError **error);
void hopso_blob_file_free (HopsoBlobFile *self);

guint32 hopso_blob_file_get_n_chunks (HopsoBlobFile *self);
gboolean hopso_blob_file_count_sealed (HopsoBlobFile *self, guint32 *n_sealed, GError **error);
gboolean hopso_blob_file_cut (HopsoBlobFile *self, guint32 n_chunks, GError **error);
gboolean hopso_blob_file_seal (
    HopsoBlobFile *self, guint32 number, const guint8 *plain, gsize size, GError **error);
gboolean hopso_blob_file_unseal (
    HopsoBlobFile *self, guint32 number, guint8 *plain, gsize *size, GError **error);
gboolean hopso_blob_file_sync (HopsoBlobFile *self, GError **error);
gboolean hopso_blob_file_is_free (const char *path);
void hopso_blob_file_unlink (const char *folder, const HopsoBlobRow *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoBlobFile, hopso_blob_file_free)

G_END_DECLS
