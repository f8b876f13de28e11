/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HOPSO_SERVER_TAR_BLOCK 512

/**
 * HopsoServerTarEntry:
 * @name: where a plain tar program would put it
 * @size: its bytes
 */
typedef struct
{
  char name[101];
  guint64 size;
} HopsoServerTarEntry;

guint64 hopso_server_tar_get_padded (guint64 size);
void hopso_server_tar_write_header (const char *name, guint64 size, gint64 time, guint8 *block);
gboolean hopso_server_tar_is_end (const guint8 *block);
gboolean hopso_server_tar_read_header (const guint8 *block, HopsoServerTarEntry *entry);

G_END_DECLS
