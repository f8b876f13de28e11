/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoFd:
 *
 * A file descriptor that its scope owns: `g_auto (HopsoFd) fd = open (…);` closes it at the end,
 * unless it was handed over by hopso_fd_steal(). -1 is none.
 */
typedef int HopsoFd;

void hopso_fd_close (HopsoFd fd);
HopsoFd hopso_fd_steal (HopsoFd *fd);

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (HopsoFd, hopso_fd_close, -1)

HopsoFd hopso_fd_new_memory (const char *name, GError **error);
HopsoFd hopso_fd_new_sealed (const char *name, const void *bytes, gsize size, GError **error);
HopsoFd hopso_fd_dup (int fd, GError **error);
HopsoFd hopso_fd_reopen_read_only (int fd, GError **error);
gboolean hopso_fd_seal (int fd, GError **error);
gboolean hopso_fd_get_size (int fd, guint64 *size, GError **error);
gboolean hopso_fd_read_at (int fd, guint64 offset, void *buffer, gsize size, GError **error);
gboolean hopso_fd_write_at (int fd, guint64 offset, const void *bytes, gsize size, GError **error);
GBytes *hopso_fd_read_all (int fd, gsize max_size, GError **error);

G_END_DECLS
