/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-fd.h"

G_BEGIN_DECLS

/**
 * HopsoFileCopy:
 *
 * A new file that begins as a copy of another and only grows: it appears under its name whole or
 * not at all, or stays in memory. Every step may take long and belongs on a thread; one step at a
 * time.
 */
typedef struct _HopsoFileCopy HopsoFileCopy;

HopsoFileCopy *hopso_file_copy_begin (const char *path, int mode, GError **error);
gboolean
hopso_file_copy_take (HopsoFileCopy *self, int original, GCancellable *cancellable, GError **error);
int hopso_file_copy_get_fd (HopsoFileCopy *self);
int hopso_file_copy_get_reader (HopsoFileCopy *self);
guint64 hopso_file_copy_get_original_size (HopsoFileCopy *self);
guint64 hopso_file_copy_get_size (HopsoFileCopy *self);
GBytes *hopso_file_copy_dup_digest (
    HopsoFileCopy *self, const void *more, gsize size, const void *end, gsize rest);
GBytes *hopso_file_copy_dup_whole_digest (HopsoFileCopy *self);
gboolean hopso_file_copy_write (
    HopsoFileCopy *self, guint64 offset, const void *bytes, gsize size, GError **error);
gboolean hopso_file_copy_absorb (HopsoFileCopy *self, GError **error);
gboolean hopso_file_copy_check (HopsoFileCopy *self, GCancellable *cancellable, GError **error);
HopsoFd hopso_file_copy_finish (HopsoFileCopy *self, GError **error);
void hopso_file_copy_free (HopsoFileCopy *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoFileCopy, hopso_file_copy_free)

G_END_DECLS
