/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoBlobWriter:
 *
 * A blob on its way into the cache. What was appended outlives this object and the process, but
 * for the last 64 KiB: the next writer of the same digest goes on from there. One operation at a
 * time.
 */
#define HOPSO_TYPE_BLOB_WRITER (hopso_blob_writer_get_type ())
G_DECLARE_FINAL_TYPE (HopsoBlobWriter, hopso_blob_writer, HOPSO, BLOB_WRITER, GObject)

guint64 hopso_blob_writer_get_offset (HopsoBlobWriter *self);
guint64 hopso_blob_writer_get_size (HopsoBlobWriter *self);
const char *hopso_blob_writer_get_digest (HopsoBlobWriter *self);

void hopso_blob_writer_append_async (HopsoBlobWriter *self,
                                     GBytes *bytes,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean
hopso_blob_writer_append_finish (HopsoBlobWriter *self, GAsyncResult *result, GError **error);

void hopso_blob_writer_commit_async (HopsoBlobWriter *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean
hopso_blob_writer_commit_finish (HopsoBlobWriter *self, GAsyncResult *result, GError **error);

G_END_DECLS
