/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoFileReplace:
 *
 * A file that appears whole or not at all.
 */
typedef struct _HopsoFileReplace HopsoFileReplace;

HopsoFileReplace *hopso_file_replace_begin (const char *path, int mode, GError **error);
HopsoFileReplace *hopso_file_replace_begin_part (const char *path, int mode, GError **error);
int hopso_file_replace_get_fd (HopsoFileReplace *self);
gboolean hopso_file_replace_commit (HopsoFileReplace *self, GError **error);
gboolean hopso_file_replace_commit_new (HopsoFileReplace *self, GError **error);
void hopso_file_replace_free (HopsoFileReplace *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoFileReplace, hopso_file_replace_free)

gboolean hopso_file_replace_bytes (
    const char *path, int mode, const void *bytes, gsize size, GError **error);

G_END_DECLS
