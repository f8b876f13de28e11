/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HopsoPdfSource:
 *
 * The bytes of a PDF, wherever they are: a descriptor that is read through one small window, a
 * block of memory, or one source followed by more bytes. Counted; one thread at a time.
 */
typedef struct _HopsoPdfSource HopsoPdfSource;

HopsoPdfSource *hopso_pdf_source_new_fd (int fd, GError **error);
HopsoPdfSource *hopso_pdf_source_new_bytes (GBytes *bytes);
HopsoPdfSource *hopso_pdf_source_new_appended (HopsoPdfSource *first, GBytes *more);
HopsoPdfSource *hopso_pdf_source_ref (HopsoPdfSource *self);
void hopso_pdf_source_unref (HopsoPdfSource *self);

guint64 hopso_pdf_source_get_size (HopsoPdfSource *self);
const guint8 *
hopso_pdf_source_peek (HopsoPdfSource *self, guint64 offset, gsize *available, GError **error);
gboolean hopso_pdf_source_read (
    HopsoPdfSource *self, guint64 offset, void *buffer, gsize size, GError **error);
GBytes *
hopso_pdf_source_dup_bytes (HopsoPdfSource *self, guint64 offset, gsize size, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPdfSource, hopso_pdf_source_unref)

G_END_DECLS
